#include "support/check.h"

#include "geo/raster.h"

enum { COLUMNS = 13, ROWS = 9, VALUES = 4 };

static uint8_t cells[COLUMNS * ROWS];

static double uniform(uint64_t *draw)
{
    *draw = *draw * 6364136223846793005u + 1442695040888963407u;
    return (double)(*draw >> 11) / 9007199254740992.0;
}

static struct ems_raster checkered(uint64_t *draw)
{
    for (int i = 0; i < COLUMNS * ROWS; i++) cells[i] = (uint8_t)(uniform(draw) * (VALUES - 1));
    return (struct ems_raster){.low = {-300, 150},
                               .cell_m = 100,
                               .columns = COLUMNS,
                               .rows = ROWS,
                               .values = cells,
                               .outside = VALUES - 1};
}

static struct ems_point on_line(struct ems_point a, struct ems_point b, double t)
{
    return (struct ems_point){a.x_m + t * (b.x_m - a.x_m), a.y_m + t * (b.y_m - a.y_m)};
}

/* Length per value by sampling the middle of many short pieces. */
static void sample(const struct ems_raster *raster, struct ems_point a, struct ems_point b, double *lengths)
{
    enum { PIECES = 20000 };
    double length = ems_point_distance(a, b);
    for (int i = 0; i < PIECES; i++)
        lengths[ems_raster_at(raster, on_line(a, b, (i + 0.5) / PIECES))] += length / PIECES;
}

static void check_line(const struct ems_raster *raster, struct ems_point a, struct ems_point b)
{
    double lengths[VALUES] = {0}, expected[VALUES] = {0}, back[VALUES] = {0}, sum = 0;
    double length = ems_point_distance(a, b);
    ems_raster_lengths(raster, a, b, lengths);
    ems_raster_lengths(raster, b, a, back);
    sample(raster, a, b, expected);
    for (int v = 0; v < VALUES; v++) {
        /* each of at most 24 crossings may fall inside one sampled piece */
        check_near(lengths[v], expected[v], length * 24 / 20000 + 1e-9);
        check_near(lengths[v], back[v], 1e-6);
        sum += lengths[v];
    }
    check_near(sum, length, 1e-9 * (1 + length));
}

static void lengths_agree_with_sampling(void **state)
{
    (void)state;
    uint64_t draw = 1;
    for (int i = 0; i < 400; i++) {
        struct ems_raster raster = checkered(&draw);
        double reach = i % 4 == 0 ? 6000 : 1500; /* many lines begin or end outside, some miss the raster */
        struct ems_point a = {uniform(&draw) * reach - reach / 2, uniform(&draw) * reach - reach / 2};
        struct ems_point b = {uniform(&draw) * reach - reach / 2, uniform(&draw) * reach - reach / 2};
        check_line(&raster, a, b);
    }
}

/* Along edges of cells, through corners, straight up and across, of no length. */
static void special_lines_are_whole(void **state)
{
    (void)state;
    uint64_t draw = 2;
    struct ems_raster raster = checkered(&draw);
    for (int from = 0; from < 200; from++) {
        for (int k = 0; k < 40; k++) {
            /* ends on the lattice of corners, from inside and outside */
            struct ems_point a = {-500 + 100.0 * (from % 20), 50 + 100.0 * (from / 20)};
            struct ems_point b = {-500 + 100.0 * (int)(uniform(&draw) * 20),
                                  50 + 100.0 * (int)(uniform(&draw) * 12)};
            double lengths[VALUES] = {0}, sum = 0;
            ems_raster_lengths(&raster, a, b, lengths);
            for (int v = 0; v < VALUES; v++) {
                check_true(lengths[v] >= 0);
                sum += lengths[v];
            }
            check_near(sum, ems_point_distance(a, b), 1e-9);
        }
    }
}

/* A line known by hand: 50 m in a first cell, 100 m in the next, 30 m beyond the raster. */
static void hand_made_line(void **state)
{
    (void)state;
    const uint8_t two[] = {0, 1};
    struct ems_raster raster = {
        .low = {0, 0}, .cell_m = 100, .columns = 2, .rows = 1, .values = two, .outside = 2};
    double lengths[3] = {0};
    ems_raster_lengths(&raster, (struct ems_point){50, 50}, (struct ems_point){230, 50}, lengths);
    check_near(lengths[0], 50, 1e-9);
    check_near(lengths[1], 100, 1e-9);
    check_near(lengths[2], 30, 1e-9);
    check_int(ems_raster_at(&raster, (struct ems_point){100, 0}), 1);
    check_int(ems_raster_at(&raster, (struct ems_point){99.999, 0}), 0);
    check_int(ems_raster_at(&raster, (struct ems_point){200, 0}), 2);
    check_int(ems_raster_at(&raster, (struct ems_point){0, -0.001}), 2);
    check_int(ems_raster_at(&raster, (struct ems_point){NAN, 0}), 2);
    /* a line ten million kilometres long does not walk through what is not there */
    ems_raster_lengths(&raster, (struct ems_point){-1e10, 50}, (struct ems_point){1e10, 50}, lengths);
    check_near(lengths[0] - 50, 100, 1e-3);
}

/* After the share found, the weighted length gone is that share of the whole. */
static void shares_of_lines_invert_lengths(void **state)
{
    (void)state;
    uint64_t draw = 3;
    const double weight[VALUES] = {1 / 11.0, 1 / 16.5, 1 / 4.0, 1 / 25.0};
    for (int i = 0; i < 600; i++) {
        struct ems_raster raster = checkered(&draw);
        struct ems_point a = {uniform(&draw) * 3000 - 1500, uniform(&draw) * 3000 - 1500};
        struct ems_point b = {uniform(&draw) * 3000 - 1500, uniform(&draw) * 3000 - 1500};
        double share = uniform(&draw), gone[VALUES] = {0}, all[VALUES] = {0}, part = 0, total = 0;
        double t = ems_raster_share_of_line(&raster, a, b, weight, share);
        check_within(t, 0, 1);
        ems_raster_lengths(&raster, a, on_line(a, b, t), gone);
        ems_raster_lengths(&raster, a, b, all);
        for (int v = 0; v < VALUES; v++) {
            part += gone[v] * weight[v];
            total += all[v] * weight[v];
        }
        check_near(part / total, share, 1e-9);
    }
}

static void ends_of_shares(void **state)
{
    (void)state;
    uint64_t draw = 4;
    const double weight[VALUES] = {1, 2, 3, 4};
    struct ems_raster raster = checkered(&draw);
    struct ems_point a = {-250, 200}, b = {700, 800};
    check_near(ems_raster_share_of_line(&raster, a, b, weight, 0), 0, 0);
    check_near(ems_raster_share_of_line(&raster, a, b, weight, 1), 1, 0);
    check_near(ems_raster_share_of_line(&raster, a, b, weight, -3), 0, 0);
    check_within(ems_raster_share_of_line(&raster, a, a, weight, 0.5), 0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_agree_with_sampling),
        cmocka_unit_test(special_lines_are_whole),
        cmocka_unit_test(hand_made_line),
        cmocka_unit_test(shares_of_lines_invert_lengths),
        cmocka_unit_test(ends_of_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
