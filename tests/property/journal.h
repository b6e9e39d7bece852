/* A random scenario, its simulation, and a journal of the facts it tells: a digest of them, all calls, and
 * what they break of the rules that hold for every run. */
#ifndef EMS_TESTS_JOURNAL_H
#define EMS_TESTS_JOURNAL_H

#include <string.h>

#include "base/array.h"
#include "engine/sim.h"
#include "scenario/load.h"
#include "support/check.h"
#include "support/random_scenario.h"

struct journal {
    struct ems_scenario *scenario;
    const struct ems_model *model;
    struct ems_sim *sim;
    struct ems_observer observer;
    struct ems_sim_options options;
    uint64_t digest;
    EMS_ARRAY(struct ems_call_fact) calls; /* in order of their ends */
    ems_time *vehicle_free;                /* by vehicle: when its last order ended */
    const char *broken;                    /* the first rule that a fact broke */
};

static inline void journal_mix(struct journal *j, const void *bytes, size_t size)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < size; i++) j->digest = (j->digest ^ b[i]) * 0x100000001b3u; /* FNV-1a */
}

static inline void journal_break(struct journal *j, bool holds, const char *rule)
{
    if (!holds && !j->broken) j->broken = rule;
}

static inline void journal_event(void *self, const struct ems_event_fact *f)
{
    struct journal *j = self;
    const int64_t fields[] = {f->at,      (int64_t)f->call, f->kind,   f->vehicle,
                              f->station, f->hospital,      f->outcome};
    journal_mix(j, fields, sizeof fields);
}

static inline void journal_trip(void *self, const struct ems_trip_fact *f)
{
    struct journal *j = self;
    const ems_time moments[] = {f->ordered,     f->departed, f->on_scene, f->left_scene,
                                f->at_hospital, f->bay,      f->accepted, f->free};
    ems_time before = f->ordered;
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        if (moments[i] == EMS_NEVER) continue;
        journal_break(j, moments[i] >= before, "the moments of a trip are not in order");
        before = moments[i];
    }
    journal_break(j, f->ordered >= j->vehicle_free[f->vehicle], "a vehicle has two orders at once");
    j->vehicle_free[f->vehicle] = before;
    journal_mix(j, moments, sizeof moments);
}

static inline void journal_call(void *self, const struct ems_call_fact *f)
{
    struct journal *j = self;
    assert_true(EMS_PUSH(&j->calls, *f));
    if (f->response == EMS_NEVER) return;
    ems_time parts = f->answer + f->process + f->queue + f->bumped + f->turnout + f->travel;
    journal_break(j, parts == f->response, "the parts of a response do not add up");
    journal_break(j, f->response == f->on_scene - f->rang, "a response is not from ring to halt");
    journal_break(j,
                  f->answer >= 0 && f->process >= 0 && f->queue >= 0 && f->bumped >= 0 && f->turnout >= 0 &&
                      f->travel >= 0,
                  "a part is negative");
}

/* Loads the scenario; fails the test when it does not load. */
static inline struct journal *journal_begin(const struct random_scenario *what)
{
    struct journal *j = calloc(1, sizeof *j);
    char *text = random_scenario_text(what);
    struct ems_diags diags = {0};
    assert_non_null(j);
    if (ems_scenario_load_text(text, strlen(text), "random.yaml", ".", NULL, &diags, &j->scenario) != EMS_OK)
        print_error("random scenario %llu, %llu: %s, line %d\n", (unsigned long long)what->demand,
                    (unsigned long long)what->supply, diags.count ? diags.items[0].path : "",
                    diags.count ? diags.items[0].at.line : 0);
    assert_non_null(j->scenario);
    ems_diags_free(&diags);
    free(text);
    j->model = ems_scenario_model(j->scenario);
    return j;
}

static inline void journal_open(struct journal *j, int64_t replication, bool reference)
{
    j->observer = (struct ems_observer){j, journal_event, journal_trip, journal_call};
    j->options =
        (struct ems_sim_options){.observers = &j->observer, .observer_count = 1, .reference = reference};
    j->vehicle_free = calloc((size_t)j->model->vehicle_count, sizeof *j->vehicle_free);
    assert_non_null(j->vehicle_free);
    check_ok(ems_sim_create(j->model, replication, &j->options, &j->sim));
}

static inline void journal_run(struct journal *j)
{
    enum ems_step step;
    memset(j->vehicle_free, 0, (size_t)j->model->vehicle_count * sizeof *j->vehicle_free);
    while ((step = ems_sim_step(j->sim)) == EMS_STEPPED) {
    }
    if (step != EMS_FINISHED) print_error("broken: %s\n", ems_sim_broken_rule(j->sim));
    check_int(step, EMS_FINISHED);
}

static inline void journal_end(struct journal *j)
{
    ems_sim_free(j->sim);
    ems_scenario_free(j->scenario);
    free(j->calls.items);
    free(j->vehicle_free);
    free(j);
}

#endif
