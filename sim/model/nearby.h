/* Which vehicles are near: an index over the units that could be sent. Stations are looked at from near to
 * far (model/sites.h). A unit on a straight way is listed in the cell of a grid that the middle of its way
 * lies in, so that its position may change without work: it is at most half a cell's width from there. Long
 * ways have grids with wider cells; those that are longer still, or follow roads, are in a list of their own.
 * Engine keeps it with ems_nearby_enter and _leave; policies search it.
 *
 * In a reference world the search looks at every vehicle instead, with the same result. */
#ifndef EMS_MODEL_NEARBY_H
#define EMS_MODEL_NEARBY_H

#include "model/world.h"

struct ems_candidate {
    ems_vehicle_id vehicle; /* EMS_NONE when there is none */
    ems_time expected;      /* until it could halt at the scene: turnout left and travel */
};

struct ems_nearest {
    struct ems_candidate available;    /* idle or returning */
    struct ems_candidate reassignable; /* in turnout or en route to a call that must yield; only searched as
                                          far as it could beat the available one by more than min_gain */
};

/* The suitable vehicles with least expected time to the task's scene; ties go to the lower number. */
struct ems_nearest ems_nearby_find(const struct ems_model *model, const struct ems_world *world,
                                   ems_task_id task, ems_time min_gain, int64_t *looked_at);

/* Expected time until this vehicle could halt at the scene, as the search reckons it. */
ems_time ems_nearby_expected(const struct ems_model *model, const struct ems_world *world,
                             ems_vehicle_id vehicle, ems_task_id task);

/* A vehicle began a way (or a turnout) on which it could be sent elsewhere; it is no longer so, if it was. */
void ems_nearby_enter(const struct ems_model *model, struct ems_world *world, ems_vehicle_id vehicle);
void ems_nearby_leave(struct ems_world *world, ems_vehicle_id vehicle);

#endif
