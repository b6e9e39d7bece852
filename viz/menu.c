/* The menu bar and the menu that is open; both are made from the table of commands. */
#include <stdio.h>

#include "app.h"

static int title_width(const struct viz_ui *ui, enum viz_menu menu)
{
    struct viz_type type = viz_type_of(ui, 13);
    return viz_measure(ui->writer, viz_text(viz_menu_text(menu), ui->lang), &type).w + viz_px(ui, 18);
}

static int count_of(const struct viz_app *app, enum viz_menu menu)
{
    int found = 0, count = viz_command_count();
    for (int i = 0; i < count; i++) found += viz_command_at(app, i).menu == menu;
    return found;
}

static struct viz_rect title_rect(const struct viz_app *app, enum viz_menu menu)
{
    struct viz_rect bar = app->layout.menu;
    int x = bar.x + viz_px(&app->ui, 4);
    for (int m = 0; m < (int)menu; m++) x += title_width(&app->ui, (enum viz_menu)m);
    return (struct viz_rect){x, bar.y + 2, title_width(&app->ui, menu), bar.h - 4};
}

static void open_menu(struct viz_app *app, int menu)
{
    app->open_menu = app->open_menu == menu ? -1 : menu;
    viz_app_touch(app);
}

static void write_name(struct viz_app *app, struct viz_ui *ui, struct viz_rect rest)
{
    char text[512], seed[32];
    if (app->map[0].scenario == NULL || rest.w < viz_px(ui, 90)) return;
    snprintf(seed, sizeof seed, "%lld", (long long)app->map[0].ground.info.seed);
    viz_text_with(text, sizeof text, VIZ_T_SCENARIO_SEED, ui->lang,
                  ems_scenario_name(app->map[0].scenario, ui->lang), seed);
    viz_label(ui, rest, text, 13, false, VIZ_RIGHT, ui->theme->faint);
}

void viz_menu_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    struct viz_rect rest = rect;
    viz_fill(ui, (struct viz_rect){rect.x, rect.y + rect.h - 1, rect.w, 1}, ui->theme->line);
    for (int m = 0; m < VIZ_MENUS; m++) {
        struct viz_rect title = title_rect(app, (enum viz_menu)m);
        enum viz_button_look look = app->open_menu == m ? VIZ_BUTTON_ON : VIZ_BUTTON_FLAT;
        if (viz_button(ui, title, viz_id("menu", m), viz_text(viz_menu_text((enum viz_menu)m), ui->lang),
                       look))
            open_menu(app, m);
        if (app->open_menu >= 0 && app->open_menu != m && viz_is_over(ui, title)) open_menu(app, m);
        rest.x = title.x + title.w;
    }
    rest.x += viz_px(ui, 12);
    rest.w = rect.x + rect.w - rest.x - viz_px(ui, 6);
    struct viz_rect switcher = viz_rect_cut_right(&rest, viz_px(ui, 72));
    const char *other = ui->lang == EMS_LANG_EN ? "\xe4\xb8\xad\xe6\x96\x87" : "English";
    if (switcher.w >= viz_px(ui, 72) &&
        viz_button(ui, viz_rect_inset(switcher, 3), viz_id("language", 0), other, VIZ_BUTTON_PLAIN))
        viz_action_run(app, VIZ_DO_LANGUAGE);
    rest.w -= viz_px(ui, 10);
    write_name(app, ui, rest);
}

/* ---- the open menu ---- */

static int row_height(const struct viz_ui *ui)
{
    return viz_px(ui, 26);
}

static int widest(const struct viz_app *app, enum viz_menu menu)
{
    struct viz_type type = viz_type_of(&app->ui, 13);
    int width = 0, count = viz_command_count();
    for (int i = 0; i < count; i++) {
        struct viz_command c = viz_command_at(app, i);
        char key[64];
        if (c.menu != menu) continue;
        int w = viz_measure(app->writer, viz_text(c.text, app->ui.lang), &type).w +
                viz_measure(app->writer, viz_command_key_name(&c, key, sizeof key), &type).w;
        if (w > width) width = w;
    }
    return width + viz_px(&app->ui, 78);
}

struct viz_rect viz_drop_pane_rect(struct viz_app *app)
{
    if (app->open_menu < 0) return (struct viz_rect){0, 0, 0, 0};
    enum viz_menu menu = (enum viz_menu)app->open_menu;
    struct viz_rect title = title_rect(app, menu), bar = app->layout.menu;
    struct viz_rect r = {title.x, bar.y + bar.h, widest(app, menu),
                         count_of(app, menu) * row_height(&app->ui) + viz_px(&app->ui, 8)};
    if (r.w > app->width) r.w = app->width;
    if (r.x + r.w > app->width) r.x = app->width - r.w;
    if (r.y + r.h > app->height) r.h = app->height - r.y;
    return r;
}

static void write_row(struct viz_ui *ui, struct viz_rect row, const struct viz_command *c)
{
    const struct viz_theme *t = ui->theme;
    char key[64];
    struct viz_colour colour = c->can ? t->text : viz_colour_mix(t->faint, t->panel, 0.45);
    if (c->can && viz_is_over(ui, row)) viz_fill(ui, row, viz_colour_mix(t->panel, t->accent, 0.18));
    row.x += viz_px(ui, 10);
    row.w -= viz_px(ui, 22);
    struct viz_rect tick = viz_rect_cut_left(&row, viz_px(ui, 22));
    if (c->is_on) viz_label(ui, tick, "\xe2\x9c\x93", 13, true, VIZ_LEFT, t->accent);
    viz_label(ui, row, viz_text(c->text, ui->lang), 13, false, VIZ_LEFT, colour);
    viz_label(ui, row, viz_command_key_name(c, key, sizeof key), 12, false, VIZ_RIGHT, t->faint);
}

void viz_drop_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    struct viz_rect rest = rect;
    int count = viz_command_count(), chosen = -1;
    viz_frame_rect(ui, rect, ui->theme->line);
    viz_rect_cut_top(&rest, viz_px(ui, 4));
    for (int i = 0; i < count; i++) {
        struct viz_command c = viz_command_at(app, i);
        if ((int)c.menu != app->open_menu) continue;
        struct viz_rect row = viz_rect_cut_top(&rest, row_height(ui));
        row.x += 1;
        row.w -= 2;
        write_row(ui, row, &c);
        if (c.can) viz_note(ui, row, viz_text(c.text, ui->lang));
        if (c.can && ui->input.released && viz_is_over(ui, row)) chosen = i;
    }
    if (chosen < 0) return;
    app->open_menu = -1;
    ui->active = 0;
    viz_command_run(app, chosen);
}
