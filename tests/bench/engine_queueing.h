/* The hold model and an M/M/c queue on the simulator's own event queue (des/queue.h), beside bare/queueing.h:
 * the same models in whole microseconds, with cancellable slots. `keyed` draws each variate from its own
 * keyed stream (random/stream.h), as the simulator does; else from the bare loop's generator. */
#ifndef EMS_TESTS_ENGINE_QUEUEING_H
#define EMS_TESTS_ENGINE_QUEUEING_H

#include <stdbool.h>

#include "bench/bare/queueing.h"

struct bare_queueing_result engine_hold(int32_t pending, int64_t operations, uint64_t seed);
struct bare_queueing_result engine_mmc(int32_t servers, double load, int64_t customers, uint64_t seed,
                                       bool keyed);

#endif
