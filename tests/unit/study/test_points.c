/* Design points against counts and properties known beforehand, and the numbers of one design, which may
 * never change. */
#include "study/points.h"

#include "scenario/node.h"
#include "support/check.h"

struct designed {
    struct ems_diags diags;
    struct ems_experiment *experiment;
    struct ems_points points;
};

static enum ems_status design(struct designed *d, const char *text)
{
    *d = (struct designed){0};
    enum ems_status status =
        ems_experiment_load_text(text, strlen(text), "study.yaml", ".", &d->diags, &d->experiment);
    return status == EMS_OK ? ems_points_init(&d->points, d->experiment, &d->diags) : status;
}

static void end(struct designed *d)
{
    ems_points_free(&d->points);
    ems_experiment_free(d->experiment);
    ems_diags_free(&d->diags);
}

/* The levels of a point, joined; "." for none. */
static void check_point(struct designed *d, int32_t point, const char *expected)
{
    struct ems_arena arena = {0};
    const struct ems_node *values[EMS_FACTORS_MOST];
    char text[256] = "";
    check_ok(ems_points_make(&d->points, point, &arena, values));
    for (int32_t f = 0; f < d->experiment->factor_count; f++) {
        if (f > 0) strcat(text, " ");
        strcat(text, values[f] != NULL ? values[f]->text : ".");
    }
    check_text(text, expected);
    ems_arena_free(&arena);
}

#define HEAD "ems120_study: 1\nscenario: any\nfactors:\n"

static void test_grid_has_all_combinations(void **state)
{
    (void)state;
    struct designed d;
    check_ok(
        design(&d, HEAD "  - {path: a, levels: [1, 2]}\n  - {path: b, range: [2 km, 4 km], steps: 3}\n"));
    check_int(d.points.count, 6);
    check_point(&d, 0, "1 2 km");
    check_point(&d, 1, "1 3 km");
    check_point(&d, 2, "1 4 km");
    check_point(&d, 5, "2 4 km");
    end(&d);
}

static void test_one_at_a_time_begins_with_the_scenario(void **state)
{
    (void)state;
    struct designed d;
    check_ok(design(&d, HEAD "  - {path: a, levels: [1, 2]}\n  - {path: b, levels: [x, y, z]}\n"
                             "design: one-at-a-time\n"));
    check_int(d.points.count, 6);
    check_point(&d, 0, ". .");
    check_point(&d, 2, "2 .");
    check_point(&d, 3, ". x");
    check_point(&d, 5, ". z");
    end(&d);
}

static double number_of(const struct ems_node *node)
{
    return strtod(node->text, NULL);
}

/* Each of n equal parts of a range has one point; levels and whole numbers come equally often. */
static void test_hypercube_is_latin(void **state)
{
    (void)state;
    enum { POINTS = 60 };
    struct designed d;
    struct ems_arena arena = {0};
    int parts[POINTS] = {0}, levels[3] = {0}, whole[6] = {0};
    check_ok(design(&d, HEAD "  - {path: a, range: [10 min, 70 min]}\n  - {path: b, levels: [0, 1, 2]}\n"
                             "  - {path: c, range: [5, 10]}\ndesign: latin-hypercube\npoints: 60\n"));
    check_int(d.points.count, POINTS);
    for (int32_t i = 0; i < POINTS; i++) {
        const struct ems_node *values[EMS_FACTORS_MOST];
        check_ok(ems_points_make(&d.points, i, &arena, values));
        check_contains(values[0]->text, " min");
        double share = (number_of(values[0]) - 10) / 60;
        check_within(share, 0, 0.9999999);
        parts[(int)(share * POINTS)]++;
        levels[(int)number_of(values[1])]++;
        check_true(strchr(values[2]->text, '.') == NULL);
        check_within(number_of(values[2]), 5, 10);
        whole[(int)number_of(values[2]) - 5]++;
    }
    for (int i = 0; i < POINTS; i++) check_int(parts[i], 1);
    for (int i = 0; i < 3; i++) check_int(levels[i], 20);
    for (int i = 0; i < 6; i++) check_int(whole[i], 10);
    ems_arena_free(&arena);
    end(&d);
}

/* Columns are drawn apart from one another: no two factors have the same order. */
static void test_hypercube_columns_and_seeds_differ(void **state)
{
    (void)state;
    struct designed a, b;
    const char *text = HEAD "  - {path: a, range: [0, 1000000]}\n  - {path: b, range: [0, 1000000]}\n"
                            "design: latin-hypercube\npoints: 50\nseed: 7\n";
    check_ok(design(&a, text));
    check_ok(design(&b, HEAD "  - {path: a, range: [0, 1000000]}\n  - {path: b, range: [0, 1000000]}\n"
                             "design: latin-hypercube\npoints: 50\nseed: 8\n"));
    int by_factor = 0, by_seed = 0; /* places at which they agree: one of 50 by chance */
    for (int i = 0; i < 50; i++) {
        by_factor += a.points.strata[i] == a.points.strata[i + 50];
        by_seed += a.points.strata[i] == b.points.strata[i];
    }
    check_within(by_factor, 0, 10);
    check_within(by_seed, 0, 10);
    end(&a);
    end(&b);
}

static void test_hypercube_never_changes(void **state)
{
    (void)state;
    struct designed d;
    check_ok(design(&d, HEAD "  - {path: a, range: [0, 1000000]}\n  - {path: b, range: [0.0 km, 1.0 km]}\n"
                             "design: latin-hypercube\npoints: 4\nseed: 120\n"));
    check_point(&d, 0, "455550 0.627703 km");
    check_point(&d, 3, "541222 0.237839 km");
    end(&d);
}

static void test_huge_designs_are_counted_and_refused(void **state)
{
    (void)state;
    struct designed d;
    check_int(design(&d, HEAD "  - {path: a, range: [1, 1000], steps: 1000}\n  - {path: b, range: [1, 1000], "
                              "steps: 1000}\n  - {path: c, range: [1, 1000], steps: 1000}\n"),
              EMS_BAD_INPUT);
    check_int(ems_points_count(d.experiment), 1000000000);
    check_int(d.diags.count, 1);
    check_text(d.diags.items[0].args[1], "1000000000");
    check_text(d.diags.items[0].args[2], "100000");
    end(&d);
    char text[4096] = HEAD;
    for (int i = 0; i < 20; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "  - {path: p%d, range: [1, 9], steps: 9}\n", i);
    check_int(design(&d, text), EMS_BAD_INPUT);
    check_int(d.diags.items[0].message, EMS_T_STUDY_POINTS_BEYOND); /* 9^20 is beyond 64 bits */
    end(&d);
}

/* A study file and what must be said about it. */
static void check_refused(const char *text, enum ems_text message, int32_t line)
{
    struct designed d;
    check_int(design(&d, text), EMS_BAD_INPUT);
    check_int(d.diags.count, 1);
    check_int(d.diags.items[0].message, message);
    check_int(d.diags.items[0].at.line, line);
    end(&d);
}

static void test_wrong_factors_are_told(void **state)
{
    (void)state;
    check_refused(HEAD "  - {path: a, range: [1 km, 2 m], steps: 2}\n", EMS_T_STUDY_RANGE_UNITS, 4);
    check_refused(HEAD "  - {path: a, range: [2 km, 2 km], steps: 2}\n", EMS_T_STUDY_RANGE_ORDER, 4);
    check_refused(HEAD "  - {path: a, range: [x, 2 km], steps: 2}\n", EMS_T_STUDY_RANGE_NUMBER, 4);
    check_refused(HEAD "  - {path: a, range: [1 h 30 min, 2 h], steps: 2}\n", EMS_T_STUDY_RANGE_NUMBER, 4);
    check_refused(HEAD "  - {path: a, range: [1, 3], steps: 4}\n", EMS_T_STUDY_STEPS_MANY, 4);
    check_refused(HEAD "  - {path: a, range: [1, 3]}\n", EMS_T_STUDY_STEPS_DUE, 4);
    check_refused(HEAD "  - {path: a, levels: [1, 3], steps: 2}\n", EMS_T_STUDY_STEPS_ALONE, 4);
    check_refused(HEAD "  - {path: a, levels: [1]}\n  - {path: a, levels: [2]}\n", EMS_T_STUDY_FACTOR_TWICE,
                  5);
    check_refused(HEAD "  - {path: replications, levels: [1]}\n", EMS_T_STUDY_REPLICATIONS, 4);
    check_refused(HEAD "  - {path: a}\n", EMS_T_IN_ONE_NEEDED, 4);
    check_refused(HEAD "  - {path: a, levels: [1]}\ndesign: latin-hypercube\n", EMS_T_IN_MISSING, 1);
    check_refused(HEAD "  - {path: a, levels: [1]}\npoints: 5\n", EMS_T_IN_NOT_WITH_TAG, 5);
    check_refused("ems120_study: 1\nscenario: no/where.yaml\nfactors: [{path: a, levels: [1]}]\n",
                  EMS_T_STUDY_NO_SCENARIO, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid_has_all_combinations),
        cmocka_unit_test(test_one_at_a_time_begins_with_the_scenario),
        cmocka_unit_test(test_hypercube_is_latin),
        cmocka_unit_test(test_hypercube_columns_and_seeds_differ),
        cmocka_unit_test(test_hypercube_never_changes),
        cmocka_unit_test(test_huge_designs_are_counted_and_refused),
        cmocka_unit_test(test_wrong_factors_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
