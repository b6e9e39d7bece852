/* What one scenario changes at the stations of another. */
#include <math.h>
#include <string.h>

#include "ems120/plans.h"
#include "model/model.h"
#include "scenario/definition.h"
#include "scenario/load.h"

static const double same_place_m = 1;

static ems_station_id station_named(const struct ems_scenario *scenario, const char *id)
{
    int32_t count = ems_scenario_info(scenario).stations;
    for (ems_station_id s = 0; s < count; s++)
        if (strcmp(ems_station_info(scenario, s).id, id) == 0) return s;
    return EMS_NONE;
}

static bool is_open(const struct ems_scenario *scenario, ems_station_id station)
{
    if (station == EMS_NONE) return false;
    struct ems_station_info info = ems_station_info(scenario, station);
    return info.vehicles > 0 && info.crews > 0;
}

static ems_time shift_in_week(const struct ems_shift *shift)
{
    ems_time length = shift->to > shift->from ? shift->to - shift->from : shift->to + EMS_DAY - shift->from;
    return length * __builtin_popcount(shift->weekdays & 0x7fU);
}

ems_time ems_station_duty_in_week(const struct ems_scenario *scenario, ems_station_id station)
{
    const struct ems_model *m = ems_scenario_model(scenario);
    const struct ems_station *s = &m->stations[station];
    ems_time sum = 0;
    for (int32_t c = s->first_crew; c < s->first_crew + s->crew_count; c++) {
        const struct ems_crew *crew = &m->crews[c];
        if (crew->shift_count == 0) sum += 7 * EMS_DAY;
        for (int32_t i = 0; i < crew->shift_count; i++) sum += shift_in_week(&crew->shifts[i]);
    }
    return sum;
}

/* Both planes may have origins of their own. */
static bool has_moved(const struct ems_scenario *first, ems_station_id before,
                      const struct ems_scenario *second, ems_station_id after)
{
    struct ems_lon_lat at = ems_scenario_wgs84(second, ems_station_info(second, after).at);
    struct ems_point a = ems_station_info(first, before).at, b = ems_scenario_point_wgs84(first, at);
    return hypot(b.x_m - a.x_m, b.y_m - a.y_m) > same_place_m;
}

static bool is_staffed_anew(const struct ems_scenario *first, ems_station_id before,
                            const struct ems_scenario *second, ems_station_id after)
{
    struct ems_station_info a = ems_station_info(first, before), b = ems_station_info(second, after);
    return a.vehicles != b.vehicles || a.crews != b.crews ||
           ems_station_duty_in_week(first, before) != ems_station_duty_in_week(second, after);
}

static bool change_of(const struct ems_scenario *first, const struct ems_scenario *second,
                      struct ems_station_change *change)
{
    bool now = is_open(first, change->before), then = is_open(second, change->after);
    if (!now && !then) return false;
    change->kind = EMS_STATION_STAFFED;
    if (!now) change->kind = EMS_STATION_OPENED;
    if (!then) change->kind = EMS_STATION_CLOSED;
    if (!now || !then) return true;
    if (has_moved(first, change->before, second, change->after)) {
        change->kind = EMS_STATION_MOVED;
        return true;
    }
    return is_staffed_anew(first, change->before, second, change->after);
}

int32_t ems_station_changes(const struct ems_scenario *first, const struct ems_scenario *second,
                            struct ems_station_change *out, int32_t room)
{
    int32_t count = 0, stations = ems_scenario_info(first).stations;
    for (ems_station_id s = 0; s < stations; s++) {
        struct ems_station_change change = {.before = s,
                                            .after = station_named(second, ems_station_info(first, s).id)};
        if (!change_of(first, second, &change)) continue;
        if (count < room) out[count] = change;
        count++;
    }
    stations = ems_scenario_info(second).stations;
    for (ems_station_id s = 0; s < stations; s++) {
        struct ems_station_change change = {.before = EMS_NONE, .after = s};
        if (station_named(first, ems_station_info(second, s).id) != EMS_NONE) continue;
        if (!change_of(first, second, &change)) continue;
        if (count < room) out[count] = change;
        count++;
    }
    return count;
}

const char *ems_scenario_extends(const struct ems_scenario *scenario)
{
    const struct ems_definition *definition = ems_scenario_definition(scenario);
    return definition->source_count > 1 ? definition->sources[1].path : NULL;
}
