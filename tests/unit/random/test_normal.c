/* The ziggurat: draw by draw that of GSL, from every layer, its edge and the tail. */
#include "support/check.h"

#include <gsl/gsl_randist.h>

#include "random/normal.h"

enum { STREAMS = 20000, EACH = 100 };

static void test_draws_are_those_of_gsl(void **state)
{
    (void)state;
    int beyond = 0, words_more = 0;
    for (uint32_t i = 0; i < STREAMS; i++) {
        struct ems_stream a = ems_stream_alone(120, 1, (struct ems_draw_key){.index = i}), b = a;
        gsl_rng rng = ems_stream_gsl(&b);
        for (int k = 0; k < EACH; k++) {
            double x = ems_draw_normal(&a);
            check_near(x, gsl_ran_gaussian_ziggurat(&rng, 1), 0);
            beyond += fabs(x) > 3.44428647676;
        }
        check_int(ems_stream_word(&a), ems_stream_word(&b)); /* and as many words taken */
        words_more += a.counter.half[1] >> 32 > 1 + EACH / 4;
    }
    check_true(beyond > 1000 && words_more > STREAMS / 2); /* the tail and the edges were drawn from */
}

/* The chance to be below z, by counting. */
static void check_share_below(double z, double expected)
{
    int below = 0, count = 1000000;
    struct ems_stream stream = ems_stream_alone(7, 7, (struct ems_draw_key){0});
    for (int i = 0; i < count; i++) below += ems_draw_normal(&stream) < z;
    check_near(below / (double)count, expected, 4 * sqrt(expected * (1 - expected) / count));
}

static void test_shares_are_those_of_the_table(void **state)
{
    (void)state;
    check_share_below(-3.5, 0.000232629);
    check_share_below(-1.959964, 0.025);
    check_share_below(0, 0.5);
    check_share_below(1, 0.841344746);
    check_share_below(3.090232, 0.999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_draws_are_those_of_gsl),
        cmocka_unit_test(test_shares_are_those_of_the_table),
    };
    return cmocka_run_group_tests_name("random/normal", tests, NULL, NULL);
}
