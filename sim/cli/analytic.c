/* `ems120 run --analytic`: the summary by the hypercube model, without simulation. */
#include "study/analytic.h"

#include "api/findings.h"
#include "base/number.h"
#include "cli/cli.h"
#include "scenario/load.h"

static enum ems_status refuse_options(struct ems_cli *cli)
{
    static const enum ems_cli_option simulated[] = {EMS_OPT_PRECISION, EMS_OPT_MAX_REPLICATIONS, EMS_OPT_OUT,
                                                    EMS_OPT_RECORD};
    for (size_t i = 0; i < sizeof simulated / sizeof *simulated; i++)
        if (cli->options.given >> simulated[i] & 1)
            return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_ANALYTIC_OPTION,
                                EMS_ARGS(ems_cli_option_name(simulated[i])));
    return EMS_OK;
}

static enum ems_status fail(struct ems_cli *cli, enum ems_status status, enum ems_text text,
                            const char *const *args)
{
    struct ems_diag *diag =
        ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "", text, args);
    ems_diag_hint(&cli->diags, diag, EMS_T_CLI_ANALYTIC_HINT, NULL);
    return status;
}

static enum ems_status overloaded(struct ems_cli *cli, const struct ems_analytic_overload *overload)
{
    char from[16], to[16], load[EMS_NUMBER_SIZE];
    snprintf(from, sizeof from, "%02d", overload->hour);
    snprintf(to, sizeof to, "%02d", overload->hour + 1);
    if (isinf(overload->load)) return fail(cli, EMS_BAD_INPUT, EMS_T_CLI_ANALYTIC_NOBODY, EMS_ARGS(from, to));
    ems_number_format_fixed(overload->load, 2, load);
    return fail(cli, EMS_BAD_INPUT, EMS_T_CLI_ANALYTIC_OVERLOAD, EMS_ARGS(from, to, load));
}

static enum ems_status print(struct ems_cli *cli, const struct ems_findings *findings)
{
    if (!cli->options.json) return ems_report_terminal(&findings->report, cli->options.lang, stdout);
    json_t *document = NULL;
    enum ems_status status = ems_report_json(&findings->report, &document);
    if (status != EMS_OK) return status;
    status = ems_cli_print_json(cli, document);
    json_decref(document);
    return status;
}

static enum ems_status compute(struct ems_cli *cli, const struct ems_model *model)
{
    struct ems_results *results;
    struct ems_analytic_overload overload;
    struct ems_findings findings;
    enum ems_status status = ems_analytic_run(model, &results, &overload);
    if (status == EMS_BAD_USAGE) return fail(cli, status, EMS_T_CLI_ANALYTIC_TRACE, NULL);
    if (status == EMS_INFEASIBLE) return overloaded(cli, &overload);
    if (status != EMS_OK) return status;
    status = ems_findings_make(model, results, &findings);
    if (status == EMS_OK) status = print(cli, &findings);
    if (status == EMS_OK && cli->options.strict && ems_findings_missed(&findings))
        status = ems_cli_fail(cli, EMS_INFEASIBLE, EMS_T_CLI_MISSED, NULL);
    ems_findings_free(&findings);
    return status;
}

enum ems_status ems_cli_run_analytic(struct ems_cli *cli)
{
    struct ems_scenario *scenario = NULL;
    enum ems_status status = refuse_options(cli);
    if (status == EMS_OK) status = ems_cli_load(cli, &scenario);
    if (status == EMS_OK) status = compute(cli, ems_scenario_model(scenario));
    ems_scenario_free(scenario);
    return status;
}
