#include "road/osm_gather.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum ems_osm_found { MISSING, FOUND, OUTSIDE, NOWHERE };

void ems_osm_gather_free(struct ems_osm_gather *gather)
{
    free(gather->ways.items);
    free(gather->refs.items);
    free(gather->ids.items);
    free(gather->points);
    free(gather->found);
}

enum ems_status ems_osm_gather_way(struct ems_osm_gather *gather, const int64_t *refs, int32_t ref_count,
                                   const struct ems_osm_tag *tags, int32_t tag_count)
{
    struct ems_osm_way way = {.first_ref = gather->refs.count};
    enum ems_osm_left_out why = ems_osm_judge(gather->options->speeds, tags, tag_count, &way.road);
    gather->report->ways[why]++;
    if (why != EMS_OSM_TAKEN || ref_count == 0) return EMS_OK;
    if (way.road.limit_unknown) gather->report->limits_unknown++;
    if (!EMS_RESERVE(&gather->refs, (int64_t)gather->refs.count + ref_count)) return EMS_NO_MEMORY;
    memcpy(gather->refs.items + gather->refs.count, refs, (size_t)ref_count * sizeof *refs);
    gather->refs.count += ref_count;
    return EMS_PUSH(&gather->ways, way) ? EMS_OK : EMS_NO_MEMORY;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

enum ems_status ems_osm_gather_sort(struct ems_osm_gather *gather)
{
    int32_t count = gather->refs.count, kept = 0;
    if (!EMS_RESERVE(&gather->ids, count)) return EMS_NO_MEMORY;
    int64_t *ids = gather->ids.items;
    if (count > 0) {
        memcpy(ids, gather->refs.items, (size_t)count * sizeof *ids);
        qsort(ids, (size_t)count, sizeof *ids, by_id);
    }
    for (int32_t i = 0; i < count; i++) {
        if (kept == 0 || ids[kept - 1] != ids[i]) ids[kept++] = ids[i];
    }
    gather->ids.count = kept;
    gather->points = calloc((size_t)kept + 1, sizeof *gather->points);
    gather->found = calloc((size_t)kept + 1, sizeof *gather->found);
    return gather->points == NULL || gather->found == NULL ? EMS_NO_MEMORY : EMS_OK;
}

/* First number in [low, high) whose id is not below `id`; high when there is none. */
static int32_t lower_bound(const int64_t *ids, int32_t low, int32_t high, int64_t id)
{
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Ever longer steps from where the last node stood, then halving; a node behind is looked for from the start.
 */
static int32_t find_id(struct ems_osm_gather *gather, int64_t id)
{
    const int64_t *ids = gather->ids.items;
    int32_t count = gather->ids.count, low = gather->cursor, step = 1;
    if (low >= count || ids[low] > id) low = 0;
    int32_t high = low;
    while (high < count && ids[high] < id) {
        low = high + 1;
        high = step < count - high ? high + step : count;
        step = step < count / 2 ? step * 2 : count;
    }
    gather->cursor = lower_bound(ids, low, high, id);
    return gather->cursor < count && ids[gather->cursor] == id ? gather->cursor : -1;
}

static int32_t to_e7(int64_t e9)
{
    return (int32_t)((e9 + (e9 < 0 ? -50 : 50)) / 100);
}

static enum ems_osm_found place(const struct ems_osm_options *options, int64_t lon_e9, int64_t lat_e9,
                                struct ems_osm_point *out)
{
    const int64_t lon_most = INT64_C(180000000000), lat_most = INT64_C(90000000000);
    if (lon_e9 < -lon_most || lon_e9 > lon_most || lat_e9 < -lat_most || lat_e9 > lat_most) return NOWHERE;
    *out = (struct ems_osm_point){to_e7(lon_e9), to_e7(lat_e9)};
    if (!options->has_box) return FOUND;
    double lon = out->lon_e7 / 1e7, lat = out->lat_e7 / 1e7;
    bool inside =
        lon >= options->low.x && lon <= options->high.x && lat >= options->low.y && lat <= options->high.y;
    return inside ? FOUND : OUTSIDE;
}

void ems_osm_gather_node(struct ems_osm_gather *gather, int64_t id, int64_t lon_e9, int64_t lat_e9)
{
    int32_t number = find_id(gather, id);
    if (number < 0 || gather->found[number] != MISSING) return;
    gather->found[number] = (uint8_t)place(gather->options, lon_e9, lat_e9, &gather->points[number]);
}

/* Haversine on the mean sphere, to the millimetre: the last bits of sin and asin differ between machines. */
static double length_m(struct ems_position a, struct ems_position b)
{
    const double radius_m = 6371008.8, degree = 0x1.1df46a2529d39p-6;
    double up = sin((b.y - a.y) * degree / 2), across = sin((b.x - a.x) * degree / 2);
    double h = up * up + cos(a.y * degree) * cos(b.y * degree) * across * across;
    return rint(2 * radius_m * asin(sqrt(h < 1 ? h : 1)) * 1000) / 1000;
}

struct maker {
    const struct ems_osm_gather *gather;
    struct ems_raw_network *out;
    int32_t *number;                            /* of nodes in the network by number in ids, -1: not there */
    int32_t class_number[EMS_ROAD_CLASSES_MAX]; /* in the network by number in the speeds */
};

static bool add_arc(struct maker *m, const struct ems_osm_road *road, int32_t from, int32_t to, int side)
{
    const struct ems_speeds *speeds = m->gather->options->speeds;
    const struct ems_raw_node *nodes = m->out->nodes.items;
    struct ems_raw_arc arc = {.from = from,
                              .to = to,
                              .length_m = length_m(nodes[from].at, nodes[to].at),
                              .road_class = (uint8_t)m->class_number[road->speed_class]};
    for (int mode = 0; mode < EMS_MODES; mode++)
        arc.time_s[mode] = arc.length_m / ems_speeds_mps(speeds, road->speed_class, road->limit_mps[side],
                                                         (enum ems_mode)mode);
    return EMS_PUSH(&m->out->arcs, arc);
}

static int32_t number_of(const struct maker *m, int64_t id)
{
    const struct ems_osm_gather *gather = m->gather;
    return m->number[lower_bound(gather->ids.items, 0, gather->ids.count, id)];
}

static enum ems_status add_way(struct maker *m, const struct ems_osm_way *way, int64_t end)
{
    const struct ems_osm_road *road = &way->road;
    int32_t *class_number = &m->class_number[road->speed_class], before = -1;
    if (*class_number < 0)
        *class_number = ems_raw_class(m->out, m->gather->options->speeds->classes[road->speed_class].name);
    if (*class_number < 0) return EMS_NO_MEMORY; /* not reached: both tables have the same room */
    for (int64_t i = way->first_ref; i < end; i++) {
        int32_t node = number_of(m, m->gather->refs.items[i]);
        if (node >= 0 && road->access) m->out->nodes.items[node].access = 1;
        if (before >= 0 && node >= 0 && before != node) {
            if (road->forward && !add_arc(m, road, before, node, 0)) return EMS_NO_MEMORY;
            if (road->backward && !add_arc(m, road, node, before, 1)) return EMS_NO_MEMORY;
        }
        before = node;
    }
    return EMS_OK;
}

static enum ems_status add_nodes(struct maker *m)
{
    const struct ems_osm_gather *gather = m->gather;
    int64_t seen[NOWHERE + 1] = {0};
    for (int32_t i = 0; i < gather->ids.count; i++) {
        const struct ems_osm_point *point = &gather->points[i];
        struct ems_raw_node node = {.id = gather->ids.items[i],
                                    .at = {point->lon_e7 / 1e7, point->lat_e7 / 1e7}};
        seen[gather->found[i]]++;
        m->number[i] = gather->found[i] == FOUND ? m->out->nodes.count : -1;
        if (gather->found[i] == FOUND && !EMS_PUSH(&m->out->nodes, node)) return EMS_NO_MEMORY;
    }
    gather->report->nodes_used = seen[FOUND];
    gather->report->nodes_missing = seen[MISSING];
    gather->report->nodes_outside = seen[OUTSIDE];
    gather->report->nodes_nowhere = seen[NOWHERE];
    return EMS_OK;
}

enum ems_status ems_osm_gather_make(struct ems_osm_gather *gather, struct ems_raw_network *out)
{
    struct maker m = {.gather = gather, .out = out};
    m.number = calloc((size_t)gather->ids.count + 1, sizeof *m.number);
    if (m.number == NULL) return EMS_NO_MEMORY;
    memset(m.class_number, -1, sizeof m.class_number);
    out->coordinates = EMS_COORD_WGS84;
    enum ems_status status = add_nodes(&m);
    for (int32_t i = 0; i < gather->ways.count && status == EMS_OK; i++) {
        const struct ems_osm_way *way = &gather->ways.items[i];
        bool last = i + 1 == gather->ways.count;
        status = add_way(&m, way, last ? gather->refs.count : way[1].first_ref);
    }
    free(m.number);
    return status;
}
