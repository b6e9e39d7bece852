/* The state as bytes and back. A snapshot is a header, then the world's scalars and arrays in the order of
 * their list, then the tallies, and a checksum over all of it: bytes that were cut or changed are refused.
 * x86-64 byte order. */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "engine/internal.h"
#include "engine/snapshot.h"

static const char MAGIC[8] = {'E', 'M', 'S', 'S', 'N', 'A', 'P', '5'};

struct header {
    char magic[8];
    uint64_t checksum; /* of everything behind the header */
    uint64_t model;    /* hash of the scenario */
    uint64_t layout;   /* sizes of the structs: another build may differ */
    uint64_t with_tallies;
};

/* Writes into `bytes`, or only counts while `bytes` is NULL; reads from it when `reading`. */
struct cursor {
    unsigned char *bytes;
    const unsigned char *source;
    size_t used, size;
    bool reading, failed;
};

static void move(struct cursor *c, void *data, size_t size)
{
    if (c->reading) {
        if (c->size - c->used < size)
            c->failed = true;
        else if (size > 0)
            memcpy(data, c->source + c->used, size);
    } else if (c->bytes != NULL && size > 0) {
        memcpy(c->bytes + c->used, data, size);
    }
    if (!c->failed) c->used += size;
}

/* A growing array: its count, then its items. */
static void move_array(struct cursor *c, void **items, int32_t *count, int32_t *capacity, uint32_t item_size)
{
    int32_t n = *count;
    move(c, &n, sizeof n);
    if (c->reading && !c->failed) {
        if (n < 0 || (size_t)n > (c->size - c->used) / item_size ||
            !ems_array_reserve(items, capacity, n, item_size)) {
            c->failed = true;
            return;
        }
        if (*capacity > 0) memset(*items, 0, (size_t)*capacity * item_size);
        *count = n;
    }
    move(c, *items, (size_t)n * item_size);
}

#define MOVE_ARRAY(cursor, array)                                                       \
    move_array((cursor), (void **)&(array)->items, &(array)->count, &(array)->capacity, \
               sizeof *(array)->items)

static void move_world(struct cursor *c, struct ems_world *w)
{
    move(c, &w->s, sizeof w->s);
    move(c, &w->queue.sequence, sizeof w->queue.sequence);
    MOVE_ARRAY(c, &w->queue.pending);
#define EMS_X(type, name, is_state) MOVE_ARRAY(c, &w->name);
    EMS_WORLD_ARRAYS(EMS_X)
#undef EMS_X
}

static void move_sample(struct cursor *c, struct ems_sample *sample)
{
    int64_t count = c->reading ? 0 : sample->count;
    uint8_t histogram = sample->bins != NULL, sorted = sample->sorted;
    move(c, &count, sizeof count);
    move(c, &histogram, sizeof histogram);
    move(c, &sorted, sizeof sorted);
    if (c->failed) return;
    if (c->reading && !ems_sample_prepare(sample, count, histogram, sorted)) {
        c->failed = true;
        return;
    }
    if (histogram)
        move(c, sample->bins, EMS_SAMPLE_BINS * sizeof *sample->bins);
    else
        move(c, sample->values_ms, (size_t)count * sizeof *sample->values_ms);
}

static void move_group(struct cursor *c, struct ems_group_tally *group)
{
    struct ems_sample sample = group->response;
    move(c, group, sizeof *group);
    group->response = sample;
    move_sample(c, &group->response);
}

static void move_groups(struct cursor *c, struct ems_group_tally *groups, int32_t count)
{
    for (int32_t i = 0; i < count && !c->failed; i++) move_group(c, &groups[i]);
}

static void move_tallies(struct cursor *c, struct ems_tallies *t, const struct ems_model *m)
{
    int64_t *counts[] = {&t->replication, &t->simulated,        &t->received,       &t->answered,
                         &t->requests,    &t->ordered,          &t->reached,        &t->answered_10s,
                         &t->answer_base, &t->departed_180s,    &t->departure_base, &t->ordered_on_road,
                         &t->satisfied,   &t->satisfaction_base};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) move(c, counts[i], sizeof *counts[i]);
    move(c, t->outcomes, sizeof t->outcomes);
    move(c, t->parts, sizeof t->parts);
    move(c, &t->levels, sizeof t->levels);
    move(c, t->work, sizeof t->work);
    move(c, t->vehicles, (size_t)m->vehicle_count * sizeof *t->vehicles);
    move(c, t->crews, (size_t)m->crew_count * sizeof *t->crews);
    move(c, t->station_response, (size_t)m->station_count * sizeof *t->station_response);
    move(c, t->hospitals, (size_t)m->hospital_count * sizeof *t->hospitals);
    move_group(c, &t->all);
    move_groups(c, t->by_priority, EMS_PRIORITIES);
    move_groups(c, t->by_hour, 24);
    move_groups(c, t->by_class, m->class_count);
    move_groups(c, t->by_area, m->area_count + 1);
    move(c, t->by_target, (size_t)m->target_count * sizeof *t->by_target);
    for (int32_t w = 0; w < m->window_count; w++) {
        move(c, t->by_window[w].waiting, sizeof t->by_window[w].waiting);
        move_groups(c, t->by_window[w].groups, EMS_STRETCH_COUNT);
    }
}

static void move_all(struct cursor *c, struct ems_sim *sim, bool with_tallies)
{
    uint8_t flags[] = {sim->finished, sim->begun};
    move(c, flags, sizeof flags);
    if (c->reading) {
        sim->finished = flags[0] != 0;
        sim->begun = flags[1] != 0;
    }
    move_world(c, &sim->world);
    if (with_tallies) move_tallies(c, sim->tallies, sim->model);
}

static uint64_t layout_hash(const struct ems_model *m)
{
    const uint64_t sizes[] = {
        sizeof(struct ems_world_scalars), sizeof(struct ems_tallies), (uint64_t)m->vehicle_count,
        (uint64_t)m->crew_count,          (uint64_t)m->station_count, (uint64_t)m->hospital_count,
        (uint64_t)m->area_count,          (uint64_t)m->target_count,  (uint64_t)m->window_count,
#define EMS_X(type, name, is_state) sizeof(type),
        EMS_WORLD_ARRAYS(EMS_X)
#undef EMS_X
    };
    return XXH3_64bits(sizes, sizeof sizes);
}

static uint64_t model_hash(const struct ems_model *m)
{
    const char *hash = m->origin.scenario_hash;
    return hash == NULL ? 0 : XXH3_64bits(hash, strlen(hash));
}

enum ems_status ems_sim_snapshot_write(const struct ems_sim *sim, bool with_tallies, unsigned char **bytes,
                                       size_t *size)
{
    struct ems_sim copy = *sim; /* the cursor moves both ways; writing changes nothing */
    struct cursor counting = {0};
    *bytes = NULL;
    move_all(&counting, &copy, with_tallies);
    unsigned char *out = malloc(sizeof(struct header) + counting.used);
    if (out == NULL) return EMS_NO_MEMORY;
    struct cursor writing = {.bytes = out + sizeof(struct header)};
    move_all(&writing, &copy, with_tallies);
    struct header h = {.checksum = XXH3_64bits(out + sizeof h, writing.used),
                       .model = model_hash(sim->model),
                       .layout = layout_hash(sim->model),
                       .with_tallies = with_tallies};
    memcpy(h.magic, MAGIC, sizeof MAGIC);
    memcpy(out, &h, sizeof h);
    *bytes = out;
    *size = sizeof h + writing.used;
    return EMS_OK;
}

enum ems_status ems_sim_snapshot(const struct ems_sim *sim, unsigned char **bytes, size_t *size)
{
    return ems_sim_snapshot_write(sim, true, bytes, size);
}

enum ems_status ems_sim_restore(struct ems_sim *sim, const unsigned char *bytes, size_t size)
{
    struct header h;
    if (size < sizeof h) return EMS_BAD_INPUT;
    memcpy(&h, bytes, sizeof h);
    if (memcmp(h.magic, MAGIC, sizeof MAGIC) != 0 || h.model != model_hash(sim->model) ||
        h.layout != layout_hash(sim->model) || h.checksum != XXH3_64bits(bytes + sizeof h, size - sizeof h))
        return EMS_BAD_INPUT;
    struct cursor reading = {.source = bytes + sizeof h, .size = size - sizeof h, .reading = true};
    if (!h.with_tallies) ems_tallies_clear(sim->tallies, sim->model);
    move_all(&reading, sim, h.with_tallies != 0);
    if (reading.failed || reading.used != reading.size) {
        ems_fail(sim, EMS_NO_MEMORY, NULL); /* the bytes were whole: only memory can have failed */
        return EMS_NO_MEMORY;
    }
    sim->world.queue.plain = sim->world.reference;
    if (!ems_queue_rebuild(&sim->world.queue) || !ems_task_draws_forget(sim)) {
        ems_fail(sim, EMS_NO_MEMORY, NULL);
        return EMS_NO_MEMORY;
    }
    ems_sampler_forget(sim);
    if (!sim->has_cover) sim->world.s.next_sample = EMS_NEVER;
    sim->status = EMS_OK;
    sim->broken_rule = NULL;
    ems_arrivals_forget(sim);
    sim->seed = ems_stream_seed(sim->model->seed, (uint64_t)sim->world.s.replication);
    ems_foresee_end(sim);
    return EMS_OK;
}
