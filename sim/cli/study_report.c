/* What `ems120 study` writes and prints, for cli/study.h. */

#include "base/file.h"
#include "cli/folders.h"
#include "cli/study.h"

enum ems_status ems_study_explain(struct ems_cli *cli, const struct ems_database *database,
                                  enum ems_status status, const char *what)
{
    if (status != EMS_IO && status != EMS_BAD_INPUT) return status;
    if (database != NULL && ems_database_troubled(database))
        ems_database_explain(database, &cli->diags);
    else if (status == EMS_BAD_INPUT)
        ems_cli_fail(cli, status, EMS_T_STUDY_DAMAGED, EMS_ARGS(what));
    else
        ems_cli_fail_io(cli, what);
    return status;
}

static enum ems_status write_csv(struct ems_cli *cli, const struct ems_sweep_report *report, const char *path,
                                 enum ems_status (*write)(const struct ems_sweep_report *report, FILE *out))
{
    struct ems_file_out file;
    enum ems_status status = ems_file_create(path, &file);
    if (status == EMS_OK) status = ems_file_finish(&file, write(report, file.stream));
    return ems_study_explain(cli, report->database, status, path);
}

static enum ems_status export_to(struct ems_cli *cli, const struct ems_sweep_report *report,
                                 const char *folder)
{
    struct ems_arena *arena = &cli->arena;
    char *own = ems_arena_strdup(arena, folder);
    if (own == NULL) return EMS_NO_MEMORY;
    if (!ems_cli_make_folders(own)) return ems_cli_fail_io(cli, folder);
    const char *points = ems_path_join(arena, folder, "points.csv");
    const char *replications = ems_path_join(arena, folder, "replications.csv");
    if (points == NULL || replications == NULL) return EMS_NO_MEMORY;
    enum ems_status status = write_csv(cli, report, points, ems_sweep_csv_points);
    return status == EMS_OK ? write_csv(cli, report, replications, ems_sweep_csv_replications) : status;
}

enum ems_status ems_study_write(struct ems_cli *cli, const struct ems_sweep_report *report)
{
    const struct ems_cli_options *given = &cli->options;
    enum ems_status status = EMS_OK;
    if (given->csv != NULL) status = write_csv(cli, report, given->csv, ems_sweep_csv_points);
    if (status == EMS_OK && given->export_to != NULL) status = export_to(cli, report, given->export_to);
    return status;
}

static enum ems_status print_json(struct ems_cli *cli, const struct ems_sweep_report *report)
{
    json_t *document = NULL;
    enum ems_status status = ems_sweep_json(report, !cli->options.status, &document);
    if (status != EMS_OK) return ems_study_explain(cli, report->database, status, "");
    status = ems_cli_print_json(cli, document);
    json_decref(document);
    return status;
}

enum ems_status ems_study_print(struct ems_cli *cli, const struct ems_sweep_report *report)
{
    enum ems_lang lang = cli->options.lang;
    if (cli->options.json) return print_json(cli, report);
    enum ems_status status = cli->options.status ? ems_sweep_print_status(report, lang, stdout)
                                                 : ems_sweep_print(report, lang, stdout);
    return ems_study_explain(cli, report->database, status, ems_text(EMS_T_CLI_STANDARD_OUTPUT, lang));
}
