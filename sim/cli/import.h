/* What `ems120 import` can make of a file: one function for each kind, listed in import.c. */
#ifndef EMS_CLI_IMPORT_H
#define EMS_CLI_IMPORT_H

#include "cli/cli.h"

struct ems_import_kind {
    const char *name;
    uint32_t options; /* bits of those that this kind takes, beside the common ones */
    int32_t min_files, max_files;
    enum ems_status (*run)(struct ems_cli *cli); /* files are the operands after the first */
};

enum ems_status ems_cli_import_roads(struct ems_cli *cli);
enum ems_status ems_cli_import_places(struct ems_cli *cli);

#endif
