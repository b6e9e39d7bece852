/* `ems120 import`: finds the kind and sees that its options fit. */
#include "cli/import.h"

#include <string.h>

static const struct ems_import_kind kinds[] = {
    {.name = "roads",
     .options = EMS_OPT_BIT(OUT) | EMS_OPT_BIT(NODES) | EMS_OPT_BIT(EDGES) | EMS_OPT_BIT(BOUNDARY) |
                EMS_OPT_BIT(BBOX) | EMS_OPT_BIT(SPEEDS) | EMS_OPT_BIT(UNDIRECTED) | EMS_OPT_BIT(COORDINATES),
     .max_files = 1,
     .run = ems_cli_import_roads},
    {.name = "places",
     .options = EMS_OPT_BIT(OUT) | EMS_OPT_BIT(KIND) | EMS_OPT_BIT(EXTENDS) | EMS_OPT_BIT(COORDINATES),
     .min_files = 1,
     .max_files = 1,
     .run = ems_cli_import_places},
};
enum { KINDS = (int)(sizeof kinds / sizeof *kinds) };

static const struct ems_import_kind *find_kind(struct ems_cli *cli)
{
    const char *word = cli->options.operands[0], *names[KINDS];
    for (int i = 0; i < KINDS; i++) {
        names[i] = kinds[i].name;
        if (strcmp(word, names[i]) == 0) return &kinds[i];
    }
    struct ems_diag *diag = ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "",
                                           EMS_T_CLI_IMPORT_KIND, EMS_ARGS(word));
    const char *near = ems_closest_name(word, names, KINDS);
    if (near == NULL) near = names[0];
    ems_diag_hint(&cli->diags, diag, EMS_T_CLI_MEANT, EMS_ARGS(near));
    return NULL;
}

static enum ems_status check(struct ems_cli *cli, const struct ems_import_kind *kind)
{
    const struct ems_cli_options *o = &cli->options;
    const uint64_t common = EMS_OPT_BIT(JSON) | EMS_OPT_BIT(QUIET) | EMS_OPT_BIT(LANG) | EMS_OPT_BIT(HELP);
    for (int option = 0; option < EMS_OPT_COUNT; option++)
        if (o->given & ~(kind->options | common) & UINT64_C(1) << option)
            return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_IMPORT_OPTION,
                                EMS_ARGS(kind->name, ems_cli_option_name((enum ems_cli_option)option)));
    if (o->operand_count - 1 < kind->min_files)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_OPERANDS_FEW, EMS_ARGS("FILE"));
    if (o->operand_count - 1 > kind->max_files)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_OPERANDS_MANY,
                            EMS_ARGS(o->operands[kind->max_files + 1]));
    return EMS_OK;
}

enum ems_status ems_import_coordinates(struct ems_cli *cli, enum ems_coordinates *out)
{
    const char *name = cli->options.coordinates;
    int system = EMS_COORD_WGS84;
    while (name != NULL && system < EMS_COORD_PLANE &&
           strcmp(ems_coordinates_name((enum ems_coordinates)system), name) != 0)
        system++;
    *out = (enum ems_coordinates)system;
    if (system != EMS_COORD_PLANE) return EMS_OK;
    return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_IMPORT_PLACES_SYSTEM, EMS_ARGS(name));
}

enum ems_status ems_cli_import(struct ems_cli *cli)
{
    const struct ems_import_kind *kind = find_kind(cli);
    if (kind == NULL) return EMS_BAD_USAGE;
    enum ems_status status = check(cli, kind);
    return status == EMS_OK ? kind->run(cli) : status;
}
