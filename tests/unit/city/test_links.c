/* Relative neighbours, against the definition taken literally. */
#include "support/check.h"

#include "city/work.h"

enum { COUNT = 200 };

static bool literally(const struct ems_city_place *places, int32_t a, int32_t b)
{
    double apart = ems_point_distance(places[a].at, places[b].at);
    for (int32_t c = 0; c < COUNT; c++) {
        if (c != a && c != b && ems_point_distance(places[a].at, places[c].at) < apart &&
            ems_point_distance(places[b].at, places[c].at) < apart)
            return false;
    }
    return true;
}

static bool has_link(const struct ems_city_links *links, int32_t a, int32_t b)
{
    for (int32_t l = 0; l < links->list.count; l++) {
        if (links->list.items[l].from == a && links->list.items[l].to == b) return true;
    }
    return false;
}

static void compare(uint64_t seed, double width_m, bool with_roads)
{
    struct ems_arena arena = {0};
    struct ems_city_work work = {.seed = ems_stream_seed(seed, 0), .arena = &arena};
    struct ems_city_links links = {0};
    int32_t expected = 0;
    for (uint32_t p = 0; p < COUNT; p++) {
        struct ems_city_place place = {.kind = EMS_CITY_VILLAGE_PLACE};
        if (with_roads && p % 3 == 0) place.kind = p % 2 ? EMS_CITY_ROAD : EMS_CITY_GATE;
        place.at = ems_point_round(width_m * ems_city_draw(&work, EMS_CITY_DRAW_VILLAGE, p, 0),
                                   3000 * ems_city_draw(&work, EMS_CITY_DRAW_VILLAGE, p, 1));
        check_true(EMS_PUSH(&work.places, place));
    }
    ems_city_find_links(&work, &links);
    check_true(!work.no_memory);
    const struct ems_city_place *places = work.places.items;
    for (int32_t a = 0; a < COUNT; a++) {
        for (int32_t b = a + 1; b < COUNT; b++) {
            bool road = places[a].kind < EMS_CITY_TOWN_PLACE && places[b].kind < EMS_CITY_TOWN_PLACE;
            bool wanted = !road && literally(places, a, b);
            expected += wanted;
            if (wanted != has_link(&links, a, b)) fail_msg("seed %d: %d and %d", (int)seed, a, b);
        }
    }
    check_int(links.list.count, expected);
    check_true(expected >= (with_roads ? COUNT / 3 : COUNT - 1)); /* it joins everything */
    free(links.list.items);
    free(work.places.items);
    ems_arena_free(&arena);
}

static void links_are_relative_neighbours(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        compare(seed, 3000, false);
        compare(seed, 50, false); /* nearly on a line */
        compare(seed, 3000, true);
    }
}

/* A square of four and a point in its middle: sides and diagonals lose to the middle. */
static void a_square(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_city_work work = {.arena = &arena};
    struct ems_city_links links = {0};
    static const struct ems_point at[5] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}, {5, 5}};
    for (int p = 0; p < 5; p++)
        check_true(
            EMS_PUSH(&work.places, ((struct ems_city_place){.kind = EMS_CITY_TOWN_PLACE, .at = at[p]})));
    ems_city_find_links(&work, &links);
    check_int(links.list.count, 4);
    for (int l = 0; l < 4; l++) {
        check_int(links.list.items[l].from, l);
        check_int(links.list.items[l].to, 4);
        check_near(links.list.items[l].length_m, sqrt(50), 1e-9);
    }
    free(links.list.items);
    free(work.places.items);
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(links_are_relative_neighbours),
                                       cmocka_unit_test(a_square)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
