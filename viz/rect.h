/* Rectangles of whole pixels, x to the right and y down. */
#ifndef EMS_VIZ_RECT_H
#define EMS_VIZ_RECT_H

#include <stdbool.h>

struct viz_rect {
    int x, y, w, h;
};

static inline bool viz_rect_has(struct viz_rect r, int x, int y)
{
    return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

static inline bool viz_rect_is_empty(struct viz_rect r)
{
    return r.w <= 0 || r.h <= 0;
}

static inline bool viz_rect_equals(struct viz_rect a, struct viz_rect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

/* What is left inside when each side gives `by`; never less than nothing. */
static inline struct viz_rect viz_rect_inset(struct viz_rect r, int by)
{
    struct viz_rect in = {r.x + by, r.y + by, r.w - 2 * by, r.h - 2 * by};
    if (in.w < 0) in.w = 0;
    if (in.h < 0) in.h = 0;
    return in;
}

static inline int viz_clamp(int length, int most)
{
    return length < 0 ? 0 : length > most ? most : length;
}

/* Takes a strip off the top (or the bottom, right, left) of *rest and returns it. */
static inline struct viz_rect viz_rect_cut_top(struct viz_rect *rest, int height)
{
    height = viz_clamp(height, rest->h);
    struct viz_rect strip = {rest->x, rest->y, rest->w, height};
    rest->y += height;
    rest->h -= height;
    return strip;
}

static inline struct viz_rect viz_rect_cut_bottom(struct viz_rect *rest, int height)
{
    height = viz_clamp(height, rest->h);
    rest->h -= height;
    return (struct viz_rect){rest->x, rest->y + rest->h, rest->w, height};
}

static inline struct viz_rect viz_rect_cut_left(struct viz_rect *rest, int width)
{
    width = viz_clamp(width, rest->w);
    struct viz_rect strip = {rest->x, rest->y, width, rest->h};
    rest->x += width;
    rest->w -= width;
    return strip;
}

static inline struct viz_rect viz_rect_cut_right(struct viz_rect *rest, int width)
{
    width = viz_clamp(width, rest->w);
    rest->w -= width;
    return (struct viz_rect){rest->x + rest->w, rest->y, width, rest->h};
}

#endif
