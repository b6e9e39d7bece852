/* Ids of imported places: a set of those taken, and words made of names. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "scenario/fill.h"
#include "scenario/places_parts.h"

struct set {
    int32_t *slots; /* number of a place, -1 for none */
    uint32_t mask;
    const struct ems_place *items;
    int32_t *next; /* by place: the number that its id is tried with next when it is wanted again */
};

static bool make_set(struct set *set, const struct ems_place *items, int32_t count, struct ems_arena *arena)
{
    uint32_t size = 16;
    while (size / 2 < (uint32_t)count) size *= 2;
    *set = (struct set){EMS_NEW_ARRAY(arena, int32_t, size), size - 1, items,
                        EMS_NEW_ARRAY(arena, int32_t, count)};
    if (set->slots == NULL || set->next == NULL) return false;
    memset(set->slots, -1, (size_t)size * sizeof *set->slots);
    return true;
}

/* Where the id stands or would stand. */
static int32_t *find_slot(const struct set *set, const char *id)
{
    uint32_t at = (uint32_t)ems_hash64(id, strlen(id)) & set->mask;
    while (set->slots[at] >= 0 && strcmp(set->items[set->slots[at]].id, id) != 0) at = (at + 1) & set->mask;
    return &set->slots[at];
}

enum { LONGEST = 40 }; /* bytes made of a name; with a number behind it still fits an id */

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Letters and digits of ASCII in lower case, what stands between them as one hyphen. */
static void make_word(const char *text, char out[LONGEST + 1])
{
    size_t length = 0;
    bool gap = false;
    for (; *text != '\0' && length < LONGEST; text++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
        if (!is_plain(c)) {
            gap = length > 0;
            continue;
        }
        if (gap && length + 1 < LONGEST) out[length++] = '-';
        gap = false;
        out[length++] = c;
    }
    out[length] = '\0';
}

/* `base`, or where that is taken already, with the first number behind it that is free. */
static const char *make_new(const struct set *set, const char *base, struct ems_arena *arena)
{
    char tried[LONGEST + 32];
    int32_t owner = *find_slot(set, base);
    if (owner < 0) return base;
    if (set->next[owner] == 0) set->next[owner] = 2;
    do {
        snprintf(tried, sizeof tried, "%s-%d", base, set->next[owner]++);
    } while (*find_slot(set, tried) >= 0);
    return ems_arena_strdup(arena, tried);
}

static const char *make_id(const struct set *set, const struct ems_place *place, int32_t number,
                           const char *stem, struct ems_arena *arena)
{
    char word[LONGEST + 1] = "";
    const char *from = place->id != NULL                          ? place->id
                       : place->name.by_lang[EMS_LANG_EN] != NULL ? place->name.by_lang[EMS_LANG_EN]
                                                                  : place->name.by_lang[EMS_LANG_ZH];
    if (from != NULL) make_word(from, word);
    bool is_word = false; /* a number alone says too little */
    for (const char *c = word; *c != '\0'; c++) is_word = is_word || (*c >= 'a' && *c <= 'z');
    const char *base = is_word           ? ems_arena_strdup(arena, word)
                       : word[0] != '\0' ? ems_arena_format(arena, "%s-%s", stem, word)
                                         : ems_arena_format(arena, "%s-%d", stem, number);
    return base == NULL ? NULL : make_new(set, base, arena);
}

static void tell(struct ems_diags *diags, struct ems_place_in_file at, bool is_error, enum ems_text message,
                 const char *a, const char *b)
{
    if (is_error)
        ems_diag_error(diags, at, "", message, EMS_ARGS(a, b));
    else
        ems_diag_warning(diags, at, "", message, EMS_ARGS(a, b));
}

/* Ids that are given come first: those that are made go round them. */
enum ems_status ems_places_name_all(struct ems_place *items, const int32_t *lines, int32_t count,
                                    const char *stem, const char *file, struct ems_arena *arena,
                                    struct ems_diags *diags)
{
    struct set set;
    int32_t errors = diags->errors;
    if (!make_set(&set, items, count, arena)) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) {
        if (items[i].id == NULL || !ems_word_ok(items[i].id)) continue;
        int32_t *slot = find_slot(&set, items[i].id);
        struct ems_place_in_file at = {file, lines[i], 0};
        if (*slot >= 0) tell(diags, at, true, EMS_T_IN_ID_TWICE, items[i].id, NULL);
        if (*slot < 0) *slot = i;
    }
    for (int32_t i = 0; i < count; i++) {
        const char *given = items[i].id;
        if (given != NULL && ems_word_ok(given)) continue;
        items[i].id = make_id(&set, &items[i], i + 1, stem, arena);
        if (items[i].id == NULL) return EMS_NO_MEMORY;
        *find_slot(&set, items[i].id) = i;
        struct ems_place_in_file at = {file, lines[i], 0};
        if (given != NULL) tell(diags, at, false, EMS_T_PLACES_ID_CHANGED, given, items[i].id);
    }
    return diags->errors > errors ? EMS_BAD_INPUT : EMS_OK;
}
