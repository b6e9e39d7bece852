/* What must hold at the end of every run, whatever the scenario. */
#include "engine/internal.h"

static bool calls_end_once(const struct ems_sim *sim)
{
    const struct ems_tallies *t = sim->tallies;
    int64_t sum = 0;
    for (int o = 0; o < EMS_OUTCOME_COUNT; o++) sum += t->outcomes[o];
    return sum == t->received && sim->world.s.counted_open == 0;
}

static bool parts_add_up(const struct ems_group_tally *g)
{
    ems_time sum = 0;
    for (int p = 0; p < EMS_RESPONSE_PARTS; p++) sum += g->parts[p];
    return sum == g->response_sum;
}

static bool groups_add_up(const struct ems_sim *sim)
{
    const struct ems_tallies *t = sim->tallies;
    int64_t priorities = 0, hours = 0, areas = 0;
    for (int p = 0; p < EMS_PRIORITIES; p++) priorities += t->by_priority[p].requests;
    for (int h = 0; h < 24; h++) hours += t->by_hour[h].requests;
    for (int32_t a = 0; a <= sim->model->area_count; a++) areas += t->by_area[a].requests;
    return priorities == t->requests && hours == t->requests && areas == t->requests && parts_add_up(&t->all);
}

/* A crew with a vehicle is away with it, one without is not; no vehicle serves two tasks, no task has two. */
static bool crews_and_vehicles_agree(const struct ems_sim *sim)
{
    const struct ems_world *w = &sim->world;
    int64_t away = 0;
    for (int32_t v = 0; v < sim->model->vehicle_count; v++) {
        const struct ems_vehicle_state *state = &w->vehicles.items[v];
        bool is_away = state->status != EMS_V_IDLE && state->status != EMS_V_SPARE;
        away += is_away;
        if (is_away != (state->crew != EMS_NONE)) return false;
        if (is_away && w->crews.items[state->crew].vehicle != v) return false;
        if (state->task != EMS_NONE && w->tasks.items[state->task].vehicle != v) return false;
        if (ems_bit(w->idle_vehicles.items, v) != (state->status == EMS_V_IDLE)) return false;
    }
    return away == w->s.away_vehicles;
}

/* Time under orders is part of time on duty, and that of the window and overtime: for crews on duty at all
 * hours exactly the window. */
static bool crew_time_adds_up(const struct ems_sim *sim)
{
    for (int32_t c = 0; c < sim->model->crew_count; c++) {
        const struct ems_crew_tally *t = &sim->tallies->crews[c];
        if (t->busy > t->staffed || t->staffed > sim->tallies->simulated) return false;
        bool always = sim->model->crews[c].shift_count == 0;
        bool may_be_absent = false;
        for (int32_t i = 0; i < sim->model->timeline_count; i++)
            if (sim->model->timeline[i].crew_absence > 0) may_be_absent = true;
        if (always && !may_be_absent && t->staffed != sim->tallies->simulated) return false;
    }
    return true;
}

const char *ems_broken_rule(const struct ems_sim *sim)
{
    if (!calls_end_once(sim)) return "each phone call has one final state";
    if (!groups_add_up(sim)) return "groups add up to the whole, and parts to the response time";
    if (!crews_and_vehicles_agree(sim)) return "no vehicle is on two tasks and none leaves without a crew";
    if (!crew_time_adds_up(sim)) return "crew time adds up to the clock";
    return NULL;
}
