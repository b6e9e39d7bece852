#include "report/columns.h"

#include <stdbool.h>

struct range {
    uint32_t first, last;
};

static const struct range wide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
    {0xa000, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},
    {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff}, {0x20000, 0x2fffd}, {0x30000, 0x3fffd},
};

static const struct range zero[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0x20d0, 0x20ff},
    {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff},
};

static bool in(const struct range *ranges, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count; i++)
        if (character >= ranges[i].first && character <= ranges[i].last) return true;
    return false;
}

int32_t ems_columns_of(uint32_t character)
{
    if (character < 0x20 || (character >= 0x7f && character < 0xa0)) return 0;
    if (character < 0x300) return 1;
    if (in(zero, sizeof zero / sizeof *zero, character)) return 0;
    return in(wide, sizeof wide / sizeof *wide, character) ? 2 : 1;
}

uint32_t ems_columns_next(const char **text)
{
    const unsigned char *p = (const unsigned char *)*text;
    if (p[0] == 0) return 0;
    int more = p[0] < 0x80 ? 0 : p[0] < 0xc0 ? -1 : p[0] < 0xe0 ? 1 : p[0] < 0xf0 ? 2 : p[0] < 0xf8 ? 3 : -1;
    uint32_t character = more <= 0 ? p[0] : p[0] & (0x3fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((p[i] & 0xc0) != 0x80)
            more = -1;
        else
            character = character << 6 | (p[i] & 0x3f);
    }
    *text += more < 0 ? 1 : more + 1;
    return more < 0 ? 0xfffd : character;
}

int32_t ems_columns_width(const char *text)
{
    int32_t width = 0;
    for (uint32_t c; (c = ems_columns_next(&text)) != 0;) width += ems_columns_of(c);
    return width;
}

size_t ems_columns_fit(const char *text, int32_t columns)
{
    const char *p = text;
    for (;;) {
        const char *before = p;
        uint32_t c = ems_columns_next(&p);
        columns -= ems_columns_of(c);
        if (c == 0 || columns < 0) return (size_t)(before - text);
    }
}
