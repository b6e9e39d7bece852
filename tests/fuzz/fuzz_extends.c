/* Two scenarios, one over the other: the bytes before and behind a line `%%`. What is taken is written out,
 * and must be read back as the same. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "scenario/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char between[] = "\n%%\n";

static char *written(const struct ems_scenario *scenario, size_t *length)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    if (out == NULL || ems_scenario_write(scenario, out) != EMS_OK || fclose(out) != 0) __builtin_trap();
    return text;
}

/* A scenario that names data files is read back only where they are. */
static void check_again(const struct ems_scenario *scenario)
{
    struct ems_diags diags = {0};
    struct ems_scenario *again = NULL;
    size_t length, again_length;
    char *text = written(scenario, &length);
    enum ems_status status =
        ems_scenario_load_text(text, length, "again.yaml", "/nonexistent", NULL, &diags, &again);
    if (status != EMS_OK && strstr(text, "data/") == NULL) __builtin_trap();
    if (status == EMS_OK) {
        char *same = written(again, &again_length);
        if (length != again_length || memcmp(text, same, length) != 0) __builtin_trap();
        free(same);
    }
    ems_scenario_free(again);
    ems_diags_free(&diags);
    free(text);
}

static void load_over(const char *base, const uint8_t *over, size_t size)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    char *text = malloc(size + 128);
    if (text == NULL) return;
    int head = snprintf(text, 128, "ems120: 1\nextends: %s\n", base);
    memcpy(text + head, over, size);
    enum ems_status status =
        ems_scenario_load_text(text, (size_t)head + size, "fuzz.yaml", ".", NULL, &diags, &scenario);
    if (status == EMS_BAD_INPUT && diags.errors == 0) __builtin_trap();
    if ((status == EMS_OK) != (scenario != NULL)) __builtin_trap();
    if (scenario != NULL) check_again(scenario);
    ems_scenario_free(scenario);
    ems_diags_free(&diags);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char base[64];
    const uint8_t *line = memmem(data, size, between, sizeof between - 1);
    if (line == NULL) return 0;
    snprintf(base, sizeof base, "/tmp/ems120-fuzz-%ld.yaml", (long)getpid());
    FILE *file = fopen(base, "wb");
    size_t length = (size_t)(line - data) + 1, skip = sizeof between - 1;
    if (file == NULL || fwrite(data, 1, length, file) != length || fclose(file) != 0) return 0;
    load_over(base, line + skip, size - length - skip + 1);
    unlink(base);
    return 0;
}
