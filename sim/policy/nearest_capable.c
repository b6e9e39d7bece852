#include "policy/policies.h"

#include "model/world.h"

struct search {
    const struct ems_model *model;
    const struct ems_world *world;
    const struct ems_location *scene;
    uint64_t capability; /* 0: any hospital */
    bool closed_too;
    enum ems_mode mode;
    ems_hospital_id best;
    ems_time least;
    int64_t looked_at;
};

static bool admits(const struct search *s, ems_hospital_id hospital)
{
    if (s->capability != 0 && !(s->model->hospitals[hospital].provides & s->capability)) return false;
    return s->closed_too || s->world->hospitals.items[hospital].closed == 0;
}

/* True when it is the best so far. */
static bool look_at(struct search *s, ems_hospital_id hospital)
{
    s->looked_at++;
    if (!admits(s, hospital)) return false;
    ems_time time = ems_travel_time(&s->model->travel, s->scene, &s->model->index.hospitals.at[hospital],
                                    s->mode, s->world->s.now);
    if (time > s->least || time == EMS_NEVER || (time == s->least && hospital > s->best)) return false;
    s->least = time;
    s->best = hospital;
    return true;
}

static void search_everything(struct search *s)
{
    for (ems_hospital_id h = 0; h < s->model->hospital_count; h++) look_at(s, h);
}

static void search_from_near(struct search *s)
{
    double reach_m2 = INFINITY; /* no hospital that is farther can be better */
    struct ems_site_walk walk;
    ems_site_walk_from(&walk, &s->model->index.hospitals, s->scene, NULL);
    for (ems_hospital_id h; (h = ems_site_walk_next(&walk, reach_m2)) != EMS_NONE;) {
        if (!look_at(s, h)) continue;
        double reach_m = ems_travel_reach_m(&s->model->travel, s->least, s->mode);
        reach_m2 = reach_m * reach_m;
    }
}

static ems_hospital_id destination(struct ems_policy_view *view, ems_task_id task)
{
    const struct ems_world *w = view->world;
    const struct ems_call_state *call = &w->calls.items[w->tasks.items[task].call];
    int32_t capability = view->model->conditions[call->condition].hospital_capability;
    struct search s = {.model = view->model,
                       .world = w,
                       .scene = &call->at,
                       .capability = capability == EMS_NONE ? 0 : (uint64_t)1 << capability,
                       .mode = ems_model_mode_with_patient(view->model, call->priority),
                       .best = EMS_NONE,
                       .least = EMS_NEVER};
    for (int pass = 0; pass < 2 && s.best == EMS_NONE; pass++) {
        s.closed_too = pass == 1;
        if (w->reference)
            search_everything(&s);
        else
            search_from_near(&s);
    }
    *view->looked_at += s.looked_at;
    return s.best;
}

const struct ems_policy ems_policy_nearest_capable = {
    .name = "nearest-capable",
    .role = EMS_ROLE_DESTINATION,
    .summary = EMS_T_POLICY_NEAREST_CAPABLE,
    .text = EMS_T_POLICY_NEAREST_CAPABLE_TEXT,
    .destination = destination,
};
