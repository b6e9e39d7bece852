#include <stdlib.h>

#include "app.h"

enum ems_status viz_map_open(struct viz_app *app, int number, const struct ems_scenario *scenario)
{
    struct viz_map *map = &app->map[number];
    struct viz_rect rect = map->rect; /* it stays where it is */
    viz_map_close(map);
    map->rect = rect;
    enum ems_status status = viz_ground_open(&map->ground, scenario);
    if (status == EMS_OK) status = viz_moment_open(&map->moment, scenario);
    if (status == EMS_OK) status = viz_base_create(&map->ground, app->font.family, &map->base);
    if (status != EMS_OK) {
        viz_map_close(map);
        return status;
    }
    map->scenario = scenario;
    viz_base_tell(map->base, app->wake_event);
    viz_map_shade(app, number, NULL, NULL);
    viz_app_touch(app);
    return EMS_OK;
}

void viz_map_close(struct viz_map *map)
{
    viz_base_free(map->base);
    viz_moment_close(&map->moment);
    viz_ground_close(&map->ground);
    *map = (struct viz_map){0};
}

void viz_app_show_maps(struct viz_app *app, int count)
{
    app->map_count = count;
    viz_app_arrange(app);
}

void viz_map_shade(struct viz_app *app, int number, const struct ems_sim *sim,
                   const struct ems_journal *journal)
{
    struct viz_map *map = &app->map[number];
    struct ems_cover_def def = ems_cover_def_default(map->scenario);
    struct viz_wish wish = {0};
    enum ems_status status =
        sim != NULL && app->look.now
            ? ems_cover_sources_now(map->scenario, sim, ems_sim_now(sim), &def, &wish.sources)
            : ems_cover_sources_planned(map->scenario, &def, &wish.sources);
    if (journal != NULL) {
        wish.areas = calloc((size_t)map->ground.info.areas + 1, sizeof *wish.areas);
        if (wish.areas != NULL) status = ems_figures_by_area(journal, sim, &app->filter, wish.areas);
    }
    if (status == EMS_NO_MEMORY) viz_app_say(app, VIZ_T_NO_MEMORY, NULL, NULL);
    viz_base_wish(map->base, &wish);
    viz_wish_close(&wish);
}

struct viz_frame viz_map_frame(struct viz_app *app, int number)
{
    struct viz_map *map = &app->map[number];
    return (struct viz_frame){.renderer = app->renderer,
                              .sprites = &app->sprites,
                              .rect = map->rect,
                              .camera = &app->camera,
                              .look = &app->look,
                              .ground = &map->ground,
                              .moment = &map->moment,
                              .hovered = app->hovered,
                              .selected = app->selected,
                              .call_at = app->selected_is_somewhere ? &app->selected_at : NULL};
}

int viz_map_at(const struct viz_app *app, int x, int y)
{
    for (int m = 0; m < app->map_count; m++)
        if (viz_rect_has(app->map[m].rect, x, y)) return m;
    return -1;
}

static bool is_shown(const struct viz_app *app, const char *layer)
{
    int number = viz_layer_named(layer);
    return number >= 0 && app->look.shown[number];
}

struct viz_picks viz_map_pick(const struct viz_app *app, int number, int x, int y)
{
    const struct viz_map *map = &app->map[number];
    const struct viz_moment *m = &map->moment;
    struct viz_frame f = {
        .rect = map->rect, .camera = &app->camera, .look = &app->look, .ground = &map->ground, .moment = m};
    struct viz_picks picks = viz_picks_at(x, y, 11 * app->look.scale);
    for (int32_t t = 0; is_shown(app, "calls") && t < m->task_count; t++)
        if (m->task[t].role == 0)
            viz_picks_offer(&picks, VIZ_PICK_CALL, (int64_t)m->task[t].call,
                            viz_frame_pixel(&f, m->task[t].at));
    for (ems_vehicle_id v = 0; is_shown(app, "vehicles") && v < m->info.vehicles; v++)
        viz_picks_offer(&picks, VIZ_PICK_VEHICLE, v, viz_vehicle_pixel(&f, v));
    for (ems_station_id s = 0; is_shown(app, "stations") && s < m->info.stations; s++)
        viz_picks_offer(&picks, VIZ_PICK_STATION, s,
                        viz_frame_pixel(&f, ems_station_info(m->scenario, s).at));
    for (ems_hospital_id h = 0; is_shown(app, "hospitals") && h < m->info.hospitals; h++)
        viz_picks_offer(&picks, VIZ_PICK_HOSPITAL, h, viz_hospital_pixel(&f, h));
    return picks;
}
