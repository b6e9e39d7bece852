/* The call centre, durations and the rules of dispatch. */
#include <string.h>

#include "model/policy.h"
#include "scenario/build_parts.h"

static struct ems_distribution or_talk(const struct ems_def_distribution *own,
                                       const struct ems_def_call_centre *def)
{
    return own->mark.given ? own->value : def->talk.value;
}

static void make_call_centre(struct ems_build *b)
{
    const struct ems_def_call_centre *def = &b->def->call_centre;
    struct ems_call_centre *centre = &b->model->call_centre;
    struct ems_distribution at_once = ems_distribution_constant(0);
    *centre = (struct ems_call_centre){.given = def->mark.given,
                                       .lines = EMS_UNLIMITED,
                                       .seats = EMS_UNLIMITED,
                                       .pick_up = at_once,
                                       .talk = at_once,
                                       .process = at_once,
                                       .patience = ems_distribution_never(),
                                       .redial_after = at_once,
                                       .advice_talk = at_once,
                                       .hoax_talk = at_once,
                                       .duplicate_talk = at_once,
                                       .process_is_talk = true};
    if (!def->mark.given) return;
    centre->lines = (int32_t)def->lines.value;
    centre->seats = (int32_t)def->seats.value;
    centre->pick_up = def->pick_up.value;
    centre->talk = def->talk.value;
    centre->process_is_talk = !def->process.mark.given;
    centre->process = or_talk(&def->process, def);
    centre->patience = def->patience.value;
    centre->redial = def->redial.value;
    centre->redial_after = def->redial_after.value;
    centre->advice_talk = or_talk(&def->advice_talk, def);
    centre->hoax_talk = or_talk(&def->hoax_talk, def);
    centre->duplicate_talk = or_talk(&def->duplicate_talk, def);
    if (centre->lines < centre->seats && centre->seats != EMS_UNLIMITED) {
        const char *lines = ems_build_number(b, centre->lines), *seats = ems_build_number(b, centre->seats);
        ems_build_warning(b, &def->lines.mark, EMS_T_LINES_BELOW_SEATS, EMS_ARGS(lines, seats));
    }
}

static void make_durations(struct ems_build *b)
{
    const struct ems_def_turnout *turnout = &b->def->durations.turnout;
    struct ems_durations *durations = &b->model->durations;
    bool by_hour = turnout->day.mark.given || turnout->night.mark.given;
    durations->turnout_day = by_hour ? turnout->day.value : turnout->always.value;
    durations->turnout_night = by_hour ? turnout->night.value : turnout->always.value;
    durations->night_from = by_hour ? turnout->night_hours.from % EMS_DAY : 0;
    durations->night_to = by_hour ? turnout->night_hours.to % EMS_DAY : 0;
    durations->cleaning = b->def->durations.cleaning.value;
    b->model->turnout_given = turnout->mark.given;
    b->model->wind_down = b->def->crew_rules.wind_down.value;
}

static void make_reassign(struct ems_build *b)
{
    const struct ems_def_reassign *def = &b->def->dispatch.reassign;
    for (int32_t i = 0; i < def->count; i++) {
        const struct ems_def_priority_pair *pair = &def->items[i];
        if (pair->from < 1 || pair->from > EMS_PRIORITIES || pair->to < 1 || pair->to > EMS_PRIORITIES)
            continue;
        if (pair->to >= pair->from) { /* else two calls could take a vehicle from each other without end */
            const char *from = ems_build_number(b, pair->from), *to = ems_build_number(b, pair->to);
            ems_build_error(b, &pair->mark, EMS_T_REASSIGN_ORDER, EMS_ARGS(from, to));
            continue;
        }
        b->model->rules.reassign[pair->from - 1] |= (uint32_t)1 << (pair->to - 1);
    }
}

static const ems_station_id *preference_row(struct ems_build *b, const ems_def_texts *stations)
{
    ems_station_id *row = EMS_BUILD_ARRAY(b, ems_station_id, stations->count + 1);
    int32_t count = 0;
    for (int32_t i = 0; row != NULL && i < stations->count; i++) {
        ems_station_id s = ems_build_refer(b, EMS_KIND_STATION, &stations->items[i]);
        bool again = false;
        for (int32_t k = 0; k < count; k++) again = again || row[k] == s;
        if (again && s != EMS_NONE)
            ems_build_error(b, &stations->items[i].mark, EMS_T_STATION_TWICE,
                            EMS_ARGS(stations->items[i].value));
        if (s != EMS_NONE && !again) row[count++] = s;
    }
    if (row != NULL) row[count] = EMS_NONE;
    return row;
}

/* A policy that goes by preference needs a row for every area that calls may come from. */
static void check_preference(struct ems_build *b, const ems_station_id *const *rows)
{
    const struct ems_policy *policy = b->model->dispatch.policy;
    if (policy == NULL || !policy->needs_preference) return;
    const struct ems_def_dispatch *def = &b->def->dispatch;
    const struct ems_def_mark *mark = def->preference.mark.given ? &def->preference.mark : &def->mark;
    for (int32_t a = 0; a < b->model->area_count; a++)
        if (rows[a][0] == EMS_NONE)
            ems_build_error(b, mark, EMS_T_NO_PREFERENCE, EMS_ARGS(policy->name, b->areas[a].id));
}

static void make_preference(struct ems_build *b)
{
    static const ems_station_id no_station = EMS_NONE;
    const ems_def_texts_map *def = &b->def->dispatch.preference;
    const struct ems_policy *policy = b->model->dispatch.policy;
    if (!def->mark.given && (policy == NULL || !policy->needs_preference)) return;
    const ems_station_id **rows = EMS_BUILD_ARRAY(b, const ems_station_id *, b->model->area_count);
    if (rows == NULL) return;
    for (int32_t a = 0; a < b->model->area_count; a++) rows[a] = &no_station;
    int32_t before = b->diags->errors;
    for (int32_t i = 0; i < def->count; i++) {
        ems_area_id a = ems_build_refer(b, EMS_KIND_AREA, &def->items[i].key);
        const ems_station_id *row = preference_row(b, &def->items[i].value);
        if (a != EMS_NONE && row != NULL) rows[a] = row;
    }
    if (b->diags->errors == before) check_preference(b, rows);
    b->model->preference = rows;
}

void ems_build_rules(struct ems_build *b)
{
    const struct ems_def_dispatch *def = &b->def->dispatch;
    make_call_centre(b);
    make_durations(b);
    b->model->dispatch = def->choice;
    b->model->destination = b->def->destination.choice;
    b->model->relocation = b->def->relocation.choice;
    b->model->rules.waiting_room = (int32_t)def->waiting_room.value;
    b->model->rules.vehicle_patience = def->vehicle_patience.value;
    b->model->rules.lights_to_priority = (int32_t)def->lights_to_priority.value;
    b->model->rules.patient_lights_to_priority = (int32_t)def->patient_lights_to_priority.value;
    make_reassign(b);
    make_preference(b);
}
