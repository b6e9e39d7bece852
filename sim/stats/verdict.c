#include "stats/verdict.h"

#include "base/names.h"

enum { REPLICATIONS_MOST = 1000000 };

EMS_NAME_FUNCTION(ems_verdict_name, enum ems_verdict, verdict, EMS_VERDICTS)

EMS_NAME_FUNCTION(ems_origin_name, enum ems_origin_kind, origin, EMS_ORIGINS)

enum ems_verdict ems_verdict_exact(bool met)
{
    return met ? EMS_VERDICT_YES : EMS_VERDICT_NO;
}

/* The bound would clear a gap of `distance` with n replications: what inputs do to it stays, the rest
 * shrinks. */
static bool decides(int64_t n, const struct ems_figure *found, double distance, double error)
{
    double shrink = (double)found->n / (double)n, share = found->lasting_share;
    double left = found->error * sqrt(share + (1 - share) * shrink);
    return ems_student_quantile(1 - error, n - 1) * left <= distance;
}

/* The least number of replications that decides, by bisection: the bound narrows as n grows. */
static int64_t replications_for(const struct ems_figure *found, double distance, double error)
{
    int64_t low = found->n, high = REPLICATIONS_MOST;
    if (!(distance > 0) || !decides(high, found, distance, error)) return 0;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (decides(middle, found, distance, error))
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* Enough cases to believe a share on which all replications agree. */
static bool enough_cases(const struct ems_figure *found, double rate)
{
    return found->cases * fmax(rate, 0.01) > 3 - 1e-9;
}

struct ems_judgement ems_judge_at_least(const struct ems_figure *found, double required, double error,
                                        bool share)
{
    struct ems_judgement judgement = {.verdict = EMS_VERDICT_UNDECIDED, .bound = NAN};
    if (isnan(found->value)) {
        judgement.verdict = EMS_VERDICT_NA;
        return judgement;
    }
    if (isnan(found->error)) return judgement;
    double gap = found->value - required;
    bool good = gap >= 0;
    double reach = ems_student_quantile(1 - error, found->n - 1) * found->error;
    judgement.bound = found->value + (good ? -reach : reach);
    /* what would be seen now and then if the truth were on the other side */
    double rate = good ? 1 - required : required;
    bool believable = !share || found->error > 0 || enough_cases(found, rate);
    bool clear = good ? gap >= reach : -gap > reach;
    if (clear && believable)
        judgement.verdict = ems_verdict_exact(good);
    else if (!clear)
        judgement.replications_needed = replications_for(found, fabs(gap), error);
    return judgement;
}
