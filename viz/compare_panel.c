#include <math.h>
#include <stdio.h>

#include "compare.h"
#include "format.h"
#include "ems120/plans.h"

/* ---- on the maps ---- */

/* A plan is known by its label: it has the name of what it extends. */
static void name_of(const struct viz_app *app, int map, char *out, size_t size)
{
    char plan[64];
    if (map == 1 && app->plans != NULL && app->second == ems_plan_info(app->plans, app->plan).path) {
        const char *label = ems_plan_info(app->plans, app->plan).label;
        viz_text_with(plan, sizeof plan, label[0] != '\0' ? VIZ_T_PLAN_N : VIZ_T_PLAN_ONE, app->look.lang,
                      label, NULL);
        snprintf(out, size, "B  %s", plan);
        return;
    }
    snprintf(out, size, "%c  %s", map == 0 ? 'A' : 'B',
             ems_scenario_name(app->map[map].scenario, app->look.lang));
}

/* Drawn in each frame: the words are kept by the writer, and the picture is small. */
void viz_compare_draw(struct viz_app *app, const struct viz_frame *frame, int map)
{
    struct viz_comparing *c = app->mode_state;
    char text[256];
    struct viz_type type = viz_type_of(&app->ui, 14);
    type.bold = true;
    name_of(app, map, text, sizeof text);
    struct viz_size size = viz_measure(app->writer, text, &type);
    struct viz_rect r = {frame->rect.x + 10, frame->rect.y + 10, size.w + 20, size.h + 10};
    if (r.w > frame->rect.w - 20) r.w = frame->rect.w - 20;
    if (r.w < 40 || viz_canvas_fit(&c->name[map], app->renderer, r.w, r.h) != EMS_OK) return;
    cairo_t *cr = viz_canvas_begin(&c->name[map], r.x, r.y);
    viz_colour_use(cr, app->look.theme->panel);
    cairo_paint(cr);
    type.max_width = r.w - 20;
    viz_write(app->writer, cr, text, r.x + 10, r.y + 5, &type, app->look.theme->text);
    viz_canvas_end(&c->name[map], cr);
    viz_canvas_show(&c->name[map], app->renderer, r);
}

void viz_change_show(struct viz_app *app)
{
    struct viz_comparing *c = app->mode_state;
    if (c->change.map == VIZ_WORK_FAILED || c->change.figures == VIZ_WORK_FAILED)
        viz_app_say(app, VIZ_T_FAILED, NULL, NULL);
    for (int m = 0; m < VIZ_MAPS && c->change.map == VIZ_WORK_DONE; m++) {
        atomic_store(&app->map[m].ground.change, &c->change.raster);
        viz_map_shade(app, m, NULL, NULL);
    }
    viz_app_touch(app);
}

void viz_change_stop_showing(struct viz_app *app)
{
    for (int m = 0; m < VIZ_MAPS; m++) {
        if (app->map[m].base == NULL) continue;
        atomic_store(&app->map[m].ground.change, NULL);
        viz_base_wait(app->map[m].base); /* it may be drawing with it */
    }
}

/* ---- the panel ---- */

enum unit { MINUTES, SHARE, COUNT };

static const char *value_text(char *out, size_t size, double value, enum unit unit)
{
    if (unit == MINUTES) return viz_format_minutes(out, size, value);
    if (unit == SHARE) return viz_format_share(out, size, value);
    return viz_format_count(out, size, llround(value));
}

/* With its sign; "=" when it is nothing. */
static void difference_text(char *out, size_t size, double value, enum unit unit)
{
    char text[48];
    if (!isfinite(value)) {
        snprintf(out, size, "\xe2\x80\x93");
        return;
    }
    value_text(text, sizeof text, fabs(value), unit);
    snprintf(out, size, "%s%s", value < 0 ? "\xe2\x88\x92" : value > 0 ? "+" : "", text);
}

static void write_row(struct viz_ui *ui, struct viz_rect *rest, const char *name, const char *const *cell,
                      struct viz_colour colour, bool bold)
{
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 22));
    viz_label(ui, viz_rect_cut_left(&row, row.w * 2 / 5), name, 12, false, VIZ_LEFT, ui->theme->text);
    int width = row.w / 3;
    for (int i = 0; i < 3; i++)
        viz_label(ui, viz_rect_cut_left(&row, width), cell[i], 13, bold || i == 2, VIZ_RIGHT,
                  i == 2 ? colour : ui->theme->text);
}

/* `good`: 1 more is better, -1 less is better. */
static void write_figure(struct viz_ui *ui, struct viz_rect *rest, enum viz_text name, double a, double b,
                         enum unit unit, int good)
{
    char first[48], second[48], difference[64];
    double d = (b - a) * good;
    struct viz_colour colour = !isfinite(d) || d == 0 ? ui->theme->faint
                               : d > 0                ? ui->theme->gain
                                                      : ui->theme->loss;
    difference_text(difference, sizeof difference, b - a, unit);
    const char *const cells[] = {isfinite(a) ? value_text(first, sizeof first, a, unit) : "\xe2\x80\x93",
                                 isfinite(b) ? value_text(second, sizeof second, b, unit) : "\xe2\x80\x93",
                                 difference};
    write_row(ui, rest, viz_text(name, ui->lang), cells, colour, false);
}

static void heading(struct viz_ui *ui, struct viz_rect *rest, enum viz_text text)
{
    viz_rect_cut_top(rest, viz_px(ui, 6));
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 26));
    viz_fill(ui, (struct viz_rect){row.x, row.y, row.w, 1}, ui->theme->line);
    viz_label(ui, row, viz_text(text, ui->lang), 13, true, VIZ_LEFT, ui->theme->faint);
}

static void write_so_far(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    static const char *const letters[] = {"A", "B", "B \xe2\x88\x92 A"};
    const struct ems_figures *a = &app->map[0].figures, *b = &app->map[1].figures;
    heading(ui, rest, VIZ_T_COMPARE_SO_FAR);
    write_row(ui, rest, "", letters, ui->theme->text, true);
    write_figure(ui, rest, VIZ_T_MEAN, a->all.mean_s, b->all.mean_s, MINUTES, -1);
    write_figure(ui, rest, VIZ_T_P90, a->all.p90_s, b->all.p90_s, MINUTES, -1);
    write_figure(ui, rest, VIZ_T_ON_TIME, a->all.on_time_share, b->all.on_time_share, SHARE, 1);
    write_figure(ui, rest, VIZ_T_COMPARE_LATE, (double)a->all.late, (double)b->all.late, COUNT, -1);
    write_figure(ui, rest, VIZ_T_WAITING, a->waiting_now, b->waiting_now, COUNT, -1);
    write_figure(ui, rest, VIZ_T_CALLS_SO_FAR, (double)a->calls, (double)b->calls, COUNT, 0);
    write_figure(ui, rest, VIZ_T_PART_QUEUE, a->parts_s[EMS_FIGURE_QUEUE] + a->parts_s[EMS_FIGURE_BUMPED],
                 b->parts_s[EMS_FIGURE_QUEUE] + b->parts_s[EMS_FIGURE_BUMPED], MINUTES, -1);
    write_figure(ui, rest, VIZ_T_PART_TURNOUT, a->parts_s[EMS_FIGURE_TURNOUT], b->parts_s[EMS_FIGURE_TURNOUT],
                 MINUTES, -1);
    write_figure(ui, rest, VIZ_T_PART_TRAVEL, a->parts_s[EMS_FIGURE_TRAVEL], b->parts_s[EMS_FIGURE_TRAVEL],
                 MINUTES, -1);
    write_figure(ui, rest, VIZ_T_UTILISATION, a->utilisation, b->utilisation, SHARE, 0);
}

void viz_people_panel(struct viz_ui *ui, struct viz_rect *rest, double gain, double same, double lose,
                      const enum viz_text *names)
{
    double all = gain + same + lose;
    char text[48];
    const struct {
        enum viz_text name;
        double people;
        struct viz_colour colour;
    } parts[] = {{names[0], gain, ui->theme->gain},
                 {names[1], same, ui->theme->raised},
                 {names[2], lose, ui->theme->loss}};
    struct viz_rect bar = viz_rect_cut_top(rest, viz_px(ui, 12));
    double x = bar.x;
    for (int i = 0; i < 3 && all > 0; i++) {
        double w = parts[i].people / all * bar.w;
        viz_fill(ui, (struct viz_rect){(int)x, bar.y, (int)lround(w), bar.h}, parts[i].colour);
        x += w;
    }
    viz_rect_cut_top(rest, viz_px(ui, 3));
    for (int i = 0; i < 3; i++) {
        struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 20));
        viz_label(ui, row, viz_text(parts[i].name, ui->lang), 12, false, VIZ_LEFT, ui->theme->text);
        viz_label(ui, row, viz_format_count(text, sizeof text, llround(parts[i].people)), 13, true, VIZ_RIGHT,
                  i == 1 ? ui->theme->text : parts[i].colour);
    }
}

static void write_interval(struct viz_ui *ui, struct viz_rect *rest, enum viz_text name,
                           const struct ems_change_figure *f, enum unit unit)
{
    char d[64], low[64], high[64], text[200];
    difference_text(d, sizeof d, f->difference, unit);
    difference_text(low, sizeof low, f->low, unit);
    difference_text(high, sizeof high, f->high, unit);
    snprintf(text, sizeof text, "%s  [%s, %s]", d, low, high);
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 22));
    viz_label(ui, viz_rect_cut_left(&row, row.w * 3 / 10), viz_text(name, ui->lang), 12, false, VIZ_LEFT,
              ui->theme->text);
    viz_label(ui, row, text, 12, true, VIZ_RIGHT,
              f->verdict > 0   ? ui->theme->gain
              : f->verdict < 0 ? ui->theme->loss
                               : ui->theme->faint);
}

static void write_summary(struct viz_ui *ui, struct viz_rect *rest, const struct ems_change_summary *s)
{
    static const enum viz_text names[] = {VIZ_T_COMPARE_BETTER, VIZ_T_COMPARE_UNCLEAR, VIZ_T_COMPARE_WORSE};
    char number[32], text[128];
    viz_format_count(number, sizeof number, s->replications);
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 20)),
              viz_text_with(text, sizeof text, VIZ_T_COMPARE_PAIRS, ui->lang, number, NULL), 12, false,
              VIZ_LEFT, ui->theme->faint);
    write_interval(ui, rest, VIZ_T_MEAN, &s->mean_s, MINUTES);
    write_interval(ui, rest, VIZ_T_P90, &s->p90_s, MINUTES);
    write_interval(ui, rest, VIZ_T_ON_TIME, &s->within_share, SHARE);
    viz_rect_cut_top(rest, viz_px(ui, 4));
    viz_people_panel(ui, rest, s->people_better, s->people_unclear, s->people_worse, names);
}

void viz_change_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest,
                      struct viz_change *change)
{
    char share[32];
    if (change->figures == VIZ_WORK_DONE) {
        write_summary(ui, rest, &change->summary);
        return;
    }
    bool runs = change->figures == VIZ_WORK_RUNS;
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 30));
    if (runs) {
        double done = atomic_load(&change->permille) / 1000.0;
        struct viz_rect bar = viz_rect_cut_top(rest, viz_px(ui, 10));
        viz_bar(ui, bar, done, ui->theme->accent);
        viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 20)), viz_format_share(share, sizeof share, done), 12,
                  false, VIZ_LEFT, ui->theme->faint);
    }
    if (!viz_button(ui, row, viz_id("compare.work", 0),
                    viz_text(runs ? VIZ_T_COMPARE_CANCEL : VIZ_T_COMPARE_WORK, ui->lang),
                    runs ? VIZ_BUTTON_PLAIN : VIZ_BUTTON_PRIMARY))
        return;
    if (runs)
        viz_change_cancel_figures(change);
    else
        viz_change_begin_figures(change);
    viz_app_touch(app);
}

void viz_compare_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    static const enum viz_text names[] = {VIZ_T_COMPARE_GAIN, VIZ_T_COMPARE_SAME, VIZ_T_COMPARE_LOSE};
    struct viz_comparing *c = app->mode_state;
    for (int m = 0; m < VIZ_MAPS; m++) {
        char name[256];
        name_of(app, m, name, sizeof name);
        viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 21)), name, 13, true, VIZ_LEFT, ui->theme->text);
    }
    write_so_far(app, ui, rest);
    heading(ui, rest, VIZ_T_COMPARE_PEOPLE);
    if (c->change.map == VIZ_WORK_DONE)
        viz_people_panel(ui, rest, c->change.people.gain, c->change.people.same, c->change.people.lose,
                         names);
    heading(ui, rest, VIZ_T_COMPARE_INTERVALS);
    viz_change_panel(app, ui, rest, &c->change);
}
