/* Areas: their outlines on the plane and their classes. The projection is made here too, because its origin
 * is the middle of what areas and stations span. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/build_parts.h"

/* Outlines of an area as written. */
struct outline {
    struct ems_geo_ring *rings;
    int32_t ring_count;
};

static bool same(struct ems_position a, struct ems_position b)
{
    return a.x == b.x && a.y == b.y;
}

static void read_polygon(struct ems_build *b, const struct ems_def_area *area, struct outline *out)
{
    struct ems_geo_ring *ring = EMS_BUILD_SCRATCH(b, struct ems_geo_ring, 1);
    struct ems_position *points = EMS_BUILD_SCRATCH(b, struct ems_position, area->polygon.count);
    if (ring == NULL || points == NULL) return;
    for (int32_t i = 0; i < area->polygon.count; i++) points[i] = area->polygon.items[i].value;
    *ring = (struct ems_geo_ring){points, area->polygon.count};
    if (ring->count > 1 && same(points[0], points[ring->count - 1])) ring->count--;
    *out = (struct outline){ring, 1};
}

static void read_geojson(struct ems_build *b, const struct ems_def_area *area, struct outline *out)
{
    const json_t *root = ems_build_json(b, &area->geojson.file);
    if (root == NULL) return;
    enum ems_coordinates coordinates = (enum ems_coordinates)b->def->coordinates.value;
    struct ems_geo_source source = {root, area->geojson.file.path, &b->scratch, b->diags, coordinates};
    struct ems_geo_polygons polygons = {0};
    enum ems_status status =
        ems_geojson_polygons(&source, &area->geojson.match, &area->geojson.mark, &polygons);
    if (status == EMS_NO_MEMORY) b->no_memory = true;
    if (status == EMS_OK) *out = (struct outline){polygons.rings, polygons.count};
}

static struct outline *read_outlines(struct ems_build *b)
{
    struct outline *outlines = EMS_BUILD_SCRATCH(b, struct outline, b->def->areas.count);
    for (int32_t i = 0; outlines != NULL && i < b->def->areas.count; i++) {
        const struct ems_def_area *area = &b->def->areas.items[i];
        if (area->polygon.mark.given)
            read_polygon(b, area, &outlines[i]);
        else if (area->geojson.mark.given)
            read_geojson(b, area, &outlines[i]);
    }
    return outlines;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A median is not moved by the one position that is mistyped. */
static struct ems_position median(struct ems_build *b, const struct ems_position *at, int32_t count)
{
    double *x = EMS_BUILD_SCRATCH(b, double, count), *y = EMS_BUILD_SCRATCH(b, double, count);
    if (x == NULL || y == NULL || count == 0) return (struct ems_position){0, 0};
    for (int32_t i = 0; i < count; i++) {
        x[i] = at[i].x;
        y[i] = at[i].y;
    }
    qsort(x, (size_t)count, sizeof *x, by_value);
    qsort(y, (size_t)count, sizeof *y, by_value);
    return (struct ems_position){x[count / 2], y[count / 2]};
}

/* One position of every area and station. */
static struct ems_position find_middle(struct ems_build *b, const struct outline *outlines)
{
    const struct ems_definition *def = b->def;
    int32_t count = 0;
    struct ems_position *at =
        EMS_BUILD_SCRATCH(b, struct ems_position, def->areas.count + def->stations.count);
    if (at == NULL) return (struct ems_position){0, 0};
    for (int32_t i = 0; i < def->areas.count; i++) {
        if (outlines[i].ring_count > 0)
            at[count++] = outlines[i].rings[0].points[0];
        else if (def->areas.items[i].circle.mark.given)
            at[count++] = def->areas.items[i].circle.centre.value;
    }
    for (int32_t i = 0; i < def->stations.count; i++)
        if (def->stations.items[i].at.mark.given) at[count++] = def->stations.items[i].at.value;
    return median(b, at, count);
}

struct box {
    double west, east, south, north;
};

static void widen(const struct ems_build *b, struct box *box, struct ems_position at)
{
    if (!ems_build_position_fits(b, at)) return;
    box->west = fmin(box->west, at.x);
    box->east = fmax(box->east, at.x);
    box->south = fmin(box->south, at.y);
    box->north = fmax(box->north, at.y);
}

static void make_projection(struct ems_build *b, const struct outline *outlines)
{
    const struct ems_definition *def = b->def;
    b->model->projection.coordinates = (enum ems_coordinates)def->coordinates.value;
    b->middle = find_middle(b, outlines);
    struct box box = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (int32_t i = 0; i < def->areas.count; i++) {
        if (def->areas.items[i].circle.mark.given) widen(b, &box, def->areas.items[i].circle.centre.value);
        for (int32_t r = 0; r < outlines[i].ring_count; r++)
            for (int32_t k = 0; k < outlines[i].rings[r].count; k++)
                widen(b, &box, outlines[i].rings[r].points[k]);
    }
    /* Stations only where there is no area: another station must not move the lattice under the calls. */
    for (int32_t i = 0; i < def->stations.count && def->areas.count == 0; i++)
        if (def->stations.items[i].at.mark.given) widen(b, &box, def->stations.items[i].at.value);
    struct ems_position origin = b->middle;
    if (box.west <= box.east)
        origin = (struct ems_position){(box.west + box.east) / 2, (box.south + box.north) / 2};
    b->model->projection = ems_projection_at(b->model->projection.coordinates, origin);
}

static void add_class(struct ems_build *b, const char *name)
{
    struct ems_names *names = &b->names[EMS_KIND_CLASS];
    if (names->count >= EMS_CLASSES_MAX || strcmp(name, "outside") == 0) return; /* too many are told below */
    if (ems_build_find(names, name) == EMS_NONE) names->items[names->count++] = name;
}

static void add_classes_of(struct ems_build *b, const ems_def_number_map *map)
{
    for (int32_t i = 0; i < map->count; i++) add_class(b, map->items[i].key.value);
}

/* Tells keys that name a class no area has: likely a slip, and never of use. */
static void check_class_keys(struct ems_build *b, const ems_def_number_map *map, const struct ems_names *used)
{
    for (int32_t i = 0; i < map->count; i++) {
        const struct ems_def_text *key = &map->items[i].key;
        if (strcmp(key->value, "outside") == 0 || ems_build_find(used, key->value) != EMS_NONE) continue;
        struct ems_diag *d = ems_build_warning(b, &key->mark, EMS_T_CLASS_UNUSED, EMS_ARGS(key->value));
        const char *near = ems_closest_name(key->value, used->items, used->count);
        if (near != NULL) ems_diag_hint(b->diags, d, EMS_T_HINT_DID_YOU_MEAN, EMS_ARGS(near));
    }
}

static double radius_of(const struct ems_build *b, const char *class_name, bool *given)
{
    const ems_def_number_map *map = &b->def->service_radius;
    for (int32_t i = 0; i < map->count; i++) {
        if (strcmp(map->items[i].key.value, class_name) != 0) continue;
        *given = true;
        return map->items[i].value.value;
    }
    *given = false;
    return 0;
}

static void check_radius(struct ems_build *b, const char *class_name)
{
    bool given;
    radius_of(b, class_name, &given);
    if (b->def->service_radius.mark.given && !given)
        ems_build_error(b, &b->def->service_radius.mark, EMS_T_CLASS_NO_RADIUS, EMS_ARGS(class_name));
}

static void collect_class_names(struct ems_build *b)
{
    const struct ems_definition *def = b->def;
    const struct ems_def_mode_speeds *speed = &def->travel.speed;
    const ems_def_number_map *maps[] = {&def->service_radius, &speed->lights.by_class,
                                        &speed->normal.by_class};
    b->names[EMS_KIND_CLASS].items = EMS_BUILD_ARRAY(b, const char *, EMS_CLASSES_MAX + 1);
    if (b->no_memory) return;
    for (int32_t i = 0; i < def->areas.count; i++) {
        const struct ems_def_text *name = &def->areas.items[i].class_name;
        if (strcmp(name->value, "outside") == 0) ems_build_error(b, &name->mark, EMS_T_CLASS_OUTSIDE, NULL);
        add_class(b, name->value);
    }
    struct ems_names used = b->names[EMS_KIND_CLASS];
    for (int i = 0; i < 3; i++) check_class_keys(b, maps[i], &used);
    for (int32_t i = 0; i < used.count; i++) check_radius(b, used.items[i]);
    for (int i = 0; i < 3; i++) add_classes_of(b, maps[i]);
    struct ems_names *names = &b->names[EMS_KIND_CLASS];
    names->items[names->count++] = "outside";
}

static void make_classes(struct ems_build *b)
{
    collect_class_names(b);
    if (b->no_memory) return;
    struct ems_names *names = &b->names[EMS_KIND_CLASS];
    if (names->count > EMS_CLASSES_MAX) {
        const char *most = ems_build_number(b, EMS_CLASSES_MAX - 1);
        ems_build_error(b, &b->def->areas.mark, EMS_T_TOO_MANY_CLASSES, EMS_ARGS(most));
        names->count = EMS_CLASSES_MAX;
    }
    b->classes = EMS_BUILD_ARRAY(b, struct ems_class, names->count);
    if (b->no_memory) return;
    bool given;
    for (int32_t c = 0; c < names->count; c++)
        b->classes[c] = (struct ems_class){names->items[c], radius_of(b, names->items[c], &given), 0};
    b->class_count = names->count;
    b->model->classes = b->classes;
    b->model->class_count = names->count;
}

static void tell_crossing(struct ems_build *b, const struct ems_def_mark *mark, const char *id,
                          const struct ems_shape *shape, const struct ems_crossing *crossing)
{
    const struct ems_ring *ring = &shape->rings[crossing->ring_a];
    struct ems_position at = ems_unproject(&b->model->projection, ring->points[crossing->edge_a]);
    const char *a = ems_build_number(b, crossing->edge_a + 1),
               *other = ems_build_number(b, crossing->edge_b + 1);
    const char *x = ems_build_number(b, at.x), *y = ems_build_number(b, at.y);
    ems_build_error(b, mark, EMS_T_POLYGON_CROSSES, EMS_ARGS(id, a, other, x, y));
}

struct ems_shape ems_build_polygon(struct ems_build *b, const struct ems_def_mark *mark, const char *id,
                                   const struct ems_geo_ring *raw_rings, int32_t ring_count)
{
    struct ems_ring *rings = EMS_BUILD_ARRAY(b, struct ems_ring, ring_count);
    struct ems_shape none = {.kind = EMS_SHAPE_POLYGON};
    bool told = false, found = false;
    for (int32_t r = 0; rings != NULL && r < ring_count; r++) {
        const struct ems_geo_ring *raw = &raw_rings[r];
        struct ems_point *points = EMS_BUILD_ARRAY(b, struct ems_point, raw->count);
        if (points == NULL) return none;
        for (int32_t i = 0; i < raw->count && !told; i++) {
            struct ems_def_position at = {.mark = *mark, .value = raw->points[i]};
            told = !ems_build_position_fits(b, at.value);
            points[i] = ems_build_project(b, &at);
        }
        rings[r] = (struct ems_ring){points, raw->count};
    }
    if (rings == NULL || told) return none;
    struct ems_shape shape = ems_shape_polygon(rings, ring_count);
    struct ems_crossing crossing;
    if (ems_shape_crosses_itself(&shape, &crossing, &found) != EMS_OK) b->no_memory = true;
    if (found)
        tell_crossing(b, mark, id, &shape, &crossing);
    else if (!(ems_shape_area_m2(&shape) > 0))
        ems_build_error(b, mark, EMS_T_POLYGON_EMPTY, EMS_ARGS(id));
    return shape;
}

static void make_area(struct ems_build *b, int32_t number, const struct outline *outline)
{
    const struct ems_def_area *def = &b->def->areas.items[number];
    struct ems_area *area = &b->areas[number];
    area->id = def->id.value;
    area->name = def->name.value;
    area->class_id = ems_build_find(&b->names[EMS_KIND_CLASS], def->class_name.value);
    area->population_given = def->population.mark.given;
    area->population = def->population.mark.given ? def->population.value : 0;
    if (def->circle.mark.given)
        area->shape = ems_shape_circle(ems_build_project(b, &def->circle.centre), def->circle.radius_m.value);
    else if (outline->ring_count > 0)
        area->shape = ems_build_polygon(b, def->polygon.mark.given ? &def->polygon.mark : &def->geojson.mark,
                                        def->id.value, outline->rings, outline->ring_count);
    area->area_m2 = ems_shape_area_m2(&area->shape);
}

void ems_build_areas(struct ems_build *b)
{
    const struct ems_definition *def = b->def;
    int32_t before = b->diags->errors;
    struct outline *outlines = read_outlines(b);
    b->areas = EMS_BUILD_ARRAY(b, struct ems_area, def->areas.count);
    b->names[EMS_KIND_AREA].items = EMS_BUILD_ARRAY(b, const char *, def->areas.count);
    if (b->no_memory) return;
    make_projection(b, outlines);
    make_classes(b);
    if (b->no_memory) return;
    for (int32_t i = 0; i < def->areas.count; i++) {
        make_area(b, i, &outlines[i]);
        b->names[EMS_KIND_AREA].items[i] = def->areas.items[i].id.value;
    }
    b->names[EMS_KIND_AREA].count = b->model->area_count = def->areas.count;
    b->model->areas = b->areas;
    ems_build_sort(b, EMS_KIND_AREA);
    b->areas_are_good = b->diags->errors == before;
}
