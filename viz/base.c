#include "base.h"

#include <stdatomic.h>
#include <math.h>
#include <stdlib.h>

#include "area_path.h"
#include "canvas.h"

enum { MARGIN = 160 }; /* pixels that the picture has more on every side */

struct order {
    struct viz_camera camera; /* of the map, without margin */
    struct viz_look look;
};

struct viz_base {
    const struct viz_ground *ground;
    SDL_Thread *thread;
    SDL_mutex *mutex;
    SDL_cond *ordered, *finished;
    Uint32 event_type;
    /* guarded by the mutex */
    struct order order; /* the latest */
    struct viz_wish wish;
    bool has_order, busy, quit;
    cairo_surface_t *picture; /* finished, not yet taken over */
    struct order drawn;       /* what it shows */
    /* the window's own */
    struct viz_canvas canvas;
    struct viz_camera shown; /* of the canvas, with margin; width 0: nothing yet */
    struct order last;       /* ordered last */
    bool has_last;
    /* the worker's own */
    struct viz_writer *writer;
    struct viz_shade shade;
    atomic_bool stop; /* set by the window, read by the worker: leave off */
};

/* ---- the worker ---- */

static void fill_area(cairo_t *cr, const struct viz_paint *paint, ems_area_id area)
{
    viz_area_path(cr, paint, area);
    cairo_fill(cr);
}

/* Where some area is: shaded maps end at its edge. NULL: no areas, or no memory. */
static cairo_surface_t *mask_of(const struct viz_paint *paint)
{
    const struct viz_ground *ground = paint->ground;
    if (ground->info.areas == 0) return NULL;
    cairo_surface_t *mask =
        cairo_image_surface_create(CAIRO_FORMAT_A8, paint->camera.width, paint->camera.height);
    cairo_t *cr = cairo_create(mask);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    for (ems_area_id a = 0; a < ground->info.areas; a++) fill_area(cr, paint, a);
    bool fine = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    if (fine) return mask;
    cairo_surface_destroy(mask);
    return NULL;
}

static cairo_surface_t *draw(struct viz_base *base, const struct order *order)
{
    struct viz_paint paint = {.writer = base->writer,
                              .camera = viz_camera_widened(&order->camera, MARGIN),
                              .look = order->look,
                              .ground = base->ground,
                              .shade = &base->shade,
                              .stop = &base->stop};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, paint.camera.width, paint.camera.height);
    paint.cr = cairo_create(surface);
    paint.mask = mask_of(&paint);
    viz_colour_use(paint.cr, order->look.theme->paper);
    cairo_paint(paint.cr);
    for (int i = 0; viz_layers[i] != NULL && !base->stop; i++) {
        if (!order->look.shown[i] || viz_layers[i]->base == NULL) continue;
        cairo_save(paint.cr);
        viz_layers[i]->base(&paint);
        cairo_restore(paint.cr);
    }
    bool fine = cairo_status(paint.cr) == CAIRO_STATUS_SUCCESS;
    if (paint.mask != NULL) cairo_surface_destroy(paint.mask);
    cairo_destroy(paint.cr);
    if (fine && !base->stop) return surface;
    cairo_surface_destroy(surface);
    return NULL;
}

static void deliver(struct viz_base *base, cairo_surface_t *picture, const struct order *order)
{
    if (base->picture != NULL) cairo_surface_destroy(base->picture);
    base->picture = picture;
    base->drawn = *order;
    if (base->event_type != 0) {
        SDL_Event event = {.type = base->event_type};
        SDL_PushEvent(&event);
    }
}

static int work(void *self)
{
    struct viz_base *base = self;
    SDL_LockMutex(base->mutex);
    for (;;) {
        while (!base->has_order && !base->quit) SDL_CondWait(base->ordered, base->mutex);
        if (base->quit) break;
        struct order order = base->order;
        struct viz_wish wish = base->wish;
        base->wish = (struct viz_wish){0};
        base->has_order = false;
        base->busy = true;
        SDL_UnlockMutex(base->mutex);
        viz_shade_compute(&base->shade, base->ground, &wish); /* without memory the old numbers are drawn */
        cairo_surface_t *picture = draw(base, &order);
        SDL_LockMutex(base->mutex);
        if (picture != NULL) deliver(base, picture, &order);
        base->busy = false;
        SDL_CondBroadcast(base->finished);
    }
    SDL_UnlockMutex(base->mutex);
    return 0;
}

/* ---- the window ---- */

enum ems_status viz_base_create(const struct viz_ground *ground, const char *font_family,
                                struct viz_base **out)
{
    struct viz_base *base = calloc(1, sizeof *base);
    *out = NULL;
    if (base == NULL) return EMS_NO_MEMORY;
    base->ground = ground;
    base->mutex = SDL_CreateMutex();
    base->ordered = SDL_CreateCond();
    base->finished = SDL_CreateCond();
    enum ems_status status = viz_writer_create(font_family, &base->writer);
    if (status == EMS_OK && base->mutex != NULL && base->ordered != NULL && base->finished != NULL)
        base->thread = SDL_CreateThread(work, "base map", base);
    if (base->thread == NULL) {
        viz_base_free(base);
        return EMS_NO_MEMORY;
    }
    *out = base;
    return EMS_OK;
}

static void end_worker(struct viz_base *base)
{
    base->stop = true;
    SDL_LockMutex(base->mutex);
    base->quit = true;
    SDL_CondSignal(base->ordered);
    SDL_UnlockMutex(base->mutex);
    SDL_WaitThread(base->thread, NULL);
}

void viz_base_free(struct viz_base *base)
{
    if (base == NULL) return;
    if (base->thread != NULL) end_worker(base);
    if (base->finished != NULL) SDL_DestroyCond(base->finished);
    if (base->ordered != NULL) SDL_DestroyCond(base->ordered);
    if (base->mutex != NULL) SDL_DestroyMutex(base->mutex);
    if (base->picture != NULL) cairo_surface_destroy(base->picture);
    viz_canvas_free(&base->canvas);
    viz_wish_close(&base->wish);
    viz_shade_close(&base->shade);
    viz_writer_free(base->writer);
    free(base);
}

void viz_base_tell(struct viz_base *base, Uint32 event_type)
{
    base->event_type = event_type;
}

static bool same_look(const struct viz_look *a, const struct viz_look *b)
{
    if (a->theme != b->theme || a->lang != b->lang || a->scale != b->scale || a->now != b->now ||
        a->plan != b->plan)
        return false;
    for (int i = 0; i < VIZ_LAYERS; i++)
        if (a->shown[i] != b->shown[i]) return false;
    return true;
}

/* How many pixels of the margin a picture of `of` has left towards the nearest edge when `camera` looks. */
static double margin_left(const struct viz_camera *of, const struct viz_camera *camera)
{
    double dx = fabs(of->centre.x_m - camera->centre.x_m) / camera->m_per_px;
    double dy = fabs(of->centre.y_m - camera->centre.y_m) / camera->m_per_px;
    return MARGIN - fmax(dx, dy);
}

static bool does(const struct order *order, const struct viz_camera *camera, const struct viz_look *look)
{
    return order->camera.m_per_px == camera->m_per_px && order->camera.width == camera->width &&
           order->camera.height == camera->height && same_look(&order->look, look) &&
           margin_left(&order->camera, camera) > MARGIN / 2.0;
}

static void give_order(struct viz_base *base, struct viz_wish *wish)
{
    SDL_LockMutex(base->mutex);
    base->order = base->last;
    base->has_order = true;
    if (wish != NULL && wish->sources != NULL) {
        ems_cover_sources_free(base->wish.sources);
        base->wish.sources = wish->sources;
    }
    if (wish != NULL && wish->areas != NULL) {
        free(base->wish.areas);
        base->wish.areas = wish->areas;
    }
    if (wish != NULL) *wish = (struct viz_wish){0};
    SDL_CondSignal(base->ordered);
    SDL_UnlockMutex(base->mutex);
}

void viz_base_want(struct viz_base *base, const struct viz_camera *camera, const struct viz_look *look)
{
    if (camera->width <= 0 || camera->height <= 0) return;
    if (base->has_last && does(&base->last, camera, look)) return;
    base->last = (struct order){.camera = *camera, .look = *look};
    base->has_last = true;
    give_order(base, NULL);
}

void viz_base_wish(struct viz_base *base, struct viz_wish *wish)
{
    if (base->has_last) {
        give_order(base, wish);
        return;
    }
    SDL_LockMutex(base->mutex); /* it waits for the first picture */
    viz_wish_close(&base->wish);
    base->wish = *wish;
    SDL_UnlockMutex(base->mutex);
    *wish = (struct viz_wish){0};
}

bool viz_base_update(struct viz_base *base, SDL_Renderer *renderer)
{
    SDL_LockMutex(base->mutex);
    cairo_surface_t *picture = base->picture;
    struct viz_camera camera = viz_camera_widened(&base->drawn.camera, MARGIN);
    base->picture = NULL;
    SDL_UnlockMutex(base->mutex);
    if (picture == NULL) return false;
    if (viz_canvas_fit(&base->canvas, renderer, camera.width, camera.height) == EMS_OK) {
        viz_canvas_take(&base->canvas, picture);
        base->shown = camera;
    }
    cairo_surface_destroy(picture);
    return true;
}

bool viz_base_is_busy(struct viz_base *base)
{
    SDL_LockMutex(base->mutex);
    bool busy = base->has_order || base->busy || base->picture != NULL;
    SDL_UnlockMutex(base->mutex);
    return busy;
}

void viz_base_wait(struct viz_base *base)
{
    SDL_LockMutex(base->mutex);
    while (base->has_order || base->busy) SDL_CondWait(base->finished, base->mutex);
    SDL_UnlockMutex(base->mutex);
}

void viz_base_show(const struct viz_base *base, SDL_Renderer *renderer, struct viz_rect rect,
                   const struct viz_camera *camera, const struct viz_theme *theme)
{
    SDL_Rect clip = viz_sdl_rect(rect);
    SDL_RenderSetClipRect(renderer, &clip);
    SDL_SetRenderDrawColor(renderer, theme->paper.r, theme->paper.g, theme->paper.b, 255);
    SDL_RenderFillRect(renderer, &clip);
    if (base->shown.width > 0) {
        double stretch = base->shown.m_per_px / camera->m_per_px;
        struct viz_pixel corner = viz_camera_pixel(camera, viz_camera_point(&base->shown, 0, 0));
        SDL_Rect to = {rect.x + (int)lround(corner.x), rect.y + (int)lround(corner.y),
                       (int)lround(base->shown.width * stretch), (int)lround(base->shown.height * stretch)};
        SDL_RenderCopy(renderer, base->canvas.texture, NULL, &to);
    }
    SDL_RenderSetClipRect(renderer, NULL);
}
