#include "coverage/hypercube_parts.h"

#include "ems120/ids.h"

int32_t ems_hypercube_length(const struct ems_hypercube *cube, int32_t group)
{
    const int32_t *order = cube->order + (int64_t)group * cube->width;
    int32_t length = 0;
    while (length < cube->width && order[length] != EMS_NONE) length++;
    return length;
}

double ems_hypercube_total_rate(const struct ems_hypercube *cube)
{
    double total = 0;
    for (int32_t g = 0; g < cube->groups; g++) total += cube->rate[g];
    return total;
}

/* The exact method knows one line of waiting calls, in which every unit takes part. */
static bool exact_may(const struct ems_hypercube *cube)
{
    if (cube->units > EMS_HYPERCUBE_EXACT_UNITS) return false;
    for (int32_t g = 0; g < cube->groups && !cube->loss; g++)
        if (cube->rate[g] > 0 && ems_hypercube_length(cube, g) < cube->units) return false;
    return true;
}

static void sum_up(const struct ems_hypercube *cube, struct ems_hypercube_result *out)
{
    double total = ems_hypercube_total_rate(cube);
    out->lost = out->first_preference = 0;
    for (int32_t g = 0; g < cube->groups; g++) {
        out->first_preference += out->sent[(int64_t)g * cube->width];
        if (cube->loss && total > 0) out->lost += cube->rate[g] / total * out->blocked[g];
    }
}

enum ems_status ems_hypercube_solve(const struct ems_hypercube *cube, enum ems_hypercube_method method,
                                    struct ems_arena *arena, struct ems_hypercube_result *out)
{
    struct ems_hypercube_work work = {
        .workload = EMS_NEW_ARRAY(arena, double, cube->units),
        .sent = EMS_NEW_ARRAY(arena, double, (int64_t)cube->groups * cube->width),
        .blocked = EMS_NEW_ARRAY(arena, double, cube->groups),
    };
    *out =
        (struct ems_hypercube_result){.workload = work.workload, .sent = work.sent, .blocked = work.blocked};
    if (work.workload == NULL || work.sent == NULL || work.blocked == NULL) return EMS_NO_MEMORY;
    if (cube->units < 1 || cube->width < 1) return EMS_BAD_USAGE;
    enum ems_status status = EMS_BAD_USAGE;
    if (method != EMS_HYPERCUBE_EXACT)
        status = ems_hypercube_approximate(cube, method == EMS_HYPERCUBE_LARSON, arena, &work, out);
    else if (exact_may(cube))
        status = ems_hypercube_exact(cube, &work, out);
    if (status == EMS_OK) sum_up(cube, out);
    return status;
}
