/* `ems120 bound`: how much is left to gain by better rules. */
#include "study/bound.h"

#include "cli/cli.h"
#include "cli/progress.h"
#include "report/bound_report.h"
#include "scenario/load.h"
#include "study/size.h"

static bool interrupted(void *self)
{
    (void)self;
    return ems_cli_interrupted() != 0;
}

static void tell_progress(void *self, int64_t done, int64_t total, double under_way)
{
    ems_progress_tell(self, done, total, under_way);
}

static enum ems_status wrong_target(struct ems_cli *cli, const char *text, const char *wrong)
{
    struct ems_diag *diag = ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "",
                                           *wrong != '\0' ? EMS_T_SIZE_TARGET_WORD : EMS_T_SIZE_TARGET_FORM,
                                           EMS_ARGS(text, wrong));
    ems_diag_hint(&cli->diags, diag, EMS_T_SIZE_TARGET_HINT, NULL);
    return EMS_BAD_USAGE;
}

static enum ems_status read_targets(struct ems_cli *cli, const struct ems_model *model,
                                    struct ems_bound_options *options)
{
    int32_t count = cli->options.target_count;
    struct ems_target *targets = EMS_NEW_ARRAY(&cli->arena, struct ems_target, count + 1);
    if (targets == NULL) return EMS_NO_MEMORY;
    if (count == 0 && model->target_count == 0)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SIZE_NO_TARGETS, NULL);
    for (int32_t i = 0; i < count; i++) {
        const char *wrong;
        if (!ems_size_parse_target(model, cli->options.targets[i], &cli->arena, &targets[i], &wrong))
            return cli->arena.failed ? EMS_NO_MEMORY : wrong_target(cli, cli->options.targets[i], wrong);
    }
    options->targets = count > 0 ? targets : NULL;
    options->target_count = count;
    return EMS_OK;
}

static enum ems_status print(struct ems_cli *cli, const struct ems_bound *bound)
{
    json_t *document = NULL;
    if (!cli->options.json) return ems_bound_print(bound, cli->options.lang, stdout);
    enum ems_status status = ems_bound_json(bound, &document);
    if (status != EMS_OK) return status;
    status = ems_cli_print_json(cli, document);
    json_decref(document);
    return status;
}

static enum ems_status refuse(struct ems_cli *cli, enum ems_bound_fault fault)
{
    static const enum ems_text texts[EMS_BOUND_FAULT_COUNT] = {
        [EMS_BOUND_FAULT_TRACE] = EMS_T_BOUND_TRACE,
        [EMS_BOUND_FAULT_NO_DEMAND] = EMS_T_BOUND_NO_DEMAND,
        [EMS_BOUND_FAULT_AREA_DEMAND] = EMS_T_BOUND_AREA_DEMAND,
        [EMS_BOUND_FAULT_PERSON] = EMS_T_BOUND_PERSON,
        [EMS_BOUND_FAULT_NOBODY] = EMS_T_BOUND_NOBODY};
    return ems_cli_fail(cli, EMS_BAD_INPUT, texts[fault], NULL);
}

static enum ems_status explain(struct ems_cli *cli, enum ems_status status, const struct ems_bound *bound,
                               enum ems_bound_fault fault)
{
    char done[24], asked[24];
    if (fault != EMS_BOUND_FAULT_NONE) return refuse(cli, fault);
    if (status == EMS_BROKEN && bound != NULL)
        return ems_cli_fail(cli, status, EMS_T_CLI_BROKEN, EMS_ARGS(bound->broken_rule));
    if (status != EMS_INTERRUPTED) return status;
    if (bound == NULL) return ems_cli_fail(cli, status, EMS_T_CLI_INTERRUPTED_NONE, NULL);
    snprintf(done, sizeof done, "%lld", (long long)bound->replications);
    snprintf(asked, sizeof asked, "%lld", (long long)bound->asked);
    return ems_cli_fail(cli, status, EMS_T_CLI_INTERRUPTED, EMS_ARGS(done, asked));
}

static enum ems_status compute(struct ems_cli *cli, const struct ems_model *model,
                               struct ems_bound_options *options)
{
    struct ems_bound *bound;
    enum ems_bound_fault fault;
    struct ems_progress progress = ems_progress_begin(cli->options.lang, !cli->options.quiet);
    options->jobs = (int32_t)cli->options.jobs;
    options->hooks =
        (struct ems_run_hooks){.self = &progress, .interrupted = interrupted, .progress = tell_progress};
    enum ems_status ran = ems_bound_run(model, options, &bound, &fault), status = EMS_OK;
    ems_progress_end(&progress);
    ran = explain(cli, ran, bound, fault);
    if (bound != NULL && (ran == EMS_OK || ran == EMS_INTERRUPTED)) status = print(cli, bound);
    ems_bound_free(bound);
    return ran == EMS_OK ? status : ran;
}

static enum ems_status settle(struct ems_cli *cli, struct ems_scenario *scenario)
{
    struct ems_warmup warmup = {0};
    struct ems_progress progress = ems_progress_begin(cli->options.lang, !cli->options.quiet);
    struct ems_run_hooks hooks = {.self = &progress, .interrupted = interrupted, .progress = tell_progress};
    enum ems_status status = ems_cli_warmup(cli, &scenario, 1, &hooks, &warmup);
    ems_progress_end(&progress);
    return status;
}

enum ems_status ems_cli_bound(struct ems_cli *cli)
{
    struct ems_scenario *scenario = NULL;
    struct ems_bound_options options = {0};
    enum ems_status status = ems_cli_load(cli, &scenario);
    if (status == EMS_OK) status = read_targets(cli, ems_scenario_model(scenario), &options);
    if (status == EMS_OK) status = settle(cli, scenario);
    if (status == EMS_OK) status = compute(cli, ems_scenario_model(scenario), &options);
    ems_scenario_free(scenario);
    return status;
}
