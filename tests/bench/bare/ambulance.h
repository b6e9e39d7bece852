/* A bare, hard-coded ambulance simulation, the yardstick of the engine's speed: Poisson calls by quadrant,
 * lognormal call-taking, turnout, scene and handover times, exponential cleaning, 80 % taken to the nearest
 * hospital, three priorities first come first served. The vehicle with the least expected turnout and driving
 * time goes, a returning one from where it is, without turnout. 60 km/h on straight lines. Response times go
 * into a histogram of the call's quadrant. Nothing can be configured, recorded, restored or checked. */
#ifndef EMS_TESTS_BARE_AMBULANCE_H
#define EMS_TESTS_BARE_AMBULANCE_H

#include "bench/bare/city.h"

/* What both the bare loop and the engine's scenario play; minutes, logs of minutes. */
#define BARE_TALK_MU 0.2
#define BARE_TALK_SIGMA 0.5
#define BARE_TURNOUT_MU (-0.2)
#define BARE_TURNOUT_SIGMA 0.5
#define BARE_SCENE_MU 2.9
#define BARE_SCENE_SIGMA 0.45
#define BARE_HANDOVER_MU 2.8
#define BARE_HANDOVER_SIGMA 0.5
#define BARE_CLEANING_MEAN 3.0
#define BARE_TRANSPORT 0.8
#define BARE_PRIORITY_1 0.3
#define BARE_PRIORITY_2 0.4

struct bare_result {
    int64_t calls, events, stale, waited,
        on_the_way; /* reached; events played; dropped; queued; sent while returning */
    int64_t within_8;
    double utilisation, mean_response; /* order to free; minutes */
    double seconds;                    /* processor time after the warm-up tenth */
};

/* Plays until `calls` calls are reached; `load` is the utilisation aimed at. Figures leave out the first
 * tenth. */
struct bare_result bare_ambulance_run(const struct bare_city *city, int64_t calls, double calls_per_minute,
                                      uint64_t seed);

#endif
