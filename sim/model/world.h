/* The world: the state of everything at one moment. Only engine changes it; policies and views read it. It
 * holds no pointers but those of its arrays, which are listed once below, so that copying, hashing and
 * writing it are loops over that list. Entities have no padding: their bytes are their state. */
#ifndef EMS_MODEL_WORLD_H
#define EMS_MODEL_WORLD_H

#include "base/array.h"
#include "base/expect.h"
#include "des/queue.h"
#include "ems120/states.h"
#include "model/model.h"
#include "travel/way.h"

struct ems_vehicle_state {
    struct ems_trip trip; /* under way when moving; else `to` is where it stands, since `depart` in turnout */
    int32_t status;
    ems_station_id station; /* where it stands or is bound for when it has no task */
    ems_crew_id crew;       /* aboard; EMS_NONE at the station */
    ems_task_id task;
    int32_t moving;  /* its number among moving_units while it may be sent on its way, else EMS_NONE */
    uint32_t serves; /* needs (ems_need_bit) that its type answers */
};

enum ems_duty {
    EMS_DUTY_OFF,
    EMS_DUTY_ON,
    EMS_DUTY_WINDING_DOWN, /* on duty, takes no new order */
    EMS_DUTY_OVERTIME      /* the shift is over, the trip is not */
};

struct ems_crew_state {
    ems_time on_since;                    /* of the present duty */
    ems_time shift_end;                   /* EMS_NEVER: on duty at all hours */
    ems_vehicle_id vehicle;               /* aboard, EMS_NONE at the station or off */
    ems_crew_id next_idle, previous_idle; /* in its station's queue of idle crews, longest idle first */
    uint32_t absent : 24;                 /* timeline entries that keep it away: fewer than EMS_SLOTS_MAX */
    uint32_t duty : 4, listed : 4;        /* listed: 1 while in that queue */
};

struct ems_station_state {
    ems_crew_id first_idle, last_idle; /* crews that may be sent */
    int32_t idle_crews;
    uint32_t ready; /* needs (ems_need_bit) that a crewed vehicle standing here answers now */
};

struct ems_hospital_state {
    ems_task_id first_waiting, last_waiting; /* for a bay */
    int32_t bays_busy, closed;               /* closed: timeline entries that close it */
};

/* What a call is doing. */
enum ems_call_phase {
    EMS_CALL_FREE,       /* a place in the pool, not in use */
    EMS_CALL_PLANNED,    /* will ring */
    EMS_CALL_WAITING,    /* for a seat */
    EMS_CALL_PICK_UP,    /* a seat is theirs, not yet answered */
    EMS_CALL_TALKING,    /* answered, not yet fit to dispatch (or never will be) */
    EMS_CALL_DISPATCHED, /* fit to dispatch; may still talk */
    EMS_CALL_TALKED_OUT  /* off the line */
};

enum ems_call_kind {
    EMS_KIND_REQUEST,
    EMS_KIND_ADVICE,
    EMS_KIND_HOAX,
    EMS_KIND_DUPLICATE,
    EMS_KIND_CALL_BACK
};

/* Names the draws of a call: see random/stream.h. `repeat` counts duplicates of an incident, `redial` the
 * tries of one caller. Four lines of memory (64 bytes): what each of its events looks at; the telephone and
 * who gives up; where it is and who came; and the times of the vehicle that stops the clock. */
struct ems_call_state {
    uint64_t serial;
    uint32_t origin, index;
    ems_area_id area;
    ems_condition_id condition;
    int32_t priority;
    int32_t trace;                      /* number in the trace, EMS_NONE */
    ems_task_id first_task, clock_task; /* clock_task: whose vehicle stopped the clock */
    int16_t vehicles, tasks_open, tasks_assigned;
    int16_t arrivals; /* vehicles that have halted at the scene */
    uint16_t repeat, redial, kind;
    uint8_t phase;
    int8_t outcome; /* best so far, EMS_NONE */
    uint8_t counted, queued, from_station, holds_line, holds_seat, is_empty, reached, gave_up;

    ems_time rang, answered, ready, talk_ends, cancels, cancelled, first_ordered, patience_ends;

    struct ems_location at;
    ems_time free;
    int32_t incident;                     /* shared by the calls about it, EMS_NONE when there is only one */
    ems_call_id next_call, previous_call; /* in the queue for a seat; next_call: in the list of free places */
    int32_t reassignments;
    ems_vehicle_id vehicle;   /* that stopped the clock */
    ems_hospital_id hospital; /* that vehicle's */

    ems_time ordered, departed, on_scene, bumped, left_scene, at_hospital, bay, accepted;
};

/* One required vehicle of a request. Two lines of memory: until it departs, and from then on. */
struct ems_task_state {
    ems_call_id call;
    int32_t role;           /* 0 for the first vehicle of the call */
    ems_vehicle_id vehicle; /* EMS_NONE while waiting */
    ems_hospital_id hospital;
    ems_task_id next_of_call;
    ems_task_id next, previous; /* waiting for a vehicle, or for a bay; next: in the list of free places */
    int32_t attempt;            /* orders given for it so far */
    uint8_t waiting, at_scene, from_station, transported, in_use, reserved[3];
    ems_time ordered, departed;
    double to_scene_m;

    ems_time on_scene, left_scene, at_hospital, bay, accepted;
    double to_hospital_m;
    ems_time waits_since, bumped; /* bumped: time under orders that were taken away */
};

/* Several calls about one happening: whoever is answered first makes the request. */
struct ems_incident_state {
    int32_t calls, reported, next_free, in_use;
};

/* An arrival process: kind 0 request incidents, 1 those above 100 %, 2 other calls, 3 those above 100 %. */
struct ems_arrival_state {
    uint32_t next_index;
    int32_t done;
};

/* A time average: value held since. */
struct ems_level_state {
    int64_t value;
    ems_time since;
};
enum ems_level { EMS_LEVEL_WAITING, EMS_LEVEL_TALKING, EMS_LEVEL_CALLS_WAITING, EMS_LEVELS };

/* A decision to be taken before time goes on. */
enum ems_agenda_kind { EMS_AGENDA_TASK, EMS_AGENDA_DESTINATION, EMS_AGENDA_AVAILABLE };
struct ems_agenda_item {
    int32_t kind, id;
};

/* A unit that may be sent while it is under way, in a list of such: see nearby.h. They stand close together,
 * whatever the vehicles' numbers: few of many are under way. */
struct ems_moving_unit {
    double x_m, y_m, x_each, y_each; /* at time t it is at x_m + t * x_each; NAN where it goes unevenly */
    int32_t next, previous;          /* in its list; next: in that of free places */
    int32_t list;                    /* of moving_lists */
    ems_vehicle_id vehicle;
    ems_crew_id crew;    /* aboard */
    int32_t reserved[3]; /* a line of memory each */
};

/* Waiting tasks of one priority, oldest first. */
struct ems_waiting_state {
    ems_task_id first, last;
};

/* X(type, name, is state: part of the hash, not derived) */
#define EMS_WORLD_ARRAYS(X)                                                                         \
    X(struct ems_vehicle_state, vehicles, true)                                                     \
    X(struct ems_crew_state, crews, true)                                                           \
    X(struct ems_station_state, stations, true)                                                     \
    X(struct ems_hospital_state, hospitals, true)                                                   \
    X(struct ems_call_state, calls, true)                                                           \
    X(struct ems_task_state, tasks, true)                                                           \
    X(struct ems_incident_state, incidents, true)                                                   \
    X(struct ems_arrival_state, arrivals, true)                                                     \
    X(struct ems_agenda_item, agenda, true)                                                         \
    X(uint64_t, idle_vehicles, true)  /* bits by vehicle: standing at its station */                \
    X(uint64_t, ready_stations, true) /* bits by station: something can be sent */                  \
    X(uint64_t, homeward, false)      /* bits by vehicle: on its way to a station */                \
    X(int32_t, moving_lists, false)   /* first unit, EMS_NONE; the last: elsewhere, see nearby.h */ \
    X(struct ems_moving_unit, moving_units, false)

struct ems_world_scalars {
    ems_time now;
    ems_time next_sample; /* of dynamic cover, EMS_NEVER: taken after the events of that moment */
    int64_t replication;
    uint64_t calls_rung, decisions;
    int64_t counted_open;  /* counted calls without a final state */
    int64_t open_calls;    /* calls that ring, talk, wait or are served */
    int64_t away_vehicles; /* neither idle nor spare */
    struct ems_level_state levels[EMS_LEVELS];
    struct ems_waiting_state waiting[EMS_PRIORITIES];
    ems_call_id free_call;
    ems_call_id first_calling, last_calling;     /* callers waiting for a seat */
    ems_call_id first_call_back, last_call_back; /* call-backs waiting for a seat; callers go first */
    ems_task_id free_task;
    int32_t free_incident, free_moving;
    int32_t seats_busy, lines_busy, tasks_waiting;
    int32_t trace_next;
    int32_t agenda_next; /* first item not yet decided */
    int32_t asked;       /* the caller's decision on that item is awaited */
    int32_t closing;     /* the window is over, counted calls are still open */
    int32_t reserved;
};

struct ems_world {
    struct ems_world_scalars s;
    struct ems_queue queue;
#define EMS_X(type, name, is_state) EMS_ARRAY(type) name;
    EMS_WORLD_ARRAYS(EMS_X)
#undef EMS_X
    /* What is remembered of the ways of vehicles on roads, by vehicle: no state, neither copied nor saved,
     * and filled by whoever asks where one is. */
    EMS_ARRAY(struct ems_trip_way) ways;
    bool reference; /* searches look at everything, one by one, and remember nothing */
};

/* Everything at its station and nothing planned. `world` is zeroed or was used before. */
bool ems_world_init(struct ems_world *world, const struct ems_model *model, int64_t replication);
void ems_world_free(struct ems_world *world);
/* The same for equal states; reads no derived array. */
uint64_t ems_world_hash(const struct ems_world *world);

/* Where a vehicle is at this moment; `place` is set when it stands at a fixed place. */
struct ems_location ems_vehicle_location(const struct ems_model *model, const struct ems_world *world,
                                         ems_vehicle_id vehicle);
/* A vehicle that a policy may send: idle with a crew for it, or returning with a crew that takes orders. */
bool ems_vehicle_dispatchable(const struct ems_model *model, const struct ems_world *world,
                              ems_vehicle_id vehicle);
/* A vehicle in turnout or en route whose call must yield to one of this priority. */
bool ems_vehicle_reassignable(const struct ems_model *model, const struct ems_world *world,
                              ems_vehicle_id vehicle, int32_t priority);
/* The type of vehicle answers the task's need. */
bool ems_vehicle_suits(const struct ems_model *model, const struct ems_world *world, ems_vehicle_id vehicle,
                       ems_task_id task);
/* Of the vehicles standing at a station the one to take for a need: first in file order, EMS_NONE. */
ems_vehicle_id ems_station_vehicle(const struct ems_model *model, const struct ems_world *world,
                                   ems_station_id station, uint32_t need_bit);
/* Recomputes station.ready and ready_stations after a change at the station. */
void ems_station_refresh(const struct ems_model *model, struct ems_world *world, ems_station_id station);

/* What is remembered of a vehicle's way, to read or to fill; NULL for nothing. */
static inline struct ems_trip_way *ems_world_way(const struct ems_world *world, ems_vehicle_id vehicle)
{
    return ems_seldom(world->ways.count > 0) && !world->reference ? &world->ways.items[vehicle] : NULL;
}

static inline bool ems_bit(const uint64_t *bits, int32_t i)
{
    return (bits[i >> 6] >> (i & 63) & 1) != 0;
}
static inline void ems_bit_put(uint64_t *bits, int32_t i, bool on)
{
    if (on)
        bits[i >> 6] |= (uint64_t)1 << (i & 63);
    else
        bits[i >> 6] &= ~((uint64_t)1 << (i & 63));
}

#endif
