/* Response times from travel times: what passes from the ringing until the wheels turn, and the factor that
 * is drawn for a trip, added up over histograms of expected travel time. */
#include <gsl/gsl_cdf.h>
#include <stdlib.h>

#include "study/analytic_parts.h"

/* ---- bins: 10 s up to half an hour, then a minute ---- */

enum { FINE_BINS = 181, FINE_S = 10, COARSE_S = 60 };

static double bin_travel_s(int32_t bin)
{
    if (bin < FINE_BINS) return (double)bin * FINE_S;
    return (double)(FINE_BINS - 1) * FINE_S + (double)(bin - FINE_BINS + 1) * COARSE_S;
}

static double bin_position(double travel_s)
{
    double fine = (double)(FINE_BINS - 1) * FINE_S;
    double position = travel_s <= fine ? travel_s / FINE_S : FINE_BINS - 1 + (travel_s - fine) / COARSE_S;
    return fmin(position, EMS_ANALYTIC_BINS - 1);
}

void ems_analytic_add(struct ems_analytic_histogram *h, bool night, double travel_s, double requests)
{
    double position = bin_position(travel_s);
    int32_t bin = (int32_t)position;
    double above = position - bin;
    h->mass[night][bin] += requests * (1 - above);
    if (bin + 1 < EMS_ANALYTIC_BINS) h->mass[night][bin + 1] += requests * above;
    h->travel_s[night] += requests * travel_s;
    h->served[night] += requests;
}

void ems_analytic_merge(struct ems_analytic_histogram *into, const struct ems_analytic_histogram *from)
{
    for (int n = 0; n < 2; n++) {
        for (int32_t b = 0; b < EMS_ANALYTIC_BINS; b++) into->mass[n][b] += from->mass[n][b];
        into->travel_s[n] += from->travel_s[n];
        into->served[n] += from->served[n];
    }
    into->waits += from->waits;
}

/* ---- before the wheels turn ---- */

enum { DRAWS = 8192 };

static int compare_doubles(const void *x, const void *y)
{
    const double *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static double draw_s(const struct ems_distribution *d, uint32_t index, enum ems_draw what)
{
    struct ems_stream stream =
        ems_stream_alone(120, 0, (struct ems_draw_key){.index = index, .draw = (uint8_t)what});
    return (double)ems_distribution_draw(d, &stream) / (double)EMS_SECOND;
}

/* Sorted draws stand in equal numbers for each point, which is their mean. */
static void condense(double *draws, double out[EMS_ANALYTIC_PRE])
{
    enum { SHARE = DRAWS / EMS_ANALYTIC_PRE };
    qsort(draws, DRAWS, sizeof *draws, compare_doubles);
    for (int32_t i = 0; i < EMS_ANALYTIC_PRE; i++) {
        double sum = 0;
        for (int32_t k = 0; k < SHARE; k++) sum += draws[i * SHARE + k];
        out[i] = sum / (double)SHARE;
    }
}

enum ems_status ems_analytic_prepare_response(struct ems_analytic *a)
{
    const struct ems_model *model = a->model;
    const struct ems_call_centre *centre = &model->call_centre;
    const struct ems_distribution *process = centre->process_is_talk ? &centre->talk : &centre->process;
    double *draws = EMS_NEW_ARRAY(&a->scratch, double, DRAWS);
    if (draws == NULL) return EMS_NO_MEMORY;
    for (int night = 0; night < 2; night++) {
        const struct ems_distribution *turnout =
            night ? &model->durations.turnout_night : &model->durations.turnout_day;
        double answer = 0, processed = 0, turned_out = 0;
        for (uint32_t i = 0; i < DRAWS; i++) {
            double pick_up = centre->given ? draw_s(&centre->pick_up, i, EMS_DRAW_PICK_UP) : 0;
            double talk = centre->given ? draw_s(process, i, EMS_DRAW_PROCESS) : 0;
            double out = draw_s(turnout, i, EMS_DRAW_TURNOUT);
            draws[i] = pick_up + talk + out;
            answer += pick_up / DRAWS;
            processed += talk / DRAWS;
            turned_out += out / DRAWS;
        }
        condense(draws, a->pre_s[night]);
        a->answer_s = answer;
        a->process_s = processed;
        a->turnout_s[night] = turned_out;
        a->pre_mean_s[night] = answer + processed + turned_out;
    }
    return EMS_OK;
}

/* ---- in time ---- */

void ems_analytic_chances(const struct ems_analytic *a, bool night, double limit_s,
                          double out[EMS_ANALYTIC_BINS])
{
    double variation = a->model->travel.def.variation;
    double sigma = sqrt(log(1 + variation * variation));
    for (int32_t b = 0; b < EMS_ANALYTIC_BINS; b++) {
        double travel_s = bin_travel_s(b), sum = 0;
        for (int32_t i = 0; i < EMS_ANALYTIC_PRE; i++) {
            double left = limit_s - a->pre_s[night][i];
            if (left < 0) continue;
            if (travel_s <= 0 || sigma <= 0)
                sum += travel_s <= left;
            else if (left > 0) /* lognormal with mean 1 */
                sum += gsl_cdf_ugaussian_P(log(left / travel_s) / sigma + sigma / 2);
        }
        out[b] = sum / EMS_ANALYTIC_PRE;
    }
}
