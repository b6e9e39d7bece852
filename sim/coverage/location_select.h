/* The part of a Lagrangian relaxation that all models share: which units to take when each has a score of its
 * own and only the limits hold (units, new ones, existing ones kept, upper tier). Units are taken by score,
 * which is best possible as long as limits lie within each other; the tier's is left out when they do not,
 * and the total is a bound then. */
#ifndef EMS_COVERAGE_LOCATION_SELECT_H
#define EMS_COVERAGE_LOCATION_SELECT_H

#include "coverage/location_program.h"

struct ems_selection {
    const struct ems_program *program;
    double *score;  /* by column: of one unit; to be filled in */
    int32_t *units; /* by column: what is taken */
    int32_t *order; /* columns by falling score */
    double total;
};

enum ems_status ems_selection_init(struct ems_selection *selection, const struct ems_program *program,
                                   struct ems_arena *arena);
/* Takes units by `score`. */
void ems_selection_take(struct ems_selection *selection);
/* Forbids or keeps columns of the programme whose other choice cannot beat `least_value` with this selection:
 * `rest` is the relaxation's value without the total. Returns how many columns became fixed. */
int32_t ems_selection_fix(struct ems_selection *selection, struct ems_program *program, double rest,
                          double least_value);

#endif
