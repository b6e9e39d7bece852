/* Radius cover (急救半径): people within their class's service radius of a station that is crewed at some
 * hour, and how far people are from the nearest such station, in a straight line. The class is that of the
 * area a person lives in. What each station adds: whom it covers, and whom it alone covers, which is what
 * closing it would lose. */
#ifndef EMS_COVERAGE_RADIUS_H
#define EMS_COVERAGE_RADIUS_H

#include "base/arena.h"
#include "base/status.h"
#include "coverage/surface.h"
#include "model/model.h"

/* People of everywhere, of a class, or of an area. */
struct ems_radius_group {
    double people;     /* who live there */
    double measured;   /* of them, those whose class has a radius: the denominator */
    double covered;    /* of these, those in radius */
    double surface_m2; /* ground of classes with a radius */
    double surface_covered_m2;
    double mean_m, p90_m, max_m; /* people's distance to the nearest station; NAN when there is none */
    int32_t stations;            /* that count, in it */
    double service_radius_m;     /* sqrt(ground / (pi stations)), all classes; NAN without stations */
};

struct ems_radius_station {
    bool counts;      /* crewed at some hour; the figures below are 0 otherwise */
    double covered;   /* people in its radius */
    double only;      /* people in its radius and in no other's: lost from cover if it closes */
    double nearest;   /* people whose nearest station it is */
    double farther_m; /* mean distance of these to the nearest station would grow by this if it closes; NAN
                         when no one's nearest it is, or it is the only one */
};

struct ems_radius_place {
    ems_station_id nearest; /* EMS_NONE when no station counts */
    double distance_m;      /* NAN then */
    int32_t covering;       /* stations in radius */
};

struct ems_radius_cover {
    struct ems_radius_group all;
    const struct ems_radius_group *by_class;   /* model->class_count */
    const struct ems_radius_group *by_area;    /* model->area_count */
    const struct ems_radius_station *stations; /* model->station_count */
    const struct ems_radius_place *places;     /* model->place_count */
};

/* `surface` may be NULL: then the ground is not measured. Everything lives in `arena`. O(places x stations in
 * radius) and a sort of the places. */
enum ems_status ems_radius_cover_compute(const struct ems_model *model, const struct ems_surface *surface,
                                         struct ems_arena *arena, struct ems_radius_cover *out);

/* People of one class, and those of them within `radius_m` of a station that counts: what a rule asks whose
 * radius is not the scenario's. */
enum ems_status ems_radius_class(const struct ems_model *model, int32_t class_id, double radius_m,
                                 struct ems_arena *arena, double *people, double *covered);

#endif
