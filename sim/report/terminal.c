#include "base/number.h"
#include "model/inputs.h"
#include "report/page.h"
#include "study/metric.h"

static const char *window_length(struct ems_page *page)
{
    char number[EMS_NUMBER_SIZE];
    double hours = (double)page->results->simulated / (double)page->results->replications / (double)EMS_HOUR;
    bool days = hours >= 48;
    ems_number_format(rint(hours / (days ? 24 : 1) * 10) / 10, number);
    return days ? EMS_SAY(&page->words, R_DAYS, number) : EMS_SAY(&page->words, R_HOURS, number);
}

/* What the model may be wrong about. */
static void print_doubts(struct ems_page *page)
{
    const struct ems_hypercube_summary *cube = &page->results->hypercube;
    if (ems_hypercube_lacks_timeline(page->model))
        ems_page_line(page, ems_page_text(page, EMS_T_R_HYPERCUBE_TIMELINE));
    if (ems_hypercube_is_busy(cube))
        ems_page_line(page, EMS_SAY(&page->words, R_HYPERCUBE_BUSY,
                                    ems_say_number(&page->words, EMS_SAY_SHARE, cube->all_busy)));
}

static void print_title(struct ems_page *page)
{
    const struct ems_results *results = page->results;
    struct ems_words *words = &page->words;
    const char *done = ems_say_integer(words, results->replications);
    ems_page_line(page, ems_name_in(&page->model->name, words->lang, page->model->scenario_id));
    if (results->method == EMS_METHOD_HYPERCUBE) {
        ems_page_line(page, ems_page_text(page, results->hypercube.exact ? EMS_T_R_TITLE_HYPERCUBE
                                                                         : EMS_T_R_TITLE_HYPERCUBE_NEAR));
        ems_page_line(page, ems_page_text(page, EMS_T_R_HYPERCUBE_NOTE));
        print_doubts(page);
        return;
    }
    if (results->replications < results->asked)
        ems_page_line(page, EMS_SAY(words, R_TITLE_STOPPED, done, ems_say_integer(words, results->asked)));
    if (results->replications == 0)
        ems_page_line(page, ems_page_text(page, EMS_T_R_TITLE_NONE));
    else if (results->replications == 1)
        ems_page_line(page, EMS_SAY(words, R_TITLE_ONE, window_length(page)));
    else
        ems_page_line(page, EMS_SAY(words, R_TITLE_RUN, done, window_length(page),
                                    words->lang == EMS_LANG_ZH ? "95%" : "95 %"));
}

static const char *say_days(struct ems_page *page, ems_time time)
{
    char number[EMS_NUMBER_SIZE];
    ems_number_format((double)time / (double)EMS_DAY, number);
    return EMS_SAY(&page->words, R_DAYS, number);
}

static void print_warmup(struct ems_page *page)
{
    const struct ems_warmup *warmup = &page->results->warmup;
    if (ems_results_overloaded(page->results) && (warmup->pilots == 0 || warmup->steady))
        ems_page_line(page, ems_page_text(page, EMS_T_R_OVERLOADED));
    if (warmup->pilots == 0) return;
    if (warmup->steady)
        ems_page_line(page, EMS_SAY(&page->words, R_WARMUP, say_days(page, warmup->warmup),
                                    ems_say_integer(&page->words, warmup->pilots)));
    else
        ems_page_line(page, ems_page_text(page, EMS_T_R_WARMUP_NONE));
}

static void print_precision(struct ems_page *page)
{
    const struct ems_results *results = page->results;
    const char *n = ems_say_integer(&page->words, results->replications);
    for (int32_t i = 0; i < results->precision_count; i++) {
        const struct ems_precision_result *precision = &results->precisions[i];
        ems_page_line(page, precision->reached
                                ? EMS_SAY(&page->words, R_PRECISION_MET, precision->asked, n)
                                : EMS_SAY(&page->words, R_PRECISION_MISSED, precision->asked, n));
    }
}

static const char *say_part(struct ems_page *page, const char *label, const struct ems_figure *figure)
{
    const char *share = ems_say_number(&page->words, EMS_SAY_SHARE, figure->input_share);
    return EMS_SAY(&page->words, R_INPUT_PART, label, share);
}

/* How often inputs were drawn anew, and how much of the error is theirs. */
static void print_inputs(struct ems_page *page)
{
    const struct ems_results *results = page->results;
    struct ems_words *words = &page->words;
    if (results->inner == 0) return;
    const char *draws = ems_say_integer(words, results->replications / results->inner),
               *inner = ems_say_integer(words, results->inner),
               *count = ems_say_integer(words, ems_model_list_inputs(page->model, NULL, 0));
    ems_page_line(page, EMS_SAY(words, R_INPUTS, count, draws, inner));
    if (isnan(results->all.mean_s.low)) return;
    const struct ems_group_result *all = &results->all;
    const char *limit = ems_say_limit(words, page->model->thresholds[page->threshold]);
    ems_page_line(
        page,
        EMS_SAY(words, R_INPUT_PARTS, say_part(page, ems_page_text(page, EMS_T_R_COL_MEAN), &all->mean_s),
                say_part(page, ems_page_text(page, EMS_T_R_COL_P90), &all->p90_s),
                say_part(page, EMS_SAY(words, R_COL_WITHIN, limit), &all->within[page->threshold])));
}

static void within_rows(struct ems_page *page, struct ems_table *table)
{
    const struct ems_model *model = page->model;
    for (int32_t t = 0; t < model->threshold_count; t++) {
        ems_time limit = model->thresholds[t];
        bool shown = t == page->threshold || limit == 8 * EMS_MINUTE || limit == 15 * EMS_MINUTE;
        if (!shown) continue;
        ems_page_figure(page, table, EMS_SAY(&page->words, R_WITHIN, ems_say_limit(&page->words, limit)),
                        EMS_SAY_SHARE, &page->results->all.within[t]);
    }
}

static void print_main(struct ems_page *page)
{
    const struct ems_group_result *all = &page->results->all;
    struct ems_table table = ems_page_begin_figures(page, EMS_T_R_HEAD_MAIN);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_MEAN), EMS_SAY_MINUTES, &all->mean_s);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_P50), EMS_SAY_MINUTES, &all->p50_s);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_P90), EMS_SAY_MINUTES, &all->p90_s);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_FROM_ORDER), EMS_SAY_MINUTES,
                    &all->from_order_s);
    within_rows(page, &table);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_RECEIVED), EMS_SAY_COUNT,
                    &page->results->calls.received);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_REQUESTS), EMS_SAY_COUNT, &all->requests);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_REACHED), EMS_SAY_COUNT, &all->reached);
    ems_page_end_table(page, &table);
}

static void print_targets(struct ems_page *page)
{
    const struct ems_model *model = page->model;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(5);
    bool undecided = false;
    if (model->target_count == 0) return;
    fputc('\n', page->out);
    EMS_ROW(&table, ems_page_text(page, EMS_T_R_HEAD_TARGETS), ems_page_text(page, EMS_T_R_REQUIRED),
            ems_page_text(page, EMS_T_R_FOUND), ems_page_text(page, EMS_T_R_INTERVAL),
            ems_page_text(page, EMS_T_R_VERDICT));
    for (int32_t i = 0; i < model->target_count; i++) {
        const struct ems_target_result *result = &page->results->targets[i];
        EMS_ROW(&table, ems_say_target(words, model, &model->targets[i]),
                ems_say_number(words, EMS_SAY_SHARE, model->targets[i].share),
                ems_say_figure(words, EMS_SAY_SHARE, &result->found),
                ems_say_interval(words, EMS_SAY_SHARE, &result->found),
                ems_say_verdict(words, &result->judgement));
        undecided = undecided || result->judgement.replications_needed > 0;
    }
    ems_page_end_table(page, &table);
    if (undecided) ems_page_line(page, ems_page_text(page, EMS_T_R_UNDECIDED_NOTE));
    if (model->target_count > 1 && page->results->method == EMS_METHOD_SIMULATION)
        ems_page_line(page, EMS_SAY(words, R_TARGET_SHARE, "5", ems_say_integer(words, model->target_count)));
}

static void print_standards(struct ems_page *page)
{
    const struct ems_standards_result *standards = page->report->standards;
    if (standards == NULL || standards->count == 0) return;
    fputc('\n', page->out);
    if (!ems_report_standards_table(standards, page->words.lang, page->out)) page->no_memory = true;
}

/* Parts [from, to) as two lines: names, then means. */
static void parts_table(struct ems_page *page, enum ems_text label, int32_t from, int32_t to)
{
    static const enum ems_text names[] = {
#define EMS_X(id, name) EMS_T_R_PART_##id,
        EMS_PARTS(EMS_X)
#undef EMS_X
    };
    const char *heads[EMS_TABLE_COLUMNS_MAX] = {ems_page_text(page, label)},
               *means[EMS_TABLE_COLUMNS_MAX] = {""};
    const struct ems_group_result *all = &page->results->all;
    bool response = from == 0;
    int32_t columns = 1;
    for (int32_t p = from; p < to; p++, columns++) {
        const struct ems_figure *figure = response ? &all->parts_s[p] : &page->results->parts_s[p];
        heads[columns] = ems_page_text(page, names[p]);
        means[columns] = ems_say_figure(&page->words, EMS_SAY_MINUTES, figure);
    }
    if (response) {
        heads[columns] = ems_page_text(page, EMS_T_R_PART_RESPONSE);
        means[columns++] = ems_say_figure(&page->words, EMS_SAY_MINUTES, &all->mean_s);
    }
    struct ems_table table = ems_table_begin(columns);
    ems_table_row(&table, heads);
    ems_table_row(&table, means);
    ems_page_end_table(page, &table);
}

static void print_parts(struct ems_page *page)
{
    ems_page_heading(page, EMS_T_R_HEAD_PARTS);
    parts_table(page, EMS_T_R_PARTS_BEFORE, 0, EMS_RESPONSE_PARTS);
    parts_table(page, EMS_T_R_PARTS_AFTER, EMS_RESPONSE_PARTS, EMS_PART_EMPTY_SCENE);
}

static void group_row(struct ems_page *page, struct ems_table *table, const char *name,
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

/* A split into one group alone says nothing that the line of all does not. */
static bool worth_splitting(const struct ems_group_result *groups, int32_t count)
{
    int32_t used = 0;
    for (int32_t i = 0; i < count; i++) used += ems_group_used(&groups[i]);
    return used > 1;
}

static void priority_rows(struct ems_page *page, struct ems_table *table)
{
    const struct ems_group_result *groups = page->results->by_priority;
    if (!worth_splitting(groups, EMS_PRIORITIES)) return;
    for (int32_t i = 0; i < EMS_PRIORITIES; i++)
        if (ems_group_used(&groups[i]))
            group_row(page, table, EMS_SAY(&page->words, R_BY_PRIORITY, ems_say_integer(&page->words, i + 1)),
                      &groups[i]);
}

static void class_rows(struct ems_page *page, struct ems_table *table)
{
    const struct ems_model *model = page->model;
    const struct ems_group_result *groups = page->results->by_class;
    if (!worth_splitting(groups, model->class_count)) return;
    for (int32_t i = 0; i < model->class_count; i++)
        if (ems_group_used(&groups[i]))
            group_row(page, table, ems_say_class(&page->words, model->classes[i].id), &groups[i]);
}

static void area_rows(struct ems_page *page, struct ems_table *table)
{
    const struct ems_model *model = page->model;
    const struct ems_group_result *groups = page->results->by_area;
    int32_t shown = 0, left = 0;
    if (!worth_splitting(groups, model->area_count + 1)) return;
    for (int32_t i = 0; i < model->area_count; i++) {
        const struct ems_area *area = &model->areas[i];
        if (!ems_group_used(&groups[i])) continue;
        if (shown++ < EMS_PAGE_ROWS)
            group_row(page, table, ems_name_in(&area->name, page->words.lang, area->id), &groups[i]);
        else
            left++;
    }
    if (ems_group_used(&groups[model->area_count]))
        group_row(page, table, ems_page_text(page, EMS_T_R_OUTSIDE), &groups[model->area_count]);
    if (left > 0)
        EMS_ROW(table, EMS_SAY(&page->words, R_MORE, ems_say_integer(&page->words, left)), NULL, NULL, NULL,
                NULL, NULL);
}

static void print_groups(struct ems_page *page)
{
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(6);
    const char *limit =
        page->model->threshold_count == 0
            ? ""
            : EMS_SAY(words, R_COL_WITHIN, ems_say_limit(words, page->model->thresholds[page->threshold]));
    fputc('\n', page->out);
    EMS_ROW(&table, ems_page_text(page, EMS_T_R_HEAD_GROUPS), ems_page_text(page, EMS_T_R_COL_REQUESTS),
            ems_page_text(page, EMS_T_R_COL_REACHED), ems_page_text(page, EMS_T_R_COL_MEAN),
            ems_page_text(page, EMS_T_R_COL_P90), limit);
    group_row(page, &table, ems_page_text(page, EMS_T_R_ALL_STATIONS), &page->results->all);
    priority_rows(page, &table);
    class_rows(page, &table);
    area_rows(page, &table);
    ems_page_end_table(page, &table);
}

static void print_origin(struct ems_page *page)
{
    fputc('\n', page->out);
    ems_page_line(page, EMS_SAY(&page->words, R_ORIGIN_LINE,
                                page->model->scenario_id != NULL ? page->model->scenario_id : "-",
                                ems_say_integer(&page->words, (int64_t)page->model->seed), EMS_VERSION));
    ems_page_line(page, ems_page_text(page, page->results->inner > 0 ? EMS_T_R_METHOD_LINE_INPUTS
                                                                     : EMS_T_R_METHOD_LINE));
}

enum ems_status ems_report_terminal(const struct ems_report *report, enum ems_lang lang, FILE *out)
{
    struct ems_page page = {.report = report, .results = report->results, .model = report->results->model};
    page.words.lang = lang;
    page.out = out;
    page.threshold = ems_metric_main_threshold(page.model);
    print_title(&page);
    if (page.results->replications > 0 || page.results->method == EMS_METHOD_HYPERCUBE) {
        print_warmup(&page);
        print_precision(&page);
        print_inputs(&page);
        print_main(&page);
        print_targets(&page);
        print_standards(&page);
        print_parts(&page);
        print_groups(&page);
        ems_page_windows(&page);
        ems_page_resources(&page);
    }
    print_origin(&page);
    bool no_memory = page.no_memory || page.words.arena.failed;
    ems_arena_free(&page.words.arena);
    if (no_memory) return EMS_NO_MEMORY;
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
