#include "bench/engine_queueing.h"

#include <stdlib.h>

#include "bench/bare/line.h"
#include "bench/bare/rng.h"
#include "bench/timing.h"
#include "des/queue.h"
#include "random/stream.h"

/* Mean service: long enough that rounding to microseconds does not show. */
#define MEAN_US 1e7

struct bare_queueing_result engine_hold(int32_t pending, int64_t operations, uint64_t seed)
{
    struct bare_rng rng;
    struct ems_queue queue = {0};
    bare_rng_init(&rng, seed);
    for (int32_t i = 0; i < pending; i++)
        if (!ems_queue_schedule(&queue, i, (ems_time)(MEAN_US * bare_exponential(&rng)), 0)) abort();
    double start = bench_cpu_seconds();
    ems_time now = 0;
    for (int64_t i = 0; i < operations; i++) {
        int32_t slot = ems_queue_pop(&queue, &now);
        if (!ems_queue_schedule(&queue, slot, now + (ems_time)(MEAN_US * bare_exponential(&rng)), 0)) abort();
    }
    double seconds = bench_cpu_seconds() - start;
    ems_queue_free(&queue);
    return (struct bare_queueing_result){operations, seconds, (double)now / MEAN_US};
}

struct mmc {
    struct ems_queue queue;
    struct bare_rng rng;
    struct ems_stream_seed seed;
    struct bare_line waiting;
    int32_t *free_servers; /* a stack */
    int32_t free_count;
    uint32_t arrivals, services;
    double gap_us;
    bool keyed;
};

static inline double exponential(struct mmc *m, uint32_t index, enum ems_draw draw)
{
    if (!m->keyed) return bare_exponential(&m->rng);
    struct ems_stream stream =
        ems_stream(&m->seed, (struct ems_draw_key){.index = index, .draw = (uint8_t)draw});
    return ems_stream_exponential(&stream);
}

static inline void plan_arrival(struct mmc *m, ems_time now)
{
    ems_time gap = (ems_time)(m->gap_us * exponential(m, m->arrivals++, EMS_DRAW_ARRIVAL));
    if (!ems_queue_schedule(&m->queue, 0, now + gap, 0)) abort();
}

static inline void serve(struct mmc *m, ems_time now, int32_t server)
{
    ems_time service = (ems_time)(MEAN_US * exponential(m, m->services++, EMS_DRAW_SCENE));
    if (!ems_queue_schedule(&m->queue, server, now + service, 0)) abort();
}

struct bare_queueing_result engine_mmc(int32_t servers, double load, int64_t customers, uint64_t seed,
                                       bool keyed)
{
    struct mmc m = {.seed = ems_stream_seed(seed, 0), .gap_us = MEAN_US / (load * servers), .keyed = keyed};
    bare_rng_init(&m.rng, seed);
    m.free_servers = calloc((size_t)servers, sizeof *m.free_servers);
    if (!m.free_servers) abort();
    for (int32_t i = 0; i < servers; i++) m.free_servers[m.free_count++] = i + 1; /* slot 0: arrivals */
    double waits = 0, start = bench_cpu_seconds();
    int64_t served = 0, events = 0;
    plan_arrival(&m, 0);
    while (served < customers) {
        ems_time now;
        int32_t slot = ems_queue_pop(&m.queue, &now);
        events++;
        if (slot == 0) {
            plan_arrival(&m, now);
            if (m.free_count > 0)
                serve(&m, now, m.free_servers[--m.free_count]);
            else
                bare_line_push(&m.waiting, (double)now);
            continue;
        }
        served++;
        if (m.waiting.count > 0) {
            waits += (double)now - bare_line_pop(&m.waiting);
            serve(&m, now, slot);
        } else {
            m.free_servers[m.free_count++] = slot;
        }
    }
    double seconds = bench_cpu_seconds() - start;
    ems_queue_free(&m.queue);
    free(m.free_servers);
    free(m.waiting.rang);
    return (struct bare_queueing_result){events, seconds, waits / (double)customers / MEAN_US};
}
