/* Rows of the panel's part about what is selected: names with values, and links that select or jump. */
#ifndef EMS_VIZ_ASK_PARTS_H
#define EMS_VIZ_ASK_PARTS_H

#include "section.h"
#include "ems120/playback.h"

/* What a part about one thing works with. */
struct viz_ask {
    struct viz_app *app;
    struct viz_ui *ui;
    struct viz_rect *rest;
    const struct viz_map *map;
    const struct ems_playback *playback; /* NULL: nothing is played */
    struct viz_pick what;
};

void viz_ask_heading(struct viz_ask *ask, enum viz_text text);
void viz_ask_line(struct viz_ask *ask, enum viz_text name, const char *value);
void viz_ask_number(struct viz_ask *ask, enum viz_text name, int64_t value);
void viz_ask_minutes(struct viz_ask *ask, enum viz_text name, double seconds);
/* A row that can be clicked: goes to `at` (EMS_NEVER: does not) and selects `what` (nothing: keeps it). */
void viz_ask_link(struct viz_ask *ask, int number, const char *left, const char *right, ems_time at,
                  struct viz_pick what);
/* The latest orders of a vehicle, station or hospital as links. */
struct viz_history;
void viz_ask_trips(struct viz_ask *ask, const struct viz_history *history);
/* "day 3 08:05:12". Returns `out`. */
const char *viz_ask_moment(const struct viz_ask *ask, ems_time at, char *out, size_t size);

/* One for each kind, in ask_<kind>.c. */
void viz_ask_vehicle(struct viz_ask *ask);
void viz_ask_call(struct viz_ask *ask);
void viz_ask_station(struct viz_ask *ask);
void viz_ask_hospital(struct viz_ask *ask);
void viz_ask_place(struct viz_ask *ask);

#endif
