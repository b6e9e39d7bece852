#include "coverage/location_median.h"

#include <math.h>
#include <string.h>

#include "base/time.h"
#include "coverage/location_search.h"
#include "coverage/location_select.h"

enum { PATIENCE = 30, PLANS_EVERY = 50, FIX_EVERY = 100, PASSES = 1000 };
#define STEP_LEAST 1e-5

enum ems_status ems_median_init(struct ems_median *median, const struct ems_location_problem *problem,
                                const struct ems_program *program, struct ems_arena *arena)
{
    int32_t columns = program->column_count, sites = problem->site_count, points = 0;
    int64_t most = 0;
    int64_t *weight = EMS_NEW_ARRAY(arena, int64_t, problem->point_count);
    int64_t *cost = EMS_NEW_ARRAY(arena, int64_t, (int64_t)problem->point_count * columns);
    if (weight == NULL || cost == NULL) return EMS_NO_MEMORY;
    for (int64_t i = 0; i < (int64_t)problem->point_count * sites; i++)
        if (problem->reach[i] != EMS_NEVER && problem->reach[i] > most) most = problem->reach[i];
    int64_t unserved = most > 0 ? 2 * most : 1;
    for (int32_t i = 0; i < problem->point_count; i++) {
        if (problem->weight[i] == 0) continue;
        const int64_t *reach = problem->reach + (int64_t)i * sites;
        for (int32_t c = 0; c < columns; c++) {
            int64_t one = reach[program->columns[c].site];
            cost[(int64_t)points * columns + c] = one == EMS_NEVER ? unserved : one;
        }
        weight[points++] = problem->weight[i];
    }
    *median = (struct ems_median){program, {points, weight, cost, NULL, unserved}};
    return EMS_OK;
}

/* ---- a plan's nearest sites ---- */

/* The nearest and the second nearest open site of each point; -1 and the cost of being unserved for none. */
struct nearest {
    int32_t *column;
    int64_t *first, *second;
};

static enum ems_status nearest_init(struct nearest *nearest, int32_t points, struct ems_arena *arena)
{
    nearest->column = EMS_NEW_ARRAY(arena, int32_t, points);
    nearest->first = EMS_NEW_ARRAY(arena, int64_t, points);
    nearest->second = EMS_NEW_ARRAY(arena, int64_t, points);
    return nearest->column && nearest->first && nearest->second ? EMS_OK : EMS_NO_MEMORY;
}

static void find_nearest(const struct ems_median *median, const int32_t *units, struct nearest *nearest)
{
    int32_t columns = median->program->column_count;
    for (int32_t i = 0; i < median->service.point_count; i++) {
        const int64_t *cost = median->service.cost + (int64_t)i * columns;
        int64_t first = median->service.unserved, second = first;
        int32_t column = -1;
        for (int32_t c = 0; c < columns; c++) {
            if (units[c] == 0 || cost[c] >= second) continue;
            second = cost[c];
            if (cost[c] >= first) continue;
            second = first;
            first = cost[c];
            column = c;
        }
        nearest->column[i] = column;
        nearest->first[i] = first;
        nearest->second[i] = second;
    }
}

bool ems_median_evaluate(void *self, const struct ems_program_state *state, int64_t *value)
{
    const struct ems_median *median = self;
    int32_t columns = median->program->column_count;
    *value = 0;
    for (int32_t i = 0; i < median->service.point_count; i++) {
        const int64_t *cost = median->service.cost + (int64_t)i * columns;
        int64_t first = median->service.unserved;
        for (int32_t c = 0; c < columns; c++)
            if (state->units[c] > 0 && cost[c] < first) first = cost[c];
        *value -= median->service.weight[i] * first;
    }
    return true;
}

/* ---- search ---- */

/* What a search for the best swap has at hand. */
struct swapping {
    const struct ems_median *median;
    struct ems_program_state *state;
    struct nearest nearest;
    int64_t *loss; /* by open column: of the points that it serves, when it goes */
};

/* What opening `in` saves, and into `loss` what each open site's going would cost then. */
static int64_t savings(const struct swapping *s, int32_t in)
{
    const struct ems_exact_service *service = &s->median->service;
    int32_t columns = s->median->program->column_count;
    int64_t saved = 0;
    memset(s->loss, 0, (size_t)columns * sizeof *s->loss);
    for (int32_t i = 0; i < service->point_count; i++) {
        int64_t cost = service->cost[(int64_t)i * columns + in], first = s->nearest.first[i];
        if (cost < first) {
            saved += service->weight[i] * (first - cost);
        } else if (s->nearest.column[i] >= 0) {
            int64_t second = s->nearest.second[i] < cost ? s->nearest.second[i] : cost;
            s->loss[s->nearest.column[i]] += service->weight[i] * (second - first);
        }
    }
    return saved;
}

/* Whether the swap keeps to the limits and lacks no more than now; `out` -1: nothing goes. */
static bool swap_allowed(struct ems_program_state *state, int32_t out, int32_t in)
{
    const struct ems_program *program = state->program;
    int64_t lack = ems_program_score(state).lack;
    if (out >= 0) ems_program_state_add(state, out, -1);
    bool allowed = ems_program_may_add(state, in);
    if (allowed) {
        ems_program_state_add(state, in, 1);
        allowed = ems_program_score(state).lack <= lack &&
                  (state->existing_open >= program->existing_least || out < 0);
        ems_program_state_add(state, in, -1);
    }
    if (out >= 0) ems_program_state_add(state, out, 1);
    return allowed;
}

/* Lacks count first: a swap that mends a lack may cost what it likes, but that is the programme's search. */
static bool swap_best(struct swapping *s)
{
    struct ems_program_state *state = s->state;
    const struct ems_program *program = state->program;
    int64_t best = 0;
    int32_t best_out = -1, best_in = -1;
    find_nearest(s->median, state->units, &s->nearest);
    for (int32_t in = 0; in < program->column_count; in++) {
        if (state->units[in] > 0 || program->columns[in].most < 1) continue;
        int64_t saved = savings(s, in);
        if (saved > best && swap_allowed(state, -1, in)) {
            best = saved;
            best_out = -1;
            best_in = in;
        }
        for (int32_t out = 0; out < program->column_count; out++) {
            if (state->units[out] <= program->columns[out].least || saved - s->loss[out] <= best) continue;
            if (!swap_allowed(state, out, in)) continue;
            best = saved - s->loss[out];
            best_out = out;
            best_in = in;
        }
    }
    if (best_in < 0) return false;
    if (best_out >= 0) ems_program_state_add(state, best_out, -1);
    ems_program_state_add(state, best_in, 1);
    return true;
}

static void interchange(struct swapping *s, struct ems_incumbent *incumbent)
{
    for (int32_t pass = 0; pass < PASSES && swap_best(s);) pass++;
    ems_incumbent_offer(incumbent, s->state);
}

/* ---- relaxation ---- */

struct relaxation {
    const struct ems_median *median;
    double *price; /* of serving each point */
    double *cost;  /* [point * active_count + k]: weight x cost of the columns that may be open */
    int32_t *active, active_count;
    double *score; /* by active column */
    struct ems_selection selection;
    double value, prices; /* a bound on the cost from below; sum of prices */
};

static void list_active(struct relaxation *x)
{
    const struct ems_program *program = x->median->program;
    const struct ems_exact_service *service = &x->median->service;
    x->active_count = 0;
    for (int32_t c = 0; c < program->column_count; c++)
        if (program->columns[c].most > 0) x->active[x->active_count++] = c;
    double *at = x->cost;
    for (int32_t i = 0; i < service->point_count; i++)
        for (int32_t k = 0; k < x->active_count; k++)
            *at++ = (double)service->weight[i] *
                    (double)service->cost[(int64_t)i * program->column_count + x->active[k]];
}

static enum ems_status relaxation_init(struct relaxation *x, const struct ems_median *median,
                                       struct ems_arena *arena)
{
    int32_t points = median->service.point_count, columns = median->program->column_count;
    x->median = median;
    x->price = EMS_NEW_ARRAY(arena, double, points);
    x->cost = EMS_NEW_ARRAY(arena, double, (int64_t)points *columns);
    x->active = EMS_NEW_ARRAY(arena, int32_t, columns);
    x->score = EMS_NEW_ARRAY(arena, double, columns);
    if (!x->price || !x->cost || !x->active || !x->score) return EMS_NO_MEMORY;
    list_active(x);
    return ems_selection_init(&x->selection, median->program, arena);
}

static void relax(struct relaxation *x)
{
    int32_t points = x->median->service.point_count;
    memset(x->score, 0, (size_t)x->active_count * sizeof *x->score);
    x->prices = 0;
    for (int32_t i = 0; i < points; i++) {
        const double price = x->price[i], *cost = x->cost + (int64_t)i * x->active_count;
        x->prices += price;
        for (int32_t k = 0; k < x->active_count; k++) {
            double saved = price - cost[k];
            x->score[k] += saved > 0 ? saved : 0;
        }
    }
    memset(x->selection.score, 0, (size_t)x->median->program->column_count * sizeof(double));
    for (int32_t k = 0; k < x->active_count; k++) x->selection.score[x->active[k]] = x->score[k];
    ems_selection_take(&x->selection);
    x->value = x->prices - x->selection.total;
}

/* Prices rise where no site serves and fall where several do; none is above the cost of being unserved. */
static void step(struct relaxation *x, double towards, double share, double *served)
{
    const struct ems_exact_service *service = &x->median->service;
    double norm = 0;
    for (int32_t i = 0; i < service->point_count; i++) {
        const double price = x->price[i], *cost = x->cost + (int64_t)i * x->active_count;
        served[i] = 0;
        for (int32_t k = 0; k < x->active_count; k++)
            if (x->selection.units[x->active[k]] > 0 && cost[k] < price) served[i] += 1;
        norm += (1 - served[i]) * (1 - served[i]);
    }
    if (norm <= 0) return;
    double length = share * (towards - x->value) / norm;
    for (int32_t i = 0; i < service->point_count; i++) {
        double most = (double)service->weight[i] * (double)service->unserved;
        x->price[i] += length * (1 - served[i]);
        if (x->price[i] < 0) x->price[i] = 0;
        if (x->price[i] > most) x->price[i] = most;
    }
}

static void start_prices(struct relaxation *x, struct swapping *s)
{
    find_nearest(x->median, s->state->units, &s->nearest);
    for (int32_t i = 0; i < x->median->service.point_count; i++) {
        double weight = (double)x->median->service.weight[i];
        double second = (double)(s->nearest.second[i] < 2 * s->nearest.first[i] ? s->nearest.second[i]
                                                                                : 2 * s->nearest.first[i]);
        x->price[i] = weight * ((double)s->nearest.first[i] + second) / 2;
    }
}

static void make_plan(const struct relaxation *x, struct swapping *s, struct ems_incumbent *incumbent)
{
    struct ems_program_state *state = s->state;
    ems_program_state_set(state, NULL);
    ems_search_fill_existing(state);
    ems_search_greedy(state); /* what side constraints need */
    for (int32_t i = 0; i < x->median->program->column_count; i++) {
        int32_t c = x->selection.order[i];
        while (state->units[c] < x->selection.units[c] && ems_program_may_add(state, c))
            ems_program_state_add(state, c, 1);
    }
    interchange(s, incumbent);
}

static enum ems_status swapping_init(struct swapping *s, const struct ems_median *median,
                                     struct ems_program_state *state, struct ems_arena *arena)
{
    s->median = median;
    s->state = state;
    s->loss = EMS_NEW_ARRAY(arena, int64_t, median->program->column_count);
    return s->loss != NULL ? nearest_init(&s->nearest, median->service.point_count, arena) : EMS_NO_MEMORY;
}

static bool keep_bound(struct ems_incumbent *incumbent, double value, double *best)
{
    if (value <= *best) return false;
    bool much = value > *best + 1e-5 * fabs(*best);
    int64_t bound = ems_bound_integer(-value);
    *best = value;
    if (bound < incumbent->bound) incumbent->bound = bound;
    return much;
}

enum ems_status ems_median_relax(const struct ems_median *median, struct ems_program *program,
                                 const struct ems_location_options *options, struct ems_program_state *state,
                                 struct ems_arena *arena, struct ems_incumbent *incumbent)
{
    struct swapping s;
    struct relaxation x;
    double *served = EMS_NEW_ARRAY(arena, double, median->service.point_count);
    enum ems_status status = served != NULL ? swapping_init(&s, median, state, arena) : EMS_NO_MEMORY;
    if (status == EMS_OK) status = relaxation_init(&x, median, arena);
    if (status != EMS_OK) return status;
    double best = -INFINITY, share = 1;
    int32_t idle = 0;
    ems_program_state_clear(state);
    ems_search_greedy(state);
    interchange(&s, incumbent); /* adds, too */
    start_prices(&x, &s);
    for (int32_t i = 0; i < options->iterations && share > STEP_LEAST; i++) {
        if (options->interrupted != NULL && options->interrupted(options->self)) {
            incumbent->interrupted = true;
            return EMS_INTERRUPTED;
        }
        relax(&x);
        incumbent->iterations++;
        idle = keep_bound(incumbent, x.value, &best) ? 0 : idle + 1;
        if (i % PLANS_EVERY == PLANS_EVERY - 1) make_plan(&x, &s, incumbent);
        if (ems_incumbent_proven(incumbent)) return EMS_OK;
        if (idle >= PATIENCE) {
            share /= 2;
            idle = 0;
        }
        double aim = incumbent->found ? -(double)incumbent->value : x.value * 1.05 + 1;
        step(&x, aim, share, served);
        if (incumbent->found && i % FIX_EVERY == FIX_EVERY - 1) {
            relax(&x);
            double least = (double)incumbent->value + 1 - 1e-10 * fabs((double)incumbent->value);
            if (ems_selection_fix(&x.selection, program, -x.prices, least) > 0) list_active(&x);
        }
    }
    return EMS_OK;
}
