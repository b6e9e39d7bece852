/* From a definition to a model: resolves references, projects coordinates, makes demand places, rates, fleets
 * and travel, and checks all that needs more than one value. Everything that is wrong is told, not the first
 * alone. */
#ifndef EMS_SCENARIO_BUILD_H
#define EMS_SCENARIO_BUILD_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "model/model.h"
#include "scenario/definition.h"

/* Reads the data files that the definition names. The model lives in `arena` and borrows texts, distributions
 * and policy parameters from the definition, which must outlive it. Without `travel` it is checked only: the
 * model cannot travel. EMS_BAD_INPUT when `diags` has errors; then `out` is not to be used. */
enum ems_status ems_scenario_build(const struct ems_definition *definition, bool travel,
                                   struct ems_arena *arena, struct ems_diags *diags, struct ems_model *out);

#endif
