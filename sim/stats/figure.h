/* A figure: one number that a simulation found, with the interval over its replications (simulation error
 * only). What is not there is NAN; `note` says why. */
#ifndef EMS_STATS_FIGURE_H
#define EMS_STATS_FIGURE_H

#include <math.h>
#include <stdint.h>

#define EMS_LEVEL 0.95 /* of every interval */

/* Why a value or an interval is missing. X(id, name in files) */
#define EMS_FIGURE_NOTES(X)                                                       \
    X(NONE, "")                                                                   \
    X(NO_CASES, "no_cases")               /* nothing to divide by */              \
    X(TOO_FEW, "too_few")                 /* under 10 values beyond a quantile */ \
    X(ONE_REPLICATION, "one_replication") /* an interval needs two with cases */  \
    X(NO_INTERVAL, "no_interval")         /* a maximum has none */

enum ems_figure_note {
#define EMS_X(id, name) EMS_NOTE_##id,
    EMS_FIGURE_NOTES(EMS_X)
#undef EMS_X
        EMS_FIGURE_NOTE_COUNT
};

struct ems_figure {
    double value;
    double low, high; /* two-sided interval at `level` */
    double level;
    double
        error; /* standard error of `value`; the interval is value -+ t * error, held in the possible range */
    int64_t n; /* replications it rests on */
    double
        cases; /* what a share or mean was taken over, all replications together; 0 where that has no sense */
    /* where inputs are not taken to be exact (stats/input.h), else 0: shares of error squared */
    double input_share;   /* that comes from inputs, not from simulation */
    double lasting_share; /* that no number of replications takes away */
    enum ems_figure_note note;
    int32_t source; /* study's mark of where it comes from; 0: none */
};

const char *ems_figure_note_name(enum ems_figure_note note);
/* No value, for that reason. */
struct ems_figure ems_figure_missing(enum ems_figure_note note);
/* A value without an interval. */
struct ems_figure ems_figure_bare(double value, int64_t n, enum ems_figure_note note);
/* With its interval by Student's t at n - 1 degrees of freedom; held in [least, most]. */
struct ems_figure ems_figure_make(double value, double error, int64_t n, double least, double most);
/* Quantile of Student's t: 0 < share < 1, degrees >= 1. */
double ems_student_quantile(double share, int64_t degrees);
/* For degrees that are no whole number. */
double ems_student_quantile_at(double share, double degrees);

#endif
