/* Imported places as YAML, and people as a table. */
#include <inttypes.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "cli/import.h"
#include "cli/import_places.h"
#include "scenario/node.h"
#include "scenario/write.h"

const char *const ems_import_places_kinds[EMS_PLACES_KINDS] = {"stations", "hospitals", "people"};

static struct ems_node *new_node(const struct ems_import_places *import, enum ems_node_kind kind)
{
    return ems_node_new(&import->cli->arena, kind, (struct ems_place_in_file){.file = ""}, ".");
}

/* Puts `child` at the end of `parent`, under `key` in a map; nothing when memory is out, which the arena
 * knows. */
static void put(struct ems_node *parent, const char *key, struct ems_node *child)
{
    if (parent == NULL || child == NULL) return;
    child->key = key;
    ems_node_append(parent, child);
}

/* Numbers stand plain; a text that would be read as one does not. */
static void put_text(const struct ems_import_places *import, struct ems_node *parent, const char *key,
                     const char *text)
{
    struct ems_node *scalar = new_node(import, EMS_NODE_SCALAR);
    if (scalar == NULL || text == NULL) return;
    scalar->text = text;
    scalar->plain = true;
    scalar->plain = ems_node_scalar_kind(scalar) == EMS_SCALAR_TEXT;
    put(parent, key, scalar);
}

static void put_plain(const struct ems_import_places *import, struct ems_node *parent, const char *key,
                      const char *text)
{
    struct ems_node *scalar = new_node(import, EMS_NODE_SCALAR);
    if (scalar == NULL || text == NULL) return;
    scalar->text = text;
    scalar->plain = true;
    put(parent, key, scalar);
}

static void put_count(const struct ems_import_places *import, struct ems_node *parent, const char *key,
                      int64_t count)
{
    put_plain(import, parent, key, ems_arena_format(&import->cli->arena, "%" PRId64, count));
}

/* Degrees to a centimetre, metres to a millimetre. */
static void format_coordinate(const struct ems_import_places *import, double value, char out[EMS_NUMBER_SIZE])
{
    size_t length = ems_number_format_fixed(value, import->to == EMS_COORD_PLANE ? 3 : 7, out);
    while (length > 1 && out[length - 1] == '0') out[--length] = '\0';
    if (length > 1 && out[length - 1] == '.') out[length - 1] = '\0';
}

static void put_position(const struct ems_import_places *import, struct ems_node *parent,
                         struct ems_position at)
{
    char text[EMS_NUMBER_SIZE];
    struct ems_node *list = new_node(import, EMS_NODE_LIST);
    at = ems_from_wgs84(import->to, at);
    format_coordinate(import, at.x, text);
    put_plain(import, list, NULL, ems_arena_strdup(&import->cli->arena, text));
    format_coordinate(import, at.y, text);
    put_plain(import, list, NULL, ems_arena_strdup(&import->cli->arena, text));
    put(parent, "at", list);
}

static void put_name(const struct ems_import_places *import, struct ems_node *parent,
                     const struct ems_name *name)
{
    if (name->by_lang[EMS_LANG_EN] == NULL && name->by_lang[EMS_LANG_ZH] == NULL) return;
    struct ems_node *map = new_node(import, EMS_NODE_MAP);
    put_text(import, map, "en", name->by_lang[EMS_LANG_EN]);
    put_text(import, map, "zh", name->by_lang[EMS_LANG_ZH]);
    put(parent, "name", map);
}

static void put_vehicles(const struct ems_import_places *import, struct ems_node *parent,
                         const struct ems_place *place)
{
    if (place->vehicle_count == 0) return;
    struct ems_node *map = new_node(import, EMS_NODE_MAP);
    for (int32_t i = 0; i < place->vehicle_count; i++)
        put_count(import, map, place->vehicles[i].type, place->vehicles[i].count);
    put(parent, "vehicles", map);
}

static void put_provides(const struct ems_import_places *import, struct ems_node *parent,
                         const struct ems_place *place)
{
    if (place->provides_count == 0) return;
    struct ems_node *list = new_node(import, EMS_NODE_LIST);
    for (int32_t i = 0; i < place->provides_count; i++) put_text(import, list, NULL, place->provides[i]);
    put(parent, "provides", list);
}

static struct ems_node *make_place(const struct ems_import_places *import, const struct ems_place *place)
{
    struct ems_node *map = new_node(import, EMS_NODE_MAP);
    if (map == NULL) return NULL;
    map->flow = true;
    put_text(import, map, "id", place->id);
    put_name(import, map, &place->name);
    put_position(import, map, place->at);
    put_text(import, map, "tier", place->tier);
    put_text(import, map, "hospital", place->hospital);
    put_vehicles(import, map, place);
    if (place->crews >= 0) put_count(import, map, "crews", place->crews);
    if (place->bays >= 0) put_count(import, map, "bays", place->bays);
    put_provides(import, map, place);
    return map;
}

/* A file of its own begins as scenarios do; what is printed is meant for pasting. */
static void put_head(const struct ems_import_places *import, struct ems_node *root)
{
    struct ems_cli *cli = import->cli;
    const char *out = cli->options.out;
    if (out == NULL) return;
    put_plain(import, root, "ems120", "1");
    if (cli->options.extends != NULL) {
        const char *folder = ems_path_folder(&cli->arena, out);
        if (folder != NULL)
            put_text(import, root, "extends", ems_path_relative(&cli->arena, folder, cli->options.extends));
    } else {
        put_text(import, root, "coordinates", ems_coordinates_name(import->to));
    }
}

static struct ems_node *make_tree(const struct ems_import_places *import)
{
    struct ems_node *root = new_node(import, EMS_NODE_MAP);
    put_head(import, root);
    if (import->kind == EMS_PLACES_PEOPLE) {
        struct ems_node *map = new_node(import, EMS_NODE_MAP);
        put_text(import, map, "file", ems_path_name(import->table));
        put(root, "population", map);
        return root;
    }
    struct ems_node *list = new_node(import, EMS_NODE_LIST);
    for (int32_t i = 0; i < import->places.count; i++)
        put(list, NULL, make_place(import, &import->places.items[i]));
    put(root, ems_import_places_kinds[import->kind], list);
    return root;
}

enum ems_status ems_import_places_yaml(const struct ems_import_places *import, FILE *out)
{
    struct ems_cli *cli = import->cli;
    char text[1024];
    const char *const args[] = {ems_path_name(cli->options.operands[1]), ems_coordinates_name(import->to)};
    struct ems_node *root = make_tree(import);
    if (root == NULL || cli->arena.failed) return EMS_NO_MEMORY;
    ems_text_format(text, sizeof text, EMS_T_IMPORT_PLACES_HEAD, cli->options.lang, args, 2);
    for (char *c = text; *c != '\0'; c++) {
        if ((unsigned char)*c < ' ') *c = ' '; /* a comment is one line */
    }
    fprintf(out, "# %s\n", text);
    return ems_node_write(root, out);
}

enum ems_status ems_import_places_table(const struct ems_import_places *import, FILE *out)
{
    struct ems_csv_writer writer = ems_csv_writer(out);
    bool plane = import->to == EMS_COORD_PLANE, has_area = false;
    char text[EMS_NUMBER_SIZE];
    for (int32_t i = 0; i < import->places.count; i++)
        has_area = has_area || import->places.items[i].area != NULL;
    ems_csv_put_text(&writer, plane ? "x_m" : "lon");
    ems_csv_put_text(&writer, plane ? "y_m" : "lat");
    ems_csv_put_text(&writer, "people");
    if (has_area) ems_csv_put_text(&writer, "area");
    ems_csv_end_row(&writer);
    for (int32_t i = 0; i < import->places.count; i++) {
        const struct ems_place *place = &import->places.items[i];
        struct ems_position at = ems_from_wgs84(import->to, place->at);
        format_coordinate(import, at.x, text);
        ems_csv_put_text(&writer, text);
        format_coordinate(import, at.y, text);
        ems_csv_put_text(&writer, text);
        ems_csv_put_number(&writer, place->people);
        if (has_area) ems_csv_put_text(&writer, place->area);
        ems_csv_end_row(&writer);
    }
    return ems_csv_end(&writer);
}
