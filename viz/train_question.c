/* What the engine asks the trainee, and what may be answered. */
#include <stdlib.h>

#include "train.h"

bool viz_train_asks_vehicle(const struct viz_train *t)
{
    return t->asked.question.role == EMS_ROLE_DISPATCH && t->asked.question.task != EMS_NONE;
}

double viz_train_thinking(const struct viz_train *t)
{
    return t->asked.is_open ? (double)(SDL_GetTicks64() - t->asked.since) / 1000 : 0;
}

static struct viz_train_row *reserve(struct viz_train_question *q, int32_t count)
{
    if (count > q->room) {
        struct viz_train_row *more = realloc(q->row, (size_t)count * sizeof *more);
        if (more == NULL) return NULL;
        q->row = more;
        q->room = count;
    }
    return q->row;
}

/* ---- the three kinds of question ---- */

static enum ems_status list_vehicles(struct viz_train_question *q, const struct ems_sim *sim, int32_t room)
{
    struct ems_vehicle_candidate *c = calloc((size_t)room + 1, sizeof *c);
    if (c == NULL || reserve(q, room + 1) == NULL) {
        free(c);
        return EMS_NO_MEMORY;
    }
    int32_t count = ems_sim_vehicle_candidates(sim, q->question.task, c, room);
    for (int32_t i = 0; i < count; i++) {
        if (c[i].bar == EMS_BAR_NONE)
            q->row[q->count++] = (struct viz_train_row){.answer = c[i].vehicle,
                                                        .status = c[i].status,
                                                        .takes = c[i].takes_from != EMS_NONE,
                                                        .expected = c[i].expected};
        else
            q->barred++;
    }
    free(c);
    return EMS_OK;
}

static enum ems_status list_hospitals(struct viz_train_question *q, const struct ems_sim *sim, int32_t room)
{
    struct ems_hospital_candidate *c = calloc((size_t)room + 1, sizeof *c);
    if (c == NULL || reserve(q, room + 1) == NULL) {
        free(c);
        return EMS_NO_MEMORY;
    }
    int32_t count = ems_sim_hospital_candidates(sim, q->question.task, c, room);
    for (int32_t i = 0; i < count; i++) {
        if (c[i].bar == EMS_BAR_NONE)
            q->row[q->count++] = (struct viz_train_row){.answer = c[i].hospital,
                                                        .expected = c[i].travel,
                                                        .bays = c[i].bays,
                                                        .bays_busy = c[i].bays_busy};
        else
            q->barred++;
    }
    free(c);
    return EMS_OK;
}

/* How the vehicle that became available stands to a waiting task; false: it cannot go. */
static bool find_vehicle(const struct ems_sim *sim, ems_task_id task, ems_vehicle_id vehicle,
                         struct ems_vehicle_candidate *c, int32_t room, ems_time *expected)
{
    int32_t count = ems_sim_vehicle_candidates(sim, task, c, room);
    for (int32_t i = 0; i < count; i++)
        if (c[i].vehicle == vehicle) {
            *expected = c[i].expected;
            return c[i].bar == EMS_BAR_NONE;
        }
    return false;
}

static enum ems_status list_tasks(struct viz_train_question *q, const struct ems_sim *sim, int32_t room)
{
    int32_t limit = ems_sim_task_limit(sim);
    struct ems_vehicle_candidate *c = calloc((size_t)room + 1, sizeof *c);
    if (c == NULL || reserve(q, limit + 1) == NULL) {
        free(c);
        return EMS_NO_MEMORY;
    }
    for (ems_task_id t = 0; t < limit; t++) {
        struct ems_task_view task;
        ems_time expected = EMS_NEVER;
        if (!ems_sim_task(sim, t, &task) || !task.waiting) continue;
        if (find_vehicle(sim, t, q->question.vehicle, c, room, &expected))
            q->row[q->count++] = (struct viz_train_row){.answer = t, .expected = expected, .call = task.call};
        else
            q->barred++;
    }
    free(c);
    return EMS_OK;
}

/* ---- asking ---- */

static int by_number(const void *a, const void *b)
{
    const struct viz_train_row *x = a, *y = b;
    return (x->answer > y->answer) - (x->answer < y->answer);
}

static enum ems_status list(struct viz_train *t, const struct ems_scenario_info *info)
{
    struct viz_train_question *q = &t->asked;
    const struct ems_sim *sim = ems_playback_sim(t->player.playback);
    enum ems_status status = q->question.role == EMS_ROLE_DESTINATION
                                 ? list_hospitals(q, sim, info->hospitals)
                             : viz_train_asks_vehicle(t) ? list_vehicles(q, sim, info->vehicles)
                                                         : list_tasks(q, sim, info->vehicles);
    if (status == EMS_OK && t->level == VIZ_TRAIN_HARD)
        qsort(q->row, (size_t)q->count, sizeof *q->row, by_number);
    return status;
}

static void read_task(struct viz_train *t)
{
    struct viz_train_question *q = &t->asked;
    const struct ems_sim *sim = ems_playback_sim(t->player.playback);
    struct ems_call_fact call;
    q->rang = EMS_NEVER;
    if (q->question.task == EMS_NONE || !ems_sim_task(sim, q->question.task, &q->task)) return;
    if (ems_playback_call(t->player.playback, q->task.call, &call, NULL)) q->rang = call.rang;
}

enum ems_status viz_train_ask(struct viz_app *app)
{
    struct viz_train *t = viz_train_of(app);
    struct viz_train_question *q = &t->asked;
    *q = (struct viz_train_question){.row = q->row, .room = q->room};
    q->question = ems_sim_question(ems_playback_sim(t->player.playback));
    read_task(t);
    enum ems_status status = list(t, &app->map[0].moment.info);
    if (status != EMS_OK) return status;
    q->has_advice = t->level == VIZ_TRAIN_EASY && ems_training_advice(t->training, &q->advice) == EMS_OK;
    q->since = SDL_GetTicks64();
    q->is_open = true;
    t->pointed = EMS_NONE;
    viz_app_select(app, q->question.task != EMS_NONE
                            ? (struct viz_pick){VIZ_PICK_CALL, (int64_t)q->task.call}
                            : (struct viz_pick){VIZ_PICK_VEHICLE, q->question.vehicle});
    viz_player_show(&t->player, app);
    return EMS_OK;
}

/* ---- answering ---- */

void viz_train_answer(struct viz_app *app, int32_t answer)
{
    struct viz_train *t = viz_train_of(app);
    double seconds = viz_train_thinking(t);
    enum ems_status status = ems_training_decide(t->training, answer);
    if (status != EMS_OK) {
        viz_app_say(app, status == EMS_NO_MEMORY ? VIZ_T_NO_MEMORY : VIZ_T_TRAIN_REFUSED, NULL, NULL);
        return;
    }
    ems_training_thought(t->training, seconds);
    t->thought_s += seconds;
    t->asked.is_open = false;
    t->player.last = EMS_STEPPED;
    t->pointed = EMS_NONE;
    viz_player_show(&t->player, app);
}

static bool is_row(const struct viz_app *app, const struct viz_train_row *row, struct viz_pick what)
{
    const struct viz_train *t = viz_train_of(app);
    if (t->asked.question.role == EMS_ROLE_DESTINATION)
        return what.kind == VIZ_PICK_HOSPITAL && what.id == row->answer;
    if (viz_train_asks_vehicle(t)) return what.kind == VIZ_PICK_VEHICLE && what.id == row->answer;
    return what.kind == VIZ_PICK_CALL && what.id == (int64_t)row->call;
}

int32_t viz_train_picked(const struct viz_app *app, const struct viz_picks *picks)
{
    const struct viz_train_question *q = &viz_train_of(app)->asked;
    for (int p = 0; p < picks->count; p++)
        for (int32_t r = 0; r < q->count; r++)
            if (is_row(app, &q->row[r], picks->items[p].what)) return q->row[r].answer;
    return EMS_NONE;
}
