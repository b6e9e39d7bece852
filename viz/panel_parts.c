/* What the mean response is made of: answer, process, queue, turnout, travel. */
#include <math.h>

#include "section.h"

struct part {
    enum viz_text name;
    double seconds;
};

/* Shades of one colour, neighbours far apart: the bands of the map mean minutes, these do not. From the
 * colour of text (-1) over the accent (0) to the ground (1), so that they differ in lightness in both themes.
 */
static struct viz_colour part_colour(const struct viz_theme *t, int part)
{
    static const double shade[VIZ_BANDS] = {-0.85, 0.75, -0.4, 0.45, 0};
    return shade[part] < 0 ? viz_colour_mix(t->accent, t->text, -shade[part])
                           : viz_colour_mix(t->accent, t->raised, shade[part]);
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const double *s = viz_section_map(app)->figures.parts_s;
    const struct part parts[VIZ_BANDS] = {{VIZ_T_PART_ANSWER, s[EMS_FIGURE_ANSWER]},
                                          {VIZ_T_PART_PROCESS, s[EMS_FIGURE_PROCESS]},
                                          {VIZ_T_PART_QUEUE, s[EMS_FIGURE_QUEUE] + s[EMS_FIGURE_BUMPED]},
                                          {VIZ_T_PART_TURNOUT, s[EMS_FIGURE_TURNOUT]},
                                          {VIZ_T_PART_TRAVEL, s[EMS_FIGURE_TRAVEL]}};
    double total = 0;
    for (int i = 0; i < VIZ_BANDS; i++) total += isfinite(parts[i].seconds) ? parts[i].seconds : 0;
    struct viz_rect bar = viz_rect_cut_top(rest, viz_px(ui, 14));
    viz_fill(ui, bar, ui->theme->raised);
    double x = bar.x;
    for (int i = 0; i < VIZ_BANDS && total > 0; i++) {
        double w = parts[i].seconds / total * bar.w;
        int from = (int)lround(x), to = (int)lround(x + w);
        viz_fill(ui, (struct viz_rect){from, bar.y, to - from, bar.h}, part_colour(ui->theme, i));
        x += w;
    }
    viz_rect_cut_top(rest, viz_px(ui, 4));
    for (int i = 0; i < VIZ_BANDS; i++) {
        char text[32];
        struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 20));
        struct viz_rect patch = viz_rect_cut_left(&row, viz_px(ui, 20));
        patch = (struct viz_rect){patch.x, patch.y + viz_px(ui, 5), viz_px(ui, 11), viz_px(ui, 11)};
        viz_fill(ui, patch, part_colour(ui->theme, i));
        viz_label(ui, row, viz_text(parts[i].name, ui->lang), 13, false, VIZ_LEFT, ui->theme->text);
        viz_label(ui, row, viz_format_minutes(text, sizeof text, parts[i].seconds), 13, true, VIZ_RIGHT,
                  ui->theme->text);
    }
}

const struct viz_section viz_section_parts = {.name = "parts", .title = VIZ_T_SECTION_PARTS, .draw = draw};
