/* What the timeline does at a moment: crews that do not turn up, hospitals that close, incidents. Demand and
 * speed read the timeline themselves. */
#include "engine/internal.h"

static bool acts(const struct ems_timeline_entry *e)
{
    return e->crew_absence > 0 || e->hospital_closed != EMS_NONE || e->has_incident;
}

void ems_timeline_begin(struct ems_sim *sim)
{
    for (int32_t i = 0; i < sim->model->timeline_count; i++)
        if (acts(&sim->model->timeline[i]))
            ems_plan(sim, sim->slots.timeline + i, sim->model->timeline[i].from, EMS_PRI_TIMELINE);
}

void ems_timeline_event(struct ems_sim *sim, int32_t entry)
{
    const struct ems_timeline_entry *e = &sim->model->timeline[entry];
    bool begins = sim->world.s.now == e->from;
    if (e->crew_absence > 0) ems_crew_absence(sim, entry, begins);
    if (e->hospital_closed != EMS_NONE)
        sim->world.hospitals.items[e->hospital_closed].closed += begins ? 1 : -1;
    if (begins && e->has_incident) ems_incident_event(sim, entry);
    bool lasts = e->crew_absence > 0 || e->hospital_closed != EMS_NONE;
    if (begins && lasts && e->to > e->from)
        ems_plan(sim, sim->slots.timeline + entry, e->to, EMS_PRI_TIMELINE);
}
