/* Normal variates: GSL's ziggurat from the same words, to the last bit. */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "random/normal.h"

static struct ems_stream stream_of(uint32_t index)
{
    return ems_stream(ems_stream_seed(120, 1), (struct ems_draw_key){.index = index});
}

/* Values and the words that they use up. */
static void test_variates_are_those_of_gsl(void **state)
{
    (void)state;
    struct ems_stream own = stream_of(0), same = own;
    gsl_rng gsl = ems_stream_gsl(&same);
    for (int i = 0; i < 1000000; i++) {
        check_true(ems_draw_normal(&own) == gsl_ran_gaussian_ziggurat(&gsl, 1.0));
        check_true(own.left == same.left && own.counter.half[1] == same.counter.half[1]);
    }
}

/* A stream whose next word is this one. */
static struct ems_stream starting_with(uint32_t word)
{
    struct ems_stream stream = stream_of(1);
    stream.block[0] = word;
    stream.left = 1;
    return stream;
}

/* At the ends of every layer, and around the point from which its height must be looked at. */
static void test_each_layer_ends_where_that_of_gsl_ends(void **state)
{
    (void)state;
    for (uint32_t layer = 0; layer < 256; layer++) {
        uint32_t low = 0, high = 1 << 24; /* bisects for the first point that costs GSL a second word */
        while (low < high) {
            uint32_t middle = (low + high) / 2;
            struct ems_stream stream = starting_with(middle << 8 | layer);
            gsl_rng gsl = ems_stream_gsl(&stream);
            (void)gsl_ran_gaussian_ziggurat(&gsl, 1.0);
            if (stream.left == 0 && stream.counter.half[1] >> 32 == 0)
                low = middle + 1;
            else
                high = middle;
        }
        for (int32_t i = -2; i <= 2; i++) {
            uint32_t point = (uint32_t)((int32_t)low + i) & 0xffffff;
            struct ems_stream own = starting_with(point << 8 | layer), same = own;
            gsl_rng gsl = ems_stream_gsl(&same);
            check_true(ems_draw_normal(&own) == gsl_ran_gaussian_ziggurat(&gsl, 1.0));
            check_true(own.counter.half[1] == same.counter.half[1]);
        }
    }
}

static void test_moments(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    double sum = 0, squares = 0;
    int beyond = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        struct ems_stream stream = stream_of(i);
        double z = ems_draw_normal(&stream);
        sum += z;
        squares += z * z;
        beyond += z > 2;
    }
    double tail = gsl_cdf_ugaussian_Q(2);
    check_near(sum / COUNT, 0, 3.5 / sqrt(COUNT));
    check_near(squares / COUNT, 1, 3.5 * sqrt(2.0 / COUNT));
    check_near((double)beyond / COUNT, tail, 3.5 * sqrt(tail / COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_variates_are_those_of_gsl),
        cmocka_unit_test(test_each_layer_ends_where_that_of_gsl_ends),
        cmocka_unit_test(test_moments),
    };
    return cmocka_run_group_tests_name("random/normal", tests, NULL, NULL);
}
