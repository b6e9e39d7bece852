#include "study/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "study/sample_bytes.h"
#include "study/summary.h"

/* ---- the main metrics ---- */

static const char *within_name(const struct ems_model *model, int32_t threshold, struct ems_arena *arena)
{
    ems_time limit = model->thresholds[threshold];
    bool minutes = limit % EMS_MINUTE == 0;
    char number[EMS_NUMBER_SIZE];
    ems_number_format(ems_time_seconds(limit) / (minutes ? 60 : 1), number);
    return ems_arena_format(arena, "within %s %s", number, minutes ? "min" : "s");
}

const char **ems_kept_main(const struct ems_model *model, struct ems_arena *arena, int32_t *count)
{
    int32_t of_groups, of_whole, n = 0;
    const struct ems_metric *groups = ems_metrics_of_groups(&of_groups);
    const struct ems_metric *whole = ems_metrics_of_whole(&of_whole);
    const char **names = EMS_NEW_ARRAY(arena, const char *,
                                       of_groups + of_whole + model->threshold_count + model->target_count);
    if (names == NULL) return NULL;
    for (int32_t i = 0; i < of_groups; i++) names[n++] = groups[i].key;
    for (int32_t t = 0; t < model->threshold_count; t++) names[n++] = within_name(model, t, arena);
    for (int32_t t = 0; t < model->target_count; t++)
        if (model->targets[t].id != NULL)
            names[n++] = ems_arena_format(arena, "targets.%s", model->targets[t].id);
    for (int32_t i = 0; i < of_whole; i++) names[n++] = whole[i].key;
    *count = n;
    return arena->failed ? NULL : names;
}

/* ---- what names mean ---- */

/* `by_priority.1` of `by_priority.1.response_s.p90`; `all` of `p90`. */
static const char *group_name(const char *name, struct ems_arena *arena)
{
    static const char response[] = "response_s";
    const char *dot = strrchr(name, '.');
    size_t length = dot != NULL ? (size_t)(dot - name) : 0, tail = sizeof response - 1;
    if (length >= tail && strncmp(name + length - tail, response, tail) == 0) length -= tail;
    if (length > 0 && name[length - 1] == '.') length--;
    return length > 0 ? ems_arena_strndup(arena, name, length) : "all";
}

static int32_t sample_number(struct ems_kept *kept, const char *name, struct ems_arena *arena)
{
    const char *group = group_name(name, arena);
    for (int32_t i = 0; group != NULL && i < kept->sample_count; i++)
        if (strcmp(kept->samples[i], group) == 0) return i;
    kept->samples[kept->sample_count] = group;
    return kept->sample_count++;
}

static void describe(struct ems_kept *kept, const char *name, const struct ems_metric_of *metric,
                     const struct ems_source *source, struct ems_arena *arena)
{
    struct ems_kept_metric *out = &kept->metrics[kept->count++];
    *out = (struct ems_kept_metric){.name = name,
                                    .source = *source,
                                    .unit = metric->metric.unit,
                                    .better = metric->metric.better,
                                    .sample = EMS_NONE};
    if (source->kind == EMS_SOURCE_QUANTILE) out->sample = sample_number(kept, name, arena);
}

enum ems_status ems_kept_init(struct ems_kept *kept, const struct ems_model *model, const char *const *names,
                              int32_t count, struct ems_arena *arena, int32_t *wrong)
{
    struct ems_picks *picks = NULL;
    *kept = (struct ems_kept){.metrics = EMS_NEW_ARRAY(arena, struct ems_kept_metric, count),
                              .samples = EMS_NEW_ARRAY(arena, const char *, count)};
    if (arena->failed) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) kept->metrics[i].name = names[i];
    kept->count = count;
    enum ems_status status = ems_picks_create(model, kept, &picks);
    kept->count = 0;
    for (*wrong = 0; status == EMS_OK && *wrong < count; ++*wrong) {
        const struct ems_source *source = ems_picks_source(picks, *wrong);
        if (source == NULL)
            status = EMS_BAD_INPUT;
        else
            describe(kept, names[*wrong], ems_picks_metric(picks, *wrong), source, arena);
        if (status != EMS_OK) break;
    }
    ems_picks_free(picks);
    return arena->failed ? EMS_NO_MEMORY : status;
}

/* ---- taking them out of a replication ---- */

struct pick {
    struct ems_metric_of metric;
    const struct ems_source *source; /* NULL: the model has no such metric */
};

struct ems_picks {
    const struct ems_kept *kept;
    struct ems_summary *summary;
    struct ems_results *results; /* of no replication: its figures know their sources */
    struct pick *picks;
};

static bool find(const struct ems_model *model, struct ems_picks *picks, int32_t number)
{
    struct pick *pick = &picks->picks[number];
    const char *name = picks->kept->metrics[number].name;
    if (!ems_metric_parse(model, name, strlen(name), &pick->metric)) return false;
    pick->source = ems_summary_source(picks->summary, ems_metric_figure(picks->results, &pick->metric));
    return pick->source != NULL;
}

enum ems_status ems_picks_create(const struct ems_model *model, const struct ems_kept *kept,
                                 struct ems_picks **out)
{
    struct ems_picks *picks = *out = calloc(1, sizeof *picks);
    if (picks == NULL) return EMS_NO_MEMORY;
    picks->kept = kept;
    picks->picks = calloc((size_t)kept->count + 1, sizeof *picks->picks);
    picks->results = ems_results_create(model);
    if (picks->picks == NULL || picks->results == NULL ||
        ems_summary_create(model, &picks->summary) != EMS_OK) {
        ems_picks_free(picks);
        *out = NULL;
        return EMS_NO_MEMORY;
    }
    ems_summary_finish(picks->summary, picks->results);
    for (int32_t i = 0; i < kept->count; i++) (void)find(model, picks, i);
    return EMS_OK;
}

const struct ems_summary *ems_picks_summary(const struct ems_picks *picks)
{
    return picks->summary;
}

const struct ems_source *ems_picks_source(const struct ems_picks *picks, int32_t metric)
{
    return picks->picks[metric].source;
}

const struct ems_metric_of *ems_picks_metric(const struct ems_picks *picks, int32_t metric)
{
    return &picks->picks[metric].metric;
}

static const struct ems_sample *sample_of(const struct ems_tallies *tallies,
                                          const struct ems_metric_of *metric)
{
    switch (metric->group) {
    case EMS_GROUP_PRIORITY:
        return &tallies->by_priority[metric->index].response;
    case EMS_GROUP_HOUR:
        return &tallies->by_hour[metric->index].response;
    case EMS_GROUP_CLASS:
        return &tallies->by_class[metric->index].response;
    case EMS_GROUP_AREA:
        return &tallies->by_area[metric->index].response;
    default:
        return &tallies->all.response;
    }
}

static enum ems_status take_sample(const struct ems_picks *picks, int32_t number,
                                   const struct ems_tallies *tallies, struct ems_record *out)
{
    struct ems_bytes *bytes = &out->samples[picks->kept->metrics[number].sample];
    if (bytes->bytes != NULL) return EMS_OK;
    return ems_sample_bytes_write(sample_of(tallies, &picks->picks[number].metric), &bytes->bytes,
                                  &bytes->count);
}

enum ems_status ems_picks_take(const struct ems_picks *picks, const double *row,
                               const struct ems_tallies *tallies, struct ems_record *out)
{
    enum ems_status status = EMS_OK;
    for (int32_t i = 0; i < picks->kept->count && status == EMS_OK; i++) {
        const struct ems_source *source = picks->picks[i].source;
        out->first[i] = source != NULL ? row[source->column] : NAN;
        out->second[i] = source != NULL && source->kind == EMS_SOURCE_RATIO ? row[source->column + 1] : 0;
        if (source != NULL && picks->kept->metrics[i].sample != EMS_NONE)
            status = take_sample(picks, i, tallies, out);
    }
    return status;
}

void ems_picks_free(struct ems_picks *picks)
{
    if (picks == NULL) return;
    ems_summary_free(picks->summary);
    ems_results_free(picks->results);
    free(picks->picks);
    free(picks);
}

/* ---- records ---- */

enum ems_status ems_record_init(struct ems_record *record, const struct ems_kept *kept)
{
    size_t count = (size_t)kept->count + 1;
    *record = (struct ems_record){.first = calloc(count, sizeof *record->first),
                                  .second = calloc(count, sizeof *record->second),
                                  .samples = calloc((size_t)kept->sample_count + 1, sizeof *record->samples)};
    if (record->samples != NULL) record->sample_count = kept->sample_count;
    return record->first != NULL && record->second != NULL && record->samples != NULL ? EMS_OK
                                                                                      : EMS_NO_MEMORY;
}

void ems_record_free(struct ems_record *record)
{
    for (int32_t i = 0; i < record->sample_count; i++) free(record->samples[i].bytes);
    free(record->samples);
    free(record->first);
    free(record->second);
    *record = (struct ems_record){0};
}

double ems_kept_value(const struct ems_kept_metric *metric, double first, double second)
{
    if (metric->source.kind != EMS_SOURCE_RATIO) return first;
    return second > 0 ? first / second * metric->source.scale : NAN;
}
