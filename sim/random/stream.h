/* Counter-based random streams (Philox4x32-10, Salmon et al. 2011, from Random123). A draw is named by its
 * key, not by its place in a sequence: two scenarios with one seed draw the same value for the same thing,
 * whatever else happens, for any number of threads. Streams are values on the stack; making one costs its
 * first block. */
#ifndef EMS_RANDOM_STREAM_H
#define EMS_RANDOM_STREAM_H

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/expect.h"

/* What is drawn: part of every key. */
enum ems_draw {
    EMS_DRAW_ARRIVAL,
    EMS_DRAW_THINNING,
    EMS_DRAW_PLACE,
    EMS_DRAW_CONDITION,
    EMS_DRAW_KIND,
    EMS_DRAW_DAY,
    EMS_DRAW_PICK_UP,
    EMS_DRAW_TALK,
    EMS_DRAW_PROCESS,
    EMS_DRAW_PATIENCE,
    EMS_DRAW_REDIAL,
    EMS_DRAW_DUPLICATES,
    EMS_DRAW_CALL_BACKS,
    EMS_DRAW_CANCEL,
    EMS_DRAW_VEHICLE_PATIENCE,
    EMS_DRAW_TURNOUT,
    EMS_DRAW_TO_SCENE,
    EMS_DRAW_EMPTY,
    EMS_DRAW_SCENE,
    EMS_DRAW_TRANSPORT,
    EMS_DRAW_TO_HOSPITAL,
    EMS_DRAW_HANDOVER,
    EMS_DRAW_CLEANING,
    EMS_DRAW_HOME,
    EMS_DRAW_ABSENCE,
    EMS_DRAW_POLICY,
    EMS_DRAW_INPUT,
    EMS_DRAWS
};

/* Names one draw inside a replication. `origin` is the arrival stream (4 * area + kind of stream) or another
 * actor's number, `index` the call's number in it, `role` the vehicle's number at that call or the number of
 * a repeated call, `attempt` the number of the try. Keys are distinct for origin < 2^32, index < 2^32, role <
 * 2^16, attempt < 2^8. */
struct ems_draw_key {
    uint32_t origin, index;
    uint16_t role;
    uint8_t attempt, draw;
};

/* Four words, two and two, the lower one first. */
struct ems_block {
    uint64_t half[2];
};

/* What every stream of a replication shares: two words that mix all bits of seed and replication, and what
 * the rounds of Philox make of them (see stream.c). */
struct ems_stream_seed {
    uint32_t key[2];
    _Alignas(16) struct ems_block rounds[6];
};
struct ems_stream_seed ems_stream_seed(uint64_t seed, uint64_t replication);
struct ems_stream_seed ems_stream_seed_of(const uint32_t key[2]);

void ems_philox(struct ems_block counter, const struct ems_stream_seed *seed, uint32_t out[4]);

/* The first block is there from the beginning: hardly a draw needs more. */
struct ems_stream {
    uint32_t block[4];
    uint32_t left;   /* words of block not used yet: taken from the last to the first */
    uint32_t key[2]; /* of its seed */
    struct ems_block
        counter; /* of the next block: the name of the draw, and the block's number in the last word */
};

static inline void ems_stream_fill(struct ems_stream *stream, const struct ems_stream_seed *seed)
{
    ems_philox(stream->counter, seed, stream->block);
    stream->left = 4;
    stream->counter.half[1] += UINT64_C(1) << 32;
}

/* The next block. */
void ems_stream_refill(struct ems_stream *stream);

static inline struct ems_stream ems_stream(const struct ems_stream_seed *seed, struct ems_draw_key key)
{
    uint32_t third = (uint32_t)key.role | (uint32_t)key.attempt << 16 | (uint32_t)key.draw << 24;
    struct ems_stream stream;
    stream.counter = (struct ems_block){{(uint64_t)key.origin << 32 | key.index, third}};
    memcpy(stream.key, seed->key, sizeof stream.key);
    ems_stream_fill(&stream, seed);
    return stream;
}

/* One draw of a replication that is not otherwise needed. */
static inline struct ems_stream ems_stream_alone(uint64_t seed, uint64_t replication, struct ems_draw_key key)
{
    struct ems_stream_seed both = ems_stream_seed(seed, replication);
    return ems_stream(&both, key);
}

static inline uint32_t ems_stream_word(struct ems_stream *stream)
{
    if (ems_seldom(stream->left == 0)) ems_stream_refill(stream);
    return stream->block[--stream->left];
}

/* Uniform on the whole numbers below 2^53. */
static inline uint64_t ems_stream_53_bits(struct ems_stream *stream)
{
    uint64_t high = ems_stream_word(stream) >> 5, low = ems_stream_word(stream) >> 6;
    return high << 26 | low;
}

/* Uniform on [0, 1), 53 bits. */
static inline double ems_stream_uniform(struct ems_stream *stream)
{
    return (double)(int64_t)ems_stream_53_bits(stream) * 0x1p-53;
}

/* Uniform on (0, 1]. */
static inline double ems_stream_uniform_positive(struct ems_stream *stream)
{
    return (double)(int64_t)(ems_stream_53_bits(stream) + 1) * 0x1p-53;
}

/* Unit-mean exponential, by inversion. */
static inline double ems_stream_exponential(struct ems_stream *stream)
{
    return -log(ems_stream_uniform_positive(stream));
}

/* GSL's view of a stream: gsl_rng r = ems_stream_gsl(&stream). Valid while the stream lives. */
gsl_rng ems_stream_gsl(struct ems_stream *stream);

#endif
