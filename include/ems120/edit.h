/* Changes to a scenario, as a list on top of it: tried out as a scenario in memory, or saved as a new file
 * that `extends` the old one. The scenario's own file is never written. Undo is truncating the list; redo is
 * making the change again.
 *
 *     ems_edit_create(&def, &edit);                           def: as for ems_scenario_open
 *     ems_edit_move_station(edit, "centre", point);
 *     ems_edit_open(edit, messages, &scenario);               the changed scenario; may tell what is wrong
 *     ems_edit_save(edit, "plans/north.yaml", EMS_SAVE_NEW, messages);
 *     ems_edit_free(edit); */
#ifndef EMS120_EDIT_H
#define EMS120_EDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/messages.h"
#include "ems120/point.h"
#include "ems120/scenario.h"
#include "ems120/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_edit;

/* Reads the scenario that `def` names (copied; its sets are part of what is saved) so that ids can be
 * checked. A run's folder may be named too: its scenario.yaml is meant. *out is NULL unless EMS_OK. */
enum ems_status ems_edit_create(const struct ems_scenario_def *def, struct ems_messages *messages,
                                struct ems_edit **out);
void ems_edit_free(struct ems_edit *edit); /* NULL is fine */

/* ---- the list ---- */

int32_t ems_edit_count(const struct ems_edit *edit);
/* Forgets all but the first `count` changes. */
void ems_edit_truncate(struct ems_edit *edit, int32_t count);
/* One change in words of the scenario, such as `stations.centre.at=[127.1, 43.2]`; "" when there is none.
 * Lives until it is forgotten. */
const char *ems_edit_text(const struct ems_edit *edit, int32_t index);

/* Every function below adds one change. EMS_BAD_USAGE: no such id, an id that is taken or is none, a number
 * out of range; nothing is added then. Whether the whole makes a scenario is told by ems_edit_open. */

/* Positions are metres of the simulation's plane; they are written in the scenario's own coordinates. */
enum ems_status ems_edit_move_station(struct ems_edit *edit, const char *station, struct ems_point to);
/* With no vehicles and no crews of its own until they are set; `name` may be NULL, else it stands for both
 * languages. */
enum ems_status ems_edit_add_station(struct ems_edit *edit, const char *station, const char *name,
                                     struct ems_point at);
enum ems_status ems_edit_remove_station(struct ems_edit *edit, const char *station);
/* How many vehicles of a type the station has; 0 takes all away. */
enum ems_status ems_edit_vehicles(struct ems_edit *edit, const char *station, const char *type,
                                  int32_t count);
/* Crews on duty at all hours, in place of whatever shifts it had. */
enum ems_status ems_edit_crews(struct ems_edit *edit, const char *station, int32_t count);
enum ems_status ems_edit_move_hospital(struct ems_edit *edit, const char *hospital, struct ems_point to);
/* Any value: path and value as in `--set path=value`. */
enum ems_status ems_edit_set(struct ems_edit *edit, const char *path, const char *value);
/* An id that is free, such as "station-4"; false: no memory. */
bool ems_edit_new_id(const struct ems_edit *edit, const char *stem, char *out, int32_t size);

/* ---- what comes of it ---- */

/* The scenario with all changes. EMS_BAD_INPUT: messages say why it is none. */
enum ems_status ems_edit_open(const struct ems_edit *edit, struct ems_messages *messages,
                              struct ems_scenario **out);

enum ems_save { EMS_SAVE_NEW, EMS_SAVE_REPLACE };
/* Writes a YAML file that extends the scenario's, whole or not at all. It is checked first: EMS_BAD_INPUT.
 * Paths in it are relative to the new file. EMS_BAD_USAGE: the file is there and `how` is EMS_SAVE_NEW, or it
 * is the scenario itself or one that this extends (never overwritten). EMS_IO leaves errno. Messages say it
 * in words. */
enum ems_status ems_edit_save(const struct ems_edit *edit, const char *path, enum ems_save how,
                              struct ems_messages *messages);

#ifdef __cplusplus
}
#endif
#endif
