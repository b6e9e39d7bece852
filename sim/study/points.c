#include "study/points.h"

#include <stdio.h>
#include <stdlib.h>

#include "random/stream.h"

/* Draws of a design; origins keep them apart from one another. */
enum { ORIGIN_ORDER, ORIGIN_PLACE };
enum { DRAW_OF_DESIGN = 255 }; /* beyond those of a simulation, for good */

static int64_t times(int64_t a, int64_t b)
{
    int64_t product;
    return __builtin_mul_overflow(a, b, &product) ? INT64_MAX : product;
}

int64_t ems_points_count(const struct ems_experiment *experiment)
{
    int64_t product = 1, sum = 1;
    if (experiment->design == EMS_DESIGN_LATIN_HYPERCUBE) return experiment->points;
    for (int32_t f = 0; f < experiment->factor_count; f++) {
        product = times(product, experiment->factors[f].level_count);
        sum += experiment->factors[f].level_count;
    }
    return experiment->design == EMS_DESIGN_GRID ? product : sum;
}

/* ---- Latin hypercube ---- */

static struct ems_stream stream_of(const struct ems_points *points, uint32_t origin, int32_t factor,
                                   uint32_t index)
{
    struct ems_stream_seed seed = ems_stream_seed((uint64_t)points->experiment->seed, 0);
    return ems_stream(
        &seed, (struct ems_draw_key){
                   .origin = origin, .index = index, .role = (uint16_t)factor, .draw = DRAW_OF_DESIGN});
}

/* Puts the strata of a factor in a drawn order (Fisher and Yates). */
static void shuffle(const struct ems_points *points, int32_t factor, uint32_t *strata)
{
    uint32_t count = (uint32_t)points->count;
    struct ems_stream stream = stream_of(points, ORIGIN_ORDER, factor, 0);
    for (uint32_t i = 0; i < count; i++) strata[i] = i;
    for (uint32_t i = count - 1; i > 0; i--) {
        uint32_t j = (uint32_t)(ems_stream_53_bits(&stream) % (i + 1)), kept = strata[i];
        strata[i] = strata[j];
        strata[j] = kept;
    }
}

/* A share of the factor's range, 0 <= share < 1. */
static double share_of(const struct ems_points *points, int32_t factor, int32_t point)
{
    uint32_t stratum = points->strata[(size_t)factor * (size_t)points->count + (size_t)point];
    struct ems_stream stream = stream_of(points, ORIGIN_PLACE, factor, (uint32_t)point);
    return (stratum + ems_stream_uniform(&stream)) / points->count;
}

static const struct ems_node *value_in_stratum(const struct ems_points *points, int32_t number, int32_t point,
                                               struct ems_arena *arena)
{
    const struct ems_factor *factor = &points->experiment->factors[number];
    double share = share_of(points, number, point);
    if (factor->ranged) return ems_factor_value(factor, share, arena);
    return factor->levels[(int32_t)(share * factor->level_count)];
}

/* ---- points ---- */

static enum ems_status refuse(const struct ems_experiment *experiment, int64_t count, struct ems_diags *diags)
{
    char counted[32], most[32];
    snprintf(counted, sizeof counted, "%lld", (long long)count);
    snprintf(most, sizeof most, "%d", EMS_POINTS_MOST);
    struct ems_diag *diag =
        ems_diag_error(diags, experiment->design_at, "design",
                       count == INT64_MAX ? EMS_T_STUDY_POINTS_BEYOND : EMS_T_STUDY_POINTS_MANY,
                       EMS_ARGS(ems_design_name(experiment->design), counted, most));
    ems_diag_hint(diags, diag, EMS_T_STUDY_POINTS_HINT, NULL);
    return EMS_BAD_INPUT;
}

enum ems_status ems_points_init(struct ems_points *points, const struct ems_experiment *experiment,
                                struct ems_diags *diags)
{
    int64_t count = ems_points_count(experiment);
    *points = (struct ems_points){.experiment = experiment};
    if (count > EMS_POINTS_MOST) return refuse(experiment, count, diags);
    points->count = (int32_t)count;
    if (experiment->design != EMS_DESIGN_LATIN_HYPERCUBE) return EMS_OK;
    points->strata = calloc((size_t)experiment->factor_count * (size_t)count, sizeof *points->strata);
    if (points->strata == NULL) return EMS_NO_MEMORY;
    for (int32_t f = 0; f < experiment->factor_count; f++)
        shuffle(points, f, points->strata + (size_t)f * (size_t)count);
    return EMS_OK;
}

static void make_grid(const struct ems_points *points, int32_t point, const struct ems_node **values)
{
    const struct ems_experiment *experiment = points->experiment;
    for (int32_t f = experiment->factor_count - 1; f >= 0; f--) {
        const struct ems_factor *factor = &experiment->factors[f];
        values[f] = factor->levels[point % factor->level_count];
        point /= factor->level_count;
    }
}

static void make_one(const struct ems_points *points, int32_t point, const struct ems_node **values)
{
    const struct ems_experiment *experiment = points->experiment;
    int32_t level = point - 1;
    for (int32_t f = 0; f < experiment->factor_count; f++) {
        const struct ems_factor *factor = &experiment->factors[f];
        values[f] = level >= 0 && level < factor->level_count ? factor->levels[level] : NULL;
        level -= factor->level_count;
    }
}

enum ems_status ems_points_make(const struct ems_points *points, int32_t point, struct ems_arena *arena,
                                const struct ems_node **values)
{
    switch (points->experiment->design) {
    case EMS_DESIGN_GRID:
        make_grid(points, point, values);
        break;
    case EMS_DESIGN_ONE_AT_A_TIME:
        make_one(points, point, values);
        break;
    default:
        for (int32_t f = 0; f < points->experiment->factor_count; f++) {
            values[f] = value_in_stratum(points, f, point, arena);
            if (values[f] == NULL) return EMS_NO_MEMORY;
        }
    }
    return EMS_OK;
}

void ems_points_free(struct ems_points *points)
{
    free(points->strata);
}
