/* Which calls are shown and counted: by priority, hour and area. */
#include <stdio.h>
#include <stdlib.h>

#include "app.h"
#include "filter.h"
#include "format.h"

struct filtering {
    double scroll;
};

static void heading(struct viz_ui *ui, struct viz_rect *rest, enum viz_text text)
{
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 24)), viz_text(text, ui->lang), 13, true, VIZ_LEFT,
              ui->theme->faint);
}

/* Priorities that calls of the scenario can have. */
static int most_urgent_last(const struct viz_map *map)
{
    int most = 1;
    for (ems_condition_id c = 0; c < map->ground.info.conditions; c++) {
        int32_t priority = ems_condition_info(map->scenario, c).priority;
        if (priority > most) most = priority;
    }
    return most < EMS_FIGURES_PRIORITIES ? most : EMS_FIGURES_PRIORITIES;
}

static bool draw_priorities(struct viz_app *app, struct viz_ui *ui, struct viz_rect row)
{
    bool changed = false;
    int count = most_urgent_last(&app->map[0]);
    for (int p = 0; p < count; p++) {
        char text[16];
        struct viz_rect place = viz_rect_cut_left(&row, viz_px(ui, 40));
        place.w -= viz_px(ui, 4);
        bool on = (app->filter.priorities >> p & 1) != 0;
        snprintf(text, sizeof text, "%d", p + 1);
        if (!viz_button(ui, place, viz_id("filter.priority", p), text, on ? VIZ_BUTTON_ON : VIZ_BUTTON_PLAIN))
            continue;
        app->filter.priorities ^= 1U << p;
        changed = true;
    }
    return changed;
}

static uint32_t hours_between(int from, int until)
{
    uint32_t hours = 0;
    for (int h = from; h != until; h = (h + 1) % 24) hours |= 1U << h;
    return hours;
}

static bool draw_hours(struct viz_app *app, struct viz_ui *ui, struct viz_rect row, struct viz_rect presets)
{
    bool changed = false;
    for (int h = 0; h < 24; h++) {
        char text[16];
        int left = row.x + row.w * h / 24, right = row.x + row.w * (h + 1) / 24;
        struct viz_rect place = {left, row.y, right - left - 1, row.h};
        bool on = (app->filter.hours >> h & 1) != 0;
        snprintf(text, sizeof text, "%d", h);
        if (!viz_button(ui, place, viz_id("filter.hour", h), text, on ? VIZ_BUTTON_ON : VIZ_BUTTON_PLAIN))
            continue;
        app->filter.hours ^= 1U << h;
        changed = true;
    }
    const struct {
        enum viz_text text;
        uint32_t hours;
    } choices[] = {{VIZ_T_FILTER_ALL, 0},
                   {VIZ_T_FILTER_DAY, hours_between(8, 20)},
                   {VIZ_T_FILTER_NIGHT, hours_between(20, 8)}};
    for (int i = 0; i < 3; i++) {
        struct viz_rect place = viz_rect_cut_left(&presets, viz_px(ui, 84));
        place.w -= viz_px(ui, 6);
        bool on = app->filter.hours == choices[i].hours;
        if (!viz_button(ui, place, viz_id("filter.preset", i), viz_text(choices[i].text, ui->lang),
                        on ? VIZ_BUTTON_ON : VIZ_BUTTON_PLAIN))
            continue;
        app->filter.hours = choices[i].hours;
        changed = true;
    }
    return changed;
}

static void write_area(struct viz_ui *ui, struct viz_rect row, int number, void *self)
{
    const struct viz_app *app = self;
    const char *name = number == 0 ? viz_text(VIZ_T_FILTER_ALL, ui->lang)
                                   : ems_area_name(app->map[0].scenario, number - 1, ui->lang);
    viz_note(ui, row, name);
    row.x += viz_px(ui, 8);
    viz_label(ui, row, name, 13, false, VIZ_LEFT, ui->theme->text);
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect inside)
{
    struct filtering *state = app->dialog_state;
    struct viz_rect foot = viz_rect_cut_bottom(&inside, viz_px(ui, 34));
    heading(ui, &inside, VIZ_T_FILTER_PRIORITY);
    bool changed = draw_priorities(app, ui, viz_rect_cut_top(&inside, viz_px(ui, 28)));
    viz_rect_cut_top(&inside, viz_px(ui, 8));
    heading(ui, &inside, VIZ_T_FILTER_HOUR);
    struct viz_rect hours = viz_rect_cut_top(&inside, viz_px(ui, 28));
    viz_rect_cut_top(&inside, viz_px(ui, 5));
    changed = draw_hours(app, ui, hours, viz_rect_cut_top(&inside, viz_px(ui, 28))) || changed;
    viz_rect_cut_top(&inside, viz_px(ui, 8));
    heading(ui, &inside, VIZ_T_FILTER_AREA);
    int chosen = viz_list(ui, inside, viz_id("filter.area", 0), app->map[0].ground.info.areas + 1,
                          viz_px(ui, 23), app->filter.area + 1, &state->scroll, write_area, app);
    if (chosen >= 0) {
        app->filter.area = chosen - 1;
        changed = true;
    }
    viz_rect_cut_top(&foot, viz_px(ui, 6));
    if (viz_button(ui, viz_rect_cut_right(&foot, viz_px(ui, 170)), viz_id("filter.clear", 0),
                   viz_text(VIZ_T_FILTER_CLEAR, ui->lang),
                   viz_filter_is_on(&app->filter) ? VIZ_BUTTON_PRIMARY : VIZ_BUTTON_OFF)) {
        app->filter = ems_call_filter_default();
        changed = true;
    }
    if (changed) viz_filter_apply(app);
}

static void close(struct viz_app *app, void *state)
{
    (void)app;
    free(state);
}

static const struct viz_dialog dialog = {
    .title = VIZ_T_FILTER_TITLE, .width = 620, .height = 520, .draw = draw, .close = close};

void viz_do_filter(struct viz_app *app)
{
    struct filtering *state = calloc(1, sizeof *state);
    if (state != NULL) viz_dialog_open(app, &dialog, state);
}
