/* The demand as the hypercube sees it: places with their stations in order of travel time, kinds of requests,
 * and groups of places alike. */
#include <stdlib.h>
#include <string.h>

#include "model/policy.h"
#include "study/analytic_parts.h"
#include "study/weights.h"

static double seconds(ems_time time)
{
    return (double)time / (double)EMS_SECOND;
}

static struct ems_location place_at(const struct ems_model *model, int32_t place)
{
    return (struct ems_location){.at = model->places[place].at,
                                 .place = model->station_count + model->hospital_count + place};
}

/* ---- kinds ---- */

static void find_kinds(struct ems_analytic *a)
{
    const struct ems_model *model = a->model;
    for (int32_t c = 0; c < model->condition_count; c++) {
        const struct ems_condition *condition = &model->conditions[c];
        enum ems_mode mode = ems_model_mode(model, condition->priority);
        int32_t k = 0;
        while (k < a->kind_count && (a->kinds[k].need != condition->need || a->kinds[k].mode != mode)) k++;
        if (k == a->kind_count)
            a->kinds[a->kind_count++] = (struct ems_analytic_kind){.need = condition->need, .mode = mode};
        struct ems_analytic_kind *kind = &a->kinds[k];
        kind->share += condition->share;
        kind->share_of[condition->priority - 1] += condition->share;
        kind->orders += condition->share * condition->vehicles;
        a->kind_of[c] = k;
    }
    for (int32_t k = 0; k < a->kind_count; k++)
        a->kinds[k].orders = a->kinds[k].share > 0 ? a->kinds[k].orders / a->kinds[k].share : 1;
}

static void count_serving(struct ems_analytic *a)
{
    const struct ems_model *model = a->model;
    for (int32_t k = 0; k < a->kind_count; k++)
        for (int32_t v = 0; v < model->vehicle_count; v++) {
            const struct ems_vehicle *vehicle = &model->vehicles[v];
            if (vehicle->spare || !(model->types[vehicle->type].serves & ems_need_bit(a->kinds[k].need)))
                continue;
            a->serving[k * model->station_count + vehicle->station]++;
        }
}

void ems_analytic_add_vehicles(struct ems_analytic *a, ems_vehicle_type_id type, const int32_t *lacking,
                               const int32_t *more)
{
    const struct ems_model *model = a->model;
    int32_t types = model->type_count;
    memset(a->serving, 0, (size_t)a->kind_count * (size_t)model->station_count * sizeof *a->serving);
    count_serving(a);
    for (int32_t k = 0; k < a->kind_count; k++)
        for (int32_t s = 0; s < model->station_count; s++)
            for (int32_t t = 0; t < types; t++)
                if (model->types[t].emergency && model->types[t].serves & ems_need_bit(a->kinds[k].need))
                    a->serving[k * model->station_count + s] +=
                        more[s * types + t] + (t == type ? lacking[s] : 0);
}

/* ---- stations by travel time ---- */

static void rank_stations(struct ems_analytic *a, enum ems_mode mode, int32_t place)
{
    const struct ems_model *model = a->model;
    const struct ems_location to = place_at(model, place);
    int32_t *station = a->station[mode] + (int64_t)place * a->ranks, count = 0;
    double *travel = a->travel_s[mode] + (int64_t)place * a->ranks;
    for (int32_t s = 0; s < model->station_count; s++) {
        ems_time time = ems_travel_time(&a->travel, &model->stations[s].at, &to, mode, a->reference);
        if (time == EMS_NEVER || (count == a->ranks && seconds(time) >= travel[count - 1])) continue;
        int32_t at = count < a->ranks ? count++ : count - 1;
        for (; at > 0 && travel[at - 1] > seconds(time); at--) {
            travel[at] = travel[at - 1];
            station[at] = station[at - 1];
        }
        travel[at] = seconds(time);
        station[at] = s;
    }
    for (; count < a->ranks; count++) station[count] = EMS_NONE;
}

/* With a fixed order of the area, that order. */
static void rank_by_preference(struct ems_analytic *a, enum ems_mode mode, int32_t place)
{
    const struct ems_model *model = a->model;
    const struct ems_location to = place_at(model, place);
    const ems_station_id *list =
        model->places[place].area == EMS_NONE ? NULL : model->preference[model->places[place].area];
    int32_t *station = a->station[mode] + (int64_t)place * a->ranks, count = 0;
    for (; list != NULL && *list != EMS_NONE && count < a->ranks; list++) {
        ems_time time = ems_travel_time(&a->travel, &model->stations[*list].at, &to, mode, a->reference);
        if (time == EMS_NEVER) continue;
        a->travel_s[mode][(int64_t)place * a->ranks + count] = seconds(time);
        station[count++] = *list;
    }
    for (; count < a->ranks; count++) station[count] = EMS_NONE;
}

static bool mode_used(const struct ems_analytic *a, enum ems_mode mode)
{
    for (int32_t k = 0; k < a->kind_count; k++)
        if (a->kinds[k].mode == mode) return true;
    return false;
}

/* ---- places alike ---- */

struct sorting {
    const struct ems_analytic *a;
    enum ems_mode mode;
    int32_t key; /* stations that are compared */
};

static int compare_keys(const struct sorting *s, int32_t x, int32_t y)
{
    const int32_t *a = s->a->station[s->mode] + (int64_t)x * s->a->ranks;
    const int32_t *b = s->a->station[s->mode] + (int64_t)y * s->a->ranks;
    for (int32_t k = 0; k < s->key; k++)
        if (a[k] != b[k]) return a[k] < b[k] ? -1 : 1;
    return 0;
}

static int compare_places(const void *x, const void *y, void *self)
{
    const int32_t *a = x, *b = y;
    int order = compare_keys(self, *a, *b);
    return order != 0 ? order : (*a > *b) - (*a < *b);
}

static enum ems_status classify(struct ems_analytic *a, enum ems_mode mode)
{
    int32_t count = a->model->place_count;
    int32_t *sorted = EMS_NEW_ARRAY(&a->scratch, int32_t, count + 1);
    struct sorting sorting = {.a = a, .mode = mode};
    if (sorted == NULL) return EMS_NO_MEMORY;
    sorting.key = a->model->station_count <= EMS_ANALYTIC_RANKS ? a->ranks : EMS_ANALYTIC_KEY;
    for (int32_t p = 0; p < count; p++) sorted[p] = p;
    qsort_r(sorted, (size_t)count, sizeof *sorted, compare_places, &sorting);
    for (int32_t i = 0; i < count; i++) {
        if (i == 0 || compare_keys(&sorting, sorted[i - 1], sorted[i]) != 0) a->class_count[mode]++;
        a->class_of[mode][sorted[i]] = a->class_count[mode] - 1;
    }
    return EMS_OK;
}

/* ---- what a request takes after arrival ---- */

static double drive_to_hospital_s(struct ems_analytic *a, int32_t place,
                                  const struct ems_condition *condition)
{
    const struct ems_model *model = a->model;
    const struct ems_location from = place_at(model, place);
    ems_time least = EMS_NEVER;
    for (int32_t h = 0; h < model->hospital_count; h++) {
        const struct ems_hospital *hospital = &model->hospitals[h];
        if (condition->hospital_capability != EMS_NONE &&
            !(hospital->provides >> condition->hospital_capability & 1))
            continue;
        ems_time time =
            ems_travel_time(&a->travel, &from, &hospital->at,
                            ems_model_mode_with_patient(model, condition->priority), a->reference);
        if (time < least) least = time;
    }
    return least == EMS_NEVER ? 0 : seconds(least);
}

static bool same_way(const struct ems_model *model, const struct ems_condition *x,
                     const struct ems_condition *y)
{
    return x->hospital_capability == y->hospital_capability &&
           ems_model_mode_with_patient(model, x->priority) == ems_model_mode_with_patient(model, y->priority);
}

/* Of each condition; conditions that go to the same hospitals share the search. */
static void drives_of_place(struct ems_analytic *a, int32_t place, double *drive_s)
{
    const struct ems_model *model = a->model;
    for (int32_t c = 0; c < model->condition_count; c++) {
        int32_t other = 0;
        while (other < c && !same_way(model, &model->conditions[other], &model->conditions[c])) other++;
        drive_s[c] = other < c ? drive_s[other] : drive_to_hospital_s(a, place, &model->conditions[c]);
    }
}

static double fixed_time_s(const struct ems_model *model, const struct ems_condition *c)
{
    double transport = (1 - c->empty) * c->transport;
    return c->empty * c->empty_scene.mean_s + (1 - c->empty) * c->scene.mean_s +
           transport * c->handover.mean_s + model->durations.cleaning.mean_s;
}

static void add_place(struct ems_analytic *a, int32_t place, double *drive_s)
{
    const struct ems_model *model = a->model;
    if (a->weight[place] <= 0) return;
    drives_of_place(a, place, drive_s);
    for (int32_t c = 0; c < model->condition_count; c++) {
        const struct ems_condition *condition = &model->conditions[c];
        const struct ems_analytic_kind *kind = &a->kinds[a->kind_of[c]];
        struct ems_analytic_group *group =
            &a->groups[a->first_group[a->kind_of[c]] + a->class_of[kind->mode][place]];
        double weight = a->weight[place] * condition->share;
        if (group->requests_per_year <= 0) group->place = place;
        group->requests_per_year += weight;
        group->fixed_s += weight * fixed_time_s(model, condition);
        group->drive_s += weight * (1 - condition->empty) * condition->transport * drive_s[c];
        for (int32_t k = 0; k < a->ranks; k++)
            group->travel_s[k] += weight * a->travel_s[kind->mode][(int64_t)place * a->ranks + k];
    }
}

static enum ems_status make_groups(struct ems_analytic *a)
{
    for (int32_t k = 0; k < a->kind_count; k++) {
        a->first_group[k] = a->group_count;
        a->group_count += a->class_count[a->kinds[k].mode];
    }
    a->groups = EMS_NEW_ARRAY(&a->arena, struct ems_analytic_group, a->group_count + 1);
    double *drive_s = EMS_NEW_ARRAY(&a->scratch, double, a->model->condition_count);
    if (a->groups == NULL || drive_s == NULL) return EMS_NO_MEMORY;
    for (int32_t p = 0; p < a->model->place_count; p++) add_place(a, p, drive_s);
    for (int32_t k = 0; k < a->kind_count; k++)
        for (int32_t c = 0; c < a->class_count[a->kinds[k].mode]; c++) {
            struct ems_analytic_group *group = &a->groups[a->first_group[k] + c];
            group->kind = k;
            if (group->requests_per_year <= 0) continue;
            group->fixed_s /= group->requests_per_year;
            group->drive_s /= group->requests_per_year;
            for (int32_t r = 0; r < a->ranks; r++) group->travel_s[r] /= group->requests_per_year;
        }
    return EMS_OK;
}

static bool allocate(struct ems_analytic *a)
{
    const struct ems_model *model = a->model;
    int64_t cells = (int64_t)model->place_count * a->ranks;
    a->kinds = EMS_NEW_ARRAY(&a->arena, struct ems_analytic_kind, model->condition_count);
    a->kind_of = EMS_NEW_ARRAY(&a->arena, int32_t, model->condition_count);
    a->first_group = EMS_NEW_ARRAY(&a->arena, int32_t, model->condition_count);
    a->serving = EMS_NEW_ARRAY(&a->arena, int32_t, model->condition_count * model->station_count);
    a->weight = EMS_NEW_ARRAY(&a->arena, double, model->place_count);
    for (int m = 0; m < EMS_MODES; m++) {
        a->station[m] = EMS_NEW_ARRAY(&a->arena, int32_t, cells);
        a->travel_s[m] = EMS_NEW_ARRAY(&a->arena, double, cells);
        a->class_of[m] = EMS_NEW_ARRAY(&a->arena, int32_t, model->place_count);
    }
    return !a->arena.failed;
}

enum ems_status ems_analytic_prepare(struct ems_analytic *a)
{
    const struct ems_model *model = a->model;
    enum ems_status status = EMS_OK;
    a->travel = model->travel;
    a->travel.changeless = true;
    a->reference = (12 * EMS_HOUR - model->clock.start_of_day + EMS_DAY) % EMS_DAY;
    a->ranks = model->station_count < EMS_ANALYTIC_RANKS ? model->station_count : EMS_ANALYTIC_RANKS;
    if (a->ranks < 1) a->ranks = 1;
    if (!allocate(a)) return EMS_NO_MEMORY;
    ems_place_weights(model, a->weight);
    find_kinds(a);
    count_serving(a);
    for (int m = 0; m < EMS_MODES && status == EMS_OK; m++) {
        if (!mode_used(a, (enum ems_mode)m)) continue;
        for (int32_t p = 0; p < model->place_count; p++) {
            if (model->dispatch.policy->needs_preference && model->preference != NULL)
                rank_by_preference(a, (enum ems_mode)m, p);
            else
                rank_stations(a, (enum ems_mode)m, p);
        }
        status = classify(a, (enum ems_mode)m);
    }
    return status == EMS_OK ? make_groups(a) : status;
}
