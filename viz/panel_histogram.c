/* How response times are spread, with a line at the deadline of the first target. */
#include <math.h>
#include <stdio.h>

#include "section.h"
#include "ems120/journal.h"

enum { SHOWN_MINUTES = 30, BINS_SHOWN = 2 * SHOWN_MINUTES }; /* of 30 s */

static int most_of(const struct ems_figures *f)
{
    int most = 1;
    for (int b = 0; b < BINS_SHOWN; b++)
        if (f->histogram[b] > most) most = f->histogram[b];
    return most;
}

static void draw_axis(struct viz_ui *ui, struct viz_rect r, struct viz_rect labels)
{
    for (int minute = 0; minute <= SHOWN_MINUTES; minute += 5) {
        char text[16];
        int x = r.x + r.w * minute / SHOWN_MINUTES;
        viz_fill(ui, (struct viz_rect){x, r.y + r.h, 1, viz_px(ui, 3)}, ui->theme->faint);
        snprintf(text, sizeof text, "%d", minute);
        struct viz_rect at = {x - viz_px(ui, 12), labels.y, viz_px(ui, 24), labels.h};
        viz_label(ui, at, text, 11, false, VIZ_CENTRE, ui->theme->faint);
    }
    viz_fill(ui, (struct viz_rect){r.x, r.y + r.h, r.w, 1}, ui->theme->faint);
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_map *map = viz_section_map(app);
    int most = most_of(&map->figures);
    struct viz_rect r = viz_rect_cut_top(rest, viz_px(ui, 92));
    struct viz_rect labels = viz_rect_cut_top(rest, viz_px(ui, 18));
    viz_rect_cut_left(&r, viz_px(ui, 6));
    viz_rect_cut_right(&r, viz_px(ui, 8));
    double deadline = (double)ems_scenario_deadline(map->scenario, 1, EMS_NONE) / (double)EMS_MINUTE;
    for (int b = 0; b < BINS_SHOWN; b++) {
        int left = r.x + r.w * b / BINS_SHOWN, right = r.x + r.w * (b + 1) / BINS_SHOWN;
        int height = (int)lround((double)map->figures.histogram[b] / most * (r.h - 4));
        struct viz_colour colour = (b + 1) * 0.5 <= deadline ? ui->theme->accent : ui->theme->warning;
        viz_fill(ui, (struct viz_rect){left, r.y + r.h - height, right - left - 1, height}, colour);
    }
    draw_axis(ui, r, labels);
    if (deadline < SHOWN_MINUTES) {
        int x = r.x + (int)lround(deadline / SHOWN_MINUTES * r.w);
        viz_fill(ui, (struct viz_rect){x, r.y, 2, r.h}, ui->theme->text);
    }
}

const struct viz_section viz_section_histogram = {
    .name = "histogram", .title = VIZ_T_SECTION_HISTOGRAM, .draw = draw};
