/* Fewer hours: blocks of hours and single shifts are tried with a crew fewer. */
#include "study/size_layout.h"

#include <string.h>

enum { BLOCKS = 6, BLOCK_HOURS = 24 / BLOCKS, TRIED = 8 };
#define NEAR_LACK 0.01

/* A block of hours of every day with a crew fewer at a station, or one shift fewer on its days. */
struct cut {
    int32_t station, block; /* from BLOCKS on: kinds of shifts */
    double paid, lack;
};

/* Crews on duty by hour of the week without one of that kind. */
static void on_without(const struct ems_size_laying *l, const int32_t *counts, int32_t without, int32_t *on)
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

static bool apply_cut(const struct ems_size_laying *l, struct ems_size_layout *layout, const struct cut *cut)
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

static enum ems_status weigh_cut(struct ems_size_laying *l, double paid, struct cut *cut, bool *cheaper)
{
    ems_size_layout_copy(l, &l->other, &l->before);
    *cheaper = apply_cut(l, &l->other, cut);
    if (!*cheaper) return EMS_OK;
    enum ems_status status = ems_size_layout_cover(l, &l->other, &l->before);
    if (status == EMS_OK) status = ems_size_layout_guess(l, &l->other, &cut->lack);
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

enum ems_status ems_size_cut_once(struct ems_size_laying *l, struct ems_size_trial *trial, bool *found)
{
    struct cut cuts[TRIED];
    int32_t count = 0, each = BLOCKS + l->kind_count;
    struct ems_sizing *s = l->s;
    enum ems_status status = EMS_OK;
    *found = false;
    ems_size_layout_copy(l, &l->before, &l->best);
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
        if (status == EMS_OK) status = ems_size_layout_try(l, trial, &better);
        *found = *found || better;
    }
    double lack;
    return status == EMS_OK ? ems_size_layout_guess(l, &l->best, &lack) : status; /* its patterns again */
}
