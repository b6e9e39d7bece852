/* The bare loops' random numbers: xoshiro256++ (Blackman and Vigna 2019) and ziggurat variates (Marsaglia and
 * Tsang 2000, 256 layers). One sequence, no keys: the least that a simulation can pay for chance. Everything
 * is in a value that the caller holds; bare_rng_init fills the tables. */
#ifndef EMS_TESTS_BARE_RNG_H
#define EMS_TESTS_BARE_RNG_H

#include <math.h>
#include <stdint.h>

enum { BARE_LAYERS = 256 };

/* Right edges and heights of the layers of a falling density, highest edge first. */
struct bare_ziggurat {
    double edge[BARE_LAYERS + 1], height[BARE_LAYERS + 1];
};

struct bare_rng {
    uint64_t word[4];
    struct bare_ziggurat exponential, normal;
};

void bare_rng_init(struct bare_rng *rng, uint64_t seed);

#define BARE_EXPONENTIAL_TAIL 7.69711747013104972
#define BARE_NORMAL_TAIL 3.6541528853610088

static inline uint64_t bare_rotate(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static inline uint64_t bare_bits(struct bare_rng *rng)
{
    uint64_t *w = rng->word, out = bare_rotate(w[0] + w[3], 23) + w[0], shifted = w[1] << 17;
    w[2] ^= w[0];
    w[3] ^= w[1];
    w[1] ^= w[2];
    w[0] ^= w[3];
    w[2] ^= shifted;
    w[3] = bare_rotate(w[3], 45);
    return out;
}

static inline double bare_fraction(uint64_t bits)
{
    return (double)(bits >> 11) * 0x1p-53;
}

static inline double bare_uniform(struct bare_rng *rng)
{
    return bare_fraction(bare_bits(rng));
}

/* Whether (x, a height drawn in layer i) lies under the density, whose value at x is `density`. */
static inline int bare_under(struct bare_rng *rng, const struct bare_ziggurat *z, int i, double density)
{
    return z->height[i] + (z->height[i + 1] - z->height[i]) * bare_uniform(rng) < density;
}

static inline double bare_exponential(struct bare_rng *rng)
{
    const struct bare_ziggurat *z = &rng->exponential;
    double start = 0;
    for (;;) {
        uint64_t bits = bare_bits(rng);
        int i = (int)(bits & 255);
        double x = bare_fraction(bits) * z->edge[i];
        if (__builtin_expect(x < z->edge[i + 1], 1)) return start + x;
        if (i == 0)
            start += BARE_EXPONENTIAL_TAIL; /* the tail is the same density again */
        else if (bare_under(rng, z, i, exp(-x)))
            return start + x;
    }
}

/* Beyond the last edge, by Marsaglia's method. */
static inline double bare_normal_tail(struct bare_rng *rng)
{
    double x, y;
    do {
        x = bare_exponential(rng) / BARE_NORMAL_TAIL;
        y = bare_exponential(rng);
    } while (2 * y < x * x);
    return BARE_NORMAL_TAIL + x;
}

static inline double bare_normal(struct bare_rng *rng)
{
    const struct bare_ziggurat *z = &rng->normal;
    for (;;) {
        uint64_t bits = bare_bits(rng);
        int i = (int)(bits & 255);
        double sign = bits & 256 ? -1 : 1, x = bare_fraction(bits) * z->edge[i];
        if (__builtin_expect(x < z->edge[i + 1], 1)) return sign * x;
        if (i == 0) return sign * bare_normal_tail(rng);
        if (bare_under(rng, z, i, exp(-0.5 * x * x))) return sign * x;
    }
}

static inline double bare_lognormal(struct bare_rng *rng, double mu, double sigma)
{
    return exp(mu + sigma * bare_normal(rng));
}

#endif
