/* Looking things up in a journal. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/journal.h"
#include "scenario/load.h"

enum { LOOK_AT_MOST = 200000, DEFAULT_DEADLINE_MIN = 10 };

struct ems_journal_info ems_journal_info(const struct ems_journal *journal)
{
    const struct ems_journal *j = journal;
    return (struct ems_journal_info){
        .first_call = (uint64_t)ems_long_list_first(&j->calls) + 1,
        .last_call = (uint64_t)j->calls.past,
        .first_trip = ems_long_list_first(&j->trips) + 1,
        .last_trip = j->trips.past,
        .events = ems_journal_event_past(j) - ems_journal_event_first(j),
        .from = 0,
        .until = j->until,
        .bytes = sizeof *j + ems_long_list_bytes(&j->calls) + ems_long_list_bytes(&j->trips) +
                 ems_long_list_bytes(&j->events) + ems_long_list_bytes(&j->duties) +
                 (size_t)j->minute_capacity * sizeof *j->minutes,
    };
}

/* ---- calls ---- */

bool ems_journal_call(const struct ems_journal *journal, uint64_t serial, struct ems_call_fact *out,
                      ems_time *ended)
{
    const struct ems_call_slot *slot = ems_journal_slot(journal, serial);
    if (slot == NULL || slot->call.reserved != EMS_SLOT_ENDED) return false;
    *out = ems_call_unpack(journal->model, &slot->call);
    if (ended != NULL) *ended = ems_slot_ended(slot);
    return true;
}

uint64_t ems_journal_call_from(const struct ems_journal *journal, ems_time at)
{
    int64_t low = ems_long_list_first(&journal->calls), high = journal->calls.past;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        const struct ems_call_slot *slot = ems_long_list_at(&journal->calls, middle);
        if (slot->call.rang >= at)
            high = middle;
        else
            low = middle + 1;
    }
    return (uint64_t)low + 1;
}

static bool is_about(const struct ems_model *m, const struct ems_target *target, int32_t priority,
                     ems_area_id area)
{
    if (target->priority != 0 && target->priority != priority) return false;
    if (target->area != EMS_NONE && target->area != area) return false;
    return target->class_id == EMS_NONE || (area != EMS_NONE && m->areas[area].class_id == target->class_id);
}

ems_time ems_model_deadline(const struct ems_model *model, int32_t priority, ems_area_id area)
{
    for (int32_t i = 0; i < model->target_count; i++)
        if (is_about(model, &model->targets[i], priority, area)) return model->targets[i].within;
    return model->target_count > 0 ? model->targets[0].within : DEFAULT_DEADLINE_MIN * EMS_MINUTE;
}

bool ems_model_call_is_late(const struct ems_model *model, const struct ems_call_fact *call)
{
    if (!call->is_request) return false;
    if (call->response != EMS_NEVER)
        return call->response > ems_model_deadline(model, call->priority, call->area);
    return call->outcome == EMS_OUT_UNSERVED || call->outcome == EMS_OUT_UNREACHABLE;
}

ems_time ems_scenario_deadline(const struct ems_scenario *scenario, int32_t priority, ems_area_id area)
{
    return ems_model_deadline(ems_scenario_model(scenario), priority, area);
}

bool ems_call_is_late(const struct ems_scenario *scenario, const struct ems_call_fact *call)
{
    return ems_model_call_is_late(ems_scenario_model(scenario), call);
}

uint64_t ems_journal_next_late(const struct ems_journal *journal, uint64_t serial, bool backward)
{
    int64_t first = ems_long_list_first(&journal->calls), i = (int64_t)serial - 1;
    if (!backward && i < first - 1) i = first - 1;
    if (backward && i > journal->calls.past) i = journal->calls.past;
    for (i += backward ? -1 : 1; i >= first && i < journal->calls.past; i += backward ? -1 : 1) {
        const struct ems_call_slot *slot = ems_long_list_at(&journal->calls, i);
        if (slot->call.reserved == EMS_SLOT_ENDED && slot->late) return (uint64_t)i + 1;
    }
    return 0;
}

/* ---- trips ---- */

bool ems_journal_trip(const struct ems_journal *journal, int64_t number, struct ems_trip_fact *out,
                      ems_time *ended)
{
    const struct ems_trip_slot *slot = ems_long_list_at(&journal->trips, number - 1);
    if (slot == NULL) return false;
    *out = ems_trip_unpack(journal->model, &slot->trip);
    if (ended != NULL) *ended = ems_unpack_after(slot->trip.ordered, slot->trip.ended);
    return true;
}

static int64_t kept(const struct ems_journal *journal, uint32_t number)
{
    return (int64_t)number > ems_long_list_first(&journal->trips) ? (int64_t)number : 0;
}

int64_t ems_journal_last_trip(const struct ems_journal *journal, enum ems_trips_of of, uint64_t id)
{
    const struct ems_model *m = journal->model;
    const int32_t counts[4] = {0, m->vehicle_count, m->station_count, m->hospital_count};
    if (of == EMS_TRIPS_OF_CALL) {
        const struct ems_call_slot *slot = ems_journal_slot(journal, id);
        return slot == NULL ? 0 : kept(journal, slot->last_trip);
    }
    return id < (uint64_t)counts[of] ? kept(journal, journal->last_of[of][id]) : 0;
}

int64_t ems_journal_previous_trip(const struct ems_journal *journal, enum ems_trips_of of, int64_t number)
{
    const struct ems_trip_slot *slot = ems_long_list_at(&journal->trips, number - 1);
    return slot == NULL ? 0 : kept(journal, slot->previous[of]);
}

/* ---- events ---- */

int64_t ems_journal_event_first(const struct ems_journal *journal)
{
    return journal->recording != NULL ? 0 : ems_long_list_first(&journal->events);
}

int64_t ems_journal_event_past(const struct ems_journal *journal)
{
    return journal->recording != NULL ? journal->event_total : journal->events.past;
}

static struct ems_recorded_block event_block(const struct ems_journal *j, int64_t i)
{
    return ems_recording_block(j->recording, j->event_blocks[i]);
}

/* The last block of events that begins at or before an event, or (by time) before a moment. */
static int64_t block_of(const struct ems_journal *j, int64_t number, ems_time before)
{
    int64_t low = 0, high = j->event_block_count - 1;
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        struct ems_recorded_block block = event_block(j, middle);
        if (number >= 0 ? block.number <= number : block.at < before)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* Reads a block unless it was the last one read: a journal looks at events only for one thread at a time. */
static bool read_block(const struct ems_journal *journal, int64_t i)
{
    struct ems_journal *j;
    memcpy(&j, &journal, sizeof j); /* what is kept of the file is no part of what a journal says */
    if (j->read_block == i) return true;
    struct ems_event_fact *read = ems_recording_read(j->recording, j->event_blocks[i]);
    if (read == NULL) return false;
    free(j->read);
    j->read = read;
    j->read_block = i;
    return true;
}

static bool recorded_event(const struct ems_journal *j, int64_t number, struct ems_event_fact *out)
{
    if (number < 0 || number >= j->event_total) return false;
    int64_t i = block_of(j, number, 0);
    struct ems_recorded_block block = event_block(j, i);
    if (number < block.number || number >= block.number + block.count || !read_block(j, i)) return false;
    *out = j->read[number - block.number];
    bool is_one = out->kind >= 0 && out->kind < EMS_EVENT_COUNT && out->vehicle >= EMS_NONE &&
                  out->vehicle < j->model->vehicle_count && out->station < j->model->station_count &&
                  out->hospital < j->model->hospital_count && out->crew < j->model->crew_count;
    return is_one;
}

bool ems_journal_event(const struct ems_journal *journal, int64_t number, struct ems_event_fact *out)
{
    if (journal->recording != NULL) return recorded_event(journal, number, out);
    const struct ems_live_event *e = ems_long_list_at(&journal->events, number);
    if (e == NULL) return false;
    const struct ems_call_slot *call = ems_journal_slot(journal, e->call);
    *out = (struct ems_event_fact){.at = e->at,
                                   .call = e->call,
                                   .kind = e->kind,
                                   .vehicle = e->vehicle,
                                   .station = e->station,
                                   .hospital = e->hospital,
                                   .crew = e->crew,
                                   .outcome = e->outcome,
                                   .trace = call != NULL ? call->call.trace : EMS_NONE};
    return true;
}

int64_t ems_journal_event_from(const struct ems_journal *journal, ems_time at)
{
    int64_t low = ems_journal_event_first(journal), high = ems_journal_event_past(journal);
    if (journal->recording != NULL && journal->event_block_count > 0) {
        struct ems_recorded_block block = event_block(journal, block_of(journal, -1, at));
        low = block.number;
        high = block.number + block.count;
    }
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        struct ems_event_fact fact;
        if (!ems_journal_event(journal, middle, &fact) || fact.at >= at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

struct ems_event_filter ems_event_filter_default(void)
{
    return (struct ems_event_filter){.vehicle = EMS_NONE, .station = EMS_NONE, .hospital = EMS_NONE};
}

static bool matches(const struct ems_event_filter *f, const struct ems_event_fact *e)
{
    return (f->call == 0 || f->call == e->call) && (f->vehicle == EMS_NONE || f->vehicle == e->vehicle) &&
           (f->station == EMS_NONE || f->station == e->station) &&
           (f->hospital == EMS_NONE || f->hospital == e->hospital) &&
           (f->kinds == 0 || (f->kinds >> e->kind & 1) != 0);
}

int64_t ems_journal_event_find(const struct ems_journal *journal, const struct ems_event_filter *filter,
                               int64_t number, bool backward, int64_t *looked)
{
    int64_t first = ems_journal_event_first(journal), past = ems_journal_event_past(journal);
    if (!backward && number < first) number = first;
    if (backward && number >= past) number = past - 1;
    int64_t left = LOOK_AT_MOST;
    for (; left > 0 && number >= first && number < past; number += backward ? -1 : 1, left--) {
        struct ems_event_fact fact;
        if (ems_journal_event(journal, number, &fact) && matches(filter, &fact)) return number;
    }
    if (looked != NULL) *looked = number;
    return -1;
}

/* ---- by time ---- */

/* Levels while minutes are gone through. */
struct levels {
    int64_t busy, staffed;
};

/* Adds what of minute `m` lies in [from, until) to `out`. */
static void add_minute(const struct ems_minute *m, struct levels *now, double share,
                       struct ems_level_sums *out)
{
    double busy = (double)now->busy * EMS_MINUTE + (double)m->busy_part_ms * EMS_MILLISECOND;
    double staffed = (double)now->staffed * EMS_MINUTE + (double)m->staffed_part_ms * EMS_MILLISECOND;
    out->busy += busy * share;
    out->staffed += staffed * share;
}

static double share_of_minute(int64_t minute, ems_time from, ems_time until)
{
    ems_time begins = minute * EMS_MINUTE, ends = begins + EMS_MINUTE;
    if (from > begins) begins = from;
    if (until < ends) ends = until;
    return ends <= begins ? 0 : (double)(ends - begins) / EMS_MINUTE;
}

struct ems_level_sums ems_journal_levels(const struct ems_journal *journal, ems_time from, ems_time until)
{
    static const struct ems_minute nothing = {0};
    struct ems_level_sums sums = {0, 0};
    struct levels now = {0, 0};
    int64_t last = until / EMS_MINUTE;
    for (int64_t i = 0; i <= last; i++) {
        const struct ems_minute *m = i < journal->minute_count ? &journal->minutes[i] : &nothing;
        if (i >= journal->minute_count && now.busy == 0 && now.staffed == 0) break;
        double share = share_of_minute(i, from, until);
        if (share > 0) add_minute(m, &now, share, &sums);
        now.busy += m->busy_change;
        now.staffed += m->staffed_change;
    }
    return sums;
}

/* Of the stretch, as mean levels. */
static void finish_density(struct ems_density *d, const struct ems_level_sums *sums, ems_time length)
{
    d->busy = sums->busy / (double)length;
    d->staffed = sums->staffed / (double)length;
}

void ems_journal_density(const struct ems_journal *journal, ems_time from, ems_time until, int32_t count,
                         struct ems_density *out)
{
    ems_time length = count > 0 && until > from ? (until - from) / count : 0;
    for (int32_t k = 0; k < count; k++) out[k] = (struct ems_density){0};
    if (length < 1) return;
    struct levels now = {0, 0};
    struct ems_level_sums sums = {0, 0};
    int32_t k = 0;
    for (int64_t i = 0; i < journal->minute_count && k < count; i++) {
        const struct ems_minute *m = &journal->minutes[i];
        ems_time begins = i * EMS_MINUTE;
        /* stretches that end inside this minute or before it */
        for (ems_time ends = from + (k + 1) * length; k < count && ends <= begins + EMS_MINUTE;
             ends += length) {
            double share = share_of_minute(i, ends - length, ends);
            add_minute(m, &now, share, &sums);
            if (begins >= ends - length && begins < ends) {
                out[k].calls += m->calls;
                out[k].requests += m->requests;
                out[k].late += m->late;
            }
            finish_density(&out[k++], &sums, length);
            sums = (struct ems_level_sums){0, 0};
        }
        ems_time start = from + k * length;
        double share = k < count ? share_of_minute(i, start, start + length) : 0;
        if (share > 0) add_minute(m, &now, share, &sums);
        if (k < count && begins >= start && begins < start + length) {
            out[k].calls += m->calls;
            out[k].requests += m->requests;
            out[k].late += m->late;
        }
        now.busy += m->busy_change;
        now.staffed += m->staffed_change;
    }
    if (k < count) finish_density(&out[k], &sums, length);
}
