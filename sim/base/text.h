/* Every text a user reads, in English and Chinese, in one table (base/texts.def). The library passes ids and
 * arguments; cli and viz speak. Arguments are strings, written {0} to {7} in the template. */
#ifndef EMS_BASE_TEXT_H
#define EMS_BASE_TEXT_H

#include <stddef.h>

#include "ems120/status.h"

enum ems_text {
#define EMS_TEXT(id, en, zh) EMS_T_##id,
#include "base/texts.def"
#undef EMS_TEXT
    EMS_TEXTS
};

enum { EMS_TEXT_ARGS = 8 };

/* A name that a scenario gives in one or both languages; either may be NULL. */
struct ems_name {
    const char *by_lang[EMS_LANGS];
};

/* The template of a text; never NULL. */
const char *ems_text(enum ems_text id, enum ems_lang lang);
/* The text with its arguments put in, into `out` of `size` bytes, cut at a whole character if too long.
 * Returns the length that the whole text has. Missing arguments read as "?". */
size_t ems_text_format(char *out, size_t size, enum ems_text id, enum ems_lang lang, const char *const *args,
                       size_t arg_count);
/* The name in `lang`, else in the other language, else `fallback`. */
const char *ems_name_in(const struct ems_name *name, enum ems_lang lang, const char *fallback);
/* From --lang, else LC_ALL, LC_MESSAGES, LANG, given by the caller as the first that is set; NULL is English.
 */
enum ems_lang ems_lang_from_locale(const char *locale);

#endif
