#include "support/check.h"

#include "coverage/now.h"
#include "town.h"

enum { MOVING = 12 };

/* Asked twice, the second time after another answer: what is kept must not show. */
static double people_of(const struct ems_cover_map *groups, const uint64_t *available,
                        const struct ems_point *moving, int32_t moving_count)
{
    struct ems_arena arena = {0};
    struct ems_cover_now now = {0};
    const uint64_t other =
        0x5555555555555555u &
        (groups->station_count < 64 ? ((uint64_t)1 << groups->station_count) - 1 : UINT64_MAX);
    check_true(ems_cover_now_init(&now, groups, &arena));
    double first = ems_cover_now_people(&now, groups, available, moving, moving_count);
    if (groups->words == 1) ems_cover_now_people(&now, groups, &other, NULL, 0);
    check_near(ems_cover_now_people(&now, groups, available, moving, moving_count), first, 0);
    ems_arena_free(&arena);
    return first;
}

static double brute_people(const struct town *town, const uint64_t *available, const struct ems_point *moving,
                           int32_t moving_count)
{
    double people = 0;
    for (int32_t p = 0; p < TOWN_PLACES; p++) {
        const struct ems_demand_place *place = &town->places[p];
        double radius = town->classes[town->areas[place->area].class_id].service_radius_m;
        bool covered = false;
        for (int32_t s = 0; s < TOWN_STATIONS; s++)
            covered |= (available[0] >> s & 1) && town_distance(place->at, town->stations[s].at.at) <= radius;
        for (int32_t m = 0; m < moving_count; m++) covered |= town_distance(place->at, moving[m]) <= radius;
        if (covered && radius > 0) people += place->people;
    }
    return people;
}

static int from_west(const void *a, const void *b)
{
    const struct ems_point *p = a, *q = b;
    return (p->x_m > q->x_m) - (p->x_m < q->x_m);
}

static void agrees_with_brute_force(void **state)
{
    (void)state;
    struct town town;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        town_fill(&town, seed, 12000);
        struct ems_cover_map groups;
        check_ok(ems_cover_map_build(&town.model, &town.arena, &groups));
        uint64_t draw = seed * 7919;
        for (int round = 0; round < 20; round++) {
            uint64_t available = 0;
            for (int s = 0; s < TOWN_STATIONS; s++)
                if (town_uniform(&draw) < round / 40.0) available |= (uint64_t)1 << s;
            struct ems_point moving[MOVING];
            int32_t count = (int32_t)(town_uniform(&draw) * MOVING);
            for (int m = 0; m < count; m++) {
                moving[m] = town_point(&draw, 12000);
                moving[m].x_m *= 4;
            }
            qsort(moving, (size_t)count, sizeof *moving, from_west);
            /* people are whole numbers: sums are exact in any order */
            check_near(people_of(&groups, &available, moving, count),
                       brute_people(&town, &available, moving, count), 0);
        }
        ems_arena_free(&town.arena);
    }
}

/* Stations come and go a few at a time, as in a run. */
static void agrees_after_many_changes(void **state)
{
    (void)state;
    struct town town;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        town_fill(&town, seed, 12000);
        struct ems_cover_map groups;
        struct ems_cover_now now = {0};
        check_ok(ems_cover_map_build(&town.model, &town.arena, &groups));
        check_true(ems_cover_now_init(&now, &groups, &town.arena));
        uint64_t draw = seed * 104729, available = 0;
        for (int round = 0; round < 300; round++) {
            for (int change = 0; change < round % 4; change++)
                available ^= (uint64_t)1 << (int)(town_uniform(&draw) * TOWN_STATIONS);
            if (round % 50 == 0) available = 0;
            struct ems_point moving[2] = {town_point(&draw, 48000), town_point(&draw, 12000)};
            int32_t count = round % 3;
            check_near(ems_cover_now_people(&now, &groups, &available, moving, count),
                       brute_people(&town, &available, moving, count), 0);
        }
        ems_arena_free(&town.arena);
    }
}

/* Combinations come back, in turn with others: what was kept of a combination is that of another by then
 * where not all stations are told apart. */
static void combinations_come_back(void **state)
{
    (void)state;
    static const struct {
        int32_t stations;
        uint64_t told_apart;
    } towns[] = {{0, 0}, {1, 1}, {5, 31}, {6, 63}, {7, 63}, {12, 63}, {13, 0}, {TOWN_STATIONS, 0}};
    enum { COMBINATIONS = 8 };
    for (size_t t = 0; t < sizeof towns / sizeof *towns; t++) {
        struct town town;
        town_fill(&town, t + 1, 12000);
        town.model.station_count = towns[t].stations;
        struct ems_cover_map groups;
        struct ems_cover_now now = {0};
        check_ok(ems_cover_map_build(&town.model, &town.arena, &groups));
        check_true(ems_cover_now_init(&now, &groups, &town.arena));
        check_true(now.told_apart == towns[t].told_apart);
        uint64_t draw = t * 15485863, combinations[COMBINATIONS] = {0};
        for (int round = 0; round < 400; round++) {
            uint64_t *available = &combinations[(int)(town_uniform(&draw) * COMBINATIONS)];
            if (round % 5 == 0 && towns[t].stations > 0)
                *available ^= (uint64_t)1 << (int)(town_uniform(&draw) * towns[t].stations);
            struct ems_point moving[2] = {town_point(&draw, 48000), town_point(&draw, 12000)};
            check_near(ems_cover_now_people(&now, &groups, available, moving, round % 3),
                       brute_people(&town, available, moving, round % 3), 0);
        }
        ems_arena_free(&town.arena);
    }
}

/* One place, one station 5 km away on the circle: 3 km east and 4 km north. */
static void the_circle_belongs_to_the_radius(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 12000);
    town.model.place_count = town.model.station_count = 1;
    town.classes[0].service_radius_m = 5000;
    town.places[0].at = (struct ems_point){1000.125, 2000.25};
    town.stations[0].at.at = (struct ems_point){4000.125, 6000.25};
    struct ems_cover_map groups;
    const uint64_t none = 0, one = 1;
    check_ok(ems_cover_map_build(&town.model, &town.arena, &groups));
    check_near(people_of(&groups, &one, NULL, 0), town.places[0].people, 0);
    check_near(people_of(&groups, &none, NULL, 0), 0, 0);
    check_near(people_of(&groups, &none, &town.stations[0].at.at, 1), town.places[0].people, 0);
    town.stations[0].at.at.x_m += 0.002;
    check_ok(ems_cover_map_build(&town.model, &town.arena, &groups));
    check_near(people_of(&groups, &one, NULL, 0), 0, 0);
    check_near(people_of(&groups, &none, &town.stations[0].at.at, 1), 0, 0);
    ems_arena_free(&town.arena);
}

static void nothing_to_cover_is_no_one(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 12000);
    town.model.station_count = 0;
    struct ems_cover_map groups;
    check_ok(ems_cover_map_build(&town.model, &town.arena, &groups));
    check_near(people_of(&groups, NULL, NULL, 0), 0, 0);
    check_true(people_of(&groups, NULL, &town.places[0].at, 1) >= town.places[0].people);
    town.model.place_count = 0;
    check_ok(ems_cover_map_build(&town.model, &town.arena, &groups));
    check_int(groups.patch_count, 0);
    ems_arena_free(&town.arena);
}

enum { COUNTRY_STATIONS = 150, COUNTRY_PLACES = 1200, COUNTRY_RADII = 3 };

/* More stations than a word has bits, three radii, a lattice of places with equal people, and a village of
 * more places than a patch takes. */
struct country {
    struct ems_model model;
    struct ems_class classes[COUNTRY_RADII];
    struct ems_area areas[COUNTRY_RADII];
    struct ems_demand_place places[COUNTRY_PLACES];
    struct ems_station stations[COUNTRY_STATIONS];
    struct ems_arena arena;
};

static struct ems_point on_lattice(int32_t place)
{
    return (struct ems_point){1000.0 * (place % 40), 1000.0 * (place / 40)};
}

static void country_fill(struct country *c, uint64_t *draw)
{
    static const double radii[COUNTRY_RADII] = {2000, 5000, 13000};
    memset(c, 0, sizeof *c);
    for (int i = 0; i < COUNTRY_RADII; i++) {
        c->classes[i] = (struct ems_class){.id = "c", .service_radius_m = radii[i]};
        c->areas[i] = (struct ems_area){.id = "a", .class_id = i};
    }
    for (int p = 0; p < COUNTRY_PLACES; p++) {
        bool village = p % 8 == 0;
        c->places[p] =
            (struct ems_demand_place){.at = village ? (struct ems_point){20500, 12500 + p} : on_lattice(p),
                                      .people = village ? p : 117.25,
                                      .area = village ? 0 : p / 500};
    }
    for (int s = 0; s < COUNTRY_STATIONS; s++)
        c->stations[s].at.at =
            s % 2 ? on_lattice((int32_t)(town_uniform(draw) * COUNTRY_PLACES)) : town_point(draw, 40000);
    c->model = (struct ems_model){.arena = &c->arena,
                                  .classes = c->classes,
                                  .class_count = COUNTRY_RADII,
                                  .areas = c->areas,
                                  .area_count = COUNTRY_RADII,
                                  .places = c->places,
                                  .place_count = COUNTRY_PLACES,
                                  .stations = c->stations,
                                  .station_count = COUNTRY_STATIONS};
}

static double country_people(const struct country *c, const uint64_t *available,
                             const struct ems_point *moving, int32_t moving_count)
{
    double people = 0;
    for (int32_t p = 0; p < COUNTRY_PLACES; p++) {
        const struct ems_demand_place *place = &c->places[p];
        double radius = c->classes[place->area].service_radius_m;
        bool covered = false;
        for (int32_t s = 0; s < COUNTRY_STATIONS && !covered; s++)
            covered =
                (available[s / 64] >> s % 64 & 1) && town_distance(place->at, c->stations[s].at.at) <= radius;
        for (int32_t m = 0; m < moving_count && !covered; m++)
            covered = town_distance(place->at, moving[m]) <= radius;
        if (covered) people += place->people;
    }
    return people;
}

/* On a lattice whole numbers of kilometres are exactly on the circle, and a station may cover a patch whole
 * that others cover in part; units come in crowds, some from far outside. */
static void a_country_agrees_with_brute_force(void **state)
{
    (void)state;
    uint64_t draw = 31;
    struct country country;
    country_fill(&country, &draw);
    struct ems_cover_map map;
    struct ems_cover_now now = {0};
    check_ok(ems_cover_map_build(&country.model, &country.arena, &map));
    check_true(ems_cover_now_init(&now, &map, &country.arena));
    uint64_t available[3] = {0};
    for (int round = 0; round < 400; round++) {
        int changes = round % 40 == 0 ? COUNTRY_STATIONS : round % 7;
        for (int i = 0; i < changes; i++) {
            int s = (int)(town_uniform(&draw) * COUNTRY_STATIONS);
            bool on = town_uniform(&draw) < (round % 80 < 40 ? 0.2 : 0.6);
            available[s / 64] = (available[s / 64] & ~((uint64_t)1 << s % 64)) | (uint64_t)on << s % 64;
        }
        struct ems_point moving[MOVING];
        int32_t count = (int32_t)(town_uniform(&draw) * (MOVING + 1));
        for (int m = 0; m < count; m++) {
            moving[m] = m % 3 == 0 ? on_lattice((int32_t)(town_uniform(&draw) * COUNTRY_PLACES))
                                   : town_point(&draw, 60000);
            if (m % 5 == 4) moving[m].x_m -= 15000;
        }
        check_near(ems_cover_now_people(&now, &map, available, moving, count),
                   country_people(&country, available, moving, count), 0);
    }
    ems_arena_free(&country.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_brute_force),
        cmocka_unit_test(agrees_after_many_changes),
        cmocka_unit_test(combinations_come_back),
        cmocka_unit_test(a_country_agrees_with_brute_force),
        cmocka_unit_test(the_circle_belongs_to_the_radius),
        cmocka_unit_test(nothing_to_cover_is_no_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
