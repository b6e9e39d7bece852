#include <stdio.h>

#include "ask_parts.h"

static enum viz_text outcome_text(int outcome)
{
    static const enum viz_text texts[EMS_OUTCOME_COUNT] = {
#define EMS_X(id, name) VIZ_T_OUT_##id,
        EMS_OUTCOMES(EMS_X)
#undef EMS_X
    };
    return outcome >= 0 && outcome < EMS_OUTCOME_COUNT ? texts[outcome] : VIZ_T_OUT_UNFINISHED;
}

/* What has happened by now, each a link to its moment. */
static void write_story(struct viz_ask *ask, const struct ems_call_fact *c)
{
    const struct {
        enum viz_text text;
        ems_time at;
    } steps[] = {{VIZ_T_EV_RING, c->rang},
                 {VIZ_T_EV_ANSWERED, c->answered},
                 {VIZ_T_EV_READY, c->ready},
                 {VIZ_T_EV_ORDERED, c->ordered},
                 {VIZ_T_EV_DEPARTED, c->departed},
                 {VIZ_T_EV_ON_SCENE, c->on_scene},
                 {VIZ_T_EV_LEFT_SCENE, c->left_scene},
                 {VIZ_T_EV_AT_HOSPITAL, c->at_hospital},
                 {VIZ_T_EV_BAY, c->bay},
                 {VIZ_T_EV_ACCEPTED, c->accepted},
                 {VIZ_T_EV_FREE, c->free},
                 {VIZ_T_EV_CANCELLED, c->cancelled}};
    const ems_time now = ask->map->moment.now;
    viz_ask_heading(ask, VIZ_T_ASK_STORY);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        char moment[96], text[160], since[32];
        if (steps[i].at == EMS_NEVER || steps[i].at > now) continue;
        double after_s = (double)(steps[i].at - c->rang) / 1e6;
        viz_ask_moment(ask, steps[i].at, moment, sizeof moment);
        snprintf(text, sizeof text, "+%s  %s", viz_format_minutes(since, sizeof since, after_s), moment);
        viz_ask_link(ask, 200 + (int)i, viz_text(steps[i].text, ask->ui->lang), i == 0 ? moment : text,
                     steps[i].at, (struct viz_pick){VIZ_PICK_NOTHING, 0});
    }
}

static void write_response(struct viz_ask *ask, const struct ems_call_fact *c, bool open)
{
    char minutes[32], text[96];
    enum ems_lang lang = ask->ui->lang;
    bool reached = c->response != EMS_NEVER && c->rang + c->response <= ask->map->moment.now;
    if (!open || !reached)
        viz_ask_line(ask, VIZ_T_ASK_OUTCOME,
                     viz_text(open ? VIZ_T_ASK_OPEN : outcome_text(c->outcome), lang));
    if (!reached) return;
    viz_format_minutes(minutes, sizeof minutes, (double)c->response / 1e6);
    bool late = ems_call_is_late(ask->map->scenario, c);
    viz_text_with(text, sizeof text, late ? VIZ_T_ASK_LATE : VIZ_T_ASK_ON_TIME, lang, minutes, NULL);
    viz_ask_line(ask, VIZ_T_ASK_RESPONSE, text);
}

static void write_buttons(struct viz_ask *ask, const struct ems_call_fact *c)
{
    struct viz_ui *ui = ask->ui;
    struct viz_rect row = viz_rect_cut_top(ask->rest, viz_px(ui, 32));
    row.y += viz_px(ui, 4);
    row.h -= viz_px(ui, 6);
    struct viz_rect left = viz_rect_cut_left(&row, row.w / 2 - viz_px(ui, 3));
    viz_rect_cut_left(&row, viz_px(ui, 6));
    if (viz_button(ui, left, viz_id("ask.why", 0), viz_text(VIZ_T_ASK_WHY, ui->lang),
                   c->vehicle != EMS_NONE ? VIZ_BUTTON_PLAIN : VIZ_BUTTON_OFF))
        viz_action_run(ask->app, VIZ_DO_WHY);
    if (viz_button(ui, row, viz_id("ask.why", 1), viz_text(VIZ_T_ASK_WHY_HOSPITAL, ui->lang),
                   c->hospital != EMS_NONE ? VIZ_BUTTON_PLAIN : VIZ_BUTTON_OFF))
        viz_action_run(ask->app, VIZ_DO_WHY_HOSPITAL);
}

/* Who took care of it. */
static void write_links(struct viz_ask *ask, const struct ems_call_fact *c)
{
    const struct ems_scenario *s = ask->map->scenario;
    enum ems_lang lang = ask->ui->lang;
    if (c->vehicle != EMS_NONE)
        viz_ask_link(ask, 1, viz_text(VIZ_T_ASK_VEHICLE, lang), ems_vehicle_info(s, c->vehicle).id, EMS_NEVER,
                     (struct viz_pick){VIZ_PICK_VEHICLE, c->vehicle});
    if (c->hospital != EMS_NONE)
        viz_ask_link(ask, 2, viz_text(VIZ_T_ASK_HOSPITAL, lang), ems_hospital_name(s, c->hospital, lang),
                     EMS_NEVER, (struct viz_pick){VIZ_PICK_HOSPITAL, c->hospital});
}

void viz_ask_call(struct viz_ask *ask)
{
    const struct ems_scenario *s = ask->map->scenario;
    struct ems_call_fact c;
    bool open = false;
    enum ems_lang lang = ask->ui->lang;
    if (ask->playback == NULL || !ems_playback_call(ask->playback, (uint64_t)ask->what.id, &c, &open)) {
        viz_ask_heading(ask, VIZ_T_ASK_UNKNOWN);
        return;
    }
    const ems_time now = ask->map->moment.now;
    bool told = !ask->app->dispatching || c.answered <= now, taken = !ask->app->dispatching || c.ready <= now;
    if (c.condition != EMS_NONE && taken) {
        viz_ask_line(ask, VIZ_T_ASK_CONDITION, ems_condition_name(s, c.condition, lang));
        viz_ask_number(ask, VIZ_T_ASK_PRIORITY, c.priority);
    }
    if (c.area != EMS_NONE && told) viz_ask_line(ask, VIZ_T_ASK_AREA, ems_area_name(s, c.area, lang));
    write_response(ask, &c, open);
    write_links(ask, &c);
    write_buttons(ask, &c);
    write_story(ask, &c);
}
