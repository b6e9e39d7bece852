/* A study file, and the first and last points of its design. */
#include <stddef.h>
#include <stdint.h>

#include "study/points.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void make(const struct ems_points *points, int32_t point)
{
    struct ems_arena arena = {0};
    const struct ems_node *values[EMS_FACTORS_MOST];
    if (ems_points_make(points, point, &arena, values) != EMS_OK) __builtin_trap();
    ems_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ems_diags diags = {0};
    struct ems_experiment *experiment = NULL;
    struct ems_points points = {0};
    enum ems_status status =
        ems_experiment_load_text((const char *)data, size, "fuzz.yaml", ".", &diags, &experiment);
    if (status == EMS_BAD_INPUT && diags.errors == 0) __builtin_trap();
    if ((status == EMS_OK) != (experiment != NULL)) __builtin_trap();
    if (status == EMS_OK && ems_points_init(&points, experiment, &diags) == EMS_OK && points.count > 0) {
        make(&points, 0);
        make(&points, points.count - 1);
    }
    ems_points_free(&points);
    ems_experiment_free(experiment);
    ems_diags_free(&diags);
    return 0;
}
