/* What is covered at a moment, kept from one question to the next: which places of each patch some available
 * station covers. When a station becomes available, its shares are added; when one no longer is, the patches
 * that it covered are put together anew, which is soon done where another station covers all of them. Cells
 * know whether somebody in them is not covered, so that a moving unit looks only at cells where it can change
 * something. People are summed in millionths, so that coming and going leaves no error.
 *
 * Derived from what is asked alone: answers do not depend on what was asked before. */
#ifndef EMS_COVERAGE_NOW_H
#define EMS_COVERAGE_NOW_H

#include "coverage/patches.h"

/* What the moving units of one question have reached of a patch. */
struct ems_cover_reached {
    uint64_t places;
    uint32_t question, reserved;
};

struct ems_cover_now {
    uint64_t *available;               /* as last asked */
    uint64_t *covered;                 /* by patch: its places that a station covers */
    uint64_t *open;                    /* bits by cell, see patches.h: somebody there is not covered */
    uint64_t *stale;                   /* bits by patch: to be put together anew */
    struct ems_cover_reached *reached; /* by patch */
    uint32_t question;
    int64_t people_millionths; /* whom stations cover */
};

/* Nothing is covered. False: memory is out. */
bool ems_cover_now_init(struct ems_cover_now *now, const struct ems_cover_map *map, struct ems_arena *arena);
void ems_cover_now_reset(struct ems_cover_now *now, const struct ems_cover_map *map);

/* People within the radius of a station whose bit is set (bit s % 64 of word s / 64), or of one of the points
 * `moving`. O(stations / 64 + patches of stations that changed + cells not covered near moving points). */
double ems_cover_now_people(struct ems_cover_now *now, const struct ems_cover_map *map,
                            const uint64_t *available, const struct ems_point *moving, int32_t moving_count);

#endif
