/* Rates and profile: how many calls of each kind every area expects, and the factor of each hour. */
#include <math.h>

#include "scenario/build_parts.h"

/* Factors of a profile rescaled to mean 1; `weights` NULL: all alike. False when they sum to nothing. */
static bool rescale(const ems_def_numbers *given, const double *weights, int32_t count, double *out)
{
    double sum = 0, weight = 0;
    for (int32_t i = 0; i < count; i++) {
        double w = weights != NULL ? weights[i] : 1;
        out[i] = given->count == count ? given->items[i] : 1;
        sum += out[i] * w;
        weight += w;
    }
    if (!(sum > 0) || !isfinite(sum)) return false;
    for (int32_t i = 0; i < count; i++) out[i] *= weight / sum;
    return true;
}

/* One calendar year of the profile: its own days weigh the months, its own holidays the holiday factor. */
struct year {
    int32_t number;
    double month[12], ordinary, holiday;
    bool is_holiday[12][31];
};

static bool enter_year(const struct ems_def_profile *profile, int32_t number, struct year *year)
{
    double days[12], all = 0, holidays = 0;
    *year = (struct year){.number = number, .ordinary = 1, .holiday = 1};
    for (int32_t m = 0; m < 12; m++) all += days[m] = ems_days_in_month(number, m + 1);
    for (int32_t i = 0; i < profile->holidays.dates.count; i++) {
        int32_t y, m, d;
        ems_civil_from_days(profile->holidays.dates.items[i].day, &y, &m, &d);
        if (y != number || year->is_holiday[m - 1][d - 1]) continue;
        year->is_holiday[m - 1][d - 1] = true;
        holidays += 1;
    }
    double factor = profile->holidays.mark.given ? profile->holidays.factor.value : 1;
    double mean = (all - holidays + holidays * factor) / all;
    if (!(mean > 0)) return false;
    year->ordinary = 1 / mean;
    year->holiday = factor / mean;
    return rescale(&profile->month, days, 12, year->month);
}

static double day_factor(const struct year *year, int64_t day, const double weekday[7])
{
    int32_t y, m, d;
    ems_civil_from_days(day, &y, &m, &d);
    double holiday = year->is_holiday[m - 1][d - 1] ? year->holiday : year->ordinary;
    return year->month[m - 1] * weekday[ems_weekday(day)] * holiday;
}

static void fill_hours(struct ems_build *b, const double hour[24], const double weekday[7], double *out,
                       int32_t count)
{
    const struct ems_def_profile *profile = &b->def->demand.profile;
    struct year year = {.number = INT32_MIN};
    double factor = 0;
    for (int32_t h = 0; h < count; h++) {
        if (h % 24 == 0) {
            int64_t day = b->model->clock.start_day + h / 24;
            int32_t y, m, d;
            ems_civil_from_days(day, &y, &m, &d);
            if (y != year.number && !enter_year(profile, y, &year)) {
                ems_build_error(b, &profile->mark, EMS_T_PROFILE_EMPTY, NULL);
                return;
            }
            factor = day_factor(&year, day, weekday);
        }
        out[h] = factor * hour[h % 24];
    }
}

static void make_profile(struct ems_build *b)
{
    const struct ems_def_profile *profile = &b->def->demand.profile;
    const struct ems_clock *clock = &b->model->clock;
    double hour[24], weekday[7];
    if (!rescale(&profile->hour, NULL, 24, hour))
        ems_build_error(b, &profile->hour.mark, EMS_T_PROFILE_EMPTY, NULL);
    else if (!rescale(&profile->weekday, NULL, 7, weekday))
        ems_build_error(b, &profile->weekday.mark, EMS_T_PROFILE_EMPTY, NULL);
    else if (clock->duration != EMS_NEVER) {
        ems_time end = clock->start_of_day + clock->warmup + clock->duration + clock->drain;
        int32_t count = (int32_t)((end + EMS_HOUR - 1) / EMS_HOUR);
        double *hourly = EMS_BUILD_ARRAY(b, double, count);
        if (hourly == NULL) return;
        fill_hours(b, hour, weekday, hourly, count);
        b->model->demand.hourly = hourly;
        b->model->demand.hour_count = count;
    }
}

/* First calls F, requests R = F * fit, phone calls P = F + R * duplicates (docs/methods.md). */
struct shares {
    double fit, duplicates;
};

static void set_rates(struct ems_area *area, double requests, const struct shares *shares)
{
    area->requests_per_year = requests;
    area->other_calls_per_year = shares->fit > 0 ? requests / shares->fit - requests : 0;
}

/* People (or, where nobody lives anywhere, square metres) times the area's own factor. */
static double weight_of(const struct ems_build *b, int32_t area, bool by_surface)
{
    double size = by_surface ? b->areas[area].area_m2 : b->areas[area].population;
    return size * b->def->areas.items[area].demand.value;
}

/* A number of requests for the whole scenario, spread over its areas. */
static void spread_requests(struct ems_build *b, const struct shares *shares)
{
    const struct ems_def_number *per_day = &b->def->demand.requests_per_day;
    double people = 0, sum = 0;
    for (int32_t a = 0; a < b->model->area_count; a++) people += b->areas[a].population;
    for (int32_t a = 0; a < b->model->area_count; a++) sum += weight_of(b, a, people == 0);
    if (!(sum > 0) && per_day->value > 0) ems_build_error(b, &per_day->mark, EMS_T_NOBODY, NULL);
    if (!(sum > 0)) return;
    for (int32_t a = 0; a < b->model->area_count; a++)
        set_rates(&b->areas[a], per_day->value * EMS_DAYS_PER_YEAR * weight_of(b, a, people == 0) / sum,
                  shares);
}

static void apply_rate(struct ems_build *b, const struct ems_def_number *rate, double requests_per_unit,
                       const struct shares *shares)
{
    double people = 0;
    for (int32_t a = 0; a < b->model->area_count; a++) {
        people += b->areas[a].population;
        set_rates(&b->areas[a], rate->value * requests_per_unit * weight_of(b, a, false) / 1000, shares);
    }
    if (people == 0 && rate->value > 0) ems_build_error(b, &rate->mark, EMS_T_NOBODY, NULL);
}

static void make_rates(struct ems_build *b)
{
    const struct ems_def_demand *def = &b->def->demand;
    const struct ems_def_number *calls = &def->phone_calls_per_1000_per_year;
    struct shares shares = {.fit = 1 - def->advice.value - def->hoax.value};
    if (def->duplicates.mark.given) shares.duplicates = def->duplicates.per_request.value;
    if (shares.fit < -1e-9 || (!calls->mark.given && !(shares.fit > 1e-9))) {
        const struct ems_def_mark *mark = def->hoax.mark.given ? &def->hoax.mark : &def->advice.mark;
        ems_build_error(b, mark, EMS_T_NO_REQUESTS_LEFT, NULL);
        return;
    }
    if (shares.fit < 1e-9) shares.fit = 0;
    b->model->demand.rates_are_phone_calls = calls->mark.given;
    if (calls->mark.given && shares.fit > 0)
        apply_rate(b, calls, shares.fit / (1 + shares.fit * shares.duplicates), &shares);
    else if (calls->mark.given)
        for (int32_t a = 0; a < b->model->area_count; a++)
            b->areas[a].other_calls_per_year = calls->value * weight_of(b, a, false) / 1000;
    else if (def->requests_per_1000_per_year.mark.given)
        apply_rate(b, &def->requests_per_1000_per_year, 1, &shares);
    else
        spread_requests(b, &shares);
    for (int32_t a = 0; a < b->model->area_count; a++) {
        double requests = b->areas[a].requests_per_year;
        b->model->demand.requests_per_year += requests;
        b->model->demand.phone_calls_per_year +=
            requests * (1 + shares.duplicates) + b->areas[a].other_calls_per_year;
    }
}

/* A run of so many calls would not end in a lifetime; an extra zero or two did it. */
static void check_volume(struct ems_build *b)
{
    const double most = 1e9;
    const struct ems_clock *clock = &b->model->clock;
    if (clock->duration == EMS_NEVER) return;
    double years = ems_time_seconds(clock->warmup + clock->duration) / (86400.0 * EMS_DAYS_PER_YEAR);
    double calls = b->model->demand.phone_calls_per_year * years;
    if (calls <= most) return;
    const char *found = ems_build_number(b, rint(calls)), *limit = ems_build_number(b, most);
    ems_build_error(b, &b->def->demand.mark, EMS_T_TOO_MANY_CALLS, EMS_ARGS(found, limit));
}

static void warn_empty_areas(struct ems_build *b)
{
    for (int32_t a = 0; a < b->model->area_count; a++) {
        const struct ems_def_area *def = &b->def->areas.items[a];
        if (b->areas[a].population > 0 || def->population.mark.given || def->demand.value == 0) continue;
        if (b->areas[a].requests_per_year == 0)
            ems_build_warning(b, &def->mark, EMS_T_AREA_EMPTY, EMS_ARGS(def->id.value));
    }
}

/* How well rate, shares and chances are known. */
static void note_input(struct ems_build *b)
{
    const struct ems_def_demand *def = &b->def->demand;
    if (def->error.mark.given && def->trace.mark.given)
        ems_build_error(b, &def->error.mark, EMS_T_TRACE_ERROR, NULL);
    b->model->demand.input = ems_build_input(b, "demand", (double)def->observed.value, def->error.value);
}

void ems_build_demand(struct ems_build *b)
{
    const struct ems_def_demand *def = &b->def->demand;
    struct ems_demand *demand = &b->model->demand;
    double other = def->advice.value + def->hoax.value;
    demand->daily_variation = def->daily_variation.value;
    demand->hoax_share = other > 0 ? def->hoax.value / other : 0;
    demand->duplicate_after = demand->call_back_after = demand->call_back_talk = ems_distribution_constant(0);
    demand->cancel_after = def->cancel.mark.given ? def->cancel.after.value : ems_distribution_never();
    if (def->duplicates.mark.given) {
        demand->duplicates_per_request = def->duplicates.per_request.value;
        demand->duplicate_after = def->duplicates.after.value;
    }
    if (def->call_backs.mark.given) {
        demand->call_backs_per_request = def->call_backs.per_request.value;
        demand->call_back_after = def->call_backs.after.value;
        demand->call_back_talk = def->call_backs.talk.value;
    }
    note_input(b);
    if (def->trace.mark.given) return;
    make_profile(b);
    make_rates(b);
    check_volume(b);
    if (b->diags->errors == 0) warn_empty_areas(b);
}
