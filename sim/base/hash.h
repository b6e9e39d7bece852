/* Hashes that name inputs, caches and states (XXH3, not cryptographic): the same on every machine. */
#ifndef EMS_BASE_HASH_H
#define EMS_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { EMS_HASH_HEX = 33 }; /* 32 hex digits and the end */

uint64_t ems_hash64(const void *bytes, size_t count);
/* 128 bits in hex. */
void ems_hash_hex(const void *bytes, size_t count, char out[EMS_HASH_HEX]);
/* Of a file's bytes, read piece by piece; EMS_IO leaves errno. */
enum ems_status ems_hash_file(const char *path, char out[EMS_HASH_HEX]);

#endif
