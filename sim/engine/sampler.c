/* Dynamic cover, sampled every ten minutes inside the window: the people in the service radius of a station
 * that can send a crewed vehicle, or of one on its way home. Samples are taken down and reckoned a few at a
 * time: code and tables are then at hand for all but the first. Whoever looks at the simulation from outside
 * finds all reckoned. */
#include <string.h>

#include "engine/fetch.h"
#include "engine/internal.h"

enum { TAKEN_TOGETHER = 16 };
static const ems_time EVERY = 10 * EMS_MINUTE;

enum ems_status ems_sampler_init(struct ems_sim *sim)
{
    enum ems_status status = ems_cover_map_build(sim->model, &sim->arena, &sim->cover);
    sim->has_cover = status == EMS_OK && sim->cover.patch_count > 0;
    if (!sim->has_cover) return status;
    struct ems_sampler *s = &sim->sampler;
    s->samples = EMS_NEW_ARRAY(&sim->arena, struct ems_cover_sample, TAKEN_TOGETHER);
    s->ready = EMS_NEW_ARRAY(&sim->arena, uint64_t, (int64_t)TAKEN_TOGETHER * sim->cover.words);
    bool done = s->samples && s->ready && EMS_RESERVE(&s->moving, 1) &&
                ems_cover_now_init(&s->covered, &sim->cover, &sim->arena);
    return done ? EMS_OK : EMS_NO_MEMORY;
}

void ems_sampler_begin(struct ems_sim *sim)
{
    ems_sampler_forget(sim);
    sim->world.s.next_sample = sim->has_cover ? sim->window_start : EMS_NEVER;
}

void ems_sampler_forget(struct ems_sim *sim)
{
    sim->sampler.count = sim->sampler.moving.count = 0;
}

/* What is asked of vehicles on their way home is far away in memory in a large city: all of it is asked for
 * ahead. */
static void fetch_homeward(const struct ems_world *w)
{
    for (int32_t word = 0; word < w->homeward.count; word++)
        for (uint64_t left = w->homeward.items[word]; left != 0; left &= left - 1) {
            const struct ems_vehicle_state *vehicle = &w->vehicles.items[64 * word + __builtin_ctzll(left)];
            ems_fetch(&vehicle->trip);
            ems_fetch(&vehicle->status);
        }
    for (int32_t word = 0; word < w->homeward.count; word++)
        for (uint64_t left = w->homeward.items[word]; left != 0; left &= left - 1)
            ems_fetch(&w->crews.items[w->vehicles.items[64 * word + __builtin_ctzll(left)].crew]);
}

/* Where vehicles on their way home are now that may be sent. False: memory is out. */
static bool find_moving_units(struct ems_sim *sim)
{
    const struct ems_world *w = &sim->world;
    if (sim->is_large) fetch_homeward(w);
    for (int32_t word = 0; word < w->homeward.count; word++)
        for (uint64_t left = w->homeward.items[word]; left != 0; left &= left - 1) {
            ems_vehicle_id v = 64 * word + __builtin_ctzll(left);
            if (!ems_vehicle_dispatchable(sim->model, w, v)) continue;
            struct ems_point at = ems_vehicle_location(sim->model, w, v).at;
            if (!EMS_PUSH(&sim->sampler.moving, at)) return false;
        }
    return true;
}

/* Not inlined into the main loop, where every other event would save registers for it. */
__attribute__((noinline)) void ems_sampler_sample(struct ems_sim *sim)
{
    struct ems_sampler *s = &sim->sampler;
    ems_time now = sim->world.s.now, next = now + EVERY;
    int32_t words = sim->cover.words, before = s->moving.count;
    sim->world.s.next_sample = next < sim->window_end ? next : EMS_NEVER;
    if (!find_moving_units(sim)) {
        ems_fail(sim, EMS_NO_MEMORY, NULL);
        return;
    }
    memcpy(s->ready + (ptrdiff_t)s->count * words, sim->world.ready_stations.items,
           (size_t)words * sizeof *s->ready);
    s->samples[s->count++] = (struct ems_cover_sample){now, s->moving.count - before};
    if (s->count == TAKEN_TOGETHER) ems_sampler_reckon(sim);
}

static void add_sample(struct ems_sim *sim, ems_time at, double people)
{
    struct ems_level_tally *t = &sim->tallies->levels;
    int64_t hour = ems_model_time_of_day(sim->model, at) / EMS_HOUR;
    t->cover_samples++;
    t->cover_people_sum += people;
    t->cover_samples_hour[hour]++;
    t->cover_people_hour[hour] += people;
}

void ems_sampler_reckon(struct ems_sim *sim)
{
    struct ems_sampler *s = &sim->sampler;
    const struct ems_point *moving = s->moving.items;
    for (int32_t i = 0; i < s->count; i++) {
        const uint64_t *ready = s->ready + (ptrdiff_t)i * sim->cover.words;
        int32_t count = s->samples[i].moving_count;
        add_sample(sim, s->samples[i].at,
                   ems_cover_now_people(&s->covered, &sim->cover, ready, moving, count));
        moving += count;
    }
    ems_sampler_forget(sim);
}
