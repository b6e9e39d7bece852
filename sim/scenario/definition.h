/* A scenario as written: after `extends` and `--set`, with units applied (metres, microseconds, metres per
 * second, shares 0..1), references still as the ids that stand in the file. scenario/load.c fills it from
 * YAML with the schema table (scenario/schema.h); scenario/build.h turns it into a model and checks what
 * needs more than one value. Structure, units and ranges of single values are checked already.
 *
 * Every value starts with a mark: whether it is given, where it stands and its path. A value that is not
 * given holds its default, and its mark names the place of what it would stand in. All memory belongs to the
 * scenario. */
#ifndef EMS_SCENARIO_DEFINITION_H
#define EMS_SCENARIO_DEFINITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/text.h"
#include "base/time.h"
#include "geo/coordinate.h"
#include "model/model.h"
#include "random/distribution.h"
#include "travel/travel.h"

struct ems_node;

struct ems_def_mark {
    struct ems_place_in_file at;
    const char *path; /* such as stations.centre.crews; never NULL */
    bool given;
};

/* ---- values ---- */

struct ems_def_number { /* numbers, shares (0..1), metres, metres per second, metres per second squared */
    struct ems_def_mark mark;
    double value;
};
struct ems_def_integer { /* EMS_UNLIMITED for `unlimited` where that may stand */
    struct ems_def_mark mark;
    int64_t value;
};
struct ems_def_bool {
    struct ems_def_mark mark;
    bool value;
};
struct ems_def_choice { /* an enum of the model or of this file, named at the field */
    struct ems_def_mark mark;
    int32_t value;
};
struct ems_def_text { /* NULL when not given and there is no default */
    struct ems_def_mark mark;
    const char *value;
};
struct ems_def_name {
    struct ems_def_mark mark;
    struct ems_name value;
};
struct ems_def_time { /* durations and times of day */
    struct ems_def_mark mark;
    ems_time value;
};
struct ems_def_datetime { /* with offset from UTC */
    struct ems_def_mark mark;
    struct ems_datetime value;
};
struct ems_def_date {
    struct ems_def_mark mark;
    int64_t day; /* since 1970-01-01 */
};
struct ems_def_moment { /* local time: `day 10 08:00` or `2025-03-12T08:00` */
    struct ems_def_mark mark;
    bool is_date;
    int64_t day; /* is_date: since 1970-01-01; else 1 is the day of clock.start */
    ems_time of_day;
};
struct ems_def_position {
    struct ems_def_mark mark;
    struct ems_position value;
};
struct ems_def_any { /* whatever stands there; NULL when nothing does */
    struct ems_def_mark mark;
    struct ems_node *node;
};
struct ems_def_file {
    struct ems_def_mark mark;
    const char *value; /* as written; NULL when not given */
    const char *path;  /* to open, found from the folder of the file that names it */
};
struct ems_def_distribution {
    struct ems_def_mark mark;
    struct ems_distribution value;
};

/* Lists; `items` NULL when empty. */
#define EMS_DEF_LIST(type)        \
    struct {                      \
        struct ems_def_mark mark; \
        const type *items;        \
        int32_t count;            \
    }

typedef EMS_DEF_LIST(double) ems_def_numbers;
typedef EMS_DEF_LIST(struct ems_def_text) ems_def_texts;

/* One entry of a map; the mark of the key stands at the key. */
struct ems_def_number_of {
    struct ems_def_text key;
    struct ems_def_number value;
};
struct ems_def_integer_of {
    struct ems_def_text key;
    struct ems_def_integer value;
};
struct ems_def_text_of {
    struct ems_def_text key, value;
};
struct ems_def_texts_of {
    struct ems_def_text key;
    ems_def_texts value;
};
typedef EMS_DEF_LIST(struct ems_def_number_of) ems_def_number_map;
typedef EMS_DEF_LIST(struct ems_def_integer_of) ems_def_integer_map;
typedef EMS_DEF_LIST(struct ems_def_text_of) ems_def_text_map;
typedef EMS_DEF_LIST(struct ems_def_texts_of) ems_def_texts_map;

/* ---- sections ---- */

struct ems_def_clock {
    struct ems_def_mark mark;
    struct ems_def_datetime start;
    struct ems_def_time warmup, duration, drain; /* duration not given: a trace says */
};

struct ems_def_circle {
    struct ems_def_mark mark;
    struct ems_def_position centre;
    struct ems_def_number radius_m;
};

struct ems_def_geojson {
    struct ems_def_mark mark;
    struct ems_def_file file;
    ems_def_text_map match; /* the features whose properties have these values; empty: all */
};

/* Exactly one of circle, polygon, geojson is given. */
struct ems_def_area {
    struct ems_def_mark mark;
    struct ems_def_text id;
    struct ems_def_name name;
    struct ems_def_text class_name;
    struct ems_def_number population;
    struct ems_def_number demand; /* factor, 1 by default */
    struct ems_def_circle circle;
    EMS_DEF_LIST(struct ems_def_position) polygon; /* outer ring; a repeated last point is dropped */
    struct ems_def_geojson geojson;
};

struct ems_def_data_file { /* {file: ...} */
    struct ems_def_mark mark;
    struct ems_def_file file;
};

/* Tables in the place of a list of stations or hospitals. */
struct ems_def_site_table {
    struct ems_def_mark mark;
    struct ems_def_file file, vehicles;
    struct ems_def_text type; /* of vehicles that their table gives none */
    ems_def_text_map columns; /* key: name of its column */
};

struct ems_def_condition {
    struct ems_def_mark mark;
    struct ems_def_text id;
    struct ems_def_name name;
    struct ems_def_number share;
    struct ems_def_integer priority;
    struct ems_def_text vehicle; /* not given: any */
    struct ems_def_integer vehicles;
    struct ems_def_text hospital; /* a capability; not given: any hospital */
    struct ems_def_number transport;
    struct ems_def_number empty; /* not given: demand.empty */
    struct ems_def_bool full_response;
    struct ems_def_distribution scene, handover; /* not given: durations.* */
};

struct ems_def_demand {
    struct ems_def_mark mark;
    /* exactly one of these four is given */
    struct ems_def_number requests_per_1000_per_year, phone_calls_per_1000_per_year, requests_per_day;
    struct ems_def_data_file trace;
    struct ems_def_profile {
        struct ems_def_mark mark;
        ems_def_numbers hour, weekday, month; /* 24, 7, 12 numbers, or none when not given; as written */
        struct ems_def_holidays {
            struct ems_def_mark mark;
            EMS_DEF_LIST(struct ems_def_date) dates;
            struct ems_def_number factor;
        } holidays;
    } profile;
    struct ems_def_integer observed; /* not given: taken to be known exactly */
    struct ems_def_number error;     /* likewise */
    struct ems_def_number daily_variation, advice, hoax, empty;
    struct ems_def_extra_calls {
        struct ems_def_mark mark;
        struct ems_def_number per_request;
        struct ems_def_distribution after, talk; /* talk: call_backs only */
    } duplicates, call_backs;
    struct ems_def_cancel {
        struct ems_def_mark mark;
        struct ems_def_number share;
        struct ems_def_distribution after;
    } cancel;
    EMS_DEF_LIST(struct ems_def_condition) conditions; /* not given: one, with a share of 1 */
};

struct ems_def_call_centre {
    struct ems_def_mark mark;
    struct ems_def_integer lines, seats;
    struct ems_def_distribution pick_up, talk, patience, redial_after;
    struct ems_def_distribution process, advice_talk, hoax_talk, duplicate_talk; /* not given: the talk */
    struct ems_def_number redial;
};

struct ems_def_durations {
    struct ems_def_mark mark;
    struct ems_def_turnout {
        struct ems_def_mark mark;
        struct ems_def_distribution always; /* given alone, or day and night are */
        struct ems_def_distribution day, night;
        struct ems_def_night_hours {
            struct ems_def_mark mark;
            ems_time from, to; /* times of day */
        } night_hours;
    } turnout;
    struct ems_def_distribution scene, empty_scene, handover, cleaning; /* empty_scene not given: scene */
};

/* One speed everywhere, or by class of area. */
struct ems_def_speeds {
    struct ems_def_mark mark;
    struct ems_def_number everywhere; /* m/s */
    ems_def_number_map by_class;
};

/* Where places join the roads. */
enum ems_def_snap { EMS_SNAP_NODE, EMS_SNAP_EDGE };

struct ems_def_road_factor {
    struct ems_def_mark mark;
    ems_def_texts roads, areas;  /* classes; none given: all */
    ems_def_numbers hour_factor; /* 24 */
};

/* Roads slowed or closed: of these classes, in the circle or polygon; none given: all, everywhere. */
struct ems_def_road_change {
    struct ems_def_mark mark;
    ems_def_texts classes;
    struct ems_def_circle circle;
    EMS_DEF_LIST(struct ems_def_position) polygon;
    struct ems_def_number speed;
};

struct ems_def_travel {
    struct ems_def_mark mark;
    struct ems_def_choice model; /* enum ems_travel_kind */
    struct ems_def_number detour, variation, error;
    struct ems_def_mode_speeds {
        struct ems_def_mark mark;
        struct ems_def_speeds lights, normal;
    } speed;
    ems_def_numbers hour_factor; /* 24, or none when not given */
    struct ems_def_law {
        struct ems_def_mark mark;
        struct ems_def_number acceleration_mps2, cruise_mps;
    } law; /* straight: exactly one of speed and law is given */
    struct ems_def_mode_times {
        struct ems_def_mark mark;
        struct ems_def_time lights, normal;
    } time; /* constant */

    struct ems_def_network { /* road: prepared, or its tables */
        struct ems_def_mark mark;
        struct ems_def_file file;
        struct ems_def_network_tables {
            struct ems_def_mark mark;
            struct ems_def_file nodes, edges;
            struct ems_def_bool undirected;
        } tables;
    } network;
    struct ems_def_choice snap; /* enum ems_def_snap */
    struct ems_def_mode_speed {
        struct ems_def_mark mark;
        struct ems_def_number lights, normal; /* m/s */
    } off_road;
    EMS_DEF_LIST(struct ems_def_road_factor) road_factors;

    struct ems_def_file nodes; /* matrix */
    struct ems_def_matrix_times {
        struct ems_def_mark mark;
        struct ems_def_file lights, normal;
        struct ems_def_number normal_speed; /* share of that with lights, when `normal` is not given */
    } times;
};

struct ems_def_vehicle_type {
    struct ems_def_mark mark;
    struct ems_def_text id;
    struct ems_def_name name;
    ems_def_texts serves;
    struct ems_def_bool negative_pressure, emergency;
};

struct ems_def_vehicle {
    struct ems_def_mark mark;
    struct ems_def_text id, type;
    struct ems_def_bool spare;
};

struct ems_def_shift {
    struct ems_def_mark mark;
    struct ems_def_integer count;
    struct ems_def_days {
        struct ems_def_mark mark;
        uint32_t weekdays; /* bit 0 Monday; all when not given */
    } days;
    struct ems_def_time from, to; /* times of day; to <= from: the next day */
};

struct ems_def_station {
    struct ems_def_mark mark;
    struct ems_def_text id;
    struct ems_def_name name;
    struct ems_def_position at; /* or node */
    struct ems_def_text node;
    struct ems_def_text tier, hospital;
    struct ems_def_fleet { /* counts by type, or a list */
        struct ems_def_mark mark;
        ems_def_integer_map counts;
        EMS_DEF_LIST(struct ems_def_vehicle) list;
    } vehicles;
    struct ems_def_crews { /* not given: one for each vehicle at all hours; else a number or shifts */
        struct ems_def_mark mark;
        struct ems_def_integer count;
        EMS_DEF_LIST(struct ems_def_shift) shifts;
    } crews;
};

struct ems_def_crew_rules {
    struct ems_def_mark mark;
    struct ems_def_time wind_down;
};

struct ems_def_hospital {
    struct ems_def_mark mark;
    struct ems_def_text id;
    struct ems_def_name name;
    struct ems_def_position at; /* or node */
    struct ems_def_text node;
    ems_def_texts provides;
    struct ems_def_integer bays;
    struct ems_def_distribution handover; /* not given: the condition's */
};

/* A policy by name with its parameters made already from its descriptors. */
struct ems_def_policy {
    struct ems_def_mark mark;
    struct ems_def_text policy;
    struct ems_policy_choice choice;
};

struct ems_def_dispatch {
    struct ems_def_mark mark;
    struct ems_def_text policy;
    struct ems_policy_choice choice;
    struct ems_def_reassign {
        struct ems_def_mark mark;
        const struct ems_def_priority_pair {
            struct ems_def_mark mark;
            int32_t from, to; /* a vehicle may leave a call of priority `from` for one of priority `to` */
        } * items;
        int32_t count;
    } reassign;
    struct ems_def_integer waiting_room, lights_to_priority, patient_lights_to_priority;
    struct ems_def_distribution vehicle_patience;
    ems_def_texts_map preference; /* area: stations in order */
};

struct ems_def_timeline_entry {
    struct ems_def_mark mark;
    struct ems_def_moment at;
    struct ems_def_time duration; /* `for`; not given: to the end */
    struct ems_def_number demand, phone_calls, requests, crew_absence, speed;
    struct ems_def_text area, hospital_closed;
    struct ems_def_incident {
        struct ems_def_mark mark;
        struct ems_def_position at;
        struct ems_def_text condition;
        struct ems_def_integer vehicles;
    } incident;
    struct ems_def_road_change roads;
};

struct ems_def_target {
    struct ems_def_mark mark;
    struct ems_def_text id;
    struct ems_def_integer priority;
    struct ems_def_text class_name, area;
    struct ems_def_time within;
    struct ems_def_number share;
};

struct ems_def_centre {
    struct ems_def_mark mark;
    ems_def_texts two_hour_teams;
    struct ems_def_time mobilisation;
};

/* A file that the loader itself read: scenarios and empirical distributions. */
struct ems_def_source {
    const char *path, *hash; /* hash in hex */
};

struct ems_definition {
    struct ems_def_mark mark;
    struct ems_def_integer version;
    struct ems_def_name name, description;
    struct ems_def_integer seed, replications;
    struct ems_def_clock clock;
    struct ems_def_choice coordinates; /* enum ems_coordinates */
    EMS_DEF_LIST(struct ems_def_area) areas;
    struct ems_def_data_file population;
    struct ems_def_number lattice_m;
    ems_def_number_map service_radius; /* class: metres */
    struct ems_def_demand demand;
    struct ems_def_call_centre call_centre;
    struct ems_def_durations durations;
    struct ems_def_travel travel;
    EMS_DEF_LIST(struct ems_def_vehicle_type) vehicle_types; /* not given: one, `ambulance` */
    EMS_DEF_LIST(struct ems_def_station) stations;
    struct ems_def_crew_rules crew_rules;
    EMS_DEF_LIST(struct ems_def_hospital) hospitals;
    struct ems_def_dispatch dispatch;
    struct ems_def_policy destination, relocation;
    EMS_DEF_LIST(struct ems_def_timeline_entry) timeline;
    EMS_DEF_LIST(struct ems_def_target) targets;
    ems_def_texts standards;
    struct ems_def_centre centre;

    const char *scenario_id;   /* folder or file name without .yaml */
    const char *scenario_hash; /* of the resolved scenario, hex */
    const struct ems_def_source *sources;
    int32_t source_count;
};

#endif
