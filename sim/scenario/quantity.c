#include "scenario/quantity.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

struct unit {
    const char *name;
    double factor;
};

/* Durations from the largest: parts of one stand in this order. */
static const struct unit durations[] = {{"d", 86400}, {"h", 3600},   {"min", 60},
                                        {"s", 1},     {"ms", 0.001}, {NULL, 0}};
static const struct unit lengths[] = {{"km", 1000}, {"m", 1}, {NULL, 0}};
static const struct unit speeds[] = {{"km/h", 1 / 3.6}, {"m/s", 1}, {NULL, 0}};
static const struct unit accelerations[] = {{"km/h/min", 1 / 216.0}, {"m/s2", 1}, {NULL, 0}};
static const struct unit shares[] = {{"%", 0.01}, {NULL, 0}};

static const struct unit *units_of(enum ems_field_kind kind)
{
    switch (kind) {
    case EMS_FIELD_DURATION:
        return durations;
    case EMS_FIELD_LENGTH:
        return lengths;
    case EMS_FIELD_SPEED:
        return speeds;
    case EMS_FIELD_ACCELERATION:
        return accelerations;
    default:
        return shares;
    }
}

/* Bytes of `[0-9]+(.[0-9]+)?` at text; 0 when there is none. */
static size_t number_length(const char *text)
{
    size_t whole = strspn(text, "0123456789");
    if (whole == 0 || text[whole] != '.') return whole;
    size_t part = strspn(text + whole + 1, "0123456789");
    return part == 0 ? 0 : whole + 1 + part;
}

static const struct unit *find_unit(const struct unit *units, const char *text, size_t length)
{
    for (; units->name != NULL; units++)
        if (strlen(units->name) == length && memcmp(units->name, text, length) == 0) return units;
    return NULL;
}

static void keep_unit(char *unit, size_t size, const char *text, size_t length)
{
    snprintf(unit, size, "%.*s", (int)(length < size ? length : size - 1), text);
}

/* One number with its unit; moves past it and narrows *units to what may follow. Percent and per cent of
 * share are divided rather than multiplied so that 95 % is 0.95. */
static enum ems_quantity_error parse_part(enum ems_field_kind kind, const char **text,
                                          const struct unit **units, double *out, char *unit, size_t size)
{
    size_t length = number_length(*text);
    double number;
    if (length == 0 || !ems_number_parse(*text, length, &number)) return EMS_QUANTITY_NO_NUMBER;
    const char *p = *text + length;
    p += strspn(p, " ");
    size_t word = strcspn(p, " 0123456789");
    if (kind == EMS_FIELD_ACCELERATION) word = strcspn(p, " ");
    if (word == 0) return *p == '\0' ? EMS_QUANTITY_NO_UNIT : EMS_QUANTITY_NO_NUMBER;
    const struct unit *found = find_unit(*units, p, word);
    if (found == NULL) {
        keep_unit(unit, size, p, strlen(p));
        bool known = find_unit(units_of(kind), p, word) != NULL;
        return known ? EMS_QUANTITY_OUT_OF_ORDER : EMS_QUANTITY_UNKNOWN_UNIT;
    }
    *out += kind == EMS_FIELD_SHARE                      ? number / 100
            : kind == EMS_FIELD_SPEED && found == speeds ? number / 3.6
                                                         : number * found->factor;
    p += word;
    *text = p + strspn(p, " ");
    *units = found + 1;
    return EMS_QUANTITY_OK;
}

enum ems_quantity_error ems_quantity_parse(enum ems_field_kind kind, const char *text, double *out,
                                           char *unit, size_t size)
{
    const struct unit *units = units_of(kind);
    bool negative = *text == '-';
    if (*text == '-' || *text == '+') text++;
    *out = 0;
    enum ems_quantity_error error = parse_part(kind, &text, &units, out, unit, size);
    while (error == EMS_QUANTITY_OK && *text != '\0') {
        keep_unit(unit, size, text, strlen(text));
        if (kind != EMS_FIELD_DURATION) return EMS_QUANTITY_UNKNOWN_UNIT;
        error = parse_part(kind, &text, &units, out, unit, size);
    }
    *out = fmin(*out, DBL_MAX); /* beyond every range, but a number */
    if (negative) *out = -*out;
    return error;
}

const char *ems_quantity_units(enum ems_field_kind kind)
{
    switch (kind) {
    case EMS_FIELD_DURATION:
        return "ms, s, min, h, d";
    case EMS_FIELD_LENGTH:
        return "m, km";
    case EMS_FIELD_SPEED:
        return "km/h, m/s";
    case EMS_FIELD_ACCELERATION:
        return "km/h/min, m/s2";
    default:
        return "%";
    }
}

const char *ems_quantity_usual_unit(enum ems_field_kind kind)
{
    switch (kind) {
    case EMS_FIELD_DURATION:
        return "min";
    case EMS_FIELD_LENGTH:
        return "km";
    case EMS_FIELD_SPEED:
        return "km/h";
    case EMS_FIELD_ACCELERATION:
        return "m/s2";
    default:
        return "%";
    }
}

#define NUMBER_PATTERN "[0-9]+(\\.[0-9]+)?"

void ems_quantity_pattern(enum ems_field_kind kind, bool above, char *out, size_t size)
{
    const char *some = above ? "(?=.*[1-9])" : "(?=.)";
    if (kind == EMS_FIELD_DURATION) {
        int used = snprintf(out, size, "^%s", some);
        for (const struct unit *unit = durations; unit->name != NULL; unit++)
            used += snprintf(out + used, size - (size_t)used, "(%s" NUMBER_PATTERN " *%s)?",
                             unit == durations ? "" : " *", unit->name);
        snprintf(out + used, size - (size_t)used, "$");
        return;
    }
    const struct unit *units = units_of(kind);
    int used = snprintf(out, size, "^%s" NUMBER_PATTERN " *(", above ? "(?=[0-9.]*[1-9])" : "");
    for (const struct unit *unit = units; unit->name != NULL; unit++)
        used += snprintf(out + used, size - (size_t)used, "%s%s", unit == units ? "" : "|", unit->name);
    snprintf(out + used, size - (size_t)used, ")$");
}

void ems_quantity_format(enum ems_field_kind kind, double value, char *out, size_t size)
{
    char number[EMS_NUMBER_SIZE];
    const char *unit = ems_quantity_units(kind);
    double shown = value;
    switch (kind) {
    case EMS_FIELD_DURATION:
        unit = value >= 86400 ? "d" : value >= 3600 ? "h" : "s";
        shown = value >= 86400 ? value / 86400 : value >= 3600 ? value / 3600 : value;
        break;
    case EMS_FIELD_LENGTH:
        unit = value >= 1000 ? "km" : "m";
        shown = value >= 1000 ? value / 1000 : value;
        break;
    case EMS_FIELD_SPEED:
        unit = "km/h";
        shown = value * 3.6;
        break;
    case EMS_FIELD_ACCELERATION:
        unit = "m/s2";
        break;
    case EMS_FIELD_SHARE:
        shown = value * 100;
        break;
    default:
        unit = "";
        break;
    }
    ems_number_format(shown, number);
    snprintf(out, size, "%s%s%s", number, *unit != '\0' ? " " : "", unit);
}

static bool two_digits(const char *text, int32_t *out)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return false;
    *out = (text[0] - '0') * 10 + (text[1] - '0');
    return true;
}

bool ems_time_of_day_parse(const char *text, size_t length, ems_time *out)
{
    int32_t hour, minute, second = 0;
    if (length != 5 && length != 8) return false;
    if (!two_digits(text, &hour) || text[2] != ':' || !two_digits(text + 3, &minute)) return false;
    if (length == 8 && (text[5] != ':' || !two_digits(text + 6, &second))) return false;
    if (minute > 59 || second > 59) return false;
    *out = hour * EMS_HOUR + minute * EMS_MINUTE + second * EMS_SECOND;
    return *out <= EMS_DAY;
}

static bool parse_day_number(const char *text, struct ems_def_moment *out)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 6 || !ems_integer_parse(text, digits, &out->day) || out->day < 1)
        return false;
    text += digits;
    if (*text == '\0') return true;
    if (*text != ' ') return false;
    text += strspn(text, " ");
    return ems_time_of_day_parse(text, strlen(text), &out->of_day);
}

bool ems_moment_parse(const char *text, struct ems_def_moment *out)
{
    struct ems_datetime when;
    bool has_offset;
    out->of_day = 0;
    out->is_date = false;
    if (strncmp(text, "day ", 4) == 0) return parse_day_number(text + 4 + strspn(text + 4, " "), out);
    if (!ems_datetime_parse(text, &when, &has_offset) || has_offset) return false;
    out->is_date = true;
    out->day = ems_days_from_civil(when.year, when.month, when.day);
    out->of_day = when.of_day;
    return true;
}
