#include "cli/help.h"

#include <string.h>

#include "cli/paragraph.h"
#include "report/columns.h"

enum { COMMANDS_RIGHT = 25, OPTIONS_RIGHT = 22 }; /* where explanations begin */

static void print_text(FILE *out, enum ems_text id, enum ems_lang lang, const char *argument)
{
    char text[2048];
    ems_text_format(text, sizeof text, id, lang, &argument, 1);
    ems_paragraph_print(out, text, 0);
}

/* What stands to the left takes a line of its own where it is long. */
static void print_row(FILE *out, int32_t right, const char *left, const char *text)
{
    int32_t used = ems_columns_width(left);
    fprintf(out, "%s%*s", left, used < right ? (int)(right - used) : 0, "");
    if (used >= right) fprintf(out, "\n%*s", (int)right, "");
    ems_paragraph_print(out, text, right);
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
        char left[64];
        snprintf(left, sizeof left, "  %-9s %s", commands[i].name, commands[i].operands);
        print_row(out, COMMANDS_RIGHT, left, ems_text(commands[i].summary, lang));
    }
    fprintf(out, "\n%s\n", ems_text(EMS_T_CLI_OPTIONS, lang));
    print_row(out, COMMANDS_RIGHT, "  --help", ems_text(EMS_T_CLI_OPTION_HELP, lang));
    print_row(out, COMMANDS_RIGHT, "  --version", ems_text(EMS_T_CLI_OPTION_VERSION, lang));
    fputc('\n', out);
    print_text(out, EMS_T_CLI_MORE, lang, EMS_PROGRAM_NAME);
}

void ems_cli_command_help(FILE *out, const struct ems_command *command, enum ems_lang lang)
{
    char usage[256];
    ems_cli_usage(usage, sizeof usage, command, lang);
    print_text(out, EMS_T_CLI_USAGE, lang, usage);
    fputc('\n', out);
    ems_paragraph_print(out, ems_text(command->about, lang), 0);
    fprintf(out, "\n%s\n", ems_text(EMS_T_CLI_OPTIONS, lang));
    for (int i = 0; i < EMS_OPT_COUNT; i++) {
        if (!(command->options & (UINT64_C(1) << i))) continue;
        enum ems_cli_option option = (enum ems_cli_option)i;
        const char *argument = ems_cli_option_argument(option);
        char left[64];
        snprintf(left, sizeof left, "  --%s%s%s", ems_cli_option_name(option), argument ? " " : "",
                 argument ? argument : "");
        print_row(out, OPTIONS_RIGHT, left, ems_text(ems_cli_option_text(option), lang));
    }
}
