/* The wide tables of the page: shifts, scenarios, a crew more or fewer, the curve. */
#include "report/size_page.h"

enum { BLOCKS = 6 };

/* ---- shifts ---- */

static const char *say_days(struct ems_size_page *page, uint32_t weekdays)
{
    const char *names = ems_size_text(page, EMS_T_SIZE_DAYS), *list = NULL;
    if (weekdays == 127) return ems_size_text(page, EMS_T_SIZE_EVERY_DAY);
    for (int d = 0; d < 7; d++) {
        int length = 0;
        while (names[length] != '\0' && names[length] != ' ') length++;
        if (weekdays >> d & 1)
            list = list == NULL ? ems_arena_format(&page->words.arena, "%.*s", length, names)
                                : ems_arena_format(&page->words.arena, "%s %.*s", list, length, names);
        names += names[length] == ' ' ? length + 1 : length;
    }
    return list != NULL ? list : "-";
}

static const char *say_hours(struct ems_size_page *page, int32_t pattern)
{
    const struct ems_size_pattern *of = &page->size->patterns[pattern];
    if (pattern == 0) return ems_size_text(page, EMS_T_SIZE_HOURS_24);
    return ems_arena_format(&page->words.arena, "%02d-%02d", (int)(of->from / EMS_HOUR),
                            (int)(of->to / EMS_HOUR));
}

static void print_need(struct ems_size_page *page)
{
    const char *cells[1 + BLOCKS];
    struct ems_table table = ems_table_begin(1 + BLOCKS);
    cells[0] = ems_size_text(page, EMS_T_SIZE_HEAD_NEED);
    for (int32_t b = 0; b < BLOCKS; b++)
        cells[1 + b] =
            ems_arena_format(&page->words.arena, "%02d-%02d", b * 24 / BLOCKS, (b + 1) * 24 / BLOCKS);
    fputc('\n', page->out);
    ems_table_row(&table, cells);
    for (int32_t s = 0; s < page->model->station_count; s++) {
        int32_t most[BLOCKS] = {0};
        const int32_t *needed = page->size->needed + s * EMS_SIZE_HOURS;
        for (int32_t h = 0; h < EMS_SIZE_HOURS; h++)
            if (needed[h] > most[h % 24 * BLOCKS / 24]) most[h % 24 * BLOCKS / 24] = needed[h];
        cells[0] = ems_size_station(page, s);
        for (int32_t b = 0; b < BLOCKS; b++) cells[1 + b] = ems_say_integer(&page->words, most[b]);
        ems_table_row(&table, cells);
    }
    ems_size_end_table(page, &table);
}

void ems_size_print_shifts(struct ems_size_page *page)
{
    const struct ems_size *size = page->size;
    struct ems_table table = ems_table_begin(5);
    if (size->needed == NULL) return;
    print_need(page);
    fputc('\n', page->out);
    EMS_ROW(&table, ems_size_text(page, EMS_T_SIZE_HEAD_SHIFTS), ems_size_text(page, EMS_T_SIZE_COL_HOURS),
            ems_size_text(page, EMS_T_SIZE_COL_DAYS), ems_size_text(page, EMS_T_SIZE_COL_CREWS),
            ems_size_text(page, EMS_T_SIZE_COL_PAID));
    for (int32_t s = 0; s < page->model->station_count; s++) {
        const char *name = ems_size_station(page, s);
        for (int32_t p = 0; p < size->pattern_count; p++) {
            int32_t crews = size->plan.plan.crews[s * EMS_SIZE_PATTERNS + p];
            if (crews == 0) continue;
            EMS_ROW(&table, name, say_hours(page, p), say_days(page, size->patterns[p].weekdays),
                    ems_say_integer(&page->words, crews),
                    ems_size_say(page, crews * size->patterns[p].paid, 1));
            name = "";
        }
    }
    ems_size_end_table(page, &table);
    ems_size_line(page, EMS_SAY(&page->words, SIZE_SAVED, ems_size_say(page, size->plan.plan.paid, 1),
                                ems_size_say(page, size->without_shifts_h, 1)));
    if (size->feasible && size->plan.plan.paid > size->without_shifts_h)
        ems_size_line(page, ems_size_text(page, EMS_T_SIZE_LENGTHS));
    ems_size_line(page, ems_size_text(page, size->cover_proven ? EMS_T_SIZE_PROVEN : EMS_T_SIZE_NOT_PROVEN));
}

/* ---- scenarios ---- */

void ems_size_print_worlds(struct ems_size_page *page)
{
    const struct ems_size *size = page->size;
    int32_t targets = ems_size_shown_targets(page);
    const char *cells[EMS_TABLE_COLUMNS_MAX] = {ems_size_text(page, EMS_T_SIZE_HEAD_WORLDS)};
    struct ems_table table = ems_table_begin(1 + targets);
    if (size->world_count < 2 || !size->feasible) return;
    fputc('\n', page->out);
    for (int32_t t = 0; t < targets; t++) cells[1 + t] = ems_size_target(page, t);
    ems_table_row(&table, cells);
    for (int32_t k = 0; k < size->world_count; k++) {
        cells[0] = ems_name_in(&size->worlds[k]->name, page->words.lang, size->worlds[k]->scenario_id);
        for (int32_t t = 0; t < targets; t++)
            cells[1 + t] =
                ems_arena_format(&page->words.arena, "%s %s",
                                 ems_say_figure(&page->words, EMS_SAY_SHARE, &size->found_in[k][t]),
                                 ems_say_verdict(&page->words, &size->judgement_in[k][t]));
        ems_table_row(&table, cells);
    }
    ems_size_end_table(page, &table);
    const char *count = ems_say_integer(&page->words, size->world_count);
    ems_size_line(page, size->judge == EMS_SIZE_MEAN ? EMS_SAY(&page->words, SIZE_JUDGED_MEAN, count)
                                                     : EMS_SAY(&page->words, SIZE_JUDGED_WORST, count));
}

/* ---- one crew more, one fewer ---- */

/* Points of a hundred with their sign and half the width of their interval: -7.0 +- 0.4 */
static const char *say_difference(struct ems_size_page *page, const struct ems_figure *figure)
{
    if (isnan(figure->value)) return "-";
    const char *number = ems_size_say(page, figure->value * 100, 1);
    const char *sign = figure->value > 0 ? "+" : "";
    const char *text = isnan(figure->low)
                           ? ems_arena_format(&page->words.arena, "%s%s", sign, number)
                           : ems_arena_format(&page->words.arena, "%s%s ±%s", sign, number,
                                              ems_size_say(page, (figure->high - figure->low) * 50, 1));
    return text != NULL ? text : "?";
}

static void print_side(struct ems_size_page *page, bool more)
{
    const struct ems_size *size = page->size;
    int32_t targets = ems_size_shown_targets(page);
    const char *cells[EMS_TABLE_COLUMNS_MAX] = {
        ems_size_text(page, more ? EMS_T_SIZE_MORE : EMS_T_SIZE_FEWER)};
    struct ems_table table = ems_table_begin(1 + targets);
    fputc('\n', page->out);
    ems_table_row(&table, cells);
    cells[0] = ems_size_text(page, EMS_T_SIZE_COL_STATION);
    for (int32_t t = 0; t < targets; t++) cells[1 + t] = ems_size_target(page, t);
    ems_table_row(&table, cells);
    for (int32_t i = 0; i < size->step_count; i++) {
        const struct ems_size_step *step = &size->steps[i];
        if (step->more != more) continue;
        cells[0] = ems_size_station(page, step->station);
        for (int32_t t = 0; t < targets; t++) cells[1 + t] = say_difference(page, &step->difference[t]);
        ems_table_row(&table, cells);
    }
    ems_size_end_table(page, &table);
}

void ems_size_print_steps(struct ems_size_page *page)
{
    if (page->size->step_count == 0) return;
    print_side(page, false);
    print_side(page, true);
    ems_size_line(page, ems_size_text(page, EMS_T_SIZE_STEPS_NOTE));
}

/* ---- the curve ---- */

void ems_size_print_curve(struct ems_size_page *page)
{
    const struct ems_size *size = page->size;
    int32_t targets = ems_size_shown_targets(page), first = page->report->price > 0 ? 3 : 2;
    struct ems_table table = ems_table_begin(first + targets);
    const char *cells[EMS_TABLE_COLUMNS_MAX] = {ems_size_text(page, EMS_T_SIZE_HEAD_CURVE),
                                                ems_size_text(page, EMS_T_SIZE_COL_ON_DUTY),
                                                ems_size_text(page, EMS_T_SIZE_COL_COST)};
    if (size->curve_count == 0) return;
    fputc('\n', page->out);
    for (int32_t t = 0; t < targets; t++) cells[first + t] = ems_size_target(page, t);
    ems_table_row(&table, cells);
    for (int32_t i = 0; i < size->curve_count; i++) {
        const struct ems_size_trial *trial = &size->curve[i];
        double cost = ems_size_persons(page->report, &trial->plan) * page->report->price;
        cells[0] = ems_size_say(page, trial->plan.hours, 0);
        cells[1] = ems_size_say(page, trial->plan.hours / EMS_SIZE_HOURS, 1);
        cells[2] = ems_size_say(page, cost, 0);
        for (int32_t t = 0; t < targets; t++)
            cells[first + t] = ems_say_figure(&page->words, EMS_SAY_SHARE, &trial->found[t]);
        ems_table_row(&table, cells);
    }
    ems_size_end_table(page, &table);
}
