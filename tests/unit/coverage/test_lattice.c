#include "support/check.h"

#include "coverage/lattice.h"
#include "town.h"

enum { BUDGET = 4000 };

static struct ems_time_lattice lattice_of(const struct town *town, struct ems_arena *arena)
{
    struct ems_quickest quickest;
    struct ems_time_lattice lattice;
    check_ok(ems_quickest_crewed(&town->model, EMS_COVER_DAY, arena, &quickest));
    check_ok(ems_time_lattice_compute(&quickest, BUDGET, arena, &lattice));
    check_within(lattice.columns * lattice.rows, 0.8 * BUDGET, 1.1 * BUDGET);
    return lattice;
}

static bool in_box(const struct ems_time_lattice *lattice, struct ems_point at)
{
    return at.x_m >= lattice->low.x_m && at.y_m >= lattice->low.y_m &&
           at.x_m <= lattice->low.x_m + (lattice->columns - 1) * lattice->cell_m &&
           at.y_m <= lattice->low.y_m + (lattice->rows - 1) * lattice->cell_m;
}

static struct ems_point corner_at(const struct ems_time_lattice *lattice, int32_t corner)
{
    return ems_point_round(lattice->low.x_m + corner % lattice->columns * lattice->cell_m,
                           lattice->low.y_m + (corner / lattice->columns) * lattice->cell_m);
}

static void corners_have_the_quickest_time(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 5, 15000);
    town_roads(&town, 15000);
    const struct ems_time_lattice lattice = lattice_of(&town, &town.arena);
    for (int a = 0; a < TOWN_AREAS; a++)
        for (int i = 0; i < 4; i++) check_true(in_box(&lattice, town.corners[a][i]));
    for (int32_t c = 0; c < lattice.columns * lattice.rows; c += 37) {
        const struct ems_location to = {.at = corner_at(&lattice, c), .place = EMS_NOWHERE_FIXED};
        ems_time least = EMS_NEVER;
        for (int s = 0; s < TOWN_STATIONS; s++) {
            ems_time time =
                ems_travel_time(&town.model.travel, &town.stations[s].at, &to, EMS_LIGHTS, 12 * EMS_HOUR);
            if (time < least) least = time;
        }
        check_int(lattice.times[c], least + 90 * EMS_SECOND);
    }
    ems_arena_free(&town.arena);
}

static int32_t rings_within(const struct ems_time_lattice *lattice, ems_time within, struct ems_arena *arena)
{
    struct ems_isochrone isochrone;
    check_ok(ems_isochrone_trace(lattice, within, arena, &isochrone));
    return isochrone.ring_count;
}

static void nobody_and_everybody(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 15000);
    town_roads(&town, 15000);
    town.model.travel.table[EMS_LIGHTS] = NULL;
    town.model.travel.def.kind = EMS_TRAVEL_CONSTANT;
    town.model.travel.def.constant[EMS_LIGHTS] = 225 * EMS_SECOND; /* 450 s at noon, and 90 s before */
    struct ems_time_lattice lattice = lattice_of(&town, &town.arena);
    check_int(rings_within(&lattice, 9 * EMS_MINUTE, &town.arena), 1);
    check_int(rings_within(&lattice, 9 * EMS_MINUTE - 1, &town.arena), 0);
    town.model.station_count = 0;
    lattice = lattice_of(&town, &town.arena);
    check_int(rings_within(&lattice, 2 * EMS_HOUR, &town.arena), 0);
    ems_arena_free(&town.arena);
}

/* One station, one person, no area: still some cells, none smaller than 20 m. */
static void a_point_gets_a_few_cells(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 1, 15000);
    town_roads(&town, 15000);
    town.model.area_count = 0;
    town.model.place_count = town.model.station_count = 1;
    town.places[0].at = town.stations[0].at.at;
    town.places[0].area = EMS_NONE;
    struct ems_quickest quickest;
    struct ems_time_lattice lattice;
    check_ok(ems_quickest_crewed(&town.model, EMS_COVER_DAY, &town.arena, &quickest));
    check_ok(ems_time_lattice_compute(&quickest, BUDGET, &town.arena, &lattice));
    check_near(lattice.cell_m, 20, 0);
    check_int(lattice.columns * lattice.rows, 9);
    check_true(in_box(&lattice, town.places[0].at));
    town.model.place_count = town.model.station_count = 0; /* nothing at all */
    check_ok(ems_quickest_crewed(&town.model, EMS_COVER_DAY, &town.arena, &quickest));
    check_ok(ems_time_lattice_compute(&quickest, BUDGET, &town.arena, &lattice));
    check_int(lattice.columns * lattice.rows, 9);
    ems_arena_free(&town.arena);
}

/* What the polygons hold is what a count of the lattice's cells says, but for the edge. */
static void polygons_and_cells_agree(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 2, 15000);
    town_roads(&town, 15000);
    const struct ems_time_lattice lattice = lattice_of(&town, &town.arena);
    for (int minutes = 10; minutes <= 30; minutes += 5) {
        struct ems_isochrone isochrone;
        int32_t cells = 0;
        check_ok(ems_isochrone_trace(&lattice, minutes * EMS_MINUTE, &town.arena, &isochrone));
        for (int32_t c = 0; c < lattice.columns * lattice.rows; c++)
            cells += lattice.times[c] <= minutes * EMS_MINUTE;
        check_relative(isochrone.area_m2, cells * lattice.cell_m * lattice.cell_m, 0.04);
    }
    ems_arena_free(&town.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corners_have_the_quickest_time),
        cmocka_unit_test(nobody_and_everybody),
        cmocka_unit_test(a_point_gets_a_few_cells),
        cmocka_unit_test(polygons_and_cells_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
