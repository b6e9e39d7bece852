/* Scenario files: found by path or name, read with what they extend, merged into one tree. */
#ifndef EMS_SCENARIO_SOURCE_H
#define EMS_SCENARIO_SOURCE_H

#include "scenario/fill.h"
#include "scenario/load.h"

/* The file that `path` means (see ems_scenario_load); NULL with a diagnostic when there is none. */
const char *ems_source_find(struct ems_filler *filler, const char *path,
                            const struct ems_load_options *options);
/* The merged tree without `extends`; NULL when it cannot be known, with diagnostics. */
struct ems_node *ems_source_read(struct ems_filler *filler, const char *file);
struct ems_node *ems_source_read_text(struct ems_filler *filler, const char *text, size_t length,
                                      const char *name, const char *folder);
/* The name of the folder for a scenario.yaml, else that of the file without .yaml. */
const char *ems_source_id(struct ems_arena *arena, const char *file);
/* Remembers a file that was read and its hash. */
void ems_source_keep(struct ems_filler *filler, const char *path, const char *text, size_t length);

#endif
