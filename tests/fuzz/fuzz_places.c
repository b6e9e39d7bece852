/* Stations, hospitals and people from a table or a map: places with ids that a scenario takes, each once, or
 * a message. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "scenario/fill.h"
#include "scenario/places.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_places(const struct ems_places *places, enum ems_places_kind kind)
{
    for (int32_t i = 0; i < places->count; i++) {
        const struct ems_place *place = &places->items[i];
        if (kind == EMS_PLACES_PEOPLE) {
            if (!(place->people >= 0)) __builtin_trap();
            continue;
        }
        if (!ems_word_ok(place->id)) __builtin_trap();
        for (int32_t k = 0; k < i && k < 50; k++) {
            if (strcmp(place->id, places->items[k].id) == 0) __builtin_trap();
        }
    }
}

static void read_as(const uint8_t *data, size_t size, const char *file, enum ems_places_kind kind)
{
    struct ems_arena arena = {0};
    struct ems_diags diags = {0};
    struct ems_places places;
    enum ems_status status =
        ems_places_parse((const char *)data, size, file, kind, EMS_COORD_GCJ02, &arena, &diags, &places);
    if (status == EMS_OK) check_places(&places, kind);
    if ((status == EMS_OK) != (diags.errors == 0)) __builtin_trap();
    ems_diags_free(&diags);
    ems_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool is_json = size > 0 && (data[0] == '{' || data[0] == '[');
    for (int kind = 0; kind < EMS_PLACES_KINDS; kind++)
        read_as(data, size, is_json ? "fuzz.geojson" : "fuzz.csv", (enum ems_places_kind)kind);
    return 0;
}
