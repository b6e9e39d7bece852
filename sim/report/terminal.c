#include "report/report.h"

#include "base/number.h"

#include "report/table.h"
#include "report/words.h"

enum { ROWS_MOST = 40 }; /* of a list that grows with the scenario */

struct page {
    const struct ems_report *report;
    const struct ems_results *results;
    const struct ems_model *model;
    struct ems_words words;
    FILE *out;
    int32_t threshold; /* of model->thresholds: the one shown in tables */
    bool no_memory;
};

static const char *text(const struct page *page, enum ems_text id)
{
    return ems_text(id, page->words.lang);
}

static void heading(struct page *page, enum ems_text id)
{
    struct ems_table table = ems_table_begin(1);
    fputc('\n', page->out);
    EMS_ROW(&table, text(page, id));
    if (!ems_table_end(&table, page->out)) page->no_memory = true;
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

/* The limit that readers look for first: that of the first target, else 10 min, else the first. */
static int32_t main_threshold(const struct ems_model *model)
{
    ems_time wanted = model->target_count > 0 ? model->targets[0].within : 10 * EMS_MINUTE;
    for (int32_t t = 0; t < model->threshold_count; t++)
        if (model->thresholds[t] == wanted) return t;
    return 0;
}

static const char *window_length(struct page *page)
{
    char number[EMS_NUMBER_SIZE];
    double hours = (double)page->results->simulated / (double)page->results->replications / (double)EMS_HOUR;
    bool days = hours >= 48;
    ems_number_format(rint(hours / (days ? 24 : 1) * 10) / 10, number);
    return days ? EMS_SAY(&page->words, R_DAYS, number) : EMS_SAY(&page->words, R_HOURS, number);
}

static void print_title(struct page *page)
{
    const struct ems_results *results = page->results;
    struct ems_words *words = &page->words;
    const char *done = ems_say_integer(words, results->replications);
    line(page, ems_name_in(&page->model->name, words->lang, page->model->scenario_id));
    if (results->replications < results->asked)
        line(page, EMS_SAY(words, R_TITLE_STOPPED, done, ems_say_integer(words, results->asked)));
    if (results->replications == 0)
        line(page, text(page, EMS_T_R_TITLE_NONE));
    else if (results->replications == 1)
        line(page, EMS_SAY(words, R_TITLE_ONE, window_length(page)));
    else
        line(page, EMS_SAY(words, R_TITLE_RUN, done, window_length(page),
                           words->lang == EMS_LANG_ZH ? "95%" : "95 %"));
}

/* A line of label, value and interval. */
static void figure_row(struct page *page, struct ems_table *table, const char *label, enum ems_saying saying,
                       const struct ems_figure *figure)
{
    EMS_ROW(table, label, ems_say_figure(&page->words, saying, figure),
            ems_say_interval(&page->words, saying, figure));
}

static struct ems_table begin_figures(struct page *page, enum ems_text title)
{
    struct ems_table table = ems_table_begin(3);
    fputc('\n', page->out);
    EMS_ROW(&table, text(page, title), text(page, EMS_T_R_VALUE), text(page, EMS_T_R_INTERVAL));
    return table;
}

static void within_rows(struct page *page, struct ems_table *table)
{
    const struct ems_model *model = page->model;
    for (int32_t t = 0; t < model->threshold_count; t++) {
        ems_time limit = model->thresholds[t];
        bool shown = t == page->threshold || limit == 8 * EMS_MINUTE || limit == 15 * EMS_MINUTE;
        if (!shown) continue;
        figure_row(page, table, EMS_SAY(&page->words, R_WITHIN, ems_say_limit(&page->words, limit)),
                   EMS_SAY_SHARE, &page->results->all.within[t]);
    }
}

static void print_main(struct page *page)
{
    const struct ems_group_result *all = &page->results->all;
    struct ems_table table = begin_figures(page, EMS_T_R_HEAD_MAIN);
    figure_row(page, &table, text(page, EMS_T_R_MEAN), EMS_SAY_MINUTES, &all->mean_s);
    figure_row(page, &table, text(page, EMS_T_R_P50), EMS_SAY_MINUTES, &all->p50_s);
    figure_row(page, &table, text(page, EMS_T_R_P90), EMS_SAY_MINUTES, &all->p90_s);
    figure_row(page, &table, text(page, EMS_T_R_FROM_ORDER), EMS_SAY_MINUTES, &all->from_order_s);
    within_rows(page, &table);
    figure_row(page, &table, text(page, EMS_T_R_RECEIVED), EMS_SAY_COUNT, &page->results->calls.received);
    figure_row(page, &table, text(page, EMS_T_R_REQUESTS), EMS_SAY_COUNT, &all->requests);
    figure_row(page, &table, text(page, EMS_T_R_REACHED), EMS_SAY_COUNT, &all->reached);
    end_table(page, &table);
}

static void print_targets(struct page *page)
{
    const struct ems_model *model = page->model;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(5);
    bool undecided = false;
    if (model->target_count == 0) return;
    fputc('\n', page->out);
    EMS_ROW(&table, text(page, EMS_T_R_HEAD_TARGETS), text(page, EMS_T_R_REQUIRED), text(page, EMS_T_R_FOUND),
            text(page, EMS_T_R_INTERVAL), text(page, EMS_T_R_VERDICT));
    for (int32_t i = 0; i < model->target_count; i++) {
        const struct ems_target_result *result = &page->results->targets[i];
        EMS_ROW(&table, ems_say_target(words, model, &model->targets[i]),
                ems_say_number(words, EMS_SAY_SHARE, model->targets[i].share),
                ems_say_figure(words, EMS_SAY_SHARE, &result->found),
                ems_say_interval(words, EMS_SAY_SHARE, &result->found),
                ems_say_verdict(words, &result->judgement));
        undecided = undecided || result->judgement.replications_needed > 0;
    }
    end_table(page, &table);
    if (undecided) line(page, text(page, EMS_T_R_UNDECIDED_NOTE));
    if (model->target_count > 1)
        line(page, EMS_SAY(words, R_TARGET_SHARE, "5", ems_say_integer(words, model->target_count)));
}

static void print_standards(struct page *page)
{
    const struct ems_standards_result *standards = page->report->standards;
    if (standards == NULL || standards->count == 0) return;
    fputc('\n', page->out);
    if (!ems_report_standards_table(standards, page->words.lang, page->out)) page->no_memory = true;
}

/* Parts [from, to) as two lines: names, then means. */
static void parts_table(struct page *page, enum ems_text label, int32_t from, int32_t to)
{
    static const enum ems_text names[] = {
#define EMS_X(id, name) EMS_T_R_PART_##id,
        EMS_PARTS(EMS_X)
#undef EMS_X
    };
    const char *heads[EMS_TABLE_COLUMNS_MAX] = {text(page, label)}, *means[EMS_TABLE_COLUMNS_MAX] = {""};
    const struct ems_group_result *all = &page->results->all;
    bool response = from == 0;
    int32_t columns = 1;
    for (int32_t p = from; p < to; p++, columns++) {
        const struct ems_figure *figure = response ? &all->parts_s[p] : &page->results->parts_s[p];
        heads[columns] = text(page, names[p]);
        means[columns] = ems_say_figure(&page->words, EMS_SAY_MINUTES, figure);
    }
    if (response) {
        heads[columns] = text(page, EMS_T_R_PART_RESPONSE);
        means[columns++] = ems_say_figure(&page->words, EMS_SAY_MINUTES, &all->mean_s);
    }
    struct ems_table table = ems_table_begin(columns);
    ems_table_row(&table, heads);
    ems_table_row(&table, means);
    end_table(page, &table);
}

static void print_parts(struct page *page)
{
    heading(page, EMS_T_R_HEAD_PARTS);
    parts_table(page, EMS_T_R_PARTS_BEFORE, 0, EMS_RESPONSE_PARTS);
    parts_table(page, EMS_T_R_PARTS_AFTER, EMS_RESPONSE_PARTS, EMS_PART_EMPTY_SCENE);
}

static void group_row(struct page *page, struct ems_table *table, const char *name,
                      const struct ems_group_result *group)
{
    struct ems_words *words = &page->words;
    const char *within = page->model->threshold_count == 0
                             ? ""
                             : ems_say_figure(words, EMS_SAY_SHARE, &group->within[page->threshold]);
    EMS_ROW(table, name, ems_say_figure(words, EMS_SAY_COUNT, &group->requests),
            ems_say_figure(words, EMS_SAY_COUNT, &group->reached),
            ems_say_figure(words, EMS_SAY_MINUTES, &group->mean_s),
            ems_say_figure(words, EMS_SAY_MINUTES, &group->p90_s), within);
}

static void area_rows(struct page *page, struct ems_table *table)
{
    const struct ems_model *model = page->model;
    int32_t shown = 0, left = 0;
    for (int32_t i = 0; i < model->area_count; i++) {
        const struct ems_area *area = &model->areas[i];
        if (!ems_group_used(&page->results->by_area[i])) continue;
        if (shown++ < ROWS_MOST)
            group_row(page, table, ems_name_in(&area->name, page->words.lang, area->id),
                      &page->results->by_area[i]);
        else
            left++;
    }
    if (ems_group_used(&page->results->by_area[model->area_count]))
        group_row(page, table, text(page, EMS_T_R_OUTSIDE), &page->results->by_area[model->area_count]);
    if (left > 0)
        EMS_ROW(table, EMS_SAY(&page->words, R_MORE, ems_say_integer(&page->words, left)), NULL, NULL, NULL,
                NULL, NULL);
}

static void print_groups(struct page *page)
{
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(6);
    const char *limit =
        page->model->threshold_count == 0
            ? ""
            : EMS_SAY(words, R_COL_WITHIN, ems_say_limit(words, page->model->thresholds[page->threshold]));
    fputc('\n', page->out);
    EMS_ROW(&table, text(page, EMS_T_R_HEAD_GROUPS), text(page, EMS_T_R_COL_REQUESTS),
            text(page, EMS_T_R_COL_REACHED), text(page, EMS_T_R_COL_MEAN), text(page, EMS_T_R_COL_P90),
            limit);
    for (int32_t i = 0; i < EMS_PRIORITIES; i++)
        if (ems_group_used(&page->results->by_priority[i]))
            group_row(page, &table, EMS_SAY(words, R_BY_PRIORITY, ems_say_integer(words, i + 1)),
                      &page->results->by_priority[i]);
    for (int32_t i = 0; i < page->model->class_count; i++)
        if (ems_group_used(&page->results->by_class[i]))
            group_row(page, &table, ems_say_class(words, page->model->classes[i].id),
                      &page->results->by_class[i]);
    area_rows(page, &table);
    end_table(page, &table);
}

static void station_row(struct page *page, struct ems_table *table, const char *name, int32_t vehicles,
                        int32_t crews, const struct ems_crew_result *result,
                        const struct ems_figure *response)
{
    struct ems_words *words = &page->words;
    EMS_ROW(table, name, ems_say_integer(words, vehicles), ems_say_integer(words, crews),
            ems_say_figure(words, EMS_SAY_COUNT, &result->orders),
            ems_say_figure(words, EMS_SAY_SHARE, &result->utilisation),
            ems_say_figure(words, EMS_SAY_MINUTES, response));
}

static void print_stations(struct page *page)
{
    const struct ems_model *model = page->model;
    const struct ems_results *results = page->results;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(6);
    fputc('\n', page->out);
    EMS_ROW(&table, text(page, EMS_T_R_HEAD_STATIONS), text(page, EMS_T_R_COL_VEHICLES),
            text(page, EMS_T_R_COL_CREWS), text(page, EMS_T_R_COL_ORDERS), text(page, EMS_T_R_COL_BUSY),
            text(page, EMS_T_R_COL_RESPONSE));
    for (int32_t s = 0; s < model->station_count && s < ROWS_MOST; s++) {
        const struct ems_station *station = &model->stations[s];
        station_row(page, &table, ems_name_in(&station->name, words->lang, station->id),
                    station->vehicle_count, station->crew_count, &results->stations[s].crews,
                    &results->stations[s].response_s);
    }
    if (model->station_count > ROWS_MOST)
        EMS_ROW(&table, EMS_SAY(words, R_MORE, ems_say_integer(words, model->station_count - ROWS_MOST)),
                NULL, NULL, NULL, NULL, NULL);
    station_row(page, &table, text(page, EMS_T_R_ALL_STATIONS), model->vehicle_count, model->crew_count,
                &results->fleet, &results->all.mean_s);
    end_table(page, &table);
    line(page, EMS_SAY(words, R_FLEET_LINE,
                       ems_say_figure(words, EMS_SAY_NUMBER, &results->fleet.unit_hour_utilisation),
                       ems_say_figure(words, EMS_SAY_MINUTES, &results->fleet.overtime_s),
                       ems_say_number(words, EMS_SAY_COUNT, results->distance_m.value / 1000)));
}

static void print_centre(struct page *page)
{
    const struct ems_service_figures *service = &page->results->service;
    const struct ems_level_figures *levels = &page->results->levels;
    struct ems_table table = begin_figures(page, EMS_T_R_HEAD_CENTRE);
    figure_row(page, &table, text(page, EMS_T_R_ANSWERED_10S), EMS_SAY_SHARE, &service->answered_10s_share);
    figure_row(page, &table, text(page, EMS_T_R_LOST), EMS_SAY_SHARE, &service->lost_share);
    figure_row(page, &table, text(page, EMS_T_R_SEATS), EMS_SAY_SHARE, &levels->seats_share);
    figure_row(page, &table, text(page, EMS_T_R_DEPARTED), EMS_SAY_SHARE, &service->departed_180s_share);
    figure_row(page, &table, text(page, EMS_T_R_ON_ROAD), EMS_SAY_SHARE, &service->ordered_on_road_share);
    figure_row(page, &table, text(page, EMS_T_R_SATISFACTION), EMS_SAY_SHARE, &service->satisfaction_share);
    figure_row(page, &table, text(page, EMS_T_R_QUEUED), EMS_SAY_SHARE, &service->queued_share);
    figure_row(page, &table, text(page, EMS_T_R_WAITING), EMS_SAY_NUMBER, &levels->waiting);
    figure_row(page, &table, text(page, EMS_T_R_WAITING_MAX), EMS_SAY_COUNT, &levels->waiting_max);
    if (page->report->radius != NULL && page->report->radius->all.measured > 0) {
        const struct ems_radius_group *all = &page->report->radius->all;
        EMS_ROW(&table, text(page, EMS_T_R_RADIUS),
                ems_say_number(&page->words, EMS_SAY_SHARE, all->covered / all->measured), "");
    }
    figure_row(page, &table, text(page, EMS_T_R_COVER), EMS_SAY_SHARE, &levels->cover_share);
    end_table(page, &table);
}

static void print_hospitals(struct page *page)
{
    const struct ems_model *model = page->model;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(6);
    if (model->hospital_count == 0) return;
    fputc('\n', page->out);
    EMS_ROW(&table, text(page, EMS_T_R_HEAD_HOSPITALS), text(page, EMS_T_R_COL_ARRIVALS),
            text(page, EMS_T_R_COL_BAYS), text(page, EMS_T_R_COL_OCCUPIED), text(page, EMS_T_R_COL_BAY_WAIT),
            text(page, EMS_T_R_COL_HANDOVER));
    for (int32_t h = 0; h < model->hospital_count && h < ROWS_MOST; h++) {
        const struct ems_hospital *hospital = &model->hospitals[h];
        const struct ems_hospital_result *result = &page->results->hospitals[h];
        EMS_ROW(&table, ems_name_in(&hospital->name, words->lang, hospital->id),
                ems_say_figure(words, EMS_SAY_COUNT, &result->arrivals),
                hospital->bays == EMS_UNLIMITED ? text(page, EMS_T_R_NONE)
                                                : ems_say_integer(words, hospital->bays),
                ems_say_figure(words, EMS_SAY_SHARE, &result->occupancy_share),
                ems_say_figure(words, EMS_SAY_MINUTES, &result->bay_wait_s),
                ems_say_figure(words, EMS_SAY_MINUTES, &result->handover_s));
    }
    if (model->hospital_count > ROWS_MOST)
        EMS_ROW(&table, EMS_SAY(words, R_MORE, ems_say_integer(words, model->hospital_count - ROWS_MOST)),
                NULL, NULL, NULL, NULL, NULL);
    end_table(page, &table);
}

static void print_outcomes(struct page *page)
{
    static const enum ems_text names[] = {
#define EMS_X(id, name) EMS_T_R_OUT_##id,
        EMS_OUTCOMES(EMS_X)
#undef EMS_X
    };
    struct ems_table table = begin_figures(page, EMS_T_R_HEAD_OUTCOMES);
    for (int32_t o = 0; o < EMS_OUTCOME_COUNT; o++)
        if (page->results->calls.outcomes[o].value > 0)
            figure_row(page, &table, text(page, names[o]), EMS_SAY_COUNT, &page->results->calls.outcomes[o]);
    end_table(page, &table);
}

static void print_origin(struct page *page)
{
    fputc('\n', page->out);
    line(page, EMS_SAY(&page->words, R_ORIGIN_LINE,
                       page->model->scenario_id != NULL ? page->model->scenario_id : "-",
                       ems_say_integer(&page->words, (int64_t)page->model->seed), EMS_VERSION));
    line(page, text(page, EMS_T_R_METHOD_LINE));
}

enum ems_status ems_report_terminal(const struct ems_report *report, enum ems_lang lang, FILE *out)
{
    struct page page = {.report = report, .results = report->results, .model = report->results->model};
    page.words.lang = lang;
    page.out = out;
    page.threshold = main_threshold(page.model);
    print_title(&page);
    if (page.results->replications > 0) {
        print_main(&page);
        print_targets(&page);
        print_standards(&page);
        print_parts(&page);
        print_groups(&page);
        print_stations(&page);
        print_centre(&page);
        print_hospitals(&page);
        print_outcomes(&page);
    }
    print_origin(&page);
    bool no_memory = page.no_memory || page.words.arena.failed;
    ems_arena_free(&page.words.arena);
    if (no_memory) return EMS_NO_MEMORY;
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
