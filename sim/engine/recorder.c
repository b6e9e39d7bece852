#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/array.h"
#include "engine/packed.h"
#include "engine/recording.h"
#include "engine/recording_format.h"
#include "engine/snapshot.h"

struct ems_recorder {
    FILE *file;
    EMS_ARRAY(struct ems_recording_block) index;
    struct ems_event_fact events[EMS_RECORDING_BLOCK_EVENTS];
    struct ems_packed_call calls[EMS_RECORDING_BLOCK_RECORDS];
    struct ems_packed_trip trips[EMS_RECORDING_BLOCK_RECORDS];
    struct ems_packed_duty duties[EMS_RECORDING_BLOCK_RECORDS];
    int32_t event_count, call_count, trip_count, duty_count;
    int64_t events_written, calls_written, trips_written, duties_written; /* of the present replication */
    uint64_t offset;                                                      /* bytes written */
    int64_t replication;
    ems_time next_snapshot;
    int64_t snapshot_after; /* events played */
    ems_time now;           /* of the last event */
    enum ems_status status; /* of the first write that failed */
    int error;              /* its errno */
};

static void write_bytes(struct ems_recorder *r, const void *bytes, size_t size)
{
    if (r->status != EMS_OK) return;
    if (fwrite(bytes, 1, size, r->file) != size) {
        r->status = EMS_IO;
        r->error = errno;
    }
    r->offset += size;
}

static void write_block(struct ems_recorder *r, enum ems_block_kind kind, ems_time at, int64_t number,
                        const void *bytes, size_t size)
{
    struct ems_recording_block block = {.kind = (uint32_t)kind,
                                        .replication = r->replication,
                                        .at = at,
                                        .number = number,
                                        .offset = r->offset + sizeof block,
                                        .size = size,
                                        .checksum = XXH3_64bits(bytes, size)};
    if (r->status == EMS_OK && !EMS_PUSH(&r->index, block)) r->status = EMS_NO_MEMORY;
    write_bytes(r, &block, sizeof block);
    write_bytes(r, bytes, size);
}

static void flush_events(struct ems_recorder *r)
{
    if (r->event_count == 0) return;
    write_block(r, EMS_BLOCK_EVENTS, r->events[0].at, r->events_written, r->events,
                (size_t)r->event_count * sizeof *r->events);
    r->events_written += r->event_count;
    r->event_count = 0;
}

static void flush_calls(struct ems_recorder *r)
{
    if (r->call_count == 0) return;
    write_block(r, EMS_BLOCK_CALLS, 0, r->calls_written, r->calls, (size_t)r->call_count * sizeof *r->calls);
    r->calls_written += r->call_count;
    r->call_count = 0;
}

static void flush_trips(struct ems_recorder *r)
{
    if (r->trip_count == 0) return;
    write_block(r, EMS_BLOCK_TRIPS, 0, r->trips_written, r->trips, (size_t)r->trip_count * sizeof *r->trips);
    r->trips_written += r->trip_count;
    r->trip_count = 0;
}

static void flush_duties(struct ems_recorder *r)
{
    if (r->duty_count == 0) return;
    write_block(r, EMS_BLOCK_DUTY, 0, r->duties_written, r->duties,
                (size_t)r->duty_count * sizeof *r->duties);
    r->duties_written += r->duty_count;
    r->duty_count = 0;
}

static void flush(struct ems_recorder *r)
{
    flush_duties(r);
    flush_events(r);
    flush_trips(r);
    flush_calls(r);
}

enum ems_status ems_recorder_create(const char *path, const struct ems_model *model,
                                    struct ems_recorder **out)
{
    struct ems_recorder *r = calloc(1, sizeof *r);
    *out = NULL;
    if (r == NULL) return EMS_NO_MEMORY;
    r->file = fopen(path, "w+b");
    if (r->file == NULL) {
        free(r);
        return EMS_IO;
    }
    struct ems_recording_header header = {.version = EMS_RECORDING_VERSION,
                                          .event_size = sizeof(struct ems_event_fact),
                                          .call_size = sizeof(struct ems_packed_call),
                                          .trip_size = sizeof(struct ems_packed_trip)};
    memcpy(header.magic, "EMS120RE", sizeof header.magic);
    const char *hash = model->origin.scenario_hash;
    if (hash != NULL) memcpy(header.scenario_hash, hash, strnlen(hash, sizeof header.scenario_hash - 1));
    write_bytes(r, &header, sizeof header);
    *out = r;
    return EMS_OK;
}

static void record_duty(struct ems_recorder *r, const struct ems_event_fact *fact)
{
    int32_t change = fact->kind == EMS_EV_ON_DUTY ? 1 : -1;
    r->duties[r->duty_count++] = (struct ems_packed_duty){fact->at, fact->crew, change};
    if (r->duty_count == EMS_RECORDING_BLOCK_RECORDS) flush_duties(r);
}

static void record_event(void *self, const struct ems_event_fact *fact)
{
    struct ems_recorder *r = self;
    r->now = fact->at;
    if (fact->kind == EMS_EV_ON_DUTY || fact->kind == EMS_EV_OFF_DUTY) record_duty(r, fact);
    struct ems_event_fact *e = &r->events[r->event_count++];
    memset(e, 0, sizeof *e);
    *e = *fact;
    if (r->event_count == EMS_RECORDING_BLOCK_EVENTS) flush_events(r);
}

static void record_trip(void *self, const struct ems_trip_fact *fact)
{
    struct ems_recorder *r = self;
    r->trips[r->trip_count++] = ems_trip_pack(fact, fact->free != EMS_NEVER ? fact->free : r->now);
    if (r->trip_count == EMS_RECORDING_BLOCK_RECORDS) flush_trips(r);
}

static void record_call(void *self, const struct ems_call_fact *fact)
{
    struct ems_recorder *r = self;
    r->calls[r->call_count++] = ems_call_pack(fact, r->now);
    if (r->call_count == EMS_RECORDING_BLOCK_RECORDS) flush_calls(r);
}

struct ems_observer ems_recorder_observer(struct ems_recorder *recorder)
{
    return (struct ems_observer){
        .self = recorder, .event = record_event, .trip = record_trip, .call = record_call};
}

static int64_t events_played(const struct ems_sim *sim)
{
    return ems_sim_work(sim)[EMS_WORK_EVENTS];
}

static enum ems_status take_snapshot(struct ems_recorder *r, const struct ems_sim *sim)
{
    unsigned char *bytes;
    size_t size;
    flush_events(r);
    enum ems_status status = ems_sim_snapshot_write(sim, false, &bytes, &size);
    if (status != EMS_OK) return status;
    write_block(r, EMS_BLOCK_SNAPSHOT, ems_sim_now(sim), events_played(sim), bytes, size);
    free(bytes);
    r->next_snapshot = (ems_sim_now(sim) / EMS_DAY + 1) * EMS_DAY;
    r->snapshot_after = events_played(sim) + EMS_RECORDING_SNAPSHOT_EVENTS;
    return r->status;
}

enum ems_status ems_recorder_begin(struct ems_recorder *recorder, const struct ems_sim *sim)
{
    flush(recorder);
    recorder->replication = ems_sim_world(sim)->s.replication;
    recorder->events_written = recorder->calls_written = recorder->trips_written = recorder->duties_written =
        0;
    recorder->now = 0;
    return take_snapshot(recorder, sim);
}

enum ems_status ems_recorder_advance(struct ems_recorder *recorder, const struct ems_sim *sim)
{
    if (ems_sim_now(sim) < recorder->next_snapshot && events_played(sim) < recorder->snapshot_after)
        return recorder->status;
    return take_snapshot(recorder, sim);
}

static enum ems_status join_block(struct ems_recorder *r, struct ems_recorder *part,
                                  const struct ems_recording_block *block)
{
    unsigned char *bytes = malloc(block->size);
    if (bytes == NULL) return EMS_NO_MEMORY;
    enum ems_status status = EMS_OK;
    if (fseek(part->file, (long)block->offset, SEEK_SET) != 0 ||
        fread(bytes, 1, block->size, part->file) != block->size)
        status = EMS_IO;
    if (status == EMS_OK) {
        r->replication = block->replication;
        write_block(r, (enum ems_block_kind)block->kind, block->at, block->number, bytes, block->size);
        status = r->status;
    }
    free(bytes);
    return status;
}

static enum ems_status empty(struct ems_recorder *r)
{
    if (fseek(r->file, (long)sizeof(struct ems_recording_header), SEEK_SET) != 0) return EMS_IO;
    if (ftruncate(fileno(r->file), (off_t)sizeof(struct ems_recording_header)) != 0) return EMS_IO;
    r->offset = sizeof(struct ems_recording_header);
    r->index.count = 0;
    r->event_count = r->call_count = r->trip_count = r->duty_count = 0;
    return r->status;
}

enum ems_status ems_recorder_join(struct ems_recorder *recorder, struct ems_recorder *part)
{
    flush(part);
    enum ems_status status = part->status;
    if (status == EMS_OK && fflush(part->file) != 0) status = EMS_IO;
    for (int32_t i = 0; i < part->index.count && status == EMS_OK; i++)
        status = join_block(recorder, part, &part->index.items[i]);
    return status == EMS_OK ? empty(part) : status;
}

static void write_end(struct ems_recorder *r)
{
    flush(r);
    size_t size = (size_t)r->index.count * sizeof *r->index.items;
    struct ems_recording_trailer trailer = {.index_offset = r->offset,
                                            .block_count = (uint64_t)r->index.count,
                                            .checksum = size == 0 ? 0 : XXH3_64bits(r->index.items, size)};
    memcpy(trailer.magic, "EMS120EN", sizeof trailer.magic);
    if (size > 0) write_bytes(r, r->index.items, size);
    write_bytes(r, &trailer, sizeof trailer);
}

enum ems_status ems_recorder_close(struct ems_recorder *recorder, bool keep)
{
    struct ems_recorder *r = recorder;
    if (r == NULL) return EMS_OK;
    if (keep) write_end(r);
    if (fclose(r->file) != 0 && r->status == EMS_OK) {
        r->status = EMS_IO;
        r->error = errno;
    }
    enum ems_status status = r->status;
    int error = r->error;
    free(r->index.items);
    free(r);
    if (status == EMS_IO) errno = error;
    return status;
}
