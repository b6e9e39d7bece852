/* A small network in memory for the tests of its file: a ring of nodes both ways, with chords. */
#ifndef EMS_TESTS_ROAD_SMALL_NETWORK_H
#define EMS_TESTS_ROAD_SMALL_NETWORK_H

#include "support/check.h"

#include "road/network_format.h"
#include "road/raw.h"

struct small_network {
    struct ems_arena arena;
    struct ems_network network; /* as made */
};

static inline void small_network_arc(struct ems_raw_network *raw, int32_t from, int32_t to)
{
    struct ems_raw_arc arc = {.from = from,
                              .to = to,
                              .length_m = 100 + from,
                              .time_s = {5 + to, 7 + to},
                              .road_class = (uint8_t)((from + to) % 2)};
    assert_true(EMS_PUSH(&raw->arcs, arc));
}

static inline void small_network_make(struct small_network *small)
{
    enum { NODES = 9 };
    struct ems_raw_network raw = {.coordinates = EMS_COORD_WGS84};
    struct ems_diags diags = {0};
    struct ems_raw_report report;
    *small = (struct small_network){0};
    ems_raw_class(&raw, "primary");
    ems_raw_class(&raw, "路");
    for (int32_t i = 0; i < NODES; i++) {
        struct ems_raw_node node = {.id = 100 + i, .at = {120 + i / 100.0, 30 - i / 50.0}, .access = i != 3};
        assert_true(EMS_PUSH(&raw.nodes, node));
        small_network_arc(&raw, i, (i + 1) % NODES);
        small_network_arc(&raw, (i + 1) % NODES, i);
    }
    small_network_arc(&raw, 0, 4);
    small_network_arc(&raw, 2, 7);
    check_ok(ems_network_make(&raw, &small->arena, &diags, &report, &small->network));
    ems_raw_free(&raw);
    ems_diags_free(&diags);
}

/* A copy of the bytes that may be changed; free() it. */
static inline unsigned char *small_network_copy(const struct small_network *small)
{
    unsigned char *bytes = malloc(small->network.size);
    assert_true(bytes != NULL);
    memcpy(bytes, small->network.bytes, small->network.size);
    return bytes;
}

/* Makes the checksum fit what the bytes say now. */
static inline void small_network_seal(unsigned char *bytes, size_t size)
{
    uint64_t hash = ems_network_hash(bytes, size);
    memcpy(bytes + offsetof(struct ems_network_header, hash), &hash, sizeof hash);
}

#endif
