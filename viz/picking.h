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
enum viz_pick_kind { VIZ_PICK_NOTHING, VIZ_PICK_CALL, VIZ_PICK_VEHICLE, VIZ_PICK_STATION, VIZ_PICK_HOSPITAL };

struct viz_pick {
    enum viz_pick_kind kind;
    int64_t id; /* a vehicle, station or hospital; a call by its serial number */
};

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
