/* What is covered at a moment, kept from one question to the next. Each covered group has a witness: one
 * available station that covers it. When a station becomes available only what was not covered around it is
 * looked at; when one is no longer available, only the groups that it was the witness of (the idea of watched
 * literals, Moskewicz et al. 2001). Cells know how many of their people are not covered, so that a moving
 * unit looks only at cells where it can change something. People are summed in millionths, so that coming and
 * going leaves no error.
 *
 * Derived from what is asked alone: answers do not depend on what was asked before. */
#ifndef EMS_COVERAGE_NOW_H
#define EMS_COVERAGE_NOW_H

#include "coverage/signature.h"

/* What the moving units of the present question have reached in a cell. */
struct ems_cover_asked {
    int64_t people_millionths;
    uint32_t question, reserved;
};

struct ems_cover_now {
    uint64_t *available;           /* as last asked */
    int32_t *witness;              /* by group: a station, EMS_NONE when none covers it */
    int32_t *first_of, *next_same; /* groups by witness: the first of a station, the next one */
    int64_t *open_people;          /* by cell: millionths of people whom no station covers */
    uint64_t *open;                /* bits by cell, see layers.h: there are such people */
    struct ems_cover_asked *asked; /* by cell */
    uint32_t *place_asked;         /* by place: the last question in which a moving unit covered it */
    uint32_t question;
    int64_t people_millionths; /* whom stations cover */
};

/* Nothing is covered. False: memory is out. */
bool ems_cover_now_init(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                        struct ems_arena *arena);
void ems_cover_now_reset(struct ems_cover_now *now, const struct ems_cover_groups *groups);

/* People within the radius of a station whose bit is set (bit s % 64 of word s / 64), or of one of the points
 * `moving`. O(stations / 64 + groups of stations that changed + cells not covered near moving points). */
double ems_cover_now_people(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                            const uint64_t *available, const struct ems_point *moving, int32_t moving_count);

#endif
