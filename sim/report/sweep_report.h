/* What a study with a design found, point by point: on a terminal, as JSON and as CSV. Figures are read from
 * the database one point after another, so that memory does not grow with points. The bytes of CSV and JSON
 * follow from the results alone, whoever computed them when.
 *
 * EMS_IO of the database leaves its trouble there (ems_database_troubled); else the stream has failed. */
#ifndef EMS_REPORT_SWEEP_REPORT_H
#define EMS_REPORT_SWEEP_REPORT_H

#include <stdio.h>

#include "base/json.h"
#include "base/text.h"
#include "study/sweep.h"

struct ems_sweep_report {
    const struct ems_sweep *sweep;
    struct ems_database *database; /* NULL: nothing is there */
    int32_t jobs;                  /* that time left is reckoned with */
};

enum ems_point_state { EMS_POINT_DONE, EMS_POINT_PARTIAL, EMS_POINT_MISSING, EMS_POINT_FAILED };

/* FAILED: it cannot be simulated, or a replication broke a rule. */
enum ems_point_state ems_sweep_point_state(const struct ems_sweep *sweep, int32_t point);
/* done, partial, missing, failed. */
const char *ems_point_state_name(enum ems_point_state state);
/* Seconds that a replication takes by those done, NAN for none. O(points). */
double ems_sweep_each_s(const struct ems_sweep *sweep);
/* Seconds that the rest of a point, or of all (point -1), will take; NAN when nobody can tell. */
double ems_sweep_left_s(const struct ems_sweep_report *report, int32_t point, double each_s);

/* A row for each point: its levels, state and replications, then value, low and high of each metric. */
enum ems_status ems_sweep_csv_points(const struct ems_sweep_report *report, FILE *out);
/* A row for each replication of each point. */
enum ems_status ems_sweep_csv_replications(const struct ems_sweep_report *report, FILE *out);
/* `figures` false: what is done and missing alone. */
enum ems_status ems_sweep_json(const struct ems_sweep_report *report, bool figures, json_t **out);
/* A table of the points with the first metrics; and of what is done and missing. */
enum ems_status ems_sweep_print(const struct ems_sweep_report *report, enum ems_lang lang, FILE *out);
enum ems_status ems_sweep_print_status(const struct ems_sweep_report *report, enum ems_lang lang, FILE *out);

#endif
