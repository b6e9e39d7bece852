/* Train: a person dispatches. Time passes until the engine asks; the trainee answers by a row, a click on the
 * map or a key. The simulation stands while a question is open, and how long that took is counted. */
#include <math.h>
#include <stdlib.h>

#include "folders.h"
#include "sprites.h"
#include "train.h"

static const ems_time drain_at_most = 6 * EMS_HOUR;

ems_time viz_train_length(const struct viz_train *t)
{
    static const ems_time lengths[] = {EMS_HOUR, 4 * EMS_HOUR, 12 * EMS_HOUR};
    return lengths[t->hours];
}

/* ---- the hour ---- */

/* The training owns what the player plays; before the start it plays its own. */
static void forget_hour(struct viz_app *app, struct viz_train *t)
{
    app->dispatching = false;
    if (app->map[0].player == &t->player) app->map[0].player = NULL;
    if (t->training != NULL) t->player.playback = NULL;
    viz_player_close(&t->player, app);
    t->asked.is_open = false;
    t->pointed = EMS_NONE;
    ems_training_free(t->training);
    t->training = NULL;
    t->thought_s = 0;
}

/* Before the start the moment of taking over is shown. */
static enum ems_status preview(struct viz_app *app, struct viz_train *t)
{
    enum ems_status status = viz_player_open(&t->player, app, 0);
    if (status == EMS_OK) viz_player_seek(&t->player, app, t->from);
    return status;
}

static enum ems_status open_hour(struct viz_app *app, struct viz_train *t)
{
    struct viz_folders folders;
    struct ems_training_def def = ems_training_def_default();
    viz_folders_find(&folders);
    def.scenario.path = app->input;
    def.scenario.sets = app->options->sets;
    def.scenario.set_count = app->options->set_count;
    def.scenario.data_folders = folders.list;
    def.scenario.data_folder_count = folders.count;
    def.replication = app->options->replication;
    def.destination = t->hospitals;
    def.from = t->from;
    def.until = t->until;
    ems_messages_clear(t->messages);
    enum ems_status status = ems_training_open(&def, t->messages, &t->training);
    if (status != EMS_OK) return status;
    return viz_player_take(&t->player, app, 0, ems_training_playback(t->training));
}

void viz_train_start(struct viz_app *app)
{
    struct viz_train *t = viz_train_of(app);
    t->until = t->from + viz_train_length(t);
    forget_hour(app, t);
    enum ems_status status = open_hour(app, t);
    if (status != EMS_OK) {
        viz_app_tell(app, t->messages);
        viz_app_say(app, status == EMS_NO_MEMORY ? VIZ_T_NO_MEMORY : VIZ_T_FAILED, NULL, NULL);
        forget_hour(app, t);
        preview(app, t);
        return;
    }
    t->stage = VIZ_TRAIN_RUNS;
    app->dispatching = true;
    app->clock.playing = true;
    viz_app_touch(app);
}

void viz_train_reset(struct viz_app *app)
{
    struct viz_train *t = viz_train_of(app);
    forget_hour(app, t);
    t->stage = VIZ_TRAIN_SETUP;
    app->clock.playing = false;
    app->selected = (struct viz_pick){VIZ_PICK_NOTHING, 0};
    if (preview(app, t) != EMS_OK) viz_app_say(app, VIZ_T_NO_MEMORY, NULL, NULL);
    viz_app_touch(app);
}

/* Whether a call of the hour has not ended. */
static bool is_one_open(const struct viz_train *t)
{
    const struct ems_sim *sim = ems_playback_sim(t->player.playback);
    struct ems_call_fact call;
    for (int32_t i = 0; i < ems_sim_call_limit(sim); i++)
        if (ems_sim_open_call(sim, i, &call) && call.rang >= t->from && call.rang < t->until) return true;
    return false;
}

/* The reference decides while the hour's calls come to their ends. */
static void drain(struct viz_train *t)
{
    ems_time at = ems_playback_now(t->player.playback), last = at + drain_at_most;
    while (at < last && is_one_open(t)) {
        int32_t answer = EMS_NONE;
        enum ems_step step = ems_playback_seek(t->player.playback, at + EMS_MINUTE);
        if (step == EMS_FINISHED || step == EMS_FAILED) return;
        if (step == EMS_NEEDS_DECISION && (ems_training_advice(t->training, &answer) != EMS_OK ||
                                           ems_playback_decide(t->player.playback, answer) != EMS_OK))
            return;
        at = ems_playback_now(t->player.playback);
    }
}

void viz_train_finish(struct viz_app *app, bool whole)
{
    struct viz_train *t = viz_train_of(app);
    t->asked.is_open = false;
    t->pointed = EMS_NONE;
    app->clock.playing = false;
    app->dispatching = false;
    if (whole) drain(t);
    enum ems_status status = ems_training_score(t->training, &t->score);
    t->stage = VIZ_TRAIN_OVER;
    viz_player_show(&t->player, app);
    if (status == EMS_OK)
        viz_train_show_score(app);
    else
        viz_app_say(app, status == EMS_NO_MEMORY ? VIZ_T_NO_MEMORY : VIZ_T_FAILED, NULL, NULL);
}

/* ---- in and out ---- */

/* From the moment that was shown before, or --at, or where counting begins. */
static ems_time moment_to_begin(const struct viz_app *app)
{
    const struct viz_moment *m = &app->map[0].moment;
    ems_time end = m->info.duration == EMS_NEVER ? EMS_NEVER : m->info.warmup + m->info.duration;
    ems_time at = m->now > 0 ? m->now : app->options->at;
    return at > 0 && at < end ? at : m->info.warmup;
}

static void first_question(struct viz_app *app, struct viz_train *t)
{
    viz_train_start(app);
    if (t->stage != VIZ_TRAIN_RUNS) return;
    viz_player_reach(&t->player, app, t->until);
    if (t->player.last == EMS_NEEDS_DECISION) viz_train_ask(app);
    app->clock.playing = false;
}

static void leave(struct viz_app *app)
{
    struct viz_train *t = viz_train_of(app);
    forget_hour(app, t);
    ems_messages_free(t->messages);
    free(t->asked.row);
    free(t);
    app->mode_state = NULL;
}

static enum ems_status enter(struct viz_app *app)
{
    struct viz_train *t = calloc(1, sizeof *t);
    if (t == NULL) return EMS_NO_MEMORY;
    t->messages = ems_messages_create();
    if (t->messages == NULL) {
        free(t);
        return EMS_NO_MEMORY;
    }
    t->level = VIZ_TRAIN_EASY;
    t->pointed = EMS_NONE;
    t->from = moment_to_begin(app);
    app->clock.playing = false;
    app->mode_state = t;
    enum ems_status status = preview(app, t);
    if (status != EMS_OK)
        leave(app);
    else if (app->options->render != NULL) /* a picture shows what it is about */
        first_question(app, t);
    return status;
}

/* ---- time ---- */

/* The panel counts seconds of thinking. */
static bool wait_for_answer(struct viz_app *app, struct viz_train *t)
{
    Uint64 second = (Uint64)viz_train_thinking(t);
    if (second != t->second) app->panes[VIZ_PANE_PANEL].dirty = app->dirty = true;
    t->second = second;
    return false;
}

/* By the window's clock, and not beyond the hour. */
static bool pass(struct viz_app *app, struct viz_train *t, double seconds)
{
    double speed = app->clock.speed;
    double left_s = (double)(t->until - ems_playback_now(t->player.playback)) / 1e6;
    if (seconds > 0 && speed * seconds > left_s) app->clock.speed = fmax(left_s, 0) / seconds;
    bool moves = viz_player_update(&t->player, app, seconds);
    app->clock.speed = speed;
    return moves;
}

static bool update(struct viz_app *app, double seconds)
{
    struct viz_train *t = viz_train_of(app);
    if (t->stage != VIZ_TRAIN_RUNS) {
        app->clock.playing = false;
        return t->player.playback != NULL && viz_player_update(&t->player, app, seconds);
    }
    if (t->asked.is_open && t->player.way == VIZ_WAY_NONE && t->player.last == EMS_NEEDS_DECISION)
        return wait_for_answer(app, t);
    t->asked.is_open = false;
    if (t->level == VIZ_TRAIN_HARD) app->clock.playing = true;
    bool moves = pass(app, t, seconds);
    bool stands = t->player.way == VIZ_WAY_NONE;
    if (stands && (ems_playback_now(t->player.playback) >= t->until || t->player.ended)) {
        viz_train_finish(app, true);
    } else if (stands && t->player.last == EMS_NEEDS_DECISION) {
        if (viz_train_ask(app) != EMS_OK) viz_app_say(app, VIZ_T_NO_MEMORY, NULL, NULL);
    }
    return moves;
}

/* ---- mouse and keys ---- */

static bool press(struct viz_app *app, int x, int y)
{
    struct viz_train *t = viz_train_of(app);
    struct viz_picks picks = viz_map_pick(app, 0, x, y);
    int32_t answer = viz_train_picked(app, &picks);
    if (answer == EMS_NONE) return false;
    t->swallow = true;
    viz_train_answer(app, answer);
    return true;
}

/* Pressed while nothing is asked they do nothing else, either; nor does a second stroke answer a question
 * that has only just come up. */
static bool key(struct viz_app *app, SDL_Keycode sym)
{
    const struct viz_train_question *q = &viz_train_of(app)->asked;
    bool can_answer = q->is_open && viz_train_thinking(viz_train_of(app)) >= 0.2;
    if (sym == SDLK_h) {
        if (can_answer) viz_train_answer(app, EMS_NONE);
        return true;
    }
    int32_t row = sym >= SDLK_1 && sym <= SDLK_9         ? (int32_t)(sym - SDLK_1)
                  : sym >= SDLK_KP_1 && sym <= SDLK_KP_9 ? (int32_t)(sym - SDLK_KP_1)
                                                         : -1;
    if (row < 0) return false;
    if (can_answer && row < q->count) viz_train_answer(app, q->row[row].answer);
    return true;
}

static bool event(struct viz_app *app, const SDL_Event *e)
{
    struct viz_train *t = viz_train_of(app);
    bool left = (e->type == SDL_MOUSEBUTTONDOWN || e->type == SDL_MOUSEBUTTONUP) &&
                e->button.button == SDL_BUTTON_LEFT;
    if (left && e->type == SDL_MOUSEBUTTONUP && t->swallow) {
        t->swallow = false;
        return true;
    }
    if (t->stage != VIZ_TRAIN_RUNS) return false;
    if (left && t->asked.is_open && e->type == SDL_MOUSEBUTTONDOWN)
        return press(app, e->button.x, e->button.y);
    bool plain = e->type == SDL_KEYDOWN && (e->key.keysym.mod & (KMOD_CTRL | KMOD_ALT | KMOD_SHIFT)) == 0;
    return plain && key(app, e->key.keysym.sym);
}

/* ---- the map ---- */

/* A ring around the vehicle whose row is under the mouse, and a line to the call. */
static void draw(struct viz_app *app, const struct viz_frame *f, int map)
{
    const struct viz_train *t = viz_train_of(app);
    bool over = viz_rect_has(app->layout.panel, app->ui.input.x, app->ui.input.y);
    if (map != 0 || !t->asked.is_open || t->pointed == EMS_NONE || !over) return;
    struct viz_pixel from = viz_vehicle_pixel(f, t->pointed);
    struct viz_pixel to = viz_frame_pixel(f, t->asked.task.at);
    struct viz_colour c = f->look->theme->accent;
    SDL_SetRenderDrawColor(f->renderer, c.r, c.g, c.b, 255);
    SDL_RenderDrawLineF(f->renderer, (float)from.x, (float)from.y, (float)to.x, (float)to.y);
    viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_MARK, 0, 0, from);
}

/* The call that is asked about. */
static bool tells(const struct viz_app *app, struct viz_pick what)
{
    const struct viz_train_question *q = &viz_train_of(app)->asked;
    return q->is_open && q->question.task != EMS_NONE && what.kind == VIZ_PICK_CALL &&
           (uint64_t)what.id == q->task.call;
}

const struct viz_mode viz_mode_train = {.name = "train",
                                        .title = VIZ_T_MODE_TRAIN,
                                        .banner = VIZ_T_TRAIN_BANNER,
                                        .key = SDLK_F9,
                                        .enter = enter,
                                        .leave = leave,
                                        .update = update,
                                        .event = event,
                                        .draw = draw,
                                        .panel = viz_train_panel,
                                        .tells = tells,
                                        .timeline = viz_train_timeline};
