#include "study/sample_bytes.h"

#include <stdlib.h>

enum { KIND_VALUES = 1, KIND_BINS = 2, LONGEST = 10 /* bytes of one number */ };

static unsigned char *put(unsigned char *at, uint64_t number)
{
    for (; number >= 128; number >>= 7) *at++ = (unsigned char)(number | 128);
    *at++ = (unsigned char)number;
    return at;
}

/* ---- writing ---- */

static unsigned char *write_values(const struct ems_sample *sample, unsigned char *at)
{
    uint32_t before = 0;
    for (int64_t i = 0; i < sample->count; i++) {
        at = put(at, sample->values_ms[i] - before);
        before = sample->values_ms[i];
    }
    return at;
}

static unsigned char *write_bins(const struct ems_sample *sample, unsigned char *at)
{
    int32_t before = 0;
    for (int32_t bin = 0; bin < EMS_SAMPLE_BINS; bin++) {
        if (sample->bins[bin] == 0) continue;
        at = put(put(at, (uint64_t)(bin - before)), sample->bins[bin]);
        before = bin;
    }
    return at;
}

enum ems_status ems_sample_bytes_write(const struct ems_sample *sample, unsigned char **out, size_t *count)
{
    size_t numbers = sample->bins != NULL ? 2 * EMS_SAMPLE_BINS : (size_t)sample->count;
    unsigned char *bytes = malloc((numbers + 2) * LONGEST), *at = bytes;
    *out = bytes;
    if (bytes == NULL) return EMS_NO_MEMORY;
    *at++ = sample->bins != NULL ? KIND_BINS : KIND_VALUES;
    at = put(at, (uint64_t)sample->count);
    at = sample->bins != NULL ? write_bins(sample, at) : write_values(sample, at);
    *count = (size_t)(at - bytes);
    unsigned char *fitted = realloc(bytes, *count);
    if (fitted != NULL) *out = fitted;
    return EMS_OK;
}

/* ---- reading ---- */

struct reader {
    const unsigned char *at, *end;
};

static bool take(struct reader *reader, uint64_t most, uint64_t *number)
{
    *number = 0;
    for (int shift = 0; reader->at < reader->end && shift < 63; shift += 7) {
        unsigned char byte = *reader->at++;
        *number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) return *number <= most;
    }
    return false;
}

static bool read_values(struct reader *reader, struct ems_sample *out)
{
    uint64_t value = 0, step;
    for (int64_t i = 0; i < out->count; i++) {
        if (!take(reader, UINT32_MAX - value, &step)) return false;
        value += step;
        out->values_ms[i] = (uint32_t)value;
    }
    return reader->at == reader->end;
}

static bool read_bins(struct reader *reader, struct ems_sample *out)
{
    uint64_t bin = 0, step, cases, sum = 0;
    while (reader->at < reader->end) {
        if (!take(reader, EMS_SAMPLE_BINS - 1 - bin, &step)) return false;
        bin += step;
        if (!take(reader, (uint64_t)out->count - sum, &cases)) return false;
        out->bins[bin] = cases;
        sum += cases;
    }
    return sum == (uint64_t)out->count;
}

enum ems_status ems_sample_bytes_merge(const unsigned char *bytes, size_t count, struct ems_sample *into)
{
    struct reader reader = {bytes, bytes + count};
    struct ems_sample read = {0};
    uint64_t kind, cases;
    if (!take(&reader, KIND_BINS, &kind) || kind < KIND_VALUES || !take(&reader, INT64_MAX, &cases))
        return EMS_BAD_INPUT;
    if (kind == KIND_VALUES && (cases > EMS_SAMPLE_EXACT || cases > (uint64_t)(reader.end - reader.at)))
        return EMS_BAD_INPUT;
    if (!ems_sample_prepare(&read, (int64_t)cases, kind == KIND_BINS, true)) {
        ems_sample_free(&read);
        return EMS_NO_MEMORY;
    }
    bool good = kind == KIND_BINS ? read_bins(&reader, &read) : read_values(&reader, &read);
    enum ems_status status = good ? EMS_OK : EMS_BAD_INPUT;
    if (good && !ems_sample_merge(into, &read)) status = EMS_NO_MEMORY;
    ems_sample_free(&read);
    return status;
}
