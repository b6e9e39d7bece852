/* Which station is the quickest to a point, turnout in: the stations that count (coverage/cover.h), or the
 * bases of rescue teams, all crews at home, at one moment of a day. Driving is with lights; what the timeline
 * does to speed is left out. */
#ifndef EMS_COVERAGE_QUICKEST_H
#define EMS_COVERAGE_QUICKEST_H

#include "base/arena.h"
#include "base/status.h"
#include "coverage/near.h"
#include "model/model.h"

enum ems_cover_period { EMS_COVER_DAY, EMS_COVER_NIGHT }; /* noon; the middle of the night hours, or 02:00 */
/* Mean turnout by day or by night. */
ems_time ems_cover_turnout(const struct ems_model *model, enum ems_cover_period period);

struct ems_quickest {
    const struct ems_model *model;
    struct ems_travel travel; /* the model's without the timeline */
    struct ems_near near;     /* the stations, numbered anew in order */
    ems_station_id *station_of;
    ems_time at, delay;            /* when, and before the wheels turn */
    const struct ems_reach *reach; /* for travel models that it serves, else NULL */
};

/* Keeps `model`; all else lives in `arena`. `out` stays where it is. */
enum ems_status ems_quickest_crewed(const struct ems_model *model, enum ems_cover_period period,
                                    struct ems_arena *arena, struct ems_quickest *out);
enum ems_status ems_quickest_rescue(const struct ems_model *model, struct ems_arena *arena,
                                    struct ems_quickest *out);

/* The two quickest and their times, ties to the one first in file; `station` EMS_NONE and EMS_NEVER where
 * there is none. Stations are tried outwards until no farther one can be quicker. */
struct ems_quickest_two {
    ems_station_id station[2];
    ems_time time[2];
};
struct ems_quickest_two ems_quickest_place(const struct ems_quickest *quickest, int32_t place);
/* The least time to any point; EMS_NEVER when none can come. Over roads one search from all stations has been
 * made for it. */
ems_time ems_quickest_time(const struct ems_quickest *quickest, struct ems_point at);

#endif
