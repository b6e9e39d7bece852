/* Who could come: planned, or at a moment of a simulation. */
#include <stdlib.h>
#include <string.h>

#include "api/cover.h"
#include "coverage/cover.h"
#include "ems120/sim.h"
#include "engine/sim.h"
#include "scenario/load.h"

struct ems_cover_def ems_cover_def_default(const struct ems_scenario *scenario)
{
    const struct ems_model *m = ems_scenario_model(scenario);
    return (struct ems_cover_def){.at = (12 * EMS_HOUR - m->clock.start_of_day + EMS_DAY) % EMS_DAY,
                                  .without_timeline = true,
                                  .lights = true};
}

static bool add(struct ems_cover_sources *s, struct ems_cover_source source)
{
    if (s->count == s->capacity) {
        int32_t capacity = s->capacity == 0 ? 64 : 2 * s->capacity;
        struct ems_cover_source *items = realloc(s->items, (size_t)capacity * sizeof *items);
        if (items == NULL) return false;
        s->items = items;
        s->capacity = capacity;
    }
    s->items[s->count++] = source;
    return true;
}

static struct ems_cover_sources *create(const struct ems_model *m, const struct ems_cover_def *def,
                                        ems_time at)
{
    struct ems_cover_sources *s = calloc(1, sizeof *s);
    if (s == NULL) return NULL;
    s->model = m;
    s->at = at < 0 ? 0 : at;
    s->turnout = ems_distribution_mean(ems_model_turnout(m, s->at));
    s->changeless = def->without_timeline;
    s->mode = def->lights ? EMS_LIGHTS : EMS_NORMAL;
    return s;
}

static struct ems_cover_source at_station(const struct ems_cover_sources *s, ems_station_id station)
{
    return (struct ems_cover_source){s->model->stations[station].at, s->turnout, station};
}

enum ems_status ems_cover_sources_planned(const struct ems_scenario *scenario,
                                          const struct ems_cover_def *def, struct ems_cover_sources **out)
{
    const struct ems_model *m = ems_scenario_model(scenario);
    struct ems_cover_sources *s = create(m, def, def->at);
    *out = NULL;
    bool enough = s != NULL;
    for (ems_station_id i = 0; enough && i < m->station_count; i++)
        if (ems_cover_station_counts(m, i)) enough = add(s, at_station(s, i));
    if (!enough) {
        ems_cover_sources_free(s);
        return EMS_NO_MEMORY;
    }
    *out = s;
    return EMS_OK;
}

/* Where a vehicle on its way home is at `at`, as a place to go on from. */
static struct ems_cover_source on_the_way(const struct ems_cover_sources *s,
                                          const struct ems_vehicle_state *v)
{
    return (struct ems_cover_source){ems_trip_location(&s->model->travel, &v->trip, s->at, NULL), 0,
                                     EMS_NONE};
}

/* Something can be sent from the station though one of its vehicles is away. */
static bool is_ready(const struct ems_model *m, const struct ems_world *w, ems_station_id station,
                     ems_vehicle_id without)
{
    if (!ems_bit(w->ready_stations.items, station)) return false;
    bool concerns = without != EMS_NONE && w->vehicles.items[without].status == EMS_V_IDLE &&
                    w->vehicles.items[without].station == station;
    if (!concerns) return true;
    const struct ems_station *s = &m->stations[station];
    bool other = false;
    for (ems_vehicle_id v = s->first_vehicle; v < s->first_vehicle + s->vehicle_count; v++)
        other |=
            v != without && ems_bit(w->idle_vehicles.items, v) && m->types[m->vehicles[v].type].emergency;
    return other && w->stations.items[station].idle_crews > 1;
}

enum ems_status ems_cover_sources_left(const struct ems_model *model, const struct ems_sim *sim, ems_time at,
                                       const struct ems_cover_def *def, ems_vehicle_id without,
                                       struct ems_cover_sources **out)
{
    const struct ems_world *w = ems_sim_world(sim);
    struct ems_cover_sources *s = create(model, def, at < w->s.now ? w->s.now : at);
    *out = NULL;
    bool enough = s != NULL;
    for (ems_station_id i = 0; enough && i < model->station_count; i++)
        if (is_ready(model, w, i, without)) enough = add(s, at_station(s, i));
    for (ems_vehicle_id v = 0; enough && v < model->vehicle_count; v++)
        if (v != without && w->vehicles.items[v].status == EMS_V_RETURNING &&
            ems_vehicle_dispatchable(model, w, v))
            enough = add(s, on_the_way(s, &w->vehicles.items[v]));
    if (!enough) {
        ems_cover_sources_free(s);
        return EMS_NO_MEMORY;
    }
    *out = s;
    return EMS_OK;
}

enum ems_status ems_cover_sources_now(const struct ems_scenario *scenario, const struct ems_sim *sim,
                                      ems_time at, const struct ems_cover_def *def,
                                      struct ems_cover_sources **out)
{
    return ems_cover_sources_left(ems_scenario_model(scenario), sim, at, def, EMS_NONE, out);
}

/* ---- by hand ---- */

static struct ems_location somewhere(struct ems_point at)
{
    return (struct ems_location){.at = ems_point_round(at.x_m, at.y_m), .place = EMS_NOWHERE_FIXED};
}

enum ems_status ems_cover_sources_move(struct ems_cover_sources *sources, ems_station_id station,
                                       struct ems_point to)
{
    for (int32_t i = 0; i < sources->count; i++) {
        if (sources->items[i].station != station) continue;
        sources->items[i].from = somewhere(to);
        return EMS_OK;
    }
    return EMS_BAD_USAGE;
}

enum ems_status ems_cover_sources_add(struct ems_cover_sources *sources, struct ems_point at)
{
    struct ems_cover_source source = {somewhere(at), sources->turnout, EMS_NONE};
    return add(sources, source) ? EMS_OK : EMS_NO_MEMORY;
}

void ems_cover_sources_remove(struct ems_cover_sources *sources, ems_station_id station)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < sources->count; i++)
        if (sources->items[i].station != station || station == EMS_NONE)
            sources->items[kept++] = sources->items[i];
    sources->count = kept;
}

int32_t ems_cover_sources_count(const struct ems_cover_sources *sources)
{
    return sources->count;
}

struct ems_point ems_cover_source_at(const struct ems_cover_sources *sources, int32_t index)
{
    return sources->items[index].from.at;
}

ems_station_id ems_cover_source_station(const struct ems_cover_sources *sources, int32_t index)
{
    return sources->items[index].station;
}

void ems_cover_sources_free(struct ems_cover_sources *sources)
{
    if (sources == NULL) return;
    free(sources->items);
    free(sources);
}
