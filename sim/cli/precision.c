/* --precision and --max-replications, as every command that simulates takes them. */
#include "study/precision.h"

#include "cli/cli.h"
#include "study/run.h"

enum ems_status ems_cli_precisions(struct ems_cli *cli, const struct ems_model *model,
                                   struct ems_run_options *options)
{
    const struct ems_cli_options *given = &cli->options;
    if (given->max_replications > 0 && given->precision_count == 0)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_PRECISION_FEW, NULL);
    if (given->precision_count > EMS_PRECISION_WISHES) {
        const char *most = ems_arena_format(&cli->arena, "%d", EMS_PRECISION_WISHES);
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_PRECISION_MANY, EMS_ARGS(most));
    }
    struct ems_precision *wishes =
        EMS_NEW_ARRAY(&cli->arena, struct ems_precision, given->precision_count + 1);
    if (wishes == NULL) return EMS_NO_MEMORY;
    enum ems_status status = EMS_OK;
    for (int32_t i = 0; i < given->precision_count; i++) {
        enum ems_status one = ems_precision_parse(model, given->precisions[i], &cli->diags, &wishes[i]);
        if (one != EMS_OK) status = one;
    }
    options->precisions = wishes;
    options->precision_count = given->precision_count;
    options->max_replications = given->max_replications;
    return status;
}
