/* Text in a terminal: how many columns it takes there. Chinese, Japanese and Korean characters and full-width
 * forms take two, combining marks none (Unicode Standard Annex 11; ambiguous characters count as one). */
#ifndef EMS_REPORT_COLUMNS_H
#define EMS_REPORT_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

/* Reads one UTF-8 character at *text and moves past it; a malformed byte reads as U+FFFD. 0 at the end. */
uint32_t ems_columns_next(const char **text);
int32_t ems_columns_of(uint32_t character);
int32_t ems_columns_width(const char *text);
/* Bytes of the longest beginning that fits into `columns`. */
size_t ems_columns_fit(const char *text, int32_t columns);

#endif
