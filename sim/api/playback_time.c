/* Going forward and back. All playing goes through ems_mover_play: it stops where a state is to be saved,
 * gives the answers that were given before, and lets the journal listen only to what is new. */
#include <stdlib.h>
#include <string.h>

#include "api/playback.h"
#include "engine/snapshot.h"

enum { BITE = 1000 }; /* events between two looks at the clock on the wall */

int64_t ems_mover_event(const struct ems_mover *mover)
{
    return mover->base + ems_sim_work(mover->sim)[EMS_WORK_EVENTS];
}

static struct ems_progress_mark position(const struct ems_mover *m)
{
    return (struct ems_progress_mark){ems_mover_event(m), ems_sim_world(m->sim)->s.decisions};
}

static bool is_before(struct ems_progress_mark a, struct ems_progress_mark b)
{
    return a.event < b.event || (a.event == b.event && a.decisions < b.decisions);
}

/* ---- saved states ---- */

static void drop_state(struct ems_playback *p, int32_t i)
{
    p->state_bytes -= p->states[i].size;
    free(p->states[i].bytes);
    p->state_count--;
    memmove(&p->states[i], &p->states[i + 1], (size_t)(p->state_count - i) * sizeof *p->states);
}

/* Half as many states; the first one stays. */
static void thin_states(struct ems_playback *p)
{
    p->state_every *= 2;
    for (int32_t i = p->state_count - 1; i > 0; i--)
        if (p->states[i].event % p->state_every != 0) drop_state(p, i);
}

/* The last state of which the test holds; states are in order of events and of time. -1: none. */
static int32_t last_state(const struct ems_playback *p, int64_t event, ems_time at)
{
    int32_t low = -1, high = p->state_count - 1;
    while (low < high) {
        int32_t middle = low + (high - low + 1) / 2;
        bool fits = event >= 0 ? p->states[middle].event <= event : p->states[middle].now <= at;
        if (fits)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static int64_t last_snapshot(const struct ems_playback *p, int64_t event, ems_time at)
{
    int64_t low = p->first_snapshot - 1, high = p->past_snapshot - 1;
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        struct ems_recorded_snapshot s = ems_recording_snapshot(p->recording, middle);
        if (event >= 0 ? s.events <= event : s.at <= at)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static bool reserve_state(struct ems_playback *p)
{
    if (p->state_count < p->state_capacity) return true;
    int32_t capacity = p->state_capacity == 0 ? 64 : 2 * p->state_capacity;
    struct ems_saved_state *states = realloc(p->states, (size_t)capacity * sizeof *states);
    if (states == NULL) return false;
    p->states = states;
    p->state_capacity = capacity;
    return true;
}

enum ems_status ems_playback_save_state(struct ems_playback *playback)
{
    struct ems_playback *p = playback;
    struct ems_mover m = {p, p->sim, p->base, false};
    struct ems_saved_state state = {
        .event = ems_mover_event(&m), .now = ems_sim_now(p->sim), .cursor = p->journal->cursor};
    int32_t before = last_state(p, state.event, 0);
    if (before >= 0 && p->states[before].event == state.event) return EMS_OK;
    if (!reserve_state(p)) return EMS_NO_MEMORY;
    enum ems_status status = ems_sim_snapshot_write(p->sim, false, &state.bytes, &state.size);
    if (status != EMS_OK) return status;
    memmove(&p->states[before + 2], &p->states[before + 1],
            (size_t)(p->state_count - before - 1) * sizeof *p->states);
    p->states[before + 1] = state;
    p->state_count++;
    p->state_bytes += state.size;
    while (p->state_bytes > p->def.state_bytes && p->state_count > 16) thin_states(p);
    return EMS_OK;
}

/* ---- restoring ---- */

static enum ems_status take_state(struct ems_mover *m, int32_t i)
{
    const struct ems_saved_state *state = &m->playback->states[i];
    enum ems_status status = ems_sim_restore(m->sim, state->bytes, state->size);
    m->base = state->event;
    if (!m->probe) m->playback->journal->cursor = state->cursor;
    return status;
}

static enum ems_status take_snapshot(struct ems_mover *m, int64_t number)
{
    struct ems_recorded_snapshot snapshot = ems_recording_snapshot(m->playback->recording, number);
    m->base = snapshot.events;
    return ems_recording_restore(m->playback->recording, number, m->sim);
}

enum ems_status ems_mover_restore(struct ems_mover *mover, int64_t event, ems_time at)
{
    struct ems_playback *p = mover->playback;
    int32_t state = last_state(p, event, at);
    int64_t snapshot = p->recording != NULL ? last_snapshot(p, event, at) : p->first_snapshot - 1;
    int64_t state_event = state >= 0 ? p->states[state].event : -1;
    int64_t snapshot_event = snapshot >= p->first_snapshot && p->recording != NULL
                                 ? ems_recording_snapshot(p->recording, snapshot).events
                                 : -1;
    int64_t best = state_event > snapshot_event ? state_event : snapshot_event;
    int64_t here = ems_mover_event(mover);
    bool passed = event >= 0 ? here > event : ems_sim_now(mover->sim) > at;
    if (ems_sim_status(mover->sim) != EMS_OK) passed = true;
    if (best < 0 || (!passed && here >= best)) return passed ? EMS_BAD_USAGE : EMS_OK;
    return snapshot_event > state_event ? take_snapshot(mover, snapshot) : take_state(mover, state);
}

/* ---- playing ---- */

/* Gives the answer that was given before; false when nobody has. */
static bool answer_again(struct ems_mover *m)
{
    const struct ems_playback *p = m->playback;
    uint64_t number = ems_sim_world(m->sim)->s.decisions;
    int32_t low = 0, high = p->answer_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (p->answers[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->answer_count && p->answers[low].number == number &&
           ems_sim_decide(m->sim, p->answers[low].answer) == EMS_OK;
}

/* How many events may be played at once: to the next state to be saved, to the end of what is known, a bite.
 */
static int64_t bite(const struct ems_mover *m, int64_t left)
{
    const struct ems_playback *p = m->playback;
    int64_t here = ems_mover_event(m), most = left < BITE ? left : BITE;
    if (m->probe) return most;
    int64_t to_save = p->state_every - here % p->state_every;
    if (to_save < most) most = to_save;
    if (here < p->known.event && p->known.event - here < most) most = p->known.event - here;
    return most;
}

static void listen(const struct ems_mover *m)
{
    if (!m->probe && m->playback->recording == NULL)
        m->playback->journal->muted =
            m->playback->known_finished || is_before(position(m), m->playback->known);
}

static void note_progress(const struct ems_mover *m, enum ems_step step)
{
    struct ems_playback *p = m->playback;
    if (m->probe) return;
    struct ems_progress_mark here = position(m);
    if (is_before(p->known, here)) p->known = here;
    if (step == EMS_FINISHED) p->known_finished = true;
}

static enum ems_step save_if_due(struct ems_mover *m, enum ems_step step)
{
    struct ems_playback *p = m->playback;
    if (m->probe || step != EMS_STEPPED || ems_mover_event(m) % p->state_every != 0 ||
        ems_sim_world(m->sim)->agenda.count > 0)
        return step;
    p->base = m->base;
    p->status = ems_playback_save_state(p);
    return p->status == EMS_OK ? step : EMS_FAILED;
}

static bool interrupted(const struct ems_mover *m)
{
    const struct ems_playback_def *def = &m->playback->def;
    return def->interrupted != NULL && def->interrupted(def->self);
}

/* Decisions of the last event that are still to be taken, and no event after them: because enough were
 * played, or because what was known ends among them. */
static bool decisions_only(const struct ems_mover *m, int64_t end)
{
    struct ems_progress_mark here = position(m);
    const struct ems_progress_mark *known = &m->playback->known;
    if (ems_sim_world(m->sim)->agenda.count == 0) return false;
    return here.event >= end ||
           (!m->probe && here.event == known->event && here.decisions < known->decisions);
}

enum ems_step ems_mover_play(struct ems_mover *mover, ems_time until, int64_t events)
{
    enum ems_step step = EMS_STEPPED;
    int64_t end = events > INT64_MAX / 2 ? INT64_MAX : ems_mover_event(mover) + events;
    while (step == EMS_STEPPED) {
        int64_t here = ems_mover_event(mover);
        bool decisions = decisions_only(mover, end);
        if (here >= end && !decisions) break;
        int64_t most = decisions ? 1 : bite(mover, end - here);
        listen(mover);
        step = ems_sim_play(mover->sim, decisions ? -1 : until, most);
        if (step == EMS_NEEDS_DECISION && answer_again(mover)) step = EMS_STEPPED;
        note_progress(mover, step);
        step = save_if_due(mover, step);
        bool none_left = !decisions && step == EMS_STEPPED && ems_mover_event(mover) - here < most &&
                         ems_sim_world(mover->sim)->agenda.count == 0;
        if (none_left || interrupted(mover)) break;
    }
    return step;
}

static enum ems_step fail(struct ems_playback *p, enum ems_status status)
{
    p->status = status;
    return EMS_FAILED;
}

/* Moves the simulation shown: back or ahead by a state if that is shorter, then by playing. */
static enum ems_step move(struct ems_playback *p, int64_t event, ems_time at)
{
    struct ems_mover m = {p, p->sim, p->base, false};
    if (p->status == EMS_NO_MEMORY || p->status == EMS_BROKEN) return EMS_FAILED;
    p->status = ems_mover_restore(&m, event, at);
    p->base = m.base;
    if (p->status != EMS_OK) return EMS_FAILED;
    enum ems_step step = event >= 0 ? ems_mover_play(&m, EMS_NEVER - 1, event - ems_mover_event(&m))
                                    : ems_mover_play(&m, at, INT64_MAX);
    p->base = m.base;
    if (p->journal->status != EMS_OK) return fail(p, p->journal->status);
    if (step == EMS_FAILED && p->status == EMS_OK) p->status = ems_sim_status(p->sim);
    return step;
}

/* ---- the public side ---- */

ems_time ems_playback_now(const struct ems_playback *playback)
{
    return playback->clock;
}

enum ems_step ems_playback_seek(struct ems_playback *playback, ems_time at)
{
    struct ems_playback *p = playback;
    if (at < 0) at = 0;
    enum ems_step step = move(p, -1, at);
    ems_time now = ems_sim_now(p->sim);
    bool there = step == EMS_STEPPED && ems_sim_next(p->sim) > at;
    p->clock = there && at > now ? at : now;
    return step;
}

enum ems_step ems_playback_step(struct ems_playback *playback)
{
    struct ems_playback *p = playback;
    struct ems_mover m = {p, p->sim, p->base, false};
    if (p->status != EMS_OK) return EMS_FAILED;
    enum ems_step step = ems_mover_play(&m, EMS_NEVER - 1, 1);
    if (p->journal->status != EMS_OK) return fail(p, p->journal->status);
    if (step == EMS_FAILED && p->status == EMS_OK) p->status = ems_sim_status(p->sim);
    p->clock = ems_sim_now(p->sim);
    return step;
}

enum ems_step ems_playback_step_back(struct ems_playback *playback)
{
    struct ems_playback *p = playback;
    struct ems_mover m = {p, p->sim, p->base, false};
    int64_t event = ems_mover_event(&m);
    if (event == 0) {
        p->clock = 0;
        return EMS_FINISHED;
    }
    enum ems_step step = move(p, event - 1, 0);
    p->clock = ems_sim_now(p->sim);
    return step;
}

enum ems_status ems_playback_decide(struct ems_playback *playback, int32_t answer)
{
    struct ems_playback *p = playback;
    struct ems_mover m = {p, p->sim, p->base, false};
    struct ems_answer given = {ems_sim_world(p->sim)->s.decisions, answer};
    if (p->answer_count == p->answer_capacity) {
        int32_t capacity = p->answer_capacity == 0 ? 256 : 2 * p->answer_capacity;
        struct ems_answer *answers = realloc(p->answers, (size_t)capacity * sizeof *answers);
        if (answers == NULL) return EMS_NO_MEMORY;
        p->answers = answers;
        p->answer_capacity = capacity;
    }
    listen(&m);
    enum ems_status status = ems_sim_decide(p->sim, answer);
    if (status != EMS_OK) return status;
    p->answers[p->answer_count++] = given;
    note_progress(&m, EMS_STEPPED);
    return p->journal->status;
}

enum ems_status ems_playback_forget_later(struct ems_playback *playback)
{
    struct ems_playback *p = playback;
    struct ems_mover m = {p, p->sim, p->base, false};
    struct ems_progress_mark here = position(&m);
    if (p->recording != NULL) return EMS_BAD_USAGE;
    while (p->answer_count > 0 && p->answers[p->answer_count - 1].number >= here.decisions) p->answer_count--;
    while (p->state_count > 0 && p->states[p->state_count - 1].event > here.event)
        drop_state(p, p->state_count - 1);
    ems_journal_cut(p->journal, ems_sim_now(p->sim), p->sim);
    p->known = here;
    p->known_finished = false;
    return p->journal->status;
}
