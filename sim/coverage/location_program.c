#include "coverage/location_program.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/time.h"
#include "coverage/location_capacity.h"
#include "coverage/location_reduce.h"

enum { LEVELS_MOST = 64 };
#define CHANCE_SCALE 1e6 /* chances count in millionths */

/* A programme being made. */
struct building {
    const struct ems_location_problem *problem;
    const struct ems_location_options *options;
    struct ems_program *out;
    struct ems_arena *arena;
    EMS_ARRAY(int32_t) members;
    EMS_ARRAY(struct ems_program_row) rows;
    EMS_ARRAY(int64_t) gains;
    const int64_t *unit_gains; /* of one unit of weight, from 0 units on */
    int32_t levels;
    bool capacities, no_memory;
};

bool ems_location_takes_units(enum ems_location_model model)
{
    return model == EMS_LOCATION_MEXCLP || model == EMS_LOCATION_MALP || model == EMS_LOCATION_MALP2 ||
           model == EMS_LOCATION_DSM;
}

double ems_location_scale(const struct ems_location_problem *problem,
                          const struct ems_location_options *options)
{
    double total = 0;
    switch (options->model) {
    case EMS_LOCATION_MEXCLP:
        return CHANCE_SCALE;
    case EMS_LOCATION_MEDIAN:
        for (int32_t i = 0; i < problem->point_count; i++) total += (double)problem->weight[i];
        return total;
    default:
        return 1;
    }
}

/* ---- columns ---- */

static struct ems_program_column column_of(const struct building *b, int32_t site)
{
    const struct ems_location_site *s = &b->problem->sites[site];
    bool many = ems_location_takes_units(b->options->model);
    return (struct ems_program_column){
        .site = site,
        .least = many || s->least < 1 ? s->least : 1,
        .most = many || s->most < 1 ? s->most : 1,
        .strength = many && s->strength > 0 ? s->strength : 1,
        .existing = s->existing,
        .upper = b->options->model == EMS_LOCATION_HIERARCHICAL && s->existing && s->upper_tier,
        .cost = b->options->model == EMS_LOCATION_LSCP ? s->cost : 0,
        .price = s->cost,
    };
}

static bool add_columns(struct building *b)
{
    struct ems_program *out = b->out;
    bool tiers = b->options->model == EMS_LOCATION_HIERARCHICAL;
    out->columns = EMS_NEW_ARRAY(b->arena, struct ems_program_column, 2 * (int64_t)b->problem->site_count);
    if (out->columns == NULL) return false;
    for (int32_t s = 0; s < b->problem->site_count; s++) {
        struct ems_program_column column = column_of(b, s);
        if (column.most < 1) continue;
        out->columns[out->column_count++] = column;
        if (!tiers || column.existing) continue;
        column.upper = true;
        out->columns[out->column_count++] = column;
    }
    return true;
}

/* ---- rows ---- */

static int32_t add_members(struct building *b, const int64_t *all_reach, int32_t point, int64_t limit,
                           bool upper_only)
{
    const int64_t *reach = all_reach + (int64_t)point * b->problem->site_count;
    int32_t count = 0;
    for (int32_t c = 0; c < b->out->column_count; c++) {
        const struct ems_program_column *column = &b->out->columns[c];
        if (reach[column->site] > limit || reach[column->site] == EMS_NEVER) continue;
        if (upper_only && !column->upper) continue;
        if (!EMS_PUSH(&b->members, c)) b->no_memory = true;
        count++;
    }
    return count;
}

static struct ems_program_row *add_row(struct building *b, int32_t point, enum ems_program_kind kind,
                                       const int64_t *reach, int64_t limit)
{
    struct ems_program_row row = {.kind = kind, .first = b->members.count, .also_count = -1, .levels = 1};
    row.count = add_members(b, reach, point, limit, false);
    if (!EMS_PUSH(&b->rows, row)) b->no_memory = true;
    return b->no_memory ? NULL : &b->rows.items[b->rows.count - 1];
}

static void add_gains(struct building *b, struct ems_program_row *row, int64_t weight)
{
    row->levels = b->levels;
    row->gain = b->gains.count;
    for (int32_t n = 0; n <= b->levels; n++) {
        int64_t gain = weight * b->unit_gains[n];
        if (!EMS_PUSH(&b->gains, gain)) b->no_memory = true;
    }
}

/* So many units gain all of the weight, fewer nothing. */
static void add_step(struct building *b, struct ems_program_row *row, int64_t weight, int32_t units)
{
    row->levels = units;
    row->gain = b->gains.count;
    for (int32_t n = 0; n <= units; n++) {
        int64_t gain = n == units ? weight : 0;
        if (!EMS_PUSH(&b->gains, gain)) b->no_memory = true;
    }
}

static int32_t class_of(const struct building *b, int32_t point)
{
    return b->problem->classes != NULL ? b->problem->classes[point] : 0;
}

/* The point must be within `limit` of a site. */
static void add_must(struct building *b, int32_t point, int64_t limit)
{
    struct ems_program_row *row = add_row(b, point, EMS_ROW_MUST, b->problem->reach, limit);
    if (row == NULL || row->count > 0) return;
    b->out->nobody_can = true;
    b->out->uncoverable += b->problem->weight[point];
}

static void add_group(struct building *b, int32_t point, int32_t group)
{
    const struct ems_location_problem *p = b->problem;
    bool own = group > 0 && p->least_reach != NULL;
    int64_t weight = group > 0 && p->least_weight != NULL ? p->least_weight[point] : p->weight[point];
    struct ems_program_row *row = add_row(b, point, EMS_ROW_GROUP, own ? p->least_reach : p->reach,
                                          (own ? p->least_within : p->within)[class_of(b, point)]);
    if (row == NULL) return;
    row->group = group;
    row->weight = weight;
}

/* The fewest units of which one is free with the wanted chance, when together they carry the load; 0 when
 * more than a row counts would be needed. */
static int32_t units_for_load(double load, double reliability)
{
    for (int32_t units = 1; units <= LEVELS_MOST; units++) {
        double all_busy = 1;
        if (load >= units) continue;
        for (int32_t n = 0; n < units; n++) all_busy *= load / units;
        if (1 - all_busy >= reliability) return units;
    }
    return 0;
}

static void add_gain(struct building *b, int32_t point)
{
    const struct ems_location_problem *p = b->problem;
    bool own = b->options->model == EMS_LOCATION_MALP2;
    int32_t units = own ? units_for_load(p->load[point], b->options->reliability) : 1;
    if (units == 0) return;
    struct ems_program_row *row = add_row(b, point, EMS_ROW_GAIN, p->reach, p->within[class_of(b, point)]);
    if (row == NULL) return;
    if (b->options->model == EMS_LOCATION_HIERARCHICAL) {
        row->also_first = b->members.count;
        row->also_count = add_members(b, p->reach, point, p->within_far[class_of(b, point)], true);
    }
    if (own)
        add_step(b, row, p->weight[point], units);
    else
        add_gains(b, row, p->weight[point]);
}

static void add_point(struct building *b, int32_t point)
{
    const struct ems_location_problem *p = b->problem;
    int32_t of_class = class_of(b, point);
    switch (b->options->model) {
    case EMS_LOCATION_LSCP:
        add_must(b, point, p->within[of_class]);
        break;
    case EMS_LOCATION_DSM:
        add_must(b, point, p->within_far[of_class]);
        add_group(b, point, 0);
        add_gain(b, point);
        break;
    case EMS_LOCATION_MEDIAN:
    case EMS_LOCATION_CENTRE:
    case EMS_LOCATION_MODEL_COUNT:
        break;
    case EMS_LOCATION_MCLP:
        if (b->capacities) break; /* then cover is a matter of service */
        add_gain(b, point);
        break;
    case EMS_LOCATION_MEXCLP:
    case EMS_LOCATION_MALP:
    case EMS_LOCATION_MALP2:
    case EMS_LOCATION_HIERARCHICAL:
        add_gain(b, point);
        break;
    }
    if (p->least_covered != NULL && p->least_covered[of_class] > 0) add_group(b, point, 1 + of_class);
}

/* ---- what units gain ---- */

/* Units so that one of them is free with the wanted chance. */
static int32_t reliable_units(const struct ems_location_options *options)
{
    double all_busy = options->busy;
    int32_t units = 1;
    for (; units < LEVELS_MOST && 1 - all_busy < options->reliability; units++) all_busy *= options->busy;
    return units;
}

static bool set_unit_gains(struct building *b)
{
    int64_t *gains = EMS_NEW_ARRAY(b->arena, int64_t, LEVELS_MOST + 1);
    if (gains == NULL) return false;
    b->levels = 1;
    if (b->options->model == EMS_LOCATION_DSM || b->options->model == EMS_LOCATION_MALP2) b->levels = 2;
    if (b->options->model == EMS_LOCATION_MALP) b->levels = reliable_units(b->options);
    if (b->options->model == EMS_LOCATION_MEXCLP) {
        double free = 1 - b->options->busy;
        for (b->levels = 0; b->levels < LEVELS_MOST; free *= b->options->busy) {
            int64_t more = llrint(free * CHANCE_SCALE);
            if (more <= 0 && b->levels > 0) break;
            b->levels++;
            gains[b->levels] = gains[b->levels - 1] + more;
        }
    } else {
        gains[b->levels] = 1;
    }
    b->unit_gains = gains;
    return true;
}

/* ---- the whole ---- */

static void set_limits(const struct building *b)
{
    const struct ems_location_problem *p = b->problem;
    struct ems_program *out = b->out;
    int32_t existing = 0;
    for (int32_t c = 0; c < out->column_count; c++) existing += out->columns[c].existing;
    out->units = p->units == EMS_LOCATION_NO_LIMIT ? INT32_MAX : p->units;
    out->new_most = p->new_most == EMS_LOCATION_NO_LIMIT ? INT32_MAX : p->new_most;
    out->existing_least =
        p->closed_most == EMS_LOCATION_NO_LIMIT || p->closed_most > existing ? 0 : existing - p->closed_most;
    out->upper_most = b->options->model == EMS_LOCATION_HIERARCHICAL ? p->upper_units : INT32_MAX;
    out->budget = p->budget == EMS_LOCATION_ANY ? INT64_MAX : p->budget;
    out->single = b->levels <= 1;
}

static int64_t share_of_weight(const struct ems_location_problem *problem, double share)
{
    int64_t total = 0;
    for (int32_t i = 0; i < problem->point_count; i++) total += problem->weight[i];
    return (int64_t)ceil(share * (double)total - 1e-6);
}

static bool set_groups(const struct building *b)
{
    const struct ems_location_problem *p = b->problem;
    struct ems_program *out = b->out;
    out->group_count = 1 + (p->class_count > 0 ? p->class_count : 1);
    out->group_need = EMS_NEW_ARRAY(b->arena, int64_t, out->group_count);
    if (out->group_need == NULL) return false;
    if (b->options->model == EMS_LOCATION_DSM)
        out->group_need[0] = share_of_weight(p, b->options->near_share);
    if (p->least_covered == NULL) return true;
    for (int32_t c = 1; c < out->group_count; c++) out->group_need[c] = p->least_covered[c - 1];
    return true;
}

static bool keep(struct building *b)
{
    struct ems_program *out = b->out;
    out->rows = EMS_NEW_ARRAY(b->arena, struct ems_program_row, b->rows.count);
    out->members = EMS_NEW_ARRAY(b->arena, int32_t, b->members.count);
    out->gains = EMS_NEW_ARRAY(b->arena, int64_t, b->gains.count);
    if (!out->rows || !out->members || !out->gains) return false;
    if (b->rows.count > 0) memcpy(out->rows, b->rows.items, (size_t)b->rows.count * sizeof *out->rows);
    if (b->members.count > 0)
        memcpy(out->members, b->members.items, (size_t)b->members.count * sizeof *out->members);
    if (b->gains.count > 0) memcpy(out->gains, b->gains.items, (size_t)b->gains.count * sizeof *out->gains);
    out->row_count = out->point_rows = b->rows.count;
    return true;
}

static enum ems_status build(struct building *b, int64_t within, bool reduce)
{
    *b->out = (struct ems_program){0};
    b->capacities = ems_capacities_given(b->problem);
    bool made = add_columns(b) && set_unit_gains(b) && set_groups(b);
    set_limits(b);
    for (int32_t i = 0; made && i < b->problem->point_count; i++) {
        if (b->problem->weight[i] == 0) continue;
        if (within != EMS_NEVER) add_must(b, i, within);
        add_point(b, i);
    }
    made = made && !b->no_memory && keep(b);
    free(b->members.items);
    free(b->rows.items);
    free(b->gains.items);
    if (!made) return EMS_NO_MEMORY;
    return ems_program_reduce(b->out, reduce, b->arena);
}

enum ems_status ems_program_build(const struct ems_location_problem *problem,
                                  const struct ems_location_options *options, bool reduce,
                                  struct ems_arena *arena, struct ems_program *out)
{
    struct building b = {.problem = problem, .options = options, .out = out, .arena = arena};
    bool columns_alike = options->model != EMS_LOCATION_MEDIAN && options->model != EMS_LOCATION_CENTRE &&
                         !ems_capacities_given(problem);
    return build(&b, EMS_NEVER, reduce && columns_alike);
}

enum ems_status ems_program_build_within(const struct ems_location_problem *problem,
                                         const struct ems_location_options *options, int64_t within,
                                         struct ems_arena *arena, struct ems_program *out)
{
    struct building b = {.problem = problem, .options = options, .out = out, .arena = arena};
    return build(&b, within, true);
}
