/* A scenario, read and checked: who lives where, stations, hospitals, vehicles, crews, rules. It does not
 * change; any number of simulations, in any threads, may share it, and it must outlive them.
 *
 *     struct ems_scenario_def def = ems_scenario_def_default();
 *     def.path = "scenarios/jiaohe";
 *     if (ems_scenario_open(&def, messages, &scenario) == EMS_OK) ...
 *     ems_scenario_free(scenario);
 *
 * Entities are numbered from 0 in file order. An id given to a function must exist; texts in the answers
 * belong to the scenario and are UTF-8. */
#ifndef EMS120_SCENARIO_H
#define EMS120_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/ids.h"
#include "ems120/messages.h"
#include "ems120/point.h"
#include "ems120/status.h"
#include "ems120/time.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_scenario;

struct ems_scenario_def {
    const char *path;        /* a file, a folder with a scenario.yaml, or the name of a shipped scenario */
    const char *const *sets; /* changes, `path=value` each, as the command line's --set has them */
    int32_t set_count;
    const char *const *data_folders; /* where shipped scenarios and standards are, such as share/ems120 */
    int32_t data_folder_count;
};

/* No changes, no folders, no path: set that one. */
struct ems_scenario_def ems_scenario_def_default(void);

/* EMS_BAD_INPUT: the messages say what is wrong; warnings may be there with EMS_OK. `messages` may be NULL.
 * *out is NULL unless EMS_OK. */
enum ems_status ems_scenario_open(const struct ems_scenario_def *def, struct ems_messages *messages,
                                  struct ems_scenario **out);
void ems_scenario_free(struct ems_scenario *scenario); /* NULL is fine */

/* ---- the scenario as a whole ---- */

struct ems_scenario_info {
    const char *id, *hash; /* folder or file name; hash of the resolved scenario, hex */
    int64_t seed, replications;
    ems_time warmup, duration, drain; /* duration EMS_NEVER: a trace runs until all is idle */
    ems_time start_of_day;            /* local time of day at time 0 */
    int32_t start_year, start_month, start_day;
    int32_t areas, places, conditions, vehicle_types, stations, hospitals, vehicles, crews;
    double population;
};

struct ems_scenario_info ems_scenario_info(const struct ems_scenario *scenario);
/* Names in `lang`, else in the other language, else the id. */
const char *ems_scenario_name(const struct ems_scenario *scenario, enum ems_lang lang);
const char *ems_area_name(const struct ems_scenario *scenario, ems_area_id area, enum ems_lang lang);
const char *ems_station_name(const struct ems_scenario *scenario, ems_station_id station, enum ems_lang lang);
const char *ems_hospital_name(const struct ems_scenario *scenario, ems_hospital_id hospital,
                              enum ems_lang lang);
const char *ems_vehicle_type_name(const struct ems_scenario *scenario, ems_vehicle_type_id type,
                                  enum ems_lang lang);
const char *ems_condition_name(const struct ems_scenario *scenario, ems_condition_id condition,
                               enum ems_lang lang);

/* ---- its parts ---- */

struct ems_area_info {
    const char *id, *class_id;
    double population, area_m2;
    double service_radius_m; /* 0 when its class has none */
    bool is_circle;
    struct ems_point centre; /* circle */
    double radius_m;         /* circle */
    int32_t rings;           /* polygon: see ems_area_ring */
};

struct ems_place_info { /* where people live and calls come from */
    struct ems_point at;
    double people;
    ems_area_id area;
};

struct ems_condition_info {
    const char *id;
    double share;
    int32_t priority, vehicles;
    ems_vehicle_type_id vehicle_type; /* EMS_NONE: any */
};

struct ems_vehicle_type_info {
    const char *id;
    bool negative_pressure, emergency;
    int32_t owned; /* vehicles of it, spares in */
};

struct ems_station_info {
    const char *id, *tier;
    struct ems_point at;
    ems_area_id area;         /* EMS_NONE outside every area */
    ems_hospital_id hospital; /* that it belongs to, or EMS_NONE */
    ems_vehicle_id first_vehicle;
    ems_crew_id first_crew;
    int32_t vehicles, crews;
};

struct ems_hospital_info {
    const char *id;
    struct ems_point at;
    int32_t bays; /* -1 without limit */
};

struct ems_vehicle_info {
    const char *id;
    ems_vehicle_type_id type;
    ems_station_id station;
    bool spare;
};

struct ems_area_info ems_area_info(const struct ems_scenario *scenario, ems_area_id area);
/* The points of a polygon's ring, without its repeated last point; rings are outer ones and holes by the
 * even-odd rule. They belong to the scenario. */
const struct ems_point *ems_area_ring(const struct ems_scenario *scenario, ems_area_id area, int32_t ring,
                                      int32_t *count);
struct ems_place_info ems_place_info(const struct ems_scenario *scenario, int32_t place);
struct ems_condition_info ems_condition_info(const struct ems_scenario *scenario, ems_condition_id condition);
struct ems_vehicle_type_info ems_vehicle_type_info(const struct ems_scenario *scenario,
                                                   ems_vehicle_type_id type);
struct ems_station_info ems_station_info(const struct ems_scenario *scenario, ems_station_id station);
struct ems_hospital_info ems_hospital_info(const struct ems_scenario *scenario, ems_hospital_id hospital);
struct ems_vehicle_info ems_vehicle_info(const struct ems_scenario *scenario, ems_vehicle_id vehicle);

/* ---- geography ---- */

/* Longitude and latitude in degrees, or metres for a scenario on the plane. */
struct ems_lon_lat {
    double lon, lat;
};

/* Between the plane and the scenario's own coordinates; ems_scenario_wgs84 gives WGS-84 whatever those are.
 */
struct ems_lon_lat ems_scenario_lon_lat(const struct ems_scenario *scenario, struct ems_point point);
struct ems_lon_lat ems_scenario_wgs84(const struct ems_scenario *scenario, struct ems_point point);
struct ems_point ems_scenario_point(const struct ems_scenario *scenario, struct ems_lon_lat position);
struct ems_point ems_scenario_point_wgs84(const struct ems_scenario *scenario, struct ems_lon_lat position);
/* The smallest area that contains the point, EMS_NONE when none does. O(areas). */
ems_area_id ems_scenario_area_at(const struct ems_scenario *scenario, struct ems_point point);
/* Expected driving time when leaving at `at`, with blue lights or with the traffic; EMS_NEVER: no way. */
ems_time ems_scenario_drive(const struct ems_scenario *scenario, struct ems_point from, struct ems_point to,
                            bool lights, ems_time at);

#ifdef __cplusplus
}
#endif
#endif
