#include "base/text.h"

#include <string.h>

static const char *const texts[EMS_TEXTS][EMS_LANGS] = {
#define EMS_TEXT(id, en, zh) {en, zh},
#include "base/texts.def"
#undef EMS_TEXT
};

const char *ems_text(enum ems_text id, enum ems_lang lang)
{
    return texts[id][lang];
}

/* Bytes of the UTF-8 character at `text`. */
static size_t character_length(const char *text)
{
    unsigned char c = (unsigned char)*text;
    size_t want = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4, have = 0;
    while (have < want && text[have] != '\0') have++;
    return have;
}

struct writer {
    char *out;
    size_t size, length;
    int full;
};

static void put(struct writer *w, const char *text, size_t bytes)
{
    if (!w->full && w->length + bytes < w->size) {
        memcpy(w->out + w->length, text, bytes);
        w->out[w->length + bytes] = '\0';
    } else {
        w->full = 1;
    }
    w->length += bytes;
}

static void put_text(struct writer *w, const char *text)
{
    while (*text != '\0') {
        size_t n = character_length(text);
        put(w, text, n);
        text += n;
    }
}

size_t ems_text_format(char *out, size_t size, enum ems_text id, enum ems_lang lang, const char *const *args,
                       size_t arg_count)
{
    struct writer w = {.out = out, .size = size};
    if (size > 0) out[0] = '\0';
    for (const char *p = ems_text(id, lang); *p != '\0';) {
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '7' && p[2] == '}') {
            size_t index = (size_t)(p[1] - '0');
            put_text(&w, index < arg_count && args[index] != NULL ? args[index] : "?");
            p += 3;
        } else {
            size_t n = character_length(p);
            put(&w, p, n);
            p += n;
        }
    }
    return w.length;
}

const char *ems_name_in(const struct ems_name *name, enum ems_lang lang, const char *fallback)
{
    if (name->by_lang[lang] != NULL) return name->by_lang[lang];
    const char *other = name->by_lang[lang == EMS_LANG_EN ? EMS_LANG_ZH : EMS_LANG_EN];
    return other != NULL ? other : fallback;
}

enum ems_lang ems_lang_from_locale(const char *locale)
{
    return locale != NULL && strncmp(locale, "zh", 2) == 0 ? EMS_LANG_ZH : EMS_LANG_EN;
}
