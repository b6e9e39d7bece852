#include "model/nearby.h"
#include "policy/policies.h"

struct params {
    ems_time min_gain;
};

static ems_vehicle_id dispatch(struct ems_policy_view *view, ems_task_id task)
{
    const struct params *p = view->params;
    struct ems_nearest near = ems_nearby_find(view->model, view->world, task, p->min_gain, view->looked_at);
    if (ems_mostly(near.reassignable.vehicle == EMS_NONE)) return near.available.vehicle;
    if (near.available.vehicle == EMS_NONE) return near.reassignable.vehicle;
    ems_time gain = near.available.expected - near.reassignable.expected;
    return gain > p->min_gain ? near.reassignable.vehicle : near.available.vehicle;
}

/* The waiting task of highest priority, then the oldest, that the vehicle suits. */
static ems_task_id next_task(struct ems_policy_view *view, ems_vehicle_id vehicle)
{
    const struct ems_world *w = view->world;
    for (int p = 0; p < EMS_PRIORITIES; p++)
        for (ems_task_id t = w->s.waiting[p].first; t != EMS_NONE; t = w->tasks.items[t].next) {
            ++*view->looked_at;
            if (ems_vehicle_suits(view->model, w, vehicle, t)) return t;
        }
    return EMS_NONE;
}

static const struct ems_param params[] = {
    {.name = "min_gain",
     .type = EMS_PARAM_DURATION,
     .low = 0,
     .high = 86400,
     .fallback = 0,
     .offset = offsetof(struct params, min_gain),
     .text = EMS_T_POLICY_MIN_GAIN},
};

const struct ems_policy ems_policy_nearest = {
    .name = "nearest",
    .role = EMS_ROLE_DISPATCH,
    .summary = EMS_T_POLICY_NEAREST,
    .text = EMS_T_POLICY_NEAREST_TEXT,
    .params = params,
    .param_count = sizeof params / sizeof *params,
    .params_size = sizeof(struct params),
    .dispatch = dispatch,
    .next_task = next_task,
};
