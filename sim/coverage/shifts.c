#include "coverage/shifts.h"

#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <string.h>

enum { NODES_MOST = 300, DAY = 24 };
#define TIE 1e-5      /* of a unit of cost: too little to outweigh one */
#define ROUNDING 0.02 /* all ties together and what GLPK rounds */

/* A cover of `days` days that follow each other in a circle: 7, or 1 for a day like all others. */
struct problem {
    const struct ems_shift_kind *kinds;
    int32_t kind_count, days;
    int32_t unit; /* greatest common divisor of the costs */
    int32_t needed[EMS_SHIFT_WEEK];
    int32_t *counts;     /* kinds x days */
    int64_t cost, known; /* known: of a cover that there is already */
    bool found, proven;
    glp_prob *program;
    jmp_buf back;
};

static int swallow(void *info, const char *text)
{
    (void)info, (void)text;
    return 1;
}

static void on_error(void *info)
{
    struct problem *problem = info;
    longjmp(problem->back, 1);
}

static void count_nodes(glp_tree *tree, void *info)
{
    int total;
    (void)info;
    if (glp_ios_reason(tree) != GLP_ISELECT) return;
    glp_ios_tree_size(tree, NULL, NULL, &total);
    if (total > NODES_MOST) glp_ios_terminate(tree);
}

static int32_t divisor(const struct ems_shift_kind *kinds, int32_t count)
{
    int32_t a = 0;
    for (int32_t k = 0; k < count; k++)
        for (int32_t b = kinds[k].cost; b != 0;) {
            int32_t rest = a % b;
            a = b;
            b = rest;
        }
    return a > 0 ? a : 1;
}

static void add_column(struct problem *p, int32_t kind, int32_t day)
{
    int index[1 + DAY], column = glp_add_cols(p->program, 1);
    double ones[1 + DAY];
    const struct ems_shift_kind *k = &p->kinds[kind];
    for (int32_t h = 0; h < k->hours; h++) {
        index[1 + h] = 1 + (day * DAY + k->from + h) % (p->days * DAY);
        ones[1 + h] = 1;
    }
    double tie = TIE * (kind + 1) / (p->kind_count + 1);
    glp_set_col_kind(p->program, column, GLP_IV);
    glp_set_col_bnds(p->program, column, GLP_LO, 0, 0);
    int32_t cost = k->cost / p->unit; /* nothing is left over */
    glp_set_obj_coef(p->program, column, cost + tie);
    glp_set_mat_col(p->program, column, k->hours, index, ones);
}

static void build(struct problem *p)
{
    p->program = glp_create_prob();
    glp_set_obj_dir(p->program, GLP_MIN);
    glp_add_rows(p->program, p->days * DAY);
    for (int32_t h = 0; h < p->days * DAY; h++) glp_set_row_bnds(p->program, h + 1, GLP_LO, p->needed[h], 0);
    for (int32_t k = 0; k < p->kind_count; k++)
        for (int32_t d = 0; d < p->days; d++) add_column(p, k, d);
}

/* The relaxation: no cover costs less than *bound. */
static bool relax(struct problem *p, double *bound)
{
    glp_smcp simplex;
    glp_init_smcp(&simplex);
    simplex.msg_lev = GLP_MSG_OFF;
    if (glp_simplex(p->program, &simplex) != 0 || glp_get_status(p->program) != GLP_OPT) return false;
    *bound = ceil(glp_get_obj_val(p->program) - ROUNDING) * p->unit;
    return true;
}

static void branch(struct problem *p)
{
    glp_iocp options;
    glp_init_iocp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.cb_func = count_nodes;
    options.mir_cuts = GLP_ON;
    int failed = glp_intopt(p->program, &options);
    int status = glp_mip_status(p->program);
    p->found = status == GLP_OPT || status == GLP_FEAS;
    p->proven = failed == 0 && status == GLP_OPT;
    for (int32_t c = 0; c < p->kind_count * p->days && p->found; c++) {
        p->counts[c] = (int32_t)lrint(glp_mip_col_val(p->program, c + 1));
        p->cost += (int64_t)p->counts[c] * p->kinds[c / p->days].cost;
    }
}

/* Nothing is sought where the relaxation cannot do better than `known`. */
static void solve(struct problem *p)
{
    double bound;
    if (!relax(p, &bound)) return;
    p->proven = (double)p->known <= bound;
    if (!p->proven) branch(p);
}

/* GLPK under guard: its errors, of memory above all, end here. */
static enum ems_status guarded(struct problem *p)
{
    if (glp_init_env() > 1) return EMS_NO_MEMORY;
    if (setjmp(p->back) != 0) {
        glp_free_env();
        return EMS_NO_MEMORY;
    }
    glp_term_out(GLP_OFF);
    glp_term_hook(swallow, NULL);
    glp_error_hook(on_error, p);
    build(p);
    solve(p);
    glp_delete_prob(p->program);
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
    return EMS_OK;
}

static struct problem *problem_new(const struct ems_shift_kind *kinds, int32_t kind_count, int32_t days,
                                   struct ems_arena *arena)
{
    struct problem *p = EMS_NEW(arena, struct problem);
    if (p == NULL) return NULL;
    *p = (struct problem){
        .kinds = kinds, .kind_count = kind_count, .days = days, .unit = divisor(kinds, kind_count)};
    p->known = INT64_MAX;
    p->counts = EMS_NEW_ARRAY(arena, int32_t, kind_count * days);
    return p->counts != NULL ? p : NULL;
}

static bool reachable(const struct ems_shift_kind *kinds, int32_t kind_count, const int32_t *needed)
{
    bool on[DAY] = {false};
    for (int32_t k = 0; k < kind_count; k++)
        for (int32_t h = 0; h < kinds[k].hours; h++) on[(kinds[k].from + h) % DAY] = true;
    for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++)
        if (needed[h] > 0 && !on[h % DAY]) return false;
    return true;
}

enum ems_status ems_shifts_cover(const struct ems_shift_kind *kinds, int32_t kind_count,
                                 const int32_t *needed, struct ems_arena *arena, int32_t *counts,
                                 struct ems_shift_result *result)
{
    memset(counts, 0, sizeof *counts * (size_t)kind_count * EMS_SHIFT_DAYS);
    *result = (struct ems_shift_result){.daily = true, .proven = true};
    if (!reachable(kinds, kind_count, needed)) return EMS_INFEASIBLE;
    struct problem *day = problem_new(kinds, kind_count, 1, arena);
    struct problem *week = problem_new(kinds, kind_count, EMS_SHIFT_DAYS, arena);
    if (day == NULL || week == NULL) return EMS_NO_MEMORY;
    for (int32_t h = 0; h < EMS_SHIFT_WEEK; h++) {
        week->needed[h] = needed[h];
        if (needed[h] > day->needed[h % DAY]) day->needed[h % DAY] = needed[h];
    }
    enum ems_status status = guarded(day);
    if (day->found) week->known = EMS_SHIFT_DAYS * day->cost;
    if (status == EMS_OK) status = guarded(week);
    if (status != EMS_OK) return status;
    if (!day->found && !week->found) return EMS_INFEASIBLE;
    result->daily = !week->found || (day->found && EMS_SHIFT_DAYS * day->cost <= week->cost);
    result->proven = week->proven; /* of all covers, those that are alike every day among them */
    result->cost = result->daily ? EMS_SHIFT_DAYS * day->cost : week->cost;
    for (int32_t i = 0; i < kind_count * EMS_SHIFT_DAYS; i++)
        counts[i] = result->daily ? day->counts[i / EMS_SHIFT_DAYS] : week->counts[i];
    return EMS_OK;
}
