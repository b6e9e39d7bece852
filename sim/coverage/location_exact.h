/* A programme handed to an exact solver: GLPK within this program, or another one that is installed (see
 * location_solver.h). GLPK's errors come back as statuses; it writes nothing to the terminal. */
#ifndef EMS_COVERAGE_LOCATION_EXACT_H
#define EMS_COVERAGE_LOCATION_EXACT_H

#include <glpk.h>

#include "coverage/location_bound.h"

/* What p-median and capacities add to a programme: points are served from open sites. */
struct ems_exact_service {
    int32_t point_count;
    const int64_t *weight;
    const int64_t *cost;     /* [point * column_count + column], of one unit of weight; INT64_MAX: may not */
    const int64_t *capacity; /* weight by column, EMS_LOCATION_ANY: none; NULL: none at all. With capacities a
                                point may be split */
    int64_t unserved;        /* cost of one unit of weight that no site serves, the largest of all costs */
};
/* The most that serving all points may cost. */
double ems_exact_service_value(const struct ems_exact_service *service, const struct ems_program *program);

/* The best plan by branch and bound, at most options->nodes nodes, from the incumbent on. What is found and
 * proven goes into `incumbent`. Programmes that are too large for it are left alone. `service` may be NULL.
 * EMS_IO with plan->trouble set when another solver failed. EMS_INFEASIBLE: proven. */
enum ems_status ems_exact_solve(const struct ems_program *program, const struct ems_exact_service *service,
                                const struct ems_location_options *options, struct ems_program_state *state,
                                struct ems_arena *arena, struct ems_incumbent *incumbent,
                                struct ems_location_plan *plan);

/* The programme as GLPK has it: least of minus the value, divided by `scale`. Column c of the programme is
 * c + 1. Called under the guard. */
struct ems_exact_model {
    const struct ems_program *program;
    const struct ems_exact_service *service;
    glp_prob *problem;
    double scale;
    int32_t *row_at; /* by row of the programme: GLPK's first column of it */
    int *index;      /* of the row being made, from 1 */
    double *value;
    int length, room;
};
void ems_exact_put(struct ems_exact_model *model, int column, double value);
/* Ends the row: the sum of what was put lies in a range. */
void ems_exact_end_row(struct ems_exact_model *model, int kind, double low, double high);
/* A new column; its number. */
int ems_exact_column(struct ems_exact_model *model, int kind, double most, double cost);
void ems_exact_build(struct ems_exact_model *model);
/* The columns and rows by which points are served (location_service.c). */
void ems_exact_serve(struct ems_exact_model *model);

#endif
