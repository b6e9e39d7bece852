#include "study/compare.h"

#include <stdlib.h>
#include <string.h>

#include "study/summary.h"

enum { RESAMPLES = 1000, RESAMPLED_MOST = 4000000 };

const char *ems_change_name(enum ems_change change)
{
    static const char *const names[] = {
#define EMS_X(id, name) name,
        EMS_CHANGES(EMS_X)
#undef EMS_X
    };
    return names[change];
}

/* Two scenarios being compared. */
struct pair {
    struct ems_comparisons *all;
    struct ems_comparison *out;
    struct ems_results *first, *second;
    const struct ems_summary *first_summary, *second_summary;
    int64_t replications;
    double *first_values, *second_values;
    const int32_t *resamples;
    int32_t resample_count;
    bool no_memory;
};

/* ---- one difference ---- */

static void compute(struct pair *pair, struct ems_compared *item, const struct ems_figure *first,
                    const struct ems_figure *second, bool bound)
{
    struct ems_paired_side a = {first->value, NAN, pair->first_values},
                           b = {second->value, NAN, pair->second_values};
    item->first = *first;
    item->second = *second;
    item->paired.difference = item->paired.unpaired =
        ems_figure_bare(second->value - first->value, pair->replications, EMS_NOTE_NO_INTERVAL);
    item->paired.variance_ratio = item->paired.variance_ratio_most = NAN;
    if (!ems_summary_values(pair->first_summary, first, pair->first_values, &a.centre) ||
        !ems_summary_values(pair->second_summary, second, pair->second_values, &b.centre))
        return;
    item->paired =
        ems_paired_compute(&a, &b, pair->replications, pair->resamples, bound ? pair->resample_count : 0);
}

static void add(struct pair *pair, const struct ems_metric_of *first, const struct ems_metric_of *second,
                int32_t threshold)
{
    struct ems_comparison *out = pair->out;
    if (out->count == out->capacity) {
        int32_t capacity = out->capacity > 0 ? out->capacity * 2 : 256;
        struct ems_compared *moved = realloc(out->items, (size_t)capacity * sizeof *moved);
        if (moved == NULL) {
            pair->no_memory = true;
            return;
        }
        out->items = moved;
        out->capacity = capacity;
    }
    struct ems_compared *item = &out->items[out->count++];
    *item = (struct ems_compared){.of = *first, .threshold = threshold, .index = second->index};
    bool bound = first->group == EMS_GROUP_ALL || first->group == EMS_GROUP_WHOLE;
    compute(pair, item, ems_metric_figure(pair->first, first), ems_metric_figure(pair->second, second),
            bound);
}

/* ---- all of them ---- */

static int32_t same_threshold(const struct ems_model *model, ems_time limit)
{
    for (int32_t t = 0; t < model->threshold_count; t++)
        if (model->thresholds[t] == limit) return t;
    return EMS_NONE;
}

static void add_within(struct pair *pair, struct ems_metric_of first, struct ems_metric_of second)
{
    const struct ems_model *model = pair->first->model;
    for (int32_t t = 0; t < model->threshold_count; t++) {
        int32_t other = same_threshold(pair->second->model, model->thresholds[t]);
        if (other == EMS_NONE) continue;
        first.metric = ems_metric_within(t);
        second.metric = ems_metric_within(other);
        add(pair, &first, &second, t);
    }
}

static void add_group(struct pair *pair, enum ems_metric_group group, int32_t first_index,
                      int32_t second_index)
{
    int32_t count;
    const struct ems_metric *metrics = ems_metrics_of_groups(&count);
    struct ems_metric_of first = {.group = group, .index = first_index},
                         second = {.group = group, .index = second_index};
    for (int32_t i = 0; i < count; i++) {
        first.metric = second.metric = metrics[i];
        add(pair, &first, &second, EMS_NONE);
    }
    add_within(pair, first, second);
}

static void add_whole(struct pair *pair)
{
    int32_t count;
    const struct ems_metric *metrics = ems_metrics_of_whole(&count);
    for (int32_t i = 0; i < count; i++) {
        struct ems_metric_of of = {.group = EMS_GROUP_WHOLE, .metric = metrics[i]};
        add(pair, &of, &of, EMS_NONE);
    }
}

static int32_t class_named(const struct ems_model *model, const char *id)
{
    for (int32_t c = 0; c < model->class_count; c++)
        if (strcmp(model->classes[c].id, id) == 0) return c;
    return EMS_NONE;
}

/* Starts at `guess`: areas mostly stand in the same order. */
static int32_t area_named(const struct ems_model *model, const char *id, int32_t guess)
{
    for (int32_t i = 0; i < model->area_count; i++) {
        int32_t a = (guess + i) % model->area_count;
        if (strcmp(model->areas[a].id, id) == 0) return a;
    }
    return EMS_NONE;
}

static void add_groups(struct pair *pair)
{
    const struct ems_model *a = pair->first->model, *b = pair->second->model;
    for (int32_t p = 0; p < EMS_PRIORITIES; p++)
        if (ems_group_used(&pair->first->by_priority[p]) || ems_group_used(&pair->second->by_priority[p]))
            add_group(pair, EMS_GROUP_PRIORITY, p, p);
    for (int32_t c = 0; c < a->class_count; c++) {
        int32_t other = class_named(b, a->classes[c].id);
        if (other != EMS_NONE && ems_group_used(&pair->first->by_class[c]))
            add_group(pair, EMS_GROUP_CLASS, c, other);
    }
    for (int32_t i = 0; i < a->area_count; i++) {
        int32_t other = area_named(b, a->areas[i].id, i);
        if (other != EMS_NONE) add_group(pair, EMS_GROUP_AREA, i, other);
    }
    if (ems_group_used(&pair->first->by_area[a->area_count]))
        add_group(pair, EMS_GROUP_AREA, a->area_count, b->area_count);
}

/* ---- verdicts ---- */

static bool is_headline(const struct ems_compared *item, int32_t main_threshold)
{
    static const char *const overall[] = {"mean",
                                          "p50",
                                          "p90",
                                          "queued_share",
                                          "service.satisfaction_share",
                                          "service.answered_10s_share",
                                          "levels.dynamic_cover_share"};
    const char *key = item->of.metric.key;
    if (item->threshold != EMS_NONE && item->threshold != main_threshold) return false;
    if (item->of.group == EMS_GROUP_AREA) return strcmp(key, "mean") == 0;
    if (item->threshold != EMS_NONE) return true;
    if (item->of.group != EMS_GROUP_ALL && item->of.group != EMS_GROUP_WHOLE)
        return strcmp(key, "mean") == 0 || strcmp(key, "p90") == 0;
    for (size_t i = 0; i < sizeof overall / sizeof *overall; i++)
        if (strcmp(key, overall[i]) == 0) return true;
    return false;
}

/* The table that a difference stands in: those of the whole go with those of all requests. */
static enum ems_metric_group table_of(const struct ems_compared *item)
{
    return item->of.group == EMS_GROUP_WHOLE ? EMS_GROUP_ALL : item->of.group;
}

/* Takes those that can be judged into the families. */
static void form_families(struct ems_comparisons *all)
{
    int32_t threshold = ems_metric_main_threshold(all->models[0]);
    for (int32_t s = 1; s < all->count; s++)
        for (int32_t i = 0; i < all->with[s].count; i++) {
            struct ems_compared *item = &all->with[s].items[i];
            item->judged = is_headline(item, threshold) &&
                           (item->paired.no_effect || !isnan(item->paired.difference.low));
            if (item->judged) all->family[table_of(item)]++;
        }
}

static enum ems_change judge(const struct ems_compared *item, int32_t family)
{
    const struct ems_figure *difference = &item->paired.difference;
    if (item->paired.no_effect) return EMS_CHANGE_NO_EFFECT;
    double share = 1 - EMS_COMPARE_ERROR / 2 / family;
    double half = ems_student_quantile(share, difference->n - 1) * difference->error;
    if (fabs(difference->value) <= half) return EMS_CHANGE_UNCLEAR;
    return (difference->value > 0) == (item->of.metric.better > 0) ? EMS_CHANGE_BETTER : EMS_CHANGE_WORSE;
}

static void count_people(struct ems_comparison *with, const struct ems_compared *item,
                         const struct ems_model *model)
{
    double people = item->of.index < model->area_count ? model->areas[item->of.index].population : 0;
    switch (item->judged ? item->change : EMS_CHANGE_NONE) {
    case EMS_CHANGE_BETTER:
        with->people.better += people;
        break;
    case EMS_CHANGE_WORSE:
        with->people.worse += people;
        break;
    case EMS_CHANGE_UNCLEAR:
        with->people.unclear += people;
        break;
    case EMS_CHANGE_NO_EFFECT:
        with->people.no_effect += people;
        break;
    case EMS_CHANGE_NONE:
    case EMS_CHANGE_COUNT:
        with->people.no_cases += people;
        break;
    }
}

static void judge_all(struct ems_comparisons *all)
{
    form_families(all);
    for (int32_t s = 1; s < all->count; s++)
        for (int32_t i = 0; i < all->with[s].count; i++) {
            struct ems_compared *item = &all->with[s].items[i];
            if (item->judged) item->change = judge(item, all->family[table_of(item)]);
            if (item->of.group == EMS_GROUP_AREA && strcmp(item->of.metric.key, "mean") == 0)
                count_people(&all->with[s], item, all->models[0]);
        }
}

/* ---- ranking ---- */

/* Of scenario i less scenario j: the difference of mean responses, and its error by pairs. */
static void mean_difference(struct ems_comparisons *all, struct pair *pair, int32_t i, int32_t j,
                            double *value, double *error)
{
    struct ems_compared item = {0};
    pair->first_summary = all->summaries[j];
    pair->second_summary = all->summaries[i];
    compute(pair, &item, &all->results[j]->all.mean_s, &all->results[i]->all.mean_s, false);
    *value = item.paired.difference.value;
    *error = item.paired.no_effect ? 0 : item.paired.difference.error;
}

/* Multiple comparisons with the best (Hsu 1984), with paired errors and the error shared by Bonferroni: a
 * system may be the best unless it is behind another one for sure. */
static struct ems_ranked compare_with_best(struct ems_comparisons *all, struct pair *pair, int32_t i)
{
    struct ems_ranked ranked = {.scenario = i, .may_be_best = true};
    double share = 1 - EMS_COMPARE_ERROR / (all->count - 1);
    double t = pair->replications >= 2 ? ems_student_quantile(share, pair->replications - 1) : NAN;
    for (int32_t j = 0; j < all->count; j++) {
        double value, error;
        if (j == i) continue;
        mean_difference(all, pair, i, j, &value, &error);
        if (value - t * error > 0) ranked.may_be_best = false;
        ranked.behind_most = fmax(ranked.behind_most, value + t * error);
    }
    return ranked;
}

static void rank(struct ems_comparisons *all, struct pair *pair)
{
    for (int32_t i = 0; i < all->count; i++) {
        struct ems_ranked ranked = compare_with_best(all, pair, i);
        int32_t at = i;
        double mean = all->results[i]->all.mean_s.value;
        for (; at > 0 && mean < all->results[all->ranking[at - 1].scenario]->all.mean_s.value; at--)
            all->ranking[at] = all->ranking[at - 1];
        all->ranking[at] = ranked;
    }
}

/* ---- the whole ---- */

/* Numbers of replications drawn with replacement (splitmix64 of Steele, Lea and Flood 2014). */
static int32_t *draw_resamples(int64_t replications, int32_t *count)
{
    *count = replications * RESAMPLES > RESAMPLED_MOST ? (int32_t)(RESAMPLED_MOST / replications) : RESAMPLES;
    int32_t *resamples = malloc((size_t)*count * (size_t)replications * sizeof *resamples + 1);
    uint64_t state = 120;
    for (int64_t i = 0; resamples != NULL && i < *count * replications; i++) {
        uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
        resamples[i] = (int32_t)((z ^ (z >> 31)) % (uint64_t)replications);
    }
    return resamples;
}

static enum ems_status compare_finished(struct ems_comparisons *all)
{
    struct pair pair = {.all = all, .replications = all->results[0]->replications};
    size_t size = (size_t)pair.replications * sizeof(double) + 1;
    int32_t *resamples = draw_resamples(pair.replications, &pair.resample_count);
    pair.resamples = resamples;
    pair.first_values = malloc(size);
    pair.second_values = malloc(size);
    pair.no_memory = resamples == NULL || pair.first_values == NULL || pair.second_values == NULL;
    for (int32_t s = 1; s < all->count && !pair.no_memory; s++) {
        pair.out = &all->with[s];
        pair.first = all->results[0];
        pair.second = all->results[s];
        pair.first_summary = all->summaries[0];
        pair.second_summary = all->summaries[s];
        add_group(&pair, EMS_GROUP_ALL, 0, 0);
        add_whole(&pair);
        add_groups(&pair);
    }
    if (!pair.no_memory) {
        judge_all(all);
        rank(all, &pair);
    }
    free(resamples);
    free(pair.first_values);
    free(pair.second_values);
    return pair.no_memory ? EMS_NO_MEMORY : EMS_OK;
}

/* The caller's hooks, who hears of all scenarios as of one study. */
struct hooks {
    const struct ems_run_hooks *caller;
    int64_t before, total;
};

static bool interrupted(void *self)
{
    const struct ems_run_hooks *caller = ((struct hooks *)self)->caller;
    return caller->interrupted != NULL && caller->interrupted(caller->self);
}

static void progress(void *self, int64_t done, int64_t total, double under_way)
{
    const struct hooks *hooks = self;
    (void)total;
    if (hooks->caller->progress != NULL)
        hooks->caller->progress(hooks->caller->self, hooks->before + done, hooks->total, under_way);
}

static enum ems_status play(struct ems_comparisons *all, int32_t count, const struct ems_run_options *options)
{
    struct hooks hooks = {.caller = &options->hooks};
    struct ems_run_options own = ems_run_options_default();
    own.jobs = options->jobs;
    own.warmup = options->warmup;
    own.replications = options->replications > 0 ? options->replications : all->models[0]->replications;
    own.hooks = (struct ems_run_hooks){.self = &hooks, .interrupted = interrupted, .progress = progress};
    hooks.total = own.replications * count;
    for (int32_t s = 0; s < count; s++) {
        enum ems_status status =
            ems_study_run_keeping(all->models[s], &own, &all->results[s], &all->summaries[s]);
        if (status != EMS_OK) {
            all->failed = s;
            return status;
        }
        all->wall_s += all->results[s]->wall_s;
        all->same_seed = all->same_seed && all->models[s]->seed == all->models[0]->seed;
        all->count++;
        hooks.before += own.replications;
    }
    return EMS_OK;
}

enum ems_status ems_compare_run(const struct ems_model *const *models, int32_t count,
                                const struct ems_run_options *options, struct ems_comparisons **out)
{
    struct ems_comparisons *all = *out = calloc(1, sizeof *all);
    if (all == NULL) return EMS_NO_MEMORY;
    all->models = models;
    all->failed = -1;
    all->same_seed = true;
    enum ems_status status = play(all, count, options);
    if ((status != EMS_OK && status != EMS_INTERRUPTED) || all->count < 2) return status;
    enum ems_status compared = compare_finished(all);
    return compared != EMS_OK ? compared : status;
}

void ems_compare_free(struct ems_comparisons *comparisons)
{
    if (comparisons == NULL) return;
    for (int32_t s = 0; s < EMS_COMPARED_MOST; s++) {
        ems_results_free(comparisons->results[s]);
        ems_summary_free(comparisons->summaries[s]);
        free(comparisons->with[s].items);
    }
    free(comparisons);
}

const struct ems_compared *ems_compare_find(const struct ems_comparison *comparison,
                                            enum ems_metric_group group, int32_t index, const char *key,
                                            int32_t threshold)
{
    for (int32_t i = 0; i < comparison->count; i++) {
        const struct ems_compared *item = &comparison->items[i];
        if (item->of.group == group && item->of.index == index && item->threshold == threshold &&
            strcmp(item->of.metric.key, key) == 0)
            return item;
    }
    return NULL;
}
