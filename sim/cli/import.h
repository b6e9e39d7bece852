/* What `ems120 import` can make of a file: one function for each kind, listed in import.c. */
#ifndef EMS_CLI_IMPORT_H
#define EMS_CLI_IMPORT_H

#include "cli/cli.h"
#include "geo/coordinate.h"

struct ems_import_kind {
    const char *name;
    uint64_t options; /* bits of those that this kind takes, beside the common ones */
    int32_t min_files, max_files;
    enum ems_status (*run)(struct ems_cli *cli); /* files are the operands after the first */
};

/* What --coordinates says a file's longitudes and latitudes are; WGS-84 when it does not stand there.
 * EMS_BAD_USAGE with a diagnostic. */
enum ems_status ems_import_coordinates(struct ems_cli *cli, enum ems_coordinates *out);
/* wgs84, gcj02, bd09 or plane. */
const char *ems_coordinates_name(enum ems_coordinates system);

enum ems_status ems_cli_import_roads(struct ems_cli *cli);
enum ems_status ems_cli_import_places(struct ems_cli *cli);

#endif
