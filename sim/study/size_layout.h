/* Layouts of shifts, which size_shifts.c looks for. Inside study only. */
#ifndef EMS_STUDY_SIZE_LAYOUT_H
#define EMS_STUDY_SIZE_LAYOUT_H

#include "coverage/shifts.h"
#include "study/size_parts.h"

/* Crews needed by station and hour of the week, the shifts that cover them, and the plan of these. */
struct ems_size_layout {
    int32_t *needed; /* stations x hours of a week */
    int32_t *counts; /* stations x kinds x days */
    struct ems_size_plan plan;
    bool proven;
};

struct ems_size_laying {
    struct ems_sizing *s;
    struct ems_shift_kind kinds[EMS_SHIFT_KINDS];
    int32_t kind_count, patterns;               /* patterns: those before any layout */
    double *load;                               /* by station: crews at work at a mean hour */
    double factor[EMS_SHIFT_WEEK];              /* of demand by hour of the week */
    const struct ems_size_plan *from;           /* before shifts are laid out */
    int32_t *on;                                /* crews on duty of that: stations x hours of a week */
    int32_t *most;                              /* of these by station */
    struct ems_size_layout best, other, before; /* before: of a round of cuts */
};

/* ---- size_layout.c ---- */
/* Covers each station's need, but for those that are as in `known` (NULL: none). */
enum ems_status ems_size_layout_cover(struct ems_size_laying *l, struct ems_size_layout *out,
                                      const struct ems_size_layout *known);
/* All but the plan. */
void ems_size_layout_copy(const struct ems_size_laying *l, struct ems_size_layout *to,
                          const struct ems_size_layout *from);
/* Makes the plan, all patterns anew, and what it lacks by the guide. */
enum ems_status ems_size_layout_guess(struct ems_size_laying *l, struct ems_size_layout *layout,
                                      double *lack);
/* Plays the layout that is in `other`; it becomes the best where it holds and is better than `trial`. */
enum ems_status ems_size_layout_try(struct ems_size_laying *l, struct ems_size_trial *trial, bool *better);

/* ---- size_cuts.c ---- */
/* One round: the best cuts by the guide, simulated until one holds; then only those that save as much. */
enum ems_status ems_size_cut_once(struct ems_size_laying *l, struct ems_size_trial *trial, bool *found);

#endif
