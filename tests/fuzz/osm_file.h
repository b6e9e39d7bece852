/* What both fuzzers of OpenStreetMap files do with bytes: they are read into a network whose arcs join its
 * nodes, or refused with a message. */
#ifndef EMS_TESTS_FUZZ_OSM_FILE_H
#define EMS_TESTS_FUZZ_OSM_FILE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "road/osm.h"

static inline void fuzz_check_network(const struct ems_raw_network *raw)
{
    for (int32_t i = 0; i < raw->arcs.count; i++) {
        const struct ems_raw_arc *arc = &raw->arcs.items[i];
        if (arc->from < 0 || arc->from >= raw->nodes.count || arc->to < 0 || arc->to >= raw->nodes.count)
            __builtin_trap();
        if (arc->road_class >= raw->class_count || !(arc->length_m >= 0) || !isfinite(arc->time_s[0]))
            __builtin_trap();
    }
    for (int32_t i = 0; i < raw->nodes.count; i++) {
        if (!(fabs(raw->nodes.items[i].at.x) <= 180 && fabs(raw->nodes.items[i].at.y) <= 90))
            __builtin_trap();
        if (i > 0 && raw->nodes.items[i - 1].id >= raw->nodes.items[i].id) __builtin_trap();
    }
}

/* `bytes` are only read. */
static inline void fuzz_osm_file(void *bytes, size_t size)
{
    const struct ems_speeds speeds = ems_speeds_default();
    const struct ems_osm_options options = {.speeds = &speeds};
    struct ems_osm_report report;
    struct ems_raw_network raw = {0};
    struct ems_diags diags = {0};
    FILE *stream = size > 0 ? fmemopen(bytes, size, "rb") : NULL;
    if (stream == NULL) return;
    enum ems_status status = ems_osm_read_stream(stream, "fuzz", &options, &diags, &raw, &report);
    if (status != EMS_OK && status != EMS_BAD_INPUT) __builtin_trap();
    if ((status == EMS_OK) != (diags.errors == 0)) __builtin_trap();
    if (status == EMS_OK) fuzz_check_network(&raw);
    fclose(stream);
    ems_raw_free(&raw);
    ems_diags_free(&diags);
}

#endif
