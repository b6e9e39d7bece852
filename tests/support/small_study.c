#include "support/small_study.h"

#include "support/check.h"

#include "study/summary.h"

static void init_world(struct small_study *study)
{
    struct ems_model *model = &study->model;
    study->classes[0] = (struct ems_class){.id = "urban", .service_radius_m = 5000, .population = 60000};
    study->classes[1] = (struct ems_class){.id = "rural", .service_radius_m = 20000, .population = 40000};
    study->areas[0] = (struct ems_area){.id = "town", .name = {{"Town", "城关镇"}}, .population = 60000};
    study->areas[1] =
        (struct ems_area){.id = "hills", .name = {{"Hills", "山区"}}, .class_id = 1, .population = 40000};
    study->areas[2] = (struct ems_area){.id = "lake", .class_id = 1};
    study->places[0] = (struct ems_demand_place){.people = 60000, .area = 0};
    study->places[1] = (struct ems_demand_place){.people = 40000, .area = 1};
    study->places[2] = (struct ems_demand_place){.people = 5000, .area = EMS_NONE};
    study->stations[0] = (struct ems_station){.id = "centre",
                                              .name = {{"Emergency Centre", "市急救中心"}},
                                              .hospital = EMS_NONE,
                                              .vehicle_count = 3,
                                              .crew_count = 2};
    study->stations[1] = (struct ems_station){.id = "hills-station",
                                              .name = {{NULL, "山区急救站"}},
                                              .hospital = EMS_NONE,
                                              .first_vehicle = 3,
                                              .vehicle_count = 1,
                                              .first_crew = 2,
                                              .crew_count = 1};
    study->types[0] =
        (struct ems_vehicle_type){.id = "ambulance", .serves = 1, .emergency = true, .owned = 4};
    for (int v = 0; v < 4; v++)
        study->vehicles[v] = (struct ems_vehicle){
            .id = (const char *const[]){"centre-1", "centre-2", "centre-3", "hills-1"}[v], .station = v / 3};
    for (int c = 0; c < 3; c++)
        study->crews[c] = (struct ems_crew){.id = (const char *const[]){"centre-a", "centre-b", "hills-a"}[c],
                                            .station = c / 2};
    study->hospitals[0] =
        (struct ems_hospital){.id = "people", .name = {{"People's Hospital", "市人民医院"}}, .bays = 4};
    study->hospitals[1] =
        (struct ems_hospital){.id = "clinic", .name = {{"Clinic", "卫生院"}}, .bays = EMS_UNLIMITED};
    model->classes = study->classes, model->class_count = 2;
    model->areas = study->areas, model->area_count = 3;
    model->places = study->places, model->place_count = 3;
    model->conditions = study->conditions, model->condition_count = 1;
    model->types = study->types, model->type_count = 1;
    model->stations = study->stations, model->station_count = 2;
    model->vehicles = study->vehicles, model->vehicle_count = 4;
    model->crews = study->crews, model->crew_count = 3;
    model->hospitals = study->hospitals, model->hospital_count = 2;
}

static void init_targets(struct small_study *study)
{
    struct ems_model *model = &study->model;
    study->targets[0] = (struct ems_target){
        .id = "t1", .priority = 1, .class_id = 0, .area = EMS_NONE, .within = 10 * EMS_MINUTE, .share = 0.4};
    study->targets[1] = (struct ems_target){
        .id = "t2", .class_id = EMS_NONE, .area = 1, .within = 15 * EMS_MINUTE, .share = 0.95};
    study->targets[2] = (struct ems_target){
        .id = "t3", .class_id = EMS_NONE, .area = EMS_NONE, .within = 8 * EMS_MINUTE, .share = 0.5};
    model->targets = study->targets, model->target_count = 3;
    const ems_time minutes[] = {5, 8, 10, 12, 15, 20, 30};
    for (int t = 0; t < 7; t++) model->thresholds[t] = minutes[t] * EMS_MINUTE;
    model->threshold_count = 7;
}

void small_study_init(struct small_study *study)
{
    *study = (struct small_study){0};
    struct ems_model *model = &study->model;
    init_world(study);
    init_targets(study);
    model->name = (struct ems_name){{"Small Town", "小镇"}};
    model->scenario_id = "small-town";
    model->seed = 120;
    model->replications = 20;
    model->clock =
        (struct ems_clock){.start = {2025, 3, 3, 0, 480}, .duration = 7 * EMS_DAY, .drain = EMS_DAY};
    model->call_centre = (struct ems_call_centre){.given = true, .seats = 2, .lines = 4};
    study->files[0] = (struct ems_input_file){"scenario.yaml", "00112233445566778899aabbccddeeff"};
    model->origin = (struct ems_origin){"ffeeddccbbaa99887766554433221100", study->files, 1};
    model->projection = ems_projection_at(EMS_COORD_PLANE, (struct ems_position){0, 0});
    study->conditions[0] =
        (struct ems_condition){.id = "chest-pain", .share = 1, .priority = 1, .need = EMS_NONE};
}

/* Adds request i to a group. */
static void add_request(struct ems_group_tally *group, const struct ems_model *model, int64_t i)
{
    bool reached = i % 10 != 9;
    ems_time response = (300 + 6 * i) * EMS_SECOND;
    group->requests++;
    group->ordered += reached;
    group->waited += i % 5 == 0;
    for (int32_t t = 0; t < model->threshold_count; t++) {
        group->within_base[t]++;
        group->within[t] += reached && response <= model->thresholds[t];
    }
    if (!reached) return;
    group->reached++;
    group->response_sum += response;
    group->parts[EMS_PART_ANSWER] += 5 * EMS_SECOND;
    group->parts[EMS_PART_PROCESS] += 75 * EMS_SECOND;
    group->parts[EMS_PART_TURNOUT] += 60 * EMS_SECOND;
    group->parts[EMS_PART_TRAVEL] += response - 140 * EMS_SECOND;
    check_true(ems_sample_add(&group->response, response));
}

/* Adds request i to what target t is about. */
static void add_to_target(struct ems_tallies *tallies, const struct ems_model *model, int t, int64_t i)
{
    struct ems_target_tally *target = &tallies->by_target[t];
    target->requests++;
    target->within_base++;
    target->within += i % 10 != 9 && (300 + 6 * i) * EMS_SECOND <= model->targets[t].within;
}

static void add_requests(struct ems_tallies *tallies, const struct ems_model *model)
{
    for (int64_t i = 0; i < tallies->requests; i++) {
        int odd = i % 2 != 0;
        add_request(&tallies->all, model, i);
        add_request(&tallies->by_priority[odd], model, i);
        add_request(&tallies->by_hour[i % 24], model, i);
        add_request(&tallies->by_class[odd], model, i);
        add_request(&tallies->by_area[odd], model, i);
        add_to_target(tallies, model, odd, i);
        add_to_target(tallies, model, 2, i);
    }
    tallies->ordered = tallies->all.ordered;
    tallies->reached = tallies->all.reached;
}

static void add_resources(struct ems_tallies *tallies)
{
    int64_t r = tallies->replication;
    for (int v = 0; v < 4; v++)
        tallies->vehicles[v] = (struct ems_vehicle_tally){10 * (v + 1), 8 * (v + 1), (v + 1) * EMS_DAY / 2,
                                                          (v + 1) * INT64_C(1000000000)};
    for (int c = 0; c < 3; c++)
        tallies->crews[c] = (struct ems_crew_tally){.orders = 30,
                                                    .transports = 20 + c,
                                                    .shifts = 7,
                                                    .staffed = 7 * EMS_DAY,
                                                    .busy = (c + 1) * EMS_DAY + r * EMS_HOUR,
                                                    .overtime = 7 * 10 * EMS_MINUTE};
    tallies->station_response[0] = (struct ems_mean_tally){60 * 500 * EMS_SECOND, 60};
    tallies->station_response[1] = (struct ems_mean_tally){30 * 700 * EMS_SECOND, 30};
    tallies->hospitals[0] =
        (struct ems_hospital_tally){60, {60 * 90 * EMS_SECOND, 60}, {60 * 900 * EMS_SECOND, 60}, 7 * EMS_DAY};
    tallies->hospitals[1] = (struct ems_hospital_tally){.arrivals = 3, .handover = {3 * 600 * EMS_SECOND, 3}};
    tallies->levels = (struct ems_level_tally){
        .sums = {[EMS_LEVEL_WAITING] = 7 * EMS_DAY / 4, [EMS_LEVEL_TALKING] = 7 * EMS_DAY / 2},
        .waiting_max = r,
        .cover_samples = 1008,
        .cover_people_sum = 1008 * 80000.0};
    for (int h = 0; h < 24; h++) {
        tallies->levels.cover_samples_hour[h] = 42;
        tallies->levels.cover_people_hour[h] = 42 * (h < 12 ? 70000.0 : 90000.0);
    }
}

struct ems_tallies *small_study_tallies(const struct small_study *study, int64_t replication)
{
    struct ems_tallies *tallies;
    check_ok(ems_tallies_create(&study->model, &tallies));
    tallies->replication = replication;
    tallies->simulated = 7 * EMS_DAY;
    tallies->requests = 100 + replication;
    tallies->received = 2 * tallies->requests + 20;
    tallies->answered = tallies->received - 4;
    add_requests(tallies, &study->model);
    tallies->outcomes[EMS_OUT_BLOCKED] = 4;
    tallies->outcomes[EMS_OUT_DUPLICATE] = tallies->requests;
    tallies->outcomes[EMS_OUT_ADVISED] = 16;
    tallies->outcomes[EMS_OUT_TRANSPORTED] = 60 + 3;
    tallies->outcomes[EMS_OUT_UNSERVED] = tallies->requests - tallies->reached;
    tallies->outcomes[EMS_OUT_TREATED] = tallies->reached - 63;
    tallies->answered_10s = tallies->received - 10;
    tallies->answer_base = tallies->received - 2;
    tallies->departed_180s = 85, tallies->departure_base = 88, tallies->ordered_on_road = 5;
    tallies->satisfied = tallies->ordered, tallies->satisfaction_base = tallies->requests;
    for (int p = 0; p < EMS_RESPONSE_PARTS; p++)
        tallies->parts[p] = (struct ems_mean_tally){tallies->all.parts[p], tallies->reached};
    tallies->parts[EMS_PART_SCENE] =
        (struct ems_mean_tally){tallies->reached * 15 * EMS_MINUTE, tallies->reached};
    tallies->parts[EMS_PART_TRANSPORT] = (struct ems_mean_tally){63 * 12 * EMS_MINUTE, 63};
    tallies->parts[EMS_PART_BAY_WAIT] = (struct ems_mean_tally){63 * EMS_MINUTE, 63};
    tallies->parts[EMS_PART_HANDOVER] = (struct ems_mean_tally){63 * 15 * EMS_MINUTE, 63};
    add_resources(tallies);
    tallies->work[EMS_WORK_EVENTS] = 1000;
    return tallies;
}

struct ems_results *small_study_results(const struct small_study *study, int64_t count)
{
    struct ems_summary *summary;
    struct ems_results *results = ems_results_create(&study->model);
    check_true(results != NULL);
    check_ok(ems_summary_create(&study->model, &summary));
    for (int64_t r = 1; r <= count; r++) {
        struct ems_tallies *tallies = small_study_tallies(study, r);
        check_ok(ems_summary_add(summary, tallies));
        ems_tallies_free(tallies, &study->model);
    }
    ems_summary_finish(summary, results);
    results->asked = count;
    ems_summary_free(summary);
    return results;
}
