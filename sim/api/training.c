#include "api/training.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/candidates.h"
#include "api/cover.h"
#include "engine/sim.h"
#include "model/policy.h"
#include "scenario/load.h"

static const ems_time COVERED_WITHIN = 10 * EMS_MINUTE;

struct ems_training_def ems_training_def_default(void)
{
    return (struct ems_training_def){.replication = 1};
}

/* ---- opening ---- */

/* The scenario with one or two more changes. */
static enum ems_status open_with(const struct ems_scenario_def *def, const char *const *more, int32_t count,
                                 struct ems_messages *messages, struct ems_scenario **out)
{
    struct ems_scenario_def changed = *def;
    const char **sets = calloc((size_t)(def->set_count + count) + 1, sizeof *sets);
    if (sets == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < def->set_count; i++) sets[i] = def->sets[i];
    for (int32_t i = 0; i < count; i++) sets[def->set_count + i] = more[i];
    changed.sets = sets;
    changed.set_count = def->set_count + count;
    enum ems_status status = ems_scenario_open(&changed, messages, out);
    free(sets);
    return status;
}

/* The scenario's own policies, or those asked for; never a person. */
static enum ems_status open_reference(struct ems_training *t, const struct ems_training_def *def,
                                      struct ems_messages *messages)
{
    const char *sets[2];
    char *named = NULL;
    int32_t count = 0;
    if (def->reference != NULL) {
        if (asprintf(&named, "dispatch.policy=%s", def->reference) < 0) return EMS_NO_MEMORY;
        sets[count++] = named;
    }
    enum ems_status status = open_with(&def->scenario, sets, count, messages, &t->reference);
    free(named);
    if (status != EMS_OK) return status;
    const struct ems_model *m = ems_scenario_model(t->reference);
    if (!m->dispatch.policy->asks_caller && !m->destination.policy->asks_caller) return EMS_OK;
    count = 0;
    if (m->dispatch.policy->asks_caller) sets[count++] = "dispatch.policy=nearest";
    if (m->destination.policy->asks_caller) sets[count++] = "destination.policy=nearest-capable";
    ems_scenario_free(t->reference);
    t->reference = NULL;
    return open_with(&def->scenario, sets, count, NULL, &t->reference);
}

static enum ems_status open_asking(struct ems_training *t, const struct ems_training_def *def)
{
    const char *sets[2];
    int32_t count = 0;
    sets[count++] = "dispatch.policy=human";
    if (def->destination)
        sets[count++] = "destination.policy=human";
    else if (ems_scenario_model(t->reference)->destination.policy->asks_caller)
        sets[count++] = "destination.policy=nearest-capable";
    return open_with(&def->scenario, sets, count, NULL, &t->asking);
}

static const struct ems_policy_choice *reference_choice(const struct ems_training *t,
                                                        enum ems_policy_role role)
{
    const struct ems_model *m = ems_scenario_model(t->reference);
    return role == EMS_ROLE_DESTINATION ? &m->destination : &m->dispatch;
}

enum ems_status ems_training_advice(struct ems_training *training, int32_t *answer)
{
    const struct ems_sim *sim = ems_playback_sim(training->playback);
    struct ems_question q = ems_sim_question(sim);
    return ems_sim_advice(sim, reference_choice(training, q.role), answer) ? EMS_OK : EMS_BAD_USAGE;
}

/* Until the person takes over, the reference decides. */
static enum ems_status lead_in(struct ems_training *t)
{
    enum ems_step step = EMS_STEPPED;
    if (t->from <= 0) return EMS_OK;
    while ((step = ems_playback_seek(t->playback, t->from - 1)) == EMS_NEEDS_DECISION) {
        int32_t answer = EMS_NONE;
        enum ems_status status = ems_training_advice(t, &answer);
        if (status == EMS_OK) status = ems_playback_decide(t->playback, answer);
        if (status != EMS_OK) return status;
    }
    return step == EMS_FAILED ? ems_playback_status(t->playback) : EMS_OK;
}

static enum ems_status open_all(struct ems_training *t, const struct ems_training_def *def,
                                struct ems_messages *messages)
{
    struct ems_playback_def playback = ems_playback_def_default();
    playback.replication = def->replication;
    enum ems_status status = open_reference(t, def, messages);
    if (status == EMS_OK) status = open_asking(t, def);
    if (status == EMS_OK) status = ems_playback_open(t->asking, &playback, &t->playback);
    if (status == EMS_OK) status = ems_playback_open(t->reference, &playback, &t->reference_playback);
    if (status != EMS_OK) return status;
    t->from = def->from > 0 ? def->from : 0;
    t->until = def->until > 0 ? def->until : ems_playback_info(t->playback).end;
    return lead_in(t);
}

enum ems_status ems_training_open(const struct ems_training_def *def, struct ems_messages *messages,
                                  struct ems_training **out)
{
    *out = NULL;
    if (def->scenario.path == NULL || def->replication < 1) return EMS_BAD_USAGE;
    struct ems_training *t = calloc(1, sizeof *t);
    if (t == NULL) return EMS_NO_MEMORY;
    t->def.replication = def->replication;
    t->def.destination = def->destination;
    enum ems_status status = open_all(t, def, messages);
    if (status != EMS_OK) {
        ems_training_free(t);
        return status;
    }
    *out = t;
    return EMS_OK;
}

void ems_training_free(struct ems_training *training)
{
    if (training == NULL) return;
    ems_playback_free(training->playback);
    ems_playback_free(training->reference_playback);
    ems_scenario_free(training->asking);
    ems_scenario_free(training->reference);
    free(training->decisions);
    free(training->calls);
    free(training);
}

struct ems_playback *ems_training_playback(struct ems_training *training)
{
    return training->playback;
}

/* ---- deciding ---- */

/* People who would have a vehicle in time once this one is gone. */
static enum ems_status people_covered(const struct ems_training *t, ems_vehicle_id gone, double *out)
{
    const struct ems_sim *sim = ems_playback_sim(t->playback);
    struct ems_cover_def def = ems_cover_def_default(t->asking);
    struct ems_cover_sources *sources = NULL;
    struct ems_cover_people_within people;
    def.without_timeline = false;
    enum ems_status status =
        ems_cover_sources_left(ems_scenario_model(t->asking), sim, ems_sim_now(sim), &def, gone, &sources);
    if (status == EMS_OK) status = ems_cover_within(t->asking, sources, &COVERED_WITHIN, 1, &people);
    if (status == EMS_OK) *out = people.within[0];
    ems_cover_sources_free(sources);
    return status;
}

static ems_time expected_of(const struct ems_sim *sim, const struct ems_question *q, int32_t answer)
{
    if (answer == EMS_NONE) return EMS_NEVER;
    if (q->role == EMS_ROLE_DESTINATION) return ems_candidate_drive(sim, q->task, answer);
    if (q->task != EMS_NONE) return ems_candidate_expected(sim, q->task, answer);
    return ems_candidate_expected(sim, answer, q->vehicle);
}

static ems_vehicle_id sent_by(const struct ems_question *q, int32_t answer)
{
    if (answer == EMS_NONE || q->role == EMS_ROLE_DESTINATION) return EMS_NONE;
    return q->task != EMS_NONE ? answer : q->vehicle;
}

static uint64_t call_of(const struct ems_sim *sim, const struct ems_question *q, int32_t answer)
{
    struct ems_task_view view;
    ems_task_id task = q->task != EMS_NONE ? q->task : answer;
    return task != EMS_NONE && ems_sim_task(sim, task, &view) ? view.call : 0;
}

static bool is_an_answer(const struct ems_model *m, const struct ems_question *q, int32_t answer)
{
    if (answer == EMS_NONE) return true;
    if (q->role == EMS_ROLE_DESTINATION) return answer >= 0 && answer < m->hospital_count;
    return answer >= 0 && (q->task == EMS_NONE || answer < m->vehicle_count);
}

static enum ems_status judge(struct ems_training *t, int32_t answer, struct ems_training_decision *out)
{
    const struct ems_sim *sim = ems_playback_sim(t->playback);
    struct ems_question q = ems_sim_question(sim);
    enum ems_status status = ems_training_advice(t, &out->advice);
    if (status != EMS_OK) return status;
    if (!is_an_answer(ems_scenario_model(t->asking), &q, answer)) return EMS_BAD_USAGE;
    out->at = ems_sim_now(sim);
    out->role = q.role;
    out->vehicle = q.task == EMS_NONE ? q.vehicle : EMS_NONE;
    out->answer = answer;
    out->call = call_of(sim, &q, answer != EMS_NONE ? answer : out->advice);
    out->expected = expected_of(sim, &q, answer);
    out->best = expected_of(sim, &q, out->advice);
    status = people_covered(t, sent_by(&q, answer), &out->covered);
    return status == EMS_OK ? people_covered(t, sent_by(&q, out->advice), &out->covered_best) : status;
}

static bool reserve(struct ems_training *t)
{
    if (t->decision_count < t->decision_capacity) return true;
    int32_t capacity = t->decision_capacity == 0 ? 64 : 2 * t->decision_capacity;
    struct ems_training_decision *decisions = realloc(t->decisions, (size_t)capacity * sizeof *decisions);
    if (decisions == NULL) return false;
    t->decisions = decisions;
    t->decision_capacity = capacity;
    return true;
}

enum ems_status ems_training_decide(struct ems_training *training, int32_t answer)
{
    struct ems_training *t = training;
    struct ems_training_decision decision = {0};
    if (!reserve(t)) return EMS_NO_MEMORY;
    enum ems_status status = judge(t, answer, &decision);
    if (status == EMS_OK) status = ems_playback_decide(t->playback, answer);
    if (status != EMS_OK) return status;
    /* what was decided in a future that has been forgotten counts no more */
    while (t->decision_count > 0 && t->decisions[t->decision_count - 1].at > decision.at) t->decision_count--;
    t->decisions[t->decision_count++] = decision;
    return EMS_OK;
}

int32_t ems_training_decisions(const struct ems_training *training)
{
    return training->decision_count;
}

struct ems_training_decision ems_training_decision(const struct ems_training *training, int32_t index)
{
    return training->decisions[index];
}

void ems_training_thought(struct ems_training *training, double seconds)
{
    if (training->decision_count > 0) training->decisions[training->decision_count - 1].thought_s = seconds;
}

/* ---- scoring ---- */

/* Sums on the way to a score. */
struct sums {
    double mean_s, reference_mean_s;
    int64_t both;
};

static bool push_call(struct ems_training *t, struct ems_training_call call)
{
    if (t->call_count == t->call_capacity) {
        int32_t capacity = t->call_capacity == 0 ? 256 : 2 * t->call_capacity;
        struct ems_training_call *calls = realloc(t->calls, (size_t)capacity * sizeof *calls);
        if (calls == NULL) return false;
        t->calls = calls;
        t->call_capacity = capacity;
    }
    t->calls[t->call_count++] = call;
    return true;
}

static void add_call(const struct ems_training_call *c, struct ems_training_score *score, struct sums *sums)
{
    score->calls++;
    score->reached += c->response != EMS_NEVER;
    score->late += c->late;
    score->reference_reached += c->reference_response != EMS_NEVER;
    score->reference_late += c->reference_late;
    if (c->response == EMS_NEVER || c->reference_response == EMS_NEVER) return;
    sums->both++;
    sums->mean_s += (double)c->response / EMS_SECOND;
    sums->reference_mean_s += (double)c->reference_response / EMS_SECOND;
}

/* Requests that have ended for both. The telephone does not depend on who is sent: serials are the same. */
static enum ems_status compare_calls(struct ems_training *t, struct ems_training_score *score,
                                     struct sums *sums)
{
    const struct ems_journal *own = ems_playback_journal(t->playback),
                             *reference = ems_playback_journal(t->reference_playback);
    ems_time now = ems_playback_now(t->playback);
    t->call_count = 0;
    for (uint64_t serial = ems_journal_call_from(own, t->from); serial <= ems_journal_info(own).last_call;
         serial++) {
        struct ems_call_fact a, b;
        ems_time a_ended, b_ended;
        if (!ems_journal_call(own, serial, &a, &a_ended) ||
            !ems_journal_call(reference, serial, &b, &b_ended))
            continue;
        if (!a.is_request || a.rang >= t->until || a.rang != b.rang || a_ended > now || b_ended > now)
            continue;
        struct ems_training_call call = {.call = serial,
                                         .rang = a.rang,
                                         .priority = a.priority,
                                         .response = a.response,
                                         .reference_response = b.response,
                                         .late = ems_call_is_late(t->asking, &a),
                                         .reference_late = ems_call_is_late(t->asking, &b),
                                         .vehicle = a.vehicle,
                                         .reference_vehicle = b.vehicle};
        if (!push_call(t, call)) return EMS_NO_MEMORY;
        add_call(&call, score, sums);
    }
    return EMS_OK;
}

static void compare_decisions(const struct ems_training *t, struct ems_training_score *score)
{
    const struct ems_model *m = ems_scenario_model(t->asking);
    double people = 0;
    for (int32_t p = 0; p < m->place_count; p++) people += m->places[p].people;
    for (int32_t i = 0; i < t->decision_count; i++) {
        const struct ems_training_decision *d = &t->decisions[i];
        score->decisions++;
        score->same_as_reference += d->answer == d->advice;
        score->covered_share += people > 0 ? d->covered / people : 0;
        score->reference_covered_share += people > 0 ? d->covered_best / people : 0;
    }
    if (score->decisions == 0) return;
    score->covered_share /= score->decisions;
    score->reference_covered_share /= score->decisions;
}

/* At most 1; 1 where there is nothing to compare. */
static double ratio(double a, double b)
{
    return b > 0 && a < b ? a / b : 1;
}

static double points_of(const struct ems_training_score *s)
{
    double calls = s->calls > 0 ? (double)s->calls : 1;
    double response = s->mean_s > 0 ? ratio(s->reference_mean_s, s->mean_s) : 1;
    double in_time = ratio(1 - (double)s->late / calls, 1 - (double)s->reference_late / calls);
    return 50 * response + 30 * in_time + 20 * ratio(s->covered_share, s->reference_covered_share);
}

enum ems_status ems_training_score(struct ems_training *training, struct ems_training_score *out)
{
    struct ems_training *t = training;
    struct sums sums = {0, 0, 0};
    *out = (struct ems_training_score){0};
    enum ems_step step = ems_playback_seek(t->reference_playback, ems_playback_now(t->playback));
    if (step == EMS_FAILED) return ems_playback_status(t->reference_playback);
    enum ems_status status = compare_calls(t, out, &sums);
    if (status != EMS_OK) return status;
    out->mean_s = sums.both > 0 ? sums.mean_s / (double)sums.both : (double)NAN;
    out->reference_mean_s = sums.both > 0 ? sums.reference_mean_s / (double)sums.both : (double)NAN;
    compare_decisions(t, out);
    out->points = points_of(out);
    return EMS_OK;
}

int32_t ems_training_calls(const struct ems_training *training)
{
    return training->call_count;
}

struct ems_training_call ems_training_call(const struct ems_training *training, int32_t index)
{
    return training->calls[index];
}
