/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef EMS_BASE_UTF8_H
#define EMS_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/* False when a sequence is malformed; *bad is then the offset of its first byte. */
bool ems_utf8_valid(const char *text, size_t length, size_t *bad);
/* Line and column (in characters, both from 1) of an offset; what stands before it is valid. A line ends with
 * LF, CR LF or CR. */
struct ems_place_in_file ems_utf8_place(const char *text, size_t offset, const char *file);

#endif
