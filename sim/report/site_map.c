#include <string.h>

#include "base/json.h"
#include "report/document.h"
#include "report/geojson_shape.h"
#include "report/site_report.h"

static void put(struct ems_document *doc, json_t *object, const char *key, json_t *value)
{
    ems_document_put(doc, object, key, value);
}

static void add(struct ems_document *doc, json_t *features, json_t *geometry, json_t *properties)
{
    json_t *feature = json_object();
    put(doc, feature, "type", json_string("Feature"));
    put(doc, feature, "geometry", geometry);
    put(doc, feature, "properties", properties);
    ems_document_append(doc, features, feature);
}

static json_t *line_json(struct ems_document *doc, const struct ems_projection *projection,
                         struct ems_point from, struct ems_point to)
{
    json_t *line = json_object(), *ends = json_array();
    const struct ems_point points[] = {from, to};
    for (int i = 0; i < 2; i++) {
        json_t *point = ems_geojson_point(projection, points[i]), *at = json_object_get(point, "coordinates");
        ems_document_append(doc, ends, json_incref(at));
        json_decref(point);
    }
    put(doc, line, "type", json_string("LineString"));
    put(doc, line, "coordinates", ends);
    return line;
}

static void add_change(struct ems_document *doc, const struct ems_site *site,
                       const struct ems_site_plan *plan, const struct ems_site_change *change,
                       json_t *features)
{
    const struct ems_projection *projection = &site->model->projection;
    bool closed = change->candidate < 0, fresh = !closed && change->station == EMS_NONE;
    const struct ems_station *station = fresh ? NULL : &site->model->stations[change->station];
    struct ems_point at = closed ? station->at.at : site->candidates[change->candidate].at;
    const char *id = fresh ? site->candidates[change->candidate].id : station->id;
    json_t *properties = json_object();
    put(doc, properties, "kind",
        json_string(fresh    ? "new_station"
                    : closed ? "closed_station"
                             : "moved_station"));
    put(doc, properties, "id", ems_json_text(id));
    put(doc, properties, "plan", ems_json_text(plan->label));
    put(doc, properties, "best", json_boolean(plan == ems_site_best(site)));
    add(doc, features, ems_geojson_point(projection, at), properties);
    if (fresh || closed) return;
    json_t *way = json_object();
    put(doc, way, "kind", json_string("move"));
    put(doc, way, "id", ems_json_text(id));
    put(doc, way, "plan", ems_json_text(plan->label));
    add(doc, features, line_json(doc, projection, station->at.at, at), way);
}

static void add_places(struct ems_document *doc, const struct ems_site *site,
                       const struct ems_site_plan *plan, json_t *features)
{
    for (int32_t i = 0; i < site->problem.point_count; i++) {
        bool now = ems_site_covers(site, NULL, i), then = ems_site_covers(site, plan->units, i);
        if (now == then) continue;
        json_t *properties = json_object();
        put(doc, properties, "kind", json_string(then ? "newly_covered" : "loses_cover"));
        put(doc, properties, "people", ems_json_real(site->point_people[i]));
        put(doc, properties, "plan", ems_json_text(plan->label));
        put(doc, properties, "best", json_boolean(plan == ems_site_best(site)));
        add(doc, features, ems_geojson_point(&site->model->projection, site->points[i].at), properties);
    }
}

static void add_candidates(struct ems_document *doc, const struct ems_site *site, json_t *features)
{
    for (int32_t i = 0; i < site->candidate_count; i++) {
        json_t *properties = json_object();
        put(doc, properties, "kind", json_string("candidate"));
        put(doc, properties, "id", ems_json_text(site->candidates[i].id));
        add(doc, features, ems_geojson_point(&site->model->projection, site->candidates[i].at), properties);
    }
}

static void add_plan(struct ems_document *doc, const struct ems_site *site, const struct ems_site_plan *plan,
                     json_t *features)
{
    struct ems_arena arena = {0};
    struct ems_site_change *changes =
        EMS_NEW_ARRAY(&arena, struct ems_site_change, site->problem.site_count + 1);
    int32_t count = changes != NULL ? ems_site_changes(site, plan, changes) : 0;
    if (changes == NULL) doc->failed = true;
    add_places(doc, site, plan, features);
    for (int32_t i = 0; i < count; i++) add_change(doc, site, plan, &changes[i], features);
    ems_arena_free(&arena);
}

static void add_areas(struct ems_document *doc, const struct ems_site *site, json_t *features)
{
    if (site->round_count == 0) return;
    const struct ems_comparison *with = &site->rounds[0]->with[ems_site_best_shown(site)];
    for (int32_t i = 0; i < with->count; i++) {
        const struct ems_compared *item = &with->items[i];
        if (item->of.group != EMS_GROUP_AREA || item->of.index >= site->model->area_count ||
            strcmp(item->of.metric.key, "mean") != 0)
            continue;
        const struct ems_area *area = &site->model->areas[item->of.index];
        const struct ems_figure *difference = &item->paired.difference;
        json_t *properties = json_object();
        put(doc, properties, "kind", json_string("area"));
        put(doc, properties, "id", ems_json_text(area->id));
        put(doc, properties, "population", ems_json_real(area->population));
        put(doc, properties, "difference_s", ems_json_real(difference->value));
        put(doc, properties, "difference_low_s", ems_json_real(difference->low));
        put(doc, properties, "difference_high_s", ems_json_real(difference->high));
        put(doc, properties, "verdict", ems_json_text(item->judged ? ems_change_name(item->change) : NULL));
        add(doc, features, ems_geojson_shape(&site->model->projection, &area->shape), properties);
    }
}

enum ems_status ems_site_geojson(const struct ems_site *site, json_t **out)
{
    struct ems_document doc = {0};
    json_t *root = json_object(), *features = json_array();
    put(&doc, root, "type", json_string("FeatureCollection"));
    put(&doc, root, "features", features);
    add_areas(&doc, site, features);
    add_candidates(&doc, site, features);
    if (site->round_count == 0) add_plan(&doc, site, &site->plans[0], features);
    for (int32_t i = 0; i < site->shown_count && site->round_count > 0; i++)
        add_plan(&doc, site, &site->plans[site->shown[site->order[i]]], features);
    *out = doc.failed ? NULL : root;
    if (doc.failed) json_decref(root);
    return doc.failed ? EMS_NO_MEMORY : EMS_OK;
}
