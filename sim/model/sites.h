/* Sites - stations or hospitals - to be looked at from near to far. Each place of demand has a list of those
 * nearest in a straight line, which is nearly always enough; beyond it, and from anywhere else, a grid is
 * searched ring by ring.
 *
 *   struct ems_site_walk walk;
 *   ems_site_walk_from(&walk, sites, &scene, NULL);
 *   for (int32_t site; (site = ems_site_walk_next(&walk, reach_m2)) != EMS_NONE;)
 *       look at it, and make reach_m2 smaller when none that is farther can be better; */
#ifndef EMS_MODEL_SITES_H
#define EMS_MODEL_SITES_H

#include "base/status.h"
#include "geo/grid.h"
#include "model/ids.h"
#include "travel/travel.h"

enum { EMS_SITES_LISTED = 16 };

struct ems_sites {
    int32_t count;
    const struct ems_location *at; /* by number */
    struct ems_grid grid;
    int32_t listed;                   /* to a place: EMS_SITES_LISTED, or all */
    const int32_t *nearest;           /* `listed` numbers for each place, nearest first */
    int32_t first_place, place_count; /* fixed-place numbers that have a list */
};

/* The places are model->places; lists are kept when they take at most 64 MB. EMS_NO_MEMORY. */
struct ems_model;
enum ems_status ems_sites_build(struct ems_sites *sites, const struct ems_location *at, int32_t count,
                                const struct ems_model *model, struct ems_arena *arena);

/* Large: begun where it stands, nothing else is initialised. */
struct ems_site_walk {
    const struct ems_sites *sites;
    const uint64_t *among; /* bits by site: the others are passed over; NULL: all */
    struct ems_point from;
    const int32_t *next, *end; /* of the list, or of a run of cells */
    bool in_list;
    double known_m2; /* nearer ones were in the list, which is over */
    struct ems_grid_walk rings;
};

/* The list of a fixed place; NULL when it has none. */
static inline const int32_t *ems_sites_list(const struct ems_sites *sites, int32_t place)
{
    if (place < sites->first_place || place - sites->first_place >= sites->place_count) return NULL;
    return sites->nearest + (ptrdiff_t)(place - sites->first_place) * sites->listed;
}

/* Asks for a place's list, which is far away in memory, ahead of a walk from there. (Always inline: gcc takes
 * a function that only fetches for one that does nothing.) */
static inline __attribute__((always_inline)) void ems_sites_fetch_list(const struct ems_sites *sites,
                                                                       int32_t place)
{
    const int32_t *list = ems_sites_list(sites, place);
    if (list != NULL) __builtin_prefetch(list);
}

/* Goes on where the present run ends; false when none that is left lies within reach. */
bool ems_site_walk_on(struct ems_site_walk *walk, double reach_m2);

static inline void ems_site_walk_from(struct ems_site_walk *walk, const struct ems_sites *sites,
                                      const struct ems_location *from, const uint64_t *among)
{
    walk->sites = sites;
    walk->among = among;
    walk->from = from->at;
    walk->in_list = true;
    walk->known_m2 = 0;
    walk->next = ems_sites_list(sites, from->place);
    walk->end = walk->next == NULL ? NULL : walk->next + sites->listed;
}

static inline double ems_site_walk_square_m2(const struct ems_site_walk *walk, int32_t site)
{
    struct ems_point at = walk->sites->at[site].at;
    double dx = at.x_m - walk->from.x_m, dy = at.y_m - walk->from.y_m;
    return dx * dx + dy * dy;
}

/* The next site within reach (metres, squared); EMS_NONE when there is none. `reach_m2` may shrink. */
static inline int32_t ems_site_walk_next(struct ems_site_walk *walk, double reach_m2)
{
    do {
        for (const int32_t *next = walk->next; next != walk->end; next++) {
            double away_m2 = ems_site_walk_square_m2(walk, *next);
            if (away_m2 > reach_m2 && walk->in_list) return EMS_NONE;
            if (away_m2 > reach_m2 || away_m2 < walk->known_m2) continue;
            if (walk->among != NULL && !(walk->among[*next >> 6] >> (*next & 63) & 1)) continue;
            walk->next = next + 1;
            return *next;
        }
        walk->next = walk->end;
    } while (ems_site_walk_on(walk, reach_m2));
    return EMS_NONE;
}

#endif
