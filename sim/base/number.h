/* Numbers as text, whatever the locale: a point for decimals, nothing for thousands. */
#ifndef EMS_BASE_NUMBER_H
#define EMS_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The whole of `text` must be a number: sign, digits, point, exponent as in JSON, but a plus, leading zeros
 * and a bare point beside digits (`.5`, `5.`) are taken. No spaces, no hex, no infinity, no NaN; false also
 * when it is beyond a double. */
bool ems_number_parse(const char *text, size_t length, double *out);
/* Sign and digits only; false when malformed or beyond int64. */
bool ems_integer_parse(const char *text, size_t length, int64_t *out);

/* Rounded to six decimals, as results are written; -0 becomes 0. Not finite stays as it is. */
double ems_number_round(double value);

enum { EMS_NUMBER_SIZE = 352 }; /* the longest double with six decimals, and its end */
/* At most six decimals, without trailing zeros: 12.5, 0.000001, 3. Not finite gives "". Returns the length.
 */
size_t ems_number_format(double value, char out[EMS_NUMBER_SIZE]);
/* `decimals` decimals (0 to 12), trailing zeros kept. */
size_t ems_number_format_fixed(double value, int decimals, char out[EMS_NUMBER_SIZE]);
/* Microseconds as seconds, exact, without trailing zeros. */
size_t ems_number_format_seconds(int64_t microseconds, char out[EMS_NUMBER_SIZE]);

#endif
