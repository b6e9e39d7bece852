/* Shifts in place of those that a plan has. How many crews each hour needs follows from one chance for all
 * stations and hours that a call finds no crew at home (Erlang's loss formula on the load that the hypercube
 * gives the station); shifts cover that at the least pay (coverage/shifts.h); the guide and then simulation
 * say which chance is small enough. Where the hours of the plan itself are covered for no more, its need is
 * taken. Then blocks of hours and single shifts are tried with a crew fewer. */
#include "study/size_layout.h"

#include <string.h>

enum { LEVELS = 40, ROUNDS = 16 };
#define NEAR_LACK 0.01

/* ---- what is known before ---- */

static void list_kinds(struct ems_size_laying *l)
{
    const struct ems_size_shifts *shifts = &l->s->size->shifts;
    for (int32_t i = 0; i < shifts->count; i++)
        for (int32_t h = 0; h < 24; h++) {
            int32_t hours = shifts->lengths[i].hours;
            if (!(shifts->lengths[i].starts >> h & 1) || l->kind_count == EMS_SHIFT_KINDS) continue;
            double paid = hours > shifts->break_h ? hours - shifts->break_h : hours;
            l->kinds[l->kind_count++] = (struct ems_shift_kind){h, hours, (int32_t)rint(paid * 60)};
        }
}

static void read_factors(struct ems_size_laying *l)
{
    const struct ems_model *model = l->s->base;
    double hours[EMS_SHIFT_WEEK] = {0}, mean = 0;
    int32_t first = ems_weekday(model->clock.start_day);
    for (int32_t h = 0; h < model->demand.hour_count; h++) {
        int32_t at = (first * 24 + h) % EMS_SHIFT_WEEK;
        l->factor[at] += model->demand.hourly[h];
        hours[at]++;
        mean += model->demand.hourly[h] / model->demand.hour_count;
    }
    for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++)
        l->factor[h] = hours[h] > 0 && mean > 0 ? l->factor[h] / hours[h] / mean : 1;
}

static double mean_on(const struct ems_size_laying *l, int32_t station)
{
    double sum = 0;
    for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++) sum += l->on[station * EMS_SHIFT_WEEK + h];
    return sum / EMS_SHIFT_WEEK;
}

/* By the plan before, in the scenario where it is greatest. */
static enum ems_status read_loads(struct ems_size_laying *l)
{
    struct ems_sizing *s = l->s;
    double shares[EMS_SIZE_TARGETS];
    enum ems_status status = ems_size_guess(s, l->from, shares);
    for (int32_t i = 0; i < s->stations; i++)
        for (int32_t k = 0; k < s->world_count && l->most[i] > 0; k++) {
            if (!ems_size_guided_by(s, k)) continue;
            double busy = ems_analytic_station_busy(s->worlds[k].analytic, i);
            if (!isnan(busy)) l->load[i] = fmax(l->load[i], rint(busy * mean_on(l, i) * 1e9) / 1e9);
        }
    return status;
}

/* Chance that all of `crews` are at work: Erlang's loss formula. */
static double loss(double load, int32_t crews)
{
    double b = 1;
    for (int32_t n = 1; n <= crews; n++) b = load * b / (n + load * b);
    return b;
}

/* The fewest crews with at most that chance, and at most one more than the plan before has. */
static void need_by_chance(const struct ems_size_laying *l, double chance, int32_t *needed)
{
    for (int32_t i = 0; i < l->s->stations; i++)
        for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++) {
            int32_t most = l->most[i] > 0 ? l->most[i] + 1 : 0, crews = most > 0;
            while (crews < most && rint(loss(l->load[i] * l->factor[h], crews) * 1e9) / 1e9 > chance) crews++;
            needed[i * EMS_SHIFT_WEEK + h] = crews;
        }
}

/* ---- layouts that hold ---- */

/* The largest chance that holds. */
static enum ems_status find_chance(struct ems_size_laying *l, struct ems_size_trial *trial, bool *found)
{
    double chance = 0.5;
    *found = false;
    for (int level = 0; level < LEVELS && !*found; level++, chance *= 0.75) {
        double lack = 0;
        if (ems_size_stopped(l->s)) return EMS_INTERRUPTED;
        need_by_chance(l, chance, l->other.needed);
        enum ems_status status = ems_size_layout_cover(l, &l->other, level > 0 ? &l->best : NULL);
        if (status == EMS_OK) status = ems_size_layout_guess(l, &l->other, &lack);
        if (status == EMS_OK && lack <= NEAR_LACK) status = ems_size_layout_try(l, trial, found);
        if (status != EMS_OK) return status;
        ems_size_layout_copy(l, &l->best, &l->other);
    }
    return EMS_OK;
}

/* As many crews at every hour as the plan before, where that is no dearer than the best. */
static enum ems_status follow_plan(struct ems_size_laying *l, struct ems_size_trial *trial, bool *found)
{
    double lack;
    bool better = false;
    memcpy(l->other.needed, l->on, (size_t)l->s->stations * EMS_SHIFT_WEEK * sizeof *l->on);
    enum ems_status status = ems_size_layout_cover(l, &l->other, NULL);
    if (status == EMS_OK) status = ems_size_layout_guess(l, &l->other, &lack);
    if (status == EMS_OK && (!*found || l->other.plan.paid <= trial->plan.paid))
        status = ems_size_layout_try(l, trial, &better);
    if (status == EMS_OK && !*found && !better) ems_size_layout_copy(l, &l->best, &l->other);
    *found = *found || better;
    return status;
}

/* ---- the whole ---- */

static bool make_layout(struct ems_size_laying *l, struct ems_size_layout *layout)
{
    struct ems_arena *arena = &l->s->size->arena;
    layout->needed = EMS_NEW_ARRAY(arena, int32_t, l->s->stations * EMS_SHIFT_WEEK);
    layout->counts = EMS_NEW_ARRAY(arena, int32_t, l->s->stations * l->kind_count * EMS_SHIFT_DAYS);
    layout->plan = ems_size_plan_new(l->s);
    return !arena->failed;
}

static enum ems_status lay(struct ems_size_laying *l, struct ems_size_trial *trial)
{
    bool found;
    enum ems_status status = read_loads(l);
    trial->plan.paid = INFINITY; /* any layout that holds is better than none */
    if (status == EMS_OK) status = find_chance(l, trial, &found);
    if (status == EMS_OK) status = follow_plan(l, trial, &found);
    if (status != EMS_OK) return status;
    double lack;
    status = ems_size_layout_guess(l, &l->best, &lack);
    if (status == EMS_OK) status = ems_size_correct_guide(l->s, trial);
    for (int round = 0; round < ROUNDS && status == EMS_OK && found; round++) {
        status = ems_size_cut_once(l, trial, &found);
        if (status == EMS_OK && found) status = ems_size_correct_guide(l->s, trial);
    }
    l->s->size->needed = l->best.needed;
    l->s->size->cover_proven = l->best.proven;
    return status;
}

enum ems_status ems_size_lay_shifts(struct ems_sizing *s, struct ems_size_trial *trial)
{
    struct ems_size_laying *l = EMS_NEW(&s->size->arena, struct ems_size_laying);
    struct ems_size_plan from = ems_size_plan_new(s);
    if (l == NULL || from.crews == NULL) return EMS_NO_MEMORY;
    ems_size_plan_copy(s, &from, &trial->plan);
    l->s = s;
    l->from = &from;
    l->patterns = s->size->pattern_count;
    list_kinds(l);
    l->load = EMS_NEW_ARRAY(&s->size->arena, double, s->stations);
    l->on = EMS_NEW_ARRAY(&s->size->arena, int32_t, s->stations * EMS_SHIFT_WEEK);
    l->most = EMS_NEW_ARRAY(&s->size->arena, int32_t, s->stations);
    if (!make_layout(l, &l->best) || !make_layout(l, &l->other) || !make_layout(l, &l->before))
        return EMS_NO_MEMORY;
    for (int32_t i = 0; i < s->stations; i++) {
        l->most[i] = ems_size_plan_most(s, &from, i);
        for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++)
            l->on[i * EMS_SHIFT_WEEK + h] = ems_size_plan_on(s, &from, i, h);
    }
    read_factors(l);
    s->size->without_shifts_h = from.paid;
    return lay(l, trial);
}
