#include "study/summary.h"

#include <stdlib.h>
#include <string.h>

#include "stats/paired.h"
#include "study/walk.h"

struct ems_summary {
    const struct ems_model *model;
    struct ems_tallies *blank;  /* stands in where a walk needs no numbers */
    struct ems_results *unused; /* likewise for figures */
    struct ems_walk_store store;
    double people; /* that dynamic cover is a share of */
    ems_time simulated;
    int64_t work[EMS_WORK_COUNT];
};

static void walk_response(struct ems_walk *walk, struct ems_group_result *out, struct ems_group_tally *tally)
{
    ems_walk_time(walk, &out->mean_s, tally->response_sum, tally->reached);
    ems_walk_time(walk, &out->from_answer_s, tally->response_sum - tally->parts[EMS_PART_ANSWER],
                  tally->reached);
    ems_walk_time(walk, &out->from_order_s, tally->parts[EMS_PART_TURNOUT] + tally->parts[EMS_PART_TRAVEL],
                  tally->reached);
    ems_walk_quantile(walk, &out->p50_s, &tally->response, 0.5);
    ems_walk_quantile(walk, &out->p90_s, &tally->response, 0.9);
    ems_walk_quantile(walk, &out->p95_s, &tally->response, 0.95);
    ems_walk_largest(walk, &out->max_s,
                     walk->mode == EMS_WALK_RECORD ? ems_sample_quantile(&tally->response, 1) : NAN);
    ems_walk_end_group(walk, &tally->response);
}

static void walk_group(struct ems_walk *walk, struct ems_group_result *out, struct ems_group_tally *tally)
{
    ems_walk_count(walk, &out->requests, (double)tally->requests);
    ems_walk_count(walk, &out->ordered, (double)tally->ordered);
    ems_walk_count(walk, &out->reached, (double)tally->reached);
    ems_walk_share(walk, &out->queued_share, tally->waited, tally->requests);
    for (int32_t t = 0; t < walk->model->threshold_count; t++)
        ems_walk_share(walk, &out->within[t], tally->within[t], tally->within_base[t]);
    for (int32_t p = 0; p < EMS_RESPONSE_PARTS; p++)
        ems_walk_time(walk, &out->parts_s[p], tally->parts[p], tally->reached);
    walk_response(walk, out, tally);
}

static void walk_groups(struct ems_walk *walk, struct ems_results *out, struct ems_tallies *tallies)
{
    const struct ems_model *model = walk->model;
    walk_group(walk, &out->all, &tallies->all);
    for (int32_t i = 0; i < EMS_PRIORITIES; i++)
        walk_group(walk, &out->by_priority[i], &tallies->by_priority[i]);
    for (int32_t i = 0; i < 24; i++) walk_group(walk, &out->by_hour[i], &tallies->by_hour[i]);
    for (int32_t i = 0; i < model->class_count; i++)
        walk_group(walk, &out->by_class[i], &tallies->by_class[i]);
    for (int32_t i = 0; i <= model->area_count; i++) walk_group(walk, &out->by_area[i], &tallies->by_area[i]);
}

static void walk_calls(struct ems_walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    ems_walk_count(walk, &out->calls.received, (double)tallies->received);
    for (int32_t o = 0; o < EMS_OUTCOME_COUNT; o++)
        ems_walk_count(walk, &out->calls.outcomes[o], (double)tallies->outcomes[o]);
    ems_walk_count(walk, &out->calls.answered, (double)tallies->answered);
    ems_walk_count(walk, &out->calls.requests, (double)tallies->requests);
    ems_walk_count(walk, &out->calls.ordered, (double)tallies->ordered);
    ems_walk_count(walk, &out->calls.reached, (double)tallies->reached);
    for (int32_t p = 0; p < EMS_PART_COUNT; p++)
        ems_walk_time(walk, &out->parts_s[p], tallies->parts[p].sum, tallies->parts[p].count);
}

static void walk_service(struct ems_walk *walk, struct ems_service_figures *out,
                         const struct ems_tallies *tallies)
{
    ems_walk_share(walk, &out->answered_10s_share, tallies->answered_10s, tallies->answer_base);
    ems_walk_share(walk, &out->departed_180s_share, tallies->departed_180s, tallies->departure_base);
    ems_walk_share(walk, &out->satisfaction_share, tallies->satisfied, tallies->satisfaction_base);
    ems_walk_share(walk, &out->lost_share, tallies->outcomes[EMS_OUT_BLOCKED], tallies->received);
    ems_walk_share(walk, &out->queued_share, tallies->all.waited, tallies->all.requests);
    int64_t orders = 0;
    for (int32_t v = 0; v < walk->model->vehicle_count; v++) orders += tallies->vehicles[v].orders;
    ems_walk_share(walk, &out->ordered_on_road_share, tallies->ordered_on_road, orders);
}

static void walk_vehicles(struct ems_walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    double driven = 0;
    for (int32_t v = 0; v < walk->model->vehicle_count; v++) {
        const struct ems_vehicle_tally *tally = &tallies->vehicles[v];
        ems_walk_count(walk, &out->vehicles[v].orders, (double)tally->orders);
        ems_walk_count(walk, &out->vehicles[v].transports, (double)tally->transports);
        ems_walk_count(walk, &out->vehicles[v].distance_m, (double)tally->distance_mm / 1000);
        ems_walk_share(walk, &out->vehicles[v].busy_share, tally->busy, tallies->simulated);
        driven += (double)tally->distance_mm / 1000;
    }
    ems_walk_count(walk, &out->distance_m, driven);
}

static void walk_crew(struct ems_walk *walk, struct ems_crew_result *out, const struct ems_crew_tally *tally)
{
    ems_walk_count(walk, &out->orders, (double)tally->orders);
    ems_walk_count(walk, &out->transports, (double)tally->transports);
    ems_walk_count(walk, &out->staffed_h, (double)tally->staffed / (double)EMS_HOUR);
    ems_walk_share(walk, &out->utilisation, tally->busy, tally->staffed);
    ems_walk_ratio(walk, &out->unit_hour_utilisation, (double)tally->transports, (double)tally->staffed,
                   (double)EMS_HOUR, INFINITY);
    ems_walk_time(walk, &out->overtime_s, tally->overtime, tally->shifts);
}

/* Crews [first, first + count) together. */
static struct ems_crew_tally add_crews(const struct ems_tallies *tallies, int32_t first, int32_t crews)
{
    struct ems_crew_tally sum = {0};
    for (int32_t c = first; c < first + crews; c++) {
        sum.orders += tallies->crews[c].orders;
        sum.transports += tallies->crews[c].transports;
        sum.shifts += tallies->crews[c].shifts;
        sum.staffed += tallies->crews[c].staffed;
        sum.busy += tallies->crews[c].busy;
        sum.overtime += tallies->crews[c].overtime;
    }
    return sum;
}

static void walk_crews(struct ems_walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    const struct ems_model *model = walk->model;
    for (int32_t c = 0; c < model->crew_count; c++) walk_crew(walk, &out->crews[c], &tallies->crews[c]);
    struct ems_crew_tally all = add_crews(tallies, 0, model->crew_count);
    walk_crew(walk, &out->fleet, &all);
    for (int32_t s = 0; s < model->station_count; s++) {
        const struct ems_station *station = &model->stations[s];
        const struct ems_mean_tally *response = &tallies->station_response[s];
        struct ems_crew_tally crews = add_crews(tallies, station->first_crew, station->crew_count);
        walk_crew(walk, &out->stations[s].crews, &crews);
        ems_walk_count(walk, &out->stations[s].reached, (double)response->count);
        ems_walk_time(walk, &out->stations[s].response_s, response->sum, response->count);
    }
}

static void walk_hospitals(struct ems_walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    for (int32_t h = 0; h < walk->model->hospital_count; h++) {
        const struct ems_hospital_tally *tally = &tallies->hospitals[h];
        struct ems_hospital_result *result = &out->hospitals[h];
        int32_t bays = walk->model->hospitals[h].bays;
        double bay_time = bays == EMS_UNLIMITED ? 0 : (double)bays * (double)tallies->simulated;
        ems_walk_count(walk, &result->arrivals, (double)tally->arrivals);
        ems_walk_time(walk, &result->bay_wait_s, tally->bay_wait.sum, tally->bay_wait.count);
        ems_walk_time(walk, &result->handover_s, tally->handover.sum, tally->handover.count);
        ems_walk_ratio(walk, &result->bays_occupied, (double)tally->occupied, (double)tallies->simulated, 1,
                       INFINITY);
        ems_walk_ratio(walk, &result->occupancy_share, (double)tally->occupied, bay_time, 1, 1);
    }
}

static void walk_levels(struct ems_walk *walk, struct ems_level_figures *out,
                        const struct ems_tallies *tallies)
{
    const struct ems_level_tally *tally = &tallies->levels;
    double window = (double)tallies->simulated, people = walk->people;
    int32_t seats = walk->model->call_centre.seats;
    bool limited = walk->model->call_centre.given && seats != EMS_UNLIMITED;
    ems_walk_ratio(walk, &out->waiting, (double)tally->sums[EMS_LEVEL_WAITING], window, 1, INFINITY);
    ems_walk_largest(walk, &out->waiting_max, (double)tally->waiting_max);
    ems_walk_ratio(walk, &out->seats_busy, (double)tally->sums[EMS_LEVEL_TALKING], window, 1, INFINITY);
    ems_walk_ratio(walk, &out->seats_share, (double)tally->sums[EMS_LEVEL_TALKING],
                   limited ? seats * window : 0, 1, 1);
    ems_walk_ratio(walk, &out->callers_waiting, (double)tally->sums[EMS_LEVEL_CALLS_WAITING], window, 1,
                   INFINITY);
    ems_walk_ratio(walk, &out->cover_share, tally->cover_people_sum, (double)tally->cover_samples * people, 1,
                   1);
    for (int32_t h = 0; h < 24; h++)
        ems_walk_ratio(walk, &out->cover_share_hour[h], tally->cover_people_hour[h],
                       (double)tally->cover_samples_hour[h] * people, 1, 1);
}

static void walk_targets(struct ems_walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    for (int32_t i = 0; i < walk->model->target_count; i++) {
        const struct ems_target_tally *tally = &tallies->by_target[i];
        ems_walk_count(walk, &out->targets[i].requests, (double)tally->requests);
        ems_walk_share(walk, &out->targets[i].found, tally->within, tally->within_base);
    }
}

static void walk_windows(struct ems_walk *walk, struct ems_results *out, struct ems_tallies *tallies)
{
    for (int32_t w = 0; w < walk->model->window_count; w++)
        for (int s = 0; s < EMS_STRETCH_COUNT; s++) {
            struct ems_window_result *result = &out->by_window[w];
            struct ems_group_tally *group = &tallies->by_window[w].groups[s];
            ems_time from, to;
            ems_model_stretch(walk->model, w, (enum ems_stretch)s, &from, &to);
            double length = to > from ? (double)(to - from) : 0;
            walk_group(walk, &result->groups[s], group);
            ems_walk_ratio(walk, &result->per_day[s], (double)group->requests, length, (double)EMS_DAY,
                           INFINITY);
            ems_walk_ratio(walk, &result->waiting[s], (double)tallies->by_window[w].waiting[s], length, 1,
                           INFINITY);
        }
}

static void walk_all(struct ems_walk *walk, struct ems_results *out, struct ems_tallies *tallies)
{
    walk_calls(walk, out, tallies);
    walk_service(walk, &out->service, tallies);
    walk_groups(walk, out, tallies);
    walk_vehicles(walk, out, tallies);
    walk_crews(walk, out, tallies);
    walk_hospitals(walk, out, tallies);
    walk_levels(walk, &out->levels, tallies);
    walk_targets(walk, out, tallies);
    walk_windows(walk, out, tallies);
}

/* Whom dynamic cover is a share of: people of classes with a service radius. */
static double people_with_radius(const struct ems_model *model)
{
    double people = 0;
    for (int32_t i = 0; i < model->place_count; i++) {
        ems_area_id area = model->places[i].area;
        if (area != EMS_NONE && model->classes[model->areas[area].class_id].service_radius_m > 0)
            people += model->places[i].people;
    }
    return people;
}

static struct ems_walk begin(const struct ems_summary *summary, enum ems_walk_mode mode)
{
    return (struct ems_walk){
        .store = &summary->store, .mode = mode, .model = summary->model, .people = summary->people};
}

enum ems_status ems_summary_create(const struct ems_model *model, struct ems_summary **out)
{
    struct ems_summary *summary = *out = calloc(1, sizeof *summary);
    if (summary == NULL) return EMS_NO_MEMORY;
    summary->model = model;
    summary->people = people_with_radius(model);
    summary->unused = ems_results_create(model);
    if (summary->unused != NULL && ems_tallies_create(model, &summary->blank) == EMS_OK) {
        struct ems_walk walk = begin(summary, EMS_WALK_COUNT);
        walk_all(&walk, summary->unused, summary->blank);
        if (ems_walk_store_init(&summary->store, &walk)) return EMS_OK;
    }
    ems_summary_free(summary);
    *out = NULL;
    return EMS_NO_MEMORY;
}

void ems_summary_group(struct ems_summary *summary, int32_t inner)
{
    summary->store.inner = inner;
}

int32_t ems_summary_columns(const struct ems_summary *summary)
{
    return summary->store.columns;
}

enum ems_status ems_summary_take_down(const struct ems_summary *summary, struct ems_tallies *tallies,
                                      double *row)
{
    struct ems_walk walk = begin(summary, EMS_WALK_RECORD);
    walk.row = row;
    if (tallies->no_memory) return EMS_NO_MEMORY;
    walk_all(&walk, summary->unused, tallies);
    return EMS_OK;
}

enum ems_status ems_summary_merge(struct ems_summary *summary, const double *row, struct ems_tallies *tallies)
{
    struct ems_walk walk = begin(summary, EMS_WALK_POOL);
    walk.pooled = summary->store.pooled;
    double *own = ems_walk_store_next(&summary->store);
    if (own == NULL) return EMS_NO_MEMORY;
    memcpy(own, row, (size_t)summary->store.columns * sizeof *own);
    walk_all(&walk, summary->unused, tallies);
    if (walk.no_memory) return EMS_NO_MEMORY;
    summary->store.replications++;
    summary->simulated += tallies->simulated;
    for (int32_t w = 0; w < EMS_WORK_COUNT; w++) summary->work[w] += tallies->work[w];
    return EMS_OK;
}

enum ems_status ems_summary_add(struct ems_summary *summary, struct ems_tallies *tallies)
{
    double *row = calloc((size_t)summary->store.columns, sizeof *row);
    if (row == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_summary_take_down(summary, tallies, row);
    if (status == EMS_OK) status = ems_summary_merge(summary, row, tallies);
    free(row);
    return status;
}

static void copy_column(const struct ems_walk_store *store, int32_t column, double scale, double *out)
{
    for (int64_t r = 0; r < store->replications; r++)
        out[r] = store->rows[r * store->columns + column] * scale;
}

static double mean_of(const double *values, int64_t count)
{
    double sum = 0;
    for (int64_t r = 0; r < count; r++) sum += values[r];
    return sum / (double)count;
}

bool ems_summary_values(const struct ems_summary *summary, const struct ems_figure *figure, double *out,
                        double *centre)
{
    const struct ems_walk_store *store = &summary->store;
    if (figure->source == 0 || isnan(figure->value) || store->replications < 2) return false;
    const struct ems_source *source = &store->sources[figure->source - 1];
    *centre = figure->value;
    switch (source->kind) {
    case EMS_SOURCE_COUNT:
        copy_column(store, source->column, 1, out);
        *centre = mean_of(out, store->replications);
        break;
    case EMS_SOURCE_RATIO:
        copy_column(store, source->column, source->scale, store->numerators);
        copy_column(store, source->column + 1, 1, store->denominators);
        *centre = ems_pseudo_values(store->numerators, store->denominators, store->replications, out);
        break;
    case EMS_SOURCE_QUANTILE:
        copy_column(store, source->column, 1, out);
        break;
    case EMS_SOURCE_LARGEST:
        return false;
    }
    return !isnan(*centre);
}

const struct ems_source *ems_summary_source(const struct ems_summary *summary,
                                            const struct ems_figure *figure)
{
    return figure->source > 0 ? &summary->store.sources[figure->source - 1] : NULL;
}

static void judge_targets(const struct ems_model *model, struct ems_results *results)
{
    results->target_error = (1 - EMS_LEVEL) / (model->target_count > 0 ? model->target_count : 1);
    for (int32_t i = 0; i < model->target_count; i++) {
        struct ems_target_result *target = &results->targets[i];
        target->origin = EMS_ORIGIN_SIMULATED;
        target->judgement =
            ems_judge_at_least(&target->found, model->targets[i].share, results->target_error, true);
    }
}

void ems_summary_finish(struct ems_summary *summary, struct ems_results *results)
{
    struct ems_walk walk = begin(summary, EMS_WALK_FINISH);
    walk_all(&walk, results, summary->blank);
    judge_targets(summary->model, results);
    results->replications = summary->store.replications;
    results->simulated = summary->simulated;
    for (int32_t w = 0; w < EMS_WORK_COUNT; w++) results->work[w] = summary->work[w];
}

void ems_summary_free(struct ems_summary *summary)
{
    if (summary == NULL) return;
    ems_walk_store_free(&summary->store);
    if (summary->blank != NULL) ems_tallies_free(summary->blank, summary->model);
    ems_results_free(summary->unused);
    free(summary);
}
