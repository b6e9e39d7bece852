/* Single values: numbers, quantities with units, times of day, moments, dates. The first byte chooses the
 * kind. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/time.h"
#include "scenario/quantity.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_number(const char *text, size_t length)
{
    double number, again;
    char out[EMS_NUMBER_SIZE];
    int64_t integer;
    ems_integer_parse(text, length, &integer);
    if (!ems_number_parse(text, length, &number)) return;
    if (!isfinite(number)) __builtin_trap();
    size_t written = ems_number_format(number, out);
    if (!ems_number_parse(out, written, &again)) __builtin_trap();
    if (fabs(again - number) > 1e-6 + 1e-9 * fabs(number)) __builtin_trap();
}

static void read_quantity(const char *text, uint8_t kind)
{
    static const enum ems_field_kind kinds[] = {EMS_FIELD_DURATION, EMS_FIELD_LENGTH, EMS_FIELD_SPEED,
                                                EMS_FIELD_ACCELERATION, EMS_FIELD_SHARE};
    char unit[16];
    double value;
    if (ems_quantity_parse(kinds[kind % 5], text, &value, unit, sizeof unit) != EMS_QUANTITY_OK) return;
    if (!isfinite(value)) __builtin_trap();
}

static void read_time(const char *text, size_t length)
{
    ems_time time;
    struct ems_def_moment moment;
    struct ems_datetime datetime;
    bool has_offset;
    if (ems_time_of_day_parse(text, length, &time) && (time < 0 || time > EMS_DAY)) __builtin_trap();
    ems_moment_parse(text, &moment);
    if (!ems_datetime_parse(text, &datetime, &has_offset)) return;
    int32_t year, month, day;
    ems_civil_from_days(ems_days_from_civil(datetime.year, datetime.month, datetime.day), &year, &month,
                        &day);
    if (year != datetime.year || month != datetime.month || day != datetime.day) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    char *text = malloc(size);
    if (text == NULL) return 0;
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    read_number(text, size - 1);
    read_quantity(text, data[0]);
    read_time(text, size - 1);
    free(text);
    return 0;
}
