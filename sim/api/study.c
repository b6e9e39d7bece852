#include "ems120/study.h"

#include "api/findings.h"
#include "api/json_text.h"
#include "scenario/load.h"
#include "study/run.h"
#include "study/warmup.h"

struct ems_study_def ems_study_def_default(void)
{
    return (struct ems_study_def){.replications = 0};
}

static enum ems_status write_json(const struct ems_report *report, char **out)
{
    json_t *document = NULL;
    enum ems_status status = ems_report_json(report, &document);
    if (status == EMS_OK) status = ems_json_to_text(document, out);
    json_decref(document);
    return status;
}

/* Reads the wishes; false when something cannot be meant. */
static bool is_usable(const struct ems_model *model, const struct ems_study_def *def,
                      struct ems_precision *wishes)
{
    struct ems_diags diags = {0};
    bool usable = def->replications >= 0 && def->jobs >= 0 && def->max_replications >= 0 &&
                  def->precision_count >= 0 && def->precision_count <= EMS_PRECISION_WISHES;
    for (int32_t i = 0; usable && i < def->precision_count; i++)
        usable = ems_precision_parse(model, def->precision[i], &diags, &wishes[i]) == EMS_OK;
    ems_diags_free(&diags);
    return usable;
}

enum ems_status ems_study_json(const struct ems_scenario *scenario, const struct ems_study_def *def,
                               char **json)
{
    struct ems_model own = *ems_scenario_model(scenario); /* its warm-up may have to be found */
    const struct ems_model *model = &own;
    struct ems_run_options options = ems_run_options_default();
    struct ems_precision wishes[EMS_PRECISION_WISHES];
    struct ems_results *results = NULL;
    options.replications = def->replications;
    options.jobs = def->jobs;
    options.max_replications = def->max_replications;
    options.precisions = wishes;
    options.precision_count = def->precision_count;
    options.hooks =
        (struct ems_run_hooks){.self = def->self, .interrupted = def->interrupted, .progress = def->progress};
    *json = NULL;
    if (!is_usable(model, def, wishes)) return EMS_BAD_USAGE;
    if (own.clock.warmup_auto) {
        enum ems_status found = ems_warmup_find(model, &options, &options.warmup);
        if (found != EMS_OK) return found;
        own.clock.warmup = options.warmup.warmup;
        own.clock.warmup_auto = false;
    }
    enum ems_status ran = ems_study_run(model, &options, &results);
    if (results == NULL) return ran;
    struct ems_findings findings;
    enum ems_status status = ems_findings_make(model, results, &findings);
    if (ran != EMS_OK && ran != EMS_INTERRUPTED) status = ran;
    if (status == EMS_OK) status = write_json(&findings.report, json);
    ems_findings_free(&findings);
    return status == EMS_OK ? ran : status;
}
