#include "change.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ems120/cover.h"
#include "ems120/study.h"

enum { CELLS = 300 };
/* Nobody comes at all: as if it took this long, so that what becomes reachable is a gain. */
static const float never_min = 240, least_min = 0.5F;

static void tell(const struct viz_change *change)
{
    SDL_Event event = {.type = change->wake_event};
    if (change->wake_event != 0) SDL_PushEvent(&event);
}

/* ---- the map ---- */

static enum ems_status read_minutes(const struct viz_change *change, const struct ems_scenario *scenario,
                                    const struct ems_cover_sources *sources, float *out)
{
    struct ems_cover_grid *grid = NULL;
    const struct viz_raster *r = &change->raster;
    enum ems_status status = ems_cover_grid_create(scenario, change->box, r->columns, r->rows, &grid);
    if (status == EMS_OK) status = ems_cover_minutes(grid, sources, out);
    ems_cover_grid_free(grid);
    return status;
}

static void subtract(struct viz_raster *r, const float *before)
{
    for (int i = 0; i < r->columns * r->rows; i++) {
        float after = fminf(r->value[i], never_min), first = fminf(before[i], never_min);
        r->value[i] = after - first;
    }
}

static enum ems_status map_change(struct viz_change *change)
{
    struct ems_cover_def first = ems_cover_def_default(change->first),
                         second = ems_cover_def_default(change->second);
    struct ems_cover_sources *before = NULL, *after = NULL;
    struct viz_raster *r = &change->raster;
    float *minutes = NULL;
    enum ems_status status = ems_cover_sources_planned(change->first, &first, &before);
    if (status == EMS_OK) status = ems_cover_sources_planned(change->second, &second, &after);
    if (status == EMS_OK)
        status = ems_compare_places(change->first, before, change->second, after, (double)least_min, NULL,
                                    &change->people);
    if (status == EMS_OK) status = viz_raster_open(r, change->box, CELLS);
    if (status == EMS_OK) {
        minutes = malloc(sizeof *minutes * (size_t)r->columns * (size_t)r->rows);
        status = minutes != NULL ? read_minutes(change, change->first, before, minutes) : EMS_NO_MEMORY;
    }
    if (status == EMS_OK) status = read_minutes(change, change->second, after, r->value);
    if (status == EMS_OK) subtract(r, minutes);
    free(minutes);
    ems_cover_sources_free(before);
    ems_cover_sources_free(after);
    return status;
}

static int run_map(void *self)
{
    struct viz_change *change = self;
    change->map_status = map_change(change);
    atomic_store(&change->map_done, true);
    tell(change);
    return 0;
}

void viz_change_start(struct viz_change *change, const struct ems_scenario *first,
                      const struct ems_scenario *second, struct ems_box box, Uint32 wake_event)
{
    change->first = first;
    change->second = second;
    change->box = box;
    change->wake_event = wake_event;
    change->map_thread = SDL_CreateThread(run_map, "difference", change);
    change->map = change->map_thread != NULL ? VIZ_WORK_RUNS : VIZ_WORK_FAILED;
}

/* ---- the figures ---- */

static bool is_stopped(void *self)
{
    struct viz_change *change = self;
    return atomic_load(&change->stop);
}

static void note_progress(void *self, int64_t done, int64_t total, double under_way)
{
    struct viz_change *change = self;
    double share = total > 0 ? ((double)done + under_way) / (double)total : 0;
    atomic_store(&change->permille, (int)(fmin(fmax(share, 0), 1) * 1000));
    tell(change);
}

static int run_figures(void *self)
{
    struct viz_change *change = self;
    struct ems_study_def study = ems_study_def_default();
    study.self = change;
    study.interrupted = is_stopped;
    study.progress = note_progress;
    /* one processor stays with the window */
    int processors = SDL_GetCPUCount();
    study.jobs = processors > 2 ? processors - 1 : 1;
    change->figures_status = ems_compare_two(change->first, change->second, &study, NULL, &change->summary);
    atomic_store(&change->figures_done, true);
    tell(change);
    return 0;
}

void viz_change_begin_figures(struct viz_change *change)
{
    if (change->figures == VIZ_WORK_RUNS || change->figures == VIZ_WORK_DONE) return;
    atomic_store(&change->stop, false);
    atomic_store(&change->figures_done, false);
    atomic_store(&change->permille, 0);
    change->figures_thread = SDL_CreateThread(run_figures, "figures", change);
    change->figures = change->figures_thread != NULL ? VIZ_WORK_RUNS : VIZ_WORK_FAILED;
}

void viz_change_cancel_figures(struct viz_change *change)
{
    atomic_store(&change->stop, true);
}

/* ---- both ---- */

static bool take(SDL_Thread **thread, atomic_bool *done, enum ems_status *status, enum viz_work *work)
{
    if (*work != VIZ_WORK_RUNS || !atomic_load(done)) return false;
    SDL_WaitThread(*thread, NULL);
    *thread = NULL;
    *work = *status == EMS_OK ? VIZ_WORK_DONE : *status == EMS_INTERRUPTED ? VIZ_WORK_NONE : VIZ_WORK_FAILED;
    return true;
}

bool viz_change_update(struct viz_change *change)
{
    bool map = take(&change->map_thread, &change->map_done, &change->map_status, &change->map);
    bool figures =
        take(&change->figures_thread, &change->figures_done, &change->figures_status, &change->figures);
    return map || figures;
}

void viz_change_stop(struct viz_change *change)
{
    atomic_store(&change->stop, true);
    if (change->map_thread != NULL) SDL_WaitThread(change->map_thread, NULL);
    if (change->figures_thread != NULL) SDL_WaitThread(change->figures_thread, NULL);
    viz_raster_close(&change->raster);
    ems_change_summary_free(&change->summary);
    change->map_thread = change->figures_thread = NULL;
    change->map = change->figures = VIZ_WORK_NONE;
}
