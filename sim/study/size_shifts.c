/* Shifts in place of those that a plan has. How many crews each hour needs follows from one chance for all
 * stations and hours that a call finds no crew at home (Erlang's loss formula on the load that the hypercube
 * gives the station); shifts cover that at the least pay (coverage/shifts.h); the guide and then simulation
 * say which chance is small enough. Where the hours of the plan itself are covered for no more, its need is
 * taken. Then blocks of hours and single shifts are tried with a crew fewer. */
#include "coverage/shifts.h"

#include <string.h>

#include "study/size_parts.h"

enum { LEVELS = 40, BLOCKS = 6, ROUNDS = 16, BLOCK_HOURS = 24 / BLOCKS, TRIED = 8 };
#define NEAR_LACK 0.01

/* Crews needed by station and hour of the week, the shifts that cover them, and the plan of these. */
struct layout {
    int32_t *needed; /* stations x hours of a week */
    int32_t *counts; /* stations x kinds x days */
    struct ems_size_plan plan;
    bool proven;
};

struct laying {
    struct ems_sizing *s;
    struct ems_shift_kind kinds[EMS_SHIFT_KINDS];
    int32_t kind_count, patterns;      /* patterns: those before any layout */
    double *load;                      /* by station: crews at work at a mean hour */
    double factor[EMS_SHIFT_WEEK];     /* of demand by hour of the week */
    const struct ems_size_plan *from;  /* before shifts are laid out */
    int32_t *on;                       /* crews on duty of that: stations x hours of a week */
    int32_t *most;                     /* of these by station */
    struct layout best, other, before; /* before: of a round of cuts */
};

/* ---- what is known before ---- */

static void list_kinds(struct laying *l)
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

static void read_factors(struct laying *l)
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

static double mean_on(const struct laying *l, int32_t station)
{
    double sum = 0;
    for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++) sum += l->on[station * EMS_SHIFT_WEEK + h];
    return sum / EMS_SHIFT_WEEK;
}

/* By the plan before, in the scenario where it is greatest. */
static enum ems_status read_loads(struct laying *l)
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
static void need_by_chance(const struct laying *l, double chance, int32_t *needed)
{
    for (int32_t i = 0; i < l->s->stations; i++)
        for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++) {
            int32_t most = l->most[i] > 0 ? l->most[i] + 1 : 0, crews = most > 0;
            while (crews < most && rint(loss(l->load[i] * l->factor[h], crews) * 1e9) / 1e9 > chance) crews++;
            needed[i * EMS_SHIFT_WEEK + h] = crews;
        }
}

/* ---- shifts of a station ---- */

/* Days on which at least `layer` crews begin that shift make up one pattern. */
static int32_t layer_pattern(struct laying *l, const struct ems_shift_kind *kind, const int32_t *days,
                             int32_t layer)
{
    struct ems_size_pattern pattern = {.from = kind->from * EMS_HOUR,
                                       .to = (kind->from + kind->hours) % 24 * EMS_HOUR};
    for (int32_t d = 0; d < EMS_SHIFT_DAYS; d++)
        if (days[d] >= layer) pattern.weekdays |= (uint32_t)1 << d;
    if (pattern.weekdays == 0) return EMS_NONE;
    int32_t number = ems_size_pattern_number(l->s, pattern);
    if (number == EMS_NONE) { /* too many: every day then, around the clock at worst */
        pattern.weekdays = 127;
        number = ems_size_pattern_number(l->s, pattern);
    }
    return number == EMS_NONE ? 0 : number;
}

static void take_shifts(struct laying *l, const int32_t *counts, int32_t station, struct ems_size_plan *plan)
{
    for (int32_t k = 0; k < l->kind_count; k++) {
        const int32_t *days = counts + k * EMS_SHIFT_DAYS;
        for (int32_t layer = 1;; layer++) {
            int32_t pattern = layer_pattern(l, &l->kinds[k], days, layer);
            if (pattern == EMS_NONE) break;
            l->s->allowed[pattern] = true;
            ems_size_plan_change(l->s, plan, station * EMS_SIZE_PATTERNS + pattern, 1);
        }
    }
}

static bool same_need(const struct layout *a, const struct layout *b, int32_t station)
{
    return memcmp(a->needed + station * EMS_SHIFT_WEEK, b->needed + station * EMS_SHIFT_WEEK,
                  EMS_SHIFT_WEEK * sizeof *a->needed) == 0;
}

/* Covers each station's need, but for those that are as in `known`; then makes the plan, all patterns anew.
 */
static enum ems_status cover(struct laying *l, struct layout *out, const struct layout *known)
{
    struct ems_sizing *s = l->s;
    int32_t width = l->kind_count * EMS_SHIFT_DAYS;
    out->proven = known == NULL || known->proven;
    for (int32_t i = 0; i < s->stations; i++) {
        struct ems_shift_result result;
        int32_t *counts = out->counts + i * width;
        if (known != NULL && same_need(out, known, i)) {
            memcpy(counts, known->counts + i * width, (size_t)width * sizeof *counts);
            continue;
        }
        struct ems_arena arena = {0};
        enum ems_status status = ems_shifts_cover(l->kinds, l->kind_count, out->needed + i * EMS_SHIFT_WEEK,
                                                  &arena, counts, &result);
        ems_arena_free(&arena);
        if (status != EMS_OK) return status;
        out->proven = out->proven && result.proven;
    }
    return EMS_OK;
}

static void make_plan(struct laying *l, struct layout *out)
{
    struct ems_sizing *s = l->s;
    ems_size_pattern_forget(s, l->patterns);
    for (int32_t p = 0; p < EMS_SIZE_PATTERNS; p++) s->allowed[p] = false;
    memset(out->plan.crews, 0, (size_t)s->cells * sizeof *out->plan.crews);
    out->plan.hours = out->plan.paid = 0;
    out->plan.count = 0;
    for (int32_t i = 0; i < s->stations; i++)
        take_shifts(l, out->counts + i * l->kind_count * EMS_SHIFT_DAYS, i, &out->plan);
}

static void copy_layout(const struct laying *l, struct layout *to, const struct layout *from)
{
    size_t stations = (size_t)l->s->stations;
    memcpy(to->needed, from->needed, stations * EMS_SHIFT_WEEK * sizeof *to->needed);
    memcpy(to->counts, from->counts, stations * (size_t)l->kind_count * EMS_SHIFT_DAYS * sizeof *to->counts);
    to->proven = from->proven;
}

static enum ems_status guess_lack(struct laying *l, struct layout *layout, double *lack)
{
    double shares[EMS_SIZE_TARGETS];
    make_plan(l, layout);
    enum ems_status status = ems_size_guess(l->s, &layout->plan, shares);
    *lack = ems_size_lack(l->s, shares);
    return status;
}

/* ---- layouts that hold ---- */

/* Plays the layout that is in `other`; it becomes the best where it holds and is better than `trial`. */
static enum ems_status try_other(struct laying *l, struct ems_size_trial *trial, bool *better)
{
    struct ems_size_trial both[2] = {*trial};
    enum ems_status status = ems_size_try(l->s, &l->other.plan, &both[1]);
    *better = status == EMS_OK && ems_size_cheapest(l->s, both, 2) == 1;
    if (*better)
        copy_layout(l, &l->best, &l->other);
    else if (status == EMS_OK && !ems_size_met(l->s, &both[1]))
        status = ems_size_correct_guide(l->s, &both[1]);
    if (*better) *trial = both[1];
    return status;
}

/* The largest chance that holds. */
static enum ems_status find_chance(struct laying *l, struct ems_size_trial *trial, bool *found)
{
    double chance = 0.5;
    *found = false;
    for (int level = 0; level < LEVELS && !*found; level++, chance *= 0.75) {
        double lack = 0;
        if (ems_size_stopped(l->s)) return EMS_INTERRUPTED;
        need_by_chance(l, chance, l->other.needed);
        enum ems_status status = cover(l, &l->other, level > 0 ? &l->best : NULL);
        if (status == EMS_OK) status = guess_lack(l, &l->other, &lack);
        if (status == EMS_OK && lack <= NEAR_LACK) status = try_other(l, trial, found);
        if (status != EMS_OK) return status;
        copy_layout(l, &l->best, &l->other);
    }
    return EMS_OK;
}

/* As many crews at every hour as the plan before, where that is no dearer than the best. */
static enum ems_status follow_plan(struct laying *l, struct ems_size_trial *trial, bool *found)
{
    double lack;
    bool better = false;
    memcpy(l->other.needed, l->on, (size_t)l->s->stations * EMS_SHIFT_WEEK * sizeof *l->on);
    enum ems_status status = cover(l, &l->other, NULL);
    if (status == EMS_OK) status = guess_lack(l, &l->other, &lack);
    if (status == EMS_OK && (!*found || l->other.plan.paid <= trial->plan.paid))
        status = try_other(l, trial, &better);
    if (status == EMS_OK && !*found && !better) copy_layout(l, &l->best, &l->other);
    *found = *found || better;
    return status;
}

/* ---- fewer hours ---- */

/* A block of hours of every day with a crew fewer at a station, or one shift fewer on its days. */
struct cut {
    int32_t station, block; /* from BLOCKS on: kinds of shifts */
    double paid, lack;
};

/* Crews on duty by hour of the week without one of that kind. */
static void on_without(const struct laying *l, const int32_t *counts, int32_t without, int32_t *on)
{
    memset(on, 0, EMS_SHIFT_WEEK * sizeof *on);
    for (int32_t k = 0; k < l->kind_count; k++)
        for (int32_t d = 0; d < EMS_SHIFT_DAYS; d++) {
            int32_t crews = counts[k * EMS_SHIFT_DAYS + d];
            if (k == without && crews > 0) crews--;
            for (int32_t h = 0; h < l->kinds[k].hours; h++)
                on[(d * 24 + l->kinds[k].from + h) % EMS_SHIFT_WEEK] += crews;
        }
}

static bool apply_cut(const struct laying *l, struct layout *layout, const struct cut *cut)
{
    int32_t *needed = layout->needed + cut->station * EMS_SHIFT_WEEK, left = 0, on[EMS_SHIFT_WEEK];
    bool any = false, block = cut->block < BLOCKS;
    if (!block)
        on_without(l, layout->counts + cut->station * l->kind_count * EMS_SHIFT_DAYS, cut->block - BLOCKS,
                   on);
    for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++) {
        if (block ? h % 24 / BLOCK_HOURS == cut->block && needed[h] > 0 : needed[h] > on[h]) {
            needed[h] = block ? needed[h] - 1 : on[h];
            any = true;
        }
        left += needed[h];
    }
    return any && (left > 0 || l->s->floor[cut->station] == 0);
}

static enum ems_status weigh_cut(struct laying *l, double paid, struct cut *cut, bool *cheaper)
{
    copy_layout(l, &l->other, &l->before);
    *cheaper = apply_cut(l, &l->other, cut);
    if (!*cheaper) return EMS_OK;
    enum ems_status status = cover(l, &l->other, &l->before);
    if (status == EMS_OK) status = guess_lack(l, &l->other, &cut->lack);
    cut->paid = l->other.plan.paid;
    *cheaper = cut->paid < paid && cut->lack <= NEAR_LACK;
    return status;
}

/* The most saving first, then the least lacking. */
static void keep_cut(struct cut *cuts, int32_t *count, const struct cut *cut)
{
    int32_t at = *count < TRIED ? (*count)++ : TRIED;
    for (; at > 0; at--) {
        const struct cut *before = &cuts[at - 1];
        bool better =
            cut->lack <= 0 && before->lack > 0 ? true
            : cut->lack > 0 && before->lack <= 0
                ? false
                : cut->paid < before->paid || (cut->paid <= before->paid && cut->lack < before->lack);
        if (!better) break;
        if (at < TRIED) cuts[at] = *before;
    }
    if (at < TRIED) cuts[at] = *cut;
}

/* One round: the best cuts by the guide, simulated until one holds; then only those that save as much. */
static enum ems_status cut_once(struct laying *l, struct ems_size_trial *trial, bool *found)
{
    struct cut cuts[TRIED];
    int32_t count = 0, each = BLOCKS + l->kind_count;
    struct ems_sizing *s = l->s;
    enum ems_status status = EMS_OK;
    *found = false;
    copy_layout(l, &l->before, &l->best);
    for (int32_t i = 0; i < s->stations * each && status == EMS_OK; i++) {
        struct cut cut = {.station = i / each, .block = i % each};
        bool cheaper;
        if (ems_size_stopped(s)) return EMS_INTERRUPTED;
        status = weigh_cut(l, trial->plan.paid, &cut, &cheaper);
        if (status == EMS_OK && cheaper) keep_cut(cuts, &count, &cut);
    }
    for (int32_t i = 0; i < count && status == EMS_OK; i++) {
        bool cheaper, better = false;
        if (*found && cuts[i].paid > trial->plan.paid) continue;
        status = weigh_cut(l, INFINITY, &cuts[i], &cheaper);
        if (status == EMS_OK) status = try_other(l, trial, &better);
        *found = *found || better;
    }
    double lack;
    return status == EMS_OK ? guess_lack(l, &l->best, &lack) : status; /* its patterns again */
}

/* ---- the whole ---- */

static bool make_layout(struct laying *l, struct layout *layout)
{
    struct ems_arena *arena = &l->s->size->arena;
    layout->needed = EMS_NEW_ARRAY(arena, int32_t, l->s->stations * EMS_SHIFT_WEEK);
    layout->counts = EMS_NEW_ARRAY(arena, int32_t, l->s->stations * l->kind_count * EMS_SHIFT_DAYS);
    layout->plan = ems_size_plan_new(l->s);
    return !arena->failed;
}

static enum ems_status lay(struct laying *l, struct ems_size_trial *trial)
{
    bool found;
    enum ems_status status = read_loads(l);
    trial->plan.paid = INFINITY; /* any layout that holds is better than none */
    if (status == EMS_OK) status = find_chance(l, trial, &found);
    if (status == EMS_OK) status = follow_plan(l, trial, &found);
    if (status != EMS_OK) return status;
    double lack;
    status = guess_lack(l, &l->best, &lack);
    if (status == EMS_OK) status = ems_size_correct_guide(l->s, trial);
    for (int round = 0; round < ROUNDS && status == EMS_OK && found; round++) {
        status = cut_once(l, trial, &found);
        if (status == EMS_OK && found) status = ems_size_correct_guide(l->s, trial);
    }
    l->s->size->needed = l->best.needed;
    l->s->size->cover_proven = l->best.proven;
    return status;
}

enum ems_status ems_size_lay_shifts(struct ems_sizing *s, struct ems_size_trial *trial)
{
    struct laying *l = EMS_NEW(&s->size->arena, struct laying);
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
