#include "cli/paragraph.h"

#include <stdbool.h>
#include <string.h>

#include "report/columns.h"
#include "report/table.h"

enum { FIRST_WIDE = 0x2e80 };

static bool is_one_of(uint32_t character, const char *set)
{
    for (uint32_t c; (c = ems_columns_next(&set)) != 0;)
        if (c == character) return true;
    return false;
}

static bool is_chinese(uint32_t character)
{
    return character >= FIRST_WIDE || is_one_of(character, "“”");
}

/* No line begins with what closes, none ends with what opens. */
static bool may_part(uint32_t before, uint32_t after)
{
    return (is_chinese(before) || is_chinese(after)) && !is_one_of(before, "（《【“") &&
           !is_one_of(after, "，。、；：！？）》】”");
}

/* The end of what cannot be parted, and its width. */
static const char *piece_end(const char *text, int32_t *columns)
{
    const char *end = text;
    uint32_t before = ems_columns_next(&end);
    *columns = ems_columns_of(before);
    while (*end != '\0' && *end != ' ' && *end != '\n') {
        const char *next = end;
        uint32_t c = ems_columns_next(&next);
        if (may_part(before, c)) break;
        *columns += ems_columns_of(c);
        before = c;
        end = next;
    }
    return end;
}

/* The character before `at`, which is not the first. */
static uint32_t last_before(const char *at)
{
    do at--;
    while (((unsigned char)*at & 0xc0) == 0x80);
    return ems_columns_next(&at);
}

/* A line's end of the source stands for a blank, except in Chinese. */
static bool is_blank(const char *start, const char *at)
{
    const char *next = at + 1;
    if (*at != '\n' || at == start) return *at == ' ';
    uint32_t before = last_before(at), after = ems_columns_next(&next);
    return !(is_chinese(before) && is_chinese(after)) && !is_one_of(before, "，、；：）”") &&
           !is_one_of(after, "（“");
}

static bool ends_paragraph(const char *start, const char *at)
{
    return *at == '\n' && at > start && is_one_of(last_before(at), ".。:：");
}

void ems_paragraph_print(FILE *out, const char *text, int32_t column)
{
    int32_t used = column;
    for (const char *at = text; *at != '\0';) {
        int32_t columns;
        bool broken = ends_paragraph(text, at), blank = !broken && is_blank(text, at);
        if (*at == ' ' || *at == '\n') at++;
        if (*at == '\0') break;
        const char *end = piece_end(at, &columns);
        if (broken || (used + blank + columns > EMS_PAGE_COLUMNS && used > column)) {
            fprintf(out, "\n%*s", (int)column, "");
            used = column;
        } else if (blank) {
            fputc(' ', out);
            used++;
        }
        fwrite(at, 1, (size_t)(end - at), out);
        used += columns;
        at = end;
    }
    fputc('\n', out);
}
