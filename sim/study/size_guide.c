/* The search by the hypercube. All choices rest on shares that are rounded (study/analytic.h) and on whole
 * crew-hours; ties go to the first station and shift. */
#include "study/size_parts.h"

#include <string.h>

static void fill_duty(struct ems_sizing *s, const struct ems_size_plan *plan)
{
    memset(s->duty, 0, sizeof *s->duty * EMS_HOURS_OF_WEEK * (size_t)s->stations);
    for (int32_t i = 0; i < s->stations; i++) {
        s->lacking[i] = ems_size_plan_lacking(s, plan, i);
        for (int32_t p = 0; p < s->size->pattern_count; p++) {
            int32_t crews = plan->crews[i * EMS_SIZE_PATTERNS + p];
            for (int32_t h = 0; h < EMS_HOURS_OF_WEEK && crews > 0; h++)
                if (s->pattern_on[p][h]) s->duty[h * s->stations + i] += crews;
        }
    }
}

/* Where the worst counts, the guide looks at the scenarios that were the worst for some plan; simulation at
 * all. */
bool ems_size_guided_by(const struct ems_sizing *s, int32_t world)
{
    return s->world_count == 1 || s->size->judge == EMS_SIZE_MEAN || s->worlds[world].critical;
}

/* The worst or the mean over scenarios; NAN where none has such requests. */
static double over_worlds(const struct ems_sizing *s, int32_t target)
{
    double worst = NAN, sum = 0, weight = 0;
    for (int32_t k = 0; k < s->world_count; k++) {
        if (!ems_size_guided_by(s, k)) continue;
        double share = ems_analytic_target(s->worlds[k].analytic, &s->base->targets[target]);
        if (isnan(share)) continue;
        if (!(share >= worst)) worst = share;
        sum += s->worlds[k].weight * share;
        weight += s->worlds[k].weight;
    }
    return s->size->judge == EMS_SIZE_WORST || weight <= 0 ? worst : rint(sum / weight * 1e9) / 1e9;
}

enum ems_status ems_size_guess(struct ems_sizing *s, const struct ems_size_plan *plan, double *shares)
{
    struct ems_analytic_overload overload;
    int32_t type = ems_size_added_type(s->base);
    fill_duty(s, plan);
    for (int32_t k = 0; k < s->world_count; k++) {
        if (!ems_size_guided_by(s, k)) continue;
        ems_analytic_add_vehicles(s->worlds[k].analytic, type, s->lacking, s->extra);
        enum ems_status status = ems_analytic_evaluate(s->worlds[k].analytic, s->duty, &overload);
        if (status != EMS_OK && status != EMS_INFEASIBLE) return status;
    }
    s->size->plans_computed++;
    for (int32_t t = 0; t < s->base->target_count; t++) {
        double share = over_worlds(s, t);
        shares[t] = isnan(share) ? 1 : share + s->offset[t];
    }
    return EMS_OK;
}

double ems_size_lack(const struct ems_sizing *s, const double *shares)
{
    double lack = 0;
    for (int32_t t = 0; t < s->base->target_count; t++)
        if (shares[t] < s->wanted[t]) lack += s->wanted[t] - shares[t];
    return rint(lack * 1e9) / 1e9;
}

/* A change of one or two cells, and what comes of it. */
struct option {
    int32_t add, drop; /* cells; EMS_NONE: none */
    double lack, paid;
};

static enum ems_status weigh(struct ems_sizing *s, struct ems_size_plan *plan, struct option *option)
{
    double shares[EMS_SIZE_TARGETS];
    if (option->add != EMS_NONE) ems_size_plan_change(s, plan, option->add, 1);
    if (option->drop != EMS_NONE) ems_size_plan_change(s, plan, option->drop, -1);
    enum ems_status status = ems_size_guess(s, plan, shares);
    if (status == EMS_OK) option->lack = ems_size_lack(s, shares);
    option->paid = plan->paid;
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

static const struct ems_size_pattern *pattern_of(const struct ems_sizing *s, int32_t cell)
{
    return &s->size->patterns[cell % EMS_SIZE_PATTERNS];
}

static bool may_add(const struct ems_sizing *s, int32_t cell)
{
    int32_t pattern = cell % EMS_SIZE_PATTERNS;
    return pattern < s->size->pattern_count && s->allowed[pattern];
}

/* Is there one to take away, at a station that need not keep it? */
static bool may_drop(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t drop, int32_t add)
{
    int32_t station = drop / EMS_SIZE_PATTERNS, crews = 0;
    if (plan->crews[drop] == 0 || (add == EMS_NONE && plan->count == 1)) return false;
    if (add != EMS_NONE && add / EMS_SIZE_PATTERNS == station) return true;
    for (int32_t p = 0; p < s->size->pattern_count; p++)
        crews += plan->crews[station * EMS_SIZE_PATTERNS + p];
    return crews > s->floor[station];
}

bool ems_size_may_drop(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t cell)
{
    return may_drop(s, plan, cell, EMS_NONE);
}

/* The crew that takes away most of what is lacking for each hour that it costs. */
static enum ems_status best_addition(struct ems_sizing *s, struct ems_size_plan *plan, double lack,
                                     struct option *best)
{
    double most = -1;
    *best = (struct option){.add = EMS_NONE, .drop = EMS_NONE};
    for (int32_t cell = 0; cell < s->cells; cell++) {
        struct option option = {.add = cell, .drop = EMS_NONE};
        if (!may_add(s, cell)) continue;
        enum ems_status status = weigh(s, plan, &option);
        if (status != EMS_OK) return status;
        double gain = (lack - option.lack) / pattern_of(s, cell)->paid;
        gain = rint(gain * 1e12) / 1e12;
        if (gain <= most) continue;
        most = gain;
        *best = option;
    }
    return EMS_OK;
}

/* Notes a plan on the way. */
static enum ems_status pass(struct ems_sizing *s, const struct ems_size_plan *plan, struct ems_size_way *way)
{
    if (way == NULL || way->count == EMS_SIZE_WAY) return EMS_OK;
    struct ems_size_plan *kept = &way->plans[way->count];
    *kept = ems_size_plan_new(s);
    if (kept->crews == NULL) return EMS_NO_MEMORY;
    ems_size_plan_copy(s, kept, plan);
    way->count++;
    return EMS_OK;
}

enum ems_status ems_size_grow(struct ems_sizing *s, struct ems_size_plan *plan, struct ems_size_way *way)
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
        ems_size_fold(s, plan);
        lack = best.lack;
        status = pass(s, plan, way);
    }
    return status;
}

/* ---- down ---- */

/* Every removal, and every exchange of a crew for a cheaper one: called with each. */
static enum ems_status cheapest(struct ems_sizing *s, struct ems_size_plan *plan, bool exchanges,
                                struct option *best)
{
    *best = (struct option){.add = EMS_NONE, .drop = EMS_NONE, .paid = plan->paid};
    for (int32_t drop = 0; drop < s->cells; drop++) {
        if (plan->crews[drop] == 0) continue;
        for (int32_t add = EMS_NONE; add < (exchanges ? s->cells : 0); add++) {
            struct option option = {.add = add, .drop = drop};
            if (!may_drop(s, plan, drop, add)) continue;
            if (add != EMS_NONE &&
                (!may_add(s, add) || pattern_of(s, add)->paid >= pattern_of(s, drop)->paid))
                continue;
            enum ems_status status = weigh(s, plan, &option);
            if (status != EMS_OK) return status;
            if (option.lack > 0 || option.paid >= best->paid) continue;
            *best = option;
        }
    }
    return EMS_OK;
}

enum ems_status ems_size_shrink(struct ems_sizing *s, struct ems_size_plan *plan, struct ems_size_way *way)
{
    for (;;) {
        struct option best;
        enum ems_status status = cheapest(s, plan, false, &best);
        if (status == EMS_OK && best.drop == EMS_NONE && s->size->pattern_count > 1)
            status = cheapest(s, plan, true, &best);
        if (status == EMS_OK && best.drop == EMS_NONE) ems_size_fold(s, plan);
        if (status != EMS_OK || best.drop == EMS_NONE) return status;
        apply(s, plan, &best);
        status = pass(s, plan, way);
        if (status != EMS_OK) return status;
    }
}

/* Two crews whose shifts make up a day are one crew at all hours. */
void ems_size_fold(const struct ems_sizing *s, struct ems_size_plan *plan)
{
    const struct ems_size *size = s->size;
    for (int32_t cell = 0; cell < s->cells; cell++)
        for (int32_t p = 1; p < size->pattern_count; p++) {
            int32_t own = cell % EMS_SIZE_PATTERNS, other = cell - own + p;
            const struct ems_size_pattern *a = &size->patterns[own], *b = &size->patterns[p];
            if (own == 0 || own >= size->pattern_count || a->from != b->to || a->to != b->from ||
                a->weekdays != 127 || b->weekdays != 127)
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
static bool is_neighbour(const struct ems_sizing *s, const struct ems_size_plan *plan,
                         const struct option *option, bool same_cost)
{
    int32_t add = option->add, drop = option->drop;
    if (add == drop || !may_drop(s, plan, drop, add)) return false;
    if (add == EMS_NONE) return !same_cost;
    if (same_cost) return add % EMS_SIZE_PATTERNS == drop % EMS_SIZE_PATTERNS;
    return may_add(s, add) && pattern_of(s, add)->paid < pattern_of(s, drop)->paid;
}

static enum ems_status neighbours(struct gathering *g, bool same_cost, double lack)
{
    struct ems_sizing *s = g->s;
    struct ems_size_plan plan = ems_size_plan_new(s);
    if (plan.crews == NULL) return EMS_NO_MEMORY;
    ems_size_plan_copy(s, &plan, g->from);
    for (int32_t drop = 0; drop < s->cells; drop++) {
        if (plan.crews[drop] == 0) continue;
        for (int32_t add = EMS_NONE; add < s->cells; add++) {
            struct option option = {.add = add, .drop = drop};
            if (!is_neighbour(s, &plan, &option, same_cost)) continue;
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
