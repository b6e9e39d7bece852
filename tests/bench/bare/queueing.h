/* Bare, hard-coded loops for the event list alone: the hold model (Jones 1986: take the earliest event, put
 * one back an exponential time later) and an M/M/c queue. */
#ifndef EMS_TESTS_BARE_QUEUEING_H
#define EMS_TESTS_BARE_QUEUEING_H

#include <stdint.h>

struct bare_queueing_result {
    int64_t events;
    double seconds;
    double figure; /* hold: the last moment; M/M/c: mean wait in mean services */
};

struct bare_queueing_result bare_hold(int32_t pending, int64_t operations, uint64_t seed);
/* `load` is per server; served first come first served. */
struct bare_queueing_result bare_mmc(int32_t servers, double load, int64_t customers, uint64_t seed);

#endif
