/* `ems120 generate city`: a scenario of a city that does not exist. All files are written beside their names
 * first and take them at the end, the scenario last. */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "city/city.h"
#include "cli/cli.h"
#include "cli/folders.h"

enum { ROADS, PEOPLE, README, SCENARIO, FILES };
static const char *const names[FILES] = {"city.roads", "people.csv", "README.md", "scenario.yaml"};

struct making {
    struct ems_cli *cli;
    struct ems_city_def def;
    struct ems_city city;
    struct ems_raw_network raw;
    struct ems_network network;
    const char *folder, *path[FILES];
    bool was_there[FILES], folder_was_there, written[FILES];
    struct ems_file_out out[FILES]; /* the network has none: it is written in one go */
};

static enum ems_status read_def(struct ems_cli *cli, struct ems_city_def *def)
{
    const struct ems_cli_options *o = &cli->options;
    if (o->population == 0)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_GENERATE_MISSING, EMS_ARGS("population"));
    if (o->out == NULL) return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_GENERATE_MISSING, EMS_ARGS("out"));
    *def =
        (struct ems_city_def){.population = o->population, .nodes = o->node_count, .seed = (uint64_t)o->seed};
    const int64_t most = def->population / EMS_CITY_PEOPLE_PER_NODE;
    if (def->nodes <= most) return EMS_OK;
    const char *given = ems_arena_format(&cli->arena, "%" PRId64, def->nodes);
    const char *low = ems_arena_format(&cli->arena, "%d", EMS_CITY_NODES_MIN);
    const char *high = ems_arena_format(&cli->arena, "%" PRId64, most);
    return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_NOT_A_COUNT, EMS_ARGS("nodes", given, low, high));
}

/* Names the files and sees that none is there, unless they may be written over. */
static enum ems_status look_around(struct making *m)
{
    struct ems_cli *cli = m->cli;
    const bool force = (cli->options.given & EMS_OPT_BIT(FORCE)) != 0;
    m->folder = cli->options.out;
    m->folder_was_there = access(m->folder, F_OK) == 0;
    for (int f = 0; f < FILES; f++) {
        m->path[f] = ems_path_join(&cli->arena, m->folder, names[f]);
        if (m->path[f] == NULL) return EMS_NO_MEMORY;
        m->was_there[f] = access(m->path[f], F_OK) == 0;
        if (!m->was_there[f] || force) continue;
        struct ems_diag *diag = ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "",
                                               EMS_T_CLI_EXISTS, EMS_ARGS(m->path[f]));
        ems_diag_hint(&cli->diags, diag, EMS_T_HINT_FORCE, NULL);
        return EMS_IO;
    }
    return EMS_OK;
}

static enum ems_status fail_file(struct making *m, enum ems_status status, const char *path)
{
    return status == EMS_IO ? ems_cli_fail_io(m->cli, path) : status;
}

/* Before the work, so that a folder that takes no files is known at once. */
static enum ems_status open_files(struct making *m)
{
    char *folder = ems_arena_strdup(&m->cli->arena, m->folder);
    if (folder == NULL) return EMS_NO_MEMORY;
    if (!ems_cli_make_folders(folder)) return ems_cli_fail_io(m->cli, m->folder);
    for (int f = PEOPLE; f < FILES; f++) {
        enum ems_status status = ems_file_create(m->path[f], &m->out[f]);
        if (status != EMS_OK) return fail_file(m, status, m->path[f]);
    }
    return EMS_OK;
}

static enum ems_status check_interrupt(struct making *m)
{
    if (ems_cli_interrupted() == 0) return EMS_OK;
    return ems_cli_fail(m->cli, EMS_INTERRUPTED, EMS_T_CLI_GENERATE_INTERRUPTED, NULL);
}

static enum ems_status make(struct making *m)
{
    struct ems_raw_report report;
    enum ems_status status = ems_city_generate(&m->def, &m->city);
    if (status == EMS_OK) status = check_interrupt(m);
    if (status == EMS_OK) status = ems_city_roads(&m->city, &m->raw);
    if (status == EMS_OK)
        status = ems_network_make(&m->raw, &m->cli->arena, &m->cli->diags, &report, &m->network);
    return status == EMS_OK ? check_interrupt(m) : status;
}

static void write_text(const struct making *m, int file, FILE *out)
{
    const enum ems_lang lang = m->cli->options.lang;
    if (file == PEOPLE) ems_city_write_people(&m->city, out);
    if (file == README) ems_city_write_readme(&m->city, &m->network, lang, out);
    if (file == SCENARIO) ems_city_write_scenario(&m->city, lang, out);
}

/* In one piece, so that the reason of a failed write is known. */
static enum ems_status write_file(struct making *m, int file)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length), *out = m->out[file].stream;
    if (memory == NULL) return EMS_NO_MEMORY;
    write_text(m, file, memory);
    enum ems_status status = ferror(memory) ? EMS_NO_MEMORY : EMS_OK;
    if (fclose(memory) != 0) status = EMS_NO_MEMORY;
    if (status == EMS_OK && (fwrite(text, 1, length, out) != length || fflush(out) != 0))
        status = ems_cli_fail_io(m->cli, m->path[file]);
    free(text);
    return status;
}

/* All to the disk, then all to their names. */
static enum ems_status write_files(struct making *m)
{
    enum ems_status status = EMS_OK;
    for (int f = PEOPLE; f < FILES && status == EMS_OK; f++) status = write_file(m, f);
    if (status == EMS_OK) status = check_interrupt(m);
    if (status == EMS_OK)
        status = fail_file(m, ems_network_write(&m->network, m->path[ROADS]), m->path[ROADS]);
    m->written[ROADS] = status == EMS_OK;
    for (int f = PEOPLE; f < FILES && status == EMS_OK; f++) {
        status = fail_file(m, ems_file_commit(&m->out[f]), m->path[f]);
        m->written[f] = status == EMS_OK;
    }
    return status;
}

/* After a failure nothing new stays. */
static void take_back(struct making *m)
{
    for (int f = 0; f < FILES; f++) {
        ems_file_discard(&m->out[f]);
        if (m->written[f] && !m->was_there[f]) unlink(m->path[f]);
    }
    if (!m->folder_was_there) rmdir(m->folder);
}

static int64_t vehicles_of(const struct ems_city *city)
{
    int64_t vehicles = 0;
    for (int32_t s = 0; s < city->stations.count; s++) vehicles += city->stations.items[s].vehicles;
    return vehicles;
}

static int64_t length_km(const struct ems_network *network)
{
    int64_t sum_mm = 0;
    for (int32_t a = 0; a < network->arc_count; a++) sum_mm += network->length_mm[a];
    return sum_mm / 2000000;
}

static enum ems_status say_json(const struct making *m)
{
    json_t *wrote = json_array();
    for (int f = 0; f < FILES; f++) json_array_append_new(wrote, ems_json_text(m->path[f]));
    json_t *document = json_pack(
        "{s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "wrote", wrote, "people", ems_json_integer(m->def.population),
        "nodes", ems_json_integer(m->network.node_count), "arcs", ems_json_integer(m->network.arc_count),
        "stations", ems_json_integer(m->city.stations.count), "vehicles",
        ems_json_integer(vehicles_of(&m->city)), "hospitals", ems_json_integer(m->city.hospitals.count));
    enum ems_status status = ems_cli_print_json(m->cli, document);
    json_decref(document);
    return status;
}

static void say(const struct making *m, enum ems_text id, const char *const *args, size_t count)
{
    char text[4096];
    ems_text_format(text, sizeof text, id, m->cli->options.lang, args, count);
    printf("%s\n", text);
}

static enum ems_status say_done(const struct making *m)
{
    struct ems_arena *arena = &m->cli->arena;
    if (m->cli->options.json) return say_json(m);
    if (m->cli->options.quiet) return EMS_OK;
    const int64_t counts[] = {m->def.population,      m->network.node_count, length_km(&m->network),
                              m->city.stations.count, vehicles_of(&m->city), m->city.hospitals.count};
    const char *args[7] = {m->folder};
    for (int i = 0; i < 6; i++) args[i + 1] = ems_arena_format(arena, "%" PRId64, counts[i]);
    const char *command = ems_arena_format(arena, EMS_PROGRAM_NAME " run %s", m->folder);
    if (arena->failed) return EMS_NO_MEMORY;
    say(m, EMS_T_CLI_GENERATE_DONE, args, 7);
    say(m, EMS_T_CLI_TRY, &command, 1);
    return EMS_OK;
}

static enum ems_status generate_city(struct ems_cli *cli)
{
    struct making m = {.cli = cli};
    enum ems_status status = read_def(cli, &m.def);
    if (status == EMS_OK) status = look_around(&m);
    if (status != EMS_OK) return status;
    status = open_files(&m);
    if (status == EMS_OK) status = make(&m);
    if (status == EMS_OK) status = write_files(&m);
    if (status == EMS_OK)
        status = say_done(&m);
    else
        take_back(&m);
    ems_raw_free(&m.raw);
    ems_city_free(&m.city);
    return status;
}

static const struct {
    const char *name;
    enum ems_status (*run)(struct ems_cli *cli);
} kinds[] = {{"city", generate_city}};
enum { KINDS = (int)(sizeof kinds / sizeof *kinds) };

enum ems_status ems_cli_generate(struct ems_cli *cli)
{
    const char *word = cli->options.operands[0], *known[KINDS];
    for (int i = 0; i < KINDS; i++) {
        known[i] = kinds[i].name;
        if (strcmp(word, known[i]) == 0) return kinds[i].run(cli);
    }
    struct ems_diag *diag = ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "",
                                           EMS_T_CLI_GENERATE_KIND, EMS_ARGS(word));
    const char *near = ems_closest_name(word, known, KINDS);
    ems_diag_hint(&cli->diags, diag, EMS_T_CLI_MEANT, EMS_ARGS(near != NULL ? near : known[0]));
    return EMS_BAD_USAGE;
}
