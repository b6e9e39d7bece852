#include "road/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "road/csv_parts.h"

struct columns {
    int32_t from, to, length, class, speed, time[EMS_MODES];
};

enum { UNKNOWN_MAX = 20 }; /* classes that are told one by one */

struct edges {
    struct ems_road_csv *csv;
    struct columns c;
    const char *unknown[UNKNOWN_MAX]; /* told already */
    int32_t unknown_count;
    int64_t first_short; /* row */
};

bool ems_road_csv_tell(const struct ems_road_csv *csv, int64_t rows_done)
{
    enum { EVERY = 1 << 14 };
    const struct ems_road_csv_options *o = csv->options;
    if (o->progress == NULL || rows_done % EVERY != 0) return true;
    return o->progress(o->context, rows_done, csv->nodes.rows + csv->edges.rows);
}

static bool find_columns(struct ems_road_csv *csv, struct columns *c)
{
    static const char *const known[] = {"from",    "to",        "length_m", "class",
                                        "highway", "speed_kmh", "lights_s", "normal_s"};
    const struct ems_csv *table = &csv->edges;
    int32_t errors = csv->diags->errors;
    *c = (struct columns){.from = ems_csv_require(table, "from", csv->diags),
                          .to = ems_csv_require(table, "to", csv->diags),
                          .length = ems_csv_column(table, "length_m"),
                          .class = ems_csv_column(table, "class"),
                          .speed = ems_csv_column(table, "speed_kmh"),
                          .time = {ems_csv_column(table, "lights_s"), ems_csv_column(table, "normal_s")}};
    if (c->class < 0) c->class = ems_csv_column(table, "highway");
    /* one of the two times alone would be a mixture nobody means */
    if (c->time[EMS_LIGHTS] >= 0 && c->time[EMS_NORMAL] < 0) ems_csv_require(table, "normal_s", csv->diags);
    if (c->time[EMS_NORMAL] >= 0 && c->time[EMS_LIGHTS] < 0) ems_csv_require(table, "lights_s", csv->diags);
    if (csv->diags->errors > errors) return false;
    ems_csv_check_columns(table, known, (int32_t)(sizeof known / sizeof *known), csv->diags);
    return true;
}

static bool is_empty(const struct ems_csv *table, int64_t row, int32_t column)
{
    return ems_csv_text(table, row, column)[0] == '\0';
}

static bool read_end(const struct edges *e, int64_t row, int32_t column, int32_t *node)
{
    struct ems_road_csv *csv = e->csv;
    int64_t id;
    if (!ems_csv_integer(&csv->edges, row, column, INT64_MIN, INT64_MAX, csv->diags, &id)) return false;
    *node = ems_road_csv_node(csv, id);
    if (*node >= 0) return true;
    ems_diag_error(csv->diags, ems_csv_place(&csv->edges, row), "", EMS_T_ROAD_NO_SUCH_NODE,
                   EMS_ARGS(ems_csv_text(&csv->edges, row, column), csv->nodes.file));
    return false;
}

static bool read_length(struct edges *e, int64_t row, struct ems_raw_arc *arc)
{
    struct ems_road_csv *csv = e->csv;
    const struct ems_raw_node *nodes = csv->out->nodes.items;
    double straight_m = ems_raw_distance_m(csv->out->coordinates, nodes[arc->from].at, nodes[arc->to].at);
    arc->length_m = 0;
    if (!is_empty(&csv->edges, row, e->c.length) &&
        !ems_csv_number(&csv->edges, row, e->c.length, 0, 4e6, csv->diags, &arc->length_m))
        return false;
    if (arc->length_m <= 0) {
        csv->report->measured++;
        arc->length_m = straight_m;
    } else if (arc->length_m < 0.9 * straight_m && csv->report->too_short++ == 0) {
        e->first_short = row;
    }
    return true;
}

static bool was_told(struct edges *e, const char *name)
{
    for (int32_t i = 0; i < e->unknown_count; i++)
        if (strcmp(e->unknown[i], name) == 0) return true;
    if (e->unknown_count < UNKNOWN_MAX) e->unknown[e->unknown_count++] = name;
    return false;
}

static void tell_unknown(struct edges *e, int64_t row, const char *name)
{
    const struct ems_speeds *speeds = e->csv->options->speeds;
    struct ems_diags *diags = e->csv->diags;
    const char *names[EMS_ROAD_CLASSES_MAX];
    if (was_told(e, name)) return;
    struct ems_diag *diag = ems_diag_error(diags, ems_csv_place(&e->csv->edges, row), "",
                                           EMS_T_ROAD_CLASS_UNKNOWN, EMS_ARGS(name));
    for (int32_t i = 0; i < speeds->count; i++) names[i] = speeds->classes[i].name;
    const char *near = ems_closest_name(name, names, speeds->count);
    if (near != NULL)
        ems_diag_hint(diags, diag, EMS_T_HINT_DID_YOU_MEAN, EMS_ARGS(near));
    else
        ems_diag_hint(diags, diag, EMS_T_HINT_ROAD_CLASS, EMS_ARGS(name));
}

/* Times by the columns that an edge has a value in; `class` is its number in the speeds, or -1. */
static bool read_times(struct edges *e, int64_t row, int32_t class, const char *name, struct ems_raw_arc *arc)
{
    struct ems_road_csv *csv = e->csv;
    const struct ems_speeds *speeds = csv->options->speeds;
    const struct columns *c = &e->c;
    const double max_s = ems_time_seconds(EMS_ROAD_TIME_MAX);
    double kmh;
    if (!is_empty(&csv->edges, row, c->time[EMS_LIGHTS]) ||
        !is_empty(&csv->edges, row, c->time[EMS_NORMAL])) {
        bool good = true;
        for (int mode = 0; mode < EMS_MODES; mode++)
            good =
                ems_csv_number(&csv->edges, row, c->time[mode], 0, max_s, csv->diags, &arc->time_s[mode]) &&
                good;
        return good;
    }
    if (!is_empty(&csv->edges, row, c->speed)) {
        if (!ems_csv_number(&csv->edges, row, c->speed, 0.1, 400, csv->diags, &kmh)) return false;
        arc->time_s[EMS_NORMAL] = arc->length_m * 3.6 / kmh;
        arc->time_s[EMS_LIGHTS] =
            arc->time_s[EMS_NORMAL] * speeds->limit_share[EMS_NORMAL] / speeds->limit_share[EMS_LIGHTS];
        return true;
    }
    if (class < 0) {
        tell_unknown(e, row, name);
        return false;
    }
    for (int mode = 0; mode < EMS_MODES; mode++)
        arc->time_s[mode] = arc->length_m / speeds->classes[class].speed_mps[mode];
    return true;
}

static bool times_fit(struct edges *e, int64_t row, const struct ems_raw_arc *arc)
{
    const double max_s = ems_time_seconds(EMS_ROAD_TIME_MAX);
    if (arc->time_s[EMS_LIGHTS] <= max_s && arc->time_s[EMS_NORMAL] <= max_s) return true;
    ems_diag_error(e->csv->diags, ems_csv_place(&e->csv->edges, row), "", EMS_T_ROAD_EDGE_SLOW, NULL);
    return false;
}

static bool take_class(struct edges *e, int64_t row, const char *name, struct ems_raw_arc *arc)
{
    int32_t number = ems_raw_class(e->csv->out, name);
    if (number >= 0) {
        arc->road_class = (uint8_t)number;
        return true;
    }
    char most[16], length[16];
    snprintf(most, sizeof most, "%d", EMS_ROAD_CLASSES_MAX);
    snprintf(length, sizeof length, "%d", EMS_ROAD_CLASS_NAME - 1);
    if (!was_told(e, name))
        ems_diag_error(e->csv->diags, ems_csv_place(&e->csv->edges, row), "", EMS_T_ROAD_CLASS_MANY,
                       EMS_ARGS(name, most, length));
    return false;
}

static bool add(struct ems_road_csv *csv, struct ems_raw_arc arc, bool gives_access)
{
    struct ems_raw_arc back = arc;
    back.from = arc.to;
    back.to = arc.from;
    if (gives_access && !csv->has_access)
        csv->out->nodes.items[arc.from].access = csv->out->nodes.items[arc.to].access = 1;
    return EMS_PUSH(&csv->out->arcs, arc) && (!csv->options->undirected || EMS_PUSH(&csv->out->arcs, back));
}

/* False when memory is out. */
static bool read_edge(struct edges *e, int64_t row)
{
    struct ems_road_csv *csv = e->csv;
    const struct ems_speeds *speeds = csv->options->speeds;
    struct ems_raw_arc arc = {0};
    bool good = read_end(e, row, e->c.from, &arc.from);
    good = read_end(e, row, e->c.to, &arc.to) && good;
    const char *name = ems_csv_text(&csv->edges, row, e->c.class);
    if (name[0] == '\0') name = EMS_ROAD_CSV_CLASS;
    int32_t class = ems_speeds_find(speeds, name);
    if (class >= 0 && !speeds->classes[class].used) {
        csv->report->left_out++;
        return true;
    }
    good = good && read_length(e, row, &arc);
    good = good && read_times(e, row, class, name, &arc) && times_fit(e, row, &arc);
    good = good && take_class(e, row, name, &arc);
    return !good || add(csv, arc, class < 0 || speeds->classes[class].access);
}

static void warn_short(const struct edges *e)
{
    char count[24];
    struct ems_road_csv *csv = e->csv;
    if (csv->report->too_short == 0) return;
    snprintf(count, sizeof count, "%" PRId64, csv->report->too_short);
    ems_diag_warning(csv->diags, ems_csv_place(&csv->edges, e->first_short), "", EMS_T_ROAD_LENGTH_SHORT,
                     EMS_ARGS(count));
}

static enum ems_status read_edges(struct ems_road_csv *csv)
{
    struct edges e = {.csv = csv};
    int32_t errors = csv->diags->errors;
    if (!find_columns(csv, &e.c)) return EMS_BAD_INPUT;
    if (csv->edges.rows == 0)
        ems_diag_error(csv->diags, (struct ems_place_in_file){csv->edges.file, 1, 0}, "", EMS_T_ROAD_NO_EDGES,
                       NULL);
    for (int64_t row = 0; row < csv->edges.rows; row++) {
        if (!ems_road_csv_tell(csv, csv->nodes.rows + row)) return EMS_INTERRUPTED;
        if (!read_edge(&e, row)) return EMS_NO_MEMORY;
    }
    csv->report->edges = csv->edges.rows;
    if (csv->diags->errors > errors) return EMS_BAD_INPUT;
    warn_short(&e);
    return EMS_OK;
}

/* Both tables are looked at even when one is bad, so that all is told at once. */
static enum ems_status parse(struct ems_road_csv *csv, struct ems_road_csv_text nodes,
                             struct ems_road_csv_text edges)
{
    enum ems_status first = ems_csv_parse(nodes.text, nodes.length, nodes.file, csv->diags, &csv->nodes);
    enum ems_status second = ems_csv_parse(edges.text, edges.length, edges.file, csv->diags, &csv->edges);
    if (first == EMS_NO_MEMORY || second == EMS_NO_MEMORY) return EMS_NO_MEMORY;
    if (first != EMS_OK || second != EMS_OK) return EMS_BAD_INPUT;
    first = ems_road_csv_nodes(csv);
    return first == EMS_OK ? read_edges(csv) : first;
}

enum ems_status ems_road_csv_parse(struct ems_road_csv_text nodes, struct ems_road_csv_text edges,
                                   const struct ems_road_csv_options *options, struct ems_diags *diags,
                                   struct ems_raw_network *out, struct ems_road_csv_report *report)
{
    struct ems_road_csv csv = {.options = options, .diags = diags, .out = out, .report = report};
    *report = (struct ems_road_csv_report){0};
    enum ems_status status = parse(&csv, nodes, edges);
    free(csv.by_id);
    ems_csv_free(&csv.nodes);
    ems_csv_free(&csv.edges);
    return status;
}

static enum ems_status read_text(const char *path, struct ems_diags *diags, struct ems_road_csv_text *out,
                                 char **text)
{
    const struct ems_place_in_file nowhere = {.file = ""};
    enum ems_status status =
        ems_file_read_input(path, EMS_CSV_BYTES_MAX, nowhere, "", diags, text, &out->length);
    out->file = path;
    out->text = *text;
    return status;
}

enum ems_status ems_road_csv_read(const char *nodes_path, const char *edges_path,
                                  const struct ems_road_csv_options *options, struct ems_diags *diags,
                                  struct ems_raw_network *out, struct ems_road_csv_report *report)
{
    struct ems_road_csv_text nodes = {0}, edges = {0};
    char *nodes_text = NULL, *edges_text = NULL;
    enum ems_status status = read_text(nodes_path, diags, &nodes, &nodes_text);
    enum ems_status second = read_text(edges_path, diags, &edges, &edges_text);
    if (status == EMS_OK) status = second;
    if (status == EMS_OK) status = ems_road_csv_parse(nodes, edges, options, diags, out, report);
    free(nodes_text);
    free(edges_text);
    return status;
}
