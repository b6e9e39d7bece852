/* Response times so far: mean, nine in ten, within the deadline, by priority. */
#include <math.h>
#include <stdio.h>

#include "section.h"

/* A large number over its name. */
static void draw_tile(struct viz_ui *ui, struct viz_rect r, const char *value, enum viz_text name)
{
    struct viz_rect above = viz_rect_cut_top(&r, r.h * 3 / 5);
    viz_label(ui, above, value, 22, true, VIZ_LEFT, ui->theme->text);
    viz_label(ui, r, viz_text(name, ui->lang), 12, false, VIZ_LEFT, ui->theme->faint);
}

static void draw_tiles(struct viz_ui *ui, struct viz_rect *rest, const struct ems_response_figures *f)
{
    char text[32];
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 52));
    int width = row.w / 3;
    draw_tile(ui, viz_rect_cut_left(&row, width), viz_format_minutes(text, sizeof text, f->mean_s),
              VIZ_T_MEAN);
    draw_tile(ui, viz_rect_cut_left(&row, width), viz_format_minutes(text, sizeof text, f->p90_s), VIZ_T_P90);
    draw_tile(ui, row, viz_format_share(text, sizeof text, f->on_time_share), VIZ_T_ON_TIME);
}

static void draw_priority(struct viz_ui *ui, struct viz_rect *rest, int priority,
                          const struct ems_response_figures *f)
{
    static const enum viz_text names[] = {VIZ_T_PRIORITY_1, VIZ_T_PRIORITY_2, VIZ_T_PRIORITY_3};
    char text[32], number[16];
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 22));
    struct viz_rect name = viz_rect_cut_left(&row, row.w * 2 / 5),
                    share = viz_rect_cut_right(&row, viz_px(ui, 58));
    const char *label = priority <= 3
                            ? viz_text(names[priority - 1], ui->lang)
                            : viz_text_with(text, sizeof text, VIZ_T_PRIORITY_N, ui->lang,
                                            viz_format_count(number, sizeof number, priority), NULL);
    viz_label(ui, name, label, 12, false, VIZ_LEFT, ui->theme->text);
    struct viz_rect bar = {row.x, row.y + row.h / 2 - viz_px(ui, 4), row.w - viz_px(ui, 4), viz_px(ui, 8)};
    viz_bar(ui, bar, isfinite(f->on_time_share) ? f->on_time_share : 0,
            viz_priority_colour(ui->theme, priority));
    viz_label(ui, share, viz_format_share(text, sizeof text, f->on_time_share), 12, true, VIZ_RIGHT,
              ui->theme->text);
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct ems_figures *f = &viz_section_map(app)->figures;
    draw_tiles(ui, rest, &f->all);
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 20)), viz_text(VIZ_T_ON_TIME_BY_PRIORITY, ui->lang), 12,
              false, VIZ_LEFT, ui->theme->faint);
    for (int p = 1; p <= EMS_FIGURES_PRIORITIES; p++)
        if (f->by_priority[p - 1].requests > 0) draw_priority(ui, rest, p, &f->by_priority[p - 1]);
}

const struct viz_section viz_section_response = {
    .name = "response", .title = VIZ_T_SECTION_RESPONSE, .draw = draw};
