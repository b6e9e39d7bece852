#include "bench/bare/rng.h"

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static double exponential_density(double x)
{
    return exp(-x);
}
static double exponential_inverse(double y)
{
    return -log(y);
}
static double normal_density(double x)
{
    return exp(-0.5 * x * x);
}
static double normal_inverse(double y)
{
    return sqrt(-2 * log(y));
}

/* Layers of equal area `volume`; the lowest one holds the tail beyond `tail` too. */
static void fill(struct bare_ziggurat *z, double tail, double volume, double (*density)(double),
                 double (*inverse)(double))
{
    z->edge[0] = volume / density(tail);
    z->edge[1] = tail;
    for (int i = 1; i < BARE_LAYERS - 1; i++)
        z->edge[i + 1] = inverse(volume / z->edge[i] + density(z->edge[i]));
    z->edge[BARE_LAYERS] = 0;
    for (int i = 0; i <= BARE_LAYERS; i++) z->height[i] = density(z->edge[i]);
}

void bare_rng_init(struct bare_rng *rng, uint64_t seed)
{
    for (int i = 0; i < 4; i++) rng->word[i] = splitmix(&seed);
    fill(&rng->exponential, BARE_EXPONENTIAL_TAIL, 0.0039496598225815571993, exponential_density,
         exponential_inverse);
    fill(&rng->normal, BARE_NORMAL_TAIL, 0.00492867323399, normal_density, normal_inverse);
}
