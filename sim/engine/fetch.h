/* In a large city the records that an event needs are far away in memory. They are asked for while the events
 * before it are played, in steps, as one record names the next: the actor's own; those that it names; those
 * that these name. Who comes next, and what for, is a guess that nothing depends on.
 * (Always inline: gcc takes a function that only fetches for one that does nothing.) */
#ifndef EMS_ENGINE_FETCH_H
#define EMS_ENGINE_FETCH_H

#include "engine/internal.h"

#define EMS_FETCHES static inline __attribute__((always_inline)) void

enum { EMS_SITES_FETCHED = 4 }; /* of a list: mostly no more are looked at */

/* One line of memory. */
EMS_FETCHES ems_fetch(const void *record)
{
    __builtin_prefetch(record, 1);
}

/* Where the next call of an arrival process will come from, most likely. An area has four of them. */
EMS_FETCHES ems_fetch_place(const struct ems_sim *sim, int32_t stream)
{
    const struct ems_area *area = &sim->model->areas[stream / 4];
    const int32_t column = (int32_t)(sim->processes[stream].draws.place * area->place_count);
    const struct ems_demand_place *place = &sim->model->places[area->first_place + column];
    ems_fetch(&place->at);
    ems_fetch(&place->area);
}

/* Room for the first event of a call. */
EMS_FETCHES ems_fetch_event(const struct ems_sim *sim, ems_call_id call)
{
    ems_fetch(&sim->world.queue.pending.items[sim->slots.calls + EMS_CALL_TIMERS * call]);
}

EMS_FETCHES ems_fetch_actor(const struct ems_sim *sim, int32_t slot)
{
    const struct ems_world *w = &sim->world;
    if (slot >= sim->slots.calls) {
        const struct ems_call_state *c = &w->calls.items[(slot - sim->slots.calls) / EMS_CALL_TIMERS];
        ems_fetch(c);
        ems_fetch(&c->rang);
        ems_fetch(&c->at);
    } else if (slot >= sim->slots.vehicles) {
        const ems_vehicle_id vehicle = slot - sim->slots.vehicles;
        ems_fetch(&w->vehicles.items[vehicle].trip);
        ems_fetch(&w->vehicles.items[vehicle].status);
        ems_fetch(&sim->tallies->vehicles[vehicle]);
    } else if (slot >= sim->slots.arrivals && slot < sim->slots.crews) {
        ems_fetch_place(sim, slot - sim->slots.arrivals);
    }
}

/* What a vehicle needs that comes home. */
EMS_FETCHES ems_fetch_home(const struct ems_sim *sim, const struct ems_vehicle_state *v)
{
    ems_fetch(&sim->world.crews.items[v->crew]);
    ems_fetch(&sim->model->crews[v->crew].station);
    ems_fetch(&sim->world.stations.items[v->station]);
    ems_fetch(&sim->model->stations[v->station].first_vehicle);
    if (v->moving != EMS_NONE) ems_fetch(&sim->world.moving_units.items[v->moving]);
}

EMS_FETCHES ems_fetch_task(const struct ems_sim *sim, ems_vehicle_id vehicle,
                           const struct ems_vehicle_state *v)
{
    const struct ems_task_state *t = &sim->world.tasks.items[v->task];
    ems_fetch(t);
    ems_fetch(&t->on_scene);
    ems_fetch(&sim->task_draws.items[v->task].times);
    ems_fetch(&sim->task_draws.items[v->task].transport);
    if (v->status != EMS_V_ON_SCENE && v->status != EMS_V_CLEANING) return;
    ems_fetch(&sim->model->vehicles[vehicle]); /* it may go home */
    ems_fetch(&sim->model->index.stations.at[v->station]);
    ems_fetch(&sim->tallies->crews[v->crew]);
    ems_fetch(&sim->tallies->station_response[v->station]);
}

EMS_FETCHES ems_fetch_named(const struct ems_sim *sim, int32_t slot)
{
    const struct ems_world *w = &sim->world;
    if (slot >= sim->slots.calls) {
        const struct ems_call_state *c = &w->calls.items[(slot - sim->slots.calls) / EMS_CALL_TIMERS];
        if (c->phase == EMS_CALL_TALKING) ems_sites_fetch_list(&sim->model->index.stations, c->at.place);
    } else if (slot >= sim->slots.vehicles) {
        const struct ems_vehicle_state *v = &w->vehicles.items[slot - sim->slots.vehicles];
        if (v->task == EMS_NONE)
            ems_fetch_home(sim, v);
        else
            ems_fetch_task(sim, slot - sim->slots.vehicles, v);
        if (v->status == EMS_V_ON_SCENE) ems_sites_fetch_list(&sim->model->index.hospitals, v->trip.to.place);
    }
}

/* The nearest of a list. */
EMS_FETCHES ems_fetch_sites(const struct ems_sites *sites, const int32_t *list)
{
    for (int i = 0; i < EMS_SITES_FETCHED; i++) ems_fetch(&sites->at[list[i]]);
}

EMS_FETCHES ems_fetch_stations(const struct ems_sim *sim, int32_t place)
{
    const struct ems_sites *sites = &sim->model->index.stations;
    const int32_t *list = ems_sites_list(sites, place);
    if (list == NULL || sites->listed < EMS_SITES_FETCHED) return;
    ems_fetch_sites(sites, list);
    ems_fetch(&sim->world.stations.items[list[0]]);
    ems_fetch(&sim->model->stations[list[0]].first_vehicle);
}

EMS_FETCHES ems_fetch_hospitals(const struct ems_sim *sim, int32_t place)
{
    const struct ems_sites *sites = &sim->model->index.hospitals;
    const int32_t *list = ems_sites_list(sites, place);
    if (list == NULL || sites->listed < EMS_SITES_FETCHED) return;
    ems_fetch_sites(sites, list);
    ems_fetch(&sim->world.hospitals.items[list[0]]);
    ems_fetch(&sim->model->hospitals[list[0]].provides);
}

/* Of the vehicle's call all that its event may look at, and its hospital. */
EMS_FETCHES ems_fetch_call(const struct ems_sim *sim, const struct ems_vehicle_state *v)
{
    const struct ems_task_state *t = &sim->world.tasks.items[v->task];
    const struct ems_call_state *c = &sim->world.calls.items[t->call];
    ems_fetch(c);
    if (v->status == EMS_V_HANDOVER) return;
    if (v->status == EMS_V_TRANSPORTING) {
        ems_fetch(&sim->world.hospitals.items[t->hospital]);
        ems_fetch(&sim->model->hospitals[t->hospital].provides);
        return;
    }
    ems_fetch(&c->rang);
    ems_fetch(&c->at);
    ems_fetch(&c->ordered);
    if (v->status == EMS_V_CLEANING) ems_fetch(&sim->tallies->hospitals[t->hospital]);
}

EMS_FETCHES ems_fetch_rest(const struct ems_sim *sim, int32_t slot)
{
    const struct ems_world *w = &sim->world;
    if (slot >= sim->slots.calls) {
        const struct ems_call_state *c = &w->calls.items[(slot - sim->slots.calls) / EMS_CALL_TIMERS];
        if (c->phase == EMS_CALL_TALKING) ems_fetch_stations(sim, c->at.place);
    } else if (slot >= sim->slots.vehicles) {
        const struct ems_vehicle_state *v = &w->vehicles.items[slot - sim->slots.vehicles];
        if (v->task != EMS_NONE) ems_fetch_call(sim, v);
        if (v->status == EMS_V_ON_SCENE) ems_fetch_hospitals(sim, v->trip.to.place);
    }
}

/* Who may be sent from the nearest station. */
EMS_FETCHES ems_fetch_crew(const struct ems_sim *sim, int32_t slot)
{
    const struct ems_world *w = &sim->world;
    if (slot < sim->slots.calls) return;
    const struct ems_call_state *c = &w->calls.items[(slot - sim->slots.calls) / EMS_CALL_TIMERS];
    const int32_t *list = ems_sites_list(&sim->model->index.stations, c->at.place);
    if (c->phase != EMS_CALL_TALKING || list == NULL || w->stations.items[*list].ready == 0) return;
    const ems_vehicle_id vehicle = sim->model->stations[*list].first_vehicle;
    ems_fetch(&w->crews.items[w->stations.items[*list].first_idle]);
    ems_fetch(&w->vehicles.items[vehicle].status);
    ems_fetch(&w->queue.pending.items[sim->slots.vehicles + vehicle]);
}

EMS_FETCHES ems_fetch_ahead(const struct ems_sim *sim)
{
    const struct ems_queue *queue = &sim->world.queue;
    ems_fetch_actor(sim, ems_queue_ahead(queue, 6));
    ems_fetch_named(sim, ems_queue_ahead(queue, 4));
    ems_fetch_rest(sim, ems_queue_ahead(queue, 2));
    ems_fetch_crew(sim, ems_queue_ahead(queue, 1));
}

#endif
