/* Bytes that may be a snapshot: refused, or taken and played on. Input that begins with a small number and a
 * byte is made into a good snapshot with that byte changed, so that what lies behind the checksum is reached
 * too. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/sim.h"
#include "scenario/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char scenario_text[] = "ems120: 1\n"
                                    "name: Fuzz\n"
                                    "clock: {start: 2025-01-01T00:00+08:00, duration: 6 h}\n"
                                    "coordinates: plane\n"
                                    "areas: [{id: a, class: urban, population: 1000,\n"
                                    "         circle: {centre: [0, 0], radius: 2 km}}]\n"
                                    "service_radius: {urban: 5 km}\n"
                                    "demand: {requests_per_day: 60}\n"
                                    "durations: {turnout: 1 min, scene: 10 min, handover: 10 min}\n"
                                    "travel: {model: straight, speed: {lights: 40 km/h, normal: 30 km/h}}\n"
                                    "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 1}}]\n"
                                    "hospitals: [{id: h, at: [0, 0]}]\n";

static void play(struct ems_sim *sim)
{
    for (int i = 0; i < 20; i++) {
        if (ems_sim_step(sim) != EMS_STEPPED) return;
    }
}

static void try_restore(struct ems_sim *sim, const uint8_t *data, size_t size)
{
    unsigned char *bytes = NULL;
    size_t length = 0;
    if (ems_sim_restore(sim, data, size) == EMS_OK) play(sim);
    if (size < 4 || ems_sim_snapshot(sim, &bytes, &length) != EMS_OK) return;
    for (size_t i = 0; i + 4 <= size && length > 0; i += 4) {
        size_t at = ((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % length;
        bytes[at] = data[i + 3];
    }
    if (ems_sim_restore(sim, bytes, length) == EMS_OK) play(sim);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    struct ems_sim *sim = NULL;
    struct ems_sim_options options = {0};
    if (ems_scenario_load_text(scenario_text, sizeof scenario_text - 1, "fuzz.yaml", "/nonexistent", NULL,
                               &diags, &scenario) != EMS_OK)
        __builtin_trap();
    if (ems_sim_create(ems_scenario_model(scenario), 1, &options, &sim) == EMS_OK) {
        play(sim);
        try_restore(sim, data, size);
    }
    ems_sim_free(sim);
    ems_scenario_free(scenario);
    ems_diags_free(&diags);
    return 0;
}
