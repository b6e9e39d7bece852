#include "bench/engine_ambulance.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench/timing.h"
#include "engine/sim.h"
#include "scenario/load.h"

struct ems_scenario *engine_load(const char *text, size_t length)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    if (ems_scenario_load_text(text, length, "benchmark.yaml", ".", NULL, &diags, &scenario) != EMS_OK) {
        for (int32_t i = 0; i < diags.count && i < 3; i++) {
            char message[256];
            const struct ems_diag *d = &diags.items[i];
            ems_text_format(message, sizeof message, d->message, EMS_LANG_EN, d->args, EMS_TEXT_ARGS);
            fprintf(stderr, "%s:%d: %s: %s\n", d->at.file, d->at.line, d->path, message);
        }
    }
    ems_diags_free(&diags);
    return scenario;
}

static void must_go_on(struct ems_sim *sim, enum ems_step step)
{
    if (step == EMS_STEPPED || step == EMS_FINISHED) return;
    const char *rule = ems_sim_broken_rule(sim);
    fprintf(stderr, "the engine failed: %s\n", rule ? rule : "?");
    abort();
}

static void fill(struct engine_result *out, const struct ems_model *model, struct ems_sim *sim)
{
    const struct ems_tallies *t = ems_sim_tallies(sim);
    ems_time busy = 0;
    for (int32_t v = 0; v < model->vehicle_count; v++) busy += t->vehicles[v].busy;
    out->calls += (int64_t)ems_sim_world(sim)->s.calls_rung;
    out->events += t->work[EMS_WORK_EVENTS];
    out->candidates += t->work[EMS_WORK_CANDIDATES];
    out->utilisation = (double)busy / (double)t->simulated / model->vehicle_count;
    out->waited = (double)t->all.waited / (double)t->all.requests;
    out->mean_response = (double)t->all.response_sum / (double)t->all.reached / (double)EMS_MINUTE;
}

struct engine_result engine_run(const struct ems_scenario *scenario, int64_t replication, bool with_cover)
{
    const struct ems_model *model = ems_scenario_model(scenario);
    struct ems_sim *sim = NULL;
    const struct ems_sim_options options = {.skip_coverage = !with_cover};
    if (ems_sim_create(model, replication, &options, &sim) != EMS_OK) abort();
    must_go_on(sim, ems_sim_run_until(sim, model->clock.warmup));
    const struct ems_tallies *t = ems_sim_tallies(sim);
    struct engine_result out = {.calls = -(int64_t)ems_sim_world(sim)->s.calls_rung,
                                .events = -t->work[EMS_WORK_EVENTS],
                                .candidates = -t->work[EMS_WORK_CANDIDATES]};
    double start = bench_cpu_seconds();
    enum ems_step step = EMS_STEPPED;
    while (step == EMS_STEPPED) must_go_on(sim, step = ems_sim_run_until(sim, EMS_NEVER));
    out.seconds = bench_cpu_seconds() - start;
    fill(&out, model, sim);
    ems_sim_free(sim);
    return out;
}
