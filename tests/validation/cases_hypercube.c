/* Larson and Odoni's three units, with a queue and with loss. Units that differ in service rate cannot be
 * said in a scenario; that column of theory is checked by itself. */
#include "validation/case.h"
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
