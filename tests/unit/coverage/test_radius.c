#include "support/check.h"

#include "coverage/cover.h"
#include "coverage/radius.h"
#include "town.h"

static double radius_of(const struct town *town, int32_t place)
{
    return town->classes[town->areas[town->places[place].area].class_id].service_radius_m;
}

/* People that fall in radius of some station of the mask. */
static double brute_covered(const struct town *town, uint64_t stations, int32_t area)
{
    double people = 0;
    for (int32_t p = 0; p < TOWN_PLACES; p++) {
        bool covered = false;
        for (int32_t s = 0; s < TOWN_STATIONS; s++)
            covered |= (stations >> s & 1) &&
                       town_distance(town->places[p].at, town->stations[s].at.at) <= radius_of(town, p);
        if (covered && radius_of(town, p) > 0 && (area < 0 || town->places[p].area == area))
            people += town->places[p].people;
    }
    return people;
}

static double brute_distance(const struct town *town, uint64_t stations, int32_t place)
{
    double least = INFINITY;
    for (int32_t s = 0; s < TOWN_STATIONS; s++)
        if (stations >> s & 1)
            least = fmin(least, ems_point_distance(town->places[place].at, town->stations[s].at.at));
    return least;
}

/* Every third station has no crew. */
static uint64_t close_some(struct town *town)
{
    uint64_t open = 0;
    for (int s = 0; s < TOWN_STATIONS; s++) {
        town->stations[s].crews_given = true;
        if (s % 3 == 0)
            town->stations[s].crew_count = 0;
        else
            open |= (uint64_t)1 << s;
    }
    return open;
}

static void check_station(const struct town *town, uint64_t open, int s,
                          const struct ems_radius_station *found)
{
    const uint64_t bit = (uint64_t)1 << s;
    double nearest = 0, farther = 0;
    check_int(found->counts, (open & bit) != 0);
    if (!(open & bit)) return;
    check_near(found->covered, brute_covered(town, bit, -1), 0);
    check_near(found->only, brute_covered(town, open, -1) - brute_covered(town, open & ~bit, -1), 0);
    for (int p = 0; p < TOWN_PLACES; p++) {
        double here = brute_distance(town, open, p), without = brute_distance(town, open & ~bit, p);
        if (without > here) {
            nearest += town->places[p].people;
            farther += town->places[p].people * (without - here);
        }
    }
    check_near(found->nearest, nearest, 0);
    if (nearest > 0) check_near(found->farther_m, farther / nearest, 1e-6);
}

static void agrees_with_brute_force(void **state)
{
    (void)state;
    struct town town;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        town_fill(&town, seed, 15000);
        uint64_t open = close_some(&town);
        struct ems_radius_cover cover;
        check_ok(ems_radius_cover_compute(&town.model, NULL, &town.arena, &cover));
        double distance = 0, measured = 0;
        for (int p = 0; p < TOWN_PLACES; p++) {
            check_near(cover.places[p].distance_m, brute_distance(&town, open, p), 0);
            distance += town.places[p].people * brute_distance(&town, open, p);
            if (radius_of(&town, p) > 0) measured += town.places[p].people;
        }
        check_near(cover.all.covered, brute_covered(&town, open, -1), 0);
        check_near(cover.all.measured, measured, 0);
        check_relative(cover.all.mean_m, distance / cover.all.people, 1e-12);
        for (int a = 0; a < TOWN_AREAS; a++) {
            check_near(cover.by_area[a].covered, brute_covered(&town, open, a), 0);
            check_near(cover.by_area[a].people, town.areas[a].population, 0);
        }
        check_near(cover.by_class[0].covered, cover.by_area[0].covered + cover.by_area[2].covered, 0);
        check_near(cover.by_class[2].measured, 0, 0);
        for (int s = 0; s < TOWN_STATIONS; s++) check_station(&town, open, s, &cover.stations[s]);
        ems_arena_free(&town.arena);
    }
}

/* Four places on a line, one station at 0 and one at 10 km; radius 3 km. People 70, 20, 9, 1 at 1, 3, 5, 10
 * km. */
static void small_case_by_hand(void **state)
{
    (void)state;
    static const double x[] = {1000, 3000, 5000, 10000}, people[] = {69, 20, 10, 1};
    struct town town;
    town_fill(&town, 1, 15000);
    town.model.place_count = 4;
    town.model.station_count = 2;
    for (int p = 0; p < 4; p++)
        town.places[p] = (struct ems_demand_place){.at = {x[p], 0}, .people = people[p], .area = 0};
    town.stations[0].at.at = (struct ems_point){0, 0};
    town.stations[1].at.at = (struct ems_point){10000, 0};
    struct ems_radius_cover cover;
    check_ok(ems_radius_cover_compute(&town.model, NULL, &town.arena, &cover));
    check_near(cover.all.covered, 90, 0); /* 3 km is still in */
    check_near(cover.all.mean_m, (69 * 1 + 20 * 3 + 10 * 5) * 10.0, 1e-9);
    check_near(cover.all.p90_m, 3000, 0); /* 90 of 100 people are at or below 3 km */
    check_near(cover.all.max_m, 5000, 0);
    check_near(cover.stations[0].only, 89, 0);
    check_near(cover.stations[1].only, 1, 0);
    check_int(cover.places[2].nearest, 0); /* a tie goes to the first in file */
    check_near(cover.stations[0].farther_m, (69 * 8 + 20 * 4 + 10 * 0) * 1000 / 99.0, 1e-9);
    ems_arena_free(&town.arena);
}

static void stations_without_people_or_ambulance_do_not_count(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 15000);
    struct ems_shift never = {0};
    struct ems_shift monday = {.weekdays = 1, .to = EMS_HOUR};
    check_true(ems_cover_station_counts(&town.model, 0));
    town.stations[0].crews_given = true;
    check_true(ems_cover_station_counts(&town.model, 0));
    town.crews[0].shifts = &never;
    town.crews[0].shift_count = 1;
    check_true(!ems_cover_station_counts(&town.model, 0));
    town.crews[0].shifts = &monday;
    check_true(ems_cover_station_counts(&town.model, 0));
    town.vehicles[0].type = 1;
    check_true(!ems_cover_station_counts(&town.model, 0));
    town.vehicles[0] = (struct ems_vehicle){.id = "v", .spare = true};
    check_true(!ems_cover_station_counts(&town.model, 0));
    ems_arena_free(&town.arena);
}

static void without_stations_there_is_no_distance(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 15000);
    town.model.station_count = 0;
    struct ems_radius_cover cover;
    check_ok(ems_radius_cover_compute(&town.model, NULL, &town.arena, &cover));
    check_near(cover.all.covered, 0, 0);
    check_true(cover.all.measured > 0);
    check_nan(cover.all.mean_m);
    check_nan(cover.all.p90_m);
    check_nan(cover.all.service_radius_m);
    check_int(cover.places[0].nearest, EMS_NONE);
    ems_arena_free(&town.arena);
}

/* One station in the middle of a square area of 10 km: the disc of 3 km is 28.27 % of it. */
static void surface_share_is_the_disc(void **state)
{
    (void)state;
    const double pi = 3.14159265358979323846;
    struct town town;
    town_fill(&town, 1, 10000);
    town_roads(&town, 10000);
    town.model.area_count = 1;
    town.model.place_count = 1;
    town.model.station_count = 1;
    town.places[0].area = 0;
    town.stations[0].at.at = (struct ems_point){5000, 5000};
    struct ems_surface surface;
    struct ems_radius_cover cover;
    check_ok(ems_surface_build(&town.model, EMS_SURFACE_BUDGET, &town.arena, &surface));
    check_ok(ems_radius_cover_compute(&town.model, &surface, &town.arena, &cover));
    check_relative(cover.all.surface_m2, 1e8, 1e-9);
    check_near(cover.all.surface_covered_m2 / 1e8, pi * 0.09, 0.005);
    check_relative(cover.all.service_radius_m, sqrt(1e8 / pi), 1e-9);
    ems_arena_free(&town.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_brute_force),
        cmocka_unit_test(small_case_by_hand),
        cmocka_unit_test(stations_without_people_or_ambulance_do_not_count),
        cmocka_unit_test(without_stations_there_is_no_distance),
        cmocka_unit_test(surface_share_is_the_disc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
