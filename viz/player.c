#include "player.h"

#include <math.h>
#include <stdio.h>

#include "app.h"
#include "filter.h"

static const double figures_every_s = 0.25, shade_every_s = 0.7; /* of the wall, while it plays */
static const Uint64 slice_ms = 12;                               /* of a frame, for what takes long */

static bool is_time_up(void *self)
{
    const struct viz_player *player = self;
    return player->deadline != 0 && SDL_GetTicks64() >= player->deadline;
}

/* A picture without a window waits for all. */
static void begin_slice(struct viz_player *player, const struct viz_app *app)
{
    player->deadline = app->options->render != NULL ? 0 : SDL_GetTicks64() + slice_ms;
}

static struct ems_playback_def def_of(struct viz_player *player, const struct viz_app *app)
{
    struct ems_playback_def def = ems_playback_def_default();
    def.replication = app->options->replication;
    def.self = player;
    def.interrupted = is_time_up;
    return def;
}

enum ems_status viz_player_take(struct viz_player *player, struct viz_app *app, int map,
                                struct ems_playback *playback)
{
    *player = (struct viz_player){.playback = playback, .map = map};
    app->map[map].player = player;
    app->map[map].threshold_count =
        ems_figures_thresholds(ems_playback_journal(playback), app->map[map].thresholds);
    viz_player_show(player, app);
    return EMS_OK;
}

enum ems_status viz_player_open(struct viz_player *player, struct viz_app *app, int map)
{
    struct ems_playback_def def = def_of(player, app);
    struct ems_playback *playback = NULL;
    enum ems_status status = ems_playback_open(app->map[map].scenario, &def, &playback);
    return status == EMS_OK ? viz_player_take(player, app, map, playback) : status;
}

enum ems_status viz_player_open_run(struct viz_player *player, struct viz_app *app, int map,
                                    const char *folder, struct ems_messages *messages)
{
    struct ems_playback_def def = def_of(player, app);
    struct ems_playback *playback = NULL;
    def.scenario = app->map[map].scenario;
    def.state_bytes = 32U * 1024 * 1024; /* beside those in the file */
    enum ems_status status = ems_playback_open_run(folder, &def, messages, &playback);
    return status == EMS_OK ? viz_player_take(player, app, map, playback) : status;
}

void viz_player_close(struct viz_player *player, struct viz_app *app)
{
    if (player->playback != NULL && app->map[player->map].player == player)
        app->map[player->map].player = NULL;
    ems_playback_free(player->playback);
    *player = (struct viz_player){0};
}

/* ---- showing ---- */

/* Where a selected call is, even when it is no sign on the map: not taken yet, or over. */
static void locate_selected(const struct viz_player *player, struct viz_app *app)
{
    struct ems_call_fact call = {.answered = EMS_NEVER};
    if (player->map != viz_pick_map(app) || app->selected.kind != VIZ_PICK_CALL) return;
    app->selected_is_somewhere = ems_playback_call(player->playback, (uint64_t)app->selected.id, &call, NULL);
    if (app->dispatching && call.answered > ems_playback_now(player->playback))
        app->selected_is_somewhere = false; /* nobody has said where yet */
    if (app->selected_is_somewhere) app->selected_at = call.at;
}

static void read_moment(struct viz_player *player, struct viz_app *app)
{
    struct viz_moment *moment = &app->map[player->map].moment;
    const struct ems_sim *sim = ems_playback_sim(player->playback);
    if (viz_moment_read(moment, sim, ems_playback_now(player->playback)) != EMS_OK)
        viz_app_say(app, VIZ_T_NO_MEMORY, NULL, NULL);
    viz_filter_moment(&app->filter, moment, sim);
    locate_selected(player, app);
    viz_app_touch_time(app);
}

static void read_figures(struct viz_player *player, struct viz_app *app)
{
    player->since_figures_s = 0;
    if (ems_playback_figures(player->playback, &app->filter, &app->map[player->map].figures) != EMS_OK)
        viz_app_say(app, VIZ_T_NO_MEMORY, NULL, NULL);
    app->panes[VIZ_PANE_PANEL].dirty = true;
}

static bool shows_lateness(const struct viz_app *app)
{
    return app->look.shown[viz_layer_named("lateness")];
}

static bool wants_shade(const struct viz_app *app)
{
    return app->look.now || shows_lateness(app);
}

static void read_shade(struct viz_player *player, struct viz_app *app)
{
    player->since_shade_s = 0;
    player->shaded_now = app->look.now;
    player->shaded_lateness = shows_lateness(app); /* else nobody asks: it goes through all calls */
    viz_map_shade(app, player->map, ems_playback_sim(player->playback),
                  player->shaded_lateness ? ems_playback_journal(player->playback) : NULL);
}

/* While time passes now and then; at once when other maps are looked at. */
static void keep_shade(struct viz_player *player, struct viz_app *app)
{
    bool stale = player->shaded_now != app->look.now || (shows_lateness(app) && !player->shaded_lateness);
    bool due = app->clock.playing && wants_shade(app) && player->since_shade_s > shade_every_s;
    if (stale || due) read_shade(player, app);
}

void viz_player_show(struct viz_player *player, struct viz_app *app)
{
    read_moment(player, app);
    read_figures(player, app);
    read_shade(player, app);
    viz_app_touch(app);
}

static void show_while_moving(struct viz_player *player, struct viz_app *app)
{
    read_moment(player, app);
    if (player->since_figures_s > figures_every_s) read_figures(player, app);
}

/* ---- moving ---- */

/* What stopped a move for good. */
static bool note(struct viz_player *player, struct viz_app *app, enum ems_step step)
{
    player->last = step;
    player->ended = step == EMS_FINISHED;
    if (step != EMS_FAILED) return step != EMS_STEPPED;
    enum ems_status status = ems_playback_status(player->playback);
    app->clock.playing = false;
    player->ended = true;
    enum viz_text text = status == EMS_NO_MEMORY   ? VIZ_T_NO_MEMORY
                         : status == EMS_BAD_INPUT ? VIZ_T_RUN_DAMAGED_HERE
                                                   : VIZ_T_FAILED;
    fprintf(stderr, "%s\n", viz_app_text(app, text));
    viz_app_say(app, text, NULL, NULL);
    app->failure = status != EMS_OK ? status : EMS_BROKEN;
    return true;
}

bool viz_player_reach(struct viz_player *player, struct viz_app *app, ems_time at)
{
    begin_slice(player, app);
    bool stopped = note(player, app, ems_playback_seek(player->playback, at));
    return stopped || ems_playback_now(player->playback) == at;
}

static void end_way(struct viz_player *player, struct viz_app *app)
{
    player->way = VIZ_WAY_NONE;
    viz_player_show(player, app);
}

static void select_call(struct viz_player *player, struct viz_app *app)
{
    const struct ems_journal *journal = ems_playback_journal(player->playback);
    uint64_t serial = ems_journal_call_from(journal, player->goal);
    app->selected = (struct viz_pick){VIZ_PICK_CALL, (int64_t)serial};
}

/* Once a late call after the goal is known, there; till then on. */
static void search_late(struct viz_player *player, struct viz_app *app)
{
    const struct ems_journal *journal = ems_playback_journal(player->playback);
    uint64_t after = ems_journal_call_from(journal, player->goal + 1) - 1;
    uint64_t serial = ems_journal_next_late(journal, after, false);
    struct ems_call_fact call;
    if (serial != 0 && ems_journal_call(journal, serial, &call, NULL)) {
        player->way = VIZ_WAY_LATER;
        player->goal = call.rang;
        return;
    }
    bool stuck = player->last == EMS_FAILED || player->last == EMS_NEEDS_DECISION;
    if (!stuck && !ems_playback_info(player->playback).finished) {
        viz_player_reach(player, app, EMS_NEVER - 1);
        return;
    }
    viz_app_say(app, VIZ_T_NO_LATE_CALL, NULL, NULL);
    player->goal = player->began;
    player->way = VIZ_WAY_TO;
}

static void go_on(struct viz_player *player, struct viz_app *app)
{
    if (player->way == VIZ_WAY_LATE) search_late(player, app);
    if (player->way == VIZ_WAY_LATE) {
        show_while_moving(player, app);
        return;
    }
    bool reached = viz_player_reach(player, app, player->goal);
    if (reached && player->way == VIZ_WAY_LATER) select_call(player, app);
    if (reached)
        end_way(player, app);
    else
        show_while_moving(player, app);
}

static void set_out(struct viz_player *player, struct viz_app *app, enum viz_way way, ems_time goal)
{
    player->way = way;
    player->goal = goal;
    player->began = ems_playback_now(player->playback);
    do go_on(player, app);
    while (player->way != VIZ_WAY_NONE && app->options->render != NULL);
    viz_app_touch(app);
}

void viz_player_seek(struct viz_player *player, struct viz_app *app, ems_time at)
{
    set_out(player, app, VIZ_WAY_TO, at < 0 ? 0 : at);
}

void viz_player_seek_late(struct viz_player *player, struct viz_app *app, bool back)
{
    const struct ems_journal *journal = ems_playback_journal(player->playback);
    ems_time now = ems_playback_now(player->playback);
    struct ems_call_fact call;
    if (!back) {
        set_out(player, app, VIZ_WAY_LATE, now);
        return;
    }
    uint64_t serial = ems_journal_next_late(journal, ems_journal_call_from(journal, now), true);
    if (serial != 0 && ems_journal_call(journal, serial, &call, NULL))
        set_out(player, app, VIZ_WAY_LATER, call.rang);
    else
        viz_app_say(app, VIZ_T_NO_LATE_CALL, NULL, NULL);
}

void viz_player_step(struct viz_player *player, struct viz_app *app, bool back)
{
    player->way = VIZ_WAY_NONE;
    player->deadline = 0;
    app->clock.playing = false;
    enum ems_step step =
        back ? ems_playback_step_back(player->playback) : ems_playback_step(player->playback);
    note(player, app, step);
    if (step == EMS_FINISHED && !back) viz_app_say(app, VIZ_T_ENDED, NULL, NULL);
    if (back) player->ended = false;
    viz_player_show(player, app);
}

double viz_player_progress(const struct viz_player *player)
{
    if (player->way == VIZ_WAY_NONE) return -1;
    if (player->way == VIZ_WAY_LATE) return NAN;
    double all = fabs((double)player->goal - (double)player->began);
    double left = fabs((double)player->goal - (double)ems_playback_now(player->playback));
    return all > 0 ? fmin(fmax(1 - left / all, 0), 1) : 1;
}

static bool play(struct viz_player *player, struct viz_app *app, double seconds)
{
    double simulated_s = seconds * app->clock.speed;
    ems_time now = ems_playback_now(player->playback);
    ems_time goal = isinf(simulated_s) || simulated_s > 1e9 ? now + 365 * EMS_DAY
                                                            : now + (ems_time)llround(simulated_s * 1e6);
    viz_player_reach(player, app, goal);
    if (player->ended && player->last == EMS_FINISHED) {
        app->clock.playing = false;
        viz_app_say(app, VIZ_T_ENDED, NULL, NULL);
    }
    if (player->ended)
        viz_player_show(player, app);
    else
        show_while_moving(player, app);
    return !player->ended;
}

bool viz_player_follow(struct viz_player *player, struct viz_app *app, ems_time at, double seconds)
{
    player->since_figures_s += seconds;
    player->since_shade_s += seconds;
    keep_shade(player, app);
    bool reached = viz_player_reach(player, app, at);
    show_while_moving(player, app);
    return reached;
}

bool viz_player_update(struct viz_player *player, struct viz_app *app, double seconds)
{
    player->since_figures_s += seconds;
    player->since_shade_s += seconds;
    if (player->way != VIZ_WAY_NONE) {
        go_on(player, app);
        return true;
    }
    keep_shade(player, app);
    if (!app->clock.playing || player->ended) return false;
    return play(player, app, seconds);
}
