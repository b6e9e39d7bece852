/* How soon an ambulance could be anywhere: maps of expected arrival (turnout + driving), of distance to the
 * nearest one, of people. Three things, so that the slow part is done once:
 *
 *   sources   who could come: all stations with their crews at home (planned), or what is available at this
 *             moment of a simulation (now). A list of the caller's, cheap to make and to change: move a
 *             station while it is dragged.
 *   grid      columns x rows cells over a box, each with its way to the road: made once for a view.
 *   values    one number for each cell from sources and grid.
 *
 * Values stand at the centres of cells, row by row from the south-west corner (cell (0, 0)) eastwards: to
 * draw isochrones interpolate the minutes between centres, then band. INFINITY: nobody can come.
 *
 * Nothing here changes scenario or simulation, and nothing keeps a pointer to the simulation: take the
 * sources in the thread of the simulation, hand them to a worker, compute there. The scenario must outlive
 * all. One grid is used by one thread at a time. */
#ifndef EMS120_COVER_H
#define EMS120_COVER_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/box.h"
#include "ems120/ids.h"
#include "ems120/point.h"
#include "ems120/status.h"
#include "ems120/time.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_scenario;
struct ems_sim;

/* ---- sources ---- */

struct ems_cover_sources;

/* How they drive, and when. */
struct ems_cover_def {
    ems_time at; /* simulated time of departure: hour of day and timeline; turnout by day or night is that of
                    `at` */
    bool without_timeline; /* leave the timeline's slow and closed roads out of account, as ems120 coverage
                              does */
    bool lights;
};
/* Noon of the first day (the whole hour 12:00 local time), without the timeline, with lights. */
struct ems_cover_def ems_cover_def_default(const struct ems_scenario *scenario);

/* All stations with a vehicle that answers emergencies and a crew to drive it, at home. */
enum ems_status ems_cover_sources_planned(const struct ems_scenario *scenario,
                                          const struct ems_cover_def *def, struct ems_cover_sources **out);
/* Vehicles that could be sent at this moment: idle ones with a crew at their stations (turnout to come), and
 * those on their way home from where they are. def->at is passed over: the simulation's clock is `at`. */
enum ems_status ems_cover_sources_now(const struct ems_scenario *scenario, const struct ems_sim *sim,
                                      ems_time at, const struct ems_cover_def *def,
                                      struct ems_cover_sources **out);
/* Moves, adds (turnout as at any station) or takes out one of them: for a drag before anything is saved. */
enum ems_status ems_cover_sources_move(struct ems_cover_sources *sources, ems_station_id station,
                                       struct ems_point to);
enum ems_status ems_cover_sources_add(struct ems_cover_sources *sources, struct ems_point at);
void ems_cover_sources_remove(struct ems_cover_sources *sources, ems_station_id station);
int32_t ems_cover_sources_count(const struct ems_cover_sources *sources);
struct ems_point ems_cover_source_at(const struct ems_cover_sources *sources, int32_t index);
/* A station, or EMS_NONE for a vehicle on the road and for one that was added. */
ems_station_id ems_cover_source_station(const struct ems_cover_sources *sources, int32_t index);
void ems_cover_sources_free(struct ems_cover_sources *sources); /* NULL is fine */

/* ---- grid ---- */

struct ems_cover_grid;

/* 2 to 4096 cells each way. EMS_BAD_USAGE: others, or a box without area. */
enum ems_status ems_cover_grid_create(const struct ems_scenario *scenario, struct ems_box box,
                                      int32_t columns, int32_t rows, struct ems_cover_grid **out);
void ems_cover_grid_free(struct ems_cover_grid *grid); /* NULL is fine */
/* All that the scenario has on the map (areas, people, stations, hospitals, roads), with a margin of 3 %. */
struct ems_box ems_scenario_box(const struct ems_scenario *scenario);
/* The area of each cell's centre, EMS_NONE off the map. Made on first use; belongs to the grid. NULL: no
 * memory. */
const ems_area_id *ems_cover_grid_areas(struct ems_cover_grid *grid);

/* ---- values: `out` has columns x rows numbers ---- */

/* Expected minutes until the first of the sources could be there. Over 50,000 nodes of road and 400 x 400
 * cells some 20 ms, once the grid is made. */
enum ems_status ems_cover_minutes(struct ems_cover_grid *grid, const struct ems_cover_sources *sources,
                                  float *out);
/* Metres in a straight line to the nearest of them. */
enum ems_status ems_cover_metres(struct ems_cover_grid *grid, const struct ems_cover_sources *sources,
                                 float *out);
/* Service radius in metres of the class of the cell's area; 0 where there is none. Covered: metres <= radius.
 */
enum ems_status ems_cover_radius(struct ems_cover_grid *grid, float *out);
/* People who live in each cell; or requests of a year that are expected from it, at a factor of 1. */
enum ems_status ems_cover_people(struct ems_cover_grid *grid, float *out);
enum ems_status ems_cover_requests(struct ems_cover_grid *grid, float *out);

/* ---- places: exact, where people live (ems_place_info); `out` has the scenario's `places` numbers ---- */

/* Minutes as above. */
enum ems_status ems_cover_place_minutes(const struct ems_scenario *scenario,
                                        const struct ems_cover_sources *sources, float *out);
/* People within each of `count` times, and in all. */
struct ems_cover_people_within {
    double people;
    double within[8];
};
enum ems_status ems_cover_within(const struct ems_scenario *scenario, const struct ems_cover_sources *sources,
                                 const ems_time *times, int32_t count /* at most 8 */,
                                 struct ems_cover_people_within *out);

#ifdef __cplusplus
}
#endif
#endif
