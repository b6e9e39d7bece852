/* Checks for cmocka tests beyond its own: doubles in double precision, texts with a readable difference, and
 * statuses by name. Include this instead of cmocka.h. A failed check names the caller's line. */
#ifndef EMS_TESTS_SUPPORT_CHECK_H
#define EMS_TESTS_SUPPORT_CHECK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* |actual - expected| <= tolerance; a NAN on either side fails. */
#define check_near(actual, expected, tolerance) \
    check_near_at((actual), (expected), (tolerance), #actual, __FILE__, __LINE__)
/* |actual - expected| <= tolerance * |expected|. */
#define check_relative(actual, expected, tolerance) \
    check_near_at((actual), (expected), (tolerance)*fabs(expected), #actual, __FILE__, __LINE__)
/* low <= actual <= high. */
#define check_within(actual, low, high) check_within_at((actual), (low), (high), #actual, __FILE__, __LINE__)
#define check_nan(actual) check_true_at(isnan(actual), #actual " is NAN", __FILE__, __LINE__)
/* Texts of any length; either may be NULL, which equals only NULL. */
#define check_text(actual, expected) check_text_at((actual), (expected), #actual, __FILE__, __LINE__)
#define check_contains(text, part) check_contains_at((text), (part), #text, __FILE__, __LINE__)
/* An enum ems_status. */
#define check_ok(status) check_int_at((long long)(status), 0, #status, __FILE__, __LINE__)
/* Integers up to 64 bits, printed as signed numbers (cmocka prints them in hexadecimal). */
#define check_int(actual, expected) \
    check_int_at((long long)(actual), (long long)(expected), #actual, __FILE__, __LINE__)
#define check_true(condition) check_true_at((condition), #condition, __FILE__, __LINE__)

static inline void check_true_at(int holds, const char *what, const char *file, int line)
{
    if (holds) return;
    print_error("does not hold: %s\n", what);
    _fail(file, line);
}

static inline void check_near_at(double actual, double expected, double tolerance, const char *what,
                                 const char *file, int line)
{
    if (fabs(actual - expected) <= tolerance) return;
    if (isinf(actual) && actual == expected) return;
    print_error("%s: %.17g, expected %.17g within %g\n", what, actual, expected, tolerance);
    _fail(file, line);
}

static inline void check_within_at(double actual, double low, double high, const char *what, const char *file,
                                   int line)
{
    if (actual >= low && actual <= high) return;
    print_error("%s: %.17g, expected in [%.17g, %.17g]\n", what, actual, low, high);
    _fail(file, line);
}

static inline void check_int_at(long long actual, long long expected, const char *what, const char *file,
                                int line)
{
    if (actual == expected) return;
    print_error("%s: %lld, expected %lld\n", what, actual, expected);
    _fail(file, line);
}

static inline void check_text_at(const char *actual, const char *expected, const char *what, const char *file,
                                 int line)
{
    if (actual == expected || (actual != NULL && expected != NULL && strcmp(actual, expected) == 0)) return;
    print_error("%s:\n  is       \"%s\"\n  expected \"%s\"\n", what, actual ? actual : "(null)",
                expected ? expected : "(null)");
    _fail(file, line);
}

static inline void check_contains_at(const char *text, const char *part, const char *what, const char *file,
                                     int line)
{
    if (text != NULL && strstr(text, part) != NULL) return;
    print_error("%s:\n  is \"%s\"\n  lacks \"%s\"\n", what, text ? text : "(null)", part);
    _fail(file, line);
}

/* Prints why and leaves the test as skipped: for data that is not part of the project. */
#define check_skip(...) (print_message(__VA_ARGS__), print_message("\n"), skip())

#endif
