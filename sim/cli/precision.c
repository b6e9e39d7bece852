/* --precision, --max-replications and --input-uncertainty, as every command that simulates takes them. */
#include "study/precision.h"

#include "cli/cli.h"
#include "model/inputs.h"
#include "study/run.h"

static enum ems_status refuse_inputs(struct ems_cli *cli, const struct ems_model *model)
{
    const char *id = model->scenario_id != NULL ? model->scenario_id : "-";
    struct ems_diag *diag = ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "",
                                           EMS_T_INPUT_NONE, EMS_ARGS(id));
    ems_diag_hint(&cli->diags, diag, EMS_T_INPUT_NONE_HINT, NULL);
    return EMS_BAD_USAGE;
}

enum ems_status ems_cli_study_options(struct ems_cli *cli, const struct ems_model *const *models,
                                      int32_t count, struct ems_run_options *options)
{
    const struct ems_cli_options *given = &cli->options;
    options->jobs = (int32_t)given->jobs;
    options->input_uncertainty = given->input_uncertainty;
    for (int32_t m = 0; m < count && given->input_uncertainty; m++)
        if (ems_model_list_inputs(models[m], NULL, 0) == 0) return refuse_inputs(cli, models[m]);
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
