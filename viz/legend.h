/* The legend over a corner of the map: what each shown layer's colours and shapes mean. Layers describe
 * themselves with the functions here, giving the very colours that they draw with; colours that the map
 * blends with its paper are blended here likewise. A legend goes through its layers twice: to measure, then
 * to draw. */
#ifndef EMS_VIZ_LEGEND_H
#define EMS_VIZ_LEGEND_H

#include "layer.h"

struct viz_legend {
    cairo_t *cr; /* NULL: only measure */
    struct viz_writer *writer;
    const struct viz_look *look;
    const struct viz_moment *moment;
    int x, y, width; /* the next line's place, and how wide it may be */
    bool brief;      /* colours only, no signs: where there is little room */
};

/* What the colours measure, over the entries that follow. */
void viz_legend_title(struct viz_legend *legend, const char *text);
/* Bands side by side with the numbers that part them, `count - 1` of them, and the unit. */
void viz_legend_bands(struct viz_legend *legend, const struct viz_colour *colour, const char *const *limits,
                      int count, const char *unit);
void viz_legend_patch(struct viz_legend *legend, struct viz_colour colour, const char *text);
/* `draw` puts a shape of radius r around (0, 0). */
void viz_legend_shape(struct viz_legend *legend,
                      void (*draw)(cairo_t *cr, const struct viz_theme *theme, int which, double r),
                      int which, const char *text);
/* The size of the whole for these layers, at most `width` wide. */
struct viz_size viz_legend_measure(struct viz_legend *legend);
/* Draws it with its ground at the rectangle that was measured. */
void viz_legend_draw(struct viz_legend *legend, struct viz_rect rect);

#endif
