#include "bench/location.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "bench/bare/dijkstra.h"
#include "bench/timing.h"
#include "coverage/location.h"
#include "support/roads.h"

enum { POINTS = 800, SITES = 800, COUNTIES_MOST = 64 };
#define GAP_MOST 0.005

static const char NODES[] = "../shared/data/cn_jinan/jinan_nodes.csv";
static const char CENSUS[] = "../shared/data/cn_common/county_census2020.csv";

struct problem {
    struct ems_arena arena;
    int64_t *weight, *reach, within;
    struct ems_location_site *sites;
    struct ems_location_problem problem;
};

static bool read_table(const char *path, struct ems_csv *csv, char **text)
{
    struct ems_diags diags = {0};
    size_t length;
    if (ems_file_read(path, 1 << 26, text, &length) != EMS_OK) {
        printf("  not at hand: %s\n", path);
        return false;
    }
    bool read = ems_csv_parse(*text, length, path, &diags, csv) == EMS_OK;
    ems_diags_free(&diags);
    return read;
}

static int64_t people_of(const struct ems_csv *census, const char *county)
{
    for (int64_t r = 0; r < census->rows; r++)
        if (strcmp(ems_csv_text(census, r, ems_csv_column(census, "code")), county) == 0)
            return atoll(ems_csv_text(census, r, ems_csv_column(census, "population")));
    return 0;
}

/* The people of each county are spread evenly over the points that lie in it. */
static void weigh(struct problem *p, const struct ems_csv *nodes, const struct ems_csv *census,
                  const int32_t *at)
{
    int32_t column = ems_csv_column(nodes, "county");
    for (int32_t i = 0; i < POINTS; i++) {
        const char *county = ems_csv_text(nodes, at[i], column);
        int64_t points = 0;
        for (int32_t k = 0; k < POINTS; k++)
            points += strcmp(county, ems_csv_text(nodes, at[k], column)) == 0;
        p->weight[i] = people_of(census, county) / points;
    }
}

static void fill_reach(struct problem *p, const struct test_roads *roads, const int32_t *points,
                       const int32_t *sites)
{
    const struct ems_network *n = &roads->network;
    struct bare_roads bare = bare_roads_create(n->node_count, n->first_arc, n->head, roads->arc_time);
    for (int32_t s = 0; s < SITES; s++) {
        bare_dijkstra(&bare, sites[s]);
        for (int32_t i = 0; i < POINTS; i++) p->reach[i * SITES + s] = bare.time[points[i]];
    }
    bare_roads_free(&bare);
}

static bool make(struct problem *p, const struct test_roads *roads)
{
    struct ems_csv nodes, census = {0};
    char *nodes_text = NULL, *census_text = NULL;
    int32_t points[POINTS], sites[SITES], count = roads->network.node_count;
    if (!read_table(NODES, &nodes, &nodes_text)) return false;
    bool read = read_table(CENSUS, &census, &census_text);
    p->weight = EMS_NEW_ARRAY(&p->arena, int64_t, POINTS);
    p->reach = EMS_NEW_ARRAY(&p->arena, int64_t, POINTS * SITES);
    p->sites = EMS_NEW_ARRAY(&p->arena, struct ems_location_site, SITES);
    read = read && !p->arena.failed;
    for (int32_t i = 0; i < POINTS; i++) {
        points[i] = (int32_t)((int64_t)i * count / POINTS);
        sites[i] = (int32_t)(((int64_t)i * 2 + 1) * count / (2 * SITES));
    }
    if (read) {
        weigh(p, &nodes, &census, points);
        fill_reach(p, roads, points, sites);
    }
    for (int32_t s = 0; read && s < SITES; s++) p->sites[s] = ems_location_site_default();
    ems_csv_free(&nodes);
    ems_csv_free(&census);
    free(nodes_text);
    free(census_text);
    return read;
}

static int solve(struct problem *p, enum ems_location_model model, int32_t units, int64_t minutes)
{
    struct ems_location_options options = ems_location_options_default(model);
    struct ems_location_plan plan;
    p->within = minutes * EMS_MINUTE;
    p->problem = ems_location_problem_default();
    p->problem.point_count = POINTS;
    p->problem.site_count = SITES;
    p->problem.weight = p->weight;
    p->problem.reach = p->reach;
    p->problem.within = &p->within;
    p->problem.sites = p->sites;
    p->problem.units = units;
    double start = bench_cpu_seconds();
    enum ems_status status = ems_location_solve(&p->problem, &options, &plan);
    double seconds = bench_cpu_seconds() - start;
    bool near = status == EMS_OK && plan.gap <= GAP_MOST;
    printf("  %-8s p %2d, %d min: %.6g, bound %.6g, %s%.3f %% in %.1f s (%d steps, %d nodes)%s\n",
           ems_location_model_name(model), units, (int)minutes, plan.objective, plan.bound,
           plan.optimal ? "optimal " : "within ", 100 * plan.gap, seconds, plan.iterations, plan.nodes,
           near ? "" : "  FAILED");
    ems_location_plan_free(&plan);
    return !near;
}

int bench_location(void)
{
    struct test_roads roads = {0};
    struct problem p = {0};
    int failures = 0;
    const struct test_table *jinan = NULL;
    for (int t = 0; t < test_table_count; t++)
        if (strcmp(test_tables[t].name, "Jinan") == 0) jinan = &test_tables[t];
    if (jinan == NULL || !test_roads_read(jinan, &roads)) {
        puts("  Jinan: not at hand");
        return 0;
    }
    if (make(&p, &roads)) {
        static const int32_t units[] = {5, 10, 20, 40};
        for (int u = 0; u < 4; u++) {
            for (int64_t minutes = 4; minutes <= 8; minutes += 4) {
                failures += solve(&p, EMS_LOCATION_MCLP, units[u], minutes);
                failures += solve(&p, EMS_LOCATION_MEXCLP, units[u], minutes);
            }
            failures += solve(&p, EMS_LOCATION_MEDIAN, units[u], 8);
        }
    }
    ems_arena_free(&p.arena);
    test_roads_free(&roads);
    return failures;
}
