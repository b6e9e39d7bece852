/* Coverage maps against driving times asked one by one, over straight ways, roads and a table; roads as lines
 * against the arcs of the network. */
#include "support/check.h"

#include <ems120/cover.h>
#include <ems120/roads.h>
#include <ems120/scenario.h>
#include <ems120/sim.h>

#include "scenario/load.h"
#include "model/model.h"
#include "travel/road.h"
#include "support/random_roads.h"

enum { COLUMNS = 18, ROWS = 14 };

static struct ems_scenario *open_with(const char *const *sets, int32_t count)
{
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    def.path = "tests/unit/api/town.yaml";
    def.sets = sets;
    def.set_count = count;
    struct ems_messages *messages = ems_messages_create();
    enum ems_status status = ems_scenario_open(&def, messages, &scenario);
    for (int32_t i = 0; status != EMS_OK && i < ems_messages_count(messages); i++)
        print_error("%s %s\n", ems_message_at(messages, i, EMS_LANG_EN).path,
                    ems_message_at(messages, i, EMS_LANG_EN).text);
    ems_messages_free(messages);
    check_ok(status);
    return scenario;
}

static struct ems_box town(void)
{
    return (struct ems_box){{-9000, -8000}, {9000, 8500}};
}

static struct ems_point centre_of(struct ems_box box, int column, int row)
{
    return (struct ems_point){
        round((box.low.x_m + (column + 0.5) * (box.high.x_m - box.low.x_m) / COLUMNS) * 1000) / 1000,
        round((box.low.y_m + (row + 0.5) * (box.high.y_m - box.low.y_m) / ROWS) * 1000) / 1000};
}

/* Least expected minutes over the sources, one question at a time. `turnout_s` only for stations. */
static double slow_minutes(const struct ems_scenario *s, const struct ems_cover_sources *sources,
                           struct ems_point to, bool lights, ems_time at, double turnout_s)
{
    double least = INFINITY;
    for (int32_t i = 0; i < ems_cover_sources_count(sources); i++) {
        ems_time drive = ems_scenario_drive(s, ems_cover_source_at(sources, i), to, lights, at);
        if (drive != EMS_NEVER) least = fmin(least, ((double)drive / 1e6 + turnout_s) / 60);
    }
    return least;
}

static void check_planned(const struct ems_scenario *s, bool lights)
{
    struct ems_cover_def def = ems_cover_def_default(s);
    struct ems_cover_sources *sources = NULL;
    struct ems_cover_grid *grid = NULL;
    float minutes[COLUMNS * ROWS];
    int reached = 0;
    def.lights = lights;
    check_ok(ems_cover_sources_planned(s, &def, &sources));
    check_int(ems_cover_sources_count(sources), 2);
    check_ok(ems_cover_sources_move(sources, 0, (struct ems_point){-4000, 1500}));
    check_ok(ems_cover_sources_add(sources, (struct ems_point){6000, -6500}));
    check_ok(ems_cover_grid_create(s, town(), COLUMNS, ROWS, &grid));
    check_ok(ems_cover_minutes(grid, sources, minutes));
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            double slow = slow_minutes(s, sources, centre_of(town(), column, row), lights, def.at, 60);
            double fast = (double)minutes[row * COLUMNS + column];
            if (isinf(slow))
                check_true(isinf(fast));
            else
                check_near(fast, slow, 1e-5 * slow + 1e-6);
            reached += !isinf(fast);
        }
    check_true(reached > COLUMNS * ROWS / 2);
    /* without the second station the north is farther */
    double north = (double)minutes[(ROWS - 1) * COLUMNS + COLUMNS / 2];
    ems_cover_sources_remove(sources, 1);
    check_int(ems_cover_sources_count(sources), 2);
    check_ok(ems_cover_minutes(grid, sources, minutes));
    check_true((double)minutes[(ROWS - 1) * COLUMNS + COLUMNS / 2] > north);
    ems_cover_sources_remove(sources, 0);
    ems_cover_grid_free(grid);
    ems_cover_sources_free(sources);
}

static void straight_maps_are_driving_times(void **state)
{
    (void)state;
    static const char *const two_speeds[] = {"travel.speed.lights={urban: 20 km/h, rural: 60 km/h}"};
    struct ems_scenario *even = open_with(NULL, 0), *uneven = open_with(two_speeds, 1);
    check_planned(even, true);
    check_planned(even, false);
    check_planned(uneven, true);
    ems_scenario_free(even);
    ems_scenario_free(uneven);
}

/* The town on random roads. */
static struct ems_scenario *open_on_roads(const char *folder, bool edges, const char *hours)
{
    char travel[512];
    snprintf(travel, sizeof travel,
             "travel={model: road, network: {nodes: %s/nodes.csv, edges: %s/edges.csv}, off_road: {lights: "
             "20 km/h, "
             "normal: 15 km/h}, snap: %s%s}",
             folder, folder, edges ? "edge" : "node", hours);
    const char *set = travel;
    return open_with(&set, 1);
}

static void maps_of_roads_are_driving_times(void **state)
{
    static const char *const slow_noon =
        ", hour_factor: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]";
    (void)state;
    char folder[RANDOM_ROADS_FOLDER];
    random_roads_write(3, folder);
    for (int edges = 0; edges < 2; edges++) {
        struct ems_scenario *s = open_on_roads(folder, edges != 0, edges ? slow_noon : "");
        check_planned(s, true);
        check_planned(s, false);
        ems_scenario_free(s);
    }
    random_roads_remove(folder);
}

static void maps_of_a_table_are_driving_times(void **state)
{
    (void)state;
    char folder[RANDOM_ROADS_FOLDER], travel[256];
    random_roads_write(4, folder);
    snprintf(
        travel, sizeof travel,
        "travel={model: matrix, nodes: %s/nodes.csv, times: {lights: %s/times.csv, normal_speed: 80 %%}}",
        folder, folder);
    const char *set = travel;
    struct ems_scenario *s = open_with(&set, 1);
    check_planned(s, true);
    check_planned(s, false);
    ems_scenario_free(s);
    random_roads_remove(folder);
}

static void coarse_maps_are_near_the_fine_ones(void **state)
{
    (void)state;
    enum { WIDE = 300 };
    static const char *const two_speeds[] = {"travel.speed.lights={urban: 20 km/h, rural: 60 km/h}"};
    struct ems_scenario *s = open_with(two_speeds, 1);
    struct ems_cover_def def = ems_cover_def_default(s);
    struct ems_cover_sources *sources = NULL;
    struct ems_cover_grid *grid = NULL;
    float *minutes = calloc((size_t)WIDE * WIDE, sizeof *minutes);
    struct ems_box box = town();
    check_ok(ems_cover_sources_planned(s, &def, &sources));
    check_ok(ems_cover_grid_create(s, box, WIDE, WIDE, &grid));
    check_ok(ems_cover_minutes(grid, sources, minutes));
    double worst = 0;
    for (int row = 0; row < WIDE; row += 7)
        for (int column = 0; column < WIDE; column += 7) {
            struct ems_point at = {box.low.x_m + (column + 0.5) * (box.high.x_m - box.low.x_m) / WIDE,
                                   box.low.y_m + (row + 0.5) * (box.high.y_m - box.low.y_m) / WIDE};
            double slow = slow_minutes(s, sources, at, true, def.at, 60);
            worst = fmax(worst, fabs(slow - (double)minutes[row * WIDE + column]));
        }
    check_true(worst < 0.6 && worst > 0);
    free(minutes);
    ems_cover_grid_free(grid);
    ems_cover_sources_free(sources);
    ems_scenario_free(s);
}

static void now_is_who_could_come(void **state)
{
    (void)state;
    struct ems_scenario *s = open_with(NULL, 0);
    struct ems_sim_def sim_def = ems_sim_def_default();
    struct ems_sim *sim = NULL;
    struct ems_cover_def def = ems_cover_def_default(s);
    struct ems_cover_grid *grid = NULL;
    float minutes[COLUMNS * ROWS];
    int moving = 0, away = 0;
    check_ok(ems_sim_open(s, &sim_def, &sim));
    check_ok(ems_cover_grid_create(s, town(), COLUMNS, ROWS, &grid));
    for (ems_time at = 0; ems_sim_run_until(sim, at) == EMS_STEPPED; at += 17 * EMS_MINUTE) {
        struct ems_cover_sources *sources = NULL;
        check_ok(ems_cover_sources_now(s, sim, at, &def, &sources));
        check_ok(ems_cover_minutes(grid, sources, minutes));
        double least = INFINITY;
        for (ems_vehicle_id v = 0; v < ems_scenario_info(s).vehicles; v++) {
            struct ems_vehicle_view view = ems_sim_vehicle_at(sim, v, at);
            bool idle = view.status == EMS_V_IDLE && ems_sim_station(sim, view.station).idle_crews > 0;
            if (!idle && view.status != EMS_V_RETURNING) continue;
            ems_time drive = ems_scenario_drive(s, view.at, centre_of(town(), 5, 9), true, at);
            least = fmin(least, ((double)drive / 1e6 + (idle ? 60 : 0)) / 60);
            moving += !idle;
        }
        if (isinf(least))
            away += isinf(minutes[9 * COLUMNS + 5]);
        else
            check_near((double)minutes[9 * COLUMNS + 5], least, 1e-5 * least);
        ems_cover_sources_free(sources);
    }
    check_true(moving > 5);
    ems_cover_grid_free(grid);
    ems_sim_free(sim);
    ems_scenario_free(s);
}

static void people_and_radius(void **state)
{
    (void)state;
    struct ems_scenario *s = open_with(NULL, 0);
    struct ems_cover_def def = ems_cover_def_default(s);
    struct ems_cover_sources *sources = NULL;
    struct ems_cover_grid *grid = NULL;
    float cells[COLUMNS * ROWS], metres[COLUMNS * ROWS];
    struct ems_box all = ems_scenario_box(s);
    check_true(all.low.x_m < -10000 && all.high.y_m > 10000 && all.high.y_m < 11000);
    check_ok(ems_cover_grid_create(s, all, COLUMNS, ROWS, &grid));
    check_ok(ems_cover_people(grid, cells));
    double people = 0, requests = 0;
    for (int i = 0; i < COLUMNS * ROWS; i++) people += (double)cells[i];
    check_near(people, 30000, 1);
    check_ok(ems_cover_requests(grid, cells));
    for (int i = 0; i < COLUMNS * ROWS; i++) requests += (double)cells[i];
    check_near(requests, 60 * 365, 1);
    check_ok(ems_cover_sources_planned(s, &def, &sources));
    check_ok(ems_cover_metres(grid, sources, metres));
    check_ok(ems_cover_radius(grid, cells));
    const ems_area_id *areas = ems_cover_grid_areas(grid);
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            struct ems_point at = centre_of(all, column, row);
            int i = row * COLUMNS + column;
            check_int(areas[i], ems_scenario_area_at(s, at));
            check_near((double)cells[i], areas[i] == 0 ? 5000 : areas[i] == 1 ? 20000 : 0, 0);
            double near = fmin(hypot(at.x_m, at.y_m), hypot(at.x_m - 1000, at.y_m - 6000));
            check_near((double)metres[i], near, 0.01);
        }
    ems_time times[2] = {6 * EMS_MINUTE, 100 * EMS_MINUTE};
    struct ems_cover_people_within within;
    float *minutes = calloc((size_t)ems_scenario_info(s).places, sizeof *minutes);
    check_ok(ems_cover_within(s, sources, times, 2, &within));
    check_ok(ems_cover_place_minutes(s, sources, minutes));
    double in_six = 0;
    for (int32_t p = 0; p < ems_scenario_info(s).places; p++)
        if (minutes[p] <= 6) in_six += ems_place_info(s, p).people;
    check_near(within.within[0], in_six, 1e-6);
    check_near(within.within[1], 30000, 1e-6);
    check_true(in_six > 10000 && in_six < 30000);
    check_int(ems_cover_within(s, sources, times, 9, &within), EMS_BAD_USAGE);
    free(minutes);
    ems_cover_grid_free(grid);
    grid = NULL;
    check_int(ems_cover_grid_create(s, all, 1, 5, &grid), EMS_BAD_USAGE);
    check_int(ems_cover_grid_create(s, (struct ems_box){{0, 0}, {0, 5}}, 5, 5, &grid), EMS_BAD_USAGE);
    assert_null(grid);
    ems_cover_sources_free(sources);
    ems_scenario_free(s);
}

/* ---- roads ---- */

struct drawn {
    double metres;
    int64_t segments;
    int32_t lines, last_level;
};

static int take_line(void *self, const struct ems_road_line *line)
{
    struct drawn *d = self;
    check_true(line->point_count >= 2 && line->level <= d->last_level);
    d->last_level = line->level;
    for (int32_t i = 1; i < line->point_count; i++)
        d->metres += hypot(line->points[i].x_m - line->points[i - 1].x_m,
                           line->points[i].y_m - line->points[i - 1].y_m);
    d->segments += line->point_count - 1;
    d->lines++;
    return 1;
}

/* Every road of the network once, whichever ways it is driven. */
static double metres_of(const struct ems_road_travel *road)
{
    const struct ems_network *n = road->def.network;
    double metres = 0;
    for (int32_t a = 0; a < n->arc_count; a++) {
        bool seen = false;
        for (int32_t b = 0; b < a && !seen; b++) seen = n->tail[b] == n->head[a] && n->head[b] == n->tail[a];
        struct ems_point from = road->snapper.node_at[n->tail[a]], to = road->snapper.node_at[n->head[a]];
        if (!seen) metres += hypot(from.x_m - to.x_m, from.y_m - to.y_m);
    }
    return metres;
}

static void every_road_is_drawn_once(void **state)
{
    (void)state;
    char folder[RANDOM_ROADS_FOLDER];
    random_roads_write(5, folder);
    struct ems_scenario *s = open_on_roads(folder, false, "");
    struct ems_roads *roads = NULL;
    struct drawn all = {.last_level = 9}, part = {.last_level = 9};
    int64_t segments = 0;
    check_ok(ems_roads_create(s, &roads));
    double metres = metres_of(ems_scenario_model(s)->travel.road);
    ems_scenario_free(s);
    check_int(ems_roads_lines(roads, 4, &segments), ems_roads_lines(roads, 99, NULL));
    struct ems_box world = {{-1e6, -1e6}, {1e6, 1e6}}, corner = {{-1000, -1000}, {2000, 2000}};
    ems_roads_in(roads, world, 4, take_line, &all);
    check_near(all.metres, metres, 0.01);
    check_int(all.segments, segments);
    check_int(all.lines, ems_roads_lines(roads, 4, NULL));
    ems_roads_in(roads, corner, 4, take_line, &part);
    check_true(part.lines > 0 && part.lines < all.lines / 4);
    check_int(ems_roads_level_for(roads, world, segments), 4);
    check_true(ems_roads_level_for(roads, world, 1) < 4);
    ems_roads_free(roads);
    random_roads_remove(folder);
    s = open_with(NULL, 0);
    check_ok(ems_roads_create(s, &roads));
    check_int(ems_roads_lines(roads, 4, &segments), 0);
    check_int(segments, 0);
    ems_roads_free(roads);
    ems_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(straight_maps_are_driving_times),
        cmocka_unit_test(maps_of_roads_are_driving_times),
        cmocka_unit_test(maps_of_a_table_are_driving_times),
        cmocka_unit_test(coarse_maps_are_near_the_fine_ones),
        cmocka_unit_test(now_is_who_could_come),
        cmocka_unit_test(people_and_radius),
        cmocka_unit_test(every_road_is_drawn_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
