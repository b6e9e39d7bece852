/* Bookmarks are remembered by scenario, seed and replication, in a file of the user's own settings: a line
 * for each, the latest first, so that the same run has them again, live or replayed. */
#ifndef EMS_VIZ_BOOKMARKS_FILE_H
#define EMS_VIZ_BOOKMARKS_FILE_H

#include "bookmarks.h"
#include "ems120/scenario.h"

/* What was remembered for this run; none when there is nothing, or the file cannot be read. */
void viz_bookmarks_load(struct viz_bookmarks *bookmarks, const struct ems_scenario_info *info,
                        int64_t replication);
/* Whole or not at all; what other runs have stays. */
void viz_bookmarks_save(const struct viz_bookmarks *bookmarks, const struct ems_scenario_info *info,
                        int64_t replication);

#endif
