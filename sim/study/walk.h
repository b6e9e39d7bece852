/* How figures are made from replications: the same walk over results and tallies counts the columns that a
 * replication needs, records a replication's row of them, pools its samples, or makes figures from all rows,
 * so that each figure is written once (study/summary.c). Inside study only. */
#ifndef EMS_STUDY_WALK_H
#define EMS_STUDY_WALK_H

#include <stdbool.h>

#include "base/time.h"
#include "model/model.h"
#include "stats/figure.h"
#include "stats/sample.h"

/* How a figure was made from the rows. */
enum ems_source_kind { EMS_SOURCE_COUNT, EMS_SOURCE_RATIO, EMS_SOURCE_QUANTILE, EMS_SOURCE_LARGEST };

struct ems_source {
    enum ems_source_kind kind;
    int32_t column; /* the first of its columns */
    double scale;   /* RATIO */
    double most;    /* RATIO: of the scaled value */
    double of;      /* QUANTILE */
};

/* The figure of one or two columns of `count` replications; QUANTILE has them pooled beside it. */
struct ems_figure ems_source_figure(const struct ems_source *source, const double *first,
                                    const double *second, int64_t count, struct ems_sample *pooled);

/* What is kept of the replications. A zeroed store is an empty one. */
struct ems_walk_store {
    double *rows;                      /* replications x columns */
    double *numerators, *denominators; /* a column taken out of the rows */
    struct ems_sample *pooled;         /* of each group, in order of the walk */
    struct ems_source *sources; /* of each figure, in order of the walk; figures have its number from 1 */
    int64_t replications, capacity;
    int32_t columns, groups, figures;
    int32_t inner; /* above 1: so many replications share a draw of the inputs (stats/input.h) */
};

enum ems_walk_mode { EMS_WALK_COUNT, EMS_WALK_RECORD, EMS_WALK_POOL, EMS_WALK_FINISH };

struct ems_walk {
    const struct ems_walk_store *store;
    enum ems_walk_mode mode;
    const struct ems_model *model;
    double people; /* that dynamic cover is a share of */
    bool no_memory;
    int32_t column, group, figure;
    double *row;               /* RECORD */
    struct ems_sample *pooled; /* POOL: those of the store */
};

/* Takes the numbers of columns and groups from a walk that counted. False when memory is out. */
bool ems_walk_store_init(struct ems_walk_store *store, const struct ems_walk *counted);
/* The row of the next replication, NULL when memory is out; it counts once `replications` is raised. */
double *ems_walk_store_next(struct ems_walk_store *store);
void ems_walk_store_free(struct ems_walk_store *store);

/* A count: its mean per replication. */
void ems_walk_count(struct ems_walk *walk, struct ems_figure *out, double value);
/* A ratio of sums times `scale`, at most `most`. */
void ems_walk_ratio(struct ems_walk *walk, struct ems_figure *out, double numerator, double denominator,
                    double scale, double most);
void ems_walk_share(struct ems_walk *walk, struct ems_figure *out, int64_t part, int64_t whole);
/* A mean of times, in seconds. */
void ems_walk_time(struct ems_walk *walk, struct ems_figure *out, ems_time sum, int64_t cases);
/* Of the group under way. */
void ems_walk_quantile(struct ems_walk *walk, struct ems_figure *out, struct ems_sample *sample, double of);
/* The largest value of any replication: no interval. */
void ems_walk_largest(struct ems_walk *walk, struct ems_figure *out, double value);
/* Ends a group; in POOL its sample joins those of earlier replications. */
void ems_walk_end_group(struct ems_walk *walk, const struct ems_sample *sample);

#endif
