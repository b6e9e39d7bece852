/* The state of things at this moment: who waits, who is free, what the vehicles do. */
#include <stdio.h>

#include "section.h"
#include "shapes.h"
#include "statuses.h"

/* Signs with their counts, two in a row. */
static void draw_fleet(const struct viz_moment *m, struct viz_ui *ui, struct viz_rect *rest)
{
    struct viz_rect row = {0, 0, 0, 0};
    int column = 0;
    for (int s = 0; s < EMS_V_STATUSES; s++) {
        char count[16];
        if (s == EMS_V_SPARE && m->by_status[s] == 0) continue;
        if (column++ % 2 == 0) row = viz_rect_cut_top(rest, viz_px(ui, 22));
        struct viz_rect half = viz_rect_cut_left(&row, column % 2 == 1 ? row.w / 2 : row.w);
        struct viz_rect sign = viz_rect_cut_left(&half, viz_px(ui, 24));
        struct viz_rect number = viz_rect_cut_left(&half, viz_px(ui, 26));
        cairo_save(ui->cr);
        cairo_translate(ui->cr, sign.x + viz_px(ui, 9), sign.y + sign.h / 2.0);
        viz_shape_vehicle(ui->cr, ui->theme, s, 7.5 * ui->scale);
        cairo_restore(ui->cr);
        bool none = m->by_status[s] == 0;
        viz_format_count(count, sizeof count, m->by_status[s]);
        viz_label(ui, number, count, 13, true, VIZ_LEFT, none ? ui->theme->faint : ui->theme->text);
        viz_label(ui, half, viz_text(viz_status_text((enum ems_vehicle_status)s), ui->lang), 12, false,
                  VIZ_LEFT, ui->theme->faint);
    }
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_map *map = viz_section_map(app);
    const struct ems_figures *f = &map->figures;
    char text[64], busy[16], staffed[16];
    viz_section_line(ui, rest, viz_text(VIZ_T_CALLS_SO_FAR, ui->lang),
                     viz_format_count(text, sizeof text, (int64_t)map->moment.centre.calls));
    viz_section_line(ui, rest, viz_text(VIZ_T_WAITING, ui->lang),
                     viz_format_count(text, sizeof text, map->moment.centre.tasks_waiting));
    viz_format_count(busy, sizeof busy, f->busy_now);
    viz_format_count(staffed, sizeof staffed, f->staffed_now);
    snprintf(text, sizeof text, "%s / %s", busy, staffed);
    viz_section_line(ui, rest, viz_text(VIZ_T_CREWS_BUSY, ui->lang), text);
    viz_rect_cut_top(rest, viz_px(ui, 6));
    draw_fleet(&map->moment, ui, rest);
}

const struct viz_section viz_section_now = {.name = "now", .title = VIZ_T_SECTION_NOW, .draw = draw};
