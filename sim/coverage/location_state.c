#include <string.h>

#include "coverage/location_program.h"

/* What a group lacks is counted in millionths of its need, a row that must be covered as one whole. */
enum { WHOLE = 1000000 };

enum ems_status ems_program_state_init(struct ems_program_state *state, const struct ems_program *program,
                                       struct ems_arena *arena)
{
    *state = (struct ems_program_state){.program = program};
    state->units = EMS_NEW_ARRAY(arena, int32_t, program->column_count);
    state->covered = EMS_NEW_ARRAY(arena, int32_t, program->row_count);
    state->also = EMS_NEW_ARRAY(arena, int32_t, program->row_count);
    state->group_sum = EMS_NEW_ARRAY(arena, int64_t, program->group_count);
    if (!state->units || !state->covered || !state->also || !state->group_sum) return EMS_NO_MEMORY;
    ems_program_state_clear(state);
    return EMS_OK;
}

static int64_t row_value(const struct ems_program *program, const struct ems_program_row *row,
                         int32_t covered, int32_t also)
{
    if (row->kind != EMS_ROW_GAIN || (row->also_count >= 0 && also == 0)) return 0;
    return program->gains[row->gain + (covered < row->levels ? covered : row->levels)];
}

/* Of rows that gain nothing until they are covered several times. */
static int64_t row_potential(const struct ems_program *program, const struct ems_program_row *row,
                             int32_t covered, int32_t also)
{
    if (row->kind != EMS_ROW_GAIN) return 0;
    if (row->also_count >= 0)
        return (covered > 0) + (also > 0) > 0 ? program->gains[row->gain + row->levels] / 2 : 0;
    if (row->levels < 2 || program->gains[row->gain + 1] > 0) return 0;
    int32_t held = covered < row->levels ? covered : row->levels;
    return program->gains[row->gain + row->levels] / row->levels * held;
}

/* What a change of the counts of a row does to the sums. */
struct change {
    int64_t value, potential, missing, weight;
    int32_t group;
};

static struct change change_of(const struct ems_program_state *state, const struct ems_program_entry *entry,
                               int32_t units)
{
    const struct ems_program *program = state->program;
    const struct ems_program_row *row = &program->rows[entry->row];
    int32_t covered = state->covered[entry->row], also = state->also[entry->row];
    int32_t covered_then = covered + units * entry->amount, also_then = also + units * entry->also;
    struct change change = {.group = row->group};
    switch (row->kind) {
    case EMS_ROW_GAIN:
        change.value =
            row_value(program, row, covered_then, also_then) - row_value(program, row, covered, also);
        change.potential =
            row_potential(program, row, covered_then, also_then) - row_potential(program, row, covered, also);
        break;
    case EMS_ROW_MUST:
        change.missing = (covered_then == 0) - (covered == 0);
        break;
    case EMS_ROW_GROUP:
        change.weight = ((covered_then > 0) - (covered > 0)) * row->weight;
        break;
    }
    return change;
}

static void count_units(struct ems_program_state *state, int32_t c, int32_t units)
{
    const struct ems_program_column *column = &state->program->columns[c];
    int32_t before = state->units[c], after = before + units;
    state->units[c] = after;
    state->total += units;
    state->fresh += column->existing ? 0 : units;
    state->upper += column->upper ? units : 0;
    state->existing_open += column->existing ? (after > 0) - (before > 0) : 0;
    state->spent += units * column->price;
    state->value -= units * column->cost;
}

void ems_program_state_add(struct ems_program_state *state, int32_t column, int32_t units)
{
    const struct ems_program *program = state->program;
    for (int32_t e = program->entry_first[column]; e < program->entry_first[column + 1]; e++) {
        const struct ems_program_entry *entry = &program->entries[e];
        struct change change = change_of(state, entry, units);
        state->value += change.value;
        state->potential += change.potential;
        state->missing += change.missing;
        if (change.weight != 0) state->group_sum[change.group] += change.weight;
        state->covered[entry->row] += units * entry->amount;
        state->also[entry->row] += units * entry->also;
    }
    count_units(state, column, units);
}

void ems_program_state_set(struct ems_program_state *state, const int32_t *units)
{
    const struct ems_program *program = state->program;
    for (int32_t c = 0; c < program->column_count; c++) {
        int32_t wanted = units != NULL ? units[c] : program->columns[c].least;
        if (wanted != state->units[c]) ems_program_state_add(state, c, wanted - state->units[c]);
    }
}

void ems_program_state_clear(struct ems_program_state *state)
{
    const struct ems_program *program = state->program;
    memset(state->units, 0, (size_t)program->column_count * sizeof *state->units);
    memset(state->covered, 0, (size_t)program->row_count * sizeof *state->covered);
    memset(state->also, 0, (size_t)program->row_count * sizeof *state->also);
    memset(state->group_sum, 0, (size_t)program->group_count * sizeof *state->group_sum);
    state->value = state->spent = state->potential = state->missing = 0;
    state->total = state->fresh = state->existing_open = state->upper = 0;
    for (int32_t r = 0; r < program->row_count; r++)
        if (program->rows[r].kind == EMS_ROW_MUST) state->missing++;
    ems_program_state_set(state, NULL);
}

bool ems_program_may_add(const struct ems_program_state *state, int32_t column)
{
    const struct ems_program *program = state->program;
    const struct ems_program_column *at = &program->columns[column];
    return state->units[column] < at->most && state->total < program->units &&
           (at->existing || state->fresh < program->new_most) &&
           (!at->upper || state->upper < program->upper_most) && at->price <= program->budget - state->spent;
}

bool ems_program_may_drop(const struct ems_program_state *state, int32_t column)
{
    const struct ems_program_column *at = &state->program->columns[column];
    if (state->units[column] <= at->least) return false;
    return !at->existing || state->units[column] > 1 || state->existing_open > state->program->existing_least;
}

static int64_t lack_of(const struct ems_program *program, const int64_t *group_sum, int64_t missing)
{
    int64_t lack = missing * WHOLE;
    for (int32_t g = 0; g < program->group_count; g++) {
        int64_t short_by = program->group_need[g] - group_sum[g];
        if (short_by > 0) lack += 1 + (int64_t)((double)short_by / (double)program->group_need[g] * WHOLE);
    }
    return lack;
}

struct ems_program_score ems_program_score(const struct ems_program_state *state)
{
    return (struct ems_program_score){lack_of(state->program, state->group_sum, state->missing), state->value,
                                      state->potential};
}

struct ems_program_score ems_program_score_with(const struct ems_program_state *state, int32_t column)
{
    const struct ems_program *program = state->program;
    struct ems_program_score score = {0, state->value - program->columns[column].cost, state->potential};
    int64_t missing = state->missing;
    bool groups = false;
    for (int32_t e = program->entry_first[column]; e < program->entry_first[column + 1]; e++) {
        struct change change = change_of(state, &program->entries[e], 1);
        score.value += change.value;
        score.potential += change.potential;
        missing += change.missing;
        /* Put into the sums for a moment: few programmes have groups. */
        if (change.weight != 0) state->group_sum[change.group] += change.weight;
        groups = groups || change.weight != 0;
    }
    score.lack = lack_of(program, state->group_sum, missing);
    for (int32_t e = program->entry_first[column]; groups && e < program->entry_first[column + 1]; e++) {
        struct change change = change_of(state, &program->entries[e], 1);
        if (change.weight != 0) state->group_sum[change.group] -= change.weight;
    }
    return score;
}

int ems_program_score_compare(const struct ems_program_score *a, const struct ems_program_score *b)
{
    if (a->lack != b->lack) return a->lack < b->lack ? 1 : -1;
    if (a->value != b->value) return a->value > b->value ? 1 : -1;
    return (a->potential > b->potential) - (a->potential < b->potential);
}

bool ems_program_state_feasible(const struct ems_program_state *state)
{
    const struct ems_program *program = state->program;
    return lack_of(program, state->group_sum, state->missing) == 0 && state->total <= program->units &&
           state->fresh <= program->new_most && state->existing_open >= program->existing_least &&
           state->upper <= program->upper_most && state->spent <= program->budget;
}
