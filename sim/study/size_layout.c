/* A layout of shifts: what covers the crews that the hours need, as a plan that can be guessed and played. */
#include "study/size_layout.h"

#include <string.h>

/* Days on which at least `layer` crews begin that shift make up one pattern. */
static int32_t layer_pattern(struct ems_size_laying *l, const struct ems_shift_kind *kind,
                             const int32_t *days, int32_t layer)
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

static void take_shifts(struct ems_size_laying *l, const int32_t *counts, int32_t station,
                        struct ems_size_plan *plan)
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

static bool same_need(const struct ems_size_layout *a, const struct ems_size_layout *b, int32_t station)
{
    return memcmp(a->needed + station * EMS_SHIFT_WEEK, b->needed + station * EMS_SHIFT_WEEK,
                  EMS_SHIFT_WEEK * sizeof *a->needed) == 0;
}

enum ems_status ems_size_layout_cover(struct ems_size_laying *l, struct ems_size_layout *out,
                                      const struct ems_size_layout *known)
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

static void make_plan(struct ems_size_laying *l, struct ems_size_layout *out)
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

void ems_size_layout_copy(const struct ems_size_laying *l, struct ems_size_layout *to,
                          const struct ems_size_layout *from)
{
    size_t stations = (size_t)l->s->stations;
    memcpy(to->needed, from->needed, stations * EMS_SHIFT_WEEK * sizeof *to->needed);
    memcpy(to->counts, from->counts, stations * (size_t)l->kind_count * EMS_SHIFT_DAYS * sizeof *to->counts);
    to->proven = from->proven;
}

enum ems_status ems_size_layout_guess(struct ems_size_laying *l, struct ems_size_layout *layout, double *lack)
{
    double shares[EMS_SIZE_TARGETS];
    make_plan(l, layout);
    enum ems_status status = ems_size_guess(l->s, &layout->plan, shares);
    *lack = ems_size_lack(l->s, shares);
    return status;
}

enum ems_status ems_size_layout_try(struct ems_size_laying *l, struct ems_size_trial *trial, bool *better)
{
    struct ems_size_trial both[2] = {*trial};
    enum ems_status status = ems_size_try(l->s, &l->other.plan, &both[1]);
    *better = status == EMS_OK && ems_size_cheapest(l->s, both, 2) == 1;
    if (*better)
        ems_size_layout_copy(l, &l->best, &l->other);
    else if (status == EMS_OK && !ems_size_met(l->s, &both[1]))
        status = ems_size_correct_guide(l->s, &both[1]);
    if (*better) *trial = both[1];
    return status;
}
