/* --precision and --max-replications, as every command that simulates takes them. */
#include "study/precision.h"

#include "cli/cli.h"
#include "study/run.h"

enum ems_status ems_cli_precisions(struct ems_cli *cli, const struct ems_model *const *models, int32_t count,
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
        EMS_NEW_ARRAY(&cli->arena, struct ems_precision, given->precision_count * count + 1);
    if (wishes == NULL) return EMS_NO_MEMORY;
    enum ems_status status = EMS_OK;
    for (int32_t i = 0; i < given->precision_count; i++)
        for (int32_t m = 0; m < count; m++) {
            enum ems_status one = ems_precision_parse(models[m], given->precisions[i], &cli->diags,
                                                      &wishes[m * given->precision_count + i]);
            if (one == EMS_OK) continue;
            status = one;
            break; /* told once */
        }
    options->precisions = wishes;
    options->precision_count = given->precision_count;
    options->max_replications = given->max_replications;
    return status;
}
