/* What fill_value.c and fill_number.c share: a value on its way from a node into a struct of definition.h.
 * Each reader writes *out, the struct of its kind, and returns true, or says what is wrong. */
#ifndef EMS_SCENARIO_FILL_VALUE_H
#define EMS_SCENARIO_FILL_VALUE_H

#include "scenario/fill.h"

struct ems_value {
    struct ems_filler *filler;
    const struct ems_field *field;
    struct ems_node *node;
    const struct ems_path *path;
};

/* Says that the node is none of the field's kind; always false. */
bool ems_value_wrong(const struct ems_value *v);
/* A number without a unit. */
bool ems_value_plain_number(const struct ems_value *v, double *out);
/* Whether it lies in the field's range; says so when not. */
bool ems_value_in_range(const struct ems_value *v, double value);

bool ems_value_read_number(const struct ems_value *v, void *out);   /* struct ems_def_number */
bool ems_value_read_integer(const struct ems_value *v, void *out);  /* struct ems_def_integer */
bool ems_value_read_quantity(const struct ems_value *v, void *out); /* struct ems_def_number, in SI units */
bool ems_value_read_duration(const struct ems_value *v, void *out); /* struct ems_def_time */

#endif
