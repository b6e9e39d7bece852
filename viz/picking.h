/* What lies under the mouse: candidates are offered with their distance, and those within reach are kept,
 * nearest first, so that a list can be shown where several overlap. Points only: what can be picked is drawn
 * as a sprite.
 *
 *     struct viz_picks picks = viz_picks_at(x, y, 12);
 *     viz_picks_offer(&picks, VIZ_PICK_STATION, station, pixel);   ... for everything that is shown ...
 *     if (picks.count > 0) picks.items[0] is the nearest
 */
#ifndef EMS_VIZ_PICKING_H
#define EMS_VIZ_PICKING_H

#include <stdbool.h>
#include <stdint.h>

#include "camera.h"

/* In the order in which equally near ones are listed. */
enum viz_pick_kind {
    VIZ_PICK_NOTHING,
    VIZ_PICK_CALL,
    VIZ_PICK_VEHICLE,
    VIZ_PICK_STATION,
    VIZ_PICK_HOSPITAL,
    VIZ_PICK_PLACE
};

struct viz_pick {
    enum viz_pick_kind kind;
    int64_t id; /* a vehicle, station or hospital; a call by its serial number; a place by viz_pick_place */
};

/* Any point of the plane, to a decimetre. */
static inline struct viz_pick viz_pick_place(struct ems_point at)
{
    int64_t x = (int64_t)(at.x_m * 10), y = (int64_t)(at.y_m * 10);
    return (struct viz_pick){VIZ_PICK_PLACE, (int64_t)((uint64_t)x << 32 | (uint32_t)y)};
}

static inline struct ems_point viz_pick_point(struct viz_pick place)
{
    return (struct ems_point){(double)(place.id >> 32) / 10, (double)(int32_t)(uint32_t)place.id / 10};
}

struct viz_picked {
    struct viz_pick what;
    double distance_px;
};

enum { VIZ_PICKS = 16 };

struct viz_picks {
    double x, y, reach_px;
    int count; /* nearest first; farther ones are dropped when there are too many */
    struct viz_picked items[VIZ_PICKS];
};

struct viz_picks viz_picks_at(double x, double y, double reach_px);
void viz_picks_offer(struct viz_picks *picks, enum viz_pick_kind kind, int64_t id, struct viz_pixel at);
bool viz_pick_equals(struct viz_pick a, struct viz_pick b);

#endif
