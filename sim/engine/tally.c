/* Facts into tallies, by the definitions of docs/methods.md. */
#include "engine/internal.h"

static const ems_time ANSWER_TARGET = 10 * EMS_SECOND, DEPARTURE_TARGET = 180 * EMS_SECOND;

static void mean_add(struct ems_mean_tally *mean, ems_time value)
{
    mean->sum += value;
    mean->count++;
}

/* The time between two moments, if both happened. */
static void mean_add_between(struct ems_mean_tally *mean, ems_time from, ems_time to)
{
    if (from != EMS_NEVER && to != EMS_NEVER) mean_add(mean, to - from);
}

static bool was_cancelled(const struct ems_call_fact *f)
{
    return f->outcome == EMS_OUT_CANCELLED || f->outcome == EMS_OUT_CANCELLED_EN_ROUTE;
}

/* The first threshold that is not below a duration; threshold_count when all are. */
static int32_t first_threshold(const struct ems_model *m, ems_time duration)
{
    int32_t i = 0;
    while (i < m->threshold_count && m->thresholds[i] < duration) i++;
    return i;
}

/* What a request adds to each of its groups. Only the first threshold is counted here: ems_tallies_complete
 * sums over thresholds once, at the end. */
struct addition {
    const struct ems_call_fact *fact;
    ems_time parts[EMS_RESPONSE_PARTS];
    int32_t within; /* first threshold that it was reached within */
    int32_t left;   /* first threshold that had not passed when it was cancelled */
};

static struct addition addition_of(const struct ems_model *m, const struct ems_call_fact *f)
{
    struct addition a = {.fact = f,
                         .parts = {f->answer, f->process, f->queue, f->bumped, f->turnout, f->travel},
                         .within = first_threshold(m, f->response),
                         .left = m->threshold_count};
    if (was_cancelled(f)) a.left = first_threshold(m, f->cancelled - f->rang + 1);
    return a;
}

static void group_add(struct ems_sim *sim, struct ems_group_tally *g, const struct addition *a)
{
    const struct ems_call_fact *f = a->fact;
    g->requests++;
    g->ordered += f->first_ordered != EMS_NEVER;
    g->waited += f->queued;
    if (a->left < sim->model->threshold_count) g->within_base[a->left]++;
    if (f->response == EMS_NEVER) return;
    g->reached++;
    if (a->within < sim->model->threshold_count) g->within[a->within]++;
    g->response_sum += f->response;
    for (int p = 0; p < EMS_RESPONSE_PARTS; p++) g->parts[p] += a->parts[p];
    if (!ems_sample_add(&g->response, f->response)) sim->tallies->no_memory = true;
    /* once all calls together are a histogram, so is each group: memory stops growing */
    if (sim->tallies->all.response.bins != NULL && !ems_sample_to_histogram(&g->response))
        sim->tallies->no_memory = true;
}

static bool target_is_about(const struct ems_model *m, const struct ems_target *target,
                            const struct ems_call_fact *f)
{
    if (target->priority != 0 && target->priority != f->priority) return false;
    if (target->area != EMS_NONE && target->area != f->area) return false;
    return target->class_id == EMS_NONE ||
           (f->area != EMS_NONE && m->areas[f->area].class_id == target->class_id);
}

static void add_to_windows(struct ems_sim *sim, const struct addition *a)
{
    ems_time from, to;
    for (int32_t w = 0; w < sim->model->window_count; w++)
        for (int s = 0; s < EMS_STRETCH_COUNT; s++) {
            ems_model_stretch(sim->model, w, (enum ems_stretch)s, &from, &to);
            if (a->fact->rang >= from && a->fact->rang < to)
                group_add(sim, &sim->tallies->by_window[w].groups[s], a);
        }
}

void ems_tally_waiting(struct ems_sim *sim, int64_t waiting, ems_time since, ems_time until)
{
    ems_time from, to;
    for (int32_t w = 0; w < sim->model->window_count && waiting > 0; w++)
        for (int s = 0; s < EMS_STRETCH_COUNT; s++) {
            ems_model_stretch(sim->model, w, (enum ems_stretch)s, &from, &to);
            if (from < since) from = since;
            if (to > until) to = until;
            if (from < to) sim->tallies->by_window[w].waiting[s] += waiting * (to - from);
        }
}

static void add_to_groups(struct ems_sim *sim, const struct ems_call_fact *f)
{
    const struct ems_model *m = sim->model;
    struct ems_tallies *t = sim->tallies;
    const struct addition a = addition_of(m, f);
    group_add(sim, &t->all, &a);
    group_add(sim, &t->by_priority[f->priority - 1], &a);
    group_add(sim, &t->by_hour[ems_model_time_of_day(m, f->rang) / EMS_HOUR], &a);
    group_add(sim, &t->by_area[f->area == EMS_NONE ? m->area_count : f->area], &a);
    if (f->area != EMS_NONE) group_add(sim, &t->by_class[m->areas[f->area].class_id], &a);
    add_to_windows(sim, &a);
    for (int32_t i = 0; i < m->target_count; i++)
        if (target_is_about(m, &m->targets[i], f)) group_add(sim, &t->by_target[i], &a);
}

/* Picked up within 10.0 s; callers who hung up within 10 s are left out. */
static void tally_answer(struct ems_tallies *t, const struct ems_call_fact *f)
{
    bool early = f->outcome == EMS_OUT_ABANDONED && f->cancelled - f->rang <= ANSWER_TARGET;
    t->answer_base += !early;
    if (f->answered == EMS_NEVER) return;
    t->answered++;
    t->answered_10s += f->answer <= ANSWER_TARGET;
    mean_add(&t->parts[EMS_PART_ANSWER], f->answer);
}

static void tally_request(struct ems_sim *sim, const struct ems_call_fact *f)
{
    struct ems_tallies *t = sim->tallies;
    t->requests++;
    t->ordered += f->first_ordered != EMS_NEVER;
    t->reached += f->response != EMS_NEVER;
    t->satisfied += f->first_ordered != EMS_NEVER;
    t->satisfaction_base += f->outcome != EMS_OUT_CANCELLED;
    mean_add(&t->parts[EMS_PART_PROCESS], f->process);
    mean_add(&t->parts[EMS_PART_QUEUE], f->queue);
    mean_add(&t->parts[EMS_PART_BUMPED], f->bumped);
    add_to_groups(sim, f);
    if (f->response != EMS_NEVER) mean_add(&t->station_response[f->station], f->response);
}

void ems_tally_call(struct ems_sim *sim, const struct ems_call_fact *fact)
{
    if (!fact->counted) return;
    sim->tallies->received++;
    sim->tallies->outcomes[fact->outcome]++;
    tally_answer(sim->tallies, fact);
    if (fact->is_request) tally_request(sim, fact);
}

/* Crews at a station that roll within three minutes of the order. */
static void tally_departure(struct ems_tallies *t, const struct ems_trip_fact *f)
{
    bool taken_back = (f->cancelled || f->reassigned) && f->free - f->ordered <= DEPARTURE_TARGET;
    if (!f->from_station) {
        t->ordered_on_road++;
        return;
    }
    bool still_in_turnout = f->free == EMS_NEVER && f->departed == EMS_NEVER;
    if (taken_back || still_in_turnout) return;
    t->departure_base++;
    t->departed_180s += f->departed != EMS_NEVER && f->departed - f->ordered <= DEPARTURE_TARGET;
}

static void tally_parts(struct ems_tallies *t, const struct ems_trip_fact *f)
{
    if (f->from_station) mean_add_between(&t->parts[EMS_PART_TURNOUT], f->ordered, f->departed);
    mean_add_between(&t->parts[EMS_PART_TRAVEL], f->departed, f->on_scene);
    ems_time left = f->left_scene != EMS_NEVER ? f->left_scene : f->free;
    mean_add_between(&t->parts[f->is_empty ? EMS_PART_EMPTY_SCENE : EMS_PART_SCENE], f->on_scene, left);
    mean_add_between(&t->parts[EMS_PART_TRANSPORT], f->left_scene, f->at_hospital);
    mean_add_between(&t->parts[EMS_PART_BAY_WAIT], f->at_hospital, f->bay);
    mean_add_between(&t->parts[EMS_PART_HANDOVER], f->bay, f->accepted);
    mean_add_between(&t->parts[EMS_PART_CLEANING], f->accepted, f->free);
}

static void tally_hospital(struct ems_sim *sim, const struct ems_trip_fact *f)
{
    struct ems_hospital_tally *h = &sim->tallies->hospitals[f->hospital];
    if (f->counted) {
        h->arrivals++;
        mean_add_between(&h->bay_wait, f->at_hospital, f->bay);
        mean_add_between(&h->handover, f->bay, f->accepted);
    }
    if (f->bay == EMS_NEVER) return;
    h->occupied += ems_in_window(sim, f->bay, f->accepted == EMS_NEVER ? sim->world.s.now : f->accepted);
}

void ems_tally_trip(struct ems_sim *sim, const struct ems_trip_fact *fact)
{
    struct ems_tallies *t = sim->tallies;
    struct ems_vehicle_tally *vehicle = &t->vehicles[fact->vehicle];
    struct ems_crew_tally *crew = &t->crews[fact->crew];
    ems_time busy =
        ems_in_window(sim, fact->ordered, fact->free == EMS_NEVER ? sim->world.s.now : fact->free);
    vehicle->busy += busy;
    crew->busy += busy;
    if (fact->at_hospital != EMS_NEVER) tally_hospital(sim, fact);
    if (!fact->counted) return;
    vehicle->orders++;
    crew->orders++;
    vehicle->transports += fact->at_hospital != EMS_NEVER;
    crew->transports += fact->at_hospital != EMS_NEVER;
    tally_departure(t, fact);
    tally_parts(t, fact);
}
