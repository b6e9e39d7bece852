#include "built.h"

#define TRACE(clock)                                                                               \
    "ems120: 1\nclock: {start: 2025-03-03T00:00+08:00" clock "}\ncoordinates: plane\n" BUILT_AREAS \
    "demand: {trace: {file: calls.csv}, conditions: [{id: a, share: 50 %}, {id: b, share: 50 "     \
    "%}]}\n" BUILT_TRAVEL BUILT_STATIONS

static void load(struct built *built, const char *clock_and_all, const char *csv)
{
    built_file(built, "calls.csv", csv);
    built_load(built, clock_and_all);
}

static void done(struct built *built)
{
    built_free(built);
    built_remove(built, (const char *const[]){"calls.csv"}, 1);
}

static void what_stands_is_taken(void **state)
{
    (void)state;
    struct built built = {0};
    load(&built, TRACE(""),
         "call,arrival_s,x_m,y_m,priority,condition,dispatch_delay_s,turnout_s,scene_s,transport,handover_s,"
         "hospital,area\n"
         "A7,12.0000005,100.0004,-50,2,b,30,60.25,600,1,300,people,town\n"
         "B,12.0000005,9000,0,,,,,,,,,\n"
         "C,99,0,0,,,,,0,0,,,\n");
    const struct ems_model *m = built.model;
    check_true(m->has_trace);
    check_int(m->trace_count, 3);
    const struct ems_trace_call *c = m->trace;
    check_text(c[0].id, "A7");
    check_int(c[0].arrival, 12 * EMS_SECOND); /* 0.5 microseconds: to even */
    check_int(c[0].priority, 2);
    check_int(c[0].condition, 1);
    check_int(c[0].dispatch_delay, 30 * EMS_SECOND);
    check_int(c[0].turnout, 60250 * EMS_MILLISECOND);
    check_int(c[0].scene, 10 * EMS_MINUTE);
    check_int(c[0].transport, 1);
    check_int(c[0].handover, 5 * EMS_MINUTE);
    check_int(c[0].hospital, 0);
    check_int(c[0].area, 0);
    check_near(c[0].at.x_m, 100.0004, 1e-9); /* as it stands, to the micrometre */
    /* what does not stand is drawn */
    check_int(c[1].priority, EMS_NONE);
    check_int(c[1].condition, EMS_NONE);
    check_int(c[1].transport, EMS_NONE);
    check_int(c[1].hospital, EMS_NONE);
    check_true(c[1].turnout == EMS_NEVER && c[1].scene == EMS_NEVER && c[1].handover == EMS_NEVER);
    check_true(c[1].dispatch_delay == EMS_NEVER);
    check_int(c[1].area, EMS_NONE); /* outside, and told */
    check_int(c[2].area, 0);        /* found */
    check_int(c[2].scene, 0);
    check_int(c[2].transport, 0);
    check_int(built.diags.count, 1);
    check_int(built.diags.items[0].message, EMS_T_TRACE_OUTSIDE);
    check_int(built.diags.items[0].at.line, 3);
    done(&built);
}

static void calls_are_fixed_places(void **state)
{
    (void)state;
    struct built built = {0};
    load(&built, TRACE(""), "call,arrival_s,x_m,y_m\n1,0,10,20\n2,0,-700,3\n");
    const struct ems_model *m = built.model;
    for (int32_t i = 0; i < 2; i++) {
        check_int(m->trace[i].place, m->station_count + m->hospital_count + m->place_count + i);
        check_near(m->travel.def.places[m->trace[i].place].x_m, m->trace[i].at.x_m, 0);
    }
    check_int(m->travel.def.place_count, m->trace[1].place + 1);
    done(&built);
}

static void a_trace_may_end_by_itself(void **state)
{
    (void)state;
    struct built built = {0};
    load(&built, TRACE(""), "call,arrival_s,x_m,y_m\n1,0,10,20\n");
    check_true(built.model->clock.duration == EMS_NEVER);
    check_int(built.model->demand.hour_count, 0);
    check_near(built.model->demand.requests_per_year, 0, 0);
    done(&built);
    struct built timed = {0};
    load(&timed, TRACE(", duration: 3 d, warmup: 1 d"), "call,arrival_s,x_m,y_m\n1,0,10,20\n");
    check_int(timed.model->clock.duration, 3 * EMS_DAY);
    done(&timed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_stands_is_taken),
                                       cmocka_unit_test(calls_are_fixed_places),
                                       cmocka_unit_test(a_trace_may_end_by_itself)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
