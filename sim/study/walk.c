#include "study/walk.h"

#include <stdlib.h>

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

/* Copies a column, numbered from the one that comes next backwards: 1 is the last recorded. */
static const double *take_column(const struct ems_walk *walk, int32_t back, double *into)
{
    const struct ems_walk_store *store = walk->store;
    for (int64_t r = 0; r < store->replications; r++)
        into[r] = store->rows[r * store->columns + walk->column - back];
    return into;
}

/* Ends a figure that took `columns` of them. */
static void end_figure(struct ems_walk *walk, struct ems_figure *out, enum ems_source_kind kind,
                       int32_t columns, double scale)
{
    int32_t number = walk->figure++;
    if (walk->mode != EMS_WALK_FINISH) return;
    walk->store->sources[number] = (struct ems_source){kind, walk->column - columns, scale};
    out->source = number + 1;
}

void ems_walk_count(struct ems_walk *walk, struct ems_figure *out, double value)
{
    record(walk, value);
    if (walk->mode == EMS_WALK_FINISH)
        *out = ems_mean_figure(take_column(walk, 1, walk->store->numerators), walk->store->replications);
    end_figure(walk, out, EMS_SOURCE_COUNT, 1, 1);
}

static void make_ratio(const struct ems_walk *walk, struct ems_figure *out, double scale, double most)
{
    const double *numerators = take_column(walk, 2, walk->store->numerators);
    const double *denominators = take_column(walk, 1, walk->store->denominators);
    *out = ems_ratio_figure(numerators, denominators, walk->store->replications, most / scale);
    out->value *= scale;
    out->low *= scale;
    out->high *= scale;
    out->error *= scale;
}

void ems_walk_ratio(struct ems_walk *walk, struct ems_figure *out, double numerator, double denominator,
                    double scale, double most)
{
    record(walk, numerator);
    record(walk, denominator);
    if (walk->mode == EMS_WALK_FINISH) make_ratio(walk, out, scale, most);
    end_figure(walk, out, EMS_SOURCE_RATIO, 2, scale);
}

void ems_walk_share(struct ems_walk *walk, struct ems_figure *out, int64_t part, int64_t whole)
{
    ems_walk_ratio(walk, out, (double)part, (double)whole, 1, 1);
}

void ems_walk_time(struct ems_walk *walk, struct ems_figure *out, ems_time sum, int64_t cases)
{
    ems_walk_ratio(walk, out, (double)sum, (double)cases, 1e-6, INFINITY);
}

static void make_quantile(const struct ems_walk *walk, struct ems_figure *out, double of)
{
    struct ems_sample *pooled = &walk->store->pooled[walk->group];
    const double *sections = take_column(walk, 1, walk->store->numerators);
    *out = ems_sectioning_figure(ems_sample_quantile(pooled, of), ems_sample_beyond(pooled, of), sections,
                                 walk->store->replications);
    out->cases = (double)pooled->count;
}

void ems_walk_quantile(struct ems_walk *walk, struct ems_figure *out, struct ems_sample *sample, double of)
{
    record(walk, walk->mode == EMS_WALK_RECORD ? ems_sample_quantile(sample, of) : NAN);
    if (walk->mode == EMS_WALK_FINISH) make_quantile(walk, out, of);
    end_figure(walk, out, EMS_SOURCE_QUANTILE, 1, 1);
}

static void make_largest(const struct ems_walk *walk, struct ems_figure *out)
{
    const double *values = take_column(walk, 1, walk->store->numerators);
    double most = NAN;
    for (int64_t r = 0; r < walk->store->replications; r++) most = fmax(most, values[r]);
    *out = isnan(most) ? ems_figure_missing(EMS_NOTE_NO_CASES)
                       : ems_figure_bare(most, walk->store->replications, EMS_NOTE_NO_INTERVAL);
}

void ems_walk_largest(struct ems_walk *walk, struct ems_figure *out, double value)
{
    record(walk, value);
    if (walk->mode == EMS_WALK_FINISH) make_largest(walk, out);
    end_figure(walk, out, EMS_SOURCE_LARGEST, 1, 1);
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
