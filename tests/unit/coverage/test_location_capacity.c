/* Sites with capacities on tiny problems, against trying every plan and every way to serve each unit of
 * weight. */
#include "support/check.h"

#include "base/time.h"
#include "coverage/location.h"

enum { POINTS = 3, SITES = 4, UNITS_MOST = 6, ROUNDS = 60 };

struct town {
    struct ems_location_problem problem;
    struct ems_location_options options;
    int64_t weight[POINTS], reach[POINTS * SITES], within;
    struct ems_location_site sites[SITES];
};

static int64_t below(uint64_t *draw, int64_t count)
{
    *draw = *draw * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((*draw >> 33) % (uint64_t)count);
}

static void draw_town(struct town *t, enum ems_location_model model, uint64_t *draw)
{
    *t = (struct town){.options = ems_location_options_default(model), .within = 50};
    t->problem = ems_location_problem_default();
    for (int i = 0; i < POINTS; i++) t->weight[i] = 1 + below(draw, 2);
    for (int i = 0; i < POINTS * SITES; i++) t->reach[i] = below(draw, 8) == 0 ? EMS_NEVER : below(draw, 100);
    for (int s = 0; s < SITES; s++) {
        t->sites[s] = ems_location_site_default();
        t->sites[s].capacity = below(draw, 5);
    }
    t->problem.point_count = POINTS;
    t->problem.site_count = SITES;
    t->problem.weight = t->weight;
    t->problem.reach = t->reach;
    t->problem.within = &t->within;
    t->problem.sites = t->sites;
    t->problem.units = 1 + (int32_t)below(draw, 3);
}

/* The worth of one unit of a point at a site; site SITES is to be unserved. NAN: may not. */
static double worth_of_unit(const struct town *t, int point, int site)
{
    int64_t most = 0;
    for (int i = 0; i < POINTS * SITES; i++)
        if (t->reach[i] != EMS_NEVER && t->reach[i] > most) most = t->reach[i];
    int64_t unserved = most > 0 ? 2 * most : 1;
    int64_t reach = site < SITES ? t->reach[point * SITES + site] : EMS_NEVER;
    if (t->options.model == EMS_LOCATION_MEDIAN) return -(double)(reach == EMS_NEVER ? unserved : reach);
    if (site == SITES) return 0;
    return reach != EMS_NEVER && reach <= t->within ? 1 : NAN;
}

static double best_service(const struct town *t, int open, int point, int64_t left, int64_t *room)
{
    double best = -INFINITY;
    if (left == 0) {
        if (point + 1 == POINTS) return 0;
        return best_service(t, open, point + 1, t->weight[point + 1], room);
    }
    for (int s = 0; s <= SITES; s++) {
        double worth = worth_of_unit(t, point, s);
        if (isnan(worth) || (s < SITES && (!(open >> s & 1) || room[s] == 0))) continue;
        if (s < SITES) room[s]--;
        best = fmax(best, worth + best_service(t, open, point, left - 1, room));
        if (s < SITES) room[s]++;
    }
    return best;
}

static double best_of_all(const struct town *t)
{
    double best = -INFINITY;
    for (int open = 0; open < 1 << SITES; open++) {
        int64_t room[SITES];
        if (__builtin_popcount((unsigned)open) > t->problem.units) continue;
        for (int s = 0; s < SITES; s++) room[s] = t->sites[s].capacity;
        best = fmax(best, best_service(t, open, 0, t->weight[0], room));
    }
    return best;
}

static void agrees(enum ems_location_model model)
{
    uint64_t draw = 11 + (uint64_t)model;
    for (int round = 0; round < ROUNDS; round++) {
        struct town town;
        struct ems_location_plan plan;
        double total = 0;
        draw_town(&town, model, &draw);
        for (int i = 0; i < POINTS; i++) total += (double)town.weight[i];
        check_ok(ems_location_solve(&town.problem, &town.options, &plan));
        double expected = model == EMS_LOCATION_MEDIAN ? -best_of_all(&town) / total : best_of_all(&town);
        if (fabs(plan.objective - expected) > 1e-9) print_error("round %d\n", round);
        check_near(plan.objective, expected, 1e-9);
        check_true(plan.optimal);
        ems_location_plan_free(&plan);
    }
}

static void capacitated_cover_agrees_with_trying_all(void **state)
{
    (void)state;
    agrees(EMS_LOCATION_MCLP);
}

static void capacitated_median_agrees_with_trying_all(void **state)
{
    (void)state;
    agrees(EMS_LOCATION_MEDIAN);
}

/* Without exact search the bound holds, and is worth something. */
static void bounds_hold(enum ems_location_model model)
{
    uint64_t draw = 71 + (uint64_t)model;
    int proven = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct town town;
        struct ems_location_plan plan;
        double total = 0;
        draw_town(&town, model, &draw);
        town.options.nodes = 0;
        for (int i = 0; i < POINTS; i++) total += (double)town.weight[i];
        check_ok(ems_location_solve(&town.problem, &town.options, &plan));
        double best = best_of_all(&town), sign = plan.minimise ? -total : 1;
        check_true(sign * plan.bound >= best - 1e-6);
        check_true(sign * plan.objective <= best + 1e-6);
        proven += plan.optimal;
        ems_location_plan_free(&plan);
    }
    check_true(proven >= ROUNDS - 10);
}

static void bounds_hold_without_exact_search(void **state)
{
    (void)state;
    bounds_hold(EMS_LOCATION_MCLP);
    bounds_hold(EMS_LOCATION_MEDIAN);
}

enum { MANY = 60, OPEN = 9 };

/* All sites are open and tight: the flow must find what the linear programme proves to be the best, and the
 * prices alone come close. */
static void flows_are_the_best(void **state)
{
    (void)state;
    uint64_t draw = 5;
    for (int round = 0; round < 12; round++) {
        int64_t weight[MANY], reach[MANY * OPEN], all = 0, within = 50;
        struct ems_location_site sites[OPEN];
        struct ems_location_problem problem = ems_location_problem_default();
        struct ems_location_options options =
            ems_location_options_default(round % 2 ? EMS_LOCATION_MEDIAN : EMS_LOCATION_MCLP);
        struct ems_location_plan plan;
        for (int i = 0; i < MANY; i++) all += weight[i] = 1 + below(&draw, 50);
        for (int i = 0; i < MANY * OPEN; i++)
            reach[i] = below(&draw, 10) == 0 ? EMS_NEVER : 1 + below(&draw, 100);
        for (int s = 0; s < OPEN; s++) {
            sites[s] = ems_location_site_default();
            sites[s].least = 1;
            sites[s].capacity = below(&draw, 2 * all / OPEN);
        }
        problem.point_count = MANY;
        problem.site_count = problem.units = OPEN;
        problem.weight = weight;
        problem.reach = reach;
        problem.within = &within;
        problem.sites = sites;
        check_ok(ems_location_solve(&problem, &options, &plan));
        check_true(plan.optimal);
        double objective = plan.objective;
        ems_location_plan_free(&plan);
        options.nodes = 0;
        check_ok(ems_location_solve(&problem, &options, &plan));
        check_near(plan.objective, objective, 1e-9);
        check_true(plan.gap < 0.01);
        ems_location_plan_free(&plan);
    }
}

static void other_models_know_no_capacity(void **state)
{
    (void)state;
    uint64_t draw = 3;
    struct town town;
    struct ems_location_plan plan;
    draw_town(&town, EMS_LOCATION_MEXCLP, &draw);
    check_int(ems_location_solve(&town.problem, &town.options, &plan), EMS_BAD_USAGE);
    check_int(plan.fault, EMS_LOCATION_FAULT_CAPACITY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capacitated_cover_agrees_with_trying_all),
        cmocka_unit_test(capacitated_median_agrees_with_trying_all),
        cmocka_unit_test(bounds_hold_without_exact_search),
        cmocka_unit_test(flows_are_the_best),
        cmocka_unit_test(other_models_know_no_capacity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
