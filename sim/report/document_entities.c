#include "report/document.h"

static json_t *vehicles_json(struct ems_document *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t v = 0; v < model->vehicle_count; v++) {
        const struct ems_vehicle *vehicle = &model->vehicles[v];
        const struct ems_vehicle_result *result = &doc->results->vehicles[v];
        json_t *object = json_object();
        ems_document_put(doc, object, "id", ems_json_text(vehicle->id));
        ems_document_put(doc, object, "type", ems_json_text(model->types[vehicle->type].id));
        ems_document_put(doc, object, "station", ems_json_text(model->stations[vehicle->station].id));
        ems_document_put(doc, object, "spare", json_boolean(vehicle->spare));
        ems_document_figure(doc, object, "orders", &result->orders);
        ems_document_figure(doc, object, "transports", &result->transports);
        ems_document_figure(doc, object, "distance_m", &result->distance_m);
        ems_document_figure(doc, object, "busy_share", &result->busy_share);
        ems_document_append(doc, array, object);
    }
    return array;
}

static void put_crew(struct ems_document *doc, json_t *object, const struct ems_crew_result *result)
{
    ems_document_figure(doc, object, "orders", &result->orders);
    ems_document_figure(doc, object, "transports", &result->transports);
    ems_document_figure(doc, object, "staffed_h", &result->staffed_h);
    ems_document_figure(doc, object, "utilisation", &result->utilisation);
    ems_document_figure(doc, object, "unit_hour_utilisation", &result->unit_hour_utilisation);
    ems_document_figure(doc, object, "overtime_s", &result->overtime_s);
}

static json_t *crews_json(struct ems_document *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t c = 0; c < model->crew_count; c++) {
        json_t *object = json_object();
        ems_document_put(doc, object, "id", ems_json_text(model->crews[c].id));
        ems_document_put(doc, object, "station", ems_json_text(model->stations[model->crews[c].station].id));
        put_crew(doc, object, &doc->results->crews[c]);
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *fleet_json(struct ems_document *doc)
{
    json_t *object = json_object();
    ems_document_put(doc, object, "vehicles", ems_json_integer(doc->results->model->vehicle_count));
    ems_document_put(doc, object, "crews", ems_json_integer(doc->results->model->crew_count));
    put_crew(doc, object, &doc->results->fleet);
    ems_document_figure(doc, object, "distance_m", &doc->results->distance_m);
    return object;
}

static json_t *stations_json(struct ems_document *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t s = 0; s < model->station_count; s++) {
        const struct ems_station_result *result = &doc->results->stations[s];
        json_t *object = json_object();
        ems_document_put(doc, object, "id", ems_json_text(model->stations[s].id));
        ems_document_put(doc, object, "name", ems_document_name(doc, &model->stations[s].name));
        ems_document_put(doc, object, "vehicles", ems_json_integer(model->stations[s].vehicle_count));
        ems_document_put(doc, object, "crews", ems_json_integer(model->stations[s].crew_count));
        put_crew(doc, object, &result->crews);
        ems_document_figure(doc, object, "reached", &result->reached);
        ems_document_figure(doc, object, "response_s", &result->response_s);
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *hospitals_json(struct ems_document *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t h = 0; h < model->hospital_count; h++) {
        const struct ems_hospital *hospital = &model->hospitals[h];
        const struct ems_hospital_result *result = &doc->results->hospitals[h];
        json_t *object = json_object();
        ems_document_put(doc, object, "id", ems_json_text(hospital->id));
        ems_document_put(doc, object, "name", ems_document_name(doc, &hospital->name));
        ems_document_put(doc, object, "bays",
                         hospital->bays == EMS_UNLIMITED ? json_null() : ems_json_integer(hospital->bays));
        ems_document_figure(doc, object, "arrivals", &result->arrivals);
        ems_document_figure(doc, object, "bay_wait_s", &result->bay_wait_s);
        ems_document_figure(doc, object, "handover_s", &result->handover_s);
        ems_document_figure(doc, object, "bays_occupied", &result->bays_occupied);
        ems_document_figure(doc, object, "occupancy_share", &result->occupancy_share);
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *levels_json(struct ems_document *doc)
{
    const struct ems_level_figures *levels = &doc->results->levels;
    json_t *object = json_object(), *hours = json_array();
    ems_document_figure(doc, object, "waiting", &levels->waiting);
    ems_document_figure(doc, object, "waiting_max", &levels->waiting_max);
    ems_document_figure(doc, object, "seats_busy", &levels->seats_busy);
    ems_document_figure(doc, object, "seats_share", &levels->seats_share);
    ems_document_figure(doc, object, "callers_waiting", &levels->callers_waiting);
    ems_document_figure(doc, object, "dynamic_cover_share", &levels->cover_share);
    for (int32_t h = 0; h < 24; h++)
        ems_document_append(doc, hours, ems_report_figure_json(&levels->cover_share_hour[h]));
    ems_document_put(doc, object, "dynamic_cover_share_by_hour", hours);
    return object;
}

void ems_document_entities(struct ems_document *doc, json_t *root)
{
    ems_document_put(doc, root, "fleet", fleet_json(doc));
    ems_document_put(doc, root, "vehicles", vehicles_json(doc));
    ems_document_put(doc, root, "crews", crews_json(doc));
    ems_document_put(doc, root, "stations", stations_json(doc));
    ems_document_put(doc, root, "hospitals", hospitals_json(doc));
    ems_document_put(doc, root, "levels", levels_json(doc));
}
