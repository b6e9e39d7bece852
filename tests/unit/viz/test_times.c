#include "viz/times.h"

#include "support/check.h"

static void moments_are_read_as_people_type_them(void **state)
{
    (void)state;
    const struct {
        const char *text;
        ems_time at;
    } cases[] = {{"8h", 8 * EMS_HOUR},
                 {"90 min", 90 * EMS_MINUTE},
                 {"90m", 90 * EMS_MINUTE},
                 {"2 d 08:00", 2 * EMS_DAY + 8 * EMS_HOUR},
                 {"2d08:15:30", 2 * EMS_DAY + 8 * EMS_HOUR + 15 * EMS_MINUTE + 30 * EMS_SECOND},
                 {"26:30", 26 * EMS_HOUR + 30 * EMS_MINUTE},
                 {"45", 45 * EMS_SECOND}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ems_time at = -1;
        assert_true(viz_time_parse(cases[i].text, &at));
        check_int(at, cases[i].at);
    }
}

static void what_is_no_moment_is_refused(void **state)
{
    (void)state;
    const char *const texts[] = {"", "x", "8 apples", "-3h", "8:75", "99999999999999999999d"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ems_time at = 0;
        assert_false(viz_time_parse(texts[i], &at));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_read_as_people_type_them),
        cmocka_unit_test(what_is_no_moment_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
