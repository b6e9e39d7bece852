/* `ems120 init`: a commented scenario to start from, in the user's language. */
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/folders.h"

static const struct {
    const char *yaml, *comment[EMS_LANGS];
} lines[] = {
#define EMS_LINE(yaml, en, zh) {yaml, {en, zh}},
#include "cli/init_lines.def"
#undef EMS_LINE
};

static void write_lines(FILE *out, enum ems_lang lang)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *yaml = lines[i].yaml, *comment = lines[i].comment[lang];
        fprintf(out, "%s%s%s%s\n", yaml, *yaml && *comment ? "  " : "", *comment ? "# " : "", comment);
    }
}

static enum ems_status write_scenario(struct ems_cli *cli, const char *path)
{
    struct ems_file_out file;
    if (access(path, F_OK) == 0) return ems_cli_fail(cli, EMS_IO, EMS_T_CLI_EXISTS, EMS_ARGS(path));
    if (ems_file_create(path, &file) != EMS_OK) return ems_cli_fail_io(cli, path);
    write_lines(file.stream, cli->options.lang);
    return ems_file_commit(&file) == EMS_OK ? EMS_OK : ems_cli_fail_io(cli, path);
}

static enum ems_status say_done(struct ems_cli *cli, const char *folder, const char *path)
{
    if (cli->options.json) {
        json_t *document = json_pack("{s:o}", "wrote", ems_json_text(path));
        enum ems_status status = ems_cli_print_json(cli, document);
        json_decref(document);
        return status;
    }
    if (cli->options.quiet) return EMS_OK;
    char text[4096];
    const char *command = ems_arena_format(&cli->arena, EMS_PROGRAM_NAME " run %s", folder);
    ems_text_format(text, sizeof text, EMS_T_CLI_WRITTEN, cli->options.lang, &path, 1);
    printf("%s\n", text);
    ems_text_format(text, sizeof text, EMS_T_CLI_TRY, cli->options.lang, &command, 1);
    printf("%s\n", text);
    return EMS_OK;
}

enum ems_status ems_cli_init(struct ems_cli *cli)
{
    const char *given = cli->options.operand_count > 0 ? cli->options.operands[0] : ".";
    char *folder = ems_arena_strdup(&cli->arena, given);
    char *path = ems_path_join(&cli->arena, given, "scenario.yaml");
    if (cli->arena.failed) return EMS_NO_MEMORY;
    if (!ems_cli_make_folders(folder)) return ems_cli_fail_io(cli, given);
    enum ems_status status = write_scenario(cli, path);
    return status == EMS_OK ? say_done(cli, given, path) : status;
}
