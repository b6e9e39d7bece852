/* Results from tallies made by hand (support/small_study.h), against sums done here in another way. */
#include "support/check.h"

#include "stats/ratio.h"
#include "study/summary.h"
#include "support/small_study.h"

enum { REPLICATIONS = 8 };

static int make(void **state)
{
    static struct small_study study; /* the results borrow it */
    small_study_init(&study);
    *state = small_study_results(&study, REPLICATIONS);
    return 0;
}

static int destroy(void **state)
{
    ems_results_free(*state);
    return 0;
}

/* Runs over all reached requests of all replications. */
struct truth {
    double reached, requests, response_sum, within_8;
    double values[REPLICATIONS * 200];
    int count;
};

static struct truth count_up(int from, int step)
{
    struct truth truth = {0};
    for (int r = 1; r <= REPLICATIONS; r++) {
        for (int i = from; i < 100 + r; i += step) {
            truth.requests++;
            if (i % 10 == 9) continue;
            truth.reached++;
            truth.response_sum += 300 + 6 * i;
            truth.within_8 += 300 + 6 * i <= 480;
            truth.values[truth.count++] = 300 + 6 * i;
        }
    }
    return truth;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void test_counts_are_means_per_replication(void **state)
{
    const struct ems_results *results = *state;
    check_int(results->replications, REPLICATIONS);
    check_near(results->calls.requests.value, 104.5, 1e-12);         /* 101..108 */
    check_near(results->calls.requests.error, sqrt(6.0 / 8), 1e-12); /* variance of 1..8 is 6 */
    check_near(results->calls.received.value, 229, 1e-12);
    double ends = 0;
    for (int o = 0; o < EMS_OUTCOME_COUNT; o++) ends += results->calls.outcomes[o].value;
    check_near(ends, results->calls.received.value, 1e-9);
    check_int(results->simulated, REPLICATIONS * 7 * EMS_DAY);
    check_int(results->work[EMS_WORK_EVENTS], REPLICATIONS * 1000);
}

static void test_response_of_groups(void **state)
{
    const struct ems_results *results = *state;
    const struct {
        const struct ems_group_result *group;
        int from, step;
    } groups[] = {
        {&results->all, 0, 1},         {&results->by_priority[0], 0, 2}, {&results->by_priority[1], 1, 2},
        {&results->by_class[0], 0, 2}, {&results->by_area[1], 1, 2},     {&results->by_hour[3], 3, 24}};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        struct truth truth = count_up(groups[g].from, groups[g].step);
        const struct ems_group_result *found = groups[g].group;
        check_near(found->requests.value, truth.requests / REPLICATIONS, 1e-9);
        check_near(found->reached.value, truth.reached / REPLICATIONS, 1e-9);
        check_near(found->mean_s.value, truth.response_sum / truth.reached, 1e-9);
        check_near(found->within[1].value, truth.within_8 / truth.requests, 1e-12);
        qsort(truth.values, (size_t)truth.count, sizeof *truth.values, compare);
        int rank = (9 * truth.count + 9) / 10;
        if (truth.count - rank >= 10)
            check_near(found->p90_s.value, truth.values[rank - 1], 1e-9);
        else
            check_int(found->p90_s.note, EMS_NOTE_TOO_FEW);
        check_near(found->max_s.value, truth.values[truth.count - 1], 1e-9);
    }
    check_int(results->by_hour[3].p90_s.note, EMS_NOTE_TOO_FEW);
    check_nan(results->by_priority[5].mean_s.value);
    check_true(!ems_group_used(&results->by_priority[5]) && ems_group_used(&results->by_priority[0]));
}

static void test_parts_add_up(void **state)
{
    const struct ems_results *results = *state;
    double sum = 0;
    for (int p = 0; p < EMS_RESPONSE_PARTS; p++) sum += results->all.parts_s[p].value;
    check_near(sum, results->all.mean_s.value, 1e-9);
    check_near(results->all.from_answer_s.value, results->all.mean_s.value - 5, 1e-9);
    check_near(results->all.from_order_s.value, results->all.mean_s.value - 80, 1e-9);
    check_near(results->parts_s[EMS_PART_SCENE].value, 900, 1e-9);
}

static void test_interval_is_the_jackknife(void **state)
{
    const struct ems_results *results = *state;
    double sums[REPLICATIONS] = {0}, reached[REPLICATIONS] = {0};
    for (int r = 0; r < REPLICATIONS; r++)
        for (int i = 0; i < 101 + r; i++) {
            if (i % 10 == 9) continue;
            sums[r] += 300 + 6 * i;
            reached[r]++;
        }
    struct ems_figure expected = ems_ratio_figure(sums, reached, REPLICATIONS, INFINITY);
    check_relative(results->all.mean_s.error, expected.error, 1e-9);
    check_relative(results->all.mean_s.low, expected.low, 1e-9);
    check_relative(results->all.mean_s.high, expected.high, 1e-9);
    check_int(results->all.mean_s.n, REPLICATIONS);
}

static void test_resources(void **state)
{
    const struct ems_results *results = *state;
    check_near(results->vehicles[1].orders.value, 20, 1e-12);
    check_near(results->vehicles[1].busy_share.value, 1.0 / 7, 1e-12);
    check_near(results->distance_m.value, 1e7, 1e-6); /* 1000 + ... + 4000 km */
    /* crew 0: (24 + r) hours of 168, r mean 4.5 */
    check_near(results->crews[0].utilisation.value, 28.5 / 168, 1e-12);
    check_near(results->fleet.utilisation.value, (24 * 6 + 3 * 4.5) / (3 * 168), 1e-12);
    check_near(results->fleet.unit_hour_utilisation.value, 63.0 / (3 * 168), 1e-12);
    check_near(results->fleet.staffed_h.value, 3 * 168, 1e-9);
    check_near(results->fleet.overtime_s.value, 600, 1e-9);
    check_near(results->stations[1].crews.transports.value, 22, 1e-12);
    check_near(results->stations[0].response_s.value, 500, 1e-9);
    check_near(results->hospitals[0].bay_wait_s.value, 90, 1e-9);
    check_near(results->hospitals[0].occupancy_share.value, 0.25, 1e-12);
    check_near(results->hospitals[0].bays_occupied.value, 1, 1e-12);
    check_int(results->hospitals[1].occupancy_share.note, EMS_NOTE_NO_CASES);
}

static void test_levels(void **state)
{
    const struct ems_results *results = *state;
    check_near(results->levels.waiting.value, 0.25, 1e-12);
    check_near(results->levels.seats_share.value, 0.25, 1e-12);
    check_near(results->levels.waiting_max.value, REPLICATIONS, 0);
    check_nan(results->levels.waiting_max.low);
    /* of the 100,000 who live in areas with a radius, not of the 5,000 outside */
    check_near(results->levels.cover_share.value, 0.8, 1e-12);
    check_near(results->levels.cover_share_hour[3].value, 0.7, 1e-12);
    check_near(results->levels.cover_share_hour[20].value, 0.9, 1e-12);
}

static void test_service_shares(void **state)
{
    const struct ems_results *results = *state;
    double answered = 0, base = 0, blocked = 0, received = 0;
    for (int r = 1; r <= REPLICATIONS; r++) {
        double calls = 2 * (100 + r) + 20;
        answered += calls - 10;
        base += calls - 2;
        blocked += 4;
        received += calls;
    }
    check_near(results->service.answered_10s_share.value, answered / base, 1e-12);
    check_near(results->service.lost_share.value, blocked / received, 1e-12);
    check_near(results->service.departed_180s_share.value, 85.0 / 88, 1e-12);
    check_near(results->service.ordered_on_road_share.value, 0.05, 1e-12); /* 5 of 10 + 20 + 30 + 40 */
}

static void test_targets(void **state)
{
    const struct ems_results *results = *state;
    /* t1: even requests, none of them a tenth one, within 600 s: i = 0, 2, ..., 50 of 51 to 54 */
    double requests = 0;
    for (int r = 1; r <= REPLICATIONS; r++) requests += (100 + r + 1) / 2;
    check_near(results->targets[0].found.value, 26 * REPLICATIONS / requests, 1e-12);
    check_int(results->targets[0].judgement.verdict, EMS_VERDICT_YES);
    check_int(results->targets[1].judgement.verdict, EMS_VERDICT_NO);
    check_int(results->targets[2].judgement.verdict, EMS_VERDICT_NO);
    check_int(results->targets[0].origin, EMS_ORIGIN_SIMULATED);
    check_near(results->target_error, 0.05 / 3, 1e-12);
}

static void test_one_replication_has_no_intervals(void **state)
{
    (void)state;
    struct small_study study;
    small_study_init(&study);
    struct ems_results *results = small_study_results(&study, 1);
    check_near(results->all.requests.value, 101, 0);
    check_nan(results->all.mean_s.low);
    check_nan(results->all.requests.high);
    check_nan(results->all.within[0].low);
    check_int(results->all.mean_s.note, EMS_NOTE_ONE_REPLICATION);
    check_int(results->targets[0].judgement.verdict, EMS_VERDICT_UNDECIDED);
    ems_results_free(results);
}

static void test_no_replication_gives_nothing(void **state)
{
    (void)state;
    struct small_study study;
    small_study_init(&study);
    struct ems_results *results = small_study_results(&study, 0);
    check_int(results->replications, 0);
    check_nan(results->all.requests.value);
    check_nan(results->all.p90_s.value);
    check_nan(results->levels.waiting_max.value);
    check_int(results->targets[0].judgement.verdict, EMS_VERDICT_NA);
    ems_results_free(results);
}

/* Figures made halfway do not disturb those made at the end. */
static void test_finish_may_be_asked_twice(void **state)
{
    const struct ems_results *expected = *state;
    struct small_study study;
    struct ems_summary *summary;
    small_study_init(&study);
    struct ems_results *results = ems_results_create(&study.model);
    check_ok(ems_summary_create(&study.model, &summary));
    for (int64_t r = 1; r <= REPLICATIONS; r++) {
        struct ems_tallies *tallies = small_study_tallies(&study, r);
        check_ok(ems_summary_add(summary, tallies));
        ems_tallies_free(tallies, &study.model);
        ems_summary_finish(summary, results);
        check_int(results->replications, r);
    }
    check_near(results->all.mean_s.low, expected->all.mean_s.low, 0);
    check_near(results->all.p90_s.high, expected->all.p90_s.high, 0);
    ems_summary_free(summary);
    ems_results_free(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_are_means_per_replication),
        cmocka_unit_test(test_response_of_groups),
        cmocka_unit_test(test_parts_add_up),
        cmocka_unit_test(test_interval_is_the_jackknife),
        cmocka_unit_test(test_resources),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_service_shares),
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_one_replication_has_no_intervals),
        cmocka_unit_test(test_no_replication_gives_nothing),
        cmocka_unit_test(test_finish_may_be_asked_twice),
    };
    return cmocka_run_group_tests_name("study/summary", tests, make, destroy);
}
