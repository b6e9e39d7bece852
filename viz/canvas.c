#include "canvas.h"

#include <string.h>

void viz_canvas_free(struct viz_canvas *canvas)
{
    if (canvas->surface != NULL) cairo_surface_destroy(canvas->surface);
    if (canvas->texture != NULL) SDL_DestroyTexture(canvas->texture);
    *canvas = (struct viz_canvas){0};
}

enum ems_status viz_canvas_fit(struct viz_canvas *canvas, SDL_Renderer *renderer, int w, int h)
{
    if (canvas->surface != NULL && canvas->w == w && canvas->h == h) return EMS_OK;
    viz_canvas_free(canvas);
    canvas->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    canvas->texture = SDL_CreateTexture(renderer, SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_STREAMING, w, h);
    canvas->w = w;
    canvas->h = h;
    if (cairo_surface_status(canvas->surface) != CAIRO_STATUS_SUCCESS || canvas->texture == NULL) {
        viz_canvas_free(canvas);
        return EMS_NO_MEMORY;
    }
    SDL_SetTextureBlendMode(canvas->texture, SDL_BLENDMODE_NONE);
    return EMS_OK;
}

cairo_t *viz_canvas_begin(struct viz_canvas *canvas, int x, int y)
{
    cairo_t *cr = cairo_create(canvas->surface);
    cairo_translate(cr, -x, -y);
    return cr;
}

void viz_canvas_take(struct viz_canvas *canvas, cairo_surface_t *surface)
{
    void *pixels = NULL;
    int pitch = 0, stride = cairo_image_surface_get_stride(surface);
    cairo_surface_flush(surface);
    const unsigned char *from = cairo_image_surface_get_data(surface);
    if (from == NULL || SDL_LockTexture(canvas->texture, NULL, &pixels, &pitch) != 0) return;
    for (int row = 0; row < canvas->h; row++)
        memcpy((unsigned char *)pixels + (size_t)row * (size_t)pitch, from + (size_t)row * (size_t)stride,
               4 * (size_t)canvas->w);
    SDL_UnlockTexture(canvas->texture);
}

void viz_canvas_end(struct viz_canvas *canvas, cairo_t *cr)
{
    cairo_destroy(cr);
    viz_canvas_take(canvas, canvas->surface);
}

void viz_canvas_show(const struct viz_canvas *canvas, SDL_Renderer *renderer, struct viz_rect at)
{
    SDL_Rect to = viz_sdl_rect(at);
    if (canvas->texture != NULL) SDL_RenderCopy(renderer, canvas->texture, NULL, &to);
}
