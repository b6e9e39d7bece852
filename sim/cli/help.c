#include "cli/help.h"

#include <string.h>

static void print_text(FILE *out, enum ems_text id, enum ems_lang lang, const char *argument)
{
    char text[2048];
    ems_text_format(text, sizeof text, id, lang, &argument, 1);
    fprintf(out, "%s\n", text);
}

void ems_cli_usage(char *out, size_t size, const struct ems_command *command, enum ems_lang lang)
{
    snprintf(out, size, EMS_PROGRAM_NAME " %s%s%s %s", command->name, *command->operands ? " " : "",
             command->operands, ems_text(EMS_T_CLI_WORD_OPTIONS, lang));
}

void ems_cli_help(FILE *out, enum ems_lang lang)
{
    int32_t count;
    char usage[64];
    const struct ems_command *commands = ems_cli_commands(&count);
    print_text(out, EMS_T_CLI_ABOUT, lang, NULL);
    snprintf(usage, sizeof usage, EMS_PROGRAM_NAME " %s ...", ems_text(EMS_T_CLI_WORD_COMMAND, lang));
    print_text(out, EMS_T_CLI_USAGE, lang, usage);
    fprintf(out, "\n%s\n", ems_text(EMS_T_CLI_COMMANDS, lang));
    for (int32_t i = 0; i < count; i++) {
        fprintf(out, "  %-9s %-11s %s\n", commands[i].name, commands[i].operands,
                ems_text(commands[i].summary, lang));
    }
    fprintf(out, "\n%s\n  %-21s %s\n  %-21s %s\n\n", ems_text(EMS_T_CLI_OPTIONS, lang), "--help",
            ems_text(EMS_T_CLI_OPTION_HELP, lang), "--version", ems_text(EMS_T_CLI_OPTION_VERSION, lang));
    print_text(out, EMS_T_CLI_MORE, lang, EMS_PROGRAM_NAME);
}

void ems_cli_command_help(FILE *out, const struct ems_command *command, enum ems_lang lang)
{
    char usage[256];
    ems_cli_usage(usage, sizeof usage, command, lang);
    print_text(out, EMS_T_CLI_USAGE, lang, usage);
    fprintf(out, "\n%s\n\n%s\n", ems_text(command->about, lang), ems_text(EMS_T_CLI_OPTIONS, lang));
    for (int i = 0; i < EMS_OPT_COUNT; i++) {
        if (!(command->options & (UINT64_C(1) << i))) continue;
        enum ems_cli_option option = (enum ems_cli_option)i;
        const char *argument = ems_cli_option_argument(option);
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", ems_cli_option_name(option), argument ? " " : "",
                 argument ? argument : "");
        fprintf(out, "  %-19s %s\n", left, ems_text(ems_cli_option_text(option), lang));
    }
}
