#include "support/check.h"

#include "coverage/patches.h"
#include "town.h"

/* The place of the town that stands there; no two of them coincide. */
static const struct ems_demand_place *place_at(const struct town *town, struct ems_point at)
{
    for (int32_t p = 0; p < TOWN_PLACES; p++)
        if (town->places[p].at.x_m == at.x_m && town->places[p].at.y_m == at.y_m) return &town->places[p];
    return NULL;
}

static double radius_of(const struct town *town, const struct ems_demand_place *place)
{
    return town->classes[town->areas[place->area].class_id].service_radius_m;
}

/* Which places of the patch a station covers, one by one. */
static uint64_t covered_by(const struct town *town, const struct ems_cover_map *map,
                           const struct ems_cover_patch *patch, int32_t station)
{
    uint64_t covered = 0;
    for (int i = 0; i < 64 && patch->all >> i != 0; i++) {
        const struct ems_demand_place *place = place_at(town, map->places[patch->first_place + i]);
        if (town_distance(place->at, town->stations[station].at.at) <= radius_of(town, place))
            covered |= (uint64_t)1 << i;
    }
    return covered;
}

static void patches_hold_each_place_once(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 5, 12000);
    struct ems_cover_map map;
    check_ok(ems_cover_map_build(&town.model, &town.arena, &map));
    int32_t places = 0, seen[TOWN_PLACES] = {0};
    for (int32_t p = 0; p < map.patch_count; p++) {
        const struct ems_cover_patch *patch = &map.patches[p];
        check_true(patch->all ==
                   (patch->place_count == 64 ? UINT64_MAX : ((uint64_t)1 << patch->place_count) - 1));
        double people = 0;
        for (int i = 0; i < patch->place_count; i++, places++) {
            struct ems_point at = map.places[patch->first_place + i];
            const struct ems_demand_place *place = place_at(&town, at);
            check_true(place != NULL);
            check_int(seen[place - town.places]++, 0);
            const struct ems_cover_outline *outline = &map.outlines[p];
            struct ems_spot spot = ems_offset_spot(&map.raster, at);
            check_true(abs(spot.x - outline->centre.x) <= outline->half_x + 1);
            check_true(abs(spot.y - outline->centre.y) <= outline->half_y + 1);
            check_near((double)map.people_millionths[patch->first_place + i] / 1e6, place->people, 0);
            people += place->people;
        }
        check_near((double)patch->people_millionths / 1e6, people, 0);
    }
    check_int(places, map.place_count);
    check_int(places, TOWN_PLACES / TOWN_AREAS * 3); /* the fourth area has no radius */
    ems_arena_free(&town.arena);
}

static void cells_hold_their_patches(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 6, 12000);
    struct ems_cover_map map;
    check_ok(ems_cover_map_build(&town.model, &town.arena, &map));
    check_int(map.layer_count, 2);
    int32_t places = 0;
    for (int32_t l = 0; l < 2; l++) {
        const struct ems_cover_layer *layer = &map.layers[l];
        check_near(layer->radius_m, l == 0 ? 3000 : 8000, 0);
        for (int32_t c = 0; c < layer->grid.columns * layer->grid.rows; c++) {
            int32_t cell = ems_cover_cell(layer, c / layer->grid.columns, c % layer->grid.columns);
            for (int32_t p = cell; p != EMS_NONE; p = map.outlines[p].next) {
                check_int(map.patches[p].cell, cell);
                for (int32_t i = 0; i < map.patches[p].place_count; i++, places++)
                    check_near(radius_of(&town, place_at(&town, map.places[map.patches[p].first_place + i])),
                               layer->radius_m, 0);
            }
        }
    }
    check_int(places, map.place_count);
    ems_arena_free(&town.arena);
}

/* What the spans say that a station covers of each patch. */
static void unfold(const struct ems_cover_map *map, int32_t station, uint64_t *places)
{
    memset(places, 0, (size_t)map->patch_count * sizeof *places);
    for (int32_t i = map->first_span[station]; i < map->first_span[station + 1]; i++) {
        const struct ems_cover_span *span = &map->spans[i];
        check_true((span->whole & span->part) == 0);
        for (int32_t b = 0, part = span->first_part; b < 64; b++) {
            int32_t patch = 64 * span->word + b;
            if (span->whole >> b & 1) places[patch] = map->patches[patch].all;
            if ((span->part >> b & 1) == 0) continue;
            check_int(map->parts[part].patch, patch);
            check_int(map->parts[part].station, station);
            check_true(map->parts[part].places != map->patches[patch].all);
            places[patch] = map->parts[part++].places;
        }
    }
}

static void spans_are_those_of_the_circles(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 7, 12000);
    struct ems_cover_map map;
    check_ok(ems_cover_map_build(&town.model, &town.arena, &map));
    uint64_t *places = EMS_NEW_ARRAY(&town.arena, uint64_t, map.patch_count);
    int32_t parts = 0, listed = 0;
    for (int32_t s = 0; s < TOWN_STATIONS; s++) {
        unfold(&map, s, places);
        for (int32_t p = 0; p < map.patch_count; p++) {
            uint64_t covered = covered_by(&town, &map, &map.patches[p], s);
            check_true(places[p] == covered);
            parts += covered != 0 && covered != map.patches[p].all;
        }
    }
    for (int32_t p = 0; p < map.patch_count; p++)
        for (int32_t i = map.patches[p].first_part; i < map.patches[p].end_part; i++, listed++) {
            check_int(map.by_patch[i].patch, p);
            check_true(map.by_patch[i].places ==
                       covered_by(&town, &map, &map.patches[p], map.by_patch[i].station));
            if (i > map.patches[p].first_part)
                check_true(__builtin_popcountll(map.by_patch[i].places) <=
                           __builtin_popcountll(map.by_patch[i - 1].places));
        }
    check_int(listed, parts);
    ems_arena_free(&town.arena);
}

/* 200 places in one spot, which no grid can part: several patches to a cell. */
static void crowded_places_take_several_patches(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 8, 12000);
    for (int p = 0; p < TOWN_PLACES; p++) town.places[p].at = (struct ems_point){3000, 4000};
    struct ems_cover_map map;
    check_ok(ems_cover_map_build(&town.model, &town.arena, &map));
    check_int(map.place_count, 300);
    int32_t patches = 0, chained = 0;
    for (int32_t p = 0; p < map.patch_count; p++) {
        patches += map.patches[p].place_count > 0;
        chained += map.outlines[p].next != EMS_NONE;
        if (map.patches[p].place_count > 0) check_int(map.outlines[p].half_x, 0);
    }
    check_int(patches, 4 + 2); /* 200 of the one class, 100 of the other */
    check_int(chained, 3 + 1);
    check_true(map.patches[0].all == UINT64_MAX);
    ems_arena_free(&town.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patches_hold_each_place_once),
        cmocka_unit_test(cells_hold_their_patches),
        cmocka_unit_test(spans_are_those_of_the_circles),
        cmocka_unit_test(crowded_places_take_several_patches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
