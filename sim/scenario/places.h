/* Stations, hospitals and people from a table (CSV) or a map (GeoJSON), for `ems120 import places`, and
 * candidate sites for `ems120 site`. Columns,
 * or properties of features, are found by the names that people give them, in English or Chinese (places.c
 * has them all); others are passed over. Ids that are missing are made from names. */
#ifndef EMS_SCENARIO_PLACES_H
#define EMS_SCENARIO_PLACES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "geo/coordinate.h"

enum ems_places_kind {
    EMS_PLACES_STATIONS,
    EMS_PLACES_HOSPITALS,
    EMS_PLACES_PEOPLE,
    EMS_PLACES_KINDS,
    EMS_PLACES_CANDIDATES = EMS_PLACES_KINDS /* never imported */
};

struct ems_vehicle_count {
    const char *type;
    int64_t count;
};

struct ems_place {
    struct ems_position at;
    const char *id; /* an ems_word_ok text, each once; NULL for people */
    struct ems_name name;
    const char *tier, *hospital, *area;       /* NULL when not given */
    int64_t crews, bays;                      /* -1 when not given */
    const struct ems_vehicle_count *vehicles; /* those above 0 */
    const char *const *provides;
    int32_t vehicle_count, provides_count;
    double people;
    double cost, capacity; /* of a candidate; NAN when not given */
    bool forbidden;        /* likewise */
    int32_t line;          /* where it stands in a table; 0 in a map */
};

struct ems_places {
    enum ems_coordinates coordinates; /* WGS-84, or plane for tables with x_m and y_m */
    const struct ems_place *items;
    int32_t count;
    bool has_vehicles, has_people, has_costs; /* a column for them was found */
    const char *const *passed_over;           /* columns that nothing was made of */
    int32_t passed_over_count;
};

/* `from` is the system of the file's longitudes and latitudes. Everything lives in `arena`. EMS_BAD_INPUT
 * with diagnostics: all rows are looked at. */
enum ems_status ems_places_read(const char *path, enum ems_places_kind kind, enum ems_coordinates from,
                                struct ems_arena *arena, struct ems_diags *diags, struct ems_places *out);
/* The same from memory; `file` stands in diagnostics and, by its ending, tells GeoJSON from CSV. */
enum ems_status ems_places_parse(const char *text, size_t length, const char *file, enum ems_places_kind kind,
                                 enum ems_coordinates from, struct ems_arena *arena, struct ems_diags *diags,
                                 struct ems_places *out);

#endif
