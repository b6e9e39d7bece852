#include "layout.h"

/* At text size 1, in pixels. */
static const int menu_height = 30, status_height = 26, timeline_height = 102;
static const int panel_width = 330, panel_least_window = 620, shared_least_window = 700,
                 timeline_least_window = 360;

static int scaled(int px, double scale)
{
    return (int)(px * scale + 0.5);
}

static int width_of_panel(int window, double scale)
{
    int width = scaled(panel_width, scale), most = window * 2 / 5;
    return width < most || window < shared_least_window ? width : most;
}

static void place_maps(struct viz_layout *out, struct viz_rect rest, int maps)
{
    enum { GAP = 2 };
    if (maps < 2) {
        out->map[0] = rest;
        return;
    }
    out->map[0] = viz_rect_cut_left(&rest, (rest.w - GAP) / 2);
    viz_rect_cut_left(&rest, GAP);
    out->map[1] = rest;
}

struct viz_layout viz_layout_of(const struct viz_layout_wish *wish)
{
    struct viz_layout out = {0};
    struct viz_rect rest = {0, 0, wish->width > 0 ? wish->width : 0, wish->height > 0 ? wish->height : 0};
    out.menu = viz_rect_cut_top(&rest, scaled(menu_height, wish->scale));
    out.status = viz_rect_cut_bottom(&rest, scaled(status_height, wish->scale));
    if (wish->timeline && wish->height >= scaled(timeline_least_window, wish->scale))
        out.timeline = viz_rect_cut_bottom(&rest, scaled(timeline_height, wish->scale));
    if (wish->panel) {
        int width = width_of_panel(wish->width, wish->scale);
        out.panel_covers = wish->width < scaled(panel_least_window, wish->scale);
        struct viz_rect under = rest;
        out.panel = viz_rect_cut_right(out.panel_covers ? &under : &rest, width);
    }
    place_maps(&out, rest, wish->maps);
    return out;
}
