/* `ems120 coverage`: who can be reached, and what the rules say, without simulating. */
#include "api/findings.h"
#include "cli/cli.h"
#include "report/coverage_report.h"
#include "report/geojson.h"
#include "report/geojson.h"
#include "scenario/load.h"

/* The document, or with --geojson the map. */
static enum ems_status print_json(struct ems_cli *cli, const struct ems_coverage *coverage)
{
    json_t *document = NULL;
    enum ems_status status = cli->options.geojson ? ems_geojson_coverage(coverage, &document)
                                                  : ems_coverage_report_json(coverage, &document);
    if (status != EMS_OK) return status;
    status = ems_cli_print_json(cli, document);
    json_decref(document);
    return status;
}

static enum ems_status save(struct ems_cli *cli, const struct ems_coverage *coverage)
{
    const char *failed = cli->options.out;
    enum ems_status status = ems_coverage_report_save(coverage, cli->options.out, &cli->arena, &failed);
    return status == EMS_IO ? ems_cli_fail_io(cli, failed) : status;
}

static enum ems_status compute(struct ems_cli *cli, const struct ems_scenario *scenario)
{
    const struct ems_cli_options *options = &cli->options;
    struct ems_coverage coverage;
    enum ems_status status = ems_coverage_compute(ems_scenario_model(scenario), &cli->arena, &coverage);
    if (status == EMS_OK && options->out != NULL) status = save(cli, &coverage);
    if (status != EMS_OK) return status;
    status = options->json || options->geojson ? print_json(cli, &coverage)
                                               : ems_coverage_report_print(&coverage, options->lang, stdout);
    if (status == EMS_OK && options->strict && ems_standards_missed(&coverage.standards))
        return ems_cli_fail(cli, EMS_INFEASIBLE, EMS_T_CLI_MISSED, NULL);
    return status;
}

enum ems_status ems_cli_coverage(struct ems_cli *cli)
{
    struct ems_scenario *scenario;
    enum ems_status status = ems_cli_load(cli, &scenario);
    if (status == EMS_OK) status = compute(cli, scenario);
    ems_scenario_free(scenario);
    return status;
}
