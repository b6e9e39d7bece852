/* Times and lengths by road: on a town worked out by hand, and on random ones against a search that knows
 * nothing of hierarchies, tables or grids. */
#include "unit/travel/land.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_node_to_node),
        cmocka_unit_test(from_edge_to_edge),
        cmocka_unit_test(the_whole_edge_may_be_the_longer_way),
        cmocka_unit_test(only_nodes_with_access_are_joined),
        cmocka_unit_test(random_towns_against_a_slow_search),
        cmocka_unit_test(tables_and_searches_agree),
        cmocka_unit_test(no_trip_beats_its_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
