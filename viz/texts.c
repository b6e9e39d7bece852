#include "texts.h"

#include <string.h>

static const char *const texts[VIZ_TEXTS][EMS_LANGS] = {
    {"", ""},
#define VIZ_TEXT(id, en, zh) {en, zh},
#include "texts.def"
#undef VIZ_TEXT
};

const char *viz_text(enum viz_text id, enum ems_lang lang)
{
    return texts[id][lang];
}

/* Never leaves the first bytes of a character behind. */
static void cut_at_character(char *out, size_t length)
{
    while (length > 0 && ((unsigned char)out[length] & 0xc0) == 0x80) length--;
    out[length] = '\0';
}

static size_t append(char *out, size_t size, size_t length, const char *text, size_t bytes)
{
    if (length + 1 >= size) return length;
    size_t room = size - 1 - length;
    memcpy(out + length, text, bytes < room ? bytes : room);
    if (bytes <= room) {
        out[length + bytes] = '\0';
        return length + bytes;
    }
    char next = text[room]; /* the first byte that found no room tells whether a character was cut */
    out[size - 1] = next;
    cut_at_character(out, size - 1);
    return size - 1;
}

const char *viz_text_with(char *out, size_t size, enum viz_text id, enum ems_lang lang, const char *first,
                          const char *second)
{
    const char *const args[] = {first != NULL ? first : "", second != NULL ? second : ""};
    size_t length = 0;
    out[0] = '\0';
    for (const char *p = viz_text(id, lang); *p != '\0';) {
        if (p[0] == '{' && (p[1] == '0' || p[1] == '1') && p[2] == '}') {
            const char *arg = args[p[1] - '0'];
            length = append(out, size, length, arg, strlen(arg));
            p += 3;
        } else {
            const char *end = strchr(p + 1, '{');
            size_t bytes = end != NULL ? (size_t)(end - p) : strlen(p);
            length = append(out, size, length, p, bytes);
            p += bytes;
        }
    }
    return out;
}
