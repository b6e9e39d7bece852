/* Filling a journal: as an observer, from a recording, and cutting it. */
#include "api/journal.h"

#include <stdlib.h>
#include <string.h>

#include "engine/recording_format.h"
#include "engine/sim.h"
#include "scenario/load.h"

static int32_t group_size(const struct ems_model *m, int of)
{
    return of == EMS_TRIPS_OF_VEHICLE    ? m->vehicle_count
           : of == EMS_TRIPS_OF_STATION  ? m->station_count
           : of == EMS_TRIPS_OF_HOSPITAL ? m->hospital_count
                                         : 0;
}

struct ems_journal_def ems_journal_def_default(void)
{
    return (struct ems_journal_def){.calls = 4000000, .trips = 4000000, .events = 12000000};
}

enum ems_status ems_journal_create_for(const struct ems_model *model, const struct ems_journal_def *def,
                                       struct ems_journal **out)
{
    struct ems_journal *j = calloc(1, sizeof *j);
    *out = NULL;
    if (j == NULL) return EMS_NO_MEMORY;
    j->model = model;
    j->calls = ems_long_list(sizeof(struct ems_call_slot), def->calls);
    j->trips = ems_long_list(sizeof(struct ems_trip_slot), def->trips);
    j->events = ems_long_list(sizeof(struct ems_live_event), def->events);
    j->duties = ems_long_list(sizeof(struct ems_packed_duty), INT64_MAX);
    j->read_block = -1;
    for (int of = EMS_TRIPS_OF_VEHICLE; of <= EMS_TRIPS_OF_HOSPITAL; of++) {
        j->last_of[of] = calloc((size_t)group_size(model, of) + 1, sizeof *j->last_of[of]);
        if (j->last_of[of] == NULL) j->status = EMS_NO_MEMORY;
    }
    if (j->status != EMS_OK) {
        ems_journal_free(j);
        return EMS_NO_MEMORY;
    }
    *out = j;
    return EMS_OK;
}

enum ems_status ems_journal_create(const struct ems_scenario *scenario, const struct ems_journal_def *def,
                                   struct ems_journal **out)
{
    *out = NULL;
    if (def->calls < 1 || def->trips < 1 || def->events < 0) return EMS_BAD_USAGE;
    return ems_journal_create_for(ems_scenario_model(scenario), def, out);
}

void ems_journal_free(struct ems_journal *journal)
{
    if (journal == NULL) return;
    ems_long_list_free(&journal->calls);
    ems_long_list_free(&journal->trips);
    ems_long_list_free(&journal->events);
    ems_long_list_free(&journal->duties);
    for (int of = 0; of < 4; of++) free(journal->last_of[of]);
    free(journal->minutes);
    free(journal->event_blocks);
    free(journal->read);
    free(journal);
}

enum ems_status ems_journal_status(const struct ems_journal *journal)
{
    return journal->status;
}

/* ---- minutes ---- */

static struct ems_minute *minute_at(struct ems_journal *j, ems_time at)
{
    int64_t number = at / EMS_MINUTE;
    if (number >= j->minute_capacity) {
        int64_t capacity = number + number / 2 + 1440;
        struct ems_minute *minutes = realloc(j->minutes, (size_t)capacity * sizeof *minutes);
        if (minutes == NULL) {
            j->status = EMS_NO_MEMORY;
            return NULL;
        }
        memset(minutes + j->minute_capacity, 0, (size_t)(capacity - j->minute_capacity) * sizeof *minutes);
        j->minutes = minutes;
        j->minute_capacity = capacity;
    }
    if (number >= j->minute_count) j->minute_count = number + 1;
    return &j->minutes[number];
}

/* What is left of its minute, in milliseconds. */
static int32_t rest_ms(ems_time at)
{
    return (int32_t)((EMS_MINUTE - at % EMS_MINUTE) / EMS_MILLISECOND);
}

static void busy_changes(struct ems_journal *j, ems_time at, int32_t change)
{
    struct ems_minute *minute = minute_at(j, at);
    if (minute == NULL) return;
    minute->busy_change += change;
    minute->busy_part_ms += change * rest_ms(at);
}

static void staffed_changes(struct ems_journal *j, ems_time at, int32_t change)
{
    struct ems_minute *minute = minute_at(j, at);
    if (minute == NULL) return;
    minute->staffed_change += change;
    minute->staffed_part_ms += change * rest_ms(at);
}

/* ---- calls ---- */

static struct ems_call_slot *reach_call(struct ems_journal *j, uint64_t serial)
{
    struct ems_call_slot *slot = ems_long_list_reach(&j->calls, (int64_t)serial - 1);
    if (slot == NULL && (int64_t)serial - 1 >= ems_long_list_first(&j->calls)) j->status = EMS_NO_MEMORY;
    return slot;
}

static void take_ring(struct ems_journal *j, uint64_t serial, ems_time rang, int32_t trace)
{
    struct ems_call_slot *slot = reach_call(j, serial);
    struct ems_minute *minute = minute_at(j, rang);
    if (slot == NULL || minute == NULL) return;
    slot->call.serial = serial;
    slot->call.rang = rang;
    slot->call.trace = trace;
    slot->call.reserved = EMS_SLOT_RANG;
    minute->calls++;
}

static void take_call(struct ems_journal *j, const struct ems_packed_call *call)
{
    struct ems_call_slot *slot = reach_call(j, call->serial);
    if (slot == NULL) return;
    if (slot->call.reserved == EMS_SLOT_NONE) take_ring(j, call->serial, call->rang, call->trace);
    struct ems_minute *minute = minute_at(j, call->rang);
    if (minute == NULL || slot->call.reserved == EMS_SLOT_ENDED) return;
    slot->call = *call;
    slot->call.reserved = EMS_SLOT_ENDED;
    struct ems_call_fact fact = ems_call_unpack(j->model, call);
    slot->late = ems_model_call_is_late(j->model, &fact);
    minute->requests += fact.is_request;
    minute->late += slot->late != 0;
}

/* ---- trips ---- */

static void link_trip(struct ems_journal *j, struct ems_trip_slot *slot, int64_t number)
{
    const struct ems_packed_trip *t = &slot->trip;
    struct ems_call_slot *call = reach_call(j, t->call);
    const int32_t ids[4] = {0, t->vehicle, j->model->vehicles[t->vehicle].station, t->hospital};
    for (int of = EMS_TRIPS_OF_VEHICLE; of <= EMS_TRIPS_OF_HOSPITAL; of++) {
        if (ids[of] == EMS_NONE) continue;
        slot->previous[of] = j->last_of[of][ids[of]];
        j->last_of[of][ids[of]] = (uint32_t)number;
    }
    if (call == NULL) return;
    slot->previous[EMS_TRIPS_OF_CALL] = call->last_trip;
    call->last_trip = (uint32_t)number;
}

static void take_trip(struct ems_journal *j, const struct ems_packed_trip *trip)
{
    struct ems_trip_slot *slot = ems_long_list_reach(&j->trips, j->trips.past);
    if (slot == NULL) {
        j->status = EMS_NO_MEMORY;
        return;
    }
    slot->trip = *trip;
    link_trip(j, slot, j->trips.past);
    busy_changes(j, ems_unpack_after(trip->ordered, trip->ended), -1);
}

/* ---- as an observer ---- */

static void take_duty(struct ems_journal *j, const struct ems_packed_duty *duty)
{
    if (!ems_long_list_push(&j->duties, duty)) j->status = EMS_NO_MEMORY;
    staffed_changes(j, duty->at, duty->change);
}

static void keep_event(struct ems_journal *j, const struct ems_event_fact *fact)
{
    struct ems_live_event event = {.at = fact->at,
                                   .call = (uint32_t)fact->call,
                                   .vehicle = fact->vehicle,
                                   .station = fact->station,
                                   .hospital = fact->hospital,
                                   .crew = fact->crew,
                                   .kind = (uint8_t)fact->kind,
                                   .outcome = (int8_t)fact->outcome};
    if (!ems_long_list_push(&j->events, &event)) j->status = EMS_NO_MEMORY;
}

static void on_event(void *self, const struct ems_event_fact *fact)
{
    struct ems_journal *j = self;
    j->cursor.events++;
    j->now = fact->at;
    if (j->muted || j->status != EMS_OK) return;
    j->until = fact->at;
    if (j->events.most > 0) keep_event(j, fact);
    if (fact->kind == EMS_EV_RING) take_ring(j, fact->call, fact->at, fact->trace);
    if (fact->kind == EMS_EV_ORDERED) busy_changes(j, fact->at, 1);
    if (fact->kind == EMS_EV_ON_DUTY || fact->kind == EMS_EV_OFF_DUTY)
        take_duty(j, &(struct ems_packed_duty){fact->at, fact->crew, fact->kind == EMS_EV_ON_DUTY ? 1 : -1});
}

static void on_trip(void *self, const struct ems_trip_fact *fact)
{
    struct ems_journal *j = self;
    j->cursor.trips++;
    if (j->muted || j->status != EMS_OK) return;
    struct ems_packed_trip trip = ems_trip_pack(fact, fact->free != EMS_NEVER ? fact->free : j->now);
    take_trip(j, &trip);
}

static void on_call(void *self, const struct ems_call_fact *fact)
{
    struct ems_journal *j = self;
    if (j->muted || j->status != EMS_OK) return;
    struct ems_packed_call call = ems_call_pack(fact, j->now);
    take_call(j, &call);
}

struct ems_observer ems_journal_observer(struct ems_journal *journal)
{
    return (struct ems_observer){.self = journal, .event = on_event, .trip = on_trip, .call = on_call};
}

/* ---- from a recording ---- */

static bool is_known(const struct ems_journal *j, const struct ems_packed_trip *t)
{
    const struct ems_model *m = j->model;
    return t->call > 0 && t->call < UINT32_MAX && t->ordered >= 0 && t->vehicle >= 0 &&
           t->vehicle < m->vehicle_count && t->hospital >= EMS_NONE && t->hospital < m->hospital_count &&
           t->ended != EMS_PACKED_NEVER && t->ordered < (ems_time)1 << 56;
}

static bool is_a_call(const struct ems_journal *j, const struct ems_packed_call *c)
{
    const struct ems_model *m = j->model;
    return c->serial > 0 && c->serial < UINT32_MAX && c->rang >= 0 && c->rang < (ems_time)1 << 56 &&
           c->area >= EMS_NONE && c->area < m->area_count && c->vehicle >= EMS_NONE &&
           c->vehicle < m->vehicle_count && c->hospital >= EMS_NONE && c->hospital < m->hospital_count &&
           c->condition >= EMS_NONE && c->condition < m->condition_count && c->outcome < EMS_OUTCOME_COUNT &&
           c->priority <= EMS_PRIORITIES && c->ended != EMS_PACKED_NEVER;
}

static bool take_block(struct ems_journal *j, int32_t kind, const void *items, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        if (kind == EMS_BLOCK_CALLS) {
            const struct ems_packed_call *call = (const struct ems_packed_call *)items + i;
            if (!is_a_call(j, call)) return false;
            take_call(j, call);
        } else if (kind == EMS_BLOCK_TRIPS) {
            const struct ems_packed_trip *trip = (const struct ems_packed_trip *)items + i;
            if (!is_known(j, trip)) return false;
            busy_changes(j, trip->ordered, 1);
            take_trip(j, trip);
        } else {
            const struct ems_packed_duty *duty = (const struct ems_packed_duty *)items + i;
            if (duty->at < 0 || duty->at >= (ems_time)1 << 56 || abs(duty->change) != 1) return false;
            take_duty(j, duty);
        }
    }
    return true;
}

/* Serials that were never told (a run that failed) stand where the one before them does. */
static void fill_gaps(struct ems_journal *j)
{
    ems_time rang = 0;
    for (int64_t i = ems_long_list_first(&j->calls); i < j->calls.past; i++) {
        struct ems_call_slot *slot = ems_long_list_at(&j->calls, i);
        if (slot->call.reserved == EMS_SLOT_NONE) slot->call.rang = rang;
        rang = slot->call.rang;
    }
}

static enum ems_status load_blocks(struct ems_journal *j, int64_t replication)
{
    for (int64_t b = 0; b < ems_recording_block_count(j->recording) && j->status == EMS_OK; b++) {
        struct ems_recorded_block block = ems_recording_block(j->recording, b);
        if (block.replication != replication || block.kind == EMS_BLOCK_SNAPSHOT) continue;
        if (block.kind == EMS_BLOCK_EVENTS) {
            j->event_blocks[j->event_block_count++] = b;
            j->event_total = block.number + block.count;
            continue;
        }
        void *items = ems_recording_read(j->recording, b);
        if (items == NULL) return EMS_BAD_INPUT;
        bool sound = take_block(j, block.kind, items, block.count);
        free(items);
        if (!sound) return EMS_BAD_INPUT;
    }
    return j->status;
}

enum ems_status ems_journal_load(struct ems_journal *journal, struct ems_recording *recording,
                                 int64_t replication)
{
    journal->recording = recording;
    journal->muted = true;
    journal->event_blocks =
        calloc((size_t)ems_recording_block_count(recording) + 1, sizeof *journal->event_blocks);
    if (journal->event_blocks == NULL) return EMS_NO_MEMORY;
    enum ems_status status = load_blocks(journal, replication);
    if (status != EMS_OK) return status;
    fill_gaps(journal);
    struct ems_event_fact last;
    if (journal->event_total > 0) {
        if (!ems_journal_event(journal, journal->event_total - 1, &last)) return EMS_BAD_INPUT;
        journal->until = last.at;
    }
    return EMS_OK;
}

/* ---- cutting ---- */

static void unlink_trips(struct ems_journal *j, int64_t past)
{
    for (int64_t number = j->trips.past; number > past; number--) {
        const struct ems_trip_slot *slot = ems_long_list_at(&j->trips, number - 1);
        if (slot == NULL) continue;
        const struct ems_packed_trip *t = &slot->trip;
        const int32_t ids[4] = {0, t->vehicle, j->model->vehicles[t->vehicle].station, t->hospital};
        for (int of = EMS_TRIPS_OF_VEHICLE; of <= EMS_TRIPS_OF_HOSPITAL; of++)
            if (ids[of] != EMS_NONE) j->last_of[of][ids[of]] = slot->previous[of];
        struct ems_call_slot *call = ems_long_list_at(&j->calls, (int64_t)t->call - 1);
        if (call != NULL) call->last_trip = slot->previous[EMS_TRIPS_OF_CALL];
    }
    ems_long_list_cut(&j->trips, past);
}

/* Calls that end later are open again; minutes are counted anew. */
static void reopen_calls(struct ems_journal *j, ems_time now, uint64_t rung)
{
    ems_long_list_cut(&j->calls, (int64_t)rung);
    for (int64_t i = ems_long_list_first(&j->calls); i < j->calls.past; i++) {
        struct ems_call_slot *slot = ems_long_list_at(&j->calls, i);
        if (slot->call.reserved == EMS_SLOT_ENDED && ems_slot_ended(slot) > now + EMS_MILLISECOND)
            slot->call.reserved = EMS_SLOT_RANG;
        struct ems_minute *minute = minute_at(j, slot->call.rang);
        if (minute == NULL) return;
        minute->calls++;
        if (slot->call.reserved != EMS_SLOT_ENDED) continue;
        minute->requests += (slot->call.flags & EMS_PACKED_REQUEST) != 0;
        minute->late += slot->late != 0;
    }
}

static void recount_levels(struct ems_journal *j, ems_time now, const struct ems_sim *sim)
{
    const struct ems_world *w = ems_sim_world(sim);
    for (int64_t i = ems_long_list_first(&j->trips); i < j->trips.past; i++) {
        const struct ems_trip_slot *slot = ems_long_list_at(&j->trips, i);
        busy_changes(j, slot->trip.ordered, 1);
        busy_changes(j, ems_unpack_after(slot->trip.ordered, slot->trip.ended), -1);
    }
    for (int32_t v = 0; v < j->model->vehicle_count; v++)
        if (w->vehicles.items[v].task != EMS_NONE)
            busy_changes(j, w->tasks.items[w->vehicles.items[v].task].ordered, 1);
    int64_t kept = 0;
    for (int64_t i = 0; i < j->duties.past; i++) {
        const struct ems_packed_duty *duty = ems_long_list_at(&j->duties, i);
        if (duty->at > now) break;
        staffed_changes(j, duty->at, duty->change);
        kept = i + 1;
    }
    ems_long_list_cut(&j->duties, kept);
}

void ems_journal_cut(struct ems_journal *journal, ems_time now, const struct ems_sim *sim)
{
    struct ems_journal *j = journal;
    ems_long_list_cut(&j->events, j->cursor.events);
    unlink_trips(j, j->cursor.trips);
    memset(j->minutes, 0, (size_t)j->minute_capacity * sizeof *j->minutes);
    j->minute_count = 0;
    reopen_calls(j, now, ems_sim_world(sim)->s.calls_rung);
    recount_levels(j, now, sim);
    j->until = j->now = now;
    j->muted = false;
}
