/* What something on the map is and does, in words. */
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "format.h"
#include "statuses.h"

static void of_vehicle(const struct viz_app *app, ems_vehicle_id id, char *out, size_t size)
{
    const struct viz_moment *m = &app->map[0].moment;
    if (id >= m->info.vehicles) return;
    struct ems_vehicle_info info = ems_vehicle_info(m->scenario, id);
    snprintf(out, size, "%s \xc2\xb7 %s\n%s", info.id,
             ems_vehicle_type_name(m->scenario, info.type, app->look.lang),
             viz_app_text(app, viz_status_text(m->vehicle[id].view.status)));
}

static void of_station(const struct viz_app *app, ems_station_id id, char *out, size_t size)
{
    const struct viz_moment *m = &app->map[0].moment;
    char standing[16], owned[16], count[128];
    if (id >= m->info.stations) return;
    viz_format_count(standing, sizeof standing, m->station[id].idle_crews);
    viz_format_count(owned, sizeof owned, ems_station_info(m->scenario, id).vehicles);
    viz_text_with(count, sizeof count, VIZ_T_STATION_CREWS, app->look.lang, standing, owned);
    snprintf(out, size, "%s\n%s", ems_station_name(m->scenario, id, app->look.lang), count);
}

static void of_hospital(const struct viz_app *app, ems_hospital_id id, char *out, size_t size)
{
    const struct viz_moment *m = &app->map[0].moment;
    char busy[16], bays[16], count[128];
    if (id >= m->info.hospitals) return;
    int32_t room = ems_hospital_info(m->scenario, id).bays;
    viz_format_count(busy, sizeof busy, m->hospital[id].bays_busy);
    viz_format_count(bays, sizeof bays, room);
    viz_text_with(count, sizeof count, room < 0 ? VIZ_T_HOSPITAL_NO_LIMIT : VIZ_T_HOSPITAL_BAYS,
                  app->look.lang, busy, bays);
    snprintf(out, size, "%s\n%s", ems_hospital_name(m->scenario, id, app->look.lang),
             m->hospital[id].closed ? viz_app_text(app, VIZ_T_HOSPITAL_CLOSED) : count);
}

static void of_call(const struct viz_app *app, int64_t serial, char *out, size_t size)
{
    const struct viz_moment *m = &app->map[0].moment;
    for (int32_t t = 0; t < m->task_count; t++) {
        const struct ems_task_view *task = &m->task[t];
        char number[32], priority[16], first[128], waits[128] = "", minutes[32];
        if ((int64_t)task->call != serial) continue;
        viz_format_count(number, sizeof number, serial);
        viz_format_count(priority, sizeof priority, task->priority);
        viz_text_with(first, sizeof first, VIZ_T_CALL_NUMBER, app->look.lang, number, priority);
        if (task->waiting)
            viz_text_with(
                waits, sizeof waits, VIZ_T_CALL_WAITED, app->look.lang,
                viz_format_minutes(minutes, sizeof minutes, (double)(m->now - task->waits_since) / 1e6),
                NULL);
        else if (task->vehicle != EMS_NONE)
            snprintf(waits, sizeof waits, "%s", ems_vehicle_info(m->scenario, task->vehicle).id);
        snprintf(out, size, "%s \xc2\xb7 %s\n%s", first,
                 ems_condition_name(m->scenario, task->condition, app->look.lang), waits);
        return;
    }
}

void viz_story_tip(const struct viz_app *app, struct viz_pick what, char *out, size_t size)
{
    out[0] = '\0';
    switch (what.kind) {
    case VIZ_PICK_NOTHING:
    case VIZ_PICK_PLACE:
        break;
    case VIZ_PICK_VEHICLE:
        of_vehicle(app, (ems_vehicle_id)what.id, out, size);
        break;
    case VIZ_PICK_STATION:
        of_station(app, (ems_station_id)what.id, out, size);
        break;
    case VIZ_PICK_HOSPITAL:
        of_hospital(app, (ems_hospital_id)what.id, out, size);
        break;
    case VIZ_PICK_CALL:
        of_call(app, what.id, out, size);
        break;
    }
}

void viz_story_others(const struct viz_app *app, int others, char *out, size_t size)
{
    char number[16], text[128];
    size_t length = strlen(out);
    viz_format_count(number, sizeof number, others);
    viz_text_with(text, sizeof text, VIZ_T_AND_MORE, app->look.lang, number, NULL);
    snprintf(out + length, size - length, "\n%s", text);
}

const char *viz_pick_name(const struct viz_app *app, struct viz_pick what, char *out, size_t size)
{
    const struct viz_map *map = &app->map[viz_pick_map(app)];
    const struct ems_scenario_info *info = &map->ground.info;
    enum ems_lang lang = app->look.lang;
    char number[32];
    out[0] = '\0';
    if (what.kind == VIZ_PICK_PLACE) snprintf(out, size, "%s", viz_text(VIZ_T_PLACE, lang));
    if (what.kind == VIZ_PICK_CALL)
        viz_text_with(out, size, VIZ_T_CALL, lang, viz_format_count(number, sizeof number, what.id), NULL);
    if (what.kind == VIZ_PICK_STATION && what.id < info->stations)
        snprintf(out, size, "%s", ems_station_name(map->scenario, (ems_station_id)what.id, lang));
    if (what.kind == VIZ_PICK_HOSPITAL && what.id < info->hospitals)
        snprintf(out, size, "%s", ems_hospital_name(map->scenario, (ems_hospital_id)what.id, lang));
    if (what.kind != VIZ_PICK_VEHICLE || what.id >= info->vehicles) return out;
    struct ems_vehicle_info v = ems_vehicle_info(map->scenario, (ems_vehicle_id)what.id);
    snprintf(out, size, "%s \xc2\xb7 %s", v.id, ems_vehicle_type_name(map->scenario, v.type, lang));
    return out;
}
