#include "model/nearby.h"
#include "policy/policies.h"

/* The stations to try for a task, EMS_NONE-terminated; NULL when its area has no list. */
static const ems_station_id *list_for(const struct ems_policy_view *view, ems_task_id task)
{
    const struct ems_world *w = view->world;
    ems_area_id area = w->calls.items[w->tasks.items[task].call].area;
    return area == EMS_NONE || view->model->preference == NULL ? NULL : view->model->preference[area];
}

/* The station's vehicle on its way home that is nearest in time to the scene. */
static ems_vehicle_id returning(struct ems_policy_view *view, ems_station_id station, ems_task_id task)
{
    const struct ems_station *s = &view->model->stations[station];
    ems_vehicle_id best = EMS_NONE;
    ems_time least = EMS_NEVER;
    for (ems_vehicle_id v = s->first_vehicle; v < s->first_vehicle + s->vehicle_count; v++) {
        ++*view->looked_at;
        if (view->world->vehicles.items[v].status != EMS_V_RETURNING) continue;
        if (!ems_vehicle_dispatchable(view->model, view->world, v)) continue;
        if (!ems_vehicle_suits(view->model, view->world, v, task)) continue;
        ems_time expected = ems_nearby_expected(view->model, view->world, v, task);
        if (expected < least) {
            least = expected;
            best = v;
        }
    }
    return best;
}

static ems_vehicle_id dispatch(struct ems_policy_view *view, ems_task_id task)
{
    const struct ems_world *w = view->world;
    const ems_station_id *list = list_for(view, task);
    uint32_t need =
        ems_need_bit(view->model->conditions[w->calls.items[w->tasks.items[task].call].condition].need);
    for (; list != NULL && *list != EMS_NONE; list++) {
        ++*view->looked_at;
        ems_vehicle_id vehicle = w->stations.items[*list].ready & need
                                     ? ems_station_vehicle(view->model, w, *list, need)
                                     : returning(view, *list, task);
        if (vehicle != EMS_NONE) return vehicle;
    }
    return EMS_NONE;
}

static bool names_station(const ems_station_id *list, ems_station_id station)
{
    for (; list != NULL && *list != EMS_NONE; list++)
        if (*list == station) return true;
    return false;
}

static ems_task_id next_task(struct ems_policy_view *view, ems_vehicle_id vehicle)
{
    const struct ems_world *w = view->world;
    ems_station_id station = view->model->vehicles[vehicle].station;
    for (int p = 0; p < EMS_PRIORITIES; p++)
        for (ems_task_id t = w->s.waiting[p].first; t != EMS_NONE; t = w->tasks.items[t].next) {
            ++*view->looked_at;
            if (ems_vehicle_suits(view->model, w, vehicle, t) && names_station(list_for(view, t), station))
                return t;
        }
    return EMS_NONE;
}

const struct ems_policy ems_policy_fixed_order = {
    .name = "fixed-order",
    .role = EMS_ROLE_DISPATCH,
    .summary = EMS_T_POLICY_FIXED_ORDER,
    .text = EMS_T_POLICY_FIXED_ORDER_TEXT,
    .needs_preference = true,
    .dispatch = dispatch,
    .next_task = next_task,
};
