#include "format.h"

#include <math.h>
#include <stdio.h>

#include "texts.h"

static const char *dash(char *out, size_t size)
{
    snprintf(out, size, "%s", "\xe2\x80\x93");
    return out;
}

const char *viz_format_clock(char *out, size_t size, const struct ems_scenario_info *info, ems_time at)
{
    ems_time second = (info->start_of_day + at) / EMS_SECOND % 86400;
    snprintf(out, size, "%02d:%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
    return out;
}

/* Days since 1 March of year 0 and back (a calendar whose leap day is the last of its year). */
static int64_t days_of(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t m = month > 2 ? month - 3 : month + 9;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
}

static void date_of(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t era = days / 146097, of_era = days % 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

const char *viz_format_date(char *out, size_t size, const struct ems_scenario_info *info, ems_time at,
                            enum ems_lang lang)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static const char *const weekdays[] = {"Wed", "Thu", "Fri", "Sat",
                                           "Sun", "Mon", "Tue"}; /* day 0 was a Wednesday */
    static const char *const weekdays_zh[] = {"三", "四", "五", "六", "日", "一", "二"};
    int64_t number = (info->start_of_day + at) / EMS_DAY, year = 0;
    int64_t days = days_of(info->start_year, info->start_month, info->start_day) + number;
    int month = 1, day = 1;
    date_of(days, &year, &month, &day);
    if (lang == EMS_LANG_ZH)
        snprintf(out, size, "%lld年%d月%d日 周%s，第%lld天", (long long)year, month, day,
                 weekdays_zh[days % 7], (long long)number + 1);
    else
        snprintf(out, size, "%s %d %s %lld, day %lld", weekdays[days % 7], day, months[month - 1],
                 (long long)year, (long long)number + 1);
    return out;
}

const char *viz_format_minutes(char *out, size_t size, double seconds)
{
    if (!isfinite(seconds)) return dash(out, size);
    int64_t whole = llround(seconds);
    snprintf(out, size, "%lld:%02d", (long long)(whole / 60), (int)(whole % 60));
    return out;
}

const char *viz_format_share(char *out, size_t size, double share)
{
    if (!isfinite(share)) return dash(out, size);
    int64_t tenths = llround(share * 1000);
    snprintf(out, size, "%lld.%d %%", (long long)(tenths / 10), (int)(tenths % 10));
    return out;
}

const char *viz_format_count(char *out, size_t size, int64_t count)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)count), at = 0;
    for (int i = 0; i < length && at + 2 < (int)size; i++) {
        if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-') out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return out;
}

const char *viz_format_speed(char *out, size_t size, double speed, enum ems_lang lang)
{
    if (!isfinite(speed))
        snprintf(out, size, "%s", viz_text(VIZ_T_SPEED_MOST, lang));
    else
        snprintf(out, size, "\xc3\x97%d", (int)lround(speed));
    return out;
}

const char *viz_format_distance(char *out, size_t size, double metres)
{
    if (metres < 1000)
        snprintf(out, size, "%d m", (int)lround(metres));
    else
        snprintf(out, size, "%d km", (int)lround(metres / 1000));
    return out;
}
