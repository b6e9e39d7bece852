/* Demand places grouped by their signature: the same stations in radius, the same radius. How many people are
 * covered at a moment, given which stations have a crew, is then a question to groups, not to places. Built
 * once for a model, immutable, shared by all simulations of it. The radius is that of the class of the
 * place's area (docs/methods.md, dynamic cover); places of classes without a radius are in no group. */
#ifndef EMS_COVERAGE_SIGNATURE_H
#define EMS_COVERAGE_SIGNATURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "geo/grid.h"
#include "model/model.h"

struct ems_cover_group {
    double people, radius_m;
    int64_t people_millionths;
    int32_t first_station, station_count; /* of `stations` */
    int32_t first_place, place_count;     /* of `places` */
};

struct ems_cover_groups {
    const struct ems_cover_group *groups;
    int32_t count;
    const int32_t *stations; /* station numbers of the groups, one after the other */
    const int32_t *first_of_station,
        *groups_of_station; /* and the other way round: first[station_count] ends */
    int32_t station_count;
    const int32_t *places; /* numbers of places, in the order of the groups */
    /* the places themselves, in the order of the grid's cells: */
    const struct ems_point *at;       /* where they are, */
    const int64_t *people_millionths; /* how many live there, */
    const int32_t *group_of;          /* and their groups */
    struct ems_grid grid;             /* over `at` */
    double radius_max_m;
    int32_t place_count;
    double people_all; /* in all groups: the denominator */
    int32_t words;     /* of a bitset over the stations */
};

/* Every station counts, crewed or not: who is available is asked later. O(places x stations in radius). */
enum ems_status ems_cover_groups_build(const struct ems_model *model, struct ems_arena *arena,
                                       struct ems_cover_groups *out);

/* What is covered now, kept from one question to the next: only groups of stations that changed are looked
 * at. People are summed in millionths, so that coming and going leaves no error. */
struct ems_cover_now {
    uint64_t *available;   /* as last asked */
    int32_t *stations;     /* by group: how many of its stations are available */
    uint8_t *covered;      /* by place: one of its group's stations is */
    uint32_t *place_asked; /* the last question in which a moving unit covered the place */
    uint32_t question;
    int64_t people_millionths;
};

/* Nothing is covered. False: memory is out. */
bool ems_cover_now_init(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                        struct ems_arena *arena);
void ems_cover_now_reset(struct ems_cover_now *now, const struct ems_cover_groups *groups);

/* People within the radius of a station whose bit is set (bit s % 64 of word s / 64), or of one of the points
 * `moving`. O(groups of stations that changed + places near moving points). */
double ems_cover_now_people(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                            const uint64_t *available, const struct ems_point *moving, int32_t moving_count);

#endif
