#include "base/json.h"

#include "report/coverage_report.h"
#include "report/report.h"

/* The document being made: a failed allocation anywhere is kept, and told at the end. */
struct doc {
    const struct ems_coverage *coverage;
    bool failed;
};

static void put(struct doc *doc, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) doc->failed = true;
}

static void put_real(struct doc *doc, json_t *object, const char *key, double value)
{
    put(doc, object, key, ems_json_real(value));
}

static void append(struct doc *doc, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) doc->failed = true;
}

static void put_name(struct doc *doc, json_t *object, const struct ems_name *name)
{
    json_t *texts = json_object();
    put(doc, texts, "en", ems_json_text(name->by_lang[EMS_LANG_EN]));
    put(doc, texts, "zh", ems_json_text(name->by_lang[EMS_LANG_ZH]));
    put(doc, object, "name", texts);
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static json_t *radius_group_json(struct doc *doc, const struct ems_radius_group *group)
{
    json_t *object = json_object();
    put_real(doc, object, "population", group->people);
    put_real(doc, object, "population_with_radius", group->measured);
    put_real(doc, object, "population_in_radius", group->covered);
    put_real(doc, object, "share", share(group->covered, group->measured));
    put_real(doc, object, "surface_km2", group->surface_m2 / 1e6);
    put_real(doc, object, "surface_share", share(group->surface_covered_m2, group->surface_m2));
    put_real(doc, object, "nearest_mean_m", group->mean_m);
    put_real(doc, object, "nearest_p90_m", group->p90_m);
    put_real(doc, object, "nearest_max_m", group->max_m);
    put(doc, object, "stations_crewed", ems_json_integer(group->stations));
    put_real(doc, object, "mean_service_radius_m", group->service_radius_m);
    return object;
}

static json_t *time_group_json(struct doc *doc, const struct ems_time_group *group)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < EMS_COVER_TIMES; i++) {
        json_t *object = json_object();
        put(doc, object, "within_s", ems_json_seconds(ems_cover_threshold(i)));
        put_real(doc, object, "population", group->within[i]);
        put_real(doc, object, "share", share(group->within[i], group->people));
        put_real(doc, object, "surface_share", share(group->surface_within_m2[i], group->surface_m2));
        append(doc, array, object);
    }
    return array;
}

static void put_time(struct doc *doc, json_t *root, const char *key, const struct ems_time_cover *cover)
{
    const struct ems_model *model = doc->coverage->model;
    json_t *object = json_object(), *classes = json_object(), *areas = json_object();
    put(doc, object, "turnout_s", ems_json_seconds(cover->turnout));
    put(doc, object, "all", time_group_json(doc, &cover->all));
    for (int32_t c = 0; c < model->class_count; c++)
        if (cover->by_class[c].people > 0)
            put(doc, classes, model->classes[c].id, time_group_json(doc, &cover->by_class[c]));
    for (int32_t a = 0; a < model->area_count; a++)
        put(doc, areas, model->areas[a].id, time_group_json(doc, &cover->by_area[a]));
    put(doc, object, "by_class", classes);
    put(doc, object, "by_area", areas);
    put(doc, root, key, object);
}

static json_t *people_by_time(struct doc *doc, const double *people)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < EMS_COVER_TIMES; i++) append(doc, array, ems_json_real(people[i]));
    return array;
}

static json_t *stations_json(struct doc *doc)
{
    const struct ems_coverage *coverage = doc->coverage;
    json_t *array = json_array();
    for (int32_t s = 0; s < coverage->model->station_count; s++) {
        const struct ems_radius_station *station = &coverage->radius.stations[s];
        const struct ems_time_station *time = &coverage->day.stations[s];
        json_t *object = json_object();
        put(doc, object, "id", ems_json_text(coverage->model->stations[s].id));
        put_name(doc, object, &coverage->model->stations[s].name);
        put(doc, object, "counts", json_boolean(station->counts));
        put_real(doc, object, "population_in_radius", station->covered);
        put_real(doc, object, "population_only_in_its_radius", station->only);
        put_real(doc, object, "population_nearest_to_it", station->nearest);
        put_real(doc, object, "farther_if_closed_m", station->farther_m);
        put(doc, object, "population_quickest_from_it", people_by_time(doc, time->first));
        put(doc, object, "population_in_time_only_from_it", people_by_time(doc, time->only));
        append(doc, array, object);
    }
    return array;
}

static void put_groups(struct doc *doc, json_t *object)
{
    const struct ems_model *model = doc->coverage->model;
    const struct ems_radius_cover *radius = &doc->coverage->radius;
    json_t *classes = json_object(), *areas = json_object();
    for (int32_t c = 0; c < model->class_count; c++) {
        if (!(radius->by_class[c].people > 0)) continue;
        json_t *group = radius_group_json(doc, &radius->by_class[c]);
        double radius_m = model->classes[c].service_radius_m;
        put_real(doc, group, "service_radius_m", radius_m > 0 ? radius_m : NAN);
        put(doc, classes, model->classes[c].id, group);
    }
    for (int32_t a = 0; a < model->area_count; a++) {
        json_t *group = radius_group_json(doc, &radius->by_area[a]);
        put_name(doc, group, &model->areas[a].name);
        put(doc, group, "class", ems_json_text(model->classes[model->areas[a].class_id].id));
        put(doc, areas, model->areas[a].id, group);
    }
    put(doc, object, "by_class", classes);
    put(doc, object, "by_area", areas);
}

static json_t *finished(struct doc *doc, json_t *object)
{
    if (!doc->failed && object != NULL) return object;
    json_decref(object);
    return NULL;
}

json_t *ems_coverage_json(const struct ems_coverage *coverage)
{
    struct doc doc = {.coverage = coverage};
    json_t *object = radius_group_json(&doc, &coverage->radius.all), *time = json_object();
    json_t *reach = json_object();
    const bool has_reach = coverage->reach.bases > 0;
    put_groups(&doc, object);
    put_time(&doc, time, "day", &coverage->day);
    put_time(&doc, time, "night", &coverage->night);
    put(&doc, object, "time", time);
    put(&doc, reach, "bases", ems_json_integer(coverage->reach.bases));
    put_real(&doc, reach, "population", has_reach ? coverage->reach.reached : NAN);
    put_real(&doc, reach, "share", has_reach ? share(coverage->reach.reached, coverage->reach.people) : NAN);
    put(&doc, object, "two_hour_reach", reach);
    put(&doc, object, "stations", stations_json(&doc));
    return finished(&doc, object);
}

static json_t *inputs_json(struct doc *doc)
{
    const struct ems_origin *origin = &doc->coverage->model->origin;
    json_t *array = json_array();
    for (int32_t i = 0; i < origin->file_count; i++) {
        json_t *object = json_object();
        put(doc, object, "path", ems_json_text(origin->files[i].path));
        put(doc, object, "hash", ems_json_text(origin->files[i].hash));
        append(doc, array, object);
    }
    return array;
}

enum ems_status ems_coverage_report_json(const struct ems_coverage *coverage, json_t **out)
{
    const struct ems_model *model = coverage->model;
    struct doc doc = {.coverage = coverage};
    json_t *root = json_object(), *scenario = json_object();
    put(&doc, root, "format", ems_json_integer(EMS_REPORT_FORMAT));
    put(&doc, root, "version", ems_json_text(EMS_VERSION));
    put(&doc, scenario, "id", ems_json_text(model->scenario_id));
    put_name(&doc, scenario, &model->name);
    put(&doc, scenario, "hash", ems_json_text(model->origin.scenario_hash));
    put(&doc, root, "scenario", scenario);
    put(&doc, root, "inputs", inputs_json(&doc));
    put(&doc, root, "coverage", ems_coverage_json(coverage));
    put(&doc, root, "standards", ems_report_standards_json(&coverage->standards));
    *out = finished(&doc, root);
    return *out != NULL ? EMS_OK : EMS_NO_MEMORY;
}
