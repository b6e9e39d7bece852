/* Dynamic cover, sampled every ten minutes inside the window: the people in the service radius of a station
 * that can send a crewed vehicle, or of one on its way home. */
#include "engine/fetch.h"
#include "engine/internal.h"

static const ems_time EVERY = 10 * EMS_MINUTE;

enum ems_status ems_sampler_init(struct ems_sim *sim)
{
    enum ems_status status = ems_cover_map_build(sim->model, &sim->arena, &sim->cover);
    sim->has_cover = status == EMS_OK && sim->cover.patch_count > 0;
    if (!sim->has_cover) return status;
    sim->moving = EMS_NEW_ARRAY(&sim->arena, struct ems_point, sim->model->vehicle_count);
    sim->homeward = EMS_NEW_ARRAY(&sim->arena, ems_vehicle_id, sim->model->vehicle_count);
    bool done = sim->moving && sim->homeward && ems_cover_now_init(&sim->covered, &sim->cover, &sim->arena);
    return done ? EMS_OK : EMS_NO_MEMORY;
}

void ems_sampler_begin(struct ems_sim *sim)
{
    sim->world.s.next_sample = sim->has_cover ? sim->window_start : EMS_NEVER;
}

/* Vehicles on their way home. What is asked of them in turn is far away in memory in a large city: all of it
 * is asked for ahead. */
static int32_t find_homeward(struct ems_sim *sim)
{
    const struct ems_world *w = &sim->world;
    int32_t count = 0;
    for (int32_t word = 0; word < w->homeward.count; word++)
        for (uint64_t left = w->homeward.items[word]; left != 0; left &= left - 1) {
            ems_vehicle_id v = 64 * word + __builtin_ctzll(left);
            sim->homeward[count++] = v;
            ems_fetch(&w->vehicles.items[v].trip);
            ems_fetch(&w->vehicles.items[v].status);
        }
    for (int32_t i = 0; i < count; i++) ems_fetch(&w->crews.items[w->vehicles.items[sim->homeward[i]].crew]);
    return count;
}

/* Where those of them are now that may be sent. Returns how many. */
static int32_t find_moving_units(struct ems_sim *sim)
{
    const struct ems_world *w = &sim->world;
    int32_t homeward = find_homeward(sim), count = 0;
    for (int32_t i = 0; i < homeward; i++)
        if (ems_vehicle_dispatchable(sim->model, w, sim->homeward[i]))
            sim->moving[count++] = ems_vehicle_location(sim->model, w, sim->homeward[i]).at;
    return count;
}

/* Not inlined into the main loop, where every other event would save registers for it. */
__attribute__((noinline)) void ems_sampler_sample(struct ems_sim *sim)
{
    int32_t moving = find_moving_units(sim);
    double people = ems_cover_now_people(&sim->covered, &sim->cover, sim->world.ready_stations.items,
                                         sim->moving, moving);
    struct ems_level_tally *t = &sim->tallies->levels;
    int64_t hour = ems_model_time_of_day(sim->model, sim->world.s.now) / EMS_HOUR;
    t->cover_samples++;
    t->cover_people_sum += people;
    t->cover_samples_hour[hour]++;
    t->cover_people_hour[hour] += people;
    ems_time next = sim->world.s.now + EVERY;
    sim->world.s.next_sample = next < sim->window_end ? next : EMS_NEVER;
}
