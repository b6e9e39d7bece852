#include "coverage/location_reduce.h"

#include <stdlib.h>
#include <string.h>

/* A row of more than this many others is not looked for among them. */
enum { MUST_ROWS_MOST = 4000 };

/* ---- equal rows ---- */

static int compare_sets(const int32_t *a, int32_t a_count, const int32_t *b, int32_t b_count)
{
    if (a_count != b_count) return a_count < b_count ? -1 : 1;
    for (int32_t i = 0; i < a_count; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return 0;
}

static int compare_numbers(int32_t a, int32_t b)
{
    return (a > b) - (a < b);
}

/* 0: the two rows differ in weight and gains only. */
static int compare_rows(const struct ems_program_row *a, const struct ems_program_row *b,
                        const int32_t *members)
{
    int by = compare_numbers((int32_t)a->kind, (int32_t)b->kind);
    if (by == 0) by = compare_numbers(a->group, b->group);
    if (by == 0) by = compare_numbers(a->levels, b->levels);
    if (by == 0) by = compare_sets(&members[a->first], a->count, &members[b->first], b->count);
    if (by == 0) by = compare_numbers(a->also_count, b->also_count);
    if (by == 0 && a->also_count > 0)
        by = compare_sets(&members[a->also_first], a->also_count, &members[b->also_first], b->also_count);
    return by;
}

static int compare_in_order(const void *a, const void *b, void *members)
{
    const struct ems_program_row *x = a, *y = b;
    int by = compare_rows(x, y, members);
    return by != 0 ? by : compare_numbers(x->first, y->first);
}

static bool gains_nothing(const struct ems_program_row *row)
{
    return row->kind != EMS_ROW_MUST && (row->count == 0 || row->also_count == 0);
}

static void merge_equal_rows(struct ems_program *program)
{
    int32_t kept = 0;
    if (program->row_count > 0)
        qsort_r(program->rows, (size_t)program->row_count, sizeof *program->rows, compare_in_order,
                program->members);
    for (int32_t r = 0; r < program->row_count; r++) {
        struct ems_program_row row = program->rows[r];
        if (gains_nothing(&row)) continue;
        struct ems_program_row *last = kept > 0 ? &program->rows[kept - 1] : NULL;
        if (last == NULL || compare_rows(last, &row, program->members) != 0) {
            program->rows[kept++] = row;
            continue;
        }
        last->weight += row.weight;
        for (int32_t n = 0; row.kind == EMS_ROW_GAIN && n <= row.levels; n++)
            program->gains[last->gain + n] += program->gains[row.gain + n];
    }
    program->row_count = kept;
}

/* ---- rows that must be covered and are whenever another one is ---- */

static bool is_subset(const int32_t *small, int32_t small_count, const int32_t *large, int32_t large_count)
{
    int32_t at = 0;
    for (int32_t i = 0; i < small_count; i++) {
        while (at < large_count && large[at] < small[i]) at++;
        if (at == large_count || large[at] != small[i]) return false;
    }
    return true;
}

/* Rows of one kind stand together, those with fewer sites first. */
static void drop_weaker_musts(struct ems_program *program)
{
    int32_t first = 0, end, kept;
    while (first < program->row_count && program->rows[first].kind != EMS_ROW_MUST) first++;
    for (end = first; end < program->row_count && program->rows[end].kind == EMS_ROW_MUST;) end++;
    if (end - first > MUST_ROWS_MOST) return;
    kept = first;
    for (int32_t r = first; r < end; r++) {
        const struct ems_program_row row = program->rows[r];
        bool weaker = false;
        for (int32_t o = first; o < kept && !weaker; o++) {
            const struct ems_program_row *other = &program->rows[o];
            weaker = other->count > 0 && is_subset(&program->members[other->first], other->count,
                                                   &program->members[row.first], row.count);
        }
        if (!weaker) program->rows[kept++] = row;
    }
    for (int32_t r = end; r < program->row_count; r++) program->rows[kept++] = program->rows[r];
    program->row_count = kept;
}

/* ---- entries by column ---- */

static int16_t held(int64_t amount, int32_t most)
{
    return (int16_t)(amount < most ? amount : most);
}

/* Writes what `member` of a row gives it; a column in both sets has one entry. */
static void place_entry(struct ems_program *program, int32_t *fill, int32_t r, int32_t member, bool also)
{
    const struct ems_program_row *row = &program->rows[r];
    int32_t *at = &fill[member];
    bool again = *at > program->entry_first[member] && program->entries[*at - 1].row == r;
    struct ems_program_entry *entry = &program->entries[again ? *at - 1 : (*at)++];
    entry->row = r;
    if (also)
        entry->also = 1;
    else
        entry->amount = held(program->columns[member].strength, row->levels);
}

static bool index_entries(struct ems_program *program, struct ems_arena *arena)
{
    int64_t total = 0;
    program->entry_first = EMS_NEW_ARRAY(arena, int32_t, program->column_count + 1);
    int32_t *fill = EMS_NEW_ARRAY(arena, int32_t, program->column_count + 1);
    if (program->entry_first == NULL || fill == NULL) return false;
    for (int32_t r = 0; r < program->row_count; r++) {
        const struct ems_program_row *row = &program->rows[r];
        for (int32_t i = 0; i < row->count; i++) fill[program->members[row->first + i]]++;
        for (int32_t i = 0; i < row->also_count; i++) fill[program->members[row->also_first + i]]++;
        total += row->count + (row->also_count > 0 ? row->also_count : 0);
    }
    if (total > INT32_MAX) return false;
    for (int32_t c = 0, at = 0; c <= program->column_count; c++) {
        int32_t count = fill[c];
        program->entry_first[c] = fill[c] = at;
        at += count;
    }
    program->entries = EMS_NEW_ARRAY(arena, struct ems_program_entry, total);
    if (program->entries == NULL) return false;
    for (int32_t r = 0; r < program->row_count; r++) {
        const struct ems_program_row *row = &program->rows[r];
        for (int32_t i = 0; i < row->count; i++)
            place_entry(program, fill, r, program->members[row->first + i], false);
        for (int32_t i = 0; i < row->also_count; i++)
            place_entry(program, fill, r, program->members[row->also_first + i], true);
    }
    /* Columns in both sets of a row leave room behind. */
    int32_t at = 0;
    for (int32_t c = 0; c < program->column_count; c++) {
        int32_t from = program->entry_first[c];
        program->entry_first[c] = at;
        for (int32_t e = from; e < fill[c]; e++) program->entries[at++] = program->entries[e];
    }
    program->entry_first[program->column_count] = at;
    return true;
}

/* ---- needless columns ---- */

static bool gives_no_more(const struct ems_program *program, int32_t less, int32_t more)
{
    int32_t at = program->entry_first[more], end = program->entry_first[more + 1];
    for (int32_t e = program->entry_first[less]; e < program->entry_first[less + 1]; e++) {
        const struct ems_program_entry *entry = &program->entries[e];
        while (at < end && program->entries[at].row < entry->row) at++;
        if (at == end || program->entries[at].row != entry->row) return false;
        if (entry->also > program->entries[at].also || entry->amount > program->entries[at].amount)
            return false;
    }
    return true;
}

static bool makes_needless(const struct ems_program *program, int32_t a, int32_t b)
{
    const struct ems_program_column *x = &program->columns[a], *y = &program->columns[b];
    if (x->most < 1 || x->cost > y->cost || x->price > y->price || x->upper > y->upper) return false;
    int32_t x_rows = program->entry_first[a + 1] - program->entry_first[a];
    int32_t y_rows = program->entry_first[b + 1] - program->entry_first[b];
    return x_rows >= y_rows && gives_no_more(program, b, a);
}

static uint64_t *signatures(const struct ems_program *program, struct ems_arena *arena)
{
    uint64_t *out = EMS_NEW_ARRAY(arena, uint64_t, program->column_count);
    for (int32_t c = 0; out != NULL && c < program->column_count; c++)
        for (int32_t e = program->entry_first[c]; e < program->entry_first[c + 1]; e++)
            out[c] |= UINT64_C(1) << ((uint32_t)program->entries[e].row * UINT32_C(2654435761) >> 26);
    return out;
}

/* Ties keep the column with the lower number: a later column goes before it is asked whether it makes an
 * earlier one needless. */
static enum ems_status forbid_needless(struct ems_program *program, struct ems_arena *arena)
{
    const uint64_t *signature = signatures(program, arena);
    if (signature == NULL) return EMS_NO_MEMORY;
    for (int32_t b = program->column_count; b-- > 0;) {
        struct ems_program_column *column = &program->columns[b];
        if (column->least > 0 || column->existing) continue;
        for (int32_t a = 0; a < program->column_count; a++) {
            if (a == b || (signature[b] & ~signature[a]) != 0 || !makes_needless(program, a, b)) continue;
            column->most = 0;
            break;
        }
    }
    return EMS_OK;
}

enum ems_status ems_program_reduce(struct ems_program *program, bool columns, struct ems_arena *arena)
{
    merge_equal_rows(program);
    drop_weaker_musts(program);
    if (!index_entries(program, arena)) return EMS_NO_MEMORY;
    return columns && program->single ? forbid_needless(program, arena) : EMS_OK;
}
