#include <string.h>

#include "base/json.h"
#include "report/document.h"
#include "report/site_report.h"

static void put(struct ems_document *doc, json_t *object, const char *key, json_t *value)
{
    ems_document_put(doc, object, key, value);
}

int32_t ems_site_best_shown(const struct ems_site *site)
{
    return site->round_count > 0 ? site->order[0] + 1 : 0;
}

const struct ems_site_plan *ems_site_best(const struct ems_site *site)
{
    return &site->plans[site->round_count > 0 ? site->shown[site->order[0]] : 0];
}

double ems_site_said(const struct ems_site *site, double objective)
{
    double total = 0;
    switch (site->request->location.model) {
    case EMS_LOCATION_LSCP:
        return site->has_costs ? objective / EMS_SITE_PARTS : objective;
    case EMS_LOCATION_MEDIAN:
    case EMS_LOCATION_CENTRE:
        return objective / 1e6;
    default:
        for (int32_t i = 0; i < site->problem.point_count; i++) total += (double)site->problem.weight[i];
        return total > 0 ? objective / total : NAN;
    }
}

enum ems_saying ems_site_saying(const struct ems_site *site)
{
    switch (site->request->location.model) {
    case EMS_LOCATION_LSCP:
        return EMS_SAY_NUMBER;
    case EMS_LOCATION_MEDIAN:
    case EMS_LOCATION_CENTRE:
        return EMS_SAY_MINUTES;
    default:
        return EMS_SAY_SHARE;
    }
}

static const char *unit_of(const struct ems_site *site)
{
    static const char *const units[] = {[EMS_SAY_MINUTES] = "s",
                                        [EMS_SAY_SHARE] = "share",
                                        [EMS_SAY_COUNT] = "count",
                                        [EMS_SAY_NUMBER] = "stations"};
    if (site->has_costs && site->request->location.model == EMS_LOCATION_LSCP) return "cost";
    return units[ems_site_saying(site)];
}

static json_t *limits_json(struct ems_document *doc, const struct ems_site *site)
{
    json_t *object = json_object();
    for (int32_t c = 0; c < site->model->class_count; c++)
        put(doc, object, site->model->classes[c].id, ems_json_seconds(site->problem.within[c]));
    return object;
}

static json_t *model_json(struct ems_document *doc, const struct ems_site *site)
{
    const struct ems_location_plan *best = &site->best;
    const struct ems_location_options *options = &site->request->location;
    json_t *object = json_object();
    put(doc, object, "name", json_string(ems_location_model_name(options->model)));
    put(doc, object, "unit", json_string(unit_of(site)));
    put(doc, object, "objective", ems_json_real(ems_site_said(site, best->objective)));
    put(doc, object, "bound", ems_json_real(ems_site_said(site, best->bound)));
    put(doc, object, "gap", ems_json_real(best->optimal ? 0 : best->gap));
    put(doc, object, "optimal", json_boolean(best->optimal));
    put(doc, object, "timed_out", json_boolean(best->timed_out));
    put(doc, object, "solver", json_string(options->solver != NULL ? options->solver : "glpk"));
    put(doc, object, "within_s", limits_json(doc, site));
    put(doc, object, "budget", ems_json_real(site->request->budget));
    put(doc, object, "iterations", ems_json_integer(best->iterations));
    put(doc, object, "nodes", ems_json_integer(best->nodes));
    put(doc, object, "points", ems_json_integer(site->problem.point_count));
    put(doc, object, "uncoverable_people", ems_json_real(site->uncoverable));
    return object;
}

static json_t *candidates_json(struct ems_document *doc, const struct ems_site *site)
{
    static const char *const sources[] = {"stations", "nodes", "grid", "file"};
    json_t *object = json_object();
    put(doc, object, "source", json_string(sources[site->request->source]));
    put(doc, object, "count", ems_json_integer(site->candidate_count));
    put(doc, object, "left_out", ems_json_integer(site->left_out));
    put(doc, object, "forbidden", ems_json_integer(site->forbidden));
    return object;
}

static json_t *place_json(struct ems_document *doc, const struct ems_site *site, int32_t candidate)
{
    json_t *array = json_array();
    struct ems_position at = ems_unproject(&site->model->projection, site->candidates[candidate].at);
    ems_document_append(doc, array, json_real(at.x));
    ems_document_append(doc, array, json_real(at.y));
    return array;
}

static json_t *change_json(struct ems_document *doc, const struct ems_site *site,
                           const struct ems_site_plan *plan, const struct ems_site_change *change)
{
    const struct ems_site_candidate *to =
        change->candidate >= 0 ? &site->candidates[change->candidate] : NULL;
    bool fresh = to != NULL && change->station == EMS_NONE;
    json_t *object = json_object();
    put(doc, object, "action", json_string(fresh ? "open" : to != NULL ? "move" : "close"));
    put(doc, object, "station", ems_json_text(fresh ? to->id : site->model->stations[change->station].id));
    put(doc, object, "at", to != NULL ? place_json(doc, site, change->candidate) : json_null());
    if (fresh && site->upper_type != NULL)
        put(doc, object, "upper_tier",
            json_boolean(plan->units[site->station_count + change->candidate] > 1));
    put(doc, object, "area",
        ems_json_text(to != NULL && to->area != EMS_NONE ? site->model->areas[to->area].id : NULL));
    return object;
}

static json_t *changes_json(struct ems_document *doc, const struct ems_site *site,
                            const struct ems_site_plan *plan)
{
    json_t *array = json_array();
    struct ems_arena arena = {0};
    struct ems_site_change *changes =
        EMS_NEW_ARRAY(&arena, struct ems_site_change, site->problem.site_count + 1);
    int32_t count = changes != NULL ? ems_site_changes(site, plan, changes) : 0;
    if (changes == NULL) doc->failed = true;
    for (int32_t i = 0; i < count; i++)
        ems_document_append(doc, array, change_json(doc, site, plan, &changes[i]));
    ems_arena_free(&arena);
    return array;
}

/* In each scenario: the mean, and its difference from the scenario as it is. */
static json_t *simulated_json(struct ems_document *doc, const struct ems_site *site, int32_t shown)
{
    json_t *array = json_array();
    for (int32_t k = 0; k < site->round_count; k++) {
        struct ems_comparisons *all = site->rounds[k];
        json_t *object = json_object();
        bool compared = shown > 0 && shown < EMS_COMPARED_MOST;
        const struct ems_compared *mean =
            compared ? ems_compare_find(&all->with[shown], EMS_GROUP_ALL, 0, "mean", EMS_NONE) : NULL;
        put(doc, object, "scenario", ems_json_text(all->models[0]->scenario_id));
        put(doc, object, "weight", ems_json_real(k == 0 ? 1 : site->request->also[k - 1].weight));
        put(doc, object, "warmup_s", ems_json_seconds(all->models[0]->clock.warmup));
        ems_document_figure(doc, object, "response_s", &all->results[shown]->all.mean_s);
        if (mean != NULL) ems_document_figure(doc, object, "difference_s", &mean->paired.difference);
        put(doc, object, "verdict",
            ems_json_text(mean != NULL && mean->judged ? ems_change_name(mean->change) : NULL));
        for (int32_t i = 0; i < all->count; i++) {
            if (all->ranking[i].scenario != shown) continue;
            put(doc, object, "may_be_best", json_boolean(all->ranking[i].may_be_best));
            put(doc, object, "behind_most_s", ems_json_real(all->ranking[i].behind_most));
        }
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *area_json(struct ems_document *doc, const struct ems_site *site,
                         const struct ems_compared *item)
{
    json_t *object = json_object();
    const struct ems_area *area = &site->model->areas[item->of.index];
    put(doc, object, "area", ems_json_text(area->id));
    put(doc, object, "population", ems_json_real(area->population));
    ems_document_figure(doc, object, "now_s", &item->first);
    ems_document_figure(doc, object, "then_s", &item->second);
    ems_document_figure(doc, object, "difference_s", &item->paired.difference);
    put(doc, object, "verdict", ems_json_text(item->judged ? ems_change_name(item->change) : NULL));
    return object;
}

/* Of the plan that is `shown` against the scenario as it is. */
static json_t *areas_json(struct ems_document *doc, const struct ems_site *site, int32_t shown)
{
    json_t *array = json_array();
    if (site->round_count == 0 || shown <= 0 || shown >= EMS_COMPARED_MOST) return array;
    const struct ems_comparison *with = &site->rounds[0]->with[shown];
    for (int32_t i = 0; i < with->count; i++) {
        const struct ems_compared *item = &with->items[i];
        if (item->of.group == EMS_GROUP_AREA && item->of.index < site->model->area_count &&
            strcmp(item->of.metric.key, "mean") == 0)
            ems_document_append(doc, array, area_json(doc, site, item));
    }
    return array;
}

static json_t *plan_json(struct ems_document *doc, const struct ems_site *site,
                         const struct ems_site_plan *plan, int32_t shown)
{
    json_t *object = json_object();
    put(doc, object, "label", ems_json_text(plan->label));
    put(doc, object, "origin", json_string(ems_site_origin_name(plan->origin)));
    put(doc, object, "model_value", ems_json_real(ems_site_said(site, plan->objective)));
    put(doc, object, "people_covered", ems_json_real(plan->covered));
    put(doc, object, "people_newly_covered", ems_json_real(plan->newly));
    put(doc, object, "people_losing_cover", ems_json_real(plan->lost));
    put(doc, object, "cost", ems_json_real(site->has_costs ? plan->cost : NAN));
    put(doc, object, "changes", changes_json(doc, site, plan));
    put(doc, object, "judged_s", ems_json_real(plan->judged_s));
    put(doc, object, "judged_half_width_s", ems_json_real(plan->judged_half_s));
    put(doc, object, "judged_change_s", ems_json_real(plan->judged_s - site->now_judged_s));
    put(doc, object, "judged_change_half_width_s", ems_json_real(plan->judged_change_half_s));
    put(doc, object, "scenarios", simulated_json(doc, site, shown));
    put(doc, object, "by_area", areas_json(doc, site, shown));
    return object;
}

static json_t *plans_json(struct ems_document *doc, const struct ems_site *site)
{
    json_t *array = json_array();
    if (site->round_count == 0) ems_document_append(doc, array, plan_json(doc, site, &site->plans[0], 0));
    for (int32_t i = 0; i < site->shown_count && site->round_count > 0; i++) {
        int32_t shown = site->order[i];
        ems_document_append(doc, array, plan_json(doc, site, &site->plans[site->shown[shown]], shown + 1));
    }
    return array;
}

enum ems_status ems_site_json(const struct ems_site *site, json_t **out)
{
    struct ems_document doc = {0};
    json_t *root = json_object(), *now = json_object();
    put(&doc, root, "format", ems_json_integer(EMS_REPORT_FORMAT));
    put(&doc, root, "version", ems_json_text(EMS_VERSION));
    put(&doc, root, "scenario", ems_json_text(site->model->scenario_id));
    put(&doc, root, "scenario_hash", ems_json_text(site->model->origin.scenario_hash));
    put(&doc, root, "seed", ems_json_integer((int64_t)site->model->seed));
    put(&doc, root, "replications",
        ems_json_integer(site->round_count > 0 ? site->rounds[0]->results[0]->replications : 0));
    put(&doc, root, "judge", json_string(site->request->judge == EMS_SITE_WORST ? "worst" : "mean"));
    put(&doc, root, "model", model_json(&doc, site));
    put(&doc, root, "candidates", candidates_json(&doc, site));
    put(&doc, now, "people", ems_json_real(site->people));
    put(&doc, now, "people_covered", ems_json_real(site->covered_now));
    put(&doc, now, "judged_s", ems_json_real(site->round_count > 0 ? site->now_judged_s : NAN));
    put(&doc, now, "scenarios", simulated_json(&doc, site, 0));
    put(&doc, root, "now", now);
    put(&doc, root, "plans_looked_at", ems_json_integer(site->plan_count));
    put(&doc, root, "plans", plans_json(&doc, site));
    put(&doc, root, "by_area", areas_json(&doc, site, ems_site_best_shown(site)));
    *out = doc.failed ? NULL : root;
    if (doc.failed) json_decref(root);
    return doc.failed ? EMS_NO_MEMORY : EMS_OK;
}
