#include "study/results.h"

#include <stdlib.h>

#include "base/names.h"

/* calloc that does not return NULL for nothing. */
static void *room(int32_t count, size_t size)
{
    return calloc(count > 0 ? (size_t)count : 1, size);
}

EMS_NAME_FUNCTION(ems_method_name, enum ems_method, method, EMS_METHODS)

bool ems_hypercube_lacks_timeline(const struct ems_model *model)
{
    for (int32_t i = 0; i < model->timeline_count; i++) {
        const struct ems_timeline_entry *e = &model->timeline[i];
        bool demand = e->requests < 1 || e->requests > 1 || e->phone_calls < 1 || e->phone_calls > 1;
        bool more = e->crew_absence > 0 || e->hospital_closed != EMS_NONE || e->has_incident;
        if (!demand || more || e->area != EMS_NONE) return true; /* roads and speeds are not in an entry */
    }
    return false;
}

bool ems_hypercube_is_busy(const struct ems_hypercube_summary *summary)
{
    return summary->all_busy > 0.05;
}

struct ems_results *ems_results_create(const struct ems_model *model)
{
    struct ems_results *results = calloc(1, sizeof *results);
    if (results == NULL) return NULL;
    results->model = model;
    results->by_class = room(model->class_count, sizeof *results->by_class);
    results->by_area = room(model->area_count + 1, sizeof *results->by_area);
    results->targets = room(model->target_count, sizeof *results->targets);
    results->by_window = room(model->window_count, sizeof *results->by_window);
    results->vehicles = room(model->vehicle_count, sizeof *results->vehicles);
    results->crews = room(model->crew_count, sizeof *results->crews);
    results->stations = room(model->station_count, sizeof *results->stations);
    results->hospitals = room(model->hospital_count, sizeof *results->hospitals);
    if (results->by_class == NULL || results->by_area == NULL || results->targets == NULL ||
        results->by_window == NULL || results->vehicles == NULL || results->crews == NULL ||
        results->stations == NULL || results->hospitals == NULL) {
        ems_results_free(results);
        return NULL;
    }
    return results;
}

void ems_results_free(struct ems_results *results)
{
    if (results == NULL) return;
    free(results->by_class);
    free(results->by_area);
    free(results->targets);
    free(results->by_window);
    free(results->vehicles);
    free(results->crews);
    free(results->stations);
    free(results->hospitals);
    free(results);
}

bool ems_results_overloaded(const struct ems_results *results)
{
    return results->method == EMS_METHOD_SIMULATION &&
           results->calls.outcomes[EMS_OUT_UNFINISHED].value > 0.01 * results->calls.requests.value;
}

bool ems_group_used(const struct ems_group_result *group)
{
    return group->requests.value > 0;
}
