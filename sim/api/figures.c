/* Figures of a part of the calls, by one pass over those that ended and one over those that are open. */
#include "ems120/figures.h"

#include <math.h>
#include <stdlib.h>

#include "api/journal.h"
#include "ems120/sim.h"
#include "engine/sim.h"

enum { TENTHS = 4 * 3600 * 10 }; /* responses are counted by tenths of a second up to four hours */

_Static_assert((int)EMS_FIGURES_PRIORITIES == (int)EMS_PRIORITIES, "the same priorities");
_Static_assert((int)EMS_FIGURES_THRESHOLDS >= (int)EMS_THRESHOLDS_MAX, "room for every threshold");

static const ems_time ANSWER_TARGET = 10 * EMS_SECOND, DEPARTURE_TARGET = 180 * EMS_SECOND;

struct ems_call_filter ems_call_filter_default(void)
{
    return (struct ems_call_filter){.from = 0, .until = EMS_NEVER, .area = EMS_NONE};
}

/* ---- going through calls ---- */

typedef void (*call_taker)(void *self, const struct ems_call_fact *call);

struct visit {
    const struct ems_journal *journal;
    const struct ems_sim *sim; /* NULL: all that is known */
    const struct ems_call_filter *filter;
    call_taker take;
    void *self;
};

static bool wanted(const struct ems_model *m, const struct ems_call_filter *f, const struct ems_call_fact *c)
{
    if (c->rang < f->from || c->rang >= f->until) return false;
    if (f->counted_only && !c->counted) return false;
    if (f->priorities != 0 && (c->priority < 1 || (f->priorities >> (c->priority - 1) & 1) == 0))
        return false;
    if (f->area != EMS_NONE && c->area != f->area) return false;
    return f->hours == 0 || (f->hours >> (ems_model_time_of_day(m, c->rang) / EMS_HOUR) & 1) != 0;
}

static bool is_open(const struct ems_sim *sim, uint64_t serial)
{
    struct ems_call_fact fact;
    for (int32_t i = 0; i < ems_sim_call_limit(sim); i++)
        if (ems_sim_open_call(sim, i, &fact) && fact.serial == serial) return true;
    return false;
}

/* Whether an ended call had ended by the moment of the simulation. Ends are known to the millisecond: next to
 * it the simulation itself is asked. */
static bool has_ended(const struct visit *v, const struct ems_call_slot *slot)
{
    if (v->sim == NULL) return true;
    ems_time ended = ems_slot_ended(slot), now = ems_sim_now(v->sim);
    if (llabs(ended - now) > EMS_MILLISECOND) return ended < now;
    return slot->call.rang <= now && !is_open(v->sim, slot->call.serial);
}

/* Of an ended call what figures need: a year of a city is gone through while the mouse is held. */
static struct ems_call_fact unpack_briefly(const struct ems_packed_call *p)
{
    ems_time rang = p->rang, answered = ems_unpack_after(rang, p->answered),
             ready = ems_unpack_after(rang, p->ready), ordered = ems_unpack_after(rang, p->ordered),
             departed = ems_unpack_after(rang, p->departed);
    bool reached = (p->flags & EMS_PACKED_REACHED) != 0;
    struct ems_call_fact f = {.outcome = p->outcome,
                              .counted = (p->flags & EMS_PACKED_COUNTED) != 0,
                              .is_request = (p->flags & EMS_PACKED_REQUEST) != 0,
                              .area = p->area,
                              .priority = p->priority,
                              .rang = rang,
                              .answered = answered,
                              .cancelled = ems_unpack_after(rang, p->cancelled),
                              .response = reached ? (ems_time)p->on_scene * EMS_MILLISECOND : EMS_NEVER,
                              .bumped = (ems_time)p->bumped * EMS_MILLISECOND,
                              .answer = answered == EMS_NEVER ? 0 : answered - rang,
                              .process = ready == EMS_NEVER || answered == EMS_NEVER ? 0 : ready - answered};
    if (!reached) return f;
    f.queue = ordered - ready - f.bumped;
    f.turnout = departed - ordered;
    f.travel = rang + f.response - departed;
    return f;
}

static void visit_calls(const struct visit *v)
{
    const struct ems_journal *j = v->journal;
    ems_time until = v->filter->until;
    if (v->sim != NULL && ems_sim_now(v->sim) < until) until = ems_sim_now(v->sim) + 1;
    int64_t past = (int64_t)ems_journal_call_from(j, until) - 1;
    for (int64_t i = (int64_t)ems_journal_call_from(j, v->filter->from) - 1; i < past; i++) {
        const struct ems_call_slot *slot = ems_long_list_at(&j->calls, i);
        if (slot->call.reserved != EMS_SLOT_ENDED || !has_ended(v, slot)) continue;
        struct ems_call_fact fact = unpack_briefly(&slot->call);
        if (wanted(j->model, v->filter, &fact)) v->take(v->self, &fact);
    }
    for (int32_t i = 0; v->sim != NULL && i < ems_sim_call_limit(v->sim); i++) {
        struct ems_call_fact fact;
        if (ems_sim_open_call(v->sim, i, &fact) && wanted(j->model, v->filter, &fact))
            v->take(v->self, &fact);
    }
}

/* ---- responses ---- */

struct group {
    struct ems_response_figures *out;
    uint32_t *tenths; /* TENTHS + 1 */
    ems_time sum, max;
    int64_t on_time, base;
    int64_t within[EMS_THRESHOLDS_MAX], within_base[EMS_THRESHOLDS_MAX];
};

struct gathering {
    const struct ems_model *model;
    struct ems_figures *out;
    struct group all, by_priority[EMS_PRIORITIES];
    ems_time parts[EMS_FIGURE_PARTS];
    int64_t answered_10s, answer_base;
};

static bool cancelled_within(const struct ems_call_fact *c, ems_time time)
{
    bool cancelled = c->outcome == EMS_OUT_CANCELLED || c->outcome == EMS_OUT_CANCELLED_EN_ROUTE;
    return cancelled && c->cancelled - c->rang < time;
}

static void group_add(struct group *g, const struct ems_model *m, const struct ems_call_fact *c)
{
    ems_time deadline = ems_model_deadline(m, c->priority, c->area);
    bool is_decided = c->outcome != EMS_OUT_UNFINISHED || c->response != EMS_NEVER;
    g->out->requests++;
    g->out->late += ems_model_call_is_late(m, c);
    if (!is_decided) return; /* open and not reached yet: nobody knows */
    g->base += !cancelled_within(c, deadline);
    for (int32_t i = 0; i < m->threshold_count; i++) {
        g->within[i] += c->response <= m->thresholds[i];
        g->within_base[i] += !cancelled_within(c, m->thresholds[i]);
    }
    if (c->response == EMS_NEVER) return;
    g->out->reached++;
    g->on_time += c->response <= deadline;
    g->sum += c->response;
    if (c->response > g->max) g->max = c->response;
    int64_t tenth = c->response / (EMS_SECOND / 10);
    g->tenths[tenth < TENTHS ? tenth : TENTHS]++;
}

static double share(int64_t part, int64_t whole)
{
    return whole > 0 ? (double)part / (double)whole : (double)NAN;
}

/* The smallest tenth of a second within which that share was reached. */
static double quantile(const struct group *g, double of)
{
    int64_t need = (int64_t)ceil(of * (double)g->out->reached), seen = 0;
    if (g->out->reached == 0) return (double)NAN;
    if (need < 1) need = 1;
    for (int32_t i = 0; i < TENTHS; i++) {
        seen += g->tenths[i];
        if (seen >= need) return (i + 0.5) / 10;
    }
    return (double)g->max / EMS_SECOND;
}

static void group_finish(const struct group *g, const struct ems_model *m)
{
    struct ems_response_figures *r = g->out;
    r->mean_s = r->reached > 0 ? (double)g->sum / (double)r->reached / EMS_SECOND : (double)NAN;
    r->p50_s = quantile(g, 0.5);
    r->p90_s = quantile(g, 0.9);
    r->max_s = r->reached > 0 ? (double)g->max / EMS_SECOND : (double)NAN;
    r->on_time_share = share(g->on_time, g->base);
    for (int32_t i = 0; i < EMS_FIGURES_THRESHOLDS; i++)
        r->within_share[i] = i < m->threshold_count ? share(g->within[i], g->within_base[i]) : (double)NAN;
}

static void take_response(struct gathering *g, const struct ems_call_fact *c)
{
    if (c->response == EMS_NEVER) return;
    const ems_time parts[EMS_FIGURE_PARTS] = {c->answer, c->process, c->queue,
                                              c->bumped, c->turnout, c->travel};
    for (int p = 0; p < EMS_FIGURE_PARTS; p++) g->parts[p] += parts[p];
    int64_t bin = c->response / (30 * EMS_SECOND);
    g->out->histogram[bin < EMS_FIGURES_BINS ? bin : EMS_FIGURES_BINS]++;
}

/* Picked up within 10 s; callers who hung up within 10 s, and those who may still be answered in time, are
 * left out. */
static void take_answer(struct gathering *g, const struct ems_call_fact *c)
{
    bool early = c->outcome == EMS_OUT_ABANDONED && c->cancelled - c->rang <= ANSWER_TARGET;
    bool still_rings = c->outcome == EMS_OUT_UNFINISHED && c->answered == EMS_NEVER;
    g->answer_base += !early && !still_rings;
    if (c->answered == EMS_NEVER) return;
    g->out->answered++;
    g->answered_10s += c->answer <= ANSWER_TARGET;
}

static void take_call(void *self, const struct ems_call_fact *c)
{
    struct gathering *g = self;
    g->out->calls++;
    g->out->lost += c->outcome == EMS_OUT_BLOCKED || c->outcome == EMS_OUT_ABANDONED;
    take_answer(g, c);
    if (!c->is_request) return;
    group_add(&g->all, g->model, c);
    group_add(&g->by_priority[c->priority - 1], g->model, c);
    take_response(g, c);
}

/* ---- orders ---- */

struct orders {
    int64_t orders, base, within_180s, turnouts;
    ems_time turnout_sum;
};

static void take_order(struct orders *o, bool from_station, bool taken_back, ems_time ordered,
                       ems_time departed, ems_time free, ems_time now)
{
    o->orders++;
    if (!from_station) return;
    if (departed != EMS_NEVER) {
        o->turnout_sum += departed - ordered;
        o->turnouts++;
    }
    bool too_early = departed == EMS_NEVER && free == EMS_NEVER && now - ordered <= DEPARTURE_TARGET;
    if (too_early || (taken_back && free - ordered <= DEPARTURE_TARGET)) return;
    o->base++;
    o->within_180s += departed != EMS_NEVER && departed - ordered <= DEPARTURE_TARGET;
}

/* The first trip that ended after a moment; trips stand in order of their ends. */
static int64_t trips_until(const struct ems_journal *j, ems_time at)
{
    int64_t low = ems_long_list_first(&j->trips), high = j->trips.past;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        const struct ems_packed_trip *t =
            &((const struct ems_trip_slot *)ems_long_list_at(&j->trips, middle))->trip;
        if (ems_unpack_after(t->ordered, t->ended) > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Whether the call of an order is one of the filter: without its record only the order's own facts tell. */
static bool order_wanted(const struct ems_model *m, const struct ems_call_filter *f, ems_time ordered,
                         int32_t priority, ems_area_id area, bool counted)
{
    struct ems_call_fact as_call = {.rang = ordered, .priority = priority, .area = area, .counted = counted};
    return wanted(m, f, &as_call);
}

static void ended_orders(const struct visit *v, struct orders *o)
{
    const struct ems_journal *j = v->journal;
    ems_time now = v->sim != NULL ? ems_sim_now(v->sim) : EMS_NEVER - EMS_SECOND;
    int64_t past = trips_until(j, now + EMS_MILLISECOND); /* ends are rounded */
    for (int64_t i = past - 1; i >= ems_long_list_first(&j->trips); i--) {
        const struct ems_trip_slot *slot = ems_long_list_at(&j->trips, i);
        const struct ems_packed_trip *t = &slot->trip;
        ems_time ended = ems_unpack_after(t->ordered, t->ended);
        if (ended < v->filter->from) break; /* trips stand in order of their ends */
        if (ended > now || !order_wanted(j->model, v->filter, t->ordered, t->priority, t->area,
                                         (t->flags & EMS_PACKED_COUNTED) != 0))
            continue;
        take_order(o, (t->flags & EMS_PACKED_AT_STATION) != 0,
                   (t->flags & (EMS_PACKED_CANCELLED | EMS_PACKED_REASSIGNED)) != 0, t->ordered,
                   ems_unpack_after(t->ordered, t->departed), ems_unpack_after(t->ordered, t->free), ended);
    }
}

static void open_orders(const struct visit *v, struct orders *o)
{
    const struct ems_world *w = ems_sim_world(v->sim);
    for (int32_t i = 0; i < w->tasks.count; i++) {
        const struct ems_task_state *t = &w->tasks.items[i];
        if (!t->in_use || t->vehicle == EMS_NONE) continue;
        const struct ems_call_state *c = &w->calls.items[t->call];
        if (order_wanted(v->journal->model, v->filter, t->ordered, c->priority, c->area, c->counted != 0))
            take_order(o, t->from_station != 0, false, t->ordered, t->departed, EMS_NEVER, w->s.now);
    }
}

static void count_orders(const struct visit *v, struct ems_figures *out)
{
    struct orders o = {0};
    ended_orders(v, &o);
    if (v->sim != NULL) open_orders(v, &o);
    out->orders = o.orders;
    out->departed_180s_share = share(o.within_180s, o.base);
    out->turnout_mean_s =
        o.turnouts > 0 ? (double)o.turnout_sum / (double)o.turnouts / EMS_SECOND : (double)NAN;
}

/* ---- together ---- */

static void look_at_now(const struct ems_sim *sim, struct ems_figures *out)
{
    const struct ems_model *m = ems_sim_model(sim);
    const struct ems_world *w = ems_sim_world(sim);
    out->waiting_now = w->s.tasks_waiting;
    out->open_calls = w->s.open_calls;
    for (int32_t v = 0; v < m->vehicle_count; v++) out->busy_now += w->vehicles.items[v].task != EMS_NONE;
    for (int32_t c = 0; c < m->crew_count; c++) out->staffed_now += w->crews.items[c].duty != EMS_DUTY_OFF;
}

static void finish(const struct visit *v, struct gathering *g)
{
    struct ems_figures *out = g->out;
    group_finish(&g->all, g->model);
    for (int p = 0; p < EMS_PRIORITIES; p++) group_finish(&g->by_priority[p], g->model);
    for (int p = 0; p < EMS_FIGURE_PARTS; p++)
        out->parts_s[p] =
            out->all.reached > 0 ? (double)g->parts[p] / (double)out->all.reached / EMS_SECOND : (double)NAN;
    out->answered_10s_share = share(g->answered_10s, g->answer_base);
    count_orders(v, out);
    ems_time until = v->sim != NULL ? ems_sim_now(v->sim) : v->journal->until;
    if (v->filter->until < until) until = v->filter->until;
    struct ems_level_sums sums = ems_journal_levels(v->journal, v->filter->from, until);
    out->utilisation = sums.staffed > 0 ? sums.busy / sums.staffed : (double)NAN;
    if (v->sim != NULL) look_at_now(v->sim, out);
}

enum ems_status ems_figures_compute(const struct ems_journal *journal, const struct ems_sim *sim,
                                    const struct ems_call_filter *filter, struct ems_figures *out)
{
    struct gathering g = {.model = journal->model, .out = out};
    struct visit visit = {journal, sim, filter, take_call, &g};
    *out = (struct ems_figures){0};
    uint32_t *tenths = calloc((size_t)(EMS_PRIORITIES + 1) * (TENTHS + 1), sizeof *tenths);
    if (tenths == NULL) return EMS_NO_MEMORY;
    g.all = (struct group){.out = &out->all, .tenths = tenths};
    for (int p = 0; p < EMS_PRIORITIES; p++)
        g.by_priority[p] =
            (struct group){.out = &out->by_priority[p], .tenths = tenths + (size_t)(p + 1) * (TENTHS + 1)};
    visit_calls(&visit);
    finish(&visit, &g);
    free(tenths);
    return EMS_OK;
}

int32_t ems_figures_thresholds(const struct ems_journal *journal, ems_time *out)
{
    for (int32_t i = 0; i < journal->model->threshold_count; i++) out[i] = journal->model->thresholds[i];
    return journal->model->threshold_count;
}

/* ---- by area ---- */

struct by_area {
    const struct ems_model *model;
    struct ems_area_figures *out;
};

static void take_in_area(void *self, const struct ems_call_fact *c)
{
    const struct by_area *b = self;
    if (!c->is_request) return;
    struct ems_area_figures *a = &b->out[c->area == EMS_NONE ? b->model->area_count : c->area];
    a->requests++;
    a->late += ems_model_call_is_late(b->model, c);
    if (c->response == EMS_NEVER) return;
    a->reached++;
    a->mean_s += (double)c->response / EMS_SECOND;
}

enum ems_status ems_figures_by_area(const struct ems_journal *journal, const struct ems_sim *sim,
                                    const struct ems_call_filter *filter, struct ems_area_figures *out)
{
    struct by_area by_area = {journal->model, out};
    struct ems_call_filter everywhere = *filter;
    everywhere.area = EMS_NONE;
    int32_t count = journal->model->area_count + 1;
    for (int32_t a = 0; a < count; a++) out[a] = (struct ems_area_figures){0};
    visit_calls(&(struct visit){journal, sim, &everywhere, take_in_area, &by_area});
    for (int32_t a = 0; a < count; a++) {
        out[a].mean_s = out[a].reached > 0 ? out[a].mean_s / (double)out[a].reached : (double)NAN;
        out[a].late_share = share(out[a].late, out[a].requests);
    }
    return EMS_OK;
}
