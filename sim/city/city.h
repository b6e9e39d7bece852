/* A synthetic city with its countryside: rivers, streets, roads, people, stations and hospitals, made by
 * simple rules from a number of people and a seed, for trials, training and benchmarks where no map is at
 * hand. It stands where there is open sea (EMS_CITY_LONGITUDE, EMS_CITY_LATITUDE), so that nobody takes it
 * for a place.
 *
 * The rules (N people; every figure is an assumption, chosen to look like a Chinese prefecture city):
 *
 * - People: 68 % in the city, 12 % in towns, 20 % in villages; below 66,667 people there are no towns, and
 *   the city has their share. The city is laid out for 7,000 people/km2 at 2 million, by the fourth root of
 *   N for others, 10,000 at most; the country for 250 people/km2. Within the city density falls from the
 *   centre as 1 / (1 + (r / 0.45 R)^2), R being the city's half-width, with a hump at each of up to five
 *   sub-centres. N is met exactly: shares are whole people by largest remainders.
 * - Nodes: 1,000 and one for every 120 people, or as asked for, met within a tenth: about half of them are
 *   crossings of streets, 15 % lie in towns, 16 % in villages, the rest are bends of country roads.
 * - Streets: a grid whose lines stand 2.2 times as far apart at the rim as in the centre, bent from a square
 *   towards a disc. Every second line is a tertiary street, every fourth a secondary, every eighth and the
 *   two axes a primary one; 22 % of the residential stretches between are left out. One to six ring roads
 *   follow the grid; eight radials (four below 50,000 people) lead along the axes and diagonals. Beyond the
 *   outer ring whole blocks are missing, more and more of them.
 * - Water: a river crosses the region beside the centre; from 300,000 people on another one joins it.
 *   Streets end at the banks. In the city only rings, radials and primary streets have bridges, chosen in
 *   this order, at least 0.3 R apart (3 km at most); in the country the highways and the motorway have, and
 *   else there is one bridge where nothing is joined without.
 * - Country: radials go on as highways to the edge of the region. Towns (8,000 people on average; where
 *   there are eight, one in each quarter is a county town and larger) and villages (500) lie scattered. Each
 *   is joined to its relative neighbours (Toussaint 1980): two places have a road when no third one is
 *   nearer to both. Roads by which 10,000 people reach the city are secondary, 2,500 tertiary, others
 *   unclassified. From 500,000 people on a motorway runs around the city at 1.5 R; it is joined at the
 *   highways only.
 * - All roads lead both ways. Classes are OpenStreetMap's highway values, and driving times those of
 *   road/speeds.h for them.
 * - One vehicle for 20,000 people, shared between city and country by people, two of five with negative
 *   pressure. City stations: one for six vehicles, where Lloyd's algorithm puts them for the people, then
 *   moved to the nearest crossing of a tertiary street or better. Country stations: one for two vehicles, in
 *   towns, likewise. One hospital for 80,000 people, in a station's house: in the city at those stations
 *   that lie farthest from each other, a third of them with everything; then in the county towns, then in
 *   others. Crews, in the scenario: half of a station's vehicles by day, a third by night, one at least.
 *
 * The same definition gives the same bytes on any machine: draws are keyed (random/stream.h), the arithmetic
 * is that of IEEE 754 with square roots only, positions are rounded to millimetres at once and degrees to
 * 1e-7. */
#ifndef EMS_CITY_CITY_H
#define EMS_CITY_CITY_H

#include <stdio.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/text.h"
#include "geo/coordinate.h"
#include "road/raw.h"

#define EMS_CITY_LONGITUDE 150.0 /* in the Pacific Ocean, far from land and outside GCJ-02's box */
#define EMS_CITY_LATITUDE 35.0

enum {
    EMS_CITY_PEOPLE_MIN = 5000,
    EMS_CITY_PEOPLE_MAX = 20000000,
    EMS_CITY_NODES_MIN = 1000,
    EMS_CITY_NODES_MAX = 1000000,
    EMS_CITY_PEOPLE_PER_NODE = 4 /* at least */
};

struct ems_city_def {
    int64_t population; /* EMS_CITY_PEOPLE_MIN to _MAX */
    int64_t nodes;      /* EMS_CITY_NODES_MIN to _MAX and a fourth of the people; 0: by the rule */
    uint64_t seed;
};

/* Plane metres around the centre, x east and y north. */
struct ems_city_node {
    struct ems_point at;
    bool access; /* not on bridges and motorways */
};
struct ems_city_edge { /* both ways */
    int32_t from, to;
    uint8_t road_class; /* enum ems_city_class */
};
enum ems_city_class {
    EMS_CITY_MOTORWAY,
    EMS_CITY_TRUNK,
    EMS_CITY_PRIMARY,
    EMS_CITY_SECONDARY,
    EMS_CITY_TERTIARY,
    EMS_CITY_UNCLASSIFIED,
    EMS_CITY_RESIDENTIAL,
    EMS_CITY_CLASSES
};
/* Names as OpenStreetMap's. */
const char *ems_city_class_name(enum ems_city_class road_class);

struct ems_city_bridge {
    struct ems_point at; /* over the middle of the water */
    int32_t river;       /* 0 the river, 1 the one that joins it */
    int32_t from, to;    /* nodes on either bank */
    uint8_t road_class;
    bool in_city;
};

enum ems_city_area_kind { EMS_CITY_DISTRICT, EMS_CITY_TOWN, EMS_CITY_COUNTY };
struct ems_city_area {
    enum ems_city_area_kind kind;
    int32_t number; /* districts: 0 centre, then 1 north, 2 east, 3 south, 4 west, as counties 0 to 3; towns
                       from 1 */
    bool county_town;
    int64_t people;
    struct ems_point centre; /* towns: a circle */
    double radius_m;
    const struct ems_point *corners; /* the others: a polygon */
    int32_t corner_count;
};
/* Where people live. */
struct ems_city_home {
    struct ems_point at;
    int64_t people;
    int32_t area;
};

struct ems_city_station {
    struct ems_point at;
    int32_t node, area, hospital;               /* hospital: -1 for none */
    int64_t people;                             /* nearest to it */
    int32_t vehicles, negative_pressure, basic; /* in all; of them */
    bool in_city;
};
enum ems_city_level {
    EMS_CITY_TERTIARY_HOSPITAL,
    EMS_CITY_SECONDARY_HOSPITAL,
    EMS_CITY_COUNTY_HOSPITAL,
    EMS_CITY_TOWN_HOSPITAL
};
struct ems_city_hospital {
    struct ems_point at;
    int32_t station;
    enum ems_city_level level;
};

struct ems_city {
    struct ems_city_def def;
    double radius_m, reach_m; /* half-width of the city along its axes; radius of the region */
    int32_t rings, river_count, villages;
    struct ems_projection projection;
    EMS_ARRAY(struct ems_city_node) nodes;
    EMS_ARRAY(struct ems_city_edge) edges;
    EMS_ARRAY(struct ems_city_bridge) bridges;
    EMS_ARRAY(struct ems_city_area) areas;
    EMS_ARRAY(struct ems_city_home) homes;
    EMS_ARRAY(struct ems_city_station) stations;
    EMS_ARRAY(struct ems_city_hospital) hospitals;
    struct ems_arena arena; /* corners of areas */
};

/* Makes a city. EMS_NO_MEMORY; free it with ems_city_free whatever the status. About a second for 100,000
 * nodes. */
enum ems_status ems_city_generate(const struct ems_city_def *def, struct ems_city *out);
void ems_city_free(struct ems_city *city);
/* Degrees, rounded to 1e-7. */
struct ems_position ems_city_position(const struct ems_city *city, struct ems_point at);
/* Nodes by the rule for so many people. */
int64_t ems_city_nodes_for(int64_t population);

/* The city's roads for ems_network_make; ids are the nodes' numbers and begin with 1. Free `out` with
 * ems_raw_free whatever the status. */
enum ems_status ems_city_roads(const struct ems_city *city, struct ems_raw_network *out);

/* Files of the city as text, in the given language; whoever holds the stream asks it for errors. */
void ems_city_write_people(const struct ems_city *city, FILE *out);
void ems_city_write_scenario(const struct ems_city *city, enum ems_lang lang, FILE *out);
/* Also says what the network came to. */
void ems_city_write_readme(const struct ems_city *city, const struct ems_network *network, enum ems_lang lang,
                           FILE *out);

#endif
