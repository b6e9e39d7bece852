#include "built.h"

#define LATE                                                                                       \
    "ems120: 1\nclock: {start: 2025-03-03T06:00+08:00, warmup: 1 d, duration: 20 d, drain: 1 d}\n" \
    "coordinates: plane\n" BUILT_AREAS                                                             \
    "demand: {requests_per_day: 5, hoax: 10 %}\n" BUILT_TRAVEL BUILT_STATIONS

static void moments_are_local_and_day_one_is_the_start(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built,
               LATE "timeline:\n"
                    "  - {at: day 1 08:00, for: 90 min, demand: 300 %}\n"
                    "  - {at: day 10 00:00, demand: 50 %, requests: 200 %, phone_calls: 400 %, area: town}\n"
                    "  - {at: 2025-03-05T12:30, for: 1 h, crew_absence: 20 %, hospital_closed: people}\n");
    const struct ems_timeline_entry *t = built.model->timeline;
    check_int(built.model->timeline_count, 3);
    check_int(t[0].from, 2 * EMS_HOUR);
    check_int(t[0].to, 2 * EMS_HOUR + 90 * EMS_MINUTE);
    check_near(t[0].requests, 3, 1e-12);
    check_near(t[0].phone_calls, 3, 1e-12);
    check_int(t[0].area, EMS_NONE);
    check_int(t[1].from, 9 * EMS_DAY - 6 * EMS_HOUR);
    check_true(t[1].to == EMS_NEVER);
    check_near(t[1].requests, 1, 1e-12);
    check_near(t[1].phone_calls, 2, 1e-12);
    check_int(t[1].area, 0);
    check_int(t[2].from, 2 * EMS_DAY + 6 * EMS_HOUR + 30 * EMS_MINUTE);
    check_near(t[2].crew_absence, 0.2, 1e-12);
    check_int(t[2].hospital_closed, 0);
    check_near(t[2].requests, 1, 0);
    check_true(!t[2].has_incident);
    check_int(built.diags.count, 0);
    built_free(&built);
}

static void incidents_and_speeds(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built,
               LATE "timeline:\n"
                    "  - {at: day 2 08:00, for: 1 d, speed: 80 %}\n"
                    "  - {at: day 3 08:00, incident: {at: [100, 200], condition: all, vehicles: 20}}\n"
                    "  - {at: day 4 08:00, for: 1 h, speed: 100 %}\n");
    const struct ems_model *m = built.model;
    check_true(m->timeline[1].has_incident);
    check_int(m->timeline[1].incident_vehicles, 20);
    check_int(m->timeline[1].incident_area, 0);
    check_int(m->timeline[1].incident_condition, 0);
    check_int(m->timeline[1].incident_at.place, m->travel.def.place_count - 2);
    check_near(m->timeline[1].incident_at.at.y_m, 200, 0);
    check_int(m->travel.def.change_count, 1); /* 100 % is no change */
    check_near(m->travel.def.changes[0].factor, 0.8, 1e-12);
    check_int(m->travel.def.changes[0].from, EMS_DAY + 2 * EMS_HOUR);
    check_int(m->travel.def.changes[0].to, 2 * EMS_DAY + 2 * EMS_HOUR);
    built_free(&built);
}

static void thresholds_ascend_each_once(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, LATE "targets:\n"
                            "  - {priority: 1, class: urban, within: 10 min, share: 90 %}\n"
                            "  - {id: fast, area: town, within: 450 s, share: 50 %}\n"
                            "  - {class: outside, within: 40 min, share: 99 %}\n");
    const struct ems_model *m = built.model;
    const int expected_s[] = {300, 450, 480, 600, 720, 900, 1200, 1800, 2400};
    check_int(m->threshold_count, 9);
    for (int i = 0; i < 9; i++) check_int(m->thresholds[i], expected_s[i] * EMS_SECOND);
    check_text(m->targets[0].id, "target-1");
    check_text(m->targets[1].id, "fast");
    check_int(m->targets[0].priority, 1);
    check_int(m->targets[0].class_id, 0);
    check_int(m->targets[0].area, EMS_NONE);
    check_int(m->targets[1].priority, 0);
    check_int(m->targets[1].area, 0);
    check_int(m->targets[1].class_id, EMS_NONE);
    check_int(m->targets[2].class_id, 1);
    check_near(m->targets[2].share, 0.99, 1e-12);
    built_free(&built);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(moments_are_local_and_day_one_is_the_start),
                                       cmocka_unit_test(incidents_and_speeds),
                                       cmocka_unit_test(thresholds_ascend_each_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
