/* `ems120 view`: becomes ems120-view, which is a program of its own so that this one needs no screen and no
 * SDL2. All arguments are passed on as they stand. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/help.h"

static const char VIEWER[] = "ems120-view";

/* The path of the window's program beside this one; NULL when unknown. */
static char *beside_program(struct ems_arena *arena)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0) return NULL;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (slash == NULL) return NULL;
    *slash = '\0';
    return ems_arena_format(arena, "%s/%s", path, VIEWER);
}

/* A language that was asked for before the command's name goes along. */
static char **arguments(struct ems_cli *cli, char *name)
{
    char **out = EMS_NEW_ARRAY(&cli->arena, char *, cli->argument_count + 3);
    int32_t count = 0;
    if (out == NULL) return NULL;
    out[count++] = name;
    for (int32_t i = 0; i < cli->argument_count; i++) out[count++] = cli->arguments[i];
    if (cli->lang_before)
        out[count++] =
            ems_arena_format(&cli->arena, "--lang=%s", cli->options.lang == EMS_LANG_ZH ? "zh" : "en");
    return cli->arena.failed ? NULL : out;
}

static bool asks_for_help(const struct ems_cli *cli)
{
    for (int32_t i = 0; i < cli->argument_count; i++)
        if (strcmp(cli->arguments[i], "--help") == 0) return true;
    return false;
}

enum ems_status ems_cli_view(struct ems_cli *cli)
{
    char *beside = beside_program(&cli->arena), *name = ems_arena_strdup(&cli->arena, VIEWER);
    char **argv = name != NULL ? arguments(cli, name) : NULL;
    if (argv == NULL) return EMS_NO_MEMORY;
    fflush(stdout);
    signal(SIGPIPE, SIG_DFL); /* what is ignored here would be there, too */
    if (beside != NULL) execv(beside, argv);
    if (beside == NULL || errno == ENOENT) execvp(VIEWER, argv);
    int error = errno;
    signal(SIGPIPE, SIG_IGN);
    if (asks_for_help(cli)) {
        ems_cli_command_help(stdout, cli->command, cli->options.lang);
        cli->json_done = true;
        return EMS_OK;
    }
    if (error != ENOENT)
        return ems_cli_fail(cli, EMS_IO, EMS_T_VIEW_FAILED, EMS_ARGS(VIEWER, strerror(error)));
    struct ems_diag *diag = ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "",
                                           EMS_T_VIEW_MISSING, EMS_ARGS(VIEWER));
    ems_diag_hint(&cli->diags, diag, EMS_T_VIEW_MISSING_HINT, EMS_ARGS(VIEWER));
    return EMS_IO;
}
