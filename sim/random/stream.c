#include "random/stream.h"

#include <Random123/philox.h>
#include <math.h>

struct ems_stream_seed ems_stream_seed(uint64_t seed, uint64_t replication)
{
    philox4x32_ctr_t counter = {
        {(uint32_t)replication, (uint32_t)(replication >> 32), 0x656d7331u, 0x32300000u}};
    philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    philox4x32_ctr_t mixed = philox4x32(counter, key);
    return (struct ems_stream_seed){{mixed.v[0], mixed.v[1]}};
}

struct ems_stream ems_stream(struct ems_stream_seed seed, struct ems_draw_key key)
{
    struct ems_stream s;
    s.counter[0] = key.index;
    s.counter[1] = key.origin;
    s.counter[2] = (uint32_t)key.role | (uint32_t)key.attempt << 16 | (uint32_t)key.draw << 24;
    s.counter[3] = 0;
    s.key[0] = seed.key[0];
    s.key[1] = seed.key[1];
    s.left = 0;
    return s;
}

static void next_block(struct ems_stream *s)
{
    philox4x32_ctr_t counter = {{s->counter[0], s->counter[1], s->counter[2], s->counter[3]}};
    philox4x32_key_t key = {{s->key[0], s->key[1]}};
    philox4x32_ctr_t out = philox4x32(counter, key);
    for (int i = 0; i < 4; i++) s->block[i] = out.v[i];
    s->counter[3]++;
    s->left = 4;
}

uint32_t ems_stream_word(struct ems_stream *stream)
{
    if (stream->left == 0) next_block(stream);
    return stream->block[--stream->left];
}

static uint64_t fifty_three_bits(struct ems_stream *stream)
{
    uint64_t high = ems_stream_word(stream) >> 5, low = ems_stream_word(stream) >> 6;
    return high << 26 | low;
}

double ems_stream_uniform(struct ems_stream *stream)
{
    return (double)fifty_three_bits(stream) * 0x1p-53;
}

double ems_stream_uniform_positive(struct ems_stream *stream)
{
    return (double)(fifty_three_bits(stream) + 1) * 0x1p-53;
}

double ems_stream_exponential(struct ems_stream *stream)
{
    return -log(ems_stream_uniform_positive(stream));
}

/* GSL's generator interface over a stream that lives elsewhere: the state is the stream itself. */
static void gsl_seed(void *state, unsigned long int seed)
{
    struct ems_stream_seed words = ems_stream_seed(seed, 0);
    *(struct ems_stream *)state = ems_stream(words, (struct ems_draw_key){0});
}

static unsigned long int gsl_word(void *state)
{
    return ems_stream_word(state);
}

static double gsl_uniform(void *state)
{
    return ems_stream_uniform(state);
}

static const gsl_rng_type philox_type = {
    .name = "philox4x32-10",
    .max = UINT32_MAX,
    .min = 0,
    .size = sizeof(struct ems_stream),
    .set = gsl_seed,
    .get = gsl_word,
    .get_double = gsl_uniform,
};

gsl_rng ems_stream_gsl(struct ems_stream *stream)
{
    return (gsl_rng){.type = &philox_type, .state = stream};
}
