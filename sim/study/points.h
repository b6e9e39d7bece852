/* The points of an experiment's design, made one by one from their number, so that a grid needs no memory.
 *
 *   grid             all combinations; the last factor changes fastest
 *   one-at-a-time    first the scenario as it is, then each level of each factor alone
 *   latin-hypercube  `points` of them: the range of each factor is cut into as many strata as there are
 * points (McKay, Beckman and Conover 1979), each of which has one point, drawn by streams that are keyed by
 * seed and factor. Levels share the strata evenly.
 */
#ifndef EMS_STUDY_POINTS_H
#define EMS_STUDY_POINTS_H

#include "scenario/experiment.h"

enum { EMS_POINTS_MOST = 100000 };

struct ems_points {
    const struct ems_experiment *experiment;
    int32_t count;
    uint32_t *strata; /* LATIN_HYPERCUBE: factors x points */
};

/* Points that the design has; INT64_MAX stands for all numbers above. Allocates nothing. */
int64_t ems_points_count(const struct ems_experiment *experiment);
/* EMS_BAD_INPUT with a diagnostic when there are more than EMS_POINTS_MOST. */
enum ems_status ems_points_init(struct ems_points *points, const struct ems_experiment *experiment,
                                struct ems_diags *diags);
/* Value of each factor at a point (from 0), NULL where the scenario's own is left: `values` has room for all
 * factors. New nodes live in `arena`. */
enum ems_status ems_points_make(const struct ems_points *points, int32_t point, struct ems_arena *arena,
                                const struct ems_node **values);
void ems_points_free(struct ems_points *points);

#endif
