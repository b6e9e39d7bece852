/* `ems120 study`: a sweep or a design of experiments, with its results in a database. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/study.h"
#include "study/catalogue.h"
#include "study/ranks.h"

/* One call of the command. */
struct studying {
    struct ems_cli *cli;
    struct ems_experiment *experiment;
    struct ems_sweep_options options;
    struct ems_sweep *sweep;
    struct ems_database *database;
    struct ems_transport transport;
    struct ems_progress progress;
};

static bool interrupted(void *self)
{
    (void)self;
    return ems_cli_interrupted() != 0;
}

static void tell_progress(void *self, int64_t done, int64_t total, double under_way)
{
    ems_progress_tell(self, done, total, under_way);
}

/* ---- making the sweep ---- */

/* The last word on `replications` of the command line is the study's number of them, not the scenario's. */
static enum ems_status read_options(struct studying *s)
{
    static const char own[] = "replications=";
    const struct ems_cli_options *given = &s->cli->options;
    const char **sets = EMS_NEW_ARRAY(&s->cli->arena, const char *, given->set_count + 1);
    s->options.data_folders = s->cli->data_folders;
    s->options.data_folder_count = s->cli->data_folder_count;
    s->options.jobs = (int32_t)given->jobs;
    s->options.hooks = (struct ems_run_hooks){.self = &s->progress, .interrupted = interrupted};
    s->options.sets = sets;
    for (int32_t i = 0; sets != NULL && i < given->set_count; i++) {
        char *end;
        if (strncmp(given->sets[i], own, sizeof own - 1) != 0) {
            sets[s->options.set_count++] = given->sets[i];
            continue;
        }
        const char *number = given->sets[i] + sizeof own - 1;
        long long count = strtoll(number, &end, 10);
        if (end == number || *end != '\0' || count < 1 || count > 1000000)
            return ems_cli_fail(s->cli, EMS_BAD_USAGE, EMS_T_CLI_NOT_A_COUNT,
                                EMS_ARGS("replications", number, "1", "1000000"));
        s->options.replications = count;
    }
    return sets != NULL ? EMS_OK : EMS_NO_MEMORY;
}

static enum ems_status make_sweep(struct studying *s)
{
    enum ems_status status = read_options(s);
    if (status == EMS_OK)
        status = ems_experiment_load(s->cli->options.operands[0], &s->cli->diags, &s->experiment);
    if (status == EMS_OK) {
        ems_progress_say(&s->progress, EMS_T_STUDY_CHECKING);
        status = ems_sweep_create(s->experiment, &s->options, &s->cli->diags, &s->sweep);
    }
    if (status == EMS_INTERRUPTED) ems_cli_fail(s->cli, status, EMS_T_CLI_INTERRUPTED_NONE, NULL);
    return status;
}

/* ---- troubles ---- */

static enum ems_status explain_run(struct studying *s, enum ems_status status,
                                   const struct ems_sweep_trouble *trouble)
{
    struct ems_cli *cli = s->cli;
    const char *point = ems_arena_format(&cli->arena, "%d", (int)trouble->point + 1);
    if (trouble->where == EMS_TROUBLE_DATABASE) {
        ems_database_explain(s->database, &cli->diags);
    } else if (status == EMS_INTERRUPTED) {
        int64_t done, total;
        ems_sweep_progress(s->sweep, &done, &total);
        const char *done_text = ems_arena_format(&cli->arena, "%lld", (long long)done);
        const char *total_text = ems_arena_format(&cli->arena, "%lld", (long long)total);
        ems_cli_fail(cli, status, EMS_T_STUDY_INTERRUPTED, EMS_ARGS(done_text, total_text));
    } else if (trouble->where == EMS_TROUBLE_PLAYING && status == EMS_BAD_INPUT && trouble->text[0] != '\0') {
        ems_cli_fail(cli, status, EMS_T_STUDY_OTHER_FILES, EMS_ARGS(trouble->text));
    } else if (trouble->where == EMS_TROUBLE_PLAYING && status == EMS_BAD_INPUT) {
        ems_cli_fail(cli, status, EMS_T_STUDY_CHANGED, EMS_ARGS(point));
    }
    return status;
}

/* ---- the command ---- */

static enum ems_status report(struct studying *s)
{
    struct ems_sweep_report report = {
        .sweep = s->sweep, .database = s->database, .jobs = ems_sweep_jobs(s->sweep, &s->transport)};
    enum ems_status status = ems_study_write(s->cli, &report);
    return status == EMS_OK ? ems_study_print(s->cli, &report) : status;
}

static enum ems_status open_database(struct studying *s)
{
    const char *path = s->experiment->database;
    enum ems_database_mode mode = EMS_DATABASE_SHARED;
    if (s->transport.size > 1) mode = EMS_DATABASE_ALONE;
    if (s->cli->options.status) {
        mode = EMS_DATABASE_READ;
        if (access(path, F_OK) != 0) return EMS_OK; /* nothing is done */
    }
    enum ems_status status = ems_database_open(path, mode, &s->database);
    if (status == EMS_OK) status = ems_sweep_look(s->sweep, s->database);
    if (status == EMS_OK && mode != EMS_DATABASE_READ) status = ems_catalogue_write(s->database, s->sweep);
    return ems_study_explain(s->cli, s->database, status, path);
}

/* A replication that broke a rule of the simulation is a defect to be told; the rest is of use. */
static enum ems_status judge(struct studying *s)
{
    enum ems_status status = s->sweep->failed > 0 ? EMS_BAD_INPUT : EMS_OK;
    for (int32_t i = 0; i < s->sweep->count; i++) {
        if (s->sweep->items[i].state.failed == 0) continue;
        const char *point = ems_arena_format(&s->cli->arena, "%d", (int)i + 1);
        return ems_cli_fail(s->cli, EMS_BROKEN, EMS_T_STUDY_BROKEN, EMS_ARGS(point));
    }
    return status;
}

static enum ems_status run(struct studying *s)
{
    struct ems_sweep_trouble trouble;
    s->progress = ems_progress_begin(s->cli->options.lang, !s->cli->options.quiet);
    s->options.hooks.progress = tell_progress;
    enum ems_status status = ems_sweep_run(s->sweep, s->database, &s->transport, &trouble);
    ems_progress_end(&s->progress);
    if (status != EMS_OK) (void)explain_run(s, status, &trouble);
    if (status != EMS_OK && status != EMS_INTERRUPTED) return status;
    enum ems_status reported = report(s);
    if (reported != EMS_OK) return reported;
    return status == EMS_OK ? judge(s) : status;
}

static enum ems_status own(struct studying *s)
{
    enum ems_status status = make_sweep(s);
    ems_progress_end(&s->progress);
    if (status == EMS_OK) status = open_database(s);
    if (status == EMS_OK && s->cli->options.status) {
        status = report(s);
        if (status == EMS_OK && s->sweep->failed > 0) status = EMS_BAD_INPUT;
    } else if (status == EMS_OK) {
        status = run(s);
    }
    if (s->transport.size > 1) ems_ranks_end(&s->transport);
    return status;
}

/* Another rank than the first says nothing and ends well: the first one finds the same troubles, and would be
 * stopped before it has told them if another's exit code told the launcher first. */
static enum ems_status help_out(struct studying *s)
{
    s->cli->options.quiet = true;
    enum ems_status status = make_sweep(s);
    int32_t jobs = status == EMS_OK ? ems_sweep_jobs(s->sweep, &s->transport) : 1;
    (void)ems_ranks_work(&s->transport, status == EMS_OK ? s->sweep : NULL, jobs);
    ems_diags_free(&s->cli->diags);
    s->cli->diags = (struct ems_diags){0};
    s->cli->json_done = true;
    return EMS_OK;
}

enum ems_status ems_cli_study(struct ems_cli *cli)
{
    struct studying s = {.cli = cli};
    if (ems_study_is_database(cli->options.operands[0])) return ems_study_show(cli);
    enum ems_status status = ems_transport_open(&s.transport);
    if (status != EMS_OK) return ems_cli_fail(cli, status, EMS_T_STUDY_NO_MPI, NULL);
    s.progress = ems_progress_begin(cli->options.lang, !cli->options.quiet && s.transport.rank == 0);
    status = s.transport.rank == 0 ? own(&s) : help_out(&s);
    ems_database_close(s.database);
    ems_sweep_free(s.sweep);
    ems_experiment_free(s.experiment);
    ems_transport_close(&s.transport);
    return status;
}
