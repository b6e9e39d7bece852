#include "study/summary.h"

#include <stdlib.h>

#include "stats/ratio.h"
#include "stats/sectioning.h"

/* Each figure is written once, below in walk_*: the same walk over results and tallies counts the columns
 * that a replication needs, records a replication's row of them, or makes figures from all rows. */
enum mode { COUNT, RECORD, FINISH };

struct ems_summary {
    const struct ems_model *model;
    struct ems_tallies *blank;         /* stands in where a walk needs no numbers */
    struct ems_results *unused;        /* likewise for figures */
    struct ems_sample *pooled;         /* of each group, in order of the walk */
    double *rows;                      /* replications x columns */
    double *numerators, *denominators; /* a column taken out of the rows */
    int64_t replications, capacity;
    int32_t columns, groups;
    double people; /* that dynamic cover is a share of */
    ems_time simulated;
    int64_t work[EMS_WORK_COUNT];
};

struct walk {
    struct ems_summary *summary;
    enum mode mode;
    bool no_memory;
    int32_t column, group;
    double *row; /* RECORD */
};

static void record(struct walk *walk, double value)
{
    if (walk->mode == RECORD) walk->row[walk->column] = value;
    walk->column++;
}

/* Copies a column, numbered from the one that comes next backwards: 1 is the last recorded. */
static const double *take_column(const struct walk *walk, int32_t back, double *into)
{
    const struct ems_summary *summary = walk->summary;
    for (int64_t r = 0; r < summary->replications; r++)
        into[r] = summary->rows[r * summary->columns + walk->column - back];
    return into;
}

/* A count: its mean per replication. */
static void count(struct walk *walk, struct ems_figure *out, double value)
{
    record(walk, value);
    if (walk->mode != FINISH) return;
    *out = ems_mean_figure(take_column(walk, 1, walk->summary->numerators), walk->summary->replications);
}

/* A ratio of sums times `scale`, at most `most`. */
static void ratio(struct walk *walk, struct ems_figure *out, double numerator, double denominator,
                  double scale, double most)
{
    record(walk, numerator);
    record(walk, denominator);
    if (walk->mode != FINISH) return;
    const double *numerators = take_column(walk, 2, walk->summary->numerators);
    const double *denominators = take_column(walk, 1, walk->summary->denominators);
    *out = ems_ratio_figure(numerators, denominators, walk->summary->replications, most / scale);
    out->value *= scale;
    out->low *= scale;
    out->high *= scale;
    out->error *= scale;
}

static void share(struct walk *walk, struct ems_figure *out, int64_t part, int64_t whole)
{
    ratio(walk, out, (double)part, (double)whole, 1, 1);
}

/* A mean of times, in seconds. */
static void mean_time(struct walk *walk, struct ems_figure *out, ems_time sum, int64_t cases)
{
    ratio(walk, out, (double)sum, (double)cases, 1e-6, INFINITY);
}

static void quantile(struct walk *walk, struct ems_figure *out, struct ems_sample *sample, double of)
{
    record(walk, walk->mode == RECORD ? ems_sample_quantile(sample, of) : NAN);
    if (walk->mode != FINISH) return;
    struct ems_sample *pooled = &walk->summary->pooled[walk->group];
    const double *sections = take_column(walk, 1, walk->summary->numerators);
    *out = ems_sectioning_figure(ems_sample_quantile(pooled, of), ems_sample_beyond(pooled, of), sections,
                                 walk->summary->replications);
    out->cases = (double)pooled->count;
}

/* The largest value of any replication: no interval. */
static void largest(struct walk *walk, struct ems_figure *out, double value)
{
    record(walk, value);
    if (walk->mode != FINISH) return;
    const double *values = take_column(walk, 1, walk->summary->numerators);
    double most = NAN;
    for (int64_t r = 0; r < walk->summary->replications; r++) most = fmax(most, values[r]);
    *out = isnan(most) ? ems_figure_missing(EMS_NOTE_NO_CASES)
                       : ems_figure_bare(most, walk->summary->replications, EMS_NOTE_NO_INTERVAL);
}

/* Once all calls together (group 0) are a histogram, so is each group: memory stops growing. */
static bool pool(struct ems_sample *pooled, int32_t group, const struct ems_sample *from)
{
    if (!ems_sample_merge(&pooled[group], from)) return false;
    return pooled[0].bins == NULL || ems_sample_to_histogram(&pooled[group]);
}

static void walk_response(struct walk *walk, struct ems_group_result *out, struct ems_group_tally *tally)
{
    mean_time(walk, &out->mean_s, tally->response_sum, tally->reached);
    mean_time(walk, &out->from_answer_s, tally->response_sum - tally->parts[EMS_PART_ANSWER], tally->reached);
    mean_time(walk, &out->from_order_s, tally->parts[EMS_PART_TURNOUT] + tally->parts[EMS_PART_TRAVEL],
              tally->reached);
    quantile(walk, &out->p50_s, &tally->response, 0.5);
    quantile(walk, &out->p90_s, &tally->response, 0.9);
    quantile(walk, &out->p95_s, &tally->response, 0.95);
    largest(walk, &out->max_s, walk->mode == RECORD ? ems_sample_quantile(&tally->response, 1) : NAN);
    if (walk->mode == RECORD && !pool(walk->summary->pooled, walk->group, &tally->response))
        walk->no_memory = true;
    walk->group++;
}

static void walk_group(struct walk *walk, struct ems_group_result *out, struct ems_group_tally *tally)
{
    count(walk, &out->requests, (double)tally->requests);
    count(walk, &out->ordered, (double)tally->ordered);
    count(walk, &out->reached, (double)tally->reached);
    share(walk, &out->queued_share, tally->waited, tally->requests);
    for (int32_t t = 0; t < walk->summary->model->threshold_count; t++)
        share(walk, &out->within[t], tally->within[t], tally->within_base[t]);
    for (int32_t p = 0; p < EMS_RESPONSE_PARTS; p++)
        mean_time(walk, &out->parts_s[p], tally->parts[p], tally->reached);
    walk_response(walk, out, tally);
}

static void walk_groups(struct walk *walk, struct ems_results *out, struct ems_tallies *tallies)
{
    const struct ems_model *model = walk->summary->model;
    walk_group(walk, &out->all, &tallies->all);
    for (int32_t i = 0; i < EMS_PRIORITIES; i++)
        walk_group(walk, &out->by_priority[i], &tallies->by_priority[i]);
    for (int32_t i = 0; i < 24; i++) walk_group(walk, &out->by_hour[i], &tallies->by_hour[i]);
    for (int32_t i = 0; i < model->class_count; i++)
        walk_group(walk, &out->by_class[i], &tallies->by_class[i]);
    for (int32_t i = 0; i <= model->area_count; i++) walk_group(walk, &out->by_area[i], &tallies->by_area[i]);
}

static void walk_calls(struct walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    count(walk, &out->calls.received, (double)tallies->received);
    for (int32_t o = 0; o < EMS_OUTCOME_COUNT; o++)
        count(walk, &out->calls.outcomes[o], (double)tallies->outcomes[o]);
    count(walk, &out->calls.answered, (double)tallies->answered);
    count(walk, &out->calls.requests, (double)tallies->requests);
    count(walk, &out->calls.ordered, (double)tallies->ordered);
    count(walk, &out->calls.reached, (double)tallies->reached);
    for (int32_t p = 0; p < EMS_PART_COUNT; p++)
        mean_time(walk, &out->parts_s[p], tallies->parts[p].sum, tallies->parts[p].count);
}

static void walk_service(struct walk *walk, struct ems_service_figures *out,
                         const struct ems_tallies *tallies)
{
    share(walk, &out->answered_10s_share, tallies->answered_10s, tallies->answer_base);
    share(walk, &out->departed_180s_share, tallies->departed_180s, tallies->departure_base);
    share(walk, &out->satisfaction_share, tallies->satisfied, tallies->satisfaction_base);
    share(walk, &out->lost_share, tallies->outcomes[EMS_OUT_BLOCKED], tallies->received);
    share(walk, &out->queued_share, tallies->all.waited, tallies->all.requests);
    int64_t orders = 0;
    for (int32_t v = 0; v < walk->summary->model->vehicle_count; v++) orders += tallies->vehicles[v].orders;
    share(walk, &out->ordered_on_road_share, tallies->ordered_on_road, orders);
}

static void walk_vehicles(struct walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    double driven = 0;
    for (int32_t v = 0; v < walk->summary->model->vehicle_count; v++) {
        const struct ems_vehicle_tally *tally = &tallies->vehicles[v];
        count(walk, &out->vehicles[v].orders, (double)tally->orders);
        count(walk, &out->vehicles[v].transports, (double)tally->transports);
        count(walk, &out->vehicles[v].distance_m, (double)tally->distance_mm / 1000);
        share(walk, &out->vehicles[v].busy_share, tally->busy, tallies->simulated);
        driven += (double)tally->distance_mm / 1000;
    }
    count(walk, &out->distance_m, driven);
}

static void walk_crew(struct walk *walk, struct ems_crew_result *out, const struct ems_crew_tally *tally)
{
    count(walk, &out->orders, (double)tally->orders);
    count(walk, &out->transports, (double)tally->transports);
    count(walk, &out->staffed_h, (double)tally->staffed / (double)EMS_HOUR);
    share(walk, &out->utilisation, tally->busy, tally->staffed);
    ratio(walk, &out->unit_hour_utilisation, (double)tally->transports, (double)tally->staffed,
          (double)EMS_HOUR, INFINITY);
    mean_time(walk, &out->overtime_s, tally->overtime, tally->shifts);
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

static void walk_crews(struct walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    const struct ems_model *model = walk->summary->model;
    for (int32_t c = 0; c < model->crew_count; c++) walk_crew(walk, &out->crews[c], &tallies->crews[c]);
    struct ems_crew_tally all = add_crews(tallies, 0, model->crew_count);
    walk_crew(walk, &out->fleet, &all);
    for (int32_t s = 0; s < model->station_count; s++) {
        const struct ems_station *station = &model->stations[s];
        const struct ems_mean_tally *response = &tallies->station_response[s];
        struct ems_crew_tally crews = add_crews(tallies, station->first_crew, station->crew_count);
        walk_crew(walk, &out->stations[s].crews, &crews);
        count(walk, &out->stations[s].reached, (double)response->count);
        mean_time(walk, &out->stations[s].response_s, response->sum, response->count);
    }
}

static void walk_hospitals(struct walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    for (int32_t h = 0; h < walk->summary->model->hospital_count; h++) {
        const struct ems_hospital_tally *tally = &tallies->hospitals[h];
        struct ems_hospital_result *result = &out->hospitals[h];
        int32_t bays = walk->summary->model->hospitals[h].bays;
        double bay_time = bays == EMS_UNLIMITED ? 0 : (double)bays * (double)tallies->simulated;
        count(walk, &result->arrivals, (double)tally->arrivals);
        mean_time(walk, &result->bay_wait_s, tally->bay_wait.sum, tally->bay_wait.count);
        mean_time(walk, &result->handover_s, tally->handover.sum, tally->handover.count);
        ratio(walk, &result->bays_occupied, (double)tally->occupied, (double)tallies->simulated, 1, INFINITY);
        ratio(walk, &result->occupancy_share, (double)tally->occupied, bay_time, 1, 1);
    }
}

static void walk_levels(struct walk *walk, struct ems_level_figures *out, const struct ems_tallies *tallies)
{
    const struct ems_level_tally *tally = &tallies->levels;
    double window = (double)tallies->simulated, people = walk->summary->people;
    int32_t seats = walk->summary->model->call_centre.seats;
    bool limited = walk->summary->model->call_centre.given && seats != EMS_UNLIMITED;
    ratio(walk, &out->waiting, (double)tally->waiting, window, 1, INFINITY);
    largest(walk, &out->waiting_max, (double)tally->waiting_max);
    ratio(walk, &out->seats_busy, (double)tally->talking, window, 1, INFINITY);
    ratio(walk, &out->seats_share, (double)tally->talking, limited ? seats * window : 0, 1, 1);
    ratio(walk, &out->callers_waiting, (double)tally->calls_waiting, window, 1, INFINITY);
    ratio(walk, &out->cover_share, tally->cover_people_sum, (double)tally->cover_samples * people, 1, 1);
    for (int32_t h = 0; h < 24; h++)
        ratio(walk, &out->cover_share_hour[h], tally->cover_people_hour[h],
              (double)tally->cover_samples_hour[h] * people, 1, 1);
}

/* Where a target's limit stands among the thresholds; EMS_NONE when it does not. */
static int32_t threshold_of(const struct ems_model *model, ems_time within)
{
    for (int32_t t = 0; t < model->threshold_count; t++)
        if (model->thresholds[t] == within) return t;
    return EMS_NONE;
}

static void walk_targets(struct walk *walk, struct ems_results *out, const struct ems_tallies *tallies)
{
    const struct ems_model *model = walk->summary->model;
    for (int32_t i = 0; i < model->target_count; i++) {
        const struct ems_group_tally *tally = &tallies->by_target[i];
        int32_t t = threshold_of(model, model->targets[i].within);
        count(walk, &out->targets[i].requests, (double)tally->requests);
        share(walk, &out->targets[i].found, t < 0 ? 0 : tally->within[t], t < 0 ? 0 : tally->within_base[t]);
    }
}

static void walk_all(struct walk *walk, struct ems_results *out, struct ems_tallies *tallies)
{
    walk_calls(walk, out, tallies);
    walk_service(walk, &out->service, tallies);
    walk_groups(walk, out, tallies);
    walk_vehicles(walk, out, tallies);
    walk_crews(walk, out, tallies);
    walk_hospitals(walk, out, tallies);
    walk_levels(walk, &out->levels, tallies);
    walk_targets(walk, out, tallies);
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

enum ems_status ems_summary_create(const struct ems_model *model, struct ems_summary **out)
{
    struct ems_summary *summary = calloc(1, sizeof *summary);
    *out = summary;
    if (summary == NULL) return EMS_NO_MEMORY;
    summary->model = model;
    summary->people = people_with_radius(model);
    summary->unused = ems_results_create(model);
    if (summary->unused == NULL || ems_tallies_create(model, &summary->blank) != EMS_OK) goto no_memory;
    struct walk walk = {.summary = summary, .mode = COUNT};
    walk_all(&walk, summary->unused, summary->blank);
    summary->columns = walk.column;
    summary->groups = walk.group;
    summary->pooled = calloc((size_t)walk.group, sizeof *summary->pooled);
    if (summary->pooled != NULL) return EMS_OK;
no_memory:
    ems_summary_free(summary);
    *out = NULL;
    return EMS_NO_MEMORY;
}

static bool resize(double **array, int64_t count_of)
{
    double *moved = realloc(*array, (size_t)count_of * sizeof **array);
    if (moved == NULL) return false;
    *array = moved;
    return true;
}

/* Room for one more replication. */
static bool grow(struct ems_summary *summary)
{
    if (summary->replications < summary->capacity) return true;
    int64_t capacity = summary->capacity > 0 ? summary->capacity * 2 : 16;
    if (!resize(&summary->rows, capacity * summary->columns) || !resize(&summary->numerators, capacity) ||
        !resize(&summary->denominators, capacity))
        return false;
    summary->capacity = capacity;
    return true;
}

enum ems_status ems_summary_add(struct ems_summary *summary, struct ems_tallies *tallies)
{
    if (tallies->no_memory || !grow(summary)) return EMS_NO_MEMORY;
    struct walk walk = {.summary = summary, .mode = RECORD};
    walk.row = summary->rows + summary->replications * summary->columns;
    walk_all(&walk, summary->unused, tallies);
    if (walk.no_memory) return EMS_NO_MEMORY;
    summary->replications++;
    summary->simulated += tallies->simulated;
    for (int32_t w = 0; w < EMS_WORK_COUNT; w++) summary->work[w] += tallies->work[w];
    return EMS_OK;
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
    struct walk walk = {.summary = summary, .mode = FINISH};
    walk_all(&walk, results, summary->blank);
    judge_targets(summary->model, results);
    results->replications = summary->replications;
    results->simulated = summary->simulated;
    for (int32_t w = 0; w < EMS_WORK_COUNT; w++) results->work[w] = summary->work[w];
}

void ems_summary_free(struct ems_summary *summary)
{
    if (summary == NULL) return;
    for (int32_t g = 0; g < summary->groups && summary->pooled != NULL; g++)
        ems_sample_free(&summary->pooled[g]);
    free(summary->pooled);
    free(summary->rows);
    free(summary->numerators);
    free(summary->denominators);
    if (summary->blank != NULL) ems_tallies_free(summary->blank, summary->model);
    ems_results_free(summary->unused);
    free(summary);
}
