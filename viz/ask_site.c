/* Stations, hospitals, and any other place. */
#include <math.h>
#include <stdio.h>

#include "ask_parts.h"
#include "history.h"
#include "statuses.h"

static struct viz_history history_of(const struct viz_ask *ask, enum ems_trips_of of)
{
    if (ask->playback == NULL)
        return (struct viz_history){.order_to_scene_s = (double)NAN, .handover_s = (double)NAN};
    return viz_history_of(ems_playback_journal(ask->playback), of, (uint64_t)ask->what.id,
                          ask->map->moment.now);
}

static void write_vehicles(struct viz_ask *ask, const struct ems_station_info *info)
{
    const struct viz_moment *m = &ask->map->moment;
    if (info->vehicles > 0) viz_ask_heading(ask, VIZ_T_ASK_VEHICLES);
    for (int32_t i = 0; i < info->vehicles && i < 30; i++) {
        ems_vehicle_id v = info->first_vehicle + i;
        viz_ask_link(ask, 300 + i, ems_vehicle_info(m->scenario, v).id,
                     viz_text(viz_status_text(m->vehicle[v].view.status), ask->ui->lang), EMS_NEVER,
                     (struct viz_pick){VIZ_PICK_VEHICLE, v});
    }
}

void viz_ask_station(struct viz_ask *ask)
{
    const struct viz_moment *m = &ask->map->moment;
    if (ask->what.id >= m->info.stations) return;
    struct ems_station_info info = ems_station_info(m->scenario, (ems_station_id)ask->what.id);
    struct viz_history history = history_of(ask, EMS_TRIPS_OF_STATION);
    if (info.area != EMS_NONE)
        viz_ask_line(ask, VIZ_T_ASK_AREA, ems_area_name(m->scenario, info.area, ask->ui->lang));
    viz_ask_number(ask, VIZ_T_ASK_CREWS, m->station[ask->what.id].idle_crews);
    viz_ask_number(ask, VIZ_T_ASK_ORDERS, history.orders);
    viz_ask_minutes(ask, VIZ_T_ASK_ORDER_TO_SCENE, history.order_to_scene_s);
    write_vehicles(ask, &info);
    viz_ask_trips(ask, &history);
}

void viz_ask_hospital(struct viz_ask *ask)
{
    const struct viz_moment *m = &ask->map->moment;
    char busy[16], bays[16], text[64];
    if (ask->what.id >= m->info.hospitals) return;
    struct ems_hospital_info info = ems_hospital_info(m->scenario, (ems_hospital_id)ask->what.id);
    const struct ems_hospital_view *view = &m->hospital[ask->what.id];
    struct viz_history history = history_of(ask, EMS_TRIPS_OF_HOSPITAL);
    viz_format_count(busy, sizeof busy, view->bays_busy);
    viz_format_count(bays, sizeof bays, info.bays);
    snprintf(text, sizeof text, "%s%s%s", busy, info.bays < 0 ? "" : " / ", info.bays < 0 ? "" : bays);
    viz_ask_line(ask, VIZ_T_ASK_BAYS, text);
    if (view->closed) viz_ask_line(ask, VIZ_T_ASK_NOW, viz_text(VIZ_T_HOSPITAL_CLOSED, ask->ui->lang));
    viz_ask_number(ask, VIZ_T_ASK_ARRIVALS, history.handovers);
    viz_ask_minutes(ask, VIZ_T_ASK_HANDOVER, history.handover_s);
    viz_ask_trips(ask, &history);
}

/* ---- a place ---- */

enum { NEAREST = 3, CANDIDATES = 8 };

struct near {
    ems_station_id station;
    double key; /* metres, then seconds */
};

static int insert(struct near *list, int count, int room, struct near new)
{
    int place = count < room ? count : room - 1;
    if (count == room && new.key >= list[room - 1].key) return count;
    while (place > 0 && list[place - 1].key > new.key) {
        list[place] = list[place - 1];
        place--;
    }
    list[place] = new;
    return count < room ? count + 1 : room;
}

/* Drives are asked of those alone that are near in a straight line: a search takes time on a large network.
 */
static int nearest_by_drive(const struct viz_ask *ask, struct ems_point at, struct near *out)
{
    const struct viz_moment *m = &ask->map->moment;
    struct near straight[CANDIDATES];
    int near = 0, count = 0;
    for (ems_station_id s = 0; s < m->info.stations; s++) {
        struct ems_point p = ems_station_info(m->scenario, s).at;
        near = insert(straight, near, CANDIDATES, (struct near){s, hypot(p.x_m - at.x_m, p.y_m - at.y_m)});
    }
    for (int i = 0; i < near; i++) {
        struct ems_point p = ems_station_info(m->scenario, straight[i].station).at;
        ems_time drive = ems_scenario_drive(m->scenario, p, at, true, m->now);
        double seconds = drive == EMS_NEVER ? (double)INFINITY : (double)drive / 1e6;
        count = insert(out, count, NEAREST, (struct near){straight[i].station, seconds});
    }
    return count;
}

static double people_within(const struct ems_scenario *scenario, int32_t places, struct ems_point at,
                            double metres)
{
    double people = 0;
    for (int32_t p = 0; p < places; p++) {
        struct ems_place_info info = ems_place_info(scenario, p);
        if (hypot(info.at.x_m - at.x_m, info.at.y_m - at.y_m) <= metres) people += info.people;
    }
    return people;
}

void viz_ask_place(struct viz_ask *ask)
{
    const struct viz_moment *m = &ask->map->moment;
    struct ems_point at = viz_pick_point(ask->what);
    ems_area_id area = ems_scenario_area_at(m->scenario, at);
    struct near nearest[NEAREST];
    int count = nearest_by_drive(ask, at, nearest);
    if (area != EMS_NONE) viz_ask_line(ask, VIZ_T_ASK_AREA, ems_area_name(m->scenario, area, ask->ui->lang));
    viz_ask_number(ask, VIZ_T_ASK_PEOPLE_1KM,
                   (int64_t)llround(people_within(m->scenario, m->info.places, at, 1000)));
    if (count > 0) viz_ask_heading(ask, VIZ_T_ASK_DRIVES);
    for (int i = 0; i < count; i++) {
        char minutes[32];
        viz_ask_link(ask, 400 + i, ems_station_name(m->scenario, nearest[i].station, ask->ui->lang),
                     viz_format_minutes(minutes, sizeof minutes, nearest[i].key), EMS_NEVER,
                     (struct viz_pick){VIZ_PICK_STATION, nearest[i].station});
    }
}
