#include "model/sites.h"

#include "model/model.h"

static const size_t LISTS_BYTES_MAX = (size_t)64 * 1024 * 1024;
static const double POINTS_A_CELL = 1.5;
enum { FEW_SITES = 16 }; /* looked at one by one: a single cell */

/* The list of one place while it is made. */
struct nearest {
    int32_t count, room;
    double away_m2[EMS_SITES_LISTED];
    int32_t *sites;
};

/* Ties keep the order of finding. */
static void insert(struct nearest *list, int32_t site, double away_m2)
{
    int32_t i = list->count < list->room ? list->count++ : list->room - 1;
    for (; i > 0 && list->away_m2[i - 1] > away_m2; i--) {
        list->sites[i] = list->sites[i - 1];
        list->away_m2[i] = list->away_m2[i - 1];
    }
    list->sites[i] = site;
    list->away_m2[i] = away_m2;
}

/* No farther site belongs in the list. */
static double reach_of(const struct nearest *list)
{
    return list->count < list->room ? INFINITY : list->away_m2[list->room - 1];
}

static void find_nearest(const struct ems_sites *sites, struct ems_point place, int32_t *out)
{
    const struct ems_location from = {.at = place, .place = EMS_NOWHERE_FIXED};
    struct nearest list = {.room = sites->listed, .sites = out};
    struct ems_site_walk walk;
    ems_site_walk_from(&walk, sites, &from, NULL);
    for (int32_t s; (s = ems_site_walk_next(&walk, reach_of(&list))) != EMS_NONE;) {
        double away_m2 = ems_site_walk_square_m2(&walk, s);
        if (away_m2 < reach_of(&list)) insert(&list, s, away_m2);
    }
}

static bool list_nearest(struct ems_sites *sites, const struct ems_model *model, struct ems_arena *arena)
{
    int32_t listed = sites->count < EMS_SITES_LISTED ? sites->count : EMS_SITES_LISTED;
    size_t numbers = (size_t)model->place_count * (size_t)listed;
    if (numbers == 0 || numbers > LISTS_BYTES_MAX / sizeof(int32_t)) return true;
    int32_t *nearest = EMS_NEW_ARRAY(arena, int32_t, numbers);
    if (nearest == NULL) return false;
    sites->listed = listed;
    for (int32_t p = 0; p < model->place_count; p++)
        find_nearest(sites, model->places[p].at, nearest + (ptrdiff_t)p * listed);
    sites->nearest = nearest;
    sites->first_place = model->station_count + model->hospital_count;
    sites->place_count = model->place_count;
    return true;
}

enum ems_status ems_sites_build(struct ems_sites *sites, const struct ems_location *at, int32_t count,
                                const struct ems_model *model, struct ems_arena *arena)
{
    *sites = (struct ems_sites){.count = count, .at = at};
    struct ems_point *points = EMS_NEW_ARRAY(arena, struct ems_point, count);
    if (points == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) points[i] = at[i].at;
    double a_cell = count <= FEW_SITES ? FEW_SITES : POINTS_A_CELL;
    if (!ems_grid_build(&sites->grid, points, count, a_cell, arena)) return EMS_NO_MEMORY;
    return list_nearest(sites, model, arena) ? EMS_OK : EMS_NO_MEMORY;
}

static bool leave_list(struct ems_site_walk *walk)
{
    const struct ems_sites *sites = walk->sites;
    bool had_list = walk->next != NULL;
    if (had_list && sites->listed == sites->count) return false;
    walk->known_m2 = had_list ? ems_site_walk_square_m2(walk, walk->next[-1]) : 0;
    walk->rings = ems_grid_walk_from(&sites->grid, walk->from);
    walk->in_list = false;
    return true;
}

bool ems_site_walk_on(struct ems_site_walk *walk, double reach_m2)
{
    const struct ems_grid *grid = &walk->sites->grid;
    struct ems_grid_span span;
    if (walk->in_list && !leave_list(walk)) return false;
    while (!ems_grid_walk_span(&walk->rings, &span)) {
        if (!ems_grid_walk_ring(&walk->rings)) return false;
        double distance_m = ems_grid_walk_distance(&walk->rings);
        if (distance_m * distance_m > reach_m2) return false;
    }
    walk->next = grid->points + grid->first[span.from];
    walk->end = grid->points + grid->first[span.to + 1];
    return true;
}
