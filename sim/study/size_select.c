/* Selection among plans of the same cost, by the procedure KN. */
#include "study/size_parts.h"

#define NEAR_LACK 0.015   /* of all targets together: such plans are worth a simulation */
#define INDIFFERENCE 0.01 /* one point */

static void means_over_targets(const struct ems_sizing *s, const double *values, int64_t count, double *out)
{
    int32_t targets = s->base->target_count;
    for (int64_t r = 0; r < count; r++) {
        out[r] = 0;
        for (int32_t t = 0; t < targets; t++) out[r] += values[r * targets + t] / targets;
    }
}

/* The plans that are left are simulated again with more replications each time: the same first ones, and
 * more. */
static enum ems_status look(struct ems_sizing *s, const struct ems_selection_def *def, int64_t count)
{
    struct ems_size *size = s->size;
    int32_t plans = size->alternative_count, targets = s->base->target_count, left = 0, best;
    struct ems_size_plan list[EMS_SIZE_ALTERNATIVES];
    struct ems_size_trial trials[EMS_SIZE_ALTERNATIVES];
    const double *rows[EMS_SIZE_ALTERNATIVES];
    double *values = EMS_NEW_ARRAY(&s->scratch, double, plans *count *targets);
    double *means = EMS_NEW_ARRAY(&s->scratch, double, plans *count);
    if (values == NULL || means == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < plans; i++)
        if (size->alive[i]) list[left++] = size->alternatives[i].plan;
    enum ems_status status = ems_size_simulate(s, list, left, size->search_seed, count, trials, values);
    if (status != EMS_OK) return status;
    left = 0;
    for (int32_t i = 0; i < plans; i++) {
        rows[i] = means + i * count;
        if (!size->alive[i]) continue;
        means_over_targets(s, values + left * count * targets, count, means + i * count);
        size->alternatives[i] = trials[left++];
        if (!ems_size_met(s, &size->alternatives[i])) size->alive[i] = false;
    }
    size->alternatives_left = ems_selection_look(def, rows, plans, count, size->alive, &best);
    size->selection_replications = count;
    if (best <= 0) return EMS_OK;
    struct ems_size_trial first = size->alternatives[0]; /* the best stands first */
    bool alive = size->alive[0];
    size->alternatives[0] = size->alternatives[best];
    size->alternatives[best] = first;
    size->alive[0] = size->alive[best];
    size->alive[best] = alive;
    return EMS_OK;
}

enum ems_status ems_size_select(struct ems_sizing *s, struct ems_size_trial *trial)
{
    struct ems_size *size = s->size;
    struct ems_size_plan moved[EMS_SIZE_ALTERNATIVES - 1] = {0};
    int32_t count = 0;
    struct ems_selection_def def = {
        .sure = 0.95, .indifference = INDIFFERENCE, .first = ems_size_search_replications(s)};
    enum ems_status status = EMS_OK;
    if (size->shifts.count == 0) /* shifts follow the need of their own station */
        status = ems_size_moved(s, &trial->plan, NEAR_LACK, moved, EMS_SIZE_ALTERNATIVES - 1, &count);
    if (status != EMS_OK) return status;
    size->alternatives[0] = *trial;
    for (int32_t i = 0; i < count; i++) size->alternatives[i + 1] = (struct ems_size_trial){.plan = moved[i]};
    size->alternative_count = count + 1;
    for (int32_t i = 0; i <= count; i++) size->alive[i] = true;
    size->alternatives_left = count + 1;
    if (def.first < 2 || count == 0) {
        size->alternatives_left = 1;
        return EMS_OK;
    }
    for (int64_t n = def.first; n <= 8 * def.first && size->alternatives_left > 1 && status == EMS_OK;
         n *= 2) {
        ems_arena_reset(&s->scratch);
        status = look(s, &def, n);
    }
    if (status == EMS_OK) *trial = size->alternatives[0];
    return status;
}
