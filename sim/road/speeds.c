#include "road/speeds.h"

#include <string.h>

/* name, km/h with the traffic, km/h with lights, used, access, oneway */
#define CLASSES(X)                         \
    X("motorway", 100, 120, 1, 0, 1)       \
    X("motorway_link", 45, 60, 1, 0, 1)    \
    X("trunk", 60, 75, 1, 1, 0)            \
    X("trunk_link", 40, 50, 1, 1, 0)       \
    X("primary", 45, 60, 1, 1, 0)          \
    X("primary_link", 35, 45, 1, 1, 0)     \
    X("secondary", 40, 50, 1, 1, 0)        \
    X("secondary_link", 30, 40, 1, 1, 0)   \
    X("tertiary", 35, 45, 1, 1, 0)         \
    X("tertiary_link", 30, 35, 1, 1, 0)    \
    X("unclassified", 30, 40, 1, 1, 0)     \
    X("residential", 25, 30, 1, 1, 0)      \
    X("living_street", 15, 20, 1, 1, 0)    \
    X("service", 15, 20, 1, 1, 0)          \
    X("emergency_access", 15, 20, 1, 1, 0) \
    X("road", 25, 30, 1, 1, 0)             \
    X("driveway", 10, 15, 0, 1, 0)         \
    X("parking_aisle", 10, 10, 0, 1, 0)    \
    X("drive-through", 10, 10, 0, 1, 0)    \
    X("track", 15, 20, 0, 1, 0)            \
    X("busway", 40, 50, 0, 1, 0)           \
    X("pedestrian", 10, 15, 0, 1, 0)

struct ems_speeds ems_speeds_default(void)
{
#define EMS_X(name, normal, lights, used, access, oneway) \
    {name, used, access, oneway, {[EMS_LIGHTS] = (lights) / 3.6, [EMS_NORMAL] = (normal) / 3.6}},
    struct ems_speeds speeds = {
        .classes = {CLASSES(EMS_X)},
        .use_limits = true,
        .limit_share = {[EMS_LIGHTS] = 1, [EMS_NORMAL] = 0.8},
    };
#undef EMS_X
    while (speeds.classes[speeds.count].name[0] != '\0') speeds.count++;
    return speeds;
}

int32_t ems_speeds_find(const struct ems_speeds *speeds, const char *name)
{
    for (int32_t i = 0; i < speeds->count; i++) {
        if (strcmp(speeds->classes[i].name, name) == 0) return i;
    }
    return -1;
}

int32_t ems_speeds_add(struct ems_speeds *speeds, const char *name, int32_t like)
{
    int32_t found = ems_speeds_find(speeds, name);
    size_t length = strlen(name);
    if (found >= 0) return found;
    if (speeds->count == EMS_ROAD_CLASSES_MAX || length == 0 || length >= EMS_ROAD_CLASS_NAME) return -1;
    struct ems_speed_class *added = &speeds->classes[speeds->count];
    *added = (struct ems_speed_class){.access = true};
    if (like >= 0) *added = speeds->classes[like];
    memset(added->name, 0, sizeof added->name);
    memcpy(added->name, name, length);
    return speeds->count++;
}

double ems_speeds_mps(const struct ems_speeds *speeds, int32_t road_class, double limit_mps,
                      enum ems_mode mode)
{
    if (speeds->use_limits && limit_mps > 0) return limit_mps * speeds->limit_share[mode];
    return speeds->classes[road_class].speed_mps[mode];
}
