#include "study/sample_bytes.h"

#include "random/stream.h"
#include "support/check.h"

/* A sample of `count` durations of about `mean` seconds. */
static struct ems_sample drawn(int64_t count, double mean)
{
    struct ems_sample sample = {0};
    struct ems_stream stream = ems_stream_alone(5, 1, (struct ems_draw_key){.index = 1});
    for (int64_t i = 0; i < count; i++)
        check_true(ems_sample_add(&sample, ems_time_from_seconds(mean * ems_stream_exponential(&stream))));
    (void)ems_sample_quantile(&sample, 0.5); /* sorts */
    return sample;
}

static void check_round_trip(struct ems_sample *sample)
{
    unsigned char *bytes;
    size_t count;
    struct ems_sample back = {0};
    check_ok(ems_sample_bytes_write(sample, &bytes, &count));
    check_ok(ems_sample_bytes_merge(bytes, count, &back));
    check_int(back.count, sample->count);
    for (double share = 0.01; share <= 1; share += 0.01)
        if (sample->count > 0)
            check_near(ems_sample_quantile(&back, share), ems_sample_quantile(sample, share), 0);
    free(bytes);
    ems_sample_free(&back);
    ems_sample_free(sample);
}

static void test_samples_come_back(void **state)
{
    (void)state;
    struct ems_sample none = {0}, few = drawn(7, 600), many = drawn(20000, 600), binned = drawn(3000, 90);
    check_true(ems_sample_to_histogram(&binned));
    check_round_trip(&none);
    check_round_trip(&few);
    check_round_trip(&many);
    check_round_trip(&binned);
}

static void test_parts_merge_to_the_whole(void **state)
{
    (void)state;
    struct ems_sample whole = drawn(500, 600), half = drawn(250, 600), back = {0};
    unsigned char *bytes;
    size_t count;
    check_ok(ems_sample_bytes_write(&half, &bytes, &count));
    check_true(count < 250 * 4);
    check_ok(ems_sample_bytes_merge(bytes, count, &back));
    check_ok(ems_sample_bytes_merge(bytes, count, &back));
    check_int(back.count, 500);
    check_near(ems_sample_quantile(&back, 0.9), ems_sample_quantile(&half, 0.9), 0);
    free(bytes);
    ems_sample_free(&whole);
    ems_sample_free(&half);
    ems_sample_free(&back);
}

/* Any cut or flipped byte is refused or read as some sample, and nothing is read beyond the end. */
static void test_damaged_bytes_are_refused(void **state)
{
    (void)state;
    struct ems_sample sample = drawn(50, 600), back = {0};
    unsigned char *bytes;
    size_t count;
    check_ok(ems_sample_bytes_write(&sample, &bytes, &count));
    for (size_t length = 0; length < count; length++) {
        unsigned char *cut = malloc(length + 1);
        if (length > 0) memcpy(cut, bytes, length);
        check_int(ems_sample_bytes_merge(cut, length, &back), EMS_BAD_INPUT);
        free(cut);
    }
    check_int(back.count, 0);
    bytes[0] = 9;
    check_int(ems_sample_bytes_merge(bytes, count, &back), EMS_BAD_INPUT);
    const unsigned char huge[] = {1, 255, 255, 255, 255, 255, 255, 255, 127, 1};
    check_int(ems_sample_bytes_merge(huge, sizeof huge, &back), EMS_BAD_INPUT);
    free(bytes);
    ems_sample_free(&sample);
    ems_sample_free(&back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples_come_back),
        cmocka_unit_test(test_parts_merge_to_the_whole),
        cmocka_unit_test(test_damaged_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
