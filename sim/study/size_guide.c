/* The search by the hypercube. All choices rest on shares that are rounded (study/analytic.h) and on whole
 * crew-hours; ties go to the first station and shift. */
#include "study/size_parts.h"

#include <string.h>

enum ems_status ems_size_guess(struct ems_sizing *s, const struct ems_size_plan *plan, double *shares)
{
    struct ems_analytic_overload overload;
    int32_t patterns = s->size->pattern_count;
    memset(s->duty, 0, sizeof *s->duty * EMS_HOURS_OF_WEEK * (size_t)s->stations);
    for (int32_t h = 0; h < EMS_HOURS_OF_WEEK; h++)
        for (int32_t cell = 0; cell < s->cells; cell++)
            if (s->pattern_on[cell % patterns][h])
                s->duty[h * s->stations + cell / patterns] += plan->crews[cell];
    enum ems_status status = ems_analytic_evaluate(s->analytic, s->duty, &overload);
    if (status != EMS_OK && status != EMS_INFEASIBLE) return status;
    s->size->plans_computed++;
    for (int32_t t = 0; t < s->base.target_count; t++) {
        double share = ems_analytic_target(s->analytic, &s->base.targets[t]);
        shares[t] = isnan(share) ? 1 : share + s->offset[t];
    }
    return EMS_OK;
}

double ems_size_lack(const struct ems_sizing *s, const double *shares)
{
    double lack = 0;
    for (int32_t t = 0; t < s->base.target_count; t++)
        if (shares[t] < s->wanted[t]) lack += s->wanted[t] - shares[t];
    return rint(lack * 1e9) / 1e9;
}

/* A change of one or two cells, and what comes of it. */
struct option {
    int32_t add, drop; /* cells; EMS_NONE: none */
    double lack, hours;
};

static enum ems_status weigh(struct ems_sizing *s, struct ems_size_plan *plan, struct option *option)
{
    double shares[EMS_SIZE_TARGETS];
    if (option->add != EMS_NONE) ems_size_plan_change(s, plan, option->add, 1);
    if (option->drop != EMS_NONE) ems_size_plan_change(s, plan, option->drop, -1);
    enum ems_status status = ems_size_guess(s, plan, shares);
    option->lack = ems_size_lack(s, shares);
    option->hours = plan->hours;
    if (option->add != EMS_NONE) ems_size_plan_change(s, plan, option->add, -1);
    if (option->drop != EMS_NONE) ems_size_plan_change(s, plan, option->drop, 1);
    if (s->options->hooks.interrupted != NULL && s->options->hooks.interrupted(s->options->hooks.self))
        return EMS_INTERRUPTED;
    return status;
}

static void apply(struct ems_sizing *s, struct ems_size_plan *plan, const struct option *option)
{
    if (option->add != EMS_NONE) ems_size_plan_change(s, plan, option->add, 1);
    if (option->drop != EMS_NONE) ems_size_plan_change(s, plan, option->drop, -1);
}

/* ---- up ---- */

/* The crew that takes away most of what is lacking for each hour that it costs. */
static enum ems_status best_addition(struct ems_sizing *s, struct ems_size_plan *plan, double lack,
                                     struct option *best)
{
    double most = -1;
    *best = (struct option){.add = EMS_NONE, .drop = EMS_NONE};
    for (int32_t cell = 0; cell < s->cells; cell++) {
        struct option option = {.add = cell, .drop = EMS_NONE};
        enum ems_status status = weigh(s, plan, &option);
        if (status != EMS_OK) return status;
        double gain = (lack - option.lack) / s->size->patterns[cell % s->size->pattern_count].hours;
        gain = rint(gain * 1e12) / 1e12;
        if (gain <= most) continue;
        most = gain;
        *best = option;
    }
    return EMS_OK;
}

enum ems_status ems_size_grow(struct ems_sizing *s, struct ems_size_plan *plan, struct ems_size_plan *path,
                              int32_t most, int32_t *path_count)
{
    double shares[EMS_SIZE_TARGETS];
    enum ems_status status = ems_size_guess(s, plan, shares);
    double lack = ems_size_lack(s, shares);
    while (status == EMS_OK && (lack > 0 || plan->count == 0)) {
        struct option best;
        if (plan->count >= s->size->most_crews) return EMS_INFEASIBLE;
        status = best_addition(s, plan, lack, &best);
        if (status != EMS_OK || best.add == EMS_NONE) break;
        if (best.lack >= lack && plan->count > 0) return EMS_INFEASIBLE; /* no crew helps any more */
        apply(s, plan, &best);
        lack = best.lack;
        if (path == NULL || *path_count == most) continue;
        path[*path_count] = ems_size_plan_new(s);
        if (path[*path_count].crews == NULL) return EMS_NO_MEMORY;
        ems_size_plan_copy(s, &path[(*path_count)++], plan);
    }
    return status;
}

/* ---- down ---- */

/* Every removal, and every exchange of a crew for a cheaper one: called with each. */
static enum ems_status cheapest(struct ems_sizing *s, struct ems_size_plan *plan, bool exchanges,
                                struct option *best)
{
    *best = (struct option){.add = EMS_NONE, .drop = EMS_NONE, .hours = plan->hours};
    double least_lack = 0;
    for (int32_t drop = 0; drop < s->cells; drop++) {
        double dropped = s->size->patterns[drop % s->size->pattern_count].hours;
        if (plan->crews[drop] == 0) continue;
        for (int32_t add = EMS_NONE; add < (exchanges ? s->cells : 0); add++) {
            struct option option = {.add = add, .drop = drop};
            if (add == EMS_NONE && plan->count == 1) continue;
            if (add != EMS_NONE && s->size->patterns[add % s->size->pattern_count].hours >= dropped) continue;
            enum ems_status status = weigh(s, plan, &option);
            if (status != EMS_OK) return status;
            if (option.lack > least_lack || option.hours >= best->hours) continue;
            *best = option;
        }
    }
    return EMS_OK;
}

enum ems_status ems_size_shrink(struct ems_sizing *s, struct ems_size_plan *plan)
{
    for (;;) {
        struct option best;
        enum ems_status status = cheapest(s, plan, false, &best);
        if (status == EMS_OK && best.drop == EMS_NONE && s->size->pattern_count > 1)
            status = cheapest(s, plan, true, &best);
        if (status == EMS_OK && best.drop == EMS_NONE) ems_size_fold(s, plan);
        if (status != EMS_OK || best.drop == EMS_NONE) return status;
        apply(s, plan, &best);
    }
}

/* Two crews whose shifts make up a day are one crew at all hours. */
void ems_size_fold(const struct ems_sizing *s, struct ems_size_plan *plan)
{
    const struct ems_size *size = s->size;
    for (int32_t cell = 0; cell < s->cells; cell++)
        for (int32_t p = 1; p < size->pattern_count; p++) {
            int32_t own = cell % size->pattern_count, other = cell - own + p;
            const struct ems_size_pattern *a = &size->patterns[own], *b = &size->patterns[p];
            if (own == 0 || a->from != b->to || a->to != b->from || a->weekdays != 127 || b->weekdays != 127)
                continue;
            while (plan->crews[cell] > 0 && plan->crews[other] > 0) {
                ems_size_plan_change(s, plan, cell, -1);
                ems_size_plan_change(s, plan, other, -1);
                ems_size_plan_change(s, plan, cell - own, 1);
            }
        }
}

/* ---- neighbours ---- */

struct gathering {
    struct ems_sizing *s;
    const struct ems_size_plan *from;
    struct ems_size_plan *out;
    double lacks[64];
    int32_t most, count;
};

/* Keeps the plan if it is among the least lacking, in order. */
static enum ems_status gather(struct gathering *g, const struct option *option)
{
    int32_t at = g->count;
    if (g->count == g->most && option->lack >= g->lacks[g->count - 1]) return EMS_OK;
    if (g->count < g->most) {
        g->out[g->count] = ems_size_plan_new(g->s);
        if (g->out[g->count].crews == NULL) return EMS_NO_MEMORY;
        g->count++;
    } else {
        at--;
    }
    struct ems_size_plan room = g->out[at];
    for (; at > 0 && g->lacks[at - 1] > option->lack; at--) {
        g->out[at] = g->out[at - 1];
        g->lacks[at] = g->lacks[at - 1];
    }
    g->out[at] = room;
    g->lacks[at] = option->lack;
    ems_size_plan_copy(g->s, &g->out[at], g->from);
    apply(g->s, &g->out[at], option);
    ems_size_fold(g->s, &g->out[at]);
    return EMS_OK;
}

/* Removals and cheaper exchanges, or moves of the same shift to another station. */
static enum ems_status neighbours(struct gathering *g, bool same_cost, double lack)
{
    struct ems_sizing *s = g->s;
    struct ems_size_plan plan = ems_size_plan_new(s);
    if (plan.crews == NULL) return EMS_NO_MEMORY;
    ems_size_plan_copy(s, &plan, g->from);
    for (int32_t drop = 0; drop < s->cells; drop++) {
        if (plan.crews[drop] == 0) continue;
        for (int32_t add = same_cost ? 0 : EMS_NONE; add < s->cells; add++) {
            struct option option = {.add = add, .drop = drop};
            int32_t patterns = s->size->pattern_count;
            if (add == drop || (add == EMS_NONE && plan.count == 1)) continue;
            if (same_cost && add % patterns != drop % patterns) continue;
            if (!same_cost && add != EMS_NONE &&
                s->size->patterns[add % patterns].hours >= s->size->patterns[drop % patterns].hours)
                continue;
            enum ems_status status = weigh(s, &plan, &option);
            if (status == EMS_OK && option.lack <= lack) status = gather(g, &option);
            if (status != EMS_OK) return status;
        }
    }
    return EMS_OK;
}

enum ems_status ems_size_cheaper(struct ems_sizing *s, const struct ems_size_plan *plan, double lack,
                                 struct ems_size_plan *out, int32_t most, int32_t *count)
{
    struct gathering g = {.s = s, .from = plan, .out = out, .most = most};
    enum ems_status status = neighbours(&g, false, lack);
    *count = g.count;
    return status;
}

enum ems_status ems_size_moved(struct ems_sizing *s, const struct ems_size_plan *plan, double lack,
                               struct ems_size_plan *out, int32_t most, int32_t *count)
{
    struct gathering g = {.s = s, .from = plan, .out = out, .most = most};
    enum ems_status status = neighbours(&g, true, lack);
    *count = g.count;
    return status;
}
