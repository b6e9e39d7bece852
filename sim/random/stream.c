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
    return ems_stream_seed_of(mixed.v);
}

/* Round r adds key_r, the key plus r steps, to the words that it multiplied the others into (the first and
 * the third of what it leaves behind), which were the second and fourth before: so key_r may as well be added
 * there one round earlier. Two rounds then share one addition. */
struct ems_stream_seed ems_stream_seed_of(const uint32_t key[2])
{
    struct ems_stream_seed seed = {.key = {key[0], key[1]}};
    const uint32_t steps[2] = {PHILOX_W32_0, PHILOX_W32_1};
    for (uint32_t round = 0; round < PHILOX4x32_DEFAULT_ROUNDS; round++)
        for (int half = 0; half < 2; half++) {
            uint64_t word = key[half] + round * steps[half];
            seed.rounds[(round + 1) / 2].half[half] |= round % 2 == 0 ? word << 32 : word;
        }
    return seed;
}

#ifdef __SSE2__
/* One round multiplies the first and the third word, and a processor can do both at once: half the
 * instructions of the plain form. */
static inline __m128i half_round(__m128i words)
{
    const __m128i factors = _mm_set_epi32(0, (int)PHILOX_M4x32_1, 0, (int)PHILOX_M4x32_0);
    __m128i products = _mm_mul_epu32(words, factors), others = _mm_srli_epi64(words, 32);
    return _mm_xor_si128(_mm_shuffle_epi32(products, _MM_SHUFFLE(0, 1, 2, 3)), others);
}

static inline __m128i loaded(const struct ems_block *block)
{
    return _mm_load_si128((const __m128i *)(const void *)block);
}

void ems_philox(struct ems_block counter, const struct ems_stream_seed *seed, uint32_t out[4])
{
    /* by registers: gcc's own way is to store halves and load the whole, which the processor waits for */
    __m128i words = _mm_unpacklo_epi64(_mm_cvtsi64_si128((int64_t)counter.half[0]),
                                       _mm_cvtsi64_si128((int64_t)counter.half[1]));
    words = _mm_xor_si128(words, loaded(&seed->rounds[0]));
    for (int pair = 1; pair <= PHILOX4x32_DEFAULT_ROUNDS / 2; pair++)
        words = _mm_xor_si128(half_round(half_round(words)), loaded(&seed->rounds[pair]));
    _mm_storeu_si128((__m128i *)(void *)out, words);
}
#else
void ems_philox(struct ems_block counter, const struct ems_stream_seed *seed, uint32_t out[4])
{
    philox4x32_ctr_t words = {{(uint32_t)counter.half[0], (uint32_t)(counter.half[0] >> 32),
                               (uint32_t)counter.half[1], (uint32_t)(counter.half[1] >> 32)}};
    philox4x32_key_t key = {{seed->key[0], seed->key[1]}};
    words = philox4x32(words, key);
    memcpy(out, words.v, sizeof words.v);
}
#endif

void ems_stream_refill(struct ems_stream *stream)
{
    struct ems_stream_seed seed = ems_stream_seed_of(stream->key);
    ems_stream_fill(stream, &seed);
}

/* GSL's generator interface over a stream that lives elsewhere: the state is the stream itself. */
static void gsl_seed(void *state, unsigned long int seed)
{
    struct ems_stream_seed words = ems_stream_seed(seed, 0);
    *(struct ems_stream *)state = ems_stream(&words, (struct ems_draw_key){0});
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
