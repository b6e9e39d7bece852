#include "coverage/offsets.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "model/ids.h"

enum { PLACES_MAX = 64 };

/* The square of a distance in steps, held to what the sum of two squares of 16 bits may be. */
static int32_t square_of(double steps)
{
    if (steps <= 0) return 0;
    return steps * steps < INT32_MAX ? (int32_t)(steps * steps) : INT32_MAX;
}

struct ems_offset_limits ems_offset_limits(const struct ems_offset_raster *raster, double radius_m)
{
    double steps = radius_m * raster->steps_a_metre;
    return (struct ems_offset_limits){square_of(steps - 1.5), square_of(steps + 1.5) + 1};
}

static int32_t take_list(struct ems_offset_lists *lists, const struct ems_offset *list, int32_t count)
{
    int32_t first = lists->items.count;
    for (int32_t i = 0; i < count; i++)
        if (!EMS_PUSH(&lists->items, list[i])) return EMS_NONE;
    if (lists->list_count < EMS_OFFSETS_SHARED) lists->first[lists->list_count++] = first;
    return first;
}

int32_t ems_offset_list(struct ems_offset_lists *lists, const struct ems_offset_raster *raster,
                        const struct ems_point *points, int32_t count, struct ems_spot centre)
{
    struct ems_offset list[PLACES_MAX] = {0};
    int32_t filled = (count + EMS_OFFSETS_STRIDE - 1) / EMS_OFFSETS_STRIDE * EMS_OFFSETS_STRIDE;
    for (int32_t i = 0; i < count; i++) {
        struct ems_spot spot = ems_offset_spot(raster, points[i]);
        list[i] = (struct ems_offset){(int16_t)(spot.x - centre.x), (int16_t)(spot.y - centre.y)};
    }
    for (int32_t i = 0; i < lists->list_count; i++) {
        int32_t first = lists->first[i];
        if (first + filled <= lists->items.count &&
            memcmp(&lists->items.items[first], list, (size_t)filled * sizeof *list) == 0)
            return first;
    }
    return take_list(lists, list, filled);
}

#ifdef __SSE2__
/* Bits of the four times four squares that are below the limit. */
static inline uint64_t below(const __m128i *squares, int32_t limit)
{
    __m128i most = _mm_set1_epi32(limit);
    __m128i low = _mm_packs_epi32(_mm_cmpgt_epi32(most, squares[0]), _mm_cmpgt_epi32(most, squares[1]));
    __m128i high = _mm_packs_epi32(_mm_cmpgt_epi32(most, squares[2]), _mm_cmpgt_epi32(most, squares[3]));
    return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_packs_epi16(low, high));
}

/* Of sixteen. One instruction multiplies and adds for four offsets. */
static inline struct ems_offset_answer stride_within(const struct ems_offset *list, struct ems_offset from,
                                                     struct ems_offset_limits limits)
{
    __m128i squares[4],
        centre = _mm_set1_epi32((int32_t)((uint32_t)(uint16_t)from.y << 16 | (uint16_t)from.x));
    for (int i = 0; i < 4; i++) {
        __m128i offsets = _mm_loadu_si128((const __m128i *)(const void *)(list + 4 * i));
        __m128i apart = _mm_sub_epi16(offsets, centre);
        squares[i] = _mm_madd_epi16(apart, apart);
    }
    return (struct ems_offset_answer){below(squares, limits.surely), below(squares, limits.perhaps)};
}
#else
static inline struct ems_offset_answer stride_within(const struct ems_offset *list, struct ems_offset from,
                                                     struct ems_offset_limits limits)
{
    struct ems_offset_answer out = {0, 0};
    for (int i = 0; i < EMS_OFFSETS_STRIDE; i++) {
        int32_t dx = list[i].x - from.x, dy = list[i].y - from.y;
        out.surely |= (uint64_t)(dx * dx + dy * dy < limits.surely) << i;
        out.perhaps |= (uint64_t)(dx * dx + dy * dy < limits.perhaps) << i;
    }
    return out;
}
#endif

struct ems_offset_answer ems_offsets_within(const struct ems_offset *list, struct ems_offset from,
                                            struct ems_offset_limits limits, uint64_t among)
{
    struct ems_offset_answer out = {0, 0};
    for (int shift = 0; shift < PLACES_MAX && among >> shift != 0; shift += EMS_OFFSETS_STRIDE) {
        struct ems_offset_answer stride = stride_within(list + shift, from, limits);
        out.surely |= stride.surely << shift;
        out.perhaps |= stride.perhaps << shift;
    }
    return (struct ems_offset_answer){out.surely & among, out.perhaps & among};
}
