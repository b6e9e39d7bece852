/* Figures of a simulation so far, or of any part of it: what a panel shows beside the map. They are made from
 * a journal (what has ended) and the simulation at the moment that is shown (what is still open), and mean
 * what docs/methods.md says of the same names, for one replication and without intervals. */
#ifndef EMS120_FIGURES_H
#define EMS120_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/ids.h"
#include "ems120/status.h"
#include "ems120/time.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_journal;
struct ems_sim;

/* Which calls. */
struct ems_call_filter {
    ems_time from, until; /* rang in [from, until) */
    uint32_t priorities;  /* bit p - 1; 0: all. With priorities, calls that are no request are left out of
                             counts and of the answer share */
    uint32_t hours;       /* bits 0..23 of the local hour of ringing; 0: all */
    ems_area_id area;     /* EMS_NONE: all */
    bool counted_only;    /* only calls that rang inside the scenario's window, after the warm-up */
};
/* All calls of all times. */
struct ems_call_filter ems_call_filter_default(void);

enum {
    EMS_FIGURES_PRIORITIES = 9,
    EMS_FIGURES_BINS = 120, /* of the histogram, 30 s each; one more for an hour and longer */
    EMS_FIGURES_THRESHOLDS = 16
};

enum ems_figure_part {
    EMS_FIGURE_ANSWER,
    EMS_FIGURE_PROCESS,
    EMS_FIGURE_QUEUE,
    EMS_FIGURE_BUMPED,
    EMS_FIGURE_TURNOUT,
    EMS_FIGURE_TRAVEL,
    EMS_FIGURE_PARTS
};

/* Of requests that were reached. NAN where there is none. */
struct ems_response_figures {
    int64_t requests, reached, late;    /* late: see ems_call_is_late */
    double mean_s, p50_s, p90_s, max_s; /* quantiles to a tenth of a second */
    double on_time_share;               /* of requests not cancelled in time, within their deadline */
    double within_share[EMS_FIGURES_THRESHOLDS]; /* of ems_figures_thresholds */
};

struct ems_figures {
    struct ems_response_figures all, by_priority[EMS_FIGURES_PRIORITIES];
    double parts_s[EMS_FIGURE_PARTS]; /* means; they add up to all.mean_s */
    int32_t histogram[EMS_FIGURES_BINS + 1];
    int64_t calls, answered, lost; /* phone calls; lost: blocked or abandoned */
    double answered_10s_share;
    int64_t orders;
    double turnout_mean_s, departed_180s_share; /* of crews that were at their station */
    double utilisation;                         /* of staffed crew time in [from, until): any call */
    /* at the moment of the simulation */
    int32_t waiting_now, busy_now, staffed_now;
    int64_t open_calls;
};

/* `sim` is at the moment shown: nothing that ended later is counted. NULL: everything that the journal knows,
 * and nothing open. O(calls from `from` on): some 0.1 ms for a thousand, and 5 ms more. */
enum ems_status ems_figures_compute(const struct ems_journal *journal, const struct ems_sim *sim,
                                    const struct ems_call_filter *filter, struct ems_figures *out);
/* Thresholds of `within_share`, ascending: 5, 8, 10, 12, 15, 20, 30 min and those of the targets. */
int32_t ems_figures_thresholds(const struct ems_journal *journal, ems_time *out /* EMS_FIGURES_THRESHOLDS */);

/* One area (the last one: outside all), for a map of lateness. */
struct ems_area_figures {
    int64_t requests, reached, late;
    double mean_s, late_share; /* NAN without requests */
};
/* `out` has room for the scenario's areas and one more; filter->area is passed over. */
enum ems_status ems_figures_by_area(const struct ems_journal *journal, const struct ems_sim *sim,
                                    const struct ems_call_filter *filter, struct ems_area_figures *out);

#ifdef __cplusplus
}
#endif
#endif
