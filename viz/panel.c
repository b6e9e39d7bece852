/* The panel: the mode's own part, then the sections in their order, scrolled by the wheel. */
#include "filter.h"
#include "section.h"

extern const struct viz_section viz_section_ask, viz_section_now, viz_section_response, viz_section_histogram,
    viz_section_parts, viz_section_service;

static const struct viz_section *const sections[] = {&viz_section_ask,
                                                     &viz_section_now,
                                                     &viz_section_response,
                                                     &viz_section_histogram,
                                                     &viz_section_parts,
                                                     &viz_section_service,
                                                     NULL};

void viz_section_line(struct viz_ui *ui, struct viz_rect *rest, const char *name, const char *value)
{
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 21));
    struct viz_type type = viz_type_of(ui, 13);
    type.bold = true;
    int width = viz_measure(ui->writer, value, &type).w + viz_px(ui, 8), most = row.w * 3 / 5;
    struct viz_rect right = viz_rect_cut_right(&row, width < most ? width : most);
    viz_label(ui, row, name, 13, false, VIZ_LEFT, ui->theme->text);
    viz_label(ui, right, value, 13, true, VIZ_RIGHT, ui->theme->text);
}

static void draw_title(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest, int number)
{
    bool folded = (app->folded >> number & 1) != 0;
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 28));
    viz_fill(ui, (struct viz_rect){row.x, row.y, row.w, 1}, ui->theme->line);
    if (ui->input.released && viz_is_over(ui, row)) {
        app->folded ^= 1U << number;
        viz_app_touch(app);
    }
    viz_label(ui, row, viz_text(sections[number]->title, ui->lang), 13, true, VIZ_LEFT,
              viz_is_over(ui, row) ? ui->theme->accent : ui->theme->faint);
    viz_label(ui, row, folded ? "+" : "\xe2\x88\x92", 13, true, VIZ_RIGHT, ui->theme->faint);
}

/* Figures that leave calls out say so. */
static void draw_filter(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    char words[256], text[320];
    if (!viz_filter_is_on(&app->filter)) return;
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 28));
    struct viz_rect cross = viz_rect_cut_right(&row, viz_px(ui, 28));
    viz_filter_words(app, words, sizeof words);
    viz_text_with(text, sizeof text, VIZ_T_FILTER_ON, ui->lang, words, NULL);
    viz_label(ui, row, text, 13, true, VIZ_LEFT, ui->theme->warning);
    if (!viz_button(ui, viz_rect_inset(cross, 2), viz_id("filter.off", 0), "\xc3\x97", VIZ_BUTTON_PLAIN))
        return;
    app->filter = ems_call_filter_default();
    viz_filter_apply(app);
}

static void draw_sections(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    for (int i = 0; sections[i] != NULL; i++) {
        if (app->map_count > 1 && sections[i] != &viz_section_ask) continue; /* about one map */
        if (sections[i]->applies != NULL && !sections[i]->applies(app)) continue;
        draw_title(app, ui, rest, i);
        if ((app->folded >> i & 1) == 0) sections[i]->draw(app, ui, rest);
        viz_rect_cut_top(rest, viz_px(ui, 8));
    }
}

void viz_panel_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    enum { TALL = 1 << 20 };
    viz_fill(ui, (struct viz_rect){rect.x, rect.y, 1, rect.h}, ui->theme->line);
    if (app->map[0].scenario == NULL) return;
    int margin = viz_px(ui, 14), top = rect.y - (int)app->panel_scroll + viz_px(ui, 8);
    struct viz_rect rest = {rect.x + margin, top, rect.w - 2 * margin, TALL};
    cairo_save(ui->cr);
    cairo_rectangle(ui->cr, rect.x + 1, rect.y, rect.w - 1, rect.h);
    cairo_clip(ui->cr);
    if (app->mode != NULL && app->mode->panel != NULL) app->mode->panel(app, ui, &rest);
    draw_filter(app, ui, &rest);
    if (!viz_app_is_still(app)) draw_sections(app, ui, &rest);
    double before = app->panel_scroll;
    viz_scroll(ui, rect, rest.y - top + viz_px(ui, 16), &app->panel_scroll);
    if (app->panel_scroll != before) viz_app_touch(app);
    cairo_restore(ui->cr);
}
