/* JSON in and out (jansson). Values that results are made of: reals rounded to six decimals, null for what is
 * not there. Reading has limits of size and depth and refuses duplicate keys; what is wrong becomes a
 * diagnostic. */
#ifndef EMS_BASE_JSON_H
#define EMS_BASE_JSON_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/status.h"
#include "base/time.h"

/* New references, NULL when memory is out; jansson's *_new functions take them, NULL included. */
json_t *ems_json_real(double value);     /* null when not finite */
json_t *ems_json_seconds(ems_time time); /* null for EMS_NEVER */
json_t *ems_json_integer(int64_t value);
json_t *ems_json_text(const char *text); /* null for NULL or text that is not UTF-8 */

/* Parses text; NULL with a diagnostic (file:line:column) and EMS_BAD_INPUT when it is not JSON. Nesting is
 * held at jansson's 2,048. */
enum ems_status ems_json_parse(const char *text, size_t length, const char *file, struct ems_diags *diags,
                               json_t **out);

/* Indented by two, reals with up to 15 digits, keys in the order they were set, a newline at the end; the
 * bytes depend on the value alone. EMS_IO when the stream fails. */
enum ems_status ems_json_write(const json_t *value, FILE *out);
/* The same into a file, which is there whole or not at all (base/file.h). EMS_IO leaves errno. */
enum ems_status ems_json_save(const json_t *value, const char *path);

#endif
