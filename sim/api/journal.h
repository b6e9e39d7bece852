/* The inside of a journal, and what a playback does with it besides looking: filling it from a recording,
 * holding it still while the past is played again, and cutting it where the future is to be decided anew. */
#ifndef EMS_API_JOURNAL_H
#define EMS_API_JOURNAL_H

#include "api/long_list.h"
#include "ems120/journal.h"
#include "engine/packed.h"
#include "engine/recording.h"
#include "model/model.h"

enum ems_slot_state { EMS_SLOT_NONE, EMS_SLOT_RANG, EMS_SLOT_ENDED };

/* A call, by its serial less 1. While it is open only `rang`, `serial` and `trace` of it are known. */
struct ems_call_slot {
    struct ems_packed_call call; /* `reserved` is an ems_slot_state */
    uint32_t last_trip, late;
};

/* A trip, by its number less 1; `previous` by enum ems_trips_of. */
struct ems_trip_slot {
    struct ems_packed_trip trip;
    uint32_t previous[4];
};

struct ems_live_event {
    ems_time at;
    uint32_t call;
    ems_vehicle_id vehicle;
    ems_station_id station;
    ems_hospital_id hospital;
    ems_crew_id crew;
    uint8_t kind;
    int8_t outcome;
    uint16_t reserved;
};

/* A minute of the clock. `..._change` is the change of a level inside it, `..._part` what of its minute those
 * changes held, in milliseconds: levels and their sums follow by adding up. */
struct ems_minute {
    int32_t calls, requests, late;
    int32_t busy_change, staffed_change, busy_part_ms, staffed_part_ms;
};

/* How far what was told has been played: facts before it are not taken down again. */
struct ems_journal_cursor {
    int64_t events, trips;
};

struct ems_journal {
    const struct ems_model *model;
    struct ems_long_list calls, trips, events, duties;
    struct ems_minute *minutes;
    int64_t minute_count, minute_capacity;
    uint32_t *last_of[4]; /* last trip by vehicle, station, hospital */
    struct ems_journal_cursor cursor;
    bool muted;
    ems_time now, until; /* of the last event told; and taken down */
    enum ems_status status;
    /* a recorded run: its events stay in the file, and the block read last in memory */
    struct ems_recording *recording;
    int64_t *event_blocks, event_block_count, event_total;
    struct ems_event_fact *read;
    int64_t read_block;
};

enum ems_status ems_journal_create_for(const struct ems_model *model, const struct ems_journal_def *def,
                                       struct ems_journal **out);
/* Takes down all of a recorded replication. The recording must outlive the journal. EMS_BAD_INPUT: damaged.
 */
enum ems_status ems_journal_load(struct ems_journal *journal, struct ems_recording *recording,
                                 int64_t replication);
/* Forgets all that was told after the cursor, where the clock stood at `now`; `busy` crews are under orders.
 */
void ems_journal_cut(struct ems_journal *journal, ems_time now, const struct ems_sim *sim);

ems_time ems_model_deadline(const struct ems_model *model, int32_t priority, ems_area_id area);
bool ems_model_call_is_late(const struct ems_model *model, const struct ems_call_fact *call);

static inline const struct ems_call_slot *ems_journal_slot(const struct ems_journal *journal, uint64_t serial)
{
    return ems_long_list_at(&journal->calls, (int64_t)serial - 1);
}

/* When the call had its final state. */
static inline ems_time ems_slot_ended(const struct ems_call_slot *slot)
{
    return ems_unpack_after(slot->call.rang, slot->call.ended);
}

/* Sums of levels over [from, until), in crews x microseconds. */
struct ems_level_sums {
    double busy, staffed;
};
struct ems_level_sums ems_journal_levels(const struct ems_journal *journal, ems_time from, ems_time until);

#endif
