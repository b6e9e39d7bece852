/* Single values, for fill.h: one reader for each kind. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "scenario/fill_value.h"
#include "scenario/quantity.h"

bool ems_word_ok(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length > 64) return false;
    for (const char *p = text; *p != '\0'; p++)
        if ((unsigned char)*p <= ' ' || strchr(".=/:,[]{}\"'#", *p) != NULL) return false;
    return true;
}

/* ---- words ---- */

static bool is_text(const struct ems_value *v)
{
    return ems_node_scalar_kind(v->node) == EMS_SCALAR_TEXT && v->node->text[0] != '\0';
}

static bool read_text(const struct ems_value *v, void *out)
{
    if (!is_text(v)) return ems_value_wrong(v);
    ((struct ems_def_text *)out)->value = v->node->text;
    return true;
}

static bool read_word(const struct ems_value *v, void *out)
{
    if (!is_text(v) || !ems_word_ok(v->node->text)) return ems_value_wrong(v);
    ((struct ems_def_text *)out)->value = v->node->text;
    return true;
}

static bool read_name(const struct ems_value *v, void *out)
{
    struct ems_name *name = &((struct ems_def_name *)out)->value;
    static const char *const keys[EMS_LANGS] = {"en", "zh"};
    if (v->node->kind == EMS_NODE_SCALAR) {
        if (!is_text(v)) return ems_value_wrong(v);
        name->by_lang[EMS_LANG_EN] = name->by_lang[EMS_LANG_ZH] = v->node->text;
        return true;
    }
    if (v->node->first == NULL) return ems_value_wrong(v);
    bool good = true;
    for (struct ems_node *child = v->node->first; child != NULL; child = child->next) {
        struct ems_path here = {v->path, child->key, 0};
        int lang = strcmp(child->key, "en") == 0   ? EMS_LANG_EN
                   : strcmp(child->key, "zh") == 0 ? EMS_LANG_ZH
                                                   : -1;
        struct ems_value part = {v->filler, v->field, child, &here};
        if (lang < 0) {
            struct ems_diag *diag =
                ems_fill_error(v->filler, child->key_at, &here, EMS_T_IN_UNKNOWN_KEY, EMS_ARGS(child->key));
            ems_fill_suggest(v->filler, diag, child->key, keys, EMS_LANGS);
            good = false;
        } else if (child->broken || child->kind != EMS_NODE_SCALAR || !is_text(&part)) {
            if (!child->broken) ems_value_wrong(&part);
            good = false;
        } else {
            name->by_lang[lang] = child->text;
        }
    }
    return good;
}

static bool read_bool(const struct ems_value *v, void *out)
{
    if (ems_node_scalar_kind(v->node) != EMS_SCALAR_BOOL) return ems_value_wrong(v);
    ((struct ems_def_bool *)out)->value = v->node->text[0] == 't' || v->node->text[0] == 'T';
    return true;
}

static bool read_choice(const struct ems_value *v, void *out)
{
    const char *names[16];
    int32_t count = 0;
    for (const struct ems_choice_word *word = v->field->words; word->word != NULL && count < 16; word++) {
        if (strcmp(word->word, v->node->text) == 0) {
            ((struct ems_def_choice *)out)->value = word->value;
            return true;
        }
        names[count++] = word->word;
    }
    struct ems_diag *diag =
        ems_fill_error(v->filler, v->node->at, v->path, EMS_T_IN_UNKNOWN_WORD, EMS_ARGS(v->node->text));
    ems_fill_suggest(v->filler, diag, v->node->text, names, count);
    return false;
}

static bool read_file(const struct ems_value *v, void *out)
{
    struct ems_def_file *file = out;
    if (!is_text(v)) return ems_value_wrong(v);
    file->value = v->node->text;
    file->path = ems_path_join(v->filler->arena, v->node->folder, v->node->text);
    struct ems_named_file named = {v->node, file->path};
    if (!EMS_PUSH(&v->filler->files, named)) v->filler->no_memory = true;
    return file->path != NULL;
}

static bool read_any(const struct ems_value *v, void *out)
{
    ((struct ems_def_any *)out)->node = v->node;
    return true;
}

/* ---- times ---- */

static bool read_datetime(const struct ems_value *v, void *out)
{
    struct ems_def_datetime *start = out;
    bool has_offset;
    if (!ems_datetime_parse(v->node->text, &start->value, &has_offset)) return ems_value_wrong(v);
    if (has_offset) return true;
    struct ems_diag *diag =
        ems_fill_error(v->filler, v->node->at, v->path, EMS_T_IN_NO_OFFSET, EMS_ARGS(v->node->text));
    const char *date_only = strchr(v->node->text, ':') == NULL ? "T00:00" : "";
    ems_diag_hint(v->filler->diags, diag, EMS_T_IN_NO_OFFSET_HINT, EMS_ARGS(v->node->text, date_only));
    return false;
}

static bool read_date(const struct ems_value *v, void *out)
{
    struct ems_datetime date;
    bool has_offset;
    if (strlen(v->node->text) != 10 || !ems_datetime_parse(v->node->text, &date, &has_offset))
        return ems_value_wrong(v);
    ((struct ems_def_date *)out)->day = ems_days_from_civil(date.year, date.month, date.day);
    return true;
}

static bool read_moment(const struct ems_value *v, void *out)
{
    return ems_moment_parse(v->node->text, out) || ems_value_wrong(v);
}

static bool read_time_of_day(const struct ems_value *v, void *out)
{
    return ems_time_of_day_parse(v->node->text, strlen(v->node->text),
                                 &((struct ems_def_time *)out)->value) ||
           ems_value_wrong(v);
}

static bool read_hours(const struct ems_value *v, void *out)
{
    struct ems_def_night_hours *hours = out;
    const char *dash = strchr(v->node->text, '-');
    if (dash == NULL) return ems_value_wrong(v);
    return (ems_time_of_day_parse(v->node->text, (size_t)(dash - v->node->text), &hours->from) &&
            ems_time_of_day_parse(dash + 1, strlen(dash + 1), &hours->to)) ||
           ems_value_wrong(v);
}

static int weekday_number(const struct ems_node *node)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int i = 0; i < 7 && node->kind == EMS_NODE_SCALAR; i++)
        if (strcmp(node->text, names[i]) == 0) return i;
    return -1;
}

static bool read_weekdays(const struct ems_value *v, void *out)
{
    struct ems_def_days *days = out;
    days->weekdays = 0;
    if (v->node->kind == EMS_NODE_SCALAR) {
        if (strcmp(v->node->text, "all") != 0) return ems_value_wrong(v);
        days->weekdays = 0x7f;
        return true;
    }
    for (const struct ems_node *day = v->node->first; day != NULL; day = day->next) {
        int number = weekday_number(day);
        if (number < 0) {
            ems_fill_wrong_kind(v->filler, EMS_FIELD_WEEKDAYS, day, v->path);
            return false;
        }
        days->weekdays |= 1U << number;
    }
    return days->weekdays != 0 || ems_value_wrong(v);
}

/* ---- short lists ---- */

/* The numbers of a list into `out` if there are from `least` to `most` (0: any number) of them. */
static bool read_row(const struct ems_value *v, double *out)
{
    bool good = true;
    int32_t number = 0;
    for (struct ems_node *child = v->node->first; child != NULL; child = child->next) {
        struct ems_path here = {v->path, NULL, ++number};
        struct ems_field each = {.kind = EMS_FIELD_NUMBER, .low = v->field->low, .high = v->field->high};
        struct ems_value part = {v->filler, &each, child, &here};
        double value = 0;
        if (child->broken || !ems_value_plain_number(&part, &value) || !ems_value_in_range(&part, value))
            good = false;
        out[number - 1] = value;
    }
    return good;
}

static bool count_ok(const struct ems_value *v, int32_t least, int32_t most)
{
    int32_t count = ems_node_count(v->node);
    if (count >= least && (most == 0 || count <= most)) return true;
    char due[16], given[16];
    snprintf(due, sizeof due, "%d", (int)least);
    snprintf(given, sizeof given, "%d", (int)count);
    ems_fill_error(v->filler, v->node->at, v->path, least == most ? EMS_T_IN_COUNT : EMS_T_IN_COUNT_LEAST,
                   EMS_ARGS(due, given));
    return false;
}

static bool read_numbers(const struct ems_value *v, void *out)
{
    ems_def_numbers *numbers = out;
    if (!count_ok(v, v->field->least, v->field->most)) return false;
    int32_t count = ems_node_count(v->node);
    double *items = EMS_NEW_ARRAY(v->filler->arena, double, count);
    if (items == NULL || !read_row(v, items)) return false;
    numbers->items = items;
    numbers->count = count;
    return true;
}

static bool read_position(const struct ems_value *v, void *out)
{
    struct ems_def_position *position = out;
    struct ems_field each = {.kind = EMS_FIELD_POSITION, .low = -1e8, .high = 1e8};
    struct ems_value row = {v->filler, &each, v->node, v->path};
    double xy[2] = {0};
    if (ems_node_count(v->node) != 2) return ems_value_wrong(v);
    if (!read_row(&row, xy)) return false;
    position->value = (struct ems_position){xy[0], xy[1]};
    if (v->filler->plane || (fabs(xy[0]) <= 180 && fabs(xy[1]) <= 90)) return true;
    struct ems_diag *diag = ems_fill_error(v->filler, v->node->at, v->path, EMS_T_IN_NO_LONLAT,
                                           EMS_ARGS(v->node->first->text, v->node->last->text));
    if (fabs(xy[0]) <= 90 && fabs(xy[1]) <= 180)
        ems_diag_hint(v->filler->diags, diag, EMS_T_IN_LONGITUDE_FIRST, NULL);
    return false;
}

static bool read_pair(const struct ems_value *v, void *out)
{
    struct ems_def_priority_pair *pair = out;
    struct ems_field each = {.kind = EMS_FIELD_NUMBER, .low = 1, .high = EMS_PRIORITIES};
    struct ems_value row = {v->filler, &each, v->node, v->path};
    double numbers[2] = {0};
    if (ems_node_count(v->node) != 2) return ems_value_wrong(v);
    if (!read_row(&row, numbers)) return false;
    if (rint(numbers[0]) != numbers[0] || rint(numbers[1]) != numbers[1]) return ems_value_wrong(v);
    pair->from = (int32_t)numbers[0];
    pair->to = (int32_t)numbers[1];
    return true;
}

bool ems_fill_value(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                    void *out, const struct ems_path *path)
{
    static bool (*const readers[EMS_FIELD_KIND_COUNT])(const struct ems_value *v, void *out) = {
        [EMS_FIELD_TEXT] = read_text,
        [EMS_FIELD_WORD] = read_word,
        [EMS_FIELD_NAME] = read_name,
        [EMS_FIELD_INTEGER] = ems_value_read_integer,
        [EMS_FIELD_NUMBER] = ems_value_read_number,
        [EMS_FIELD_SHARE] = ems_value_read_quantity,
        [EMS_FIELD_DURATION] = ems_value_read_duration,
        [EMS_FIELD_LENGTH] = ems_value_read_quantity,
        [EMS_FIELD_SPEED] = ems_value_read_quantity,
        [EMS_FIELD_ACCELERATION] = ems_value_read_quantity,
        [EMS_FIELD_BOOL] = read_bool,
        [EMS_FIELD_CHOICE] = read_choice,
        [EMS_FIELD_DATETIME] = read_datetime,
        [EMS_FIELD_DATE] = read_date,
        [EMS_FIELD_MOMENT] = read_moment,
        [EMS_FIELD_TIME_OF_DAY] = read_time_of_day,
        [EMS_FIELD_HOURS] = read_hours,
        [EMS_FIELD_WEEKDAYS] = read_weekdays,
        [EMS_FIELD_POSITION] = read_position,
        [EMS_FIELD_PRIORITY_PAIR] = read_pair,
        [EMS_FIELD_NUMBERS] = read_numbers,
        [EMS_FIELD_FILE] = read_file,
        [EMS_FIELD_POLICY] = read_text,
        [EMS_FIELD_ANY] = read_any,
    };
    struct ems_value v = {filler, field, node, path};
    if (node->kind == EMS_NODE_SCALAR && ems_node_scalar_kind(node) == EMS_SCALAR_NULL)
        return ems_value_wrong(&v);
    return readers[field->kind](&v, out);
}
