#include "support/check.h"

#include "random/stream.h"
#include "stats/selection.h"

enum { SYSTEMS = 4, VALUES = 4000 };

static double normal(uint64_t seed, uint32_t system, uint32_t r)
{
    struct ems_stream stream = ems_stream_alone(seed, 1, (struct ems_draw_key){.origin = system, .index = r});
    double sum = 0;
    for (int i = 0; i < 12; i++) sum += ems_stream_uniform(&stream);
    return sum - 6;
}

/* Plays one selection; the best system is `best` by `gap`. Common noise is shared by all. */
static int32_t play(uint64_t seed, int32_t best, double gap, int32_t *left)
{
    static double values[SYSTEMS][VALUES];
    const double *rows[SYSTEMS];
    bool alive[SYSTEMS];
    int32_t found = 0;
    struct ems_selection_def def = {.sure = 0.95, .indifference = 0.1, .first = 10};
    for (int32_t i = 0; i < SYSTEMS; i++) {
        alive[i] = true;
        rows[i] = values[i];
        for (uint32_t r = 0; r < VALUES; r++)
            values[i][r] =
                normal(seed, SYSTEMS, r) + 0.5 * normal(seed, (uint32_t)i, r) + (i == best ? gap : 0);
    }
    *left = SYSTEMS;
    int64_t most = ems_selection_most(&def, rows, SYSTEMS);
    for (int64_t n = def.first; *left > 1 && n <= VALUES; n++)
        *left = ems_selection_look(&def, rows, SYSTEMS, n, alive, &found);
    if (most <= VALUES) check_int(*left, 1);
    check_true(alive[found]);
    return found;
}

/* The best is found at least as often as promised when it is better by the indifference; 200 plays. */
static void keeps_its_promise(void **state)
{
    (void)state;
    int32_t right = 0, left;
    for (uint64_t seed = 1; seed <= 200; seed++)
        right += play(seed, (int32_t)(seed % SYSTEMS), 0.1, &left) == (int32_t)(seed % SYSTEMS);
    check_true(right >= 190 - 9); /* 95 % of 200, less what chance allows at 0.1 % */
}

static void a_clear_best_needs_few(void **state)
{
    (void)state;
    int32_t left;
    check_int(play(7, 2, 3, &left), 2);
    check_int(left, 1);
}

static void looks_wait_for_the_first_values(void **state)
{
    (void)state;
    double a[] = {0, 0, 0}, b[] = {9, 9, 9};
    const double *rows[] = {a, b};
    bool alive[] = {true, true};
    int32_t best;
    struct ems_selection_def def = {.sure = 0.95, .indifference = 0.1, .first = 3};
    check_int(ems_selection_look(&def, rows, 2, 2, alive, &best), 2);
    check_int(best, 1);
    check_int(ems_selection_look(&def, rows, 2, 3, alive, &best), 1); /* no spread at all */
    check_true(!alive[0] && alive[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_its_promise),
        cmocka_unit_test(a_clear_best_needs_few),
        cmocka_unit_test(looks_wait_for_the_first_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
