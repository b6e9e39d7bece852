/* How fast one drives: for each class of road a speed with lights and one with the traffic, halts at
 * junctions included, and what a posted limit says about them. A class that is not in the table is no road
 * for an ambulance. Importers ask it; a user's own table is laid over the default one (scenario/speeds.h). A
 * value, owned by whoever holds it. */
#ifndef EMS_ROAD_SPEEDS_H
#define EMS_ROAD_SPEEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "road/network.h"

struct ems_speed_class {
    char name[EMS_ROAD_CLASS_NAME]; /* of the class: OpenStreetMap's highway values, or a user's own */
    bool used;                      /* false: known, but left out */
    bool access;                    /* a trip may begin or end on it */
    bool oneway;                    /* unless its tags say otherwise */
    double speed_mps[EMS_MODES];    /* where no limit is known; above 0 when used */
};

struct ems_speeds {
    struct ems_speed_class classes[EMS_ROAD_CLASSES_MAX];
    int32_t count;
    bool use_limits;               /* false: posted limits are passed over */
    double limit_share[EMS_MODES]; /* of the posted limit that is driven, where there is one */
};

/* Assumptions for China, not measurements: see docs/roads.md. */
struct ems_speeds ems_speeds_default(void);
/* Number of a class; -1 when it is not in the table. O(classes). */
int32_t ems_speeds_find(const struct ems_speeds *speeds, const char *name);
/* The same, added as a copy of class `like` (-1: blank) when it is not there; -1 when the table is full or
 * the name too long. */
int32_t ems_speeds_add(struct ems_speeds *speeds, const char *name, int32_t like);
/* The speed on a road of a class with a posted limit, 0 for none known. */
double ems_speeds_mps(const struct ems_speeds *speeds, int32_t road_class, double limit_mps,
                      enum ems_mode mode);

#endif
