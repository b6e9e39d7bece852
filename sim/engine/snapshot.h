/* Snapshots with or without the tallies: a recording keeps many and leaves them out. ems_sim_restore takes
 * both; without tallies they begin at zero. */
#ifndef EMS_ENGINE_SNAPSHOT_H
#define EMS_ENGINE_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/sim.h"

/* `*bytes` is freed with free(). */
enum ems_status ems_sim_snapshot_write(const struct ems_sim *sim, bool with_tallies, unsigned char **bytes,
                                       size_t *size);

#endif
