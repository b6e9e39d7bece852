/* Bytes that may be a prepared road network: refused with a message, or let in and searched. They are tried
 * as they are, with a checksum that fits, and as changes to a good network (place, place, value), so that
 * what lies behind the checksum is reached too. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "road/metric.h"
#include "road/network_format.h"
#include "road/raw.h"
#include "support/ways.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void search(const struct ems_network *n)
{
    struct ems_arena arena = {0};
    struct ems_road_metric metric;
    int32_t step = 1 + n->node_count / 10;
    for (int mode = 0; mode < EMS_MODES; mode++) {
        if (ems_road_metric_build(n, n->time_us[mode], &arena, &metric) != EMS_OK) break;
        for (int32_t from = 0; from < n->node_count; from += step) {
            for (int32_t to = 0; to < n->node_count; to += step) {
                struct ems_road_path path = {0};
                ems_time time = ems_road_time(&metric, from, to);
                if (ems_road_path(&metric, from, to, &path) != EMS_OK || path.total != time) __builtin_trap();
                if (test_way_at(&metric, from, to, time / 2).total != time) __builtin_trap();
                ems_road_path_free(&path);
            }
        }
    }
    ems_arena_free(&arena);
}

static void try_bytes(const unsigned char *bytes, size_t size)
{
    struct ems_diags diags = {0};
    struct ems_network network;
    enum ems_status status = ems_network_read(bytes, size, (struct ems_place_in_file){"fuzz.yaml", 1, 1}, "",
                                              "fuzz.roads", &diags, &network);
    if (status == EMS_OK)
        search(&network);
    else if (diags.errors == 0)
        __builtin_trap();
    ems_diags_free(&diags);
}

static void seal(unsigned char *bytes, size_t size)
{
    struct ems_network_header header = {0};
    if (size < sizeof header) return;
    memcpy(&header, bytes, sizeof header);
    memcpy(header.magic, EMS_ROAD_MAGIC, sizeof header.magic);
    header.format = EMS_ROAD_FORMAT;
    header.byte_order = EMS_ROAD_BYTE_ORDER;
    header.size = size;
    memcpy(bytes, &header, sizeof header);
    header.hash = ems_network_hash(bytes, size);
    memcpy(bytes, &header, sizeof header);
}

/* A ladder: two ways beside each other, with rungs. */
static enum ems_status make_good(struct ems_arena *arena, struct ems_network *out)
{
    enum { NODES = 12 };
    struct ems_raw_network raw = {.coordinates = EMS_COORD_PLANE};
    struct ems_raw_report report;
    struct ems_diags diags = {0};
    bool good = ems_raw_class(&raw, "road") == 0;
    for (int32_t i = 0; i < NODES; i++) {
        struct ems_raw_node node = {.id = i, .at = {i / 2 * 100, i % 2 * 100}, .access = 1};
        good = good && EMS_PUSH(&raw.nodes, node);
        for (int32_t to = i - 2; to <= i + 2; to++) {
            struct ems_raw_arc arc = {.from = i, .to = to, .length_m = 100, .time_s = {10 + i, 12}};
            if (to >= 0 && to < NODES && to != i) good = good && EMS_PUSH(&raw.arcs, arc);
        }
    }
    enum ems_status status = good ? ems_network_make(&raw, arena, &diags, &report, out) : EMS_NO_MEMORY;
    ems_raw_free(&raw);
    ems_diags_free(&diags);
    return status;
}

static void try_changes(const uint8_t *data, size_t size)
{
    struct ems_arena arena = {0};
    struct ems_network network;
    unsigned char *bytes = NULL;
    if (make_good(&arena, &network) == EMS_OK) bytes = malloc(network.size);
    if (bytes != NULL) {
        memcpy(bytes, network.bytes, network.size);
        for (size_t i = 0; i + 3 <= size; i += 3)
            bytes[((size_t)data[i] << 8 | data[i + 1]) % network.size] = data[i + 2];
        seal(bytes, network.size);
        try_bytes(bytes, network.size);
    }
    free(bytes);
    ems_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *bytes = malloc(size + 1);
    if (bytes == NULL) return 0;
    if (size > 0) memcpy(bytes, data, size);
    try_bytes(bytes, size);
    seal(bytes, size);
    try_bytes(bytes, size);
    free(bytes);
    try_changes(data, size);
    return 0;
}
