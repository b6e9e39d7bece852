/* Where the parts of the window stand, for any size of it: menu bar on top, panel on the right, timeline and
 * status below, the map (or two of them) in what is left. A window too narrow for panel and map gives the
 * room to the map; the panel then covers the map when it is asked for. No part is ever larger than the window
 * or negative.
 *
 *     struct viz_layout layout = viz_layout_of(&(struct viz_layout_wish){.width = 1280, .height = 800, ...});
 */
#ifndef EMS_VIZ_LAYOUT_H
#define EMS_VIZ_LAYOUT_H

#include "rect.h"

enum { VIZ_MAPS = 2 }; /* most that stand side by side */

struct viz_layout_wish {
    int width, height;
    double scale; /* of text, from 1 */
    int maps;     /* 1 or 2 */
    bool panel, timeline;
};

struct viz_layout {
    struct viz_rect menu, panel, timeline, status;
    struct viz_rect map[VIZ_MAPS]; /* empty beyond the wished number */
    bool panel_covers;             /* it stands on top of the map for want of room */
};

enum { VIZ_SMALLEST_WIDTH = 300, VIZ_SMALLEST_HEIGHT = 240 };

struct viz_layout viz_layout_of(const struct viz_layout_wish *wish);

#endif
