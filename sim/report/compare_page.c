#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "model/inputs.h"
#include "report/compare_report.h"
#include "report/table.h"
#include "report/words.h"

enum { AREA_ROWS = 20 };

struct page {
    const struct ems_compare_report *report;
    const struct ems_comparisons *all;
    const struct ems_model *model; /* of the first scenario */
    struct ems_words words;
    FILE *out;
    int32_t threshold;
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

/* ---- words ---- */

static enum ems_saying saying_of(enum ems_metric_unit unit)
{
    if (unit == EMS_METRIC_SECONDS) return EMS_SAY_MINUTES;
    return unit == EMS_METRIC_SHARE ? EMS_SAY_SHARE : EMS_SAY_NUMBER;
}

/* With its sign: +12.3 (seconds), -1.32 (points); small ones with two more decimals. */
static const char *say_change(struct page *page, enum ems_metric_unit unit, double value)
{
    struct ems_words *words = &page->words;
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
    if (item->paired.no_effect) return text_of(page, EMS_T_C_NO_EFFECT);
    if (isnan(figure->low)) return "";
    enum ems_metric_unit unit = item->of.metric.unit;
    return EMS_SAY(&page->words, R_RANGE, say_change(page, unit, figure->low),
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
    return text_of(page, texts[item->change]);
}

static const char *say_metric(struct page *page, const struct ems_compared *item)
{
    if (item->threshold == EMS_NONE) return text_of(page, item->of.metric.label);
    return EMS_SAY(&page->words, R_WITHIN,
                   ems_say_limit(&page->words, page->model->thresholds[item->threshold]));
}

/* ---- tables ---- */

static struct ems_table begin_table(struct page *page, const char *title, int32_t s)
{
    struct ems_table table = ems_table_begin(6);
    fputc('\n', page->out);
    EMS_ROW(&table, title, page->report->labels[0], page->report->labels[s],
            text_of(page, EMS_T_C_DIFFERENCE), text_of(page, EMS_T_R_INTERVAL), "");
    return table;
}

static void row(struct page *page, struct ems_table *table, const char *label,
                const struct ems_compared *item)
{
    if (item == NULL) return;
    enum ems_saying saying = saying_of(item->of.metric.unit);
    EMS_ROW(table, label != NULL ? label : say_metric(page, item),
            ems_say_figure(&page->words, saying, &item->first),
            ems_say_figure(&page->words, saying, &item->second),
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
    const char *title = EMS_SAY(&page->words, C_AGAINST, page->report->labels[s], page->report->labels[0]);
    struct ems_table table = begin_table(page, title, s);
    for (int i = 0; i < HEADLINES; i++)
        row(page, &table, NULL, find(page, s, headlines[i].group, 0, headlines[i].key));
    end_table(page, &table);
    line(page, text_of(page, EMS_T_C_UNITS));
}

/* How much the pairing saves. */
static void print_pairing(struct page *page, int32_t s)
{
    struct ems_table table = ems_table_begin(5);
    struct ems_words *words = &page->words;
    fputc('\n', page->out);
    EMS_ROW(&table, text_of(page, EMS_T_C_HEAD_PAIRING), text_of(page, EMS_T_C_PAIRED),
            text_of(page, EMS_T_C_UNPAIRED), text_of(page, EMS_T_C_RATIO), text_of(page, EMS_T_C_RATIO_MOST));
    for (int i = 0; i < HEADLINES; i++) {
        const struct ems_compared *item = find(page, s, headlines[i].group, 0, headlines[i].key);
        if (item == NULL || isnan(item->paired.variance_ratio)) continue;
        EMS_ROW(&table, say_metric(page, item), say_interval(page, item, &item->paired.difference),
                say_interval(page, item, &item->paired.unpaired),
                ems_say_number(words, EMS_SAY_NUMBER, item->paired.variance_ratio),
                ems_say_number(words, EMS_SAY_NUMBER, item->paired.variance_ratio_most));
    }
    end_table(page, &table);
}

static void print_targets(struct page *page, int32_t s)
{
    if (page->all->family[EMS_GROUP_TARGET] == 0) return;
    struct ems_table table = begin_table(page, text_of(page, EMS_T_C_HEAD_TARGETS), s);
    for (int32_t t = 0; t < page->model->target_count; t++) {
        const char *about = ems_say_target(&page->words, page->model, &page->model->targets[t]);
        row(page, &table, about, find(page, s, EMS_GROUP_TARGET, t, "found"));
    }
    end_table(page, &table);
}

static void group_rows(struct page *page, struct ems_table *table, int32_t s, enum ems_metric_group group,
                       int32_t index, const char *label)
{
    static const char *const keys[] = {"mean", "p90", "within"};
    const char *limit = ems_say_limit(&page->words, page->model->thresholds[page->threshold]);
    const char *names[] = {text_of(page, EMS_T_R_COL_MEAN), text_of(page, EMS_T_R_COL_P90),
                           EMS_SAY(&page->words, R_COL_WITHIN, limit)};
    for (int i = 0; i < 3; i++) {
        const char *name = EMS_SAY(&page->words, C_GROUP_METRIC, label, names[i]);
        row(page, table, name, find(page, s, group, index, keys[i]));
    }
}

static void print_groups(struct page *page, int32_t s)
{
    struct ems_table table = begin_table(page, text_of(page, EMS_T_R_HEAD_GROUPS), s);
    for (int32_t p = 0; p < EMS_PRIORITIES; p++) {
        const char *number = ems_say_integer(&page->words, p + 1);
        group_rows(page, &table, s, EMS_GROUP_PRIORITY, p, EMS_SAY(&page->words, R_BY_PRIORITY, number));
    }
    for (int32_t c = 0; c < page->model->class_count; c++)
        group_rows(page, &table, s, EMS_GROUP_CLASS, c,
                   ems_say_class(&page->words, page->model->classes[c].id));
    end_table(page, &table);
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
        EMS_NEW_ARRAY(&page->words.arena, const struct ems_compared *, page->all->with[s].count + 1);
    if (items == NULL) return;
    int32_t count = list_areas(page, s, items);
    struct ems_table table = begin_table(page, text_of(page, EMS_T_C_HEAD_AREAS), s);
    for (int32_t i = 0; i < count && i < AREA_ROWS; i++) {
        const struct ems_area *area = &page->model->areas[items[i]->of.index];
        row(page, &table, ems_name_in(&area->name, page->words.lang, area->id), items[i]);
    }
    end_table(page, &table);
    if (count > AREA_ROWS)
        line(page, EMS_SAY(&page->words, R_MORE, ems_say_integer(&page->words, count - AREA_ROWS)));
}

static const char *people(struct page *page, double number)
{
    return ems_say_integer(&page->words, (int64_t)rint(number));
}

static void print_people(struct page *page, int32_t s)
{
    const struct ems_gains *gains = &page->all->with[s].people;
    line(page, EMS_SAY(&page->words, C_PEOPLE, people(page, gains->better), people(page, gains->worse),
                       people(page, gains->unclear + gains->no_effect + gains->no_cases)));
}

static void print_ranking(struct page *page)
{
    const struct ems_comparisons *all = page->all;
    struct ems_table table = ems_table_begin(4);
    if (all->count < 3) return;
    fputc('\n', page->out);
    EMS_ROW(&table, text_of(page, EMS_T_C_HEAD_RANKING), text_of(page, EMS_T_R_COL_MEAN),
            text_of(page, EMS_T_C_BEHIND), text_of(page, EMS_T_C_MAY_BE_BEST));
    for (int32_t i = 0; i < all->count; i++) {
        const struct ems_ranked *ranked = &all->ranking[i];
        const char *label =
            ems_arena_format(&page->words.arena, "  %s", page->report->labels[ranked->scenario]);
        EMS_ROW(&table, label != NULL ? label : "?",
                ems_say_figure(&page->words, EMS_SAY_MINUTES, &all->results[ranked->scenario]->all.mean_s),
                say_change(page, EMS_METRIC_SECONDS, ranked->behind_most),
                text_of(page, ranked->may_be_best ? EMS_T_C_YES : EMS_T_C_NO));
    }
    end_table(page, &table);
    line(page, text_of(page, EMS_T_C_RANKING_NOTE));
}

static void print_title(struct page *page)
{
    const struct ems_comparisons *all = page->all;
    const char *count = ems_say_integer(&page->words, all->count),
               *done = ems_say_integer(&page->words, all->results[0]->replications),
               *asked = ems_say_integer(&page->words, all->results[0]->asked);
    if (all->results[0]->replications < all->results[0]->asked)
        line(page, EMS_SAY(&page->words, C_TITLE_STOPPED, count, done, asked));
    else
        line(page, EMS_SAY(&page->words, C_TITLE, count, done));
    for (int32_t s = 0; s < all->count; s++) {
        const struct ems_model *model = all->models[s];
        const char *name = ems_name_in(&model->name, page->words.lang, model->scenario_id);
        const char *change = page->report->changes[s] != NULL ? page->report->changes[s] : "";
        const char *text =
            ems_arena_format(&page->words.arena, "  %s  %s (%s) %s", page->report->labels[s], name,
                             model->scenario_id != NULL ? model->scenario_id : "-", change);
        line(page, text != NULL ? text : "?");
    }
    if (all->results[0]->warmup.pilots > 0 && !all->results[0]->warmup.steady)
        line(page, text_of(page, EMS_T_R_WARMUP_NONE));
    line(page, text_of(page, all->same_seed ? EMS_T_C_COMMON : EMS_T_C_NOT_COMMON));
    if (all->inner > 0) {
        int64_t draws = all->results[0]->replications / all->inner;
        const char *inputs = ems_say_integer(&page->words, ems_model_list_inputs(page->model, NULL, 0));
        line(page, EMS_SAY(&page->words, R_INPUTS, inputs, ems_say_integer(&page->words, draws),
                           ems_say_integer(&page->words, all->inner)));
    }
    for (int32_t i = 0; i < all->precision_count; i++) {
        const char *wish = all->precisions[i].asked;
        line(page, all->precisions[i].reached ? EMS_SAY(&page->words, C_PRECISION_MET, wish, done)
                                              : EMS_SAY(&page->words, C_PRECISION_MISSED, wish, done));
    }
}

static void print_family(struct page *page)
{
    const int32_t *family = page->all->family;
    fputc('\n', page->out);
    line(page, EMS_SAY(&page->words, C_FAMILY, ems_say_integer(&page->words, family[EMS_GROUP_ALL]),
                       ems_say_integer(&page->words, family[EMS_GROUP_TARGET]),
                       ems_say_integer(&page->words, family[EMS_GROUP_PRIORITY]),
                       ems_say_integer(&page->words, family[EMS_GROUP_CLASS]),
                       ems_say_integer(&page->words, family[EMS_GROUP_AREA])));
    line(page, text_of(page, EMS_T_C_FAMILY_NOTE));
    line(page, text_of(page, page->all->inner > 0 ? EMS_T_R_METHOD_LINE_INPUTS : EMS_T_R_METHOD_LINE));
}

enum ems_status ems_compare_print(const struct ems_compare_report *report, enum ems_lang lang, FILE *out)
{
    const struct ems_comparisons *all = report->comparisons;
    struct page page = {.report = report, .all = all, .model = all->models[0], .out = out};
    page.words.lang = lang;
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
    bool no_memory = page.no_memory || page.words.arena.failed;
    ems_arena_free(&page.words.arena);
    if (no_memory) return EMS_NO_MEMORY;
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
