/* The parts of `ems120 import places`: what was read, and how it is written. */
#ifndef EMS_CLI_IMPORT_PLACES_H
#define EMS_CLI_IMPORT_PLACES_H

#include <stdio.h>

#include "cli/cli.h"
#include "scenario/places.h"

struct ems_import_places {
    struct ems_cli *cli;
    enum ems_places_kind kind;
    enum ems_coordinates from; /* of the file */
    enum ems_coordinates to;   /* of what is written: that of the scenario extended */
    struct ems_places places;
    const char *table; /* people: the table beside --out; else NULL */
};

/* Finds `to`: WGS-84, or what the scenario of --extends says, itself or by what it extends. EMS_BAD_INPUT
 * with a diagnostic when it cannot be read. */
enum ems_status ems_import_places_system(struct ems_import_places *import);

/* As --kind has them. */
extern const char *const ems_import_places_kinds[EMS_PLACES_KINDS];

/* The part of a scenario, with a comment on where it comes from. EMS_IO leaves errno. */
enum ems_status ems_import_places_yaml(const struct ems_import_places *import, FILE *out);
/* People as a scenario's `population` reads them. */
enum ems_status ems_import_places_table(const struct ems_import_places *import, FILE *out);

#endif
