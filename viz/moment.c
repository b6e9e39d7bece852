#include "moment.h"

#include <math.h>
#include <stdlib.h>

static void put_at_home(struct viz_moment *m)
{
    for (ems_vehicle_id v = 0; v < m->info.vehicles; v++) {
        struct ems_vehicle_info info = ems_vehicle_info(m->scenario, v);
        struct ems_point at = ems_station_info(m->scenario, info.station).at;
        m->vehicle[v].view = (struct ems_vehicle_view){.status = info.spare ? EMS_V_SPARE : EMS_V_IDLE,
                                                       .at = at,
                                                       .from = at,
                                                       .to = at,
                                                       .depart = EMS_NEVER,
                                                       .arrive = EMS_NEVER,
                                                       .due = EMS_NEVER,
                                                       .station = info.station,
                                                       .crew = EMS_NONE,
                                                       .task = EMS_NONE};
        m->by_status[m->vehicle[v].view.status]++;
    }
}

static bool stands_at_station(const struct viz_vehicle *v)
{
    return v->view.status == EMS_V_IDLE || v->view.status == EMS_V_TURNOUT || v->view.status == EMS_V_SPARE;
}

/* The hospital that a vehicle stands at, by its place. */
static ems_hospital_id hospital_of(const struct viz_moment *m, const struct viz_vehicle *v)
{
    bool is_there = v->view.status == EMS_V_BAY_WAIT || v->view.status == EMS_V_HANDOVER ||
                    v->view.status == EMS_V_CLEANING;
    for (ems_hospital_id h = 0; is_there && h < m->info.hospitals; h++) {
        struct ems_point at = ems_hospital_info(m->scenario, h).at;
        if (at.x_m == v->view.at.x_m && at.y_m == v->view.at.y_m) return h;
    }
    return EMS_NONE;
}

/* Vehicles that stand at a station or a hospital get places side by side. */
static void line_up(struct viz_moment *m)
{
    for (ems_station_id s = 0; s < m->info.stations; s++) m->standing[s] = m->idle[s] = 0;
    for (ems_hospital_id h = 0; h < m->info.hospitals; h++) m->visiting[h] = 0;
    for (ems_vehicle_id v = 0; v < m->info.vehicles; v++) {
        struct viz_vehicle *vehicle = &m->vehicle[v];
        vehicle->row = 0;
        vehicle->hospital = hospital_of(m, vehicle);
        if (vehicle->hospital >= 0) vehicle->place = m->visiting[vehicle->hospital]++;
        if (!stands_at_station(vehicle) || vehicle->view.station < 0) continue;
        vehicle->place = m->standing[vehicle->view.station]++;
        if (vehicle->view.status == EMS_V_IDLE) m->idle[vehicle->view.station]++;
    }
    for (ems_vehicle_id v = 0; v < m->info.vehicles; v++) {
        struct viz_vehicle *vehicle = &m->vehicle[v];
        if (stands_at_station(vehicle) && vehicle->view.station >= 0)
            vehicle->row = m->standing[vehicle->view.station];
    }
}

/* One more than needed, so that none of nothing is still a block. */
static void *zeroed(int32_t count, size_t size)
{
    return calloc((size_t)count + 1, size);
}

enum ems_status viz_moment_open(struct viz_moment *m, const struct ems_scenario *scenario)
{
    *m = (struct viz_moment){.scenario = scenario, .info = ems_scenario_info(scenario), .version = 1};
    m->vehicle = zeroed(m->info.vehicles, sizeof *m->vehicle);
    m->station = zeroed(m->info.stations, sizeof *m->station);
    m->standing = zeroed(m->info.stations, sizeof *m->standing);
    m->idle = zeroed(m->info.stations, sizeof *m->idle);
    m->hospital = zeroed(m->info.hospitals, sizeof *m->hospital);
    m->visiting = zeroed(m->info.hospitals, sizeof *m->visiting);
    if (m->vehicle == NULL || m->station == NULL || m->hospital == NULL || m->standing == NULL ||
        m->idle == NULL || m->visiting == NULL) {
        viz_moment_close(m);
        return EMS_NO_MEMORY;
    }
    put_at_home(m);
    line_up(m);
    return EMS_OK;
}

void viz_moment_close(struct viz_moment *m)
{
    free(m->vehicle);
    free(m->station);
    free(m->hospital);
    free(m->task);
    free(m->standing);
    free(m->idle);
    free(m->visiting);
    *m = (struct viz_moment){0};
}

/* The way it went since it was last seen; when that is not known, towards its goal. */
static double heading_of(const struct viz_vehicle *before, const struct ems_vehicle_view *now)
{
    double dx = now->at.x_m - before->view.at.x_m, dy = now->at.y_m - before->view.at.y_m;
    bool moved = hypot(dx, dy) > 0.5 && before->view.depart == now->depart;
    if (!moved) {
        if (before->view.depart == now->depart) return before->heading;
        dx = now->to.x_m - now->at.x_m;
        dy = now->to.y_m - now->at.y_m;
    }
    return dx == 0 && dy == 0 ? before->heading : atan2(dx, dy);
}

static void read_vehicles(struct viz_moment *m, const struct ems_sim *sim, ems_time at)
{
    for (int s = 0; s < EMS_V_STATUSES; s++) m->by_status[s] = 0;
    for (ems_vehicle_id v = 0; v < m->info.vehicles; v++) {
        struct ems_vehicle_view view = ems_sim_vehicle_at(sim, v, at);
        m->vehicle[v].heading = heading_of(&m->vehicle[v], &view);
        m->vehicle[v].view = view;
        m->by_status[view.status]++;
    }
}

static enum ems_status read_tasks(struct viz_moment *m, const struct ems_sim *sim)
{
    int32_t limit = ems_sim_task_limit(sim);
    if (limit > m->task_room) {
        struct ems_task_view *more = realloc(m->task, (size_t)limit * 2 * sizeof *more);
        if (more == NULL) return EMS_NO_MEMORY;
        m->task = more;
        m->task_room = 2 * limit;
    }
    m->task_count = 0;
    for (ems_task_id t = 0; t < limit; t++)
        if (ems_sim_task(sim, t, &m->task[m->task_count])) m->task_count++;
    return EMS_OK;
}

enum ems_status viz_moment_read(struct viz_moment *m, const struct ems_sim *sim, ems_time at)
{
    m->now = at;
    m->version++;
    m->centre = ems_sim_centre(sim);
    for (ems_station_id s = 0; s < m->info.stations; s++) m->station[s] = ems_sim_station(sim, s);
    for (ems_hospital_id h = 0; h < m->info.hospitals; h++) m->hospital[h] = ems_sim_hospital(sim, h);
    read_vehicles(m, sim, at);
    line_up(m);
    return read_tasks(m, sim);
}
