/* A recorded run, run.ems: every event of the recorded replications in order, every ended trip and call, and
 * snapshots of the world at the start, every simulated day and every few thousand events, with an index, so
 * that any moment can be shown by restoring the snapshot before it and stepping on.
 *
 * The file, x86-64 byte order: a header, then blocks (events, trips, calls, a snapshot), then the index, then
 * a trailer that says where the index is. A file that was cut short has no trailer and is refused; damage to
 * a block is found by its checksum. */
#ifndef EMS_ENGINE_RECORDING_H
#define EMS_ENGINE_RECORDING_H

#include "base/status.h"
#include "engine/sim.h"

struct ems_recorder;

/* Begins a file. EMS_IO leaves errno. */
enum ems_status ems_recorder_create(const char *path, const struct ems_model *model,
                                    struct ems_recorder **out);
/* To be given to the simulations that are recorded. */
struct ems_observer ems_recorder_observer(struct ems_recorder *recorder);
/* A replication begins: takes the first snapshot. */
enum ems_status ems_recorder_begin(struct ems_recorder *recorder, const struct ems_sim *sim);
/* To be called now and then, at least every simulated hour or so: takes a snapshot when one is due. */
enum ems_status ems_recorder_advance(struct ems_recorder *recorder, const struct ems_sim *sim);
/* Moves all that `part`, a recorder on a file of its own, took down to the end of `recorder`, as if it had
 * been recorded there, and empties it. */
enum ems_status ems_recorder_join(struct ems_recorder *recorder, struct ems_recorder *part);
/* Writes index and trailer, closes the file and frees the recorder, whatever happens. With `keep` false the
 * file is only closed. Reports the first write that failed. */
enum ems_status ems_recorder_close(struct ems_recorder *recorder, bool keep);

struct ems_recording;

struct ems_recorded_snapshot {
    int64_t replication;
    ems_time at;
    int64_t events; /* played before it */
};

/* What may be wrong with a file. */
enum ems_recording_fault {
    EMS_RECORDING_NONE,
    EMS_RECORDING_KIND,  /* not a recorded run */
    EMS_RECORDING_OTHER, /* recorded by another version */
    EMS_RECORDING_SHORT, /* cut short: the run did not end */
    EMS_RECORDING_INDEX, /* damaged index */
    EMS_RECORDING_FAULT_COUNT
};

/* Opens and checks header, trailer and index. EMS_BAD_INPUT: *fault (may be NULL) then says what is wrong. */
enum ems_status ems_recording_open(const char *path, struct ems_recording **out,
                                   enum ems_recording_fault *fault);
const char *ems_recording_scenario_hash(const struct ems_recording *recording);
int64_t ems_recording_snapshot_count(const struct ems_recording *recording);
struct ems_recorded_snapshot ems_recording_snapshot(const struct ems_recording *recording, int64_t number);
/* Blocks in the order of the file. */
struct ems_recorded_block {
    int32_t kind; /* enum ems_block_kind of recording_format.h */
    int64_t replication;
    ems_time at;           /* of the snapshot, or of the first event */
    int64_t number, count; /* the first item's, from 0; items */
};
int64_t ems_recording_block_count(const struct ems_recording *recording);
struct ems_recorded_block ems_recording_block(const struct ems_recording *recording, int64_t block);
/* The items of a block of events, calls or trips; free with free(). NULL: damaged, or memory is out. */
void *ems_recording_read(struct ems_recording *recording, int64_t block);
/* Restores snapshot `number` into a simulation of the same scenario; tallies begin at zero. */
enum ems_status ems_recording_restore(struct ems_recording *recording, int64_t number, struct ems_sim *sim);
/* Reads events in order from the beginning of snapshot `number`; false at the end of its replication. */
enum ems_status ems_recording_events_from(struct ems_recording *recording, int64_t number);
bool ems_recording_next(struct ems_recording *recording, struct ems_event_fact *fact);
/* EMS_OK, or what ended the reading of events early. */
enum ems_status ems_recording_status(const struct ems_recording *recording);
void ems_recording_free(struct ems_recording *recording);

#endif
