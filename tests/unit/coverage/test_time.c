#include "support/check.h"

#include "coverage/time.h"
#include "town.h"

static ems_time brute_time(const struct town *town, int32_t place, int32_t without, bool night)
{
    const struct ems_location to = {.at = town->places[place].at, .place = EMS_NOWHERE_FIXED};
    ems_time least = EMS_NEVER;
    for (int32_t s = 0; s < TOWN_STATIONS; s++) {
        ems_time time = ems_travel_time(&town->model.travel, &town->stations[s].at, &to, EMS_LIGHTS,
                                        (night ? 2 : 12) * EMS_HOUR);
        if (s != without && time < least) least = time;
    }
    return least + (night ? 150 : 90) * EMS_SECOND;
}

static void agrees_with_brute_force(void **state)
{
    (void)state;
    struct town town;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        const bool night = seed % 2 == 0;
        town_fill(&town, seed, 15000);
        town_roads(&town, 15000);
        struct ems_time_cover cover;
        check_ok(ems_time_cover_compute(&town.model, night ? EMS_COVER_NIGHT : EMS_COVER_DAY, NULL,
                                        &town.arena, &cover));
        double within[EMS_COVER_TIMES] = {0}, only[TOWN_STATIONS][EMS_COVER_TIMES] = {{0}};
        for (int p = 0; p < TOWN_PLACES; p++) {
            ems_time time = brute_time(&town, p, -1, night);
            check_int(cover.places[p].time, time);
            ems_time without = brute_time(&town, p, cover.places[p].quickest, night);
            for (int i = 0; i < EMS_COVER_TIMES; i++) {
                if (time <= ems_cover_threshold(i)) within[i] += town.places[p].people;
                if (time <= ems_cover_threshold(i) && without > ems_cover_threshold(i))
                    only[cover.places[p].quickest][i] += town.places[p].people;
            }
        }
        for (int i = 0; i < EMS_COVER_TIMES; i++) {
            double sum = 0, first = 0;
            check_near(cover.all.within[i], within[i], 0);
            for (int a = 0; a < TOWN_AREAS; a++) sum += cover.by_area[a].within[i];
            for (int s = 0; s < TOWN_STATIONS; s++) {
                first += cover.stations[s].first[i];
                check_near(cover.stations[s].only[i], only[s][i], 0);
            }
            check_near(sum, within[i], 0);
            check_near(first, within[i], 0);
        }
        ems_arena_free(&town.arena);
    }
}

/* 8 km in an area of 10 m/s with detour 1.25 is 1,000 s of driving, 2,000 s at noon; with 90 s or 150 s of
 * turnout 2,090 s by day and 1,150 s by night. The day's is more than 30 min, the night's within 20 min. */
static void small_case_by_hand(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 15000);
    town_roads(&town, 15000);
    town.model.place_count = 1;
    town.model.station_count = 1;
    town.model.travel.def.source_count = town.model.travel.def.place_count =
        0; /* the tables are of other places */
    town.places[0] = (struct ems_demand_place){.at = {9000, 500}, .people = 7, .area = 0};
    town.stations[0].at.at = (struct ems_point){1000, 500};
    const struct ems_speed_change snow = {.from = 0, .to = EMS_NEVER, .factor = 0.5};
    town.model.travel.def.changes = &snow;
    town.model.travel.def.change_count = 1;
    struct ems_time_cover day, night;
    check_ok(ems_time_cover_compute(&town.model, EMS_COVER_DAY, NULL, &town.arena, &day));
    check_ok(ems_time_cover_compute(&town.model, EMS_COVER_NIGHT, NULL, &town.arena, &night));
    check_int(day.places[0].time, 2090 * EMS_SECOND);
    check_int(night.places[0].time, 1400 * EMS_SECOND);
    check_near(day.all.within[6], 0, 0);
    check_near(day.all.within[7], 7, 0);
    check_near(night.all.within[5], 0, 0);
    check_near(night.all.within[6], 7, 0);
    check_near(night.stations[0].only[6], 7, 0);
    ems_arena_free(&town.arena);
}

static void exactly_in_time_counts(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 15000);
    town_roads(&town, 15000);
    town.model.place_count = town.model.station_count = 1;
    town.model.travel.table[EMS_LIGHTS] = NULL;
    town.model.travel.def.kind = EMS_TRAVEL_CONSTANT;
    town.model.travel.def.constant[EMS_LIGHTS] = 225 * EMS_SECOND; /* 450 s at noon */
    town.model.durations.turnout_day = ems_distribution_constant(30);
    struct ems_time_cover cover;
    check_ok(ems_time_cover_compute(&town.model, EMS_COVER_DAY, NULL, &town.arena, &cover));
    check_int(cover.places[0].time, 8 * EMS_MINUTE);
    check_near(cover.all.within[1], town.places[0].people, 0);
    town.model.durations.turnout_day = ems_distribution_constant(30.000001);
    check_ok(ems_time_cover_compute(&town.model, EMS_COVER_DAY, NULL, &town.arena, &cover));
    check_near(cover.all.within[1], 0, 0);
    ems_arena_free(&town.arena);
}

static void a_tie_goes_to_the_first_in_file(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 15000);
    town_roads(&town, 15000);
    town.model.travel.table[EMS_LIGHTS] = NULL;
    town.model.travel.def.kind = EMS_TRAVEL_CONSTANT;
    town.model.travel.def.constant[EMS_LIGHTS] = 225 * EMS_SECOND;
    struct ems_time_cover cover;
    check_ok(ems_time_cover_compute(&town.model, EMS_COVER_DAY, NULL, &town.arena, &cover));
    for (int p = 0; p < TOWN_PLACES; p++) check_int(cover.places[p].quickest, 0);
    check_near(cover.stations[0].only[8], 0, 0);
    ems_arena_free(&town.arena);
}

static void rescue_reach_counts_mobilisation(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 15000);
    town_roads(&town, 15000);
    struct ems_rescue_reach reach;
    check_ok(ems_rescue_reach_compute(&town.model, &town.arena, &reach));
    check_int(reach.bases, 0);
    check_near(reach.reached, 0, 0);
    town.stations[3].rescue_base = true;
    town.stations[3].crews_given = true; /* a team needs no ambulance crew */
    town.stations[3].crew_count = 0;
    town.model.rescue_mobilisation = 45 * EMS_MINUTE;
    double reached = 0;
    for (int p = 0; p < TOWN_PLACES; p++) {
        const struct ems_location to = {.at = town.places[p].at, .place = EMS_NOWHERE_FIXED};
        ems_time time =
            ems_travel_time(&town.model.travel, &town.stations[3].at, &to, EMS_LIGHTS, 12 * EMS_HOUR);
        if (time <= 75 * EMS_MINUTE) reached += town.places[p].people;
    }
    check_ok(ems_rescue_reach_compute(&town.model, &town.arena, &reach));
    check_int(reach.bases, 1);
    check_near(reach.reached, reached, 0);
    check_within(reached, 1, reach.people - 1);
    ems_arena_free(&town.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_brute_force),          cmocka_unit_test(small_case_by_hand),
        cmocka_unit_test(exactly_in_time_counts),           cmocka_unit_test(a_tie_goes_to_the_first_in_file),
        cmocka_unit_test(rescue_reach_counts_mobilisation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
