#include "study/pairs.h"

#include "stats/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RESAMPLES = 1000, RESAMPLED_MOST = 4000000 };

/* Numbers of replications drawn with replacement (splitmix64 of Steele, Lea and Flood 2014). */
static int32_t *draw_resamples(int64_t replications, int32_t *count)
{
    *count = replications * RESAMPLES > RESAMPLED_MOST ? (int32_t)(RESAMPLED_MOST / replications) : RESAMPLES;
    int32_t *resamples = malloc((size_t)*count * (size_t)replications * sizeof *resamples + 1);
    uint64_t state = 120;
    for (int64_t i = 0; resamples != NULL && i < *count * replications; i++) {
        uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
        resamples[i] = (int32_t)((z ^ (z >> 31)) % (uint64_t)replications);
    }
    return resamples;
}

bool ems_pair_init(struct ems_pair *pair, int64_t replications, bool bounds)
{
    size_t size = (size_t)replications * sizeof(double) + 1;
    *pair = (struct ems_pair){.replications = replications};
    if (bounds) pair->resamples = draw_resamples(replications, &pair->resample_count);
    pair->first_values = malloc(size);
    pair->second_values = malloc(size);
    pair->no_memory =
        (bounds && pair->resamples == NULL) || pair->first_values == NULL || pair->second_values == NULL;
    return !pair->no_memory;
}

void ems_pair_free(struct ems_pair *pair)
{
    free(pair->resamples);
    free(pair->first_values);
    free(pair->second_values);
}

void ems_pair_choose(struct ems_pair *pair, const struct ems_comparisons *all, int32_t first, int32_t second)
{
    pair->first = all->results[first];
    pair->second = all->results[second];
    pair->inner = all->inner;
    pair->first_summary = all->summaries[first];
    pair->second_summary = all->summaries[second];
}

/* ---- one difference ---- */

/* Differences with the error of inputs: they are drawn alike for both, so that much of it goes. The values
 * are used up. */
static void widen(const struct ems_pair *pair, struct ems_paired *paired, const struct ems_figure *first,
                  const struct ems_figure *second)
{
    for (int64_t r = 0; r < pair->replications; r++) pair->second_values[r] -= pair->first_values[r];
    ems_input_widen(&paired->difference, pair->second_values, pair->replications, pair->inner, -INFINITY,
                    INFINITY);
    if (isnan(paired->difference.low) || isnan(first->error) || isnan(second->error)) return;
    double error = sqrt(first->error * first->error + second->error * second->error);
    paired->unpaired = ems_figure_make(paired->unpaired.value, error, first->n, -INFINITY, INFINITY);
}

struct ems_paired ems_pair_compute(const struct ems_pair *pair, const struct ems_figure *first,
                                   const struct ems_figure *second, bool bound)
{
    struct ems_paired_side a = {first->value, NAN, pair->first_values},
                           b = {second->value, NAN, pair->second_values};
    struct ems_figure bare =
        ems_figure_bare(second->value - first->value, pair->replications, EMS_NOTE_NO_INTERVAL);
    if (!ems_summary_values(pair->first_summary, first, pair->first_values, &a.centre) ||
        !ems_summary_values(pair->second_summary, second, pair->second_values, &b.centre))
        return (struct ems_paired){
            .difference = bare, .unpaired = bare, .variance_ratio = NAN, .variance_ratio_most = NAN};
    struct ems_paired paired =
        ems_paired_compute(&a, &b, pair->replications, pair->resamples, bound ? pair->resample_count : 0);
    if (pair->inner > 0 && !paired.no_effect) widen(pair, &paired, first, second);
    return paired;
}

static void add(struct ems_pair *pair, struct ems_comparison *out, const struct ems_metric_of *first,
                const struct ems_metric_of *second, int32_t threshold)
{
    if (out->count == out->capacity) {
        int32_t capacity = out->capacity > 0 ? out->capacity * 2 : 256;
        struct ems_compared *moved = realloc(out->items, (size_t)capacity * sizeof *moved);
        if (moved == NULL) {
            pair->no_memory = true;
            return;
        }
        out->items = moved;
        out->capacity = capacity;
    }
    struct ems_compared *item = &out->items[out->count++];
    *item = (struct ems_compared){.of = *first, .threshold = threshold, .index = second->index};
    bool bound = first->group == EMS_GROUP_ALL || first->group == EMS_GROUP_WHOLE;
    item->first = *ems_metric_figure(pair->first, first);
    item->second = *ems_metric_figure(pair->second, second);
    item->paired = ems_pair_compute(pair, &item->first, &item->second, bound);
}

/* ---- all of them ---- */

static int32_t same_threshold(const struct ems_model *model, ems_time limit)
{
    for (int32_t t = 0; t < model->threshold_count; t++)
        if (model->thresholds[t] == limit) return t;
    return EMS_NONE;
}

static void add_within(struct ems_pair *pair, struct ems_comparison *out, struct ems_metric_of first,
                       struct ems_metric_of second)
{
    const struct ems_model *model = pair->first->model;
    for (int32_t t = 0; t < model->threshold_count; t++) {
        int32_t other = same_threshold(pair->second->model, model->thresholds[t]);
        if (other == EMS_NONE) continue;
        first.metric = ems_metric_within(t);
        second.metric = ems_metric_within(other);
        add(pair, out, &first, &second, t);
    }
}

static void add_group(struct ems_pair *pair, struct ems_comparison *out, enum ems_metric_group group,
                      int32_t first_index, int32_t second_index)
{
    int32_t count;
    const struct ems_metric *metrics = ems_metrics_of_groups(&count);
    struct ems_metric_of first = {.group = group, .index = first_index},
                         second = {.group = group, .index = second_index};
    for (int32_t i = 0; i < count; i++) {
        first.metric = second.metric = metrics[i];
        add(pair, out, &first, &second, EMS_NONE);
    }
    add_within(pair, out, first, second);
}

static void add_whole(struct ems_pair *pair, struct ems_comparison *out)
{
    int32_t count;
    const struct ems_metric *metrics = ems_metrics_of_whole(&count);
    for (int32_t i = 0; i < count; i++) {
        struct ems_metric_of of = {.group = EMS_GROUP_WHOLE, .metric = metrics[i]};
        add(pair, out, &of, &of, EMS_NONE);
    }
}

static int32_t class_named(const struct ems_model *model, const char *id)
{
    for (int32_t c = 0; c < model->class_count; c++)
        if (strcmp(model->classes[c].id, id) == 0) return c;
    return EMS_NONE;
}

/* Starts at `guess`: areas mostly stand in the same order. */
static int32_t area_named(const struct ems_model *model, const char *id, int32_t guess)
{
    for (int32_t i = 0; i < model->area_count; i++) {
        int32_t a = (guess + i) % model->area_count;
        if (strcmp(model->areas[a].id, id) == 0) return a;
    }
    return EMS_NONE;
}

/* Targets of both, by their ids. */
static void add_targets(struct ems_pair *pair, struct ems_comparison *out)
{
    const struct ems_model *a = pair->first->model, *b = pair->second->model;
    char name[200];
    for (int32_t t = 0; t < a->target_count; t++) {
        struct ems_metric_of first, second;
        if (a->targets[t].id == NULL) continue;
        int length = snprintf(name, sizeof name, "targets.%s", a->targets[t].id);
        if (length < 0 || (size_t)length >= sizeof name) continue;
        if (ems_metric_parse(a, name, (size_t)length, &first) && first.index == t &&
            ems_metric_parse(b, name, (size_t)length, &second))
            add(pair, out, &first, &second, EMS_NONE);
    }
}

static void add_groups(struct ems_pair *pair, struct ems_comparison *out)
{
    const struct ems_model *a = pair->first->model, *b = pair->second->model;
    for (int32_t p = 0; p < EMS_PRIORITIES; p++)
        if (ems_group_used(&pair->first->by_priority[p]) || ems_group_used(&pair->second->by_priority[p]))
            add_group(pair, out, EMS_GROUP_PRIORITY, p, p);
    for (int32_t c = 0; c < a->class_count; c++) {
        int32_t other = class_named(b, a->classes[c].id);
        if (other != EMS_NONE && ems_group_used(&pair->first->by_class[c]))
            add_group(pair, out, EMS_GROUP_CLASS, c, other);
    }
    for (int32_t i = 0; i < a->area_count; i++) {
        int32_t other = area_named(b, a->areas[i].id, i);
        if (other != EMS_NONE) add_group(pair, out, EMS_GROUP_AREA, i, other);
    }
    if (ems_group_used(&pair->first->by_area[a->area_count]))
        add_group(pair, out, EMS_GROUP_AREA, a->area_count, b->area_count);
}

enum ems_status ems_pair_list(struct ems_pair *pair, struct ems_comparison *out)
{
    add_group(pair, out, EMS_GROUP_ALL, 0, 0);
    add_whole(pair, out);
    add_targets(pair, out);
    add_groups(pair, out);
    return pair->no_memory ? EMS_NO_MEMORY : EMS_OK;
}
