#include "report/size_page.h"

#include <string.h>

#include "base/number.h"
#include "report/report.h"

enum { TARGET_COLUMNS = 3, TYPE_COLUMNS = 6 }; /* as many as fit a page; JSON has all */

double ems_size_persons(const struct ems_size_report *report, const struct ems_size_plan *plan)
{
    return plan->paid / EMS_SIZE_HOURS * report->persons * 40 / report->size->shifts.week_hours;
}

const char *ems_size_text(const struct ems_size_page *page, enum ems_text id)
{
    return ems_text(id, page->words.lang);
}

void ems_size_line(struct ems_size_page *page, const char *words)
{
    struct ems_table table = ems_table_begin(1);
    EMS_ROW(&table, words);
    if (!ems_table_end(&table, page->out)) page->no_memory = true;
}

void ems_size_end_table(struct ems_size_page *page, struct ems_table *table)
{
    if (!ems_table_end(table, page->out)) page->no_memory = true;
}

const char *ems_size_say(struct ems_size_page *page, double value, int decimals)
{
    char number[EMS_NUMBER_SIZE];
    ems_number_format_fixed(value, decimals, number);
    const char *text = ems_arena_strdup(&page->words.arena, number);
    return text != NULL ? text : "?";
}

const char *ems_size_station(struct ems_size_page *page, int32_t station)
{
    const struct ems_station *of = &page->model->stations[station];
    return ems_name_in(&of->name, page->words.lang, of->id);
}

const char *ems_size_target(struct ems_size_page *page, int32_t target)
{
    return EMS_SAY(&page->words, SIZE_TARGET_NUMBER, ems_say_integer(&page->words, target + 1));
}

int32_t ems_size_shown_targets(const struct ems_size_page *page)
{
    return page->model->target_count < TARGET_COLUMNS ? page->model->target_count : TARGET_COLUMNS;
}

static void print_title(struct ems_size_page *page)
{
    const struct ems_size *size = page->size;
    struct ems_words *words = &page->words;
    const char *crews = ems_size_say(page, size->plan.plan.hours / EMS_SIZE_HOURS, 1);
    const char *hours = ems_size_say(page, size->plan.plan.hours, 0);
    ems_size_line(page, ems_name_in(&page->model->name, words->lang, page->model->scenario_id));
    if (size->feasible)
        ems_size_line(page, EMS_SAY(words, SIZE_FOUND, crews, hours));
    else
        ems_size_line(page, EMS_SAY(words, SIZE_NOT_FOUND, ems_say_integer(words, size->most_crews)));
    ems_size_line(page, EMS_SAY(words, SIZE_NOW, ems_size_say(page, size->now.plan.hours / EMS_SIZE_HOURS, 1),
                                ems_size_say(page, size->now.plan.hours, 0)));
    if (size->growth.year > 0)
        ems_size_line(page, EMS_SAY(words, SIZE_GROWN, ems_say_integer(words, size->growth.year),
                                    ems_size_say(page, size->growth.request_factor, 2)));
    if (size->growth.aged > 0)
        ems_size_line(page, EMS_SAY(words, SIZE_AGED, ems_say_integer(words, size->growth.aged),
                                    ems_size_say(page, size->growth.aged_from * 100, 1),
                                    ems_size_say(page, size->growth.aged_to * 100, 1),
                                    ems_size_say(page, size->growth.aged_use, 1),
                                    ems_size_say(page, size->growth.ageing_factor, 3)));
}

static void print_targets(struct ems_size_page *page)
{
    const struct ems_size *size = page->size;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(6);
    fputc('\n', page->out);
    EMS_ROW(&table, ems_size_text(page, EMS_T_R_HEAD_TARGETS), ems_size_text(page, EMS_T_R_REQUIRED),
            ems_size_text(page, EMS_T_SIZE_COL_NOW),
            ems_size_text(page, size->feasible ? EMS_T_SIZE_COL_PLAN : EMS_T_SIZE_COL_BEST),
            ems_size_text(page, EMS_T_R_INTERVAL), ems_size_text(page, EMS_T_R_VERDICT));
    for (int32_t t = 0; t < page->model->target_count; t++)
        EMS_ROW(&table, ems_say_target(words, page->model, &page->model->targets[t]),
                ems_say_number(words, EMS_SAY_SHARE, page->model->targets[t].share),
                ems_say_figure(words, EMS_SAY_SHARE, &size->now.found[t]),
                ems_say_figure(words, EMS_SAY_SHARE, &size->plan.found[t]),
                ems_say_interval(words, EMS_SAY_SHARE, &size->plan.found[t]),
                ems_say_verdict(words, &size->judgement[t]));
    ems_size_end_table(page, &table);
    if (size->certified)
        ems_size_line(page,
                      EMS_SAY(words, SIZE_CERTIFIED, ems_say_integer(words, size->certificate_replications)));
    for (int32_t t = 0; t < page->model->target_count; t++)
        if (size->beyond[t])
            ems_size_line(page, EMS_SAY(words, SIZE_BEYOND,
                                        ems_say_target(words, page->model, &page->model->targets[t]),
                                        ems_say_figure(words, EMS_SAY_SHARE, &size->ample.found[t])));
}

/* 3 x 24 h, 1 x 08-20 */
static const char *say_crews(struct ems_size_page *page, const int32_t *crews)
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

/* With shifts laid out a table of their own follows: here what is needed. */
static const char *say_plan(struct ems_size_page *page, int32_t station)
{
    const struct ems_size *size = page->size;
    if (size->needed == NULL) return say_crews(page, size->plan.plan.crews + station * EMS_SIZE_PATTERNS);
    const int32_t *needed = size->needed + station * EMS_SIZE_HOURS;
    int32_t least = needed[0], most = needed[0];
    for (int32_t h = 1; h < EMS_SIZE_HOURS; h++) {
        if (needed[h] < least) least = needed[h];
        if (needed[h] > most) most = needed[h];
    }
    if (least == most) return ems_say_integer(&page->words, most);
    return EMS_SAY(&page->words, SIZE_ON_DUTY, ems_say_integer(&page->words, least),
                   ems_say_integer(&page->words, most));
}

static void print_stations(struct ems_size_page *page)
{
    const struct ems_size *size = page->size;
    struct ems_table table = ems_table_begin(3);
    fputc('\n', page->out);
    EMS_ROW(&table, ems_size_text(page, EMS_T_SIZE_HEAD_STATIONS), ems_size_text(page, EMS_T_SIZE_COL_NOW),
            ems_size_text(page, size->feasible ? EMS_T_SIZE_COL_PLAN : EMS_T_SIZE_COL_BEST));
    for (int32_t s = 0; s < page->model->station_count; s++)
        EMS_ROW(&table, ems_size_station(page, s),
                say_crews(page, size->now.plan.crews + s * EMS_SIZE_PATTERNS), say_plan(page, s));
    ems_size_end_table(page, &table);
}

/* By station and type; what must be bought below. */
static void print_vehicles(struct ems_size_page *page)
{
    const struct ems_size *size = page->size;
    const char *cells[EMS_TABLE_COLUMNS_MAX] = {ems_size_text(page, EMS_T_SIZE_HEAD_VEHICLES)};
    int32_t types = page->model->type_count, shown = types < TYPE_COLUMNS ? types : TYPE_COLUMNS;
    struct ems_table table = ems_table_begin(1 + shown);
    fputc('\n', page->out);
    for (int32_t t = 0; t < shown; t++) cells[1 + t] = page->model->types[t].id;
    ems_table_row(&table, cells);
    for (int32_t s = 0; s < page->model->station_count; s++) {
        cells[0] = ems_size_station(page, s);
        for (int32_t t = 0; t < shown; t++)
            cells[1 + t] = ems_say_integer(&page->words, size->vehicles[s * types + t]);
        ems_table_row(&table, cells);
    }
    cells[0] = ems_size_text(page, EMS_T_SIZE_TO_BUY);
    for (int32_t t = 0; t < shown; t++) cells[1 + t] = ems_say_integer(&page->words, size->added[t]);
    ems_table_row(&table, cells);
    ems_size_end_table(page, &table);
    if (size->vehicles_required > 0)
        ems_size_line(page, EMS_SAY(&page->words, SIZE_CLAUSES,
                                    ems_say_integer(&page->words, size->vehicles_required),
                                    ems_say_integer(&page->words, size->negative_required),
                                    ems_say_integer(&page->words, size->vehicles_owned),
                                    ems_say_integer(&page->words, size->negative_owned)));
}

static void print_cost(struct ems_size_page *page)
{
    const struct ems_size *size = page->size;
    double persons = ems_size_persons(page->report, &size->plan.plan);
    fputc('\n', page->out);
    ems_size_line(page, EMS_SAY(&page->words, SIZE_PERSONS, ems_size_say(page, persons, 0),
                                ems_size_say(page, page->report->persons, 0)));
    if (page->report->price > 0)
        ems_size_line(page,
                      EMS_SAY(&page->words, SIZE_COST, ems_size_say(page, persons * page->report->price, 0)));
    if (!isnan(size->vehicle_cost))
        ems_size_line(page,
                      EMS_SAY(&page->words, SIZE_VEHICLE_COST, ems_size_say(page, size->vehicle_cost, 0)));
}

static void print_standards(struct ems_size_page *page)
{
    if (page->size->clauses.count == 0) return;
    fputc('\n', page->out);
    if (!ems_report_standards_table(&page->size->clauses, page->words.lang, page->out))
        page->no_memory = true;
    ems_size_line(page, ems_size_text(page, EMS_T_SIZE_CLAUSES_ERROR));
}

static void print_work(struct ems_size_page *page)
{
    const struct ems_size *size = page->size;
    struct ems_words *words = &page->words;
    fputc('\n', page->out);
    if (size->feasible && size->alternative_count > 1)
        ems_size_line(page,
                      EMS_SAY(words, SIZE_SELECTED, ems_say_integer(words, size->alternative_count - 1)));
    if (size->feasible && size->alternatives_left > 1)
        ems_size_line(page, EMS_SAY(words, SIZE_UNDECIDED, ems_say_integer(words, size->alternatives_left)));
    ems_size_line(page, EMS_SAY(words, SIZE_WORK, ems_say_integer(words, size->plans_computed),
                                ems_say_integer(words, size->plans_simulated),
                                ems_say_integer(words, size->replications)));
}

enum ems_status ems_size_print(const struct ems_size_report *report, enum ems_lang lang, FILE *out)
{
    struct ems_size_page page = {
        .report = report, .size = report->size, .model = report->size->base, .out = out};
    page.words.lang = lang;
    print_title(&page);
    print_targets(&page);
    ems_size_print_worlds(&page);
    print_stations(&page);
    ems_size_print_shifts(&page);
    print_vehicles(&page);
    print_cost(&page);
    print_standards(&page);
    ems_size_print_steps(&page);
    ems_size_print_curve(&page);
    print_work(&page);
    bool no_memory = page.no_memory || page.words.arena.failed;
    ems_arena_free(&page.words.arena);
    if (no_memory) return EMS_NO_MEMORY;
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
