/* The vehicle and the hospital that are chosen in towns with many of them, against looking at every one: more
 * stations than a place lists, ties, few that are ready, needs, reassignment, factors by hour; in towns where
 * all units under way are in one list, where ways lie in a grid, and where long ones have a grid of theirs.
 */
#include "model/nearby.h"
#include "model/policy.h"
#include "support/check.h"

enum { STATIONS_MAX = 6000, VEHICLES_MAX = 2 * STATIONS_MAX, HOSPITALS = 24, PLACES = 40, TASKS = 8 };

static double next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

static int32_t roll(uint64_t *seed, int32_t sides)
{
    return (int32_t)(next_random(seed) * sides);
}

struct town {
    struct ems_arena arena;
    int32_t width; /* of the town, 0.5 km */
    struct ems_station stations[STATIONS_MAX];
    struct ems_hospital hospitals[HOSPITALS];
    struct ems_demand_place places[PLACES];
    struct ems_vehicle vehicles[VEHICLES_MAX];
    struct ems_crew crews[VEHICLES_MAX];
    struct ems_point fixed[STATIONS_MAX + HOSPITALS + PLACES];
    struct ems_model model;
    struct ems_world world;
};

static const struct ems_vehicle_type types[] = {
    {.id = "als", .serves = 3u | 1u << EMS_VEHICLE_TYPES_MAX, .emergency = true},
    {.id = "bls", .serves = 2u | 1u << EMS_VEHICLE_TYPES_MAX, .emergency = true}};
static const struct ems_condition conditions[] = {{.need = 0, .hospital_capability = 0},
                                                  {.need = EMS_NONE, .hospital_capability = EMS_NONE},
                                                  {.need = 1, .hospital_capability = 1}};

/* On a coarse lattice: many lie equally far. */
static struct ems_point draw_point(const struct town *t, uint64_t *seed)
{
    return (struct ems_point){roll(seed, t->width) * 500.0, roll(seed, t->width * 5 / 8) * 500.0};
}

static void lay_out(struct town *t, int32_t stations, uint64_t *seed)
{
    for (int32_t i = 0; i < stations + HOSPITALS + PLACES; i++) t->fixed[i] = draw_point(t, seed);
    for (int32_t s = 0; s < stations; s++)
        t->stations[s] = (struct ems_station){.at = {.at = t->fixed[s], .place = s},
                                              .first_vehicle = 2 * s,
                                              .vehicle_count = 2,
                                              .first_crew = 2 * s,
                                              .crew_count = 2};
    for (int32_t h = 0; h < HOSPITALS; h++)
        t->hospitals[h] = (struct ems_hospital){.at = {.at = t->fixed[stations + h], .place = stations + h},
                                                .provides = (uint64_t)roll(seed, 3)};
    for (int32_t p = 0; p < PLACES; p++) t->places[p].at = t->fixed[stations + HOSPITALS + p];
    for (int32_t v = 0; v < 2 * stations; v++) {
        t->vehicles[v] = (struct ems_vehicle){.type = roll(seed, 2), .station = v / 2};
        t->crews[v] = (struct ems_crew){.station = v / 2};
    }
}

static void set_travel(struct town *t, uint64_t *seed)
{
    int32_t sites = t->model.station_count + HOSPITALS;
    struct ems_travel_def def = {.kind = EMS_TRAVEL_STRAIGHT,
                                 .detour = 1.3,
                                 .class_count = 1,
                                 .places = t->fixed,
                                 .place_count = sites + PLACES,
                                 .source_count = sites};
    def.speed_mps[EMS_LIGHTS][0] = 17;
    def.speed_mps[EMS_NORMAL][0] = 11;
    for (int h = 0; h < 24; h++) def.hour_factor[h] = 0.8 + 0.1 * roll(seed, 5);
    check_ok(ems_travel_init(&t->model.travel, &def, &t->arena));
}

static struct town *make_town(int32_t stations, uint64_t *seed)
{
    struct town *t = calloc(1, sizeof *t);
    assert_non_null(t);
    t->width = (int32_t)(40 * sqrt(stations / 60.0));
    lay_out(t, stations, seed);
    t->model = (struct ems_model){.stations = t->stations,
                                  .station_count = stations,
                                  .hospitals = t->hospitals,
                                  .hospital_count = HOSPITALS,
                                  .places = t->places,
                                  .place_count = PLACES,
                                  .vehicles = t->vehicles,
                                  .vehicle_count = 2 * stations,
                                  .crews = t->crews,
                                  .crew_count = 2 * stations,
                                  .types = types,
                                  .type_count = 2,
                                  .conditions = conditions,
                                  .condition_count = 3};
    t->model.rules.reassign[2] = 1; /* from priority 3 for 1 */
    t->model.rules.lights_to_priority = 2;
    t->model.durations.turnout_day = ems_distribution_constant(90);
    set_travel(t, seed);
    check_ok(ems_model_index(&t->model, &t->arena));
    check_true(ems_world_init(&t->world, &t->model, 0));
    check_true(EMS_RESERVE(&t->world.calls, TASKS) && EMS_RESERVE(&t->world.tasks, TASKS));
    t->world.calls.count = t->world.tasks.count = TASKS;
    return t;
}

static void free_town(struct town *t)
{
    ems_world_free(&t->world);
    ems_arena_free(&t->arena);
    free(t);
}

/* The last task asks; the others have vehicles. */
static void draw_calls(struct town *t, uint64_t *seed)
{
    for (int32_t i = 0; i < TASKS; i++) {
        int32_t place = t->model.station_count + HOSPITALS + roll(seed, PLACES);
        t->world.tasks.items[i].call = i;
        t->world.calls.items[i] = (struct ems_call_state){
            .at = {.at = t->fixed[place], .place = roll(seed, 4) ? place : EMS_NOWHERE_FIXED},
            .priority = 1 + roll(seed, 3),
            .condition = roll(seed, 3)};
    }
}

/* Under way for some time; of two vehicles of a station one may follow the other. */
static void send_away(struct town *t, ems_vehicle_id vehicle, enum ems_vehicle_status status, uint64_t *seed)
{
    struct ems_world *w = &t->world;
    struct ems_vehicle_state *v = &w->vehicles.items[vehicle];
    const struct ems_location home = t->stations[v->station].at;
    const struct ems_vehicle_state *other = &w->vehicles.items[vehicle ^ 1];
    v->status = (int32_t)status;
    v->crew = vehicle;
    v->task = roll(seed, TASKS - 1);
    w->crews.items[vehicle].duty = roll(seed, 4) ? EMS_DUTY_ON : EMS_DUTY_WINDING_DOWN;
    v->trip = (struct ems_trip){.from = {.at = draw_point(t, seed), .place = EMS_NOWHERE_FIXED},
                                .to = home,
                                .depart = w->s.now - roll(seed, 600) * EMS_SECOND,
                                .mode = roll(seed, 2)};
    v->trip.arrive = w->s.now + (1 + roll(seed, 600)) * EMS_SECOND;
    if (status == EMS_V_RETURNING && other->status == EMS_V_RETURNING && roll(seed, 2)) v->trip = other->trip;
    if (status == EMS_V_RETURNING || status == EMS_V_TURNOUT || status == EMS_V_EN_ROUTE)
        ems_nearby_enter(&t->model, w, vehicle);
}

/* `idle` of 16 vehicles stand at their stations, the others are anywhere. */
static void draw_state(struct town *t, int32_t idle, uint64_t *seed)
{
    static const enum ems_vehicle_status away[] = {EMS_V_RETURNING, EMS_V_TURNOUT, EMS_V_EN_ROUTE,
                                                   EMS_V_ON_SCENE};
    struct ems_world *w = &t->world;
    check_true(ems_world_init(w, &t->model, 0));
    w->calls.count = w->tasks.count = TASKS;
    w->s.now = (1 + roll(seed, 23)) * EMS_HOUR + roll(seed, 3600) * EMS_SECOND;
    draw_calls(t, seed);
    bool downwards = roll(seed, 2) == 1; /* the order in which cells list them */
    const int32_t vehicles = t->model.vehicle_count;
    for (int32_t i = 0; i < vehicles; i++) {
        ems_vehicle_id v = downwards ? vehicles - 1 - i : i;
        bool stands = roll(seed, 16) < idle;
        w->stations.items[v / 2].idle_crews += stands;
        ems_bit_put(w->idle_vehicles.items, v, stands);
        if (!stands) send_away(t, v, away[roll(seed, 4)], seed);
    }
    for (ems_station_id s = 0; s < t->model.station_count; s++) ems_station_refresh(&t->model, w, s);
    for (ems_hospital_id h = 0; h < HOSPITALS; h++) w->hospitals.items[h].closed = roll(seed, 3) == 0;
}

struct choice {
    ems_vehicle_id vehicle;
    ems_hospital_id hospital;
    int64_t looked_at;
};

/* `min_gain` is all that the parameters of `nearest` hold. */
static struct choice choose(struct town *t, ems_time min_gain, bool reference)
{
    struct choice chosen = {.looked_at = 0};
    struct ems_policy_view view = {
        .model = &t->model, .world = &t->world, .params = &min_gain, .looked_at = &chosen.looked_at};
    t->world.reference = reference;
    chosen.vehicle = ems_policy_find(EMS_ROLE_DISPATCH, "nearest")->dispatch(&view, TASKS - 1);
    chosen.hospital = ems_policy_find(EMS_ROLE_DESTINATION, "nearest-capable")->destination(&view, TASKS - 1);
    t->world.reference = false;
    return chosen;
}

struct tally {
    int64_t looked_at[2];
    int32_t by_status[EMS_V_STATUSES], nobody;
};

/* Some states of a town, the fast way and the slow one. */
static void play_town(struct town *t, int32_t rounds, uint64_t *seed, struct tally *tally)
{
    for (int32_t round = 0; round < rounds; round++) {
        draw_state(t, round % 9, seed);
        ems_time min_gain = roll(seed, 2) * 45 * EMS_SECOND;
        struct choice fast = choose(t, min_gain, false), slow = choose(t, min_gain, true);
        check_int(fast.vehicle, slow.vehicle);
        check_int(fast.hospital, slow.hospital);
        tally->looked_at[0] += fast.looked_at;
        tally->looked_at[1] += slow.looked_at;
        tally->nobody += fast.vehicle == EMS_NONE;
        if (fast.vehicle != EMS_NONE) tally->by_status[t->world.vehicles.items[fast.vehicle].status]++;
    }
}

static void both_ways_choose_alike(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct tally tally = {0};
    for (int i = 0; i < 25; i++) {
        struct town *t = make_town(60, &seed);
        play_town(t, 120, &seed, &tally);
        free_town(t);
    }
    check_true(tally.looked_at[0] < tally.looked_at[1] / 4);
    check_true(tally.by_status[EMS_V_IDLE] > 300 && tally.by_status[EMS_V_RETURNING] > 300); /* all kinds */
    check_true(tally.by_status[EMS_V_TURNOUT] > 30 && tally.by_status[EMS_V_EN_ROUTE] > 30 &&
               tally.nobody < 300);
}

static void play_large(int32_t stations, int32_t levels)
{
    uint64_t seed = (uint64_t)stations;
    struct tally tally = {0};
    struct town *t = make_town(stations, &seed);
    check_int(t->model.index.way_levels, levels);
    play_town(t, 90, &seed, &tally);
    free_town(t);
    check_true(tally.looked_at[0] < tally.looked_at[1] / 20);
    check_true(tally.by_status[EMS_V_IDLE] > 10 && tally.by_status[EMS_V_RETURNING] > 10);
}

static void so_they_do_where_ways_lie_in_grids(void **state)
{
    (void)state;
    play_large(600, 1);
    play_large(STATIONS_MAX, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways_choose_alike),
        cmocka_unit_test(so_they_do_where_ways_lie_in_grids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
