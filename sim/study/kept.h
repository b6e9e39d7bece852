/* What a study keeps of each replication: for each of its metrics one number or two, and for each group of
 * requests of which a quantile is wanted its response times, so that the figures of a point are the same as
 * those of `run`, by the same functions (study/walk.h).
 *
 *   ems_kept_init(&kept, model, names, count)             once, from the scenario
 *   ems_picks_create(model, &kept, &picks)                for each point's model
 *   ems_picks_take(picks, row, tallies, &record)          for each replication, several threads
 */
#ifndef EMS_STUDY_KEPT_H
#define EMS_STUDY_KEPT_H

#include "base/arena.h"
#include "base/status.h"
#include "engine/tallies.h"
#include "study/metric.h"
#include "study/walk.h"

struct ems_kept_metric {
    const char *name;         /* as study/metric.h reads it */
    struct ems_source source; /* the column does not count */
    enum ems_metric_unit unit;
    int32_t better;
    int32_t sample; /* number of the group's sample; EMS_NONE for what is no quantile */
};

struct ems_kept {
    struct ems_kept_metric *metrics;
    const char **samples; /* names of groups: all, by_priority.1 */
    int32_t count, sample_count;
};

/* Bytes of a sample, see study/sample_bytes.h. */
struct ems_bytes {
    unsigned char *bytes;
    size_t count;
};

/* What is kept of one replication; NAN for a metric that its scenario has not. Zeroed is empty. */
struct ems_record {
    double *first, *second; /* of each metric; `second` counts for ratios alone */
    struct ems_bytes *samples;
    int32_t sample_count;
};

/* Names of the main metrics of a model: all requests, the whole, targets. NULL when memory is out. */
const char **ems_kept_main(const struct ems_model *model, struct ems_arena *arena, int32_t *count);
/* What the names mean for a model. Memory is the arena's; names are borrowed. EMS_BAD_INPUT: *wrong is the
 * number of a name that means nothing. */
enum ems_status ems_kept_init(struct ems_kept *kept, const struct ems_model *model, const char *const *names,
                              int32_t count, struct ems_arena *arena, int32_t *wrong);

struct ems_summary;
struct ems_picks;
/* The model is borrowed. */
enum ems_status ems_picks_create(const struct ems_model *model, const struct ems_kept *kept,
                                 struct ems_picks **out);
/* The summary that rows are taken down by. */
const struct ems_summary *ems_picks_summary(const struct ems_picks *picks);
/* How a metric is taken from a row, NULL when the model has none of that name; and what it is. */
const struct ems_source *ems_picks_source(const struct ems_picks *picks, int32_t metric);
const struct ems_metric_of *ems_picks_metric(const struct ems_picks *picks, int32_t metric);
/* Takes from a row and the tallies that it was taken down from. */
enum ems_status ems_picks_take(const struct ems_picks *picks, const double *row,
                               const struct ems_tallies *tallies, struct ems_record *out);
void ems_picks_free(struct ems_picks *picks);

/* For ems_picks_take; ems_record_free after any status. */
enum ems_status ems_record_init(struct ems_record *record, const struct ems_kept *kept);
void ems_record_free(struct ems_record *record);

/* The value of one replication, in the metric's unit. */
double ems_kept_value(const struct ems_kept_metric *metric, double first, double second);

#endif
