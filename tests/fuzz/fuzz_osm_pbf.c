/* A file, mostly .osm.pbf; and the same bytes as what stands in a block, so that the frame around it need not
 * be found anew each time. */
#include <stdlib.h>
#include <string.h>

#include "fuzz/osm_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t put_varint(uint8_t *at, size_t value)
{
    size_t count = 0;
    for (; value > 127; value >>= 7) at[count++] = (uint8_t)(value | 128);
    at[count++] = (uint8_t)value;
    return count;
}

/* A file header and one block that is not packed, with `data` in it. */
static size_t put_in_block(uint8_t *at, const uint8_t *data, size_t size)
{
    static const uint8_t header[] = "\0\0\0\x0d\x0a\x09OSMHeader\x18\x02\x0a\0";
    static const uint8_t block[] = "\x0a\x07OSMData\x18";
    uint8_t blob[16], length[16];
    size_t blob_head = 0, count = sizeof header - 1;
    blob[blob_head++] = 0x0a;
    blob_head += put_varint(blob + blob_head, size);
    size_t length_count = put_varint(length, blob_head + size), block_count = sizeof block - 1;
    memcpy(at, header, count);
    memcpy(at + count, (uint8_t[]){0, 0, 0, (uint8_t)(block_count + length_count)}, 4);
    memcpy(at + count + 4, block, block_count);
    count += 4 + block_count;
    memcpy(at + count, length, length_count);
    memcpy(at + count + length_count, blob, blob_head);
    count += length_count + blob_head;
    memcpy(at + count, data, size);
    return count + size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size + 100);
    if (copy == NULL) return 0;
    memcpy(copy, data, size);
    fuzz_osm_file(copy, size);
    fuzz_osm_file(copy, put_in_block(copy, data, size));
    free(copy);
    return 0;
}
