/* What is driven on: the road network, or the matrix of times between nodes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "road/csv.h"
#include "scenario/build_parts.h"
#include "travel/matrix.h"

/* Places farther than this from any road were put somewhere else than meant. */
static const double ACCESS_MAX_M = 10000;

/* ---- road ---- */

static void name_road_classes(struct ems_build *b)
{
    struct ems_names *names = &b->names[EMS_KIND_ROAD_CLASS];
    names->items = EMS_BUILD_ARRAY(b, const char *, b->network->class_count);
    if (names->items == NULL) return;
    for (int32_t c = 0; c < b->network->class_count; c++) names->items[c] = b->network->class_name[c];
    names->count = b->network->class_count;
}

/* A network in degrees serves scenarios in degrees of any system; one in metres those in its own plane. */
static void check_system(struct ems_build *b, const struct ems_def_mark *mark)
{
    bool plane = b->model->projection.coordinates == EMS_COORD_PLANE;
    bool network_plane = b->network->coordinates == EMS_COORD_PLANE;
    if (plane == network_plane) return;
    struct ems_diag *d =
        ems_build_error(b, mark, network_plane ? EMS_T_NETWORK_IS_PLANE : EMS_T_NETWORK_IS_DEGREES, NULL);
    ems_diag_hint(b->diags, d, network_plane ? EMS_T_HINT_NETWORK_IS_PLANE : EMS_T_HINT_NETWORK_IS_DEGREES,
                  NULL);
    b->network = NULL;
}

static void check_joined(struct ems_build *b, const struct ems_def_mark *mark)
{
    for (int32_t n = 0; b->network != NULL && n < b->network->node_count; n++)
        if (b->network->access[n]) return;
    if (b->network != NULL) ems_build_error(b, mark, EMS_T_NETWORK_NO_ACCESS, NULL);
    b->network = NULL;
}

static enum ems_status make_network(struct ems_build *b, const struct ems_def_network_tables *def,
                                    struct ems_network *network)
{
    const struct ems_speeds speeds = ems_speeds_default();
    const struct ems_road_csv_options options = {.speeds = &speeds, .undirected = def->undirected.value};
    const struct ems_build_file *nodes = ems_build_read(b, &def->nodes);
    if (nodes == NULL) return EMS_BAD_INPUT;
    const struct ems_road_csv_text node_text = {nodes->path, nodes->text, nodes->length};
    const struct ems_build_file *edges = ems_build_read(b, &def->edges);
    if (edges == NULL) return EMS_BAD_INPUT;
    struct ems_raw_network raw = {0};
    struct ems_raw_report cleaned;
    struct ems_road_csv_report report;
    enum ems_status status =
        ems_road_csv_parse(node_text, (struct ems_road_csv_text){edges->path, edges->text, edges->length},
                           &options, b->diags, &raw, &report);
    if (status == EMS_OK) status = ems_network_make(&raw, b->arena, b->diags, &cleaned, network);
    ems_raw_free(&raw);
    return status;
}

static void open_network(struct ems_build *b)
{
    const struct ems_def_network *def = &b->def->travel.network;
    const struct ems_def_file *file = &def->file;
    struct ems_network *network = EMS_BUILD_ARRAY(b, struct ems_network, 1);
    if (network == NULL || !def->mark.given) return;
    enum ems_status status =
        def->tables.mark.given
            ? make_network(b, &def->tables, network)
            : ems_network_open(file->path, file->mark.at, file->mark.path, b->arena, b->diags, network);
    if (status == EMS_NO_MEMORY) b->no_memory = true;
    if (status != EMS_OK) return;
    b->network = network;
    if (!def->tables.mark.given) ems_build_note_file(b, file, network->hash);
    check_system(b, &def->mark);
    check_joined(b, &def->mark);
    if (b->network != NULL) name_road_classes(b);
}

static uint64_t classes_of(struct ems_build *b, const ems_def_texts *names)
{
    uint64_t classes = names->count == 0 ? UINT64_MAX : 0;
    for (int32_t i = 0; i < names->count; i++) {
        int32_t found = ems_build_refer(b, EMS_KIND_ROAD_CLASS, &names->items[i]);
        if (found != EMS_NONE) classes |= (uint64_t)1 << found;
    }
    return classes;
}

static uint32_t area_classes_of(struct ems_build *b, const ems_def_texts *names)
{
    uint32_t classes = names->count == 0 ? UINT32_MAX : 0;
    for (int32_t i = 0; i < names->count; i++) {
        int32_t found = ems_build_refer(b, EMS_KIND_CLASS, &names->items[i]);
        if (found != EMS_NONE) classes |= (uint32_t)1 << found;
    }
    return classes;
}

static void make_factors(struct ems_build *b, struct ems_road_def *road)
{
    const struct ems_def_travel *def = &b->def->travel;
    struct ems_road_factor *factors = EMS_BUILD_ARRAY(b, struct ems_road_factor, def->road_factors.count);
    for (int32_t i = 0; factors != NULL && i < def->road_factors.count; i++) {
        const struct ems_def_road_factor *from = &def->road_factors.items[i];
        factors[i].roads = classes_of(b, &from->roads);
        factors[i].areas = area_classes_of(b, &from->areas);
        for (int h = 0; h < 24; h++)
            factors[i].by_hour[h] = from->hour_factor.count == 24 ? from->hour_factor.items[h] : 1;
    }
    road->factors = factors;
    road->factor_count = def->road_factors.count;
}

static const struct ems_shape *shape_of(struct ems_build *b, const struct ems_def_road_change *def)
{
    if (!def->circle.mark.given && def->polygon.count == 0) return NULL;
    struct ems_shape *shape = EMS_BUILD_ARRAY(b, struct ems_shape, 1);
    if (shape == NULL) return NULL;
    if (def->circle.mark.given) {
        *shape = ems_shape_circle(ems_build_project(b, &def->circle.centre), def->circle.radius_m.value);
        return shape;
    }
    struct ems_position *points = EMS_BUILD_SCRATCH(b, struct ems_position, def->polygon.count);
    if (points == NULL) return NULL;
    for (int32_t i = 0; i < def->polygon.count; i++) points[i] = def->polygon.items[i].value;
    const struct ems_geo_ring ring = {points, def->polygon.count};
    *shape = ems_build_polygon(b, &def->polygon.mark, "roads", &ring, 1);
    return shape;
}

static void make_changes(struct ems_build *b, struct ems_road_def *road)
{
    struct ems_road_change *changes = EMS_BUILD_ARRAY(b, struct ems_road_change, b->def->timeline.count);
    for (int32_t i = 0; changes != NULL && i < b->def->timeline.count; i++) {
        const struct ems_def_road_change *def = &b->def->timeline.items[i].roads;
        const struct ems_timeline_entry *entry = &b->model->timeline[i];
        if (!def->mark.given) continue;
        changes[road->change_count++] = (struct ems_road_change){.from = entry->from,
                                                                 .to = entry->to,
                                                                 .roads = classes_of(b, &def->classes),
                                                                 .within = shape_of(b, def),
                                                                 .factor = def->speed.value};
    }
    road->changes = changes;
}

void ems_build_road_def(struct ems_build *b, struct ems_road_def *road)
{
    const struct ems_def_travel *def = &b->def->travel;
    const double lights_mps = 20 / 3.6, normal_mps = 15 / 3.6;
    bool given = def->off_road.mark.given;
    if (b->network == NULL) return;
    *road = (struct ems_road_def){.network = b->network,
                                  .projection = b->model->projection,
                                  .snap_to_edge = def->snap.value == EMS_SNAP_EDGE,
                                  .off_road_mps = {given ? def->off_road.lights.value : lights_mps,
                                                   given ? def->off_road.normal.value : normal_mps}};
    make_factors(b, road);
    make_changes(b, road);
}

/* ---- what lies too far from the roads ---- */

static void tell_far(struct ems_build *b, const struct ems_def_mark *mark, const char *id, double distance_m)
{
    struct ems_diag *d = ems_build_error(b, mark, EMS_T_FAR_FROM_ROAD,
                                         EMS_ARGS(id, ems_build_number(b, rint(distance_m / 100) / 10)));
    ems_diag_hint(b->diags, d, EMS_T_HINT_FAR_FROM_ROAD, NULL);
}

static void check_people(struct ems_build *b)
{
    const struct ems_model *m = b->model;
    double people = 0;
    for (int32_t p = 0; p < m->place_count; p++)
        if (ems_travel_access_m(&m->travel, m->station_count + m->hospital_count + p) > ACCESS_MAX_M)
            people += m->places[p].people;
    if (people > 0)
        ems_build_warning(b, &b->def->travel.network.mark, EMS_T_PEOPLE_FAR_FROM_ROAD,
                          EMS_ARGS(ems_build_number(b, rint(people))));
}

void ems_build_check_access(struct ems_build *b)
{
    const struct ems_model *m = b->model;
    if (m->travel.def.kind != EMS_TRAVEL_ROAD) return;
    for (int32_t s = 0; s < m->station_count; s++) {
        double distance_m = ems_travel_access_m(&m->travel, s);
        if (distance_m > ACCESS_MAX_M)
            tell_far(b, &b->def->stations.items[s].mark, m->stations[s].id, distance_m);
    }
    for (int32_t h = 0; h < m->hospital_count; h++) {
        double distance_m = ems_travel_access_m(&m->travel, m->station_count + h);
        if (distance_m > ACCESS_MAX_M)
            tell_far(b, &b->def->hospitals.items[h].mark, m->hospitals[h].id, distance_m);
    }
    check_people(b);
}

/* ---- matrix ---- */

static bool parse_table(struct ems_build *b, const struct ems_def_file *def, struct ems_csv *csv)
{
    const struct ems_build_file *file = ems_build_read(b, def);
    *csv = (struct ems_csv){0};
    if (file == NULL) return false;
    int32_t before = b->diags->errors;
    if (ems_csv_parse(file->text, file->length, file->path, b->diags, csv) == EMS_NO_MEMORY)
        b->no_memory = true;
    return csv->cells != NULL && b->diags->errors == before;
}

static void read_node(struct ems_build *b, const struct ems_csv *csv, int64_t row, const int32_t column[3],
                      struct ems_point *out)
{
    struct ems_def_position at = {.mark = {ems_csv_place(csv, row), "", true}};
    const char *id = ems_arena_strdup(b->arena, ems_csv_text(csv, row, column[0]));
    if (id == NULL) b->no_memory = true;
    b->names[EMS_KIND_NODE].items[row] = id;
    bool good = ems_csv_number(csv, row, column[1], -1e7, 1e7, b->diags, &at.value.x);
    good = ems_csv_number(csv, row, column[2], -1e7, 1e7, b->diags, &at.value.y) && good;
    if (good) *out = ems_build_project(b, &at);
}

static void check_node_ids(struct ems_build *b, const struct ems_csv *csv)
{
    struct ems_def_text *texts = EMS_BUILD_SCRATCH(b, struct ems_def_text, csv->rows);
    if (texts == NULL) return;
    for (int64_t row = 0; row < csv->rows; row++)
        texts[row] =
            (struct ems_def_text){{ems_csv_place(csv, row), "", true}, b->names[EMS_KIND_NODE].items[row]};
    ems_build_unique(b, texts, (int32_t)csv->rows);
}

static void read_nodes(struct ems_build *b, const struct ems_csv *csv)
{
    bool plane = b->model->projection.coordinates == EMS_COORD_PLANE;
    const int32_t column[3] = {ems_csv_require(csv, "node", b->diags),
                               ems_csv_require(csv, plane ? "x_m" : "lon", b->diags),
                               ems_csv_require(csv, plane ? "y_m" : "lat", b->diags)};
    if (column[0] < 0 || column[1] < 0 || column[2] < 0) return;
    if (csv->rows == 0)
        ems_diag_error(b->diags, (struct ems_place_in_file){csv->file, 1, 0}, "", EMS_T_MATRIX_NO_NODES,
                       NULL);
    struct ems_names *names = &b->names[EMS_KIND_NODE];
    struct ems_point *at = EMS_BUILD_ARRAY(b, struct ems_point, csv->rows);
    names->items = EMS_BUILD_ARRAY(b, const char *, csv->rows);
    if (at == NULL || names->items == NULL) return;
    int32_t before = b->diags->errors;
    for (int64_t row = 0; row < csv->rows && !b->no_memory; row++) read_node(b, csv, row, column, &at[row]);
    if (b->no_memory) return;
    check_node_ids(b, csv);
    if (b->diags->errors > before) return; /* what names nodes would only complain again */
    names->count = (int32_t)csv->rows;
    ems_build_sort(b, EMS_KIND_NODE);
    b->matrix.node_at = at;
    b->matrix.node_count = names->count;
}

/* The node of each column, after the first; false with diagnostics unless each node has one. */
static bool match_columns(struct ems_build *b, const struct ems_csv *csv, int32_t *node_of)
{
    const struct ems_place_in_file header = {csv->file, 1, 0};
    bool *seen = EMS_BUILD_SCRATCH(b, bool, b->matrix.node_count);
    if (seen == NULL) return false;
    int32_t before = b->diags->errors, found = 0;
    for (int32_t c = 1; c < csv->columns; c++) {
        node_of[c] = ems_build_refer_at(b, EMS_KIND_NODE, header, "", csv->cells[c]);
        if (node_of[c] == EMS_NONE) continue;
        if (seen[node_of[c]])
            ems_diag_error(b->diags, header, "", EMS_T_MATRIX_NODE_TWICE, EMS_ARGS(csv->cells[c]));
        seen[node_of[c]] = true;
        found++;
    }
    for (int32_t n = 0; n < b->matrix.node_count && found < b->matrix.node_count; n++)
        if (!seen[n])
            ems_diag_error(b->diags, header, "", EMS_T_MATRIX_NO_COLUMN,
                           EMS_ARGS(b->names[EMS_KIND_NODE].items[n]));
    return b->diags->errors == before;
}

/* Seconds; an empty cell means that there is no way. */
static void read_row(struct ems_build *b, const struct ems_csv *csv, int64_t row, const int32_t *node_of,
                     ems_time *times)
{
    for (int32_t c = 1; c < csv->columns; c++) {
        double seconds;
        times[node_of[c]] = EMS_NEVER;
        if (ems_csv_text(csv, row, c)[0] == '\0') continue;
        if (ems_csv_number(csv, row, c, 0, 366 * 86400.0, b->diags, &seconds))
            times[node_of[c]] = ems_time_from_seconds(seconds);
    }
}

static const ems_time *read_times(struct ems_build *b, const struct ems_csv *csv)
{
    size_t nodes = (size_t)b->matrix.node_count;
    ems_time *times = EMS_BUILD_ARRAY(b, ems_time, nodes * nodes);
    int32_t *node_of = EMS_BUILD_SCRATCH(b, int32_t, csv->columns);
    bool *seen = EMS_BUILD_SCRATCH(b, bool, nodes);
    if (times == NULL || node_of == NULL || seen == NULL || !match_columns(b, csv, node_of)) return NULL;
    for (int64_t row = 0; row < csv->rows; row++) {
        int32_t from =
            ems_build_refer_at(b, EMS_KIND_NODE, ems_csv_place(csv, row), "", ems_csv_text(csv, row, 0));
        if (from == EMS_NONE) continue;
        if (seen[from])
            ems_diag_error(b->diags, ems_csv_place(csv, row), "", EMS_T_MATRIX_NODE_TWICE,
                           EMS_ARGS(ems_csv_text(csv, row, 0)));
        seen[from] = true;
        read_row(b, csv, row, node_of, times + (size_t)from * nodes);
    }
    for (size_t n = 0; n < nodes; n++)
        if (!seen[n])
            ems_diag_error(b->diags, (struct ems_place_in_file){csv->file, 1, 0}, "", EMS_T_MATRIX_NO_ROW,
                           EMS_ARGS(b->names[EMS_KIND_NODE].items[n]));
    return times;
}

static const ems_time *open_times(struct ems_build *b, const struct ems_def_file *file)
{
    struct ems_csv csv;
    const ems_time *times = parse_table(b, file, &csv) ? read_times(b, &csv) : NULL;
    ems_csv_free(&csv);
    return times;
}

static const ems_time *scaled(struct ems_build *b, const ems_time *times, double speed)
{
    size_t count = (size_t)b->matrix.node_count * (size_t)b->matrix.node_count;
    ems_time *out = EMS_BUILD_ARRAY(b, ems_time, count);
    for (size_t i = 0; out != NULL && i < count; i++)
        out[i] = times[i] == EMS_NEVER ? EMS_NEVER : (ems_time)rint((double)times[i] / speed);
    return out;
}

/* A vehicle must be able to come home from wherever it may be sent. The first pair without a way is told. */
static void check_ways_home(struct ems_build *b, const struct ems_travel_def *travel,
                            const struct ems_matrix_def *matrix)
{
    const struct ems_names *names = &b->names[EMS_KIND_NODE];
    for (int32_t p = 0; p < travel->place_count; p++)
        for (int32_t s = 0; s < b->model->station_count; s++) {
            int32_t from = matrix->node_of[p], to = matrix->node_of[s];
            size_t cell = (size_t)from * (size_t)matrix->node_count + (size_t)to;
            if (matrix->time[EMS_NORMAL][cell] != EMS_NEVER) continue;
            ems_build_error(b, &b->def->travel.times.mark, EMS_T_MATRIX_NO_WAY_HOME,
                            EMS_ARGS(names->items[from], names->items[to], b->model->stations[s].id));
            return;
        }
}

void ems_build_matrix_def(struct ems_build *b, const struct ems_travel_def *travel,
                          struct ems_matrix_def *matrix)
{
    const struct ems_def_matrix_times *def = &b->def->travel.times;
    if (b->matrix.node_count == 0) return;
    int32_t before = b->diags->errors;
    *matrix = b->matrix;
    matrix->time[EMS_LIGHTS] = open_times(b, &def->lights);
    if (matrix->time[EMS_LIGHTS] == NULL) return;
    if (def->normal.mark.given)
        matrix->time[EMS_NORMAL] = open_times(b, &def->normal);
    else
        matrix->time[EMS_NORMAL] =
            scaled(b, matrix->time[EMS_LIGHTS], def->normal_speed.mark.given ? def->normal_speed.value : 1);
    int32_t *node_of = EMS_BUILD_ARRAY(b, int32_t, travel->place_count);
    for (int32_t p = 0; node_of != NULL && p < travel->place_count; p++)
        node_of[p] = ems_matrix_node(matrix, travel->places[p]);
    matrix->node_of = node_of;
    if (node_of != NULL && b->diags->errors == before) check_ways_home(b, travel, matrix);
}

/* ---- both ---- */

void ems_build_nodes(struct ems_build *b)
{
    const struct ems_def_travel *def = &b->def->travel;
    struct ems_csv csv;
    if (def->model.value == EMS_TRAVEL_ROAD) open_network(b);
    if (def->model.value != EMS_TRAVEL_MATRIX) return;
    if (parse_table(b, &def->nodes, &csv)) read_nodes(b, &csv);
    ems_csv_free(&csv);
}

static int by_node_id(const void *a, const void *b, void *ids)
{
    int64_t x = ((const int64_t *)ids)[*(const int32_t *)a], y = ((const int64_t *)ids)[*(const int32_t *)b];
    return (x > y) - (x < y);
}

/* The network's nodes in order of their ids, made when the first is asked for. */
static const int32_t *nodes_by_id(struct ems_build *b)
{
    int32_t count = b->network->node_count;
    if (b->nodes_by_id != NULL) return b->nodes_by_id;
    int32_t *nodes = EMS_BUILD_SCRATCH(b, int32_t, count);
    int64_t *ids = EMS_BUILD_SCRATCH(b, int64_t, count);
    if (nodes == NULL || ids == NULL) return NULL;
    for (int32_t n = 0; n < count; n++) {
        nodes[n] = n;
        ids[n] = b->network->id[n];
    }
    qsort_r(nodes, (size_t)count, sizeof *nodes, by_node_id, ids);
    b->nodes_by_id = nodes;
    return nodes;
}

static bool network_node_at(struct ems_build *b, const char *id, struct ems_point *out)
{
    int64_t number;
    const int32_t *nodes = nodes_by_id(b);
    if (nodes == NULL || !ems_integer_parse(id, strlen(id), &number)) return false;
    int32_t low = 0, high = b->network->node_count;
    while (low < high) { /* the first that is not before it */
        int32_t middle = low + (high - low) / 2;
        if (b->network->id[nodes[middle]] < number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == b->network->node_count || b->network->id[nodes[low]] != number) return false;
    struct ems_projection from = b->model->projection;
    if (from.coordinates != EMS_COORD_PLANE) from.coordinates = EMS_COORD_WGS84;
    *out = ems_project(&from, b->network->position[nodes[low]]);
    return true;
}

bool ems_build_site_at(struct ems_build *b, const struct ems_def_position *at,
                       const struct ems_def_text *node, struct ems_point *out)
{
    *out = (struct ems_point){0, 0};
    if (!node->mark.given) {
        *out = ems_build_project(b, at);
        return ems_build_position_fits(b, at->value);
    }
    return ems_build_node_at(b, node->mark.at, node->mark.path, node->value, out);
}

bool ems_build_node_at(struct ems_build *b, struct ems_place_in_file at, const char *path, const char *id,
                       struct ems_point *out)
{
    enum ems_travel_kind kind = (enum ems_travel_kind)b->def->travel.model.value;
    if (kind != EMS_TRAVEL_ROAD && kind != EMS_TRAVEL_MATRIX) {
        ems_diag_error(b->diags, at, path, EMS_T_NODE_WITHOUT_NETWORK, NULL);
        return false;
    }
    if (b->network == NULL && b->matrix.node_count == 0) return false; /* told */
    if (b->network != NULL) {
        if (network_node_at(b, id, out)) return true;
        struct ems_diag *d = ems_diag_error(b->diags, at, path, EMS_T_NO_SUCH_NODE, EMS_ARGS(id));
        ems_diag_hint(b->diags, d, EMS_T_HINT_NETWORK_NODE, NULL);
        return false;
    }
    int32_t node = ems_build_refer_at(b, EMS_KIND_NODE, at, path, id);
    if (node != EMS_NONE) *out = b->matrix.node_at[node];
    return node != EMS_NONE;
}
