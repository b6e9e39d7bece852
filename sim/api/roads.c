/* The network as lines: at each node of two neighbours by roads of the same level a line goes on, elsewhere
 * it ends. A road that is driven both ways is drawn once. */
#include "ems120/roads.h"

#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "scenario/load.h"
#include "travel/road.h"

struct line {
    int32_t first, count; /* of points */
    uint8_t level, class_id;
};

struct ems_roads {
    struct ems_arena arena;
    const struct ems_point *points;
    const struct line *lines; /* by level, the least important first */
    const struct ems_box *boxes;
    int32_t line_count;
    int32_t first_of[EMS_ROAD_LEVELS + 1]; /* lines of level l: from first_of[LEVELS - 1 - l] */
    int64_t segments[EMS_ROAD_LEVELS];     /* up to each level */
    char (*class_names)[EMS_ROAD_CLASS_NAME];
    int32_t class_count;
};

/* ---- levels ---- */

static int level_by_name(const char *name)
{
    static const struct {
        const char *name;
        int level;
    } known[] = {{"motorway", 0},     {"motorway_link", 0}, {"trunk", 0},
                 {"trunk_link", 0},   {"expressway", 0},    {"primary", 1},
                 {"primary_link", 1}, {"secondary", 2},     {"secondary_link", 2},
                 {"tertiary", 3},     {"tertiary_link", 3}, {"residential", 4},
                 {"unclassified", 4}, {"service", 4},       {"living_street", 4},
                 {"track", 4},        {"road", 4}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0) return known[i].level;
    return -1;
}

/* Classes that bear no usual name go by their speed. */
static int level_by_speed(double mps)
{
    static const double least_kmh[EMS_ROAD_LEVELS - 1] = {75, 60, 48, 36};
    for (int level = 0; level < EMS_ROAD_LEVELS - 1; level++)
        if (mps * 3.6 >= least_kmh[level]) return level;
    return EMS_ROAD_LEVELS - 1;
}

static void find_levels(const struct ems_network *n, uint8_t *levels)
{
    double metres[EMS_ROAD_CLASSES_MAX] = {0}, seconds[EMS_ROAD_CLASSES_MAX] = {0};
    for (int32_t a = 0; a < n->arc_count; a++) {
        metres[n->arc_class[a]] += n->length_mm[a] / 1000.0;
        seconds[n->arc_class[a]] += (double)n->time_us[EMS_NORMAL][a] / 1e6;
    }
    for (int32_t c = 0; c < n->class_count; c++) {
        int level = level_by_name(n->class_name[c]);
        if (level < 0) level = level_by_speed(seconds[c] > 0 ? metres[c] / seconds[c] : 0);
        levels[c] = (uint8_t)level;
    }
}

/* ---- lines ---- */

struct tracing {
    const struct ems_network *n;
    const uint8_t *levels;      /* by class */
    int32_t *half, *first_half; /* arcs that touch a node, each road once: 2 a + (1: node is its head) */
    uint8_t *drawn;             /* by arc; set from the start for the second direction of a road */
    struct ems_point *points;
    struct line *lines;
    int32_t point_count, line_count;
    const struct ems_point *node_at;
};

/* Of two arcs between the same nodes, there and back, the one with the higher number is not drawn. */
static void leave_out_returns(struct tracing *t)
{
    const struct ems_network *n = t->n;
    for (int32_t a = 0; a < n->arc_count; a++) {
        int32_t from = n->tail[a], to = n->head[a];
        if (from == to) t->drawn[a] = 1;
        for (int32_t b = n->first_arc[to]; b < n->first_arc[to + 1] && b < a; b++)
            if (n->head[b] == from && !t->drawn[b] && n->arc_class[b] == n->arc_class[a]) t->drawn[a] = 1;
    }
}

static void count_halves(struct tracing *t)
{
    const struct ems_network *n = t->n;
    for (int32_t a = 0; a < n->arc_count; a++) {
        if (t->drawn[a]) continue;
        t->first_half[n->tail[a] + 1]++;
        t->first_half[n->head[a] + 1]++;
    }
    for (int32_t v = 0; v < n->node_count; v++) t->first_half[v + 1] += t->first_half[v];
}

static void fill_halves(struct tracing *t, int32_t *next)
{
    const struct ems_network *n = t->n;
    memcpy(next, t->first_half, (size_t)n->node_count * sizeof *next);
    for (int32_t a = 0; a < n->arc_count; a++) {
        if (t->drawn[a]) continue;
        t->half[next[n->tail[a]]++] = 2 * a;
        t->half[next[n->head[a]]++] = 2 * a + 1;
    }
}

static int level_of(const struct tracing *t, int32_t arc)
{
    return t->levels[t->n->arc_class[arc]];
}

/* The road that goes on at a node after `arc`, -1 where the line ends. */
static int32_t goes_on(const struct tracing *t, int32_t node, int32_t arc)
{
    int32_t first = t->first_half[node], past = t->first_half[node + 1];
    if (past - first != 2) return -1;
    int32_t a = t->half[first] / 2, b = t->half[first + 1] / 2;
    int32_t other = a == arc ? b : a;
    bool same = other != arc && !t->drawn[other] && level_of(t, other) == level_of(t, arc);
    return same ? other : -1;
}

static int32_t far_end(const struct tracing *t, int32_t arc, int32_t node)
{
    return t->n->tail[arc] == node ? t->n->head[arc] : t->n->tail[arc];
}

/* Walks back to where a line begins (or once round), then draws it. */
static void trace_line(struct tracing *t, int32_t arc)
{
    int32_t node = t->n->tail[arc], first = arc;
    for (int32_t on = goes_on(t, node, arc); on >= 0 && on != first; on = goes_on(t, node, arc)) {
        node = far_end(t, on, node);
        arc = on;
    }
    struct line *line = &t->lines[t->line_count++];
    *line = (struct line){t->point_count, 1, t->levels[t->n->arc_class[arc]], t->n->arc_class[arc]};
    t->points[t->point_count++] = t->node_at[node];
    while (arc >= 0) {
        t->drawn[arc] = 1;
        node = far_end(t, arc, node);
        t->points[t->point_count++] = t->node_at[node];
        line->count++;
        arc = goes_on(t, node, arc);
    }
}

static bool start_tracing(struct tracing *t, struct ems_arena *arena)
{
    const struct ems_network *n = t->n;
    t->half = EMS_NEW_ARRAY(arena, int32_t, 2 * (int64_t)n->arc_count + 1);
    t->first_half = EMS_NEW_ARRAY(arena, int32_t, (int64_t)n->node_count + 1);
    t->drawn = EMS_NEW_ARRAY(arena, uint8_t, (int64_t)n->arc_count + 1);
    t->points = EMS_NEW_ARRAY(arena, struct ems_point, 2 * (int64_t)n->arc_count + 1);
    t->lines = EMS_NEW_ARRAY(arena, struct line, (int64_t)n->arc_count + 1);
    int32_t *next = EMS_NEW_ARRAY(arena, int32_t, (int64_t)n->node_count + 1);
    if (!t->half || !t->first_half || !t->drawn || !t->points || !t->lines || !next) return false;
    leave_out_returns(t);
    count_halves(t);
    fill_halves(t, next);
    return true;
}

/* ---- putting in order ---- */

static struct ems_box box_of(const struct ems_point *points, int32_t count)
{
    struct ems_box box = {points[0], points[0]};
    for (int32_t i = 1; i < count; i++) {
        if (points[i].x_m < box.low.x_m) box.low.x_m = points[i].x_m;
        if (points[i].y_m < box.low.y_m) box.low.y_m = points[i].y_m;
        if (points[i].x_m > box.high.x_m) box.high.x_m = points[i].x_m;
        if (points[i].y_m > box.high.y_m) box.high.y_m = points[i].y_m;
    }
    return box;
}

static bool put_in_order(struct ems_roads *roads, const struct tracing *t)
{
    struct ems_point *points = EMS_NEW_ARRAY(&roads->arena, struct ems_point, (int64_t)t->point_count + 1);
    struct line *lines = EMS_NEW_ARRAY(&roads->arena, struct line, (int64_t)t->line_count + 1);
    struct ems_box *boxes = EMS_NEW_ARRAY(&roads->arena, struct ems_box, (int64_t)t->line_count + 1);
    if (points == NULL || lines == NULL || boxes == NULL) return false;
    if (t->point_count > 0) memcpy(points, t->points, (size_t)t->point_count * sizeof *points);
    int32_t count = 0;
    for (int level = EMS_ROAD_LEVELS - 1; level >= 0; level--) {
        roads->first_of[EMS_ROAD_LEVELS - 1 - level] = count;
        for (int32_t i = 0; i < t->line_count; i++) {
            if (t->lines[i].level != level) continue;
            lines[count] = t->lines[i];
            boxes[count++] = box_of(&points[t->lines[i].first], t->lines[i].count);
            for (int l = level; l < EMS_ROAD_LEVELS; l++) roads->segments[l] += t->lines[i].count - 1;
        }
    }
    roads->first_of[EMS_ROAD_LEVELS] = roads->line_count = count;
    roads->points = points;
    roads->lines = lines;
    roads->boxes = boxes;
    return true;
}

static bool keep_names(struct ems_roads *roads, const struct ems_network *n)
{
    roads->class_names = (char(*)[EMS_ROAD_CLASS_NAME])ems_arena_alloc(
        &roads->arena, ((size_t)n->class_count + 1) * EMS_ROAD_CLASS_NAME, 1);
    if (roads->class_names == NULL) return false;
    memcpy(roads->class_names, n->class_name, (size_t)n->class_count * EMS_ROAD_CLASS_NAME);
    roads->class_count = n->class_count;
    return true;
}

static bool build(struct ems_roads *roads, const struct ems_road_travel *travel)
{
    uint8_t levels[EMS_ROAD_CLASSES_MAX] = {0};
    struct ems_arena scratch = {0};
    struct tracing t = {.n = travel->def.network, .levels = levels, .node_at = travel->snapper.node_at};
    find_levels(t.n, levels);
    bool good = start_tracing(&t, &scratch);
    for (int32_t a = 0; good && a < t.n->arc_count; a++)
        if (!t.drawn[a]) trace_line(&t, a);
    good = good && put_in_order(roads, &t) && keep_names(roads, t.n);
    ems_arena_free(&scratch);
    return good;
}

enum ems_status ems_roads_create(const struct ems_scenario *scenario, struct ems_roads **out)
{
    const struct ems_road_travel *travel = ems_scenario_model(scenario)->travel.road;
    struct ems_roads *roads = calloc(1, sizeof *roads);
    *out = NULL;
    if (roads == NULL) return EMS_NO_MEMORY;
    if (travel != NULL && !build(roads, travel)) {
        ems_roads_free(roads);
        return EMS_NO_MEMORY;
    }
    *out = roads;
    return EMS_OK;
}

void ems_roads_free(struct ems_roads *roads)
{
    if (roads == NULL) return;
    ems_arena_free(&roads->arena);
    free(roads);
}

/* ---- looking ---- */

static int32_t held_level(int32_t level)
{
    return level < 0 ? 0 : level >= EMS_ROAD_LEVELS ? EMS_ROAD_LEVELS - 1 : level;
}

int32_t ems_roads_lines(const struct ems_roads *roads, int32_t level, int64_t *segments)
{
    level = held_level(level);
    if (segments != NULL) *segments = roads->segments[level];
    return roads->line_count - roads->first_of[EMS_ROAD_LEVELS - 1 - level];
}

const char *ems_roads_class(const struct ems_roads *roads, int32_t class_id)
{
    return class_id >= 0 && class_id < roads->class_count ? roads->class_names[class_id] : "";
}

static bool touches(const struct ems_box *a, const struct ems_box *b)
{
    return a->low.x_m <= b->high.x_m && a->high.x_m >= b->low.x_m && a->low.y_m <= b->high.y_m &&
           a->high.y_m >= b->low.y_m;
}

void ems_roads_in(const struct ems_roads *roads, struct ems_box box, int32_t level, ems_road_teller tell,
                  void *self)
{
    int32_t first = roads->first_of[EMS_ROAD_LEVELS - 1 - held_level(level)];
    for (int32_t i = first; i < roads->line_count; i++) {
        if (!touches(&roads->boxes[i], &box)) continue;
        const struct line *line = &roads->lines[i];
        struct ems_road_line told = {roads->points + line->first, line->count, line->level, line->class_id};
        if (!tell(self, &told)) return;
    }
}

int32_t ems_roads_level_for(const struct ems_roads *roads, struct ems_box box, int64_t budget)
{
    int64_t found = 0;
    for (int32_t i = roads->line_count - 1; i >= 0; i--) {
        if (!touches(&roads->boxes[i], &box)) continue;
        found += roads->lines[i].count - 1;
        if (found > budget) return roads->lines[i].level > 0 ? roads->lines[i].level - 1 : 0;
    }
    return EMS_ROAD_LEVELS - 1;
}
