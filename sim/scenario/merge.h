/* Scenarios over scenarios: `extends` and --set. Both change the tree of nodes by the schema: groups of keys
 * merge key by key; lists whose entries have ids merge by id, `{id: x, remove: true}` takes one out; other
 * lists, distributions and single values are replaced. A key that excludes others (a circle where a polygon
 * was) takes their place, and a new travel model or policy drops the parameters of the old one. */
#ifndef EMS_SCENARIO_MERGE_H
#define EMS_SCENARIO_MERGE_H

#include "scenario/fill.h"

/* Lays `over` over `base`, both maps; their nodes are used up. */
void ems_merge(struct ems_filler *filler, struct ems_node *base, struct ems_node *over);

/* Applies one `path=value`, the `number`-th (from 1) of its command. Diagnostics name the file "--set" with
 * that number as the line and the column in the option's text. Files in the value are found from the working
 * directory. */
void ems_set_apply(struct ems_filler *filler, struct ems_node *root, const char *option, int32_t number);

/* The same for a value that stands in a file: diagnostics name its place, and `at` is that of the path. The
 * value is copied, but for its texts. */
void ems_set_apply_node(struct ems_filler *filler, struct ems_node *root, const char *path,
                        struct ems_place_in_file at, const struct ems_node *value);

/* Takes out of `map`, an object of the schema, what an entry `key` with this value excludes. */
void ems_merge_drop_rivals(const struct ems_schema *schema, struct ems_node *map, const char *key,
                           const struct ems_node *value);

#endif
