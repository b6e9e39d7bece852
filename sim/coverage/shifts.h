/* Which shifts cover the crews that each hour of a week needs, at the least cost? The set covering model of
 * shift scheduling (Dantzig 1954): a column is a shift that begins at an hour of a day, a row an hour of the
 * week, round to the next Monday; solved as an integer programme by GLPK. The same shifts every day are taken
 * where they cost no more than shifts that differ by day. Of plans that cost the same, one with few shifts
 * and the first kinds is taken. The caller owns everything.
 *
 *   ems_shifts_cover(kinds, kind_count, needed, arena, counts, &result);
 */
#ifndef EMS_COVERAGE_SHIFTS_H
#define EMS_COVERAGE_SHIFTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

enum { EMS_SHIFT_KINDS = 192, EMS_SHIFT_WEEK = 168, EMS_SHIFT_DAYS = 7 };

/* A shift that may be worked on any day: from an hour of the day, 1 to 24 hours long. */
struct ems_shift_kind {
    int32_t from, hours;
    int32_t cost; /* above 0: paid minutes */
};

struct ems_shift_result {
    int64_t cost; /* of a week */
    bool daily;   /* the same every day */
    bool proven;  /* no cheaper cover exists */
};

/* `needed` has EMS_SHIFT_WEEK entries from Monday 00:00. counts[kind * EMS_SHIFT_DAYS + day] becomes how many
 * crews begin that shift on that day. EMS_INFEASIBLE: an hour is needed that no kind reaches. */
enum ems_status ems_shifts_cover(const struct ems_shift_kind *kinds, int32_t kind_count,
                                 const int32_t *needed, struct ems_arena *arena, int32_t *counts,
                                 struct ems_shift_result *result);

#endif
