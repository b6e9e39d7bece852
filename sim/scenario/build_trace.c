/* A trace of calls (CSV): what it fixes is taken, what it lacks is drawn. */
#include <math.h>
#include <string.h>

#include "scenario/build_parts.h"

/* Columns of the file, -1 for those that are not there. */
struct columns {
    int32_t call, arrival, node, x, y, area, priority, condition, hospital, transport;
    int32_t dispatch_delay, turnout, scene, handover;
};

static struct columns find_columns(struct ems_build *b, const struct ems_csv *csv)
{
    static const char *const known[] = {"call",      "arrival_s", "lon",        "lat",
                                        "x_m",       "y_m",       "area",       "priority",
                                        "condition", "hospital",  "transport",  "dispatch_delay_s",
                                        "turnout_s", "scene_s",   "handover_s", "node"};
    bool plane = b->model->projection.coordinates == EMS_COORD_PLANE;
    bool has_nodes = b->network != NULL || b->matrix.node_count > 0;
    int32_t node = has_nodes ? ems_csv_column(csv, "node") : -1;
    struct columns c = {
        .call = ems_csv_require(csv, "call", b->diags),
        .arrival = ems_csv_require(csv, "arrival_s", b->diags),
        .node = node,
        .x = node >= 0 ? -1 : ems_csv_require(csv, plane ? "x_m" : "lon", b->diags),
        .y = node >= 0 ? -1 : ems_csv_require(csv, plane ? "y_m" : "lat", b->diags),
        .area = ems_csv_column(csv, "area"),
        .priority = ems_csv_column(csv, "priority"),
        .condition = ems_csv_column(csv, "condition"),
        .hospital = ems_csv_column(csv, "hospital"),
        .transport = ems_csv_column(csv, "transport"),
        .dispatch_delay = ems_csv_column(csv, "dispatch_delay_s"),
        .turnout = ems_csv_column(csv, "turnout_s"),
        .scene = ems_csv_column(csv, "scene_s"),
        .handover = ems_csv_column(csv, "handover_s"),
    };
    if (c.call >= 0 && c.arrival >= 0 && (c.node >= 0 || (c.x >= 0 && c.y >= 0)))
        ems_csv_check_columns(csv, known, (int32_t)(sizeof known / sizeof *known), b->diags);
    return c;
}

static bool is_empty(const struct ems_csv *csv, int64_t row, int32_t column)
{
    return ems_csv_text(csv, row, column)[0] == '\0';
}

/* Seconds up to a year, EMS_NEVER (to be drawn) where the cell is empty. */
static ems_time read_time(struct ems_build *b, const struct ems_csv *csv, int64_t row, int32_t column)
{
    double seconds;
    if (is_empty(csv, row, column)) return EMS_NEVER;
    if (!ems_csv_number(csv, row, column, 0, 366 * 86400.0, b->diags, &seconds)) return EMS_NEVER;
    return ems_time_from_seconds(seconds);
}

static int32_t read_integer(struct ems_build *b, const struct ems_csv *csv, int64_t row, int32_t column,
                            int32_t low, int32_t high)
{
    int64_t value;
    if (is_empty(csv, row, column)) return EMS_NONE;
    return ems_csv_integer(csv, row, column, low, high, b->diags, &value) ? (int32_t)value : EMS_NONE;
}

static int32_t read_reference(struct ems_build *b, const struct ems_csv *csv, int64_t row, int32_t column,
                              enum ems_build_kind kind)
{
    if (is_empty(csv, row, column)) return EMS_NONE;
    return ems_build_refer_at(b, kind, ems_csv_place(csv, row), "", ems_csv_text(csv, row, column));
}

static void read_place(struct ems_build *b, const struct ems_csv *csv, int64_t row, const struct columns *c,
                       struct ems_trace_call *call)
{
    struct ems_def_position at = {.mark = {ems_csv_place(csv, row), "", true}};
    if (c->node >= 0) {
        if (!ems_build_node_at(b, at.mark.at, "", ems_csv_text(csv, row, c->node), &call->at)) return;
    } else {
        bool good = ems_csv_number(csv, row, c->x, -1e7, 1e7, b->diags, &at.value.x);
        good = ems_csv_number(csv, row, c->y, -1e7, 1e7, b->diags, &at.value.y) && good;
        if (!good) return;
        call->at = ems_build_project(b, &at);
    }
    call->area = read_reference(b, csv, row, c->area, EMS_KIND_AREA);
    if (is_empty(csv, row, c->area)) call->area = ems_model_area_at(b->model, call->at);
}

static void read_call(struct ems_build *b, const struct ems_csv *csv, int64_t row, const struct columns *c)
{
    struct ems_trace_call *call = &b->trace[row];
    double arrival = 0;
    ems_csv_number(csv, row, c->arrival, 0, ems_time_seconds(EMS_TIME_LIMIT), b->diags, &arrival);
    *call = (struct ems_trace_call){
        .id = ems_arena_strdup(b->arena, ems_csv_text(csv, row, c->call)),
        .arrival = ems_time_from_seconds(arrival),
        .dispatch_delay = read_time(b, csv, row, c->dispatch_delay),
        .turnout = read_time(b, csv, row, c->turnout),
        .scene = read_time(b, csv, row, c->scene),
        .handover = read_time(b, csv, row, c->handover),
        .area = EMS_NONE,
        .priority = read_integer(b, csv, row, c->priority, 1, EMS_PRIORITIES),
        .transport = read_integer(b, csv, row, c->transport, 0, 1),
        .condition = read_reference(b, csv, row, c->condition, EMS_KIND_CONDITION),
        .hospital = read_reference(b, csv, row, c->hospital, EMS_KIND_HOSPITAL),
    };
    if (call->id == NULL) b->no_memory = true;
    read_place(b, csv, row, c, call);
}

static void check_order(struct ems_build *b, const struct ems_csv *csv)
{
    for (int64_t row = 1; row < csv->rows; row++) {
        if (b->trace[row].arrival >= b->trace[row - 1].arrival) continue;
        const char *line = ems_build_number(b, csv->lines[row - 1]);
        ems_diag_error(b->diags, ems_csv_place(csv, row), "", EMS_T_TRACE_ORDER, EMS_ARGS(line));
    }
}

static void check_ids(struct ems_build *b, const struct ems_csv *csv)
{
    struct ems_def_text *texts = EMS_BUILD_SCRATCH(b, struct ems_def_text, csv->rows);
    if (texts == NULL) return;
    for (int64_t row = 0; row < csv->rows; row++) {
        texts[row] = (struct ems_def_text){{ems_csv_place(csv, row), "", true}, b->trace[row].id};
        if (b->trace[row].id[0] == '\0')
            ems_diag_error(b->diags, ems_csv_place(csv, row), "", EMS_T_TRACE_NO_ID, NULL);
    }
    ems_build_unique(b, texts, (int32_t)csv->rows);
}

static void warn_outside(struct ems_build *b, const struct ems_csv *csv)
{
    int64_t outside = 0, first = 0;
    for (int64_t row = 0; row < csv->rows; row++)
        if (b->trace[row].area == EMS_NONE && outside++ == 0) first = row;
    if (outside == 0) return;
    const char *count = ems_build_number(b, (double)outside);
    ems_diag_warning(b->diags, ems_csv_place(csv, first), "", EMS_T_TRACE_OUTSIDE, EMS_ARGS(count));
}

static void read_calls(struct ems_build *b, const struct ems_csv *csv)
{
    int32_t before = b->diags->errors;
    struct columns columns = find_columns(b, csv);
    if (b->diags->errors > before) return;
    if (csv->rows == 0)
        ems_diag_error(b->diags, (struct ems_place_in_file){csv->file, 1, 0}, "", EMS_T_TRACE_EMPTY, NULL);
    b->trace = EMS_BUILD_ARRAY(b, struct ems_trace_call, csv->rows);
    if (b->trace == NULL) return;
    for (int64_t row = 0; row < csv->rows && !b->no_memory; row++) {
        read_call(b, csv, row, &columns);
        b->trace[row].place =
            b->model->station_count + b->model->hospital_count + b->model->place_count + (int32_t)row;
    }
    if (b->no_memory) return;
    check_order(b, csv);
    check_ids(b, csv);
    if (b->diags->errors == before) warn_outside(b, csv);
    b->model->trace = b->trace;
    b->model->trace_count = (int32_t)csv->rows;
}

void ems_build_trace(struct ems_build *b)
{
    const struct ems_def_data_file *def = &b->def->demand.trace;
    b->model->has_trace = def->mark.given;
    if (!def->mark.given) return;
    const struct ems_build_file *file = ems_build_read(b, &def->file);
    struct ems_csv csv;
    if (file == NULL) return;
    if (ems_csv_parse(file->text, file->length, file->path, b->diags, &csv) == EMS_NO_MEMORY)
        b->no_memory = true;
    if (csv.cells != NULL) read_calls(b, &csv);
    ems_csv_free(&csv);
}
