/* What else a planner asks of a plan: what one crew more or fewer does, and how the outcome grows with crews.
 */
#include "study/size_parts.h"

#include "stats/paired.h"

static enum ems_status list_steps(struct ems_sizing *s, struct ems_size_plan *plans)
{
    struct ems_size *size = s->size;
    int32_t patterns = size->pattern_count;
    size->steps = EMS_NEW_ARRAY(&size->arena, struct ems_size_step, 2 * s->stations);
    if (size->steps == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < s->stations; i++) {
        int32_t longest = EMS_NONE;
        for (int32_t p = 0; p < patterns; p++)
            if (size->plan.plan.crews[i * EMS_SIZE_PATTERNS + p] > 0 &&
                (longest == EMS_NONE || size->patterns[p].paid > size->patterns[longest].paid))
                longest = p;
        for (int32_t more = 1; more >= 0; more--) {
            int32_t pattern = more ? 0 : longest;
            if (pattern == EMS_NONE || (!more && size->plan.plan.count == 1)) continue;
            struct ems_size_plan *plan = &plans[1 + size->step_count];
            *plan = ems_size_plan_new(s);
            if (plan->crews == NULL) return EMS_NO_MEMORY;
            ems_size_plan_copy(s, plan, &size->plan.plan);
            ems_size_plan_change(s, plan, i * EMS_SIZE_PATTERNS + pattern, more ? 1 : -1);
            size->steps[size->step_count++] = (struct ems_size_step){
                .station = i, .more = more != 0, .hours = plan->hours - size->plan.plan.hours};
        }
    }
    return EMS_OK;
}

static void compare_step(struct ems_sizing *s, const struct ems_size_trial *trials, const double *values,
                         int64_t count, int32_t number, double *a, double *b)
{
    int32_t targets = s->base->target_count;
    for (int32_t t = 0; t < targets; t++) {
        double centre[2] = {0, 0};
        for (int64_t r = 0; r < count; r++) {
            a[r] = values[r * targets + t];
            b[r] = values[((number + 1) * count + r) * targets + t];
            centre[0] += a[r] / (double)count;
            centre[1] += b[r] / (double)count;
        }
        struct ems_paired_side first = {trials[0].found[t].value, centre[0], a};
        struct ems_paired_side second = {trials[number + 1].found[t].value, centre[1], b};
        s->size->steps[number].difference[t] = ems_paired_compute(&first, &second, count, NULL, 0).difference;
    }
}

/* One more and one fewer at each station, by pairs with the plan. */
enum ems_status ems_size_compute_steps(struct ems_sizing *s)
{
    int64_t count = ems_size_search_replications(s);
    struct ems_size_plan *plans = EMS_NEW_ARRAY(&s->size->arena, struct ems_size_plan, 2 * s->stations + 1);
    struct ems_size_trial *trials =
        EMS_NEW_ARRAY(&s->size->arena, struct ems_size_trial, 2 * s->stations + 1);
    if (plans == NULL || trials == NULL) return EMS_NO_MEMORY;
    plans[0] = s->size->plan.plan;
    enum ems_status status = list_steps(s, plans);
    if (status != EMS_OK) return status;
    int32_t all = s->size->step_count + 1;
    ems_arena_reset(&s->scratch);
    double *values = EMS_NEW_ARRAY(&s->scratch, double, all *count * s->base->target_count);
    double *a = EMS_NEW_ARRAY(&s->scratch, double, count), *b = EMS_NEW_ARRAY(&s->scratch, double, count);
    if (s->scratch.failed) return EMS_NO_MEMORY;
    status = ems_size_simulate(s, plans, all, s->size->search_seed, count, trials, values);
    for (int32_t i = 0; i < s->size->step_count && status == EMS_OK; i++)
        compare_step(s, trials, values, count, i, a, b);
    return status;
}

/* The way up by the guide, simulated at some of its plans, the found plan last. */
enum ems_status ems_size_compute_curve(struct ems_sizing *s)
{
    struct ems_size *size = s->size;
    struct ems_size_way *way = EMS_NEW(&size->arena, struct ems_size_way);
    struct ems_size_plan plan = ems_size_plan_new(s), chosen[EMS_SIZE_CURVE];
    int32_t last = 0, points = 0;
    if (way == NULL || plan.crews == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_size_grow(s, &plan, way);
    if (status != EMS_OK && status != EMS_INFEASIBLE) return status;
    while (last < way->count && way->plans[last].paid < size->plan.plan.paid) last++;
    int32_t wanted = last < EMS_SIZE_CURVE / 2 ? last : EMS_SIZE_CURVE / 2;
    for (int32_t i = 0; i < wanted; i++) chosen[points++] = way->plans[i * last / wanted];
    chosen[points++] = size->plan.plan;
    status = ems_size_simulate(s, chosen, points, size->search_seed, ems_size_search_replications(s),
                               size->curve, NULL);
    if (status == EMS_OK) size->curve_count = points;
    return status;
}
