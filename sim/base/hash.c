#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <xxhash.h>

uint64_t ems_hash64(const void *bytes, size_t count)
{
    return XXH3_64bits(bytes, count);
}

static void to_hex(XXH128_hash_t hash, char out[EMS_HASH_HEX])
{
    snprintf(out, EMS_HASH_HEX, "%016" PRIx64 "%016" PRIx64, (uint64_t)hash.high64, (uint64_t)hash.low64);
}

void ems_hash_hex(const void *bytes, size_t count, char out[EMS_HASH_HEX])
{
    to_hex(XXH3_128bits(bytes, count), out);
}

enum ems_status ems_hash_file(const char *path, char out[EMS_HASH_HEX])
{
    enum { PIECE = 65536 };
    unsigned char piece[PIECE];
    enum ems_status status = EMS_IO;
    out[0] = '\0';
    FILE *file = fopen(path, "rb");
    if (file == NULL) return EMS_IO;
    XXH3_state_t *state = XXH3_createState();
    if (state == NULL || XXH3_128bits_reset(state) != XXH_OK) {
        status = EMS_NO_MEMORY;
        goto end;
    }
    size_t count;
    while ((count = fread(piece, 1, PIECE, file)) > 0) XXH3_128bits_update(state, piece, count);
    if (ferror(file)) goto end;
    to_hex(XXH3_128bits_digest(state), out);
    status = EMS_OK;
end:
    XXH3_freeState(state);
    fclose(file);
    return status;
}
