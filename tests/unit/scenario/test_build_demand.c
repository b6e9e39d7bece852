#include "built.h"

#define CLOCK(start, duration) \
    "ems120: 1\nclock: {start: " start "+08:00, duration: " duration ", drain: 0 s}\ncoordinates: plane\n"
#define DEMAND(text) "demand: {" text "}\n"
#define YEAR(profile)                  \
    CLOCK("2025-01-01T00:00", "365 d") \
    BUILT_AREAS DEMAND("requests_per_day: 10, profile: {" profile "}") BUILT_TRAVEL BUILT_STATIONS

/* Zhenjiang's figures: 27 requests and 94 phone calls per 1,000 people when 30 % of first calls need a
 * vehicle and 0.148 further calls come for each. 27 / 0.3 + 27 * 0.148 = 93.996. */
static void requests_give_phone_calls(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, BUILT_HEAD BUILT_AREAS DEMAND(
                           "requests_per_1000_per_year: 27, advice: 55 %, hoax: 15 %, "
                           "duplicates: {per_request: 0.148, after: 4 min}") BUILT_TRAVEL BUILT_STATIONS);
    const struct ems_model *m = built.model;
    check_near(m->demand.requests_per_year, 1.6 * 27, 1e-9);
    check_near(m->demand.phone_calls_per_year, 1.6 * 93.996, 1e-9);
    check_near(m->areas[0].requests_per_year, 43.2, 1e-9);
    check_near(m->areas[0].other_calls_per_year, 1.6 * 63, 1e-9); /* 90 first calls less 27 */
    check_near(m->demand.hoax_share, 15.0 / 70, 1e-12);
    check_true(!m->demand.rates_are_phone_calls);
    built_free(&built);
}

static void phone_calls_give_requests(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, BUILT_HEAD BUILT_AREAS DEMAND(
                           "phone_calls_per_1000_per_year: 93.996, advice: 55 %, hoax: 15 %, "
                           "duplicates: {per_request: 0.148, after: 4 min}") BUILT_TRAVEL BUILT_STATIONS);
    check_near(built.model->demand.requests_per_year, 1.6 * 27, 1e-9);
    check_near(built.model->demand.phone_calls_per_year, 1.6 * 93.996, 1e-9);
    check_true(built.model->demand.rates_are_phone_calls);
    built_free(&built);
    struct built hoaxes = {0};
    built_load(&hoaxes,
               BUILT_HEAD BUILT_AREAS DEMAND("phone_calls_per_1000_per_year: 50, advice: 60 %, hoax: 40 %")
                   BUILT_TRAVEL BUILT_STATIONS);
    check_near(hoaxes.model->demand.requests_per_year, 0, 0);
    check_near(hoaxes.model->areas[0].other_calls_per_year, 80, 1e-9);
    built_free(&hoaxes);
}

#define THREE(population)                                                                     \
    "areas:\n"                                                                                \
    "  - {id: a, class: urban, " population "1000, circle: {centre: [0, 0], radius: 1 km}}\n" \
    "  - {id: b, class: urban, " population                                                   \
    "3000, demand: 200 %, circle: {centre: [9000, 0], radius: 2 km}}\n"                       \
    "  - {id: c, class: urban, " population                                                   \
    "5000, demand: 0 %, circle: {centre: [0, 9000], radius: 1 km}}\n"

static void requests_a_day_are_spread(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built,
               BUILT_HEAD THREE("population: ") DEMAND("requests_per_day: 7") BUILT_TRAVEL BUILT_STATIONS);
    const struct ems_area *areas = built.model->areas;
    /* by people times factor: 1000, 6000, 0 */
    check_near(areas[0].requests_per_year, 365, 1e-9);
    check_near(areas[1].requests_per_year, 365 * 6, 1e-9);
    check_near(areas[2].requests_per_year, 0, 0);
    built_free(&built);
    /* where nobody is counted, by surface times factor: 1, 8, 0 */
    struct built empty = {0};
    built_load(&empty, BUILT_HEAD
               "areas:\n"
               "  - {id: a, class: urban, circle: {centre: [0, 0], radius: 1 km}}\n"
               "  - {id: b, class: urban, demand: 200 %, circle: {centre: [9000, 0], radius: 2 km}}\n" DEMAND(
                   "requests_per_day: 9") BUILT_TRAVEL BUILT_STATIONS);
    check_near(empty.model->areas[0].requests_per_year, 365, 1e-6);
    check_near(empty.model->areas[1].requests_per_year, 365 * 8, 1e-6);
    built_free(&empty);
}

static void factors_apply_to_rates_too(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, BUILT_HEAD THREE("population: ") BUILT_DEMAND BUILT_TRAVEL BUILT_STATIONS);
    check_near(built.model->areas[0].requests_per_year, 30, 1e-9);
    check_near(built.model->areas[1].requests_per_year, 180, 1e-9);
    check_near(built.model->areas[2].requests_per_year, 0, 0);
    check_int(built.diags.count, 0);
    built_free(&built);
}

static double mean_of_days(const struct ems_model *m, int32_t first, int32_t days)
{
    double sum = 0;
    for (int32_t h = first * 24; h < (first + days) * 24; h++) sum += m->demand.hourly[h];
    return sum / (days * 24);
}

static void check_mean_one(const char *text)
{
    struct built built = {0};
    built_load(&built, text);
    const struct ems_model *m = built.model;
    check_int(m->demand.hour_count, 365 * 24);
    check_near(mean_of_days(m, 0, 365), 1, 1e-12);
    built_free(&built);
}

static void each_profile_has_mean_one_over_the_year(void **state)
{
    (void)state;
    check_mean_one(YEAR(""));
    check_mean_one(YEAR("hour: [1,1,1,1,1,1,2,3,4,5,6,7,8,9,9,8,7,6,5,4,3,2,1,1]"));
    check_mean_one(YEAR("month: [9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4]"));
    check_mean_one(YEAR(
        "holidays: {dates: [2025-01-01, 2025-10-01, 2025-10-02, 2025-10-02, 2024-05-01], factor: 40 %}"));
    check_mean_one(
        YEAR("hour: [0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0], month: [2,1,1,1,1,1,1,1,1,1,1,1]"));
}

static void hours_have_their_factors(void **state)
{
    (void)state;
    struct built built = {0};
    /* begins on a Wednesday at six; the table begins at midnight before */
    built_load(&built, CLOCK("2025-01-01T06:00", "50 d") BUILT_AREAS DEMAND(
                           "requests_per_day: 10, profile: {hour: "
                           "[1,1,1,1,1,1,1,1,3,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1], weekday: [1,1,2,1,1,1,1], "
                           "month: [1,2,1,1,1,1,1,1,1,1,1,1], holidays: {dates: [2025-01-08], factor: 50 %}}")
                           BUILT_TRAVEL BUILT_STATIONS);
    const double *hourly = built.model->demand.hourly;
    check_int(built.model->demand.hour_count, 50 * 24 + 6);
    check_near(hourly[8] / hourly[7], 3, 1e-12);        /* the ninth hour of the day */
    check_near(hourly[0] / hourly[24], 2, 1e-12);       /* Wednesday and Thursday */
    check_near(hourly[7 * 24] / hourly[0], 0.5, 1e-12); /* the holiday is a Wednesday too */
    check_near(hourly[35 * 24] / hourly[0], 2, 1e-12);  /* 5 February is one as well */
    check_near(ems_model_demand_factor(built.model, 2 * EMS_HOUR), hourly[8], 0); /* 08:00 */
    built_free(&built);
}

/* Each calendar year has its own holidays and its own February. */
static void years_are_rescaled_apart(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built,
               CLOCK("2027-01-01T00:00", "731 d") BUILT_AREAS DEMAND(
                   "requests_per_day: 10, profile: {month: [1,5,1,1,1,1,1,1,1,1,1,1], holidays: {dates: "
                   "[2027-05-01], factor: 900 %}}") BUILT_TRAVEL BUILT_STATIONS);
    /* February counts 5, 1 May counts 9: rescaled apart, their product has this mean */
    double mean = (336 + 28 * 5 + 9) * 365.0 / ((337 + 28 * 5) * (364 + 9.0));
    check_near(mean_of_days(built.model, 0, 365), mean, 1e-12);
    check_near(mean_of_days(built.model, 365, 366), 1, 1e-12); /* 2028 has 29 days of it, and no holiday */
    check_near(built.model->demand.hourly[365 * 24 + 32 * 24] / built.model->demand.hourly[365 * 24], 5,
               1e-12);
    built_free(&built);
}

static void conditions_are_drawn_by_their_shares(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built,
               BUILT_HEAD BUILT_AREAS DEMAND(
                   "requests_per_day: 1, empty: 10 %, cancel: {share: 3 %, after: 2 min}, conditions: ["
                   "{id: a, share: 33.33 %, hospital: stroke, scene: 5 min, empty: 0 %}, "
                   "{id: b, share: 33.33 %, priority: 3, transport: 0 %}, {id: c, share: 33.33 %}, "
                   "{id: never, share: 0 %}]") BUILT_TRAVEL BUILT_STATIONS
               "durations: {scene: 20 min, empty_scene: 4 min, handover: 9 min}\n");
    const struct ems_condition *c = built.model->conditions;
    check_int(built.model->condition_count, 4);
    check_near(c[0].cumulative, 1.0 / 3, 1e-12);
    check_near(c[1].cumulative, 2.0 / 3, 1e-12);
    check_near(c[2].cumulative, 1, 0); /* the last that can be drawn ends at one */
    check_near(c[3].cumulative, 1, 0);
    check_near(c[0].empty, 0, 0);
    check_near(c[1].empty, 0.1, 1e-15);
    check_near(c[0].cancel, 0.03, 1e-15);
    check_near(c[0].scene.mean_s, 300, 0);
    check_near(c[1].scene.mean_s, 1200, 0);
    check_near(c[0].empty_scene.mean_s, 240, 0);
    check_near(c[0].handover.mean_s, 540, 0);
    check_int(c[0].hospital_capability, 0);
    check_int(c[1].hospital_capability, EMS_NONE);
    check_int(c[1].priority, 3);
    check_int(c[0].need, EMS_NONE);
    built_free(&built);
    /* without its own, an empty trip takes the condition's scene time */
    struct built own = {0};
    built_load(&own, BUILT_HEAD BUILT_AREAS DEMAND(
                         "requests_per_day: 1, conditions: [{id: a, share: 100 %, scene: 7 min}]")
                         BUILT_TRAVEL BUILT_STATIONS);
    check_near(own.model->conditions[0].empty_scene.mean_s, 420, 0);
    check_int(own.model->demand.cancel_after.kind, EMS_DIST_NEVER);
    built_free(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_give_phone_calls),
        cmocka_unit_test(phone_calls_give_requests),
        cmocka_unit_test(requests_a_day_are_spread),
        cmocka_unit_test(factors_apply_to_rates_too),
        cmocka_unit_test(each_profile_has_mean_one_over_the_year),
        cmocka_unit_test(hours_have_their_factors),
        cmocka_unit_test(years_are_rescaled_apart),
        cmocka_unit_test(conditions_are_drawn_by_their_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
