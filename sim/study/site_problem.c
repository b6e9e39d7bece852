/* The location problem of a scenario: its demand places, the stations that count and the candidates, and the
 * times between them. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "coverage/cover.h"
#include "coverage/quickest.h"
#include "study/site.h"
#include "travel/spread.h"

enum { WEIGHT_PARTS = EMS_SITE_PARTS }; /* of a request a year */

static const struct ems_place_in_file nowhere = {.file = ""};

struct making {
    struct ems_site *site;
    struct ems_location *points;
    ems_area_id *area;
    double *people;
    int64_t *weight, *reach, *within, *least_covered, *least_reach, *least_within, *least_weight;
    int32_t *classes;
    struct ems_location_site *sites;
    ems_station_id *stations;
};

/* ---- demand ---- */

static double people_of_area(const struct ems_model *model, ems_area_id area)
{
    double people = 0;
    const struct ems_area *a = &model->areas[area];
    for (int32_t p = a->first_place; p < a->first_place + a->place_count; p++)
        people += model->places[p].people;
    return people;
}

static double requests_in_all(const struct ems_model *model)
{
    double requests = 0;
    for (int32_t a = 0; a < model->area_count; a++) requests += model->areas[a].requests_per_year;
    return requests;
}

/* Expected requests of each place; people where the scenario has no rates. */
static void take_places(struct making *m)
{
    const struct ems_model *model = m->site->model;
    bool rates = requests_in_all(model) > 0;
    for (int32_t a = 0; a < model->area_count; a++) {
        const struct ems_area *area = &model->areas[a];
        double people = people_of_area(model, a);
        double each = rates && people > 0 ? area->requests_per_year / people : rates ? 0 : 1;
        for (int32_t p = area->first_place; p < area->first_place + area->place_count; p++) {
            m->points[p] = (struct ems_location){.at = model->places[p].at,
                                                 .place = model->station_count + model->hospital_count + p};
            m->area[p] = a;
            m->people[p] = model->places[p].people;
            m->weight[p] = llrint(each * model->places[p].people * WEIGHT_PARTS);
        }
    }
}

/* The calls of a trace stand for themselves. */
static void take_trace(struct making *m)
{
    const struct ems_model *model = m->site->model;
    for (int32_t i = 0; i < model->trace_count; i++) {
        m->points[i] = (struct ems_location){.at = model->trace[i].at, .place = model->trace[i].place};
        m->area[i] = model->trace[i].area;
        m->people[i] = 1;
        m->weight[i] = WEIGHT_PARTS;
    }
}

static bool make_demand(struct making *m)
{
    struct ems_site *site = m->site;
    const struct ems_model *model = site->model;
    struct ems_arena *arena = &site->arena;
    int32_t count = model->has_trace ? model->trace_count : model->place_count;
    m->points = EMS_NEW_ARRAY(arena, struct ems_location, count);
    m->area = EMS_NEW_ARRAY(arena, ems_area_id, count);
    m->people = EMS_NEW_ARRAY(arena, double, count);
    m->weight = EMS_NEW_ARRAY(arena, int64_t, count);
    m->classes = EMS_NEW_ARRAY(arena, int32_t, count);
    if (arena->failed) return false;
    if (model->has_trace)
        take_trace(m);
    else
        take_places(m);
    for (int32_t i = 0; i < count; i++) {
        int32_t of_class = ems_cover_class(model, m->area[i]);
        m->classes[i] = of_class == EMS_NONE ? model->class_count : of_class;
        site->people += m->people[i];
    }
    site->problem.point_count = count;
    site->problem.weight = m->weight;
    site->problem.classes = m->classes;
    site->problem.class_count = model->class_count + 1; /* the last one: outside */
    site->points = m->points;
    site->point_area = m->area;
    site->point_people = m->people;
    return true;
}

/* ---- sites ---- */

static int32_t crewed_vehicles(const struct ems_model *model, const struct ems_station *station)
{
    int32_t count = 0;
    for (int32_t v = station->first_vehicle; v < station->first_vehicle + station->vehicle_count; v++)
        count += !model->vehicles[v].spare && model->types[model->vehicles[v].type].emergency;
    return station->crews_given && station->crew_count < count ? station->crew_count : count;
}

static bool is_kept(const struct ems_site *site, const char *id)
{
    const struct ems_site_request *request = site->request;
    if (request->close + request->move == 0) return true;
    for (int32_t k = 0; k < request->keep_count; k++)
        if (strcmp(request->keep[k], id) == 0) return true;
    return false;
}

static bool is_upper(const struct ems_site *site, const struct ems_station *station)
{
    const struct ems_model *model = site->model;
    if (site->upper_type == NULL) return false;
    for (int32_t v = station->first_vehicle; v < station->first_vehicle + station->vehicle_count; v++)
        if (!model->vehicles[v].spare &&
            strcmp(model->types[model->vehicles[v].type].id, site->upper_type) == 0)
            return true;
    return false;
}

/* What a site may serve: as given, else by its vehicles. */
static int64_t capacity_of(const struct ems_site *site, double given, int32_t vehicles)
{
    double requests = isnan(given) ? site->request->capacity * vehicles : given;
    if (isnan(given) && !(site->request->capacity > 0)) return EMS_LOCATION_ANY;
    return llrint(requests * WEIGHT_PARTS);
}

static void add_stations(struct making *m)
{
    struct ems_site *site = m->site;
    const struct ems_model *model = site->model;
    for (ems_station_id s = 0; s < model->station_count; s++) {
        if (!ems_cover_station_counts(model, s)) continue;
        struct ems_location_site *one = &m->sites[site->station_count];
        *one = ems_location_site_default();
        one->existing = true;
        one->least = is_kept(site, model->stations[s].id);
        one->upper_tier = is_upper(site, &model->stations[s]);
        one->strength = crewed_vehicles(model, &model->stations[s]);
        one->capacity = capacity_of(site, NAN, one->strength);
        one->cost = 0;
        m->stations[site->station_count++] = s;
    }
}

static bool make_sites(struct making *m)
{
    struct ems_site *site = m->site;
    int32_t most = site->model->station_count + site->candidate_count;
    m->sites = EMS_NEW_ARRAY(&site->arena, struct ems_location_site, most);
    m->stations = EMS_NEW_ARRAY(&site->arena, ems_station_id, site->model->station_count);
    if (site->arena.failed) return false;
    add_stations(m);
    for (int32_t c = 0; c < site->candidate_count; c++) {
        struct ems_location_site *one = &m->sites[site->station_count + c];
        *one = ems_location_site_default();
        one->strength = site->request->crews;
        one->capacity = capacity_of(site, site->candidates[c].capacity, site->request->crews);
        if (site->has_costs) one->cost = llrint(site->candidates[c].cost * EMS_SITE_PARTS);
    }
    site->stations = m->stations;
    site->problem.sites = m->sites;
    site->problem.site_count = site->station_count + site->candidate_count;
    return true;
}

static struct ems_point site_at(const struct ems_site *site, int32_t s)
{
    return s < site->station_count ? site->model->stations[site->stations[s]].at.at
                                   : site->candidates[s - site->station_count].at;
}

/* ---- times ---- */

static enum ems_status fill_reach(struct making *m)
{
    struct ems_site *site = m->site;
    struct ems_arena scratch = {0};
    int64_t sites = site->problem.site_count, points = site->problem.point_count;
    struct ems_travel travel = site->model->travel;
    ems_time *times = EMS_NEW_ARRAY(&site->arena, ems_time, points);
    m->reach = EMS_NEW_ARRAY(&site->arena, int64_t, points * sites);
    if (times == NULL || m->reach == NULL) return EMS_NO_MEMORY;
    travel.changeless = true;
    enum ems_status status = EMS_OK;
    for (int32_t s = 0; s < sites && status == EMS_OK; s++) {
        status = ems_spread_times(&travel, site_at(site, s), site->points, (int32_t)points, EMS_LIGHTS,
                                  site->at, &scratch, times);
        for (int64_t i = 0; i < points; i++)
            m->reach[i * sites + s] = times[i] == EMS_NEVER ? EMS_NEVER : times[i] + site->turnout;
        ems_arena_reset(&scratch);
    }
    ems_arena_free(&scratch);
    site->problem.reach = m->reach;
    return status;
}

static ems_time limit_of_class(const struct ems_site *site, int32_t class_id)
{
    const struct ems_model *model = site->model;
    ems_time least = EMS_NEVER;
    if (site->request->within > 0) return site->request->within;
    for (int32_t t = 0; t < model->target_count; t++) {
        const struct ems_target *target = &model->targets[t];
        bool meant = target->class_id == EMS_NONE || target->class_id == class_id;
        if (meant && target->within < least) least = target->within;
    }
    return least == EMS_NEVER ? 10 * EMS_MINUTE : least;
}

static bool make_limits(struct making *m)
{
    struct ems_site *site = m->site;
    int32_t classes = site->problem.class_count;
    m->within = EMS_NEW_ARRAY(&site->arena, int64_t, classes);
    int64_t *far = EMS_NEW_ARRAY(&site->arena, int64_t, classes);
    if (m->within == NULL || far == NULL) return false;
    for (int32_t c = 0; c < classes; c++) {
        m->within[c] = limit_of_class(site, c);
        far[c] = site->request->within_far > 0 ? site->request->within_far : 2 * m->within[c];
    }
    site->problem.within = m->within;
    site->problem.within_far = far;
    return true;
}

/* ---- how busy a neighbourhood is ---- */

static double crews_now(const struct ems_site *site)
{
    double crews = 0;
    for (int32_t s = 0; s < site->station_count; s++) crews += site->problem.sites[s].strength;
    return crews;
}

static int32_t nearest_site(const struct ems_location_problem *p, int32_t point)
{
    const int64_t *reach = p->reach + (int64_t)point * p->site_count;
    int32_t nearest = 0;
    for (int32_t s = 1; s < p->site_count; s++)
        if (reach[s] < reach[nearest]) nearest = s;
    return nearest;
}

/* malp2: the crews that work now, busy by the share that is given, carry all requests; a neighbourhood has
 * its part of that load. It is what the site nearest to a point covers. */
static enum ems_status make_load(struct making *m)
{
    struct ems_site *site = m->site;
    const struct ems_location_problem *p = &site->problem;
    struct ems_arena scratch = {0};
    if (site->request->location.model != EMS_LOCATION_MALP2) return EMS_OK;
    double *load = EMS_NEW_ARRAY(&site->arena, double, p->point_count),
           *around = EMS_NEW_ARRAY(&scratch, double, p->site_count), total = 0;
    bool made = load != NULL && around != NULL;
    for (int32_t i = 0; made && i < p->point_count; i++) {
        total += (double)p->weight[i];
        for (int32_t s = 0; s < p->site_count; s++)
            if (p->reach[(int64_t)i * p->site_count + s] <= p->within[p->classes[i]])
                around[s] += (double)p->weight[i];
    }
    double busy = site->request->location.busy * crews_now(site);
    for (int32_t i = 0; made && i < p->point_count; i++)
        load[i] = total > 0 ? busy * around[nearest_site(p, i)] / total : 0;
    ems_arena_free(&scratch);
    site->problem.load = load;
    return made ? EMS_OK : EMS_NO_MEMORY;
}

/* ---- people who must be within the radius ---- */

static int32_t class_named(const struct ems_model *model, const char *id)
{
    for (int32_t c = 0; c < model->class_count; c++)
        if (strcmp(model->classes[c].id, id) == 0) return c;
    return EMS_NONE;
}

static bool fill_least_reach(struct making *m)
{
    struct ems_site *site = m->site;
    int64_t sites = site->problem.site_count, points = site->problem.point_count;
    m->least_reach = EMS_NEW_ARRAY(&site->arena, int64_t, points * sites);
    m->least_weight = EMS_NEW_ARRAY(&site->arena, int64_t, points);
    if (m->least_reach == NULL || m->least_weight == NULL) return false;
    for (int64_t i = 0; i < points; i++) {
        m->least_weight[i] = llrint(m->people[i] * WEIGHT_PARTS);
        for (int32_t s = 0; s < sites; s++)
            m->least_reach[i * sites + s] =
                llrint(1000 * ems_point_distance(m->points[i].at, site_at(site, s)));
    }
    site->problem.least_reach = m->least_reach;
    site->problem.least_weight = m->least_weight;
    return true;
}

static enum ems_status set_least(struct making *m, const struct ems_site_least *least,
                                 struct ems_diags *diags)
{
    struct ems_site *site = m->site;
    int32_t c = class_named(site->model, least->class_id);
    if (c == EMS_NONE || site->model->classes[c].service_radius_m <= 0) {
        ems_diag_error(diags, nowhere, "", EMS_T_SITE_NO_CLASS, EMS_ARGS(least->class_id));
        return EMS_BAD_USAGE;
    }
    int64_t people = 0;
    for (int32_t i = 0; i < site->problem.point_count; i++)
        if (m->classes[i] == c) people += m->least_weight[i];
    m->least_within[c] = llrint(1000 * site->model->classes[c].service_radius_m);
    m->least_covered[c] = (int64_t)ceil(least->share * (double)people - 1e-6);
    return EMS_OK;
}

static enum ems_status make_least(struct making *m, struct ems_diags *diags)
{
    struct ems_site *site = m->site;
    const struct ems_site_request *request = site->request;
    enum ems_status status = EMS_OK;
    if (request->least_count == 0) return EMS_OK;
    m->least_covered = EMS_NEW_ARRAY(&site->arena, int64_t, site->problem.class_count);
    m->least_within = EMS_NEW_ARRAY(&site->arena, int64_t, site->problem.class_count);
    if (site->arena.failed || !fill_least_reach(m)) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < request->least_count && status == EMS_OK; i++)
        status = set_least(m, &request->least[i], diags);
    site->problem.least_covered = m->least_covered;
    site->problem.least_within = m->least_within;
    return status;
}

/* ---- the whole ---- */

/* Models that cover everybody leave out whom no site can reach. */
static void drop_uncoverable(struct making *m)
{
    struct ems_site *site = m->site;
    enum ems_location_model model = site->request->location.model;
    if (model != EMS_LOCATION_LSCP && model != EMS_LOCATION_DSM && model != EMS_LOCATION_CENTRE) return;
    for (int32_t i = 0; i < site->problem.point_count; i++) {
        int64_t nearest = EMS_NEVER, limit = EMS_NEVER - 1;
        for (int32_t s = 0; s < site->problem.site_count; s++) {
            int64_t reach = m->reach[(int64_t)i * site->problem.site_count + s];
            if (reach < nearest) nearest = reach;
        }
        if (model == EMS_LOCATION_LSCP) limit = site->problem.within[m->classes[i]];
        if (model == EMS_LOCATION_DSM) limit = site->problem.within_far[m->classes[i]];
        if (nearest <= limit) continue;
        m->weight[i] = 0;
        site->uncoverable += m->people[i];
    }
}

static enum ems_status check_keep(const struct ems_site *site, struct ems_diags *diags)
{
    for (int32_t k = 0; k < site->request->keep_count; k++) {
        bool known = false;
        for (int32_t s = 0; s < site->model->station_count; s++)
            known = known || strcmp(site->model->stations[s].id, site->request->keep[k]) == 0;
        if (known) continue;
        ems_diag_error(diags, nowhere, "", EMS_T_SITE_NO_STATION, EMS_ARGS(site->request->keep[k]));
        return EMS_BAD_USAGE;
    }
    return EMS_OK;
}

static void set_numbers(struct ems_site *site)
{
    const struct ems_site_request *request = site->request;
    struct ems_location_problem *problem = &site->problem;
    problem->closed_most = request->close + request->move;
    if (!isnan(request->budget)) problem->budget = llrint(request->budget * EMS_SITE_PARTS);
    problem->upper_units = request->upper_add;
    for (int32_t s = 0; s < site->station_count; s++) problem->upper_units += problem->sites[s].upper_tier;
    bool takes_what_it_takes = request->location.model == EMS_LOCATION_LSCP || !isnan(request->budget);
    if (takes_what_it_takes && request->add == 0) return;
    problem->new_most = request->add + request->move;
    problem->units = site->station_count + request->add - request->close;
}

enum ems_status ems_site_make_problem(struct ems_site *site, struct ems_diags *diags)
{
    struct making m = {.site = site};
    const struct ems_model *model = site->model;
    site->problem = ems_location_problem_default();
    site->turnout = ems_cover_turnout(model, EMS_COVER_DAY);
    site->at = (12 * EMS_HOUR - model->clock.start_of_day + EMS_DAY) % EMS_DAY;
    enum ems_status status = check_keep(site, diags);
    if (status == EMS_OK && (!make_demand(&m) || !make_sites(&m) || !make_limits(&m))) status = EMS_NO_MEMORY;
    if (status == EMS_OK) status = fill_reach(&m);
    if (status == EMS_OK) status = make_load(&m);
    if (status == EMS_OK) status = make_least(&m, diags);
    if (status != EMS_OK) return status;
    drop_uncoverable(&m);
    set_numbers(site);
    return EMS_OK;
}
