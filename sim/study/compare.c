#include "study/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "study/pairs.h"
#include "study/play.h"

EMS_NAME_FUNCTION(ems_change_name, enum ems_effect, change, EMS_CHANGES)

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
    if (item->of.group == EMS_GROUP_TARGET) return true;
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

static enum ems_effect judge(const struct ems_compared *item, int32_t family)
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

/* Multiple comparisons with the best (Hsu 1984), with paired errors and the error shared by Bonferroni: a
 * system may be the best unless it is behind another one for sure. */
static struct ems_ranked compare_with_best(const struct ems_comparisons *all, struct ems_pair *pair,
                                           int32_t i)
{
    struct ems_ranked ranked = {.scenario = i, .may_be_best = true};
    double share = 1 - EMS_COMPARE_ERROR / (all->count - 1);
    double t = pair->replications >= 2 ? ems_student_quantile(share, pair->replications - 1) : NAN;
    for (int32_t j = 0; j < all->count; j++) {
        if (j == i) continue;
        ems_pair_choose(pair, all, j, i);
        struct ems_paired paired =
            ems_pair_compute(pair, &pair->first->all.mean_s, &pair->second->all.mean_s, false);
        double value = paired.difference.value, error = paired.no_effect ? 0 : paired.difference.error;
        if (value - t * error > 0) ranked.may_be_best = false;
        ranked.behind_most = fmax(ranked.behind_most, value + t * error);
    }
    return ranked;
}

static void rank(struct ems_comparisons *all, struct ems_pair *pair)
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

static enum ems_status compare_finished(struct ems_comparisons *all)
{
    struct ems_pair pair;
    enum ems_status status =
        ems_pair_init(&pair, all->results[0]->replications, true) ? EMS_OK : EMS_NO_MEMORY;
    for (int32_t s = 1; s < all->count && status == EMS_OK; s++) {
        ems_pair_choose(&pair, all, 0, s);
        status = ems_pair_list(&pair, &all->with[s]);
    }
    if (status == EMS_OK) {
        judge_all(all);
        rank(all, &pair);
    }
    ems_pair_free(&pair);
    return status;
}

/* ---- precision ---- */

struct looking {
    struct ems_comparisons *all;
    const struct ems_run_options *options;
};

/* Wish `i` as it is read for scenario `s`. */
static const struct ems_precision *wish_of(const struct ems_run_options *options, int32_t i, int32_t s)
{
    return &options->precisions[s * options->precision_count + i];
}

/* Shares of the value are shares of the first scenario's: a difference may be about nothing. */
static double width_of(const struct ems_comparisons *all, const struct ems_precision *wish)
{
    return ems_precision_width(wish, ems_metric_figure(all->results[0], &wish->metric));
}

static struct ems_paired difference(const struct looking *looking, struct ems_pair *pair, int32_t wish,
                                    int32_t s)
{
    const struct ems_metric_of *first = &wish_of(looking->options, wish, 0)->metric,
                               *second = &wish_of(looking->options, wish, s)->metric;
    ems_pair_choose(pair, looking->all, 0, s);
    return ems_pair_compute(pair, ems_metric_figure(pair->first, first),
                            ems_metric_figure(pair->second, second), false);
}

static void finish_all(struct ems_comparisons *all)
{
    for (int32_t s = 0; s < all->count; s++) ems_summary_finish(all->summaries[s], all->results[s]);
}

/* The same rule as for one scenario, on the intervals of all differences from the first. */
static int64_t look_at_precision(void *self, int64_t most)
{
    const struct looking *looking = self;
    struct ems_comparisons *all = looking->all;
    struct ems_pair pair;
    double want = 0;
    finish_all(all);
    int64_t n = all->results[0]->replications;
    if (!ems_pair_init(&pair, n, false)) want = 4 * (double)n; /* the end of the comparison tells it */
    for (int32_t i = 0; i < looking->options->precision_count && !pair.no_memory; i++) {
        double width = width_of(all, wish_of(looking->options, i, 0));
        for (int32_t s = 1; s < all->count; s++) {
            struct ems_paired paired = difference(looking, &pair, i, s);
            if (!paired.no_effect) want = fmax(want, ems_precision_needed(&paired.difference, width, n));
        }
    }
    ems_pair_free(&pair);
    return ems_precision_step(n, want, most);
}

/* What was wanted and found, the widest of all differences; narrower ones are given what was asked for. */
static void report_precision(const struct looking *looking)
{
    struct ems_comparisons *all = looking->all;
    struct ems_pair pair;
    all->precision_count = looking->options->precision_count;
    bool ready = ems_pair_init(&pair, all->results[0]->replications, false);
    for (int32_t i = 0; i < all->precision_count && ready; i++) {
        const struct ems_precision *wish = wish_of(looking->options, i, 0);
        struct ems_precision_result *result = &all->precisions[i];
        *result = (struct ems_precision_result){
            .asked = wish->text, .wanted = width_of(all, wish), .half_width = 0, .reached = true};
        for (int32_t s = 1; s < all->count; s++) {
            struct ems_paired paired = difference(looking, &pair, i, s);
            double half = paired.no_effect ? 0 : ems_precision_half_width(&paired.difference);
            if (!(half <= result->wanted)) result->reached = false;
            if (!(half <= result->half_width)) result->half_width = half;
        }
    }
    ems_pair_free(&pair);
}

static void widen_wanted(const struct looking *looking)
{
    struct ems_comparisons *all = looking->all;
    for (int32_t i = 0; i < all->precision_count; i++) {
        const struct ems_metric_of *of = &wish_of(looking->options, i, 0)->metric;
        for (int32_t s = 1; s < all->count; s++)
            for (int32_t k = 0; k < all->with[s].count; k++) {
                struct ems_compared *item = &all->with[s].items[k];
                if (item->of.group == of->group && item->of.index == of->index &&
                    item->of.metric.offset == of->metric.offset)
                    ems_precision_widen(&item->paired.difference, all->precisions[i].wanted);
            }
    }
}

/* ---- the whole ---- */

static enum ems_status make_room(struct ems_comparisons *all)
{
    for (int32_t s = 0; s < all->count; s++) {
        enum ems_status status = ems_summary_create(all->models[s], &all->summaries[s]);
        if (status != EMS_OK) return status;
        all->results[s] = ems_results_create(all->models[s]);
        if (all->results[s] == NULL) return EMS_NO_MEMORY;
    }
    return EMS_OK;
}

static enum ems_status play(struct looking *looking)
{
    struct ems_comparisons *all = looking->all;
    struct ems_play play = {.models = all->models,
                            .count = all->count,
                            .options = looking->options,
                            .summaries = all->summaries,
                            .results = all->results,
                            .next = look_at_precision,
                            .self = looking,
                            .failed = -1};
    ems_play_plan(&play);
    enum ems_status status = ems_play_all(&play);
    all->failed = play.failed;
    finish_all(all);
    for (int32_t s = 0; s < all->count; s++) {
        all->results[s]->asked = play.total;
        all->results[s]->warmup = looking->options->warmup;
        all->results[s]->inner = all->inner;
    }
    return status;
}

enum ems_status ems_compare_run(const struct ems_model *const *models, int32_t count,
                                const struct ems_run_options *options, struct ems_comparisons **out)
{
    double begun = ems_study_now_s();
    struct ems_comparisons *all = *out = calloc(1, sizeof *all);
    struct looking looking = {all, options};
    if (all == NULL) return EMS_NO_MEMORY;
    all->models = models;
    all->count = count;
    all->failed = -1;
    all->same_seed = true;
    for (int32_t s = 1; s < count; s++) all->same_seed = all->same_seed && models[s]->seed == models[0]->seed;
    enum ems_status status = make_room(all), compared = EMS_OK;
    all->inner = options->input_uncertainty ? EMS_RUN_INNER : 0;
    for (int32_t s = 0; s < count && status == EMS_OK; s++) ems_summary_group(all->summaries[s], all->inner);
    if (status == EMS_OK) status = play(&looking);
    if ((status == EMS_OK || status == EMS_INTERRUPTED) && all->results[0]->replications > 0) {
        report_precision(&looking);
        compared = compare_finished(all);
        widen_wanted(&looking);
    }
    all->wall_s = ems_study_now_s() - begun;
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
