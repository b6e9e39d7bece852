/* The engine on a scenario, timed as users run it: scenario loader, keyed streams, call centre, statistics.
 */
#ifndef EMS_TESTS_ENGINE_AMBULANCE_H
#define EMS_TESTS_ENGINE_AMBULANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ems_scenario;

struct engine_result {
    int64_t calls, events, candidates; /* after the warm-up: phone calls, events, vehicles looked at */
    double seconds;                    /* processor time after the warm-up */
    double utilisation, waited, mean_response; /* order to free; share that waited for a vehicle; minutes */
};

/* Prints diagnostics and returns NULL when the text is not a scenario. Free with ems_scenario_free. */
struct ems_scenario *engine_load(const char *text, size_t length);
/* Plays replication `replication`, with dynamic cover sampled every ten minutes or without. Aborts when the
 * engine fails. */
struct engine_result engine_run(const struct ems_scenario *scenario, int64_t replication, bool with_cover);

#endif
