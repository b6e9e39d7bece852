/* What a study file says: which scenario, what is changed in it throughout, which factors are varied over
 * which levels, and by what design. It is read with the same care as a scenario: unknown keys, wrong units
 * and the like become diagnostics with file, line and column.
 *
 *   status = ems_experiment_load("fleet.yaml", &diags, &experiment);
 *   ... experiment->factors[0].levels[2] ...
 *   ems_experiment_free(experiment);
 *
 * Values are nodes of the file, so that what does not fit a scenario is told with its place there; changes
 * made from them (struct ems_change) may be used while the experiment lives. Whether paths and values fit the
 * scenario is seen when it is loaded with them. */
#ifndef EMS_SCENARIO_EXPERIMENT_H
#define EMS_SCENARIO_EXPERIMENT_H

#include "scenario/load.h"

/* X(id, word) */
#define EMS_DESIGNS(X)                \
    X(GRID, "grid")                   \
    X(ONE_AT_A_TIME, "one-at-a-time") \
    X(LATIN_HYPERCUBE, "latin-hypercube")

enum ems_design {
#define EMS_X(id, word) EMS_DESIGN_##id,
    EMS_DESIGNS(EMS_X)
#undef EMS_X
        EMS_DESIGN_COUNT
};

const char *ems_design_name(enum ems_design design);

enum { EMS_FACTORS_MOST = 64, EMS_LEVELS_MOST = 10000, EMS_STUDY_METRICS_MOST = 500 };

/* Levels that are given or cut out of a range, or a range as it is. */
struct ems_factor {
    const char *path, *label; /* the label is the path unless one is given */
    const char *brief; /* for narrow places: the label, or the last part of the path if no other has it */
    struct ems_place_in_file at;
    const struct ems_node *const *levels; /* of a range without steps: its two ends */
    int32_t level_count;
    bool ranged; /* a range without steps: any value in it */
    double low, high;
    bool whole;       /* ends written as whole numbers: values are, too */
    const char *unit; /* "" for none */
};

struct ems_experiment {
    struct ems_arena arena;
    const char *file, *id; /* as given; its name without .yaml */
    struct ems_name name;
    const char *scenario; /* to be loaded: a path or a name */
    struct ems_change *fixed;
    int32_t fixed_count;
    struct ems_factor *factors;
    int32_t factor_count;
    enum ems_design design;
    struct ems_place_in_file design_at;
    int64_t points, seed; /* LATIN_HYPERCUBE */
    int64_t replications; /* 0: as many as the scenario says */
    struct ems_def_text_item {
        const char *text;
        struct ems_place_in_file at;
    } * metrics; /* none: the main ones */
    int32_t metric_count;
    const char *database; /* path */
};

/* EMS_BAD_INPUT with diagnostics; *out is NULL unless EMS_OK. */
enum ems_status ems_experiment_load(const char *path, struct ems_diags *diags, struct ems_experiment **out);
/* The same from memory. `name` stands in diagnostics and gives the id; files are found from `folder`. */
enum ems_status ems_experiment_load_text(const char *text, size_t length, const char *name,
                                         const char *folder, struct ems_diags *diags,
                                         struct ems_experiment **out);
/* A value in the range of a factor that has one, 0 <= share < 1, as a node of `arena`; NULL when memory is
 * out.
 */
const struct ems_node *ems_factor_value(const struct ems_factor *factor, double share,
                                        struct ems_arena *arena);
void ems_experiment_free(struct ems_experiment *experiment);

#endif
