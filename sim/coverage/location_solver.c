#include "coverage/location_solver.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/number.h"

#define DEFAULT_LIMIT_S 300.0
#define GRACE_S 2.0 /* a solver that does not keep its limit is ended after this */

extern char **environ;

/* ---- reading an answer ---- */

static const char *next_word(const char *at, const char *end, size_t *length)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r')) at++;
    const char *from = at;
    while (at < end && *at != ' ' && *at != '\t' && *at != '\r') at++;
    *length = (size_t)(at - from);
    return from;
}

/* A line with `x<number> <value>` in it: the sites. */
static bool read_site(const char *line, const char *end, int32_t column_count, int32_t *units,
                      struct ems_solver_answer *answer)
{
    size_t length;
    for (const char *word = next_word(line, end, &length); length > 0;
         word = next_word(word + length, end, &length)) {
        int64_t column;
        double value;
        if (*word != 'x' || !ems_integer_parse(word + 1, length - 1, &column)) continue;
        const char *text = next_word(word + length, end, &length);
        if (column < 0 || column >= column_count || !ems_number_parse(text, length, &value)) return false;
        if (!(fabs(value) < 1e6) || fabs(value - rint(value)) > 1e-5) return false;
        units[column] = (int32_t)lrint(value);
        answer->found++;
        return true;
    }
    return true;
}

static bool has(const char *line, const char *end, const char *word)
{
    return memmem(line, (size_t)(end - line), word, strlen(word)) != NULL;
}

static void read_status(const char *line, const char *end, struct ems_solver_answer *answer)
{
    if (has(line, end, "nfeasible")) answer->infeasible = true;
    if (has(line, end, "Optimal")) answer->best = true;
    if (has(line, end, "topped") || has(line, end, "ime limit")) answer->timed_out = true;
}

struct ems_solver_answer ems_solver_parse(const char *text, int32_t column_count, int32_t *units)
{
    struct ems_solver_answer answer = {.read = true};
    memset(units, 0, (size_t)column_count * sizeof *units);
    for (int32_t number = 0; *text != '\0'; number++) {
        const char *end = strchr(text, '\n');
        if (end == NULL) end = text + strlen(text);
        if (has(text, end, "# Dual")) break; /* highs: what follows are prices */
        if (number < 2) read_status(text, end, &answer);
        if (!read_site(text, end, column_count, units, &answer)) answer.read = false;
        text = *end != '\0' ? end + 1 : end;
    }
    if (answer.timed_out) answer.best = false;
    return answer;
}

/* ---- running it ---- */

struct job {
    const char *solver, *folder, *model, *solution;
    double limit_s;
    struct ems_location_plan *plan;
};

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + 1e-9 * (double)(now.tv_nsec - start->tv_nsec);
}

static enum ems_status trouble(struct job *job, enum ems_location_trouble what, int detail)
{
    job->plan->trouble = what;
    job->plan->trouble_detail = detail;
    return EMS_IO;
}

static void end_group(pid_t child)
{
    int ignored;
    kill(-child, SIGKILL);
    while (waitpid(child, &ignored, 0) < 0 && errno == EINTR) continue;
}

/* Waits for the solver, looking at the clock and at whether the user wants to go. */
static enum ems_status wait_for(struct job *job, pid_t child, const struct ems_location_options *options)
{
    struct timespec start, nap = {.tv_nsec = 5000000};
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        int state;
        pid_t ended = waitpid(child, &state, WNOHANG);
        if (ended == child && WIFEXITED(state) && WEXITSTATUS(state) == 0) return EMS_OK;
        if (ended == child && WIFEXITED(state) && WEXITSTATUS(state) == 127)
            return trouble(job, EMS_LOCATION_TROUBLE_ABSENT, 0);
        if (ended == child)
            return trouble(job, EMS_LOCATION_TROUBLE_DIED,
                           WIFEXITED(state) ? WEXITSTATUS(state) : -WTERMSIG(state));
        if (options->interrupted != NULL && options->interrupted(options->self)) {
            end_group(child);
            return EMS_INTERRUPTED;
        }
        if (seconds_since(&start) > job->limit_s + GRACE_S) {
            end_group(child);
            return trouble(job, EMS_LOCATION_TROUBLE_TIMED_OUT, 0);
        }
        nanosleep(&nap, NULL);
    }
}

static bool is_highs(const char *solver)
{
    return strncmp(ems_path_name(solver), "highs", 5) == 0;
}

static enum ems_status start(struct job *job, pid_t *child)
{
    char limit[EMS_NUMBER_SIZE], limit_option[EMS_NUMBER_SIZE + 16];
    ems_number_format(job->limit_s, limit);
    snprintf(limit_option, sizeof limit_option, "--time_limit=%s", limit);
    const char *cbc[] = {job->solver, job->model, "-sec", limit, "-solve", "-solution", job->solution, NULL};
    const char *highs[] = {job->solver, job->model, limit_option, "--solution_file", job->solution, NULL};
    const char **words = is_highs(job->solver) ? highs : cbc;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init(&files) != 0) return EMS_NO_MEMORY;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return EMS_NO_MEMORY;
    }
    int failed = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    for (int stream = 1; stream <= 2 && failed == 0; stream++)
        failed = posix_spawn_file_actions_addopen(&files, stream, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    if (failed == 0)
        failed =
            posix_spawnp(child, job->solver, &files, &attributes, (char *const *)(uintptr_t)words, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    if (failed == ENOENT || failed == EACCES || failed == ENOTDIR)
        return trouble(job, EMS_LOCATION_TROUBLE_ABSENT, 0);
    return failed == 0 ? EMS_OK : trouble(job, EMS_LOCATION_TROUBLE_DIED, failed);
}

/* ---- the answer as a plan ---- */

static enum ems_status check(struct job *job, const struct ems_solver_answer *answer, const int32_t *units,
                             struct ems_program_state *state, struct ems_arena *arena,
                             struct ems_incumbent *incumbent)
{
    const struct ems_program *program = state->program;
    if (answer->infeasible)
        return incumbent->found ? trouble(job, EMS_LOCATION_TROUBLE_WRONG, 0) : EMS_INFEASIBLE;
    if (!answer->read || (!answer->best && answer->found == 0))
        return trouble(
            job, answer->timed_out ? EMS_LOCATION_TROUBLE_TIMED_OUT : EMS_LOCATION_TROUBLE_NO_ANSWER, 0);
    for (int32_t c = 0; c < program->column_count; c++)
        if (units[c] < program->columns[c].least || units[c] > program->columns[c].most)
            return trouble(job, EMS_LOCATION_TROUBLE_WRONG, 0);
    struct ems_incumbent own = *incumbent;
    own.found = false;
    own.units = EMS_NEW_ARRAY(arena, int32_t, program->column_count);
    if (own.units == NULL) return EMS_NO_MEMORY;
    ems_program_state_set(state, units);
    if (!ems_incumbent_offer(&own, state)) return trouble(job, EMS_LOCATION_TROUBLE_WRONG, 0);
    bool worse =
        incumbent->found && (double)own.value < (double)incumbent->value - 1e-7 * fabs((double)own.value);
    if (answer->best && worse) return trouble(job, EMS_LOCATION_TROUBLE_WRONG, 0);
    if (!incumbent->found || own.value > incumbent->value) *incumbent = own;
    if (answer->best) incumbent->bound = incumbent->value;
    job->plan->timed_out = answer->timed_out;
    return EMS_OK;
}

static enum ems_status read_answer(struct job *job, struct ems_program_state *state, struct ems_arena *arena,
                                   struct ems_incumbent *incumbent)
{
    char *text;
    size_t length;
    int32_t *units = EMS_NEW_ARRAY(arena, int32_t, state->program->column_count);
    if (units == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_file_read(job->solution, 1 << 28, &text, &length);
    if (status == EMS_NO_MEMORY) return status;
    if (status != EMS_OK) return trouble(job, EMS_LOCATION_TROUBLE_NO_ANSWER, 0);
    struct ems_solver_answer answer = ems_solver_parse(text, state->program->column_count, units);
    free(text);
    return check(job, &answer, units, state, arena, incumbent);
}

enum ems_status ems_solver_run(glp_prob *problem, const struct ems_location_options *options,
                               struct ems_program_state *state, struct ems_arena *arena,
                               struct ems_incumbent *incumbent, struct ems_location_plan *plan)
{
    const char *place = getenv("TMPDIR");
    char *folder = ems_arena_format(arena, "%s/ems120-XXXXXX", place != NULL && *place ? place : "/tmp");
    if (folder == NULL) return EMS_NO_MEMORY;
    if (mkdtemp(folder) == NULL) return EMS_IO;
    struct job job = {.solver = options->solver, .folder = folder, .plan = plan};
    job.limit_s = options->time_limit_s > 0 ? options->time_limit_s : DEFAULT_LIMIT_S;
    job.model = ems_arena_format(arena, "%s/model.mps", folder);
    job.solution = ems_arena_format(arena, "%s/solution.txt", folder);
    enum ems_status status = job.model && job.solution ? EMS_OK : EMS_NO_MEMORY;
    pid_t child = 0;
    if (status == EMS_OK && glp_write_mps(problem, GLP_MPS_FILE, NULL, job.model) != 0) status = EMS_IO;
    if (status == EMS_OK) status = start(&job, &child);
    if (status == EMS_OK) status = wait_for(&job, child, options);
    if (status == EMS_OK) status = read_answer(&job, state, arena, incumbent);
    int error = errno;
    if (job.model != NULL) unlink(job.model);
    if (job.solution != NULL) unlink(job.solution);
    rmdir(folder);
    errno = error;
    return status;
}
