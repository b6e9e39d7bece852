/* Calls and trips in few bytes, as run.ems and journals keep them: times are milliseconds after ringing, or
 * after the order. What can be reckoned is left out (the parts of the response, the station of a vehicle).
 * Unpacking gives times exact to the millisecond, whose parts still add up, and places to about a centimetre.
 * No padding; x86-64 byte order. */
#ifndef EMS_ENGINE_PACKED_H
#define EMS_ENGINE_PACKED_H

#include <stdint.h>

#include "engine/facts.h"

struct ems_model;

#define EMS_PACKED_NEVER UINT32_MAX

/* Bits of `flags`. */
enum {
    EMS_PACKED_COUNTED = 1,
    EMS_PACKED_REQUEST = 2,
    EMS_PACKED_QUEUED = 4,
    EMS_PACKED_AT_STATION = 8,
    EMS_PACKED_REACHED = 16,
    EMS_PACKED_REASSIGNED = 32,
    EMS_PACKED_CANCELLED = 64,
    EMS_PACKED_EMPTY = 128
};

struct ems_packed_call {
    uint64_t serial;
    ems_time rang;
    float x_m, y_m;
    uint32_t answered, ready, first_ordered, cancelled, ordered, departed, on_scene, left_scene, at_hospital,
        bay, accepted, free; /* milliseconds after ringing, EMS_PACKED_NEVER */
    uint32_t bumped;         /* milliseconds */
    uint32_t ended;          /* milliseconds after ringing: when it had its final state */
    int32_t area, vehicle, hospital, trace;
    int16_t condition;
    uint8_t priority, vehicles, reassignments, outcome, flags, reserved;
};

struct ems_packed_trip {
    uint64_t call;
    ems_time ordered;
    uint32_t departed, on_scene, left_scene, at_hospital, bay, accepted,
        free;       /* milliseconds after the order */
    uint32_t ended; /* when it was told */
    int32_t vehicle, crew, hospital, area, trace;
    float to_scene_m, to_hospital_m;
    uint8_t role, priority, flags, reserved;
};

/* A crew comes on duty (change 1) or goes off (-1). */
struct ems_packed_duty {
    ems_time at;
    int32_t crew, change;
};

/* `ended`: when the fact was told. */
struct ems_packed_call ems_call_pack(const struct ems_call_fact *fact, ems_time ended);
struct ems_packed_trip ems_trip_pack(const struct ems_trip_fact *fact, ems_time ended);
struct ems_call_fact ems_call_unpack(const struct ems_model *model, const struct ems_packed_call *packed);
struct ems_trip_fact ems_trip_unpack(const struct ems_model *model, const struct ems_packed_trip *packed);

static inline ems_time ems_unpack_after(ems_time start, uint32_t offset)
{
    return offset == EMS_PACKED_NEVER ? EMS_NEVER : start + (ems_time)offset * EMS_MILLISECOND;
}

#endif
