/* Two tables, of nodes and of edges, parted by a line of its own (==). What is read becomes a network, which
 * must be one that a file of it would be let in for. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "road/csv.h"
#include "road/network_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void make(const struct ems_raw_network *raw)
{
    struct ems_arena arena = {0};
    struct ems_diags diags = {0};
    struct ems_raw_report report;
    struct ems_network network, again;
    enum ems_status status = ems_network_make(raw, &arena, &diags, &report, &network);
    if (status == EMS_BAD_INPUT && diags.errors == 0) __builtin_trap();
    if (status == EMS_OK &&
        ems_network_read(network.bytes, network.size, (struct ems_place_in_file){.file = ""}, "",
                         "fuzz.roads", &diags, &again) != EMS_OK)
        __builtin_trap();
    ems_diags_free(&diags);
    ems_arena_free(&arena);
}

static void read_tables(struct ems_road_csv_text nodes, struct ems_road_csv_text edges, bool undirected)
{
    struct ems_speeds speeds = ems_speeds_default();
    struct ems_road_csv_options options = {.speeds = &speeds, .undirected = undirected};
    struct ems_road_csv_report report;
    struct ems_raw_network raw = {0};
    struct ems_diags diags = {0};
    enum ems_status status = ems_road_csv_parse(nodes, edges, &options, &diags, &raw, &report);
    if (status == EMS_OK)
        make(&raw);
    else if (diags.errors == 0)
        __builtin_trap();
    ems_raw_free(&raw);
    ems_diags_free(&diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char line[] = "\n==\n";
    const char *text = (const char *)data;
    const char *cut = size > 0 ? memmem(text, size, line, sizeof line - 1) : NULL;
    size_t first = cut != NULL ? (size_t)(cut - text) + 1 : size;
    size_t second = cut != NULL ? first + sizeof line - 2 : size;
    struct ems_road_csv_text nodes = {"nodes.csv", text, first};
    struct ems_road_csv_text edges = {"edges.csv", text + second, size - second};
    read_tables(nodes, edges, false);
    read_tables(nodes, edges, true);
    return 0;
}
