/* The certificate of a plan: replications that the search has not seen. Where the worst scenario counts, each
 * is decided by itself, the one in which plans lacked most first, and one refusal is enough; a mean is
 * decided in all together. More replications go on from those that were played. */
#include "study/size_parts.h"

enum { LOOKS = 3 };
#define FAMILY_ERROR 0.05

struct certificate {
    struct ems_sizing *s;
    const struct ems_size_plan *plan;
    int64_t first, most; /* replications */
    struct ems_size_sheet *sheet;
    struct ems_size_stage *stages; /* by world */
    struct ems_arena arena;
};

/* Each attempt has a seed of its own and half the error of the one before; its looks, the targets and the
 * scenarios of which the worst counts share that: all certificates that could be given together are wrong
 * with a chance of at most FAMILY_ERROR. */
static void share_error(struct ems_sizing *s, int attempt)
{
    struct ems_size *size = s->size;
    int32_t parts = LOOKS * s->base->target_count;
    if (size->judge == EMS_SIZE_WORST) parts *= size->world_count;
    size->target_error = FAMILY_ERROR / parts / (double)(2 << attempt);
    /* no seed that anybody types in */
    size->certificate_seed = (s->base->seed ^ (UINT64_C(0x5ee0ceef1ca7e000) + (uint64_t)attempt)) & INT64_MAX;
}

static enum ems_status begin(struct certificate *c)
{
    struct ems_sizing *s = c->s;
    c->sheet = EMS_NEW(&c->arena, struct ems_size_sheet);
    c->stages = EMS_NEW_ARRAY(&c->arena, struct ems_size_stage, s->world_count);
    if (c->arena.failed) return EMS_NO_MEMORY;
    enum ems_status status = ems_size_sheet_begin(s, c->most, false, &c->arena, c->sheet);
    for (int32_t k = 0; k < s->world_count && status == EMS_OK; k++)
        status = ems_size_stage_open(s, k, &c->plan, 1, s->size->certificate_seed, &c->stages[k]);
    return status;
}

static void end(struct certificate *c)
{
    for (int32_t k = 0; k < c->s->world_count && c->stages != NULL; k++) ems_size_stage_close(&c->stages[k]);
    ems_arena_free(&c->arena);
}

/* ---- worlds that are decided together ---- */

static struct ems_figure found_in(const struct certificate *c, int32_t world, int32_t target)
{
    const double *values;
    return world != EMS_NONE ? c->sheet->found[world][target]
                             : ems_size_sheet_judged(c->s, c->sheet, target, &values);
}

/* More replications can decide: what is undecided is on the right side, and near enough. *needed are those
 * that it takes; 0: nothing is undecided. */
static bool worth_more(const struct certificate *c, int32_t world, int64_t *needed)
{
    const struct ems_sizing *s = c->s;
    *needed = 0;
    for (int32_t t = 0; t < s->base->target_count; t++) {
        double share = s->base->targets[t].share;
        struct ems_figure found = found_in(c, world, t);
        struct ems_judgement judged = ems_judge_at_least(&found, share, s->size->target_error, true);
        if (judged.verdict == EMS_VERDICT_NO) return false;
        if (judged.verdict != EMS_VERDICT_UNDECIDED) continue;
        if (found.value < share || judged.replications_needed > c->most) return false;
        if (judged.replications_needed > *needed) *needed = judged.replications_needed;
        if (*needed == 0) *needed = 1;
    }
    return *needed > 0;
}

static enum ems_status play(struct certificate *c, int32_t world, int64_t replications)
{
    for (int32_t k = 0; k < c->s->world_count; k++) {
        if (world != EMS_NONE && k != world) continue;
        enum ems_status status = ems_size_stage_play(&c->stages[k], replications);
        if (status != EMS_OK) return status;
        ems_size_stage_read(&c->stages[k], 0, c->sheet);
    }
    return EMS_OK;
}

/* Looks at one world, or at the mean of all (EMS_NONE), until it is decided or more would not help. */
static enum ems_status decide(struct certificate *c, int32_t world)
{
    enum ems_status status = EMS_OK;
    for (int64_t n = c->first; n <= c->most && status == EMS_OK; n *= 2) {
        int64_t needed = 0;
        status = play(c, world, n);
        if (n > c->s->size->certificate_replications) c->s->size->certificate_replications = n;
        if (status != EMS_OK || !worth_more(c, world, &needed)) break;
        if (needed > 2 * n && 4 * n <= c->most) n *= 2; /* a look that would hardly decide is left out */
    }
    return status;
}

/* ---- all worlds ---- */

/* The verdict over worlds: all must hold where the worst counts. */
static struct ems_judgement judge_worlds(struct ems_sizing *s, int32_t target)
{
    struct ems_size *size = s->size;
    double share = s->base->targets[target].share, error = size->target_error;
    struct ems_judgement all = {.verdict = EMS_VERDICT_NA, .bound = NAN};
    for (int32_t k = 0; k < size->world_count; k++) {
        struct ems_judgement one = ems_judge_at_least(&size->found_in[k][target], share, error, true);
        size->judgement_in[k][target] = one;
        bool weaker = all.verdict == EMS_VERDICT_NA || one.verdict == EMS_VERDICT_NO ||
                      (one.verdict == EMS_VERDICT_UNDECIDED && all.verdict == EMS_VERDICT_YES) ||
                      (one.verdict == all.verdict && one.bound < all.bound);
        if (one.verdict != EMS_VERDICT_NA && weaker) all = one;
    }
    return size->judge == EMS_SIZE_WORST ? all
                                         : ems_judge_at_least(&size->plan.found[target], share, error, true);
}

static void fill_in(struct certificate *c)
{
    struct ems_sizing *s = c->s;
    struct ems_size *size = s->size;
    size->plan.plan = *c->plan;
    size->plan.mean_s = found_in(c, EMS_NONE, s->base->target_count);
    size->certified = true;
    for (int32_t k = 0; k < s->world_count; k++) {
        size->replications_in[k] = c->stages[k].played;
        for (int32_t t = 0; t < s->base->target_count; t++) size->found_in[k][t] = c->sheet->found[k][t];
    }
    for (int32_t t = 0; t < s->base->target_count; t++) {
        size->plan.found[t] = found_in(c, EMS_NONE, t);
        size->judgement[t] = judge_worlds(s, t);
        enum ems_verdict verdict = size->judgement[t].verdict;
        size->certified = size->certified && (verdict == EMS_VERDICT_YES || verdict == EMS_VERDICT_NA);
    }
}

static bool holds_in(const struct certificate *c, int32_t world)
{
    for (int32_t t = 0; t < c->s->base->target_count; t++) {
        struct ems_judgement judged = ems_judge_at_least(
            &c->sheet->found[world][t], c->s->base->targets[t].share, c->s->size->target_error, true);
        if (judged.verdict != EMS_VERDICT_YES && judged.verdict != EMS_VERDICT_NA) return false;
    }
    return true;
}

static enum ems_status work(struct certificate *c)
{
    struct ems_sizing *s = c->s;
    enum ems_status status = begin(c);
    bool holds = true;
    if (status == EMS_OK && s->size->judge == EMS_SIZE_MEAN) status = decide(c, EMS_NONE);
    for (int32_t k = 0; k < s->world_count && holds && s->size->judge == EMS_SIZE_WORST; k++) {
        if (status == EMS_OK) status = decide(c, s->order[k]);
        if (status != EMS_OK) return status;
        holds = holds_in(c, s->order[k]);
    }
    if (status != EMS_OK) return status;
    fill_in(c);
    if (!s->options->standards || c->stages[0].played == 0) return EMS_OK;
    return ems_standards_judge(&c->stages[0].models[0], c->stages[0].results[0], &s->size->arena,
                               &s->size->clauses);
}

enum ems_status ems_size_certify(struct ems_sizing *s, const struct ems_size_plan *plan, int attempt)
{
    struct certificate c = {.s = s, .plan = plan};
    c.first = s->options->certify > 0 ? s->options->certify : 200;
    c.most = c.first << (LOOKS - 1);
    share_error(s, attempt);
    s->size->certificate_replications = 0;
    enum ems_status status = work(&c);
    end(&c);
    return status;
}
