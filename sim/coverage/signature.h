/* Demand places grouped by their signature: the same stations in radius, the same radius. How many people are
 * covered at a moment, given which stations have a crew, is then a question to groups, not to places. Built
 * once for a model, immutable, shared by all simulations of it. The radius is that of the class of the
 * place's area (docs/methods.md, dynamic cover); places of classes without a radius are in no group. */
#ifndef EMS_COVERAGE_SIGNATURE_H
#define EMS_COVERAGE_SIGNATURE_H

#include "base/arena.h"
#include "base/status.h"
#include "coverage/layers.h"
#include "model/model.h"

struct ems_cover_group {
    int32_t first_station, end_station; /* of `stations`: those in whose radius the group lies */
    int32_t first_piece, end_piece;     /* of `pieces` */
};

struct ems_cover_groups {
    const struct ems_cover_group *groups;
    int32_t count;
    const int32_t *stations; /* station numbers of the groups, one after the other */
    const int32_t *pieces;   /* numbers of map.pieces, group after group */
    struct ems_cover_layers map;
    const struct ems_point *station_at;
    int32_t station_count;
    int32_t words;     /* of a bitset over the stations */
    double people_all; /* in all groups: the denominator */
};

/* Every station counts, crewed or not: who is available is asked later. O(places x stations in radius). */
enum ems_status ems_cover_groups_build(const struct ems_model *model, struct ems_arena *arena,
                                       struct ems_cover_groups *out);

#endif
