/* The layout of run.ems, shared by its writer and its reader. */
#ifndef EMS_ENGINE_RECORDING_FORMAT_H
#define EMS_ENGINE_RECORDING_FORMAT_H

#include <stdint.h>

enum {
    EMS_RECORDING_VERSION = 2,
    EMS_RECORDING_HASH = 40,
    EMS_RECORDING_BLOCK_EVENTS = 4096,
    EMS_RECORDING_BLOCK_RECORDS = 1024, /* calls or trips */
    /* a snapshot each day, and after so many events: a moment is reached from the one before it by playing */
    EMS_RECORDING_SNAPSHOT_EVENTS = 2048
};

enum ems_block_kind {
    EMS_BLOCK_EVENTS = 1,
    EMS_BLOCK_SNAPSHOT = 2,
    EMS_BLOCK_CALLS = 3, /* struct ems_packed_call, in order of their ends */
    EMS_BLOCK_TRIPS = 4, /* struct ems_packed_trip, likewise */
    EMS_BLOCK_DUTY = 5   /* struct ems_packed_duty */
};

struct ems_recording_header {
    char magic[8]; /* "EMS120RE" */
    uint32_t version, event_size, call_size, trip_size;
    char scenario_hash[EMS_RECORDING_HASH]; /* hex, zero-filled */
};

/* Describes a block; stands before it and, for all of them, in the index. */
struct ems_recording_block {
    uint32_t kind, reserved;
    int64_t replication, at; /* microseconds: of the snapshot, or of the first event; 0 for calls and trips */
    int64_t number;          /* events played before the snapshot; of the first item, from 0 */
    uint64_t offset, size;   /* of the contents behind this description, bytes */
    uint64_t checksum;
};

struct ems_recording_trailer {
    uint64_t index_offset, block_count, checksum; /* of the index */
    char magic[8];                                /* "EMS120EN" */
};

#endif
