/* Targets and growth as they are typed in, and a plan as a scenario. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "scenario/definition.h"
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

bool ems_size_parse_growth(const char *text, struct ems_size_growth *out)
{
    struct words w = {.at = text};
    int64_t year = 0;
    *out = (struct ems_size_growth){0};
    while (next_word(&w)) {
        if (strcmp(w.word, "population") == 0) {
            if (!read_rate(&w, &out->people)) return false;
        } else if (strcmp(w.word, "requests") == 0) {
            if (!read_rate(&w, &out->requests)) return false;
        } else if (strcmp(w.word, "to") == 0) {
            if (!next_word(&w) || !ems_integer_parse(w.word, strlen(w.word), &year)) return false;
        } else {
            return false;
        }
    }
    out->year = year >= 1900 && year <= 2200 ? (int32_t)year : 0;
    return out->year > 0 && *w.at == '\0';
}

/* ---- a plan as a scenario ---- */

static void put_number(FILE *out, double value)
{
    char text[EMS_NUMBER_SIZE];
    ems_number_format(value, text);
    fputs(text, out);
}

static void put_time_of_day(FILE *out, ems_time at)
{
    fprintf(out, "%02d:%02d", (int)(at / EMS_HOUR % 24), (int)(at / EMS_MINUTE % 60));
}

static void put_days(FILE *out, uint32_t weekdays)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const char *comma = "";
    if (weekdays == 127) return;
    fputs(", days: [", out);
    for (int d = 0; d < 7; d++)
        if (weekdays >> d & 1) {
            fprintf(out, "%s%s", comma, names[d]);
            comma = ", ";
        }
    fputs("]", out);
}

static void put_crews(const struct ems_size *size, int32_t station, FILE *out)
{
    const int32_t *crews = size->plan.plan.crews + station * size->pattern_count;
    bool shifts = false;
    for (int32_t p = 1; p < size->pattern_count; p++) shifts = shifts || crews[p] > 0;
    if (!shifts) {
        fprintf(out, "    crews: %d\n", crews[0]);
        return;
    }
    fputs("    crews:\n", out);
    for (int32_t p = 0; p < size->pattern_count; p++) {
        if (crews[p] == 0) continue;
        fprintf(out, "      - {count: %d, from: ", crews[p]);
        put_time_of_day(out, size->patterns[p].from);
        fputs(", to: ", out);
        put_time_of_day(out, size->patterns[p].to);
        put_days(out, size->patterns[p].weekdays);
        fputs("}\n", out);
    }
}

static void put_vehicles(const struct ems_size *size, const struct ems_scenario *scenario, int32_t station,
                         FILE *out)
{
    const struct ems_model *base = size->base;
    const struct ems_station *of = &base->stations[station];
    const struct ems_def_station *def = &ems_scenario_definition(scenario)->stations.items[station];
    int32_t type = ems_size_added_type(base), before = 0;
    for (int32_t v = of->first_vehicle; v < of->first_vehicle + of->vehicle_count; v++)
        before += base->vehicles[v].type == type;
    int32_t now = size->vehicles[station * base->type_count + type];
    if (now == before) return;
    if (def->vehicles.list.count == 0) {
        fprintf(out, "    vehicles: {%s: %d}\n", base->types[type].id, now);
        return;
    }
    fputs("    vehicles:\n", out);
    for (int32_t i = before + 1; i <= now; i++)
        fprintf(out, "      - {id: %s-%s-%d, type: %s}\n", of->id, base->types[type].id, i,
                base->types[type].id);
}

static void put_demand(const struct ems_size *size, const struct ems_scenario *scenario, FILE *out)
{
    const struct ems_def_demand *def = &ems_scenario_definition(scenario)->demand;
    const struct {
        const char *key;
        const struct ems_def_number *number;
    } rates[] = {{"requests_per_1000_per_year", &def->requests_per_1000_per_year},
                 {"phone_calls_per_1000_per_year", &def->phone_calls_per_1000_per_year},
                 {"requests_per_day", &def->requests_per_day}};
    for (size_t i = 0; i < sizeof rates / sizeof *rates && size->growth.year > 0; i++) {
        if (!rates[i].number->mark.given) continue;
        fprintf(out, "demand:\n  %s: ", rates[i].key);
        put_number(out, rates[i].number->value * size->growth.request_factor);
        fprintf(out, " # grown to %d\n", size->growth.year);
    }
}

static void put_targets(const struct ems_size *size, FILE *out)
{
    const struct ems_model *base = size->base;
    fputs("targets:\n", out);
    for (int32_t t = 0; t < base->target_count; t++) {
        const struct ems_target *target = &base->targets[t];
        fputs("  - {", out);
        if (target->priority > 0) fprintf(out, "priority: %d, ", target->priority);
        if (target->class_id != EMS_NONE) fprintf(out, "class: %s, ", base->classes[target->class_id].id);
        if (target->area != EMS_NONE) fprintf(out, "area: %s, ", base->areas[target->area].id);
        fputs("within: ", out);
        put_number(out, (double)target->within / (double)EMS_SECOND);
        fputs(" s, share: ", out);
        put_number(out, target->share * 100);
        fputs(" %}\n", out);
    }
}

enum ems_status ems_size_write(const struct ems_size *size, const struct ems_scenario *scenario,
                               const char *base, FILE *out)
{
    fprintf(out, "# Made by `ems120 size`: %d crews, ", size->plan.plan.count);
    put_number(out, size->plan.plan.hours);
    fprintf(out, " crew-hours a week.\nems120: 1\nextends: %s\n", base);
    put_demand(size, scenario, out);
    fputs("stations:\n", out);
    for (int32_t s = 0; s < size->base->station_count; s++) {
        fprintf(out, "  - id: %s\n", size->base->stations[s].id);
        put_vehicles(size, scenario, s, out);
        put_crews(size, s, out);
    }
    put_targets(size, out);
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
