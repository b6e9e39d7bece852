/* Demand places: population points or, in areas without, a fixed lattice. Sorted by area; an area's own
 * population rescales its points. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "scenario/build_parts.h"

enum { PLACES_MAX = 2000000 };

struct places {
    EMS_ARRAY(struct ems_demand_place) list;
    struct {
        int64_t count;
        double people;
        struct ems_place_in_file first;
    } outside; /* population points in no area */
};

static void add_place(struct ems_build *b, struct places *places, struct ems_point at, ems_area_id area,
                      double people)
{
    struct ems_demand_place place = {.at = at, .people = people, .area = area};
    if (!EMS_PUSH(&places->list, place)) b->no_memory = true;
}

/* A point from a file; `area` is the id that stands there, or "". */
static void add_point(struct ems_build *b, struct places *places, const struct ems_geo_point *point)
{
    const struct ems_def_mark mark = {point->place, point->path, true};
    struct ems_def_position position = {mark, point->at};
    bool fits = ems_build_position_fits(b, point->at);
    struct ems_point at = ems_build_project(b, &position);
    if (!fits) return;
    if (point->area[0] != '\0') {
        ems_area_id named = ems_build_refer_at(b, EMS_KIND_AREA, point->place, point->path, point->area);
        if (named != EMS_NONE) add_place(b, places, at, named, point->people);
        return;
    }
    ems_area_id area = ems_model_area_at(b->model, at);
    if (area != EMS_NONE) {
        add_place(b, places, at, area, point->people);
        return;
    }
    if (places->outside.count++ == 0) places->outside.first = point->place;
    places->outside.people += point->people;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcasecmp(text + length - tail, end) == 0;
}

static void read_geojson(struct ems_build *b, const struct ems_def_file *file, struct places *places)
{
    const json_t *root = ems_build_json(b, file);
    if (root == NULL) return;
    struct ems_geo_source source = {root, file->path, &b->scratch, b->diags,
                                    b->model->projection.coordinates};
    struct ems_geo_point *points;
    int32_t count;
    if (ems_geojson_points(&source, &points, &count) == EMS_NO_MEMORY) b->no_memory = true;
    for (int32_t i = 0; i < count && !b->no_memory; i++) add_point(b, places, &points[i]);
}

static void read_csv(struct ems_build *b, const struct ems_def_file *file, struct places *places)
{
    static const char *const known[] = {"lon", "lat", "x_m", "y_m", "people", "area"};
    const struct ems_build_file *text = ems_build_read(b, file);
    struct ems_csv csv;
    if (text == NULL) return;
    enum ems_status status = ems_csv_parse(text->text, text->length, text->path, b->diags, &csv);
    if (status == EMS_NO_MEMORY) b->no_memory = true;
    if (csv.cells != NULL) {
        bool plane = b->model->projection.coordinates == EMS_COORD_PLANE;
        int32_t x = ems_csv_require(&csv, plane ? "x_m" : "lon", b->diags);
        int32_t y = ems_csv_require(&csv, plane ? "y_m" : "lat", b->diags);
        int32_t people = ems_csv_require(&csv, "people", b->diags), area = ems_csv_column(&csv, "area");
        bool whole = x >= 0 && y >= 0 && people >= 0;
        if (whole) ems_csv_check_columns(&csv, known, 6, b->diags);
        for (int64_t row = 0; whole && row < csv.rows && !b->no_memory; row++) {
            struct ems_geo_point p = {.area = ems_csv_text(&csv, row, area), .path = ""};
            p.place = ems_csv_place(&csv, row);
            bool good = ems_csv_number(&csv, row, x, -1e7, 1e7, b->diags, &p.at.x);
            good = ems_csv_number(&csv, row, y, -1e7, 1e7, b->diags, &p.at.y) && good;
            good = ems_csv_number(&csv, row, people, 0, 2e9, b->diags, &p.people) && good;
            if (good) add_point(b, places, &p);
        }
    }
    ems_csv_free(&csv);
}

static void tell_outside(struct ems_build *b, const struct places *places)
{
    if (places->outside.count == 0 || !b->areas_are_good) return;
    const char *count = ems_build_number(b, (double)places->outside.count);
    const char *people = ems_build_number(b, places->outside.people);
    ems_diag_warning(b->diags, places->outside.first, "", EMS_T_PEOPLE_OUTSIDE, EMS_ARGS(count, people));
}

/* Lattice points of an area at this spacing; returns how many. The lattice is the same for all areas. */
static int32_t add_lattice(struct ems_build *b, struct places *places, ems_area_id area, double spacing_m)
{
    const struct ems_shape *shape = &b->areas[area].shape;
    double columns = ceil((shape->high.x_m - shape->low.x_m) / spacing_m) + 1;
    double rows = ceil((shape->high.y_m - shape->low.y_m) / spacing_m) + 1;
    double first_column = floor(shape->low.x_m / spacing_m), first_row = floor(shape->low.y_m / spacing_m);
    int32_t before = places->list.count;
    for (int32_t r = 0; r <= (int32_t)rows; r++) {
        for (int32_t c = 0; c <= (int32_t)columns && !b->no_memory; c++) {
            struct ems_point at =
                ems_point_round((first_column + c + 0.5) * spacing_m, (first_row + r + 0.5) * spacing_m);
            if (ems_shape_contains(shape, at) && ems_model_area_at(b->model, at) == area)
                add_place(b, places, at, area, 0);
        }
    }
    return places->list.count - before;
}

/* A finer lattice where the given one misses the area, and at last one point inside. */
static void add_lattice_places(struct ems_build *b, struct places *places, ems_area_id area)
{
    enum { HALVINGS = 4 };
    double spacing_m = b->def->lattice_m.value;
    const struct ems_shape *shape = &b->areas[area].shape;
    double columns = ceil((shape->high.x_m - shape->low.x_m) / spacing_m) + 1;
    double rows = ceil((shape->high.y_m - shape->low.y_m) / spacing_m) + 1, cells = columns * rows;
    if (!(cells <= PLACES_MAX)) {
        const char *most = ems_build_number(b, PLACES_MAX);
        ems_build_error(b, &b->def->lattice_m.mark, EMS_T_LATTICE_TOO_FINE,
                        EMS_ARGS(b->areas[area].id, most));
        return;
    }
    int32_t added = 0;
    for (int i = 0; i <= HALVINGS && added == 0; i++, spacing_m /= 2) {
        if (cells > PLACES_MAX) break;
        added = add_lattice(b, places, area, spacing_m);
        cells *= 4;
    }
    struct ems_point inside;
    if (ems_shape_inside_point(shape, &inside) != EMS_OK) b->no_memory = true;
    if (added == 0) add_place(b, places, inside, area, 0);
}

static int by_area(const void *a, const void *b)
{
    const struct ems_demand_place *x = a, *y = b;
    if (x->area != y->area) return x->area < y->area ? -1 : 1;
    return (x->alias > y->alias) - (x->alias < y->alias); /* holds the order of the file until sorted */
}

/* People of an area: the points' own, rescaled to what the area says; a lattice shares it evenly. */
static void settle_people(struct ems_area *area, struct ems_demand_place *places)
{
    double sum = 0;
    for (int32_t i = 0; i < area->place_count; i++) sum += places[i].people;
    if (!area->population_given) {
        area->population = sum;
        return;
    }
    for (int32_t i = 0; i < area->place_count; i++) {
        double share = sum > 0 ? places[i].people / sum : 1.0 / area->place_count;
        places[i].people = area->population * share;
    }
}

/* Vose's alias method over the people of the places; all alike when there are none. */
static void make_alias(struct ems_build *b, const struct ems_area *area, struct ems_demand_place *places)
{
    int32_t n = area->place_count, *stack = EMS_BUILD_SCRATCH(b, int32_t, n), small = 0, large = n;
    double *weight = EMS_BUILD_SCRATCH(b, double, n), sum = 0;
    if (stack == NULL || weight == NULL) return;
    for (int32_t i = 0; i < n; i++) sum += places[i].people;
    for (int32_t i = 0; i < n; i++) {
        weight[i] = sum > 0 ? places[i].people * n / sum : 1;
        places[i].keep = 1;
        places[i].alias = area->first_place + i;
        if (weight[i] < 1)
            stack[small++] = i; /* small ones from the front, large ones from the back */
        else
            stack[--large] = i;
    }
    while (small > 0 && large < n) {
        int32_t s = stack[--small], l = stack[large];
        places[s].keep = weight[s];
        places[s].alias = area->first_place + l;
        weight[l] -= 1 - weight[s];
        if (weight[l] >= 1) continue;
        large++;
        stack[small++] = l;
    }
} /* what is left weighs 1 up to rounding and keeps itself */

static void settle_areas(struct ems_build *b, struct ems_demand_place *places, int32_t count)
{
    int32_t at = 0;
    for (int32_t a = 0; a < b->model->area_count && !b->no_memory; a++) {
        struct ems_area *area = &b->areas[a];
        area->first_place = at;
        while (at < count && places[at].area == a) at++;
        area->place_count = at - area->first_place;
        settle_people(area, places + area->first_place);
        make_alias(b, area, places + area->first_place);
        if (area->class_id != EMS_NONE) b->classes[area->class_id].population += area->population;
    }
}

static void keep_places(struct ems_build *b, struct places *places)
{
    int32_t count = places->list.count;
    struct ems_demand_place *kept = EMS_BUILD_ARRAY(b, struct ems_demand_place, count);
    if (kept == NULL) return;
    for (int32_t i = 0; i < count; i++) {
        kept[i] = places->list.items[i];
        kept[i].alias = i;
    }
    qsort(kept, (size_t)count, sizeof *kept, by_area);
    settle_areas(b, kept, count);
    b->model->places = kept;
    b->model->place_count = count;
}

static bool *areas_with_points(struct ems_build *b, const struct places *places)
{
    bool *has = EMS_BUILD_SCRATCH(b, bool, b->model->area_count);
    for (int32_t i = 0; has != NULL && i < places->list.count; i++) has[places->list.items[i].area] = true;
    return has;
}

void ems_build_places(struct ems_build *b)
{
    struct places places = {0};
    const struct ems_def_data_file *population = &b->def->population;
    if (population->mark.given && ends_with(population->file.path, ".csv"))
        read_csv(b, &population->file, &places);
    else if (population->mark.given)
        read_geojson(b, &population->file, &places);
    tell_outside(b, &places);
    bool *has = areas_with_points(b, &places);
    for (int32_t a = 0; has != NULL && a < b->model->area_count; a++) {
        if (has[a] || !(b->areas[a].area_m2 > 0)) continue;
        if (places.list.count < PLACES_MAX) add_lattice_places(b, &places, a);
    }
    if (!b->no_memory) keep_places(b, &places);
    free(places.list.items);
}
