#include "coverage/location_enumerate.h"

enum { WAYS_MOST = 1000000, DEPTH_MOST = 4 };

/* Units that may be added to those that must be there; -1 when a column is of a kind that is not tried. */
static int32_t units_to_place(const struct ems_program *program)
{
    int64_t least = 0, most_units = program->units, fresh = 0;
    for (int32_t c = 0; c < program->column_count; c++) {
        const struct ems_program_column *column = &program->columns[c];
        if (column->least < column->most && (column->existing || column->most > 1)) return -1;
        least += column->least;
        fresh += column->existing ? 0 : column->least;
    }
    int64_t left = most_units - least, left_fresh = (int64_t)program->new_most - fresh;
    left = left < left_fresh ? left : left_fresh;
    return left < 0 || left > DEPTH_MOST ? -1 : (int32_t)left;
}

int64_t ems_enumeration_size(const struct ems_program *program)
{
    int32_t depth = units_to_place(program);
    int64_t free_columns = 0, ways = 1;
    if (depth < 0) return 0;
    for (int32_t c = 0; c < program->column_count; c++)
        free_columns += program->columns[c].least < program->columns[c].most;
    for (int32_t d = 0; d < depth && ways <= WAYS_MOST; d++) ways = ways * (free_columns - d) / (d + 1);
    return ways <= WAYS_MOST ? (ways > 0 ? ways : 1) : 0;
}

static void try_last(struct ems_program_state *state, int32_t first, struct ems_incumbent *incumbent)
{
    for (int32_t c = first; c < state->program->column_count; c++) {
        if (!ems_program_may_add(state, c)) continue;
        struct ems_program_score score = ems_program_score_with(state, c);
        if (score.lack > 0 || (incumbent->found && score.value <= incumbent->value)) continue;
        ems_program_state_add(state, c, 1);
        ems_incumbent_offer(incumbent, state);
        ems_program_state_add(state, c, -1);
    }
}

static void try_from(const struct ems_location_options *options, struct ems_program_state *state,
                     int32_t first, int32_t depth, struct ems_incumbent *incumbent)
{
    ems_incumbent_offer(incumbent, state);
    if (depth == 1) try_last(state, first, incumbent);
    for (int32_t c = first; depth > 1 && c < state->program->column_count; c++) {
        if (incumbent->interrupted || !ems_program_may_add(state, c)) continue;
        ems_program_state_add(state, c, 1);
        try_from(options, state, c + 1, depth - 1, incumbent);
        ems_program_state_add(state, c, -1);
        if (options->interrupted != NULL && options->interrupted(options->self))
            incumbent->interrupted = true;
    }
}

void ems_enumerate(const struct ems_location_options *options, struct ems_program_state *state,
                   struct ems_incumbent *incumbent)
{
    ems_program_state_set(state, NULL);
    try_from(options, state, 0, units_to_place(state->program), incumbent);
    if (incumbent->found && !incumbent->interrupted) incumbent->bound = incumbent->value;
}
