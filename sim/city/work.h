/* What the makers of a city share while it grows: the plan (numbers that follow from the definition), the
 * water, the streets' grid and the settlements. Each maker adds nodes and edges to the city; a failed
 * allocation sets `no_memory`, and all go on without harm until ems_city_generate asks. */
#ifndef EMS_CITY_WORK_H
#define EMS_CITY_WORK_H

#include "city/city.h"
#include "geo/point.h"
#include "random/stream.h"

enum { EMS_CITY_RINGS_MAX = 6, EMS_CITY_CENTRES_MAX = 5, EMS_CITY_HIGHWAYS_MAX = 8, EMS_CITY_QUARTERS = 4 };

/* What is drawn: part of every draw's key. */
enum ems_city_draw {
    EMS_CITY_DRAW_TILT,
    EMS_CITY_DRAW_RIVER,
    EMS_CITY_DRAW_MEANDER,
    EMS_CITY_DRAW_BLOCK,
    EMS_CITY_DRAW_JITTER,
    EMS_CITY_DRAW_GAP,
    EMS_CITY_DRAW_HIGHWAY,
    EMS_CITY_DRAW_TOWN,
    EMS_CITY_DRAW_VILLAGE,
    EMS_CITY_DRAW_SETTLEMENT,
    EMS_CITY_DRAW_BEND,
    EMS_CITY_DRAW_CENTRE,
    EMS_CITY_DRAW_PEOPLE
};

struct ems_city_plan {
    int64_t people_city, people_towns, people_villages; /* these sum to the population */
    int64_t nodes, town_nodes, village_nodes;
    double radius_m, reach_m;
    int32_t towns, villages, rivers, highways;
    int32_t half; /* lines of the grid from the centre to the outer ring, a multiple of four */
    int32_t rings;
    bool motorway;
    double bridge_gap_m; /* least distance of two bridges in the city */
    double cosine, sine; /* of the tilt of the city against north */
};

/* A river runs along `along` from `from_m` on; its middle lies `offset[k]` beside that line at every k-th
 * step. */
struct ems_city_river {
    struct ems_point origin, along; /* `along` has length 1 */
    double from_m, step_m, half_width_m;
    double *offset;
    int32_t count;
};

enum ems_city_place_kind { EMS_CITY_GATE, EMS_CITY_ROAD, EMS_CITY_TOWN_PLACE, EMS_CITY_VILLAGE_PLACE };
/* Where country roads meet: the end of a street at the rim, a point of a highway, a town or a village. */
struct ems_city_place {
    enum ems_city_place_kind kind;
    struct ems_point at;
    double radius_m;
    int64_t people;
    int32_t first_node, node_count;
    int32_t back; /* points of highways: the node before it */
    int32_t town; /* number from 1 */
    bool county_town;
};

struct ems_city_work {
    struct ems_city *city;
    struct ems_city_plan plan;
    struct ems_stream_seed seed;
    struct ems_city_river rivers[2];
    /* streets.c: the grid's lines -limit to limit, and the node of each crossing, -1 for none */
    int32_t limit;
    double *line; /* by |line|: its place in the square, 1 for the outer ring */
    int32_t *crossing;
    int32_t ring[EMS_CITY_RINGS_MAX]; /* line of each, from the inside */
    EMS_ARRAY(int32_t) gates;         /* nodes where main streets end at the rim */
    int32_t highway_gate[EMS_CITY_HIGHWAYS_MAX];
    EMS_ARRAY(struct ems_city_place) places;
    int32_t motorway_exit[EMS_CITY_HIGHWAYS_MAX]; /* nodes, -1 for none */
    struct ems_arena *arena;
    bool no_memory;
};

/* Uniform on [0, 1) for the thing that these three name. */
double ems_city_draw(const struct ems_city_work *work, enum ems_city_draw kind, uint32_t index,
                     uint16_t role);
/* Smooth noise on [-1, 1] along a line, one hump for about each unit of `x`. */
double ems_city_noise(const struct ems_city_work *work, enum ems_city_draw kind, uint16_t role, double x);
/* The quarter between the city's diagonals, from 0 in the north to the east: of a point of the square, and of
 * one of the plane. */
int32_t ems_city_quarter(double u, double v);
int32_t ems_city_quarter_at(const struct ems_city_work *work, struct ems_point at);
int32_t ems_city_add_node(struct ems_city_work *work, struct ems_point at, bool access);
void ems_city_add_edge(struct ems_city_work *work, int32_t from, int32_t to, enum ems_city_class road_class);
void *ems_city_alloc(struct ems_city_work *work, int64_t count, size_t size);

/* plan.c */
void ems_city_make_plan(const struct ems_city_def *def, struct ems_city_plan *plan);
/* Shares `total` among `count` by weight, whole and exact, by largest remainders (ties: the first). Nothing
 * is given where all weights are 0. */
void ems_city_share(int64_t total, const int64_t *weights, int32_t count, int64_t *shares,
                    struct ems_city_work *work);

/* water.c */
void ems_city_make_rivers(struct ems_city_work *work);
/* The river that has water at a point, or over which the straight way goes; -1 for none. */
int32_t ems_city_water_at(const struct ems_city_work *work, struct ems_point at, double bank_m);
int32_t ems_city_water_between(const struct ems_city_work *work, struct ems_point from, struct ems_point to);

/* streets.c */
void ems_city_make_streets(struct ems_city_work *work);
/* A point of the square (1: the outer ring) on the plane. */
struct ems_point ems_city_bend(const struct ems_city_work *work, double u, double v);
int32_t *ems_city_crossing(const struct ems_city_work *work, int32_t i, int32_t j);
/* The place of line i in the square. */
double ems_city_line(const struct ems_city_work *work, int32_t i);

/* settlements.c: highways, towns and villages, as places with nodes */
void ems_city_make_places(struct ems_city_work *work);

/* country.c: roads between the places */
void ems_city_make_country(struct ems_city_work *work);
/* links.c: pairs of places (from < to) that have a road between them */
struct ems_city_link {
    int32_t from, to;
    double length_m;
    uint8_t road_class;
    int32_t river; /* that it crosses, -1 for none */
    bool left_out; /* over water, where there is another way */
};
struct ems_city_links {
    EMS_ARRAY(struct ems_city_link) list;
};
void ems_city_find_links(struct ems_city_work *work, struct ems_city_links *links);

/* trim.c: drops what is not joined to the rest, and numbers nodes anew */
void ems_city_trim(struct ems_city_work *work);
/* Which nodes are joined: a parent for each, and the one that stands for all joined to `node`. */
int32_t ems_city_root(int32_t *parent, int32_t node);
int32_t *ems_city_join_all(struct ems_city_work *work);

/* people.c: homes and areas */
void ems_city_make_people(struct ems_city_work *work);

/* sites.c: stations and hospitals */
void ems_city_make_sites(struct ems_city_work *work);

#endif
