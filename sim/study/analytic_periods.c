/* Which crews are on duty in each hour of a week, and the hours of the window put together: an hour of the
 * day with the same crews and the same surge of demand by the timeline is one period, its demand the mean of
 * the hours that it stands for. */
#include <math.h>
#include <string.h>

#include "study/analytic_parts.h"

static bool on_duty(const struct ems_crew *crew, int32_t weekday, ems_time of_day)
{
    if (crew->shift_count == 0) return true;
    for (int32_t i = 0; i < crew->shift_count; i++) {
        const struct ems_shift *shift = &crew->shifts[i];
        ems_time to = shift->to + (shift->to <= shift->from ? EMS_DAY : 0);
        if ((shift->weekdays >> weekday & 1) && of_day >= shift->from && of_day < to) return true;
        int32_t yesterday = (weekday + 6) % 7; /* over midnight */
        if ((shift->weekdays >> yesterday & 1) && of_day + EMS_DAY < to) return true;
    }
    return false;
}

void ems_analytic_duty(const struct ems_model *model, int32_t *duty)
{
    memset(duty, 0, sizeof *duty * EMS_HOURS_OF_WEEK * (size_t)model->station_count);
    for (int32_t h = 0; h < EMS_HOURS_OF_WEEK; h++)
        for (int32_t c = 0; c < model->crew_count; c++)
            if (on_duty(&model->crews[c], h / 24, h % 24 * EMS_HOUR + EMS_HOUR / 2))
                duty[h * model->station_count + model->crews[c].station]++;
}

static ems_time middle_of(const struct ems_model *model, int32_t hour)
{
    return (hour * EMS_HOUR + EMS_HOUR / 2 - model->clock.start_of_day + EMS_DAY) % EMS_DAY;
}

/* What the timeline makes of the demand everywhere. */
static double surge_at(const struct ems_model *model, ems_time at)
{
    double factor = 1;
    for (int32_t i = 0; i < model->timeline_count; i++) {
        const struct ems_timeline_entry *e = &model->timeline[i];
        if (e->area == EMS_NONE && at >= e->from && at < e->to) factor *= e->requests;
    }
    return factor;
}

/* Its level: the nearest where there are too many. */
static int32_t surge_number(struct ems_analytic *a, double factor)
{
    int32_t nearest = 0;
    for (int32_t i = 1; i < a->surge_count; i++)
        if (fabs(a->surge[i] - factor) < fabs(a->surge[nearest] - factor)) nearest = i;
    bool known = a->surge_count > 0 && !(fabs(a->surge[nearest] - factor) > 0);
    if (known || a->surge_count == EMS_ANALYTIC_SURGES) return nearest;
    a->surge[a->surge_count] = factor;
    return a->surge_count++;
}

enum { HOURS_TOGETHER = 4 }; /* in a hurry */

static struct ems_analytic_period *period_of(struct ems_analytic *a, int32_t hour, int32_t surge,
                                             const int32_t *crews)
{
    const struct ems_model *model = a->model;
    size_t size = sizeof *crews * (size_t)model->station_count;
    bool night = model->durations.night_from != model->durations.night_to &&
                 ems_model_is_night(model, middle_of(model, hour));
    if (a->hurry) hour -= hour % HOURS_TOGETHER;
    for (int32_t i = 0; i < a->period_count; i++) {
        const struct ems_analytic_period *known = &a->periods[i];
        if (known->hour == hour && known->surge == surge && known->night == night &&
            memcmp(known->crews, crews, size) == 0)
            return &a->periods[i];
    }
    struct ems_analytic_period *period = &a->periods[a->period_count++];
    *period = (struct ems_analytic_period){.hour = hour, .surge = surge, .night = night, .crews = crews};
    return period;
}

/* Local hours since midnight of day 1 that the window begins and ends in. */
static void window_hours(const struct ems_model *model, int64_t *from, int64_t *to)
{
    const struct ems_clock *clock = &model->clock;
    ems_time end = ems_model_window_end(model);
    *from = (clock->start_of_day + clock->warmup) / EMS_HOUR;
    *to = (clock->start_of_day + end + EMS_HOUR - 1) / EMS_HOUR;
    if (*to > model->demand.hour_count) *to = model->demand.hour_count;
}

enum ems_status ems_analytic_plan_periods(struct ems_analytic *a, const int32_t *duty)
{
    const struct ems_model *model = a->model;
    int64_t from, to;
    if (duty != NULL)
        memcpy(a->duty, duty, sizeof *duty * EMS_HOURS_OF_WEEK * (size_t)model->station_count);
    else
        ems_analytic_duty(model, a->duty);
    a->period_count = a->surge_count = 0;
    a->window_h = 0;
    window_hours(model, &from, &to);
    for (int64_t h = from; h < to; h++) {
        int32_t hour = (int32_t)(h % 24), weekday = ems_weekday(model->clock.start_day + h / 24);
        double surge = surge_at(model, h * EMS_HOUR + EMS_HOUR / 2 - model->clock.start_of_day);
        struct ems_analytic_period *period = period_of(
            a, hour, surge_number(a, surge), a->duty + (int64_t)(weekday * 24 + hour) * model->station_count);
        period->factor += model->demand.hourly[h] * surge;
        period->speed += ems_travel_speed_factor(&a->travel, middle_of(model, hour));
        period->hours += 1;
        a->window_h += 1;
    }
    double table_speed = ems_travel_speed_factor(&a->travel, a->reference);
    for (int32_t i = 0; i < a->period_count; i++) {
        struct ems_analytic_period *period = &a->periods[i];
        period->factor /= period->hours;
        period->speed /= period->hours * table_speed;
    }
    return EMS_OK;
}
