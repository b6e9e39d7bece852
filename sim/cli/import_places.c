/* `ems120 import places`: stations, hospitals or people of a file as a part of a scenario. */
#include "cli/import_places.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/import.h"

/* ---- files ---- */

static enum ems_status write_file(const struct ems_import_places *import, const char *path,
                                  enum ems_status (*write)(const struct ems_import_places *, FILE *))
{
    struct ems_file_out file;
    if (ems_file_create(path, &file) != EMS_OK) return ems_cli_fail_io(import->cli, path);
    enum ems_status status = ems_file_finish(&file, write(import, file.stream));
    return status == EMS_IO ? ems_cli_fail_io(import->cli, path) : status;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* OUT.yaml goes with OUT.csv. */
static enum ems_status name_table(struct ems_import_places *import)
{
    struct ems_cli *cli = import->cli;
    const char *out = cli->options.out, *dot = out == NULL ? NULL : strrchr(ems_path_name(out), '.');
    if (out == NULL) return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_IMPORT_PLACES_NEED_OUT, NULL);
    size_t length = dot == NULL ? strlen(out) : (size_t)(dot - out);
    import->table = ems_arena_format(&cli->arena, "%.*s.csv", (int)length, out);
    return import->table == NULL ? EMS_NO_MEMORY : EMS_OK;
}

static enum ems_status check_out(struct ems_import_places *import)
{
    struct ems_cli *cli = import->cli;
    const char *const paths[] = {cli->options.out, import->table};
    for (int i = 0; i < 2; i++) {
        if (paths[i] != NULL && is_same_file(paths[i], cli->options.operands[1]))
            return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_IMPORT_PLACES_SAME, EMS_ARGS(paths[i]));
    }
    return EMS_OK;
}

static enum ems_status write_all(struct ems_import_places *import)
{
    enum ems_status status = EMS_OK;
    if (import->cli->options.out == NULL) return ems_import_places_yaml(import, stdout);
    if (import->table != NULL) status = write_file(import, import->table, ems_import_places_table);
    return status == EMS_OK ? write_file(import, import->cli->options.out, ems_import_places_yaml) : status;
}

/* ---- what is said ---- */

static void say(const struct ems_import_places *import, enum ems_text text, const char *a, const char *b,
                const char *c)
{
    char line[4096];
    const char *const args[] = {a, b, c};
    ems_text_format(line, sizeof line, text, import->cli->options.lang, args, 3);
    printf("%s\n", line);
}

static const char *join_passed_over(const struct ems_import_places *import)
{
    const char *joined = "";
    for (int32_t i = 0; i < import->places.passed_over_count && joined != NULL; i++)
        joined = ems_arena_format(&import->cli->arena, "%s%s%s", joined, i > 0 ? ", " : "",
                                  import->places.passed_over[i]);
    return joined;
}

struct totals {
    int64_t vehicles;
    double people;
};

static struct totals add_up(const struct ems_places *places)
{
    struct totals totals = {0, 0};
    for (int32_t i = 0; i < places->count; i++) {
        totals.people += places->items[i].people;
        for (int32_t v = 0; v < places->items[i].vehicle_count; v++)
            totals.vehicles += places->items[i].vehicles[v].count;
    }
    return totals;
}

static enum ems_status print_done(const struct ems_import_places *import)
{
    struct ems_cli *cli = import->cli;
    struct totals totals = add_up(&import->places);
    const char *passed = join_passed_over(import);
    const char *count = ems_arena_format(&cli->arena, "%" PRId32, import->places.count);
    const char *vehicles = ems_arena_format(&cli->arena, "%" PRId64, totals.vehicles);
    char people[EMS_NUMBER_SIZE];
    ems_number_format(totals.people, people);
    if (cli->arena.failed) return EMS_NO_MEMORY;
    say(import, EMS_T_IMPORT_PLACES_DONE, cli->options.out, count, cli->options.operands[1]);
    if (import->kind == EMS_PLACES_STATIONS) say(import, EMS_T_IMPORT_PLACES_VEHICLES, vehicles, NULL, NULL);
    if (import->kind == EMS_PLACES_PEOPLE) say(import, EMS_T_IMPORT_PLACES_PEOPLE, people, NULL, NULL);
    if (passed[0] != '\0') say(import, EMS_T_IMPORT_PLACES_PASSED, passed, NULL, NULL);
    if (cli->options.extends == NULL)
        say(import, EMS_T_IMPORT_PLACES_USE, ems_path_name(cli->options.out), NULL, NULL);
    return EMS_OK;
}

static enum ems_status print_json(const struct ems_import_places *import)
{
    struct totals totals = add_up(&import->places);
    json_t *passed = json_array();
    for (int32_t i = 0; i < import->places.passed_over_count; i++)
        json_array_append_new(passed, ems_json_text(import->places.passed_over[i]));
    json_t *document = json_pack(
        "{s:o, s:s, s:o, s:o, s:o, s:o}", "wrote", ems_json_text(import->cli->options.out), "kind",
        ems_import_places_kinds[import->kind], "places", ems_json_integer(import->places.count), "vehicles",
        ems_json_integer(totals.vehicles), "people", ems_json_real(totals.people), "passed_over", passed);
    enum ems_status status = ems_cli_print_json(import->cli, document);
    json_decref(document);
    return status;
}

/* ---- the command ---- */

static enum ems_status read_options(struct ems_import_places *import)
{
    struct ems_cli *cli = import->cli;
    const struct ems_cli_options *o = &cli->options;
    int kind = 0;
    while (kind < EMS_PLACES_KINDS &&
           (o->kind == NULL || strcmp(ems_import_places_kinds[kind], o->kind) != 0))
        kind++;
    if (kind == EMS_PLACES_KINDS) return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_IMPORT_PLACES_KIND, NULL);
    import->kind = (enum ems_places_kind)kind;
    if (o->out == NULL && (o->json || o->extends != NULL))
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_IMPORT_NO_OUT, EMS_ARGS(".yaml"));
    enum ems_status status = ems_import_coordinates(cli, &import->from);
    if (status == EMS_OK && import->kind == EMS_PLACES_PEOPLE) status = name_table(import);
    return status == EMS_OK ? check_out(import) : status;
}

static enum ems_status read_places(struct ems_import_places *import)
{
    struct ems_cli *cli = import->cli;
    const struct ems_place_in_file at = {.file = cli->options.operands[1]};
    enum ems_status status = ems_places_read(cli->options.operands[1], import->kind, import->from,
                                             &cli->arena, &cli->diags, &import->places);
    if (status != EMS_OK) return status;
    if (import->places.coordinates == EMS_COORD_PLANE && cli->options.coordinates != NULL)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_IMPORT_PLACES_PLANE, NULL);
    bool plane = import->places.coordinates == EMS_COORD_PLANE;
    if (cli->options.extends == NULL)
        import->to = import->places.coordinates;
    else if ((import->to == EMS_COORD_PLANE) != plane)
        return ems_cli_fail(cli, EMS_BAD_INPUT, EMS_T_IMPORT_PLACES_OTHER,
                            EMS_ARGS(cli->options.extends, ems_coordinates_name(import->to)));
    if (import->kind == EMS_PLACES_STATIONS && !import->places.has_vehicles)
        ems_diag_warning(&cli->diags, at, "", EMS_T_IMPORT_PLACES_NO_VEHICLES, NULL);
    return EMS_OK;
}

enum ems_status ems_cli_import_places(struct ems_cli *cli)
{
    struct ems_import_places import = {.cli = cli};
    enum ems_status status = read_options(&import);
    if (status == EMS_OK) status = ems_import_places_system(&import);
    if (status == EMS_OK) status = read_places(&import);
    if (status == EMS_OK) status = write_all(&import);
    if (status != EMS_OK || cli->options.out == NULL) return status;
    if (cli->options.json) return print_json(&import);
    return cli->options.quiet ? EMS_OK : print_done(&import);
}
