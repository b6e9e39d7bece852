/* Training: what the train mode keeps. The trainee decides in a simulation of the open scenario
 * (ems120/training.h) for some hours, and gets a score sheet. The files: mode_train.c (time, mouse, keys),
 * train_question.c (what is asked and who may be sent), train_panel.c, train_score.c (the sheet and its
 * files). */
#ifndef EMS_VIZ_TRAIN_H
#define EMS_VIZ_TRAIN_H

#include "app.h"
#include "player.h"
#include "ems120/candidates.h"
#include "ems120/training.h"

enum viz_train_level {                   /* of difficulty */
                       VIZ_TRAIN_EASY,   /* expected arrivals and the reference's advice; may pause */
                       VIZ_TRAIN_NORMAL, /* expected arrivals; may pause */
                       VIZ_TRAIN_HARD,   /* neither; no pause */
};
enum viz_train_stage { VIZ_TRAIN_SETUP, VIZ_TRAIN_RUNS, VIZ_TRAIN_OVER };

/* Something that may be answered. */
struct viz_train_row {
    int32_t answer; /* vehicle, hospital or task, by the question */
    enum ems_vehicle_status status;
    bool takes; /* from another call */
    ems_time expected;
    int32_t bays, bays_busy;
    uint64_t call; /* of a task */
};

struct viz_train_question {
    bool is_open;
    struct ems_question question;
    struct ems_task_view task; /* that a vehicle or a hospital is wanted for */
    ems_time rang;
    struct viz_train_row *row; /* best first; at the hard level by number */
    int32_t count, room;
    int32_t barred; /* cannot be answered */
    int32_t advice;
    bool has_advice;
    Uint64 since; /* asked, milliseconds */
};

struct viz_train {
    enum viz_train_stage stage;
    int level, hours; /* enum viz_train_level; the how manieth choice of hours */
    bool hospitals;   /* are chosen by the trainee, too */
    struct ems_messages *messages;
    struct ems_training *training; /* from the start on */
    struct viz_player player;
    ems_time from, until;
    struct viz_train_question asked;
    ems_vehicle_id pointed; /* its row is under the mouse, or EMS_NONE */
    bool swallow;           /* the release of a click that answered */
    Uint64 second;          /* of thinking, that was shown last */
    double thought_s;
    struct ems_training_score score; /* once it is over */
    char saved[600];                 /* what came of saving, on the sheet */
};

static inline struct viz_train *viz_train_of(const struct viz_app *app)
{
    return app->mode_state;
}

ems_time viz_train_length(const struct viz_train *t);
void viz_train_start(struct viz_app *app);
/* Ends the hour and shows the sheet. `whole`: its calls are played to their ends, by the reference. */
void viz_train_finish(struct viz_app *app, bool whole);
/* Back to choosing level and length; the hour is gone. */
void viz_train_reset(struct viz_app *app);

/* Reads the question at hand. */
enum ems_status viz_train_ask(struct viz_app *app);
/* EMS_NONE holds. */
void viz_train_answer(struct viz_app *app, int32_t answer);
/* What of these may be answered; EMS_NONE: nothing. */
int32_t viz_train_picked(const struct viz_app *app, const struct viz_picks *picks);
bool viz_train_asks_vehicle(const struct viz_train *t);
double viz_train_thinking(const struct viz_train *t);

void viz_train_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest);
void viz_train_timeline(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_train_show_score(struct viz_app *app);

#endif
