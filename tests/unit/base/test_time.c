/* Times and dates against the C library's calendar (timegm and gmtime, which know no ems_time). */
#include "support/check.h"

#include <time.h>

#include "base/time.h"

static void seconds_are_rounded_to_microseconds(void **state)
{
    (void)state;
    check_int(ems_time_from_seconds(1.5), 1500000);
    check_int(ems_time_from_seconds(0.0000004), 0);
    check_int(ems_time_from_seconds(0.0000006), 1);
    check_int(ems_time_from_seconds(-2), -2 * EMS_SECOND);
    check_int(ems_time_from_seconds(1e300), EMS_TIME_LIMIT);
    check_near(ems_time_seconds(1500000), 1.5, 0);
}

static void civil_dates_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int64_t days = -200000; days < 200000; days += 17) {
        time_t seconds = (time_t)(days * 86400);
        struct tm tm;
        int32_t year, month, day;
        assert_non_null(gmtime_r(&seconds, &tm));
        ems_civil_from_days(days, &year, &month, &day);
        check_int(year, tm.tm_year + 1900);
        check_int(month, tm.tm_mon + 1);
        check_int(day, tm.tm_mday);
        check_int(ems_days_from_civil(year, month, day), days);
        check_int(ems_weekday(days), (tm.tm_wday + 6) % 7);
    }
}

static void months_have_their_days(void **state)
{
    (void)state;
    check_int(ems_days_in_month(2024, 2), 29);
    check_int(ems_days_in_month(2023, 2), 28);
    check_int(ems_days_in_month(1900, 2), 28);
    check_int(ems_days_in_month(2000, 2), 29);
    check_int(ems_days_in_month(2025, 4), 30);
    check_int(ems_days_in_month(2025, 12), 31);
}

static void dates_are_read(void **state)
{
    (void)state;
    struct ems_datetime t;
    bool has_offset;
    assert_true(ems_datetime_parse("2025-03-03T08:00:30+08:00", &t, &has_offset));
    check_int(t.year, 2025);
    check_int(t.month, 3);
    check_int(t.day, 3);
    check_int(t.of_day, 8 * EMS_HOUR + 30 * EMS_SECOND);
    check_int(t.offset_minutes, 480);
    check_true(has_offset);
    assert_true(ems_datetime_parse("2024-02-29", &t, &has_offset));
    check_int(t.of_day, 0);
    check_true(!has_offset);
    assert_true(ems_datetime_parse("2025-03-03T23:59Z", &t, &has_offset));
    check_true(has_offset);
    check_int(t.offset_minutes, 0);
    assert_true(ems_datetime_parse("2025-03-03T00:00-03:30", &t, &has_offset));
    check_int(t.offset_minutes, -210);
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "2025",
                                        "2025-13-01",
                                        "2025-02-29",
                                        "2025-3-3",
                                        "2025-03-03T",
                                        "2025-03-03T25:00",
                                        "2025-03-03T08:60",
                                        "2025-03-03x",
                                        "2025-03-03T08:00+99:00",
                                        "20250303",
                                        "2025-00-10",
                                        "2025-04-31",
                                        " 2025-04-30"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct ems_datetime t;
        bool has_offset;
        if (ems_datetime_parse(wrong[i], &t, &has_offset)) print_error("taken: \"%s\"\n", wrong[i]);
        assert_false(ems_datetime_parse(wrong[i], &t, &has_offset));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seconds_are_rounded_to_microseconds),
        cmocka_unit_test(civil_dates_agree_with_the_c_library),
        cmocka_unit_test(months_have_their_days),
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(other_texts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
