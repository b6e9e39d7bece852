/* A training hour as a document: JSON for programs, a page for people. What cost most stands first. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/json_text.h"
#include "api/training.h"
#include "base/json.h"
#include "base/number.h"
#include "model/policy.h"
#include "scenario/load.h"

enum { FORMAT = 1, ROWS = 20 };

/* ---- what a decision cost ---- */

static ems_time later_by(const struct ems_training_decision *d)
{
    if (d->best == EMS_NEVER || d->answer == d->advice) return 0;
    if (d->expected == EMS_NEVER) return EMS_HOUR; /* nobody was sent although somebody could have been */
    return d->expected > d->best ? d->expected - d->best : 0;
}

static double uncovered_by(const struct ems_training_decision *d)
{
    return d->answer != d->advice && d->covered_best > d->covered ? d->covered_best - d->covered : 0;
}

/* By time lost, then by people no longer covered, then by time of day. */
static int by_cost(const void *a, const void *b)
{
    const struct ems_training_decision *x = a, *y = b;
    ems_time x_late = later_by(x), y_late = later_by(y);
    if (x_late != y_late) return x_late > y_late ? -1 : 1;
    double x_open = uncovered_by(x), y_open = uncovered_by(y);
    if (x_open > y_open || x_open < y_open) return x_open > y_open ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static struct ems_training_decision *by_costs(const struct ems_training *t)
{
    struct ems_training_decision *sorted = calloc((size_t)t->decision_count + 1, sizeof *sorted);
    if (sorted == NULL) return NULL;
    if (t->decision_count > 0) memcpy(sorted, t->decisions, (size_t)t->decision_count * sizeof *sorted);
    qsort(sorted, (size_t)t->decision_count, sizeof *sorted, by_cost);
    return sorted;
}

/* ---- JSON ---- */

static const char *reference_name(const struct ems_training *t)
{
    return ems_scenario_model(t->reference)->dispatch.policy->name;
}

static json_t *vehicle_json(const struct ems_model *m, ems_vehicle_id vehicle)
{
    return ems_json_text(vehicle == EMS_NONE ? NULL : m->vehicles[vehicle].id);
}

static json_t *score_json(const struct ems_training_score *s)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "points", ems_json_real(s->points),
        "calls", ems_json_integer(s->calls), "reached", ems_json_integer(s->reached), "late",
        ems_json_integer(s->late), "mean_s", ems_json_real(s->mean_s), "covered_share",
        ems_json_real(s->covered_share), "decisions", ems_json_integer(s->decisions), "same_as_reference",
        ems_json_integer(s->same_as_reference), "reference_reached", ems_json_integer(s->reference_reached),
        "reference_late", ems_json_integer(s->reference_late), "reference_mean_s",
        ems_json_real(s->reference_mean_s), "reference_covered_share",
        ems_json_real(s->reference_covered_share));
}

static json_t *call_json(const struct ems_model *m, const struct ems_training_call *c)
{
    return json_pack("{s:o, s:o, s:i, s:o, s:o, s:b, s:b, s:o, s:o}", "call",
                     ems_json_integer((int64_t)c->call), "rang_s", ems_json_seconds(c->rang), "priority",
                     (int)c->priority, "response_s", ems_json_seconds(c->response), "reference_response_s",
                     ems_json_seconds(c->reference_response), "late", c->late, "reference_late",
                     c->reference_late, "vehicle", vehicle_json(m, c->vehicle), "reference_vehicle",
                     vehicle_json(m, c->reference_vehicle));
}

/* The id that an answer stands for; null for holding and for a waiting request. */
static json_t *answer_json(const struct ems_model *m, const struct ems_training_decision *d, int32_t answer)
{
    if (answer == EMS_NONE) return json_null();
    if (d->role == EMS_ROLE_DESTINATION) return ems_json_text(m->hospitals[answer].id);
    return d->vehicle == EMS_NONE ? ems_json_text(m->vehicles[answer].id) : json_null();
}

static json_t *decision_json(const struct ems_model *m, const struct ems_training_decision *d)
{
    return json_pack("{s:o, s:o, s:s, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "at_s",
                     ems_json_seconds(d->at), "available", vehicle_json(m, d->vehicle), "role",
                     d->role == EMS_ROLE_DESTINATION ? "destination" : "dispatch", "call",
                     ems_json_integer((int64_t)d->call), "chosen", answer_json(m, d, d->answer), "reference",
                     answer_json(m, d, d->advice), "same", d->answer == d->advice, "expected_s",
                     ems_json_seconds(d->expected), "reference_expected_s", ems_json_seconds(d->best),
                     "later_s", ems_json_seconds(later_by(d)), "covered", ems_json_real(d->covered),
                     "reference_covered", ems_json_real(d->covered_best), "fewer_covered",
                     ems_json_real(uncovered_by(d)), "thought_s", ems_json_real(d->thought_s));
}

static bool append(json_t *array, json_t *value)
{
    return value != NULL && json_array_append_new(array, value) == 0;
}

static json_t *document_json(const struct ems_training *t, const struct ems_training_score *score,
                             const struct ems_training_decision *sorted)
{
    const struct ems_model *m = ems_scenario_model(t->asking);
    json_t *calls = json_array(), *decisions = json_array();
    bool whole = calls != NULL && decisions != NULL;
    for (int32_t i = 0; whole && i < t->call_count; i++) whole = append(calls, call_json(m, &t->calls[i]));
    for (int32_t i = 0; whole && i < t->decision_count; i++)
        whole = append(decisions, decision_json(m, &sorted[i]));
    if (!whole) {
        json_decref(calls);
        json_decref(decisions);
        return NULL;
    }
    return json_pack("{s:i, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "format", (int)FORMAT,
                     "version", EMS_VERSION, "scenario", m->scenario_id, "scenario_hash",
                     ems_json_text(ems_scenario_model(t->reference)->origin.scenario_hash), "seed",
                     ems_json_integer((int64_t)m->seed), "replication", ems_json_integer(t->def.replication),
                     "from_s", ems_json_seconds(t->from), "until_s", ems_json_seconds(t->until),
                     "reference_policy", reference_name(t), "score", score_json(score), "decisions",
                     decisions, "calls", calls);
}

enum ems_status ems_training_score_json(struct ems_training *training, char **json)
{
    struct ems_training_score score;
    *json = NULL;
    enum ems_status status = ems_training_score(training, &score);
    if (status != EMS_OK) return status;
    struct ems_training_decision *sorted = by_costs(training);
    json_t *document = sorted != NULL ? document_json(training, &score, sorted) : NULL;
    status = document != NULL ? ems_json_to_text(document, json) : EMS_NO_MEMORY;
    json_decref(document);
    free(sorted);
    return status;
}

/* ---- a page ---- */

struct page {
    FILE *out;
    enum ems_lang lang;
    const struct ems_training *t;
    const struct ems_model *m;
};

static void put_text(const struct page *p, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '<' || *c == '>' || *c == '&' || *c == '"')
            fprintf(p->out, "&#%d;", *c);
        else
            putc(*c, p->out);
    }
}

static void cell(const struct page *p, const char *tag, const char *text)
{
    fprintf(p->out, "<%s>", tag);
    put_text(p, text);
    fprintf(p->out, "</%s>", tag);
}

static void say(const struct page *p, const char *tag, enum ems_text id, const char *argument)
{
    char text[512];
    const char *const args[] = {argument};
    ems_text_format(text, sizeof text, id, p->lang, args, 1);
    cell(p, tag, text);
}

/* Minutes and seconds. */
static void clock_text(double seconds, char *out, size_t size)
{
    if (!isfinite(seconds)) {
        snprintf(out, size, "-");
        return;
    }
    long long whole = llround(seconds);
    snprintf(out, size, "%lld:%02lld", whole / 60, whole % 60);
}

static void time_text(const struct page *p, ems_time at, char *out, size_t size)
{
    long long since = (at + p->m->clock.start_of_day) / EMS_SECOND;
    snprintf(out, size, "%lld %02lld:%02lld:%02lld", since / 86400 + 1, since / 3600 % 24, since / 60 % 60,
             since % 60);
}

static void score_row(const struct page *p, enum ems_text label, const char *own, const char *reference)
{
    fputs("<tr>", p->out);
    say(p, "th", label, "");
    cell(p, "td", own);
    cell(p, "td", reference);
    fputs("</tr>\n", p->out);
}

static void count_row(const struct page *p, enum ems_text label, int64_t own, int64_t reference)
{
    char a[32], b[32];
    snprintf(a, sizeof a, "%lld", (long long)own);
    snprintf(b, sizeof b, "%lld", (long long)reference);
    score_row(p, label, a, b);
}

static void share_row(const struct page *p, enum ems_text label, double own, double reference)
{
    char a[EMS_NUMBER_SIZE], b[EMS_NUMBER_SIZE];
    ems_number_format_fixed(100 * own, 1, a);
    ems_number_format_fixed(100 * reference, 1, b);
    strcat(a, " %");
    strcat(b, " %");
    score_row(p, label, a, b);
}

static void put_score(const struct page *p, const struct ems_training_score *s)
{
    char points[EMS_NUMBER_SIZE], own[32], reference[32];
    ems_number_format_fixed(s->points, 0, points);
    fputs("<table><tr><th></th>", p->out);
    say(p, "th", EMS_T_TRAIN_YOU, "");
    say(p, "th", EMS_T_TRAIN_REFERENCE, reference_name(p->t));
    fputs("</tr>\n", p->out);
    score_row(p, EMS_T_TRAIN_POINTS, points, "");
    count_row(p, EMS_T_TRAIN_CALLS, s->calls, s->calls);
    count_row(p, EMS_T_TRAIN_REACHED, s->reached, s->reference_reached);
    count_row(p, EMS_T_TRAIN_LATE, s->late, s->reference_late);
    clock_text(s->mean_s, own, sizeof own);
    clock_text(s->reference_mean_s, reference, sizeof reference);
    score_row(p, EMS_T_TRAIN_MEAN, own, reference);
    share_row(p, EMS_T_TRAIN_COVERED, s->covered_share, s->reference_covered_share);
    count_row(p, EMS_T_TRAIN_SAME, s->same_as_reference, s->decisions);
    fputs("</table>\n", p->out);
}

static void put_answer(const struct page *p, const struct ems_training_decision *d, int32_t answer)
{
    if (answer == EMS_NONE)
        say(p, "td", EMS_T_TRAIN_HELD, "");
    else if (d->role == EMS_ROLE_DESTINATION)
        cell(p, "td", ems_hospital_name(p->t->asking, answer, p->lang));
    else if (d->vehicle == EMS_NONE)
        cell(p, "td", p->m->vehicles[answer].id);
    else
        say(p, "td", EMS_T_TRAIN_TASK, "");
}

static void put_why(const struct page *p, const struct ems_training_decision *d)
{
    char text[64];
    fputs("<td>", p->out);
    if (d->expected == EMS_NEVER && d->best != EMS_NEVER) {
        say(p, "span", EMS_T_TRAIN_HELD_WHY, "");
    } else if (later_by(d) > 0) {
        clock_text((double)later_by(d) / EMS_SECOND, text, sizeof text);
        say(p, "span", EMS_T_TRAIN_LATER, text);
    }
    if (uncovered_by(d) >= 0.5) {
        snprintf(text, sizeof text, "%lld", (long long)llround(uncovered_by(d)));
        if (later_by(d) > 0) fputs(p->lang == EMS_LANG_ZH ? "；" : "; ", p->out);
        say(p, "span", EMS_T_TRAIN_UNCOVERED, text);
    }
    fputs("</td>", p->out);
}

static void put_decisions(const struct page *p, const struct ems_training_decision *sorted)
{
    static const enum ems_text heads[] = {EMS_T_TRAIN_TIME, EMS_T_TRAIN_CALL, EMS_T_TRAIN_ANSWER,
                                          EMS_T_TRAIN_ADVICE, EMS_T_TRAIN_WHY};
    say(p, "h2", EMS_T_TRAIN_COSTLY, "");
    fputs("<table><tr>", p->out);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) say(p, "th", heads[i], "");
    fputs("</tr>\n", p->out);
    for (int32_t i = 0; i < p->t->decision_count && i < ROWS; i++) {
        const struct ems_training_decision *d = &sorted[i];
        char time[48], call[32];
        if (later_by(d) == 0 && uncovered_by(d) < 0.5) break;
        time_text(p, d->at, time, sizeof time);
        snprintf(call, sizeof call, "%llu", (unsigned long long)d->call);
        fputs("<tr>", p->out);
        cell(p, "td", time);
        cell(p, "td", call);
        put_answer(p, d, d->answer);
        put_answer(p, d, d->advice);
        put_why(p, d);
        fputs("</tr>\n", p->out);
    }
    fputs("</table>\n", p->out);
}

static void put_response(const struct page *p, ems_time response, bool late)
{
    char text[32];
    if (response == EMS_NEVER) {
        say(p, "td", EMS_T_TRAIN_NOBODY, "");
        return;
    }
    clock_text((double)response / EMS_SECOND, text, sizeof text);
    fprintf(p->out, "<td%s>%s</td>", late ? " class=\"late\"" : "", text);
}

static void put_calls(const struct page *p)
{
    say(p, "h2", EMS_T_TRAIN_CALLS, "");
    fputs("<table><tr>", p->out);
    say(p, "th", EMS_T_TRAIN_TIME, "");
    say(p, "th", EMS_T_TRAIN_CALL, "");
    say(p, "th", EMS_T_TRAIN_PRIORITY, "");
    say(p, "th", EMS_T_TRAIN_YOU, "");
    say(p, "th", EMS_T_TRAIN_ADVICE, "");
    fputs("</tr>\n", p->out);
    for (int32_t i = 0; i < p->t->call_count; i++) {
        const struct ems_training_call *c = &p->t->calls[i];
        char time[48], call[32], priority[16];
        time_text(p, c->rang, time, sizeof time);
        snprintf(call, sizeof call, "%llu", (unsigned long long)c->call);
        snprintf(priority, sizeof priority, "%d", c->priority);
        fputs("<tr>", p->out);
        cell(p, "td", time);
        cell(p, "td", call);
        cell(p, "td", priority);
        put_response(p, c->response, c->late);
        put_response(p, c->reference_response, c->reference_late);
        fputs("</tr>\n", p->out);
    }
    fputs("</table>\n", p->out);
}

static void put_page(const struct page *p, const struct ems_training_score *score,
                     const struct ems_training_decision *sorted)
{
    const char *name = ems_scenario_name(p->t->asking, p->lang);
    fprintf(p->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\">",
            p->lang == EMS_LANG_ZH ? "zh-CN" : "en");
    say(p, "title", EMS_T_TRAIN_TITLE, name);
    fputs(
        "<style>body{font-family:sans-serif;margin:2em;max-width:60em}table{border-collapse:collapse;margin:"
        "1em 0}"
        "th,td{border:1px solid #bbb;padding:.3em .7em;text-align:left}td{font-variant-numeric:tabular-nums}"
        "th,td:first-child{white-space:nowrap}"
        ".late{font-weight:bold;text-decoration:underline}</style></head>\n<body>\n",
        p->out);
    say(p, "h1", EMS_T_TRAIN_TITLE, name);
    put_score(p, score);
    put_decisions(p, sorted);
    put_calls(p);
    fprintf(p->out, "<p><small>ems120 %s, %s, seed %llu, replication %lld</small></p>\n</body>\n</html>\n",
            EMS_VERSION, ems_scenario_model(p->t->reference)->origin.scenario_hash,
            (unsigned long long)p->m->seed, (long long)p->t->def.replication);
}

enum ems_status ems_training_score_html(struct ems_training *training, enum ems_lang lang, char **html)
{
    struct ems_training_score score;
    size_t size;
    *html = NULL;
    enum ems_status status = ems_training_score(training, &score);
    if (status != EMS_OK) return status;
    struct ems_training_decision *sorted = by_costs(training);
    FILE *out = sorted != NULL ? open_memstream(html, &size) : NULL;
    if (out == NULL) {
        free(sorted);
        return EMS_NO_MEMORY;
    }
    struct page page = {out, lang, training, ems_scenario_model(training->asking)};
    put_page(&page, &score, sorted);
    bool failed = ferror(out) != 0;
    free(sorted);
    if (fclose(out) == 0 && !failed) return EMS_OK;
    free(*html);
    *html = NULL;
    return EMS_NO_MEMORY;
}
