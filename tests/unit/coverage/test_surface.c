#include "support/check.h"

#include "coverage/surface.h"
#include "town.h"

static double ground_of(const struct ems_surface *surface, int32_t area)
{
    double m2 = 0;
    for (int32_t i = 0; i < surface->count; i++)
        if (surface->points[i].area == area) m2 += surface->points[i].m2;
    return m2;
}

/* A town of 4 km2 inside a county of 100 km2: the county keeps 96. */
static void the_smaller_area_has_the_ground(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 10000);
    town_roads(&town, 10000);
    town.model.area_count = 2;
    const struct ems_point corners[4] = {{4000, 4000}, {6000, 4000}, {6000, 6000}, {4000, 6000}};
    const struct ems_ring ring = {corners, 4};
    town.areas[1].shape = ems_shape_polygon(&ring, 1);
    town.areas[1].area_m2 = 4e6;
    struct ems_surface surface;
    check_ok(ems_surface_build(&town.model, EMS_SURFACE_BUDGET, &town.arena, &surface));
    check_relative(ground_of(&surface, 0), 96e6, 0.01);
    check_relative(ground_of(&surface, 1), 4e6, 1e-9);
    ems_arena_free(&town.arena);
}

static void the_budget_is_kept(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 10000);
    town_roads(&town, 10000);
    struct ems_surface surface;
    check_ok(ems_surface_build(&town.model, 4 * 23 * 23, &town.arena, &surface));
    check_int(surface.count, 4 * 23 * 23);
    check_ok(ems_surface_build(&town.model, 0, &town.arena, &surface));
    check_int(surface.count, 4 * 10 * 10);
    town.model.area_count = 0;
    check_ok(ems_surface_build(&town.model, 1000, &town.arena, &surface));
    check_int(surface.count, 0);
    ems_arena_free(&town.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smaller_area_has_the_ground),
        cmocka_unit_test(the_budget_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
