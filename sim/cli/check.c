/* `ems120 check`: everything that is wrong with a scenario, without running it. */
#include "base/json.h"
#include "cli/cli.h"
#include "cli/diagnostics.h"
#include "scenario/load.h"

/* On failure main prints the same document. */
static enum ems_status print_json(struct ems_cli *cli)
{
    json_t *list = ems_diagnostics_json(&cli->diags, cli->options.lang);
    json_t *document = list != NULL ? json_pack("{s:o}", "diagnostics", list) : NULL;
    enum ems_status status = ems_cli_print_json(cli, document);
    json_decref(document);
    return status;
}

enum ems_status ems_cli_check(struct ems_cli *cli)
{
    struct ems_scenario *scenario;
    enum ems_status status = ems_cli_load(cli, &scenario);
    if (status != EMS_OK) return status;
    ems_scenario_free(scenario);
    if (cli->options.json) return print_json(cli);
    char text[4096];
    const char *const args[] = {cli->options.operands[0]};
    ems_text_format(text, sizeof text, EMS_T_CLI_CHECKED, cli->options.lang, args, 1);
    if (!cli->options.quiet) printf("%s\n", text);
    return EMS_OK;
}
