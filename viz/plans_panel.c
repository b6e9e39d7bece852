/* The panel of the plans: what was asked, the ranking with its intervals, then the chosen plan: what it
 * changes, who gains and loses, by area. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "compare.h"
#include "format.h"
#include "plans.h"
#include "section.h"

static const double least_s = 0.05;

static void title(struct viz_ui *ui, struct viz_rect *rest, const char *text)
{
    viz_rect_cut_top(rest, viz_px(ui, 4));
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 28));
    viz_fill(ui, (struct viz_rect){row.x, row.y, row.w, 1}, ui->theme->line);
    viz_label(ui, row, text, 13, true, VIZ_LEFT, ui->theme->faint);
}

/* "-65.0", with a minus sign; an en dash when it is not known. */
static const char *seconds_text(char *out, size_t size, double seconds)
{
    if (!isfinite(seconds)) {
        snprintf(out, size, "\xe2\x80\x93");
        return out;
    }
    long long tenths = llround(fabs(seconds) * 10);
    snprintf(out, size, "%s%lld.%lld",
             tenths == 0   ? ""
             : seconds < 0 ? "\xe2\x88\x92"
                           : "+",
             tenths / 10, tenths % 10);
    return out;
}

static void interval_text(char *out, size_t size, const struct ems_plan_figure *f)
{
    char value[32], low[32], high[32];
    seconds_text(value, sizeof value, f->value);
    if (isfinite(f->low) && isfinite(f->high))
        snprintf(out, size, "%s [%s, %s]", value, seconds_text(low, sizeof low, f->low),
                 seconds_text(high, sizeof high, f->high));
    else
        snprintf(out, size, "%s", value);
}

static struct viz_colour colour_of(const struct viz_ui *ui, int32_t verdict)
{
    return verdict > 0 ? ui->theme->gain : verdict < 0 ? ui->theme->loss : ui->theme->text;
}

/* ---- the ranking ---- */

struct ranking {
    const struct viz_app *app;
};

/* Name, mean response and, but for `size`, the change. */
static struct viz_rect write_row(struct viz_ui *ui, struct viz_rect row, const char *name, double mean_s,
                                 bool is_chosen, bool has_change)
{
    char mean[32];
    struct viz_rect left = viz_rect_cut_left(&row, row.w * 26 / 100);
    struct viz_rect middle = has_change ? viz_rect_cut_left(&row, row.w * 22 / 74) : row;
    viz_label(ui, left, name, 13, is_chosen, VIZ_LEFT, ui->theme->text);
    viz_label(ui, middle, viz_format_minutes(mean, sizeof mean, mean_s), 13, true, VIZ_RIGHT,
              ui->theme->text);
    return row;
}

static void write_plan(struct viz_ui *ui, struct viz_rect row, int number, void *self)
{
    const struct ranking *r = self;
    char change[128], name[64];
    struct ems_plans_info all = ems_plans_info(r->app->plans);
    struct ems_plan_info plan = ems_plan_info(r->app->plans, number);
    viz_text_with(name, sizeof name, plan.label[0] != '\0' ? VIZ_T_PLAN_N : VIZ_T_PLAN_ONE, ui->lang,
                  plan.label, NULL);
    row = write_row(ui, row, name, plan.response_s.value, number == r->app->plan, !all.is_size);
    interval_text(change, sizeof change, &plan.difference_s);
    if (!all.is_size)
        viz_label(ui, row, change, 12, plan.may_be_best, VIZ_RIGHT, colour_of(ui, plan.verdict));
}

static void draw_ranking(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    struct ranking ranking = {app};
    struct viz_planning *p = app->mode_state;
    struct ems_plans_info all = ems_plans_info(app->plans);
    char count[32], text[256];
    viz_format_count(count, sizeof count, all.replications);
    title(ui, rest, viz_text(all.is_size ? VIZ_T_PLANS_SIZE : VIZ_T_PLANS_SITE, ui->lang));
    int row = viz_px(ui, 24);
    if (isfinite(all.response_s.value)) {
        struct viz_rect now = viz_rect_cut_top(rest, row);
        now.w -= viz_px(ui, 6); /* as rows of the list */
        write_row(ui, now, viz_text(VIZ_T_PLANS_NOW, ui->lang), all.response_s.value, false, !all.is_size);
    }
    struct viz_rect list = viz_rect_cut_top(rest, row * all.plans);
    int chosen =
        viz_list(ui, list, viz_id("plans", 0), all.plans, row, app->plan, &p->scroll, write_plan, &ranking);
    viz_text_with(text, sizeof text, all.replications > 0 ? VIZ_T_PLANS_HOW : VIZ_T_PLANS_MODEL, ui->lang,
                  count, NULL);
    if (!all.is_size) {
        int h = viz_paragraph(ui, *rest, text, 11, ui->theme->faint);
        viz_rect_cut_top(rest, h + viz_px(ui, 2));
    }
    if (chosen >= 0 && chosen != app->plan && viz_plans_choose(app, chosen) != EMS_OK)
        viz_app_say(app, VIZ_T_FAILED, NULL, NULL);
}

/* ---- targets of `size` ---- */

static void draw_targets(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    int32_t count = ems_plans_info(app->plans).targets;
    if (count == 0) return;
    title(ui, rest, viz_text(VIZ_T_PLANS_TARGETS, ui->lang));
    for (int32_t i = 0; i < count; i++) {
        struct ems_plan_target target = ems_plans_target(app->plans, i);
        char now[32], found[32], value[128];
        snprintf(value, sizeof value, "%s \xe2\x86\x92 %s",
                 viz_format_share(now, sizeof now, target.now.value),
                 viz_format_share(found, sizeof found, target.found.value));
        viz_section_line(ui, rest, target.id, value);
    }
}

/* ---- what the plan changes ---- */

static const char *change_name(const struct viz_app *app, const struct viz_plan_station *s)
{
    const struct viz_planning *p = app->mode_state;
    return s->change.after != EMS_NONE ? ems_station_name(p->scenario, s->change.after, app->look.lang)
                                       : ems_station_name(app->scenario, s->change.before, app->look.lang);
}

/* Mean number on duty: crews of shifts count as much as they are there. */
static void on_duty_text(char *out, size_t size, const struct ems_scenario *scenario, ems_station_id station)
{
    double mean = (double)ems_station_duty_in_week(scenario, station) / (7.0 * (double)EMS_DAY);
    long long tenths = llround(10 * mean);
    int length = snprintf(out, size, "%lld", tenths / 10);
    if (tenths % 10 != 0) snprintf(out + length, size - (size_t)length, ".%lld", tenths % 10);
}

/* Crews now and then; only where they differ. */
static void staff_text(const struct viz_app *app, const struct viz_plan_station *s, char *out, size_t size)
{
    const struct viz_planning *p = app->mode_state;
    char before[32], after[32];
    on_duty_text(before, sizeof before, app->scenario, s->change.before);
    on_duty_text(after, sizeof after, p->scenario, s->change.after);
    viz_text_with(out, size, VIZ_T_PLAN_CREWS, app->look.lang, before, after);
}

static void draw_change(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest, int32_t number)
{
    static const enum viz_text words[] = {[EMS_STATION_OPENED] = VIZ_T_PLAN_OPENED,
                                          [EMS_STATION_CLOSED] = VIZ_T_PLAN_CLOSED,
                                          [EMS_STATION_MOVED] = VIZ_T_PLAN_MOVED,
                                          [EMS_STATION_STAFFED] = VIZ_T_PLAN_STAFFED};
    const struct viz_planning *p = app->mode_state;
    const struct viz_plan_station *s = &p->marks.station[number];
    char value[64];
    snprintf(value, sizeof value, "%s", viz_text(words[s->change.kind], ui->lang));
    if (s->change.kind == EMS_STATION_STAFFED) staff_text(app, s, value, sizeof value);
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 22));
    if (viz_button(ui, row, viz_id("change", number), "", VIZ_BUTTON_FLAT)) {
        app->camera.centre = s->to;
        viz_app_touch(app);
    }
    viz_note(ui, row, change_name(app, s));
    bool loses =
        s->change.kind == EMS_STATION_CLOSED || (s->change.kind == EMS_STATION_STAFFED && !s->is_more);
    struct viz_rect right = viz_rect_cut_right(&row, row.w * 9 / 20);
    viz_label(ui, row, change_name(app, s), 13, false, VIZ_LEFT, ui->theme->text);
    viz_label(ui, right, value, 12, true, VIZ_RIGHT, loses ? ui->theme->loss : ui->theme->gain);
}

static void draw_changes(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    char text[96];
    const struct viz_planning *p = app->mode_state;
    struct ems_plan_info plan = ems_plan_info(app->plans, app->plan);
    viz_text_with(text, sizeof text, plan.label[0] != '\0' ? VIZ_T_PLAN_N : VIZ_T_PLAN_ONE, ui->lang,
                  plan.label, NULL);
    title(ui, rest, text);
    for (int32_t i = 0; i < p->marks.stations; i++) draw_change(app, ui, rest, i);
}

static void button_for(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect, enum viz_action action,
                       enum viz_text label, enum viz_button_look look)
{
    if (viz_button(ui, viz_rect_inset(rect, 2), viz_id("do", (int)action), viz_text(label, ui->lang),
                   viz_action_can(app, action) ? look : VIZ_BUTTON_OFF))
        viz_action_run(app, action);
}

/* ---- who gains and who loses ---- */

static void draw_people(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    static const enum viz_text names[] = {VIZ_T_COMPARE_GAIN, VIZ_T_COMPARE_SAME, VIZ_T_COMPARE_LOSE};
    struct viz_planning *p = app->mode_state;
    struct ems_plan_info plan = ems_plan_info(app->plans, app->plan);
    char count[32];
    title(ui, rest, viz_text(VIZ_T_COMPARE_PEOPLE, ui->lang));
    if (p->change.map == VIZ_WORK_DONE)
        viz_people_panel(ui, rest, p->change.people.gain, p->change.people.same, p->change.people.lose,
                         names);
    if (isfinite(plan.people_gain))
        viz_section_line(ui, rest, viz_text(VIZ_T_PLAN_GAIN, ui->lang),
                         viz_format_count(count, sizeof count, llround(plan.people_gain)));
    if (isfinite(plan.people_lose))
        viz_section_line(ui, rest, viz_text(VIZ_T_PLAN_LOSE, ui->lang),
                         viz_format_count(count, sizeof count, llround(plan.people_lose)));
}

static int by_size(const void *a, const void *b)
{
    const struct ems_plan_area *x = a, *y = b;
    double p = fabs(x->difference_s.value), q = fabs(y->difference_s.value);
    return p < q ? 1 : p > q ? -1 : strcmp(x->id, y->id);
}

static const char *area_name(const struct viz_app *app, const char *id)
{
    const struct viz_planning *p = app->mode_state;
    int32_t areas = ems_scenario_info(p->scenario).areas;
    for (ems_area_id a = 0; a < areas; a++)
        if (strcmp(ems_area_info(p->scenario, a).id, id) == 0)
            return ems_area_name(p->scenario, a, app->look.lang);
    return id;
}

static void draw_area(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest,
                      const struct ems_plan_area *area)
{
    char value[128];
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 20));
    interval_text(value, sizeof value, &area->difference_s);
    viz_label(ui, viz_rect_cut_left(&row, row.w * 45 / 100), area_name(app, area->id), 12, false, VIZ_LEFT,
              ui->theme->text);
    viz_label(ui, row, value, 12, area->verdict != 0, VIZ_RIGHT,
              area->verdict != 0 ? colour_of(ui, area->verdict) : ui->theme->faint);
}

static void draw_areas(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    int32_t count = ems_plan_info(app->plans, app->plan).areas, known = 0;
    struct ems_plan_area *areas = count > 0 ? calloc((size_t)count, sizeof *areas) : NULL;
    if (areas == NULL) return;
    for (int32_t i = 0; i < count; i++) {
        struct ems_plan_area area = ems_plan_area(app->plans, app->plan, i);
        if (fabs(area.difference_s.value) >= least_s) areas[known++] = area;
    }
    qsort(areas, (size_t)known, sizeof *areas, by_size);
    title(ui, rest, viz_text(VIZ_T_PLAN_AREAS, ui->lang));
    for (int32_t i = 0; i < known; i++) draw_area(app, ui, rest, &areas[i]);
    free(areas);
}

void viz_plans_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    struct viz_planning *p = app->mode_state;
    draw_ranking(app, ui, rest);
    draw_changes(app, ui, rest);
    viz_rect_cut_top(rest, viz_px(ui, 4));
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 32));
    struct viz_rect half = viz_rect_cut_left(&row, row.w / 2);
    const struct viz_mode *mode = app->mode;
    button_for(app, ui, half, VIZ_DO_COMPARE_PLAN, VIZ_T_DO_COMPARE_PLAN, VIZ_BUTTON_PRIMARY);
    if (app->mode == mode) button_for(app, ui, row, VIZ_DO_EDIT_PLAN, VIZ_T_DO_EDIT_PLAN, VIZ_BUTTON_PLAIN);
    if (app->mode != mode) return; /* the plans are closed */
    draw_targets(app, ui, rest);
    draw_people(app, ui, rest);
    draw_areas(app, ui, rest);
    title(ui, rest, viz_text(VIZ_T_PLAN_INTERVALS, ui->lang));
    viz_change_panel(app, ui, rest, &p->change);
}
