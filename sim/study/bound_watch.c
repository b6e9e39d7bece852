/* What the bound takes from a replication: when calls became fit to dispatch, how long each task kept a crew
 * from its arrival at the scene on, and which crews were on the road. */
#include <stdlib.h>
#include <string.h>

#include "model/policy.h"
#include "study/bound_parts.h"

struct done {
    uint64_t call;
    ems_time busy;
};

/* A crew on the road that calls may take: between tasks (priority 0), or from calls of a priority. */
struct stretch {
    ems_time from, to;
    ems_vehicle_id vehicle;
    int32_t priority;
};

struct call {
    uint64_t serial;
    ems_time rang, ready, response, cancelled; /* cancelled: EMS_NEVER unless that ended it */
    ems_area_id area;
    ems_condition_id condition;
    int32_t priority;
    bool counted, queued, sure;
};

typedef EMS_ARRAY(ems_time) times;

struct watcher {
    struct ems_bounding *b;
    ems_time now;
    ems_time *returning; /* by vehicle: since when, EMS_NEVER: it is not */
    EMS_ARRAY(struct done) done;
    EMS_ARRAY(struct stretch) road;
    EMS_ARRAY(struct call) calls;
    times *ends; /* by kind: of the tasks under way */
    int32_t *busy;
    EMS_ARRAY(struct stretch) present; /* on the road now */
    bool no_memory;
};

/* ---- facts ---- */

static void end_returning(struct watcher *w, ems_vehicle_id vehicle)
{
    struct stretch stretch = {w->returning[vehicle], w->now, vehicle, 0};
    if (stretch.from == EMS_NEVER) return;
    w->returning[vehicle] = EMS_NEVER;
    if (!EMS_PUSH(&w->road, stretch)) w->no_memory = true;
}

static void hear_event(void *self, const struct ems_event_fact *fact)
{
    struct watcher *w = self;
    w->now = fact->at;
    if (fact->vehicle == EMS_NONE) return;
    if (fact->kind == EMS_EV_RETURNING) w->returning[fact->vehicle] = fact->at;
    if (fact->kind == EMS_EV_ORDERED || fact->kind == EMS_EV_AT_STATION) end_returning(w, fact->vehicle);
}

static void hear_trip(void *self, const struct ems_trip_fact *fact)
{
    struct watcher *w = self;
    struct stretch stretch = {fact->ordered, fact->on_scene != EMS_NEVER ? fact->on_scene : w->now,
                              fact->vehicle, fact->priority};
    if (w->b->model->rules.reassign[fact->priority - 1] != 0 && !EMS_PUSH(&w->road, stretch))
        w->no_memory = true;
    if (fact->free == EMS_NEVER || fact->on_scene == EMS_NEVER) return;
    struct done done = {fact->call, fact->free - fact->on_scene};
    if (fact->bay != EMS_NEVER) done.busy -= fact->bay - fact->at_hospital;
    if (!EMS_PUSH(&w->done, done)) w->no_memory = true;
}

/* A call that the timeline sets is no surprise. */
static bool is_known_before(const struct ems_model *model, const struct ems_call_fact *fact)
{
    for (int32_t i = 0; i < model->timeline_count; i++) {
        const struct ems_timeline_entry *entry = &model->timeline[i];
        const struct ems_point *at = &entry->incident_at.at;
        if (entry->has_incident && fact->rang >= entry->from && fact->rang <= entry->from + EMS_HOUR &&
            fabs(at->x_m - fact->at.x_m) < 1e-3 && fabs(at->y_m - fact->at.y_m) < 1e-3)
            return true;
    }
    return false;
}

static void hear_call(void *self, const struct ems_call_fact *fact)
{
    struct watcher *w = self;
    bool cancelled = fact->outcome == EMS_OUT_CANCELLED || fact->outcome == EMS_OUT_CANCELLED_EN_ROUTE;
    if (!fact->is_request) return;
    struct call call = {.serial = fact->serial,
                        .rang = fact->rang,
                        .ready = fact->ready,
                        .response = fact->response,
                        .cancelled = cancelled ? fact->cancelled : EMS_NEVER,
                        .area = fact->area,
                        .condition = fact->condition,
                        .priority = fact->priority,
                        .counted = fact->counted,
                        .queued = fact->queued,
                        .sure = is_known_before(w->b->model, fact)};
    if (!EMS_PUSH(&w->calls, call)) w->no_memory = true;
}

/* ---- order ---- */

static int compare_done(const void *x, const void *y)
{
    const struct done *a = x, *b = y;
    if (a->call != b->call) return a->call < b->call ? -1 : 1;
    return (a->busy > b->busy) - (a->busy < b->busy);
}

static int compare_calls(const void *x, const void *y)
{
    const struct call *a = x, *b = y;
    if (a->ready != b->ready) return a->ready < b->ready ? -1 : 1;
    return (a->serial > b->serial) - (a->serial < b->serial);
}

static int compare_stretches(const void *x, const void *y)
{
    const struct stretch *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return (a->vehicle > b->vehicle) - (a->vehicle < b->vehicle);
}

static void sort_all(struct watcher *w)
{
    for (int32_t v = 0; v < w->b->model->vehicle_count; v++) end_returning(w, v);
    if (w->done.count > 0) qsort(w->done.items, (size_t)w->done.count, sizeof *w->done.items, compare_done);
    if (w->calls.count > 0)
        qsort(w->calls.items, (size_t)w->calls.count, sizeof *w->calls.items, compare_calls);
    if (w->road.count > 0)
        qsort(w->road.items, (size_t)w->road.count, sizeof *w->road.items, compare_stretches);
}

/* ---- tasks under way ---- */

static void drop_ended(times *ends, ems_time now)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < ends->count; i++)
        if (ends->items[i] > now) ends->items[kept++] = ends->items[i];
    ends->count = kept;
}

static void drop_last_to_end(times *ends)
{
    int32_t last = 0;
    if (ends->count == 0) return;
    for (int32_t i = 1; i < ends->count; i++)
        if (ends->items[i] > ends->items[last]) last = i;
    ends->items[last] = ends->items[--ends->count];
}

/* Crews that go off duty may be those on a task: it keeps no crew of the next shift. Which tasks is not
 * known: those that last longest count least if they are left out. */
static void change_shift(struct watcher *w, ems_time at, int32_t leaving)
{
    for (int32_t k = 0; k < w->b->duty.kind_count; k++) {
        drop_ended(&w->ends[k], at);
        for (int32_t i = 0; i < leaving; i++) drop_last_to_end(&w->ends[k]);
    }
}

static int32_t first_done(const struct watcher *w, uint64_t call)
{
    int32_t low = 0, high = w->done.count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (w->done.items[middle].call < call)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void begin_tasks(struct watcher *w, const struct call *call)
{
    times *ends = &w->ends[w->b->kind_of[call->condition]];
    for (int32_t i = first_done(w, call->serial); i < w->done.count && w->done.items[i].call == call->serial;
         i++) {
        ems_time end = call->ready + w->done.items[i].busy;
        if (!EMS_PUSH(ends, end)) w->no_memory = true;
    }
}

/* ---- crews on the road ---- */

static void meet_road(struct watcher *w, ems_time now, int32_t *next)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < w->present.count; i++)
        if (w->present.items[i].to >= now) w->present.items[kept++] = w->present.items[i];
    w->present.count = kept;
    for (; *next < w->road.count && w->road.items[*next].from <= now; ++*next)
        if (w->road.items[*next].to >= now && !EMS_PUSH(&w->present, w->road.items[*next]))
            w->no_memory = true;
}

static int32_t count_road(const struct watcher *w, const struct call *call)
{
    const struct ems_model *model = w->b->model;
    uint32_t need = ems_need_bit(model->conditions[call->condition].need);
    int32_t count = call->queued;
    for (int32_t i = 0; i < w->present.count; i++) {
        const struct stretch *s = &w->present.items[i];
        if (!(model->types[model->vehicles[s->vehicle].type].serves & need)) continue;
        count +=
            s->priority == 0 || (model->rules.reassign[s->priority - 1] >> (call->priority - 1) & 1) != 0;
    }
    return count;
}

/* ---- sums ---- */

static void add_value(const struct ems_bounding *b, int32_t target, const struct call *call,
                      int32_t free_crews, int32_t road, double *sums)
{
    int32_t profile = b->profile_of[call->condition];
    int32_t band = ems_bound_band(b, call->ready, b->model->targets[target].within);
    const double *value = ems_bound_values(b, target, profile, band, free_crews);
    sums[EMS_BOUND_CALLS]++;
    sums[EMS_BOUND_FREE] += free_crews;
    sums[EMS_BOUND_ROAD] += road;
    sums[EMS_BOUND_STATIC] += b->targets[target].at_stations[profile * b->band_count + band];
    for (int32_t k = 0; k < EMS_BOUND_PRICES; k++) sums[EMS_BOUND_VALUE + k] += value[k] + b->price[k] * road;
}

static void add_call(struct watcher *w, const struct call *call, int32_t free_crews, int32_t road,
                     double *row)
{
    const struct ems_bounding *b = w->b;
    for (int32_t t = 0; t < b->model->target_count; t++) {
        const struct ems_target *target = &b->model->targets[t];
        double *sums = row + (int64_t)t * EMS_BOUND_COLUMNS;
        if (!ems_bound_meant(b->model, target, call->priority, call->area)) continue;
        if (call->cancelled != EMS_NEVER && call->cancelled - call->rang < target->within) {
            sums[EMS_BOUND_SURE]++;
            continue;
        }
        sums[EMS_BOUND_BASE]++;
        sums[EMS_BOUND_WITHIN] += call->response <= target->within;
        if (call->sure)
            sums[EMS_BOUND_SURE]++;
        else
            add_value(b, t, call, free_crews, road, sums);
    }
}

static void reckon(struct watcher *w, double *row)
{
    const struct ems_bounding *b = w->b;
    int32_t next_road = 0;
    ems_time ends;
    int32_t step = ems_bound_step(b, 0, &ends);
    sort_all(w);
    for (int32_t i = 0; i < w->calls.count; i++) {
        const struct call *call = &w->calls.items[i];
        while (ends <= call->ready) {
            ems_time at = ends;
            step = ems_bound_step(b, at, &ends);
            if (b->duty.leaving[step] > 0) change_shift(w, at, b->duty.leaving[step]);
        }
        meet_road(w, call->ready, &next_road);
        for (int32_t k = 0; k < b->duty.kind_count; k++) {
            drop_ended(&w->ends[k], call->ready);
            w->busy[k] = w->ends[k].count;
        }
        int32_t free_crews = ems_bound_free_crews(b, step, b->kind_of[call->condition], w->busy);
        if (call->counted) add_call(w, call, free_crews, count_road(w, call), row);
        begin_tasks(w, call);
    }
}

/* ---- the watch ---- */

static void free_watcher(struct watcher *w)
{
    for (int32_t k = 0; w->ends != NULL && k < w->b->duty.kind_count; k++) free(w->ends[k].items);
    free(w->ends);
    free(w->busy);
    free(w->returning);
    free(w->done.items);
    free(w->road.items);
    free(w->calls.items);
    free(w->present.items);
    free(w);
}

static enum ems_status open_watcher(void *self, void **out)
{
    struct ems_bounding *b = self;
    struct watcher *w = calloc(1, sizeof *w);
    if (w == NULL) return EMS_NO_MEMORY;
    w->b = b;
    w->returning = calloc((size_t)b->model->vehicle_count + 1, sizeof *w->returning);
    w->ends = calloc((size_t)b->duty.kind_count, sizeof *w->ends);
    w->busy = calloc((size_t)b->duty.kind_count, sizeof *w->busy);
    if (w->returning == NULL || w->ends == NULL || w->busy == NULL) {
        free_watcher(w);
        return EMS_NO_MEMORY;
    }
    *out = w;
    return EMS_OK;
}

static struct ems_observer observer(void *watcher)
{
    return (struct ems_observer){.self = watcher, .event = hear_event, .trip = hear_trip, .call = hear_call};
}

static enum ems_status begin(void *watcher, struct ems_sim *sim, int64_t replication)
{
    struct watcher *w = watcher;
    (void)sim;
    (void)replication;
    w->now = 0;
    w->done.count = w->road.count = w->calls.count = w->present.count = 0;
    for (int32_t v = 0; v < w->b->model->vehicle_count; v++) w->returning[v] = EMS_NEVER;
    for (int32_t k = 0; k < w->b->duty.kind_count; k++) w->ends[k].count = 0;
    return EMS_OK;
}

static enum ems_status hour(void *watcher, struct ems_sim *sim)
{
    const struct watcher *w = watcher;
    (void)sim;
    return w->no_memory ? EMS_NO_MEMORY : EMS_OK;
}

static enum ems_status join(void *self, void *watcher)
{
    struct ems_bounding *b = self;
    struct watcher *w = watcher;
    int64_t columns = (int64_t)b->model->target_count * EMS_BOUND_COLUMNS;
    if (b->row_count == b->row_room) {
        int64_t room = b->row_room > 0 ? 2 * b->row_room : 16;
        double *moved = realloc(b->row, (size_t)(room * columns) * sizeof *moved);
        if (moved == NULL) return EMS_NO_MEMORY;
        b->row = moved;
        b->row_room = room;
    }
    double *row = b->row + b->row_count * columns;
    memset(row, 0, (size_t)columns * sizeof *row);
    reckon(w, row);
    b->row_count++;
    return w->no_memory ? EMS_NO_MEMORY : EMS_OK;
}

static void close_watcher(void *self, void *watcher)
{
    (void)self;
    free_watcher(watcher);
}

struct ems_run_watch ems_bound_watch(struct ems_bounding *b, int64_t replications)
{
    return (struct ems_run_watch){.replications = replications,
                                  .self = b,
                                  .open = open_watcher,
                                  .observer = observer,
                                  .begin = begin,
                                  .hour = hour,
                                  .join = join,
                                  .close = close_watcher};
}
