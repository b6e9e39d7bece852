/* Opening a playback, and what is known at the moment that it shows. */
#include "api/playback.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "api/messages.h"
#include "scenario/load.h"

enum { FIRST_STATES_EVERY = 2048, STATE_MEGABYTES = 160 };

struct ems_playback_def ems_playback_def_default(void)
{
    return (struct ems_playback_def){.replication = 1,
                                     .journal = ems_journal_def_default(),
                                     .state_bytes = (size_t)STATE_MEGABYTES * 1024 * 1024};
}

void ems_playback_free(struct ems_playback *playback)
{
    struct ems_playback *p = playback;
    if (p == NULL) return;
    ems_sim_free(p->sim);
    ems_journal_free(p->journal);
    ems_recording_free(p->recording);
    ems_scenario_free(p->own_scenario);
    for (int32_t i = 0; i < p->state_count; i++) free(p->states[i].bytes);
    free(p->states);
    free(p->answers);
    free(p);
}

/* ---- live ---- */

static enum ems_status create_sim(struct ems_playback *p, bool listen)
{
    struct ems_sim_options options = {.observers = &p->observer, .observer_count = listen ? 1 : 0};
    p->observer = ems_journal_observer(p->journal);
    return ems_sim_create(ems_scenario_model(p->scenario), p->def.replication, &options, &p->sim);
}

static struct ems_playback *create(const struct ems_playback_def *def)
{
    struct ems_playback *p = calloc(1, sizeof *p);
    if (p == NULL) return NULL;
    p->def = *def;
    p->state_every = FIRST_STATES_EVERY;
    return p;
}

static bool is_usable(const struct ems_playback_def *def)
{
    return def->replication >= 1 && def->journal.calls >= 1 && def->journal.trips >= 1 &&
           def->journal.events >= 0;
}

enum ems_status ems_playback_open(const struct ems_scenario *scenario, const struct ems_playback_def *def,
                                  struct ems_playback **out)
{
    *out = NULL;
    if (!is_usable(def)) return EMS_BAD_USAGE;
    struct ems_playback *p = create(def);
    if (p == NULL) return EMS_NO_MEMORY;
    p->scenario = scenario;
    enum ems_status status = ems_journal_create_for(ems_scenario_model(scenario), &def->journal, &p->journal);
    if (status == EMS_OK) status = create_sim(p, true);
    if (status == EMS_OK) status = ems_playback_save_state(p);
    if (status != EMS_OK) {
        ems_playback_free(p);
        return status;
    }
    *out = p;
    return EMS_OK;
}

/* ---- recorded ---- */

/* A run that is being opened. */
struct opening {
    struct ems_playback *playback;
    const char *file; /* run.ems */
    struct ems_diags *diags;
};

static enum ems_status refuse(const struct opening *o, enum ems_text message, enum ems_text hint,
                              const char *const *args)
{
    struct ems_diag *diag =
        ems_diag_error(o->diags, (struct ems_place_in_file){.file = o->file}, "", message, args);
    if (hint != EMS_T_NONE) ems_diag_hint(o->diags, diag, hint, NULL);
    return EMS_BAD_INPUT;
}

static enum ems_status refuse_file(const struct opening *o, enum ems_status status,
                                   enum ems_recording_fault fault)
{
    static const enum ems_text texts[EMS_RECORDING_FAULT_COUNT] = {[EMS_RECORDING_KIND] = EMS_T_RUN_KIND,
                                                                   [EMS_RECORDING_OTHER] = EMS_T_RUN_OTHER,
                                                                   [EMS_RECORDING_SHORT] = EMS_T_RUN_SHORT,
                                                                   [EMS_RECORDING_INDEX] = EMS_T_RUN_DAMAGED};
    if (status == EMS_IO)
        return refuse(o, EMS_T_RUN_NOT_THERE, EMS_T_RUN_NOT_THERE_HINT, EMS_ARGS(strerror(errno)));
    if (status != EMS_BAD_INPUT) return status;
    return refuse(o, texts[fault], EMS_T_RUN_AGAIN_HINT, NULL);
}

/* Snapshots of a replication stand one after another. */
static bool find_replication(struct ems_playback *p, int64_t replication)
{
    int64_t count = ems_recording_snapshot_count(p->recording), i = 0;
    while (i < count && ems_recording_snapshot(p->recording, i).replication != replication) i++;
    p->first_snapshot = i;
    while (i < count && ems_recording_snapshot(p->recording, i).replication == replication) i++;
    p->past_snapshot = i;
    return p->past_snapshot > p->first_snapshot;
}

static enum ems_status choose_replication(const struct opening *o)
{
    struct ems_playback *p = o->playback;
    if (find_replication(p, p->def.replication)) return EMS_OK;
    char asked[32], recorded[160] = "";
    int64_t numbers[16];
    int32_t count = ems_playback_replications(p, numbers, 16);
    snprintf(asked, sizeof asked, "%lld", (long long)p->def.replication);
    for (int32_t i = 0; i < count && i < 16; i++) {
        size_t used = strlen(recorded);
        snprintf(recorded + used, sizeof recorded - used, "%s%lld", i > 0 ? ", " : "", (long long)numbers[i]);
    }
    return refuse(o, EMS_T_RUN_NO_REPLICATION, EMS_T_RUN_NO_REPLICATION_HINT, EMS_ARGS(asked, recorded));
}

static bool is_same_scenario(const struct ems_playback *p)
{
    const char *ours = ems_scenario_model(p->scenario)->origin.scenario_hash;
    const char *theirs = ems_recording_scenario_hash(p->recording);
    return ours != NULL && strncmp(ours, theirs, strlen(theirs)) == 0 && theirs[0] != '\0';
}

static enum ems_status load_run(const struct opening *o)
{
    struct ems_playback *p = o->playback;
    enum ems_status status = choose_replication(o);
    if (status != EMS_OK) return status;
    status = ems_journal_create_for(ems_scenario_model(p->scenario), &p->def.journal, &p->journal);
    if (status == EMS_OK) status = create_sim(p, false);
    if (status != EMS_OK) return status;
    status = ems_journal_load(p->journal, p->recording, p->def.replication);
    if (status == EMS_BAD_INPUT) return refuse(o, EMS_T_RUN_DAMAGED, EMS_T_RUN_AGAIN_HINT, NULL);
    if (status != EMS_OK) return status;
    status = ems_recording_restore(p->recording, p->first_snapshot, p->sim);
    if (status == EMS_BAD_INPUT) return refuse(o, EMS_T_RUN_STATE, EMS_T_RUN_AGAIN_HINT, NULL);
    p->known_finished = true;
    return status == EMS_OK ? ems_playback_save_state(p) : status;
}

static enum ems_status open_run(const struct opening *o, const char *folder)
{
    struct ems_playback *p = o->playback;
    enum ems_recording_fault fault = EMS_RECORDING_NONE;
    enum ems_status status = ems_recording_open(o->file, &p->recording, &fault);
    if (status != EMS_OK) return refuse_file(o, status, fault);
    p->scenario = p->def.scenario;
    if (p->scenario == NULL) {
        status = ems_scenario_load(folder, NULL, o->diags, &p->own_scenario);
        p->scenario = p->own_scenario;
    }
    if (status != EMS_OK) return status;
    if (!is_same_scenario(p)) return refuse(o, EMS_T_RUN_SCENARIO, EMS_T_RUN_AGAIN_HINT, NULL);
    return load_run(o);
}

enum ems_status ems_playback_open_run(const char *folder, const struct ems_playback_def *def,
                                      struct ems_messages *messages, struct ems_playback **out)
{
    struct ems_diags unheard = {0};
    struct ems_diags *diags = messages != NULL ? &messages->diags : &unheard;
    char *file = NULL;
    *out = NULL;
    if (folder == NULL || !is_usable(def)) return EMS_BAD_USAGE;
    struct ems_playback *p = create(def);
    if (p == NULL || asprintf(&file, "%s/run.ems", folder) < 0) {
        free(p);
        return EMS_NO_MEMORY;
    }
    struct opening opening = {p, file, diags};
    enum ems_status status = open_run(&opening, folder);
    free(file);
    ems_diags_free(&unheard);
    if (status != EMS_OK) {
        ems_playback_free(p);
        return status;
    }
    *out = p;
    return EMS_OK;
}

bool ems_path_is_run(const char *path)
{
    struct stat about;
    char *file = NULL;
    if (asprintf(&file, "%s/run.ems", path) < 0) return false;
    bool there = stat(file, &about) == 0 && S_ISREG(about.st_mode);
    free(file);
    return there;
}

/* ---- what it is ---- */

int32_t ems_playback_replications(const struct ems_playback *playback, int64_t *out, int32_t room)
{
    const struct ems_playback *p = playback;
    int64_t last = 0;
    int32_t count = 0;
    if (p->recording == NULL) {
        if (room > 0) out[0] = p->def.replication;
        return 1;
    }
    for (int64_t i = 0; i < ems_recording_snapshot_count(p->recording); i++) {
        int64_t replication = ems_recording_snapshot(p->recording, i).replication;
        if (replication == last) continue;
        if (count < room) out[count] = replication;
        count++;
        last = replication;
    }
    return count;
}

struct ems_playback_info ems_playback_info(const struct ems_playback *playback)
{
    const struct ems_playback *p = playback;
    const struct ems_model *model = ems_scenario_model(p->scenario);
    return (struct ems_playback_info){
        .recorded = p->recording != NULL,
        .replication = p->def.replication,
        .replications = ems_playback_replications(p, NULL, 0),
        .run_seed = (int64_t)model->seed,
        .begin = 0,
        .end = ems_model_window_end(model),
        .known_until = p->journal->until,
        .finished = p->known_finished,
        .event = p->base + ems_sim_work(p->sim)[EMS_WORK_EVENTS],
        .states = p->state_count,
        .state_bytes = p->state_bytes,
    };
}

const struct ems_scenario *ems_playback_scenario(const struct ems_playback *playback)
{
    return playback->scenario;
}

const struct ems_sim *ems_playback_sim(const struct ems_playback *playback)
{
    return playback->sim;
}

const struct ems_journal *ems_playback_journal(const struct ems_playback *playback)
{
    return playback->journal;
}

enum ems_status ems_playback_status(const struct ems_playback *playback)
{
    return playback->status;
}

/* ---- what is known ---- */

static bool find_open(const struct ems_sim *sim, uint64_t serial, struct ems_call_fact *out)
{
    for (int32_t i = 0; i < ems_sim_call_limit(sim); i++)
        if (ems_sim_world(sim)->calls.items[i].serial == serial && ems_sim_open_call(sim, i, out))
            return true;
    return false;
}

bool ems_playback_call(const struct ems_playback *playback, uint64_t serial, struct ems_call_fact *out,
                       bool *open)
{
    const struct ems_world *w = ems_sim_world(playback->sim);
    bool is_open = false;
    if (serial == 0 || serial > w->s.calls_rung) return false;
    is_open = find_open(playback->sim, serial, out);
    if (open != NULL) *open = is_open;
    return is_open || ems_journal_call(playback->journal, serial, out, NULL);
}

enum ems_status ems_playback_figures(const struct ems_playback *playback,
                                     const struct ems_call_filter *filter, struct ems_figures *out)
{
    return ems_figures_compute(playback->journal, playback->sim, filter, out);
}
