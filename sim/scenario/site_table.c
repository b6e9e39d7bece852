#include "scenario/site_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "scenario/source.h"

static const size_t TABLE_BYTES_MAX = (size_t)64 * 1000 * 1000;

/* One table being turned into entries. */
struct expansion {
    struct ems_filler *filler;
    const struct ems_def_site_table *def;
    const char *folder;
    struct ems_csv csv;
};

/* ---- reading ---- */

static bool read_csv(struct ems_filler *filler, const struct ems_def_file *file, struct ems_csv *csv)
{
    char *text = NULL;
    size_t length = 0;
    int32_t before = filler->diags->errors;
    *csv = (struct ems_csv){0};
    enum ems_status status = ems_file_read_input(file->path, TABLE_BYTES_MAX, file->mark.at, file->mark.path,
                                                 filler->diags, &text, &length);
    if (status == EMS_OK) {
        ems_source_keep(filler, file->path, text, length);
        status = ems_csv_parse(text, length, file->path, filler->diags, csv);
    }
    free(text);
    if (status == EMS_NO_MEMORY) filler->no_memory = true;
    return csv->cells != NULL && filler->diags->errors == before;
}

/* The column for a key, under the name that the scenario says it has. */
static int32_t column_of(const struct expansion *x, const char *key)
{
    const ems_def_text_map *names = &x->def->columns;
    for (int32_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i].key.value, key) == 0)
            return ems_csv_require(&x->csv, names->items[i].value.value, x->filler->diags);
    return ems_csv_column(&x->csv, key);
}

static bool is_named(const struct expansion *x, const char *key)
{
    const ems_def_text_map *names = &x->def->columns;
    for (int32_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i].key.value, key) == 0) return true;
    return false;
}

/* What `columns` names must be something that the table is asked for. */
static void check_names(const struct expansion *x, bool stations)
{
    static const char *const hospital_keys[] = {"hospital", "id",  "name", "name_zh", "lon",     "lat",
                                                "x_m",      "y_m", "node", "bays",    "provides"};
    static const char *const station_keys[] = {"station", "id",  "name", "name_zh", "lon",     "lat",
                                               "x_m",     "y_m", "node", "tier",    "vehicle", "type"};
    const char *const *keys = stations ? station_keys : hospital_keys;
    int32_t count = (int32_t)(stations ? sizeof station_keys : sizeof hospital_keys) / (int32_t)sizeof *keys;
    const ems_def_text_map *names = &x->def->columns;
    for (int32_t i = 0; i < names->count; i++) {
        const struct ems_def_text *key = &names->items[i].key;
        int32_t k = 0;
        while (k < count && strcmp(keys[k], key->value) != 0) k++;
        if (k < count) continue;
        struct ems_diag *d = ems_diag_error(x->filler->diags, key->mark.at, key->mark.path,
                                            EMS_T_TABLE_NO_SUCH_KEY, EMS_ARGS(key->value));
        ems_fill_suggest(x->filler, d, key->value, keys, count);
    }
}

static int32_t required_column(const struct expansion *x, const char *key)
{
    int32_t column = column_of(x, key);
    return column >= 0 ? column : ems_csv_require(&x->csv, key, x->filler->diags);
}

/* ---- making nodes ---- */

static struct ems_node *new_node(const struct expansion *x, enum ems_node_kind kind, int64_t row)
{
    struct ems_node *node = ems_node_new(x->filler->arena, kind, ems_csv_place(&x->csv, row), x->folder);
    if (node == NULL) x->filler->no_memory = true;
    return node;
}

static struct ems_node *scalar(const struct expansion *x, int64_t row, const char *text, bool plain)
{
    struct ems_node *node = new_node(x, EMS_NODE_SCALAR, row);
    if (node == NULL) return NULL;
    node->text = ems_arena_strdup(x->filler->arena, text);
    node->plain = plain;
    if (node->text == NULL) x->filler->no_memory = true;
    return node;
}

static void put(const struct expansion *x, struct ems_node *map, const char *key, struct ems_node *value)
{
    if (value == NULL || map == NULL) return;
    value->key = key;
    value->key_at = value->at;
    if (x->filler->no_memory) return;
    ems_node_append(map, value);
}

/* `plain` as YAML has it: a number or truth, not a text. */
static void put_cell(const struct expansion *x, struct ems_node *map, int64_t row, const char *key,
                     int32_t column, bool plain)
{
    const char *text = ems_csv_text(&x->csv, row, column);
    if (text[0] != '\0') put(x, map, key, scalar(x, row, text, plain));
}

/* `a b c` becomes a list of words. */
static void put_words(const struct expansion *x, struct ems_node *map, int64_t row, const char *key,
                      int32_t column)
{
    const char *text = ems_csv_text(&x->csv, row, column);
    struct ems_node *list = text[0] != '\0' ? new_node(x, EMS_NODE_LIST, row) : NULL;
    for (size_t length; list != NULL && *text != '\0'; text += length) {
        text += strspn(text, " ;");
        length = strcspn(text, " ;");
        const char *word = ems_arena_strndup(x->filler->arena, text, length);
        struct ems_node *item = length > 0 && word != NULL ? scalar(x, row, word, false) : NULL;
        if (item != NULL) ems_node_append(list, item);
    }
    put(x, map, key, list);
}

/* Where columns of a site stand. */
struct site_columns {
    int32_t id, name_en, name_zh, x, y, node;
};

static struct site_columns find_site_columns(const struct expansion *x, const char *id)
{
    bool plane = column_of(x, "x_m") >= 0; /* what the scenario's coordinates are is not known yet */
    const char *first = plane ? "x_m" : "lon", *second = plane ? "y_m" : "lat";
    struct site_columns c = {.id = column_of(x, is_named(x, "id") ? "id" : id),
                             .name_en = column_of(x, "name"),
                             .name_zh = column_of(x, "name_zh"),
                             .node = column_of(x, "node"),
                             .x = column_of(x, first),
                             .y = column_of(x, second)};
    if (c.id < 0) c.id = required_column(x, "id");
    if (c.node < 0 && (c.x < 0 || c.y < 0)) {
        c.x = required_column(x, first);
        c.y = required_column(x, second);
    }
    return c;
}

static void put_name(const struct expansion *x, struct ems_node *site, int64_t row,
                     const struct site_columns *c)
{
    struct ems_node *name = new_node(x, EMS_NODE_MAP, row);
    if (name == NULL) return;
    put_cell(x, name, row, "en", c->name_en, false);
    put_cell(x, name, row, "zh", c->name_zh, false);
    if (name->first != NULL) put(x, site, "name", name);
}

static struct ems_node *new_site(const struct expansion *x, int64_t row, const struct site_columns *c)
{
    struct ems_node *site = new_node(x, EMS_NODE_MAP, row);
    if (site == NULL) return NULL;
    put_cell(x, site, row, "id", c->id, false);
    put_name(x, site, row, c);
    if (c->node >= 0) {
        put_cell(x, site, row, "node", c->node, false);
        return site;
    }
    struct ems_node *at = new_node(x, EMS_NODE_LIST, row);
    struct ems_node *east = scalar(x, row, ems_csv_text(&x->csv, row, c->x), true);
    struct ems_node *north = scalar(x, row, ems_csv_text(&x->csv, row, c->y), true);
    if (at == NULL || east == NULL || north == NULL) return NULL;
    ems_node_append(at, east);
    ems_node_append(at, north);
    put(x, site, "at", at);
    return site;
}

/* ---- hospitals ---- */

static void add_hospitals(const struct expansion *x, struct ems_node *list)
{
    const struct site_columns c = find_site_columns(x, "hospital");
    int32_t bays = column_of(x, "bays"), provides = column_of(x, "provides");
    for (int64_t row = 0; row < x->csv.rows && c.id >= 0; row++) {
        struct ems_node *site = new_site(x, row, &c);
        if (site == NULL) return;
        put_cell(x, site, row, "bays", bays, true);
        put_words(x, site, row, "provides", provides);
        ems_node_append(list, site);
    }
}

/* ---- stations and their vehicles ---- */

static void add_stations(const struct expansion *x, struct ems_node *list)
{
    const struct site_columns c = find_site_columns(x, "station");
    int32_t tier = column_of(x, "tier");
    for (int64_t row = 0; row < x->csv.rows && c.id >= 0; row++) {
        struct ems_node *site = new_site(x, row, &c);
        if (site == NULL) return;
        put_cell(x, site, row, "tier", tier, false);
        ems_node_append(list, site);
    }
}

static struct ems_node *station_named(const struct ems_node *stations, const char *id)
{
    for (struct ems_node *s = stations->first; s != NULL; s = s->next) {
        const char *own = ems_node_id(s);
        if (own != NULL && strcmp(own, id) == 0) return s;
    }
    return NULL;
}

static struct ems_node *vehicles_of(const struct expansion *x, struct ems_node *station, int64_t row)
{
    struct ems_node *vehicles = ems_node_find(station, "vehicles");
    if (vehicles != NULL) return vehicles;
    vehicles = new_node(x, EMS_NODE_LIST, row);
    put(x, station, "vehicles", vehicles);
    return vehicles;
}

static void add_vehicle(const struct expansion *x, struct ems_node *stations, int64_t row,
                        const int32_t column[3])
{
    const char *at = ems_csv_text(&x->csv, row, column[1]);
    struct ems_node *station = station_named(stations, at), *vehicle = new_node(x, EMS_NODE_MAP, row);
    if (station == NULL) {
        ems_diag_error(x->filler->diags, ems_csv_place(&x->csv, row), "", EMS_T_NO_SUCH_STATION,
                       EMS_ARGS(at));
        return;
    }
    struct ems_node *vehicles = vehicles_of(x, station, row);
    if (vehicle == NULL || vehicles == NULL) return;
    put_cell(x, vehicle, row, "id", column[0], false);
    if (column[2] >= 0)
        put_cell(x, vehicle, row, "type", column[2], false);
    else if (x->def->type.value != NULL)
        put(x, vehicle, "type", scalar(x, row, x->def->type.value, false));
    ems_node_append(vehicles, vehicle);
}

static void add_vehicles(struct expansion *x, struct ems_node *stations)
{
    if (!x->def->vehicles.mark.given) return;
    ems_csv_free(&x->csv);
    if (!read_csv(x->filler, &x->def->vehicles, &x->csv)) return;
    const int32_t column[3] = {required_column(x, "vehicle"), required_column(x, "station"),
                               column_of(x, "type")};
    for (int64_t row = 0; row < x->csv.rows && column[0] >= 0 && column[1] >= 0; row++)
        add_vehicle(x, stations, row, column);
}

/* ---- the tables of a scenario ---- */

static void expand(struct ems_filler *filler, const struct ems_field *field, struct ems_node *root,
                   struct ems_node *table)
{
    struct ems_def_site_table def = {0};
    struct ems_path path = {NULL, field->key, 0};
    int32_t before = filler->diags->errors;
    struct ems_node *list = ems_node_new(filler->arena, EMS_NODE_LIST, table->at, table->folder);
    ems_fill_object(filler, field->table, table, &def, &path, table->at);
    if (list == NULL) {
        filler->no_memory = true;
        return;
    }
    struct expansion x = {.filler = filler, .def = &def, .folder = table->folder};
    bool stations = strcmp(field->key, "stations") == 0;
    check_names(&x, stations);
    if (filler->diags->errors == before && read_csv(filler, &def.file, &x.csv)) {
        (stations ? add_stations : add_hospitals)(&x, list);
        if (stations) add_vehicles(&x, list);
    }
    ems_csv_free(&x.csv);
    list->broken = filler->diags->errors > before;
    ems_node_replace(root, table, list);
}

void ems_site_tables_expand(struct ems_filler *filler, struct ems_node *root)
{
    const struct ems_schema *schema = ems_schema_root();
    for (int32_t i = 0; i < schema->count; i++) {
        const struct ems_field *field = &schema->fields[i];
        struct ems_node *given = field->table != NULL ? ems_node_find(root, field->key) : NULL;
        if (given != NULL && given->kind == EMS_NODE_MAP && !given->broken)
            expand(filler, field, root, given);
    }
}
