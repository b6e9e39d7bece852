/* Targets, growth and shifts as they are typed in. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "study/size_parts.h"

/* ---- words ---- */

struct words {
    const char *at;
    char word[64];
};

static bool next_word(struct words *w)
{
    size_t length = 0;
    w->at += strspn(w->at, " ,\t");
    while (w->at[length] != '\0' && strchr(" ,\t", w->at[length]) == NULL) length++;
    if (length == 0 || length >= sizeof w->word) {
        w->word[0] = '\0';
        return false;
    }
    memcpy(w->word, w->at, length);
    w->word[length] = '\0';
    w->at += length;
    return true;
}

/* A number, its unit glued to it or in the next word: 10 min, 10min, 90%, 90 %. */
static bool number_and_unit(struct words *w, double *value, char unit[16])
{
    size_t digits = strspn(w->word, "0123456789.");
    if (digits == 0 || !ems_number_parse(w->word, digits, value)) return false;
    const char *from = w->word + digits;
    if (*from == '\0') { /* the unit is a word of its own */
        if (!next_word(w)) return false;
        from = w->word;
    }
    if (strlen(from) >= 16) return false;
    strcpy(unit, from);
    return true;
}

static bool read_share(struct words *w, double *out)
{
    char unit[16];
    double value;
    if (!number_and_unit(w, &value, unit) || strcmp(unit, "%") != 0 || value <= 0 || value > 100)
        return false;
    *out = value / 100;
    return true;
}

static bool read_limit(struct words *w, ems_time *out)
{
    char unit[16];
    double value;
    if (!next_word(w) || !number_and_unit(w, &value, unit) || value <= 0 || value > 86400) return false;
    if (strcmp(unit, "min") == 0)
        *out = ems_time_from_seconds(value * 60);
    else if (strcmp(unit, "s") == 0)
        *out = ems_time_from_seconds(value);
    else
        return false;
    return true;
}

/* A class that areas have, else an area. */
static bool read_place(const struct ems_model *model, const char *word, struct ems_target *out)
{
    for (int32_t a = 0; a < model->area_count; a++)
        if (strcmp(model->classes[model->areas[a].class_id].id, word) == 0) {
            out->class_id = model->areas[a].class_id;
            return true;
        }
    for (int32_t a = 0; a < model->area_count; a++)
        if (strcmp(model->areas[a].id, word) == 0) {
            out->area = a;
            return true;
        }
    return false;
}

static bool read_priority(struct words *w, struct ems_target *out)
{
    int64_t priority;
    if (!next_word(w) || !ems_integer_parse(w->word, strlen(w->word), &priority)) return false;
    if (priority < 1 || priority > EMS_PRIORITIES) return false;
    out->priority = (int32_t)priority;
    return true;
}

static bool read_part(const struct ems_model *model, struct words *w, struct ems_target *out)
{
    if (strcmp(w->word, "priority") == 0) return read_priority(w, out);
    if (strcmp(w->word, "within") == 0) return read_limit(w, &out->within);
    if (strchr("0123456789", w->word[0]) != NULL) return read_share(w, &out->share);
    return read_place(model, w->word, out);
}

bool ems_size_parse_target(const struct ems_model *model, const char *text, struct ems_arena *arena,
                           struct ems_target *out, const char **wrong)
{
    struct words w = {.at = text};
    *out = (struct ems_target){.class_id = EMS_NONE, .area = EMS_NONE};
    *wrong = "";
    while (next_word(&w)) {
        char first[sizeof w.word];
        strcpy(first, w.word);
        if (read_part(model, &w, out)) continue;
        *wrong = ems_arena_strdup(arena, w.word[0] != '\0' ? w.word : first);
        return false;
    }
    out->id = ems_arena_strdup(arena, text);
    return *w.at == '\0' && out->within > 0 && out->share > 0 && out->id != NULL;
}

/* ---- growth ---- */

static bool read_rate(struct words *w, double *out)
{
    double sign = 1;
    if (!next_word(w)) return false;
    if (w->word[0] == '-') {
        sign = -1;
        memmove(w->word, w->word + 1, strlen(w->word));
    }
    if (!read_share(w, out) || *out > 0.5) return false;
    *out *= sign;
    return next_word(w) && strcmp(w->word, "a") == 0 && next_word(w) && strcmp(w->word, "year") == 0;
}

static bool read_integer(struct words *w, int64_t low, int64_t high, int32_t *out)
{
    int64_t value;
    if (!next_word(w) || !ems_integer_parse(w->word, strlen(w->word), &value)) return false;
    *out = (int32_t)value;
    return value >= low && value <= high;
}

/* 65 from 15 % to 22 % */
static bool read_aged(struct words *w, struct ems_size_growth *out)
{
    return read_integer(w, 1, 120, &out->aged) && next_word(w) && strcmp(w->word, "from") == 0 &&
           next_word(w) && read_share(w, &out->aged_from) && next_word(w) && strcmp(w->word, "to") == 0 &&
           next_word(w) && read_share(w, &out->aged_to);
}

static bool read_use(struct words *w, double *out)
{
    return next_word(w) && ems_number_parse(w->word, strlen(w->word), out) && *out >= 0.1 && *out <= 100;
}

static bool read_growth_part(struct words *w, struct ems_size_growth *out)
{
    if (strcmp(w->word, "population") == 0) return read_rate(w, &out->people);
    if (strcmp(w->word, "requests") == 0) return read_rate(w, &out->requests);
    if (strcmp(w->word, "aged") == 0) return read_aged(w, out);
    if (strcmp(w->word, "use") == 0) return read_use(w, &out->aged_use);
    if (strcmp(w->word, "to") == 0) return read_integer(w, 1900, 2200, &out->year);
    return false;
}

bool ems_size_parse_growth(const char *text, struct ems_size_growth *out)
{
    struct words w = {.at = text};
    *out = (struct ems_size_growth){0};
    while (next_word(&w))
        if (!read_growth_part(&w, out)) return false;
    return out->year > 0 && (out->aged > 0) == (out->aged_use > 0) && *w.at == '\0';
}

/* ---- shifts ---- */

static bool read_starts(struct words *w, uint32_t *starts)
{
    struct words before = *w;
    for (*starts = 0; next_word(w); before = *w) {
        int64_t hour;
        size_t length = strlen(w->word);
        if (length == 5 && strcmp(w->word + 2, ":00") == 0) length = 2;
        if (!ems_integer_parse(w->word, length, &hour)) break;
        if (hour < 0 || hour > 23) return false;
        *starts |= (uint32_t)1 << hour;
    }
    *w = before;
    return *starts != 0;
}

/* The words of one part, between commas. */
static bool read_shift_part(const char *part, struct ems_size_shifts *out)
{
    struct words w = {.at = part};
    char unit[16];
    double value;
    if (!next_word(&w)) return false;
    if (strcmp(w.word, "break") == 0) {
        if (!next_word(&w) || !number_and_unit(&w, &value, unit) || strcmp(unit, "min") != 0) return false;
        out->break_h = value / 60;
        return value <= 240 && !next_word(&w);
    }
    if (!number_and_unit(&w, &value, unit) || strcmp(unit, "h") != 0) return false;
    bool more = next_word(&w);
    if (more && strcmp(w.word, "a") == 0) {
        out->week_hours = value;
        return next_word(&w) && strcmp(w.word, "week") == 0 && value >= 1 && value <= 168 && !next_word(&w);
    }
    if (out->count == EMS_SIZE_SHIFT_LENGTHS || !(value >= 1 && value <= 24) || rint(value) < value ||
        rint(value) > value)
        return false;
    struct ems_size_shift *shift = &out->lengths[out->count++];
    *shift = (struct ems_size_shift){(int32_t)value, 0xffffff};
    if (!more) return true;
    return strcmp(w.word, "from") == 0 && read_starts(&w, &shift->starts) && !next_word(&w);
}

/* Every hour of the day must be reached, or nobody could be on duty then. */
static bool cover_the_day(const struct ems_size_shifts *shifts)
{
    uint32_t on = 0;
    for (int32_t i = 0; i < shifts->count; i++)
        for (int32_t h = 0; h < 24 * 24; h++)
            if (shifts->lengths[i].starts >> h / 24 & 1 && h % 24 < shifts->lengths[i].hours)
                on |= (uint32_t)1 << (h / 24 + h % 24) % 24;
    return on == 0xffffff;
}

bool ems_size_parse_shifts(const char *text, struct ems_arena *arena, struct ems_size_shifts *out,
                           const char **wrong)
{
    *out = (struct ems_size_shifts){.week_hours = 40};
    *wrong = "";
    for (const char *at = text; at != NULL;) {
        const char *comma = strchr(at, ',');
        char *part = ems_arena_strndup(arena, at, comma != NULL ? (size_t)(comma - at) : strlen(at));
        if (part == NULL) return false;
        *wrong = part;
        if (!read_shift_part(part, out)) return false;
        at = comma != NULL ? comma + 1 : NULL;
    }
    *wrong = "";
    for (int32_t i = 0; i < out->count; i++)
        if (out->break_h >= out->lengths[i].hours) return false;
    return cover_the_day(out);
}
