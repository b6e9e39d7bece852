#include "road/raw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void ems_raw_free(struct ems_raw_network *raw)
{
    free(raw->nodes.items);
    free(raw->arcs.items);
    *raw = (struct ems_raw_network){0};
}

static double sphere_m(struct ems_position a, struct ems_position b)
{
    static const double radius_m = 6371008.8, radians = 3.14159265358979323846 / 180;
    double north = sin((b.y - a.y) * radians / 2), east = sin((b.x - a.x) * radians / 2);
    double h = north * north + cos(a.y * radians) * cos(b.y * radians) * east * east;
    return 2 * radius_m * asin(sqrt(h < 1 ? h : 1));
}

double ems_raw_distance_m(enum ems_coordinates coordinates, struct ems_position a, struct ems_position b)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    double metres = coordinates == EMS_COORD_PLANE ? sqrt(dx * dx + dy * dy) : sphere_m(a, b);
    return rint(metres * 1000) / 1000;
}

int32_t ems_raw_class(struct ems_raw_network *raw, const char *name)
{
    for (int32_t c = 0; c < raw->class_count; c++)
        if (strcmp(raw->class_names[c], name) == 0) return c;
    if (raw->class_count == EMS_ROAD_CLASSES_MAX || strlen(name) >= EMS_ROAD_CLASS_NAME) return -1;
    strcpy(raw->class_names[raw->class_count], name);
    return raw->class_count++;
}
