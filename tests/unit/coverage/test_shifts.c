#include "support/check.h"

#include <string.h>

#include "coverage/shifts.h"

/* Cover the counts what is needed? And their cost. */
static bool covers(const struct ems_shift_kind *kinds, int32_t kind_count, const int32_t *counts,
                   const int32_t *needed, int64_t *cost)
{
    int32_t on[EMS_SHIFT_WEEK] = {0};
    *cost = 0;
    for (int32_t k = 0; k < kind_count; k++)
        for (int32_t d = 0; d < EMS_SHIFT_DAYS; d++) {
            int32_t crews = counts[k * EMS_SHIFT_DAYS + d];
            *cost += (int64_t)crews * kinds[k].cost;
            for (int32_t h = 0; h < kinds[k].hours; h++)
                on[(d * 24 + kinds[k].from + h) % EMS_SHIFT_WEEK] += crews;
        }
    for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++)
        if (on[h] < needed[h]) return false;
    return true;
}

static void day_of(int32_t *needed, const int32_t *day)
{
    for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++) needed[h] = day[h % 24];
}

/* Two crews from 8 to 20, one else: one shift of 12 hours on top of any cover around the clock. */
static void finds_what_is_plain(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_shift_kind kinds[] = {{8, 12, 720}, {20, 12, 720}, {0, 8, 480}, {8, 8, 480}, {16, 8, 480}};
    int32_t counts[5 * EMS_SHIFT_DAYS], needed[EMS_SHIFT_WEEK], day[24];
    struct ems_shift_result result;
    int64_t cost;
    for (int h = 0; h < 24; h++) day[h] = h >= 8 && h < 20 ? 2 : 1;
    day_of(needed, day);
    check_ok(ems_shifts_cover(kinds, 5, needed, &arena, counts, &result));
    check_true(covers(kinds, 5, counts, needed, &cost));
    check_int(cost, 7 * (1440 + 720));
    check_int(result.cost, cost);
    check_true(result.daily && result.proven);
    ems_arena_free(&arena);
}

/* A need on Saturday alone is covered on Saturday alone. */
static void differs_by_day_where_that_is_cheaper(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_shift_kind kinds[] = {{8, 24, 1440}, {22, 10, 600}, {10, 10, 600}};
    int32_t counts[3 * EMS_SHIFT_DAYS], needed[EMS_SHIFT_WEEK];
    struct ems_shift_result result;
    int64_t cost;
    for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++) needed[h] = 1;
    for (int32_t h = 22; h < 32; h++) needed[(6 * 24 + h) % EMS_SHIFT_WEEK] = 2; /* Sunday night to Monday */
    check_ok(ems_shifts_cover(kinds, 3, needed, &arena, counts, &result));
    check_true(covers(kinds, 3, counts, needed, &cost));
    check_int(cost, 7 * 1440 + 600);
    check_true(!result.daily && result.proven);
    check_int(counts[1 * EMS_SHIFT_DAYS + 6], 1);
    ems_arena_free(&arena);
}

/* The cheapest cover of a day by trying all: up to three crews for each of four kinds. */
static int64_t by_trying(const struct ems_shift_kind *kinds, const int32_t *needed)
{
    int64_t best = INT64_MAX;
    for (int32_t code = 0; code < 4 * 4 * 4 * 4; code++) {
        int32_t counts[4 * EMS_SHIFT_DAYS];
        int64_t cost;
        for (int32_t k = 0; k < 4; k++)
            for (int32_t d = 0; d < EMS_SHIFT_DAYS; d++) counts[k * EMS_SHIFT_DAYS + d] = code >> 2 * k & 3;
        if (covers(kinds, 4, counts, needed, &cost) && cost < best) best = cost;
    }
    return best;
}

static void is_as_cheap_as_any_day(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 40; round++) {
        struct ems_arena arena = {0};
        struct ems_shift_kind kinds[4];
        int32_t counts[4 * EMS_SHIFT_DAYS], needed[EMS_SHIFT_WEEK], day[24];
        struct ems_shift_result result;
        int64_t cost;
        for (int k = 0; k < 4; k++) {
            seed = seed * 1664525 + 1013904223;
            int32_t hours = 6 + (int32_t)(seed >> 24) % 10;
            kinds[k] = (struct ems_shift_kind){k * 6, hours, hours * 60 - 30};
        }
        for (int h = 0; h < 24; h++) {
            seed = seed * 1664525 + 1013904223;
            day[h] = (int32_t)(seed >> 28) % 3;
        }
        day_of(needed, day);
        check_ok(ems_shifts_cover(kinds, 4, needed, &arena, counts, &result));
        check_true(covers(kinds, 4, counts, needed, &cost));
        check_int(result.cost, cost);
        int64_t best = by_trying(kinds, needed);
        check_true(cost <= best); /* days that differ may be cheaper still */
        if (result.daily) check_int(cost, best);
        ems_arena_free(&arena);
    }
}

static void says_what_no_shift_reaches(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_shift_kind day = {8, 12, 720};
    int32_t counts[EMS_SHIFT_DAYS], needed[EMS_SHIFT_WEEK] = {0};
    struct ems_shift_result result;
    check_ok(ems_shifts_cover(&day, 1, needed, &arena, counts, &result));
    check_int(result.cost, 0);
    needed[3] = 1;
    check_int(ems_shifts_cover(&day, 1, needed, &arena, counts, &result), EMS_INFEASIBLE);
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_is_plain),
        cmocka_unit_test(differs_by_day_where_that_is_cheaper),
        cmocka_unit_test(is_as_cheap_as_any_day),
        cmocka_unit_test(says_what_no_shift_reaches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
