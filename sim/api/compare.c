#include "ems120/compare.h"

#include <math.h>
#include <stdlib.h>

#include "api/json_text.h"
#include "ems120/cover.h"
#include "report/compare_report.h"
#include "scenario/load.h"
#include "study/compare.h"
#include "study/warmup.h"

/* Two models with their warm-ups settled: the longer of those that had to be found, for both. */
struct pair {
    struct ems_model own[2];
    const struct ems_model *models[2];
};

static enum ems_status settle(struct pair *pair, struct ems_run_options *options)
{
    for (int i = 0; i < 2; i++) {
        struct ems_warmup found;
        if (!pair->own[i].clock.warmup_auto) continue;
        enum ems_status status = ems_warmup_find(pair->models[i], options, &found);
        if (status != EMS_OK) return status;
        if (options->warmup.pilots == 0 || found.warmup > options->warmup.warmup) options->warmup = found;
    }
    for (int i = 0; i < 2; i++) {
        struct ems_clock *clock = &pair->own[i].clock;
        if (clock->warmup_auto) clock->warmup = options->warmup.warmup;
        clock->warmup_auto = false;
    }
    return EMS_OK;
}

static struct ems_change_figure no_figure(void)
{
    const double none = (double)NAN;
    return (struct ems_change_figure){none, none, none, none, none, 0};
}

static struct ems_change_figure change_of(const struct ems_compared *item)
{
    if (item == NULL) return no_figure();
    const struct ems_figure *d = &item->paired.difference;
    int32_t verdict = item->change == EMS_CHANGE_BETTER ? 1 : item->change == EMS_CHANGE_WORSE ? -1 : 0;
    return (struct ems_change_figure){.first = item->first.value,
                                      .second = item->second.value,
                                      .difference = d->value,
                                      .low = item->paired.no_effect ? d->value : d->low,
                                      .high = item->paired.no_effect ? d->value : d->high,
                                      .verdict = verdict};
}

static enum ems_status summarise(const struct ems_comparisons *all, struct ems_change_summary *out)
{
    const struct ems_comparison *with = &all->with[1];
    const struct ems_model *m = all->models[0];
    int32_t threshold = ems_metric_main_threshold(m);
    struct ems_area_change *areas = calloc((size_t)m->area_count + 1, sizeof *areas);
    if (areas == NULL) return EMS_NO_MEMORY;
    *out = (struct ems_change_summary){
        .replications = all->results[0]->replications,
        .mean_s = change_of(ems_compare_find(with, EMS_GROUP_ALL, 0, "mean", EMS_NONE)),
        .p90_s = change_of(ems_compare_find(with, EMS_GROUP_ALL, 0, "p90", EMS_NONE)),
        .within_share = change_of(ems_compare_find(with, EMS_GROUP_ALL, 0, "within", threshold)),
        .within = threshold >= 0 && threshold < m->threshold_count ? m->thresholds[threshold] : EMS_NEVER,
        .people_better = with->people.better,
        .people_worse = with->people.worse,
        .people_unclear = with->people.unclear + with->people.no_effect,
        .area_count = m->area_count,
        .areas = areas,
    };
    for (int32_t a = 0; a < m->area_count; a++)
        areas[a] = (struct ems_area_change){
            .people = m->areas[a].population,
            .mean_s = change_of(ems_compare_find(with, EMS_GROUP_AREA, a, "mean", EMS_NONE))};
    return EMS_OK;
}

static enum ems_status write_json(const struct ems_comparisons *all, char **json)
{
    static const char *const labels[2] = {"A", "B"};
    const char *changes[2] = {NULL, NULL};
    struct ems_compare_report report = {.comparisons = all, .labels = labels, .changes = changes};
    json_t *document = NULL;
    enum ems_status status = ems_compare_json(&report, &document);
    if (status == EMS_OK) status = ems_json_to_text(document, json);
    json_decref(document);
    return status;
}

enum ems_status ems_compare_two(const struct ems_scenario *first, const struct ems_scenario *second,
                                const struct ems_study_def *study, char **json,
                                struct ems_change_summary *out)
{
    struct pair pair = {.own = {*ems_scenario_model(first), *ems_scenario_model(second)}};
    struct ems_run_options options = ems_run_options_default();
    struct ems_comparisons *all = NULL;
    if (json != NULL) *json = NULL;
    *out = (struct ems_change_summary){0};
    if (study->replications < 0 || study->jobs < 0) return EMS_BAD_USAGE;
    pair.models[0] = &pair.own[0];
    pair.models[1] = &pair.own[1];
    options.replications = study->replications;
    options.jobs = study->jobs;
    options.hooks = (struct ems_run_hooks){
        .self = study->self, .interrupted = study->interrupted, .progress = study->progress};
    enum ems_status status = settle(&pair, &options);
    if (status != EMS_OK) return status;
    enum ems_status ran = ems_compare_run(pair.models, 2, &options, &all);
    if (all == NULL) return ran;
    bool something = ran == EMS_OK || (ran == EMS_INTERRUPTED && all->count == 2 && all->results[0] != NULL &&
                                       all->results[0]->replications >= 2);
    if (something) status = summarise(all, out);
    if (something && status == EMS_OK && json != NULL) status = write_json(all, json);
    ems_compare_free(all);
    return status == EMS_OK ? ran : status;
}

enum ems_status ems_compare_two_json(const struct ems_scenario *first, const struct ems_scenario *second,
                                     const struct ems_study_def *study, char **json)
{
    struct ems_change_summary summary;
    enum ems_status status = ems_compare_two(first, second, study, json, &summary);
    ems_change_summary_free(&summary);
    return status;
}

void ems_change_summary_free(struct ems_change_summary *summary)
{
    free(summary->areas);
    *summary = (struct ems_change_summary){0};
}

/* ---- by place ---- */

/* Minutes of the second scenario's sources to the places of the first: the two may have other places. */
static enum ems_status both_minutes(const struct ems_scenario *first, const struct ems_cover_sources *before,
                                    const struct ems_scenario *second, const struct ems_cover_sources *after,
                                    float *old, float *new)
{
    const struct ems_model *a = ems_scenario_model(first), *b = ems_scenario_model(second);
    enum ems_status status = ems_cover_place_minutes(first, before, old);
    if (status != EMS_OK) return status;
    bool same = a->place_count == b->place_count;
    for (int32_t p = 0; same && p < a->place_count; p++)
        same = ems_point_distance(a->places[p].at, b->places[p].at) < 0.01;
    return same ? ems_cover_place_minutes(second, after, new) : EMS_BAD_USAGE;
}

static void judge(struct ems_place_change *out, double people, float old, float new, double least,
                  float *change)
{
    bool was = isfinite(old) != 0, is = isfinite(new) != 0;
    double difference = was && is ? (double)new - (double)old : 0;
    if (change != NULL) *change = was && is ? new - old : was ? INFINITY : is ? -INFINITY : 0;
    out->unreached_before += was ? 0 : people;
    out->unreached_after += is ? 0 : people;
    if (difference < -least || (is && !was))
        out->gain += people;
    else if (difference > least || (was && !is))
        out->lose += people;
    else
        out->same += people;
}

enum ems_status ems_compare_places(const struct ems_scenario *first, const struct ems_cover_sources *before,
                                   const struct ems_scenario *second, const struct ems_cover_sources *after,
                                   double least, float *minutes, struct ems_place_change *out)
{
    const struct ems_model *m = ems_scenario_model(first);
    float *old = calloc((size_t)m->place_count + 1, sizeof *old),
          *new = calloc((size_t)m->place_count + 1, sizeof *new);
    *out = (struct ems_place_change){0};
    enum ems_status status = old != NULL && new != NULL ? EMS_OK : EMS_NO_MEMORY;
    if (status == EMS_OK) status = both_minutes(first, before, second, after, old, new);
    for (int32_t p = 0; status == EMS_OK && p < m->place_count; p++)
        judge(out, m->places[p].people, old[p], new[p], least, minutes != NULL ? &minutes[p] : NULL);
    free(old);
    free(new);
    return status;
}
