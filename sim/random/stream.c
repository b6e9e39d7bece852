#include "random/stream.h"

#include <Random123/philox.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct ems_stream_seed ems_stream_seed(uint64_t seed, uint64_t replication)
{
    philox4x32_ctr_t counter = {
        {(uint32_t)replication, (uint32_t)(replication >> 32), 0x656d7331u, 0x32300000u}};
    philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    philox4x32_ctr_t mixed = philox4x32(counter, key);
    return (struct ems_stream_seed){{mixed.v[0], mixed.v[1]}};
}

#ifdef __SSE2__
/* One round multiplies the first and the third word, and a processor can do both at once: half the
 * instructions of the plain form. */
struct ems_block ems_philox(struct ems_block counter, struct ems_stream_seed seed)
{
    const __m128i factors = _mm_set_epi32(0, (int)PHILOX_M4x32_1, 0, (int)PHILOX_M4x32_0);
    const __m128i steps = _mm_set_epi32(0, (int)PHILOX_W32_1, 0, (int)PHILOX_W32_0);
    __m128i words = _mm_set_epi64x((int64_t)counter.half[1], (int64_t)counter.half[0]);
    __m128i key = _mm_set_epi64x((int64_t)seed.key[1], (int64_t)seed.key[0]);
    for (int round = 0; round < PHILOX4x32_DEFAULT_ROUNDS; round++) {
        __m128i products = _mm_mul_epu32(words, factors), others = _mm_srli_epi64(words, 32);
        __m128i crossed = _mm_shuffle_epi32(products, _MM_SHUFFLE(0, 1, 2, 3));
        words = _mm_xor_si128(crossed, _mm_xor_si128(others, key));
        key = _mm_add_epi32(key, steps);
    }
    __m128i last = _mm_unpackhi_epi64(words, words);
    return (struct ems_block){{(uint64_t)_mm_cvtsi128_si64(words), (uint64_t)_mm_cvtsi128_si64(last)}};
}
#else
struct ems_block ems_philox(struct ems_block counter, struct ems_stream_seed seed)
{
    philox4x32_ctr_t words = {{(uint32_t)counter.half[0], (uint32_t)(counter.half[0] >> 32),
                               (uint32_t)counter.half[1], (uint32_t)(counter.half[1] >> 32)}};
    philox4x32_key_t key = {{seed.key[0], seed.key[1]}};
    words = philox4x32(words, key);
    return (struct ems_block){
        {(uint64_t)words.v[1] << 32 | words.v[0], (uint64_t)words.v[3] << 32 | words.v[2]}};
}
#endif

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
