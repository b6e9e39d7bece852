/* The figures of a scenario by the hypercube model (coverage/hypercube.h) in place of simulation: for quick
 * looks, and as a guide for searches. Hours of a week with the same crews on duty are a period; each hour of
 * the day of a period is solved as if it lasted for ever (pointwise stationary approximation, Green and
 * Kolesar 1991). docs/methods.md says what is left out and when this can be trusted.
 *
 *   ems_analytic_create(model, &analytic);
 *   ems_analytic_evaluate(analytic, NULL or crews, &overload);
 *   ems_analytic_target(analytic, &target)   share in time
 *   ems_analytic_free(analytic);
 *
 * or, all at once, ems_analytic_run. */
#ifndef EMS_STUDY_ANALYTIC_H
#define EMS_STUDY_ANALYTIC_H

#include "study/results.h"

struct ems_analytic;

enum { EMS_HOURS_OF_WEEK = 168 }; /* from Monday 00:00 */

/* Where crews get more work than they can do, so that nothing is steady. */
struct ems_analytic_overload {
    int32_t hour; /* of the day */
    double load;  /* work over crews */
};

/* EMS_BAD_USAGE: calls come from a trace. The model must outlive it. */
enum ems_status ems_analytic_create(const struct ems_model *model, struct ems_analytic **out);
void ems_analytic_free(struct ems_analytic *analytic);
/* From now on for a search: quick rather than exact, and calls that find no crew are lost, so that overloaded
 * plans can be told apart too. */
void ems_analytic_hurry(struct ems_analytic *analytic);
/* Vehicles besides those of the model, from now on: lacking[station] of `type`, and more[station * types +
 * type] of each. */
void ems_analytic_add_vehicles(struct ems_analytic *analytic, ems_vehicle_type_id type,
                               const int32_t *lacking, const int32_t *more);
/* Crews on duty by the model: EMS_HOURS_OF_WEEK x stations. Shifts count by the middle of each hour. */
void ems_analytic_duty(const struct ems_model *model, int32_t *duty);
/* Solves all periods. `duty` as above, NULL: the model's. EMS_INFEASIBLE with `overload` filled in when calls
 * wait and some hour has too many; figures are then those of a loss system in such hours. */
enum ems_status ems_analytic_evaluate(struct ems_analytic *analytic, const int32_t *duty,
                                      struct ems_analytic_overload *overload);
/* Share of the target's requests reached in time, by the last evaluation; NAN without such requests. Rounded
 * to 1e-9, so that decisions on it are the same everywhere. */
double ems_analytic_target(struct ems_analytic *analytic, const struct ems_target *target);
/* Share of all time that the station's crews are busy; NAN without crews. */
double ems_analytic_station_busy(const struct ems_analytic *analytic, ems_station_id station);

/* Results whose method is EMS_METHOD_HYPERCUBE; what the model does not give is missing. *out is NULL unless
 * EMS_OK. */
enum ems_status ems_analytic_run(const struct ems_model *model, struct ems_results **out,
                                 struct ems_analytic_overload *overload);

#endif
