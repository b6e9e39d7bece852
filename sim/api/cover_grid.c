/* Grids, and what is asked of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/cover.h"
#include "coverage/cover.h"
#include "scenario/load.h"

enum { CELLS_MOST = 4096, EXACT_POINTS = 16000, TIMES_MOST = 8 };

static size_t cells(const struct ems_cover_grid *grid)
{
    return (size_t)grid->columns * (size_t)grid->rows;
}

/* ---- making one ---- */

static bool has_joints(const struct ems_model *m)
{
    return m->travel.def.kind == EMS_TRAVEL_ROAD || m->travel.def.kind == EMS_TRAVEL_MATRIX;
}

static enum ems_status join_cells(struct ems_cover_grid *g)
{
    struct ems_arena arena = {0};
    struct ems_near nodes = {.count = 0};
    const struct ems_matrix_def *matrix = &g->model->travel.def.matrix;
    g->joints = malloc(cells(g) * sizeof *g->joints);
    enum ems_status status = g->joints == NULL ? EMS_NO_MEMORY : EMS_OK;
    if (status == EMS_OK && g->model->travel.def.kind == EMS_TRAVEL_MATRIX)
        status = ems_near_build(&nodes, matrix->node_at, matrix->node_count, &arena);
    for (int32_t row = 0; status == EMS_OK && row < g->rows; row++)
        for (int32_t column = 0; column < g->columns; column++)
            g->joints[(size_t)row * (size_t)g->columns + (size_t)column] =
                ems_cover_join(g->model, &nodes, ems_cover_cell(g, column, row));
    ems_arena_free(&arena);
    return status;
}

enum ems_status ems_cover_grid_create(const struct ems_scenario *scenario, struct ems_box box,
                                      int32_t columns, int32_t rows, struct ems_cover_grid **out)
{
    *out = NULL;
    bool has_area = box.high.x_m > box.low.x_m && box.high.y_m > box.low.y_m && isfinite(box.low.x_m) &&
                    isfinite(box.low.y_m) && isfinite(box.high.x_m) && isfinite(box.high.y_m);
    if (!has_area || columns < 2 || rows < 2 || columns > CELLS_MOST || rows > CELLS_MOST)
        return EMS_BAD_USAGE;
    struct ems_cover_grid *g = calloc(1, sizeof *g);
    if (g == NULL) return EMS_NO_MEMORY;
    *g = (struct ems_cover_grid){
        .model = ems_scenario_model(scenario), .box = box, .columns = columns, .rows = rows};
    enum ems_status status = has_joints(g->model) ? join_cells(g) : EMS_OK;
    if (status != EMS_OK) {
        ems_cover_grid_free(g);
        return status;
    }
    *out = g;
    return EMS_OK;
}

void ems_cover_grid_free(struct ems_cover_grid *grid)
{
    if (grid == NULL) return;
    free(grid->joints);
    free(grid->areas);
    free(grid);
}

/* ---- the map's extent ---- */

static void take_in(struct ems_box *box, struct ems_point p)
{
    if (p.x_m < box->low.x_m) box->low.x_m = p.x_m;
    if (p.y_m < box->low.y_m) box->low.y_m = p.y_m;
    if (p.x_m > box->high.x_m) box->high.x_m = p.x_m;
    if (p.y_m > box->high.y_m) box->high.y_m = p.y_m;
}

struct ems_box ems_scenario_box(const struct ems_scenario *scenario)
{
    const struct ems_model *m = ems_scenario_model(scenario);
    struct ems_box box = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (int32_t a = 0; a < m->area_count; a++) {
        take_in(&box, m->areas[a].shape.low);
        take_in(&box, m->areas[a].shape.high);
    }
    for (int32_t p = 0; p < m->place_count; p++) take_in(&box, m->places[p].at);
    for (int32_t s = 0; s < m->station_count; s++) take_in(&box, m->stations[s].at.at);
    for (int32_t h = 0; h < m->hospital_count; h++) take_in(&box, m->hospitals[h].at.at);
    for (int32_t c = 0; c < m->trace_count; c++) take_in(&box, m->trace[c].at);
    if (m->travel.road != NULL)
        for (int32_t n = 0; n < m->travel.road->def.network->node_count; n++)
            take_in(&box, m->travel.road->snapper.node_at[n]);
    if (box.low.x_m > box.high.x_m) box = (struct ems_box){{0, 0}, {0, 0}};
    double larger = fmax(box.high.x_m - box.low.x_m, box.high.y_m - box.low.y_m);
    double margin_m = fmax(0.03 * larger, 500);
    return (struct ems_box){{box.low.x_m - margin_m, box.low.y_m - margin_m},
                            {box.high.x_m + margin_m, box.high.y_m + margin_m}};
}

/* ---- areas ---- */

/* The number of a coordinate's cell, held in the grid. */
static int32_t held_cell(double offset_m, double length_m, int32_t count)
{
    double cell = floor(offset_m / length_m * count);
    return cell < 0 ? 0 : cell >= count ? count - 1 : (int32_t)cell;
}

struct span {
    int32_t from, to;
};

static struct span columns_of(const struct ems_cover_grid *g, double low_m, double high_m)
{
    double length_m = g->box.high.x_m - g->box.low.x_m;
    return (struct span){held_cell(low_m - g->box.low.x_m, length_m, g->columns),
                         held_cell(high_m - g->box.low.x_m, length_m, g->columns)};
}

static struct span rows_of(const struct ems_cover_grid *g, double low_m, double high_m)
{
    double length_m = g->box.high.y_m - g->box.low.y_m;
    return (struct span){held_cell(low_m - g->box.low.y_m, length_m, g->rows),
                         held_cell(high_m - g->box.low.y_m, length_m, g->rows)};
}

/* Of the areas that contain a cell's centre the smallest has it. */
static void mark_area(struct ems_cover_grid *g, ems_area_id area)
{
    const struct ems_area *a = &g->model->areas[area];
    struct span columns = columns_of(g, a->shape.low.x_m, a->shape.high.x_m);
    struct span rows = rows_of(g, a->shape.low.y_m, a->shape.high.y_m);
    for (int32_t row = rows.from; row <= rows.to; row++)
        for (int32_t column = columns.from; column <= columns.to; column++) {
            ems_area_id *mine = &g->areas[(size_t)row * (size_t)g->columns + (size_t)column];
            if (*mine != EMS_NONE && g->model->areas[*mine].area_m2 <= a->area_m2) continue;
            if (ems_shape_contains(&a->shape, ems_cover_cell(g, column, row))) *mine = area;
        }
}

const ems_area_id *ems_cover_grid_areas(struct ems_cover_grid *grid)
{
    if (grid->areas != NULL) return grid->areas;
    grid->areas = malloc(cells(grid) * sizeof *grid->areas);
    if (grid->areas == NULL) return NULL;
    memset(grid->areas, 0xff, cells(grid) * sizeof *grid->areas); /* EMS_NONE */
    for (ems_area_id a = 0; a < grid->model->area_count; a++) mark_area(grid, a);
    return grid->areas;
}

/* ---- minutes ---- */

static float in_minutes(ems_time time)
{
    return time == EMS_NEVER ? INFINITY : (float)((double)time / EMS_MINUTE);
}

/* Along a straight line through areas of several speeds a time is dear: it is reckoned at every `step`-th
 * cell each way, and between those the minutes change evenly. */
static int32_t step_of(const struct ems_cover_grid *g, const struct ems_cover_sources *s)
{
    const struct ems_travel *t = &g->model->travel;
    if (t->def.kind != EMS_TRAVEL_STRAIGHT || t->def.use_law || t->uniform[s->mode]) return 1;
    int32_t step = 1;
    while ((double)g->columns / step * g->rows / step > EXACT_POINTS) step++;
    return step;
}

static float straight_minutes(const struct ems_cover_grid *g, const struct ems_cover_field *f, int32_t column,
                              int32_t row)
{
    struct ems_location to = {.at = ems_cover_cell(g, column, row), .place = EMS_NOWHERE_FIXED};
    return in_minutes(ems_cover_field_at(f, &to));
}

/* The cells between four that are known. */
static void fill_between(const struct ems_cover_grid *g, float *out, struct span columns, struct span rows)
{
    size_t width = (size_t)g->columns;
    const float sw = out[(size_t)rows.from * width + (size_t)columns.from];
    const float se = out[(size_t)rows.from * width + (size_t)columns.to];
    const float nw = out[(size_t)rows.to * width + (size_t)columns.from];
    const float ne = out[(size_t)rows.to * width + (size_t)columns.to];
    for (int32_t row = rows.from; row <= rows.to; row++) {
        float v = rows.to > rows.from ? (float)(row - rows.from) / (float)(rows.to - rows.from) : 0;
        for (int32_t column = columns.from; column <= columns.to; column++) {
            float u = columns.to > columns.from
                          ? (float)(column - columns.from) / (float)(columns.to - columns.from)
                          : 0;
            out[(size_t)row * width + (size_t)column] =
                (1 - v) * ((1 - u) * sw + u * se) + v * ((1 - u) * nw + u * ne);
        }
    }
}

static int32_t next_known(int32_t from, int32_t step, int32_t count)
{
    return from + step < count ? from + step : count - 1;
}

static void straight_cells(const struct ems_cover_grid *g, const struct ems_cover_field *f, int32_t step,
                           float *out)
{
    for (int32_t row = 0;; row = next_known(row, step, g->rows)) {
        for (int32_t column = 0;; column = next_known(column, step, g->columns)) {
            out[(size_t)row * (size_t)g->columns + (size_t)column] = straight_minutes(g, f, column, row);
            if (column == g->columns - 1) break;
        }
        if (row == g->rows - 1) break;
    }
    if (step == 1 || f->sources->count == 0) return;
    for (int32_t row = 0; row < g->rows - 1; row = next_known(row, step, g->rows))
        for (int32_t column = 0; column < g->columns - 1; column = next_known(column, step, g->columns))
            fill_between(g, out, (struct span){column, next_known(column, step, g->columns)},
                         (struct span){row, next_known(row, step, g->rows)});
}

enum ems_status ems_cover_minutes(struct ems_cover_grid *grid, const struct ems_cover_sources *sources,
                                  float *out)
{
    struct ems_arena arena = {0};
    struct ems_cover_field field;
    enum ems_status status = ems_cover_field_build(sources, &arena, &field);
    if (status == EMS_OK && grid->joints != NULL) {
        for (size_t i = 0; i < cells(grid); i++)
            out[i] = in_minutes(ems_cover_field_joint(&field, &grid->joints[i]));
    } else if (status == EMS_OK && sources->count == 0) {
        for (size_t i = 0; i < cells(grid); i++) out[i] = INFINITY;
    } else if (status == EMS_OK) {
        straight_cells(grid, &field, step_of(grid, sources), out);
    }
    ems_arena_free(&arena);
    return status;
}

/* ---- distance and radius ---- */

enum ems_status ems_cover_metres(struct ems_cover_grid *grid, const struct ems_cover_sources *sources,
                                 float *out)
{
    struct ems_arena arena = {0};
    struct ems_near near;
    struct ems_point *points = EMS_NEW_ARRAY(&arena, struct ems_point, sources->count + 1);
    enum ems_status status = points == NULL ? EMS_NO_MEMORY : EMS_OK;
    for (int32_t i = 0; status == EMS_OK && i < sources->count; i++) points[i] = sources->items[i].from.at;
    if (status == EMS_OK) status = ems_near_build(&near, points, sources->count, &arena);
    for (int32_t row = 0; status == EMS_OK && row < grid->rows; row++)
        for (int32_t column = 0; column < grid->columns; column++)
            out[(size_t)row * (size_t)grid->columns + (size_t)column] =
                (float)ems_near_two(&near, ems_cover_cell(grid, column, row)).distance_m[0];
    ems_arena_free(&arena);
    return status;
}

enum ems_status ems_cover_radius(struct ems_cover_grid *grid, float *out)
{
    const ems_area_id *areas = ems_cover_grid_areas(grid);
    if (areas == NULL) return EMS_NO_MEMORY;
    for (size_t i = 0; i < cells(grid); i++) out[i] = (float)ems_cover_radius_m(grid->model, areas[i]);
    return EMS_OK;
}

/* ---- people ---- */

/* The cell that a place lies in; false off the grid. */
static bool cell_of(const struct ems_cover_grid *g, struct ems_point at, size_t *cell)
{
    if (!(at.x_m >= g->box.low.x_m && at.x_m < g->box.high.x_m && at.y_m >= g->box.low.y_m &&
          at.y_m < g->box.high.y_m))
        return false;
    struct span columns = columns_of(g, at.x_m, at.x_m), rows = rows_of(g, at.y_m, at.y_m);
    *cell = (size_t)rows.from * (size_t)g->columns + (size_t)columns.from;
    return true;
}

static void spread(const struct ems_cover_grid *g, bool requests, float *out)
{
    const struct ems_model *m = g->model;
    for (ems_area_id a = 0; a < m->area_count; a++) {
        const struct ems_area *area = &m->areas[a];
        double people = 0;
        for (int32_t i = 0; i < area->place_count; i++) people += m->places[area->first_place + i].people;
        for (int32_t i = 0; i < area->place_count; i++) {
            const struct ems_demand_place *place = &m->places[area->first_place + i];
            size_t cell;
            if (!cell_of(g, place->at, &cell)) continue;
            double share = people > 0 ? place->people / people : 1.0 / area->place_count;
            out[cell] += (float)(requests ? share * area->requests_per_year : place->people);
        }
    }
}

enum ems_status ems_cover_people(struct ems_cover_grid *grid, float *out)
{
    for (size_t i = 0; i < cells(grid); i++) out[i] = 0;
    spread(grid, false, out);
    return EMS_OK;
}

enum ems_status ems_cover_requests(struct ems_cover_grid *grid, float *out)
{
    for (size_t i = 0; i < cells(grid); i++) out[i] = 0;
    spread(grid, true, out);
    return EMS_OK;
}

/* ---- places ---- */

enum ems_status ems_cover_place_minutes(const struct ems_scenario *scenario,
                                        const struct ems_cover_sources *sources, float *out)
{
    const struct ems_model *m = ems_scenario_model(scenario);
    struct ems_arena arena = {0};
    struct ems_cover_field field;
    enum ems_status status = ems_cover_field_build(sources, &arena, &field);
    for (int32_t p = 0; status == EMS_OK && p < m->place_count; p++) {
        struct ems_location to = {.at = m->places[p].at, .place = m->station_count + m->hospital_count + p};
        out[p] = in_minutes(ems_cover_field_at(&field, &to));
    }
    ems_arena_free(&arena);
    return status;
}

enum ems_status ems_cover_within(const struct ems_scenario *scenario, const struct ems_cover_sources *sources,
                                 const ems_time *times, int32_t count, struct ems_cover_people_within *out)
{
    const struct ems_model *m = ems_scenario_model(scenario);
    *out = (struct ems_cover_people_within){0};
    if (count < 0 || count > TIMES_MOST) return EMS_BAD_USAGE;
    struct ems_arena arena = {0};
    struct ems_cover_field field;
    enum ems_status status = ems_cover_field_build(sources, &arena, &field);
    for (int32_t p = 0; status == EMS_OK && p < m->place_count; p++) {
        struct ems_location to = {.at = m->places[p].at, .place = m->station_count + m->hospital_count + p};
        ems_time time = ems_cover_field_at(&field, &to);
        out->people += m->places[p].people;
        for (int32_t i = 0; i < count; i++)
            if (time != EMS_NEVER && time <= times[i]) out->within[i] += m->places[p].people;
    }
    ems_arena_free(&arena);
    return status;
}
