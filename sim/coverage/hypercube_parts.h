/* What the methods of the hypercube share. Inside coverage only. */
#ifndef EMS_COVERAGE_HYPERCUBE_PARTS_H
#define EMS_COVERAGE_HYPERCUBE_PARTS_H

#include "coverage/hypercube.h"

/* Results that are written to until they are handed out. */
struct ems_hypercube_work {
    double *workload, *sent, *blocked;
};

enum ems_status ems_hypercube_exact(const struct ems_hypercube *cube, struct ems_hypercube_work *work,
                                    struct ems_hypercube_result *out);
enum ems_status ems_hypercube_approximate(const struct ems_hypercube *cube, bool one_service,
                                          struct ems_arena *arena, struct ems_hypercube_work *work,
                                          struct ems_hypercube_result *out);

/* Units in a group's order. */
int32_t ems_hypercube_length(const struct ems_hypercube *cube, int32_t group);
double ems_hypercube_total_rate(const struct ems_hypercube *cube);

#endif
