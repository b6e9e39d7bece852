/* The sums of all periods as results of a study: values without intervals, missing where the model has
 * nothing to say. */
#include "study/analytic_parts.h"

#include "study/summary.h"

/* Response times on which distribution functions are tabulated for quantiles. */
enum {
    FINE_STEPS = 90,
    MIDDLE_STEPS = 60,
    COARSE_STEPS = 24,
    STEPS = FINE_STEPS + MIDDLE_STEPS + COARSE_STEPS
};

static double step_s(int32_t i)
{
    if (i < FINE_STEPS) return (i + 1) * 20.0;                                    /* to half an hour */
    if (i < FINE_STEPS + MIDDLE_STEPS) return 1800 + (i - FINE_STEPS + 1) * 60.0; /* to 90 min */
    return 5400 + (i - FINE_STEPS - MIDDLE_STEPS + 1) * 600.0;                    /* to 5.5 h */
}

struct filler {
    const struct ems_analytic *a;
    const struct ems_model *model;
    struct ems_results *out;
    double (*steps)[2][EMS_ANALYTIC_BINS];  /* STEPS: chances of a response within step_s */
    double (*limits)[2][EMS_ANALYTIC_BINS]; /* of the model's thresholds */
    double wait_s;                          /* mean over all requests */
    bool loss;
};

static struct ems_figure bare(double value)
{
    return isnan(value) ? ems_figure_missing(EMS_NOTE_NO_CASES)
                        : ems_figure_bare(value, 0, EMS_NOTE_NO_INTERVAL);
}

static double within(const struct ems_analytic_histogram *h, double chances[2][EMS_ANALYTIC_BINS])
{
    double sum = 0;
    for (int n = 0; n < 2; n++)
        for (int32_t b = 0; b < EMS_ANALYTIC_BINS; b++) sum += h->mass[n][b] * chances[n][b];
    return sum;
}

/* Of all `reached`, by interpolation between steps; NAN beyond the last. Those who wait come last. */
static double quantile(const struct filler *f, const struct ems_analytic_histogram *h, double reached,
                       double share)
{
    double before = 0, before_s = 0;
    for (int32_t i = 0; i < STEPS && reached > 0; i++) {
        double now = within(h, f->steps[i]) / reached;
        if (now >= share)
            return before_s + (now > before ? (share - before) / (now - before) : 1) * (step_s(i) - before_s);
        before = now;
        before_s = step_s(i);
    }
    return NAN;
}

static void fill_group(const struct filler *f, struct ems_group_result *out,
                       const struct ems_analytic_histogram *h)
{
    const struct ems_analytic *a = f->a;
    double served = h->served[0] + h->served[1], all = served + h->waits;
    if (all <= 0) return;
    double reached = f->loss ? served : all;
    double travel = (h->travel_s[0] + h->travel_s[1]) / served;
    double turnout = (h->served[0] * a->turnout_s[0] + h->served[1] * a->turnout_s[1]) / served;
    double wait = f->loss ? 0 : f->wait_s;
    const double parts[EMS_RESPONSE_PARTS] = {a->answer_s, a->process_s, wait, 0, turnout, travel};
    double mean = 0;
    for (int32_t p = 0; p < EMS_RESPONSE_PARTS; p++) {
        out->parts_s[p] = bare(parts[p]);
        mean += parts[p];
    }
    out->requests = bare(all);
    out->ordered = out->reached = bare(reached);
    out->queued_share = bare(h->waits / all);
    out->mean_s = bare(mean);
    out->from_answer_s = bare(mean - a->answer_s);
    out->from_order_s = bare(turnout + travel);
    out->p50_s = bare(quantile(f, h, reached, 0.5));
    out->p90_s = bare(quantile(f, h, reached, 0.9));
    out->p95_s = bare(quantile(f, h, reached, 0.95));
    for (int32_t t = 0; t < f->model->threshold_count; t++)
        out->within[t] = bare(within(h, f->limits[t]) / all);
}

/* ---- groups ---- */

typedef bool ems_analytic_belongs(const struct ems_model *model, int32_t area, int32_t priority,
                                  int32_t number);

static bool to_all(const struct ems_model *model, int32_t area, int32_t priority, int32_t number)
{
    (void)model, (void)area, (void)priority, (void)number;
    return true;
}

static bool to_priority(const struct ems_model *model, int32_t area, int32_t priority, int32_t number)
{
    (void)model, (void)area;
    return priority == number;
}

static bool to_class(const struct ems_model *model, int32_t area, int32_t priority, int32_t number)
{
    (void)priority;
    return model->areas[area].class_id == number;
}

static bool to_area(const struct ems_model *model, int32_t area, int32_t priority, int32_t number)
{
    (void)model, (void)priority;
    return area == number;
}

static void fill_sum(const struct filler *f, struct ems_group_result *out, ems_analytic_belongs *belongs,
                     int32_t number)
{
    struct ems_analytic_histogram sum = {0};
    for (int32_t area = 0; area < f->model->area_count; area++)
        for (int32_t p = 0; p < EMS_PRIORITIES; p++)
            if (belongs(f->model, area, p, number))
                ems_analytic_merge(&sum, &f->a->by_area[(int64_t)area * EMS_PRIORITIES + p]);
    fill_group(f, out, &sum);
}

static void fill_groups(const struct filler *f)
{
    const struct ems_model *model = f->model;
    fill_sum(f, &f->out->all, to_all, 0);
    for (int32_t p = 0; p < EMS_PRIORITIES; p++) fill_sum(f, &f->out->by_priority[p], to_priority, p);
    for (int32_t c = 0; c < model->class_count; c++) fill_sum(f, &f->out->by_class[c], to_class, c);
    for (int32_t i = 0; i < model->area_count; i++) fill_sum(f, &f->out->by_area[i], to_area, i);
    for (int32_t h = 0; h < 24; h++) fill_group(f, &f->out->by_hour[h], &f->a->by_hour[h]);
}

/* ---- targets, stations, crews ---- */

static void fill_targets(const struct filler *f, struct ems_analytic *a)
{
    for (int32_t i = 0; i < f->model->target_count; i++) {
        struct ems_target_result *result = &f->out->targets[i];
        double found = ems_analytic_target(a, &f->model->targets[i]);
        result->found = bare(found);
        result->origin = EMS_ORIGIN_HYPERCUBE;
        result->judgement.bound = NAN;
        result->judgement.verdict =
            isnan(found) ? EMS_VERDICT_NA : ems_verdict_exact(found >= f->model->targets[i].share);
    }
}

static void fill_crews(struct ems_crew_result *out, double busy_h, double staffed_h)
{
    out->staffed_h = bare(staffed_h);
    out->utilisation = bare(staffed_h > 0 ? busy_h / staffed_h : NAN);
}

/* Crews of a station take turns, so they share its work evenly. */
static void fill_stations(const struct filler *f)
{
    double busy_h = 0, staffed_h = 0;
    for (int32_t s = 0; s < f->model->station_count; s++) {
        const struct ems_analytic_station *sums = &f->a->stations[s];
        const struct ems_station *station = &f->model->stations[s];
        struct ems_station_result *out = &f->out->stations[s];
        fill_crews(&out->crews, sums->busy_h, sums->staffed_h);
        out->reached = out->crews.orders = bare(sums->served);
        out->response_s = bare(sums->served > 0 ? sums->response_s / sums->served : NAN);
        for (int32_t c = station->first_crew; c < station->first_crew + station->crew_count; c++)
            f->out->crews[c].utilisation = out->crews.utilisation;
        busy_h += sums->busy_h;
        staffed_h += sums->staffed_h;
    }
    fill_crews(&f->out->fleet, busy_h, staffed_h);
}

static void fill_whole(const struct filler *f)
{
    const struct ems_analytic *a = f->a;
    struct ems_results *out = f->out;
    double reached = f->loss ? a->requests - a->lost : a->requests;
    out->calls.requests = bare(a->requests);
    out->calls.ordered = out->calls.reached = bare(reached);
    out->service.queued_share = out->all.queued_share;
    out->service.satisfaction_share = bare(a->requests > 0 ? reached / a->requests : NAN);
    for (int32_t p = 0; p < EMS_RESPONSE_PARTS; p++) out->parts_s[p] = out->all.parts_s[p];
    out->levels.waiting = bare(f->loss ? 0 : a->queue_h / a->window_h);
    out->hypercube = (struct ems_hypercube_summary){
        .exact = a->exact,
        .units_most = a->units_most,
        .periods = a->period_count,
        .first_preference = a->requests > 0 ? a->first_preference / a->requests : NAN,
        .all_busy = a->requests > 0 ? a->all_busy / a->requests : NAN,
        .lost = a->requests > 0 ? a->lost / a->requests : NAN};
}

static enum ems_status fill(struct ems_analytic *a, struct ems_results *out)
{
    struct filler f = {.a = a, .model = a->model, .out = out};
    f.loss = a->model->rules.waiting_room == 0;
    f.wait_s = a->requests > 0 ? a->wait_s / a->requests : 0;
    ems_arena_reset(&a->scratch);
    f.steps = ems_arena_alloc(&a->scratch, STEPS, sizeof *f.steps);
    f.limits = ems_arena_alloc(&a->scratch, EMS_THRESHOLDS_MAX, sizeof *f.limits);
    if (f.steps == NULL || f.limits == NULL) return EMS_NO_MEMORY;
    for (int n = 0; n < 2; n++) {
        for (int32_t i = 0; i < STEPS; i++) ems_analytic_chances(a, n != 0, step_s(i), f.steps[i][n]);
        for (int32_t t = 0; t < a->model->threshold_count; t++)
            ems_analytic_chances(a, n != 0, (double)a->model->thresholds[t] / (double)EMS_SECOND,
                                 f.limits[t][n]);
    }
    fill_groups(&f);
    fill_targets(&f, a);
    fill_stations(&f);
    fill_whole(&f);
    return EMS_OK;
}

/* Results in which every figure is missing: those of a study of no replications. */
static enum ems_status empty_results(const struct ems_model *model, struct ems_results **out)
{
    struct ems_summary *summary;
    *out = ems_results_create(model);
    if (*out == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_summary_create(model, &summary);
    if (status == EMS_OK) ems_summary_finish(summary, *out);
    if (status == EMS_OK) ems_summary_free(summary);
    (*out)->method = EMS_METHOD_HYPERCUBE;
    return status;
}

enum ems_status ems_analytic_run(const struct ems_model *model, struct ems_results **out,
                                 struct ems_analytic_overload *overload)
{
    struct ems_analytic *analytic;
    *out = NULL;
    enum ems_status status = ems_analytic_create(model, &analytic);
    if (status != EMS_OK) return status;
    status = ems_analytic_evaluate(analytic, NULL, overload);
    if (status == EMS_OK) status = empty_results(model, out);
    if (status == EMS_OK) status = fill(analytic, *out);
    if (status != EMS_OK) {
        ems_results_free(*out);
        *out = NULL;
    }
    ems_analytic_free(analytic);
    return status;
}
