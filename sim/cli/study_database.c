/* `ems120 study DATABASE`: what is in it, without a study file; for cli/study.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/study.h"
#include "study/catalogue.h"

bool ems_study_is_database(const char *path)
{
    static const char head[] = "SQLite format 3"; /* with its end */
    char found[sizeof head];
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    bool whole = fread(found, 1, sizeof found, file) == sizeof found;
    fclose(file);
    return whole && memcmp(found, head, sizeof head) == 0;
}

static enum ems_status show_one(struct ems_cli *cli, struct ems_database *database, const char *name)
{
    struct ems_experiment *experiment;
    struct ems_sweep *sweep;
    enum ems_status status = ems_catalogue_read(database, name, &experiment, &sweep);
    if (status == EMS_OK) {
        int32_t jobs = cli->options.jobs > 0 ? (int32_t)cli->options.jobs : ems_study_processors();
        struct ems_sweep_report report = {.sweep = sweep, .database = database, .jobs = jobs};
        status = ems_study_write(cli, &report);
        if (status == EMS_OK) status = ems_study_print(cli, &report);
    } else {
        ems_study_explain(cli, database, status, cli->options.operands[0]);
    }
    ems_sweep_free(sweep);
    ems_experiment_free(experiment);
    return status;
}

static enum ems_status show_all(struct ems_cli *cli, struct ems_database *database)
{
    const struct ems_cli_options *given = &cli->options;
    const char *const *names;
    int32_t count;
    enum ems_status status = ems_catalogue_list(database, &cli->arena, &names, &count);
    if (status != EMS_OK) return ems_study_explain(cli, database, status, given->operands[0]);
    if (count == 0)
        return ems_cli_fail(cli, EMS_BAD_INPUT, EMS_T_STUDY_NONE_THERE, EMS_ARGS(given->operands[0]));
    if (count > 1 && (given->json || given->csv != NULL || given->export_to != NULL))
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_STUDY_SEVERAL, EMS_ARGS(given->operands[0]));
    for (int32_t i = 0; i < count && status == EMS_OK; i++) {
        if (i > 0) fputc('\n', stdout);
        status = show_one(cli, database, names[i]);
    }
    return status;
}

enum ems_status ems_study_show(struct ems_cli *cli)
{
    const char *path = cli->options.operands[0];
    struct ems_database *database;
    enum ems_status status = ems_database_open(path, EMS_DATABASE_READ, &database);
    if (status == EMS_OK)
        status = show_all(cli, database);
    else
        ems_study_explain(cli, database, status, path);
    ems_database_close(database);
    return status;
}
