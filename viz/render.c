#include "render.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "film.h"
#include "fresh.h"

enum { FRAMES_A_SECOND = 30 };

/* What the renderer shows, as a Cairo surface; NULL when memory is out. */
static cairo_surface_t *picture_of(struct viz_app *app)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, app->width, app->height);
    cairo_surface_flush(surface);
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    if (pixels != NULL && SDL_RenderReadPixels(app->renderer, NULL, SDL_PIXELFORMAT_RGB888, pixels,
                                               cairo_image_surface_get_stride(surface)) == 0) {
        cairo_surface_mark_dirty(surface);
        return surface;
    }
    cairo_surface_destroy(surface);
    return NULL;
}

enum ems_status viz_render_png(struct viz_app *app, const char *path)
{
    struct viz_fresh fresh;
    if (!viz_fresh_begin(&fresh, path)) return EMS_IO;
    cairo_surface_t *picture = picture_of(app);
    if (picture == NULL) return EMS_NO_MEMORY;
    bool fine = cairo_surface_write_to_png(picture, fresh.written) == CAIRO_STATUS_SUCCESS;
    fine = viz_fresh_end(&fresh, fine);
    int error = errno;
    cairo_surface_destroy(picture);
    errno = error;
    return fine ? EMS_OK : EMS_IO;
}

/* Two drawings: the first orders maps and measures, the second shows what came of it. */
static void draw_fully(struct viz_app *app)
{
    for (int pass = 0; pass < 2; pass++) {
        viz_app_touch(app);
        viz_app_frame(app, 0);
        for (int m = 0; m < app->map_count; m++) viz_base_wait(app->map[m].base);
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool write_frame(struct viz_app *app, FILE *pipe)
{
    cairo_surface_t *picture = picture_of(app);
    if (picture == NULL) return false;
    const unsigned char *pixels = cairo_image_surface_get_data(picture);
    size_t stride = (size_t)cairo_image_surface_get_stride(picture), row = 4 * (size_t)app->width;
    bool fine = true;
    for (int y = 0; y < app->height && fine; y++)
        fine = fwrite(pixels + (size_t)y * stride, 1, row, pipe) == row;
    cairo_surface_destroy(picture);
    return fine;
}

static enum ems_status tell(const struct viz_app *app, enum ems_status status, const char *path)
{
    if (status == EMS_IO)
        fprintf(stderr, "%s: %s\n", path, errno != 0 ? strerror(errno) : viz_app_text(app, VIZ_T_FAILED));
    if (status == EMS_NO_MEMORY) fprintf(stderr, "%s\n", viz_app_text(app, VIZ_T_NO_MEMORY));
    return status;
}

/* From --at to --until (an hour when that is not given) at the clock's speed. */
static enum ems_status render_film(struct viz_app *app, const char *path)
{
    struct viz_film film;
    ems_time from = app->options->at,
             until = app->options->until > from ? app->options->until : from + EMS_HOUR;
    double speed = isfinite(app->clock.speed) ? app->clock.speed : 3600;
    double total_s = (double)(until - from) / (double)EMS_SECOND / speed;
    int64_t frames = (int64_t)ceil(total_s * FRAMES_A_SECOND);
    enum ems_status status = viz_film_begin(&film, path, app->width, app->height, FRAMES_A_SECOND);
    if (status != EMS_OK) return tell(app, status, path);
    app->clock = (struct viz_clock){.playing = true, .speed = speed};
    draw_fully(app);
    bool fine = true;
    for (int64_t i = 0; i < frames && fine; i++) {
        fine = write_frame(app, film.pipe);
        viz_app_touch(app);
        viz_app_frame(app, 1.0 / FRAMES_A_SECOND);
    }
    status = viz_film_end(&film, fine);
    if (!fine || status != EMS_OK) fprintf(stderr, "%s\n", viz_app_text(app, VIZ_T_NO_FFMPEG));
    return fine ? status : EMS_IO;
}

enum ems_status viz_render(struct viz_app *app)
{
    const char *path = app->options->render;
    if (ends_with(path, ".mp4")) return render_film(app, path);
    draw_fully(app);
    errno = 0;
    enum ems_status status = tell(app, viz_render_png(app, path), path);
    return status == EMS_OK ? app->failure : status;
}
