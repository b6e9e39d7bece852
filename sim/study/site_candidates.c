/* Where a station might be built: at stations, at road nodes, on a grid, or at places of a file. Only points
 * in an area, and not too far from a road, count. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "coverage/cover.h"
#include "scenario/places.h"
#include "study/site.h"
#include "travel/spread.h"

enum { MOST = 800 };
#define ACCESS_MOST_M 2000.0 /* to the road; a candidate beyond it is in the fields, or in the sea */

struct finding {
    struct ems_site *site;
    struct ems_site_candidate *items;
    int32_t capacity;
    const struct ems_site_ground *ground;
};

static const struct ems_place_in_file nowhere = {.file = ""};

/* ---- keeping one ---- */

static bool id_taken(const struct finding *f, const char *id)
{
    const struct ems_model *model = f->site->model;
    for (int32_t s = 0; s < model->station_count; s++)
        if (strcmp(model->stations[s].id, id) == 0) return true;
    return false;
}

static const char *free_id(const struct finding *f, const char *wanted)
{
    struct ems_arena *arena = &f->site->arena;
    const char *id =
        wanted != NULL ? wanted : ems_arena_format(arena, "site-%d", f->site->candidate_count + 1);
    while (id != NULL && id_taken(f, id)) id = ems_arena_format(arena, "%s-new", id);
    return id;
}

static bool near_enough(const struct finding *f, struct ems_point at)
{
    return ems_spread_access_m(&f->site->model->travel, at) <= ACCESS_MOST_M;
}

static struct ems_site_candidate *offer(struct finding *f, struct ems_point at, const char *id,
                                        const struct ems_name *name)
{
    struct ems_site *site = f->site;
    ems_area_id area = ems_model_area_at(site->model, at);
    if (area == EMS_NONE || !near_enough(f, at)) {
        site->left_out++;
        return NULL;
    }
    if (ems_site_is_forbidden(f->ground, at, area)) {
        site->forbidden++;
        return NULL;
    }
    if (site->candidate_count == f->capacity) return NULL;
    struct ems_site_candidate *one = &f->items[site->candidate_count];
    *one = (struct ems_site_candidate){
        .at = at, .area = area, .id = free_id(f, id), .cost = NAN, .capacity = NAN};
    if (name != NULL) one->name = *name;
    site->candidate_count++;
    return one;
}

/* ---- sources ---- */

static void from_stations(struct finding *f)
{
    const struct ems_model *model = f->site->model;
    for (int32_t s = 0; s < model->station_count; s++) {
        const struct ems_station *station = &model->stations[s];
        offer(f, station->at.at, ems_arena_format(&f->site->arena, "%s-new", station->id), &station->name);
    }
}

/* The box about the people. */
static void find_box(const struct ems_model *model, struct ems_point *low, struct ems_point *high)
{
    *low = (struct ems_point){INFINITY, INFINITY};
    *high = (struct ems_point){-INFINITY, -INFINITY};
    for (int32_t a = 0; a < model->area_count; a++) {
        const struct ems_shape *shape = &model->areas[a].shape;
        *low = (struct ems_point){fmin(low->x_m, shape->low.x_m), fmin(low->y_m, shape->low.y_m)};
        *high = (struct ems_point){fmax(high->x_m, shape->high.x_m), fmax(high->y_m, shape->high.y_m)};
    }
}

/* Points of a lattice of that spacing that lie in an area: offered, or counted only. */
static int32_t walk_grid(struct finding *f, double spacing_m, bool counting)
{
    const struct ems_model *model = f->site->model;
    struct ems_point low, high;
    int32_t count = 0;
    find_box(model, &low, &high);
    for (double y = low.y_m + spacing_m / 2; y < high.y_m; y += spacing_m)
        for (double x = low.x_m + spacing_m / 2; x < high.x_m; x += spacing_m) {
            struct ems_point at = ems_point_round(x, y);
            if (ems_model_area_at(model, at) == EMS_NONE) continue;
            count++;
            if (!counting) offer(f, at, NULL, NULL);
        }
    return count;
}

/* The least of some round spacings that gives no more points than are wanted. */
static double fit_spacing(struct finding *f)
{
    double spacing_m = 100;
    struct ems_point low, high;
    find_box(f->site->model, &low, &high);
    double box_m2 = (high.x_m - low.x_m) * (high.y_m - low.y_m);
    while (box_m2 / spacing_m / spacing_m > 40.0 * MOST) spacing_m *= 1.25;
    while (walk_grid(f, spacing_m, true) > MOST) spacing_m *= 1.25;
    return ceil(spacing_m / 10) * 10;
}

static enum ems_status from_grid(struct finding *f, struct ems_diags *diags)
{
    double spacing_m = f->site->request->spacing_m;
    if (f->site->model->area_count == 0) return EMS_OK;
    if (spacing_m <= 0) spacing_m = fit_spacing(f);
    struct ems_point low, high;
    find_box(f->site->model, &low, &high);
    if ((high.x_m - low.x_m) / spacing_m * ((high.y_m - low.y_m) / spacing_m) > 4e6 ||
        walk_grid(f, spacing_m, true) > f->capacity) {
        char most[EMS_NUMBER_SIZE];
        ems_number_format(f->capacity, most);
        ems_diag_error(diags, nowhere, "", EMS_T_SITE_GRID_FINE, EMS_ARGS(most));
        return EMS_BAD_USAGE;
    }
    walk_grid(f, spacing_m, false);
    return EMS_OK;
}

/* A node's cell of the lattice that nodes are thinned by. */
struct cell_node {
    int64_t column, row;
    double off_m; /* from the cell's middle */
    int32_t node;
    struct ems_point at;
};

static int by_cell(const void *a, const void *b)
{
    const struct cell_node *x = a, *y = b;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    if (x->column != y->column) return x->column < y->column ? -1 : 1;
    if (x->off_m != y->off_m) return x->off_m < y->off_m ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

static int32_t list_nodes(const struct ems_model *model, struct cell_node *out)
{
    const struct ems_road_def *def = &model->travel.def.road;
    const struct ems_network *network = def->network;
    int32_t count = 0;
    for (int32_t n = 0; n < network->node_count; n++) {
        struct cell_node one = {.node = n, .at = ems_project(&def->projection, network->position[n])};
        if (network->access[n] != 0 && ems_model_area_at(model, one.at) != EMS_NONE) out[count++] = one;
    }
    return count;
}

static int32_t thin_nodes(struct cell_node *nodes, int32_t count, double spacing_m)
{
    int32_t cells = 0;
    for (int32_t i = 0; i < count; i++) {
        struct cell_node *one = &nodes[i];
        one->column = (int64_t)floor(one->at.x_m / spacing_m);
        one->row = (int64_t)floor(one->at.y_m / spacing_m);
        double dx = one->at.x_m - ((double)one->column + 0.5) * spacing_m,
               dy = one->at.y_m - ((double)one->row + 0.5) * spacing_m;
        one->off_m = ems_point_round(sqrt(dx * dx + dy * dy), 0).x_m;
    }
    if (count > 0) qsort(nodes, (size_t)count, sizeof *nodes, by_cell);
    for (int32_t i = 0; i < count; i++)
        cells += i == 0 || nodes[i].row != nodes[i - 1].row || nodes[i].column != nodes[i - 1].column;
    return cells;
}

/* One node of each cell of a lattice, the one nearest to its middle. */
static enum ems_status from_nodes(struct finding *f, struct ems_diags *diags)
{
    const struct ems_model *model = f->site->model;
    if (model->travel.def.kind != EMS_TRAVEL_ROAD) {
        ems_diag_error(diags, nowhere, "", EMS_T_SITE_NO_ROADS, NULL);
        return EMS_BAD_USAGE;
    }
    struct cell_node *nodes = calloc((size_t)model->travel.def.road.network->node_count + 1, sizeof *nodes);
    if (nodes == NULL) return EMS_NO_MEMORY;
    int32_t count = list_nodes(model, nodes);
    double spacing_m = f->site->request->spacing_m > 0 ? f->site->request->spacing_m : 50;
    while (thin_nodes(nodes, count, spacing_m) > (f->site->request->spacing_m > 0 ? f->capacity : MOST))
        spacing_m *= 1.25;
    for (int32_t i = 0; i < count; i++)
        if (i == 0 || nodes[i].row != nodes[i - 1].row || nodes[i].column != nodes[i - 1].column)
            offer(f, nodes[i].at, NULL, NULL);
    free(nodes);
    return EMS_OK;
}

/* Places that lie outside are told one by one: somebody named them. */
static void check_place(struct finding *f, const struct ems_place *place, struct ems_diags *diags,
                        struct ems_point at)
{
    const struct ems_place_in_file where = {.file = f->site->request->file, .line = place->line};
    if (ems_model_area_at(f->site->model, at) == EMS_NONE)
        ems_diag_warning(diags, where, "", EMS_T_SITE_OFF_THE_MAP, EMS_ARGS(place->id));
    else if (!near_enough(f, at))
        ems_diag_warning(diags, where, "", EMS_T_SITE_OFF_THE_ROAD, EMS_ARGS(place->id));
}

static void offer_place(struct finding *f, const struct ems_place *place, struct ems_point at)
{
    if (place->forbidden) {
        f->site->forbidden++;
        return;
    }
    struct ems_site_candidate *one = offer(f, at, place->id, &place->name);
    if (one == NULL) return;
    one->cost = place->cost;
    one->capacity = place->capacity;
}

static enum ems_status from_file(struct finding *f, struct ems_diags *diags)
{
    const struct ems_site *site = f->site;
    const struct ems_projection *projection = &site->model->projection;
    struct ems_places places;
    enum ems_coordinates from =
        projection->coordinates == EMS_COORD_PLANE ? EMS_COORD_WGS84 : projection->coordinates;
    enum ems_status status =
        ems_places_read(site->request->file, EMS_PLACES_CANDIDATES, from, &f->site->arena, diags, &places);
    if (status != EMS_OK) return status;
    if ((places.coordinates == EMS_COORD_PLANE) != (projection->coordinates == EMS_COORD_PLANE)) {
        ems_diag_error(diags, (struct ems_place_in_file){.file = site->request->file}, "", EMS_T_SITE_SYSTEM,
                       NULL);
        return EMS_BAD_INPUT;
    }
    for (int32_t i = 0; i < places.count; i++) {
        const struct ems_place *place = &places.items[i];
        struct ems_position position = projection->coordinates == EMS_COORD_PLANE
                                           ? place->at
                                           : ems_from_wgs84(projection->coordinates, place->at);
        struct ems_point at = ems_project(projection, position);
        check_place(f, place, diags, at);
        offer_place(f, place, at);
    }
    f->site->has_costs = places.has_costs;
    return EMS_OK;
}

enum ems_status ems_site_find_candidates(struct ems_site *site, struct ems_diags *diags)
{
    struct finding f = {.site = site, .capacity = 4000};
    enum ems_status status = EMS_OK;
    status = ems_site_read_forbidden(site, diags, &f.ground);
    if (status != EMS_OK) return status;
    f.items = EMS_NEW_ARRAY(&site->arena, struct ems_site_candidate, f.capacity);
    if (f.items == NULL) return EMS_NO_MEMORY;
    site->candidates = f.items;
    switch (site->request->source) {
    case EMS_SITE_STATIONS:
        from_stations(&f);
        break;
    case EMS_SITE_NODES:
        status = from_nodes(&f, diags);
        break;
    case EMS_SITE_GRID:
        status = from_grid(&f, diags);
        break;
    case EMS_SITE_FILE:
        status = from_file(&f, diags);
        break;
    }
    if (status != EMS_OK) return status;
    if (site->arena.failed) return EMS_NO_MEMORY;
    if (!isnan(site->request->budget) && !site->has_costs) {
        ems_diag_error(diags, nowhere, "", EMS_T_SITE_NO_COSTS, NULL);
        return EMS_BAD_USAGE;
    }
    int32_t wanted = site->request->add + site->request->move;
    if (wanted == 0 || site->candidate_count >= wanted) return EMS_OK;
    char have[EMS_NUMBER_SIZE], want[EMS_NUMBER_SIZE], out[EMS_NUMBER_SIZE], barred[EMS_NUMBER_SIZE];
    ems_number_format(site->candidate_count, have);
    ems_number_format(wanted, want);
    ems_number_format(site->left_out, out);
    ems_number_format(site->forbidden, barred);
    ems_diag_error(diags, nowhere, "", EMS_T_SITE_FEW_CANDIDATES, EMS_ARGS(want, have, out, barred));
    return EMS_BAD_USAGE;
}
