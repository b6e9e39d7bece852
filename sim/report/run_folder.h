/* A RUN: the folder that `--out` writes. scenario.yaml and data/ (the resolved scenario, loadable again),
 * calls.csv, trips.csv, events.csv, run.ems, map.geojson, and summary.json last, which marks the folder as a
 * finished run. Each watcher writes its replication into nameless files, which are joined in replication
 * order; tables stand beside their places while the study runs and take them when it is done, so that only
 * whole replications are ever in them.
 *
 *   ems_run_folder_open(path, scenario, record, &folder);
 *   options.watch = ems_run_folder_watch(folder);
 *   ems_study_run(model, &options, &results);
 *   ems_run_folder_finish(folder, &report);     not when nothing was finished
 *   ems_run_folder_free(folder);
 */
#ifndef EMS_REPORT_RUN_FOLDER_H
#define EMS_REPORT_RUN_FOLDER_H

#include "report/report.h"
#include "scenario/load.h"
#include "study/run.h"

struct ems_run_folder;

/* Makes the folder if it is not there. Calls and trips of all replications are written, events and run.ems of
 * the first `record`. EMS_BAD_USAGE: the folder holds something else than an earlier run. EMS_IO leaves
 * errno. */
enum ems_status ems_run_folder_open(const char *path, const struct ems_scenario *scenario, int64_t record,
                                    struct ems_run_folder **out);
struct ems_run_watch ems_run_folder_watch(struct ems_run_folder *folder);
/* Puts all in place. On failure what was there before may stay beside what is new, but no file is
 * half-written. */
enum ems_status ems_run_folder_finish(struct ems_run_folder *folder, const struct ems_report *report);
/* Throws away what was not finished; a folder that was made and stayed empty is removed. NULL is fine. */
void ems_run_folder_free(struct ems_run_folder *folder);

#endif
