/* What is where at one moment, as the map and the panels read it. Modes fill it (from a running simulation, a
 * replay, an hour of training), nobody else writes it, and nothing that draws asks a simulation itself: so
 * every layer and panel serves all modes.
 *
 *     viz_moment_open(&moment, scenario)
 *     viz_moment_read(&moment, sim, at)     after each step of time; `at` may lie between two events
 */
#ifndef EMS_VIZ_MOMENT_H
#define EMS_VIZ_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/scenario.h"
#include "ems120/sim.h"

struct viz_vehicle {
    struct ems_vehicle_view view;
    double heading;           /* radians clockwise from north; the last one while it stands */
    int32_t place;            /* the how manieth from 0 of those standing at the same station or hospital */
    int32_t row;              /* at a station: how many stand there; 0: elsewhere */
    ems_hospital_id hospital; /* that it stands at, or EMS_NONE */
};

struct viz_moment {
    const struct ems_scenario *scenario;
    struct ems_scenario_info info;
    ems_time now;
    uint64_t version;            /* another number whenever something may have changed */
    struct viz_vehicle *vehicle; /* info.vehicles of them */
    struct ems_station_view *station;
    struct ems_hospital_view *hospital;
    struct ems_task_view *task; /* that are open */
    int32_t task_count, task_room;
    struct ems_centre_view centre;
    int32_t *standing;                 /* vehicles at each station */
    int32_t *idle;                     /* of those, the idle ones */
    int32_t *visiting;                 /* vehicles at each hospital */
    int32_t by_status[EMS_V_STATUSES]; /* vehicles */
};

/* All vehicles at home, at time 0. */
enum ems_status viz_moment_open(struct viz_moment *moment, const struct ems_scenario *scenario);
enum ems_status viz_moment_read(struct viz_moment *moment, const struct ems_sim *sim, ems_time at);
void viz_moment_close(struct viz_moment *moment);

/* Whether it drives now. */
static inline bool viz_vehicle_moves(const struct viz_vehicle *v)
{
    return v->view.status == EMS_V_EN_ROUTE || v->view.status == EMS_V_TRANSPORTING ||
           v->view.status == EMS_V_RETURNING;
}

#endif
