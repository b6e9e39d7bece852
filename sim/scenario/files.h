/* The data files that a scenario names, as they go into a saved scenario: each under data/, once. */
#ifndef EMS_SCENARIO_FILES_H
#define EMS_SCENARIO_FILES_H

#include "scenario/fill.h"

/* Sets `renamed` of every node that names a file: data/NAME, and data/2-NAME and so on where a name is taken
 * by another file. False when memory is out. */
bool ems_files_rename(struct ems_filler *filler);
/* Copies one file, whole or not at all. EMS_IO leaves errno. */
enum ems_status ems_files_copy_one(const char *from, const char *to);
/* Copies the files to `folder` under those names. EMS_IO leaves errno. */
enum ems_status ems_files_copy(const struct ems_filler *filler, const char *folder,
                               struct ems_arena *scratch);

#endif
