/* A location model as an integer programme, in the one form that all models of cover take:
 *
 *   most   sum over rows of gain(n) - sum of cost x,   n = strength of the units at the row's sites
 *
 * Rows of three kinds: those that gain by how often they are covered, those that must be covered, and those
 * that add to the cover that a group of points needs. A row may name a second set of sites of which one must
 * be open too. Columns are sites that may take units; kept, new and upper-tier ones have limits in common.
 * Identical rows are put together and columns that another one makes needless are left out on building.
 *
 * A state is a plan with all counts kept: units are put and taken in time of the rows that they touch. */
#ifndef EMS_COVERAGE_LOCATION_PROGRAM_H
#define EMS_COVERAGE_LOCATION_PROGRAM_H

#include "base/arena.h"
#include "coverage/location.h"

struct ems_program_column {
    int32_t site, least, most, strength;
    bool existing, upper;
    int64_t cost, price; /* of the objective; of the budget */
};

enum ems_program_kind { EMS_ROW_GAIN, EMS_ROW_MUST, EMS_ROW_GROUP };

struct ems_program_row {
    enum ems_program_kind kind;
    int32_t first, count;           /* of members: its columns, ascending */
    int32_t also_first, also_count; /* the second set; also_count -1: none */
    int32_t levels, gain;           /* gains[gain + n]: value of n units, n from 0 to levels */
    int32_t group;                  /* of EMS_ROW_GROUP */
    int64_t weight;                 /* likewise */
};

/* What a column gives a row. */
struct ems_program_entry {
    int32_t row;
    int16_t amount, also; /* units of the first set, at most the row's levels; of the second */
};

struct ems_program {
    struct ems_program_column *columns;
    struct ems_program_row *rows;
    int32_t column_count, row_count, group_count;
    int32_t *members;
    int64_t *gains, *group_need;
    int32_t *entry_first; /* by column, and the end */
    struct ems_program_entry *entries;
    int32_t units, new_most, existing_least, upper_most; /* INT32_MAX: no limit */
    int64_t budget;                                      /* INT64_MAX: none */
    bool single;                                         /* no row gains by a second unit */
    int32_t point_rows;                                  /* rows before equal ones went together */
    int64_t uncoverable; /* weight of points that must be covered and cannot */
    bool nobody_can;     /* a row that must be covered has no column */
};

/* The programme of a model of cover. For lscp the value is minus the cost. For p-median and p-centre it has
 * the side constraints only. `reduce`: columns that others make needless are forbidden. Lives in `arena`. */
enum ems_status ems_program_build(const struct ems_location_problem *problem,
                                  const struct ems_location_options *options, bool reduce,
                                  struct ems_arena *arena, struct ems_program *out);
/* Cover of all points within one distance by fewest units, for p-centre: rows that must be covered. */
enum ems_status ems_program_build_within(const struct ems_location_problem *problem,
                                         const struct ems_location_options *options, int64_t within,
                                         struct ems_arena *arena, struct ems_program *out);
/* How many units a plan of the model may put at a site. */
bool ems_location_takes_units(enum ems_location_model model);
/* Factor between a plan's value and the weight that it stands for. */
double ems_location_scale(const struct ems_location_problem *problem,
                          const struct ems_location_options *options);

struct ems_program_state {
    const struct ems_program *program;
    int32_t *units;          /* by column */
    int32_t *covered, *also; /* by row */
    int64_t *group_sum;
    int64_t value, spent, potential, missing; /* missing: rows that must be covered and are not */
    int32_t total, fresh, existing_open, upper;
};

/* How good a plan is: first what it lacks, then its value, then how near rows are to gaining. */
struct ems_program_score {
    int64_t lack, value, potential;
};

enum ems_status ems_program_state_init(struct ems_program_state *state, const struct ems_program *program,
                                       struct ems_arena *arena);
/* The columns' least units, and nothing else. */
void ems_program_state_clear(struct ems_program_state *state);
void ems_program_state_set(struct ems_program_state *state, const int32_t *units);
void ems_program_state_add(struct ems_program_state *state, int32_t column, int32_t units);
bool ems_program_may_add(const struct ems_program_state *state, int32_t column);
bool ems_program_may_drop(const struct ems_program_state *state, int32_t column);
struct ems_program_score ems_program_score(const struct ems_program_state *state);
/* The score after one more unit there; nothing changes. */
struct ems_program_score ems_program_score_with(const struct ems_program_state *state, int32_t column);
/* Positive when a is better. */
int ems_program_score_compare(const struct ems_program_score *a, const struct ems_program_score *b);
/* Meets everything that is asked. */
bool ems_program_state_feasible(const struct ems_program_state *state);

#endif
