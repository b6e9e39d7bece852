/* What is covered at a moment, kept from one question to the next. Each patch counts the available stations
 * that cover all of it; only where there is none does it matter who covers which of its places. So a station
 * that comes or leaves costs little where others cover the same. Cells know whether somebody in them is left
 * without a station, so that a moving unit looks only at cells where it can change something. People are
 * summed in millionths, so that coming and going leaves no error.
 *
 * Where there are few stations the same combinations of them come back again and again. There what is covered
 * is kept apart for each combination of the first of them, so that mostly no station comes or leaves.
 *
 * Derived from what is asked alone: answers do not depend on what was asked before. */
#ifndef EMS_COVERAGE_NOW_H
#define EMS_COVERAGE_NOW_H

#include "coverage/patches.h"

/* Places of a patch that no station covers, and those of them that moving units do: none between questions.
 */
struct ems_cover_rest {
    uint64_t left, reached;
};

struct ems_cover_moment {
    uint64_t *available;         /* as last asked */
    uint64_t *counts;            /* available stations that cover all of a patch; see count_up */
    uint64_t *whole;             /* bits by patch: there are some */
    struct ems_cover_rest *rest; /* by patch */
    uint64_t *open;              /* bits by cell, see patches.h: somebody there is left */
    uint64_t *touched;           /* bits by patch: some places are reached */
    int32_t digits;              /* of the counts */
    int64_t people_millionths;   /* whom stations cover */
};

struct ems_cover_now {
    struct ems_cover_moment *moments; /* one for each combination of */
    uint64_t told_apart;              /* the first stations, a bit each; none where there are many */
};

/* False: memory is out. */
bool ems_cover_now_init(struct ems_cover_now *now, const struct ems_cover_map *map, struct ems_arena *arena);

/* People within the radius of a station whose bit is set (bit s % 64 of word s / 64), or of one of the points
 * `moving`. O(stations / 64 + patches of stations that changed since their moment was asked last + cells not
 * covered near moving points). */
double ems_cover_now_people(struct ems_cover_now *now, const struct ems_cover_map *map,
                            const uint64_t *available, const struct ems_point *moving, int32_t moving_count);

#endif
