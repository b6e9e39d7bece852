/* The scale bar and the arrow to the north, over the lower right corner of the map. */
#include <math.h>

#include "app.h"
#include "format.h"

/* The longest of 1, 2, 5 x 10^n metres that fits. */
static double round_length(double most_m)
{
    double power = 1;
    while (power * 10 <= most_m) power *= 10;
    while (power > most_m) power /= 10;
    return power * 5 <= most_m ? power * 5 : power * 2 <= most_m ? power * 2 : power;
}

static void draw_north(struct viz_ui *ui, struct viz_rect r)
{
    double x = r.x + r.w / 2.0, y = r.y + r.h / 2.0, s = r.h * 0.4;
    cairo_t *cr = ui->cr;
    viz_colour_use(cr, ui->theme->text);
    cairo_move_to(cr, x, y - s);
    cairo_line_to(cr, x + s * 0.55, y + s);
    cairo_line_to(cr, x, y + s * 0.55);
    cairo_line_to(cr, x - s * 0.55, y + s);
    cairo_close_path(cr);
    cairo_fill(cr);
}

void viz_scale_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    char text[32];
    struct viz_rect rest = viz_rect_inset(rect, viz_px(ui, 6));
    viz_frame_rect(ui, rect, ui->theme->line);
    struct viz_rect north = viz_rect_cut_right(&rest, viz_px(ui, 36));
    struct viz_rect arrow = viz_rect_cut_left(&north, viz_px(ui, 18));
    draw_north(ui, arrow);
    viz_label(ui, north, viz_text(VIZ_T_NORTH, ui->lang), 12, true, VIZ_CENTRE, ui->theme->text);
    rest.w -= viz_px(ui, 10);
    double metres = round_length(rest.w * app->camera.m_per_px);
    int width = (int)lround(metres / app->camera.m_per_px), y = rest.y + rest.h - viz_px(ui, 4);
    viz_format_distance(text, sizeof text, metres);
    struct viz_rect label = {rest.x, rest.y - viz_px(ui, 2), rest.w, viz_px(ui, 16)};
    viz_label(ui, label, text, 12, false, VIZ_LEFT, ui->theme->text);
    viz_fill(ui, (struct viz_rect){rest.x, y, width, 2}, ui->theme->text);
    viz_fill(ui, (struct viz_rect){rest.x, y - viz_px(ui, 4), 2, viz_px(ui, 6)}, ui->theme->text);
    viz_fill(ui, (struct viz_rect){rest.x + width - 2, y - viz_px(ui, 4), 2, viz_px(ui, 6)}, ui->theme->text);
}
