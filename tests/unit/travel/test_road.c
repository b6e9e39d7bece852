/* Travel over roads: a town of five nodes worked out by hand, and random towns against a search that knows
 * nothing of hierarchies, tables or grids. */
#include "support/check.h"

#include "support/roads.h"

#include "road/raw.h"
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

static void add_node(struct land *land, double x_m, double y_m, int access)
{
    struct ems_raw_node node = {.id = land->raw.nodes.count + 1, .at = {x_m, y_m}, .access = (uint8_t)access};
    check_true(EMS_PUSH(&land->raw.nodes, node));
}

static void add_arc(struct land *land, int from, int to, double length_m, double lights_s, double normal_s,
                    const char *road_class)
{
    struct ems_raw_arc arc = {.from = from - 1,
                              .to = to - 1,
                              .length_m = length_m,
                              .time_s = {[EMS_LIGHTS] = lights_s, [EMS_NORMAL] = normal_s}};
    arc.road_class = (uint8_t)ems_raw_class(&land->raw, road_class);
    check_true(EMS_PUSH(&land->raw.arcs, arc));
}

static void add_road(struct land *land, int a, int b, double length_m, double lights_s, double normal_s,
                     const char *road_class)
{
    add_arc(land, a, b, length_m, lights_s, normal_s, road_class);
    add_arc(land, b, a, length_m, lights_s, normal_s, road_class);
}

static void make_network(struct land *land)
{
    struct ems_diags diags = {0};
    struct ems_raw_report report;
    land->raw.coordinates = EMS_COORD_PLANE;
    check_ok(ems_network_make(&land->raw, &land->arena, &diags, &report, &land->network));
    ems_diags_free(&diags);
}

/* 10 m/s off the road with lights, 5 m/s without; all one class of area. */
static void begin_def(struct land *land, bool snap_to_edge)
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
static void begin(struct land *land, bool snap_to_edge)
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

static struct ems_location add_place(struct land *land, double x_m, double y_m)
{
    check_true(land->place_count < PLACES_MAX);
    land->places[land->place_count] = (struct ems_point){x_m, y_m};
    return (struct ems_location){.at = {x_m, y_m}, .place = land->place_count++};
}

static void init(struct land *land, int32_t sources)
{
    land->def.places = land->places;
    land->def.place_count = land->place_count;
    land->def.source_count = sources;
    check_ok(ems_travel_init(&land->travel, &land->def, &land->arena));
}

static void end(struct land *land)
{
    ems_raw_free(&land->raw);
    ems_arena_free(&land->arena);
}

static ems_time time_at(const struct land *land, struct ems_location from, struct ems_location to,
                        enum ems_mode mode, ems_time at)
{
    return ems_travel_time(&land->travel, &from, &to, mode, at);
}

static struct ems_trip planned(const struct land *land, struct ems_location from, struct ems_location to,
                               enum ems_mode mode, ems_time depart)
{
    struct ems_trip trip = {.from = from, .to = to, .mode = (int32_t)mode, .depart = depart};
    check_true(ems_trip_plan(&land->travel, &trip, false, NULL));
    trip.arrive = depart + trip.expected;
    return trip;
}

static double length_of(const struct land *land, struct ems_location from, struct ems_location to)
{
    return planned(land, from, to, EMS_LIGHTS, 0).length_m;
}

/* ---- times and lengths ---- */

static void from_node_to_node(void **state)
{
    (void)state;
    for (int32_t sources = 0; sources <= 4; sources++) { /* searched and tabled */
        struct land land;
        begin(&land, false);
        struct ems_location a = add_place(&land, -100, 0), b = add_place(&land, 2000, 50),
                            c = add_place(&land, 0, 1200), free_b = b;
        free_b.place = EMS_NOWHERE_FIXED;
        add_place(&land, 900, 900);
        init(&land, sources);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 0), (10 + 60 + 60 + 5) * S);
        check_int(time_at(&land, b, a, EMS_LIGHTS, 0), (10 + 60 + 60 + 5) * S);
        check_int(time_at(&land, a, b, EMS_NORMAL, 0), (20 + 100 + 100 + 10) * S);
        check_int(time_at(&land, a, free_b, EMS_NORMAL, 0), (20 + 100 + 100 + 10) * S);
        check_int(time_at(&land, c, a, EMS_LIGHTS, 0), (20 + 30 + 10) * S);           /* the one-way street */
        check_int(time_at(&land, a, c, EMS_LIGHTS, 0), (10 + 60 + 90 + 60 + 20) * S); /* round it */
        check_int(time_at(&land, a, a, EMS_LIGHTS, 0), (10 + 10) * S); /* to the road and back */
        check_near(length_of(&land, a, b), 100 + 2000 + 50, 1e-3);
        check_near(length_of(&land, a, c), 100 + 3000 + 200, 1e-3);
        check_near(length_of(&land, c, a), 100 + 1000 + 200, 1e-3);
        check_near(ems_travel_access_m(&land.travel, c.place), 200, 1e-6);
        end(&land);
    }
}

static void from_edge_to_edge(void **state)
{
    (void)state;
    for (int32_t sources = 0; sources <= 5; sources++) {
        struct land land;
        begin(&land, true);
        struct ems_location p = add_place(&land, 300, 20), q = add_place(&land, 700, -10),
                            r = add_place(&land, 1500, 30), s = add_place(&land, -40, 400),
                            s2 = add_place(&land, -30, 700);
        init(&land, sources);
        check_int(time_at(&land, p, q, EMS_LIGHTS, 0), (2 + 24 + 1) * S); /* along one edge */
        check_int(time_at(&land, q, p, EMS_LIGHTS, 0), (1 + 24 + 2) * S); /* and back */
        check_int(time_at(&land, p, q, EMS_NORMAL, 0), (4 + 40 + 2) * S);
        check_int(time_at(&land, p, r, EMS_LIGHTS, 0), (2 + 42 + 30 + 3) * S);
        check_int(time_at(&land, r, p, EMS_NORMAL, 0), (6 + 50 + 70 + 4) * S);
        check_int(time_at(&land, p, s, EMS_LIGHTS, 0), (2 + 42 + 90 + 60 + 18 + 4) * S);
        check_int(time_at(&land, s, p, EMS_LIGHTS, 0), (4 + 12 + 18 + 2) * S);
        check_int(time_at(&land, s2, s, EMS_LIGHTS, 0), (3 + 9 + 4) * S);
        check_int(time_at(&land, s, s2, EMS_LIGHTS, 0), (4 + 12 + 60 + 90 + 60 + 9 + 3) * S);
        check_near(length_of(&land, p, q), 20 + 400 + 10, 1e-3);
        check_near(length_of(&land, q, p), 20 + 400 + 10, 1e-3);
        check_near(length_of(&land, p, r), 20 + 700 + 500 + 30, 1e-3);
        check_near(length_of(&land, p, s), 20 + 700 + 2000 + 600 + 40, 1e-3);
        check_near(length_of(&land, s, s2), 40 + 400 + 3000 + 300 + 30, 1e-3);
        check_near(ems_travel_access_m(&land.travel, s.place), 40, 1e-6);
        end(&land);
    }
}

static void the_whole_edge_may_be_the_longer_way(void **state)
{
    (void)state;
    struct land land;
    memset(&land, 0, sizeof land);
    add_node(&land, 0, 0, 1);
    add_node(&land, 1000, 0, 1);
    add_node(&land, 500, 900, 1);
    add_road(&land, 1, 2, 1000, 600, 600, "track"); /* a minute for 100 m */
    add_road(&land, 1, 3, 1100, 20, 20, "primary");
    add_road(&land, 3, 2, 1100, 20, 20, "primary");
    make_network(&land);
    begin_def(&land, true);
    struct ems_location a = add_place(&land, 50, 0), b = add_place(&land, 950, 0);
    for (int32_t sources = 0; sources <= 2; sources++) {
        init(&land, sources);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 0), (30 + 40 + 30) * S); /* not 540 along the track */
        check_near(length_of(&land, a, b), 50 + 2200 + 50, 1e-3);
    }
    end(&land);
}

/* A junction without access is passed but not joined. */
static void only_nodes_with_access_are_joined(void **state)
{
    (void)state;
    for (int edge = 0; edge < 2; edge++) {
        struct land land;
        memset(&land, 0, sizeof land);
        add_node(&land, 0, 0, 1);
        add_node(&land, 1000, 0, 0);
        add_node(&land, 2000, 0, 1);
        add_node(&land, 2000, 500, 1);
        add_road(&land, 1, 2, 1000, 60, 60, "motorway");
        add_road(&land, 2, 3, 1000, 60, 60, "motorway");
        add_road(&land, 3, 4, 500, 60, 60, "street");
        make_network(&land);
        begin_def(&land, edge == 1);
        struct ems_location beside = add_place(&land, 1100, 30);
        init(&land, 1);
        if (edge == 0) check_near(ems_travel_access_m(&land.travel, beside.place), hypot(900, 30), 1e-6);
        if (edge == 1) check_near(ems_travel_access_m(&land.travel, beside.place), hypot(900, 0), 31);
        end(&land);
    }
}

/* ---- conditions ---- */

static void hours_change_classes_of_road_in_classes_of_area(void **state)
{
    (void)state;
    static const uint8_t cells[] = {0, 1};
    struct land land;
    begin(&land, false);
    struct ems_road_factor factors[] = {{.roads = 1U << 1, .areas = 1U << 1}, /* primary in class 1 */
                                        {.roads = UINT64_MAX, .areas = 1U << 1},
                                        {.roads = UINT64_MAX, .areas = UINT32_MAX}};
    for (int h = 0; h < 24; h++) factors[0].by_hour[h] = factors[1].by_hour[h] = factors[2].by_hour[h] = 1;
    factors[0].by_hour[8] = 0.5;
    factors[1].by_hour[8] = factors[1].by_hour[9] = 0.8;
    factors[2].by_hour[20] = 0.5;
    land.def.classes = (struct ems_raster){
        .low = {-2600, -2000}, .cell_m = 4000, .columns = 2, .rows = 1, .values = cells}; /* 1 from x 1400 */
    land.def.hour_factor[10] = 0.5;
    land.def.start_of_day = 5 * EMS_HOUR;
    land.def.road.factors = factors;
    land.def.road.factor_count = 3;
    check_text(land.network.class_name[1], "primary");
    struct ems_location a = add_place(&land, -100, 0), b = add_place(&land, 2000, 50);
    for (int32_t sources = 0; sources <= 2; sources++) {
        init(&land, sources);
        check_int(land.travel.road->conditions.count, 4); /* usual, 8, 9 and 20 o'clock */
        check_int(time_at(&land, a, b, EMS_LIGHTS, 0), 135 * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 3 * EMS_HOUR), (10 + 60 + 150 + 5) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 4 * EMS_HOUR - 1), (10 + 60 + 150 + 5) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 4 * EMS_HOUR), (10 + 60 + 75 + 5) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 5 * EMS_HOUR), 2 * 135 * S); /* off the road too */
        check_int(time_at(&land, a, b, EMS_LIGHTS, 6 * EMS_HOUR), 135 * S);
        check_int(time_at(&land, b, a, EMS_NORMAL, 15 * EMS_HOUR), (10 + 200 + 200 + 20) * S);
        check_int(time_at(&land, b, a, EMS_NORMAL, (24 + 15) * EMS_HOUR), (10 + 200 + 200 + 20) * S);
        check_near(length_of(&land, a, b), 2150, 1e-3);
    }
    end(&land);
}

static void closures_and_slow_roads(void **state)
{
    (void)state;
    struct land land;
    begin(&land, false);
    const struct ems_shape circle = ems_shape_circle((struct ems_point){1500, 100}, 101);
    const struct ems_shape beside = ems_shape_circle((struct ems_point){1500, 100}, 99);
    const struct ems_road_change changes[] = {
        {.from = 3600 * S, .to = 7200 * S, .roads = UINT64_MAX, .within = &circle, .factor = 0},
        {.from = 3600 * S, .to = EMS_NEVER, .roads = UINT64_MAX, .within = &beside, .factor = 0},
        {.from = 7000 * S, .to = 9000 * S, .roads = 1U << 1, .factor = 0.5},
        {.from = 8000 * S, .to = 10000 * S, .roads = UINT64_MAX, .factor = 0.5}};
    land.def.road.changes = changes;
    land.def.road.change_count = 4;
    struct ems_location a = add_place(&land, -100, 0), b = add_place(&land, 2000, 50);
    for (int32_t sources = 0; sources <= 2; sources++) {
        init(&land, sources);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 3600 * S - 1), 135 * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 3600 * S), EMS_NEVER);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 7200 * S - 1), EMS_NEVER);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 7200 * S), (15 + 60 + 120) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 8500 * S), (15 + 120 + 240) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 9000 * S), (15 + 120 + 120) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 10000 * S), 135 * S);
        struct ems_trip trip = {.from = a, .to = b, .mode = EMS_LIGHTS, .depart = 5000 * S};
        check_true(!ems_trip_plan(&land.travel, &trip, false, NULL));
        check_true(ems_trip_plan(&land.travel, &trip, true, NULL)); /* over the closed road, to come home */
        check_int(trip.expected, 135 * S);
        check_int(trip.as_if_open, 1);
        check_near(trip.length_m, 2150, 1e-3);
        trip.arrive = trip.depart + trip.expected;
        struct ems_location spot = ems_trip_location(&land.travel, &trip, trip.depart + 100 * S, NULL);
        check_near(spot.at.x_m, 1500, 1e-3);
        check_int(spot.node, 2);
        check_int(spot.lead, 30 * S);
        trip.depart = 3000 * S;
        check_true(ems_trip_plan(&land.travel, &trip, true, NULL));
        check_int(trip.as_if_open, 0);
        struct ems_travel usual = land.travel;
        usual.changeless = true; /* coverage asks so */
        check_int(ems_travel_time(&usual, &a, &b, EMS_LIGHTS, 5000 * S), 135 * S);
    }
    end(&land);
}

/* The end of an edge at which a closed one begins is still reached; on the closed edge nobody is. */
static void places_on_a_closed_edge_are_cut_off(void **state)
{
    (void)state;
    struct land land;
    begin(&land, true);
    const struct ems_road_change closed = {.from = 0, .to = 60 * S, .roads = 1U << 1, .factor = 0};
    land.def.road.changes = &closed;
    land.def.road.change_count = 1;
    struct ems_location p = add_place(&land, 300, 20), r = add_place(&land, 1500, 30),
                        r2 = add_place(&land, 1600, 30), q = add_place(&land, 700, -10);
    for (int32_t sources = 0; sources <= 4; sources++) {
        init(&land, sources);
        check_int(time_at(&land, p, r, EMS_LIGHTS, 0), EMS_NEVER);
        check_int(time_at(&land, r, p, EMS_LIGHTS, 0), EMS_NEVER);
        check_int(time_at(&land, r, r2, EMS_LIGHTS, 0), EMS_NEVER);
        check_int(time_at(&land, p, q, EMS_LIGHTS, 0), 27 * S);
        check_int(time_at(&land, r, r2, EMS_LIGHTS, 60 * S), (3 + 6 + 3) * S);
    }
    end(&land);
}

/* ---- under way ---- */

/* Of a way made of straight pieces, each driven evenly. */
struct piece {
    double seconds, x_m, y_m; /* to where */
    int32_t place, node;      /* what its location says */
};

static void check_walk(const struct land *land, const struct ems_trip *trip, double pace,
                       const struct piece *pieces, int count)
{
    double begun = 0;
    struct ems_point from = trip->from.at;
    for (int i = 0; i < count; i++) {
        const struct piece *p = &pieces[i];
        for (double t = 0.5; t < p->seconds; t++) {
            double share = t / p->seconds;
            ems_time at = trip->depart + ems_time_from_seconds((begun + t) * pace);
            struct ems_location spot = ems_trip_location(&land->travel, trip, at, NULL);
            check_near(spot.at.x_m, from.x_m + share * (p->x_m - from.x_m), 2e-3);
            check_near(spot.at.y_m, from.y_m + share * (p->y_m - from.y_m), 2e-3);
            check_int(spot.place, p->place);
            check_int(spot.node, p->node);
            struct ems_point point = ems_trip_position(&land->travel, trip, at);
            check_near(point.x_m, spot.at.x_m, 0);
        }
        begun += p->seconds;
        from = (struct ems_point){p->x_m, p->y_m};
    }
    check_near(ems_time_seconds(trip->arrive - trip->depart), begun * pace, 1e-9);
}

static void a_vehicle_follows_the_nodes(void **state)
{
    (void)state;
    static const struct piece way[] = {{10, 0, 0, EMS_UNDER_WAY, 0},
                                       {60, 1000, 0, EMS_UNDER_WAY, 1},
                                       {60, 2000, 0, EMS_UNDER_WAY, 2},
                                       {5, 2000, 50, EMS_ON_STRETCH, 2}};
    struct land land;
    begin(&land, false);
    land.def.hour_factor[1] = 0.5;
    struct ems_location a = add_place(&land, -100, 0), b = add_place(&land, 2000, 50);
    init(&land, 2);
    struct ems_trip trip = planned(&land, a, b, EMS_LIGHTS, 100 * S);
    check_walk(&land, &trip, 1, way, 4);
    trip.arrive = trip.depart + 3 * trip.expected; /* drawn three times as slow */
    check_walk(&land, &trip, 3, way, 4);
    trip = planned(&land, a, b, EMS_LIGHTS, EMS_HOUR); /* an hour with half the speed */
    check_walk(&land, &trip, 2, way, 4);
    /* at the ends */
    check_int(ems_trip_location(&land.travel, &trip, trip.depart, NULL).place, a.place);
    check_int(ems_trip_location(&land.travel, &trip, trip.arrive, NULL).place, b.place);
    check_int(ems_trip_location(&land.travel, &trip, trip.arrive + 1, NULL).place, b.place);
    check_near(ems_trip_driven_m(&land.travel, &trip, trip.depart), 0, 0);
    check_near(ems_trip_driven_m(&land.travel, &trip, trip.depart + trip.expected / 2), 1075, 1e-3);
    check_near(ems_trip_driven_m(&land.travel, &trip, trip.arrive), 2150, 1e-3);
    end(&land);
}

static void a_vehicle_follows_the_edges(void **state)
{
    (void)state;
    static const struct piece to_r[] = {{2, 300, 0, EMS_UNDER_WAY, 1},
                                        {42, 1000, 0, EMS_UNDER_WAY, 1},
                                        {30, 1500, 0, EMS_UNDER_WAY, 2},
                                        {3, 1500, 30, EMS_UNDER_WAY, 2}};
    static const struct piece to_q[] = {
        {2, 300, 0, EMS_UNDER_WAY, 1}, {24, 700, 0, EMS_UNDER_WAY, 1}, {1, 700, -10, EMS_UNDER_WAY, 1}};
    static const struct piece to_p[] = {
        {1, 700, 0, EMS_UNDER_WAY, 0}, {24, 300, 0, EMS_UNDER_WAY, 0}, {2, 300, 20, EMS_UNDER_WAY, 0}};
    struct land land;
    begin(&land, true);
    land.def.hour_factor[1] = 0.8;
    struct ems_location p = add_place(&land, 300, 20), q = add_place(&land, 700, -10),
                        r = add_place(&land, 1500, 30);
    init(&land, 1);
    struct ems_trip trip = planned(&land, p, r, EMS_LIGHTS, 0);
    check_walk(&land, &trip, 1, to_r, 4);
    check_int(ems_trip_location(&land.travel, &trip, 1 * S, NULL).lead, 43 * S);
    check_int(ems_trip_location(&land.travel, &trip, 54 * S, NULL).lead, 50 * S); /* on to node 3 */
    check_int(ems_trip_location(&land.travel, &trip, 76 * S, NULL).lead,
              (2 + 30) * S); /* back, then on to it */
    trip = planned(&land, p, q, EMS_LIGHTS, 0);
    check_walk(&land, &trip, 1, to_q, 3);
    check_int(ems_trip_location(&land.travel, &trip, 1 * S, NULL).lead, (1 + 42) * S);
    check_int(ems_trip_location(&land.travel, &trip, 12 * S, NULL).lead, 32 * S);
    trip = planned(&land, q, p, EMS_LIGHTS, 0);
    check_walk(&land, &trip, 1, to_p, 3);
    check_int(ems_trip_location(&land.travel, &trip, 11 * S, NULL).lead, 32 * S);
    trip = planned(&land, p, r, EMS_LIGHTS, EMS_HOUR);
    check_walk(&land, &trip, 1.25, to_r, 4);
    trip = planned(&land, q, p, EMS_LIGHTS, EMS_HOUR);
    check_walk(&land, &trip, 1.25, to_p, 3);
    end(&land);
}

/* What is left of an arc, or of the stretch at the start, stays as it is in another mode; the stretch at the
 * end is driven back in the new one. */
static void going_elsewhere_from_under_way(void **state)
{
    (void)state;
    struct land land;
    begin(&land, false);
    struct ems_location a = add_place(&land, -100, 0), b = add_place(&land, 2000, 50);
    init(&land, 2);
    struct ems_trip trip = planned(&land, a, b, EMS_LIGHTS, 0);
    struct ems_location spot = ems_trip_location(&land.travel, &trip, 4 * S, NULL);
    check_int(spot.lead, 6 * S);
    check_int(time_at(&land, spot, a, EMS_LIGHTS, 4 * S), (6 + 10) * S);
    check_int(time_at(&land, spot, a, EMS_NORMAL, 4 * S), (6 + 20) * S);
    spot = ems_trip_location(&land.travel, &trip, 10 * S, NULL); /* at the node: the arc ahead */
    check_int(spot.node, 1);
    check_int(spot.lead, 60 * S);
    spot = ems_trip_location(&land.travel, &trip, 40 * S, NULL);
    check_int(time_at(&land, spot, a, EMS_NORMAL, 40 * S), (30 + 100 + 20) * S);
    check_int(time_at(&land, spot, a, EMS_LIGHTS, 40 * S), (30 + 60 + 10) * S);
    check_int(time_at(&land, spot, b, EMS_LIGHTS, 40 * S), 95 * S);
    struct ems_trip next = planned(&land, spot, a, EMS_NORMAL, 40 * S);
    check_near(next.length_m, 500 + 1000 + 100, 1e-3);
    static const struct piece back[] = {
        {30, 1000, 0, EMS_UNDER_WAY, 1}, {100, 0, 0, EMS_UNDER_WAY, 0}, {20, -100, 0, EMS_ON_STRETCH, 0}};
    check_walk(&land, &next, 1, back, 3);
    spot = ems_trip_location(&land.travel, &trip, 133 * S, NULL); /* 30 m from the road */
    check_int(time_at(&land, spot, a, EMS_LIGHTS, 133 * S), (3 + 120 + 10) * S);
    check_int(time_at(&land, spot, a, EMS_NORMAL, 133 * S), (6 + 200 + 20) * S);
    /* and in the other order: out in normal mode, back with lights */
    trip = planned(&land, a, b, EMS_NORMAL, 0);
    spot = ems_trip_location(&land.travel, &trip, (220 + 4) * S, NULL); /* 20 m from the road */
    check_int(time_at(&land, spot, a, EMS_LIGHTS, 224 * S), (2 + 120 + 10) * S);
    check_int(time_at(&land, spot, a, EMS_NORMAL, 224 * S), (4 + 200 + 20) * S);
    next = planned(&land, spot, a, EMS_LIGHTS, 224 * S);
    static const struct piece home[] = {{2, 2000, 0, EMS_UNDER_WAY, 2},
                                        {60, 1000, 0, EMS_UNDER_WAY, 1},
                                        {60, 0, 0, EMS_UNDER_WAY, 0},
                                        {10, -100, 0, EMS_ON_STRETCH, 0}};
    check_walk(&land, &next, 1, home, 4);
    end(&land);
}

/* ---- random towns ---- */

enum { NODES = 30, TRIPS = 150 };

static double some(uint64_t *state, double most)
{
    return most * test_random(state, 1 << 20) / (1 << 20);
}

static void begin_random(struct land *land, uint64_t *state, bool snap_to_edge)
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

static struct ems_location place_of(const struct land *land, uint64_t *state)
{
    int32_t place = (int32_t)test_random(state, (uint32_t)land->place_count);
    return (struct ems_location){.at = land->places[place], .place = place};
}

/* Shortest times between all nodes (Floyd and Warshall). */
struct pairs {
    double s[NODES][NODES];
};

static struct pairs all_pairs(const struct ems_network *network, enum ems_mode mode)
{
    struct pairs p;
    int n = network->node_count;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) p.s[i][j] = i == j ? 0 : INFINITY;
    for (int a = 0; a < network->arc_count; a++)
        p.s[network->tail[a]][network->head[a]] =
            fmin(p.s[network->tail[a]][network->head[a]], ems_time_seconds(network->time_us[mode][a]));
    for (int k = 0; k < n; k++)
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) p.s[i][j] = fmin(p.s[i][j], p.s[i][k] + p.s[k][j]);
    return p;
}

/* Seconds between a place and each node, the stretch and the part of an edge in; INFINITY where not joined.
 */
struct spokes {
    double s[NODES], stretch_s, share;
    int arc;
};

static double off_arc(const struct ems_network *network, int arc, struct ems_point at, double *share)
{
    struct ems_position a = network->position[network->tail[arc]], b = network->position[network->head[arc]];
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    *share = square > 0 ? fmin(fmax(((at.x_m - a.x) * dx + (at.y_m - a.y) * dy) / square, 0), 1) : 0;
    return hypot(a.x + *share * dx - at.x_m, a.y + *share * dy - at.y_m);
}

static struct spokes spokes_of(const struct land *land, struct ems_point at, enum ems_mode mode, bool leaving)
{
    const struct ems_network *network = &land->network;
    struct spokes k = {.arc = -1};
    double least = INFINITY, share;
    for (int n = 0; n < NODES; n++) k.s[n] = INFINITY;
    if (!land->def.road.snap_to_edge) {
        int nearest = -1;
        for (int n = 0; n < network->node_count; n++) {
            double d = hypot(network->position[n].x - at.x_m, network->position[n].y - at.y_m);
            if (!network->access[n] || d >= least) continue;
            least = d;
            nearest = n;
        }
        k.s[nearest] = k.stretch_s = least / land->def.road.off_road_mps[mode];
        return k;
    }
    for (int a = 0; a < network->arc_count; a++) {
        double d = off_arc(network, a, at, &share);
        if (!network->access[network->tail[a]] || !network->access[network->head[a]] || d >= least - 1e-9)
            continue;
        least = d;
        k.arc = a;
        k.share = share;
    }
    k.stretch_s = least / land->def.road.off_road_mps[mode];
    if (k.share <= 0 || k.share >= 1) {
        k.s[k.share <= 0 ? network->tail[k.arc] : network->head[k.arc]] = k.stretch_s;
        k.arc = -1;
        return k;
    }
    for (int a = 0; a < network->arc_count; a++) { /* it and the way back */
        int tail = network->tail[a], head = network->head[a];
        bool same = a == k.arc, back = tail == network->head[k.arc] && head == network->tail[k.arc];
        if (!same && !back) continue;
        double gone = same ? k.share : 1 - k.share, whole = ems_time_seconds(network->time_us[mode][a]);
        int node = leaving ? head : tail;
        k.s[node] = fmin(k.s[node], k.stretch_s + whole * (leaving ? 1 - gone : gone));
    }
    return k;
}

static double slow_time(const struct land *land, const struct pairs *pairs, struct ems_point from,
                        struct ems_point to, enum ems_mode mode)
{
    const struct ems_network *network = &land->network;
    struct spokes out = spokes_of(land, from, mode, true), in = spokes_of(land, to, mode, false);
    double least = INFINITY;
    for (int i = 0; i < network->node_count; i++)
        for (int j = 0; j < network->node_count; j++)
            least = fmin(least, out.s[i] + pairs->s[i][j] + in.s[j]);
    for (int a = 0; a < network->arc_count && out.arc >= 0 && out.arc == in.arc; a++) {
        bool forward = in.share >= out.share;
        int tail = forward ? network->tail[out.arc] : network->head[out.arc],
            head = forward ? network->head[out.arc] : network->tail[out.arc];
        if (network->tail[a] != tail || network->head[a] != head) continue;
        least = fmin(least, out.stretch_s + in.stretch_s +
                                fabs(in.share - out.share) * ems_time_seconds(network->time_us[mode][a]));
    }
    return least;
}

static void random_towns_against_a_slow_search(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct land land;
        uint64_t dice = seed;
        begin_random(&land, &dice, seed % 2 == 0);
        init(&land, (int32_t)(seed % 5));
        for (int m = 0; m < EMS_MODES; m++) {
            const struct pairs pairs = all_pairs(&land.network, (enum ems_mode)m);
            for (int32_t a = 0; a < land.place_count; a++)
                for (int32_t b = 0; b < land.place_count; b++) {
                    const struct ems_location from = {.at = land.places[a], .place = a},
                                              to = {.at = land.places[b], .place = b};
                    double slow = slow_time(&land, &pairs, from.at, to.at, (enum ems_mode)m);
                    check_near(ems_time_seconds(time_at(&land, from, to, (enum ems_mode)m, 0)), slow,
                               seed % 2 == 0 ? 5e-4 : 5e-6); /* on edges positions have millimetres */
                }
        }
        end(&land);
    }
}

static void tables_and_searches_agree(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct land tabled, searched;
        uint64_t one = seed, two = seed;
        begin_random(&tabled, &one, seed % 2 == 1);
        begin_random(&searched, &two, seed % 2 == 1);
        init(&tabled, 5);
        init(&searched, 0);
        check_true(tabled.travel.road->times[EMS_LIGHTS] != NULL);
        check_true(searched.travel.road->times[EMS_LIGHTS] == NULL);
        for (int t = 0; t < TRIPS; t++) {
            struct ems_location a = place_of(&tabled, &one), b = place_of(&tabled, &one);
            enum ems_mode mode = (enum ems_mode)test_random(&one, EMS_MODES);
            struct ems_trip x = planned(&tabled, a, b, mode, 0), y = planned(&searched, a, b, mode, 0);
            check_int(x.expected, y.expected);
            check_relative(x.length_m, y.length_m, 1e-6);
        }
        end(&tabled);
        end(&searched);
    }
}

static const struct ems_road_change change_of_mind = {
    .from = 12 * EMS_HOUR, .to = 13 * EMS_HOUR, .roads = 3, .factor = 1.6};

static void vary(struct land *land, struct ems_road_factor *factor)
{
    *factor = (struct ems_road_factor){.roads = 5, .areas = UINT32_MAX};
    for (int h = 0; h < 24; h++) {
        factor->by_hour[h] = h % 5 == 0 ? 1.3 : 0.9;
        land->def.hour_factor[h] = h % 7 == 0 ? 1.2 : 0.7;
    }
    land->def.road.factors = factor;
    land->def.road.factor_count = 1;
    land->def.road.changes = &change_of_mind;
    land->def.road.change_count = 1;
}

static void no_trip_beats_its_bound(void **state)
{
    (void)state;
    int64_t above_nothing = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct land land;
        struct ems_road_factor factor;
        uint64_t dice = seed;
        begin_random(&land, &dice, seed % 2 == 0);
        vary(&land, &factor);
        init(&land, 3);
        for (int t = 0; t < TRIPS; t++) {
            ems_time depart = (ems_time)some(&dice, 2.0 * (double)EMS_DAY);
            struct ems_trip trip = planned(&land, place_of(&land, &dice), place_of(&land, &dice),
                                           (enum ems_mode)test_random(&dice, EMS_MODES), depart);
            trip.arrive = depart + (ems_time)((double)trip.expected * (0.5 + some(&dice, 1)));
            ems_time at = depart + (ems_time)some(&dice, 1.1 * (double)trip.expected);
            struct ems_location to = place_of(&land, &dice),
                                spot = ems_trip_location(&land.travel, &trip, at, NULL);
            double far_m = ems_point_distance(trip.from.at, trip.to.at);
            for (int m = 0; m < EMS_MODES; m++) {
                ems_time bound = ems_trip_bound(&land.travel, &trip, at, &to, (enum ems_mode)m);
                check_true(bound <= time_at(&land, spot, to, (enum ems_mode)m, at));
                above_nothing += bound > 0;
                check_true(ems_travel_bound(&land.travel, far_m, (enum ems_mode)m) <=
                           time_at(&land, trip.from, trip.to, (enum ems_mode)m, at));
            }
        }
        end(&land);
    }
    check_true(above_nothing > 500);
}

/* Who is sent where it is going anyway arrives when it would have. */
static void going_on_costs_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct land land;
        uint64_t dice = seed;
        begin_random(&land, &dice, false);
        for (int h = 0; h < 24; h++) land.def.hour_factor[h] = seed % 3 == 0 ? 0.7 : 1;
        init(&land, 4);
        for (int t = 0; t < TRIPS; t++) {
            enum ems_mode mode = (enum ems_mode)test_random(&dice, EMS_MODES);
            struct ems_trip trip = planned(&land, place_of(&land, &dice), place_of(&land, &dice), mode, 0);
            ems_time at = (ems_time)some(&dice, (double)trip.expected);
            struct ems_location spot = ems_trip_location(&land.travel, &trip, at, NULL);
            if (spot.place != EMS_UNDER_WAY) continue; /* on the last stretch one turns back */
            check_near(ems_time_seconds(time_at(&land, spot, trip.to, mode, at)),
                       ems_time_seconds(trip.expected - at), 5e-6);
        }
        end(&land);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_node_to_node),
        cmocka_unit_test(from_edge_to_edge),
        cmocka_unit_test(the_whole_edge_may_be_the_longer_way),
        cmocka_unit_test(only_nodes_with_access_are_joined),
        cmocka_unit_test(hours_change_classes_of_road_in_classes_of_area),
        cmocka_unit_test(closures_and_slow_roads),
        cmocka_unit_test(places_on_a_closed_edge_are_cut_off),
        cmocka_unit_test(a_vehicle_follows_the_nodes),
        cmocka_unit_test(a_vehicle_follows_the_edges),
        cmocka_unit_test(going_elsewhere_from_under_way),
        cmocka_unit_test(random_towns_against_a_slow_search),
        cmocka_unit_test(tables_and_searches_agree),
        cmocka_unit_test(no_trip_beats_its_bound),
        cmocka_unit_test(going_on_costs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
