/* Larson and Odoni's three units, with a queue and with loss. Units that differ in service rate cannot be
 * said in a scenario; that column of theory is checked by itself. And eight units whose service is not
 * exponential, beside the library's own hypercube: within 2 %. */
#include <stdlib.h>

#include "validation/case.h"
#include "coverage/hypercube.h"
#include "validation/hypercube.h"

enum { SERVICE_S = 600, CALLS_PER_DAY = 216 };

static void figures(struct validation_case *c, const struct hypercube_figures *theory)
{
    for (int u = 0; u < HYPERCUBE_UNITS; u++)
        case_figure(c, MEASURE_WORKLOAD, theory->workload[u], "workload of unit %d", u + 1)->a = u;
    for (int g = 0; g < HYPERCUBE_GROUPS; g++)
        for (int u = 0; u < HYPERCUBE_UNITS; u++) {
            struct figure_wanted *f = case_figure(c, MEASURE_SENT, theory->dispatches[g][u],
                                                  "sent: group %d, unit %d", g + 1, u + 1);
            f->a = g;
            f->b = u;
        }
}

static void mutants(struct validation_case *c)
{
    case_set(case_mutant(c, "service 2 % longer"), "durations.scene={exponential: {mean: 10.2 min}}");
    case_set(case_mutant(c, "order of group 4 swapped"), "dispatch.preference.g4=[u3, u2, u1]");
    case_set(case_mutant(c, "one unit fewer"), "stations.u3.vehicles.ambulance=0");
}

enum { EIGHT = 8, EIGHT_CALLS_PER_DAY = 192, EIGHT_SERVICE_MIN = 30 };

/* Group g's own unit, then its neighbours in the ring outwards, right before left for even g. */
static void ring_order(int32_t g, int32_t order[EIGHT])
{
    int32_t count = 0;
    order[count++] = g;
    for (int32_t d = 1; d < EIGHT / 2; d++) {
        int32_t right = (g + d) % EIGHT, left = (g + EIGHT - d) % EIGHT;
        order[count++] = g % 2 == 0 ? right : left;
        order[count++] = g % 2 == 0 ? left : right;
    }
    order[count] = (g + EIGHT / 2) % EIGHT;
}

static struct ems_hypercube_result solve_ring(bool loss, struct ems_arena *arena)
{
    static const double people[EIGHT] = {450, 300, 150, 250, 400, 100, 200, 350};
    double rate[EIGHT], service_rate[EIGHT];
    int32_t order[EIGHT * EIGHT];
    struct ems_hypercube_result result = {0};
    for (int32_t g = 0; g < EIGHT; g++) {
        rate[g] = people[g] / 2200 * EIGHT_CALLS_PER_DAY / 1440 * EIGHT_SERVICE_MIN;
        service_rate[g] = 1;
        ring_order(g, order + (ptrdiff_t)g * EIGHT);
    }
    struct ems_hypercube cube = {.units = EIGHT,
                                 .groups = EIGHT,
                                 .width = EIGHT,
                                 .rate = rate,
                                 .order = order,
                                 .service_rate = service_rate,
                                 .loss = loss};
    if (ems_hypercube_solve(&cube, EMS_HYPERCUBE_EXACT, arena, &result) != EMS_OK) abort();
    return result;
}

static void eight_units(struct case_list *list, bool loss)
{
    struct ems_arena arena = {0};
    struct ems_hypercube_result theory = solve_ring(loss, &arena);
    struct validation_case *c = case_add(list, "Hypercube", "hypercube-eight.yaml", EIGHT_CALLS_PER_DAY,
                                         "8 units, %s, general service", loss ? "loss" : "queue");
    if (loss) case_set(&c->variant, "dispatch.waiting_room=0");
    for (int32_t u = 0; u < EIGHT; u++) {
        struct figure_wanted *f =
            case_figure(c, MEASURE_WORKLOAD, theory.workload[u], "workload of unit %d, within 2 %%", u + 1);
        f->a = u;
        f->tolerance = 0.02 * theory.workload[u];
    }
    case_set(case_mutant(c, "service 10 % longer"), "durations.scene={gamma: {mean: 27 min, sd: 16 min}}");
    case_set(case_mutant(c, "orders of group 1 and 5 swapped"),
             "dispatch.preference.g1=[u5, u6, u4, u7, u3, u8, u2, u1]");
    ems_arena_free(&arena);
}

void cases_of_hypercube(struct case_list *list)
{

    struct hypercube model = hypercube_example(false);
    struct hypercube_figures theory = hypercube_solve(&model);
    struct validation_case *c =
        case_add(list, "Hypercube", "hypercube.yaml", CALLS_PER_DAY, "3 units, queue");
    c->calls = 2e6;
    case_figure(c, MEASURE_WAITED, theory.all_busy, "P(all busy)");
    case_figure(c, MEASURE_WAIT, theory.mean_wait, "mean wait / mean service")->scale = 1.0 / SERVICE_S;
    figures(c, &theory);
    mutants(c);

    model = hypercube_example(true);
    theory = hypercube_solve(&model);
    c = case_add(list, "Hypercube", "hypercube.yaml", CALLS_PER_DAY, "3 units, loss");
    c->calls = 2e6;
    case_set(&c->variant, "dispatch.waiting_room=0");
    case_figure(c, MEASURE_LOST, theory.all_busy, "P(lost)");
    figures(c, &theory);
    mutants(c);
}

void cases_of_ring(struct case_list *list)
{
    eight_units(list, false);
    eight_units(list, true);
}
