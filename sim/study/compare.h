/* Scenarios compared with the first of them, by common random numbers: replication r of each meets the same
 * calls. Every figure of results has its difference, by pairs and as if unpaired (stats/paired.h), overall
 * and by priority, class and area. Groups go together by their ids; what one of two scenarios lacks is left
 * out.
 *
 * Verdicts share one error of 5 % in each table (Bonferroni): the headline metrics overall; the targets;
 * mean, p90 and share in time by priority and by class; the mean by area, which says who gains and who loses.
 * Other differences have 95 % intervals of their own and no verdict. */
#ifndef EMS_STUDY_COMPARE_H
#define EMS_STUDY_COMPARE_H

#include "stats/paired.h"
#include "study/metric.h"
#include "study/run.h"

enum { EMS_COMPARED_MOST = 26 }; /* scenarios: A to Z */

/* X(id, name in files) */
#define EMS_CHANGES(X)    \
    X(NONE, "")           \
    X(BETTER, "better")   \
    X(WORSE, "worse")     \
    X(UNCLEAR, "unclear") \
    X(NO_EFFECT, "no_effect") /* equal in every replication */

enum ems_effect {
#define EMS_X(id, name) EMS_CHANGE_##id,
    EMS_CHANGES(EMS_X)
#undef EMS_X
        EMS_CHANGE_COUNT
};

const char *ems_change_name(enum ems_effect change);

/* One metric of one group in two scenarios. */
struct ems_compared {
    struct ems_metric_of of; /* in the first scenario */
    int32_t threshold;       /* of the first model, for `within`; else EMS_NONE */
    int32_t index;           /* of the group in the other scenario */
    struct ems_figure first, second;
    struct ems_paired paired;
    bool judged; /* in its table's family */
    enum ems_effect change;
};

/* People of areas by what the mean response did there. */
struct ems_gains {
    double better, worse, unclear, no_effect, no_cases;
};

/* A scenario beside the first one. */
struct ems_comparison {
    struct ems_compared *items; /* all requests, the whole, targets, then priorities, classes, areas */
    int32_t count, capacity;
    struct ems_gains people;
};

struct ems_ranked {
    int32_t scenario;
    bool may_be_best;   /* not worse than any other for sure */
    double behind_most; /* upper bound of its distance from the best of the others, at least 0 */
};

struct ems_comparisons {
    const struct ems_model *const *models; /* borrowed; the first is what others are compared with */
    int32_t count;
    struct ems_results *results[EMS_COMPARED_MOST];
    struct ems_summary *summaries[EMS_COMPARED_MOST];
    struct ems_comparison with[EMS_COMPARED_MOST]; /* [0] is empty */
    struct ems_ranked ranking[EMS_COMPARED_MOST];  /* by mean response (Hsu), best first */
    bool same_seed;
    int32_t inner; /* above 0: so many replications share a draw of the inputs, the same for all scenarios */
    int32_t
        family[EMS_GROUP_TARGET + 1]; /* differences that share the error of a table, by its kind of group */
    int32_t failed;                   /* the scenario that failed, -1: none; its results say why */
    struct ems_precision_result precisions[EMS_PRECISION_WISHES]; /* of the widest difference */
    int32_t precision_count;
    double wall_s;
};

#define EMS_COMPARE_ERROR 0.05

/* All options count but `sim` and `watch`. `replications` (0: as many as the first model says) are those of
 * each scenario. `precisions` are wishes for the differences from the first scenario, a share being one of
 * the first scenario's value: `precision_count` of them as read for the first model, then as many for each
 * other one. Replication r of all scenarios is played before the next of any. EMS_INTERRUPTED keeps the
 * replications that were finished in all of them; there may be none. *out is never NULL unless EMS_NO_MEMORY.
 */
enum ems_status ems_compare_run(const struct ems_model *const *models, int32_t count,
                                const struct ems_run_options *options, struct ems_comparisons **out);
void ems_compare_free(struct ems_comparisons *comparisons);

/* The item of a group of the first scenario, NULL when there is none. `threshold` EMS_NONE but for `within`.
 */
const struct ems_compared *ems_compare_find(const struct ems_comparison *comparison,
                                            enum ems_metric_group group, int32_t index, const char *key,
                                            int32_t threshold);

#endif
