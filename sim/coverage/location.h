/* Where to put stations: the location models of the literature over a table of times or distances.
 *
 *   lscp          fewest (cheapest) sites that cover every point             Toregas et al. 1971
 *   mclp          most weight covered by p sites                             Church and ReVelle 1974
 *   dsm           all points within `within_far`, a share within `within`,   Gendreau, Laporte and Semet 1997
 *                 and most weight covered twice within `within`
 *   mexclp        most weight times the chance that a covering unit is free  Daskin 1983
 *   malp          most weight with so many units that one is free with the   ReVelle and Hogan 1989
 *                 wanted chance, one busy share everywhere (MALP I)
 *   malp2         the same with a busy share of its own for each point,     ReVelle and Hogan 1989
 *                 from what its neighbourhood asks for (MALP II)
 *   p-median      least mean time to the nearest site                        Hakimi 1964
 *   p-centre      least largest time to the nearest site                     Hakimi 1964, Minieka 1970
 *   hierarchical  most weight within `within` of any site and within         Moore and ReVelle 1982
 *                 `within_far` of one of the upper tier
 *
 * Describe the problem, ask ems_location_solve, free the plan. Every answer has its objective and a bound on
 * what any plan could reach. All is counted in integers: weights, times and the plans' values; the work is
 * limited by iterations and nodes, so that the answer is the same on every machine. The problem is borrowed;
 * the plan owns its arrays. */
#ifndef EMS_COVERAGE_LOCATION_H
#define EMS_COVERAGE_LOCATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/* X(id, name) */
#define EMS_LOCATION_MODELS(X) \
    X(LSCP, "lscp")            \
    X(MCLP, "mclp")            \
    X(DSM, "dsm")              \
    X(MEXCLP, "mexclp")        \
    X(MALP, "malp")            \
    X(MALP2, "malp2")          \
    X(MEDIAN, "p-median")      \
    X(CENTRE, "p-centre")      \
    X(HIERARCHICAL, "hierarchical")

enum ems_location_model {
#define EMS_X(id, name) EMS_LOCATION_##id,
    EMS_LOCATION_MODELS(EMS_X)
#undef EMS_X
        EMS_LOCATION_MODEL_COUNT
};

const char *ems_location_model_name(enum ems_location_model model);
bool ems_location_model_named(const char *name, enum ems_location_model *out);

enum { EMS_LOCATION_NO_LIMIT = -1 };
#define EMS_LOCATION_ANY INT64_C(-1) /* no budget, no capacity */

/* A place where units may stand. `least` 1 keeps an existing site, `most` 0 forbids a site. Models other than
 * mexclp, malp, malp2 and dsm put at most one unit at a site, whatever `most` says. */
struct ems_location_site {
    int32_t least, most; /* units of the plan */
    int32_t strength;    /* vehicles that one unit stands for in mexclp, malp, malp2 and dsm; 0 counts as 1 */
    bool existing;       /* counts against `closed_most`, not against `new_most` */
    bool upper_tier;     /* hierarchical: an existing site of the upper tier */
    int64_t cost;        /* of one unit, 0 or more: of the budget, and what lscp makes least */
    int64_t capacity;    /* weight that it can serve (mclp, p-median; split at will), or EMS_LOCATION_ANY */
};

struct ems_location_problem {
    int32_t point_count, site_count;
    const int64_t *weight;  /* of points, 0 or more */
    const int64_t *reach;   /* [point * site_count + site]: time or distance; EMS_NEVER: no way */
    const int32_t *classes; /* of points, 0 to class_count - 1; NULL: all 0 */
    int32_t class_count;    /* 0 with NULL */
    const int64_t *within;  /* by class: a point is covered when its reach is at most this; one entry without
                               classes. p-median and p-centre: may be NULL */
    const int64_t *within_far;    /* likewise, dsm and hierarchical only */
    const int64_t *least_covered; /* by class: weight that must be within `within`; NULL: none */
    const int64_t
        *least_reach; /* what least_covered is measured by instead, with least_within; NULL: reach */
    const int64_t *least_within;
    const int64_t *least_weight; /* likewise of points; NULL: weight */
    const double *load; /* malp2: of points, how many vehicles the requests of a point's neighbourhood keep
                           busy on average, 0 or more; else may be NULL */
    const struct ems_location_site *sites;
    int32_t units;       /* p, existing sites included; EMS_LOCATION_NO_LIMIT: as many as one likes (lscp) */
    int32_t upper_units; /* hierarchical: of them, in the upper tier */
    int32_t new_most;    /* units at sites that do not exist yet */
    int32_t closed_most; /* existing sites without a unit */
    int64_t budget;      /* of the units' costs; EMS_LOCATION_ANY: none */
};

/* No limits but `units`: fill in the rest. */
struct ems_location_problem ems_location_problem_default(void);
/* An open candidate: most 1, strength 1, no capacity. */
struct ems_location_site ems_location_site_default(void);

struct ems_location_options {
    enum ems_location_model model;
    double busy;         /* mexclp, malp: share of time that a vehicle is busy, 0 to 1 */
    double reliability;  /* malp, malp2: wanted chance that one is free */
    double near_share;   /* dsm: share of all weight that must be within `within` */
    int32_t iterations;  /* of the bound, at most */
    int32_t nodes;       /* of branch and bound, at most; 0: no exact search */
    const char *solver;  /* NULL or "glpk": built in; else a program such as cbc or highs */
    double time_limit_s; /* of exact search, 0: none. With one, the answer may differ between machines */
    bool (*interrupted)(void *self); /* may be NULL */
    void *self;
};
struct ems_location_options ems_location_options_default(enum ems_location_model model);

/* X(id, name): how a solver that is not built in failed */
#define EMS_LOCATION_TROUBLES(X) \
    X(NONE, "")                  \
    X(ABSENT, "absent")          \
    X(DIED, "died")              \
    X(TIMED_OUT, "timed_out")    \
    X(NO_ANSWER, "no_answer")    \
    X(WRONG, "wrong")

enum ems_location_trouble {
#define EMS_X(id, name) EMS_LOCATION_TROUBLE_##id,
    EMS_LOCATION_TROUBLES(EMS_X)
#undef EMS_X
        EMS_LOCATION_TROUBLE_COUNT
};

/* X(id): what is wrong with a problem that makes no sense */
#define EMS_LOCATION_FAULTS(X) \
    X(NONE)                    \
    X(NO_DEMAND)               \
    X(NO_SITES)                \
    X(TOO_MANY_UNITS)          \
    X(TOO_FEW_UNITS)           \
    X(TOO_LARGE)               \
    X(CAPACITY)                \
    X(OPTIONS)

enum ems_location_fault {
#define EMS_X(id) EMS_LOCATION_FAULT_##id,
    EMS_LOCATION_FAULTS(EMS_X)
#undef EMS_X
        EMS_LOCATION_FAULT_COUNT
};

/* An answer. `objective` is in the problem's units: weight (cover), cost (lscp), mean reach (p-median) or
 * largest reach (p-centre); `bound` is what no plan can better. */
struct ems_location_plan {
    int32_t *units;             /* by site; hierarchical: 1 lower tier, 2 upper tier */
    int64_t value, value_bound; /* the same as integers: objective x scale */
    double scale;
    double objective, bound;
    double gap;   /* |bound - objective| / |objective|, 0 when proven; a share */
    bool optimal; /* proven: the gap is less than 1e-7 */
    bool minimise;
    bool timed_out;            /* the time limit ended the search */
    int32_t iterations, nodes; /* work done */
    int32_t points, sites;     /* after reductions */
    int64_t unreached; /* weight that no open site reaches (p-median), or no site can (lscp, dsm, p-centre) */
    enum ems_location_trouble trouble; /* of another solver */
    int trouble_detail;                /* its exit code, or minus its signal */
    enum ems_location_fault fault;     /* with EMS_BAD_USAGE */
};

/* The best plan found and its bound. EMS_INFEASIBLE when no plan meets the constraints (plan->optimal: that
 * is proven; else none was found); EMS_BAD_USAGE when the problem makes no sense (plan->fault): no weight,
 * p larger than what the sites take or too small for those kept, weight x reach beyond 2^62, capacity in a
 * model that knows none; EMS_IO when another solver failed (plan->trouble); EMS_INTERRUPTED. */
enum ems_status ems_location_solve(const struct ems_location_problem *problem,
                                   const struct ems_location_options *options,
                                   struct ems_location_plan *plan);
void ems_location_plan_free(struct ems_location_plan *plan);

/* The value of a plan under a model, as plan->value; false when it breaks a constraint or memory is out. */
bool ems_location_value(const struct ems_location_problem *problem,
                        const struct ems_location_options *options, const int32_t *units, int64_t *value);
/* Good plans other than `plan`: the best `most` that differ from it in one site, best first. *count of them
 * in `units` (most rows of site_count). */
enum ems_status ems_location_neighbours(const struct ems_location_problem *problem,
                                        const struct ems_location_options *options,
                                        const struct ems_location_plan *plan, int32_t most, int32_t *units,
                                        int32_t *count);

#endif
