/* YAML into nodes, by libyaml's events. Refused, with the place: more than 16 MB, deeper than 64, more than
 * two million nodes, bad UTF-8, control characters, tabs as indentation, tags, anchors, aliases, keys given
 * twice, keys that are no scalars, several documents. Time and memory are linear in the size. */
#ifndef EMS_SCENARIO_YAML_H
#define EMS_SCENARIO_YAML_H

#include <stddef.h>

#include "base/status.h"
#include "scenario/node.h"

enum { EMS_YAML_BYTES_MAX = 16 * 1024 * 1024, EMS_YAML_DEPTH_MAX = 64, EMS_YAML_NODES_MAX = 2000000 };

/* `name` stands in diagnostics; both it and `folder` are kept, not copied. *root is NULL when nothing could
 * be read at all; with EMS_BAD_INPUT it may hold what could be, so that the rest can be checked too. */
enum ems_status ems_yaml_read(const char *text, size_t length, const char *name, const char *folder,
                              struct ems_arena *arena, struct ems_diags *diags, struct ems_node **root);

#endif
