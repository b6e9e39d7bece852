/* Small worlds for tests of the engine: a scenario from text, played to its end, with all facts kept. Speed
 * is 10 m/s everywhere, turnout 60 s, so that every moment can be reckoned by hand. */
#ifndef EMS_TESTS_UNIT_ENGINE_PLAY_H
#define EMS_TESTS_UNIT_ENGINE_PLAY_H

#include "engine/sim.h"
#include "scenario/load.h"
#include "support/check.h"

#define PLAIN_WORLD                                                                                   \
    "ems120: 1\n"                                                                                     \
    "name: plain\n"                                                                                   \
    "coordinates: plane\n"                                                                            \
    "clock: {start: 2025-03-03T00:00+08:00}\n"                                                        \
    "areas: [{id: all, class: urban, population: 1000,"                                               \
    " polygon: [[-9000, -9000], [9000, -9000], [9000, 9000], [-9000, 9000]]}]\n"                      \
    "durations: {turnout: 60 s, scene: 600 s, handover: 300 s}\n"                                     \
    "travel: {model: straight, detour: 1, variation: 0, speed: {lights: 36 km/h, normal: 36 km/h}}\n" \
    "hospitals: [{id: h, at: [0, 2000]}]\n"

enum { FACTS_MAX = 400 };

struct played {
    struct ems_scenario *scenario;
    const struct ems_model *model;
    struct ems_sim *sim;
    struct ems_observer observer;
    struct ems_call_fact calls[FACTS_MAX];
    struct ems_trip_fact trips[FACTS_MAX];
    struct ems_event_fact events[FACTS_MAX * 20];
    int call_count, trip_count, event_count;
};

static inline void keep_call(void *self, const struct ems_call_fact *fact)
{
    struct played *p = self;
    if (p->call_count < FACTS_MAX) p->calls[p->call_count++] = *fact;
}

static inline void keep_trip(void *self, const struct ems_trip_fact *fact)
{
    struct played *p = self;
    if (p->trip_count < FACTS_MAX) p->trips[p->trip_count++] = *fact;
}

static inline void keep_event(void *self, const struct ems_event_fact *fact)
{
    struct played *p = self;
    if (p->event_count < FACTS_MAX * 20) p->events[p->event_count++] = *fact;
}

static inline void load_world(struct played *p, const char *yaml)
{
    struct ems_diags diags = {0};
    enum ems_status status =
        ems_scenario_load_text(yaml, strlen(yaml), "test", "tests/unit/engine", NULL, &diags, &p->scenario);
    for (int32_t i = 0; i < diags.count; i++) {
        char text[500];
        ems_text_format(text, sizeof text, diags.items[i].message, EMS_LANG_EN, diags.items[i].args,
                        EMS_TEXT_ARGS);
        print_error("%d:%d %s: %s\n", diags.items[i].at.line, diags.items[i].at.column, diags.items[i].path,
                    text);
    }
    ems_diags_free(&diags);
    check_ok(status);
    p->model = ems_scenario_model(p->scenario);
}

/* Loads a scenario and creates its first replication; end with end_play. */
static inline struct played *begin_play(const char *yaml)
{
    struct played *p = calloc(1, sizeof *p);
    assert_non_null(p);
    load_world(p, yaml);
    p->observer = (struct ems_observer){.self = p, .event = keep_event, .trip = keep_trip, .call = keep_call};
    check_ok(ems_sim_create(
        p->model, 1, &(struct ems_sim_options){.observers = &p->observer, .observer_count = 1}, &p->sim));
    return p;
}

static inline struct played *play(const char *yaml)
{
    struct played *p = begin_play(yaml);
    enum ems_step step;
    while ((step = ems_sim_step(p->sim)) == EMS_STEPPED) {
    }
    if (step == EMS_FAILED) print_error("broken: %s\n", ems_sim_broken_rule(p->sim));
    check_int(step, EMS_FINISHED);
    return p;
}

static inline void end_play(struct played *p)
{
    ems_sim_free(p->sim);
    ems_scenario_free(p->scenario);
    free(p);
}

/* The fact of the call with this number in order of ringing. */
static inline const struct ems_call_fact *call_fact(const struct played *p, uint64_t serial)
{
    for (int i = 0; i < p->call_count; i++)
        if (p->calls[i].serial == serial) return &p->calls[i];
    fail_msg("no call %d", (int)serial);
    return NULL;
}

#define check_s(actual, seconds) check_near(ems_time_seconds(actual), (seconds), 2e-6)

#endif
