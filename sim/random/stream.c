#include "random/stream.h"

#include <Random123/philox.h>

struct ems_stream_seed ems_stream_seed(uint64_t seed, uint64_t replication)
{
    philox4x32_ctr_t counter = {
        {(uint32_t)replication, (uint32_t)(replication >> 32), 0x656d7331u, 0x32300000u}};
    philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    philox4x32_ctr_t mixed = philox4x32(counter, key);
    return (struct ems_stream_seed){{mixed.v[0], mixed.v[1]}};
}

void ems_stream_next_block(struct ems_stream *s)
{
    philox4x32_ctr_t counter = {{s->counter[0], s->counter[1], s->counter[2], s->counter[3]}};
    philox4x32_key_t key = {{s->key[0], s->key[1]}};
    philox4x32_ctr_t out = philox4x32(counter, key);
    for (int i = 0; i < 4; i++) s->block[i] = out.v[i];
    s->counter[3]++;
    s->left = 4;
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
