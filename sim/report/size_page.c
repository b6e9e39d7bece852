#include "report/size_report.h"

#include "base/number.h"
#include "report/table.h"
#include "report/words.h"

enum { TARGET_COLUMNS = 3 }; /* as many as fit a page; JSON has all */

struct page {
    const struct ems_size_report *report;
    const struct ems_size *size;
    const struct ems_model *model;
    struct ems_words words;
    FILE *out;
    bool no_memory;
};

static const char *text_of(const struct page *page, enum ems_text id)
{
    return ems_text(id, page->words.lang);
}

static void line(struct page *page, const char *words)
{
    struct ems_table table = ems_table_begin(1);
    EMS_ROW(&table, words);
    if (!ems_table_end(&table, page->out)) page->no_memory = true;
}

static void end_table(struct page *page, struct ems_table *table)
{
    if (!ems_table_end(table, page->out)) page->no_memory = true;
}

static const char *say_plain(struct page *page, double value, int decimals)
{
    char number[EMS_NUMBER_SIZE];
    ems_number_format_fixed(value, decimals, number);
    const char *text = ems_arena_strdup(&page->words.arena, number);
    return text != NULL ? text : "?";
}

static void print_title(struct page *page)
{
    const struct ems_size *size = page->size;
    struct ems_words *words = &page->words;
    const char *crews = ems_say_integer(words, size->plan.plan.count);
    const char *hours = say_plain(page, size->plan.plan.hours, 0);
    line(page, ems_name_in(&page->model->name, words->lang, page->model->scenario_id));
    if (size->feasible)
        line(page, EMS_SAY(words, SIZE_FOUND, crews, hours));
    else
        line(page, EMS_SAY(words, SIZE_NOT_FOUND, ems_say_integer(words, size->most_crews)));
    line(page, EMS_SAY(words, SIZE_NOW, ems_say_integer(words, size->now.plan.count),
                       say_plain(page, size->now.plan.hours, 0)));
    if (size->growth.year > 0)
        line(page, EMS_SAY(words, SIZE_GROWN, ems_say_integer(words, size->growth.year),
                           say_plain(page, size->growth.request_factor, 2)));
}

static void print_targets(struct page *page)
{
    const struct ems_size *size = page->size;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(6);
    fputc('\n', page->out);
    EMS_ROW(&table, text_of(page, EMS_T_R_HEAD_TARGETS), text_of(page, EMS_T_R_REQUIRED),
            text_of(page, EMS_T_SIZE_COL_NOW),
            text_of(page, size->feasible ? EMS_T_SIZE_COL_PLAN : EMS_T_SIZE_COL_BEST),
            text_of(page, EMS_T_R_INTERVAL), text_of(page, EMS_T_R_VERDICT));
    for (int32_t t = 0; t < page->model->target_count; t++)
        EMS_ROW(&table, ems_say_target(words, page->model, &page->model->targets[t]),
                ems_say_number(words, EMS_SAY_SHARE, page->model->targets[t].share),
                ems_say_figure(words, EMS_SAY_SHARE, &size->now.found[t]),
                ems_say_figure(words, EMS_SAY_SHARE, &size->plan.found[t]),
                ems_say_interval(words, EMS_SAY_SHARE, &size->plan.found[t]),
                ems_say_verdict(words, &size->judgement[t]));
    end_table(page, &table);
    if (size->certified)
        line(page, EMS_SAY(words, SIZE_CERTIFIED, ems_say_integer(words, size->certificate_replications)));
    for (int32_t t = 0; t < page->model->target_count; t++)
        if (size->beyond[t])
            line(page,
                 EMS_SAY(words, SIZE_BEYOND, ems_say_target(words, page->model, &page->model->targets[t]),
                         ems_say_figure(words, EMS_SAY_SHARE, &size->ample.found[t])));
}

/* 3 (all hours) + 1 (08:00-20:00) */
static const char *say_crews(struct page *page, const int32_t *crews)
{
    const char *list = NULL;
    for (int32_t p = 0; p < page->size->pattern_count; p++) {
        const struct ems_size_pattern *pattern = &page->size->patterns[p];
        if (crews[p] == 0) continue;
        const char *part =
            p == 0 ? EMS_SAY(&page->words, SIZE_ALL_HOURS, ems_say_integer(&page->words, crews[p]))
                   : ems_arena_format(&page->words.arena, "%d x %02d-%02d", crews[p],
                                      (int)(pattern->from / EMS_HOUR), (int)(pattern->to / EMS_HOUR));
        list = list == NULL ? part : ems_arena_format(&page->words.arena, "%s, %s", list, part);
    }
    return list != NULL ? list : "-";
}

static void print_stations(struct page *page)
{
    const struct ems_size *size = page->size;
    int32_t patterns = size->pattern_count, types = page->model->type_count;
    struct ems_table table = ems_table_begin(4);
    fputc('\n', page->out);
    EMS_ROW(&table, text_of(page, EMS_T_SIZE_HEAD_STATIONS), text_of(page, EMS_T_SIZE_COL_NOW),
            text_of(page, size->feasible ? EMS_T_SIZE_COL_PLAN : EMS_T_SIZE_COL_BEST),
            text_of(page, EMS_T_SIZE_COL_VEHICLES));
    for (int32_t s = 0; s < page->model->station_count; s++) {
        const struct ems_station *station = &page->model->stations[s];
        int32_t vehicles = 0;
        for (int32_t t = 0; t < types; t++) vehicles += size->vehicles[s * types + t];
        EMS_ROW(&table, ems_name_in(&station->name, page->words.lang, station->id),
                say_crews(page, size->now.plan.crews + s * patterns),
                say_crews(page, size->plan.plan.crews + s * patterns),
                ems_say_integer(&page->words, vehicles));
    }
    end_table(page, &table);
    double persons = size->plan.plan.hours / 168 * page->report->persons;
    line(page, EMS_SAY(&page->words, SIZE_PERSONS, say_plain(page, persons, 0),
                       say_plain(page, page->report->persons, 0)));
    if (page->report->price > 0)
        line(page, EMS_SAY(&page->words, SIZE_COST, say_plain(page, persons * page->report->price, 0)));
    if (size->vehicles_required > 0)
        line(page, EMS_SAY(&page->words, SIZE_CLAUSES, ems_say_integer(&page->words, size->vehicles_required),
                           ems_say_integer(&page->words, size->negative_required),
                           ems_say_integer(&page->words, size->vehicles_owned),
                           ems_say_integer(&page->words, size->negative_owned)));
}

/* Points of a hundred with their sign; brackets where chance alone may explain them. */
static const char *say_difference(struct page *page, const struct ems_figure *figure)
{
    if (isnan(figure->value)) return "-";
    const char *number = say_plain(page, figure->value * 100, 1);
    const char *sign = figure->value > 0 ? "+" : "";
    bool clear = isnan(figure->low) || figure->low > 0 || figure->high < 0;
    const char *text = ems_arena_format(&page->words.arena, clear ? "%s%s" : "(%s%s)", sign, number);
    return text != NULL ? text : "?";
}

static const char *target_number(struct page *page, int32_t t)
{
    return EMS_SAY(&page->words, SIZE_TARGET_NUMBER, ems_say_integer(&page->words, t + 1));
}

static int32_t shown_targets(const struct page *page)
{
    return page->model->target_count < TARGET_COLUMNS ? page->model->target_count : TARGET_COLUMNS;
}

static void print_steps(struct page *page)
{
    const struct ems_size *size = page->size;
    int32_t targets = shown_targets(page);
    struct ems_table table = ems_table_begin(1 + 2 * targets);
    const char *cells[EMS_TABLE_COLUMNS_MAX] = {text_of(page, EMS_T_SIZE_HEAD_MARGINAL)};
    if (size->step_count == 0) return;
    fputc('\n', page->out);
    for (int32_t side = 0; side < 2; side++)
        for (int32_t t = 0; t < targets; t++)
            cells[1 + side * targets + t] =
                ems_arena_format(&page->words.arena, side == 0 ? "-1: %d" : "+1: %d", t + 1);
    ems_table_row(&table, cells);
    for (int32_t s = 0; s < page->model->station_count; s++) {
        cells[0] = ems_name_in(&page->model->stations[s].name, page->words.lang, page->model->stations[s].id);
        for (int32_t c = 1; c <= 2 * targets; c++) cells[c] = "-";
        for (int32_t i = 0; i < size->step_count; i++)
            for (int32_t t = 0; t < targets && size->steps[i].station == s; t++)
                cells[1 + (size->steps[i].more ? targets : 0) + t] =
                    say_difference(page, &size->steps[i].difference[t]);
        ems_table_row(&table, cells);
    }
    end_table(page, &table);
    line(page, text_of(page, EMS_T_SIZE_MARGINAL_NOTE));
}

static void print_curve(struct page *page)
{
    const struct ems_size *size = page->size;
    int32_t targets = shown_targets(page);
    struct ems_table table = ems_table_begin(2 + targets);
    const char *cells[EMS_TABLE_COLUMNS_MAX] = {text_of(page, EMS_T_SIZE_HEAD_CURVE),
                                                text_of(page, EMS_T_SIZE_COL_HOURS)};
    if (size->curve_count == 0) return;
    fputc('\n', page->out);
    for (int32_t t = 0; t < targets; t++) cells[2 + t] = target_number(page, t);
    ems_table_row(&table, cells);
    for (int32_t i = 0; i < size->curve_count; i++) {
        const struct ems_size_trial *trial = &size->curve[i];
        cells[0] = EMS_SAY(&page->words, SIZE_CREWS, ems_say_integer(&page->words, trial->plan.count));
        cells[1] = say_plain(page, trial->plan.hours, 0);
        for (int32_t t = 0; t < targets; t++)
            cells[2 + t] = ems_say_figure(&page->words, EMS_SAY_SHARE, &trial->found[t]);
        ems_table_row(&table, cells);
    }
    end_table(page, &table);
}

static void print_work(struct page *page)
{
    const struct ems_size *size = page->size;
    struct ems_words *words = &page->words;
    fputc('\n', page->out);
    if (size->feasible && size->alternative_count > 1)
        line(page, EMS_SAY(words, SIZE_SELECTED, ems_say_integer(words, size->alternative_count - 1)));
    if (size->feasible && size->alternatives_left > 1)
        line(page, EMS_SAY(words, SIZE_UNDECIDED, ems_say_integer(words, size->alternatives_left)));
    line(page,
         EMS_SAY(words, SIZE_WORK, ems_say_integer(words, size->plans_computed),
                 ems_say_integer(words, size->plans_simulated), ems_say_integer(words, size->replications)));
}

enum ems_status ems_size_print(const struct ems_size_report *report, enum ems_lang lang, FILE *out)
{
    struct page page = {.report = report, .size = report->size, .model = report->size->base, .out = out};
    page.words.lang = lang;
    print_title(&page);
    print_targets(&page);
    print_stations(&page);
    print_steps(&page);
    print_curve(&page);
    print_work(&page);
    bool no_memory = page.no_memory || page.words.arena.failed;
    ems_arena_free(&page.words.arena);
    if (no_memory) return EMS_NO_MEMORY;
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
