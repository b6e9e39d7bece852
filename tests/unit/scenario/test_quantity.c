/* Quantities with units and times as scenarios write them. */
#include "scenario/quantity.h"

#include <float.h>
#include <string.h>

#include "support/check.h"

static void check_parses(enum ems_field_kind kind, const char *text, double expected)
{
    char unit[16];
    double value;
    check_int(ems_quantity_parse(kind, text, &value, unit, sizeof unit), EMS_QUANTITY_OK);
    check_relative(value, expected, 1e-15);
}

static void check_fails(enum ems_field_kind kind, const char *text, enum ems_quantity_error expected)
{
    char unit[16];
    double value;
    if (ems_quantity_parse(kind, text, &value, unit, sizeof unit) == expected) return;
    print_error("%s\n", text);
    fail();
}

static void units(void **state)
{
    (void)state;
    check_parses(EMS_FIELD_DURATION, "75 s", 75);
    check_parses(EMS_FIELD_DURATION, "250ms", 0.25);
    check_parses(EMS_FIELD_DURATION, "1.5 h", 5400);
    check_parses(EMS_FIELD_DURATION, "1 h 30 min", 5400);
    check_parses(EMS_FIELD_DURATION, "2 d 3 h 4 min 5 s 6 ms", 2 * 86400 + 3 * 3600 + 4 * 60 + 5.006);
    check_parses(EMS_FIELD_LENGTH, "5 km", 5000);
    check_parses(EMS_FIELD_LENGTH, "0.3  m", 0.3);
    check_parses(EMS_FIELD_SPEED, "36 km/h", 10);
    check_parses(EMS_FIELD_SPEED, "12 m/s", 12);
    check_parses(EMS_FIELD_ACCELERATION, "21.6 km/h/min", 0.1);
    check_parses(EMS_FIELD_ACCELERATION, "2 m/s2", 2);
    check_parses(EMS_FIELD_SHARE, "95 %", 0.95);
    check_parses(EMS_FIELD_SHARE, "0.1%", 0.001);
    check_parses(EMS_FIELD_SHARE, "-5 %", -0.05);
}

static void what_is_none(void **state)
{
    (void)state;
    check_fails(EMS_FIELD_DURATION, "75", EMS_QUANTITY_NO_UNIT);
    check_fails(EMS_FIELD_DURATION, "75 m", EMS_QUANTITY_UNKNOWN_UNIT);
    check_fails(EMS_FIELD_DURATION, "75 sec", EMS_QUANTITY_UNKNOWN_UNIT);
    check_fails(EMS_FIELD_DURATION, "30 min 1 h", EMS_QUANTITY_OUT_OF_ORDER);
    check_fails(EMS_FIELD_DURATION, "1 h 1 h", EMS_QUANTITY_OUT_OF_ORDER);
    check_fails(EMS_FIELD_DURATION, "1 h 30", EMS_QUANTITY_NO_UNIT);
    check_fails(EMS_FIELD_DURATION, "", EMS_QUANTITY_NO_NUMBER);
    check_fails(EMS_FIELD_DURATION, "min", EMS_QUANTITY_NO_NUMBER);
    check_fails(EMS_FIELD_DURATION, ".5 h", EMS_QUANTITY_NO_NUMBER);
    check_fails(EMS_FIELD_DURATION, "5. h", EMS_QUANTITY_NO_NUMBER);
    check_fails(EMS_FIELD_DURATION, "1e3 s", EMS_QUANTITY_UNKNOWN_UNIT);
    check_fails(EMS_FIELD_LENGTH, "5 km 3 m", EMS_QUANTITY_UNKNOWN_UNIT);
    check_fails(EMS_FIELD_LENGTH, "5 KM", EMS_QUANTITY_UNKNOWN_UNIT);
    check_fails(EMS_FIELD_LENGTH, "5,3 km", EMS_QUANTITY_UNKNOWN_UNIT);
    check_fails(EMS_FIELD_SPEED, "5 km", EMS_QUANTITY_UNKNOWN_UNIT);
    check_fails(EMS_FIELD_SHARE, "0.95", EMS_QUANTITY_NO_UNIT);
    check_fails(EMS_FIELD_SHARE, "95 % %", EMS_QUANTITY_UNKNOWN_UNIT);
}

static void long_units_are_cut(void **state)
{
    char unit[8];
    double value;
    (void)state;
    check_int(ems_quantity_parse(EMS_FIELD_LENGTH, "5 kilometres and more", &value, unit, sizeof unit),
              EMS_QUANTITY_UNKNOWN_UNIT);
    check_text(unit, "kilomet");
}

/* The range check of the value's key refuses it then. */
static void huge_numbers_stay_finite(void **state)
{
    char text[400], unit[8];
    double value;
    (void)state;
    memset(text, '9', 306);
    memcpy(text + 306, " d", 3);
    check_int(ems_quantity_parse(EMS_FIELD_DURATION, text, &value, unit, sizeof unit), EMS_QUANTITY_OK);
    check_near(value, DBL_MAX, 0);
}

static void bounds_read_well(void **state)
{
    char text[64];
    (void)state;
    ems_quantity_format(EMS_FIELD_DURATION, 73200.0 * 86400, text, sizeof text);
    check_text(text, "73200 d");
    ems_quantity_format(EMS_FIELD_DURATION, 0, text, sizeof text);
    check_text(text, "0 s");
    ems_quantity_format(EMS_FIELD_LENGTH, 2e7, text, sizeof text);
    check_text(text, "20000 km");
    ems_quantity_format(EMS_FIELD_SHARE, 0.95, text, sizeof text);
    check_text(text, "95 %");
    ems_quantity_format(EMS_FIELD_NUMBER, 1.35, text, sizeof text);
    check_text(text, "1.35");
}

static void times_of_day(void **state)
{
    ems_time time;
    (void)state;
    check_true(ems_time_of_day_parse("00:00", 5, &time) && time == 0);
    check_true(ems_time_of_day_parse("08:30", 5, &time) && time == 8 * EMS_HOUR + 30 * EMS_MINUTE);
    check_true(ems_time_of_day_parse("23:59:59", 8, &time) && time == EMS_DAY - EMS_SECOND);
    check_true(ems_time_of_day_parse("24:00", 5, &time) && time == EMS_DAY);
    const char *const wrong[] = {"24:01", "8:00", "08:60", "08.00", "", "08:00:6", "-1:00", "ab:cd"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        check_true(!ems_time_of_day_parse(wrong[i], strlen(wrong[i]), &time));
}

static void moments(void **state)
{
    struct ems_def_moment moment;
    (void)state;
    check_true(ems_moment_parse("day 10 08:00", &moment));
    check_true(!moment.is_date && moment.day == 10 && moment.of_day == 8 * EMS_HOUR);
    check_true(ems_moment_parse("day 1", &moment));
    check_true(!moment.is_date && moment.day == 1 && moment.of_day == 0);
    check_true(ems_moment_parse("1970-01-02T06:30", &moment));
    check_true(moment.is_date && moment.day == 1 && moment.of_day == 6 * EMS_HOUR + 30 * EMS_MINUTE);
    const char *const wrong[] = {"day 0",
                                 "day",
                                 "day x",
                                 "day 1 25:00",
                                 "day 1x",
                                 "day -1",
                                 "10 08:00",
                                 "Monday",
                                 "",
                                 "2025-02-30",
                                 "2025-03-03T00:00+08:00",
                                 "day 99999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        check_true(!ems_moment_parse(wrong[i], &moment));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(units),
                                       cmocka_unit_test(what_is_none),
                                       cmocka_unit_test(long_units_are_cut),
                                       cmocka_unit_test(huge_numbers_stay_finite),
                                       cmocka_unit_test(bounds_read_well),
                                       cmocka_unit_test(times_of_day),
                                       cmocka_unit_test(moments)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
