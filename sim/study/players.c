#include "study/players.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "scenario/load.h"
#include "study/lane.h"
#include "study/threads.h"
#include "study/warmup.h"

enum model_state { MODEL_NONE, MODEL_LOADING, MODEL_READY };

/* A model that threads are at. */
struct shared_model {
    int32_t point, users;
    enum model_state state;
    enum ems_status status; /* how loading ended */
    struct ems_scenario *scenario;
    struct ems_picks *picks;
};

struct room {
    const struct ems_players *players;
    struct ems_run_options options;
    pthread_mutex_t lock;
    pthread_cond_t loaded;
    struct shared_model *models; /* one for each thread at most */
    _Atomic double *shares;      /* of what each thread plays, gone by */
};

/* A thread with what it is at. */
struct player {
    struct room *room;
    struct shared_model *model; /* NULL: none */
    _Atomic double *share;      /* of what it plays */
    struct ems_lane lane;
    bool laned;
};

/* ---- models ---- */

static bool stopped(void *self)
{
    const struct room *room = self;
    return atomic_load_explicit(&room->players->sweep->stop, memory_order_relaxed);
}

/* `clock.warmup: auto`: each point by its own pilots. */
static enum ems_status settle_warmup(struct room *room, struct ems_scenario *scenario)
{
    const struct ems_clock *clock = &ems_scenario_model(scenario)->clock;
    struct ems_run_options options = ems_run_options_default();
    struct ems_warmup found;
    if (!clock->warmup_auto) return EMS_OK;
    options.jobs = 1;
    options.hooks = (struct ems_run_hooks){.self = room, .interrupted = stopped};
    enum ems_status status = ems_warmup_find(ems_scenario_model(scenario), &options, &found);
    if (status == EMS_OK)
        ems_scenario_settle_warmup(scenario, found.warmup < clock->warmup ? found.warmup : clock->warmup);
    return status;
}

static void load(struct room *room, struct shared_model *model)
{
    struct ems_diags diags = {0};
    const struct ems_sweep *sweep = room->players->sweep;
    model->status = ems_sweep_load(sweep, model->point, &diags, &model->scenario);
    if (model->status == EMS_OK) model->status = settle_warmup(room, model->scenario);
    if (model->status == EMS_OK)
        model->status = ems_picks_create(ems_scenario_model(model->scenario), &sweep->kept, &model->picks);
    ems_diags_free(&diags);
}

static void unload(struct shared_model *model)
{
    ems_picks_free(model->picks);
    ems_scenario_free(model->scenario);
    *model = (struct shared_model){0};
}

static struct shared_model *find_model(struct room *room, int32_t point)
{
    int32_t free_one = 0; /* there are as many as threads, and this one is at none */
    for (int32_t i = 0; i < room->players->jobs; i++) {
        struct shared_model *model = &room->models[i];
        if (model->users > 0 && model->point == point) return model;
        if (model->users == 0) free_one = i;
    }
    room->models[free_one].point = point;
    return &room->models[free_one];
}

/* The model of a point, loaded by whoever comes first. */
static struct shared_model *enter(struct room *room, int32_t point)
{
    pthread_mutex_lock(&room->lock);
    struct shared_model *model = find_model(room, point);
    model->users++;
    if (model->state == MODEL_NONE) {
        model->state = MODEL_LOADING;
        pthread_mutex_unlock(&room->lock);
        load(room, model);
        pthread_mutex_lock(&room->lock);
        model->state = MODEL_READY;
        pthread_cond_broadcast(&room->loaded);
    }
    while (model->state != MODEL_READY) pthread_cond_wait(&room->loaded, &room->lock);
    pthread_mutex_unlock(&room->lock);
    return model;
}

static void leave(struct player *player)
{
    struct room *room = player->room;
    if (player->laned) ems_lane_free(&player->lane);
    player->laned = false;
    if (player->model == NULL) return;
    pthread_mutex_lock(&room->lock);
    if (player->model->users == 1)
        unload(player->model);
    else
        player->model->users--;
    pthread_mutex_unlock(&room->lock);
    player->model = NULL;
}

/* ---- playing ---- */

static enum ems_status each_hour(void *self, struct ems_lane *lane)
{
    const struct player *player = self;
    atomic_store_explicit(player->share, ems_lane_share(lane), memory_order_relaxed);
    return stopped(player->room) ? EMS_INTERRUPTED : EMS_OK;
}

/* Goes to the point, unless it is there already. */
static enum ems_status go_to(struct player *player, int32_t point)
{
    struct room *room = player->room;
    if (player->model != NULL && player->model->point == point && player->laned) return EMS_OK;
    leave(player);
    player->model = enter(room, point);
    if (player->model->status != EMS_OK) return player->model->status;
    player->lane = (struct ems_lane){0};
    player->laned = true;
    enum ems_status status = ems_lane_init(&player->lane, ems_scenario_model(player->model->scenario),
                                           &room->options, ems_picks_summary(player->model->picks));
    player->lane.hour = each_hour;
    player->lane.self = player;
    return status;
}

static enum ems_status play(struct player *player, const struct ems_item *item, struct ems_played *out)
{
    enum ems_status status = go_to(player, item->point);
    if (status != EMS_OK) {
        leave(player);
        return status;
    }
    struct ems_lane *lane = &player->lane;
    lane->replication = item->replication;
    status = ems_lane_play(lane);
    if (status == EMS_OK) status = ems_record_init(&out->record, &player->room->players->sweep->kept);
    if (status == EMS_OK)
        status = ems_picks_take(player->model->picks, lane->row, ems_sim_tallies(lane->sim), &out->record);
    if (status != EMS_BROKEN || lane->sim == NULL) return status;
    const char *rule = ems_sim_broken_rule(lane->sim);
    snprintf(out->text, sizeof out->text, "%s", rule != NULL ? rule : "");
    return status;
}

static void work(void *self, int32_t number)
{
    struct room *room = self;
    const struct ems_item_source *source = &room->players->source;
    struct player player = {.room = room, .share = &room->shares[number]};
    struct ems_item item;
    while (source->take(source->self, player.model != NULL ? player.model->point : -1, &item)) {
        struct ems_played outcome = {.item = item};
        double begun = ems_threads_now_s();
        outcome.status = play(&player, &item, &outcome);
        outcome.seconds = ems_threads_now_s() - begun;
        atomic_store_explicit(player.share, 0, memory_order_relaxed);
        source->give(source->self, &outcome);
        ems_record_free(&outcome.record);
    }
    leave(&player);
}

static void idle(void *self)
{
    const struct room *room = self;
    const struct ems_players *players = room->players;
    double under_way = 0;
    for (int32_t i = 0; i < players->jobs; i++)
        under_way += atomic_load_explicit(&room->shares[i], memory_order_relaxed);
    players->sweep->under_way = under_way;
    players->idle(players->source.self);
}

enum ems_status ems_players_run(const struct ems_players *players)
{
    struct room room = {.players = players, .options = ems_run_options_default()};
    enum ems_status status = EMS_NO_MEMORY;
    room.models = calloc((size_t)players->jobs, sizeof *room.models);
    room.shares = calloc((size_t)players->jobs, sizeof *room.shares);
    if (room.models == NULL || room.shares == NULL) goto no_lock;
    if (pthread_mutex_init(&room.lock, NULL) != 0) goto no_lock;
    if (pthread_cond_init(&room.loaded, NULL) != 0) goto no_condition;
    status = ems_threads_run(players->jobs, players->every_ms, work, idle, &room);
    pthread_cond_destroy(&room.loaded);
no_condition:
    pthread_mutex_destroy(&room.lock);
no_lock:
    free(room.shares);
    free(room.models);
    return status;
}
