#include "base/number.h"

#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 400 }; /* characters of a number that is worth reading */

static size_t digits(const char *text, size_t length, size_t *at)
{
    size_t from = *at;
    while (*at < length && text[*at] >= '0' && text[*at] <= '9') (*at)++;
    return *at - from;
}

static bool is_number(const char *text, size_t length)
{
    size_t at = 0, whole, part = 0;
    if (at < length && (text[at] == '+' || text[at] == '-')) at++;
    whole = digits(text, length, &at);
    if (at < length && text[at] == '.') {
        at++;
        part = digits(text, length, &at);
    }
    if (whole + part == 0) return false;
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (at < length && (text[at] == '+' || text[at] == '-')) at++;
        if (digits(text, length, &at) == 0) return false;
    }
    return at == length;
}

bool ems_number_parse(const char *text, size_t length, double *out)
{
    char copy[LONGEST + 1];
    if (length > LONGEST || !is_number(text, length)) return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* glibc's own constant: takes no memory */
    if (c == (locale_t)0) return false;
    double value = strtod_l(copy, NULL, c);
    freelocale(c);
    if (!isfinite(value)) return false;
    *out = value;
    return true;
}

bool ems_integer_parse(const char *text, size_t length, int64_t *out)
{
    size_t at = 0;
    bool negative = length > 0 && text[0] == '-';
    if (length > 0 && (text[0] == '+' || text[0] == '-')) at++;
    if (at == length) return false;
    uint64_t value = 0, limit = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
    for (; at < length; at++) {
        if (text[at] < '0' || text[at] > '9') return false;
        uint64_t digit = (uint64_t)(text[at] - '0');
        if (value > (limit - digit) / 10) return false;
        value = value * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

double ems_number_round(double value)
{
    if (!isfinite(value) || fabs(value) > 1e15) return value;
    double rounded = rint(value * 1e6) / 1e6;
    return rounded == 0 ? 0 : rounded;
}

static size_t drop_zeros(char *text, size_t length)
{
    if (strchr(text, '.') == NULL) return length;
    while (text[length - 1] == '0') length--;
    if (text[length - 1] == '.') length--;
    text[length] = '\0';
    return length;
}

static size_t unsign_zero(char *text, size_t length)
{
    if (text[0] != '-' || strspn(text + 1, "0.") != length - 1) return length;
    memmove(text, text + 1, length);
    return length - 1;
}

size_t ems_number_format_fixed(double value, int decimals, char out[EMS_NUMBER_SIZE])
{
    out[0] = '\0';
    if (!isfinite(value)) return 0;
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = uselocale(c);
    int length = snprintf(out, EMS_NUMBER_SIZE, "%.*f", decimals, value);
    uselocale(before);
    freelocale(c);
    return length < 0 ? 0 : unsign_zero(out, (size_t)length);
}

size_t ems_number_format(double value, char out[EMS_NUMBER_SIZE])
{
    size_t length = ems_number_format_fixed(value, 6, out);
    return length == 0 ? 0 : unsign_zero(out, drop_zeros(out, length));
}

size_t ems_number_format_seconds(int64_t microseconds, char out[EMS_NUMBER_SIZE])
{
    uint64_t size = microseconds < 0 ? 0 - (uint64_t)microseconds : (uint64_t)microseconds;
    int length = snprintf(out, EMS_NUMBER_SIZE, "%s%" PRIu64 ".%06" PRIu64, microseconds < 0 ? "-" : "",
                          size / 1000000, size % 1000000);
    return length < 0 ? 0 : drop_zeros(out, (size_t)length);
}
