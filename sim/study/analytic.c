#include "study/analytic_parts.h"

#include <stdlib.h>
#include <string.h>

static enum ems_status make(struct ems_analytic *a)
{
    const struct ems_model *model = a->model;
    size_t stations = (size_t)model->station_count;
    a->duty = EMS_NEW_ARRAY(&a->arena, int32_t, EMS_HOURS_OF_WEEK * stations + 1);
    a->periods =
        EMS_NEW_ARRAY(&a->arena, struct ems_analytic_period, EMS_HOURS_OF_WEEK * EMS_ANALYTIC_SURGES);
    a->stations = EMS_NEW_ARRAY(&a->arena, struct ems_analytic_station, stations);
    a->by_area = EMS_NEW_ARRAY(&a->arena, struct ems_analytic_histogram,
                               (int64_t)(model->area_count + 1) * EMS_PRIORITIES);
    a->limit_chances = ems_arena_alloc(&a->arena, EMS_THRESHOLDS_MAX, sizeof *a->limit_chances);
    if (a->arena.failed) return EMS_NO_MEMORY;
    enum ems_status status = ems_analytic_prepare_response(a);
    return status == EMS_OK ? ems_analytic_prepare(a) : status;
}

enum ems_status ems_analytic_create(const struct ems_model *model, struct ems_analytic **out)
{
    *out = NULL;
    if (model->has_trace) return EMS_BAD_USAGE;
    struct ems_analytic *a = calloc(1, sizeof *a);
    if (a == NULL) return EMS_NO_MEMORY;
    a->model = model;
    enum ems_status status = make(a);
    if (status == EMS_OK)
        *out = a;
    else
        ems_analytic_free(a);
    return status;
}

void ems_analytic_free(struct ems_analytic *a)
{
    if (a == NULL) return;
    ems_arena_free(&a->arena);
    ems_arena_free(&a->scratch);
    free(a);
}

static void clear_sums(struct ems_analytic *a)
{
    const struct ems_model *model = a->model;
    memset(a->by_area, 0, sizeof *a->by_area * (size_t)(model->area_count + 1) * EMS_PRIORITIES);
    memset(a->by_hour, 0, sizeof a->by_hour);
    memset(a->stations, 0, sizeof *a->stations * (size_t)model->station_count);
    a->requests = a->lost = a->first_preference = a->all_busy = a->wait_s = a->queue_h = 0;
    a->units_most = 0;
    a->exact = true;
}

enum ems_status ems_analytic_evaluate(struct ems_analytic *a, const int32_t *duty,
                                      struct ems_analytic_overload *overload)
{
    enum ems_status status = ems_analytic_plan_periods(a, duty), worst = EMS_OK;
    *overload = (struct ems_analytic_overload){.hour = EMS_NONE};
    clear_sums(a);
    for (int32_t i = 0; i < a->period_count && status == EMS_OK; i++) {
        double load;
        status = ems_analytic_solve_period(a, &a->periods[i], &load);
        if (status != EMS_INFEASIBLE) continue;
        if (worst == EMS_OK || load > overload->load)
            *overload = (struct ems_analytic_overload){.hour = a->periods[i].hour, .load = load};
        worst = status;
        status = EMS_OK;
    }
    return status == EMS_OK ? worst : status;
}

void ems_analytic_hurry(struct ems_analytic *a)
{
    a->hurry = true;
}

/* Kept for the limits that are asked for again and again. */
static double (*chances_within(struct ems_analytic *a, double limit_s))[EMS_ANALYTIC_BINS]
{
    int32_t i = 0;
    while (i < a->limit_count && fabs(a->limits_s[i] - limit_s) > 0) i++;
    if (i < a->limit_count) return a->limit_chances[i];
    if (i == EMS_THRESHOLDS_MAX) i--; /* the last place is for whatever else */
    for (int n = 0; n < 2; n++) ems_analytic_chances(a, n != 0, limit_s, a->limit_chances[i][n]);
    a->limits_s[i] = limit_s;
    a->limit_count = i + 1;
    return a->limit_chances[i];
}

double ems_analytic_target(struct ems_analytic *a, const struct ems_target *target)
{
    const struct ems_model *model = a->model;
    double all = 0, in_time = 0;
    double(*chances)[EMS_ANALYTIC_BINS] = chances_within(a, (double)target->within / (double)EMS_SECOND);
    for (int32_t area = 0; area < model->area_count; area++) {
        if (target->area != EMS_NONE && target->area != area) continue;
        if (target->class_id != EMS_NONE && target->class_id != model->areas[area].class_id) continue;
        for (int32_t p = 0; p < EMS_PRIORITIES; p++) {
            const struct ems_analytic_histogram *h = &a->by_area[(int64_t)area * EMS_PRIORITIES + p];
            if (target->priority > 0 && target->priority != p + 1) continue;
            all += h->waits + h->served[0] + h->served[1];
            for (int n = 0; n < 2; n++)
                for (int32_t b = 0; b < EMS_ANALYTIC_BINS; b++) in_time += h->mass[n][b] * chances[n][b];
        }
    }
    return all > 0 ? rint(in_time / all * 1e9) / 1e9 : NAN;
}

double ems_analytic_station_busy(const struct ems_analytic *a, ems_station_id station)
{
    const struct ems_analytic_station *s = &a->stations[station];
    return s->staffed_h > 0 ? s->busy_h / s->staffed_h : NAN;
}
