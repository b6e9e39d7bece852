/* A layer of the map: one file map_<name>.c with one `const struct viz_layer`, listed once in layers.c in the
 * order of drawing. Menus, keys, the legend, --layers and the remembered choice follow from that row.
 *
 * A layer draws in one or both of two ways:
 *  - `base`: what stands still. It is drawn with Cairo in a worker's thread onto the cached base map, so it
 * may read the paint that it is given and nothing else;
 *  - `live`: what moves. It is drawn over the base in each frame with sprites, and must be quick.
 * `legend` tells what its colours and shapes mean, with the very values that it draws with. */
#ifndef EMS_VIZ_LAYER_H
#define EMS_VIZ_LAYER_H

#include <SDL.h>
#include <cairo.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "camera.h"
#include "ground.h"
#include "moment.h"
#include "picking.h"
#include "rect.h"
#include "shade.h"
#include "texts.h"
#include "theme.h"
#include "writer.h"

enum { VIZ_LAYERS = 16 }; /* room for so many */

struct viz_plan_marks;

/* How the map is to look: what the user chose, copied into every paint. */
struct viz_look {
    const struct viz_theme *theme;
    enum ems_lang lang;
    double scale;           /* of text and sprites */
    bool shown[VIZ_LAYERS]; /* by the layer's place in layers.c */
    bool now;               /* coverage by the vehicles available at this moment, not by all at home */
    const struct viz_plan_marks *plan; /* that is shown (plans.h); NULL: none */
};

/* Given to `base`. The surface shows camera.width x camera.height pixels. */
struct viz_paint {
    cairo_t *cr;
    cairo_surface_t *mask; /* A8: inside some area */
    struct viz_writer *writer;
    struct viz_camera camera;
    struct viz_look look;
    const struct viz_ground *ground;
    const struct viz_shade *shade;
    const atomic_bool *stop; /* true: the picture is no longer wanted */
};

struct viz_sprites;

/* Given to `live`: pixels of the window, the map's own corner is at (rect.x, rect.y). */
struct viz_frame {
    SDL_Renderer *renderer;
    struct viz_sprites *sprites;
    struct viz_rect rect;
    const struct viz_camera *camera;
    const struct viz_look *look;
    const struct viz_ground *ground;
    const struct viz_moment *moment;
    struct viz_pick hovered, selected;
    const struct ems_point *call_at; /* of a selected call; NULL: nobody knows */
};

struct viz_legend;

/* Of the layers of one group only one is shown at a time: two shaded maps on top of each other cannot be
 * read. */
enum viz_layer_group { VIZ_GROUP_FREE, VIZ_GROUP_SHADE };

struct viz_layer {
    const char *name; /* of --layers and the remembered choice */
    enum viz_text title;
    SDL_Keycode key;
    bool shown; /* at first */
    enum viz_layer_group group;
    void (*base)(const struct viz_paint *paint);
    void (*live)(const struct viz_frame *frame);
    void (*legend)(struct viz_legend *legend);
};

extern const struct viz_layer *const viz_layers[]; /* ends with NULL, VIZ_LAYERS at most */

int viz_layer_count(void);
/* -1 when there is none of that name. */
int viz_layer_named(const char *name);
/* Shows or hides it; showing one of a group hides the others of it. */
void viz_look_show(struct viz_look *look, int layer, bool shown);

/* Where a point of the plane is in the window. */
static inline struct viz_pixel viz_frame_pixel(const struct viz_frame *frame, struct ems_point point)
{
    struct viz_pixel p = viz_camera_pixel(frame->camera, point);
    return (struct viz_pixel){p.x + frame->rect.x, p.y + frame->rect.y};
}

/* Where signs are drawn so that none hides another (places.c). Vehicles that stand at a station are lined up
 * below it; those at a hospital above it; a hospital beside a station moves up. */
struct viz_pixel viz_vehicle_pixel(const struct viz_frame *frame, ems_vehicle_id vehicle);
struct viz_pixel viz_hospital_pixel(const struct viz_frame *frame, ems_hospital_id hospital);
/* True when the next station is so near on screen that idle vehicles are shown as one sign with their number.
 */
bool viz_station_is_tight(const struct viz_frame *frame, ems_station_id station);

/* Whether a sprite of `reach` pixels around there can be seen. */
static inline bool viz_frame_sees(const struct viz_frame *frame, struct viz_pixel p, double reach)
{
    return p.x + reach >= frame->rect.x && p.y + reach >= frame->rect.y &&
           p.x - reach <= frame->rect.x + frame->rect.w && p.y - reach <= frame->rect.y + frame->rect.h;
}

#endif
