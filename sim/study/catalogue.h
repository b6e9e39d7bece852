/* The studies that a database knows: their factors, metrics and points, written down when a study begins, so
 * that the database alone tells what was asked and what is missing. */
#ifndef EMS_STUDY_CATALOGUE_H
#define EMS_STUDY_CATALOGUE_H

#include "study/sweep.h"

/* Writes the study down under its id, in place of an earlier one of that name; its results stay. After
 * ems_sweep_look. */
enum ems_status ems_catalogue_write(struct ems_database *database, const struct ems_sweep *sweep);
/* Names of all studies, in the arena. */
enum ems_status ems_catalogue_list(struct ems_database *database, struct ems_arena *arena,
                                   const char *const **names, int32_t *count);
/* A study as it was written down, with the states of its points: it has no scenario and cannot be run. Both
 * are to be freed, the sweep first, after any status. */
enum ems_status ems_catalogue_read(struct ems_database *database, const char *name,
                                   struct ems_experiment **experiment, struct ems_sweep **sweep);

#endif
