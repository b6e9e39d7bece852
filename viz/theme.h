/* Colours of the window, light and dark, and of what the map shows. Bands of minutes follow cividis, which
 * stays ordered for colour-blind eyes and in grey; states of vehicles have a shape each (sprites.h) besides
 * their colour (after Okabe and Ito). Legend and map take the same values from here. */
#ifndef EMS_VIZ_THEME_H
#define EMS_VIZ_THEME_H

#include <cairo.h>
#include <stdbool.h>

#include "ems120/states.h"

struct viz_colour {
    unsigned char r, g, b, a;
};

enum { VIZ_BANDS = 5 }; /* of arrival times and of density */

enum { VIZ_PRIORITIES = 4 }; /* told apart by colour; the last stands for all beyond */

struct viz_theme {
    struct viz_colour ground, panel, raised, line; /* window behind all, panels, buttons, borders */
    struct viz_colour text, faint, accent, on_accent, warning;
    struct viz_colour paper; /* the map where nothing is */
    struct viz_colour area_line, area_urban, area_rural, area_text;
    struct viz_colour road[3]; /* motorways and trunk roads, others that are wide, streets */
    struct viz_colour road_edge;
    struct viz_colour station, hospital, ring;
    struct viz_colour band[VIZ_BANDS];
    struct viz_colour density[VIZ_BANDS]; /* few to many people */
    struct viz_colour late[VIZ_BANDS];    /* share of late calls, few to many */
    struct viz_colour covered;            /* within radius */
    struct viz_colour vehicle[EMS_V_STATUSES];
    struct viz_colour priority[VIZ_PRIORITIES];
    struct viz_colour halo; /* around sprites and labels, so that they stand out from any ground */
    struct viz_colour gain, loss;
};

const struct viz_theme *viz_theme_of(bool dark);
void viz_colour_use(cairo_t *cr, struct viz_colour colour);
/* `over`, blended with its own alpha onto the opaque `under`: what the eye sees. */
struct viz_colour viz_colour_over(struct viz_colour over, struct viz_colour under);
struct viz_colour viz_colour_mix(struct viz_colour a, struct viz_colour b, double share_of_b);
struct viz_colour viz_colour_faded(struct viz_colour colour, double alpha);
/* Of a call: 1 is the most urgent. */
struct viz_colour viz_priority_colour(const struct viz_theme *theme, int priority);

#endif
