/* Where ambulances stand and patients are taken. */
#include <math.h>

#include "city/clusters.h"
#include "geo/grid.h"

#define PEOPLE_PER_VEHICLE 20000
#define PEOPLE_PER_HOSPITAL 80000
#define VEHICLES_PER_STATION 6 /* in the city; two in the country */

/* Crossings of tertiary streets or better, in order. */
struct main_nodes {
    int32_t *node;
    struct ems_point *at;
    int32_t count;
    struct ems_grid grid;
};

static void find_main_nodes(struct ems_city_work *work, struct main_nodes *m)
{
    const struct ems_city *city = work->city;
    bool *main = ems_city_alloc(work, city->nodes.count, sizeof *main);
    m->node = ems_city_alloc(work, city->nodes.count, sizeof *m->node);
    m->at = ems_city_alloc(work, city->nodes.count, sizeof *m->at);
    if (work->no_memory) return;
    for (int32_t e = 0; e < city->edges.count; e++) {
        const struct ems_city_edge *edge = &city->edges.items[e];
        if (edge->road_class <= EMS_CITY_TERTIARY) main[edge->from] = main[edge->to] = true;
    }
    for (int32_t n = 0; n < city->nodes.count; n++) {
        if (!main[n] || !city->nodes.items[n].access) continue;
        m->node[m->count] = n;
        m->at[m->count++] = city->nodes.items[n].at;
    }
    if (!ems_grid_build(&m->grid, m->at, m->count, 4, work->arena)) work->no_memory = true;
}

/* The main crossing nearest to a point (ties: the first). */
static int32_t main_node_at(const struct main_nodes *m, struct ems_point at)
{
    struct ems_grid_walk walk = ems_grid_walk_from(&m->grid, at);
    struct ems_grid_span span;
    int32_t best = -1;
    double least = INFINITY;
    do {
        if (ems_grid_walk_distance(&walk) > least) break;
        while (ems_grid_walk_span(&walk, &span)) {
            for (int32_t p = m->grid.first[span.from]; p < m->grid.first[span.to + 1]; p++) {
                int32_t k = m->grid.points[p];
                double distance = ems_point_distance(m->at[k], at);
                if (distance < least || (distance == least && k < best)) {
                    least = distance;
                    best = k;
                }
            }
        }
    } while (ems_grid_walk_ring(&walk));
    return best < 0 ? 0 : m->node[best];
}

static void add_station(struct ems_city_work *work, const struct main_nodes *m, struct ems_point at,
                        int64_t people, int32_t area, bool in_city)
{
    struct ems_city_station station = {
        .node = main_node_at(m, at), .area = area, .hospital = -1, .people = people};
    station.at = work->city->nodes.items[station.node].at;
    station.in_city = in_city;
    if (!EMS_PUSH(&work->city->stations, station)) work->no_memory = true;
}

/* The city's stations, the one nearest to the centre first, then each as far from those before as can be. */
static void place_city(struct ems_city_work *work, const struct main_nodes *m, int32_t count)
{
    struct ems_city_clusters c;
    ems_city_cluster(work, true, count, &c);
    double *far = ems_city_alloc(work, (int64_t)c.count + 1, sizeof *far);
    if (work->no_memory) return;
    for (int32_t k = 0; k < c.count; k++) far[k] = -ems_point_distance((struct ems_point){0, 0}, c.at[k]);
    for (int32_t s = 0; s < c.count; s++) {
        int32_t best = 0;
        for (int32_t k = 1; k < c.count; k++) {
            if (far[k] > far[best]) best = k;
        }
        add_station(work, m, c.at[best], c.people[best], -1, true);
        for (int32_t k = 0; k < c.count; k++) {
            double distance = ems_point_distance(c.at[best], c.at[k]);
            if (s == 0 || distance < far[k]) far[k] = distance;
        }
        for (int32_t k = 0; k < c.count; k++) {
            if (far[k] == 0) far[k] = -INFINITY;
        }
    }
}

/* The free town nearest to a point; county towns count as half as far. */
static int32_t town_for(const struct ems_city *city, const bool *taken, struct ems_point at)
{
    int32_t best = -1;
    double least = INFINITY;
    for (int32_t a = 0; a < city->areas.count; a++) {
        const struct ems_city_area *area = &city->areas.items[a];
        if (area->kind != EMS_CITY_TOWN || taken[a]) continue;
        double distance = ems_point_distance(area->centre, at) * (area->county_town ? 0.5 : 1);
        if (distance < least) {
            least = distance;
            best = a;
        }
    }
    return best;
}

static void place_country(struct ems_city_work *work, const struct main_nodes *m, int32_t count)
{
    struct ems_city_clusters c;
    const struct ems_city *city = work->city;
    ems_city_cluster(work, false, count, &c);
    bool *taken = ems_city_alloc(work, (int64_t)city->areas.count + 1, sizeof *taken);
    for (int32_t k = 0; k < c.count && !work->no_memory; k++) {
        int32_t town = town_for(city, taken, c.at[k]);
        if (town < 0) return;
        taken[town] = true;
        add_station(work, m, city->areas.items[town].centre, c.people[k], town, false);
    }
}

/* One vehicle for each station from `first` on, the others by people. */
static void share_vehicles(struct ems_city_work *work, int32_t first, int32_t vehicles)
{
    const int32_t count = work->city->stations.count - first;
    int64_t *weights = ems_city_alloc(work, (int64_t)count + 1, sizeof *weights);
    int64_t *shares = ems_city_alloc(work, (int64_t)count + 1, sizeof *shares);
    if (work->no_memory || count == 0) return;
    for (int32_t s = 0; s < count; s++) weights[s] = work->city->stations.items[first + s].people + 1;
    ems_city_share(vehicles > count ? vehicles - count : 0, weights, count, shares, work);
    for (int32_t s = 0; s < count; s++)
        work->city->stations.items[first + s].vehicles = 1 + (int32_t)shares[s];
}

/* Two of five with negative pressure, rounded up; of the others one without monitoring where there are many.
 */
static void equip(struct ems_city *city)
{
    int64_t counted = 0;
    for (int32_t s = 0; s < city->stations.count; s++) {
        struct ems_city_station *station = &city->stations.items[s];
        for (int32_t v = 0; v < station->vehicles; v++, counted++)
            station->negative_pressure += (2 * (counted + 1) + 4) / 5 > (2 * counted + 4) / 5;
        int32_t others = station->vehicles - station->negative_pressure;
        station->basic = station->vehicles >= 3 && others >= 2 ? 1 : 0;
    }
}

static void add_hospital(struct ems_city_work *work, int32_t station, enum ems_city_level level)
{
    struct ems_city *city = work->city;
    struct ems_city_hospital hospital = {city->stations.items[station].at, station, level};
    city->stations.items[station].hospital = city->hospitals.count;
    if (!EMS_PUSH(&city->hospitals, hospital)) work->no_memory = true;
}

static bool in_county_town(const struct ems_city *city, const struct ems_city_station *station)
{
    return station->area >= 0 && city->areas.items[station->area].county_town;
}

/* In the city by the order of its stations; in the country the county towns first, then in order. */
static void place_hospitals(struct ems_city_work *work, int32_t city_stations, int32_t count)
{
    const struct ems_city *city = work->city;
    const bool has_country = city->stations.count > city_stations;
    int32_t in_city = has_country ? (68 * count + 99) / 100 : count;
    if (in_city > city_stations) in_city = city_stations;
    for (int32_t s = 0; s < in_city; s++)
        add_hospital(work, s, 3 * s < in_city ? EMS_CITY_TERTIARY_HOSPITAL : EMS_CITY_SECONDARY_HOSPITAL);
    for (int32_t s = city_stations; s < city->stations.count; s++) {
        if (in_county_town(city, &city->stations.items[s])) add_hospital(work, s, EMS_CITY_COUNTY_HOSPITAL);
    }
    for (int32_t s = city_stations; s < city->stations.count && city->hospitals.count < count; s++) {
        if (!in_county_town(city, &city->stations.items[s])) add_hospital(work, s, EMS_CITY_TOWN_HOSPITAL);
    }
}

void ems_city_make_sites(struct ems_city_work *work)
{
    struct main_nodes m = {0};
    const struct ems_city_plan *plan = &work->plan;
    const int64_t population = work->city->def.population;
    const int32_t vehicles = (int32_t)((population + PEOPLE_PER_VEHICLE - 1) / PEOPLE_PER_VEHICLE);
    int32_t country = (int32_t)(vehicles * (population - plan->people_city) / population);
    if (plan->towns == 0) country = 0;
    const int32_t stations = (vehicles - country + VEHICLES_PER_STATION - 1) / VEHICLES_PER_STATION;
    find_main_nodes(work, &m);
    if (work->no_memory) return;
    place_city(work, &m, stations);
    share_vehicles(work, 0, vehicles - country);
    const int32_t city_stations = work->city->stations.count;
    if (country > 0) place_country(work, &m, (country + 1) / 2);
    share_vehicles(work, city_stations, country);
    equip(work->city);
    if (!work->no_memory)
        place_hospitals(work, city_stations,
                        (int32_t)((population + PEOPLE_PER_HOSPITAL - 1) / PEOPLE_PER_HOSPITAL));
}
