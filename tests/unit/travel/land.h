/* A town of five nodes worked out by hand, random towns, and trips over them: for the tests of travel by
 * road. */
#ifndef EMS_TESTS_UNIT_TRAVEL_LAND_H
#define EMS_TESTS_UNIT_TRAVEL_LAND_H

#include "road/raw.h"
#include "support/check.h"
#include "support/roads.h"
#include "travel/road.h"

enum { PLACES_MAX = 24 };

struct land {
    struct ems_arena arena;
    struct ems_raw_network raw;
    struct ems_network network;
    struct ems_point places[PLACES_MAX];
    int32_t place_count;
    struct ems_travel_def def;
    struct ems_travel travel;
};

static const ems_time S = EMS_SECOND;

static inline void add_node(struct land *land, double x_m, double y_m, int access)
{
    struct ems_raw_node node = {.id = land->raw.nodes.count + 1, .at = {x_m, y_m}, .access = (uint8_t)access};
    check_true(EMS_PUSH(&land->raw.nodes, node));
}

static inline void add_arc(struct land *land, int from, int to, double length_m, double lights_s,
                           double normal_s, const char *road_class)
{
    struct ems_raw_arc arc = {.from = from - 1,
                              .to = to - 1,
                              .length_m = length_m,
                              .time_s = {[EMS_LIGHTS] = lights_s, [EMS_NORMAL] = normal_s}};
    arc.road_class = (uint8_t)ems_raw_class(&land->raw, road_class);
    check_true(EMS_PUSH(&land->raw.arcs, arc));
}

static inline void add_road(struct land *land, int a, int b, double length_m, double lights_s,
                            double normal_s, const char *road_class)
{
    add_arc(land, a, b, length_m, lights_s, normal_s, road_class);
    add_arc(land, b, a, length_m, lights_s, normal_s, road_class);
}

static inline void make_network(struct land *land)
{
    struct ems_diags diags = {0};
    struct ems_raw_report report;
    land->raw.coordinates = EMS_COORD_PLANE;
    check_ok(ems_network_make(&land->raw, &land->arena, &diags, &report, &land->network));
    ems_diags_free(&diags);
}

/* 10 m/s off the road with lights, 5 m/s without; all one class of area. */
static inline void begin_def(struct land *land, bool snap_to_edge)
{
    static const uint8_t one_class[1];
    land->def = (struct ems_travel_def){.kind = EMS_TRAVEL_ROAD, .detour = 1, .class_count = 2};
    for (int h = 0; h < 24; h++) land->def.hour_factor[h] = 1;
    land->def.classes =
        (struct ems_raster){.low = {-1e5, -1e5}, .cell_m = 2e5, .columns = 1, .rows = 1, .values = one_class};
    land->def.road =
        (struct ems_road_def){.network = &land->network,
                              .projection = ems_projection_at(EMS_COORD_PLANE, (struct ems_position){0, 0}),
                              .snap_to_edge = snap_to_edge,
                              .off_road_mps = {[EMS_LIGHTS] = 10, [EMS_NORMAL] = 5}};
}

/*   5 ---- 4          5 to 1 is one-way, 2 to 3 is primary
 *   |      |
 *   1 ---- 2 ---- 3
 */
static inline void begin(struct land *land, bool snap_to_edge)
{
    memset(land, 0, sizeof *land);
    static const double at[][2] = {{0, 0}, {1000, 0}, {2000, 0}, {1000, 1000}, {0, 1000}};
    for (int n = 0; n < 5; n++) add_node(land, at[n][0], at[n][1], 1);
    add_road(land, 1, 2, 1000, 60, 100, "street");
    add_road(land, 2, 3, 1000, 60, 100, "primary");
    add_road(land, 2, 4, 1000, 90, 150, "street");
    add_road(land, 4, 5, 1000, 60, 100, "street");
    add_arc(land, 5, 1, 1000, 30, 50, "lane");
    make_network(land);
    begin_def(land, snap_to_edge);
}

static inline struct ems_location add_place(struct land *land, double x_m, double y_m)
{
    check_true(land->place_count < PLACES_MAX);
    land->places[land->place_count] = (struct ems_point){x_m, y_m};
    return (struct ems_location){.at = {x_m, y_m}, .place = land->place_count++};
}

static inline void init(struct land *land, int32_t sources)
{
    land->def.places = land->places;
    land->def.place_count = land->place_count;
    land->def.source_count = sources;
    check_ok(ems_travel_init(&land->travel, &land->def, &land->arena));
}

static inline void end(struct land *land)
{
    ems_raw_free(&land->raw);
    ems_arena_free(&land->arena);
}

static inline ems_time time_at(const struct land *land, struct ems_location from, struct ems_location to,
                               enum ems_mode mode, ems_time at)
{
    return ems_travel_time(&land->travel, &from, &to, mode, at);
}

static inline struct ems_trip planned(const struct land *land, struct ems_location from,
                                      struct ems_location to, enum ems_mode mode, ems_time depart)
{
    struct ems_trip trip = {.from = from, .to = to, .mode = (int32_t)mode, .depart = depart};
    check_true(ems_trip_plan(&land->travel, &trip, false, NULL));
    trip.arrive = depart + trip.expected;
    return trip;
}

static inline double length_of(const struct land *land, struct ems_location from, struct ems_location to)
{
    return planned(land, from, to, EMS_LIGHTS, 0).length_m;
}

/* ---- random towns ---- */

enum { NODES = 30, TRIPS = 150 };

static inline double some(uint64_t *state, double most)
{
    return most * test_random(state, 1 << 20) / (1 << 20);
}

static inline void begin_random(struct land *land, uint64_t *state, bool snap_to_edge)
{
    memset(land, 0, sizeof *land);
    for (int n = 0; n < NODES; n++)
        add_node(land, rint(some(state, 4e6)) / 1000, rint(some(state, 4e6)) / 1000,
                 test_random(state, 8) > 0);
    static const char *const classes[] = {"primary", "street", "lane"};
    for (int k = 0; k < 3 * NODES; k++) {
        int a = k < NODES ? k + 1 : (int)test_random(state, NODES) + 1;
        int b = k < NODES ? (k + 1) % NODES + 1 : (int)test_random(state, NODES) + 1;
        struct ems_position x = land->raw.nodes.items[a - 1].at, y = land->raw.nodes.items[b - 1].at;
        double straight_m = hypot(x.x - y.x, x.y - y.y), s = straight_m / (4 + some(state, 20));
        add_arc(land, a, b, straight_m * 1.2, s, s * (1 + some(state, 1)), classes[test_random(state, 3)]);
        if (test_random(state, 3) > 0)
            add_arc(land, b, a, straight_m * 1.2, s, s * 1.5, classes[test_random(state, 3)]);
    }
    make_network(land);
    begin_def(land, snap_to_edge);
    for (int p = 0; p < 12; p++) add_place(land, some(state, 5000) - 500, some(state, 5000) - 500);
}

static inline struct ems_location place_of(const struct land *land, uint64_t *state)
{
    int32_t place = (int32_t)test_random(state, (uint32_t)land->place_count);
    return (struct ems_location){.at = land->places[place], .place = place};
}

#endif
