/* A file of a standard's clauses. */
#include <stddef.h>
#include <stdint.h>

#include "scenario/standards.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ems_diags diags = {0};
    struct ems_arena arena = {0};
    const struct ems_standard *standard = NULL;
    enum ems_status status =
        ems_standard_read((const char *)data, size, "fuzz.yaml", NULL, &arena, &diags, &standard);
    if (status == EMS_BAD_INPUT && diags.errors == 0) __builtin_trap();
    if ((status == EMS_OK) != (standard != NULL)) __builtin_trap();
    ems_arena_free(&arena);
    ems_diags_free(&diags);
    return 0;
}
