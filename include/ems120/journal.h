/* What has happened in one replication, kept packed in memory: calls, trips (orders), events, and levels by
 * the minute. A journal is filled as an observer of a simulation, or read from a recorded run; a playback
 * (ems120/playback.h) keeps one for you. Looking things up never changes it; filling it and looking at the
 * same time needs a lock of the caller's.
 *
 * A call takes 112 bytes, a trip 96, an event 32, a minute 28: a year of a city with 800,000 calls about 450
 * MB, events included (a recorded run's events stay in its file). Beyond the limits of the definition the
 * oldest are forgotten.
 *
 * Calls are named by their serial number (from 1 in order of ringing), trips by their number (from 1 in order
 * of ending). A journal may know more than has happened at the moment that is shown: `ended` of what it
 * tells says when that was known, so compare it with the clock. */
#ifndef EMS120_JOURNAL_H
#define EMS120_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ems120/facts.h"
#include "ems120/ids.h"
#include "ems120/status.h"
#include "ems120/time.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_scenario;
struct ems_journal;

struct ems_journal_def {
    int64_t calls, trips, events; /* most that are kept; 0 of events: none */
};

/* 4 million calls, 4 million trips, 12 million events: as much as they need, at most about 1.2 GB. */
struct ems_journal_def ems_journal_def_default(void);

/* The scenario must outlive it. *out is NULL unless EMS_OK. */
enum ems_status ems_journal_create(const struct ems_scenario *scenario, const struct ems_journal_def *def,
                                   struct ems_journal **out);
/* For ems_sim_def.observers of a simulation that only goes forward. */
struct ems_observer ems_journal_observer(struct ems_journal *journal);
/* EMS_OK, or EMS_NO_MEMORY: nothing was taken down since. */
enum ems_status ems_journal_status(const struct ems_journal *journal);
void ems_journal_free(struct ems_journal *journal); /* NULL is fine */

/* What it has. */
struct ems_journal_info {
    uint64_t first_call, last_call; /* serials that it may know; first > last: none */
    int64_t first_trip, last_trip;  /* likewise */
    int64_t events;
    ems_time from, until; /* of what it knows: nothing later than `until` has been told */
    size_t bytes;         /* of memory */
};
struct ems_journal_info ems_journal_info(const struct ems_journal *journal);

/* ---- calls ---- */

/* A call that has its final state. `*ended` (may be NULL) is when it got it. Times are exact to the
 * millisecond, places to a decimetre or so. False: open still, forgotten, or never rung. O(1). */
bool ems_journal_call(const struct ems_journal *journal, uint64_t serial, struct ems_call_fact *out,
                      ems_time *ended);
/* The first call that rang at `at` or later, whether it is known yet or not; last_call + 1 when there is
 * none. O(log). */
uint64_t ems_journal_call_from(const struct ems_journal *journal, ems_time at);
/* The response time above which a call of this priority and area is late: `within` of the first target of
 * the scenario that is about it; without one, of the first target at all, else 10 minutes. */
ems_time ems_scenario_deadline(const struct ems_scenario *scenario, int32_t priority, ems_area_id area);
/* A request that was reached later than its deadline, or that nobody could be sent to (unserved,
 * unreachable). */
bool ems_call_is_late(const struct ems_scenario *scenario, const struct ems_call_fact *call);
/* The serial of the next late call that rang after `serial` (before it with `backward`); 0 when none is
 * known. Begin with ems_journal_call_from(journal, now) - 1. */
uint64_t ems_journal_next_late(const struct ems_journal *journal, uint64_t serial, bool backward);

/* ---- trips ---- */

/* `*ended` (may be NULL): when the order ended. False: no such trip, or forgotten. O(1). */
bool ems_journal_trip(const struct ems_journal *journal, int64_t number, struct ems_trip_fact *out,
                      ems_time *ended);

/* Trips of one thing, from the latest to the earliest:
 *     for (int64_t n = ems_journal_last_trip(j, EMS_TRIPS_OF_VEHICLE, v); n != 0;
 *          n = ems_journal_previous_trip(j, EMS_TRIPS_OF_VEHICLE, n)) */
enum ems_trips_of { EMS_TRIPS_OF_CALL, EMS_TRIPS_OF_VEHICLE, EMS_TRIPS_OF_STATION, EMS_TRIPS_OF_HOSPITAL };
/* `id`: the serial of a call, or the number of a vehicle, station or hospital. 0: none. O(1). */
int64_t ems_journal_last_trip(const struct ems_journal *journal, enum ems_trips_of of, uint64_t id);
int64_t ems_journal_previous_trip(const struct ems_journal *journal, enum ems_trips_of of, int64_t number);

/* ---- events ---- */

/* Events are numbered in order; those with numbers [first, past) are kept. */
int64_t ems_journal_event_first(const struct ems_journal *journal);
int64_t ems_journal_event_past(const struct ems_journal *journal);
/* The first event at `at` or later; ..._past when there is none. O(log). */
int64_t ems_journal_event_from(const struct ems_journal *journal, ems_time at);
/* False when it is not kept, or (recorded runs) could not be read. */
bool ems_journal_event(const struct ems_journal *journal, int64_t number, struct ems_event_fact *out);

/* What events are wanted; EMS_NONE or 0: any. */
struct ems_event_filter {
    uint64_t call;
    ems_vehicle_id vehicle;
    ems_station_id station;
    ems_hospital_id hospital;
    uint32_t kinds; /* bits of enum ems_event */
};
struct ems_event_filter ems_event_filter_default(void); /* any event */
/* The first matching event at or after `number` (at or before it with `backward`); -1 when there is none, or
 * none among the next 200,000, which `*looked` (may be NULL) then is the last of: go on from there. */
int64_t ems_journal_event_find(const struct ems_journal *journal, const struct ems_event_filter *filter,
                               int64_t number, bool backward, int64_t *looked);

/* ---- by time ---- */

/* One stretch of time. */
struct ems_density {
    int32_t calls, requests, late; /* that rang in it, as far as known */
    double busy, staffed;          /* crews with an order, and crews on duty, mean over time */
};
/* `count` equal stretches of [from, until), in whole minutes: a call belongs to the stretch in which its
 * minute begins. O(minutes until `until`): about a millisecond for a year. */
void ems_journal_density(const struct ems_journal *journal, ems_time from, ems_time until, int32_t count,
                         struct ems_density *out);

#ifdef __cplusplus
}
#endif
#endif
