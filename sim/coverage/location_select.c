#include "coverage/location_select.h"

#include <stdlib.h>

enum ems_status ems_selection_init(struct ems_selection *selection, const struct ems_program *program,
                                   struct ems_arena *arena)
{
    *selection = (struct ems_selection){.program = program};
    selection->score = EMS_NEW_ARRAY(arena, double, program->column_count);
    selection->units = EMS_NEW_ARRAY(arena, int32_t, program->column_count);
    selection->order = EMS_NEW_ARRAY(arena, int32_t, program->column_count);
    if (!selection->score || !selection->units || !selection->order) return EMS_NO_MEMORY;
    for (int32_t c = 0; c < program->column_count; c++) selection->order[c] = c;
    return EMS_OK;
}

static int by_score(const void *a, const void *b, void *scores)
{
    const double *score = scores;
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    if (score[x] != score[y]) return score[x] > score[y] ? -1 : 1;
    return (x > y) - (x < y);
}

/* What is still free while units are taken. */
struct room {
    int64_t units, fresh, upper;
    int32_t existing; /* that must still be opened */
};

static void take(struct ems_selection *selection, struct room *room, int32_t c, int64_t units)
{
    const struct ems_program_column *column = &selection->program->columns[c];
    if (units > room->units) units = room->units;
    if (!column->existing && units > room->fresh) units = room->fresh;
    if (column->upper && units > room->upper) units = room->upper;
    if (units <= 0) return;
    if (column->existing && selection->units[c] == 0) room->existing--;
    selection->units[c] += (int32_t)units;
    selection->total += (double)units * selection->score[c];
    room->units -= units;
    if (!column->existing) room->fresh -= units;
    if (column->upper) room->upper -= units;
}

static void take_least(struct ems_selection *selection, struct room *room)
{
    const struct ems_program *program = selection->program;
    selection->total = 0;
    for (int32_t c = 0; c < program->column_count; c++) {
        selection->units[c] = 0;
        take(selection, room, c, program->columns[c].least);
    }
}

static void take_in_order(struct ems_selection *selection)
{
    const struct ems_program *program = selection->program;
    struct room room = {program->units, program->new_most, program->upper_most, program->existing_least};
    if (program->new_most != INT32_MAX || program->existing_least > 0) room.upper = INT32_MAX;
    take_least(selection, &room);
    for (int32_t i = 0; i < program->column_count && room.existing > 0; i++) {
        int32_t c = selection->order[i];
        const struct ems_program_column *column = &program->columns[c];
        if (column->existing && selection->units[c] == 0 && column->most > 0) take(selection, &room, c, 1);
    }
    for (int32_t i = 0; i < program->column_count; i++) {
        int32_t c = selection->order[i];
        if (selection->score[c] <= 0 || room.units <= 0) return;
        take(selection, &room, c, (int64_t)program->columns[c].most - selection->units[c]);
    }
}

void ems_selection_take(struct ems_selection *selection)
{
    if (selection->program->column_count > 0)
        qsort_r(selection->order, (size_t)selection->program->column_count, sizeof *selection->order,
                by_score, selection->score);
    take_in_order(selection);
}

int32_t ems_selection_fix(struct ems_selection *selection, struct ems_program *program, double rest,
                          double least_value)
{
    int32_t fixed = 0;
    take_in_order(selection);
    for (int32_t c = 0; c < program->column_count; c++) {
        struct ems_program_column *column = &program->columns[c];
        if (column->least >= column->most || column->most > 1) continue;
        bool taken = selection->units[c] > 0;
        struct ems_program_column before = *column;
        column->least = taken ? 0 : 1;
        column->most = column->least;
        take_in_order(selection);
        double other = rest + selection->total;
        *column = before;
        if (other >= least_value) {
            take_in_order(selection);
            continue;
        }
        column->least = taken ? 1 : 0;
        column->most = column->least;
        fixed++;
        take_in_order(selection);
    }
    return fixed;
}
