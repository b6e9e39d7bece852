#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "model/inputs.h"
#include "report/compare_report.h"
#include "report/sheet.h"

enum { AREA_ROWS = 20 };

struct page {
    const struct ems_compare_report *report;
    const struct ems_comparisons *all;
    const struct ems_model *model; /* of the first scenario */
    int32_t threshold;
    struct ems_sheet sheet;
};

/* ---- words ---- */

static enum ems_saying saying_of(enum ems_metric_unit unit)
{
    if (unit == EMS_METRIC_SECONDS) return EMS_SAY_MINUTES;
    return unit == EMS_METRIC_SHARE ? EMS_SAY_SHARE : EMS_SAY_NUMBER;
}

/* With its sign: +12.3 (seconds), -1.32 (points); small ones with two more decimals. */
static const char *say_change(struct page *page, enum ems_metric_unit unit, double value)
{
    struct ems_words *words = &page->sheet.words;
    if (!isfinite(value)) return ems_text(EMS_T_R_NONE, words->lang);
    double amount = fabs(unit == EMS_METRIC_SHARE ? value * 100 : value);
    int decimals = unit == EMS_METRIC_SECONDS ? 1 : 2;
    if (amount == 0) return "0";
    if (amount < 0.05) decimals += 2;
    char text[EMS_NUMBER_SIZE];
    ems_number_format_fixed(amount, decimals, text);
    bool nothing = strspn(text, "0.") == strlen(text);
    const char *sign = nothing ? "" : value < 0 ? "-" : "+";
    const char *signed_text = ems_arena_format(&words->arena, "%s%s", sign, text);
    return signed_text != NULL ? signed_text : "?";
}

static const char *say_interval(struct page *page, const struct ems_compared *item,
                                const struct ems_figure *figure)
{
    if (item->paired.no_effect) return ems_sheet_text(&page->sheet, EMS_T_C_NO_EFFECT);
    if (isnan(figure->low)) return "";
    enum ems_metric_unit unit = item->of.metric.unit;
    return EMS_SAY(&page->sheet.words, R_RANGE, say_change(page, unit, figure->low),
                   say_change(page, unit, figure->high));
}

static const char *say_verdict(const struct page *page, const struct ems_compared *item)
{
    static const enum ems_text texts[EMS_CHANGE_COUNT] = {
        [EMS_CHANGE_BETTER] = EMS_T_C_BETTER,
        [EMS_CHANGE_WORSE] = EMS_T_C_WORSE,
        [EMS_CHANGE_UNCLEAR] = EMS_T_C_UNCLEAR,
    };
    if (!item->judged || item->change == EMS_CHANGE_NO_EFFECT || item->change == EMS_CHANGE_NONE) return "";
    return ems_sheet_text(&page->sheet, texts[item->change]);
}

static const char *say_metric(struct page *page, const struct ems_compared *item)
{
    if (item->threshold == EMS_NONE) return ems_sheet_text(&page->sheet, item->of.metric.label);
    return EMS_SAY(&page->sheet.words, R_WITHIN,
                   ems_say_limit(&page->sheet.words, page->model->thresholds[item->threshold]));
}

/* ---- tables ---- */

static struct ems_table begin_table(struct page *page, const char *title, int32_t s)
{
    struct ems_table table = ems_table_begin(6);
    fputc('\n', page->sheet.out);
    EMS_ROW(&table, title, page->report->labels[0], page->report->labels[s],
            ems_sheet_text(&page->sheet, EMS_T_C_DIFFERENCE), ems_sheet_text(&page->sheet, EMS_T_R_INTERVAL),
            "");
    return table;
}

static void row(struct page *page, struct ems_table *table, const char *label,
                const struct ems_compared *item)
{
    if (item == NULL) return;
    enum ems_saying saying = saying_of(item->of.metric.unit);
    EMS_ROW(table, label != NULL ? label : say_metric(page, item),
            ems_say_figure(&page->sheet.words, saying, &item->first),
            ems_say_figure(&page->sheet.words, saying, &item->second),
            say_change(page, item->of.metric.unit, item->paired.difference.value),
            say_interval(page, item, &item->paired.difference), say_verdict(page, item));
}

static const struct ems_compared *find(const struct page *page, int32_t s, enum ems_metric_group group,
                                       int32_t index, const char *key)
{
    int32_t threshold = strcmp(key, "within") == 0 ? page->threshold : EMS_NONE;
    return ems_compare_find(&page->all->with[s], group, index, key, threshold);
}

static const struct {
    enum ems_metric_group group;
    const char *key;
} headlines[] = {
    {EMS_GROUP_ALL, "mean"},
    {EMS_GROUP_ALL, "p50"},
    {EMS_GROUP_ALL, "p90"},
    {EMS_GROUP_ALL, "within"},
    {EMS_GROUP_ALL, "queued_share"},
    {EMS_GROUP_WHOLE, "service.satisfaction_share"},
    {EMS_GROUP_WHOLE, "service.answered_10s_share"},
    {EMS_GROUP_WHOLE, "levels.dynamic_cover_share"},
    {EMS_GROUP_WHOLE, "fleet.utilisation"},
};
enum { HEADLINES = sizeof headlines / sizeof *headlines };

static void print_overall(struct page *page, int32_t s)
{
    const char *title =
        EMS_SAY(&page->sheet.words, C_AGAINST, page->report->labels[s], page->report->labels[0]);
    struct ems_table table = begin_table(page, title, s);
    for (int i = 0; i < HEADLINES; i++)
        row(page, &table, NULL, find(page, s, headlines[i].group, 0, headlines[i].key));
    ems_sheet_end_table(&page->sheet, &table);
    ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_C_UNITS));
}

/* How much the pairing saves. */
static void print_pairing(struct page *page, int32_t s)
{
    struct ems_table table = ems_table_begin(5);
    struct ems_words *words = &page->sheet.words;
    fputc('\n', page->sheet.out);
    EMS_ROW(&table, ems_sheet_text(&page->sheet, EMS_T_C_HEAD_PAIRING),
            ems_sheet_text(&page->sheet, EMS_T_C_PAIRED), ems_sheet_text(&page->sheet, EMS_T_C_UNPAIRED),
            ems_sheet_text(&page->sheet, EMS_T_C_RATIO), ems_sheet_text(&page->sheet, EMS_T_C_RATIO_MOST));
    for (int i = 0; i < HEADLINES; i++) {
        const struct ems_compared *item = find(page, s, headlines[i].group, 0, headlines[i].key);
        if (item == NULL || isnan(item->paired.variance_ratio)) continue;
        EMS_ROW(&table, say_metric(page, item), say_interval(page, item, &item->paired.difference),
                say_interval(page, item, &item->paired.unpaired),
                ems_say_number(words, EMS_SAY_NUMBER, item->paired.variance_ratio),
                ems_say_number(words, EMS_SAY_NUMBER, item->paired.variance_ratio_most));
    }
    ems_sheet_end_table(&page->sheet, &table);
}

static void print_targets(struct page *page, int32_t s)
{
    if (page->all->family[EMS_GROUP_TARGET] == 0) return;
    struct ems_table table = begin_table(page, ems_sheet_text(&page->sheet, EMS_T_C_HEAD_TARGETS), s);
    for (int32_t t = 0; t < page->model->target_count; t++) {
        const char *about = ems_say_target(&page->sheet.words, page->model, &page->model->targets[t]);
        row(page, &table, about, find(page, s, EMS_GROUP_TARGET, t, "found"));
    }
    ems_sheet_end_table(&page->sheet, &table);
}

static void group_rows(struct page *page, struct ems_table *table, int32_t s, enum ems_metric_group group,
                       int32_t index, const char *label)
{
    static const char *const keys[] = {"mean", "p90", "within"};
    const char *limit = ems_say_limit(&page->sheet.words, page->model->thresholds[page->threshold]);
    const char *names[] = {ems_sheet_text(&page->sheet, EMS_T_R_COL_MEAN),
                           ems_sheet_text(&page->sheet, EMS_T_R_COL_P90),
                           EMS_SAY(&page->sheet.words, R_COL_WITHIN, limit)};
    for (int i = 0; i < 3; i++) {
        const char *name = EMS_SAY(&page->sheet.words, C_GROUP_METRIC, label, names[i]);
        row(page, table, name, find(page, s, group, index, keys[i]));
    }
}

static void print_groups(struct page *page, int32_t s)
{
    struct ems_table table = begin_table(page, ems_sheet_text(&page->sheet, EMS_T_R_HEAD_GROUPS), s);
    for (int32_t p = 0; p < EMS_PRIORITIES; p++) {
        const char *number = ems_say_integer(&page->sheet.words, p + 1);
        group_rows(page, &table, s, EMS_GROUP_PRIORITY, p,
                   EMS_SAY(&page->sheet.words, R_BY_PRIORITY, number));
    }
    for (int32_t c = 0; c < page->model->class_count; c++)
        group_rows(page, &table, s, EMS_GROUP_CLASS, c,
                   ems_say_class(&page->sheet.words, page->model->classes[c].id));
    ems_sheet_end_table(&page->sheet, &table);
}

/* The largest changes first, in seconds; what has none last; ties by file order. */
static int by_change(const void *a, const void *b)
{
    const struct ems_compared *x = *(const struct ems_compared *const *)a,
                              *y = *(const struct ems_compared *const *)b;
    double u = fabs(x->paired.difference.value), v = fabs(y->paired.difference.value);
    if (isnan(u) != isnan(v)) return isnan(u) ? 1 : -1;
    if (u != v && !isnan(u)) return u > v ? -1 : 1;
    return (x->of.index > y->of.index) - (x->of.index < y->of.index);
}

static int32_t list_areas(const struct page *page, int32_t s, const struct ems_compared **out)
{
    const struct ems_comparison *with = &page->all->with[s];
    int32_t count = 0;
    for (int32_t i = 0; i < with->count; i++) {
        const struct ems_compared *item = &with->items[i];
        if (item->of.group == EMS_GROUP_AREA && item->of.index < page->model->area_count &&
            strcmp(item->of.metric.key, "mean") == 0)
            out[count++] = item;
    }
    qsort(out, (size_t)count, sizeof *out, by_change);
    return count;
}

static void print_areas(struct page *page, int32_t s)
{
    const struct ems_compared **items =
        EMS_NEW_ARRAY(&page->sheet.words.arena, const struct ems_compared *, page->all->with[s].count + 1);
    if (items == NULL) return;
    int32_t count = list_areas(page, s, items);
    struct ems_table table = begin_table(page, ems_sheet_text(&page->sheet, EMS_T_C_HEAD_AREAS), s);
    for (int32_t i = 0; i < count && i < AREA_ROWS; i++) {
        const struct ems_area *area = &page->model->areas[items[i]->of.index];
        row(page, &table, ems_name_in(&area->name, page->sheet.words.lang, area->id), items[i]);
    }
    ems_sheet_end_table(&page->sheet, &table);
    if (count > AREA_ROWS)
        ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, R_MORE,
                                             ems_say_integer(&page->sheet.words, count - AREA_ROWS)));
}

static const char *people(struct page *page, double number)
{
    return ems_say_integer(&page->sheet.words, (int64_t)rint(number));
}

static void print_people(struct page *page, int32_t s)
{
    const struct ems_gains *gains = &page->all->with[s].people;
    ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, C_PEOPLE, people(page, gains->better),
                                         people(page, gains->worse),
                                         people(page, gains->unclear + gains->no_effect + gains->no_cases)));
}

static void print_ranking(struct page *page)
{
    const struct ems_comparisons *all = page->all;
    struct ems_table table = ems_table_begin(4);
    if (all->count < 3) return;
    fputc('\n', page->sheet.out);
    EMS_ROW(&table, ems_sheet_text(&page->sheet, EMS_T_C_HEAD_RANKING),
            ems_sheet_text(&page->sheet, EMS_T_R_COL_MEAN), ems_sheet_text(&page->sheet, EMS_T_C_BEHIND),
            ems_sheet_text(&page->sheet, EMS_T_C_MAY_BE_BEST));
    for (int32_t i = 0; i < all->count; i++) {
        const struct ems_ranked *ranked = &all->ranking[i];
        const char *label =
            ems_arena_format(&page->sheet.words.arena, "  %s", page->report->labels[ranked->scenario]);
        EMS_ROW(
            &table, label != NULL ? label : "?",
            ems_say_figure(&page->sheet.words, EMS_SAY_MINUTES, &all->results[ranked->scenario]->all.mean_s),
            say_change(page, EMS_METRIC_SECONDS, ranked->behind_most),
            ems_sheet_text(&page->sheet, ranked->may_be_best ? EMS_T_C_YES : EMS_T_C_NO));
    }
    ems_sheet_end_table(&page->sheet, &table);
    ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_C_RANKING_NOTE));
}

static void print_title(struct page *page)
{
    const struct ems_comparisons *all = page->all;
    const char *count = ems_say_integer(&page->sheet.words, all->count),
               *done = ems_say_integer(&page->sheet.words, all->results[0]->replications),
               *asked = ems_say_integer(&page->sheet.words, all->results[0]->asked);
    if (all->results[0]->replications < all->results[0]->asked)
        ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, C_TITLE_STOPPED, count, done, asked));
    else
        ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, C_TITLE, count, done));
    for (int32_t s = 0; s < all->count; s++) {
        const struct ems_model *model = all->models[s];
        const char *name = ems_name_in(&model->name, page->sheet.words.lang, model->scenario_id);
        const char *change = page->report->changes[s];
        const char *text =
            ems_arena_format(&page->sheet.words.arena, "  %s  %s (%s)%s%s", page->report->labels[s], name,
                             model->scenario_id != NULL ? model->scenario_id : "-", change != NULL ? " " : "",
                             change != NULL ? change : "");
        ems_sheet_line(&page->sheet, text != NULL ? text : "?");
    }
    if (all->results[0]->warmup.pilots > 0 && !all->results[0]->warmup.steady)
        ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_R_WARMUP_NONE));
    ems_sheet_line(&page->sheet,
                   ems_sheet_text(&page->sheet, all->same_seed ? EMS_T_C_COMMON : EMS_T_C_NOT_COMMON));
    if (all->inner > 0) {
        int64_t draws = all->results[0]->replications / all->inner;
        const char *inputs = ems_say_integer(&page->sheet.words, ems_model_list_inputs(page->model, NULL, 0));
        ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, R_INPUTS, inputs,
                                             ems_say_integer(&page->sheet.words, draws),
                                             ems_say_integer(&page->sheet.words, all->inner)));
    }
    for (int32_t i = 0; i < all->precision_count; i++) {
        const char *wish = all->precisions[i].asked;
        ems_sheet_line(&page->sheet, all->precisions[i].reached
                                         ? EMS_SAY(&page->sheet.words, C_PRECISION_MET, wish, done)
                                         : EMS_SAY(&page->sheet.words, C_PRECISION_MISSED, wish, done));
    }
}

static void print_family(struct page *page)
{
    const int32_t *family = page->all->family;
    fputc('\n', page->sheet.out);
    ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, C_FAMILY,
                                         ems_say_integer(&page->sheet.words, family[EMS_GROUP_ALL]),
                                         ems_say_integer(&page->sheet.words, family[EMS_GROUP_TARGET]),
                                         ems_say_integer(&page->sheet.words, family[EMS_GROUP_PRIORITY]),
                                         ems_say_integer(&page->sheet.words, family[EMS_GROUP_CLASS]),
                                         ems_say_integer(&page->sheet.words, family[EMS_GROUP_AREA])));
    ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_C_FAMILY_NOTE));
    ems_sheet_line(&page->sheet,
                   ems_sheet_text(&page->sheet,
                                  page->all->inner > 0 ? EMS_T_R_METHOD_LINE_INPUTS : EMS_T_R_METHOD_LINE));
}

enum ems_status ems_compare_print(const struct ems_compare_report *report, enum ems_lang lang, FILE *out)
{
    const struct ems_comparisons *all = report->comparisons;
    struct page page = {.report = report, .all = all, .model = all->models[0], .sheet.out = out};
    page.sheet.words.lang = lang;
    page.threshold = ems_metric_main_threshold(page.model);
    print_title(&page);
    for (int32_t s = 1; s < all->count; s++) {
        print_overall(&page, s);
        print_pairing(&page, s);
        print_targets(&page, s);
        print_groups(&page, s);
        print_areas(&page, s);
        print_people(&page, s);
    }
    print_ranking(&page);
    print_family(&page);
    bool no_memory = page.sheet.no_memory || page.sheet.words.arena.failed;
    ems_arena_free(&page.sheet.words.arena);
    if (no_memory) return EMS_NO_MEMORY;
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
