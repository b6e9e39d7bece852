/* `ems120 import roads`: an OpenStreetMap file or tables become one prepared network. */
#include "cli/import_roads.h"

#include "cli/import.h"
#include "cli/progress.h"
#include "scenario/speeds.h"

struct import {
    struct ems_cli *cli;
    struct ems_speeds speeds;
    enum ems_coordinates coordinates; /* of tables */
    struct ems_import_source source;
    struct ems_import_area area;
    struct ems_raw_network raw;
    struct ems_network network;
    struct ems_import_findings findings;
    struct ems_progress progress;
};

static bool tell_progress(void *self, int64_t done, int64_t total)
{
    struct import *import = self;
    if (total > 0) ems_progress_tell_share(&import->progress, (double)done / (double)total);
    return ems_cli_interrupted() == 0;
}

/* Only nodes in the box are asked for; the outline's own box serves as one. */
static enum ems_status read_osm(struct import *import)
{
    const struct ems_import_area *area = &import->area;
    struct ems_osm_options options = {.speeds = &import->speeds,
                                      .has_box = area->has_box || area->has_outline,
                                      .low = area->has_box ? area->low : area->outline_low,
                                      .high = area->has_box ? area->high : area->outline_high,
                                      .progress = tell_progress,
                                      .context = import};
    return ems_osm_read(import->source.file, &options, &import->cli->diags, &import->raw,
                        &import->findings.osm);
}

static enum ems_status read_tables(struct import *import)
{
    struct ems_road_csv_options options = {.speeds = &import->speeds,
                                           .coordinates = import->coordinates,
                                           .undirected = import->findings.undirected,
                                           .progress = tell_progress,
                                           .context = import};
    return ems_road_csv_read(import->source.nodes, import->source.edges, &options, &import->cli->diags,
                             &import->raw, &import->findings.csv);
}

static enum ems_status read_source(struct import *import)
{
    struct ems_cli *cli = import->cli;
    import->progress = ems_progress_begin(cli->options.lang, !cli->options.quiet);
    enum ems_status status = import->source.is_osm ? read_osm(import) : read_tables(import);
    if (status == EMS_OK) ems_progress_say(&import->progress, EMS_T_IMPORT_PREPARING);
    return status;
}

/* Edges that lead one way only leave little of a table that meant both. */
static void warn_one_way(const struct import *import)
{
    const struct ems_raw_report *r = &import->findings.raw;
    if (import->source.is_osm || import->findings.undirected || 2 * r->nodes_cut <= r->nodes_read) return;
    struct ems_diag *diag =
        ems_diag_warning(&import->cli->diags, (struct ems_place_in_file){.file = import->source.edges}, "",
                         EMS_T_IMPORT_ONE_WAY, NULL);
    ems_diag_hint(&import->cli->diags, diag, EMS_T_HINT_IMPORT_UNDIRECTED, NULL);
}

static enum ems_status make(struct import *import)
{
    struct ems_cli *cli = import->cli;
    struct ems_import_findings *f = &import->findings;
    enum ems_status status =
        ems_import_cut(cli, &import->area, &import->raw, &f->nodes_outside, &f->arcs_outside);
    if (status == EMS_OK)
        status = ems_network_make(&import->raw, &cli->arena, &cli->diags, &f->raw, &import->network);
    ems_progress_end(&import->progress);
    if (status == EMS_BAD_INPUT || status == EMS_OK) warn_one_way(import);
    if (status == EMS_OK && ems_cli_interrupted() != 0) status = EMS_INTERRUPTED;
    if (status == EMS_OK && ems_network_write(&import->network, cli->options.out) != EMS_OK)
        status = ems_cli_fail_io(cli, cli->options.out);
    return status;
}

static enum ems_status import_roads(struct import *import)
{
    struct ems_cli *cli = import->cli;
    enum ems_status status = ems_import_find_source(cli, &import->source);
    if (status == EMS_OK) status = ems_import_coordinates(cli, &import->coordinates);
    if (status == EMS_OK && import->source.is_osm && import->coordinates != EMS_COORD_WGS84)
        status = ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_IMPORT_OSM_WGS84, NULL);
    if (status == EMS_OK && cli->options.speeds != NULL)
        status = ems_speeds_read(cli->options.speeds, &cli->diags, &import->speeds);
    if (status == EMS_OK) status = ems_import_read_area(cli, &import->area);
    if (status == EMS_OK) status = read_source(import);
    if (status == EMS_OK) status = make(import);
    ems_progress_end(&import->progress);
    if (status == EMS_INTERRUPTED) return ems_cli_fail(cli, status, EMS_T_IMPORT_INTERRUPTED, NULL);
    if (status != EMS_OK) return status;
    import->findings.source = &import->source;
    import->findings.network = &import->network;
    if (cli->options.json) return ems_import_roads_json(cli, &import->findings);
    return cli->options.quiet ? EMS_OK : ems_import_roads_print(cli, &import->findings);
}

enum ems_status ems_cli_import_roads(struct ems_cli *cli)
{
    struct import import = {.cli = cli, .speeds = ems_speeds_default()};
    import.findings.undirected = (cli->options.given & EMS_OPT_BIT(UNDIRECTED)) != 0;
    if (cli->options.out == NULL)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_IMPORT_NO_OUT, EMS_ARGS(".roads"));
    enum ems_status status = import_roads(&import);
    ems_raw_free(&import.raw);
    return status;
}
