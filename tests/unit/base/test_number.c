#include "support/check.h"

#include <inttypes.h>
#include <locale.h>

#include "base/number.h"

static bool parses(const char *text, double *out)
{
    return ems_number_parse(text, strlen(text), out);
}

static void numbers_are_read(void **state)
{
    (void)state;
    const struct {
        const char *text;
        double value;
    } good[] = {{"0", 0},     {"-0", 0},     {"42", 42},    {"+7.25", 7.25},
                {".5", 0.5},  {"5.", 5},     {"1e3", 1000}, {"-2.5E-2", -.025},
                {"007", 7},   {"1e+2", 100}, {"0.1", 0.1},  {"123456789012345678", 123456789012345678.0},
                {"1e-400", 0}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value = NAN;
        check_true(parses(good[i].text, &value));
        check_near(value, good[i].value, 0);
    }
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    const char *bad[] = {"",         "-",     "+",     ".",      "e5",  "1e",    "1e+",
                         " 1",       "1 ",    "1,5",   "0x10",   "inf", "nan",   "NaN",
                         "INFINITY", "1_000", "1e400", "-1e999", "--1", "1.2.3", "١"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 5;
        if (parses(bad[i], &value)) print_error("%s was read\n", bad[i]);
        check_true(!parses(bad[i], &value));
        check_near(value, 5, 0);
    }
    char longest[500];
    memset(longest, '1', sizeof longest);
    double value;
    check_true(!ems_number_parse(longest, sizeof longest, &value)); /* 1e500 and too long to be meant */
    check_true(ems_number_parse("12345", 3, &value));
    check_near(value, 123, 0);
}

static void integers_are_exact(void **state)
{
    (void)state;
    int64_t value;
    check_true(ems_integer_parse("9223372036854775807", 19, &value));
    check_int(value, INT64_MAX);
    check_true(ems_integer_parse("-9223372036854775808", 20, &value));
    check_int(value, INT64_MIN);
    check_true(!ems_integer_parse("9223372036854775808", 19, &value));
    check_true(!ems_integer_parse("-9223372036854775809", 20, &value));
    check_true(!ems_integer_parse("99999999999999999999999", 23, &value));
    check_true(ems_integer_parse("+0012", 5, &value));
    check_int(value, 12);
    const char *bad[] = {"", "-", "+", "1.0", "1e3", "0x1", " 1", "1 "};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_true(!ems_integer_parse(bad[i], strlen(bad[i]), &value));
}

static void formats(void **state)
{
    (void)state;
    char out[EMS_NUMBER_SIZE];
    const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},           {-0.0, "0"},        {12.5, "12.5"},       {1.0 / 3, "0.333333"},
                 {-1e-9, "0"},       {1e-6, "0.000001"}, {1234567, "1234567"}, {100, "100"},
                 {-2.25, "-2.25"},   {NAN, ""},          {INFINITY, ""},       {0.0000005000001, "0.000001"},
                 {99.9999999, "100"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_int(ems_number_format(cases[i].value, out), strlen(cases[i].text));
        check_text(out, cases[i].text);
    }
    ems_number_format_fixed(2.5, 3, out);
    check_text(out, "2.500");
    ems_number_format_fixed(-0.0001, 2, out);
    check_text(out, "0.00");
    check_true(ems_number_format(1.7e308, out) < EMS_NUMBER_SIZE);
    check_true(ems_number_format(-1.7e308, out) == strlen(out));
}

static void seconds_are_exact(void **state)
{
    (void)state;
    char out[EMS_NUMBER_SIZE];
    const struct {
        int64_t time;
        const char *text;
    } cases[] = {{0, "0"},
                 {1, "0.000001"},
                 {1500000, "1.5"},
                 {-250000, "-0.25"},
                 {60000000, "60"},
                 {INT64_MAX, "9223372036854.775807"},
                 {INT64_MIN, "-9223372036854.775808"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ems_number_format_seconds(cases[i].time, out);
        check_text(out, cases[i].text);
    }
}

static void rounding(void **state)
{
    (void)state;
    check_near(ems_number_round(0.1234564), 0.123456, 1e-15);
    check_near(ems_number_round(0.1234566), 0.123457, 1e-15);
    check_true(!signbit(ems_number_round(-1e-9)));
    check_true(isinf(ems_number_round(INFINITY)));
    check_near(ems_number_round(1e300), 1e300, 0);
}

/* A locale with a comma changes nothing. */
static void the_locale_does_not_matter(void **state)
{
    (void)state;
    const char *names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "ru_RU.UTF-8"};
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++)
        found = setlocale(LC_ALL, names[i]) != NULL;
    if (!found)
        check_skip("no locale with a decimal comma here: reading and writing under it is not checked");
    char out[EMS_NUMBER_SIZE];
    double value = 0;
    ems_number_format(1234.5, out);
    bool good = ems_number_parse("2.75", 4, &value);
    setlocale(LC_ALL, "C");
    check_text(out, "1234.5");
    check_true(good);
    check_near(value, 2.75, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read),           cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(integers_are_exact),         cmocka_unit_test(formats),
        cmocka_unit_test(seconds_are_exact),          cmocka_unit_test(rounding),
        cmocka_unit_test(the_locale_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
