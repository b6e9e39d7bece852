/* `clock.warmup: auto`, as every command that simulates takes it. */
#include "study/warmup.h"

#include "cli/cli.h"
#include "scenario/load.h"

static enum ems_status find(struct ems_cli *cli, const struct ems_model *model,
                            const struct ems_run_hooks *hooks, struct ems_warmup *longest)
{
    struct ems_run_options options = ems_run_options_default();
    struct ems_warmup found;
    options.jobs = (int32_t)cli->options.jobs;
    options.hooks = *hooks;
    enum ems_status status = ems_warmup_find(model, &options, &found);
    if (status == EMS_INTERRUPTED) return ems_cli_fail(cli, status, EMS_T_CLI_INTERRUPTED_NONE, NULL);
    if (status == EMS_BAD_USAGE) return ems_cli_fail(cli, status, EMS_T_CLI_NEEDS_PERSON, NULL);
    if (status == EMS_OK && (longest->pilots == 0 || found.warmup > longest->warmup)) *longest = found;
    return status;
}

enum ems_status ems_cli_warmup(struct ems_cli *cli, struct ems_scenario *const *scenarios, int32_t count,
                               const struct ems_run_hooks *hooks, struct ems_warmup *out)
{
    *out = (struct ems_warmup){0};
    for (int32_t i = 0; i < count; i++) {
        const struct ems_model *model = ems_scenario_model(scenarios[i]);
        if (!model->clock.warmup_auto) continue;
        enum ems_status status = find(cli, model, hooks, out);
        if (status != EMS_OK) return status;
    }
    for (int32_t i = 0; i < count; i++) {
        const struct ems_clock *clock = &ems_scenario_model(scenarios[i])->clock;
        if (!clock->warmup_auto) continue;
        ems_scenario_settle_warmup(scenarios[i], out->warmup < clock->warmup ? out->warmup : clock->warmup);
    }
    return EMS_OK;
}
