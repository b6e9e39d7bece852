#include "study/metric.h"

#include <string.h>

#include "base/number.h"
#include "scenario/quantity.h"

#define OF_GROUP(field) offsetof(struct ems_group_result, field)
#define OF_WHOLE(field) offsetof(struct ems_results, field)
#define SECONDS EMS_METRIC_SECONDS
#define SHARE EMS_METRIC_SHARE
#define COUNT EMS_METRIC_COUNT

static const struct ems_metric of_groups[] = {
    {"mean", OF_GROUP(mean_s), SECONDS, -1, false, EMS_T_M_MEAN},
    {"p50", OF_GROUP(p50_s), SECONDS, -1, false, EMS_T_M_P50},
    {"p90", OF_GROUP(p90_s), SECONDS, -1, false, EMS_T_M_P90},
    {"p95", OF_GROUP(p95_s), SECONDS, -1, false, EMS_T_M_P95},
    {"max", OF_GROUP(max_s), SECONDS, -1, true, EMS_T_M_MAX},
    {"mean_from_answer", OF_GROUP(from_answer_s), SECONDS, -1, false, EMS_T_M_FROM_ANSWER},
    {"mean_from_order", OF_GROUP(from_order_s), SECONDS, -1, false, EMS_T_M_FROM_ORDER},
    {"queued_share", OF_GROUP(queued_share), SHARE, -1, false, EMS_T_M_QUEUED},
    {"requests", OF_GROUP(requests), COUNT, 0, false, EMS_T_M_REQUESTS},
    {"ordered", OF_GROUP(ordered), COUNT, 1, false, EMS_T_M_ORDERED},
    {"reached", OF_GROUP(reached), COUNT, 1, false, EMS_T_M_REACHED},
};

static const struct ems_metric of_whole[] = {
    {"calls.received", OF_WHOLE(calls.received), COUNT, 0, false, EMS_T_M_RECEIVED},
    {"calls.blocked", OF_WHOLE(calls.outcomes[EMS_OUT_BLOCKED]), COUNT, -1, false, EMS_T_R_OUT_BLOCKED},
    {"calls.abandoned", OF_WHOLE(calls.outcomes[EMS_OUT_ABANDONED]), COUNT, -1, false, EMS_T_R_OUT_ABANDONED},
    {"calls.unserved", OF_WHOLE(calls.outcomes[EMS_OUT_UNSERVED]), COUNT, -1, false, EMS_T_R_OUT_UNSERVED},
    {"calls.transported", OF_WHOLE(calls.outcomes[EMS_OUT_TRANSPORTED]), COUNT, 0, false,
     EMS_T_R_OUT_TRANSPORTED},
    {"service.answered_10s_share", OF_WHOLE(service.answered_10s_share), SHARE, 1, false,
     EMS_T_M_ANSWERED_10S},
    {"service.departed_180s_share", OF_WHOLE(service.departed_180s_share), SHARE, 1, false, EMS_T_M_DEPARTED},
    {"service.satisfaction_share", OF_WHOLE(service.satisfaction_share), SHARE, 1, false,
     EMS_T_M_SATISFACTION},
    {"service.lost_share", OF_WHOLE(service.lost_share), SHARE, -1, false, EMS_T_M_LOST},
    {"service.ordered_on_road_share", OF_WHOLE(service.ordered_on_road_share), SHARE, 0, false,
     EMS_T_M_ON_ROAD},
    {"parts_s.answer", OF_WHOLE(parts_s[EMS_PART_ANSWER]), SECONDS, -1, false, EMS_T_R_PART_ANSWER},
    {"parts_s.process", OF_WHOLE(parts_s[EMS_PART_PROCESS]), SECONDS, -1, false, EMS_T_R_PART_PROCESS},
    {"parts_s.queue", OF_WHOLE(parts_s[EMS_PART_QUEUE]), SECONDS, -1, false, EMS_T_R_PART_QUEUE},
    {"parts_s.bumped", OF_WHOLE(parts_s[EMS_PART_BUMPED]), SECONDS, -1, false, EMS_T_R_PART_BUMPED},
    {"parts_s.turnout", OF_WHOLE(parts_s[EMS_PART_TURNOUT]), SECONDS, -1, false, EMS_T_R_PART_TURNOUT},
    {"parts_s.travel", OF_WHOLE(parts_s[EMS_PART_TRAVEL]), SECONDS, -1, false, EMS_T_R_PART_TRAVEL},
    {"parts_s.scene", OF_WHOLE(parts_s[EMS_PART_SCENE]), SECONDS, 0, false, EMS_T_R_PART_SCENE},
    {"parts_s.transport", OF_WHOLE(parts_s[EMS_PART_TRANSPORT]), SECONDS, -1, false, EMS_T_R_PART_TRANSPORT},
    {"parts_s.bay_wait", OF_WHOLE(parts_s[EMS_PART_BAY_WAIT]), SECONDS, -1, false, EMS_T_R_PART_BAY_WAIT},
    {"parts_s.handover", OF_WHOLE(parts_s[EMS_PART_HANDOVER]), SECONDS, 0, false, EMS_T_R_PART_HANDOVER},
    {"parts_s.cleaning", OF_WHOLE(parts_s[EMS_PART_CLEANING]), SECONDS, 0, false, EMS_T_R_PART_CLEANING},
    {"fleet.orders", OF_WHOLE(fleet.orders), COUNT, 0, false, EMS_T_M_ORDERS},
    {"fleet.transports", OF_WHOLE(fleet.transports), COUNT, 0, false, EMS_T_M_TRANSPORTS},
    {"fleet.staffed_h", OF_WHOLE(fleet.staffed_h), EMS_METRIC_HOURS, 0, false, EMS_T_M_STAFFED},
    {"fleet.utilisation", OF_WHOLE(fleet.utilisation), SHARE, 0, false, EMS_T_M_UTILISATION},
    {"fleet.unit_hour_utilisation", OF_WHOLE(fleet.unit_hour_utilisation), EMS_METRIC_RATE, 0, false,
     EMS_T_M_UHU},
    {"fleet.overtime_s", OF_WHOLE(fleet.overtime_s), SECONDS, -1, false, EMS_T_M_OVERTIME},
    {"fleet.distance_m", OF_WHOLE(distance_m), EMS_METRIC_METRES, -1, false, EMS_T_M_DISTANCE},
    {"levels.waiting", OF_WHOLE(levels.waiting), COUNT, -1, false, EMS_T_M_WAITING},
    {"levels.waiting_max", OF_WHOLE(levels.waiting_max), COUNT, -1, true, EMS_T_M_WAITING_MAX},
    {"levels.seats_busy", OF_WHOLE(levels.seats_busy), COUNT, 0, false, EMS_T_M_SEATS_BUSY},
    {"levels.seats_share", OF_WHOLE(levels.seats_share), SHARE, 0, false, EMS_T_M_SEATS},
    {"levels.callers_waiting", OF_WHOLE(levels.callers_waiting), COUNT, -1, false, EMS_T_M_CALLERS_WAITING},
    {"levels.dynamic_cover_share", OF_WHOLE(levels.cover_share), SHARE, 1, false, EMS_T_M_COVER},
};

static const struct ems_metric of_target = {
    "found", offsetof(struct ems_target_result, found), SHARE, 1, false, EMS_T_M_TARGET};

const char *ems_metric_unit_name(enum ems_metric_unit unit)
{
    static const char *const names[] = {"s", "share", "count", "m", "h", "per_h"};
    return names[unit];
}

enum ems_metric_unit ems_metric_unit_named(const char *name)
{
    for (int unit = EMS_METRIC_SECONDS; unit <= EMS_METRIC_RATE; unit++)
        if (strcmp(ems_metric_unit_name((enum ems_metric_unit)unit), name) == 0)
            return (enum ems_metric_unit)unit;
    return EMS_METRIC_SECONDS;
}

const struct ems_metric *ems_metrics_of_groups(int32_t *count)
{
    *count = (int32_t)(sizeof of_groups / sizeof *of_groups);
    return of_groups;
}

const struct ems_metric *ems_metrics_of_whole(int32_t *count)
{
    *count = (int32_t)(sizeof of_whole / sizeof *of_whole);
    return of_whole;
}

static void *group_of(struct ems_results *results, enum ems_metric_group group, int32_t index)
{
    switch (group) {
    case EMS_GROUP_WHOLE:
        return results;
    case EMS_GROUP_ALL:
        return &results->all;
    case EMS_GROUP_PRIORITY:
        return &results->by_priority[index];
    case EMS_GROUP_HOUR:
        return &results->by_hour[index];
    case EMS_GROUP_CLASS:
        return &results->by_class[index];
    case EMS_GROUP_AREA:
        return &results->by_area[index];
    case EMS_GROUP_TARGET:
        return &results->targets[index];
    }
    return NULL;
}

struct ems_figure *ems_metric_figure(struct ems_results *results, const struct ems_metric_of *metric)
{
    char *base = group_of(results, metric->group, metric->index);
    return (struct ems_figure *)(void *)(base + metric->metric.offset);
}

struct ems_metric ems_metric_within(int32_t threshold)
{
    return (struct ems_metric){
        .key = "within",
        .offset = OF_GROUP(within) + (size_t)threshold * sizeof(struct ems_figure),
        .unit = SHARE,
        .better = 1,
        .label = EMS_T_R_WITHIN,
    };
}

static int32_t threshold_of(const struct ems_model *model, ems_time limit)
{
    for (int32_t t = 0; t < model->threshold_count; t++)
        if (model->thresholds[t] == limit) return t;
    return EMS_NONE;
}

int32_t ems_metric_main_threshold(const struct ems_model *model)
{
    ems_time limit = model->target_count > 0 ? model->targets[0].within : 10 * EMS_MINUTE;
    int32_t threshold = threshold_of(model, limit);
    return threshold == EMS_NONE ? 0 : threshold;
}

/* ---- names ---- */

/* What is left to read of a name. */
struct reading {
    const struct ems_model *model;
    const char *at;
    size_t left;
};

static bool is(const struct reading *reading, const char *word)
{
    return strlen(word) == reading->left && memcmp(word, reading->at, reading->left) == 0;
}

static bool skip(struct reading *reading, const char *prefix)
{
    size_t length = strlen(prefix);
    if (reading->left < length || memcmp(prefix, reading->at, length) != 0) return false;
    reading->at += length;
    reading->left -= length;
    return true;
}

/* Takes the word up to the next dot. */
static bool take_word(struct reading *reading, char *out, size_t size)
{
    const char *dot = memchr(reading->at, '.', reading->left);
    size_t length = dot != NULL ? (size_t)(dot - reading->at) : 0;
    if (length == 0 || length >= size) return false;
    memcpy(out, reading->at, length);
    out[length] = '\0';
    reading->at += length + 1;
    reading->left -= length + 1;
    return true;
}

static bool take_number(struct reading *reading, int32_t low, int32_t high, int32_t *index)
{
    char word[16];
    int64_t number;
    if (!take_word(reading, word, sizeof word) || !ems_integer_parse(word, strlen(word), &number))
        return false;
    *index = (int32_t)(number - low);
    return number >= low && number <= high;
}

static bool take_class(struct reading *reading, int32_t *index)
{
    char word[128];
    if (!take_word(reading, word, sizeof word)) return false;
    for (*index = 0; *index < reading->model->class_count; ++*index)
        if (strcmp(reading->model->classes[*index].id, word) == 0) return true;
    return false;
}

static bool take_area(struct reading *reading, int32_t *index)
{
    char word[128];
    if (!take_word(reading, word, sizeof word)) return false;
    for (*index = 0; *index < reading->model->area_count; ++*index)
        if (strcmp(reading->model->areas[*index].id, word) == 0) return true;
    return strcmp(word, "(outside)") == 0;
}

static bool take_group(struct reading *reading, struct ems_metric_of *out)
{
    out->group = EMS_GROUP_ALL;
    if (skip(reading, "by_priority.")) {
        out->group = EMS_GROUP_PRIORITY;
        return take_number(reading, 1, EMS_PRIORITIES, &out->index);
    }
    if (skip(reading, "by_hour.")) {
        out->group = EMS_GROUP_HOUR;
        return take_number(reading, 0, 23, &out->index);
    }
    if (skip(reading, "by_class.")) {
        out->group = EMS_GROUP_CLASS;
        return take_class(reading, &out->index);
    }
    if (skip(reading, "by_area.")) {
        out->group = EMS_GROUP_AREA;
        return take_area(reading, &out->index);
    }
    return true;
}

static bool take_target(struct reading *reading, struct ems_metric_of *out)
{
    const struct ems_model *model = reading->model;
    out->group = EMS_GROUP_TARGET;
    out->metric = of_target;
    for (out->index = 0; out->index < model->target_count; out->index++)
        if (model->targets[out->index].id != NULL && is(reading, model->targets[out->index].id)) return true;
    return false;
}

/* `within 10 min`: one of the model's thresholds. */
static bool take_within(struct reading *reading, struct ems_metric_of *out)
{
    char limit[64], unit[32];
    double seconds;
    while (reading->left > 0 && *reading->at == ' ') (void)skip(reading, " ");
    if (reading->left == 0 || reading->left >= sizeof limit) return false;
    memcpy(limit, reading->at, reading->left);
    limit[reading->left] = '\0';
    if (ems_quantity_parse(EMS_FIELD_DURATION, limit, &seconds, unit, sizeof unit) != EMS_QUANTITY_OK)
        return false;
    int32_t threshold = threshold_of(reading->model, ems_time_from_seconds(seconds));
    if (threshold == EMS_NONE) return false;
    out->metric = ems_metric_within(threshold);
    return true;
}

static bool take_share(const struct ems_model *model, struct ems_metric_of *out)
{
    out->metric = ems_metric_within(ems_metric_main_threshold(model));
    if (out->group == EMS_GROUP_ALL && model->target_count > 0) {
        out->group = EMS_GROUP_TARGET;
        out->metric = of_target;
    }
    return true;
}

static bool take_from(const struct reading *reading, const struct ems_metric *metrics, size_t count,
                      struct ems_metric_of *out)
{
    for (size_t i = 0; i < count; i++) {
        if (!is(reading, metrics[i].key)) continue;
        out->metric = metrics[i];
        return true;
    }
    return false;
}

bool ems_metric_parse(const struct ems_model *model, const char *text, size_t length,
                      struct ems_metric_of *out)
{
    struct reading reading = {model, text, length};
    *out = (struct ems_metric_of){.group = EMS_GROUP_ALL};
    if (skip(&reading, "targets.")) return take_target(&reading, out);
    if (!take_group(&reading, out)) return false;
    bool response = skip(&reading, "response_s.");
    if (skip(&reading, "within ")) return take_within(&reading, out);
    if (is(&reading, "share") && !response) return take_share(model, out);
    if (take_from(&reading, of_groups, sizeof of_groups / sizeof *of_groups, out)) return true;
    if (response || out->group != EMS_GROUP_ALL) return false;
    out->group = EMS_GROUP_WHOLE;
    return take_from(&reading, of_whole, sizeof of_whole / sizeof *of_whole, out);
}
