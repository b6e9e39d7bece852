/* The program: finds the command, sets what is process-wide (signals, GSL's error handler), runs it, speaks
 * its diagnostics and turns its status into an exit code. */
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/cli.h"
#include "cli/diagnostics.h"
#include "cli/folders.h"
#include "cli/help.h"

/* The one writable variable of the project: a signal handler has nowhere else to write. */
static volatile sig_atomic_t ems_cli_signal = 0;

static void on_signal(int number)
{
    ems_cli_signal = number;
}

int ems_cli_interrupted(void)
{
    return ems_cli_signal;
}

static void set_process_up(void)
{
    /* The first signal asks for an orderly end, the second one ends at once. */
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    /* A closed pipe is a failed write like any other. */
    signal(SIGPIPE, SIG_IGN);
    /* So is a file that may not grow. */
    signal(SIGXFSZ, SIG_IGN);
    gsl_set_error_handler_off();
}

enum ems_status ems_cli_fail(struct ems_cli *cli, enum ems_status status, enum ems_text message,
                             const char *const *args)
{
    ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "", message, args);
    return status;
}

enum ems_status ems_cli_fail_io(struct ems_cli *cli, const char *what)
{
    return ems_cli_fail(cli, EMS_IO, EMS_T_CLI_IO, EMS_ARGS(what, strerror(errno)));
}

enum ems_status ems_cli_print_json(struct ems_cli *cli, const json_t *document)
{
    if (document == NULL) return EMS_NO_MEMORY;
    cli->json_done = true;
    return ems_json_write(document, stdout);
}

static enum ems_status check_operands(struct ems_cli *cli, const struct ems_command *command)
{
    const struct ems_cli_options *options = &cli->options;
    char usage[256];
    const struct ems_place_in_file nowhere = {.file = ""};
    struct ems_diag *diag = NULL;
    if (options->operand_count < command->min_operands)
        diag = ems_diag_error(&cli->diags, nowhere, "", EMS_T_CLI_OPERANDS_FEW, EMS_ARGS(command->operands));
    else if (options->operand_count > command->max_operands)
        diag = ems_diag_error(&cli->diags, nowhere, "", EMS_T_CLI_OPERANDS_MANY,
                              EMS_ARGS(options->operands[command->max_operands]));
    else
        return EMS_OK;
    ems_cli_usage(usage, sizeof usage, command, options->lang);
    ems_diag_hint(&cli->diags, diag, EMS_T_CLI_USAGE_HINT, EMS_ARGS(usage));
    return EMS_BAD_USAGE;
}

static enum ems_status run_command(struct ems_cli *cli, const struct ems_command *command, int argc,
                                   char **argv)
{
    cli->command = command;
    cli->arguments = argv + 1;
    cli->argument_count = argc - 1;
    if (command->passes_on) return command->run(cli);
    enum ems_status status =
        ems_cli_options_parse(&cli->options, command->options, argc, argv, &cli->arena, &cli->diags);
    if (status != EMS_OK) return status;
    if (cli->options.help) {
        ems_cli_command_help(stdout, command, cli->options.lang);
        cli->json_done = true;
        return EMS_OK;
    }
    status = check_operands(cli, command);
    return status == EMS_OK ? command->run(cli) : status;
}

static enum ems_status unknown_command(struct ems_cli *cli, const char *word)
{
    int32_t count;
    const struct ems_command *commands = ems_cli_commands(&count);
    const char **names = EMS_NEW_ARRAY(&cli->arena, const char *, count);
    if (names == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) names[i] = commands[i].name;
    struct ems_diag *diag = ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "",
                                           EMS_T_CLI_UNKNOWN_COMMAND, EMS_ARGS(word));
    const char *near = ems_closest_name(word, names, count);
    if (near != NULL)
        ems_diag_hint(&cli->diags, diag, EMS_T_CLI_MEANT, EMS_ARGS(near));
    else
        ems_diag_hint(&cli->diags, diag, EMS_T_CLI_SEE_HELP, NULL);
    return EMS_BAD_USAGE;
}

static const struct ems_command *find_command(const char *name)
{
    int32_t count;
    const struct ems_command *commands = ems_cli_commands(&count);
    for (int32_t i = 0; i < count; i++) {
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    }
    return NULL;
}

/* What stands first on the command line: a command, or a word about the program as a whole. */
static enum ems_status dispatch(struct ems_cli *cli, int argc, char **argv)
{
    /* `ems120 --lang zh` and the like ask for the help in that language. */
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "--lang") == 0) first = 3;
    if (argc > 1 && strncmp(argv[1], "--lang=", 7) == 0) first = 2;
    const char *word = argc > first ? argv[first] : NULL;
    if (word == NULL || strcmp(word, "--help") == 0 || strcmp(word, "help") == 0) {
        ems_cli_help(stdout, cli->options.lang);
        return EMS_OK;
    }
    if (strcmp(word, "--version") == 0) {
        printf(EMS_PROGRAM_NAME " %s\n", EMS_VERSION);
        return EMS_OK;
    }
    const struct ems_command *command = find_command(word);
    if (command == NULL) return unknown_command(cli, word);
    cli->lang_before = first > 1;
    return run_command(cli, command, argc - first, argv + first);
}

/* With --json a failure is a document too, unless the results stand there already. */
static enum ems_status speak(struct ems_cli *cli, enum ems_status status)
{
    bool failed = status != EMS_OK;
    if (status == EMS_NO_MEMORY) ems_cli_fail(cli, status, EMS_T_CLI_NO_MEMORY, NULL);
    if (failed && cli->options.json && !cli->json_done) {
        json_t *list = ems_diagnostics_json(&cli->diags, cli->options.lang);
        json_t *document = list != NULL ? json_pack("{s:o}", "diagnostics", list) : NULL;
        if (ems_cli_print_json(cli, document) != EMS_OK) status = EMS_IO;
        json_decref(document);
    } else {
        ems_diagnostics_print(stderr, &cli->diags, cli->options.lang, !cli->options.quiet);
    }
    return status;
}

/* Why standard output fails. Where the write that failed was not the last one, its reason is gone, and one
 * more byte asks for it again. */
static const char *output_error(int known)
{
    if (known == 0 && write(STDOUT_FILENO, "\n", 1) < 0) known = errno;
    return strerror(known != 0 ? known : EIO);
}

static enum ems_status finish_output(struct ems_cli *cli, enum ems_status status)
{
    int failed = ferror(stdout);
    errno = 0;
    if (fflush(stdout) == 0 && !failed) return status;
    const char *reason = output_error(errno);
    char text[512];
    const char *const args[] = {ems_text(EMS_T_CLI_STANDARD_OUTPUT, cli->options.lang), reason};
    ems_text_format(text, sizeof text, EMS_T_CLI_IO, cli->options.lang, args, 2);
    fprintf(stderr, EMS_PROGRAM_NAME ": %s\n", text);
    return status == EMS_OK ? EMS_IO : status;
}

static int exit_code(enum ems_status status)
{
    switch (status) {
    case EMS_OK:
        return 0;
    case EMS_BAD_USAGE:
        return 2;
    case EMS_BAD_INPUT:
        return 3;
    case EMS_INFEASIBLE:
        return 4;
    case EMS_INTERRUPTED:
        return 128 + (ems_cli_signal != 0 ? ems_cli_signal : SIGINT);
    case EMS_NO_MEMORY:
    case EMS_IO:
    case EMS_BROKEN:
        break;
    }
    return 1;
}

int main(int argc, char **argv)
{
    set_process_up();
    struct ems_cli cli = {.options = ems_cli_options_default()};
    ems_cli_options_peek(&cli.options, argc, argv);
    cli.data_folder_count = ems_cli_data_folders(&cli.arena, &cli.data_folders);
    enum ems_status status = cli.arena.failed ? EMS_NO_MEMORY : dispatch(&cli, argc, argv);
    status = speak(&cli, status);
    status = finish_output(&cli, status);
    ems_diags_free(&cli.diags);
    ems_arena_free(&cli.arena);
    return exit_code(status);
}
