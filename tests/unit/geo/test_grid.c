/* Searching outwards ring by ring against looking at every point. */
#include "geo/grid.h"

#include "support/check.h"

static double next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

static int32_t nearest_of_all(const struct ems_point *points, int32_t count, struct ems_point from)
{
    int32_t best = 0;
    for (int32_t i = 1; i < count; i++)
        if (ems_point_distance(points[i], from) < ems_point_distance(points[best], from)) best = i;
    return best;
}

static int32_t nearest_by_rings(const struct ems_grid *grid, const struct ems_point *points,
                                struct ems_point from)
{
    int32_t best = -1;
    double least = INFINITY;
    struct ems_grid_walk walk = ems_grid_walk_from(grid, from);
    do {
        if (ems_grid_walk_distance(&walk) > least) break;
        for (struct ems_grid_span span; ems_grid_walk_span(&walk, &span);)
            for (int32_t i = grid->first[span.from]; i < grid->first[span.to + 1]; i++) {
                double distance = ems_point_distance(points[grid->points[i]], from);
                if (distance > least || (distance == least && grid->points[i] > best)) continue;
                least = distance;
                best = grid->points[i];
            }
    } while (ems_grid_walk_ring(&walk));
    return best;
}

static void scatter(struct ems_point *points, int32_t count, double width, double height, uint64_t *seed)
{
    for (int32_t i = 0; i < count; i++)
        points[i] = ems_point_round(next_random(seed) * width, next_random(seed) * height);
}

static void compare(int32_t count, double width, double height, uint64_t seed)
{
    struct ems_arena arena = {0};
    struct ems_point points[500];
    scatter(points, count, width, height, &seed);
    struct ems_grid grid;
    assert_true(ems_grid_build(&grid, points, count, 1.5, &arena));
    for (int i = 0; i < 400; i++) { /* from inside, and from up to a width outside */
        struct ems_point from = {(next_random(&seed) * 3 - 1) * width, (next_random(&seed) * 3 - 1) * height};
        assert_int_equal(nearest_by_rings(&grid, points, from), nearest_of_all(points, count, from));
    }
    ems_arena_free(&arena);
}

static void rings_find_the_nearest(void **state)
{
    (void)state;
    compare(1, 1000, 1000, 1);
    compare(7, 5000, 300, 2);
    compare(500, 20000, 20000, 3);
    compare(500, 100000, 10, 4);
    compare(60, 0, 0, 5);
}

static void walk_visits_every_cell_once(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_point points[200];
    uint64_t seed = 9;
    scatter(points, 200, 900, 500, &seed);
    struct ems_grid grid;
    assert_true(ems_grid_build(&grid, points, 200, 2, &arena));
    int32_t *seen = EMS_NEW_ARRAY(&arena, int32_t, grid.columns * grid.rows);
    struct ems_grid_walk walk = ems_grid_walk_from(&grid, points[17]);
    do {
        for (struct ems_grid_span span; ems_grid_walk_span(&walk, &span);)
            for (int32_t cell = span.from; cell <= span.to; cell++) seen[cell]++;
    } while (ems_grid_walk_ring(&walk));
    for (int32_t c = 0; c < grid.columns * grid.rows; c++) assert_int_equal(seen[c], 1);
    ems_arena_free(&arena);
}

static void coarser_cells_hold_whole_ones(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_point points[90];
    uint64_t seed = 4;
    scatter(points, 90, 700, 1900, &seed);
    struct ems_grid grid;
    assert_true(ems_grid_build(&grid, points, 90, 1.5, &arena));
    for (int32_t wider = 1; wider < 20; wider++) {
        struct ems_grid coarse = ems_grid_coarser(&grid, wider);
        for (int i = 0; i < 90; i++) {
            int32_t column = ems_grid_column(&grid, points[i].x_m), row = ems_grid_row(&grid, points[i].y_m);
            int32_t cell = row / wider * coarse.columns + column / wider;
            assert_int_equal(ems_grid_cell(&coarse, points[i]), cell);
            assert_in_range(cell, 0, ems_grid_cells(&coarse) - 1);
        }
    }
    ems_arena_free(&arena);
}

static void no_points_is_a_grid_too(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_grid grid;
    assert_true(ems_grid_build(&grid, NULL, 0, 1.5, &arena));
    assert_int_equal(nearest_by_rings(&grid, NULL, (struct ems_point){5, 5}), -1);
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_find_the_nearest),
        cmocka_unit_test(walk_visits_every_cell_once),
        cmocka_unit_test(coarser_cells_hold_whole_ones),
        cmocka_unit_test(no_points_is_a_grid_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
