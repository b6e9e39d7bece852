#include "report/geojson.h"

#include <stdio.h>

#include "base/json.h"
#include "coverage/cover.h"
#include "coverage/lattice.h"
#include "report/geojson_shape.h"

/* The collection being made: a failed allocation anywhere is kept, and told at the end. */
struct map {
    const struct ems_model *model;
    json_t *features;
    bool failed;
};

static void put(struct map *map, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) map->failed = true;
}

static void put_share(struct map *map, json_t *object, const char *key, double part, double whole)
{
    put(map, object, key, ems_json_real(whole > 0 ? part / whole : NAN));
}

static void put_names(struct map *map, json_t *object, const struct ems_name *name)
{
    put(map, object, "name_en", ems_json_text(name->by_lang[EMS_LANG_EN]));
    put(map, object, "name_zh", ems_json_text(name->by_lang[EMS_LANG_ZH]));
}

/* Appends a feature and returns its properties, borrowed, with the kind in them; NULL when memory is out. */
static json_t *add_feature(struct map *map, const char *kind, json_t *geometry)
{
    json_t *feature = json_object(), *properties = json_object();
    put(map, properties, "kind", json_string(kind));
    put(map, feature, "type", json_string("Feature"));
    put(map, feature, "geometry", geometry);
    put(map, feature, "properties", properties);
    if (json_array_append_new(map->features, feature) != 0) map->failed = true;
    return map->failed ? NULL : properties;
}

static json_t *add_area(struct map *map, ems_area_id number)
{
    const struct ems_area *area = &map->model->areas[number];
    json_t *properties = add_feature(map, "area", ems_geojson_shape(&map->model->projection, &area->shape));
    put(map, properties, "id", ems_json_text(area->id));
    put_names(map, properties, &area->name);
    put(map, properties, "class", ems_json_text(map->model->classes[area->class_id].id));
    put(map, properties, "population", ems_json_real(area->population));
    return properties;
}

static json_t *add_station(struct map *map, ems_station_id number)
{
    const struct ems_station *station = &map->model->stations[number];
    json_t *properties =
        add_feature(map, "station", ems_geojson_point(&map->model->projection, station->at.at));
    put(map, properties, "id", ems_json_text(station->id));
    put_names(map, properties, &station->name);
    put(map, properties, "vehicles", ems_json_integer(station->vehicle_count));
    put(map, properties, "crews", ems_json_integer(station->crew_count));
    return properties;
}

static void add_hospitals(struct map *map)
{
    for (int32_t h = 0; h < map->model->hospital_count; h++) {
        const struct ems_hospital *hospital = &map->model->hospitals[h];
        json_t *properties =
            add_feature(map, "hospital", ems_geojson_point(&map->model->projection, hospital->at.at));
        put(map, properties, "id", ems_json_text(hospital->id));
        put_names(map, properties, &hospital->name);
        put(map, properties, "bays",
            hospital->bays == EMS_UNLIMITED ? json_null() : ems_json_integer(hospital->bays));
    }
}

static enum ems_status finish(struct map *map, json_t **out)
{
    json_t *root = json_object();
    put(map, root, "type", json_string("FeatureCollection"));
    put(map, root, "features", map->features);
    *out = map->failed ? NULL : root;
    if (map->failed) json_decref(root);
    return map->failed ? EMS_NO_MEMORY : EMS_OK;
}

/* ---- coverage ---- */

static void put_area_cover(struct map *map, const struct ems_coverage *coverage, ems_area_id number)
{
    const struct ems_radius_group *radius = &coverage->radius.by_area[number];
    const struct ems_time_group *time = &coverage->day.by_area[number];
    json_t *properties = add_area(map, number);
    put(map, properties, "population_in_radius", ems_json_real(radius->covered));
    put_share(map, properties, "share_in_radius", radius->covered, radius->measured);
    put_share(map, properties, "surface_in_radius", radius->surface_covered_m2, radius->surface_m2);
    put(map, properties, "nearest_mean_m", ems_json_real(radius->mean_m));
    put(map, properties, "nearest_p90_m", ems_json_real(radius->p90_m));
    for (int32_t i = 0; i < EMS_COVER_TIMES; i++) {
        char key[40];
        snprintf(key, sizeof key, "share_within_%d_min", (int)(ems_cover_threshold(i) / EMS_MINUTE));
        put_share(map, properties, key, time->within[i], time->people);
    }
}

static void put_station_cover(struct map *map, const struct ems_coverage *coverage, ems_station_id number)
{
    const struct ems_radius_station *station = &coverage->radius.stations[number];
    json_t *properties = add_station(map, number);
    put(map, properties, "crewed", json_boolean(station->counts));
    put(map, properties, "population_in_radius", ems_json_real(station->covered));
    put(map, properties, "population_only_in_its_radius", ems_json_real(station->only));
    put(map, properties, "population_nearest_to_it", ems_json_real(station->nearest));
    put(map, properties, "farther_if_closed_m", ems_json_real(station->farther_m));
}

/* The circle of the radius that holds where a station stands. */
static void put_circle(struct map *map, ems_station_id number)
{
    const struct ems_station *station = &map->model->stations[number];
    const double radius_m = ems_cover_radius_m(map->model, station->area);
    if (!(radius_m > 0) || !ems_cover_station_counts(map->model, number)) return;
    const struct ems_shape circle = ems_shape_circle(station->at.at, radius_m);
    json_t *properties = add_feature(map, "radius", ems_geojson_shape(&map->model->projection, &circle));
    put(map, properties, "station", ems_json_text(station->id));
    put(map, properties, "class",
        ems_json_text(map->model->classes[ems_cover_class(map->model, station->area)].id));
    put(map, properties, "radius_m", ems_json_real(radius_m));
}

static json_t *station_id(const struct map *map, ems_station_id number)
{
    return number == EMS_NONE ? json_null() : ems_json_text(map->model->stations[number].id);
}

static void put_place(struct map *map, const struct ems_coverage *coverage, int32_t number)
{
    const struct ems_demand_place *place = &map->model->places[number];
    const struct ems_radius_place *radius = &coverage->radius.places[number];
    const struct ems_time_place *time = &coverage->day.places[number];
    const bool measured = ems_cover_radius_m(map->model, place->area) > 0;
    json_t *properties = add_feature(map, "place", ems_geojson_point(&map->model->projection, place->at));
    put(map, properties, "area",
        place->area == EMS_NONE ? json_null() : ems_json_text(map->model->areas[place->area].id));
    put(map, properties, "population", ems_json_real(place->people));
    put(map, properties, "in_radius", measured ? json_boolean(radius->covering > 0) : json_null());
    put(map, properties, "stations_in_radius", measured ? ems_json_integer(radius->covering) : json_null());
    put(map, properties, "nearest", station_id(map, radius->nearest));
    put(map, properties, "nearest_m", ems_json_real(radius->distance_m));
    put(map, properties, "quickest", station_id(map, time->quickest));
    put(map, properties, "minutes",
        ems_json_real(time->time == EMS_NEVER ? NAN : ems_time_seconds(time->time) / 60));
}

static void put_isochrone(struct map *map, const struct ems_time_group *all, int32_t number,
                          const struct ems_isochrone *isochrone)
{
    json_t *properties =
        add_feature(map, "isochrone", ems_geojson_isochrone(&map->model->projection, isochrone));
    put(map, properties, "minutes", ems_json_integer(isochrone->within / EMS_MINUTE));
    put(map, properties, "population", ems_json_real(all->within[number]));
    put_share(map, properties, "share", all->within[number], all->people);
    put(map, properties, "surface_km2", ems_json_real(isochrone->area_m2 / 1e6));
}

/* By day, the longest time first, so that the shorter ones are drawn on top. Nothing in time: no feature. */
static enum ems_status put_isochrones(struct map *map, const struct ems_coverage *coverage)
{
    struct ems_arena arena = {0};
    struct ems_quickest quickest;
    struct ems_time_lattice lattice;
    enum ems_status status = ems_quickest_crewed(map->model, EMS_COVER_DAY, &arena, &quickest);
    if (status == EMS_OK) status = ems_time_lattice_compute(&quickest, EMS_LATTICE_BUDGET, &arena, &lattice);
    for (int32_t i = EMS_COVER_TIMES; i-- > 0 && status == EMS_OK;) {
        struct ems_isochrone isochrone;
        status = ems_isochrone_trace(&lattice, ems_cover_threshold(i), &arena, &isochrone);
        if (status == EMS_OK && isochrone.polygon_count > 0)
            put_isochrone(map, &coverage->day.all, i, &isochrone);
    }
    ems_arena_free(&arena);
    return status;
}

enum ems_status ems_geojson_coverage(const struct ems_coverage *coverage, json_t **out)
{
    struct map map = {.model = coverage->model, .features = json_array()};
    for (int32_t a = 0; a < map.model->area_count; a++) put_area_cover(&map, coverage, a);
    if (put_isochrones(&map, coverage) != EMS_OK) map.failed = true;
    for (int32_t s = 0; s < map.model->station_count; s++) put_circle(&map, s);
    for (int32_t p = 0; p < map.model->place_count && !map.failed; p++) put_place(&map, coverage, p);
    for (int32_t s = 0; s < map.model->station_count; s++) put_station_cover(&map, coverage, s);
    add_hospitals(&map);
    return finish(&map, out);
}

/* ---- results of a run ---- */

static void put_area_results(struct map *map, const struct ems_results *results, ems_area_id number)
{
    const struct ems_group_result *group = &results->by_area[number];
    json_t *properties = add_area(map, number);
    put(map, properties, "requests", ems_json_real(group->requests.value));
    put(map, properties, "reached", ems_json_real(group->reached.value));
    put(map, properties, "response_mean_s", ems_json_real(group->mean_s.value));
    put(map, properties, "response_mean_low_s", ems_json_real(group->mean_s.low));
    put(map, properties, "response_mean_high_s", ems_json_real(group->mean_s.high));
    put(map, properties, "response_p90_s", ems_json_real(group->p90_s.value));
    for (int32_t t = 0; t < map->model->threshold_count; t++) {
        char key[40];
        snprintf(key, sizeof key, "share_within_%lld_s", (long long)(map->model->thresholds[t] / EMS_SECOND));
        put(map, properties, key, ems_json_real(group->within[t].value));
    }
}

static void put_station_results(struct map *map, const struct ems_results *results, ems_station_id number)
{
    const struct ems_station_result *station = &results->stations[number];
    json_t *properties = add_station(map, number);
    put(map, properties, "orders", ems_json_real(station->crews.orders.value));
    put(map, properties, "utilisation", ems_json_real(station->crews.utilisation.value));
    put(map, properties, "reached", ems_json_real(station->reached.value));
    put(map, properties, "response_mean_s", ems_json_real(station->response_s.value));
}

enum ems_status ems_geojson_results(const struct ems_results *results, json_t **out)
{
    struct map map = {.model = results->model, .features = json_array()};
    for (int32_t a = 0; a < map.model->area_count; a++) put_area_results(&map, results, a);
    for (int32_t s = 0; s < map.model->station_count; s++) put_station_results(&map, results, s);
    add_hospitals(&map);
    return finish(&map, out);
}
