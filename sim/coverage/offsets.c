#include "coverage/offsets.h"

#include <math.h>
#include <string.h>

#include "model/ids.h"

enum { QUADS_MAX = 16 };

static int32_t take_quads(struct ems_offset_lists *lists, const struct ems_offsets *quads, int32_t count)
{
    int32_t first = lists->quads.count;
    for (int32_t i = 0; i < count; i++)
        if (!EMS_PUSH(&lists->quads, quads[i])) return EMS_NONE;
    if (lists->list_count < EMS_OFFSETS_SHARED) lists->first[lists->list_count++] = first;
    return first;
}

/* Nought has one sign, so that lists alike are the same bytes. */
static float whole_metres(double metres)
{
    return (float)(rint(metres) + 0.0);
}

int32_t ems_offset_list(struct ems_offset_lists *lists, const double *x_m, const double *y_m, int32_t count,
                        struct ems_point centre)
{
    struct ems_offsets quads[QUADS_MAX] = {0};
    int32_t quad_count = (count + 3) / 4;
    for (int32_t i = 0; i < 4 * quad_count; i++) {
        quads[i / 4].x_m[i % 4] = i < count ? whole_metres(x_m[i] - centre.x_m) : INFINITY;
        quads[i / 4].y_m[i % 4] = i < count ? whole_metres(y_m[i] - centre.y_m) : INFINITY;
    }
    for (int32_t i = 0; i < lists->list_count; i++) {
        int32_t first = lists->first[i];
        if (first + quad_count <= lists->quads.count &&
            memcmp(&lists->quads.items[first], quads, (size_t)quad_count * sizeof *quads) == 0)
            return first;
    }
    return take_quads(lists, quads, quad_count);
}

/* A comparison of vectors gives all bits or none. */
typedef uint32_t quad_bits __attribute__((vector_size(16)));

static inline uint32_t together(quad_bits bits)
{
    typedef uint64_t pair __attribute__((vector_size(16)));
    uint64_t two = ((pair)bits)[0] | ((pair)bits)[1];
    return (uint32_t)(two | two >> 32);
}

/* Up to 32 places. */
static inline struct ems_offset_answer within(const struct ems_offsets *quads, int32_t count,
                                              const struct ems_offset_circle *circle)
{
    quad_bits surely = {0, 0, 0, 0}, perhaps = surely, bit = {1, 2, 4, 8};
    for (int32_t i = 0; i < count; i++, bit <<= 4) {
        ems_offset_quad dx = quads[i].x_m - circle->x_m, dy = quads[i].y_m - circle->y_m;
        ems_offset_quad square = dx * dx + dy * dy;
        surely |= (quad_bits)(square < circle->surely) & bit;
        perhaps |= (quad_bits)(square < circle->perhaps) & bit;
    }
    return (struct ems_offset_answer){together(surely), together(perhaps)};
}

struct ems_offset_answer ems_offsets_within(const struct ems_offsets *quads, struct ems_offset_circle circle,
                                            uint64_t among)
{
    struct ems_offset_answer out = {0, 0};
    for (int32_t shift = 0; shift < 64 && among >> shift != 0; shift += 32) {
        uint32_t here = (uint32_t)(among >> shift);
        if (here == 0) continue;
        int32_t count = (35 - __builtin_clz(here)) / 4; /* as far as the last of them */
        struct ems_offset_answer part = within(quads + shift / 4, count, &circle);
        out.surely |= (part.surely & here) << shift;
        out.perhaps |= (part.perhaps & here) << shift;
    }
    return out;
}
