/* The status line: what was said last, else where the mouse is. */
#include <math.h>
#include <stdio.h>

#include "app.h"

static const Uint64 said_for_ms = 8000;

/* Degrees to five decimals, without the locale. */
static void put_degrees(char *out, size_t size, double degrees)
{
    int64_t units = llround(fabs(degrees) * 100000);
    snprintf(out, size, "%s%lld.%05d", degrees < 0 ? "-" : "", (long long)(units / 100000),
             (int)(units % 100000));
}

static void write_place(const struct viz_app *app, char *out, size_t size)
{
    char lon[32], lat[32];
    int map = viz_map_at(app, app->ui.input.x, app->ui.input.y);
    out[0] = '\0';
    if (map < 0 || app->map[map].scenario == NULL || app->window == NULL) return;
    const struct viz_map *m = &app->map[map];
    struct ems_point p =
        viz_camera_point(&app->camera, app->ui.input.x - m->rect.x, app->ui.input.y - m->rect.y);
    struct ems_lon_lat at = ems_scenario_lon_lat(m->scenario, p);
    ems_area_id area = ems_scenario_area_at(m->scenario, p);
    put_degrees(lon, sizeof lon, at.lon);
    put_degrees(lat, sizeof lat, at.lat);
    snprintf(out, size, "%s, %s   %s", lon, lat,
             area == EMS_NONE ? "" : ems_area_name(m->scenario, area, app->look.lang));
}

void viz_status_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    char place[256];
    struct viz_rect rest = {rect.x + viz_px(ui, 10), rect.y, rect.w - viz_px(ui, 20), rect.h};
    viz_fill(ui, (struct viz_rect){rect.x, rect.y, rect.w, 1}, ui->theme->line);
    bool fresh = app->said[0] != '\0' && SDL_GetTicks64() - app->said_at < said_for_ms;
    write_place(app, place, sizeof place);
    struct viz_type type = viz_type_of(ui, 12);
    int width = viz_measure(ui->writer, place, &type).w;
    if (rest.w > viz_px(ui, 500) || !fresh) {
        struct viz_rect right = viz_rect_cut_right(&rest, width < rest.w ? width : rest.w);
        viz_label(ui, right, place, 12, false, VIZ_RIGHT, ui->theme->faint);
    }
    rest.w -= viz_px(ui, 12);
    bool hidden = app->is_narrow && !app->show_panel;
    const char *text = fresh ? app->said : viz_text(hidden ? VIZ_T_HINT_NARROW : VIZ_T_HINT, ui->lang);
    viz_label(ui, rest, text, 12, false, VIZ_LEFT, fresh ? ui->theme->text : ui->theme->faint);
}
