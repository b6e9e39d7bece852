/* Location models with every single allocation failing, with and without all after it: told as such, those of
 * GLPK included, which would end the program if it were let. */
#include "support/failing_memory.h"

#include "coverage/location.h"

#ifndef ALLOCATOR_IS_TAKEN
enum { POINTS = 14, SITES = 7 };

struct town {
    int64_t weight[POINTS], reach[POINTS * SITES], within;
    struct ems_location_site sites[SITES];
    struct ems_location_problem problem;
};

static void make_town(struct town *t, bool capacities)
{
    uint64_t draw = 9;
    *t = (struct town){.within = 25};
    for (int i = 0; i < POINTS * SITES; i++) {
        draw = draw * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        t->reach[i] = (int64_t)(draw >> 33) % 100;
        t->weight[i % POINTS] = 1 + (int64_t)(draw >> 40) % 9;
    }
    for (int s = 0; s < SITES; s++) {
        t->sites[s] = ems_location_site_default();
        t->sites[s].existing = s < 2;
        if (capacities) t->sites[s].capacity = 20;
    }
    t->problem = ems_location_problem_default();
    t->problem.point_count = POINTS;
    t->problem.site_count = SITES;
    t->problem.weight = t->weight;
    t->problem.reach = t->reach;
    t->problem.within = &t->within;
    t->problem.sites = t->sites;
    t->problem.units = 3;
}

/* Few steps of the bound, so that GLPK has something left to do. */
static void fail_each(enum ems_location_model model, bool capacities, bool once)
{
    struct town town;
    bool all = false;
    make_town(&town, capacities);
    struct ems_location_options options = ems_location_options_default(model);
    options.iterations = 5;
    options.nodes = 20;
    for (long from = 0; !all; from++) {
        struct ems_location_plan plan;
        allocations = 0;
        fails_once = once;
        fails_from = from;
        enum ems_status status = ems_location_solve(&town.problem, &options, &plan);
        fails_from = -1;
        all = allocations <= from;
        ems_location_plan_free(&plan);
        check_int(status, all ? EMS_OK : EMS_NO_MEMORY);
        if (all) check_true(from > 10);
    }
}

static void every_allocation(void **state)
{
    (void)state;
    for (int once = 0; once < 2; once++) {
        fail_each(EMS_LOCATION_MCLP, false, once);
        fail_each(EMS_LOCATION_MALP, false, once);
        fail_each(EMS_LOCATION_MEDIAN, false, once);
        fail_each(EMS_LOCATION_MCLP, true, once);
        fail_each(EMS_LOCATION_CENTRE, false, once);
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef ALLOCATOR_IS_TAKEN
        cmocka_unit_test(skipped_under_sanitizers),
#else
        cmocka_unit_test(every_allocation),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
