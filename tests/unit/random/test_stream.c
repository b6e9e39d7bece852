/* Streams: Philox4x32-10 by its published vectors, uniforms by moments and Kolmogorov-Smirnov, and that
 * differently named draws have nothing to do with each other. */
#include "support/check.h"

#include <Random123/philox.h>

#include "random/stream.h"

/* The known-answer vectors of Random123 (kat_vectors, philox4x32 with 10 rounds). A stream hands its block
 * out from the last word to the first. */
static void test_known_answers(void **state)
{
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], expected[4];
    } vectors[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t v = 0; v < sizeof vectors / sizeof *vectors; v++) {
        struct ems_stream_seed seed = ems_stream_seed_of(vectors[v].key);
        struct ems_stream stream = {.left = 0};
        memcpy(&stream.counter, vectors[v].counter, sizeof stream.counter);
        ems_stream_fill(&stream, &seed);
        for (int i = 3; i >= 0; i--) check_int(ems_stream_word(&stream), vectors[v].expected[i]);
    }
}

static void test_blocks_are_those_of_random123(void **state)
{
    (void)state;
    philox4x32_key_t key = {{0x12345678, 0x9abcdef0}};
    struct ems_stream_seed seed = ems_stream_seed_of(key.v);
    struct ems_stream stream = ems_stream(&seed, (struct ems_draw_key){.index = 5, .origin = 0x80000001});
    for (uint32_t number = 0; number < 1000; number++) {
        philox4x32_ctr_t counter = {{5, 0x80000001, 0, number}}, expected = philox4x32(counter, key);
        for (int i = 3; i >= 0; i--) check_int(ems_stream_word(&stream), expected.v[i]);
    }
}

static void test_key_goes_into_the_counter(void **state)
{
    (void)state;
    struct ems_stream_seed seed = ems_stream_seed_of((const uint32_t[]){7, 9});
    struct ems_draw_key key = {
        .origin = 0x01020304, .index = 0x0a0b0c0d, .role = 0x1122, .attempt = 0x33, .draw = 0x44};
    struct ems_stream stream = ems_stream(&seed, key);
    check_int(stream.counter.half[0], 0x010203040a0b0c0d);
    check_int(stream.counter.half[1], 0x144331122); /* of the next block */
    check_int(stream.key[1], 9);
}

static double first_uniform(uint64_t seed, uint64_t replication, struct ems_draw_key key)
{
    struct ems_stream stream = ems_stream_alone(seed, replication, key);
    return ems_stream_uniform(&stream);
}

/* Correlation of the first uniforms of two families of draws over `count` members. */
struct pairs {
    double sum_a, sum_b, sum_ab, sum_aa, sum_bb;
    int count, equal;
};

static void add_pair(struct pairs *pairs, double a, double b)
{
    pairs->sum_a += a;
    pairs->sum_b += b;
    pairs->sum_ab += a * b;
    pairs->sum_aa += a * a;
    pairs->sum_bb += b * b;
    pairs->equal += a == b;
    pairs->count++;
}

static double correlation(const struct pairs *pairs)
{
    double n = pairs->count, mean_a = pairs->sum_a / n, mean_b = pairs->sum_b / n;
    double cov = pairs->sum_ab / n - mean_a * mean_b;
    return cov / sqrt((pairs->sum_aa / n - mean_a * mean_a) * (pairs->sum_bb / n - mean_b * mean_b));
}

static void test_names_are_independent(void **state)
{
    (void)state;
    enum { COUNT = 40000 };
    /* each member differs from its twin in one part of its name alone */
    for (int part = 0; part < 7; part++) {
        struct pairs pairs = {0};
        for (uint32_t i = 0; i < COUNT; i++) {
            struct ems_draw_key a = {.origin = 12, .index = i, .draw = EMS_DRAW_SCENE}, b = a;
            uint64_t seed = 120, replication = 3;
            if (part == 0) b.origin++;
            if (part == 1) b.index++;
            if (part == 2) b.role++;
            if (part == 3) b.attempt++;
            if (part == 4) b.draw++;
            if (part == 5) seed++;
            if (part == 6) replication++;
            add_pair(&pairs, first_uniform(120, 3, a), first_uniform(seed, replication, b));
        }
        check_int(pairs.equal, 0);
        check_within(correlation(&pairs), -4 / sqrt(COUNT), 4 / sqrt(COUNT));
    }
    /* the twin: equal names are equal draws */
    struct pairs same = {0};
    for (uint32_t i = 0; i < 100; i++) {
        struct ems_draw_key key = {.index = i};
        add_pair(&same, first_uniform(1, 1, key), first_uniform(1, 1, key));
    }
    check_int(same.equal, 100);
    check_true(correlation(&same) > 0.999);
}

static void test_a_stream_does_not_depend_on_others(void **state)
{
    (void)state;
    struct ems_stream_seed seed = ems_stream_seed(120, 1);
    struct ems_stream a = ems_stream(&seed, (struct ems_draw_key){.index = 1}), again = a;
    struct ems_stream b = ems_stream(&seed, (struct ems_draw_key){.index = 2});
    for (int i = 0; i < 10; i++) (void)ems_stream_word(&b);
    for (int i = 0; i < 10; i++) check_int(ems_stream_word(&a), ems_stream_word(&again));
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Largest distance between the sample's distribution and the uniform one, times sqrt(n): 1.95 is passed with
 * a chance of 0.1 % by a true uniform. */
static double ks_uniform(double *values, int count)
{
    double worst = 0;
    qsort(values, (size_t)count, sizeof *values, compare);
    for (int i = 0; i < count; i++) {
        worst = fmax(worst, (i + 1.0) / count - values[i]);
        worst = fmax(worst, values[i] - (double)i / count);
    }
    return worst * sqrt(count);
}

static void test_uniforms(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    double *values = calloc(COUNT, sizeof *values), sum = 0, squares = 0;
    struct ems_stream stream = ems_stream_alone(1, 1, (struct ems_draw_key){0});
    for (int i = 0; i < COUNT; i++) {
        values[i] = ems_stream_uniform(&stream);
        check_true(values[i] >= 0 && values[i] < 1);
        sum += values[i];
        squares += values[i] * values[i];
    }
    check_near(sum / COUNT, 0.5, 4 * sqrt(1.0 / 12 / COUNT));
    check_near(squares / COUNT, 1.0 / 3, 4 * sqrt(4.0 / 45 / COUNT));
    check_true(ks_uniform(values, COUNT) < 1.95);
    for (int i = 0; i < COUNT; i++) values[i] *= 0.98; /* the twin: 2 % short */
    check_true(ks_uniform(values, COUNT) > 1.95);
    free(values);
}

static void test_gsl_sees_the_same_stream(void **state)
{
    (void)state;
    struct ems_stream a = ems_stream_alone(1, 1, (struct ems_draw_key){0}), b = a;
    gsl_rng rng = ems_stream_gsl(&a);
    for (int i = 0; i < 5; i++) check_int(gsl_rng_get(&rng), ems_stream_word(&b));
    check_near(gsl_rng_uniform(&rng), ems_stream_uniform(&b), 0);
    check_text(gsl_rng_name(&rng), "philox4x32-10");
}

static void test_exponential_is_minus_the_logarithm(void **state)
{
    (void)state;
    struct ems_stream a = ems_stream_alone(1, 1, (struct ems_draw_key){0}), b = a;
    for (int i = 0; i < 1000; i++) {
        double u = ems_stream_uniform_positive(&b);
        check_true(u > 0 && u <= 1);
        check_near(ems_stream_exponential(&a), -log(u), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_blocks_are_those_of_random123),
        cmocka_unit_test(test_key_goes_into_the_counter),
        cmocka_unit_test(test_names_are_independent),
        cmocka_unit_test(test_a_stream_does_not_depend_on_others),
        cmocka_unit_test(test_uniforms),
        cmocka_unit_test(test_gsl_sees_the_same_stream),
        cmocka_unit_test(test_exponential_is_minus_the_logarithm),
    };
    return cmocka_run_group_tests_name("random/stream", tests, NULL, NULL);
}
