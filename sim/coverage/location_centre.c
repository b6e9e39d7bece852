/* p-centre: the least distance within which p sites cover every point, by bisection over the distances that
 * occur, each a covering problem (Minieka 1970). */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "coverage/location_work.h"

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The distances of points to sites that may be open, ascending, each once; and the least that every point
 * needs. */
static int64_t *list_distances(const struct ems_location_work *work, int64_t *count, int64_t *least)
{
    const struct ems_location_problem *p = work->problem;
    const struct ems_program *program = &work->program;
    int64_t *out = EMS_NEW_ARRAY(work->arena, int64_t, (int64_t)p->point_count * program->column_count),
            n = 0;
    *count = *least = 0;
    if (out == NULL) return NULL;
    for (int32_t i = 0; i < p->point_count; i++) {
        int64_t nearest = EMS_NEVER;
        for (int32_t c = 0; c < program->column_count && p->weight[i] > 0; c++) {
            int64_t reach = p->reach[(int64_t)i * p->site_count + program->columns[c].site];
            if (reach == EMS_NEVER) continue;
            out[n++] = reach;
            if (reach < nearest) nearest = reach;
        }
        if (p->weight[i] == 0) continue;
        if (nearest == EMS_NEVER) work->plan->unreached += p->weight[i];
        if (nearest > *least) *least = nearest;
    }
    if (n > 0) qsort(out, (size_t)n, sizeof *out, by_size);
    for (int64_t i = 0; i < n; i++)
        if (*count == 0 || out[*count - 1] != out[i]) out[(*count)++] = out[i];
    return out;
}

enum answer { COVERS, COVERS_NOT, UNKNOWN };

/* Can the sites that are allowed cover all points within `distance`? Then the plan goes to `units`. */
static enum ems_status ask(struct ems_location_work *work, int64_t distance, int32_t *units, enum answer *out)
{
    struct ems_arena arena = {0};
    struct ems_location_work part = {work->problem, work->options, &arena, work->plan, {0}, {0}, {0}};
    enum ems_status status =
        ems_program_build_within(work->problem, work->options, distance, &arena, &part.program);
    if (status == EMS_OK) status = ems_program_state_init(&part.state, &part.program, &arena);
    if (status == EMS_OK) status = ems_incumbent_init(&part.incumbent, &part.program, &arena);
    if (status == EMS_OK) {
        /* Fewest units, asked for only as far as the limit. */
        part.incumbent.enough = -(int64_t)part.program.units;
        for (int32_t c = 0; c < part.program.column_count; c++) part.program.columns[c].cost = 1;
        part.program.units = INT32_MAX;
        ems_program_state_clear(&part.state);
        status = ems_location_solve_program(&part);
    }
    work->incumbent.iterations += part.incumbent.iterations;
    work->incumbent.nodes += part.incumbent.nodes;
    *out = UNKNOWN;
    if (status == EMS_INFEASIBLE || (status == EMS_OK && part.incumbent.bound < part.incumbent.enough))
        *out = COVERS_NOT;
    if (status == EMS_OK && part.incumbent.found && part.incumbent.value >= part.incumbent.enough) {
        memcpy(units, part.incumbent.units, (size_t)part.program.column_count * sizeof *units);
        *out = COVERS;
    }
    ems_arena_free(&arena);
    return status == EMS_INFEASIBLE ? EMS_OK : status;
}

enum ems_status ems_location_solve_centre(struct ems_location_work *work)
{
    int64_t count, least;
    int64_t *distance = list_distances(work, &count, &least);
    int32_t *units = EMS_NEW_ARRAY(work->arena, int32_t, work->program.column_count);
    if (distance == NULL || units == NULL) return EMS_NO_MEMORY;
    if (work->plan->unreached > 0) return EMS_INFEASIBLE;
    int64_t low = 0, high = count, proven; /* distance[high] covers; below distance[low] none does */
    while (distance[low] < least) low++;
    proven = low;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        enum answer answer;
        enum ems_status status = ask(work, distance[middle], units, &answer);
        if (status != EMS_OK) return status;
        if (answer == COVERS) {
            high = middle;
            work->incumbent.found = true;
            work->incumbent.value = -distance[middle];
            memcpy(work->incumbent.units, units, (size_t)work->program.column_count * sizeof *units);
            continue;
        }
        low = middle + 1;
        if (answer == COVERS_NOT) proven = low;
    }
    work->incumbent.bound = proven < count ? -distance[proven] : INT64_MIN;
    return work->incumbent.found ? EMS_OK : EMS_INFEASIBLE;
}
