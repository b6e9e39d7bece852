/* Vehicles and call-takers as servers of a queue: Erlang B and C, shares answered within 10 s, priorities,
 * M/G/infinity, and what counts as within a limit. */
#include "validation/case.h"
#include "validation/theory.h"

enum { SERVICE_S = 600, SERVICES_PER_DAY = 144 };

struct load {
    double load;
    int servers;
};

static const struct load loads[] = {{1, 2}, {2, 3}, {5, 10}, {8, 10}, {20, 25}};
enum { LOADS = sizeof loads / sizeof loads[0] };

static struct validation_case *queue(struct case_list *list, const char *section, double load, int servers,
                                     const char *service)
{
    struct validation_case *c = case_add(list, section, "queue.yaml", load * SERVICES_PER_DAY,
                                         "%g Erlang, %d vehicles%s", load, servers, service);
    case_set(&c->variant, "demand.requests_per_day=%g", c->calls_per_day);
    case_set(&c->variant, "stations.base.vehicles.ambulance=%d", servers);
    return c;
}

static void slower(struct validation_case *c)
{
    case_set(case_mutant(c, "service 2 % longer"), "durations.scene={exponential: {mean: 10.2 min}}");
}

static void other_fleet(struct validation_case *c, const char *name, int servers)
{
    case_set(case_mutant(c, name), "stations.base.vehicles.ambulance=%d", servers);
}

static void erlang_b(struct case_list *list, struct load l)
{
    struct validation_case *c = queue(list, "Erlang B", l.load, l.servers, "");
    case_set(&c->variant, "dispatch.waiting_room=0");
    case_figure(c, MEASURE_LOST, theory_erlang_b(l.load, l.servers), "P(lost)");
    slower(c);
    other_fleet(c, "one vehicle fewer", l.servers - 1);
    case_set(case_mutant(c, "one may wait"), "dispatch.waiting_room=1");
}

/* The loss formula holds for any distribution of service. */
static void erlang_b_lognormal(struct case_list *list, struct load l)
{
    struct validation_case *c = queue(list, "Erlang B", l.load, l.servers, ", lognormal");
    case_set(&c->variant, "dispatch.waiting_room=0");
    case_set(&c->variant, "durations.scene={lognormal: {mean: 10 min, sd: 8 min}}");
    case_figure(c, MEASURE_LOST, theory_erlang_b(l.load, l.servers), "P(lost)");
    case_set(case_mutant(c, "service 2 % longer"),
             "durations.scene={lognormal: {mean: 10.2 min, sd: 8 min}}");
    other_fleet(c, "one vehicle fewer", l.servers - 1);
}

static void erlang_c(struct case_list *list, struct load l)
{
    struct validation_case *c = queue(list, "Erlang C", l.load, l.servers, "");
    c->calls = 2e6; /* waits of neighbours are alike */
    case_figure(c, MEASURE_WAITED, theory_erlang_c(l.load, l.servers), "P(wait)");
    case_figure(c, MEASURE_WAIT, theory_mean_wait(l.load, l.servers), "mean wait / mean service")->scale =
        1.0 / SERVICE_S;
    slower(c);
    if (l.servers - l.load > 1)
        other_fleet(c, "one vehicle fewer", l.servers - 1);
    else
        other_fleet(c, "one vehicle more", l.servers + 1);
}

static void call_takers(struct case_list *list, double calls_per_hour, int talk_s, int seats)
{
    double load = calls_per_hour * talk_s / 3600;
    struct validation_case *c = case_add(list, "Call-takers", "call-takers.yaml", calls_per_hour * 24,
                                         "%g calls/h, %d s, %d seats", calls_per_hour, talk_s, seats);
    c->calls = 2e6;
    case_set(&c->variant, "demand.requests_per_day=%g", c->calls_per_day);
    case_set(&c->variant, "call_centre.seats=%d", seats);
    case_set(&c->variant, "call_centre.talk={exponential: {mean: %d s}}", talk_s);
    case_figure(c, MEASURE_PICKED_UP, theory_wait_within(load, seats, 10.0 / talk_s), "answered within 10 s");
    case_set(case_mutant(c, "talk 2 % longer"), "call_centre.talk={exponential: {mean: %g s}}",
             1.02 * talk_s);
    case_set(case_mutant(c, "one seat fewer"), "call_centre.seats=%d", seats - 1);
}

/* As many lines as seats: nobody waits, who finds no line is lost. */
static void lines(struct case_list *list, struct load l)
{
    struct validation_case *c = case_add(list, "Erlang B", "call-takers.yaml", l.load * SERVICES_PER_DAY,
                                         "%g Erlang, %d lines and seats", l.load, l.servers);
    case_set(&c->variant, "demand.requests_per_day=%g", c->calls_per_day);
    case_set(&c->variant, "call_centre.seats=%d", l.servers);
    case_set(&c->variant, "call_centre.lines=%d", l.servers);
    case_set(&c->variant, "call_centre.talk={exponential: {mean: 10 min}}");
    case_figure(c, MEASURE_BLOCKED, theory_erlang_b(l.load, l.servers), "P(blocked)");
    case_set(case_mutant(c, "talk 2 % longer"), "call_centre.talk={exponential: {mean: 10.2 min}}");
    case_set(case_mutant(c, "one line more than seats"), "call_centre.lines=%d", l.servers + 1);
}

static void priorities(struct case_list *list)
{
    static const double by_class[] = {0.5, 0.6, 0.4};
    struct validation_case *c = case_add(list, "Priorities", "priorities.yaml", 1.5 * SERVICES_PER_DAY,
                                         "loads .5, .6, .4, 3 vehicles");
    c->calls = 3e6;
    for (int i = 0; i < 3; i++) {
        struct figure_wanted *f = case_figure(c, MEASURE_WAIT, theory_priority_wait(by_class, 3, 3, i),
                                              "priority %d: mean wait / mean service", i + 1);
        f->a = i + 1;
        f->scale = 1.0 / SERVICE_S;
    }
    slower(c);
    struct variant *swapped = case_mutant(c, "priorities 2 and 3 swapped");
    case_set(swapped, "demand.conditions.second.priority=3");
    case_set(swapped, "demand.conditions.third.priority=2");
    case_set(case_mutant(c, "2 no more urgent than 3"), "demand.conditions.third.priority=2");
}

static void occupancy(struct case_list *list)
{
    enum { LOAD = 20, PLENTY = 100 };
    struct validation_case *c = queue(list, "M/G/infinity", LOAD, PLENTY, ", lognormal");
    c->sample_every = 5 * SERVICE_S * EMS_SECOND;
    case_set(&c->variant, "durations.scene={lognormal: {mean: 10 min, sd: 8 min}}");
    case_figure(c, MEASURE_OCCUPANCY, LOAD, "mean number busy");
    case_figure(c, MEASURE_SHAPE, LOAD, "Poisson number busy");
    case_set(case_mutant(c, "service 2 % longer"),
             "durations.scene={lognormal: {mean: 10.2 min, sd: 8 min}}");
    other_fleet(c, "26 vehicles", 26);
}

/* At the limit is within it; a microsecond later is not. */
static void limits(struct case_list *list)
{
    struct validation_case *c =
        case_add(list, "At the limit", "limits.yaml", SERVICES_PER_DAY, "exactly at each limit");
    c->replications = 4;
    case_figure(c, MEASURE_PICKED_UP, 1, "answered within 10 s")->tolerance = 1e-12;
    case_figure(c, MEASURE_DEPARTED, 1, "rolling within 180 s")->tolerance = 1e-12;
    struct figure_wanted *f = case_figure(c, MEASURE_WITHIN, 1, "reached within 8 min");
    f->a = 1;
    f->tolerance = 1e-12;
    case_set(case_mutant(c, "< for <= at 10 s"), "call_centre.pick_up=10.000001 s");
    case_set(case_mutant(c, "< for <= at 180 s"), "durations.turnout=180.000001 s");
    case_set(case_mutant(c, "< for <= at 8 min"), "travel.time.lights=240.000001 s");
}

void cases_of_queues(struct case_list *list)
{
    for (int i = 0; i < LOADS; i++) erlang_b(list, loads[i]);
    erlang_b_lognormal(list, loads[2]);
    lines(list, loads[1]);
    lines(list, loads[3]);
    for (int i = 0; i < LOADS; i++) erlang_c(list, loads[i]);
    call_takers(list, 60, 90, 5);
    call_takers(list, 60, 90, 4);
    call_takers(list, 120, 120, 8);
    call_takers(list, 120, 120, 7);
    call_takers(list, 600, 120, 28);
    call_takers(list, 600, 120, 27);
    priorities(list);
    occupancy(list);
    limits(list);
}
