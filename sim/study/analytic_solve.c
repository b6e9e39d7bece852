/* One period: the crews on duty become units, the groups' orders of stations orders of units; the hypercube
 * says who serves whom, and that is added to the sums. */
#include <string.h>

#include "coverage/hypercube.h"
#include "study/analytic_parts.h"

enum {
    EXACT_UNITS = 12,
    EXACT_UNITS_HURRY = 4,
    UNITS_OF_ORDER = 24,
    CALIBRATIONS = 4,
    CALIBRATIONS_HURRY = 2
};
#define SHARE_LITTLE 1e-4 /* left out in a hurry */
#define LOST_LITTLE 0.01  /* so few waiting calls may be taken as lost by the exact method */

struct cube {
    struct ems_analytic *a;
    const struct ems_analytic_period *period;
    struct ems_hypercube def;
    struct ems_hypercube_result result;
    int32_t *first_unit, *station_of; /* units are numbered by station */
    int32_t *order, *rank;            /* groups x width: unit, and the rank of its station */
    double *rate, *service, *service_rate;
    bool partial; /* some order leaves a unit out */
};

static double service_s(const struct cube *c, const struct ems_analytic_group *g, int32_t rank)
{
    return c->a->turnout_s[c->period->night] + g->fixed_s +
           (g->travel_s[rank] + g->drive_s) / c->period->speed;
}

static int32_t number_units(struct cube *c)
{
    int32_t units = 0;
    for (int32_t s = 0; s < c->a->model->station_count; s++) {
        c->first_unit[s] = units;
        units += c->period->crews[s];
    }
    return units;
}

/* Of a station's crews as many take part as it has vehicles that serve the kind. */
static void fill_order(struct cube *c, int32_t group)
{
    const struct ems_analytic *a = c->a;
    const struct ems_analytic_group *g = &a->groups[group];
    const int32_t *stations = a->station[a->kinds[g->kind].mode] + (int64_t)g->place * a->ranks;
    int64_t first = (int64_t)group * c->def.width;
    int32_t count = 0;
    for (int32_t k = 0; k < a->ranks && stations[k] != EMS_NONE; k++) {
        int32_t s = stations[k], serving = a->serving[g->kind * a->model->station_count + s];
        int32_t units = c->period->crews[s] < serving ? c->period->crews[s] : serving;
        for (int32_t u = 0; u < units && count < c->def.width; u++, count++) {
            c->order[first + count] = c->first_unit[s] + u;
            c->rank[first + count] = k;
            c->service[first + count] = service_s(c, g, k);
        }
    }
    if (count < c->def.units && g->requests_per_year > 0) c->partial = true;
    if (count < c->def.width) c->order[first + count] = EMS_NONE;
}

static bool build(struct cube *c)
{
    struct ems_analytic *a = c->a;
    struct ems_arena *arena = &a->scratch;
    c->first_unit = EMS_NEW_ARRAY(arena, int32_t, a->model->station_count + 1);
    if (c->first_unit == NULL) return false;
    int32_t units = number_units(c);
    int32_t width = units < UNITS_OF_ORDER ? units : UNITS_OF_ORDER;
    if (width < 1) width = 1;
    int64_t cells = (int64_t)a->group_count * width;
    c->order = EMS_NEW_ARRAY(arena, int32_t, cells);
    c->rank = EMS_NEW_ARRAY(arena, int32_t, cells);
    c->service = EMS_NEW_ARRAY(arena, double, cells);
    c->rate = EMS_NEW_ARRAY(arena, double, a->group_count);
    c->service_rate = EMS_NEW_ARRAY(arena, double, units + 1);
    if (arena->failed) return false;
    c->def = (struct ems_hypercube){.units = units,
                                    .groups = a->group_count,
                                    .width = width,
                                    .rate = c->rate,
                                    .order = c->order,
                                    .service_rate = c->service_rate,
                                    .service = c->service,
                                    .loss = a->hurry || a->model->rules.waiting_room == 0};
    for (int32_t g = 0; g < a->group_count; g++) {
        const struct ems_analytic_group *group = &a->groups[g];
        c->rate[g] = group->requests_per_year * a->kinds[group->kind].orders * c->period->factor /
                     (EMS_DAYS_PER_YEAR * 86400.0);
        fill_order(c, g);
    }
    return true;
}

/* ---- mean service by unit: the exact method's, from who serves whom ---- */

static void first_guess(struct cube *c)
{
    double work = 0, rate = 0;
    for (int32_t g = 0; g < c->def.groups; g++) {
        if (c->order[(int64_t)g * c->def.width] == EMS_NONE) continue;
        work += c->rate[g] * c->service[(int64_t)g * c->def.width];
        rate += c->rate[g];
    }
    for (int32_t u = 0; u < c->def.units; u++) c->service_rate[u] = work > 0 ? rate / work : 1;
}

static void calibrate(struct cube *c, double *work, double *served)
{
    memset(work, 0, sizeof *work * (size_t)c->def.units);
    memset(served, 0, sizeof *served * (size_t)c->def.units);
    for (int32_t g = 0; g < c->def.groups; g++)
        for (int32_t k = 0; k < c->def.width; k++) {
            int64_t at = (int64_t)g * c->def.width + k;
            if (c->order[at] == EMS_NONE) break;
            work[c->order[at]] += c->result.sent[at] * c->service[at];
            served[c->order[at]] += c->result.sent[at];
        }
    for (int32_t u = 0; u < c->def.units; u++)
        if (served[u] > 0) c->service_rate[u] = served[u] / work[u];
}

static enum ems_status solve_exactly(struct cube *c)
{
    struct ems_arena *arena = &c->a->scratch;
    double *work = EMS_NEW_ARRAY(arena, double, c->def.units);
    double *served = EMS_NEW_ARRAY(arena, double, c->def.units);
    if (arena->failed) return EMS_NO_MEMORY;
    first_guess(c);
    for (int32_t i = 0; i < (c->a->hurry ? CALIBRATIONS_HURRY : CALIBRATIONS); i++) {
        enum ems_status status = ems_hypercube_solve(&c->def, EMS_HYPERCUBE_EXACT, arena, &c->result);
        if (status != EMS_OK) return status;
        calibrate(c, work, served);
    }
    return EMS_OK;
}

/* The exact method where it can be had; where it takes calls that wait for a part of the units as lost, only
 * if these are few. */
static enum ems_status solve(struct cube *c, bool *exact)
{
    bool loss = c->def.loss;
    *exact = false;
    if (c->def.units <= (c->a->hurry ? EXACT_UNITS_HURRY : EXACT_UNITS)) {
        c->def.loss = loss || c->partial;
        enum ems_status status = solve_exactly(c);
        *exact = status == EMS_OK && (c->def.loss == loss || c->result.lost < LOST_LITTLE);
        c->def.loss = loss;
        if (*exact || status == EMS_NO_MEMORY) return status;
    }
    enum ems_status status = ems_hypercube_solve(&c->def, EMS_HYPERCUBE_JARVIS, &c->a->scratch, &c->result);
    if (status != EMS_INFEASIBLE) return status;
    c->def.loss = true;
    status = ems_hypercube_solve(&c->def, EMS_HYPERCUBE_JARVIS, &c->a->scratch, &c->result);
    return status == EMS_OK ? EMS_INFEASIBLE : status;
}

/* ---- sums ---- */

/* Of each group the chance that a crew of that rank is sent at once. */
static void share_by_rank(const struct cube *c, double *by_rank)
{
    const struct ems_analytic *a = c->a;
    for (int32_t g = 0; g < a->group_count; g++) {
        double sum = 0, *out = by_rank + (int64_t)g * a->ranks;
        int64_t first = (int64_t)g * c->def.width;
        for (int32_t k = 0; k < c->def.width && c->order[first + k] != EMS_NONE; k++) {
            out[c->rank[first + k]] += c->result.sent[first + k];
            sum += c->result.sent[first + k];
        }
        for (int32_t k = 0; k < a->ranks && sum > 0; k++) out[k] *= (1 - c->result.blocked[g]) / sum;
        if (sum <= 0) continue;
    }
}

static void add_place(const struct cube *c, int32_t place, int32_t kind_number, const double *by_rank)
{
    struct ems_analytic *a = c->a;
    const struct ems_analytic_kind *kind = &a->kinds[kind_number];
    int32_t g = a->first_group[kind_number] + a->class_of[kind->mode][place];
    int64_t first = (int64_t)place * a->ranks;
    double requests = a->weight[place] * c->period->factor * c->period->hours / (EMS_DAYS_PER_YEAR * 24.0);
    struct ems_analytic_histogram *area = a->by_area + (int64_t)a->model->places[place].area * EMS_PRIORITIES,
                                  *hour = &a->by_hour[c->period->hour];
    double blocked = c->result.blocked[g];
    for (int32_t k = 0; k < a->ranks; k++) {
        double share = by_rank[(int64_t)g * a->ranks + k],
               travel = a->travel_s[kind->mode][first + k] / c->period->speed;
        if (share <= (a->hurry ? SHARE_LITTLE : 0)) continue;
        for (int32_t p = 0; p < EMS_PRIORITIES; p++)
            if (kind->share_of[p] > 0)
                ems_analytic_add(&area[p], c->period->night, travel, requests * share * kind->share_of[p]);
        if (a->hurry) continue;
        ems_analytic_add(hour, c->period->night, travel, requests * share * kind->share);
        struct ems_analytic_station *station = &a->stations[a->station[kind->mode][first + k]];
        station->served += requests * share * kind->share;
        station->response_s += requests * share * kind->share * (a->pre_mean_s[c->period->night] + travel);
    }
    for (int32_t p = 0; p < EMS_PRIORITIES; p++) area[p].waits += requests * blocked * kind->share_of[p];
    hour->waits += requests * blocked * kind->share;
}

static void add_units(const struct cube *c)
{
    struct ems_analytic *a = c->a;
    for (int32_t s = 0; s < a->model->station_count; s++) {
        a->stations[s].staffed_h += c->period->crews[s] * c->period->hours;
        for (int32_t u = 0; u < c->period->crews[s]; u++)
            a->stations[s].busy_h += c->result.workload[c->first_unit[s] + u] * c->period->hours;
    }
}

static enum ems_status add_up(const struct cube *c)
{
    struct ems_analytic *a = c->a;
    double *by_rank = EMS_NEW_ARRAY(&a->scratch, double, (int64_t)a->group_count * a->ranks), requests = 0;
    if (by_rank == NULL) return EMS_NO_MEMORY;
    share_by_rank(c, by_rank);
    for (int32_t p = 0; p < a->model->place_count; p++) {
        if (a->weight[p] <= 0) continue;
        for (int32_t k = 0; k < a->kind_count; k++) add_place(c, p, k, by_rank);
    }
    add_units(c);
    for (int32_t g = 0; g < a->group_count; g++) requests += a->groups[g].requests_per_year;
    requests *= c->period->factor * c->period->hours / (EMS_DAYS_PER_YEAR * 24.0);
    a->requests += requests;
    a->lost += requests * (c->def.loss ? c->result.lost : 0);
    a->first_preference += requests * c->result.first_preference;
    a->all_busy += requests * c->result.all_busy;
    a->wait_s += requests * c->result.mean_wait;
    a->queue_h += c->result.mean_queue * c->period->hours;
    if (c->def.units > a->units_most) a->units_most = c->def.units;
    return EMS_OK;
}

/* An hour without any crew: all wait. */
static enum ems_status nobody(struct cube *c)
{
    double *blocked = EMS_NEW_ARRAY(&c->a->scratch, double, c->a->group_count);
    double *sent = EMS_NEW_ARRAY(&c->a->scratch, double, (int64_t)c->a->group_count * c->def.width);
    double *workload = EMS_NEW_ARRAY(&c->a->scratch, double, 1); /* of no unit */
    if (blocked == NULL || sent == NULL || workload == NULL) return EMS_NO_MEMORY;
    for (int32_t g = 0; g < c->a->group_count; g++) blocked[g] = 1;
    c->result = (struct ems_hypercube_result){
        .workload = workload, .blocked = blocked, .sent = sent, .all_busy = 1, .lost = 1};
    return c->def.loss ? EMS_OK : EMS_INFEASIBLE;
}

enum ems_status ems_analytic_solve_period(struct ems_analytic *a, const struct ems_analytic_period *period,
                                          double *load)
{
    struct cube c = {.a = a, .period = period};
    bool exact = true;
    ems_arena_reset(&a->scratch);
    if (!build(&c)) return EMS_NO_MEMORY;
    enum ems_status solved = c.def.units > 0 ? solve(&c, &exact) : nobody(&c);
    if (solved != EMS_OK && solved != EMS_INFEASIBLE) return solved;
    a->exact = a->exact && exact;
    *load = INFINITY;
    if (solved == EMS_INFEASIBLE && c.def.units > 0) {
        double work = 0;
        for (int32_t g = 0; g < c.def.groups; g++)
            if (c.order[(int64_t)g * c.def.width] != EMS_NONE)
                work += c.rate[g] * c.service[(int64_t)g * c.def.width];
        *load = work / c.def.units;
    }
    enum ems_status added = add_up(&c);
    return added != EMS_OK ? added : solved;
}
