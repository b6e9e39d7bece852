#include "support/check.h"

#include "coverage/hypercube.h"
#include "ems120/ids.h"
#include "random/stream.h"

/* Larson and Odoni's three units (Urban Operations Research, 5.4-5.5). */
static const double BOOK_RATE[] = {0.50, 0.25, 0.35, 0.40};
static const int32_t BOOK_ORDER[] = {0, 1, 2, 0, 2, 1, 1, 0, 2, 2, 0, 1};

static struct ems_hypercube book(const double *service_rate, bool loss)
{
    return (struct ems_hypercube){.units = 3,
                                  .groups = 4,
                                  .width = 3,
                                  .rate = BOOK_RATE,
                                  .order = BOOK_ORDER,
                                  .service_rate = service_rate,
                                  .loss = loss};
}

static void check_workloads(const struct ems_hypercube_result *result, double a, double b, double c)
{
    check_near(result->workload[0], a, 6e-10);
    check_near(result->workload[1], b, 6e-10);
    check_near(result->workload[2], c, 6e-10);
}

static void three_units_with_a_queue(void **state)
{
    (void)state;
    static const double sent[] = {.173861119, .101527482, .057944733, .086930559, .051754111, .027981996,
                                  .141300853, .051471168, .040561313, .162582311, .059313162, .044771194};
    struct ems_arena arena = {0};
    struct ems_hypercube cube = book((const double[]){1, 1, 1}, false);
    struct ems_hypercube_result result;
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &result));
    check_workloads(&result, .557364012, .473372286, .469263702);
    check_near(result.all_busy, .236842105, 6e-10);
    check_near(result.first_preference, .564674842, 6e-10);
    check_near(result.mean_queue, .236842105, 6e-10);
    check_near(result.mean_wait, .157894737, 6e-10);
    for (int i = 0; i < 12; i++) check_near(result.sent[i], sent[i], 6e-10); /* in order of preference */
    ems_arena_free(&arena);
}

static void three_units_without(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_hypercube cube = book((const double[]){1, 1, 1}, true);
    struct ems_hypercube_result result;
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &result));
    check_workloads(&result, .497905447, .402631250, .397970766);
    check_near(result.lost, .134328358, 6e-10);
    check_near(result.all_busy, .134328358, 6e-10);
    check_near(result.first_preference, .636470482, 6e-10);
    cube = book((const double[]){1, .8, 1.25}, true);
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &result));
    check_workloads(&result, .497732550, .450516932, .353447256);
    check_near(result.lost, .133363223, 6e-10);
    cube = book((const double[]){1, .8, 1.26}, true); /* another rate is another answer */
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &result));
    check_true(fabs(result.lost - .133363223) > 1e-4);
    ems_arena_free(&arena);
}

/* Units whose groups start at each of them in turn and go round: all are alike. */
static struct ems_hypercube symmetric(struct ems_arena *arena, int32_t units, double load, bool loss)
{
    double *rate = EMS_NEW_ARRAY(arena, double, units), *service = EMS_NEW_ARRAY(arena, double, units);
    int32_t *order = EMS_NEW_ARRAY(arena, int32_t, units * units);
    for (int32_t g = 0; g < units; g++) {
        rate[g] = load / units;
        service[g] = 1;
        for (int32_t k = 0; k < units; k++) order[g * units + k] = (g + k) % units;
    }
    return (struct ems_hypercube){.units = units,
                                  .groups = units,
                                  .width = units,
                                  .rate = rate,
                                  .order = order,
                                  .service_rate = service,
                                  .loss = loss};
}

/* Erlang's formulas, by ORACLES of queueing theory: offered load, servers, B, C, wait over service. */
static void symmetric_systems_are_erlangs(void **state)
{
    (void)state;
    static const struct {
        double load;
        int32_t units;
        double lost, waits, wait;
    } known[] = {{1, 2, .2, .3333333333, .3333333333},
                 {2, 3, .2105263158, .4444444444, .4444444444},
                 {5, 10, .0183845703, .0361053592, .0072210718},
                 {8, 10, .1216610643, .4091801508, .2045900754}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        for (int method = EMS_HYPERCUBE_EXACT; method <= EMS_HYPERCUBE_JARVIS; method++) {
            struct ems_arena arena = {0};
            struct ems_hypercube_result result;
            struct ems_hypercube cube = symmetric(&arena, known[i].units, known[i].load, true);
            check_ok(ems_hypercube_solve(&cube, (enum ems_hypercube_method)method, &arena, &result));
            check_near(result.lost, known[i].lost, 1e-9);
            for (int32_t u = 0; u < known[i].units; u++)
                check_near(result.workload[u], known[i].load * (1 - known[i].lost) / known[i].units, 1e-9);
            cube.loss = false;
            check_ok(ems_hypercube_solve(&cube, (enum ems_hypercube_method)method, &arena, &result));
            check_near(result.all_busy, known[i].waits, 1e-9);
            check_near(result.mean_wait, known[i].wait, 1e-9);
            check_near(result.mean_queue, known[i].wait * known[i].load, 1e-9);
            ems_arena_free(&arena);
        }
}

static void twenty_five_units_are_erlangs_too(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_hypercube_result result;
    struct ems_hypercube cube = symmetric(&arena, 25, 20, true);
    check_int(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &result), EMS_BAD_USAGE);
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_JARVIS, &arena, &result));
    check_near(result.lost, .0502217779, 1e-9);
    cube.loss = false;
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_LARSON, &arena, &result));
    check_near(result.all_busy, .2091028266, 1e-9);
    check_near(result.mean_wait, .0418205653, 1e-9);
    ems_arena_free(&arena);
}

/* A random city: calls and units in the unit square, orders by distance. */
static struct ems_hypercube city(struct ems_arena *arena, uint64_t seed, int32_t units, int32_t groups,
                                 double load, bool loss)
{
    struct ems_stream stream = ems_stream_alone(seed, 1, (struct ems_draw_key){.draw = EMS_DRAW_PLACE});
    double *rate = EMS_NEW_ARRAY(arena, double, groups), *service_rate = EMS_NEW_ARRAY(arena, double, units);
    double *service = EMS_NEW_ARRAY(arena, double, groups *units),
           *at = EMS_NEW_ARRAY(arena, double, units * 2);
    int32_t *order = EMS_NEW_ARRAY(arena, int32_t, groups * units);
    for (int32_t i = 0; i < units * 2; i++) at[i] = ems_stream_uniform(&stream);
    for (int32_t u = 0; u < units; u++) service_rate[u] = 1;
    for (int32_t g = 0; g < groups; g++) {
        double x = ems_stream_uniform(&stream), y = ems_stream_uniform(&stream);
        rate[g] = load / groups;
        for (int32_t u = 0; u < units; u++) {
            int32_t k = u;
            double far = hypot(x - at[2 * u], y - at[2 * u + 1]);
            for (; k > 0; k--) {
                int32_t other = order[g * units + k - 1];
                if (hypot(x - at[2 * other], y - at[2 * other + 1]) <= far) break;
                order[g * units + k] = other;
            }
            order[g * units + k] = u;
            service[g * units + u] = 1;
        }
    }
    return (struct ems_hypercube){.units = units,
                                  .groups = groups,
                                  .width = units,
                                  .rate = rate,
                                  .order = order,
                                  .service_rate = service_rate,
                                  .service = service,
                                  .loss = loss};
}

/* The chain itself, by the power method on a dense matrix of its own making. */
static void brute_workloads(const struct ems_hypercube *cube, double *workload, double *lost)
{
    int states = 1 << cube->units;
    double *p = calloc((size_t)states, sizeof *p), *next = calloc((size_t)states, sizeof *next), most = 0;
    for (int32_t g = 0; g < cube->groups; g++) most += cube->rate[g];
    for (int32_t u = 0; u < cube->units; u++) most += cube->service_rate[u];
    p[0] = 1;
    for (int step = 0; step < 4000; step++) {
        for (int s = 0; s < states; s++) next[s] = p[s];
        for (int s = 0; s < states; s++) {
            for (int32_t g = 0; g < cube->groups; g++)
                for (int32_t k = 0; k < cube->width && cube->order[g * cube->width + k] != EMS_NONE; k++) {
                    int to = s | 1 << cube->order[g * cube->width + k];
                    if (to == s) continue;
                    next[to] += p[s] * cube->rate[g] / most;
                    next[s] -= p[s] * cube->rate[g] / most;
                    break;
                }
            for (int32_t u = 0; u < cube->units; u++) {
                if (!(s >> u & 1)) continue;
                next[s & ~(1 << u)] += p[s] * cube->service_rate[u] / most;
                next[s] -= p[s] * cube->service_rate[u] / most;
            }
        }
        double *keep = p;
        p = next;
        next = keep;
    }
    *lost = p[states - 1];
    for (int32_t u = 0; u < cube->units; u++) {
        workload[u] = 0;
        for (int s = 0; s < states; s++) workload[u] += s >> u & 1 ? p[s] : 0;
    }
    free(p);
    free(next);
}

static void exact_agrees_with_brute_force(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct ems_arena arena = {0};
        struct ems_hypercube_result result;
        double workload[5], lost;
        struct ems_hypercube cube = city(&arena, seed, 5, 12, 1.5 + (double)seed / 2, true);
        int32_t *order = EMS_NEW_ARRAY(&arena, int32_t, 60);
        double *service_rate = EMS_NEW_ARRAY(&arena, double, 5);
        memcpy(order, cube.order, 60 * sizeof *order);
        for (int32_t u = 0; u < 5; u++) service_rate[u] = 0.8 + 0.1 * u;
        if (seed > 2) /* some orders leave units out */
            for (int32_t g = 0; g < 12; g += 3) order[g * 5 + 3] = EMS_NONE;
        cube.order = order;
        cube.service_rate = service_rate;
        check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &result));
        brute_workloads(&cube, workload, &lost);
        check_near(result.all_busy, lost, 1e-9);
        double work = 0, served = 0;
        for (int32_t u = 0; u < 5; u++) {
            check_near(result.workload[u], workload[u], 1e-9);
            work += result.workload[u] * service_rate[u];
        }
        for (int32_t g = 0; g < 12; g++) served += cube.rate[g] * (1 - result.blocked[g]);
        check_near(work, served, 1e-9); /* what goes in comes out */
        ems_arena_free(&arena);
    }
}

/* Larson (1975) reports errors of some percent at most; Jarvis' equations are the same for equal service. */
static void approximations_are_near(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct ems_arena arena = {0};
        struct ems_hypercube_result exact, larson, jarvis;
        struct ems_hypercube cube = city(&arena, seed, 9, 40, 2 + (double)seed / 2, seed % 2 == 0);
        check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &exact));
        check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_LARSON, &arena, &larson));
        check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_JARVIS, &arena, &jarvis));
        for (int32_t u = 0; u < 9; u++) {
            check_near(larson.workload[u], exact.workload[u], 0.03);
            check_near(jarvis.workload[u], larson.workload[u], 1e-9);
        }
        check_near(larson.first_preference, exact.first_preference, 0.02);
        ems_arena_free(&arena);
    }
}

/* Jarvis (1985) takes unequal service: near the exact chain with those rates. */
static void jarvis_takes_unequal_service(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_hypercube_result exact, jarvis;
    struct ems_hypercube cube = city(&arena, 7, 8, 30, 3, true);
    double *service_rate = EMS_NEW_ARRAY(&arena, double, 8), *service = EMS_NEW_ARRAY(&arena, double, 240);
    for (int32_t u = 0; u < 8; u++) service_rate[u] = 1 / (0.7 + 0.1 * u);
    for (int32_t i = 0; i < 240; i++) service[i] = 1 / service_rate[cube.order[i]];
    cube.service_rate = service_rate;
    cube.service = service;
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &exact));
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_JARVIS, &arena, &jarvis));
    for (int32_t u = 0; u < 8; u++) check_near(jarvis.workload[u], exact.workload[u], 0.03);
    check_near(jarvis.lost, exact.lost, 0.01);
    ems_arena_free(&arena);
}

static void fifteen_units_take_few_sweeps(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_hypercube_result result;
    struct ems_hypercube cube = city(&arena, 3, 15, 100, 7, false);
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &result));
    check_within(result.sweeps, 5, 300);
    double busy = 0;
    for (int32_t u = 0; u < 15; u++) busy += result.workload[u];
    check_near(busy, 7, 1e-9); /* Little: work offered */
    ems_arena_free(&arena);
}

static void refuses_what_has_no_answer(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_hypercube_result result;
    struct ems_hypercube cube = symmetric(&arena, 4, 4, false);
    for (int method = EMS_HYPERCUBE_EXACT; method <= EMS_HYPERCUBE_JARVIS; method++)
        check_int(ems_hypercube_solve(&cube, (enum ems_hypercube_method)method, &arena, &result),
                  EMS_INFEASIBLE);
    cube.loss = true; /* what is too much is lost */
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &result));
    cube = symmetric(&arena, 3, 1, false);
    int32_t order[9];
    memcpy(order, cube.order, sizeof order);
    order[8] = EMS_NONE;
    cube.order = order;
    check_int(ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, &arena, &result), EMS_BAD_USAGE);
    check_ok(ems_hypercube_solve(&cube, EMS_HYPERCUBE_JARVIS, &arena, &result));
    double busy = 0;
    for (int32_t u = 0; u < 3; u++) busy += result.workload[u];
    check_near(busy, 1, 1e-6); /* all are served in the end */
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_units_with_a_queue),      cmocka_unit_test(three_units_without),
        cmocka_unit_test(symmetric_systems_are_erlangs), cmocka_unit_test(twenty_five_units_are_erlangs_too),
        cmocka_unit_test(exact_agrees_with_brute_force), cmocka_unit_test(approximations_are_near),
        cmocka_unit_test(jarvis_takes_unequal_service),  cmocka_unit_test(fifteen_units_take_few_sweeps),
        cmocka_unit_test(refuses_what_has_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
