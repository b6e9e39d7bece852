/* The table of nodes: positions, ids that stand once. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "road/csv_parts.h"

struct columns {
    int32_t node, x, y, access;
    bool plane;
};

static const struct columns no_columns = {-1, -1, -1, -1, false};

static struct columns find_columns(struct ems_road_csv *csv)
{
    static const char *const known[] = {"node", "lon", "lat", "x_m", "y_m", "access"};
    const struct ems_csv *table = &csv->nodes;
    int32_t errors = csv->diags->errors;
    bool plane = ems_csv_column(table, "x_m") >= 0 || ems_csv_column(table, "y_m") >= 0;
    struct columns c = {.node = ems_csv_require(table, "node", csv->diags),
                        .x = ems_csv_require(table, plane ? "x_m" : "lon", csv->diags),
                        .y = ems_csv_require(table, plane ? "y_m" : "lat", csv->diags),
                        .access = ems_csv_column(table, "access"),
                        .plane = plane};
    if (csv->diags->errors > errors) return no_columns;
    ems_csv_check_columns(table, known, (int32_t)(sizeof known / sizeof *known), csv->diags);
    return c;
}

static bool read_node(struct ems_road_csv *csv, const struct columns *c, int64_t row,
                      struct ems_raw_node *node)
{
    const struct ems_csv *table = &csv->nodes;
    static const double far = EMS_ROAD_PLANE_MAX_M; /* degrees are looked at when all are known */
    int64_t access = 1;
    bool good = ems_csv_integer(table, row, c->node, INT64_MIN, INT64_MAX, csv->diags, &node->id);
    good = ems_csv_number(table, row, c->x, -far, far, csv->diags, &node->at.x) && good;
    good = ems_csv_number(table, row, c->y, -far, far, csv->diags, &node->at.y) && good;
    if (c->access >= 0) good = ems_csv_integer(table, row, c->access, 0, 1, csv->diags, &access) && good;
    node->access = c->access >= 0 ? (uint8_t)access : 0; /* an edge may give it later */
    return good;
}

static bool in_china(double lon, double lat)
{
    return lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54;
}

/* Latitude written first: each node would lie in China the other way round, or some cannot lie where they are
 * said to, but all could the other way round. */
static bool are_swapped(const struct ems_raw_network *raw)
{
    bool china = true, possible = true, wrong = false;
    for (int32_t i = 0; i < raw->nodes.count; i++) {
        struct ems_position at = raw->nodes.items[i].at;
        china = china && in_china(at.y, at.x);
        possible = possible && fabs(at.x) <= 90 && fabs(at.y) <= 180;
        wrong = wrong || fabs(at.y) > 90;
    }
    return raw->nodes.count > 0 && (china || (possible && wrong));
}

static void check_degrees(struct ems_road_csv *csv, const struct columns *c)
{
    const struct ems_csv *table = &csv->nodes;
    if (are_swapped(csv->out)) {
        struct ems_diag *diag =
            ems_diag_error(csv->diags, ems_csv_place(table, 0), "", EMS_T_ROAD_SWAPPED,
                           EMS_ARGS(ems_csv_text(table, 0, c->x), ems_csv_text(table, 0, c->y)));
        ems_diag_hint(csv->diags, diag, EMS_T_HINT_ROAD_SWAPPED, NULL);
        return;
    }
    double ignored;
    for (int32_t i = 0; i < csv->out->nodes.count; i++) {
        ems_csv_number(table, i, c->x, -180, 180, csv->diags, &ignored);
        ems_csv_number(table, i, c->y, -90, 90, csv->diags, &ignored);
    }
}

static void turn_to_wgs84(struct ems_road_csv *csv)
{
    for (int32_t i = 0; i < csv->out->nodes.count; i++) {
        struct ems_position *at = &csv->out->nodes.items[i].at;
        *at = ems_to_wgs84(csv->options->coordinates, *at);
    }
}

struct id_of_row {
    int64_t id;
    int32_t row;
};

static int compare_ids(const void *left, const void *right)
{
    const struct id_of_row *a = left, *b = right;
    return a->id != b->id ? (a->id > b->id) - (a->id < b->id) : (a->row > b->row) - (a->row < b->row);
}

static void tell_twice(struct ems_road_csv *csv, int64_t id, int32_t first, int32_t again)
{
    char id_text[24], line[24];
    snprintf(id_text, sizeof id_text, "%" PRId64, id);
    snprintf(line, sizeof line, "%" PRId32, csv->nodes.lines[first]);
    struct ems_diag *diag = ems_diag_error(csv->diags, ems_csv_place(&csv->nodes, again), "",
                                           EMS_T_ROAD_NODE_TWICE, EMS_ARGS(id_text));
    ems_diag_hint(csv->diags, diag, EMS_T_HINT_FIRST_LINE, EMS_ARGS(line));
}

static enum ems_status sort_ids(struct ems_road_csv *csv)
{
    int32_t count = csv->out->nodes.count;
    struct id_of_row *ids = malloc(((size_t)count + 1) * sizeof *ids);
    csv->by_id = malloc(((size_t)count + 1) * sizeof *csv->by_id);
    if (ids == NULL || csv->by_id == NULL) {
        free(ids);
        return EMS_NO_MEMORY;
    }
    for (int32_t i = 0; i < count; i++) ids[i] = (struct id_of_row){csv->out->nodes.items[i].id, i};
    qsort(ids, (size_t)count, sizeof *ids, compare_ids);
    int32_t first = 0;
    for (int32_t i = 0; i < count; i++) {
        csv->by_id[i] = ids[i].row;
        if (ids[i].id != ids[first].id) first = i;
        if (i > first) tell_twice(csv, ids[i].id, ids[first].row, ids[i].row);
    }
    free(ids);
    return EMS_OK;
}

int32_t ems_road_csv_node(const struct ems_road_csv *csv, int64_t id)
{
    const struct ems_raw_node *nodes = csv->out->nodes.items;
    int32_t from = 0, to = csv->out->nodes.count;
    while (from < to) {
        int32_t middle = from + (to - from) / 2;
        if (nodes[csv->by_id[middle]].id < id)
            from = middle + 1;
        else
            to = middle;
    }
    return from < csv->out->nodes.count && nodes[csv->by_id[from]].id == id ? csv->by_id[from] : -1;
}

enum ems_status ems_road_csv_nodes(struct ems_road_csv *csv)
{
    int32_t errors = csv->diags->errors;
    struct columns c = find_columns(csv);
    if (c.node < 0) return EMS_BAD_INPUT;
    if (csv->nodes.rows == 0)
        ems_diag_error(csv->diags, (struct ems_place_in_file){csv->nodes.file, 1, 0}, "", EMS_T_ROAD_NO_NODES,
                       NULL);
    if (!EMS_RESERVE(&csv->out->nodes, csv->nodes.rows)) return EMS_NO_MEMORY;
    for (int64_t row = 0; row < csv->nodes.rows; row++) {
        if (!ems_road_csv_tell(csv, row)) return EMS_INTERRUPTED;
        read_node(csv, &c, row, &csv->out->nodes.items[csv->out->nodes.count++]);
    }
    csv->out->coordinates = c.plane ? EMS_COORD_PLANE : EMS_COORD_WGS84;
    csv->has_access = c.access >= 0;
    if (csv->diags->errors == errors && !c.plane) check_degrees(csv, &c);
    if (csv->diags->errors > errors) return EMS_BAD_INPUT;
    if (!c.plane) turn_to_wgs84(csv);
    enum ems_status status = sort_ids(csv);
    return status == EMS_OK && csv->diags->errors > errors ? EMS_BAD_INPUT : status;
}
