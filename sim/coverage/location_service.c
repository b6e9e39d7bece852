/* How points are served from open sites, as GLPK takes it. Without capacities each point has a chain of
 * columns, one for each distance at which it has a site: "no site so near is open", which costs what the next
 * distance is more (Cornuejols, Nemhauser and Wolsey 1980; Elloumi 2010). With capacities each point has a
 * share from each site. */
#include <stdlib.h>

#include "coverage/location_exact.h"

static const int64_t *costs_of(const struct ems_exact_model *model, int32_t point)
{
    return model->service->cost + (int64_t)point * model->program->column_count;
}

double ems_exact_service_value(const struct ems_exact_service *service, const struct ems_program *program)
{
    double total = 0;
    for (int32_t i = 0; i < service->point_count; i++) {
        int64_t most = service->unserved > 0 ? service->unserved : -service->unserved;
        for (int32_t c = 0; c < program->column_count; c++) {
            int64_t cost = service->cost[(int64_t)i * program->column_count + c];
            if (cost != INT64_MAX && cost < 0 && -cost > most) most = -cost;
        }
        total += (double)service->weight[i] * (double)most;
    }
    return total;
}

/* A site at its distance from a point. */
struct step {
    int64_t cost;
    int32_t column;
};

static int by_cost(const void *a, const void *b)
{
    const struct step *x = a, *y = b;
    if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

/* The sites of a point by distance, up to the first that is open anyhow. */
static int32_t list_steps(const struct ems_exact_model *model, int32_t point, struct step *steps)
{
    const struct ems_program *program = model->program;
    const int64_t *cost = costs_of(model, point);
    int64_t last = model->service->unserved;
    int32_t count = 0;
    for (int32_t c = 0; c < program->column_count; c++)
        if (program->columns[c].least > 0 && cost[c] < last) last = cost[c];
    for (int32_t c = 0; c < program->column_count; c++)
        if (program->columns[c].most > 0 && cost[c] < last) steps[count++] = (struct step){cost[c], c};
    steps[count++] = (struct step){last, -1};
    qsort(steps, (size_t)count, sizeof *steps, by_cost);
    return count;
}

static void serve_by_chain(struct ems_exact_model *model, int32_t point, struct step *steps)
{
    double weight = (double)model->service->weight[point];
    int32_t count = list_steps(model, point, steps), at = 0;
    int before = 0;
    double base = glp_get_obj_coef(model->problem, 0);
    glp_set_obj_coef(model->problem, 0, base + weight * (double)steps[0].cost / model->scale);
    while (steps[at].cost < steps[count - 1].cost) {
        int64_t here = steps[at].cost;
        for (; steps[at].cost == here; at++) ems_exact_put(model, steps[at].column + 1, 1);
        int farther = ems_exact_column(model, GLP_CV, 1, weight * (double)(steps[at].cost - here));
        ems_exact_put(model, farther, 1);
        if (before != 0) ems_exact_put(model, before, -1);
        ems_exact_end_row(model, GLP_LO, before == 0 ? 1 : 0, 0);
        before = farther;
    }
}

/* ---- with capacities ---- */

static void serve_by_shares(struct ems_exact_model *model, int32_t point, int *shares)
{
    const struct ems_program *program = model->program;
    const int64_t *cost = costs_of(model, point);
    double weight = (double)model->service->weight[point];
    for (int32_t c = 0; c < program->column_count; c++) {
        shares[c] = 0;
        if (program->columns[c].most < 1 || cost[c] == INT64_MAX) continue;
        shares[c] = ems_exact_column(model, GLP_CV, 1, weight * (double)cost[c]);
        ems_exact_put(model, shares[c], 1);
        ems_exact_put(model, c + 1, -1);
        ems_exact_end_row(model, GLP_UP, 0, 0);
    }
    for (int32_t c = 0; c < program->column_count; c++)
        if (shares[c] != 0) ems_exact_put(model, shares[c], 1);
    ems_exact_put(model, ems_exact_column(model, GLP_CV, 1, weight * (double)model->service->unserved), 1);
    ems_exact_end_row(model, GLP_FX, 1, 1);
}

static void hold_capacity(struct ems_exact_model *model, int32_t column, const int *shares)
{
    const struct ems_exact_service *service = model->service;
    int64_t capacity = service->capacity[column];
    if (capacity == EMS_LOCATION_ANY) return;
    for (int32_t i = 0; i < service->point_count; i++) {
        int share = shares[(int64_t)i * model->program->column_count + column];
        if (share != 0) ems_exact_put(model, share, (double)service->weight[i]);
    }
    ems_exact_put(model, column + 1, -(double)capacity);
    ems_exact_end_row(model, GLP_UP, 0, 0);
}

void ems_exact_serve(struct ems_exact_model *model)
{
    const struct ems_exact_service *service = model->service;
    int32_t columns = model->program->column_count;
    if (service->capacity == NULL) {
        struct step *steps = glp_alloc(columns + 1, sizeof *steps);
        for (int32_t i = 0; i < service->point_count; i++) serve_by_chain(model, i, steps);
        glp_free(steps);
        return;
    }
    int *shares = glp_alloc(columns + 1, service->point_count * (int)sizeof *shares);
    for (int32_t i = 0; i < service->point_count; i++)
        serve_by_shares(model, i, &shares[(int64_t)i * columns]);
    for (int32_t c = 0; c < columns; c++) hold_capacity(model, c, shares);
    glp_free(shares);
}
