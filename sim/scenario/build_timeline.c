/* The timeline and the targets. */
#include <stdlib.h>

#include "scenario/build_parts.h"

static ems_time moment_of(const struct ems_build *b, const struct ems_def_moment *moment)
{
    const struct ems_clock *clock = &b->model->clock;
    int64_t days = moment->is_date ? moment->day - clock->start_day : moment->day - 1;
    return days * EMS_DAY + moment->of_day - clock->start_of_day;
}

/* The last moment that a run can reach; EMS_NEVER for a trace without duration. */
static ems_time last_moment(const struct ems_clock *clock)
{
    return clock->duration == EMS_NEVER ? EMS_NEVER : clock->warmup + clock->duration + clock->drain;
}

static bool in_range(const struct ems_build *b, const struct ems_def_moment *moment)
{
    const int64_t most = EMS_TIME_LIMIT / EMS_DAY;
    int64_t days = moment->is_date ? moment->day - b->model->clock.start_day : moment->day - 1;
    return days >= -most && days <= most;
}

static void place_in_time(struct ems_build *b, const struct ems_def_timeline_entry *def,
                          struct ems_timeline_entry *entry)
{
    if (!in_range(b, &def->at)) {
        ems_build_error(b, &def->at.mark, EMS_T_TIMELINE_OUTSIDE, NULL);
        return;
    }
    entry->from = moment_of(b, &def->at);
    entry->to = def->duration.mark.given ? entry->from + def->duration.value : EMS_NEVER;
    if (entry->from < 0)
        ems_build_error(b, &def->at.mark, EMS_T_TIMELINE_BEFORE, NULL);
    else if (entry->from >= last_moment(&b->model->clock))
        ems_build_warning(b, &def->at.mark, EMS_T_TIMELINE_AFTER, NULL);
}

/* Its fixed place follows those of the trace, by its number in the timeline. */
static void place_incident(struct ems_build *b, const struct ems_def_incident *def, int32_t number,
                           struct ems_timeline_entry *entry)
{
    const struct ems_model *m = b->model;
    entry->has_incident = true;
    entry->incident_at = (struct ems_location){.at = ems_build_project(b, &def->at),
                                               .place = m->station_count + m->hospital_count +
                                                        m->place_count + m->trace_count + number};
    entry->incident_condition = ems_build_refer(b, EMS_KIND_CONDITION, &def->condition);
    entry->incident_vehicles = (int32_t)def->vehicles.value;
    if (!ems_build_position_fits(b, def->at.value)) return;
    entry->incident_area = ems_model_area_at(b->model, entry->incident_at.at);
    if (entry->incident_area == EMS_NONE && b->areas_are_good)
        ems_build_error(b, &def->at.mark, EMS_T_INCIDENT_OUTSIDE, NULL);
}

static bool changes_nothing(const struct ems_def_timeline_entry *def)
{
    return !def->demand.mark.given && !def->phone_calls.mark.given && !def->requests.mark.given &&
           !def->crew_absence.mark.given && !def->speed.mark.given && !def->hospital_closed.mark.given &&
           !def->incident.mark.given && !def->roads.mark.given;
}

static void check_entry(struct ems_build *b, const struct ems_def_timeline_entry *def)
{
    const struct ems_def_demand *demand = &b->def->demand;
    bool scales = def->demand.mark.given || def->phone_calls.mark.given || def->requests.mark.given;
    if (def->roads.mark.given && b->def->travel.model.value != EMS_TRAVEL_ROAD)
        ems_build_warning(b, &def->roads.mark, EMS_T_TIMELINE_NO_ROADS, NULL);
    if (changes_nothing(def)) ems_build_warning(b, &def->mark, EMS_T_TIMELINE_NOTHING, NULL);
    if (def->area.mark.given && !scales)
        ems_build_warning(b, &def->area.mark, EMS_T_TIMELINE_AREA_UNUSED, NULL);
    if (scales && demand->trace.mark.given) ems_build_warning(b, &def->mark, EMS_T_TIMELINE_TRACE, NULL);
    if (def->phone_calls.mark.given && demand->advice.value + demand->hoax.value == 0)
        ems_build_warning(b, &def->phone_calls.mark, EMS_T_TIMELINE_NO_OTHER_CALLS, NULL);
}

static void make_entry(struct ems_build *b, const struct ems_def_timeline_entry *def, int32_t number,
                       struct ems_timeline_entry *entry)
{
    *entry = (struct ems_timeline_entry){
        .requests = def->demand.value * def->requests.value,
        .phone_calls = def->demand.value * def->phone_calls.value,
        .crew_absence = def->crew_absence.value,
        .area = ems_build_refer(b, EMS_KIND_AREA, &def->area),
        .hospital_closed = ems_build_refer(b, EMS_KIND_HOSPITAL, &def->hospital_closed),
        .incident_area = EMS_NONE,
        .incident_condition = EMS_NONE,
        .incident_at = {.place = EMS_NOWHERE_FIXED},
    };
    place_in_time(b, def, entry);
    check_entry(b, def);
    if (def->incident.mark.given) place_incident(b, &def->incident, number, entry);
}

static void make_timeline(struct ems_build *b)
{
    int32_t count = b->def->timeline.count;
    struct ems_timeline_entry *entries = EMS_BUILD_ARRAY(b, struct ems_timeline_entry, count);
    for (int32_t i = 0; entries != NULL && i < count; i++)
        make_entry(b, &b->def->timeline.items[i], i, &entries[i]);
    b->model->timeline = entries;
    b->model->timeline_count = entries != NULL ? count : 0;
}

/* An entry that changes something for a while, but not for as long as calls are counted. */
static bool makes_window(const struct ems_build *b, int32_t number)
{
    const struct ems_timeline_entry *entry = &b->model->timeline[number];
    const struct ems_def_timeline_entry *def = &b->def->timeline.items[number];
    const struct ems_clock *clock = &b->model->clock;
    ems_time end = ems_model_window_end(b->model);
    bool changes = entry->requests != 1 || entry->phone_calls != 1 || entry->crew_absence > 0 ||
                   entry->hospital_closed != EMS_NONE || def->speed.mark.given || def->roads.mark.given;
    if (!changes || entry->to <= entry->from || entry->from >= end || entry->to <= clock->warmup)
        return false;
    return entry->from > clock->warmup || entry->to < end;
}

static void make_windows(struct ems_build *b)
{
    struct ems_window *windows = EMS_BUILD_ARRAY(b, struct ems_window, EMS_WINDOWS_MAX);
    int32_t count = 0;
    for (int32_t i = 0; windows != NULL && i < b->model->timeline_count && count < EMS_WINDOWS_MAX; i++) {
        struct ems_window window = {b->model->timeline[i].from, b->model->timeline[i].to};
        bool known = !makes_window(b, i);
        for (int32_t k = 0; k < count; k++)
            known = known || (windows[k].from == window.from && windows[k].to == window.to);
        if (!known) windows[count++] = window;
    }
    b->model->windows = windows;
    b->model->window_count = count;
}

static bool has_priority(const struct ems_model *model, int64_t priority)
{
    bool any = model->has_trace; /* a trace may bring any */
    for (int32_t i = 0; i < model->condition_count; i++)
        any = any || model->conditions[i].priority == priority;
    return any;
}

static struct ems_target make_target(struct ems_build *b, const struct ems_def_target *def, int32_t number)
{
    struct ems_target target = {
        .id = def->id.value,
        .priority = def->priority.mark.given ? (int32_t)def->priority.value : 0,
        .class_id = ems_build_refer(b, EMS_KIND_CLASS, &def->class_name),
        .area = ems_build_refer(b, EMS_KIND_AREA, &def->area),
        .within = def->within.value,
        .share = def->share.value,
    };
    if (target.id == NULL) target.id = ems_arena_format(b->arena, "target-%d", (int)number + 1);
    if (target.id == NULL) b->no_memory = true;
    if (target.priority > 0 && !has_priority(b->model, target.priority)) {
        const char *priority = ems_build_number(b, target.priority);
        ems_build_warning(b, &def->priority.mark, EMS_T_TARGET_NO_PRIORITY, EMS_ARGS(priority));
    }
    return target;
}

static int by_time(const void *a, const void *b)
{
    ems_time x = *(const ems_time *)a, y = *(const ems_time *)b;
    return (x > y) - (x < y);
}

/* The usual thresholds and those of the targets, ascending, each once. */
static void make_thresholds(struct ems_build *b)
{
    static const int32_t usual_s[] = {300, 480, 600, 720, 900, 1200, 1800};
    int32_t usual = (int32_t)(sizeof usual_s / sizeof *usual_s), count = 0, kept = 0;
    ems_time *all = EMS_BUILD_SCRATCH(b, ems_time, usual + b->model->target_count);
    if (all == NULL) return;
    for (int32_t i = 0; i < usual; i++) all[count++] = usual_s[i] * EMS_SECOND;
    for (int32_t i = 0; i < b->model->target_count; i++) all[count++] = b->model->targets[i].within;
    qsort(all, (size_t)count, sizeof *all, by_time);
    for (int32_t i = 0; i < count; i++) {
        if (i > 0 && all[i] == all[i - 1]) continue;
        if (kept < EMS_THRESHOLDS_MAX) b->model->thresholds[kept] = all[i];
        kept++;
    }
    if (kept > EMS_THRESHOLDS_MAX) {
        const char *most = ems_build_number(b, EMS_THRESHOLDS_MAX - usual);
        ems_build_error(b, &b->def->targets.mark, EMS_T_TOO_MANY_THRESHOLDS, EMS_ARGS(most));
        kept = EMS_THRESHOLDS_MAX;
    }
    b->model->threshold_count = kept;
}

static void make_targets(struct ems_build *b)
{
    int32_t count = b->def->targets.count;
    struct ems_target *targets = EMS_BUILD_ARRAY(b, struct ems_target, count);
    if (targets == NULL) return;
    for (int32_t i = 0; i < count; i++) targets[i] = make_target(b, &b->def->targets.items[i], i);
    b->model->targets = targets;
    b->model->target_count = count;
    make_thresholds(b);
}

void ems_build_timeline(struct ems_build *b)
{
    make_timeline(b);
    make_windows(b);
    make_targets(b);
}
