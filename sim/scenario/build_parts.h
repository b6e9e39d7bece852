/* What the files build*.c share: the state of one build and the small tools they all use. Each part fills its
 * corner of the model and goes on after an error where that makes sense, so that all errors are told. */
#ifndef EMS_SCENARIO_BUILD_PARTS_H
#define EMS_SCENARIO_BUILD_PARTS_H

#include <jansson.h>
#include <stdbool.h>

#include "base/array.h"
#include "base/csv.h"
#include "scenario/build.h"

/* A data file, read once. */
struct ems_build_file {
    const char *path, *written; /* as opened and shown; as it stands in the scenario */
    char *text;
    size_t length;
    json_t *json; /* when it was asked for as JSON */
    char hash[33];
    bool failed, json_failed; /* told already */
};

struct ems_names {
    const char **items;
    int32_t count;
    int32_t *sorted; /* their numbers by name, made by ems_build_sort */
};

/* Ids of one kind, for references to it. */
enum ems_build_kind {
    EMS_KIND_AREA,
    EMS_KIND_CLASS,
    EMS_KIND_CONDITION,
    EMS_KIND_TYPE,
    EMS_KIND_STATION,
    EMS_KIND_HOSPITAL,
    EMS_KIND_CAPABILITY,
    EMS_KIND_NODE,       /* of the travel matrix */
    EMS_KIND_ROAD_CLASS, /* of the network */
    EMS_KINDS
};

/* Positions from a file, in the scenario's coordinates. */
struct ems_geo_ring {
    struct ems_position *points; /* without the repeated last one */
    int32_t count;
};

struct ems_build {
    const struct ems_definition *def;
    struct ems_model *model;
    struct ems_arena *arena;  /* the model's */
    struct ems_arena scratch; /* freed at the end */
    struct ems_diags *diags;
    struct ems_names names[EMS_KINDS];
    EMS_ARRAY(struct ems_build_file) files;
    bool no_memory;
    bool no_travel; /* distances and times are left out */

    /* the model's arrays while they can be written */
    struct ems_area *areas;
    struct ems_class *classes;
    struct ems_vehicle_type *types;
    struct ems_station *stations;
    struct ems_hospital *hospitals;
    struct ems_trace_call *trace;
    struct ems_network *network;  /* travel by road, when it could be opened */
    const int32_t *nodes_by_id;   /* of the network, in scratch; NULL until asked for */
    struct ems_matrix_def matrix; /* travel by matrix: its nodes, before the tables are read */
    int32_t class_count;          /* "outside", the last, included */
    uint32_t served;              /* needs that some crewed vehicle answers: bits of types */
    bool areas_are_good;          /* else what lies in none of them is not told */
    bool fleet_is_good;           /* the fleet had no errors of its own */
    struct ems_position middle;   /* of what the scenario places, for the check of positions */
};

/* ---- build_tools.c ---- */

/* Diagnostics at a value. `args` as in base/diag.h. */
struct ems_diag *ems_build_error(struct ems_build *b, const struct ems_def_mark *mark, enum ems_text message,
                                 const char *const *args);
struct ems_diag *ems_build_warning(struct ems_build *b, const struct ems_def_mark *mark,
                                   enum ems_text message, const char *const *args);
/* How well something is known; NULL when neither says. */
const struct ems_input *ems_build_input(struct ems_build *b, const char *path, double observed, double error);
/* A number as text, in scratch memory; "" when memory is out. */
const char *ems_build_number(struct ems_build *b, double value);
/* `count` zeroed items of the model; NULL sets no_memory. */
#define EMS_BUILD_ARRAY(b, type, count) \
    ((type *)ems_build_alloc((b), (b)->arena, (size_t)(count), sizeof(type)))
#define EMS_BUILD_SCRATCH(b, type, count) \
    ((type *)ems_build_alloc((b), &(b)->scratch, (size_t)(count), sizeof(type)))
void *ems_build_alloc(struct ems_build *b, struct ems_arena *arena, size_t count, size_t size);
/* For quick searches, when all names of a kind are there. */
void ems_build_sort(struct ems_build *b, enum ems_build_kind kind);
/* The number of an id, or EMS_NONE; of two that are the same, the first. */
int32_t ems_build_find(const struct ems_names *names, const char *id);
/* The same for a reference, with a diagnostic (did you mean, or what there is) when it dangles. EMS_NONE
 * without one when the reference is not given. */
int32_t ems_build_refer(struct ems_build *b, enum ems_build_kind kind, const struct ems_def_text *reference);
/* For names that do not stand in the scenario itself: a CSV cell, a GeoJSON property. */
int32_t ems_build_refer_at(struct ems_build *b, enum ems_build_kind kind, struct ems_place_in_file at,
                           const char *path, const char *id);
/* Tells every id that stands twice, with both places. (Ids of a list of the scenario are checked when it is
 * read; this is for what comes together from several lists or from a file.) */
void ems_build_unique(struct ems_build *b, const struct ems_def_text *ids, int32_t count);
/* Projects a position; tells one that cannot be (out of range, or far from all else). */
struct ems_point ems_build_project(struct ems_build *b, const struct ems_def_position *position);
/* False for what is neither a longitude and latitude (a plane position, in a plane) nor near the others. */
bool ems_build_position_fits(const struct ems_build *b, struct ems_position position);

/* A polygon of one outer ring and holes; one that crosses itself or is empty is told at the mark, as `id`. */
struct ems_shape ems_build_polygon(struct ems_build *b, const struct ems_def_mark *mark, const char *id,
                                   const struct ems_geo_ring *rings, int32_t ring_count);

/* A data file, or NULL when it cannot be read (told once). Valid until the next is read;
 * its text and JSON until the end of the build. */
const struct ems_build_file *ems_build_read(struct ems_build *b, const struct ems_def_file *file);
/* The same as JSON. */
const json_t *ems_build_json(struct ems_build *b, const struct ems_def_file *file);
/* Notes a file that was read by other means, with its hash, among the scenario's inputs. */
void ems_build_note_file(struct ems_build *b, const struct ems_def_file *file, uint64_t hash);
void ems_build_free_files(struct ems_build *b);

/* ---- geojson.c ---- */

struct ems_geo_polygons {
    struct ems_geo_ring *rings; /* outer rings and holes of all polygons */
    int32_t count;
};
/* Where a GeoJSON is read from and what is told about it. */
struct ems_geo_source {
    const json_t *root;
    const char *file;
    struct ems_arena *arena; /* for the results */
    struct ems_diags *diags;
    enum ems_coordinates coordinates; /* of the results; the file is in WGS-84, or the plane */
};
/* All polygons of the features whose properties are as `match` says. EMS_BAD_INPUT with diagnostics. */
enum ems_status ems_geojson_polygons(const struct ems_geo_source *source, const ems_def_text_map *match,
                                     const struct ems_def_mark *mark, struct ems_geo_polygons *out);
/* A population point. */
struct ems_geo_point {
    struct ems_position at;
    double people;
    const char *area;               /* "" when not given */
    struct ems_place_in_file place; /* where it stands */
    const char *path;
};
enum ems_status ems_geojson_points(const struct ems_geo_source *source, struct ems_geo_point **out,
                                   int32_t *count);

/* ---- the parts, in the order in which they run ---- */

void ems_build_clock(struct ems_build *b);      /* build_clock.c */
void ems_build_areas(struct ems_build *b);      /* build_areas.c: projection, classes, areas */
void ems_build_nodes(struct ems_build *b);      /* build_roads.c: the road network, or the matrix's nodes */
void ems_build_types(struct ems_build *b);      /* build_fleet.c */
void ems_build_hospitals(struct ems_build *b);  /* build_sites.c: hospitals and their capabilities */
void ems_build_stations(struct ems_build *b);   /* build_sites.c */
void ems_build_fleet(struct ems_build *b);      /* build_fleet.c: vehicles and crews */
void ems_build_conditions(struct ems_build *b); /* build_conditions.c */
void ems_build_places(struct ems_build *b);     /* build_places.c: demand places, populations */
void ems_build_demand(struct ems_build *b);     /* build_demand.c: rates, profile */
void ems_build_trace(struct ems_build *b);      /* build_trace.c */
void ems_build_rules(struct ems_build *b);      /* build_rules.c: call centre, durations, dispatch */
void ems_build_timeline(struct ems_build *b);   /* build_timeline.c: timeline and targets */
void ems_build_travel(struct ems_build *b);     /* build_travel.c */

/* build_roads.c: what a road or matrix model is made of, and what is wrong with it once it is made. */
void ems_build_road_def(struct ems_build *b, struct ems_road_def *road);
void ems_build_matrix_def(struct ems_build *b, const struct ems_travel_def *travel,
                          struct ems_matrix_def *matrix);
void ems_build_check_access(struct ems_build *b);
/* Where a site stands, by position or node; false with a diagnostic when it cannot be. */
bool ems_build_site_at(struct ems_build *b, const struct ems_def_position *at,
                       const struct ems_def_text *node, struct ems_point *out);
/* The node of that id, as a point; false with a diagnostic when there is none. */
bool ems_build_node_at(struct ems_build *b, struct ems_place_in_file at, const char *path, const char *id,
                       struct ems_point *out);

#endif
