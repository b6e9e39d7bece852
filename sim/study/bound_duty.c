/* Crews on duty through the week, and how many of them can be free at most. */
#include <stdlib.h>
#include <string.h>

#include "model/policy.h"
#include "study/bound_parts.h"

static const ems_time WEEK = 7 * EMS_DAY;

/* ---- kinds of need ---- */

static bool serves(const struct ems_model *model, const struct ems_vehicle *vehicle, ems_vehicle_type_id need)
{
    return !vehicle->spare && (model->types[vehicle->type].serves & ems_need_bit(need)) != 0;
}

/* Every vehicle for `inner` is one for `outer`, too. */
static bool is_within(const struct ems_model *model, ems_vehicle_type_id inner, ems_vehicle_type_id outer)
{
    for (int32_t v = 0; v < model->vehicle_count; v++)
        if (serves(model, &model->vehicles[v], inner) && !serves(model, &model->vehicles[v], outer))
            return false;
    return true;
}

static void find_kinds(struct ems_bounding *b)
{
    const struct ems_model *model = b->model;
    struct ems_bound_duty *d = &b->duty;
    for (int32_t c = 0; c < model->condition_count; c++) {
        int32_t k = 0;
        while (k < d->kind_count && d->kind_need[k] != model->conditions[c].need) k++;
        if (k == d->kind_count) d->kind_need[d->kind_count++] = model->conditions[c].need;
        b->kind_of[c] = k;
    }
    d->together = d->kind_count <= EMS_BOUND_NEEDS;
    for (int32_t k = 0; k < d->kind_count; k++)
        for (int32_t j = 0; j < d->kind_count && d->together; j++)
            if (is_within(model, d->kind_need[j], d->kind_need[k])) d->family[k] |= UINT32_C(1) << j;
}

/* ---- steps of the week ---- */

static bool in_shift(const struct ems_crew *crew, ems_time at)
{
    for (int32_t i = 0; i < crew->shift_count; i++) {
        const struct ems_shift *shift = &crew->shifts[i];
        ems_time length = shift->to - shift->from + (shift->to <= shift->from ? EMS_DAY : 0);
        for (int32_t day = 0; day < 7; day++) {
            if (!(shift->weekdays >> day & 1)) continue;
            ems_time gone = (at - day * EMS_DAY - shift->from + 2 * WEEK) % WEEK;
            if (gone < length) return true;
        }
    }
    return false;
}

/* Takes orders: on duty, and not about to go off. */
static bool is_on(const struct ems_bounding *b, const struct ems_crew *crew, ems_time at)
{
    return crew->shift_count == 0 ||
           (in_shift(crew, at) && in_shift(crew, (at + b->model->wind_down) % WEEK));
}

static int compare_times(const void *x, const void *y)
{
    const ems_time *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static int32_t add_changes(const struct ems_bounding *b, const struct ems_crew *crew, ems_time *out)
{
    int32_t count = 0;
    for (int32_t i = 0; i < crew->shift_count; i++) {
        const struct ems_shift *shift = &crew->shifts[i];
        for (int32_t day = 0; day < 7; day++) {
            ems_time from = day * EMS_DAY + shift->from, to = day * EMS_DAY + shift->to;
            if (!(shift->weekdays >> day & 1)) continue;
            if (shift->to <= shift->from) to += EMS_DAY;
            out[count++] = from % WEEK;
            out[count++] = to % WEEK;
            out[count++] = (from - b->model->wind_down + WEEK) % WEEK;
            out[count++] = (to - b->model->wind_down + WEEK) % WEEK;
        }
    }
    return count;
}

static enum ems_status find_steps(struct ems_bounding *b)
{
    const struct ems_model *model = b->model;
    struct ems_bound_duty *d = &b->duty;
    int64_t room = 1;
    for (int32_t c = 0; c < model->crew_count; c++) room += (int64_t)model->crews[c].shift_count * 28;
    d->from = EMS_NEW_ARRAY(&b->bound->arena, ems_time, room);
    if (d->from == NULL) return EMS_NO_MEMORY;
    int32_t count = 1;
    for (int32_t c = 0; c < model->crew_count; c++)
        count += add_changes(b, &model->crews[c], d->from + count);
    qsort(d->from, (size_t)count, sizeof *d->from, compare_times);
    for (int32_t i = 0; i < count; i++)
        if (i == 0 || d->from[i] != d->from[i - 1]) d->from[d->step_count++] = d->from[i];
    return EMS_OK;
}

/* ---- crews that have a vehicle ---- */

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t vehicles_for(const struct ems_bounding *b, ems_station_id station, uint32_t kinds)
{
    const struct ems_station *s = &b->model->stations[station];
    int32_t count = 0;
    for (int32_t v = s->first_vehicle; v < s->first_vehicle + s->vehicle_count; v++) {
        bool any = false;
        for (int32_t k = 0; k < b->duty.kind_count && !any; k++)
            any = (kinds >> k & 1) && serves(b->model, &b->model->vehicles[v], b->duty.kind_need[k]);
        count += any;
    }
    return count;
}

static int32_t crews_for(const struct ems_bounding *b, const int32_t *on, uint32_t kinds)
{
    int32_t sum = 0;
    for (ems_station_id s = 0; s < b->model->station_count; s++)
        sum += least(on[s], vehicles_for(b, s, kinds));
    return sum;
}

static void count_step(struct ems_bounding *b, int32_t step, int32_t *on)
{
    const struct ems_model *model = b->model;
    struct ems_bound_duty *d = &b->duty;
    ems_time before = (d->from[step] - 1 + WEEK) % WEEK;
    memset(on, 0, (size_t)model->station_count * sizeof *on);
    for (int32_t c = 0; c < model->crew_count; c++) {
        bool now = is_on(b, &model->crews[c], d->from[step]);
        on[model->crews[c].station] += now;
        d->leaving[step] += !now && is_on(b, &model->crews[c], before);
    }
    for (int32_t k = 0; k < d->kind_count; k++)
        d->alone[step * d->kind_count + k] = crews_for(b, on, UINT32_C(1) << k);
    for (uint32_t kinds = 0; d->together && kinds >> d->kind_count == 0; kinds++)
        d->subset[(step << d->kind_count) + (int32_t)kinds] = crews_for(b, on, kinds);
    for (int32_t k = 0; k < d->kind_count; k++)
        if (d->alone[step * d->kind_count + k] > d->most) d->most = d->alone[step * d->kind_count + k];
}

enum ems_status ems_bound_prepare_duty(struct ems_bounding *b)
{
    struct ems_bound_duty *d = &b->duty;
    struct ems_arena *arena = &b->bound->arena;
    b->kind_of = EMS_NEW_ARRAY(arena, int32_t, b->model->condition_count);
    int32_t *on = EMS_NEW_ARRAY(arena, int32_t, b->model->station_count + 1);
    if (b->kind_of == NULL || on == NULL) return EMS_NO_MEMORY;
    find_kinds(b);
    enum ems_status status = find_steps(b);
    if (status != EMS_OK) return status;
    d->leaving = EMS_NEW_ARRAY(arena, int32_t, d->step_count);
    d->alone = EMS_NEW_ARRAY(arena, int32_t, d->step_count * d->kind_count);
    if (d->together) d->subset = EMS_NEW_ARRAY(arena, int32_t, d->step_count << d->kind_count);
    if (arena->failed) return EMS_NO_MEMORY;
    for (int32_t step = 0; step < d->step_count; step++) count_step(b, step, on);
    return EMS_OK;
}

int32_t ems_bound_step(const struct ems_bounding *b, ems_time at, ems_time *ends)
{
    const struct ems_model *model = b->model;
    const struct ems_bound_duty *d = &b->duty;
    ems_time of_week =
        (at + model->clock.start_of_day + ems_weekday(model->clock.start_day) * EMS_DAY) % WEEK;
    int32_t step = 0;
    while (step + 1 < d->step_count && d->from[step + 1] <= of_week) step++;
    *ends = at - of_week + (step + 1 < d->step_count ? d->from[step + 1] : WEEK);
    return step;
}

/* Of the calls of a family those of some kinds wait: then all crews for these kinds are busy. The others are
 * all being served. Whichever kinds wait, one of the two counts holds. */
int32_t ems_bound_free_crews(const struct ems_bounding *b, int32_t step, int32_t kind, const int32_t *busy)
{
    const struct ems_bound_duty *d = &b->duty;
    int32_t all = d->alone[step * d->kind_count + kind], fewest = INT32_MAX;
    uint32_t family = d->family[kind];
    if (!d->together) return all > busy[kind] ? all - busy[kind] : 0;
    for (uint32_t waiting = family;; waiting = (waiting - 1) & family) {
        int32_t count = 0;
        for (int32_t k = 0; k < d->kind_count; k++)
            if ((family & ~waiting) >> k & 1) count += busy[k];
        int32_t crews = d->subset[(step << d->kind_count) + (int32_t)waiting];
        if (crews > count) count = crews;
        if (count < fewest) fewest = count;
        if (waiting == 0) break;
    }
    return all > fewest ? all - fewest : 0;
}
