#include "support/check.h"

#include "coverage/signature.h"
#include "town.h"

/* The place of the town that stands there; no two of them coincide. */
static const struct ems_demand_place *place_at(const struct town *town, struct ems_point at)
{
    for (int32_t p = 0; p < TOWN_PLACES; p++)
        if (town->places[p].at.x_m == at.x_m && town->places[p].at.y_m == at.y_m) return &town->places[p];
    return NULL;
}

static void check_stations(const struct town *town, const struct ems_cover_groups *groups, int32_t group,
                           struct ems_point at, double radius_m)
{
    const struct ems_cover_group *g = &groups->groups[group];
    int32_t in_radius = 0;
    for (int32_t s = 0; s < TOWN_STATIONS; s++)
        in_radius += town_distance(at, town->stations[s].at.at) <= radius_m;
    check_int(g->end_station - g->first_station, in_radius);
    for (int32_t i = g->first_station; i < g->end_station; i++)
        check_true(town_distance(at, town->stations[groups->stations[i]].at.at) <= radius_m);
}

static void check_piece(const struct town *town, const struct ems_cover_groups *groups, int32_t number)
{
    const struct ems_cover_piece *piece = &groups->map.pieces[number];
    const struct ems_cover_cell *cell = &groups->map.cells[piece->cell];
    double people = 0;
    check_true(number >= cell->first_piece && number < cell->end_piece);
    for (int32_t i = piece->first_place; i < piece->end_place; i++) {
        struct ems_point at = groups->map.at[i];
        const struct ems_demand_place *place = place_at(town, at);
        check_true(place != NULL);
        check_true(town_distance(at, cell->centre) <= cell->radius_m + 1e-3);
        check_stations(town, groups, piece->group, at,
                       town->classes[town->areas[place->area].class_id].service_radius_m);
        people += place->people;
    }
    check_near((double)piece->people_millionths / 1e6, people, 1e-6);
}

static void groups_hold_each_place_once(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 5, 12000);
    struct ems_cover_groups groups;
    check_ok(ems_cover_groups_build(&town.model, &town.arena, &groups));
    int32_t places = 0, pieces = 0;
    double people = 0;
    for (int32_t g = 0; g < groups.count; g++)
        for (int32_t i = groups.groups[g].first_piece; i < groups.groups[g].end_piece; i++) {
            const struct ems_cover_piece *piece = &groups.map.pieces[groups.pieces[i]];
            check_int(piece->group, g);
            check_piece(&town, &groups, groups.pieces[i]);
            places += piece->end_place - piece->first_place;
            people += (double)piece->people_millionths / 1e6;
            pieces++;
        }
    check_int(pieces, groups.map.piece_count);
    check_int(places, groups.map.place_count);
    check_int(places, TOWN_PLACES / TOWN_AREAS * 3); /* the fourth area has no radius */
    check_near(groups.people_all, people, 1e-6);
    check_true(groups.count < places);
    ems_arena_free(&town.arena);
}

static void layers_part_places_by_radius(void **state)
{
    (void)state;
    struct town town;
    town_fill(&town, 6, 12000);
    struct ems_cover_groups groups;
    check_ok(ems_cover_groups_build(&town.model, &town.arena, &groups));
    check_int(groups.map.count, 2);
    int32_t pieces = 0;
    for (int32_t l = 0; l < 2; l++) {
        const struct ems_cover_layer *layer = &groups.map.layers[l];
        check_near(layer->radius_m, l == 0 ? 3000 : 8000, 0);
        for (int32_t c = 0; c < layer->grid.columns * layer->grid.rows; c++) {
            const struct ems_cover_cell *cell =
                &groups.map
                     .cells[ems_cover_cell_number(layer, c / layer->grid.columns, c % layer->grid.columns)];
            for (int32_t i = cell->first_piece; i < cell->end_piece; i++) {
                struct ems_point at = groups.map.at[groups.map.pieces[i].first_place];
                const struct ems_demand_place *place = place_at(&town, at);
                check_near(town.classes[town.areas[place->area].class_id].service_radius_m, layer->radius_m,
                           0);
                pieces++;
            }
        }
    }
    check_int(pieces, groups.map.piece_count);
    ems_arena_free(&town.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_hold_each_place_once),
        cmocka_unit_test(layers_part_places_by_radius),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
