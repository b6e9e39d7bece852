/* The score sheet: against the reference on the very same calls, what cost most, and the files to keep. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "fresh.h"
#include "train.h"

enum { COSTLY = 6 };

/* ---- files ---- */

static bool write_out(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) return false;
    bool fine = fputs(text, file) >= 0;
    return fclose(file) == 0 && fine;
}

/* Under the first name that nobody has; it is told in `fresh`. */
static bool write_new(const char *id, const char *kind, const char *text, struct viz_fresh *fresh)
{
    char name[512];
    snprintf(name, sizeof name, "%s-training.%s", id, kind);
    if (!viz_fresh_begin(fresh, name)) return false;
    bool fine = write_out(fresh->written, text), placed = false;
    for (int n = 1; n < 1000 && fine && !placed; n++) {
        snprintf(fresh->path, sizeof fresh->path, "%s-training-%d.%s", id, n, kind);
        placed = viz_fresh_end_new(fresh);
        if (!placed && errno != EEXIST) return false;
    }
    return placed || viz_fresh_end(fresh, false);
}

static void save(struct viz_app *app, bool html)
{
    struct viz_train *t = viz_train_of(app);
    char *text = NULL;
    struct viz_fresh fresh = {0};
    enum ems_status status = html ? ems_training_score_html(t->training, app->look.lang, &text)
                                  : ems_training_score_json(t->training, &text);
    if (status != EMS_OK) {
        viz_app_say(app, status == EMS_NO_MEMORY ? VIZ_T_NO_MEMORY : VIZ_T_FAILED, NULL, NULL);
        return;
    }
    bool fine = write_new(ems_scenario_info(app->map[0].scenario).id, html ? "html" : "json", text, &fresh);
    const char *reason = strerror(errno);
    free(text);
    viz_app_say(app, fine ? VIZ_T_TRAIN_SAVED : VIZ_T_TRAIN_NOT_SAVED, fresh.path, reason);
    snprintf(t->saved, sizeof t->saved, "%s", app->said);
    viz_app_touch(app);
}

/* ---- what cost most ---- */

/* Holding although somebody could have gone counts as an hour. */
static double later_s(const struct ems_training_decision *d)
{
    if (d->best == EMS_NEVER || d->answer == d->advice) return 0;
    if (d->expected == EMS_NEVER) return 3600;
    return d->expected > d->best ? (double)(d->expected - d->best) / 1e6 : 0;
}

static double uncovered(const struct ems_training_decision *d)
{
    return d->answer != d->advice ? fmax(d->covered_best - d->covered, 0) : 0;
}

static bool costs_more(const struct ems_training_decision *a, const struct ems_training_decision *b)
{
    double x = later_s(a), y = later_s(b);
    return x > y || (x >= y && uncovered(a) > uncovered(b));
}

/* Inserts into the few dearest; returns how many there are. */
static int rank(const struct ems_training *training, struct ems_training_decision *out)
{
    int count = 0;
    for (int32_t i = 0; i < ems_training_decisions(training); i++) {
        struct ems_training_decision d = ems_training_decision(training, i);
        if (later_s(&d) < 0.5 && uncovered(&d) < 0.5) continue;
        int at = count;
        while (at > 0 && costs_more(&d, &out[at - 1])) at--;
        if (at == COSTLY) continue;
        if (count < COSTLY) count++;
        memmove(&out[at + 1], &out[at], (size_t)(count - 1 - at) * sizeof *out);
        out[at] = d;
    }
    return count;
}

static const char *answer_words(const struct viz_app *app, const struct ems_training_decision *d,
                                int32_t answer)
{
    const struct ems_scenario *s = app->map[0].scenario;
    if (answer == EMS_NONE) return viz_app_text(app, VIZ_T_TRAIN_HOLD);
    if (d->role == EMS_ROLE_DESTINATION) return ems_hospital_name(s, answer, app->look.lang);
    return d->vehicle == EMS_NONE ? ems_vehicle_info(s, answer).id : viz_app_text(app, VIZ_T_TRAIN_TASK);
}

static void why_words(const struct viz_ui *ui, const struct ems_training_decision *d, char *out, size_t size)
{
    char number[32], later[96] = "", fewer[96] = "";
    if (d->expected == EMS_NEVER && d->best != EMS_NEVER)
        snprintf(later, sizeof later, "%s", viz_text(VIZ_T_TRAIN_HELD, ui->lang));
    else if (later_s(d) >= 0.5)
        viz_text_with(later, sizeof later, VIZ_T_TRAIN_LATER, ui->lang,
                      viz_format_minutes(number, sizeof number, later_s(d)), NULL);
    if (uncovered(d) >= 0.5)
        viz_text_with(fewer, sizeof fewer, VIZ_T_TRAIN_FEWER, ui->lang,
                      viz_format_count(number, sizeof number, llround(uncovered(d))), NULL);
    const char *between = later[0] == '\0' || fewer[0] == '\0' ? "" : ui->lang == EMS_LANG_ZH ? "；" : "; ";
    snprintf(out, size, "%s%s%s", later, between, fewer);
}

static void draw_decision(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest,
                          const struct ems_training_decision *d)
{
    char clock[32], text[256], why[200];
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 21));
    struct viz_rect right = viz_rect_cut_right(&row, row.w * 2 / 5);
    snprintf(text, sizeof text, "%s  %s \xe2\x86\x94 %s",
             viz_format_clock(clock, sizeof clock, &app->map[0].moment.info, d->at),
             answer_words(app, d, d->answer), answer_words(app, d, d->advice));
    why_words(ui, d, why, sizeof why);
    viz_label(ui, row, text, 12, false, VIZ_LEFT, ui->theme->text);
    viz_label(ui, right, why, 12, false, VIZ_RIGHT, ui->theme->warning);
}

static void draw_costly(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    struct ems_training_decision dear[COSTLY];
    int count = rank(viz_train_of(app)->training, dear);
    viz_rect_cut_top(rest, viz_px(ui, 8));
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 24)),
              viz_text(count > 0 ? VIZ_T_TRAIN_COSTLY : VIZ_T_TRAIN_NONE_COSTLY, ui->lang), 13, true,
              VIZ_LEFT, ui->theme->faint);
    for (int i = 0; i < count; i++) draw_decision(app, ui, rest, &dear[i]);
}

/* ---- the table ---- */

static void draw_line(struct viz_ui *ui, struct viz_rect *rest, enum viz_text name, const char *own,
                      const char *reference)
{
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 22));
    struct viz_rect last = viz_rect_cut_right(&row, row.w / 4);
    struct viz_rect middle = viz_rect_cut_right(&row, row.w / 3);
    viz_label(ui, row, viz_text(name, ui->lang), 13, false, VIZ_LEFT, ui->theme->text);
    viz_label(ui, middle, own, 13, true, VIZ_RIGHT, ui->theme->text);
    viz_label(ui, last, reference, 13, false, VIZ_RIGHT, ui->theme->text);
}

static void draw_counts(struct viz_ui *ui, struct viz_rect *rest, enum viz_text name, int64_t own,
                        int64_t reference)
{
    char a[24], b[24];
    draw_line(ui, rest, name, viz_format_count(a, sizeof a, own), viz_format_count(b, sizeof b, reference));
}

static void draw_table(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_train *t = viz_train_of(app);
    const struct ems_training_score *s = &t->score;
    char a[32], b[32], points[64];
    viz_text_with(points, sizeof points, VIZ_T_TRAIN_POINTS, ui->lang,
                  viz_format_count(a, sizeof a, llround(s->points)), NULL);
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 34)), points, 20, true, VIZ_LEFT, ui->theme->accent);
    draw_line(ui, rest, VIZ_T_NONE, viz_text(VIZ_T_TRAIN_YOU, ui->lang),
              viz_text(VIZ_T_TRAIN_REFERENCE, ui->lang));
    draw_counts(ui, rest, VIZ_T_TRAIN_CALLS, s->calls, s->calls);
    draw_counts(ui, rest, VIZ_T_TRAIN_REACHED, s->reached, s->reference_reached);
    draw_counts(ui, rest, VIZ_T_TRAIN_LATE, s->late, s->reference_late);
    draw_line(ui, rest, VIZ_T_TRAIN_MEAN, viz_format_minutes(a, sizeof a, s->mean_s),
              viz_format_minutes(b, sizeof b, s->reference_mean_s));
    if (s->decisions == 0) return;
    draw_line(ui, rest, VIZ_T_TRAIN_COVERED, viz_format_share(a, sizeof a, s->covered_share),
              viz_format_share(b, sizeof b, s->reference_covered_share));
    draw_counts(ui, rest, VIZ_T_TRAIN_SAME, s->same_as_reference, s->decisions);
    draw_line(ui, rest, VIZ_T_TRAIN_THOUGHT, viz_format_minutes(a, sizeof a, t->thought_s / s->decisions),
              "");
}

static void draw_buttons(struct viz_app *app, struct viz_ui *ui, struct viz_rect row)
{
    int gap = viz_px(ui, 8), width = (row.w - 2 * gap) / 3;
    struct viz_rect html = viz_rect_cut_left(&row, width);
    viz_rect_cut_left(&row, gap);
    struct viz_rect json = viz_rect_cut_left(&row, width);
    viz_rect_cut_left(&row, gap);
    if (viz_button(ui, html, viz_id("train.html", 0), viz_text(VIZ_T_TRAIN_HTML, ui->lang),
                   VIZ_BUTTON_PRIMARY))
        save(app, true);
    if (viz_button(ui, json, viz_id("train.json", 0), viz_text(VIZ_T_TRAIN_JSON, ui->lang), VIZ_BUTTON_PLAIN))
        save(app, false);
    if (viz_button(ui, row, viz_id("train.new", 0), viz_text(VIZ_T_TRAIN_AGAIN, ui->lang),
                   VIZ_BUTTON_PLAIN)) {
        viz_dialog_close(app);
        viz_train_reset(app);
    }
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect inside)
{
    struct viz_rect row = viz_rect_cut_bottom(&inside, viz_px(ui, 32));
    struct viz_rect said = viz_rect_cut_bottom(&inside, viz_px(ui, 26));
    draw_table(app, ui, &inside);
    draw_costly(app, ui, &inside);
    viz_label(ui, said, viz_train_of(app)->saved, 12, false, VIZ_LEFT, ui->theme->text);
    draw_buttons(app, ui, row);
}

static const struct viz_dialog dialog = {
    .title = VIZ_T_TRAIN_SHEET, .width = 760, .height = 520, .draw = draw};

void viz_train_show_score(struct viz_app *app)
{
    viz_train_of(app)->saved[0] = '\0';
    viz_dialog_open(app, &dialog, NULL);
}
