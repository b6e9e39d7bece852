/* calls.csv, trips.csv and events.csv, row by row. */
#include "support/check.h"

#include "report/tables.h"
#include "support/small_study.h"

struct fixture {
    struct small_study study;
    struct ems_tables tables;
    FILE *streams[EMS_TABLE_KINDS];
    char *text[EMS_TABLE_KINDS];
    size_t size[EMS_TABLE_KINDS];
};

static void begin(struct fixture *fixture)
{
    for (int k = 0; k < EMS_TABLE_KINDS; k++)
        fixture->streams[k] = open_memstream(&fixture->text[k], &fixture->size[k]);
    fixture->tables = ems_tables_begin(&fixture->study.model, fixture->streams);
    ems_tables_replication(&fixture->tables, 3);
}

static void end(struct fixture *fixture)
{
    check_ok(ems_tables_flush(&fixture->tables));
    for (int k = 0; k < EMS_TABLE_KINDS; k++) fclose(fixture->streams[k]);
}

static void destroy(struct fixture *fixture)
{
    for (int k = 0; k < EMS_TABLE_KINDS; k++) free(fixture->text[k]);
}

static struct ems_call_fact some_call(void)
{
    return (struct ems_call_fact){.serial = 17,
                                  .outcome = EMS_OUT_TRANSPORTED,
                                  .counted = true,
                                  .is_request = true,
                                  .queued = true,
                                  .at = {1234.5, -20.25},
                                  .area = 1,
                                  .condition = 0,
                                  .priority = 1,
                                  .vehicles = 1,
                                  .reassignments = 2,
                                  .rang = 100 * EMS_SECOND,
                                  .answered = 104 * EMS_SECOND + 500000,
                                  .ready = 180 * EMS_SECOND,
                                  .ordered = 200 * EMS_SECOND,
                                  .departed = 260 * EMS_SECOND,
                                  .on_scene = 900 * EMS_SECOND + 1,
                                  .left_scene = 1800 * EMS_SECOND,
                                  .at_hospital = 2400 * EMS_SECOND,
                                  .bay = 2400 * EMS_SECOND,
                                  .accepted = 3000 * EMS_SECOND,
                                  .free = 3600 * EMS_SECOND,
                                  .response = 800 * EMS_SECOND + 1,
                                  .vehicle = 3,
                                  .station = 1,
                                  .hospital = 0};
}

static struct ems_call_fact blocked_call(void)
{
    return (struct ems_call_fact){.serial = 18,
                                  .outcome = EMS_OUT_BLOCKED,
                                  .counted = true,
                                  .area = EMS_NONE,
                                  .condition = EMS_NONE,
                                  .rang = 150 * EMS_SECOND,
                                  .answered = EMS_NEVER,
                                  .ready = EMS_NEVER,
                                  .ordered = EMS_NEVER,
                                  .departed = EMS_NEVER,
                                  .on_scene = EMS_NEVER,
                                  .left_scene = EMS_NEVER,
                                  .at_hospital = EMS_NEVER,
                                  .bay = EMS_NEVER,
                                  .accepted = EMS_NEVER,
                                  .free = EMS_NEVER,
                                  .response = EMS_NEVER,
                                  .vehicle = EMS_NONE,
                                  .station = EMS_NONE,
                                  .hospital = EMS_NONE};
}

static void test_calls(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    small_study_init(&fixture.study);
    begin(&fixture);
    struct ems_observer observer = ems_tables_observer(&fixture.tables);
    struct ems_call_fact call = some_call(), blocked = blocked_call(), other = some_call();
    other.counted = false; /* rang during the warm-up */
    observer.call(observer.self, &call);
    observer.call(observer.self, &other);
    observer.call(observer.self, &blocked);
    end(&fixture);
    check_text(
        fixture.text[EMS_TABLE_CALLS],
        "replication,call,arrival_s,x_m,y_m,area,condition,priority,outcome,answered_s,ready_s,ordered_s,"
        "departed_s,on_scene_s,left_scene_s,at_hospital_s,accepted_s,free_s,response_s,queued,reassignments,"
        "vehicle,station,hospital\n"
        "3,17,100,1234.5,-20.25,hills,chest-pain,1,transported,104.5,180,200,260,900.000001,1800,2400,3000,"
        "3600,"
        "800.000001,1,2,hills-1,hills-station,people\n"
        "3,18,150,0,0,,,,blocked,,,,,,,,,,,0,0,,,\n");
    destroy(&fixture);
}

static void test_coordinates_are_the_scenario_s(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    small_study_init(&fixture.study);
    struct ems_position here = {127.35, 43.73};
    fixture.study.model.projection =
        ems_projection_at(EMS_COORD_GCJ02, (struct ems_position){127.344, 43.724});
    begin(&fixture);
    struct ems_observer observer = ems_tables_observer(&fixture.tables);
    struct ems_call_fact call = some_call();
    call.at = ems_project(&fixture.study.model.projection, here);
    observer.call(observer.self, &call);
    end(&fixture);
    check_contains(fixture.text[EMS_TABLE_CALLS], "arrival_s,lon,lat,area");
    check_contains(fixture.text[EMS_TABLE_CALLS], "3,17,100,127.35,43.73,hills");
    destroy(&fixture);
}

static void test_trips_and_events(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    small_study_init(&fixture.study);
    begin(&fixture);
    struct ems_observer observer = ems_tables_observer(&fixture.tables);
    struct ems_trip_fact trip = {.call = 17,
                                 .trace = EMS_NONE,
                                 .role = 1,
                                 .vehicle = 0,
                                 .crew = 1,
                                 .station = 0,
                                 .hospital = EMS_NONE,
                                 .priority = 2,
                                 .area = 0,
                                 .from_station = true,
                                 .cancelled = true,
                                 .counted = true,
                                 .ordered = 200 * EMS_SECOND,
                                 .departed = 260 * EMS_SECOND,
                                 .on_scene = EMS_NEVER,
                                 .left_scene = EMS_NEVER,
                                 .at_hospital = EMS_NEVER,
                                 .bay = EMS_NEVER,
                                 .accepted = EMS_NEVER,
                                 .free = 300 * EMS_SECOND,
                                 .to_scene_m = 1500.5};
    observer.trip(observer.self, &trip);
    struct ems_event_fact event = {.at = 200 * EMS_SECOND,
                                   .call = 17,
                                   .trace = EMS_NONE,
                                   .kind = EMS_EV_ORDERED,
                                   .vehicle = 0,
                                   .station = 0,
                                   .hospital = EMS_NONE};
    observer.event(observer.self, &event);
    event = (struct ems_event_fact){.at = 0,
                                    .kind = EMS_EV_ON_DUTY,
                                    .trace = EMS_NONE,
                                    .vehicle = EMS_NONE,
                                    .station = 1,
                                    .hospital = EMS_NONE};
    observer.event(observer.self, &event);
    end(&fixture);
    check_text(
        fixture.text[EMS_TABLE_TRIPS],
        "replication,call,role,vehicle,crew,station,hospital,area,priority,ordered_s,departed_s,on_scene_s,"
        "left_scene_s,at_hospital_s,bay_s,accepted_s,free_s,to_scene_m,to_hospital_m,from_station,reassigned,"
        "cancelled,empty,counted\n"
        "3,17,1,centre-1,centre-b,centre,,town,2,200,260,,,,,,300,1500.5,0,1,0,1,0,1\n");
    check_text(fixture.text[EMS_TABLE_EVENTS], "replication,time_s,event,call,vehicle,station,hospital\n"
                                               "3,200,ordered,17,centre-1,centre,\n"
                                               "3,0,on_duty,,,hills-station,\n");
    destroy(&fixture);
}

static void test_calls_of_a_trace_keep_their_ids(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    small_study_init(&fixture.study);
    const struct ems_trace_call trace[] = {{.id = "A, 7"}};
    fixture.study.model.trace = trace;
    fixture.study.model.trace_count = 1;
    begin(&fixture);
    struct ems_observer observer = ems_tables_observer(&fixture.tables);
    struct ems_call_fact call = some_call();
    call.trace_id = trace[0].id;
    observer.call(observer.self, &call);
    struct ems_event_fact event = {
        .call = 17, .kind = EMS_EV_RING, .vehicle = EMS_NONE, .station = EMS_NONE, .hospital = EMS_NONE};
    observer.event(observer.self, &event);
    end(&fixture);
    check_contains(fixture.text[EMS_TABLE_CALLS], "\n3,\"A, 7\",100,");
    check_contains(fixture.text[EMS_TABLE_EVENTS], "3,0,ring,\"A, 7\",,,\n");
    destroy(&fixture);
}

static void test_unwanted_tables_and_full_disks(void **state)
{
    (void)state;
    struct small_study study;
    small_study_init(&study);
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL) check_skip("no /dev/full here");
    FILE *streams[EMS_TABLE_KINDS] = {[EMS_TABLE_CALLS] = full};
    struct ems_tables tables = ems_tables_begin(&study.model, streams);
    struct ems_observer observer = ems_tables_observer(&tables);
    check_true(observer.event == NULL && observer.trip == NULL);
    struct ems_call_fact call = some_call();
    for (int i = 0; i < 1000; i++) observer.call(observer.self, &call);
    check_int(ems_tables_status(&tables), EMS_IO); /* known before the end, so that a study can stop */
    check_int(ems_tables_flush(&tables), EMS_IO);
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calls),
        cmocka_unit_test(test_coordinates_are_the_scenario_s),
        cmocka_unit_test(test_trips_and_events),
        cmocka_unit_test(test_calls_of_a_trace_keep_their_ids),
        cmocka_unit_test(test_unwanted_tables_and_full_disks),
    };
    return cmocka_run_group_tests_name("report/tables", tests, NULL, NULL);
}
