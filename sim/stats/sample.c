#include "stats/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LINEAR = 2048, PER_DOUBLING = 1024 };

uint32_t ems_sample_ms(ems_time duration)
{
    if (duration <= 0) return 0;
    if (duration >= UINT32_MAX * EMS_MILLISECOND) return UINT32_MAX;
    return (uint32_t)((duration + EMS_MILLISECOND - 1) / EMS_MILLISECOND);
}

/* Shift that brings the value into [PER_DOUBLING, 2 * PER_DOUBLING): 0 below LINEAR. */
static int doubling_of(uint32_t ms)
{
    return ms < LINEAR ? 0 : 21 - __builtin_clz(ms);
}

static int32_t bin_of(uint32_t ms)
{
    int doubling = doubling_of(ms);
    return doubling * PER_DOUBLING + (int32_t)(ms >> doubling);
}

/* The largest value of a bin: the inverse of bin_of. */
static uint32_t bin_top(int32_t bin)
{
    if (bin < LINEAR) return (uint32_t)bin;
    int doubling = bin / PER_DOUBLING - 1;
    uint64_t next = (uint64_t)(bin % PER_DOUBLING + PER_DOUBLING + 1) << doubling;
    return (uint32_t)(next - 1);
}

static bool reserve(struct ems_sample *sample, int64_t need)
{
    if (need <= sample->capacity) return true;
    int64_t grown = sample->capacity > 0 ? (int64_t)sample->capacity * 2 : 256;
    if (grown < need) grown = need;
    if (grown > EMS_SAMPLE_EXACT) grown = EMS_SAMPLE_EXACT;
    uint32_t *moved = realloc(sample->values_ms, (size_t)grown * sizeof *moved);
    if (moved == NULL) return false;
    sample->values_ms = moved;
    sample->capacity = (int32_t)grown;
    return true;
}

static bool switch_to_bins(struct ems_sample *sample)
{
    uint64_t *bins = calloc(EMS_SAMPLE_BINS, sizeof *bins);
    if (bins == NULL) return false;
    for (int64_t i = 0; i < sample->count; i++) bins[bin_of(sample->values_ms[i])]++;
    free(sample->values_ms);
    sample->values_ms = NULL;
    sample->capacity = 0;
    sample->bins = bins;
    return true;
}

bool ems_sample_to_histogram(struct ems_sample *sample)
{
    return sample->bins != NULL || switch_to_bins(sample);
}

static void append(struct ems_sample *sample, uint32_t ms)
{
    sample->values_ms[sample->count++] = ms;
    sample->sorted = false;
}

static bool add_beyond_capacity(struct ems_sample *sample, uint32_t ms)
{
    if (sample->bins == NULL && sample->count < EMS_SAMPLE_EXACT) {
        if (!reserve(sample, sample->count + 1)) return false;
        append(sample, ms);
        return true;
    }
    if (!ems_sample_to_histogram(sample)) return false;
    sample->bins[bin_of(ms)]++;
    sample->count++;
    return true;
}

bool ems_sample_add_ms(struct ems_sample *sample, uint32_t duration_ms)
{
    if (sample->count >= sample->capacity) return add_beyond_capacity(sample, duration_ms);
    append(sample, duration_ms);
    return true;
}

bool ems_sample_add(struct ems_sample *sample, ems_time duration)
{
    return ems_sample_add_ms(sample, ems_sample_ms(duration));
}

bool ems_sample_merge(struct ems_sample *into, const struct ems_sample *from)
{
    if (from->count == 0) return true;
    if (into->bins == NULL && from->bins == NULL && into->count + from->count <= EMS_SAMPLE_EXACT) {
        if (!reserve(into, into->count + from->count)) return false;
        memcpy(into->values_ms + into->count, from->values_ms, (size_t)from->count * sizeof *from->values_ms);
        into->sorted = false;
    } else {
        if (into->bins == NULL && !switch_to_bins(into)) return false;
        if (from->bins != NULL) {
            for (int32_t bin = 0; bin < EMS_SAMPLE_BINS; bin++) into->bins[bin] += from->bins[bin];
        } else {
            for (int64_t i = 0; i < from->count; i++) into->bins[bin_of(from->values_ms[i])]++;
        }
    }
    into->count += from->count;
    return true;
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* One pass of a radix sort by 11 bits. */
static void radix_pass(const uint32_t *from, uint32_t *to, int64_t count, int shift)
{
    int64_t starts[2048] = {0}, next = 0;
    for (int64_t i = 0; i < count; i++) starts[from[i] >> shift & 2047]++;
    for (int digit = 0; digit < 2048; digit++) {
        int64_t size = starts[digit];
        starts[digit] = next;
        next += size;
    }
    for (int64_t i = 0; i < count; i++) to[starts[from[i] >> shift & 2047]++] = from[i];
}

static void sort(struct ems_sample *sample)
{
    if (sample->sorted) return;
    uint32_t *values = sample->values_ms;
    uint32_t *spare = sample->count > 500 ? malloc((size_t)sample->count * sizeof *spare) : NULL;
    if (spare != NULL) {
        radix_pass(values, spare, sample->count, 0);
        radix_pass(spare, values, sample->count, 11);
        radix_pass(values, spare, sample->count, 22);
        memcpy(values, spare, (size_t)sample->count * sizeof *values);
        free(spare);
    } else {
        qsort(values, (size_t)sample->count, sizeof *values, compare);
    }
    sample->sorted = true;
}

/* How many of the smallest values hold at least `share` of the sample: its quantile is the last of them. The
 * product is nudged so that 0.9 of 10 is 9, though 0.9 is not a binary fraction. */
static int64_t rank_of(int64_t count, double share)
{
    double rank = ceil(share * (double)count * (1 - 1e-15));
    if (rank < 1) return 1;
    return rank > (double)count ? count : (int64_t)rank;
}

static uint32_t binned_quantile(const struct ems_sample *sample, int64_t rank)
{
    uint64_t below = 0;
    int32_t bin = 0;
    while (bin < EMS_SAMPLE_BINS - 1 && (below += sample->bins[bin]) < (uint64_t)rank) bin++;
    return bin_top(bin);
}

double ems_sample_quantile(struct ems_sample *sample, double share)
{
    if (sample->count == 0) return NAN;
    int64_t rank = rank_of(sample->count, share);
    if (sample->bins != NULL) return binned_quantile(sample, rank) / 1000.0;
    sort(sample);
    return sample->values_ms[rank - 1] / 1000.0;
}

int64_t ems_sample_beyond(const struct ems_sample *sample, double share)
{
    return sample->count == 0 ? 0 : sample->count - rank_of(sample->count, share);
}

bool ems_sample_prepare(struct ems_sample *sample, int64_t count, bool histogram, bool sorted)
{
    if (count < 0 || (!histogram && count > EMS_SAMPLE_EXACT)) return false;
    ems_sample_free(sample);
    if (histogram ? !switch_to_bins(sample) : !reserve(sample, count)) return false;
    sample->count = count;
    sample->sorted = sorted;
    return true;
}

void ems_sample_clear(struct ems_sample *sample)
{
    free(sample->bins);
    sample->bins = NULL;
    sample->count = 0;
    sample->sorted = false;
}

void ems_sample_free(struct ems_sample *sample)
{
    free(sample->values_ms);
    free(sample->bins);
    *sample = (struct ems_sample){0};
}
