/* Plans simulated: all that were found with few replications, then those around the best of them, in the end
 * the model's own plan and the best others with all replications. Each scenario that plans are judged over
 * is played with the same plans; each plan meets the same calls. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/site.h"
#include "study/site_cast.h"

enum {
    SCREEN_PART = 4, /* of the replications, for a first look */
    SCREEN_LEAST = 2,
    SEARCH_ROUNDS = 2,
    NEAR = 3,       /* candidates tried in place of each new site */
    SEARCH_MOST = 9 /* plans a round */
};

/* Plans to be played: numbers in site->plans. */
struct round {
    struct ems_site *site;
    const int32_t *plans;
    int32_t count;
    int64_t replications;
    struct ems_diags *diags;
};

static double scenario_weight(const struct ems_site_request *request, int32_t k)
{
    return k == 0 ? 1 : request->also[k - 1].weight;
}

static enum ems_status load_cast(const struct round *round, int32_t k, struct ems_site_cast *cast)
{
    return ems_site_cast_load(round->site, k, round->plans, round->count, round->diags, cast);
}

static enum ems_status play(const struct round *round, struct ems_site_cast *cast,
                            struct ems_comparisons **out)
{
    struct ems_run_options options = round->site->request->run;
    options.replications = round->replications;
    options.precisions = NULL;
    options.precision_count = 0;
    return ems_compare_run(cast->models, cast->count, &options, out);
}

/* ---- judging ---- */

/* A plan's value over scenarios: the mean of the mean responses, by weight, or the worst of them. */
struct verdict {
    double sum, weight, worst, half_sum, worst_half;
};

static void hear(struct verdict *verdict, const struct ems_figure *mean, double weight)
{
    double half = isnan(mean->high) ? NAN : (mean->high - mean->low) / 2;
    verdict->sum += weight * mean->value;
    verdict->half_sum += weight * half;
    verdict->weight += weight;
    if (verdict->weight > weight && mean->value <= verdict->worst) return;
    verdict->worst = mean->value;
    verdict->worst_half = half;
}

static double value_of(const struct verdict *verdict, enum ems_site_judge judge)
{
    return judge == EMS_SITE_WORST ? verdict->worst : verdict->sum / verdict->weight;
}

static double half_of(const struct verdict *verdict, enum ems_site_judge judge)
{
    return judge == EMS_SITE_WORST ? verdict->worst_half : verdict->half_sum / verdict->weight;
}

/* ---- a first look ---- */

static enum ems_status screen(struct round *round)
{
    struct ems_site *site = round->site;
    const struct ems_site_request *request = site->request;
    struct verdict verdicts[EMS_COMPARED_MOST] = {0};
    enum ems_status status = EMS_OK;
    for (int32_t k = 0; k <= request->also_count && status == EMS_OK; k++) {
        struct ems_site_cast cast;
        struct ems_comparisons *all = NULL;
        status = load_cast(round, k, &cast);
        if (status != EMS_OK) return status;
        status = play(round, &cast, &all);
        for (int32_t i = 1; i < cast.count && status == EMS_OK; i++)
            hear(&verdicts[i], &all->results[i]->all.mean_s, scenario_weight(request, k));
        if (all != NULL) ems_compare_free(all);
        ems_site_cast_free(&cast);
    }
    for (int32_t i = 0; i < round->count && status == EMS_OK; i++)
        site->plans[round->plans[i]].screened_s = value_of(&verdicts[i + 1], request->judge);
    site->screened += status == EMS_OK ? round->count : 0;
    return status;
}

/* Plans that have not been played yet, a few at a time. */
static enum ems_status screen_new(struct ems_site *site, struct ems_diags *diags)
{
    for (;;) {
        int32_t numbers[EMS_COMPARED_MOST], count = 0;
        for (int32_t p = 0; p < site->plan_count && count < EMS_COMPARED_MOST - 1; p++)
            if (isnan(site->plans[p].screened_s)) numbers[count++] = p;
        if (count == 0) return EMS_OK;
        struct round round = {site, numbers, count, site->screen_replications, diags};
        enum ems_status status = screen(&round);
        if (status != EMS_OK) return status;
        for (int32_t i = 0; i < count; i++) /* without a call there is no mean: last */
            if (isnan(site->plans[numbers[i]].screened_s)) site->plans[numbers[i]].screened_s = INFINITY;
    }
}

static int32_t best_screened(const struct ems_site *site)
{
    int32_t best = 0;
    for (int32_t p = 1; p < site->plan_count; p++)
        if (site->plans[p].screened_s < site->plans[best].screened_s) best = p;
    return best;
}

/* ---- around the best ---- */

struct near_candidate {
    double far_m;
    int32_t candidate;
};

static int by_distance(const void *a, const void *b)
{
    const struct near_candidate *x = a, *y = b;
    if (x->far_m != y->far_m) return x->far_m < y->far_m ? -1 : 1;
    return (x->candidate > y->candidate) - (x->candidate < y->candidate);
}

/* The nearest free candidates to a new site take its place, one by one. */
static enum ems_status shift(struct ems_site *site, const int32_t *units, int32_t from, int32_t *tried)
{
    struct near_candidate *near = calloc((size_t)site->candidate_count + 1, sizeof *near);
    int32_t *moved = EMS_NEW_ARRAY(&site->arena, int32_t, site->problem.site_count), count = 0;
    enum ems_status status = near != NULL && moved != NULL ? EMS_OK : EMS_NO_MEMORY;
    for (int32_t c = 0; status == EMS_OK && c < site->candidate_count; c++)
        if (units[site->station_count + c] == 0)
            near[count++] = (struct near_candidate){
                ems_point_round(ems_point_distance(site->candidates[c].at, site->candidates[from].at), 0).x_m,
                c};
    if (count > 0) qsort(near, (size_t)count, sizeof *near, by_distance);
    for (int32_t i = 0; status == EMS_OK && i < count && i < NEAR && *tried < SEARCH_MOST; i++, ++*tried) {
        int64_t value;
        memcpy(moved, units, (size_t)site->problem.site_count * sizeof *moved);
        moved[site->station_count + from] = 0;
        moved[site->station_count + near[i].candidate] = units[site->station_count + from];
        bool allowed = ems_location_value(&site->problem, &site->request->location, moved, &value);
        if (allowed && ems_site_add_plan(site, moved, EMS_SITE_FROM_SEARCH) < 0) status = EMS_NO_MEMORY;
    }
    free(near);
    return status;
}

static enum ems_status search(struct ems_site *site, struct ems_diags *diags)
{
    for (int32_t round = 0; round < SEARCH_ROUNDS; round++) {
        int32_t best = best_screened(site), before = site->plan_count, tried = 0;
        const int32_t *units = site->plans[best].units;
        enum ems_status status = EMS_OK;
        for (int32_t c = 0; c < site->candidate_count && status == EMS_OK; c++)
            if (units[site->station_count + c] > 0) status = shift(site, units, c, &tried);
        if (status == EMS_OK && site->plan_count > before) status = screen_new(site, diags);
        if (status != EMS_OK || best_screened(site) == best) return status;
    }
    return EMS_OK;
}

/* ---- the last round ---- */

/* The model's plan, then the best others. */
static void choose_shown(struct ems_site *site)
{
    site->shown[0] = 0;
    site->shown_count = 1;
    while (site->shown_count < site->request->plans && site->shown_count < site->plan_count) {
        int32_t best = -1;
        for (int32_t p = 1; p < site->plan_count; p++) {
            bool taken = false;
            for (int32_t i = 0; i < site->shown_count; i++) taken = taken || site->shown[i] == p;
            if (!taken && (best < 0 || site->plans[p].screened_s < site->plans[best].screened_s)) best = p;
        }
        site->shown[site->shown_count++] = best;
    }
}

static void rank(struct ems_site *site)
{
    for (int32_t i = 0; i < site->shown_count; i++) {
        int32_t at = i;
        double value = site->plans[site->shown[i]].judged_s;
        for (; at > 0 && value < site->plans[site->shown[site->order[at - 1]]].judged_s; at--)
            site->order[at] = site->order[at - 1];
        site->order[at] = i;
    }
    for (int32_t i = 0; i < site->shown_count; i++)
        site->plans[site->shown[site->order[i]]].label = ems_arena_format(&site->arena, "%c", 'B' + (int)i);
}

/* The change in one scenario, by pairs of replications. */
static struct ems_figure change_in(const struct ems_site *site, int32_t shown, int32_t k)
{
    const struct ems_compared *mean =
        ems_compare_find(&site->rounds[k]->with[shown], EMS_GROUP_ALL, 0, "mean", EMS_NONE);
    return mean != NULL ? mean->paired.difference : ems_figure_missing(EMS_NOTE_NO_CASES);
}

/* A weighted sum of differences is no wider than the weighted sum of their half-widths. */
static double mean_change_half(const struct ems_site *site, int32_t shown)
{
    double sum = 0, weights = 0;
    for (int32_t k = 0; k < site->round_count; k++) {
        struct ems_figure change = change_in(site, shown, k);
        double weight = scenario_weight(site->request, k);
        sum += weight * (change.high - change.low) / 2;
        weights += weight;
    }
    return sum / weights;
}

/* Is the scenario the worst of all for that system (0: now), as far as the intervals tell? */
static bool may_be_worst(const struct ems_site *site, int32_t system, int32_t k)
{
    for (int32_t other = 0; other < site->round_count; other++)
        if (site->rounds[other]->results[system]->all.mean_s.low >
            site->rounds[k]->results[system]->all.mean_s.high)
            return false;
    return true;
}

/* The worst mean changes by no less than the mean of the scenario that is the worst now, and by no more than
 * that of the one that is the worst with the plan: the interval holds those of all that either may be. */
static double worst_change_half(const struct ems_site *site, int32_t shown, double change)
{
    double half = 0;
    for (int32_t k = 0; k < site->round_count; k++) {
        struct ems_figure own = change_in(site, shown, k);
        if (!may_be_worst(site, 0, k) && !may_be_worst(site, shown, k)) continue;
        if (isnan(own.low)) return NAN;
        half = fmax(half, fmax(own.high - change, change - own.low));
    }
    return half;
}

static void judge(struct ems_site *site)
{
    const struct ems_site_request *request = site->request;
    for (int32_t i = 0; i <= site->shown_count; i++) {
        struct verdict verdict = {0};
        for (int32_t k = 0; k < site->round_count; k++)
            hear(&verdict, &site->rounds[k]->results[i]->all.mean_s, scenario_weight(request, k));
        if (i == 0) {
            site->now_judged_s = value_of(&verdict, request->judge);
            continue;
        }
        struct ems_site_plan *plan = &site->plans[site->shown[i - 1]];
        plan->judged_s = value_of(&verdict, request->judge);
        plan->judged_half_s = half_of(&verdict, request->judge);
        plan->judged_change_half_s = request->judge == EMS_SITE_WORST
                                         ? worst_change_half(site, i, plan->judged_s - site->now_judged_s)
                                         : mean_change_half(site, i);
    }
    rank(site);
}

/* The scenarios live as long as what was found of them. */
static bool keep_cast(struct ems_site *site, const struct ems_site_cast *cast,
                      const struct ems_model ***models)
{
    struct ems_scenario **all =
        EMS_NEW_ARRAY(&site->arena, struct ems_scenario *, site->loaded_count + cast->count);
    *models = EMS_NEW_ARRAY(&site->arena, const struct ems_model *, cast->count);
    if (all == NULL || *models == NULL) return false;
    if (site->loaded_count > 0)
        memcpy(all, site->loaded, (size_t)site->loaded_count * sizeof(struct ems_scenario *));
    memcpy(all + site->loaded_count, cast->scenarios, (size_t)cast->count * sizeof(struct ems_scenario *));
    for (int32_t i = 0; i < cast->count; i++) (*models)[i] = cast->models[i];
    site->loaded = all;
    site->loaded_count += cast->count;
    return true;
}

static enum ems_status final_scenario(struct round *round, int32_t k)
{
    struct ems_site *site = round->site;
    struct ems_site_cast cast;
    const struct ems_model **models;
    enum ems_status status = load_cast(round, k, &cast);
    if (status != EMS_OK) return status;
    if (!keep_cast(site, &cast, &models)) {
        ems_site_cast_free(&cast);
        return EMS_NO_MEMORY;
    }
    struct ems_run_options options = site->request->run;
    options.replications = round->replications;
    status = ems_compare_run(models, cast.count, &options, &site->rounds[k]);
    bool usable = site->rounds[k] != NULL && site->rounds[k]->count == cast.count &&
                  site->rounds[k]->results[0] != NULL && site->rounds[k]->results[0]->replications > 0;
    if (usable && (status == EMS_OK || status == EMS_INTERRUPTED)) site->round_count = k + 1;
    return status;
}

static enum ems_status play_final(struct ems_site *site, int64_t replications, struct ems_diags *diags)
{
    struct round round = {site, site->shown, site->shown_count, replications, diags};
    enum ems_status status = EMS_OK;
    for (int32_t k = 0; k <= site->request->also_count && status == EMS_OK; k++)
        status = final_scenario(&round, k);
    if (site->round_count > 0) judge(site);
    return status;
}

enum ems_status ems_site_simulate(struct ems_site *site, struct ems_diags *diags)
{
    int64_t replications = site->request->run.replications;
    if (replications == 0) replications = site->model->replications;
    site->screen_replications = replications / SCREEN_PART;
    if (site->screen_replications < SCREEN_LEAST)
        site->screen_replications = replications < SCREEN_LEAST ? replications : SCREEN_LEAST;
    enum ems_status status = screen_new(site, diags);
    if (status == EMS_OK) status = search(site, diags);
    if (status != EMS_OK) return status;
    choose_shown(site);
    status = play_final(site, replications, diags);
    return status == EMS_OK && site->arena.failed ? EMS_NO_MEMORY : status;
}
