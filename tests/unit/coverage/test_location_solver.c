/* Another solver: cbc where it is installed, and made-up ones that fail in each way. */
#include "support/check.h"

#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coverage/location.h"
#include "coverage/location_solver.h"

enum { POINTS = 40, SITES = 12 };

struct town {
    int64_t weight[POINTS], reach[POINTS * SITES], within;
    struct ems_location_site sites[SITES];
    struct ems_location_problem problem;
};

static void make_town(struct town *t)
{
    uint64_t draw = 5;
    *t = (struct town){.within = 30};
    for (int i = 0; i < POINTS * SITES; i++) {
        draw = draw * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        t->reach[i] = (int64_t)(draw >> 33) % 100;
        t->weight[i % POINTS] = 1 + (int64_t)(draw >> 40) % 9;
    }
    for (int s = 0; s < SITES; s++) {
        t->sites[s] = ems_location_site_default();
        t->sites[s].existing = s == 0; /* may close: so that not all ways are tried */
    }
    t->problem = ems_location_problem_default();
    t->problem.point_count = POINTS;
    t->problem.site_count = SITES;
    t->problem.weight = t->weight;
    t->problem.reach = t->reach;
    t->problem.within = &t->within;
    t->problem.sites = t->sites;
    t->problem.units = 4;
}

static enum ems_status solve_with(const char *solver, double time_limit_s, struct ems_location_plan *plan)
{
    struct town town;
    make_town(&town);
    struct ems_location_options options = ems_location_options_default(EMS_LOCATION_MCLP);
    options.solver = solver;
    options.time_limit_s = time_limit_s;
    return ems_location_solve(&town.problem, &options, plan);
}

static bool installed(const char *program)
{
    char path[512];
    for (const char *at = getenv("PATH"); at != NULL && *at != '\0';) {
        const char *end = strchr(at, ':');
        int length = end != NULL ? (int)(end - at) : (int)strlen(at);
        snprintf(path, sizeof path, "%.*s/%s", length, at, program);
        if (access(path, X_OK) == 0) return true;
        at = end != NULL ? end + 1 : NULL;
    }
    return false;
}

static void cbc_agrees_with_the_built_in_solver(void **state)
{
    (void)state;
    struct ems_location_plan own, other;
    if (!installed("cbc")) {
        print_message("skipped: cbc is not installed\n");
        skip();
    }
    check_ok(solve_with(NULL, 0, &own));
    check_ok(solve_with("cbc", 0, &other));
    check_true(own.optimal && other.optimal);
    check_int(other.value, own.value);
    ems_location_plan_free(&own);
    ems_location_plan_free(&other);
}

/* A program of that text in a folder of its own; its name tells how it is spoken to. */
struct fake {
    char folder[64], path[96];
};

static void fake_make(struct fake *fake, const char *name, const char *text)
{
    strcpy(fake->folder, "/tmp/ems120-fake-XXXXXX");
    check_true(mkdtemp(fake->folder) != NULL);
    snprintf(fake->path, sizeof fake->path, "%s/%s", fake->folder, name);
    FILE *out = fopen(fake->path, "w");
    check_true(out != NULL);
    fprintf(out, "#!/bin/sh\n%s\n", text);
    fclose(out);
    check_int(chmod(fake->path, 0755), 0);
}

static void fake_free(const struct fake *fake)
{
    unlink(fake->path);
    rmdir(fake->folder);
}

static void check_trouble(const char *name, const char *text, double limit_s,
                          enum ems_location_trouble expected, int detail)
{
    struct fake fake;
    struct ems_location_plan plan;
    fake_make(&fake, name, text);
    enum ems_status status = solve_with(fake.path, limit_s, &plan);
    if (status != EMS_IO || plan.trouble != expected) print_error("script: %s\n", text);
    check_int(status, EMS_IO);
    check_int(plan.trouble, expected);
    check_int(plan.trouble_detail, detail);
    ems_location_plan_free(&plan);
    fake_free(&fake);
}

static void each_failure_is_told(void **state)
{
    (void)state;
    struct ems_location_plan plan;
    check_int(solve_with("/nonexistent/cbc", 0, &plan), EMS_IO);
    check_int(plan.trouble, EMS_LOCATION_TROUBLE_ABSENT);
    ems_location_plan_free(&plan);
    check_trouble("cbc", "exit 3", 0, EMS_LOCATION_TROUBLE_DIED, 3);
    check_trouble("cbc", "kill -9 $$", 0, EMS_LOCATION_TROUBLE_DIED, -SIGKILL);
    check_trouble("cbc", "exit 0", 0, EMS_LOCATION_TROUBLE_NO_ANSWER, 0);
    check_trouble("cbc", "echo nonsense > \"$6\"", 0, EMS_LOCATION_TROUBLE_NO_ANSWER, 0);
    check_trouble("cbc", "echo 'Stopped on time - objective value 1e+50' > \"$6\"", 0,
                  EMS_LOCATION_TROUBLE_TIMED_OUT, 0);
}

/* Solvers that lie: no plan where there is one, a bad plan as the best, too many sites, half a site. */
static void lies_are_found_out(void **state)
{
    (void)state;
    check_trouble("cbc", "echo 'Infeasible - objective value 0' > \"$6\"", 0, EMS_LOCATION_TROUBLE_WRONG, 0);
    check_trouble("cbc", "printf 'Optimal - objective value -1\\n 0 x1 1 0\\n' > \"$6\"", 0,
                  EMS_LOCATION_TROUBLE_WRONG, 0);
    check_trouble("cbc",
                  "printf 'Optimal - objective value -1\\n 0 x0 1 0\\n 1 x1 1 0\\n 2 x2 1 0\\n 3 x3 1 "
                  "0\\n 4 x4 1 0\\n' > \"$6\"",
                  0, EMS_LOCATION_TROUBLE_WRONG, 0);
    check_trouble("cbc", "printf 'Optimal - objective value -1\\n 0 x1 7 0\\n' > \"$6\"", 0,
                  EMS_LOCATION_TROUBLE_WRONG, 0);
    check_trouble("cbc", "printf 'Optimal - objective value -1\\n 0 x1 0.5 0\\n' > \"$6\"", 0,
                  EMS_LOCATION_TROUBLE_NO_ANSWER, 0);
    check_trouble("cbc", "printf 'Optimal - objective value -1\\n 0 x99 1 0\\n' > \"$6\"", 0,
                  EMS_LOCATION_TROUBLE_NO_ANSWER, 0);
}

static bool stop_now(void *self)
{
    int *asked = self;
    return ++*asked > 400;
}

/* A solver that hangs is ended when the user wants to go, its children too. */
static void a_hanging_solver_is_ended(void **state)
{
    (void)state;
    struct fake fake;
    struct town town;
    struct ems_location_plan plan;
    int asked = 0;
    fake_make(&fake, "cbc", "sleep 600 & wait");
    make_town(&town);
    struct ems_location_options options = ems_location_options_default(EMS_LOCATION_MCLP);
    options.solver = fake.path;
    options.iterations = 1;
    options.interrupted = stop_now;
    options.self = &asked;
    check_int(ems_location_solve(&town.problem, &options, &plan), EMS_INTERRUPTED);
    ems_location_plan_free(&plan);
    fake_free(&fake);
}

static void a_solver_that_is_late_is_ended(void **state)
{
    (void)state;
    check_trouble("cbc", "sleep 600 & wait", 0.05, EMS_LOCATION_TROUBLE_TIMED_OUT, 0);
}

static void solution_files_are_read(void **state)
{
    (void)state;
    int32_t units[4];
    struct ems_solver_answer answer = ems_solver_parse("Optimal - objective value 3.0\n"
                                                       "      0 x0   1   0\n      3 x3   2.0000001  -1\n",
                                                       4, units);
    check_true(answer.read && answer.best && !answer.infeasible);
    check_int(units[0] * 1000 + units[1] * 100 + units[2] * 10 + units[3], 1002);
    answer =
        ems_solver_parse("Model status\nOptimal\n\n# Primal solution values\nFeasible\nObjective 3\n"
                         "# Columns 4\nx0 0\nx1 1\nx2 0\nx3 0\nC5 0.25\n# Rows 1\nR1 1\n\n# Dual solution "
                         "values\nx0 0.5\n",
                         4, units);
    check_true(answer.read && answer.best);
    check_int(units[1], 1);
    answer = ems_solver_parse("Stopped on time limit - objective value 3\n 1 x1 1 0\n", 4, units);
    check_true(answer.timed_out && !answer.best);
    answer = ems_solver_parse("", 4, units);
    check_true(!answer.best && answer.found == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cbc_agrees_with_the_built_in_solver),
        cmocka_unit_test(each_failure_is_told),
        cmocka_unit_test(lies_are_found_out),
        cmocka_unit_test(a_hanging_solver_is_ended),
        cmocka_unit_test(a_solver_that_is_late_is_ended),
        cmocka_unit_test(solution_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
