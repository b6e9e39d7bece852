#include "study/precision.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"

/* ---- reading a wish ---- */

static const struct {
    const char *name;
    enum ems_metric_unit of; /* metrics that it measures */
    double factor;
} units[] = {
    {"ms", EMS_METRIC_SECONDS, 1e-3},   {"s", EMS_METRIC_SECONDS, 1},      {"min", EMS_METRIC_SECONDS, 60},
    {"h", EMS_METRIC_HOURS, 1},         {"m", EMS_METRIC_METRES, 1},       {"km", EMS_METRIC_METRES, 1000},
    {"points", EMS_METRIC_SHARE, 0.01}, {"point", EMS_METRIC_SHARE, 0.01}, {"", EMS_METRIC_COUNT, 1},
    {"", EMS_METRIC_RATE, 1},
};

static size_t without_spaces(const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == ' ') length--;
    return length;
}

static bool is_number(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

/* Splits `METRIC NUMBER UNIT` from its end. */
struct wish {
    size_t metric_length;
    double number;
    char unit[16];
};

static bool split(const char *text, struct wish *out)
{
    size_t end = without_spaces(text, strlen(text)), unit = end;
    while (unit > 0 && !is_number(text[unit - 1])) unit--;
    size_t number = unit;
    while (number > 0 && is_number(text[number - 1])) number--;
    while (unit < end && text[unit] == ' ') unit++;
    if (end - unit >= sizeof out->unit) return false;
    memcpy(out->unit, text + unit, end - unit);
    out->unit[end - unit] = '\0';
    size_t digits = strspn(text + number, "0123456789.");
    out->metric_length = without_spaces(text, number);
    return out->metric_length > 0 && out->metric_length < number &&
           ems_number_parse(text + number, digits, &out->number) && out->number > 0;
}

static bool take_width(const struct wish *wish, struct ems_precision *out)
{
    if (strcmp(wish->unit, "%") == 0) {
        out->relative = true;
        out->width = wish->number / 100;
        return true;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].of != out->metric.metric.unit || strcmp(units[i].name, wish->unit) != 0) continue;
        out->width = wish->number * units[i].factor;
        return true;
    }
    return false;
}

static enum ems_status refuse(struct ems_diags *diags, enum ems_text message, const char *text,
                              const char *part)
{
    struct ems_diag *diag =
        ems_diag_error(diags, (struct ems_place_in_file){.file = ""}, "", message, EMS_ARGS(text, part));
    ems_diag_hint(diags, diag, EMS_T_PRECISION_HINT, NULL);
    return EMS_BAD_USAGE;
}

enum ems_status ems_precision_parse(const struct ems_model *model, const char *text, struct ems_diags *diags,
                                    struct ems_precision *out)
{
    struct wish wish;
    char name[200];
    *out = (struct ems_precision){.text = text};
    if (!split(text, &wish)) return refuse(diags, EMS_T_PRECISION_FORM, text, "");
    snprintf(name, sizeof name, "%.*s", (int)wish.metric_length, text);
    while (*text == ' ') {
        text++;
        wish.metric_length--;
    }
    if (!ems_metric_parse(model, text, wish.metric_length, &out->metric))
        return refuse(diags, EMS_T_PRECISION_METRIC, text, name);
    if (out->metric.metric.no_interval) return refuse(diags, EMS_T_PRECISION_MAXIMUM, text, name);
    if (take_width(&wish, out)) return EMS_OK;
    return refuse(diags, wish.unit[0] != '\0' ? EMS_T_PRECISION_UNIT : EMS_T_PRECISION_FORM, text, wish.unit);
}

/* ---- the rule ---- */

double ems_precision_width(const struct ems_precision *wish, const struct ems_figure *figure)
{
    return wish->relative ? wish->width * fabs(figure->value) : wish->width;
}

double ems_precision_half_width(const struct ems_figure *figure)
{
    if (isnan(figure->value) || isnan(figure->error) || figure->n < 2) return NAN;
    return ems_student_quantile((1 + EMS_LEVEL) / 2, figure->n - 1) * figure->error;
}

bool ems_precision_reached(const struct ems_precision *wish, struct ems_results *results)
{
    const struct ems_figure *figure = ems_metric_figure(results, &wish->metric);
    return ems_precision_half_width(figure) <= ems_precision_width(wish, figure);
}

double ems_precision_needed(const struct ems_figure *figure, double width, int64_t n)
{
    double half = ems_precision_half_width(figure);
    if (half <= width) return 0;
    if (!isfinite(half) || !(width > 0)) return 4 * (double)n;
    double own = half * half, room = width * width - figure->lasting_share * own;
    if (room <= 0) return 0; /* inputs alone make it wider */
    return ceil((double)n * (1 - figure->lasting_share) * own / room);
}

int64_t ems_precision_step(int64_t n, double want, int64_t most)
{
    if (want == 0 || n >= most) return n;
    int64_t least = n + (n + 3) / 4, next = want < 4 * (double)n ? (int64_t)want : 4 * n;
    if (next < least) next = least;
    return next < most ? next : most;
}

int64_t ems_precision_next(const struct ems_precision *wishes, int32_t count, struct ems_results *results,
                           int64_t most)
{
    int64_t n = results->replications;
    double want = 0;
    for (int32_t i = 0; i < count; i++) {
        const struct ems_figure *figure = ems_metric_figure(results, &wishes[i].metric);
        want = fmax(want, ems_precision_needed(figure, ems_precision_width(&wishes[i], figure), n));
    }
    return ems_precision_step(n, want, most);
}

void ems_precision_widen(struct ems_figure *figure, double wanted)
{
    double own = ems_precision_half_width(figure), half = fmin(wanted, EMS_PRECISION_WIDENED * own);
    if (isnan(figure->low) || !(half > own)) return;
    figure->low = figure->value - half;
    figure->high = figure->value + half;
}

static void widen(struct ems_figure *figure, double wanted, enum ems_metric_unit unit)
{
    if (isnan(figure->low)) return;
    ems_precision_widen(figure, wanted);
    figure->low = fmax(figure->low, 0);
    if (unit == EMS_METRIC_SHARE) figure->high = fmin(figure->high, 1);
}

void ems_precision_report(const struct ems_precision *wishes, int32_t count, struct ems_results *results)
{
    results->precision_count = count;
    for (int32_t i = 0; i < count; i++) {
        const struct ems_figure *figure = ems_metric_figure(results, &wishes[i].metric);
        results->precisions[i] =
            (struct ems_precision_result){.asked = wishes[i].text,
                                          .wanted = ems_precision_width(&wishes[i], figure),
                                          .half_width = ems_precision_half_width(figure),
                                          .reached = ems_precision_reached(&wishes[i], results)};
    }
    for (int32_t i = 0; i < count; i++) {
        struct ems_figure *figure = ems_metric_figure(results, &wishes[i].metric);
        widen(figure, results->precisions[i].wanted, wishes[i].metric.metric.unit);
    }
}
