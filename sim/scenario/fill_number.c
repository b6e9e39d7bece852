/* Numbers and quantities, for fill_value.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "scenario/fill_value.h"
#include "scenario/quantity.h"

bool ems_value_wrong(const struct ems_value *v)
{
    ems_fill_wrong_kind(v->filler, v->field->kind, v->node, v->path);
    return false;
}

/* ---- ranges ---- */

static double highest(const struct ems_field *field)
{
    if (field->high != 0) return field->high;
    switch (field->kind) {
    case EMS_FIELD_DURATION:
        return ems_time_seconds(EMS_TIME_LIMIT);
    case EMS_FIELD_INTEGER:
        return (field->flags & EMS_SEED) != 0 ? INFINITY : (double)(EMS_UNLIMITED - 1);
    default:
        return 1e15;
    }
}

bool ems_value_in_range(const struct ems_value *v, double value)
{
    const struct ems_field *field = v->field;
    double high = highest(field);
    bool above = (field->flags & EMS_ABOVE) != 0;
    if ((above ? value > field->low : value >= field->low) && value <= high) return true;
    char low_text[EMS_NUMBER_SIZE + 8], high_text[EMS_NUMBER_SIZE + 8];
    ems_quantity_format(field->kind, field->low, low_text, sizeof low_text);
    ems_quantity_format(field->kind, high, high_text, sizeof high_text);
    enum ems_text message = isinf(high) ? EMS_T_IN_AT_LEAST : above ? EMS_T_IN_RANGE_ABOVE : EMS_T_IN_RANGE;
    ems_fill_error(v->filler, v->node->at, v->path, message, EMS_ARGS(v->node->text, low_text, high_text));
    return false;
}

/* ---- numbers ---- */

bool ems_value_plain_number(const struct ems_value *v, double *out)
{
    enum ems_scalar_kind kind =
        v->node->kind == EMS_NODE_SCALAR ? ems_node_scalar_kind(v->node) : EMS_SCALAR_TEXT;
    if (kind != EMS_SCALAR_INTEGER && kind != EMS_SCALAR_REAL) return ems_value_wrong(v);
    if (!ems_number_parse(v->node->text, strlen(v->node->text), out)) {
        ems_fill_error(v->filler, v->node->at, v->path, EMS_T_IN_TOO_LARGE, EMS_ARGS(v->node->text));
        return false;
    }
    return true;
}

bool ems_value_read_number(const struct ems_value *v, void *out)
{
    double number;
    if (!ems_value_plain_number(v, &number) || !ems_value_in_range(v, number)) return false;
    ((struct ems_def_number *)out)->value = number;
    return true;
}

bool ems_value_read_integer(const struct ems_value *v, void *out)
{
    struct ems_def_integer *integer = out;
    double number;
    if ((v->field->flags & EMS_UNLIMITED_OK) != 0 && strcmp(v->node->text, "unlimited") == 0) {
        integer->value = EMS_UNLIMITED;
        return true;
    }
    if (!ems_value_plain_number(v, &number)) return false;
    if (rint(number) != number) return ems_value_wrong(v);
    if (!ems_value_in_range(v, number)) return false;
    if (ems_integer_parse(v->node->text, strlen(v->node->text), &integer->value)) return true;
    if (number >= 9.2e18) {
        ems_fill_error(v->filler, v->node->at, v->path, EMS_T_IN_TOO_LARGE, EMS_ARGS(v->node->text));
        return false;
    }
    integer->value = (int64_t)number; /* 3.0 and 1e3 */
    return true;
}

/* What a bare number most likely meant. */
static void suggest_unit(enum ems_field_kind kind, const char *text, char *out, size_t size)
{
    double number = 0;
    const char *unit = ems_quantity_usual_unit(kind);
    ems_number_parse(text, strlen(text), &number);
    if (kind == EMS_FIELD_LENGTH && number >= 100) unit = "m";
    if (kind == EMS_FIELD_DURATION && number > 30) unit = "s";
    if (kind == EMS_FIELD_SHARE && number <= 1)
        ems_quantity_format(kind, number, out, size);
    else
        snprintf(out, size, "%.64s %s", text, unit);
}

static void hint_quantity(const struct ems_value *v, struct ems_diag *diag, enum ems_quantity_error error,
                          const char *unit)
{
    struct ems_diags *diags = v->filler->diags;
    const char *units = ems_quantity_units(v->field->kind);
    char example[EMS_NUMBER_SIZE + 8];
    if (error == EMS_QUANTITY_NO_UNIT) {
        suggest_unit(v->field->kind, v->node->text, example, sizeof example);
        ems_diag_hint(diags, diag, EMS_T_IN_NO_UNIT_HINT, EMS_ARGS(example, units));
    } else if (error == EMS_QUANTITY_OUT_OF_ORDER) {
        ems_diag_hint(diags, diag, EMS_T_IN_ORDER_HINT, NULL);
    } else if (unit[0] == ',') {
        ems_diag_hint(diags, diag, EMS_T_IN_COMMA_HINT, NULL);
    } else {
        ems_diag_hint(diags, diag, EMS_T_IN_UNITS_HINT, EMS_ARGS(units));
    }
}

static bool quantity_fails(const struct ems_value *v, enum ems_quantity_error error, const char *unit)
{
    if (error == EMS_QUANTITY_NO_NUMBER) return ems_value_wrong(v);
    enum ems_text message = error == EMS_QUANTITY_NO_UNIT ? EMS_T_IN_NO_UNIT : EMS_T_IN_UNKNOWN_UNIT;
    struct ems_diag *diag =
        ems_fill_error(v->filler, v->node->at, v->path, message, EMS_ARGS(v->node->text, unit));
    hint_quantity(v, diag, error, unit);
    return false;
}

static bool parse_quantity(const struct ems_value *v, double *out)
{
    char unit[48] = "";
    enum ems_quantity_error error = ems_quantity_parse(v->field->kind, v->node->text, out, unit, sizeof unit);
    if (error != EMS_QUANTITY_OK) return quantity_fails(v, error, unit);
    return ems_value_in_range(v, *out);
}

bool ems_value_read_quantity(const struct ems_value *v, void *out)
{
    return parse_quantity(v, &((struct ems_def_number *)out)->value);
}

bool ems_value_read_duration(const struct ems_value *v, void *out)
{
    double seconds;
    if ((v->field->flags & EMS_AUTO_OK) != 0 && v->node->kind == EMS_NODE_SCALAR &&
        strcmp(v->node->text, "auto") == 0) {
        ((struct ems_def_time *)out)->value = EMS_NEVER;
        return true;
    }
    if (!parse_quantity(v, &seconds)) return false;
    ((struct ems_def_time *)out)->value = ems_time_from_seconds(seconds);
    return true;
}
