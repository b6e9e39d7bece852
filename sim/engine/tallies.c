#include "engine/tallies.h"

#include <stdlib.h>
#include <string.h>

/* Calls outside every area are a group of their own, the last. */
static int32_t area_groups(const struct ems_model *m)
{
    return m->area_count + 1;
}

/* Never NULL while there is memory. */
static void *zeroed(int32_t count, size_t size)
{
    void *items = NULL;
    int32_t capacity = 0;
    ems_array_reserve(&items, &capacity, count > 0 ? count : 1, (uint32_t)size);
    return items;
}

enum ems_status ems_tallies_create(const struct ems_model *model, struct ems_tallies **out)
{
    struct ems_tallies *t = calloc(1, sizeof *t);
    *out = NULL;
    if (t == NULL) return EMS_NO_MEMORY;
    t->by_class = zeroed(model->class_count, sizeof *t->by_class);
    t->by_area = zeroed(area_groups(model), sizeof *t->by_area);
    t->by_target = zeroed(model->target_count, sizeof *t->by_target);
    t->by_window = zeroed(model->window_count, sizeof *t->by_window);
    t->vehicles = zeroed(model->vehicle_count, sizeof *t->vehicles);
    t->crews = zeroed(model->crew_count, sizeof *t->crews);
    t->station_response = zeroed(model->station_count, sizeof *t->station_response);
    t->hospitals = zeroed(model->hospital_count, sizeof *t->hospitals);
    if (!t->by_class || !t->by_area || !t->by_target || !t->by_window || !t->vehicles || !t->crews ||
        !t->station_response || !t->hospitals) {
        ems_tallies_free(t, model);
        return EMS_NO_MEMORY;
    }
    *out = t;
    return EMS_OK;
}

/* Calls a function for every group. */
static void each_group(struct ems_tallies *t, const struct ems_model *m,
                       void (*visit)(struct ems_group_tally *))
{
    visit(&t->all);
    for (int p = 0; p < EMS_PRIORITIES; p++) visit(&t->by_priority[p]);
    for (int h = 0; h < 24; h++) visit(&t->by_hour[h]);
    for (int32_t c = 0; t->by_class != NULL && c < m->class_count; c++) visit(&t->by_class[c]);
    for (int32_t a = 0; t->by_area != NULL && a < area_groups(m); a++) visit(&t->by_area[a]);
    for (int32_t w = 0; t->by_window != NULL && w < m->window_count; w++)
        for (int s = 0; s < EMS_STRETCH_COUNT; s++) visit(&t->by_window[w].groups[s]);
}

/* From counts by first threshold to counts by every threshold. */
static void complete_group(struct ems_group_tally *group)
{
    int64_t within = 0, left = 0;
    for (int i = 0; i < EMS_THRESHOLDS_MAX; i++) {
        group->within[i] = within += group->within[i];
        left += group->within_base[i];
        group->within_base[i] = group->requests - left;
    }
}

static void add_group(struct ems_tallies *t, struct ems_group_tally *into, const struct ems_group_tally *from)
{
    into->requests += from->requests;
    into->ordered += from->ordered;
    into->reached += from->reached;
    into->waited += from->waited;
    into->response_sum += from->response_sum;
    for (int p = 0; p < EMS_RESPONSE_PARTS; p++) into->parts[p] += from->parts[p];
    for (int i = 0; i < EMS_THRESHOLDS_MAX; i++) into->within[i] += from->within[i];
    for (int i = 0; i < EMS_THRESHOLDS_MAX; i++) into->within_base[i] += from->within_base[i];
    if (!ems_sample_merge(&into->response, &from->response)) t->no_memory = true;
}

static void add_mean(struct ems_mean_tally *into, const struct ems_mean_tally *from)
{
    into->sum += from->sum;
    into->count += from->count;
}

void ems_tallies_complete(struct ems_tallies *tallies, const struct ems_model *model)
{
    struct ems_tallies *t = tallies;
    for (int p = 0; p < EMS_PRIORITIES; p++) add_group(t, &t->all, &t->by_priority[p]);
    for (int32_t a = 0; a < model->area_count; a++)
        add_group(t, &t->by_class[model->areas[a].class_id], &t->by_area[a]);
    each_group(t, model, complete_group);
    for (int32_t h = 0; h < model->hospital_count; h++) {
        add_mean(&t->parts[EMS_PART_BAY_WAIT], &t->hospitals[h].bay_wait);
        add_mean(&t->parts[EMS_PART_HANDOVER], &t->hospitals[h].handover);
    }
}

static void clear_group(struct ems_group_tally *group)
{
    struct ems_sample sample = group->response;
    ems_sample_clear(&sample);
    memset(group, 0, sizeof *group);
    group->response = sample;
}

static void free_group(struct ems_group_tally *group)
{
    ems_sample_free(&group->response);
}

void ems_tallies_clear(struct ems_tallies *tallies, const struct ems_model *model)
{
    struct ems_tallies *t = tallies;
    each_group(t, model, clear_group);
    memset(t->by_target, 0, (size_t)model->target_count * sizeof *t->by_target);
    for (int32_t w = 0; w < model->window_count; w++)
        memset(t->by_window[w].waiting, 0, sizeof t->by_window[w].waiting);
    memset(t->vehicles, 0, (size_t)model->vehicle_count * sizeof *t->vehicles);
    memset(t->crews, 0, (size_t)model->crew_count * sizeof *t->crews);
    memset(t->station_response, 0, (size_t)model->station_count * sizeof *t->station_response);
    memset(t->hospitals, 0, (size_t)model->hospital_count * sizeof *t->hospitals);
    t->replication = t->simulated = t->received = 0;
    memset(t->outcomes, 0, sizeof t->outcomes);
    t->answered = t->requests = t->ordered = t->reached = 0;
    t->answered_10s = t->answer_base = t->departed_180s = t->departure_base = t->ordered_on_road = 0;
    t->satisfied = t->satisfaction_base = 0;
    memset(t->parts, 0, sizeof t->parts);
    memset(&t->levels, 0, sizeof t->levels);
    memset(t->work, 0, sizeof t->work);
    t->no_memory = false;
}

void ems_tallies_free(struct ems_tallies *tallies, const struct ems_model *model)
{
    if (tallies == NULL) return;
    each_group(tallies, model, free_group);
    free(tallies->by_class);
    free(tallies->by_area);
    free(tallies->by_target);
    free(tallies->by_window);
    free(tallies->vehicles);
    free(tallies->crews);
    free(tallies->station_response);
    free(tallies->hospitals);
    free(tallies);
}
