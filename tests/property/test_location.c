/* Location models on random small problems against trying every plan. The trial counts plans by its own,
 * plain reading of each model. */
#include "support/check.h"

#include "base/time.h"
#include "coverage/location.h"

enum { POINTS_MOST = 14, SITES_MOST = 7, CLASSES = 2, ROUNDS = 60 };

struct town {
    struct ems_location_problem problem;
    struct ems_location_options options;
    int64_t weight[POINTS_MOST], reach[POINTS_MOST * SITES_MOST];
    int32_t classes[POINTS_MOST];
    int64_t within[CLASSES], within_far[CLASSES], least_covered[CLASSES];
    struct ems_location_site sites[SITES_MOST];
    double load[POINTS_MOST];
};

static int64_t below(uint64_t *draw, int64_t count)
{
    *draw = *draw * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((*draw >> 33) % (uint64_t)count);
}

static void draw_sites(struct town *t, uint64_t *draw, bool many)
{
    for (int s = 0; s < t->problem.site_count; s++) {
        struct ems_location_site *site = &t->sites[s];
        *site = ems_location_site_default();
        site->existing = below(draw, 3) == 0;
        site->upper_tier = site->existing && below(draw, 2) == 0;
        site->most = many ? 1 + (int32_t)below(draw, 2) : 1;
        site->strength = many ? 1 + (int32_t)below(draw, 2) : 1;
        site->cost = 1 + below(draw, 4);
        if (site->existing && below(draw, 3) == 0) site->least = 1;
        if (site->least == 0 && below(draw, 8) == 0) site->most = 0;
    }
}

static void draw_limits(struct town *t, uint64_t *draw)
{
    struct ems_location_problem *p = &t->problem;
    p->units = 1 + (int32_t)below(draw, 4);
    p->upper_units = (int32_t)below(draw, 3);
    if (below(draw, 3) == 0) p->new_most = (int32_t)below(draw, 3);
    if (below(draw, 3) == 0) p->closed_most = (int32_t)below(draw, 2);
    if (below(draw, 3) == 0) p->budget = 2 + below(draw, 8);
    if (t->options.model == EMS_LOCATION_LSCP && below(draw, 2) == 0) p->units = EMS_LOCATION_NO_LIMIT;
    if (below(draw, 3) == 0) {
        p->least_covered = t->least_covered;
        for (int c = 0; c < CLASSES; c++) t->least_covered[c] = below(draw, 40);
    }
}

static void draw_town(struct town *t, enum ems_location_model model, uint64_t *draw)
{
    *t = (struct town){.options = ems_location_options_default(model)};
    struct ems_location_problem *p = &t->problem;
    *p = ems_location_problem_default();
    p->point_count = 1 + (int32_t)below(draw, POINTS_MOST);
    p->site_count = 1 + (int32_t)below(draw, SITES_MOST);
    p->weight = t->weight;
    p->reach = t->reach;
    p->classes = t->classes;
    p->class_count = CLASSES;
    p->within = t->within;
    p->within_far = t->within_far;
    p->sites = t->sites;
    p->load = t->load;
    for (int i = 0; i < p->point_count; i++) {
        t->weight[i] = below(draw, 10);
        t->classes[i] = (int32_t)below(draw, CLASSES);
        t->load[i] = 0.037 * (double)below(draw, 40);
        for (int s = 0; s < p->site_count; s++)
            t->reach[i * p->site_count + s] = below(draw, 25) == 0 ? EMS_NEVER : below(draw, 100);
    }
    for (int c = 0; c < CLASSES; c++) {
        t->within[c] = 25 + below(draw, 40);
        t->within_far[c] = t->within[c] + below(draw, 40);
    }
    t->options.busy = 0.1 + 0.1 * (double)below(draw, 6);
    t->options.reliability = 0.5 + 0.05 * (double)below(draw, 9);
    t->options.near_share = 0.1 * (double)below(draw, 8);
    draw_sites(t, draw,
               model == EMS_LOCATION_MEXCLP || model == EMS_LOCATION_MALP || model == EMS_LOCATION_MALP2 ||
                   model == EMS_LOCATION_DSM);
    draw_limits(t, draw);
}

/* ---- a plan counted plainly ---- */

static int32_t count_near(const struct town *t, const int32_t *units, int i, const int64_t *within,
                          bool upper)
{
    const struct ems_location_problem *p = &t->problem;
    int32_t count = 0;
    for (int s = 0; s < p->site_count; s++) {
        int64_t reach = t->reach[i * p->site_count + s];
        if (units[s] == 0 || reach == EMS_NEVER || reach > within[t->classes[i]]) continue;
        bool tiers = t->options.model == EMS_LOCATION_HIERARCHICAL;
        if (upper && units[s] != 2) continue;
        count += tiers ? 1 : units[s] * t->sites[s].strength;
    }
    return count;
}

static bool keeps_limits(const struct town *t, const int32_t *units)
{
    const struct ems_location_problem *p = &t->problem;
    bool tiers = t->options.model == EMS_LOCATION_HIERARCHICAL;
    int64_t total = 0, fresh = 0, closed = 0, upper = 0, spent = 0, covered[CLASSES] = {0};
    for (int s = 0; s < p->site_count; s++) {
        const struct ems_location_site *site = &t->sites[s];
        int32_t count = tiers ? units[s] > 0 : units[s];
        if (count < site->least || count > site->most) return false;
        if (tiers && site->existing && units[s] > 0 && units[s] != (site->upper_tier ? 2 : 1)) return false;
        total += count;
        fresh += site->existing ? 0 : count;
        closed += site->existing && site->most > 0 && count == 0;
        upper += tiers && units[s] == 2;
        spent += count * site->cost;
    }
    for (int i = 0; i < p->point_count; i++)
        if (count_near(t, units, i, t->within, false) > 0) covered[t->classes[i]] += t->weight[i];
    for (int c = 0; c < CLASSES && p->least_covered != NULL; c++)
        if (covered[c] < t->least_covered[c]) return false;
    return (p->units < 0 || total <= p->units) && (p->new_most < 0 || fresh <= p->new_most) &&
           (p->closed_most < 0 || closed <= p->closed_most) && (p->budget < 0 || spent <= p->budget) &&
           (!tiers || upper <= p->upper_units);
}

static double nearest(const struct town *t, const int32_t *units, int i)
{
    double best = INFINITY;
    for (int s = 0; s < t->problem.site_count; s++) {
        int64_t reach = t->reach[i * t->problem.site_count + s];
        if (units[s] > 0 && reach != EMS_NEVER) best = fmin(best, (double)reach);
    }
    return best;
}

static double largest(const struct town *t)
{
    double most = 0;
    for (int i = 0; i < t->problem.point_count * t->problem.site_count; i++)
        if (t->reach[i] != EMS_NEVER) most = fmax(most, (double)t->reach[i]);
    return most > 0 ? most : 0.5;
}

/* So many units, or fewer of them, carry the load and leave one free with the wanted chance. */
static bool carries(double load, int32_t units, double reliability)
{
    for (int32_t n = 1; n <= units; n++)
        if (load < n && 1 - pow(load / n, n) >= reliability) return true;
    return false;
}

/* More is better; NAN: not allowed. */
static double worth(const struct town *t, const int32_t *units)
{
    const struct ems_location_problem *p = &t->problem;
    const struct ems_location_options *o = &t->options;
    double value = 0, total = 0, near_weight = 0;
    if (!keeps_limits(t, units)) return NAN;
    for (int s = 0; s < p->site_count && o->model == EMS_LOCATION_LSCP; s++)
        value -= (double)(units[s] * t->sites[s].cost);
    for (int i = 0; i < p->point_count; i++) {
        double w = (double)t->weight[i];
        int32_t near = p->weight[i] > 0 ? count_near(t, units, i, t->within, false) : 0;
        if (w <= 0) continue;
        total += w;
        near_weight += near > 0 ? w : 0;
        switch (o->model) {
        case EMS_LOCATION_LSCP:
            if (near == 0) return NAN;
            break;
        case EMS_LOCATION_MCLP:
            value += near > 0 ? w : 0;
            break;
        case EMS_LOCATION_DSM:
            if (count_near(t, units, i, t->within_far, false) == 0) return NAN;
            value += near >= 2 ? w : 0;
            break;
        case EMS_LOCATION_MEXCLP:
            value += w * (1 - pow(o->busy, near));
            break;
        case EMS_LOCATION_MALP:
            value += 1 - pow(o->busy, near) >= o->reliability - 1e-12 ? w : 0;
            break;
        case EMS_LOCATION_MALP2:
            value += carries(t->load[i], near, o->reliability) ? w : 0;
            break;
        case EMS_LOCATION_MEDIAN:
            value -= w * fmin(nearest(t, units, i), 2 * largest(t));
            break;
        case EMS_LOCATION_CENTRE:
            value = fmin(value, -nearest(t, units, i));
            break;
        case EMS_LOCATION_HIERARCHICAL:
            value += near > 0 && count_near(t, units, i, t->within_far, true) > 0 ? w : 0;
            break;
        case EMS_LOCATION_MODEL_COUNT:
            break;
        }
    }
    if (o->model == EMS_LOCATION_DSM && near_weight < o->near_share * total - 1e-6) return NAN;
    return isinf(value) ? NAN : o->model == EMS_LOCATION_MEDIAN ? value / total : value;
}

/* The best of all plans; NAN when none is allowed. */
static double best_worth(const struct town *t)
{
    int32_t units[SITES_MOST] = {0};
    bool tiers = t->options.model == EMS_LOCATION_HIERARCHICAL;
    double best = NAN;
    for (;;) {
        double value = worth(t, units);
        if (!isnan(value) && !(value <= best)) best = value;
        int s = 0;
        for (; s < t->problem.site_count; s++) {
            if (units[s] < (tiers ? 2 * t->sites[s].most : t->sites[s].most)) break;
            units[s] = 0;
        }
        if (s == t->problem.site_count) return best;
        units[s]++;
    }
}

static void agree(const struct town *t, int round)
{
    struct ems_location_plan plan;
    enum ems_status status = ems_location_solve(&t->problem, &t->options, &plan);
    if (status == EMS_BAD_USAGE) {
        check_true(plan.fault != EMS_LOCATION_FAULT_NONE);
        return;
    }
    double best = best_worth(t), tolerance = t->options.model == EMS_LOCATION_MEXCLP ? 1e-4 : 1e-9;
    int64_t value = 0;
    if (isnan(best)) {
        if (status != EMS_INFEASIBLE) print_error("round %d: a plan where none is\n", round);
        check_int(status, EMS_INFEASIBLE);
        check_true(plan.optimal);
    } else {
        double found = plan.minimise ? -plan.objective : plan.objective;
        if (status != EMS_OK || fabs(found - best) > tolerance)
            print_error("%s, round %d\n", ems_location_model_name(t->options.model), round);
        check_ok(status);
        check_near(found, best, tolerance);
        check_near(worth(t, plan.units), best, tolerance);
        check_true(plan.optimal);
        check_true(ems_location_value(&t->problem, &t->options, plan.units, &value));
        check_int(value, plan.value);
    }
    ems_location_plan_free(&plan);
}

static void all_models(void (*check)(const struct town *t, int round))
{
    for (int m = 0; m < EMS_LOCATION_MODEL_COUNT; m++) {
        uint64_t draw = 7919 * (uint64_t)(m + 1);
        for (int round = 0; round < ROUNDS; round++) {
            struct town town;
            draw_town(&town, (enum ems_location_model)m, &draw);
            check(&town, round);
        }
    }
}

static void solver_agrees_with_trying_all(void **state)
{
    (void)state;
    all_models(agree);
}

/* Without exact search the bound still holds. */
static void bound_holds(const struct town *t, int round)
{
    struct town rough = *t;
    struct ems_location_plan plan;
    (void)round;
    rough.options.nodes = 0;
    rough.options.iterations = 40;
    enum ems_status status = ems_location_solve(&rough.problem, &rough.options, &plan);
    double best = status == EMS_OK ? best_worth(t) : NAN, tolerance = 1e-4;
    if (status == EMS_OK) {
        double found = plan.minimise ? -plan.objective : plan.objective;
        double bound = plan.minimise ? -plan.bound : plan.bound;
        check_true(found <= best + tolerance);
        check_true(bound >= best - tolerance);
        check_true(!plan.optimal || fabs(found - best) <= tolerance);
    }
    ems_location_plan_free(&plan);
}

static void bounds_hold_without_exact_search(void **state)
{
    (void)state;
    all_models(bound_holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solver_agrees_with_trying_all),
        cmocka_unit_test(bounds_hold_without_exact_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
