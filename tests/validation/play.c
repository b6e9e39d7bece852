#include "validation/play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/sim.h"
#include "scenario/load.h"

enum { SENT_MAX = 8 };

/* One replication under way. */
struct run {
    const struct validation_case *c;
    struct played *out;
    int32_t replication;
    int64_t sent[SENT_MAX][SENT_MAX], sent_all; /* by area and station */
    ems_time travel_out[SENT_MAX];              /* by area: trips that began at a station */
    int64_t trips_out[SENT_MAX];
    double busy_sum, busy_samples;
};

static void note_call(void *self, const struct ems_call_fact *fact)
{
    struct run *run = self;
    if (!fact->counted || fact->vehicle == EMS_NONE) return;
    run->sent_all++;
    if (fact->area < 0 || fact->area >= SENT_MAX || fact->station >= SENT_MAX) return;
    run->sent[fact->area][fact->station]++;
    if (!fact->at_station) return;
    run->travel_out[fact->area] += fact->travel;
    run->trips_out[fact->area]++;
}

static const struct ems_group_tally *group(const struct ems_tallies *t, int32_t priority)
{
    return priority == 0 ? &t->all : &t->by_priority[priority - 1];
}

static void put(struct run *run, int32_t f, double numerator, double denominator)
{
    int64_t at = (int64_t)f * run->c->replications + run->replication;
    run->out->numerator[at] = numerator * run->c->figures[f].scale;
    run->out->denominator[at] = denominator;
}

static void put_count(struct run *run, int32_t f, int64_t numerator, int64_t denominator)
{
    put(run, f, (double)numerator, (double)denominator);
}

static void put_seconds(struct run *run, int32_t f, ems_time sum, int64_t count)
{
    put(run, f, (double)sum / EMS_SECOND, (double)count);
}

static void measure(struct run *run, int32_t f, const struct ems_tallies *t)
{
    const struct figure_wanted *wanted = &run->c->figures[f];
    const struct ems_group_tally *g;
    switch (wanted->measure) {
    case MEASURE_LOST:
        put_count(run, f, t->outcomes[EMS_OUT_UNSERVED], t->requests);
        break;
    case MEASURE_BLOCKED:
        put_count(run, f, t->outcomes[EMS_OUT_BLOCKED], t->received);
        break;
    case MEASURE_WAITED:
        g = group(t, wanted->a);
        put_count(run, f, g->waited, g->requests);
        break;
    case MEASURE_WAIT:
        g = group(t, wanted->a);
        put_seconds(run, f, g->parts[EMS_PART_QUEUE], g->reached);
        break;
    case MEASURE_PICKED_UP:
        put_count(run, f, t->answered_10s, t->answer_base);
        break;
    case MEASURE_DEPARTED:
        put_count(run, f, t->departed_180s, t->departure_base);
        break;
    case MEASURE_WITHIN:
        put_count(run, f, t->all.within[wanted->a], t->all.within_base[wanted->a]);
        break;
    case MEASURE_WORKLOAD:
        put_count(run, f, t->vehicles[wanted->a].busy, t->simulated);
        break;
    case MEASURE_SENT:
        put_count(run, f, run->sent[wanted->a][wanted->b], run->sent_all);
        break;
    case MEASURE_TRAVEL:
        g = wanted->a == EMS_NONE ? &t->all : &t->by_area[wanted->a];
        put_seconds(run, f, g->parts[EMS_PART_TRAVEL], g->reached);
        break;
    case MEASURE_TRAVEL_OUT:
        put_seconds(run, f, run->travel_out[wanted->a], run->trips_out[wanted->a]);
        break;
    case MEASURE_OCCUPANCY:
    case MEASURE_SHAPE:
        put(run, f, run->busy_sum, run->busy_samples);
        break;
    }
}

static void sample_busy(struct run *run, const struct ems_model *model, const struct ems_world *world)
{
    int32_t busy = 0;
    for (int32_t v = 0; v < model->vehicle_count; v++) busy += world->vehicles.items[v].task != EMS_NONE;
    run->busy_sum += busy;
    run->busy_samples++;
    run->out->occupancy[busy < OCCUPANCY_MAX ? busy : OCCUPANCY_MAX - 1]++;
}

static enum ems_step to_the_end(struct run *run, const struct ems_model *model, struct ems_sim *sim)
{
    enum ems_step step = EMS_STEPPED;
    ems_time every = run->c->sample_every, end = ems_model_window_end(model);
    for (ems_time at = model->clock.warmup; every > 0 && at < end && step == EMS_STEPPED; at += every) {
        step = ems_sim_run_until(sim, at);
        if (step == EMS_STEPPED) sample_busy(run, model, ems_sim_world(sim));
    }
    while (step == EMS_STEPPED) step = ems_sim_run_until(sim, EMS_NEVER);
    return step;
}

static void simulate(const struct validation_case *c, const struct ems_model *model, int64_t stream,
                     int32_t replication, struct played *out)
{
    struct run run = {.c = c, .out = out, .replication = replication};
    struct ems_observer observer = {.self = &run, .call = note_call};
    struct ems_sim_options options = {.observers = &observer, .observer_count = 1, .skip_coverage = true};
    struct ems_sim *sim = NULL;
    if (ems_sim_create(model, stream, &options, &sim) != EMS_OK) {
        snprintf(out->failure, sizeof out->failure, "no simulation");
    } else if (to_the_end(&run, model, sim) != EMS_FINISHED) {
        const char *rule = ems_sim_broken_rule(sim);
        snprintf(out->failure, sizeof out->failure, "broken: %s", rule ? rule : "?");
    } else {
        const struct ems_tallies *t = ems_sim_tallies(sim);
        out->calls += t->received;
        for (int32_t f = 0; f < c->figure_count; f++) measure(&run, f, t);
    }
    ems_sim_free(sim);
}

static void explain(const struct ems_diags *diags, struct played *out)
{
    if (diags->count == 0) {
        snprintf(out->failure, sizeof out->failure, "not loaded");
        return;
    }
    const struct ems_diag *d = &diags->items[0];
    int used = snprintf(out->failure, sizeof out->failure, "%s:%d: %s: ", d->at.file, d->at.line, d->path);
    if (used < 0 || (size_t)used >= sizeof out->failure) return;
    ems_text_format(out->failure + used, sizeof out->failure - (size_t)used, d->message, EMS_LANG_EN, d->args,
                    EMS_TEXT_ARGS);
}

static struct ems_scenario *load(const struct validation_case *c, const struct variant *variant,
                                 const char *folder, uint64_t seed, double effort, int32_t replication,
                                 struct played *out)
{
    char path[512], seed_set[64], duration[64];
    const char *sets[SETS_MAX + 2];
    int32_t count = 0;
    double minutes = effort * c->calls / c->replications / c->calls_per_day * 1440;
    snprintf(path, sizeof path, "%s/%s", folder, c->file);
    snprintf(seed_set, sizeof seed_set, "seed=%llu", (unsigned long long)(seed & INT64_MAX));
    snprintf(duration, sizeof duration, "clock.duration=%.0f min",
             minutes * 1.01 + 1); /* at least the calls wanted */
    sets[count++] = seed_set;
    sets[count++] = duration;
    for (int32_t i = 0; i < variant->set_count; i++) sets[count++] = variant->sets[i];
    struct ems_load_options options = {.sets = sets, .set_count = count};
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    enum ems_status status;
    if (c->text) {
        char *tail = c->text(seed, replication), *text = NULL;
        if (asprintf(&text, "ems120: 1\nextends: %s\n%s", c->file, tail) < 0) abort();
        status =
            ems_scenario_load_text(text, strlen(text), "generated.yaml", folder, &options, &diags, &scenario);
        free(text);
        free(tail);
    } else {
        status = ems_scenario_load(path, &options, &diags, &scenario);
    }
    if (status != EMS_OK) explain(&diags, out);
    ems_diags_free(&diags);
    return scenario;
}

void play(const struct validation_case *c, const struct variant *variant, const char *folder, uint64_t seed,
          double effort, struct played *out)
{
    size_t cells = (size_t)c->figure_count * (size_t)c->replications;
    struct ems_scenario *scenario = NULL;
    memset(out, 0, sizeof *out);
    out->numerator = calloc(cells, sizeof(double));
    out->denominator = calloc(cells, sizeof(double));
    if (!out->numerator || !out->denominator) abort();
    for (int32_t r = 0; r < c->replications && !out->failure[0]; r++) {
        if (!scenario) scenario = load(c, variant, folder, seed, effort, r, out);
        if (!scenario) break;
        simulate(c, ems_scenario_model(scenario), r, r, out);
        if (!c->text) continue; /* the same scenario serves all replications */
        ems_scenario_free(scenario);
        scenario = NULL;
    }
    ems_scenario_free(scenario);
}

void played_free(struct played *played)
{
    free(played->numerator);
    free(played->denominator);
    *played = (struct played){0};
}
