/* A scenario file, all the way to a model. Files that it names are looked for where none are. */
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "scenario/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    enum ems_status status = ems_scenario_load_text((const char *)data, size, "fuzz.yaml", "/nonexistent",
                                                    NULL, &diags, &scenario);
    /* Refused with a reason, or taken without one. */
    if (status == EMS_BAD_INPUT && diags.errors == 0) __builtin_trap();
    if (status == EMS_OK && diags.errors != 0) __builtin_trap();
    if ((status == EMS_OK) != (scenario != NULL)) __builtin_trap();
    ems_scenario_free(scenario);
    ems_diags_free(&diags);
    return 0;
}
