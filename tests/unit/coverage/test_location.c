#include "support/check.h"

#include "base/time.h"
#include "coverage/location.h"
#include "support/cover_sf.h"

enum { MOST_SITES = 8 };

/* Church and ReVelle's model, published values. */
static void maximal_cover_of_san_francisco(void **state)
{
    (void)state;
    static const double covered[MOST_SITES] = {448255, 671938, 791499, 875247,
                                               927402, 941462, 950428, 955113};
    struct ems_location_options options = ems_location_options_default(EMS_LOCATION_MCLP);
    struct cover_sf data;
    if (!cover_sf_read(&data)) skip();
    for (int p = 1; p <= MOST_SITES; p++) {
        struct ems_location_problem problem = cover_sf_problem(&data, p, 5000);
        struct ems_location_plan plan;
        check_ok(ems_location_solve(&problem, &options, &plan));
        check_near(plan.objective, covered[p - 1], 0);
        check_true(plan.optimal);
        ems_location_plan_free(&plan);
    }
}

static void medians_of_san_francisco(void **state)
{
    (void)state;
    static const double mean_m[MOST_SITES] = {6000.503714, 4197.512726, 3544.675235, 2982.126858,
                                              2674.158294, 2457.358623, 2278.837329, 2151.250806};
    struct ems_location_options options = ems_location_options_default(EMS_LOCATION_MEDIAN);
    struct cover_sf data;
    if (!cover_sf_read(&data)) skip();
    for (int p = 1; p <= MOST_SITES; p++) {
        struct ems_location_problem problem = cover_sf_problem(&data, p, 5000);
        struct ems_location_plan plan;
        check_ok(ems_location_solve(&problem, &options, &plan));
        check_near(plan.objective / 1e6, mean_m[p - 1], 5e-7);
        check_true(plan.optimal);
        ems_location_plan_free(&plan);
    }
}

static void centres_of_san_francisco(void **state)
{
    (void)state;
    static const double largest_m[MOST_SITES] = {11577.278996, 9130.758741, 7529.985950, 7403.063811,
                                                 5985.500071,  5903.667154, 5150.252650, 4644.845691};
    struct ems_location_options options = ems_location_options_default(EMS_LOCATION_CENTRE);
    struct cover_sf data;
    if (!cover_sf_read(&data)) skip();
    for (int p = 1; p <= MOST_SITES; p++) {
        struct ems_location_problem problem = cover_sf_problem(&data, p, 5000);
        struct ems_location_plan plan;
        check_ok(ems_location_solve(&problem, &options, &plan));
        check_near(plan.objective / 1e6, largest_m[p - 1], 5e-7);
        check_true(plan.optimal);
        ems_location_plan_free(&plan);
    }
}

static void set_cover_of_san_francisco(void **state)
{
    (void)state;
    static const struct {
        double within_m;
        int sites;
    } known[] = {{5000, 8}, {6000, 5}, {8000, 3}};
    struct ems_location_options options = ems_location_options_default(EMS_LOCATION_LSCP);
    struct cover_sf data;
    if (!cover_sf_read(&data)) skip();
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        struct ems_location_problem problem =
            cover_sf_problem(&data, EMS_LOCATION_NO_LIMIT, known[k].within_m);
        struct ems_location_plan plan;
        check_ok(ems_location_solve(&problem, &options, &plan));
        check_near(plan.objective, known[k].sites, 0);
        check_true(plan.optimal);
        ems_location_plan_free(&plan);
    }
}

/* Four points with demands 2 2 1 1; sites cover {1,2}, {2,3}, {1,4}. */
static void a_small_maximal_cover(void **state)
{
    (void)state;
    static const int64_t weight[] = {2, 2, 1, 1}, within = 5;
    static const int64_t reach[] = {1, 9, 1, 1, 1, 9, 9, 1, 9, 9, 9, 1};
    static const double covered[] = {4, 6, 6};
    struct ems_location_site sites[3];
    for (int s = 0; s < 3; s++) sites[s] = ems_location_site_default();
    struct ems_location_options options = ems_location_options_default(EMS_LOCATION_MCLP);
    struct ems_location_problem problem = ems_location_problem_default();
    problem.point_count = 4;
    problem.site_count = 3;
    problem.weight = weight;
    problem.reach = reach;
    problem.within = &within;
    problem.sites = sites;
    for (int p = 1; p <= 3; p++) {
        struct ems_location_plan plan;
        problem.units = p;
        check_ok(ems_location_solve(&problem, &options, &plan));
        check_near(plan.objective, covered[p - 1], 0);
        check_true(plan.optimal);
        ems_location_plan_free(&plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maximal_cover_of_san_francisco), cmocka_unit_test(medians_of_san_francisco),
        cmocka_unit_test(centres_of_san_francisco),       cmocka_unit_test(set_cover_of_san_francisco),
        cmocka_unit_test(a_small_maximal_cover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
