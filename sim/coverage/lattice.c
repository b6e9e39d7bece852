#include "coverage/lattice.h"

static const double LEAST_CELL_M = 20, MARGIN = 0.05;

struct box {
    struct ems_point low, high;
};

static void take_in(struct box *box, struct ems_point at)
{
    box->low = (struct ems_point){fmin(box->low.x_m, at.x_m), fmin(box->low.y_m, at.y_m)};
    box->high = (struct ems_point){fmax(box->high.x_m, at.x_m), fmax(box->high.y_m, at.y_m)};
}

static struct box extent(const struct ems_model *model)
{
    struct box box = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (ems_area_id a = 0; a < model->area_count; a++) {
        take_in(&box, model->areas[a].shape.low);
        take_in(&box, model->areas[a].shape.high);
    }
    for (int32_t p = 0; p < model->place_count; p++) take_in(&box, model->places[p].at);
    for (ems_station_id s = 0; s < model->station_count; s++) take_in(&box, model->stations[s].at.at);
    if (!(box.low.x_m <= box.high.x_m)) box = (struct box){{0, 0}, {0, 0}};
    double margin_m = MARGIN * fmax(box.high.x_m - box.low.x_m, box.high.y_m - box.low.y_m) + LEAST_CELL_M;
    take_in(&box, ems_point_round(box.low.x_m - margin_m, box.low.y_m - margin_m));
    take_in(&box, ems_point_round(box.high.x_m + margin_m, box.high.y_m + margin_m));
    return box;
}

enum ems_status ems_time_lattice_compute(const struct ems_quickest *quickest, int32_t budget,
                                         struct ems_arena *arena, struct ems_time_lattice *out)
{
    const struct box box = extent(quickest->model);
    const double width_m = box.high.x_m - box.low.x_m, height_m = box.high.y_m - box.low.y_m;
    double cell_m = fmax(ceil(sqrt(width_m * height_m / budget)), LEAST_CELL_M);
    *out = (struct ems_time_lattice){.low = box.low,
                                     .cell_m = cell_m,
                                     .columns = (int32_t)ceil(width_m / cell_m) + 1,
                                     .rows = (int32_t)ceil(height_m / cell_m) + 1};
    ems_time *times = EMS_NEW_ARRAY(arena, ems_time, (int64_t)out->columns * out->rows);
    if (times == NULL) return EMS_NO_MEMORY;
    for (int32_t row = 0; row < out->rows; row++)
        for (int32_t column = 0; column < out->columns; column++)
            times[(ptrdiff_t)row * out->columns + column] = ems_quickest_time(
                quickest, ems_point_round(box.low.x_m + column * cell_m, box.low.y_m + row * cell_m));
    out->times = times;
    return EMS_OK;
}
