/* The inside of coverage maps. A field is what a list of sources can reach: over roads the times of all nodes
 * by one search from all of them; else an index of the sources, to be asked point by point. */
#ifndef EMS_API_COVER_H
#define EMS_API_COVER_H

#include "coverage/near.h"
#include "ems120/cover.h"
#include "model/model.h"
#include "travel/road.h"

struct ems_cover_source {
    struct ems_location from;
    ems_time delay; /* before the wheels turn */
    ems_station_id station;
};

struct ems_cover_sources {
    const struct ems_model *model;
    struct ems_cover_source *items;
    int32_t count, capacity;
    ems_time at, turnout;
    bool changeless;
    enum ems_mode mode;
};

/* Who is left at a moment when `without` (EMS_NONE: nobody) is sent away. */
enum ems_status ems_cover_sources_left(const struct ems_model *model, const struct ems_sim *sim, ems_time at,
                                       const struct ems_cover_def *def, ems_vehicle_id without,
                                       struct ems_cover_sources **out);

/* A cell's way to the road, or to the matrix's node. */
struct ems_cover_joint {
    int32_t arc, reverse, node[2];
    double share, stretch_m;
};

struct ems_cover_grid {
    const struct ems_model *model;
    struct ems_box box;
    int32_t columns, rows;
    struct ems_cover_joint *joints; /* by cell; NULL where ways are straight */
    ems_area_id *areas;             /* by cell; NULL until somebody asks */
};

/* The centre of a cell. */
static inline struct ems_point ems_cover_cell(const struct ems_cover_grid *grid, int32_t column, int32_t row)
{
    double width = (grid->box.high.x_m - grid->box.low.x_m) / grid->columns;
    double height = (grid->box.high.y_m - grid->box.low.y_m) / grid->rows;
    return ems_point_round(grid->box.low.x_m + (column + 0.5) * width,
                           grid->box.low.y_m + (row + 0.5) * height);
}

struct ems_cover_joint ems_cover_join(const struct ems_model *model, const struct ems_near *matrix_nodes,
                                      struct ems_point at);

/* Which of the sources start on an edge, by its arc, for goals on the same edge. */
struct ems_cover_on_edge {
    struct ems_joint joint;
    ems_time lead;
};

struct ems_cover_field {
    const struct ems_cover_sources *sources;
    struct ems_travel travel;
    double factor;                            /* on speed, at that hour */
    const struct ems_road_metric *metric;     /* roads */
    const ems_time *times;                    /* by node, of roads or matrix; leads in, without the factor */
    const struct ems_cover_on_edge *on_edges; /* sorted by arc */
    int32_t on_edge_count;
    struct ems_near near; /* the sources, where ways are straight */
    ems_time least_delay;
};

/* Lives in `arena`. EMS_NO_MEMORY. */
enum ems_status ems_cover_field_build(const struct ems_cover_sources *sources, struct ems_arena *arena,
                                      struct ems_cover_field *out);
/* EMS_NEVER: nobody can come. */
ems_time ems_cover_field_joint(const struct ems_cover_field *field, const struct ems_cover_joint *joint);
ems_time ems_cover_field_at(const struct ems_cover_field *field, const struct ems_location *to);

#endif
