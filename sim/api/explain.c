/* A decision of the past, looked at again: a second simulation is brought to the moment before it, and
 * listens to what is decided until it is that one. */
#include <stdlib.h>

#include "api/candidates.h"
#include "api/playback.h"
#include "scenario/load.h"

/* What is looked for. Times are known to the millisecond at worst. */
struct search {
    struct ems_explanation *out;
    uint64_t call;
    ems_vehicle_id vehicle; /* that was sent; -1 of a destination */
    ems_hospital_id hospital;
    enum ems_policy_role role;
    bool found;
    enum ems_status status;
};

static void keep_vehicles(struct search *s, const struct ems_sim *sim, const struct ems_decision *d)
{
    int32_t count = ems_sim_model(sim)->vehicle_count;
    s->out->vehicles = calloc((size_t)count + 1, sizeof *s->out->vehicles);
    if (s->out->vehicles == NULL) {
        s->status = EMS_NO_MEMORY;
        return;
    }
    s->out->count = ems_sim_vehicle_candidates(sim, d->task, s->out->vehicles, count);
    for (int32_t i = 0; i < s->out->count; i++)
        s->out->vehicles[i].chosen = s->out->vehicles[i].vehicle == d->vehicle;
}

static void keep_hospitals(struct search *s, const struct ems_sim *sim, const struct ems_decision *d)
{
    int32_t count = ems_sim_model(sim)->hospital_count;
    s->out->hospitals = calloc((size_t)count + 1, sizeof *s->out->hospitals);
    if (s->out->hospitals == NULL) {
        s->status = EMS_NO_MEMORY;
        return;
    }
    s->out->count = ems_sim_hospital_candidates(sim, d->task, s->out->hospitals, count);
    for (int32_t i = 0; i < s->out->count; i++)
        s->out->hospitals[i].chosen = s->out->hospitals[i].hospital == d->answer;
}

static void on_decision(void *self, const struct ems_sim *sim, const struct ems_decision *d)
{
    struct search *s = self;
    const struct ems_world *w = ems_sim_world(sim);
    if (s->found || s->status != EMS_OK || d->role != s->role || d->task == EMS_NONE) return;
    if (w->calls.items[w->tasks.items[d->task].call].serial != s->call) return;
    if (s->role == EMS_ROLE_DISPATCH && d->vehicle != s->vehicle) return;
    if (s->role == EMS_ROLE_DESTINATION && w->tasks.items[d->task].vehicle != s->vehicle) return;
    s->found = true;
    *s->out = (struct ems_explanation){
        .at = w->s.now, .role = s->role, .of_vehicle = d->of_vehicle, .call = s->call};
    if (s->role == EMS_ROLE_DISPATCH)
        keep_vehicles(s, sim, d);
    else
        keep_hospitals(s, sim, d);
}

/* Plays a simulation of its own through [from, until]. */
static enum ems_status look_again(struct ems_playback *p, struct search *s, ems_time from, ems_time until)
{
    struct ems_sim_options options = {.decided = on_decision, .decided_self = s};
    struct ems_mover m = {.playback = p, .probe = true};
    enum ems_status status =
        ems_sim_create(ems_scenario_model(p->scenario), p->def.replication, &options, &m.sim);
    if (status != EMS_OK) return status;
    const uint64_t call = s->call;
    s->call = 0; /* what is decided before `from` is of no interest */
    status = ems_mover_restore(&m, -1, from);
    if (status == EMS_OK && ems_mover_play(&m, from, INT64_MAX) == EMS_FAILED) status = ems_sim_status(m.sim);
    s->call = call;
    if (status == EMS_OK && ems_mover_play(&m, until, INT64_MAX) == EMS_FAILED)
        status = ems_sim_status(m.sim);
    ems_sim_free(m.sim);
    if (status != EMS_OK) return status;
    if (s->status != EMS_OK) return s->status;
    return s->found ? EMS_OK : EMS_BAD_USAGE;
}

static enum ems_status explain(struct ems_playback *p, struct search *s, ems_time at)
{
    if (at == EMS_NEVER) return EMS_BAD_USAGE;
    const ems_time about = 2 * EMS_MILLISECOND; /* how closely a moment is known */
    enum ems_status status = look_again(p, s, at > about ? at - about : 0, at + about);
    if (status != EMS_OK) ems_explanation_free(s->out);
    return status;
}

enum ems_status ems_playback_explain(struct ems_playback *playback, int64_t trip, enum ems_policy_role role,
                                     struct ems_explanation *out)
{
    struct ems_trip_fact fact;
    *out = (struct ems_explanation){0};
    if (!ems_journal_trip(playback->journal, trip, &fact, NULL)) return EMS_BAD_USAGE;
    struct search search = {
        .out = out, .call = fact.call, .vehicle = fact.vehicle, .hospital = fact.hospital, .role = role};
    if (role == EMS_ROLE_DISPATCH) return explain(playback, &search, fact.ordered);
    return role == EMS_ROLE_DESTINATION ? explain(playback, &search, fact.left_scene) : EMS_BAD_USAGE;
}

enum ems_status ems_playback_explain_task(struct ems_playback *playback, ems_task_id task,
                                          enum ems_policy_role role, struct ems_explanation *out)
{
    const struct ems_world *w = ems_sim_world(playback->sim);
    *out = (struct ems_explanation){0};
    if (task < 0 || task >= w->tasks.count || !w->tasks.items[task].in_use) return EMS_BAD_USAGE;
    const struct ems_task_state *t = &w->tasks.items[task];
    if (t->vehicle == EMS_NONE) return EMS_BAD_USAGE;
    struct search search = {.out = out,
                            .call = w->calls.items[t->call].serial,
                            .vehicle = t->vehicle,
                            .hospital = t->hospital,
                            .role = role};
    if (role == EMS_ROLE_DISPATCH) return explain(playback, &search, t->ordered);
    return role == EMS_ROLE_DESTINATION ? explain(playback, &search, t->left_scene) : EMS_BAD_USAGE;
}

void ems_explanation_free(struct ems_explanation *explanation)
{
    free(explanation->vehicles);
    free(explanation->hospitals);
    *explanation = (struct ems_explanation){0};
}
