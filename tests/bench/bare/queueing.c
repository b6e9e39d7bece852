#include "bench/bare/queueing.h"

#include <stdlib.h>

#include "bench/bare/heap.h"
#include "bench/bare/line.h"
#include "bench/bare/rng.h"
#include "bench/timing.h"

struct bare_queueing_result bare_hold(int32_t pending, int64_t operations, uint64_t seed)
{
    struct bare_rng rng;
    struct bare_heap heap = {0};
    bare_rng_init(&rng, seed);
    for (int32_t i = 0; i < pending; i++) bare_heap_push(&heap, bare_exponential(&rng), (uint32_t)i);
    double start = bench_cpu_seconds(), now = 0;
    for (int64_t i = 0; i < operations; i++) {
        bare_key key = bare_heap_pop(&heap);
        now = bare_key_time(key);
        bare_heap_push(&heap, now + bare_exponential(&rng), bare_key_slot(key));
    }
    double seconds = bench_cpu_seconds() - start;
    free(heap.keys);
    return (struct bare_queueing_result){operations, seconds, now};
}

struct bare_queueing_result bare_mmc(int32_t servers, double load, int64_t customers, uint64_t seed)
{
    enum { ARRIVAL = 0, DEPARTURE = 1 };
    struct bare_rng rng;
    struct bare_heap heap = {0};
    struct bare_line waiting = {0};
    bare_rng_init(&rng, seed);
    double gap = 1 / (load * servers), waits = 0, start = bench_cpu_seconds();
    int64_t served = 0, events = 0;
    int32_t busy = 0;
    bare_heap_push(&heap, gap * bare_exponential(&rng), ARRIVAL);
    while (served < customers) {
        bare_key key = bare_heap_pop(&heap);
        double now = bare_key_time(key);
        events++;
        if (bare_key_slot(key) == ARRIVAL) {
            bare_heap_push(&heap, now + gap * bare_exponential(&rng), ARRIVAL);
            if (busy == servers) {
                bare_line_push(&waiting, now);
                continue;
            }
            busy++;
        } else {
            served++;
            if (waiting.count == 0) {
                busy--;
                continue;
            }
            waits += now - bare_line_pop(&waiting);
        }
        bare_heap_push(&heap, now + bare_exponential(&rng), DEPARTURE);
    }
    double seconds = bench_cpu_seconds() - start;
    free(heap.keys);
    free(waiting.rang);
    return (struct bare_queueing_result){events, seconds, waits / (double)customers};
}
