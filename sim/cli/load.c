#include "cli/cli.h"
#include "scenario/load.h"

enum ems_status ems_cli_load(struct ems_cli *cli, struct ems_scenario **out)
{
    struct ems_load_options options = {.sets = cli->options.sets,
                                       .set_count = cli->options.set_count,
                                       .data_folders = cli->data_folders,
                                       .data_folder_count = cli->data_folder_count};
    return ems_scenario_load(cli->options.operands[0], &options, &cli->diags, out);
}
