/* Tallies against the facts told to an observer and against the world looked at after every event: each group
 * is gone through anew, request by request. */
#include "play.h"

enum { ANY = -2 };

/* Requests of a group: fields that are ANY do not matter. */
struct choice {
    int32_t priority, hour, area, class_id;
    ems_time from, to; /* of ringing */
};

static const struct choice EVERYTHING = {ANY, ANY, ANY, ANY, 0, EMS_NEVER};

static struct played *play_busy(void)
{
    struct played *p = play("ems120: 1\nextends: busy.yaml\n"
                            "targets:\n"
                            "  - {priority: 1, within: 12 min, share: 90 %}\n"
                            "  - {priority: 3, area: land, within: 31 min, share: 90 %}\n"
                            "  - {class: urban, within: 8 min, share: 50 %}\n"
                            "  - {within: 10 min, share: 50 %}\n");
    check_true(p->call_count < FACTS_MAX);
    check_true(p->model->window_count > 0);
    return p;
}

static bool is_chosen(const struct ems_model *m, const struct choice *choice, const struct ems_call_fact *f)
{
    ems_time of_day = (m->clock.start_of_day + f->rang) % EMS_DAY;
    int32_t class_id = f->area == EMS_NONE ? EMS_NONE : m->areas[f->area].class_id;
    return f->counted && f->is_request && (choice->priority == ANY || choice->priority == f->priority) &&
           (choice->hour == ANY || choice->hour == of_day / EMS_HOUR) &&
           (choice->area == ANY || choice->area == f->area) &&
           (choice->class_id == ANY || choice->class_id == class_id) && f->rang >= choice->from &&
           f->rang < choice->to;
}

static bool is_cancelled_before(const struct ems_call_fact *f, ems_time limit)
{
    return (f->outcome == EMS_OUT_CANCELLED || f->outcome == EMS_OUT_CANCELLED_EN_ROUTE) &&
           f->cancelled < f->rang + limit;
}

/* Reached within a limit, of those not cancelled before it. */
static void count_within(const struct played *p, const struct choice *choice, ems_time limit, int64_t *within,
                         int64_t *base)
{
    *within = *base = 0;
    for (int i = 0; i < p->call_count; i++) {
        const struct ems_call_fact *f = &p->calls[i];
        if (!is_chosen(p->model, choice, f)) continue;
        *base += !is_cancelled_before(f, limit);
        *within += f->response != EMS_NEVER && f->response <= limit;
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The reached requests' times by facts, sorted, in s and rounded up to ms. */
static void check_sample(const struct played *p, const struct choice *choice, struct ems_sample *sample)
{
    double times[FACTS_MAX];
    int count = 0;
    for (int i = 0; i < p->call_count; i++)
        if (is_chosen(p->model, choice, &p->calls[i]) && p->calls[i].response != EMS_NEVER)
            times[count++] = ceil((double)p->calls[i].response / 1000) / 1000;
    qsort(times, (size_t)count, sizeof *times, compare);
    check_int(sample->count, count);
    for (int i = 0; i < count; i++)
        check_near(ems_sample_quantile(sample, (i + 0.5) / count), times[i], 1e-9);
}

/* Returns how many requests the group has. */
static int64_t check_group(const struct played *p, const struct choice *choice, struct ems_group_tally *g)
{
    struct ems_group_tally sum = {0};
    for (int i = 0; i < p->call_count; i++) {
        const struct ems_call_fact *f = &p->calls[i];
        if (!is_chosen(p->model, choice, f)) continue;
        sum.requests++;
        sum.ordered += f->first_ordered != EMS_NEVER;
        sum.waited += f->queued;
        if (f->response == EMS_NEVER) continue;
        sum.reached++;
        sum.response_sum += f->response;
        const ems_time parts[] = {f->answer, f->process, f->queue, f->bumped, f->turnout, f->travel};
        for (int part = 0; part < EMS_RESPONSE_PARTS; part++) sum.parts[part] += parts[part];
    }
    check_int(g->requests, sum.requests);
    check_int(g->ordered, sum.ordered);
    check_int(g->waited, sum.waited);
    check_int(g->reached, sum.reached);
    check_int(g->response_sum, sum.response_sum);
    for (int part = 0; part < EMS_RESPONSE_PARTS; part++) check_int(g->parts[part], sum.parts[part]);
    for (int32_t t = 0; t < p->model->threshold_count; t++) {
        int64_t within, base;
        count_within(p, choice, p->model->thresholds[t], &within, &base);
        check_int(g->within[t], within);
        check_int(g->within_base[t], base);
    }
    check_sample(p, choice, &g->response);
    return g->requests;
}

static void groups_hold_the_requests_that_are_theirs(void **state)
{
    (void)state;
    struct played *p = play_busy();
    struct ems_tallies *t = ems_sim_tallies(p->sim);
    struct choice choice = EVERYTHING;
    check_true(check_group(p, &choice, &t->all) > 100);
    for (int i = 0; i < EMS_PRIORITIES; i++) {
        choice.priority = i + 1;
        check_group(p, &choice, &t->by_priority[i]);
    }
    choice = EVERYTHING;
    for (choice.hour = 0; choice.hour < 24; choice.hour++) check_group(p, &choice, &t->by_hour[choice.hour]);
    choice = EVERYTHING;
    for (choice.area = 0; choice.area < p->model->area_count; choice.area++)
        check_true(check_group(p, &choice, &t->by_area[choice.area]) > 0);
    choice.area = EMS_NONE;
    check_group(p, &choice, &t->by_area[p->model->area_count]);
    choice = EVERYTHING;
    for (choice.class_id = 0; choice.class_id < p->model->class_count; choice.class_id++)
        check_group(p, &choice, &t->by_class[choice.class_id]);
    choice = EVERYTHING;
    for (int32_t w = 0; w < p->model->window_count; w++)
        for (int s = 0; s < EMS_STRETCH_COUNT; s++) {
            ems_model_stretch(p->model, w, (enum ems_stretch)s, &choice.from, &choice.to);
            check_group(p, &choice, &t->by_window[w].groups[s]);
        }
    end_play(p);
}

static void targets_count_what_they_are_about(void **state)
{
    (void)state;
    struct played *p = play_busy();
    int cancelled = 0;
    check_int(p->model->target_count, 4);
    for (int32_t i = 0; i < p->model->target_count; i++) {
        const struct ems_target *target = &p->model->targets[i];
        const struct ems_target_tally *tally = &ems_sim_tallies(p->sim)->by_target[i];
        struct choice choice = EVERYTHING;
        if (target->priority != 0) choice.priority = target->priority;
        if (target->area != EMS_NONE) choice.area = target->area;
        if (target->class_id != EMS_NONE) choice.class_id = target->class_id;
        int64_t within, base, requests, all;
        count_within(p, &choice, target->within, &within, &base);
        count_within(p, &choice, 0, &all, &requests); /* nobody cancels before no time has passed */
        check_int(tally->requests, requests);
        check_int(tally->within, within);
        check_int(tally->within_base, base);
        check_true(within > 0 && within < base);
        cancelled += base < requests;
    }
    check_true(cancelled > 0);
    end_play(p);
}

/* The station of the vehicle that stopped the clock. */
static void stations_hold_the_responses_of_their_vehicles(void **state)
{
    (void)state;
    struct played *p = play_busy();
    for (int32_t s = 0; s < p->model->station_count; s++) {
        struct ems_mean_tally mean = {0};
        for (int i = 0; i < p->call_count; i++) {
            const struct ems_call_fact *f = &p->calls[i];
            if (!f->counted || f->response == EMS_NEVER || f->station != s) continue;
            mean.sum += f->response;
            mean.count++;
        }
        check_int(ems_sim_tallies(p->sim)->station_response[s].sum, mean.sum);
        check_int(ems_sim_tallies(p->sim)->station_response[s].count, mean.count);
    }
    end_play(p);
}

static void add_between(struct ems_mean_tally *mean, ems_time from, ems_time to)
{
    if (from == EMS_NEVER || to == EMS_NEVER) return;
    mean->sum += to - from;
    mean->count++;
}

static void add_parts(struct ems_mean_tally *parts, const struct ems_trip_fact *f)
{
    enum ems_part scene = f->is_empty ? EMS_PART_EMPTY_SCENE : EMS_PART_SCENE;
    if (f->from_station) add_between(&parts[EMS_PART_TURNOUT], f->ordered, f->departed);
    add_between(&parts[EMS_PART_TRAVEL], f->departed, f->on_scene);
    add_between(&parts[scene], f->on_scene, f->left_scene != EMS_NEVER ? f->left_scene : f->free);
    add_between(&parts[EMS_PART_TRANSPORT], f->left_scene, f->at_hospital);
    add_between(&parts[EMS_PART_BAY_WAIT], f->at_hospital, f->bay);
    add_between(&parts[EMS_PART_HANDOVER], f->bay, f->accepted);
    add_between(&parts[EMS_PART_CLEANING], f->accepted, f->free);
}

static ems_time clip(const struct ems_model *m, ems_time from, ems_time to)
{
    ems_time start = m->clock.warmup, end = ems_model_window_end(m);
    if (from < start) from = start;
    if (to > end) to = end;
    return to > from ? to - from : 0;
}

static void orders_are_booked_on_vehicles_and_crews(void **state)
{
    (void)state;
    struct played *p = play_busy();
    const struct ems_tallies *t = ems_sim_tallies(p->sim);
    struct ems_mean_tally parts[EMS_PART_COUNT] = {0};
    struct ems_vehicle_tally vehicles[16] = {0};
    struct ems_crew_tally crews[16] = {0};
    int64_t on_road = 0;
    check_true(p->trip_count < FACTS_MAX && p->model->vehicle_count <= 16 && p->model->crew_count <= 16);
    for (int i = 0; i < p->trip_count; i++) {
        const struct ems_trip_fact *f = &p->trips[i];
        ems_time busy = clip(p->model, f->ordered, f->free == EMS_NEVER ? ems_sim_now(p->sim) : f->free);
        vehicles[f->vehicle].busy += busy;
        crews[f->crew].busy += busy;
        if (!f->counted) continue;
        vehicles[f->vehicle].orders++;
        crews[f->crew].orders++;
        vehicles[f->vehicle].transports += f->at_hospital != EMS_NEVER;
        crews[f->crew].transports += f->at_hospital != EMS_NEVER;
        on_road += !f->from_station;
        add_parts(parts, f);
    }
    for (int32_t v = 0; v < p->model->vehicle_count; v++) {
        check_int(t->vehicles[v].orders, vehicles[v].orders);
        check_int(t->vehicles[v].transports, vehicles[v].transports);
        check_int(t->vehicles[v].busy, vehicles[v].busy);
    }
    for (int32_t c = 0; c < p->model->crew_count; c++) {
        check_int(t->crews[c].orders, crews[c].orders);
        check_int(t->crews[c].transports, crews[c].transports);
        check_int(t->crews[c].busy, crews[c].busy);
    }
    check_true(on_road > 0);
    check_int(t->ordered_on_road, on_road);
    for (int part = EMS_PART_TURNOUT; part < EMS_PART_COUNT; part++) {
        check_true(parts[part].count > 0);
        check_int(t->parts[part].count, parts[part].count);
        check_int(t->parts[part].sum, parts[part].sum);
    }
    end_play(p);
}

static int64_t callers_waiting(const struct ems_world *w)
{
    int64_t count = 0;
    for (ems_call_id c = w->s.first_calling; c != EMS_NONE; c = w->calls.items[c].next_call) count++;
    return count;
}

/* The world after each event holds until the next one. */
static void levels_are_what_the_world_holds_over_time(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    const struct ems_world *w = ems_sim_world(p->sim);
    const struct ems_model *m = p->model;
    ems_time sums[EMS_LEVELS] = {0}, in_windows[EMS_WINDOWS_MAX][EMS_STRETCH_COUNT] = {0}, before = 0, from,
             to;
    int64_t held[EMS_LEVELS] = {0};
    enum ems_step step = EMS_STEPPED;
    while (step == EMS_STEPPED) {
        step = ems_sim_step(p->sim);
        for (int level = 0; level < EMS_LEVELS; level++)
            sums[level] += held[level] * clip(m, before, w->s.now);
        for (int32_t i = 0; i < m->window_count * EMS_STRETCH_COUNT; i++) {
            ems_model_stretch(m, i / EMS_STRETCH_COUNT, (enum ems_stretch)(i % EMS_STRETCH_COUNT), &from,
                              &to);
            if (from < before) from = before;
            if (to > w->s.now) to = w->s.now;
            if (from < to)
                in_windows[i / EMS_STRETCH_COUNT][i % EMS_STRETCH_COUNT] +=
                    held[EMS_LEVEL_WAITING] * (to - from);
        }
        before = w->s.now;
        held[EMS_LEVEL_WAITING] = w->s.tasks_waiting;
        held[EMS_LEVEL_TALKING] = w->s.seats_busy;
        held[EMS_LEVEL_CALLS_WAITING] = callers_waiting(w);
    }
    check_int(step, EMS_FINISHED);
    const struct ems_tallies *t = ems_sim_tallies(p->sim);
    for (int level = 0; level < EMS_LEVELS; level++) {
        check_true(sums[level] > 0);
        check_int(t->levels.sums[level], sums[level]);
    }
    for (int32_t i = 0; i < m->window_count; i++)
        assert_memory_equal(t->by_window[i].waiting, in_windows[i], sizeof in_windows[i]);
    end_play(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_hold_the_requests_that_are_theirs),
        cmocka_unit_test(targets_count_what_they_are_about),
        cmocka_unit_test(stations_hold_the_responses_of_their_vehicles),
        cmocka_unit_test(orders_are_booked_on_vehicles_and_crews),
        cmocka_unit_test(levels_are_what_the_world_holds_over_time),
    };
    return cmocka_run_group_tests_name("engine/tally", tests, NULL, NULL);
}
