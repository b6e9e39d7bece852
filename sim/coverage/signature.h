/* Demand places grouped by their signature: the same stations in radius, the same radius. How many people are
 * covered at a moment, given which stations have a crew, is then a question to groups, not to places. Built
 * once for a model, immutable, shared by all simulations of it. The radius is that of the class of the
 * place's area (docs/methods.md, dynamic cover); places of classes without a radius are in no group. */
#ifndef EMS_COVERAGE_SIGNATURE_H
#define EMS_COVERAGE_SIGNATURE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "geo/grid.h"
#include "model/model.h"

struct ems_cover_group {
    double people, radius_m;
    int32_t first_station, station_count; /* of `stations` */
    int32_t first_place, place_count;     /* of `at`, `people`, `group_of` */
};

/* What is asked of every group at every sample, packed to be streamed: its people and its first stations, the
 * first again where there are fewer, EMS_NONE where there is none. */
enum { EMS_COVER_PROBES = 4 };
struct ems_cover_probe {
    double people;
    int32_t stations[EMS_COVER_PROBES];
};

struct ems_cover_groups {
    const struct ems_cover_group *groups;
    const struct ems_cover_probe *probes; /* one for each group */
    int32_t count;
    const int32_t *stations;    /* station numbers of the groups, one after the other */
    const struct ems_point *at; /* the places, in the order of the groups: where they are, */
    const double *people;       /* how many live there */
    const int32_t *group_of;    /* and their groups */
    struct ems_grid grid;       /* over `at` */
    double radius_max_m;
    int32_t place_count;
    double people_all; /* in all groups: the denominator */
    int32_t words;     /* of a bitset over the stations */
};

/* Every station counts, crewed or not: who is available is asked later. O(places x stations in radius). */
enum ems_status ems_cover_groups_build(const struct ems_model *model, struct ems_arena *arena,
                                       struct ems_cover_groups *out);

/* *people: those within the radius of a station whose bit is set (bit s % 64 of word s / 64), or of one of
 * the points `moving`. Scratch is used. O(groups + places near moving points). */
enum ems_status ems_cover_groups_people(const struct ems_cover_groups *groups,
                                        const uint64_t *available_stations, const struct ems_point *moving,
                                        int32_t moving_count, struct ems_arena *scratch, double *people);

#endif
