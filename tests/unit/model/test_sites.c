/* Sites from near to far, from listed places and from anywhere else, against sorting all of them. */
#include "model/model.h"

#include "support/check.h"

enum { MOST = 90, PLACES = 40 };

static double next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

/* On a coarse lattice, so that many lie equally far. */
static struct ems_point draw_point(uint64_t *seed)
{
    return (struct ems_point){floor(next_random(seed) * 30) * 500, floor(next_random(seed) * 20) * 500};
}

static double square_m2(struct ems_point a, struct ems_point b)
{
    return (a.x_m - b.x_m) * (a.x_m - b.x_m) + (a.y_m - b.y_m) * (a.y_m - b.y_m);
}

struct land {
    struct ems_arena arena;
    struct ems_location at[MOST];
    struct ems_demand_place places[PLACES];
    struct ems_model model;
    struct ems_sites sites;
};

static void make_land(struct land *l, int32_t count, uint64_t seed)
{
    *l = (struct land){.model = {.station_count = count, .place_count = PLACES, .places = l->places}};
    for (int32_t i = 0; i < count; i++) l->at[i] = (struct ems_location){.at = draw_point(&seed), .place = i};
    for (int32_t p = 0; p < PLACES; p++) l->places[p].at = draw_point(&seed);
    check_ok(ems_sites_build(&l->sites, l->at, count, &l->model, &l->arena));
}

/* What a walk must find: all sites of the mask, within reach. */
static int32_t within(const struct land *l, struct ems_point from, const uint64_t *among, double reach_m2)
{
    int32_t count = 0;
    for (int32_t i = 0; i < l->sites.count; i++)
        count += (among[i >> 6] >> (i & 63) & 1) && square_m2(l->at[i].at, from) <= reach_m2;
    return count;
}

/* Sites equally far from the end of the list on may come twice, no other. */
static void check_walk(const struct land *l, struct ems_location from, const uint64_t *among, double reach_m2)
{
    bool seen[MOST] = {false};
    int32_t found = 0;
    struct ems_site_walk walk;
    ems_site_walk_from(&walk, &l->sites, &from, among);
    double last_m2 = 0;
    for (int32_t s; (s = ems_site_walk_next(&walk, reach_m2)) != EMS_NONE;) {
        double away_m2 = square_m2(l->at[s].at, from.at);
        check_true(away_m2 <= reach_m2 && (among[s >> 6] >> (s & 63) & 1));
        if (walk.in_list) check_true(away_m2 >= last_m2);
        check_true(!seen[s] || away_m2 == walk.known_m2);
        found += !seen[s];
        seen[s] = true;
        last_m2 = away_m2;
    }
    check_int(found, within(l, from.at, among, reach_m2));
}

static void check_land(int32_t count, uint64_t seed)
{
    static const double reaches_m[] = {0, 700, 3000, 9000, INFINITY};
    static const uint64_t masks[][2] = {{UINT64_MAX, UINT64_MAX}, {0, 0}, {0x8421, 0x11}, {1, 0}};
    struct land l;
    make_land(&l, count, seed);
    for (int32_t p = 0; p < PLACES; p++)
        for (size_t r = 0; r < sizeof reaches_m / sizeof *reaches_m; r++)
            for (size_t m = 0; m < sizeof masks / sizeof *masks; m++) {
                struct ems_location from = {.at = l.places[p].at, .place = count + p};
                check_walk(&l, from, masks[m], reaches_m[r] * reaches_m[r]);
                from.place = EMS_NOWHERE_FIXED;
                check_walk(&l, from, masks[m], reaches_m[r] * reaches_m[r]);
            }
    ems_arena_free(&l.arena);
}

static void all_within_reach_are_found(void **state)
{
    (void)state;
    check_land(0, 1);
    check_land(1, 2);
    check_land(EMS_SITES_LISTED, 3); /* the list is all there is */
    check_land(EMS_SITES_LISTED + 1, 4);
    for (uint64_t seed = 5; seed < 12; seed++) check_land(MOST, seed);
}

/* The nearest is handed out first, so that a search may stop at once. */
static void a_list_begins_with_the_nearest(void **state)
{
    (void)state;
    struct land l;
    make_land(&l, MOST, 20);
    for (int32_t p = 0; p < PLACES; p++) {
        const int32_t *list = l.sites.nearest + (ptrdiff_t)p * l.sites.listed;
        double last_m2 = square_m2(l.at[list[l.sites.listed - 1]].at, l.places[p].at);
        int32_t nearer = 0;
        for (int32_t s = 0; s < MOST; s++) nearer += square_m2(l.at[s].at, l.places[p].at) < last_m2;
        check_true(nearer < l.sites.listed);
        for (int32_t i = 1; i < l.sites.listed; i++)
            check_true(square_m2(l.at[list[i - 1]].at, l.places[p].at) <=
                       square_m2(l.at[list[i]].at, l.places[p].at));
    }
    ems_arena_free(&l.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_within_reach_are_found),
        cmocka_unit_test(a_list_begins_with_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
