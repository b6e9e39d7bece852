/* What the parts of study/bound.h share. Inside study only. */
#ifndef EMS_STUDY_BOUND_PARTS_H
#define EMS_STUDY_BOUND_PARTS_H

#include "coverage/cover_bound.h"
#include "study/bound.h"

enum {
    EMS_BOUND_PRICES = 28, /* of a crew on the road, tried */
    EMS_BOUND_BANDS = 48,  /* hours of like speed, by day and by night */
    EMS_BOUND_NEEDS = 8    /* kinds of vehicle asked for, whose calls are counted together */
};

/* Conditions whose calls have the same chance from the same place. */
struct ems_bound_profile {
    enum ems_mode mode;
    int32_t tries; /* orders that may each bring the call in time */
    int32_t whole; /* vehicles that must all be in time; 1 unless full_response */
    bool extra;    /* may take crews from other calls: those count beside the free ones */
};

/* value[((profile * bands + band) * (units_most + 1) + free) * PRICES + price]: the most of the chance less
 * the price of crews on the road. */
struct ems_bound_target {
    double *value;
    double *at_stations; /* by profile and band: a crew free at every station */
};

/* Crews by moment of the week. */
struct ems_bound_duty {
    int32_t step_count;
    ems_time *from;   /* of each step, in the week; the first is 0 */
    int32_t *leaving; /* crews that end their shift when the step begins */
    int32_t *subset;  /* [step << need_count | needs]: crews that have a vehicle for one of these needs */
    int32_t *alone;   /* [step * kinds + kind]: likewise for one */
    int32_t kind_count;
    ems_vehicle_type_id kind_need[EMS_VEHICLE_TYPES_MAX + 1];
    uint32_t family[EMS_VEHICLE_TYPES_MAX + 1]; /* bits of kinds that only vehicles for this one serve */
    bool together;                              /* kinds are few enough for `subset` */
    int32_t most;                               /* crews on duty at a time */
};

struct ems_bounding {
    struct ems_bound *bound;
    const struct ems_model *model;
    const struct ems_bound_options *options;
    struct ems_travel travel; /* the model's without slowdowns of the timeline, as fast as it ever is */
    double *weight;           /* by place */

    struct ems_bound_profile *profiles;
    int32_t profile_count;
    int32_t *profile_of, *kind_of; /* by condition */
    struct ems_bound_duty duty;
    int32_t band_count, speed_count;
    int32_t speed_of[24]; /* by hour, from the fastest on */
    struct ems_bound_target *targets;
    int32_t units_most; /* free crews beyond this make no difference */
    double price[EMS_BOUND_PRICES];

    /* of all replications, in their order */
    double *row; /* [replication][target][EMS_BOUND_COLUMNS] */
    int64_t row_count, row_room;
};

/* Sums of one replication and target. */
enum {
    EMS_BOUND_BASE,   /* calls, less those cancelled in time */
    EMS_BOUND_WITHIN, /* of them in time */
    EMS_BOUND_SURE,   /* cancelled in time, or of a place known before: taken to be in time */
    EMS_BOUND_CALLS,  /* the others, to which values belong */
    EMS_BOUND_FREE,   /* crews free at most, summed over them */
    EMS_BOUND_ROAD,   /* crews on the road, likewise */
    EMS_BOUND_STATIC, /* chances with a crew free at every station */
    EMS_BOUND_VALUE,  /* values, by price */
    EMS_BOUND_COLUMNS = EMS_BOUND_VALUE + EMS_BOUND_PRICES
};

/* bound_duty.c */
enum ems_status ems_bound_prepare_duty(struct ems_bounding *b);
/* The step of a moment, and when it ends. */
int32_t ems_bound_step(const struct ems_bounding *b, ems_time at, ems_time *ends);
/* At most so many crews for calls of a kind are free while `busy` tasks of each kind are under way. */
int32_t ems_bound_free_crews(const struct ems_bounding *b, int32_t step, int32_t kind, const int32_t *busy);

/* bound_chance.c: chances in millionths by whole seconds of expected driving, rounded up */
struct ems_bound_chances {
    int32_t count; /* beyond: none */
    int32_t *chance;
};
enum ems_bound_turnout { EMS_BOUND_BY_DAY, EMS_BOUND_BY_NIGHT, EMS_BOUND_ON_ROAD };
enum ems_status ems_bound_chances(const struct ems_bounding *b, ems_time within,
                                  enum ems_bound_turnout turnout, const struct ems_bound_profile *profile,
                                  struct ems_arena *arena, struct ems_bound_chances *out);

/* bound_speeds.c: hours of like speed, and travel times in them */
enum ems_status ems_bound_prepare_speeds(struct ems_bounding *b);
/* The band that a call of this moment belongs to: the fastest hour that its drive may fall into. */
int32_t ems_bound_band(const struct ems_bounding *b, ems_time at, ems_time within);
/* out[station * place_count + place]: the least in the hours of that speed. */
enum ems_status ems_bound_times(const struct ems_bounding *b, int32_t speed, enum ems_mode mode,
                                ems_time *out);

/* bound_cover.c: fills targets */
enum ems_status ems_bound_prepare_profiles(struct ems_bounding *b);
enum ems_status ems_bound_prepare_cover(struct ems_bounding *b);
/* The row of prices for so many free crews. */
const double *ems_bound_values(const struct ems_bounding *b, int32_t target, int32_t profile, int32_t band,
                               int32_t free_crews);
bool ems_bound_meant(const struct ems_model *model, const struct ems_target *target, int32_t priority,
                     ems_area_id area);

/* bound_watch.c: adds rows */
struct ems_run_watch ems_bound_watch(struct ems_bounding *b, int64_t replications);

#endif
