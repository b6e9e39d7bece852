/* A speeds table as a user writes it (YAML), laid over the default one (road/speeds.h):
 *
 *     ems120_speeds: 1
 *     classes:
 *       motorway: {lights: 120 km/h, normal: 100 km/h}
 *       track: {lights: 25 km/h, normal: 20 km/h}    # named, so taken
 *       service: {use: false}
 *       my-class: {lights: 60 km/h, normal: 40 km/h, access: false, oneway: true}
 *     limits: {lights: 100 %, normal: 80 %}          # or {use: false} */
#ifndef EMS_SCENARIO_SPEEDS_H
#define EMS_SCENARIO_SPEEDS_H

#include <stddef.h>

#include "base/diag.h"
#include "base/status.h"
#include "road/speeds.h"

/* Changes `speeds`, which holds the table to be laid over. EMS_BAD_INPUT with diagnostics leaves it in some
 * valid state. */
enum ems_status ems_speeds_read(const char *path, struct ems_diags *diags, struct ems_speeds *speeds);
/* From memory; `file` is shown in diagnostics. */
enum ems_status ems_speeds_parse(const char *text, size_t length, const char *file, struct ems_diags *diags,
                                 struct ems_speeds *speeds);

#endif
