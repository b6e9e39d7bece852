/* From what an importer gathered to a network: rounded, sorted, cleaned, laid out. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "road/hierarchy.h"
#include "road/network_format.h"
#include "road/parts.h"
#include "road/raw.h"

/* An arc in the units of a network. */
struct arc {
    int32_t from, to;
    ems_time time_us[EMS_MODES];
    uint32_t length_mm;
    int32_t raw; /* its number as it was added: the last word in sorting */
};

struct making {
    const struct ems_raw_network *raw;
    struct ems_diags *diags;
    struct ems_raw_report *report;
    struct ems_arena scratch;
    struct arc *arcs;
    int32_t arc_count, node_count;
    int32_t *first_arc; /* by raw node, then by node that is kept */
    int32_t *number;    /* of a raw node among those kept, -1 for none */
};

static const struct ems_place_in_file nowhere = {.file = ""};

static enum ems_status refuse_arc(struct making *m, const struct ems_raw_arc *arc)
{
    char from[24], to[24];
    snprintf(from, sizeof from, "%" PRId64, m->raw->nodes.items[arc->from].id);
    snprintf(to, sizeof to, "%" PRId64, m->raw->nodes.items[arc->to].id);
    ems_diag_error(m->diags, nowhere, "", EMS_T_ROAD_ARC_LONG, EMS_ARGS(from, to));
    return EMS_BAD_INPUT;
}

/* False when a number is none, negative or too large. */
static bool take_numbers(const struct ems_raw_arc *raw, struct arc *arc)
{
    double length = rint(raw->length_m * 1e3);
    if (!(length >= 0 && length <= (double)UINT32_MAX)) return false;
    arc->length_mm = (uint32_t)length;
    for (int mode = 0; mode < EMS_MODES; mode++) {
        double time = rint(raw->time_s[mode] * 1e6);
        if (!(time >= 0 && time <= (double)EMS_ROAD_TIME_MAX)) return false;
        arc->time_us[mode] = (ems_time)time;
    }
    return true;
}

static enum ems_status take_arcs(struct making *m)
{
    enum ems_status status = EMS_OK;
    for (int32_t a = 0; a < m->raw->arcs.count; a++) {
        const struct ems_raw_arc *raw = &m->raw->arcs.items[a];
        struct arc arc = {.from = raw->from, .to = raw->to, .raw = a};
        if (raw->from == raw->to) {
            m->report->loops++;
            continue;
        }
        if (!take_numbers(raw, &arc)) status = refuse_arc(m, raw);
        m->arcs[m->arc_count++] = arc;
    }
    return status;
}

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Arcs of one node: by where they lead, of twins the faster first. */
static int compare_arcs(const void *left, const void *right)
{
    const struct arc *a = left, *b = right;
    int order = by_number(a->to, b->to);
    for (int mode = 0; mode < EMS_MODES && order == 0; mode++)
        order = by_number(a->time_us[mode], b->time_us[mode]);
    if (order == 0) order = by_number(a->length_mm, b->length_mm);
    return order != 0 ? order : by_number(a->raw, b->raw);
}

/* first[node] becomes where the arcs of a node begin when they stand in its order. */
static void count_out(const struct arc *arcs, int32_t arc_count, int32_t node_count, int32_t *first)
{
    memset(first, 0, ((size_t)node_count + 1) * sizeof *first);
    for (int32_t a = 0; a < arc_count; a++) first[arcs[a].from + 1]++;
    for (int32_t node = 0; node < node_count; node++) first[node + 1] += first[node];
}

static enum ems_status sort_arcs(struct making *m)
{
    struct arc *sorted = EMS_NEW_ARRAY(&m->scratch, struct arc, m->arc_count);
    int32_t *next = EMS_NEW_ARRAY(&m->scratch, int32_t, (size_t)m->node_count + 1);
    if (sorted == NULL || next == NULL) return EMS_NO_MEMORY;
    count_out(m->arcs, m->arc_count, m->node_count, m->first_arc);
    memcpy(next, m->first_arc, ((size_t)m->node_count + 1) * sizeof *next);
    for (int32_t a = 0; a < m->arc_count; a++) sorted[next[m->arcs[a].from]++] = m->arcs[a];
    for (int32_t node = 0; node < m->node_count; node++) {
        int32_t count = m->first_arc[node + 1] - m->first_arc[node];
        if (count > 1) qsort(sorted + m->first_arc[node], (size_t)count, sizeof *sorted, compare_arcs);
    }
    m->arcs = sorted;
    return EMS_OK;
}

/* Of arcs between the same nodes, those go that another beats or equals in both modes. They stand sorted by
 * the first mode, so only the second is asked. */
static void drop_slower_twins(struct making *m)
{
    int32_t kept = 0;
    for (int32_t a = 0; a < m->arc_count; a++) {
        const struct arc *arc = &m->arcs[a], *best = kept > 0 ? &m->arcs[kept - 1] : NULL;
        if (best != NULL && best->from == arc->from && best->to == arc->to &&
            best->time_us[EMS_NORMAL] <= arc->time_us[EMS_NORMAL])
            m->report->parallel++;
        else
            m->arcs[kept++] = *arc;
    }
    m->arc_count = kept;
    count_out(m->arcs, m->arc_count, m->node_count, m->first_arc);
}

/* Gives numbers to the nodes of the largest part, in file order. */
static enum ems_status choose_nodes(struct making *m)
{
    int32_t *head = EMS_NEW_ARRAY(&m->scratch, int32_t, m->arc_count);
    int32_t *part = EMS_NEW_ARRAY(&m->scratch, int32_t, m->node_count), parts, largest, kept = 0;
    if (head == NULL || part == NULL) return EMS_NO_MEMORY;
    for (int32_t a = 0; a < m->arc_count; a++) head[a] = m->arcs[a].to;
    enum ems_status status = ems_parts_find(m->node_count, m->first_arc, head, &m->scratch, part, &parts);
    if (status == EMS_OK) status = ems_parts_largest(m->node_count, part, parts, &m->scratch, &largest);
    if (status != EMS_OK) return status;
    for (int32_t node = 0; node < m->node_count; node++)
        m->number[node] = part[node] == largest ? kept++ : -1;
    m->report->parts = parts;
    m->report->nodes_cut = m->node_count - kept;
    m->node_count = kept;
    return EMS_OK;
}

static void keep_arcs(struct making *m)
{
    int32_t kept = 0;
    for (int32_t a = 0; a < m->arc_count; a++) {
        struct arc arc = m->arcs[a];
        arc.from = m->number[arc.from];
        arc.to = m->number[arc.to];
        bool inside = arc.from >= 0 && arc.to >= 0;
        *(inside ? &m->report->length_kept_m : &m->report->length_cut_m) += arc.length_mm / 1000.0;
        if (inside) m->arcs[kept++] = arc;
    }
    m->report->arcs_cut = m->arc_count - kept;
    m->arc_count = kept;
    count_out(m->arcs, m->arc_count, m->node_count, m->first_arc);
}

static double rounded(double value, double units)
{
    return rint(value * units) / units;
}

static enum ems_status place_nodes(struct making *m, struct ems_network *n)
{
    struct ems_position *position = EMS_NEW_ARRAY(&m->scratch, struct ems_position, n->node_count);
    int64_t *id = EMS_NEW_ARRAY(&m->scratch, int64_t, n->node_count);
    uint8_t *access = EMS_NEW_ARRAY(&m->scratch, uint8_t, n->node_count);
    if (m->scratch.failed) return EMS_NO_MEMORY;
    const double units = n->coordinates == EMS_COORD_PLANE ? 1e6 : 1e7;
    for (int32_t raw = 0; raw < m->raw->nodes.count; raw++) {
        const struct ems_raw_node *node = &m->raw->nodes.items[raw];
        int32_t k = m->number[raw];
        if (k < 0) continue;
        position[k] = (struct ems_position){rounded(node->at.x, units), rounded(node->at.y, units)};
        id[k] = node->id;
        access[k] = node->access != 0;
        if (!access[k]) m->report->nodes_without_access++;
    }
    n->position = position;
    n->id = id;
    n->access = access;
    return EMS_OK;
}

static enum ems_status place_arcs(struct making *m, struct ems_network *n)
{
    int32_t *tail = EMS_NEW_ARRAY(&m->scratch, int32_t, n->arc_count);
    int32_t *head = EMS_NEW_ARRAY(&m->scratch, int32_t, n->arc_count);
    uint32_t *length = EMS_NEW_ARRAY(&m->scratch, uint32_t, n->arc_count);
    ems_time *time[EMS_MODES];
    uint8_t *class = EMS_NEW_ARRAY(&m->scratch, uint8_t, n->arc_count);
    for (int mode = 0; mode < EMS_MODES; mode++)
        n->time_us[mode] = time[mode] = EMS_NEW_ARRAY(&m->scratch, ems_time, n->arc_count);
    if (m->scratch.failed) return EMS_NO_MEMORY;
    for (int32_t a = 0; a < n->arc_count; a++) {
        const struct arc *arc = &m->arcs[a];
        tail[a] = arc->from;
        head[a] = arc->to;
        length[a] = arc->length_mm;
        for (int mode = 0; mode < EMS_MODES; mode++) time[mode][a] = arc->time_us[mode];
        class[a] = m->raw->arcs.items[arc->raw].road_class;
    }
    n->tail = tail;
    n->head = head;
    n->length_mm = length;
    n->arc_class = class;
    return EMS_OK;
}

static enum ems_status lay_out(struct making *m, struct ems_arena *arena, struct ems_network *out)
{
    struct ems_network n = {.coordinates = m->raw->coordinates,
                            .node_count = m->node_count,
                            .arc_count = m->arc_count,
                            .class_count = m->raw->class_count,
                            .first_arc = m->first_arc,
                            .class_name = m->raw->class_names};
    enum ems_status status = place_nodes(m, &n);
    if (status == EMS_OK) status = place_arcs(m, &n);
    if (status == EMS_OK)
        status = ems_hierarchy_build(n.node_count, n.first_arc, n.head, &m->scratch, &n.hierarchy);
    if (status == EMS_BAD_INPUT) ems_diag_error(m->diags, nowhere, "", EMS_T_ROAD_TOO_DEEP, NULL);
    return status == EMS_OK ? ems_network_pack(&n, arena, out) : status;
}

static enum ems_status make(struct making *m, struct ems_arena *arena, struct ems_network *out)
{
    m->node_count = m->raw->nodes.count;
    m->arcs = EMS_NEW_ARRAY(&m->scratch, struct arc, m->raw->arcs.count);
    m->first_arc = EMS_NEW_ARRAY(&m->scratch, int32_t, (size_t)m->node_count + 1);
    m->number = EMS_NEW_ARRAY(&m->scratch, int32_t, m->node_count);
    if (m->scratch.failed) return EMS_NO_MEMORY;
    enum ems_status status = take_arcs(m);
    if (status == EMS_OK) status = sort_arcs(m);
    if (status != EMS_OK) return status;
    drop_slower_twins(m);
    status = choose_nodes(m);
    if (status != EMS_OK) return status;
    keep_arcs(m);
    if (m->arc_count > 0) return lay_out(m, arena, out);
    ems_diag_error(m->diags, nowhere, "", EMS_T_ROAD_NOTHING_LEFT, NULL);
    return EMS_BAD_INPUT;
}

enum ems_status ems_network_make(const struct ems_raw_network *raw, struct ems_arena *arena,
                                 struct ems_diags *diags, struct ems_raw_report *report,
                                 struct ems_network *out)
{
    *report = (struct ems_raw_report){.nodes_read = raw->nodes.count, .arcs_read = raw->arcs.count};
    *out = (struct ems_network){0};
    struct making m = {.raw = raw, .diags = diags, .report = report};
    enum ems_status status = make(&m, arena, out);
    ems_arena_free(&m.scratch);
    return status;
}
