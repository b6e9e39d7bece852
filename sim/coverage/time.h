/* Time cover: people whose expected turnout + travel with lights, all crews at home, is at most T. By day
 * (noon) or by night (the middle of the night hours, 02:00 without them): turnout and the factor by hour are
 * those of that moment; what the timeline does to speed is left out. Stations count as in coverage/radius.h.
 *
 * Two-hour reach (两小时救援): people within two hours of a rescue team's base, mobilisation in. */
#ifndef EMS_COVERAGE_TIME_H
#define EMS_COVERAGE_TIME_H

#include "base/arena.h"
#include "base/status.h"
#include "coverage/quickest.h"
#include "coverage/surface.h"
#include "model/model.h"

enum { EMS_COVER_TIMES = 9 };
/* 5, 8, 10, 12, 15, 20, 30, 60 and 120 min; `i` from 0. */
ems_time ems_cover_threshold(int32_t i);

struct ems_time_group {
    double people;
    double within[EMS_COVER_TIMES]; /* people */
    double surface_m2;
    double surface_within_m2[EMS_COVER_TIMES];
};

struct ems_time_station {
    double first[EMS_COVER_TIMES]; /* people within T whose quickest station it is */
    double only[EMS_COVER_TIMES];  /* people within T of it and of no other: lost if it closes */
};

struct ems_time_place {
    ems_station_id quickest; /* EMS_NONE when none can come */
    ems_time time;           /* turnout + travel; EMS_NEVER then */
};

struct ems_time_cover {
    enum ems_cover_period period;
    ems_time turnout;
    struct ems_time_group all;
    const struct ems_time_group *by_class;   /* model->class_count */
    const struct ems_time_group *by_area;    /* model->area_count */
    const struct ems_time_station *stations; /* model->station_count */
    const struct ems_time_place *places;     /* model->place_count */
};

/* `surface` may be NULL. Everything lives in `arena`. Stations are tried outwards from each place until no
 * farther one can be quicker: O(places) for even speeds, O(places x stations) at worst. */
enum ems_status ems_time_cover_compute(const struct ems_model *model, enum ems_cover_period period,
                                       const struct ems_surface *surface, struct ems_arena *arena,
                                       struct ems_time_cover *out);

struct ems_rescue_reach {
    int32_t bases; /* 0: the scenario names none */
    double people, reached;
};
enum ems_status ems_rescue_reach_compute(const struct ems_model *model, struct ems_arena *arena,
                                         struct ems_rescue_reach *out);

#endif
