#include "coverage/location_exact.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "coverage/location_solver.h"

enum {
    ENTRIES_MOST = 600000,
    ROWS_MOST = 40000,
    LP_STEPS_MOST = 60000,
    ENTRIES_MANY = 20000, /* beyond this, choosing where to branch must be cheap */
    WORK_MOST = 40000000  /* entries times nodes */
};
#define LARGEST_VALUE 1e6 /* that GLPK meets: its tolerances are fixed */

/* One run of GLPK: what its callbacks need, and the way back from its errors. */
struct run {
    struct ems_exact_model model;
    const struct ems_location_options *options;
    struct ems_program_state *state;
    struct ems_incumbent *incumbent;
    int nodes_most;
    jmp_buf back;
};

static void on_error(void *info)
{
    struct run *run = info;
    longjmp(run->back, 1);
}

/* Takes what GLPK would write to the terminal, which it does on errors even when told to be silent. */
static int swallow(void *info, const char *text)
{
    (void)info;
    (void)text;
    return 1;
}

/* A bound of GLPK's on its own objective. */
static void keep_bound(struct run *run, double least)
{
    if (least <= -DBL_MAX) return;
    int64_t bound = ems_bound_integer(-least * run->model.scale * (1 - copysign(1e-8, -least)));
    if (bound < run->incumbent->bound) run->incumbent->bound = bound;
}

/* The sites' part of a solution as a plan. */
static void offer(struct run *run)
{
    struct ems_program_state *state = run->state;
    for (int32_t c = 0; c < state->program->column_count; c++) {
        int32_t units = (int32_t)lrint(glp_mip_col_val(run->model.problem, c + 1));
        if (units != state->units[c]) ems_program_state_add(state, c, units - state->units[c]);
    }
    ems_incumbent_offer(run->incumbent, state);
}

static bool interrupted(const struct run *run)
{
    return run->options->interrupted != NULL && run->options->interrupted(run->options->self);
}

static void watch(glp_tree *tree, void *info)
{
    struct run *run = info;
    int total;
    if (glp_ios_reason(tree) != GLP_ISELECT) return;
    glp_ios_tree_size(tree, NULL, NULL, &total);
    run->incumbent->nodes = total;
    if (interrupted(run)) run->incumbent->interrupted = true;
    if (total <= run->nodes_most && !run->incumbent->interrupted) return;
    int best = glp_ios_best_node(tree);
    if (best != 0) keep_bound(run, glp_ios_node_bound(tree, best));
    glp_ios_terminate(tree);
}

/* Only plans better than the incumbent. */
static void cut_off(struct run *run)
{
    struct ems_exact_model *model = &run->model;
    if (!run->incumbent->found) return;
    int columns = glp_get_num_cols(model->problem);
    for (int c = 1; c <= columns; c++) {
        double cost = glp_get_obj_coef(model->problem, c);
        if (cost != 0) ems_exact_put(model, c, cost);
    }
    double most = -((double)run->incumbent->value + 0.5) / model->scale;
    ems_exact_end_row(model, GLP_UP, 0, most - glp_get_obj_coef(model->problem, 0));
}

/* Nothing better is there. */
static enum ems_status none_better(struct run *run)
{
    if (!run->incumbent->found) return EMS_INFEASIBLE;
    run->incumbent->bound = run->incumbent->value;
    return EMS_OK;
}

/* The relaxation: GLP_OPT, GLP_NOFEAS, or GLP_UNDEF when it took too long. */
static int solve_relaxation(struct run *run)
{
    glp_smcp options;
    glp_init_smcp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.meth = GLP_DUALP;
    options.presolve = GLP_ON;
    options.it_lim = LP_STEPS_MOST;
    if (run->options->time_limit_s > 0) options.tm_lim = (int)fmin(2e9, 1000 * run->options->time_limit_s);
    int failed = glp_simplex(run->model.problem, &options);
    if (failed == GLP_ENOPFS) return GLP_NOFEAS;
    if (failed != 0) return GLP_UNDEF;
    int status = glp_get_status(run->model.problem);
    return status == GLP_OPT || status == GLP_NOFEAS ? status : GLP_UNDEF;
}

static enum ems_status branch(struct run *run, struct ems_location_plan *plan)
{
    glp_iocp options;
    glp_init_iocp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.cb_func = watch;
    options.cb_info = run;
    int entries = glp_get_num_nz(run->model.problem);
    if (entries > ENTRIES_MANY) options.br_tech = GLP_BR_MFV;
    run->nodes_most = WORK_MOST / (entries + 1);
    if (run->nodes_most > run->options->nodes) run->nodes_most = run->options->nodes;
    if (run->options->time_limit_s > 0) options.tm_lim = (int)fmin(2e9, 1000 * run->options->time_limit_s);
    int failed = glp_intopt(run->model.problem, &options);
    int status = glp_mip_status(run->model.problem);
    if (failed == GLP_ETMLIM) plan->timed_out = true;
    if (status == GLP_OPT || status == GLP_FEAS) offer(run);
    if (failed == 0 && status == GLP_OPT) {
        keep_bound(run, glp_mip_obj_val(run->model.problem));
        if (run->incumbent->found) run->incumbent->bound = run->incumbent->value;
    }
    return failed == 0 && status == GLP_NOFEAS ? none_better(run) : EMS_OK;
}

static enum ems_status solve_here(struct run *run, struct ems_location_plan *plan)
{
    if (glp_get_num_nz(run->model.problem) > ENTRIES_MOST || glp_get_num_rows(run->model.problem) > ROWS_MOST)
        return EMS_OK;
    cut_off(run);
    int relaxed = solve_relaxation(run);
    if (relaxed == GLP_NOFEAS) return none_better(run);
    if (relaxed == GLP_UNDEF) return EMS_OK;
    keep_bound(run, glp_get_obj_val(run->model.problem));
    return branch(run, plan);
}

static double largest_value(const struct ems_program *program, const struct ems_exact_service *service)
{
    double most = 1;
    for (int32_t c = 0; c < program->column_count; c++) most += (double)program->columns[c].cost;
    for (int32_t r = 0; r < program->row_count; r++)
        if (program->rows[r].kind == EMS_ROW_GAIN)
            most += (double)program->gains[program->rows[r].gain + program->rows[r].levels];
    return service != NULL ? most + ems_exact_service_value(service, program) : most;
}

static bool make_room(struct ems_exact_model *model, struct ems_arena *arena)
{
    const struct ems_program *program = model->program;
    int64_t room = (int64_t)program->column_count + 64 * (int64_t)program->row_count + 1024;
    if (model->service != NULL) room += (int64_t)model->service->point_count * (program->column_count + 1);
    if (room > 20000000) room = 20000000;
    model->room = (int)room;
    model->index = EMS_NEW_ARRAY(arena, int, room + 1);
    model->value = EMS_NEW_ARRAY(arena, double, room + 1);
    model->row_at = EMS_NEW_ARRAY(arena, int32_t, program->row_count);
    return model->index && model->value && model->row_at;
}

/* GLPK under guard: its errors, of memory above all, end here. */
static enum ems_status guarded(struct run *run, struct ems_arena *arena, struct ems_location_plan *plan)
{
    const char *solver = run->options->solver;
    if (glp_init_env() > 1) return EMS_NO_MEMORY; /* else its first use would end the program */
    if (setjmp(run->back) != 0) {
        glp_free_env();
        return EMS_NO_MEMORY;
    }
    glp_term_out(GLP_OFF);
    glp_term_hook(swallow, NULL);
    glp_error_hook(on_error, run);
    ems_exact_build(&run->model);
    bool built_in = solver == NULL || strcmp(solver, "glpk") == 0;
    enum ems_status status =
        built_in ? solve_here(run, plan)
                 : ems_solver_run(run->model.problem, run->options, run->state, arena, run->incumbent, plan);
    glp_delete_prob(run->model.problem);
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
    return status;
}

enum ems_status ems_exact_solve(const struct ems_program *program, const struct ems_exact_service *service,
                                const struct ems_location_options *options, struct ems_program_state *state,
                                struct ems_arena *arena, struct ems_incumbent *incumbent,
                                struct ems_location_plan *plan)
{
    struct run *run = EMS_NEW(arena, struct run);
    if (run == NULL) return EMS_NO_MEMORY;
    run->model.program = program;
    run->model.service = service;
    run->model.scale = fmax(1, largest_value(program, service) / LARGEST_VALUE);
    run->options = options;
    run->state = state;
    run->incumbent = incumbent;
    if (!make_room(&run->model, arena)) return EMS_NO_MEMORY;
    return guarded(run, arena, plan);
}
