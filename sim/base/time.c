#include "base/time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double ems_time_seconds(ems_time time)
{
    return (double)time / 1e6;
}

int64_t ems_days_from_civil(int32_t year, int32_t month, int32_t day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void ems_civil_from_days(int64_t days, int32_t *year, int32_t *month, int32_t *day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int32_t)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int32_t)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int32_t)(year_of_era + era * 400 + (*month <= 2));
}

int32_t ems_weekday(int64_t days)
{
    int64_t w = (days + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int32_t)(w < 0 ? w + 7 : w);
}

int32_t ems_days_in_month(int32_t year, int32_t month)
{
    int32_t next_year = month == 12 ? year + 1 : year, next_month = month == 12 ? 1 : month + 1;
    return (int32_t)(ems_days_from_civil(next_year, next_month, 1) - ems_days_from_civil(year, month, 1));
}

/* Exactly `digits` decimal digits at *text; moves past them. */
static bool read_digits(const char **text, int digits, int32_t *out)
{
    int32_t value = 0;
    for (int i = 0; i < digits; i++) {
        char c = (*text)[i];
        if (c < '0' || c > '9') return false;
        value = value * 10 + (c - '0');
    }
    *text += digits;
    *out = value;
    return true;
}

static bool read_char(const char **text, char c)
{
    if (**text != c) return false;
    ++*text;
    return true;
}

static bool read_offset(const char **text, int32_t *minutes)
{
    if (read_char(text, 'Z')) {
        *minutes = 0;
        return true;
    }
    int32_t sign = **text == '-' ? -1 : 1, hours, mins;
    if (**text != '+' && **text != '-') return false;
    ++*text;
    if (!read_digits(text, 2, &hours) || !read_char(text, ':') || !read_digits(text, 2, &mins)) return false;
    if (hours > 14 || mins > 59) return false;
    *minutes = sign * (hours * 60 + mins);
    return true;
}

bool ems_datetime_parse(const char *text, struct ems_datetime *out, bool *has_offset)
{
    struct ems_datetime d = {0};
    int32_t hour = 0, minute = 0, second = 0;
    *has_offset = false;
    if (!read_digits(&text, 4, &d.year) || !read_char(&text, '-') || !read_digits(&text, 2, &d.month) ||
        !read_char(&text, '-') || !read_digits(&text, 2, &d.day))
        return false;
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > ems_days_in_month(d.year, d.month)) return false;
    if (*text == 'T' || *text == ' ') {
        ++text;
        if (!read_digits(&text, 2, &hour) || !read_char(&text, ':') || !read_digits(&text, 2, &minute))
            return false;
        if (read_char(&text, ':') && !read_digits(&text, 2, &second)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;
        if (*text != '\0') {
            if (!read_offset(&text, &d.offset_minutes)) return false;
            *has_offset = true;
        }
    }
    if (*text != '\0') return false;
    d.of_day = hour * EMS_HOUR + minute * EMS_MINUTE + second * EMS_SECOND;
    *out = d;
    return true;
}
