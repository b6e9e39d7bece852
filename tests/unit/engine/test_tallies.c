/* What is summed up once, at the end of a replication, from groups filled by hand. */
#include "support/check.h"

#include "engine/tallies.h"

enum { AREAS = 3 };

static const int32_t CLASSES[AREAS] = {1, 0, 1};

static struct ems_model model_of(struct ems_area *areas)
{
    for (int a = 0; a < AREAS; a++) areas[a] = (struct ems_area){.class_id = CLASSES[a]};
    return (struct ems_model){.areas = areas, .area_count = AREAS, .class_count = 2, .threshold_count = 3};
}

/* Requests of priority 1 to 3 and area 0 to AREAS (outside), reached after i seconds. */
static void add_requests(struct ems_tallies *t, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        struct ems_group_tally *groups[] = {&t->by_priority[i % 3], &t->by_area[i % (AREAS + 1)]};
        for (int g = 0; g < 2; g++) {
            groups[g]->requests++;
            groups[g]->within[i % 3]++;
            groups[g]->within_base[i % 2]++;
            groups[g]->parts[EMS_PART_TRAVEL] += i * EMS_SECOND;
            check_true(ems_sample_add(&groups[g]->response, i * EMS_SECOND));
        }
    }
}

static void the_whole_and_classes_are_sums(void **state)
{
    (void)state;
    struct ems_area areas[AREAS];
    const struct ems_model model = model_of(areas);
    struct ems_tallies *t;
    check_ok(ems_tallies_create(&model, &t));
    for (int round = 0; round < 2; round++) { /* the second after clearing */
        add_requests(t, 1200);
        ems_tallies_complete(t, &model);
        check_int(t->all.requests, 1200);
        check_int(t->all.response.count, 1200);
        check_int(t->all.parts[EMS_PART_TRAVEL], 1199 * 600 * EMS_SECOND);
        check_near(ems_sample_quantile(&t->all.response, 0.5), 599, 0);
        for (int i = 0; i < 3; i++) check_int(t->all.within[i], 400 * (i + 1));
        check_int(t->all.within_base[0], 600);
        check_int(t->all.within_base[1], 0);
        check_int(t->by_class[0].requests, 300);
        check_int(t->by_class[1].requests, 600);
        check_near(ems_sample_quantile(&t->by_class[0].response, 1), 1197, 0);
        check_int(t->by_area[AREAS].requests, 300);
        check_true(!t->no_memory);
        ems_tallies_clear(t, &model);
        check_int(t->all.requests + t->by_class[1].requests, 0);
    }
    ems_tallies_free(t, &model);
}

/* More values than are kept exactly: the whole is a histogram, whatever its parts are. */
static void a_large_whole_is_a_histogram(void **state)
{
    (void)state;
    struct ems_area areas[AREAS];
    const struct ems_model model = model_of(areas);
    struct ems_tallies *t;
    check_ok(ems_tallies_create(&model, &t));
    add_requests(t, EMS_SAMPLE_EXACT + 1);
    ems_tallies_complete(t, &model);
    assert_non_null(t->all.response.bins);
    assert_null(t->by_class[1].response.bins);
    check_int(t->all.response.count, EMS_SAMPLE_EXACT + 1);
    check_within(ems_sample_quantile(&t->all.response, 0.5), 500000, 500500);
    ems_tallies_free(t, &model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_and_classes_are_sums),
        cmocka_unit_test(a_large_whole_is_a_histogram),
    };
    return cmocka_run_group_tests_name("engine/tallies", tests, NULL, NULL);
}
