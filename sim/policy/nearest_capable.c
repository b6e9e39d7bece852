#include "policy/policies.h"

#include "model/world.h"

struct search {
    const struct ems_model *model;
    const struct ems_world *world;
    struct ems_location scene;
    uint64_t capability; /* 0: any hospital */
    bool closed_too;
    ems_hospital_id best;
    ems_time least;
    double reach_m; /* no hospital that is farther can be better */
    enum ems_mode mode;
};

static void look_at(struct search *s, ems_hospital_id hospital)
{
    const struct ems_hospital *h = &s->model->hospitals[hospital];
    if (s->capability != 0 && !(h->provides & s->capability)) return;
    if (!s->closed_too && s->world->hospitals.items[hospital].closed > 0) return;
    ems_time time = ems_travel_time(&s->model->travel, &s->scene, &h->at, s->mode, s->world->s.now);
    if (time < s->least || (time == s->least && time != EMS_NEVER && hospital < s->best)) {
        s->least = time;
        s->best = hospital;
        s->reach_m = ems_travel_reach_m(&s->model->travel, time, s->mode);
    }
}

static void search_everything(struct search *s, int64_t *looked_at)
{
    for (ems_hospital_id h = 0; h < s->model->hospital_count; h++) look_at(s, h);
    *looked_at += s->model->hospital_count;
}

static void look_near(struct search *s, ems_hospital_id hospital, struct ems_point at, int64_t *looked_at)
{
    double dx = at.x_m - s->scene.at.x_m, dy = at.y_m - s->scene.at.y_m;
    if (dx * dx + dy * dy > s->reach_m * s->reach_m) return;
    ++*looked_at;
    look_at(s, hospital);
}

static void search_rings(struct search *s, int64_t *looked_at)
{
    const struct ems_grid *g = &s->model->index.hospitals;
    struct ems_grid_walk walk = ems_grid_walk_from(g, s->scene.at);
    do {
        if (ems_grid_walk_distance(&walk) > ems_travel_reach_m(&s->model->travel, s->least, s->mode)) return;
        for (struct ems_grid_span span; ems_grid_walk_span(&walk, &span);)
            for (int32_t i = g->first[span.from]; i < g->first[span.to + 1]; i++)
                look_near(s, g->points[i], s->model->index.hospital_at[i].at, looked_at);
    } while (ems_grid_walk_ring(&walk));
}

static ems_hospital_id destination(struct ems_policy_view *view, ems_task_id task)
{
    const struct ems_world *w = view->world;
    const struct ems_call_state *call = &w->calls.items[w->tasks.items[task].call];
    int32_t capability = view->model->conditions[call->condition].hospital_capability;
    struct search s = {.model = view->model,
                       .world = w,
                       .scene = call->at,
                       .capability = capability == EMS_NONE ? 0 : (uint64_t)1 << capability,
                       .best = EMS_NONE,
                       .least = EMS_NEVER,
                       .mode = ems_model_mode_with_patient(view->model, call->priority),
                       .reach_m = INFINITY};
    for (int pass = 0; pass < 2 && s.best == EMS_NONE; pass++) {
        s.closed_too = pass == 1;
        if (w->reference)
            search_everything(&s, view->looked_at);
        else
            search_rings(&s, view->looked_at);
    }
    return s.best;
}

const struct ems_policy ems_policy_nearest_capable = {
    .name = "nearest-capable",
    .role = EMS_ROLE_DESTINATION,
    .summary = EMS_T_POLICY_NEAREST_CAPABLE,
    .text = EMS_T_POLICY_NEAREST_CAPABLE_TEXT,
    .destination = destination,
};
