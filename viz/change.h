/* What a change brings, for the mode that compares: a map of minutes gained and lost with the people there
 * (expected arrival, all vehicles at home), and the difference of the figures with intervals by pairs of
 * replications. Both are worked out in a thread of their own.
 *
 *     viz_change_start(&change, first, second, box, wake_event)     at once, for the map
 *     viz_change_begin_figures(&change)                             when they are asked for
 *     viz_change_update(&change)          each frame; true: something is finished
 *     viz_change_stop(&change)            waits for the threads
 *
 * Scenarios are borrowed. */
#ifndef EMS_VIZ_CHANGE_H
#define EMS_VIZ_CHANGE_H

#include <SDL.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "raster.h"
#include "ems120/compare.h"
#include "ems120/scenario.h"

enum viz_work { VIZ_WORK_NONE, VIZ_WORK_RUNS, VIZ_WORK_DONE, VIZ_WORK_FAILED };

struct viz_change {
    const struct ems_scenario *first, *second;
    struct ems_box box;
    Uint32 wake_event;
    SDL_Thread *map_thread, *figures_thread;
    atomic_bool stop, map_done, figures_done;
    atomic_int permille; /* of the figures */
    /* the threads write these, and nobody reads them before they have ended */
    struct viz_raster raster; /* minutes, second minus first */
    struct ems_place_change people;
    struct ems_change_summary summary;
    enum ems_status map_status, figures_status;
    enum viz_work map, figures; /* as the window's thread knows */
};

/* Zeroed before. */
void viz_change_start(struct viz_change *change, const struct ems_scenario *first,
                      const struct ems_scenario *second, struct ems_box box, Uint32 wake_event);
void viz_change_begin_figures(struct viz_change *change);
void viz_change_cancel_figures(struct viz_change *change);
bool viz_change_update(struct viz_change *change);
void viz_change_stop(struct viz_change *change);

#endif
