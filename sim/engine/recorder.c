#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/array.h"
#include "engine/recording.h"
#include "engine/recording_format.h"
#include "engine/snapshot.h"

struct ems_recorder {
    FILE *file;
    EMS_ARRAY(struct ems_recording_block) index;
    struct ems_event_fact events[EMS_RECORDING_BLOCK_EVENTS];
    int32_t event_count;
    uint64_t offset; /* bytes written */
    int64_t replication;
    ems_time next_snapshot;
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

static void write_block(struct ems_recorder *r, enum ems_block_kind kind, ems_time at, const void *bytes,
                        size_t size)
{
    struct ems_recording_block block = {.kind = (uint32_t)kind,
                                        .replication = r->replication,
                                        .at = at,
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
    write_block(r, EMS_BLOCK_EVENTS, r->events[0].at, r->events, (size_t)r->event_count * sizeof *r->events);
    r->event_count = 0;
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
                                          .event_size = sizeof(struct ems_event_fact)};
    memcpy(header.magic, "EMS120RE", sizeof header.magic);
    const char *hash = model->origin.scenario_hash;
    if (hash != NULL) memcpy(header.scenario_hash, hash, strnlen(hash, sizeof header.scenario_hash - 1));
    write_bytes(r, &header, sizeof header);
    *out = r;
    return EMS_OK;
}

static void record(void *self, const struct ems_event_fact *fact)
{
    struct ems_recorder *r = self;
    struct ems_event_fact *e = &r->events[r->event_count++];
    memset(e, 0, sizeof *e);
    *e = *fact;
    if (r->event_count == EMS_RECORDING_BLOCK_EVENTS) flush_events(r);
}

struct ems_observer ems_recorder_observer(struct ems_recorder *recorder)
{
    return (struct ems_observer){.self = recorder, .event = record};
}

static enum ems_status take_snapshot(struct ems_recorder *r, const struct ems_sim *sim)
{
    unsigned char *bytes;
    size_t size;
    flush_events(r);
    enum ems_status status = ems_sim_snapshot_write(sim, false, &bytes, &size);
    if (status != EMS_OK) return status;
    write_block(r, EMS_BLOCK_SNAPSHOT, ems_sim_now(sim), bytes, size);
    free(bytes);
    r->next_snapshot = (ems_sim_now(sim) / EMS_DAY + 1) * EMS_DAY;
    return r->status;
}

enum ems_status ems_recorder_begin(struct ems_recorder *recorder, const struct ems_sim *sim)
{
    flush_events(recorder);
    recorder->replication = ems_sim_world(sim)->s.replication;
    return take_snapshot(recorder, sim);
}

enum ems_status ems_recorder_advance(struct ems_recorder *recorder, const struct ems_sim *sim)
{
    if (ems_sim_now(sim) < recorder->next_snapshot) return recorder->status;
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
        write_block(r, (enum ems_block_kind)block->kind, block->at, bytes, block->size);
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
    r->event_count = 0;
    return r->status;
}

enum ems_status ems_recorder_join(struct ems_recorder *recorder, struct ems_recorder *part)
{
    flush_events(part);
    enum ems_status status = part->status;
    if (status == EMS_OK && fflush(part->file) != 0) status = EMS_IO;
    for (int32_t i = 0; i < part->index.count && status == EMS_OK; i++)
        status = join_block(recorder, part, &part->index.items[i]);
    return status == EMS_OK ? empty(part) : status;
}

static void write_end(struct ems_recorder *r)
{
    flush_events(r);
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
