#include "layer.h"

#include <string.h>

extern const struct viz_layer viz_layer_areas, viz_layer_arrival, viz_layer_radius, viz_layer_density,
    viz_layer_lateness, viz_layer_difference, viz_layer_plan_areas, viz_layer_roads, viz_layer_names,
    viz_layer_candidates, viz_layer_plan, viz_layer_hospitals, viz_layer_stations, viz_layer_calls,
    viz_layer_vehicles;

/* In the order of drawing, the lowest first. */
const struct viz_layer *const viz_layers[] = {
    &viz_layer_areas,      &viz_layer_arrival,    &viz_layer_radius,     &viz_layer_density,
    &viz_layer_lateness,   &viz_layer_difference, &viz_layer_plan_areas, &viz_layer_roads,
    &viz_layer_candidates, &viz_layer_names,      &viz_layer_plan,       &viz_layer_hospitals,
    &viz_layer_stations,   &viz_layer_calls,      &viz_layer_vehicles,   NULL};

_Static_assert(sizeof viz_layers / sizeof viz_layers[0] <= VIZ_LAYERS + 1,
               "more layers than a look has room for");

int viz_layer_count(void)
{
    return (int)(sizeof viz_layers / sizeof viz_layers[0]) - 1;
}

int viz_layer_named(const char *name)
{
    for (int i = 0; viz_layers[i] != NULL; i++)
        if (strcmp(viz_layers[i]->name, name) == 0) return i;
    return -1;
}

void viz_look_show(struct viz_look *look, int layer, bool shown)
{
    enum viz_layer_group group = viz_layers[layer]->group;
    for (int i = 0; shown && group != VIZ_GROUP_FREE && viz_layers[i] != NULL; i++)
        if (viz_layers[i]->group == group) look->shown[i] = false;
    look->shown[layer] = shown;
}
