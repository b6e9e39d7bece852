/* The inside of a playback, shared by its files: playback.c (opening, what is known), playback_time.c (going
 * forward and back), explain.c (a second simulation that looks at a decision again). */
#ifndef EMS_API_PLAYBACK_H
#define EMS_API_PLAYBACK_H

#include "api/journal.h"
#include "ems120/playback.h"
#include "engine/sim.h"

/* A state in memory, taken between two events. */
struct ems_saved_state {
    int64_t event; /* played before it */
    ems_time now;
    struct ems_journal_cursor cursor;
    unsigned char *bytes;
    size_t size;
};

/* A decision of the caller's: the `number`-th decision of the run (ems_world_scalars.decisions). */
struct ems_answer {
    uint64_t number;
    int32_t answer;
};

/* How far something has come: events played, and decisions taken. */
struct ems_progress_mark {
    int64_t event;
    uint64_t decisions;
};

struct ems_playback {
    const struct ems_scenario *scenario;
    struct ems_scenario *own_scenario;
    struct ems_playback_def def;
    struct ems_recording *recording;
    int64_t first_snapshot, past_snapshot; /* of the recording, those of this replication */
    struct ems_sim *sim;
    int64_t base; /* events played before the simulation's own count began */
    struct ems_journal *journal;
    struct ems_observer observer;
    struct ems_progress_mark known; /* the farthest that was ever played */
    bool known_finished;
    ems_time clock;
    struct ems_saved_state *states;
    int32_t state_count, state_capacity;
    size_t state_bytes;
    int64_t state_every; /* events */
    struct ems_answer *answers;
    int32_t answer_count, answer_capacity;
    enum ems_status status;
};

/* The simulation and what goes with it while it is moved: the one shown, or a probe that leaves the journal
 * alone. */
struct ems_mover {
    struct ems_playback *playback;
    struct ems_sim *sim;
    int64_t base;
    bool probe;
};

int64_t ems_mover_event(const struct ems_mover *mover);
/* Brings it to the last saved or recorded state at or before an event, or (event -1) before the moment `at`;
 * nothing happens when it stands there already or later. `back`: even when it is later. */
enum ems_status ems_mover_restore(struct ems_mover *mover, int64_t event, ems_time at);
/* Plays until the moment, at most `events`, giving remembered answers. */
enum ems_step ems_mover_play(struct ems_mover *mover, ems_time until, int64_t events);

enum ems_status ems_playback_save_state(struct ems_playback *playback);

#endif
