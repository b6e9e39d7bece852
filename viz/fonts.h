/* Which font the window writes with: one that has simplified Chinese, found through fontconfig. Fontconfig
 * answers with some font even where none has it, so the answer's languages are looked at. */
#ifndef EMS_VIZ_FONTS_H
#define EMS_VIZ_FONTS_H

#include <stdbool.h>

struct viz_font {
    char family[128]; /* "" when there is no font at all */
    bool has_chinese;
};

struct viz_font viz_font_find(void);

#endif
