#include "scenario/distribution_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "random/redraw.h"
#include "scenario/source.h"

/* What a conversion works on. */
struct reading {
    struct ems_filler *filler;
    const struct ems_path *path;
    struct ems_distribution *out;
};

static double seconds(const struct ems_def_time *time)
{
    return ems_time_seconds(time->value);
}

static bool out_of_order(const struct reading *r, const struct ems_def_mark *low,
                         const struct ems_def_mark *high, const char *low_name, const char *high_name)
{
    ems_fill_clash(r->filler, EMS_T_IN_ORDER, high_name, low_name, low->at, high->at, r->path);
    return false;
}

static bool put_bounds(const struct reading *r, const struct ems_def_time *min,
                       const struct ems_def_time *max)
{
    if (min->mark.given) r->out->min_s = seconds(min);
    if (max->mark.given) r->out->max_s = seconds(max);
    if (r->out->min_s <= r->out->max_s) return true;
    return out_of_order(r, &min->mark, &max->mark, "min", "max");
}

static struct ems_distribution shaped(enum ems_distribution_kind kind, double a, double b, double c,
                                      double mean_s)
{
    return (struct ems_distribution){
        .kind = kind, .a = a, .b = b, .c = c, .max_s = INFINITY, .mean_s = mean_s};
}

static bool bounded_shape(const struct reading *r, const struct ems_raw_bounds *raw, bool triangular)
{
    double low = seconds(&raw->low), mode = seconds(&raw->mode), high = seconds(&raw->high);
    if (low > high) return out_of_order(r, &raw->low.mark, &raw->high.mark, "low", "high");
    if (triangular && low > mode) return out_of_order(r, &raw->low.mark, &raw->mode.mark, "low", "mode");
    if (triangular && mode > high) return out_of_order(r, &raw->mode.mark, &raw->high.mark, "mode", "high");
    *r->out = triangular ? shaped(EMS_DIST_TRIANGULAR, low, mode, high, (low + mode + high) / 3)
                         : shaped(EMS_DIST_UNIFORM, low, high, 0, (low + high) / 2);
    return put_bounds(r, &raw->min, &raw->max);
}

/* Spread beyond this many means has no sense for a duration and strains the arithmetic. */
static const double sd_over_mean_max = 100;

static bool by_moments(const struct reading *r, const struct ems_raw_moments *raw,
                       struct ems_distribution (*make)(double mean_s, double sd_s))
{
    double mean = seconds(&raw->mean), sd = seconds(&raw->sd);
    if (sd > sd_over_mean_max * mean) {
        ems_fill_error(r->filler, raw->sd.mark.at, r->path, EMS_T_IN_SD_TOO_LARGE, EMS_ARGS("100"));
        return false;
    }
    *r->out = make(mean, sd);
    return put_bounds(r, &raw->min, &raw->max);
}

static bool mean_ok(const struct reading *r, const struct ems_def_mark *mark)
{
    if (r->out->mean_s <= ems_time_seconds(EMS_TIME_LIMIT)) return true;
    ems_fill_error(r->filler, mark->at, r->path, EMS_T_IN_MEAN_TOO_LARGE, NULL);
    return false;
}

static bool lognormal(const struct reading *r, const struct ems_raw_moments *raw)
{
    if (!raw->mu.mark.given) return by_moments(r, raw, ems_distribution_lognormal);
    double mu = raw->mu.value, sigma = raw->sigma.value, shift = seconds(&raw->shift);
    *r->out = shaped(EMS_DIST_LOGNORMAL, mu, sigma, shift, exp(mu + sigma * sigma / 2) + shift);
    return mean_ok(r, &raw->mark) && put_bounds(r, &raw->min, &raw->max);
}

static bool weibull(const struct reading *r, const struct ems_raw_moments *raw)
{
    if (!raw->shape.mark.given) return by_moments(r, raw, ems_distribution_weibull);
    double scale = seconds(&raw->scale), shape = raw->shape.value;
    *r->out = shaped(EMS_DIST_WEIBULL, scale, shape, 0, scale * tgamma(1 + 1 / shape));
    return mean_ok(r, &raw->mark) && put_bounds(r, &raw->min, &raw->max);
}

/* ---- empirical ---- */

/* Values and weights (NULL: equal) become cumulative shares. */
static bool put_empirical(const struct reading *r, const struct ems_raw_empirical *raw, const double *values,
                          const double *weights, int32_t count)
{
    double total = 0, sum = 0, mean = 0;
    double *cumulative = EMS_NEW_ARRAY(r->filler->arena, double, count);
    if (cumulative == NULL) return false;
    for (int32_t i = 0; i < count; i++) total += weights != NULL ? weights[i] : 1;
    if (!(total > 0)) {
        ems_fill_error(r->filler, raw->mark.at, r->path, EMS_T_IN_WEIGHTS_ZERO, NULL);
        return false;
    }
    for (int32_t i = 0; i < count; i++) {
        double weight = weights != NULL ? weights[i] : 1;
        sum += weight;
        cumulative[i] = sum / total;
        mean += values[i] * (weight / total);
    }
    cumulative[count - 1] = 1;
    *r->out = shaped(EMS_DIST_EMPIRICAL, 1, 0, 0, mean);
    r->out->values_s = values;
    r->out->cumulative = cumulative;
    r->out->count = count;
    return put_bounds(r, &raw->min, &raw->max);
}

static bool listed(const struct reading *r, const struct ems_raw_empirical *raw)
{
    const double *weights = raw->weights.mark.given ? raw->weights.items : NULL;
    if (raw->weights.mark.given && raw->weights.count != raw->values.count) {
        ems_fill_clash(r->filler, EMS_T_IN_WEIGHTS_COUNT, "weights", "values", raw->values.mark.at,
                       raw->weights.mark.at, r->path);
        return false;
    }
    double *values = EMS_NEW_ARRAY(r->filler->arena, double, raw->values.count);
    for (int32_t i = 0; values != NULL && i < raw->values.count; i++)
        values[i] = seconds(&raw->values.items[i]);
    return values != NULL && put_empirical(r, raw, values, weights, raw->values.count);
}

static bool read_rows(const struct reading *r, const struct ems_csv *csv, double *values, double *weights)
{
    struct ems_diags *diags = r->filler->diags;
    int32_t value_column = ems_csv_require(csv, "seconds", diags),
            weight_column = ems_csv_column(csv, "weight");
    double limit = ems_time_seconds(EMS_TIME_LIMIT);
    bool good = value_column >= 0;
    for (int64_t row = 0; value_column >= 0 && row < csv->rows; row++) {
        weights[row] = 1;
        good &= ems_csv_number(csv, row, value_column, 0, limit, diags, &values[row]);
        if (weight_column >= 0)
            good &= ems_csv_number(csv, row, weight_column, 0, 1e12, diags, &weights[row]);
    }
    return good;
}

static bool from_table(const struct reading *r, const struct ems_raw_empirical *raw,
                       const struct ems_csv *csv)
{
    if (csv->rows < 1 || csv->rows > INT32_MAX) {
        ems_fill_error(r->filler, raw->file.mark.at, r->path, EMS_T_IN_NO_VALUES, EMS_ARGS(raw->file.value));
        return false;
    }
    double *values = EMS_NEW_ARRAY(r->filler->arena, double, csv->rows);
    double *weights = EMS_NEW_ARRAY(r->filler->arena, double, csv->rows);
    if (values == NULL || weights == NULL || !read_rows(r, csv, values, weights)) return false;
    return put_empirical(r, raw, values, weights, (int32_t)csv->rows);
}

static bool from_file(const struct reading *r, const struct ems_raw_empirical *raw)
{
    struct ems_filler *filler = r->filler;
    struct ems_csv csv = {0};
    char *text = NULL;
    size_t length = 0;
    enum ems_status status = ems_file_read_input(raw->file.path, EMS_CSV_BYTES_MAX, raw->file.mark.at,
                                                 raw->file.mark.path, filler->diags, &text, &length);
    bool good = false;
    if (status == EMS_OK) {
        ems_source_keep(filler, raw->file.path, text, length);
        status = ems_csv_parse(text, length, raw->file.path, filler->diags, &csv);
        if (status == EMS_OK) good = from_table(r, raw, &csv);
        ems_csv_free(&csv);
    }
    if (status == EMS_NO_MEMORY) filler->no_memory = true;
    free(text);
    return good;
}

/* ---- the whole ---- */

static bool convert(const struct reading *r, const struct ems_raw_distribution *raw)
{
    if (raw->constant.mark.given) {
        *r->out = ems_distribution_constant(seconds(&raw->constant));
        return true;
    }
    if (raw->uniform.mark.given) return bounded_shape(r, &raw->uniform, false);
    if (raw->triangular.mark.given) return bounded_shape(r, &raw->triangular, true);
    if (raw->gamma.mark.given) return by_moments(r, &raw->gamma, ems_distribution_gamma);
    if (raw->lognormal.mark.given) return lognormal(r, &raw->lognormal);
    if (raw->weibull.mark.given) return weibull(r, &raw->weibull);
    if (raw->empirical.mark.given)
        return raw->empirical.file.mark.given ? from_file(r, &raw->empirical) : listed(r, &raw->empirical);
    *r->out = ems_distribution_exponential(seconds(&raw->exponential.mean));
    return put_bounds(r, &raw->exponential.min, &raw->exponential.max);
}

/* Notes how well it is known, if that is said. A constant has no spread for cases to show. */
static bool put_input(const struct reading *r, const struct ems_raw_distribution *raw)
{
    if (!raw->observed.mark.given && !raw->error.mark.given) return true;
    if (raw->observed.mark.given && r->out->kind == EMS_DIST_CONSTANT) {
        ems_fill_error(r->filler, raw->observed.mark.at, r->path, EMS_T_IN_CONSTANT_OBSERVED, NULL);
        return false;
    }
    struct ems_input *input = EMS_NEW(r->filler->arena, struct ems_input);
    const char *path = ems_path_text(r->path, r->filler->arena);
    if (input == NULL || path == NULL) return false;
    *input = ems_input_named(path);
    input->observed = raw->observed.mark.given ? (double)raw->observed.value : 0;
    input->error = raw->error.mark.given ? raw->error.value : 0;
    r->out->input = input;
    return true;
}

static bool from_scalar(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                        struct ems_def_distribution *out, const struct ems_path *path)
{
    struct ems_field duration = {.kind = EMS_FIELD_DURATION};
    struct ems_def_time time = {0};
    if ((field->flags & EMS_NEVER_OK) != 0 && strcmp(node->text, "never") == 0) {
        out->value = ems_distribution_never();
        return true;
    }
    if (!ems_fill_value(filler, &duration, node, &time, path)) return false;
    out->value = ems_distribution_constant(seconds(&time));
    return true;
}

bool ems_fill_distribution(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                           struct ems_def_distribution *out, const struct ems_path *path)
{
    if (node->kind == EMS_NODE_SCALAR) return from_scalar(filler, field, node, out, path);
    struct ems_raw_distribution raw = {0};
    struct ems_distribution value = {0};
    struct reading r = {filler, path, &value};
    int32_t errors = filler->diags->errors;
    ems_fill_object(filler, ems_schema_distribution(), node, &raw, path, node->at);
    if (filler->diags->errors != errors || filler->arena->failed || !convert(&r, &raw) ||
        !put_input(&r, &raw))
        return false;
    out->value = value;
    return true;
}
