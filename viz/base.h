/* The base map: what stands still, drawn with Cairo in a worker's thread onto a picture somewhat larger than
 * the map, and shown by a copy. Dragging shifts the picture, zooming stretches it until the worker has drawn
 * the next one; so the map answers at once however long a picture takes. The worker also computes what shaded
 * maps show.
 *
 * One base for each map of the window. The window's thread calls everything here; the worker sees only the
 * orders. */
#ifndef EMS_VIZ_BASE_H
#define EMS_VIZ_BASE_H

#include <SDL.h>
#include <stdbool.h>

#include "layer.h"

struct viz_base;

/* The ground is borrowed. */
enum ems_status viz_base_create(const struct viz_ground *ground, const char *font_family,
                                struct viz_base **out);
/* Waits for the worker to leave off. NULL is fine. */
void viz_base_free(struct viz_base *base);
/* Orders a picture if the one there or under way does not do for this camera and look. */
void viz_base_want(struct viz_base *base, const struct viz_camera *camera, const struct viz_look *look);
/* Orders new numbers for the shaded maps, and a picture of them; takes what the wish has. */
void viz_base_wish(struct viz_base *base, struct viz_wish *wish);
/* Takes over a picture that is finished; true: there was one. */
bool viz_base_update(struct viz_base *base, SDL_Renderer *renderer);
/* Whether an order is not finished yet. */
bool viz_base_is_busy(struct viz_base *base);
/* Sleeps until all that was ordered is drawn. */
void viz_base_wait(struct viz_base *base);
/* Copies what there is to the map at `rect`, which `camera` looks at. */
void viz_base_show(const struct viz_base *base, SDL_Renderer *renderer, struct viz_rect rect,
                   const struct viz_camera *camera, const struct viz_theme *theme);
/* An event of this type is pushed when a picture is finished, so that the window wakes up; 0: none. */
void viz_base_tell(struct viz_base *base, Uint32 event_type);

#endif
