#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plans.h"

static bool make_room(struct viz_plan_marks *m)
{
    m->station = calloc((size_t)m->stations + 1, sizeof *m->station);
    m->people = calloc((size_t)m->peoples + 1, sizeof *m->people);
    m->candidate = calloc((size_t)m->candidates + 1, sizeof *m->candidate);
    m->area_s = calloc((size_t)m->areas + 1, sizeof *m->area_s);
    return m->station != NULL && m->people != NULL && m->candidate != NULL && m->area_s != NULL;
}

void viz_plan_marks_free(struct viz_plan_marks *marks)
{
    free(marks->station);
    free(marks->people);
    free(marks->candidate);
    free(marks->area_s);
    *marks = (struct viz_plan_marks){0};
}

static struct viz_plan_station station_of(const struct ems_station_change *change,
                                          const struct ems_scenario *now, const struct ems_scenario *then)
{
    struct viz_plan_station out = {.change = *change};
    struct ems_station_info before = {0}, after = {0};
    if (change->before != EMS_NONE) before = ems_station_info(now, change->before);
    if (change->after != EMS_NONE) after = ems_station_info(then, change->after);
    if (change->before != EMS_NONE)
        out.from = ems_scenario_point_wgs84(then, ems_scenario_wgs84(now, before.at));
    out.to = change->after != EMS_NONE ? after.at : out.from;
    if (change->before == EMS_NONE) out.from = out.to;
    out.is_more = after.vehicles > before.vehicles;
    if (change->kind == EMS_STATION_STAFFED) {
        ems_time a = ems_station_duty_in_week(now, change->before);
        ems_time b = ems_station_duty_in_week(then, change->after);
        if (a != b) out.is_more = b > a;
    }
    return out;
}

/* A difference that is no more than chance is none. */
static double difference_of(const struct ems_plans *plans, int32_t plan, int32_t areas, const char *id)
{
    for (int32_t i = 0; i < areas; i++) {
        struct ems_plan_area area = ems_plan_area(plans, plan, i);
        if (strcmp(area.id, id) == 0 && area.verdict != 0) return area.difference_s.value;
    }
    return (double)NAN;
}

enum ems_status viz_plan_marks_make(struct viz_plan_marks *m, const struct ems_plans *plans, int32_t plan,
                                    const struct ems_scenario *now, const struct ems_scenario *then)
{
    struct ems_plan_info info = ems_plan_info(plans, plan);
    int32_t count = ems_station_changes(now, then, NULL, 0);
    *m = (struct viz_plan_marks){.stations = count,
                                 .peoples = info.places,
                                 .candidates = ems_plans_info(plans).candidates,
                                 .areas = ems_scenario_info(then).areas};
    struct ems_station_change *changes = calloc((size_t)count + 1, sizeof *changes);
    if (!make_room(m) || changes == NULL) {
        viz_plan_marks_free(m);
        free(changes);
        return EMS_NO_MEMORY;
    }
    ems_station_changes(now, then, changes, count);
    for (int32_t i = 0; i < count; i++) m->station[i] = station_of(&changes[i], now, then);
    free(changes);
    for (int32_t i = 0; i < m->peoples; i++) {
        struct ems_plan_place place = ems_plan_place(plans, plan, i);
        m->people[i] =
            (struct viz_plan_people){ems_scenario_point_wgs84(then, place.at), place.people, place.gains};
    }
    for (int32_t i = 0; i < m->candidates; i++)
        m->candidate[i] = ems_scenario_point_wgs84(then, ems_plans_candidate(plans, i));
    for (ems_area_id a = 0; a < m->areas; a++)
        m->area_s[a] = difference_of(plans, plan, info.areas, ems_area_info(then, a).id);
    return EMS_OK;
}
