/* Folders: where what is shipped with the program (scenarios, standards) may lie, and making them. */
#ifndef EMS_CLI_FOLDERS_H
#define EMS_CLI_FOLDERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Folders in the order of search: $EMS120_DATA, share/ems120 beside the program's own bin folder (so that an
 * installation may be moved), the source tree that the program was built in, the working folder. Returns
 * their number; the texts are the arena's. */
int32_t ems_cli_data_folders(struct ems_arena *arena, const char *const **out);

/* Makes a folder and those above it, as `mkdir -p` does; false leaves errno. `path` is written to meanwhile.
 */
bool ems_cli_make_folders(char *path);

#endif
