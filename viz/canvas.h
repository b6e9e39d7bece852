/* A picture that Cairo draws and SDL shows: an image surface and the texture it is copied to. Everything but
 * sprites is opaque, so no alpha has to be converted.
 *
 *     if (viz_canvas_fit(&canvas, renderer, w, h) == EMS_OK) {
 *         cairo_t *cr = viz_canvas_begin(&canvas, x, y);      coordinates of the window: (x, y) is the upper
 * left corner
 *         ... draw ...
 *         viz_canvas_end(&canvas, cr);
 *     }
 *     viz_canvas_show(&canvas, renderer, rect);
 */
#ifndef EMS_VIZ_CANVAS_H
#define EMS_VIZ_CANVAS_H

#include <SDL.h>
#include <cairo.h>

#include "rect.h"
#include "ems120/status.h"

struct viz_canvas {
    cairo_surface_t *surface;
    SDL_Texture *texture;
    int w, h;
};

/* Has this size afterwards; what was drawn is lost when it changes. EMS_NO_MEMORY leaves it empty. */
enum ems_status viz_canvas_fit(struct viz_canvas *canvas, SDL_Renderer *renderer, int w, int h);
cairo_t *viz_canvas_begin(struct viz_canvas *canvas, int x, int y);
void viz_canvas_end(struct viz_canvas *canvas, cairo_t *cr);
/* Copies a surface of the canvas's size, drawn elsewhere, to the texture. */
void viz_canvas_take(struct viz_canvas *canvas, cairo_surface_t *surface);
void viz_canvas_show(const struct viz_canvas *canvas, SDL_Renderer *renderer, struct viz_rect at);
void viz_canvas_free(struct viz_canvas *canvas);

static inline SDL_Rect viz_sdl_rect(struct viz_rect r)
{
    return (SDL_Rect){r.x, r.y, r.w, r.h};
}

#endif
