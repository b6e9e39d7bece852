#include "engine/recording.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "engine/packed.h"
#include "engine/recording_format.h"

struct ems_recording {
    FILE *file;
    uint64_t file_size;
    struct ems_recording_header header;
    struct ems_recording_block *blocks;
    int64_t block_count;
    int64_t *snapshots; /* numbers of the blocks that are snapshots */
    int64_t snapshot_count;
    int64_t block; /* being read for events */
    int64_t replication;
    struct ems_event_fact *events;
    int64_t event_count, event_next;
    enum ems_status status;
};

static bool read_at(struct ems_recording *r, uint64_t offset, void *out, size_t size)
{
    if (offset > r->file_size || size > r->file_size - offset) return false;
    return fseeko(r->file, (off_t)offset, SEEK_SET) == 0 && fread(out, 1, size, r->file) == size;
}

/* A block's contents, checked; freed with free(). */
static void *read_block(struct ems_recording *r, const struct ems_recording_block *block)
{
    unsigned char *bytes = block->size <= r->file_size ? malloc(block->size > 0 ? block->size : 1) : NULL;
    if (bytes == NULL) return NULL;
    if (read_at(r, block->offset, bytes, block->size) && XXH3_64bits(bytes, block->size) == block->checksum)
        return bytes;
    free(bytes);
    return NULL;
}

static enum ems_recording_fault read_header(struct ems_recording *r)
{
    struct ems_recording_header *h = &r->header;
    if (!read_at(r, 0, h, offsetof(struct ems_recording_header, version) + sizeof h->version) ||
        memcmp(h->magic, "EMS120RE", 8) != 0)
        return EMS_RECORDING_KIND;
    if (h->version != EMS_RECORDING_VERSION) return EMS_RECORDING_OTHER;
    if (!read_at(r, 0, h, sizeof *h)) return EMS_RECORDING_SHORT;
    if (h->event_size != sizeof(struct ems_event_fact) || h->call_size != sizeof(struct ems_packed_call) ||
        h->trip_size != sizeof(struct ems_packed_trip))
        return EMS_RECORDING_OTHER;
    h->scenario_hash[EMS_RECORDING_HASH - 1] = '\0';
    return EMS_RECORDING_NONE;
}

static uint64_t item_size(uint32_t kind)
{
    switch (kind) {
    case EMS_BLOCK_EVENTS:
        return sizeof(struct ems_event_fact);
    case EMS_BLOCK_CALLS:
        return sizeof(struct ems_packed_call);
    case EMS_BLOCK_TRIPS:
        return sizeof(struct ems_packed_trip);
    case EMS_BLOCK_DUTY:
        return sizeof(struct ems_packed_duty);
    case EMS_BLOCK_SNAPSHOT:
        return 1;
    default:
        return 0;
    }
}

static bool block_is_sound(const struct ems_recording *r, const struct ems_recording_block *b)
{
    uint64_t item = item_size(b->kind);
    return item != 0 && b->size % item == 0 && b->offset <= r->file_size &&
           b->size <= r->file_size - b->offset && b->replication > 0 && b->at >= 0 && b->number >= 0;
}

static enum ems_recording_fault read_blocks(struct ems_recording *r,
                                            const struct ems_recording_trailer *trailer)
{
    size_t size = (size_t)trailer->block_count * sizeof *r->blocks;
    if (!read_at(r, trailer->index_offset, r->blocks, size) ||
        (size > 0 && XXH3_64bits(r->blocks, size) != trailer->checksum))
        return EMS_RECORDING_INDEX;
    r->block_count = (int64_t)trailer->block_count;
    for (int64_t b = 0; b < r->block_count; b++) {
        if (!block_is_sound(r, &r->blocks[b])) return EMS_RECORDING_INDEX;
        if (r->blocks[b].kind == EMS_BLOCK_SNAPSHOT) r->snapshots[r->snapshot_count++] = b;
    }
    return EMS_RECORDING_NONE;
}

static enum ems_status read_index(struct ems_recording *r, enum ems_recording_fault *fault)
{
    struct ems_recording_trailer t;
    *fault = EMS_RECORDING_SHORT;
    if (r->file_size < sizeof t || !read_at(r, r->file_size - sizeof t, &t, sizeof t) ||
        memcmp(t.magic, "EMS120EN", 8) != 0)
        return EMS_BAD_INPUT;
    *fault = EMS_RECORDING_INDEX;
    if (t.block_count > r->file_size / sizeof *r->blocks) return EMS_BAD_INPUT;
    r->blocks = malloc((size_t)t.block_count * sizeof *r->blocks + 1);
    r->snapshots = calloc((size_t)t.block_count + 1, sizeof *r->snapshots);
    if (r->blocks == NULL || r->snapshots == NULL) return EMS_NO_MEMORY;
    *fault = read_blocks(r, &t);
    return *fault == EMS_RECORDING_NONE ? EMS_OK : EMS_BAD_INPUT;
}

static bool find_size(struct ems_recording *r)
{
    if (fseeko(r->file, 0, SEEK_END) != 0) return false;
    off_t size = ftello(r->file);
    r->file_size = size > 0 ? (uint64_t)size : 0;
    return size >= 0;
}

enum ems_status ems_recording_open(const char *path, struct ems_recording **out,
                                   enum ems_recording_fault *fault)
{
    struct ems_recording *r = calloc(1, sizeof *r);
    *out = NULL;
    if (r == NULL) return EMS_NO_MEMORY;
    r->file = fopen(path, "rb");
    if (r->file == NULL || !find_size(r)) {
        ems_recording_free(r);
        return EMS_IO;
    }
    enum ems_recording_fault wrong = read_header(r);
    enum ems_status status = wrong == EMS_RECORDING_NONE ? read_index(r, &wrong) : EMS_BAD_INPUT;
    if (status != EMS_OK) {
        if (fault != NULL) *fault = wrong;
        ems_recording_free(r);
        return status;
    }
    *out = r;
    return EMS_OK;
}

int64_t ems_recording_block_count(const struct ems_recording *recording)
{
    return recording->block_count;
}

struct ems_recorded_block ems_recording_block(const struct ems_recording *recording, int64_t block)
{
    const struct ems_recording_block *b = &recording->blocks[block];
    uint64_t item = item_size(b->kind); /* not 0: blocks were checked when the file was opened */
    return (struct ems_recorded_block){.kind = (int32_t)b->kind,
                                       .replication = b->replication,
                                       .at = b->at,
                                       .number = b->number,
                                       .count = item != 0 ? (int64_t)(b->size / item) : 0};
}

void *ems_recording_read(struct ems_recording *recording, int64_t block)
{
    return read_block(recording, &recording->blocks[block]);
}

const char *ems_recording_scenario_hash(const struct ems_recording *recording)
{
    return recording->header.scenario_hash;
}

int64_t ems_recording_snapshot_count(const struct ems_recording *recording)
{
    return recording->snapshot_count;
}

struct ems_recorded_snapshot ems_recording_snapshot(const struct ems_recording *recording, int64_t number)
{
    const struct ems_recording_block *block = &recording->blocks[recording->snapshots[number]];
    return (struct ems_recorded_snapshot){block->replication, block->at, block->number};
}

enum ems_status ems_recording_restore(struct ems_recording *recording, int64_t number, struct ems_sim *sim)
{
    const struct ems_recording_block *block = &recording->blocks[recording->snapshots[number]];
    unsigned char *bytes = read_block(recording, block);
    if (bytes == NULL) return EMS_BAD_INPUT;
    enum ems_status status = ems_sim_restore(sim, bytes, block->size);
    free(bytes);
    return status;
}

enum ems_status ems_recording_events_from(struct ems_recording *recording, int64_t number)
{
    recording->block = recording->snapshots[number];
    recording->replication = recording->blocks[recording->block].replication;
    recording->event_count = recording->event_next = 0;
    recording->status = EMS_OK;
    return EMS_OK;
}

static bool next_block(struct ems_recording *r)
{
    while (++r->block < r->block_count && r->blocks[r->block].replication == r->replication) {
        const struct ems_recording_block *block = &r->blocks[r->block];
        if (block->kind != EMS_BLOCK_EVENTS) continue;
        free(r->events);
        r->events = read_block(r, block);
        if (r->events == NULL) {
            r->status = EMS_BAD_INPUT;
            return false;
        }
        r->event_count = (int64_t)(block->size / sizeof *r->events);
        r->event_next = 0;
        return true;
    }
    return false;
}

bool ems_recording_next(struct ems_recording *recording, struct ems_event_fact *fact)
{
    if (recording->event_next >= recording->event_count && !next_block(recording)) return false;
    *fact = recording->events[recording->event_next++];
    return true;
}

enum ems_status ems_recording_status(const struct ems_recording *recording)
{
    return recording->status;
}

void ems_recording_free(struct ems_recording *recording)
{
    if (recording == NULL) return;
    if (recording->file != NULL) fclose(recording->file);
    free(recording->blocks);
    free(recording->snapshots);
    free(recording->events);
    free(recording);
}
