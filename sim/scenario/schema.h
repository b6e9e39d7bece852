/* The one table of what a scenario may say. A field says its key, what kind of value stands there, where in
 * the definition it goes, its range, default and meaning. The table drives the loader (fill.h), merging and
 * --set, the JSON Schema and the reference: a new key is a row here, a member in definition.h and a text in
 * base/texts/schema.def.
 *
 * Offsets are from the start of the struct that the object fills; every such struct begins with its mark. */
#ifndef EMS_SCENARIO_SCHEMA_H
#define EMS_SCENARIO_SCHEMA_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/policy.h"
#include "scenario/definition.h"

/* Kinds of value: EMS_FIELD_KIND(id, text that names it, YAML shapes it may have: s scalar, l list, m map) */
#define EMS_FIELD_KINDS(X)                                                             \
    X(TEXT, "s")                                                                       \
    X(WORD, "s") /* an id: no white space and none of . = / : , brackets, quotes, # */ \
    X(NAME, "sm")                                                                      \
    X(INTEGER, "s")                                                                    \
    X(NUMBER, "s")                                                                     \
    X(SHARE, "s")                                                                      \
    X(DURATION, "s")                                                                   \
    X(LENGTH, "s")                                                                     \
    X(SPEED, "s")                                                                      \
    X(ACCELERATION, "s")                                                               \
    X(BOOL, "s")                                                                       \
    X(CHOICE, "s")                                                                     \
    X(DATETIME, "s")                                                                   \
    X(DATE, "s")                                                                       \
    X(MOMENT, "s")                                                                     \
    X(TIME_OF_DAY, "s")                                                                \
    X(HOURS, "s")                                                                      \
    X(WEEKDAYS, "sl")                                                                  \
    X(POSITION, "l")                                                                   \
    X(PRIORITY_PAIR, "l")                                                              \
    X(NUMBERS, "l")                                                                    \
    X(FILE, "s")                                                                       \
    X(POLICY, "s")                                                                     \
    X(DISTRIBUTION, "sm")                                                              \
    X(OBJECT, "m")                                                                     \
    X(LIST, "l")                                                                       \
    X(MAP, "m")                                                                        \
    X(ANY, "slm")                                                                      \
    X(EITHER, "slm")

enum ems_field_kind {
#define EMS_FIELD_ENUM(id, shapes) EMS_FIELD_##id,
    EMS_FIELD_KINDS(EMS_FIELD_ENUM)
#undef EMS_FIELD_ENUM
        EMS_FIELD_KIND_COUNT
};

enum ems_field_flags {
    EMS_REQUIRED = 1,     /* must be given */
    EMS_UNLIMITED_OK = 2, /* the word `unlimited` may stand */
    EMS_NEVER_OK = 4,     /* the word `never` may stand */
    EMS_ABOVE = 8,        /* `low` itself is not allowed */
    EMS_SEED = 16,        /* no upper limit but int64 */
    EMS_AUTO_OK = 32      /* the word `auto` may stand: EMS_NEVER in the definition */
};

struct ems_schema;

struct ems_choice_word {
    const char *word;
    int32_t value;
};

struct ems_field {
    const char *key; /* NULL for items of lists, values of maps and alternatives */
    enum ems_field_kind kind;
    uint32_t flags;
    size_t offset;
    /* numbers: the range; SI units for quantities. NUMBERS: of each. LIST and NUMBERS: how many. high 0: no
     * limit but that of the kind */
    double low, high;
    int32_t least, most;                 /* most 0: no limit */
    const char *fallback;                /* default, as YAML; NULL none */
    const struct ems_choice_word *words; /* CHOICE, ends with a NULL word */
    const struct ems_schema *object;     /* OBJECT; POLICY: NULL */
    const struct ems_schema *table;      /* LIST: what may stand for it, see site_table.h */
    const struct ems_field *item;        /* LIST: each; MAP: each value; EITHER: `choices` alternatives */
    int32_t choices;
    size_t item_size; /* LIST and MAP: bytes of an entry in the definition */
    int32_t group;    /* fields of one group (not 0) exclude each other */
    const char *when; /* only with this value of the object's tag, or one of `a, b, c`; NULL always */
    enum ems_text text;
};

/* A map with known keys. */
struct ems_schema {
    const char *name; /* of its definition in the JSON Schema */
    const struct ems_field *fields;
    int32_t count;
    size_t size;
    uint32_t needed; /* bit g: exactly one of group g must be given */
    const char *tag; /* key whose value decides on fields with `when` */
    bool has_policy; /* further keys are parameters of the policy that the POLICY field names */
    enum ems_policy_role role;
    size_t choice_offset; /* has_policy: struct ems_policy_choice */
    enum ems_text text;
};

/* The whole scenario. */
const struct ems_schema *ems_schema_root(void);
/* What a distribution may be, filled into struct ems_raw_distribution (scenario/distribution_read.h). */
const struct ems_schema *ems_schema_distribution(void);

const struct ems_field *ems_schema_field(const struct ems_schema *schema, const char *key);
/* The field goes with this value of its object's tag. */
bool ems_field_goes_with(const struct ems_field *field, const char *word);
/* YAML shapes of a kind, such as "sm". */
const char *ems_field_shapes(enum ems_field_kind kind);
/* The tables of schema_*.c. */
extern const struct ems_schema ems_schema_distribution_table, ems_schema_area, ems_schema_station,
    ems_schema_hospital, ems_schema_vehicle_type, ems_schema_demand, ems_schema_call_centre,
    ems_schema_durations, ems_schema_travel, ems_schema_circle, ems_schema_station_table,
    ems_schema_hospital_table;

#endif
