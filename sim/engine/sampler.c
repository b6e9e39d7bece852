/* Dynamic cover, every ten minutes inside the window: the people in the service radius of a station that can
 * send a crewed vehicle, or of one on its way home. */
#include "engine/internal.h"

static const ems_time EVERY = 10 * EMS_MINUTE;

void ems_sampler_begin(struct ems_sim *sim)
{
    if (!sim->has_cover || sim->options.skip_coverage) return;
    ems_plan(sim, sim->slots.sampler, sim->window_start, EMS_PRI_SAMPLER);
}

/* Where dispatchable vehicles on the road are now; into scratch. */
static struct ems_point *moving_units(struct ems_sim *sim, int32_t *count)
{
    const struct ems_world *w = &sim->world;
    *count = 0;
    if (w->s.away_vehicles == 0) return NULL;
    struct ems_point *points = EMS_NEW_ARRAY(&sim->scratch, struct ems_point, w->s.away_vehicles);
    if (points == NULL) {
        ems_fail(sim, EMS_NO_MEMORY, NULL);
        return NULL;
    }
    for (int32_t word = 0; word < w->homeward.count; word++)
        for (uint64_t left = w->homeward.items[word]; left != 0; left &= left - 1) {
            ems_vehicle_id v = 64 * word + __builtin_ctzll(left);
            if (ems_vehicle_dispatchable(sim->model, w, v))
                points[(*count)++] = ems_vehicle_location(sim->model, w, v).at;
        }
    return points;
}

void ems_sampler_event(struct ems_sim *sim)
{
    int32_t count;
    struct ems_point *moving = moving_units(sim, &count);
    double people =
        ems_cover_now_people(&sim->covered, &sim->cover, sim->world.ready_stations.items, moving, count);
    struct ems_level_tally *t = &sim->tallies->levels;
    int64_t hour = ems_model_time_of_day(sim->model, sim->world.s.now) / EMS_HOUR;
    t->cover_samples++;
    t->cover_people_sum += people;
    t->cover_samples_hour[hour]++;
    t->cover_people_hour[hour] += people;
    ems_arena_reset(&sim->scratch);
    ems_time next = sim->world.s.now + EVERY;
    if (next < sim->window_end) ems_plan(sim, sim->slots.sampler, next, EMS_PRI_SAMPLER);
}
