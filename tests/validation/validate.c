/* Theory beside simulation. `validate FOLDER` plays every case and every mutant with fixed seeds and prints
 * a table; it fails when theory is refused or a mutant is not. `validate FOLDER --fresh [SEED]` plays the
 * cases many times with new seeds and tests that the p-values are uniform. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "stats/holm.h"
#include "validation/hypercube.h"
#include "validation/intervals.h"
#include "validation/judge.h"
#include "validation/theory.h"

enum { SEED = 120, FRESH_ROUNDS = 20 };
#define FRESH_EFFORT 0.1

/* A scenario to play: a case itself, or one of its mutants. */
struct job {
    const struct validation_case *c;
    const struct variant *variant;
    uint64_t seed;
    double effort;
    struct played played;
};

struct jobs {
    const char *folder;
    struct job *items;
    int32_t count;
    atomic_int next, done;
    bool on_terminal;
};

static void *worker(void *self)
{
    struct jobs *jobs = self;
    for (;;) {
        int32_t i = atomic_fetch_add(&jobs->next, 1);
        if (i >= jobs->count) return NULL;
        struct job *job = &jobs->items[i];
        play(job->c, job->variant, jobs->folder, job->seed, job->effort, &job->played);
        int32_t done = atomic_fetch_add(&jobs->done, 1) + 1;
        if (jobs->on_terminal) fprintf(stderr, "\r%d of %d runs ", done, jobs->count);
    }
}

static void play_all(struct jobs *jobs)
{
    enum { THREADS_MAX = 64 };
    pthread_t threads[THREADS_MAX];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int wanted = processors < 1 ? 1 : processors > THREADS_MAX ? THREADS_MAX : (int)processors, started = 0;
    jobs->on_terminal = isatty(STDERR_FILENO) != 0;
    while (started < wanted - 1 && pthread_create(&threads[started], NULL, worker, jobs) == 0) started++;
    worker(jobs);
    for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);
    if (jobs->on_terminal) fputs("\r                    \r", stderr);
}

static struct job *job_add(struct jobs *jobs, const struct validation_case *c, const struct variant *variant,
                           int32_t number)
{
    struct job *job = &jobs->items[jobs->count++];
    /* a seed for each case: with one seed they would meet the same draws */
    *job = (struct job){.c = c, .variant = variant, .seed = SEED + (uint64_t)number, .effort = 1};
    return job;
}

/* -- theory against printed digits -- */

struct printed {
    const char *what;
    double printed, computed, digits;
};

static int32_t check_printed(const struct printed *rows, int32_t count)
{
    int32_t wrong = 0;
    for (int32_t i = 0; i < count; i++) {
        if (fabs(rows[i].printed - rows[i].computed) <= 0.5000001 * rows[i].digits) continue;
        printf("theory: %s: printed %.10f, computed %.10f\n", rows[i].what, rows[i].printed,
               rows[i].computed);
        wrong++;
    }
    return wrong;
}

static int32_t check_theory(void)
{
    struct hypercube queue = hypercube_example(false), loss = hypercube_example(true), rates = loss;
    rates.service_rate[1] = 0.8;
    rates.service_rate[2] = 1.25;
    struct hypercube_figures q = hypercube_solve(&queue), l = hypercube_solve(&loss),
                             r = hypercube_solve(&rates);
    const struct printed rows[] = {
        {"Erlang B 1, 2", .2, theory_erlang_b(1, 2), 1e-10},
        {"Erlang B 5, 10", .0183845703, theory_erlang_b(5, 10), 1e-10},
        {"Erlang B 20, 25", .0502217779, theory_erlang_b(20, 25), 1e-10},
        {"Erlang C 2, 3", .4444444444, theory_erlang_c(2, 3), 1e-10},
        {"Erlang C 8, 10", .4091801508, theory_erlang_c(8, 10), 1e-10},
        {"wait 20, 25", .0418205653, theory_mean_wait(20, 25), 1e-10},
        {"10 s, 5 seats", .98634943, theory_wait_within(1.5, 5, 10 / 90.0), 1e-8},
        {"10 s, 27 seats", .94639336, theory_wait_within(20, 27, 10 / 120.0), 1e-8},
        {"priority 1", 9 / 95.0, theory_priority_wait((const double[]){.5, .6, .4}, 3, 3, 0), 1e-12},
        {"priority 2", 54 / 361.0, theory_priority_wait((const double[]){.5, .6, .4}, 3, 3, 1), 1e-12},
        {"priority 3", 90 / 361.0, theory_priority_wait((const double[]){.5, .6, .4}, 3, 3, 2), 1e-12},
        {"hypercube queue, unit 1", .557364012, q.workload[0], 1e-9},
        {"hypercube queue, unit 3", .469263702, q.workload[2], 1e-9},
        {"hypercube queue, all busy", .236842105, q.all_busy, 1e-9},
        {"hypercube queue, first", .564674842, q.first_preference, 1e-9},
        {"hypercube queue, wait", .157894737, q.mean_wait, 1e-9},
        {"hypercube queue, 1 to 1", .173861119, q.dispatches[0][0], 1e-9},
        {"hypercube queue, 4 to 2", .044771194, q.dispatches[3][1], 1e-9},
        {"hypercube loss, unit 1", .497905447, l.workload[0], 1e-9},
        {"hypercube loss, unit 2", .402631250, l.workload[1], 1e-9},
        {"hypercube loss, lost", .134328358, l.all_busy, 1e-9},
        {"hypercube loss, first", .636470482, l.first_preference, 1e-9},
        {"hypercube rates, unit 1", .497732550, r.workload[0], 1e-9},
        {"hypercube rates, unit 2", .450516932, r.workload[1], 1e-9},
        {"hypercube rates, unit 3", .353447256, r.workload[2], 1e-9},
        {"hypercube rates, lost", .133363223, r.all_busy, 1e-9},
        {"two points", .5214054332, theory_square_two_points(), 1e-10},
        {"to the centre", .3825978582, theory_square_centre(), 1e-10},
        {"law, 1 km", 2.419434, 60 * theory_law_time(1, 41 * 60, 100.7), 1e-6},
        {"law, 3 km", 4.190582, 60 * theory_law_time(3, 41 * 60, 100.7), 1e-6},
        {"law, 5 km", 5.435244, 60 * theory_law_time(5, 41 * 60, 100.7), 1e-6},
        {"law, 10 km", 8.414390, 60 * theory_law_time(10, 41 * 60, 100.7), 1e-6},
    };
    int32_t count = sizeof rows / sizeof rows[0], wrong = check_printed(rows, count);
    printf("theory: %d of %d formulas give the printed digits\n", count - wrong, count);
    return wrong;
}

/* -- the table -- */

/* Figures of all cases that are tested with a p-value. */
static int32_t count_tests(const struct case_list *list)
{
    int32_t tests = 0;
    for (int32_t i = 0; i < list->count; i++)
        for (int32_t f = 0; f < list->items[i].figure_count; f++)
            tests += list->items[i].figures[f].tolerance == 0;
    return tests;
}

static void print_interval(const struct judgement *j, const struct figure_wanted *wanted, int32_t tests)
{
    if (wanted->tolerance > 0)
        printf("  exact within %-8.0e", wanted->tolerance);
    else if (isnan(j->error))
        printf("  %-21s", "chi-square");
    else
        printf("  [%.6f, %.6f]", j->found - judge_half_width(j, tests),
               j->found + judge_half_width(j, tests));
}

/* `adjusted` are the case's first figure's adjusted p-value and those after it. */
static int32_t print_case(const struct job *job, const double *adjusted, int32_t tests)
{
    int32_t refused = 0, k = 0;
    printf("%s: %s (%lld calls)\n", job->c->section, job->c->variant.name, (long long)job->played.calls);
    if (job->played.calls < (int64_t)job->c->calls) {
        printf("  too few calls: wanted %.0f\n", job->c->calls);
        refused++;
    }
    for (int32_t f = 0; f < job->c->figure_count; f++) {
        struct judgement j = judge(job->c, f, &job->played);
        bool ok = isnan(j.p_value) ? j.exact_ok : adjusted[k++] > FAMILY_ERROR;
        printf("  %-34s %10.6f  %10.6f", job->c->figures[f].label, j.expected, j.found);
        print_interval(&j, &job->c->figures[f], tests);
        if (isnan(j.p_value))
            printf("          %s\n", ok ? "ok" : "REFUSED");
        else
            printf("  p %.4f  %s\n", j.p_value, ok ? "ok" : "REFUSED");
        refused += !ok;
    }
    return refused;
}

static bool print_mutant(const struct job *job, int32_t tests)
{
    const char *by = NULL;
    double least = 1;
    for (int32_t f = 0; f < job->c->figure_count; f++) {
        struct judgement j = judge(job->c, f, &job->played);
        if (!judge_refuses(&j, tests)) continue;
        double p = isnan(j.p_value) ? 0 : j.p_value;
        if (!by || p < least) by = job->c->figures[f].label, least = p;
    }
    printf("  mutant: %-34s %s%s\n", job->variant->name, by ? "caught by " : "NOT CAUGHT", by ? by : "");
    return by != NULL;
}

static bool any_failure(const struct jobs *jobs)
{
    bool failed = false;
    for (int32_t i = 0; i < jobs->count; i++) {
        const struct job *job = &jobs->items[i];
        if (!job->played.failure[0]) continue;
        printf("%s: %s, %s: %s\n", job->c->section, job->c->variant.name, job->variant->name,
               job->played.failure);
        failed = true;
    }
    return failed;
}

/* Holm-adjusted p-values of all cases' tests, in order of cases and figures. */
static void adjust(const struct jobs *jobs, double *adjusted, int32_t tests)
{
    double *raw = calloc((size_t)tests, sizeof *raw);
    int32_t k = 0;
    if (!raw) abort();
    for (int32_t i = 0; i < jobs->count; i++) {
        const struct job *job = &jobs->items[i];
        for (int32_t f = 0; f < job->c->figure_count && job->variant == &job->c->variant; f++) {
            struct judgement j = judge(job->c, f, &job->played);
            if (!isnan(j.p_value)) raw[k++] = j.p_value;
        }
    }
    ems_holm_adjust(raw, tests, adjusted);
    free(raw);
}

static int32_t print_table(const struct jobs *jobs, int32_t tests)
{
    int32_t refused = 0, mutants = 0, missed = 0, k = 0;
    double *adjusted = calloc((size_t)tests, sizeof *adjusted);
    if (!adjusted) abort();
    adjust(jobs, adjusted, tests);
    printf("%-36s %10s  %10s  interval for %d tests together\n", "", "theory", "simulated", tests);
    for (int32_t i = 0; i < jobs->count; i++) {
        const struct job *job = &jobs->items[i];
        if (job->variant != &job->c->variant) {
            mutants++;
            missed += !print_mutant(job, tests);
            continue;
        }
        refused += print_case(job, adjusted + k, tests);
        for (int32_t f = 0; f < job->c->figure_count; f++) k += job->c->figures[f].tolerance == 0;
    }
    printf("%d tests share a family error of %.1f %% (Holm): %d refused. %d mutants: %d not caught.\n", tests,
           100 * FAMILY_ERROR, refused, mutants, missed);
    free(adjusted);
    return refused + missed;
}

static int validate(const char *folder, const struct case_list *list)
{
    struct jobs jobs = {.folder = folder};
    size_t most = (size_t)list->count * (MUTANTS_MAX + 1);
    jobs.items = calloc(most, sizeof *jobs.items);
    if (!jobs.items) abort();
    for (int32_t i = 0; i < list->count; i++) {
        const struct validation_case *c = &list->items[i];
        job_add(&jobs, c, &c->variant, i);
        for (int32_t m = 0; m < c->mutant_count; m++) job_add(&jobs, c, &c->mutants[m], i);
    }
    int32_t wrong = check_theory();
    play_all(&jobs);
    bool failed = any_failure(&jobs) || print_table(&jobs, count_tests(list)) > 0 || wrong > 0;
    failed = check_intervals(folder, SEED) > 0 || failed;
    for (int32_t i = 0; i < jobs.count; i++) played_free(&jobs.items[i].played);
    free(jobs.items);
    puts(failed ? "validation FAILED" : "validation passed");
    return failed;
}

/* -- new seeds -- */

/* One p-value of each run, of another figure in each round: those of one run depend on each other. */
static int32_t collect(const struct jobs *jobs, int32_t cases, double *p_values)
{
    int32_t count = 0;
    for (int32_t i = 0; i < jobs->count; i++) {
        const struct job *job = &jobs->items[i];
        struct judgement j = judge(job->c, i / cases % job->c->figure_count, &job->played);
        if (!isnan(j.p_value)) p_values[count++] = j.p_value;
    }
    return count;
}

static int fresh(const char *folder, const struct case_list *list, uint64_t seed)
{
    struct jobs jobs = {.folder = folder};
    size_t runs = (size_t)list->count * FRESH_ROUNDS;
    double *p_values = calloc(runs, sizeof *p_values);
    jobs.items = calloc(runs, sizeof *jobs.items);
    if (!jobs.items || !p_values) abort();
    for (int32_t round = 0; round < FRESH_ROUNDS; round++)
        for (int32_t i = 0; i < list->count; i++) {
            struct job *job = job_add(&jobs, &list->items[i], &list->items[i].variant, i);
            job->seed = seed + (uint64_t)(round * list->count + i);
            job->effort = FRESH_EFFORT;
        }
    printf("seeds %llu to %llu, %d cases, %.0f %% of the calls\n", (unsigned long long)seed,
           (unsigned long long)seed + FRESH_ROUNDS * (unsigned long long)list->count - 1, list->count,
           100 * FRESH_EFFORT);
    play_all(&jobs);
    bool failed = any_failure(&jobs);
    int32_t tenths[10] = {0}, count = collect(&jobs, list->count, p_values);
    double p = judge_uniform(p_values, count);
    for (int32_t i = 0; i < count; i++) tenths[p_values[i] >= 1 ? 9 : (int)(10 * p_values[i])]++;
    printf("%d p-values by tenths:", count);
    for (int i = 0; i < 10; i++) printf(" %d", tenths[i]);
    /* half of the family error for the distribution, half for the least p-value */
    printf("\nuniform: p %.4f; least p-value %.6f, refused below %.6f\n", p, p_values[0],
           FAMILY_ERROR / 2 / count);
    failed = failed || p <= FAMILY_ERROR / 2 || p_values[0] <= FAMILY_ERROR / 2 / count;
    for (int32_t i = 0; i < jobs.count; i++) played_free(&jobs.items[i].played);
    free(jobs.items);
    free(p_values);
    puts(failed ? "validation with new seeds FAILED" : "validation with new seeds passed");
    return failed;
}

int main(int argc, char **argv)
{
    struct case_list list = {0};
    int failed;
    if (argc < 2) {
        fputs("usage: validate FOLDER [--fresh [SEED]]\n", stderr);
        return 2;
    }
    cases_of_queues(&list);
    cases_of_hypercube(&list);
    cases_of_places(&list);
    cases_of_ring(&list);
    if (argc > 2 && strcmp(argv[2], "--fresh") == 0)
        failed = fresh(argv[1], &list, argc > 3 ? strtoull(argv[3], NULL, 10) : (uint64_t)time(NULL));
    else
        failed = validate(argv[1], &list);
    case_list_free(&list);
    return failed;
}
