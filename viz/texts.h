/* What the window says, in both languages: texts.def has the list. Languages switch live, so nothing keeps a
 * text; everything keeps its name and asks for it when it is drawn.
 *
 *     viz_text(VIZ_T_PLAY, lang)
 *     viz_text_with(buffer, sizeof buffer, VIZ_T_VEHICLES_IDLE, lang, "3", "11")     {0} and {1} are filled
 * in
 */
#ifndef EMS_VIZ_TEXTS_H
#define EMS_VIZ_TEXTS_H

#include <stddef.h>

#include "ems120/status.h"

enum viz_text {
    VIZ_T_NONE, /* "" */
#define VIZ_TEXT(id, en, zh) VIZ_T_##id,
#include "texts.def"
#undef VIZ_TEXT
    VIZ_TEXTS
};

const char *viz_text(enum viz_text id, enum ems_lang lang);
/* {0} and {1} filled in; either may be NULL. Always ends with a NUL, cut at a whole character. Returns `out`.
 */
const char *viz_text_with(char *out, size_t size, enum viz_text id, enum ems_lang lang, const char *first,
                          const char *second);

#endif
