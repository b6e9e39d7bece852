/* The dotted path of a value in a scenario, such as stations.centre.crews, kept as a chain on the stack while
 * a reader descends and spelled out when something has to be said. */
#ifndef EMS_SCENARIO_PATH_H
#define EMS_SCENARIO_PATH_H

#include <stdint.h>

#include "base/arena.h"

struct ems_path {
    const struct ems_path *up; /* NULL: `segment` is the first */
    const char *segment;       /* key or id; NULL: the number below */
    int32_t number;            /* place in a list, from 1 */
};

/* The spelled path, "" for NULL; NULL when memory is out. */
const char *ems_path_text(const struct ems_path *path, struct ems_arena *arena);

#endif
