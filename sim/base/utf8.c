#include "base/utf8.h"

/* Length of the sequence that starts here, or 0. The ranges of second bytes are those of Unicode's table 3-7.
 */
static size_t sequence(const unsigned char *s, size_t left)
{
    if (s[0] < 0x80) return 1;
    size_t length = s[0] >= 0xC2 && s[0] <= 0xDF   ? 2
                    : (s[0] & 0xF0) == 0xE0        ? 3
                    : s[0] >= 0xF0 && s[0] <= 0xF4 ? 4
                                                   : 0;
    if (length == 0 || length > left) return 0;
    unsigned char low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high) return 0;
    for (size_t i = 2; i < length; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    return length;
}

bool ems_utf8_valid(const char *text, size_t length, size_t *bad)
{
    const unsigned char *s = (const unsigned char *)text;
    for (size_t at = 0; at < length;) {
        size_t step = sequence(s + at, length - at);
        if (step == 0) {
            *bad = at;
            return false;
        }
        at += step;
    }
    return true;
}

struct ems_place_in_file ems_utf8_place(const char *text, size_t offset, const char *file)
{
    struct ems_place_in_file place = {file, 1, 1};
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n')) {
            place.line++;
            place.column = 1;
        } else if (text[i] != '\r' && ((unsigned char)text[i] & 0xC0) != 0x80) {
            place.column++;
        }
    }
    return place;
}
