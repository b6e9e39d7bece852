/* The city's roads as a network to be made: what an importer would hand over. */
#include <math.h>

#include "city/city.h"
#include "geo/point.h"
#include "road/speeds.h"

struct adding {
    const struct ems_city *city;
    struct ems_raw_network *out;
    int32_t road_class[EMS_CITY_CLASSES]; /* number in `out` */
    double speed_mps[EMS_CITY_CLASSES][EMS_MODES];
};

static bool add_nodes(const struct adding *a)
{
    for (int32_t n = 0; n < a->city->nodes.count; n++) {
        const struct ems_city_node *node = &a->city->nodes.items[n];
        struct ems_raw_node raw = {n + 1, ems_city_position(a->city, node->at), node->access};
        if (!EMS_PUSH(&a->out->nodes, raw)) return false;
    }
    return true;
}

static bool add_arc(const struct adding *a, int32_t from, int32_t to, uint8_t road_class)
{
    const struct ems_city_node *nodes = a->city->nodes.items;
    struct ems_raw_arc arc = {.from = from, .to = to, .road_class = (uint8_t)a->road_class[road_class]};
    arc.length_m = rint(ems_point_distance(nodes[from].at, nodes[to].at) * 1000) / 1000;
    for (int m = 0; m < EMS_MODES; m++) arc.time_s[m] = arc.length_m / a->speed_mps[road_class][m];
    return EMS_PUSH(&a->out->arcs, arc);
}

enum ems_status ems_city_roads(const struct ems_city *city, struct ems_raw_network *out)
{
    const struct ems_speeds speeds = ems_speeds_default();
    struct adding a = {.city = city, .out = out};
    *out = (struct ems_raw_network){.coordinates = EMS_COORD_WGS84};
    for (int k = 0; k < EMS_CITY_CLASSES; k++) {
        const char *name = ems_city_class_name((enum ems_city_class)k);
        int32_t speed = ems_speeds_find(&speeds, name);
        a.road_class[k] = ems_raw_class(out, name);
        for (int m = 0; m < EMS_MODES; m++)
            a.speed_mps[k][m] = ems_speeds_mps(&speeds, speed, 0, (enum ems_mode)m);
    }
    if (!add_nodes(&a)) return EMS_NO_MEMORY;
    for (int32_t e = 0; e < city->edges.count; e++) {
        const struct ems_city_edge *edge = &city->edges.items[e];
        if (!add_arc(&a, edge->from, edge->to, edge->road_class) ||
            !add_arc(&a, edge->to, edge->from, edge->road_class))
            return EMS_NO_MEMORY;
    }
    return EMS_OK;
}
