#include "fonts.h"

#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <string.h>

/* In order of preference. Families are named apart for each face of a collection, so that the Chinese forms
 * of characters are drawn and not the Japanese ones, which come first in the file. */
static const char *const preferred[] = {"Noto Sans CJK SC", "Source Han Sans SC",  "Source Han Sans CN",
                                        "Noto Sans SC",     "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
                                        "Microsoft YaHei",  "PingFang SC",         NULL};

static bool speaks_chinese(const FcPattern *font)
{
    FcLangSet *languages = NULL;
    if (FcPatternGetLangSet(font, FC_LANG, 0, &languages) != FcResultMatch) return false;
    return FcLangSetHasLang(languages, (const FcChar8 *)"zh-cn") == FcLangEqual;
}

/* The font that fontconfig has for this family (NULL: any that is fit for Chinese). */
static struct viz_font match(const char *family)
{
    struct viz_font found = {0};
    FcPattern *wish = FcPatternCreate(), *font = NULL;
    FcResult result = FcResultNoMatch;
    FcChar8 *name = NULL;
    if (wish == NULL) return found;
    if (family != NULL) FcPatternAddString(wish, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddString(wish, FC_LANG, (const FcChar8 *)"zh-cn");
    if (FcConfigSubstitute(NULL, wish, FcMatchPattern)) {
        FcDefaultSubstitute(wish);
        font = FcFontMatch(NULL, wish, &result);
    }
    if (font != NULL && FcPatternGetString(font, FC_FAMILY, 0, &name) == FcResultMatch) {
        snprintf(found.family, sizeof found.family, "%s", (const char *)name);
        found.has_chinese = speaks_chinese(font);
    }
    if (font != NULL) FcPatternDestroy(font);
    FcPatternDestroy(wish);
    return found;
}

struct viz_font viz_font_find(void)
{
    if (!FcInit()) return (struct viz_font){0};
    for (const char *const *family = preferred; *family != NULL; family++) {
        struct viz_font found = match(*family);
        if (strcmp(found.family, *family) == 0 && found.has_chinese) return found;
    }
    return match(NULL);
}
