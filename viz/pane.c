#include "pane.h"

#include "app.h"
#include "legend.h"

static void (*const drawers[VIZ_PANES])(struct viz_app *, struct viz_ui *, struct viz_rect) = {
    [VIZ_PANE_LEGEND] = viz_legend_pane,     [VIZ_PANE_SCALE] = viz_scale_pane,
    [VIZ_PANE_BANNER] = viz_banner_pane,     [VIZ_PANE_PANEL] = viz_panel_pane,
    [VIZ_PANE_STATUS] = viz_status_pane,     [VIZ_PANE_MENU] = viz_menu_pane,
    [VIZ_PANE_TIMELINE] = viz_timeline_pane, [VIZ_PANE_DROP] = viz_drop_pane,
    [VIZ_PANE_DIALOG] = viz_dialog_pane,     [VIZ_PANE_TIP] = viz_tip_pane,
    [VIZ_PANE_LOG] = viz_log_pane,           [VIZ_PANE_PICK] = viz_pick_pane};

static struct viz_size legend_size(const struct viz_app *app, bool brief)
{
    struct viz_legend legend = {.writer = app->writer,
                                .look = &app->look,
                                .moment = &app->map[0].moment,
                                .width = viz_px(&app->ui, 216),
                                .brief = brief};
    return viz_legend_measure(&legend);
}

static struct viz_rect legend_rect(struct viz_app *app, struct viz_rect map)
{
    int gap = viz_px(&app->ui, 10);
    struct viz_size size = viz_legend_pane_size(app);
    bool has_room = size.h > 0 && size.h + 8 * gap < map.h && size.w + gap < map.w * 2 / 3;
    if (!app->show_legend || !has_room) return (struct viz_rect){0, 0, 0, 0};
    return (struct viz_rect){map.x + gap, map.y + map.h - gap - size.h, size.w, size.h};
}

static int banner_height(const struct viz_app *app)
{
    return app->mode != NULL && app->mode->banner != VIZ_T_NONE ? viz_px(&app->ui, 28) : 0;
}

/* In the lower right corner, or above where the legend leaves too little of it. */
static struct viz_rect scale_rect(struct viz_app *app, struct viz_rect map)
{
    int gap = viz_px(&app->ui, 10), w = viz_px(&app->ui, 190), h = viz_px(&app->ui, 36);
    if (map.w < w + 2 * gap || map.h < 4 * h) return (struct viz_rect){0, 0, 0, 0};
    struct viz_rect legend = legend_rect(app, map);
    bool is_free = app->map_count > 1 || viz_rect_is_empty(legend) || legend.w + w + 3 * gap <= map.w;
    int y = is_free ? map.h - gap - h : gap + banner_height(app);
    return (struct viz_rect){map.x + map.w - gap - w, map.y + y, w, h};
}

static struct viz_rect banner_rect(const struct viz_app *app, struct viz_rect map)
{
    int height = banner_height(app);
    if (height == 0) return (struct viz_rect){0, 0, 0, 0};
    return (struct viz_rect){map.x, map.y, map.w, height};
}

/* Over the upper right corner of the map. */
static struct viz_rect log_rect(const struct viz_app *app, struct viz_rect map)
{
    int gap = viz_px(&app->ui, 10), w = viz_px(&app->ui, 450), h = map.h - viz_px(&app->ui, 66);
    if (w > map.w - 2 * gap) w = map.w - 2 * gap;
    if (h > viz_px(&app->ui, 470)) h = viz_px(&app->ui, 470);
    int top = banner_height(app);
    if (!app->log.shown || w < gap || h < 12 * gap) return (struct viz_rect){0, 0, 0, 0};
    return (struct viz_rect){map.x + map.w - gap - w, map.y + gap + top, w, h - top};
}

static struct viz_rect dialog_rect(const struct viz_app *app)
{
    if (app->dialog == NULL) return (struct viz_rect){0, 0, 0, 0};
    int margin = 8, w = viz_px(&app->ui, app->dialog->width), h = viz_px(&app->ui, app->dialog->height);
    if (w > app->width - margin) w = app->width - margin;
    if (h > app->height - margin) h = app->height - margin;
    return (struct viz_rect){(app->width - w) / 2, (app->height - h) / 2, w, h};
}

/* Beside the mouse, inside the window. */
static struct viz_rect tip_rect(struct viz_app *app)
{
    const struct viz_ui *ui = &app->ui;
    struct viz_type type = viz_type_of(ui, 12);
    type.wraps = true;
    type.max_width = viz_px(ui, 280);
    if (ui->tip[0] == '\0' || app->window == NULL) return (struct viz_rect){0, 0, 0, 0};
    struct viz_size size = viz_measure(app->writer, ui->tip, &type);
    struct viz_rect r = {ui->input.x + 14, ui->input.y + 18, size.w + viz_px(ui, 14), size.h + viz_px(ui, 8)};
    if (r.x + r.w > app->width) r.x = app->width - r.w;
    if (r.y + r.h > app->height) r.y = ui->input.y - r.h - 6;
    return r;
}

void viz_panes_arrange(struct viz_app *app)
{
    const struct viz_layout *l = &app->layout;
    struct viz_rect rects[VIZ_PANES] = {[VIZ_PANE_LEGEND] = legend_rect(app, l->map[0]),
                                        [VIZ_PANE_SCALE] = scale_rect(app, l->map[app->map_count - 1]),
                                        [VIZ_PANE_BANNER] = banner_rect(app, l->map[0]),
                                        [VIZ_PANE_PANEL] = l->panel,
                                        [VIZ_PANE_TIMELINE] = l->timeline,
                                        [VIZ_PANE_STATUS] = l->status,
                                        [VIZ_PANE_MENU] = l->menu,
                                        [VIZ_PANE_DROP] = viz_drop_pane_rect(app),
                                        [VIZ_PANE_DIALOG] = dialog_rect(app),
                                        [VIZ_PANE_LOG] = log_rect(app, l->map[app->map_count - 1]),
                                        [VIZ_PANE_PICK] = viz_pick_pane_rect(app),
                                        [VIZ_PANE_TIP] = tip_rect(app)};
    for (int p = 0; p < VIZ_PANES; p++) {
        if (!viz_rect_equals(rects[p], app->panes[p].rect)) app->panes[p].dirty = true;
        app->panes[p].rect = rects[p];
    }
}

int viz_pane_at(const struct viz_app *app, int x, int y)
{
    for (int p = VIZ_PANE_TIP - 1; p >= 0; p--)
        if (!viz_rect_is_empty(app->panes[p].rect) && viz_rect_has(app->panes[p].rect, x, y)) return p;
    return -1;
}

void viz_pane_draw(struct viz_app *app, int pane)
{
    struct viz_pane *p = &app->panes[pane];
    struct viz_ui *ui = &app->ui;
    if (viz_rect_is_empty(p->rect)) return;
    if (viz_canvas_fit(&p->canvas, app->renderer, p->rect.w, p->rect.h) != EMS_OK) return;
    ui->cr = viz_canvas_begin(&p->canvas, p->rect.x, p->rect.y);
    ui->clip = p->rect;
    ui->notes = viz_state_pane(app->state, pane, p->rect);
    p->dirty = false; /* before: a drawer that changes something asks for another drawing */
    viz_fill(ui, p->rect, ui->theme->panel);
    drawers[pane](app, ui, p->rect);
    viz_canvas_end(&p->canvas, ui->cr);
    ui->cr = NULL;
}

static void dim(struct viz_app *app)
{
    SDL_SetRenderDrawBlendMode(app->renderer, SDL_BLENDMODE_BLEND);
    SDL_SetRenderDrawColor(app->renderer, 0, 0, 0, 110);
    SDL_RenderFillRect(app->renderer, NULL);
}

void viz_panes_show(struct viz_app *app)
{
    for (int p = 0; p < VIZ_PANES; p++) {
        if (viz_rect_is_empty(app->panes[p].rect)) continue;
        if (app->panes[p].dirty) viz_pane_draw(app, p);
        if (p == VIZ_PANE_DIALOG) dim(app);
        viz_canvas_show(&app->panes[p].canvas, app->renderer, app->panes[p].rect);
    }
}

void viz_panes_free(struct viz_app *app)
{
    for (int p = 0; p < VIZ_PANES; p++) viz_canvas_free(&app->panes[p].canvas);
}

void viz_tip_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    (void)app;
    viz_fill(ui, rect, ui->theme->text);
    struct viz_rect inside = {rect.x + viz_px(ui, 7), rect.y + viz_px(ui, 4), rect.w - viz_px(ui, 12),
                              rect.h};
    viz_paragraph(ui, inside, ui->tip, 12, ui->theme->panel);
}

void viz_banner_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    viz_fill(ui, rect, ui->theme->accent);
    viz_label(ui, viz_rect_inset(rect, 4), viz_text(app->mode->banner, ui->lang), 14, true, VIZ_CENTRE,
              ui->theme->on_accent);
}

void viz_legend_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    struct viz_legend legend = {
        .cr = ui->cr, .writer = ui->writer, .look = &app->look, .moment = &app->map[0].moment};
    legend.brief = rect.h < legend_size(app, false).h;
    viz_legend_draw(&legend, rect);
}

/* Without the signs beside a second map, and where the whole would hide too much of a low one. */
struct viz_size viz_legend_pane_size(struct viz_app *app)
{
    struct viz_size whole = legend_size(app, false);
    int gap = viz_px(&app->ui, 10);
    bool fits = app->map_count == 1 && whole.h + 8 * gap < app->layout.map[0].h;
    return fits ? whole : legend_size(app, true);
}
