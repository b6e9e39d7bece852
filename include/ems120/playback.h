/* One replication that can be played forward and back: a live simulation that remembers its past, or a
 * recorded run. Both are used alike: the simulation at the moment shown is read through ems120/sim.h, the
 * past through the journal. A playback is used by one thread at a time.
 *
 *     struct ems_playback_def def = ems_playback_def_default();
 *     status = ems_playback_open(scenario, &def, &playback);              a live one
 *     status = ems_playback_open_run("out/run1", &def, messages, &playback);   a recorded one
 *     ems_playback_seek(playback, 8 * EMS_HOUR);
 *     const struct ems_sim *sim = ems_playback_sim(playback);
 *     ems_playback_free(playback);
 *
 * Going back restores the state saved before the moment and plays on from there. States are saved on the way,
 * at first every few thousand events; when their memory is used up, every second one is dropped, and they are
 * saved half as often from then on. A recorded run has its own besides. The clock may stand between events.
 */
#ifndef EMS120_PLAYBACK_H
#define EMS120_PLAYBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ems120/facts.h"
#include "ems120/figures.h"
#include "ems120/journal.h"
#include "ems120/messages.h"
#include "ems120/scenario.h"
#include "ems120/sim.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_playback;

struct ems_playback_def {
    int64_t replication; /* from 1; of a recorded run one that was recorded */
    struct ems_journal_def journal;
    size_t state_bytes; /* memory for saved states */
    /* Of ems_playback_open_run: the run's scenario, which the caller has opened from its folder and lends.
     * NULL: it is opened once more. */
    const struct ems_scenario *scenario;
    /* Asked about a thousand times a second while a long way is played; true stops there. May be NULL. */
    void *self;
    bool (*interrupted)(void *self);
};
/* The first replication, a journal's defaults, 160 MB for states, not to be interrupted. */
struct ems_playback_def ems_playback_def_default(void);

/* Live. The scenario is borrowed. *out is NULL unless EMS_OK. */
enum ems_status ems_playback_open(const struct ems_scenario *scenario, const struct ems_playback_def *def,
                                  struct ems_playback **out);
/* `folder` was written by `run --out`; it is only read. EMS_BAD_INPUT: the messages say what is wrong (no
 * run, of another version, cut short, damaged, without this replication). `messages` may be NULL. */
enum ems_status ems_playback_open_run(const char *folder, const struct ems_playback_def *def,
                                      struct ems_messages *messages, struct ems_playback **out);
/* True when the path is a folder with a run.ems in it. */
bool ems_path_is_run(const char *path);
void ems_playback_free(struct ems_playback *playback); /* NULL is fine */

/* ---- what it is ---- */

struct ems_playback_info {
    bool recorded;
    int64_t replication;
    int64_t replications; /* recorded in the run; 1 for a live one */
    int64_t run_seed;     /* the scenario's seed */
    ems_time begin, end;  /* of the clock: 0, and warm-up + duration; EMS_NEVER for a trace without one */
    ems_time known_until; /* how far the journal goes: all of a recorded run, else where it has been */
    bool finished;        /* `end` is reached and everything has its end: known_until is the last moment */
    int64_t event;        /* played until the moment shown */
    int64_t states;       /* saved in memory */
    size_t state_bytes;
};
struct ems_playback_info ems_playback_info(const struct ems_playback *playback);
/* Numbers of the replications of a recorded run, ascending; returns how many there are. */
int32_t ems_playback_replications(const struct ems_playback *playback, int64_t *out, int32_t room);
/* Valid until freed; the playback's own for a recorded run. */
const struct ems_scenario *ems_playback_scenario(const struct ems_playback *playback);
/* The state at the moment shown. It changes with every function below. */
const struct ems_sim *ems_playback_sim(const struct ems_playback *playback);
const struct ems_journal *ems_playback_journal(const struct ems_playback *playback);

/* ---- time ---- */

/* The moment shown: at or after the last event played, before the next one. */
ems_time ems_playback_now(const struct ems_playback *playback);
/* Goes to any moment, back or forward, all events at it included. Stops earlier (clock there) at a question
 * that nobody has answered (EMS_NEEDS_DECISION), at the end (EMS_FINISHED), or when interrupted (EMS_STEPPED,
 * ems_playback_now tells). EMS_FAILED: see ems_playback_status. */
enum ems_step ems_playback_seek(struct ems_playback *playback, ems_time at);
/* Plays one event. */
enum ems_step ems_playback_step(struct ems_playback *playback);
/* Takes the last event back; EMS_FINISHED when at the beginning. */
enum ems_step ems_playback_step_back(struct ems_playback *playback);
/* Why something failed: EMS_NO_MEMORY, EMS_BROKEN, or EMS_BAD_INPUT (a recorded run is damaged there). */
enum ems_status ems_playback_status(const struct ems_playback *playback);

/* ---- what is known at the moment shown ---- */

/* An ended call from the journal, or one that is open from the simulation, with what has happened to it so
 * far. False: it has not rung by now, or is forgotten. `*open` may be NULL. */
bool ems_playback_call(const struct ems_playback *playback, uint64_t serial, struct ems_call_fact *out,
                       bool *open);
/* ems_figures_compute of the moment shown; filter->until is cut to it. */
enum ems_status ems_playback_figures(const struct ems_playback *playback,
                                     const struct ems_call_filter *filter, struct ems_figures *out);

/* ---- decisions of the policy `human` ---- */

/* Answers the question at hand (ems_sim_question). Answers are remembered: going back and forward again gives
 * them by itself. EMS_BAD_USAGE: nothing is asked, or the answer is not permitted; the question stands then.
 */
enum ems_status ems_playback_decide(struct ems_playback *playback, int32_t answer);
/* Forgets everything after the moment shown, answers too, so that what comes may be decided anew.
 * EMS_BAD_USAGE: a recorded run. */
enum ems_status ems_playback_forget_later(struct ems_playback *playback);

#ifdef __cplusplus
}
#endif
#endif
