#include "sprites.h"

#include <cairo.h>
#include <math.h>
#include <stdint.h>

#include "shapes.h"

/* One row for each state of vehicles, with the headings side by side; then one with numbers of idle vehicles
 * and one for all else that does not turn. */
enum { HEADINGS = 24, COUNTS = EMS_V_STATUSES, OTHERS, ROWS };
enum { FIRST_CALL = 4, FIRST_MARK = FIRST_CALL + 2 * VIZ_PRIORITIES };
_Static_assert(FIRST_MARK + 2 <= HEADINGS, "the row of signs that do not turn is full");

static const double full_turn = 6.283185307179586;
static const double cell_px = 36; /* at scale 1 */

double viz_sign_radius(enum viz_sign sign, double scale)
{
    static const double radius[] = {
        [VIZ_SIGN_VEHICLE] = 8,  [VIZ_SIGN_IDLE_COUNT] = 8, [VIZ_SIGN_STATION] = 10,
        [VIZ_SIGN_HOSPITAL] = 9, [VIZ_SIGN_CALL] = 10,      [VIZ_SIGN_MARK] = 16};
    return radius[sign] * scale;
}

static void to_cell(cairo_t *cr, int cell, int row, int column)
{
    cairo_identity_matrix(cr);
    cairo_translate(cr, (column + 0.5) * cell, (row + 0.5) * cell);
}

static void draw_all(cairo_t *cr, const struct viz_sprites *s)
{
    double vehicle = viz_sign_radius(VIZ_SIGN_VEHICLE, s->scale);
    for (int status = 0; status < EMS_V_STATUSES; status++)
        for (int h = 0; h < HEADINGS; h++) {
            to_cell(cr, s->cell, status, h);
            cairo_rotate(cr, full_turn * h / HEADINGS);
            viz_shape_vehicle(cr, s->theme, status, vehicle);
        }
    for (int count = 1; count <= HEADINGS; count++) {
        to_cell(cr, s->cell, COUNTS, count - 1);
        viz_shape_idle_count(cr, s->theme, count, count == HEADINGS, vehicle);
    }
    to_cell(cr, s->cell, OTHERS, 0);
    viz_shape_station(cr, s->theme, 0, viz_sign_radius(VIZ_SIGN_STATION, s->scale));
    for (int closed = 0; closed < 2; closed++) {
        to_cell(cr, s->cell, OTHERS, 1 + closed);
        viz_shape_hospital(cr, s->theme, closed, viz_sign_radius(VIZ_SIGN_HOSPITAL, s->scale));
    }
    for (int p = 0; p < 2 * VIZ_PRIORITIES; p++) {
        int sign = p < VIZ_PRIORITIES ? p + 1 : p - VIZ_PRIORITIES + 1 + VIZ_CALL_WAITING;
        to_cell(cr, s->cell, OTHERS, FIRST_CALL + p);
        viz_shape_call(cr, s->theme, sign, viz_sign_radius(VIZ_SIGN_CALL, s->scale));
    }
    for (int selected = 0; selected < 2; selected++) {
        to_cell(cr, s->cell, OTHERS, FIRST_MARK + selected);
        viz_shape_mark(cr, s->theme, selected, viz_sign_radius(VIZ_SIGN_MARK, s->scale));
    }
}

/* Cairo multiplies colours by their alpha, SDL's blending does that itself. */
static void unpremultiply(unsigned char *pixels, int width, int height, int stride)
{
    for (int y = 0; y < height; y++) {
        unsigned char *p = pixels + (size_t)y * (size_t)stride;
        for (int x = 0; x < width; x++, p += 4) {
            unsigned alpha = p[3]; /* little-endian ARGB: B, G, R, A */
            if (alpha == 0) continue;
            for (int c = 0; c < 3; c++) p[c] = (unsigned char)((p[c] * 255U + alpha / 2) / alpha);
        }
    }
}

static SDL_Texture *texture_of(SDL_Renderer *renderer, cairo_surface_t *surface)
{
    int w = cairo_image_surface_get_width(surface), h = cairo_image_surface_get_height(surface);
    int stride = cairo_image_surface_get_stride(surface);
    cairo_surface_flush(surface);
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    SDL_Texture *texture =
        SDL_CreateTexture(renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, w, h);
    if (pixels == NULL || texture == NULL) return texture;
    unpremultiply(pixels, w, h, stride);
    SDL_UpdateTexture(texture, NULL, pixels, stride);
    SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
    return texture;
}

enum ems_status viz_sprites_fit(struct viz_sprites *s, SDL_Renderer *renderer, const struct viz_theme *theme,
                                double scale)
{
    if (s->texture != NULL && s->theme == theme && s->scale == scale) return EMS_OK;
    viz_sprites_free(s);
    *s = (struct viz_sprites){.cell = (int)(cell_px * scale), .theme = theme, .scale = scale};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, s->cell * HEADINGS, s->cell * ROWS);
    cairo_t *cr = cairo_create(surface);
    draw_all(cr, s);
    bool fine = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    if (fine) s->texture = texture_of(renderer, surface);
    cairo_surface_destroy(surface);
    return s->texture != NULL ? EMS_OK : EMS_NO_MEMORY;
}

void viz_sprites_free(struct viz_sprites *sprites)
{
    if (sprites->texture != NULL) SDL_DestroyTexture(sprites->texture);
    *sprites = (struct viz_sprites){0};
}

static int heading_column(double heading)
{
    int column = (int)lround(heading / full_turn * HEADINGS) % HEADINGS;
    return column < 0 ? column + HEADINGS : column;
}

static int call_column(int sign)
{
    bool waiting = sign >= VIZ_CALL_WAITING;
    int priority = waiting ? sign - VIZ_CALL_WAITING : sign;
    if (priority < 1 || priority > VIZ_PRIORITIES) priority = VIZ_PRIORITIES;
    return FIRST_CALL + priority - 1 + (waiting ? VIZ_PRIORITIES : 0);
}

static int column_of(enum viz_sign sign, int which, double heading)
{
    switch (sign) {
    case VIZ_SIGN_VEHICLE:
        return heading_column(heading);
    case VIZ_SIGN_IDLE_COUNT:
        return (which < HEADINGS ? which : HEADINGS) - 1;
    case VIZ_SIGN_STATION:
        return 0;
    case VIZ_SIGN_HOSPITAL:
        return which ? 2 : 1;
    case VIZ_SIGN_CALL:
        return call_column(which);
    case VIZ_SIGN_MARK:
        return FIRST_MARK + (which ? 1 : 0);
    }
    return 0;
}

void viz_sprite_draw(const struct viz_sprites *s, SDL_Renderer *renderer, enum viz_sign sign, int which,
                     double heading, struct viz_pixel at)
{
    int row = sign == VIZ_SIGN_VEHICLE ? which : sign == VIZ_SIGN_IDLE_COUNT ? COUNTS : OTHERS;
    SDL_Rect from = {column_of(sign, which, heading) * s->cell, row * s->cell, s->cell, s->cell};
    SDL_Rect to = {(int)lround(at.x) - s->cell / 2, (int)lround(at.y) - s->cell / 2, s->cell, s->cell};
    SDL_RenderCopy(renderer, s->texture, &from, &to);
}
