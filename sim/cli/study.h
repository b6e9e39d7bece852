/* What the files of the command `study` share: its output, and the command on a database alone. */
#ifndef EMS_CLI_STUDY_H
#define EMS_CLI_STUDY_H

#include "cli/cli.h"
#include "report/sweep_report.h"

/* Says why, for EMS_IO and EMS_BAD_INPUT of the database (NULL: none) or of `what`, a file that was written
 * to; returns `status`. */
enum ems_status ems_study_explain(struct ems_cli *cli, const struct ems_database *database,
                                  enum ems_status status, const char *what);
/* The files of --csv and --export. */
enum ems_status ems_study_write(struct ems_cli *cli, const struct ems_sweep_report *report);
/* The page, or the document of --json, on standard output. */
enum ems_status ems_study_print(struct ems_cli *cli, const struct ems_sweep_report *report);

/* Whether the operand is a database and no study file. */
bool ems_study_is_database(const char *path);
/* `study DATABASE`: what its studies found, or their status. */
enum ems_status ems_study_show(struct ems_cli *cli);

#endif
