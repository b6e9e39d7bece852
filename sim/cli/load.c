#include "cli/cli.h"
#include "model/model.h"
#include "scenario/load.h"

enum ems_status ems_cli_load(struct ems_cli *cli, struct ems_scenario **out)
{
    struct ems_load_options options = {.sets = cli->options.sets,
                                       .set_count = cli->options.set_count,
                                       .data_folders = cli->data_folders,
                                       .data_folder_count = cli->data_folder_count};
    return ems_scenario_load(cli->options.operands[0], &options, &cli->diags, out);
}

enum ems_status ems_cli_need_demand(struct ems_cli *cli, const struct ems_model *model)
{
    double requests = 0;
    for (int32_t a = 0; a < model->area_count; a++) requests += model->areas[a].requests_per_year;
    if (model->has_trace || requests > 0) return EMS_OK;
    return ems_cli_fail(cli, EMS_BAD_INPUT, EMS_T_BOUND_NO_DEMAND, NULL);
}
