/* A programme written down as GLPK takes it. */
#include <stdio.h>

#include "coverage/location_exact.h"

void ems_exact_put(struct ems_exact_model *model, int column, double value)
{
    if (model->length >= model->room) return; /* cannot be: rows name each column once */
    model->length++;
    model->index[model->length] = column;
    model->value[model->length] = value;
}

void ems_exact_end_row(struct ems_exact_model *model, int kind, double low, double high)
{
    int row = glp_add_rows(model->problem, 1);
    glp_set_row_bnds(model->problem, row, kind, low, high);
    glp_set_mat_row(model->problem, row, model->length, model->index, model->value);
    model->length = 0;
}

int ems_exact_column(struct ems_exact_model *model, int kind, double most, double cost)
{
    int column = glp_add_cols(model->problem, 1);
    glp_set_col_kind(model->problem, column, kind);
    glp_set_col_bnds(model->problem, column, most > 0 ? GLP_DB : GLP_FX, 0, most);
    glp_set_obj_coef(model->problem, column, cost / model->scale);
    return column;
}

static void build_sites(struct ems_exact_model *model)
{
    const struct ems_program *program = model->program;
    if (program->column_count > 0) glp_add_cols(model->problem, program->column_count);
    for (int32_t c = 0; c < program->column_count; c++) {
        const struct ems_program_column *column = &program->columns[c];
        char name[24];
        snprintf(name, sizeof name, "x%d", (int)c);
        glp_set_col_name(model->problem, c + 1, name);
        glp_set_col_kind(model->problem, c + 1, GLP_IV);
        glp_set_col_bnds(model->problem, c + 1, column->least < column->most ? GLP_DB : GLP_FX, column->least,
                         column->most);
        glp_set_obj_coef(model->problem, c + 1, (double)column->cost / model->scale);
    }
}

/* An existing site is open: its unit, or an indicator where it may have several. */
static int open_column(struct ems_exact_model *model, int32_t c)
{
    if (model->program->columns[c].most <= 1) return c + 1;
    int open = ems_exact_column(model, GLP_IV, 1, 0);
    ems_exact_put(model, open, 1);
    ems_exact_put(model, c + 1, -1);
    ems_exact_end_row(model, GLP_UP, 0, 0);
    return open;
}

static void build_existing(struct ems_exact_model *model)
{
    const struct ems_program *program = model->program;
    int32_t count = 0;
    if (program->existing_least <= 0) return;
    int *open = glp_alloc(program->column_count, sizeof *open);
    for (int32_t c = 0; c < program->column_count; c++)
        if (program->columns[c].existing) open[count++] = open_column(model, c);
    for (int32_t i = 0; i < count; i++) ems_exact_put(model, open[i], 1);
    ems_exact_end_row(model, GLP_LO, program->existing_least, 0);
    glp_free(open);
}

static void build_limits(struct ems_exact_model *model)
{
    const struct ems_program *program = model->program;
    const struct {
        bool limited;
        double most;
    } limits[] = {{program->units != INT32_MAX, program->units},
                  {program->new_most != INT32_MAX, program->new_most},
                  {program->upper_most != INT32_MAX, program->upper_most},
                  {program->budget != INT64_MAX, (double)program->budget}};
    for (int l = 0; l < 4; l++) {
        if (!limits[l].limited) continue;
        for (int32_t c = 0; c < program->column_count; c++) {
            const struct ems_program_column *column = &program->columns[c];
            double counts[] = {1, !column->existing, column->upper, (double)column->price};
            if (counts[l] > 0) ems_exact_put(model, c + 1, counts[l]);
        }
        ems_exact_end_row(model, GLP_UP, 0, limits[l].most);
    }
    build_existing(model);
}

static void put_members(struct ems_exact_model *model, int32_t first, int32_t count, int32_t levels)
{
    const struct ems_program *program = model->program;
    for (int32_t i = 0; i < count; i++) {
        int32_t c = program->members[first + i], strength = program->columns[c].strength;
        ems_exact_put(model, c + 1, -(strength < levels ? strength : levels));
    }
}

/* A column for each step of the gains: the units since the last one together. Whole when several units are
 * needed for a step; else it is whole by itself. */
static void build_gain(struct ems_exact_model *model, const struct ems_program_row *row)
{
    const int64_t *gains = model->program->gains + row->gain;
    int32_t last = 0;
    int first = 0;
    for (int32_t n = 1; n <= row->levels; n++) {
        if (gains[n] <= gains[last]) continue;
        int y = ems_exact_column(model, n - last > 1 ? GLP_IV : GLP_CV, 1, -(double)(gains[n] - gains[last]));
        if (first == 0) first = y;
        ems_exact_put(model, y, n - last);
        last = n;
    }
    put_members(model, row->first, row->count, row->levels);
    ems_exact_end_row(model, GLP_UP, 0, 0);
    if (row->also_count < 0 || first == 0) return;
    ems_exact_put(model, first, 1);
    put_members(model, row->also_first, row->also_count, 1);
    ems_exact_end_row(model, GLP_UP, 0, 0);
}

static void build_must(struct ems_exact_model *model, const struct ems_program_row *row)
{
    put_members(model, row->first, row->count, 1);
    ems_exact_end_row(model, GLP_UP, 0, -1);
}

static void build_group(struct ems_exact_model *model, int32_t group)
{
    const struct ems_program *program = model->program;
    if (program->group_need[group] <= 0) return;
    for (int32_t r = 0; r < program->row_count; r++) {
        const struct ems_program_row *row = &program->rows[r];
        if (row->kind != EMS_ROW_GROUP || row->group != group) continue;
        int y = ems_exact_column(model, GLP_CV, 1, 0);
        ems_exact_put(model, y, 1);
        put_members(model, row->first, row->count, 1);
        ems_exact_end_row(model, GLP_UP, 0, 0);
        model->row_at[r] = y;
    }
    for (int32_t r = 0; r < program->row_count; r++)
        if (program->rows[r].kind == EMS_ROW_GROUP && program->rows[r].group == group)
            ems_exact_put(model, model->row_at[r],
                          (double)program->rows[r].weight / (double)program->group_need[group]);
    ems_exact_end_row(model, GLP_LO, 1, 0);
}

void ems_exact_build(struct ems_exact_model *model)
{
    const struct ems_program *program = model->program;
    model->problem = glp_create_prob();
    glp_set_obj_dir(model->problem, GLP_MIN);
    build_sites(model);
    build_limits(model);
    for (int32_t r = 0; r < program->row_count; r++) {
        if (program->rows[r].kind == EMS_ROW_GAIN) build_gain(model, &program->rows[r]);
        if (program->rows[r].kind == EMS_ROW_MUST) build_must(model, &program->rows[r]);
    }
    for (int32_t g = 0; g < program->group_count; g++) build_group(model, g);
    if (model->service != NULL) ems_exact_serve(model);
}
