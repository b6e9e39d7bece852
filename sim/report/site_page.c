#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "report/site_report.h"
#include "report/sheet.h"

enum { AREA_ROWS = 15 };

struct page {
    const struct ems_site *site;
    struct ems_sheet sheet;
};

static const char *people(struct page *page, double number)
{
    return ems_say_integer(&page->sheet.words, (int64_t)rint(number));
}

/* Seconds with their sign. */
static const char *say_change(struct page *page, double seconds)
{
    char text[EMS_NUMBER_SIZE];
    if (!isfinite(seconds)) return ems_sheet_text(&page->sheet, EMS_T_R_NONE);
    ems_number_format_fixed(fabs(seconds), 1, text);
    const char *sign = strspn(text, "0.") == strlen(text) ? "" : seconds < 0 ? "-" : "+";
    const char *said = ems_arena_format(&page->sheet.words.arena, "%s%s", sign, text);
    return said != NULL ? said : "?";
}

static const char *say_interval(struct page *page, const struct ems_figure *difference)
{
    if (isnan(difference->low)) return "";
    return EMS_SAY(&page->sheet.words, R_RANGE, say_change(page, difference->low),
                   say_change(page, difference->high));
}

/* ---- the model ---- */

static const char *say_value(struct page *page, double objective)
{
    return ems_say_number(&page->sheet.words, ems_site_saying(page->site),
                          ems_site_said(page->site, objective));
}

static const char *say_gap(struct page *page)
{
    const struct ems_location_plan *best = &page->site->best;
    char text[EMS_NUMBER_SIZE];
    if (best->optimal) return ems_sheet_text(&page->sheet, EMS_T_SITE_OPTIMAL);
    ems_number_format_fixed(ceil(best->gap * 1e4) / 100, 2, text);
    const char *gap = ems_arena_strdup(&page->sheet.words.arena, text);
    return EMS_SAY(&page->sheet.words, SITE_GAP, gap != NULL ? gap : "?", say_value(page, best->bound));
}

static enum ems_text objective_text(const struct ems_site *site)
{
    enum ems_location_model model = site->request->location.model;
    if (model == EMS_LOCATION_LSCP && site->has_costs) return EMS_T_SITE_VALUE_COST;
    static const enum ems_text texts[EMS_LOCATION_MODEL_COUNT] = {
        [EMS_LOCATION_LSCP] = EMS_T_SITE_VALUE_LSCP,
        [EMS_LOCATION_MCLP] = EMS_T_SITE_VALUE_MCLP,
        [EMS_LOCATION_DSM] = EMS_T_SITE_VALUE_DSM,
        [EMS_LOCATION_MEXCLP] = EMS_T_SITE_VALUE_MEXCLP,
        [EMS_LOCATION_MALP] = EMS_T_SITE_VALUE_MALP,
        [EMS_LOCATION_MALP2] = EMS_T_SITE_VALUE_MALP,
        [EMS_LOCATION_MEDIAN] = EMS_T_SITE_VALUE_MEDIAN,
        [EMS_LOCATION_CENTRE] = EMS_T_SITE_VALUE_CENTRE,
        [EMS_LOCATION_HIERARCHICAL] = EMS_T_SITE_VALUE_TIERS,
    };
    return texts[model];
}

/* Limits by class: one, or from the least to the most. */
static const char *say_limits(struct page *page, const int64_t *limits)
{
    int64_t least = INT64_MAX, most = 0;
    for (int32_t c = 0; c < page->site->model->class_count; c++) {
        least = limits[c] < least ? limits[c] : least;
        most = limits[c] > most ? limits[c] : most;
    }
    if (least >= most) return ems_say_limit(&page->sheet.words, most);
    return EMS_SAY(&page->sheet.words, R_RANGE, ems_say_limit(&page->sheet.words, least),
                   ems_say_limit(&page->sheet.words, most));
}

static const char *say_cost(struct page *page, double cost)
{
    char text[EMS_NUMBER_SIZE];
    ems_number_format_fixed(cost, cost == rint(cost) ? 0 : 2, text);
    const char *said = ems_arena_strdup(&page->sheet.words.arena, text);
    return said != NULL ? said : "?";
}

/* What limits the model beside time: tiers and money. */
static void print_limits(struct page *page)
{
    const struct ems_site *site = page->site;
    if (site->upper_type != NULL)
        ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, SITE_LIMIT_FAR,
                                             say_limits(page, site->problem.within_far)));
    if (!isnan(site->request->budget))
        ems_sheet_line(&page->sheet,
                       EMS_SAY(&page->sheet.words, SITE_BUDGET, say_cost(page, site->request->budget),
                               say_cost(page, site->plans[0].cost)));
}

static void print_model(struct page *page)
{
    const struct ems_site *site = page->site;
    const struct ems_site_plan *plan = &site->plans[0];
    const char *name = ems_location_model_name(site->request->location.model);
    const char *found = ems_sheet_text(&page->sheet, objective_text(site)),
               *value = say_value(page, site->best.objective);
    ems_sheet_line(&page->sheet,
                   site->best.optimal
                       ? EMS_SAY(&page->sheet.words, SITE_MODEL, name, found, value, say_gap(page))
                       : EMS_SAY(&page->sheet.words, SITE_MODEL_ALONE, name, found, value));
    if (!site->best.optimal)
        ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, SITE_PROVEN, say_gap(page)));
    ems_sheet_line(&page->sheet,
                   EMS_SAY(&page->sheet.words, SITE_LIMIT, say_limits(page, site->problem.within)));
    print_limits(page);
    if (site->best.timed_out)
        ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_SITE_TIMED_OUT));
    if (site->uncoverable > 0)
        ems_sheet_line(&page->sheet,
                       EMS_SAY(&page->sheet.words, SITE_UNCOVERABLE, people(page, site->uncoverable)));
    ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, SITE_COVER, people(page, site->covered_now),
                                         people(page, site->people), people(page, plan->covered)));
}

static void print_title(struct page *page)
{
    const struct ems_site *site = page->site;
    const struct ems_site_request *r = site->request;
    static const enum ems_text sources[] = {EMS_T_SITE_FROM_STATIONS, EMS_T_SITE_FROM_NODES,
                                            EMS_T_SITE_FROM_GRID, EMS_T_SITE_FROM_FILE};
    struct ems_words *w = &page->sheet.words;
    ems_sheet_line(&page->sheet, EMS_SAY(w, SITE_TITLE,
                                         ems_name_in(&site->model->name, w->lang, site->model->scenario_id)));
    ems_sheet_line(&page->sheet, EMS_SAY(w, SITE_ASKED, ems_say_integer(w, r->add),
                                         ems_say_integer(w, r->move), ems_say_integer(w, r->close)));
    ems_sheet_line(&page->sheet, EMS_SAY(w, SITE_NEW_HAS, ems_say_integer(w, r->crews), site->new_type));
    ems_sheet_line(&page->sheet, EMS_SAY(w, SITE_CANDIDATES, ems_say_integer(w, site->candidate_count),
                                         ems_sheet_text(&page->sheet, sources[r->source]),
                                         ems_say_integer(w, site->station_count)));
    if (site->left_out > 0)
        ems_sheet_line(&page->sheet, EMS_SAY(w, SITE_LEFT_OUT, ems_say_integer(w, site->left_out)));
    if (site->forbidden > 0)
        ems_sheet_line(&page->sheet, EMS_SAY(w, SITE_FORBIDDEN, ems_say_integer(w, site->forbidden)));
    if (site->upper_type != NULL)
        ems_sheet_line(&page->sheet,
                       EMS_SAY(w, SITE_UPPER, site->upper_type, ems_say_integer(w, r->upper_add)));
    fputc('\n', page->sheet.out);
}

/* ---- what a plan does ---- */

static const char *area_name(struct page *page, ems_area_id id)
{
    if (id == EMS_NONE) return ems_sheet_text(&page->sheet, EMS_T_R_NONE);
    const struct ems_area *area = &page->site->model->areas[id];
    return ems_name_in(&area->name, page->sheet.words.lang, area->id);
}

static const char *say_place(struct page *page, int32_t candidate)
{
    const struct ems_site *site = page->site;
    struct ems_position at = ems_unproject(&site->model->projection, site->candidates[candidate].at);
    int decimals = site->model->projection.coordinates == EMS_COORD_PLANE ? 0 : 4;
    char x[EMS_NUMBER_SIZE], y[EMS_NUMBER_SIZE];
    ems_number_format_fixed(at.x, decimals, x);
    ems_number_format_fixed(at.y, decimals, y);
    const char *said = ems_arena_format(&page->sheet.words.arena, "%s, %s", x, y);
    return said != NULL ? said : "?";
}

static const char *station_name(struct page *page, ems_station_id s)
{
    const struct ems_station *station = &page->site->model->stations[s];
    return ems_name_in(&station->name, page->sheet.words.lang, station->id);
}

static const char *say_new(struct page *page, int32_t candidate)
{
    const struct ems_site_candidate *one = &page->site->candidates[candidate];
    return ems_name_in(&one->name, page->sheet.words.lang, one->id);
}

static void print_change(struct page *page, const struct ems_site_plan *plan,
                         const struct ems_site_change *change)
{
    struct ems_words *w = &page->sheet.words;
    bool upper = change->candidate >= 0 && plan->units[page->site->station_count + change->candidate] > 1;
    if (change->station == EMS_NONE && upper)
        ems_sheet_line(&page->sheet,
                       EMS_SAY(w, SITE_OPEN_UPPER, say_new(page, change->candidate),
                               say_place(page, change->candidate),
                               area_name(page, page->site->candidates[change->candidate].area)));
    else if (change->station == EMS_NONE)
        ems_sheet_line(&page->sheet,
                       EMS_SAY(w, SITE_OPEN, say_new(page, change->candidate),
                               say_place(page, change->candidate),
                               area_name(page, page->site->candidates[change->candidate].area)));
    else if (change->candidate < 0)
        ems_sheet_line(&page->sheet, EMS_SAY(w, SITE_CLOSE, station_name(page, change->station)));
    else
        ems_sheet_line(&page->sheet,
                       EMS_SAY(w, SITE_MOVE, station_name(page, change->station),
                               say_place(page, change->candidate),
                               area_name(page, page->site->candidates[change->candidate].area)));
}

static void print_plan(struct page *page, const struct ems_site_plan *plan)
{
    const struct ems_site *site = page->site;
    struct ems_site_change *changes =
        EMS_NEW_ARRAY(&page->sheet.words.arena, struct ems_site_change, site->problem.site_count + 1);
    if (changes == NULL) return;
    int32_t count = ems_site_changes(site, plan, changes);
    fputc('\n', page->sheet.out);
    ems_sheet_line(&page->sheet, plan->label != NULL ? EMS_SAY(&page->sheet.words, SITE_PLAN, plan->label)
                                                     : ems_sheet_text(&page->sheet, EMS_T_SITE_PLAN_ALONE));
    for (int32_t i = 0; i < count; i++) print_change(page, plan, &changes[i]);
    if (count == 0) ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_SITE_NO_CHANGE));
    ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, SITE_PEOPLE, people(page, plan->newly),
                                         people(page, plan->lost)));
    if (site->has_costs)
        ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, SITE_COST, say_cost(page, plan->cost)));
}

/* ---- ranking ---- */

static const char *may_be_best(struct page *page, const struct ems_comparisons *all, int32_t shown)
{
    for (int32_t i = 0; i < all->count; i++)
        if (all->ranking[i].scenario == shown)
            return ems_sheet_text(&page->sheet, all->ranking[i].may_be_best ? EMS_T_C_YES : EMS_T_C_NO);
    return "";
}

static const char *origin_name(struct page *page, const struct ems_site_plan *plan)
{
    static const enum ems_text texts[EMS_SITE_ORIGIN_COUNT] = {
        [EMS_SITE_FROM_MODEL] = EMS_T_SITE_ORIGIN_MODEL,
        [EMS_SITE_FROM_OTHER] = EMS_T_SITE_ORIGIN_OTHER,
        [EMS_SITE_FROM_NEIGHBOUR] = EMS_T_SITE_ORIGIN_NEIGHBOUR,
        [EMS_SITE_FROM_SEARCH] = EMS_T_SITE_ORIGIN_SEARCH,
    };
    return ems_sheet_text(&page->sheet, texts[plan->origin]);
}

static void print_ranking_of(struct page *page, const struct ems_comparisons *all, const char *title)
{
    const struct ems_site *site = page->site;
    struct ems_table table = ems_table_begin(5);
    fputc('\n', page->sheet.out);
    EMS_ROW(&table, title, ems_sheet_text(&page->sheet, EMS_T_R_COL_MEAN),
            ems_sheet_text(&page->sheet, EMS_T_C_DIFFERENCE), ems_sheet_text(&page->sheet, EMS_T_R_INTERVAL),
            ems_sheet_text(&page->sheet, EMS_T_C_MAY_BE_BEST));
    for (int32_t i = 0; i < site->shown_count; i++) {
        int32_t shown = site->order[i] + 1;
        const struct ems_site_plan *plan = &site->plans[site->shown[site->order[i]]];
        const struct ems_compared *mean =
            ems_compare_find(&all->with[shown], EMS_GROUP_ALL, 0, "mean", EMS_NONE);
        const char *label =
            ems_arena_format(&page->sheet.words.arena, "  %s %s", plan->label, origin_name(page, plan));
        if (mean == NULL) continue;
        EMS_ROW(&table, label != NULL ? label : "?",
                ems_say_figure(&page->sheet.words, EMS_SAY_MINUTES, &mean->second),
                say_change(page, mean->paired.difference.value), say_interval(page, &mean->paired.difference),
                may_be_best(page, all, shown));
    }
    const char *now = ems_arena_format(&page->sheet.words.arena, "  A %s",
                                       ems_sheet_text(&page->sheet, EMS_T_SITE_AS_IT_IS));
    EMS_ROW(&table, now != NULL ? now : "?",
            ems_say_figure(&page->sheet.words, EMS_SAY_MINUTES, &all->results[0]->all.mean_s), "", "",
            may_be_best(page, all, 0));
    ems_sheet_end_table(&page->sheet, &table);
}

static void print_judgement(struct page *page)
{
    const struct ems_site *site = page->site;
    if (site->round_count < 2) return;
    struct ems_table table = ems_table_begin(5);
    enum ems_text title =
        site->request->judge == EMS_SITE_WORST ? EMS_T_SITE_JUDGED_WORST : EMS_T_SITE_JUDGED_MEAN;
    fputc('\n', page->sheet.out);
    EMS_ROW(&table, ems_sheet_text(&page->sheet, title), ems_sheet_text(&page->sheet, EMS_T_R_COL_MEAN), "±",
            ems_sheet_text(&page->sheet, EMS_T_C_DIFFERENCE), ems_sheet_text(&page->sheet, EMS_T_R_INTERVAL));
    for (int32_t i = 0; i < site->shown_count; i++) {
        const struct ems_site_plan *plan = &site->plans[site->shown[site->order[i]]];
        const char *label = ems_arena_format(&page->sheet.words.arena, "  %s", plan->label);
        double change = plan->judged_s - site->now_judged_s;
        const struct ems_figure around = {.low = change - plan->judged_change_half_s,
                                          .high = change + plan->judged_change_half_s};
        char number[EMS_NUMBER_SIZE] = "";
        if (isfinite(plan->judged_half_s)) ems_number_format_fixed(plan->judged_half_s, 1, number);
        const char *half = ems_arena_strdup(&page->sheet.words.arena, number);
        EMS_ROW(&table, label != NULL ? label : "?",
                ems_say_number(&page->sheet.words, EMS_SAY_MINUTES, plan->judged_s),
                half != NULL ? half : "?", say_change(page, change), say_interval(page, &around));
    }
    ems_sheet_end_table(&page->sheet, &table);
}

static void print_rankings(struct page *page)
{
    const struct ems_site *site = page->site;
    for (int32_t k = 0; k < site->round_count; k++) {
        const struct ems_model *model = site->rounds[k]->models[0];
        const char *name = ems_name_in(&model->name, page->sheet.words.lang, model->scenario_id);
        const char *replications =
            ems_say_integer(&page->sheet.words, site->rounds[k]->results[0]->replications);
        const char *title = site->round_count > 1 ? EMS_SAY(&page->sheet.words, SITE_HEAD_IN, name)
                                                  : EMS_SAY(&page->sheet.words, SITE_HEAD, replications);
        print_ranking_of(page, site->rounds[k], title);
    }
    print_judgement(page);
    fputc('\n', page->sheet.out);
    ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, SITE_LOOKED_AT,
                                         ems_say_integer(&page->sheet.words, site->plan_count),
                                         ems_say_integer(&page->sheet.words, site->screen_replications)));
    ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_C_RANKING_NOTE));
}

/* ---- who gains ---- */

/* The largest changes first; ties by file order. */
static int by_change(const void *a, const void *b)
{
    const struct ems_compared *x = *(const struct ems_compared *const *)a,
                              *y = *(const struct ems_compared *const *)b;
    double u = fabs(x->paired.difference.value), v = fabs(y->paired.difference.value);
    if (isnan(u) != isnan(v)) return isnan(u) ? 1 : -1;
    if (u != v && !isnan(u)) return u > v ? -1 : 1;
    return (x->of.index > y->of.index) - (x->of.index < y->of.index);
}

static const char *say_verdict(const struct page *page, const struct ems_compared *item)
{
    if (!item->judged) return "";
    if (item->change == EMS_CHANGE_BETTER) return ems_sheet_text(&page->sheet, EMS_T_C_BETTER);
    if (item->change == EMS_CHANGE_WORSE) return ems_sheet_text(&page->sheet, EMS_T_C_WORSE);
    return item->change == EMS_CHANGE_UNCLEAR ? ems_sheet_text(&page->sheet, EMS_T_C_UNCLEAR) : "";
}

static void print_areas(struct page *page)
{
    const struct ems_site *site = page->site;
    const struct ems_comparison *with = &site->rounds[0]->with[ems_site_best_shown(site)];
    const struct ems_compared **items =
        EMS_NEW_ARRAY(&page->sheet.words.arena, const struct ems_compared *, with->count + 1);
    int32_t count = 0;
    for (int32_t i = 0; items != NULL && i < with->count; i++) {
        const struct ems_compared *item = &with->items[i];
        if (item->of.group == EMS_GROUP_AREA && item->of.index < site->model->area_count &&
            strcmp(item->of.metric.key, "mean") == 0)
            items[count++] = item;
    }
    if (count == 0) return;
    qsort(items, (size_t)count, sizeof *items, by_change);
    struct ems_table table = ems_table_begin(6);
    fputc('\n', page->sheet.out);
    EMS_ROW(&table, EMS_SAY(&page->sheet.words, SITE_HEAD_AREAS, ems_site_best(site)->label), "A",
            ems_site_best(site)->label, ems_sheet_text(&page->sheet, EMS_T_C_DIFFERENCE),
            ems_sheet_text(&page->sheet, EMS_T_R_INTERVAL), "");
    for (int32_t i = 0; i < count && i < AREA_ROWS; i++)
        EMS_ROW(&table, area_name(page, items[i]->of.index),
                ems_say_figure(&page->sheet.words, EMS_SAY_MINUTES, &items[i]->first),
                ems_say_figure(&page->sheet.words, EMS_SAY_MINUTES, &items[i]->second),
                say_change(page, items[i]->paired.difference.value),
                say_interval(page, &items[i]->paired.difference), say_verdict(page, items[i]));
    ems_sheet_end_table(&page->sheet, &table);
    if (count > AREA_ROWS)
        ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, R_MORE,
                                             ems_say_integer(&page->sheet.words, count - AREA_ROWS)));
    ems_sheet_line(&page->sheet, EMS_SAY(&page->sheet.words, C_PEOPLE, people(page, with->people.better),
                                         people(page, with->people.worse),
                                         people(page, with->people.unclear + with->people.no_effect +
                                                          with->people.no_cases)));
    ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_C_UNITS));
}

enum ems_status ems_site_print(const struct ems_site *site, enum ems_lang lang, FILE *out)
{
    struct page page = {.site = site, .sheet.out = out};
    page.sheet.words.lang = lang;
    print_title(&page);
    print_model(&page);
    if (site->round_count == 0) {
        print_plan(&page, &site->plans[0]);
    } else {
        print_rankings(&page);
        for (int32_t i = 0; i < site->shown_count && i < 3; i++)
            print_plan(&page, &site->plans[site->shown[site->order[i]]]);
        print_areas(&page);
    }
    bool no_memory = page.sheet.no_memory || page.sheet.words.arena.failed;
    ems_arena_free(&page.sheet.words.arena);
    if (no_memory) return EMS_NO_MEMORY;
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
