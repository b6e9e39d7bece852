/* Metrics by name: every figure of a study's results that one may want to be precise about or to compare, of
 * all requests or of a group of them. Names are the keys of summary.json:
 *
 *   mean, p50, p90, p95, within 10 min           of all requests (`response_s.` before them may be left out)
 *   by_priority.1.p90, by_class.urban.mean       of a group; also by_area.ID and by_hour.0 to 23
 *   service.lost_share, fleet.utilisation        of the whole
 *   targets.ID; share                            reached in time; of the first target, or within 10 min
 */
#ifndef EMS_STUDY_METRIC_H
#define EMS_STUDY_METRIC_H

#include <stddef.h>

#include "base/text.h"
#include "study/results.h"

enum ems_metric_unit {
    EMS_METRIC_SECONDS,
    EMS_METRIC_SHARE,
    EMS_METRIC_COUNT, /* a number: of calls, of requests waiting */
    EMS_METRIC_METRES,
    EMS_METRIC_HOURS,
    EMS_METRIC_RATE /* per hour */
};

/* s, share, count, m, h, per_h. */
const char *ems_metric_unit_name(enum ems_metric_unit unit);
/* The unit of that name, SECONDS for any other word. */
enum ems_metric_unit ems_metric_unit_named(const char *name);

struct ems_metric {
    const char *key; /* as in summary.json */
    size_t offset;   /* of its figure in ems_results, or in ems_group_result when it is one of groups */
    enum ems_metric_unit unit;
    int better;       /* 1: more is better, -1: less is, 0: neither */
    bool no_interval; /* a maximum */
    enum ems_text label;
};

/* Of groups, `within` apart; and of the whole, in sections whose name is before the dot of the key. */
const struct ems_metric *ems_metrics_of_groups(int32_t *count);
const struct ems_metric *ems_metrics_of_whole(int32_t *count);

enum ems_metric_group {
    EMS_GROUP_WHOLE, /* the metric is one of the whole */
    EMS_GROUP_ALL,
    EMS_GROUP_PRIORITY,
    EMS_GROUP_HOUR,
    EMS_GROUP_CLASS,
    EMS_GROUP_AREA,
    EMS_GROUP_TARGET
};

/* A metric of a group. */
struct ems_metric_of {
    enum ems_metric_group group;
    int32_t index; /* of the priority (from 0), hour, class, area or target */
    struct ems_metric metric;
};

struct ems_figure *ems_metric_figure(struct ems_results *results, const struct ems_metric_of *metric);
/* The share within model->thresholds[threshold]. */
struct ems_metric ems_metric_within(int32_t threshold);
/* The threshold that stands for all in tables: that of the first target, else 10 min. */
int32_t ems_metric_main_threshold(const struct ems_model *model);

/* False when there is no such metric, group or threshold. */
bool ems_metric_parse(const struct ems_model *model, const char *text, size_t length,
                      struct ems_metric_of *out);

#endif
