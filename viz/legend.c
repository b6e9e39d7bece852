#include "legend.h"

#include <math.h>

static int px(const struct viz_legend *l, double at_scale_1)
{
    return (int)lround(at_scale_1 * l->look->scale);
}

static struct viz_type small(const struct viz_legend *l)
{
    return (struct viz_type){.size_px = 12 * l->look->scale};
}

static void write(struct viz_legend *l, const char *text, int x, int y, struct viz_type type,
                  struct viz_colour colour)
{
    if (l->cr != NULL) viz_write(l->writer, l->cr, text, x, y, &type, colour);
}

void viz_legend_title(struct viz_legend *l, const char *text)
{
    struct viz_type type = small(l);
    type.bold = true;
    type.max_width = l->width;
    type.wraps = true;
    write(l, text, l->x, l->y, type, l->look->theme->text);
    l->y += viz_measure(l->writer, text, &type).h + px(l, 3);
}

static void patch(struct viz_legend *l, struct viz_rect r, struct viz_colour colour)
{
    if (l->cr == NULL) return;
    viz_colour_use(l->cr, viz_colour_over(colour, l->look->theme->paper));
    cairo_rectangle(l->cr, r.x, r.y, r.w, r.h);
    cairo_fill(l->cr);
}

void viz_legend_bands(struct viz_legend *l, const struct viz_colour *colour, const char *const *limits,
                      int count, const char *unit)
{
    struct viz_type type = small(l);
    int unit_width = viz_measure(l->writer, unit, &type).w + px(l, 8);
    int step = (l->width - unit_width) / count, height = px(l, 14);
    for (int b = 0; b < count; b++)
        patch(l, (struct viz_rect){l->x + b * step, l->y, step, height}, colour[b]);
    type.align = VIZ_CENTRE;
    for (int b = 1; b < count; b++)
        write(l, limits[b - 1], l->x + b * step, l->y + height, type, l->look->theme->text);
    type.align = VIZ_LEFT;
    write(l, unit, l->x + count * step + px(l, 6), l->y + height, type, l->look->theme->faint);
    l->y += height + px(l, 24);
}

void viz_legend_patch(struct viz_legend *l, struct viz_colour colour, const char *text)
{
    struct viz_type type = small(l);
    type.max_width = l->width - px(l, 26);
    patch(l, (struct viz_rect){l->x, l->y + px(l, 2), px(l, 18), px(l, 13)}, colour);
    write(l, text, l->x + px(l, 26), l->y, type, l->look->theme->text);
    l->y += px(l, 20);
}

void viz_legend_shape(struct viz_legend *l,
                      void (*draw)(cairo_t *cr, const struct viz_theme *theme, int which, double r),
                      int which, const char *text)
{
    if (l->brief) return;
    struct viz_type type = small(l);
    type.max_width = l->width - px(l, 26);
    if (l->cr != NULL) {
        cairo_save(l->cr);
        cairo_translate(l->cr, l->x + px(l, 9), l->y + px(l, 9));
        draw(l->cr, l->look->theme, which, 7.5 * l->look->scale);
        cairo_restore(l->cr);
    }
    write(l, text, l->x + px(l, 26), l->y, type, l->look->theme->text);
    l->y += px(l, 20);
}

static void go_through(struct viz_legend *l)
{
    for (int i = 0; viz_layers[i] != NULL; i++)
        if (l->look->shown[i] && viz_layers[i]->legend != NULL) viz_layers[i]->legend(l);
}

struct viz_size viz_legend_measure(struct viz_legend *l)
{
    int margin = px(l, 10);
    struct viz_legend measured = *l;
    measured.cr = NULL;
    measured.x = measured.y = 0;
    measured.width = l->width - 2 * margin;
    go_through(&measured);
    return (struct viz_size){l->width, measured.y > 0 ? measured.y + 2 * margin - px(l, 4) : 0};
}

void viz_legend_draw(struct viz_legend *l, struct viz_rect rect)
{
    int margin = px(l, 10);
    viz_colour_use(l->cr, l->look->theme->panel);
    cairo_rectangle(l->cr, rect.x, rect.y, rect.w, rect.h);
    cairo_fill(l->cr);
    viz_colour_use(l->cr, l->look->theme->line);
    cairo_set_line_width(l->cr, 1);
    cairo_rectangle(l->cr, rect.x + 0.5, rect.y + 0.5, rect.w - 1, rect.h - 1);
    cairo_stroke(l->cr);
    l->x = rect.x + margin;
    l->y = rect.y + margin;
    l->width = rect.w - 2 * margin;
    go_through(l);
}
