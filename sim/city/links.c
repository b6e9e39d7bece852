/* Which places have a road between them: relative neighbours (Toussaint 1980), that is two places to both of
 * which no third one is nearer than they are to each other. The graph has no crossings and joins everything.
 * A third place that is nearer is among the nearest of either, so a list of those suffices. */
#include <math.h>
#include <stdlib.h>

#include "city/work.h"
#include "geo/grid.h"

enum { NEAREST = 24 };

struct neighbours {
    int32_t count;
    int32_t place[NEAREST];
    double distance[NEAREST];
};

struct search {
    const struct ems_city_place *places;
    const struct ems_point *at;
    struct ems_grid grid;
};

/* Keeps the list by distance, then number. */
static void insert(struct neighbours *list, int32_t place, double distance)
{
    int32_t k = list->count < NEAREST ? list->count++ : NEAREST;
    for (; k > 0; k--) {
        double before = list->distance[k - 1];
        if (before < distance || (before == distance && list->place[k - 1] < place)) break;
        if (k == NEAREST) continue;
        list->place[k] = list->place[k - 1];
        list->distance[k] = before;
    }
    if (k == NEAREST) return;
    list->place[k] = place;
    list->distance[k] = distance;
}

static void find_nearest(const struct search *s, int32_t from, struct neighbours *list)
{
    struct ems_grid_walk walk = ems_grid_walk_from(&s->grid, s->at[from]);
    struct ems_grid_span span;
    list->count = 0;
    do {
        if (list->count == NEAREST && ems_grid_walk_distance(&walk) > list->distance[NEAREST - 1]) break;
        while (ems_grid_walk_span(&walk, &span)) {
            for (int32_t p = s->grid.first[span.from]; p < s->grid.first[span.to + 1]; p++) {
                int32_t place = s->grid.points[p];
                if (place != from) insert(list, place, ems_point_distance(s->at[from], s->at[place]));
            }
        }
    } while (ems_grid_walk_ring(&walk));
}

static bool is_road(const struct ems_city_place *place)
{
    return place->kind == EMS_CITY_GATE || place->kind == EMS_CITY_ROAD;
}

/* Whether no nearer place of `from` is nearer to its k-th one, too. */
static bool are_neighbours(const struct search *s, const struct neighbours *list, int32_t k)
{
    for (int32_t w = 0; w < k; w++) {
        double to = ems_point_distance(s->at[list->place[w]], s->at[list->place[k]]);
        if (list->distance[w] < list->distance[k] && to < list->distance[k]) return false;
    }
    return true;
}

static void add_link(struct ems_city_work *work, struct ems_city_links *links, int32_t a, int32_t b,
                     double length_m)
{
    struct ems_city_link link = {.from = a < b ? a : b,
                                 .to = a < b ? b : a,
                                 .length_m = length_m,
                                 .road_class = EMS_CITY_UNCLASSIFIED,
                                 .river = -1};
    if (!EMS_PUSH(&links->list, link)) work->no_memory = true;
}

static int by_ends(const void *a, const void *b)
{
    const struct ems_city_link *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

/* Each pair may have been found from either end. */
static void drop_twins(struct ems_city_links *links)
{
    int32_t kept = 0;
    if (links->list.count > 0)
        qsort(links->list.items, (size_t)links->list.count, sizeof *links->list.items, by_ends);
    for (int32_t l = 0; l < links->list.count; l++) {
        struct ems_city_link *link = &links->list.items[l];
        if (kept > 0 && by_ends(link, &links->list.items[kept - 1]) == 0) continue;
        links->list.items[kept++] = *link;
    }
    links->list.count = kept;
}

void ems_city_find_links(struct ems_city_work *work, struct ems_city_links *links)
{
    const int32_t count = work->places.count;
    struct search s = {.places = work->places.items};
    struct ems_point *at = ems_city_alloc(work, (int64_t)count + 1, sizeof *at);
    if (at == NULL) return;
    for (int32_t p = 0; p < count; p++) at[p] = s.places[p].at;
    s.at = at;
    if (!ems_grid_build(&s.grid, at, count, 4, work->arena)) work->no_memory = true;
    for (int32_t p = 0; p < count && !work->no_memory; p++) {
        struct neighbours list;
        find_nearest(&s, p, &list);
        for (int32_t k = 0; k < list.count; k++) {
            int32_t other = list.place[k];
            if (is_road(&s.places[p]) && is_road(&s.places[other])) continue;
            if (are_neighbours(&s, &list, k)) add_link(work, links, p, other, list.distance[k]);
        }
    }
    drop_twins(links);
}
