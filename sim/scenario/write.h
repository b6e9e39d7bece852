/* The tree of a scenario as YAML text. */
#ifndef EMS_SCENARIO_WRITE_H
#define EMS_SCENARIO_WRITE_H

#include <stdio.h>

#include "base/status.h"
#include "scenario/node.h"

/* Writes the tree; a node's `renamed` stands for its text. EMS_IO leaves errno. */
enum ems_status ems_node_write(const struct ems_node *root, FILE *out);

#endif
