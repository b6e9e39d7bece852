/* `ems120 run`: the replications of a scenario, then what they showed. */
#include <errno.h>

#include "api/findings.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "report/run_folder.h"
#include "scenario/load.h"
#include "study/run.h"

static bool interrupted(void *self)
{
    (void)self;
    return ems_cli_interrupted() != 0;
}

static void tell_progress(void *self, int64_t done, int64_t total, double under_way)
{
    ems_progress_tell(self, done, total, under_way);
}

static enum ems_status print(struct ems_cli *cli, const struct ems_report *report)
{
    if (!cli->options.json) return ems_report_terminal(report, cli->options.lang, stdout);
    json_t *document = NULL;
    enum ems_status status = ems_report_json(report, &document);
    if (status != EMS_OK) return status;
    status = ems_cli_print_json(cli, document);
    json_decref(document);
    return status;
}

/* What the end of the study means to the user; EMS_OK and EMS_INTERRUPTED leave results to print. */
static enum ems_status explain(struct ems_cli *cli, enum ems_status status, const struct ems_results *results)
{
    char done[24], asked[24];
    if (status == EMS_BROKEN)
        return ems_cli_fail(cli, status, EMS_T_CLI_BROKEN, EMS_ARGS(results->broken_rule));
    if (status == EMS_BAD_USAGE) return ems_cli_fail(cli, status, EMS_T_CLI_NEEDS_PERSON, NULL);
    if (status == EMS_IO) return ems_cli_fail_io(cli, cli->options.out);
    if (status != EMS_INTERRUPTED) return status;
    if (results->replications == 0) return ems_cli_fail(cli, status, EMS_T_CLI_INTERRUPTED_NONE, NULL);
    snprintf(done, sizeof done, "%lld", (long long)results->replications);
    snprintf(asked, sizeof asked, "%lld", (long long)results->asked);
    return ems_cli_fail(cli, status, EMS_T_CLI_INTERRUPTED, EMS_ARGS(done, asked));
}

static enum ems_status report(struct ems_cli *cli, struct ems_run_folder *folder,
                              const struct ems_model *model, struct ems_results *results)
{
    struct ems_findings findings;
    enum ems_status status = ems_findings_make(model, results, &findings);
    if (status == EMS_OK && folder != NULL) {
        status = ems_run_folder_finish(folder, &findings.report);
        if (status == EMS_IO) ems_cli_fail_io(cli, cli->options.out);
    }
    if (status == EMS_OK) status = print(cli, &findings.report);
    if (status == EMS_OK && cli->options.strict && ems_findings_missed(&findings))
        status = ems_cli_fail(cli, EMS_INFEASIBLE, EMS_T_CLI_MISSED, NULL);
    ems_findings_free(&findings);
    return status;
}

/* What was finished is reported also when the study was interrupted. */
static enum ems_status simulate(struct ems_cli *cli, const struct ems_model *model,
                                struct ems_run_folder *folder, const struct ems_warmup *warmup)
{
    struct ems_progress progress;
    struct ems_run_options options = ems_run_options_default();
    struct ems_results *results = NULL;
    options.hooks =
        (struct ems_run_hooks){.self = &progress, .interrupted = interrupted, .progress = tell_progress};
    options.warmup = *warmup;
    enum ems_status wished = ems_cli_study_options(cli, &model, 1, &options);
    if (wished != EMS_OK) return wished;
    progress = ems_progress_begin(cli->options.lang, !cli->options.quiet);
    if (folder != NULL) options.watch = ems_run_folder_watch(folder);
    enum ems_status ran = ems_study_run(model, &options, &results);
    int error = errno;
    ems_progress_end(&progress);
    if (results == NULL) return ran;
    errno = error;
    ran = explain(cli, ran, results);
    if ((ran != EMS_OK && ran != EMS_INTERRUPTED) || results->replications == 0) {
        ems_results_free(results);
        return ran;
    }
    enum ems_status status = report(cli, folder, model, results);
    return ran == EMS_OK || status != EMS_OK ? status : ran;
}

static enum ems_status settle(struct ems_cli *cli, struct ems_scenario *scenario, struct ems_warmup *warmup)
{
    struct ems_progress progress = ems_progress_begin(cli->options.lang, !cli->options.quiet);
    struct ems_run_hooks hooks = {.self = &progress, .interrupted = interrupted, .progress = tell_progress};
    enum ems_status status = ems_cli_warmup(cli, &scenario, 1, &hooks, warmup);
    ems_progress_end(&progress);
    return status;
}

static enum ems_status open_folder(struct ems_cli *cli, const struct ems_scenario *scenario,
                                   struct ems_run_folder **folder)
{
    const char *path = cli->options.out;
    if (path == NULL) return EMS_OK;
    /* what a recording plays on is the scenario as it stands, with no input drawn anew */
    int64_t record = cli->options.record >= 0 ? cli->options.record : !cli->options.input_uncertainty;
    enum ems_status status = ems_run_folder_open(path, scenario, record, folder);
    if (status == EMS_IO) return ems_cli_fail_io(cli, path);
    if (status == EMS_BAD_USAGE) return ems_cli_fail(cli, status, EMS_T_CLI_NO_RUN_FOLDER, EMS_ARGS(path));
    return status;
}

enum ems_status ems_cli_run(struct ems_cli *cli)
{
    struct ems_scenario *scenario = NULL;
    struct ems_run_folder *folder = NULL;
    struct ems_warmup warmup = {0};
    enum ems_status status = EMS_OK;
    if (cli->options.analytic) return ems_cli_run_analytic(cli);
    if (cli->options.record >= 0 && cli->options.out == NULL)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_RECORD_WHERE, NULL);
    if (cli->options.record > 0 && cli->options.input_uncertainty)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_INPUT_RECORD, NULL);
    status = ems_cli_load(cli, &scenario);
    if (status == EMS_OK) status = settle(cli, scenario, &warmup);
    if (status == EMS_OK) status = open_folder(cli, scenario, &folder);
    if (status == EMS_OK) status = simulate(cli, ems_scenario_model(scenario), folder, &warmup);
    ems_run_folder_free(folder);
    ems_scenario_free(scenario);
    return status;
}
