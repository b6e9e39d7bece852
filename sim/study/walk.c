#include "study/walk.h"

#include <stdlib.h>

#include "stats/input.h"
#include "stats/paired.h"
#include "stats/ratio.h"
#include "stats/sectioning.h"

bool ems_walk_store_init(struct ems_walk_store *store, const struct ems_walk *counted)
{
    store->columns = counted->column;
    store->pooled = calloc((size_t)counted->group, sizeof *store->pooled);
    if (store->pooled != NULL) store->groups = counted->group;
    store->figures = counted->figure;
    store->sources = calloc((size_t)counted->figure, sizeof *store->sources);
    return store->pooled != NULL && store->sources != NULL;
}

static bool resize(double **array, int64_t count)
{
    double *moved = realloc(*array, (size_t)count * sizeof **array);
    if (moved == NULL) return false;
    *array = moved;
    return true;
}

double *ems_walk_store_next(struct ems_walk_store *store)
{
    if (store->replications == store->capacity) {
        int64_t capacity = store->capacity > 0 ? store->capacity * 2 : 16;
        if (!resize(&store->rows, capacity * store->columns) || !resize(&store->numerators, capacity) ||
            !resize(&store->denominators, capacity))
            return NULL;
        store->capacity = capacity;
    }
    return store->rows + store->replications * store->columns;
}

void ems_walk_store_free(struct ems_walk_store *store)
{
    for (int32_t g = 0; g < store->groups; g++) ems_sample_free(&store->pooled[g]);
    free(store->pooled);
    free(store->sources);
    free(store->rows);
    free(store->numerators);
    free(store->denominators);
    *store = (struct ems_walk_store){0};
}

static void record(struct ems_walk *walk, double value)
{
    if (walk->mode == EMS_WALK_RECORD) walk->row[walk->column] = value;
    walk->column++;
}

static const double *take_column(const struct ems_walk_store *store, int32_t column, double *into)
{
    for (int64_t r = 0; r < store->replications; r++) into[r] = store->rows[r * store->columns + column];
    return into;
}

static struct ems_figure ratio_figure(const struct ems_source *source, const double *numerators,
                                      const double *denominators, int64_t count)
{
    struct ems_figure figure =
        ems_ratio_figure(numerators, denominators, count, source->most / source->scale);
    figure.value *= source->scale;
    figure.low *= source->scale;
    figure.high *= source->scale;
    figure.error *= source->scale;
    return figure;
}

static struct ems_figure quantile_figure(const struct ems_source *source, const double *sections,
                                         int64_t count, struct ems_sample *pooled)
{
    struct ems_figure figure = ems_sectioning_figure(ems_sample_quantile(pooled, source->of),
                                                     ems_sample_beyond(pooled, source->of), sections, count);
    figure.cases = (double)pooled->count;
    return figure;
}

static struct ems_figure largest_figure(const double *values, int64_t count)
{
    double most = NAN;
    for (int64_t r = 0; r < count; r++) most = fmax(most, values[r]);
    return isnan(most) ? ems_figure_missing(EMS_NOTE_NO_CASES)
                       : ems_figure_bare(most, count, EMS_NOTE_NO_INTERVAL);
}

struct ems_figure ems_source_figure(const struct ems_source *source, const double *first,
                                    const double *second, int64_t count, struct ems_sample *pooled)
{
    switch (source->kind) {
    case EMS_SOURCE_RATIO:
        return ratio_figure(source, first, second, count);
    case EMS_SOURCE_QUANTILE:
        return quantile_figure(source, first, count, pooled);
    case EMS_SOURCE_LARGEST:
        return largest_figure(first, count);
    case EMS_SOURCE_COUNT:
        break;
    }
    return ems_mean_figure(first, count);
}

/* Gives a figure the error of unknown inputs, too. The columns are taken out already, and used up. */
static void widen(const struct ems_walk_store *store, const struct ems_source *source, struct ems_figure *out)
{
    double *values = store->numerators, most = INFINITY;
    if (source->kind == EMS_SOURCE_LARGEST) return;
    if (source->kind == EMS_SOURCE_RATIO) {
        ems_pseudo_values(values, store->denominators, store->replications, values);
        for (int64_t r = 0; r < store->replications; r++) values[r] *= source->scale;
        most = source->most;
    }
    ems_input_widen(out, values, store->replications, store->inner, 0, most);
}

/* Ends a figure whose columns, two for a ratio, were recorded last. */
static void end_figure(struct ems_walk *walk, struct ems_figure *out, struct ems_source source)
{
    const struct ems_walk_store *store = walk->store;
    int32_t number = walk->figure++;
    const double *second = NULL;
    if (walk->mode != EMS_WALK_FINISH) return;
    source.column = walk->column - (source.kind == EMS_SOURCE_RATIO ? 2 : 1);
    if (source.kind == EMS_SOURCE_RATIO) second = take_column(store, source.column + 1, store->denominators);
    *out = ems_source_figure(&source, take_column(store, source.column, store->numerators), second,
                             store->replications, &store->pooled[walk->group]);
    if (store->inner > 1) widen(store, &source, out);
    store->sources[number] = source;
    out->source = number + 1;
}

void ems_walk_count(struct ems_walk *walk, struct ems_figure *out, double value)
{
    record(walk, value);
    end_figure(walk, out, (struct ems_source){.kind = EMS_SOURCE_COUNT, .scale = 1});
}

void ems_walk_ratio(struct ems_walk *walk, struct ems_figure *out, double numerator, double denominator,
                    double scale, double most)
{
    record(walk, numerator);
    record(walk, denominator);
    end_figure(walk, out, (struct ems_source){.kind = EMS_SOURCE_RATIO, .scale = scale, .most = most});
}

void ems_walk_share(struct ems_walk *walk, struct ems_figure *out, int64_t part, int64_t whole)
{
    ems_walk_ratio(walk, out, (double)part, (double)whole, 1, 1);
}

void ems_walk_time(struct ems_walk *walk, struct ems_figure *out, ems_time sum, int64_t cases)
{
    ems_walk_ratio(walk, out, (double)sum, (double)cases, 1e-6, INFINITY);
}

void ems_walk_quantile(struct ems_walk *walk, struct ems_figure *out, struct ems_sample *sample, double of)
{
    record(walk, walk->mode == EMS_WALK_RECORD ? ems_sample_quantile(sample, of) : NAN);
    end_figure(walk, out, (struct ems_source){.kind = EMS_SOURCE_QUANTILE, .scale = 1, .of = of});
}

void ems_walk_largest(struct ems_walk *walk, struct ems_figure *out, double value)
{
    record(walk, value);
    end_figure(walk, out, (struct ems_source){.kind = EMS_SOURCE_LARGEST, .scale = 1});
}

/* Once all calls together (group 0) are a histogram, so is each group: memory stops growing. */
static bool pool(struct ems_sample *pooled, int32_t group, const struct ems_sample *from)
{
    if (!ems_sample_merge(&pooled[group], from)) return false;
    return pooled[0].bins == NULL || ems_sample_to_histogram(&pooled[group]);
}

void ems_walk_end_group(struct ems_walk *walk, const struct ems_sample *sample)
{
    if (walk->mode == EMS_WALK_POOL && !pool(walk->pooled, walk->group, sample)) walk->no_memory = true;
    walk->group++;
}
