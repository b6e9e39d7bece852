/* Crews: shifts, winding down before a shift's end, overtime of trips that last longer, absence by timeline,
 * and the queue of idle crews at each station (the crew longest idle goes first). */
#include "engine/internal.h"

static struct ems_crew_state *crew_at(struct ems_sim *sim, ems_crew_id crew)
{
    return &sim->world.crews.items[crew];
}

/* A stretch of duty by the roster; both EMS_NEVER when there is none any more. */
struct stretch {
    ems_time from, to;
};

enum { ROSTER_DAYS = 8 };

/* The shift that contains `at`, else the next one; shifts that touch count as one, up to a week. */
static struct stretch rostered(const struct ems_model *model, const struct ems_crew *crew, ems_time at)
{
    struct stretch s = {EMS_NEVER, EMS_NEVER};
    ems_time midnight_0 = -model->clock.start_of_day;
    int64_t today = (at - midnight_0) / EMS_DAY;
    for (int64_t day = today - 1; day < today + ROSTER_DAYS; day++) {
        int32_t weekday = ems_weekday(model->clock.start_day + day);
        for (int32_t i = 0; i < crew->shift_count; i++) {
            const struct ems_shift *shift = &crew->shifts[i];
            if (!(shift->weekdays >> weekday & 1)) continue;
            ems_time midnight = midnight_0 + day * EMS_DAY, from = midnight + shift->from;
            ems_time to = midnight + shift->to + (shift->to <= shift->from ? EMS_DAY : 0);
            if (to <= at) continue;
            if (s.from == EMS_NEVER)
                s = (struct stretch){from, to};
            else if (from <= s.to)
                s.to = to > s.to ? to : s.to;
            else
                return s;
        }
    }
    return s;
}

static struct ems_station_state *station_of(struct ems_sim *sim, ems_crew_id crew)
{
    return &sim->world.stations.items[sim->model->crews[crew].station];
}

static void list_crew(struct ems_sim *sim, ems_crew_id crew, struct ems_station_state *s)
{
    struct ems_crew_state *c = crew_at(sim, crew);
    c->next_idle = EMS_NONE;
    c->previous_idle = s->last_idle;
    if (s->last_idle == EMS_NONE)
        s->first_idle = crew;
    else
        crew_at(sim, s->last_idle)->next_idle = crew;
    s->last_idle = crew;
    s->idle_crews++;
    c->listed = 1;
}

static void unlist_crew(struct ems_sim *sim, ems_crew_id crew, struct ems_station_state *s)
{
    struct ems_crew_state *c = crew_at(sim, crew);
    if (c->previous_idle == EMS_NONE)
        s->first_idle = c->next_idle;
    else
        crew_at(sim, c->previous_idle)->next_idle = c->next_idle;
    if (c->next_idle == EMS_NONE)
        s->last_idle = c->previous_idle;
    else
        crew_at(sim, c->next_idle)->previous_idle = c->previous_idle;
    c->next_idle = c->previous_idle = EMS_NONE;
    s->idle_crews--;
    c->listed = 0;
}

/* The duty that roster and absence ask for at this moment, and when they next ask for another one. */
static enum ems_duty duty_now(struct ems_sim *sim, ems_crew_id crew, ems_time *shift_end, ems_time *next)
{
    const struct ems_crew *roster = &sim->model->crews[crew];
    struct ems_crew_state *c = crew_at(sim, crew);
    ems_time now = sim->world.s.now;
    struct stretch s = {0, EMS_NEVER};
    if (roster->shift_count > 0) s = rostered(sim->model, roster, now);
    bool in_shift = s.from != EMS_NEVER && s.from <= now;
    bool away = c->vehicle != EMS_NONE;
    *shift_end = in_shift ? s.to : c->shift_end;
    *next = in_shift ? s.to : s.from;
    if (!in_shift) return away ? EMS_DUTY_OVERTIME : EMS_DUTY_OFF;
    if (c->absent > 0) return away ? EMS_DUTY_WINDING_DOWN : EMS_DUTY_OFF;
    if (s.to == EMS_NEVER || now < s.to - sim->model->wind_down) {
        if (s.to != EMS_NEVER && sim->model->wind_down > 0) *next = s.to - sim->model->wind_down;
        return EMS_DUTY_ON;
    }
    return EMS_DUTY_WINDING_DOWN;
}

/* A shift whose end is past is over once the crew is home, or its next shift begins. */
static void count_shift(struct ems_sim *sim, ems_crew_id crew)
{
    const struct ems_crew_state *c = crew_at(sim, crew);
    ems_time now = sim->world.s.now;
    if (c->shift_end > now || c->shift_end < sim->window_start || c->shift_end >= sim->window_end) return;
    sim->tallies->crews[crew].shifts++;
    sim->tallies->crews[crew].overtime += now - c->shift_end;
}

static void goes_off(struct ems_sim *sim, ems_crew_id crew)
{
    struct ems_crew_state *c = crew_at(sim, crew);
    struct ems_crew_tally *t = &sim->tallies->crews[crew];
    ems_time now = sim->world.s.now;
    t->staffed += ems_in_window(sim, c->on_since, now);
    ems_tell_crew(sim, EMS_EV_OFF_DUTY, crew);
}

/* Brings the crew to the duty that the moment asks for. */
static void update(struct ems_sim *sim, ems_crew_id crew)
{
    struct ems_crew_state *c = crew_at(sim, crew);
    ems_time shift_end, next;
    enum ems_duty before = (enum ems_duty)c->duty, duty = duty_now(sim, crew, &shift_end, &next);
    if (sim->model->crews[crew].shift_count > 0) ems_plan(sim, sim->slots.crews + crew, next, EMS_PRI_CREW);
    if (before != EMS_DUTY_OFF && duty != EMS_DUTY_OVERTIME) count_shift(sim, crew);
    if (before != EMS_DUTY_OFF && duty == EMS_DUTY_OFF) goes_off(sim, crew);
    if (before == EMS_DUTY_OFF && duty != EMS_DUTY_OFF) {
        c->on_since = sim->world.s.now;
        ems_tell_crew(sim, EMS_EV_ON_DUTY, crew);
    }
    c->shift_end = shift_end;
    c->duty = (uint32_t)duty & 15;
    bool idle = duty == EMS_DUTY_ON && c->vehicle == EMS_NONE;
    if (idle == (c->listed != 0)) return;
    if (idle)
        list_crew(sim, crew, station_of(sim, crew));
    else
        unlist_crew(sim, crew, station_of(sim, crew));
}

static void crews_changed(struct ems_sim *sim, ems_station_id station)
{
    ems_station_refresh(sim->model, &sim->world, station);
    ems_offer_station(sim, station);
}

static void update_at_station(struct ems_sim *sim, ems_crew_id crew)
{
    update(sim, crew);
    crews_changed(sim, sim->model->crews[crew].station);
}

void ems_duty_begin(struct ems_sim *sim)
{
    for (ems_crew_id crew = 0; crew < sim->model->crew_count; crew++) update(sim, crew);
    for (ems_station_id s = 0; s < sim->model->station_count; s++)
        ems_station_refresh(sim->model, &sim->world, s);
}

void ems_crew_event(struct ems_sim *sim, ems_crew_id crew)
{
    update_at_station(sim, crew);
}

void ems_crew_absence(struct ems_sim *sim, int32_t entry, bool begins)
{
    for (ems_crew_id crew = 0; crew < sim->model->crew_count; crew++) {
        struct ems_stream stream = ems_stream(&sim->seed, (struct ems_draw_key){.origin = (uint32_t)entry,
                                                                                .index = (uint32_t)crew,
                                                                                .draw = EMS_DRAW_ABSENCE});
        if (ems_stream_uniform(&stream) >= sim->model->timeline[entry].crew_absence) continue;
        struct ems_crew_state *c = crew_at(sim, crew);
        c->absent = (begins ? c->absent + 1 : c->absent - 1) & 0xffffff;
        update_at_station(sim, crew);
    }
}

ems_crew_id ems_crew_leaves(struct ems_sim *sim, ems_station_id station, ems_vehicle_id vehicle)
{
    struct ems_station_state *s = &sim->world.stations.items[station];
    ems_crew_id crew = s->first_idle;
    if (crew == EMS_NONE) {
        ems_fail(sim, EMS_BROKEN, "a vehicle leaves its station only with a crew");
        return 0;
    }
    unlist_crew(sim, crew, s);
    crew_at(sim, crew)->vehicle = vehicle;
    return crew;
}

void ems_crew_returns(struct ems_sim *sim, ems_crew_id crew)
{
    const struct ems_crew *roster = &sim->model->crews[crew];
    struct ems_crew_state *c = crew_at(sim, crew);
    c->vehicle = EMS_NONE;
    if (roster->shift_count == 0 && c->duty == EMS_DUTY_ON) /* at all hours: the moment asks for no other */
        list_crew(sim, crew, &sim->world.stations.items[roster->station]);
    else
        update(sim, crew);
    crews_changed(sim, roster->station);
}
