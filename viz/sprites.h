/* The signs of the map as pictures ready to be copied: every vehicle state in every heading is drawn once,
 * since turning a picture in each frame costs ten times a copy. */
#ifndef EMS_VIZ_SPRITES_H
#define EMS_VIZ_SPRITES_H

#include <SDL.h>

#include "camera.h"
#include "theme.h"
#include "ems120/status.h"

enum viz_sign {
    VIZ_SIGN_VEHICLE,
    VIZ_SIGN_IDLE_COUNT, /* so many idle vehicles, from 1 */
    VIZ_SIGN_STATION,
    VIZ_SIGN_HOSPITAL,
    VIZ_SIGN_CALL,
    VIZ_SIGN_MARK
};

struct viz_sprites {
    SDL_Texture *texture;
    int cell; /* pixels of one picture's side */
    const struct viz_theme *theme;
    double scale;
};

/* Draws them for this theme and scale if that is not what there is. */
enum ems_status viz_sprites_fit(struct viz_sprites *sprites, SDL_Renderer *renderer,
                                const struct viz_theme *theme, double scale);
void viz_sprites_free(struct viz_sprites *sprites);
/* With its middle at `at`. `which` as the function of shapes.h has it; heading in radians clockwise from
 * north. */
void viz_sprite_draw(const struct viz_sprites *sprites, SDL_Renderer *renderer, enum viz_sign sign, int which,
                     double heading, struct viz_pixel at);
/* From its middle to its edge, in pixels. */
double viz_sign_radius(enum viz_sign sign, double scale);

#endif
