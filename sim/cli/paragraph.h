/* Text that is filled to the width of a page: English between words, Chinese between any two characters that
 * may be parted. */
#ifndef EMS_CLI_PARAGRAPH_H
#define EMS_CLI_PARAGRAPH_H

#include <stdint.h>
#include <stdio.h>

/* Prints `text` and a line's end. The cursor stands in `column`, where further lines begin as well. Line ends
 * within `text` are those of its source and move, unless they come after a full stop. */
void ems_paragraph_print(FILE *out, const char *text, int32_t column);

#endif
