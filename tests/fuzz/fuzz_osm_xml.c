/* A file, mostly .osm. */
#include <stdlib.h>
#include <string.h>

#include "fuzz/osm_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size + 1);
    if (copy == NULL) return 0;
    memcpy(copy, data, size);
    fuzz_osm_file(copy, size);
    free(copy);
    return 0;
}
