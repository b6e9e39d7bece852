/* The inside of an edit: edit.c keeps the list of changes, edit_save.c turns it into a file. */
#ifndef EMS_API_EDIT_H
#define EMS_API_EDIT_H

#include "base/diag.h"
#include "ems120/edit.h"
#include "scenario/load.h"
#include "scenario/node.h"

enum ems_edit_kind {
    EMS_EDIT_SET,
    EMS_EDIT_ADD,
    EMS_EDIT_REMOVE,
    EMS_EDIT_VEHICLE_ADD,
    EMS_EDIT_VEHICLE_REMOVE
};

/* A step of a change. SET: `option` is path=value. Else it is about a station: ADD has name (may be NULL) and
 * position, VEHICLE_... the id of a vehicle, and its type when it is added. Texts are malloc'ed. */
struct ems_edit_step {
    enum ems_edit_kind kind;
    int32_t change; /* that it belongs to */
    char *option, *station, *id, *type, *name, *position, *text;
};

struct ems_edit {
    struct ems_scenario *base; /* with the sets of the definition */
    char *file;                /* of the base, as found */
    char **sets, **folders;
    int32_t set_count, folder_count;
    struct ems_edit_step *steps;
    int32_t count, capacity, changes;
};

/* What is left of the steps once those that later ones undo are dropped, in a form that a scenario can be
 * loaded with. */
struct ems_edit_plan {
    struct ems_arena arena;
    struct ems_load_options options;
    const struct ems_edit_step **steps; /* that count */
    int32_t step_count;
    char *overlay; /* malloc'ed */
};
enum ems_status ems_edit_plan(const struct ems_edit *edit, struct ems_edit_plan *out);
void ems_edit_plan_free(struct ems_edit_plan *plan);

/* Nodes for what stations gain and lose; false when memory is out. `root` is a map. */
bool ems_edit_overlay(const struct ems_edit_plan *plan, struct ems_arena *arena, struct ems_node *root);
struct ems_node *ems_edit_entry(struct ems_arena *arena, struct ems_node *map, const char *key,
                                enum ems_node_kind kind);
struct ems_node *ems_edit_text_entry(struct ems_arena *arena, struct ems_node *map, const char *key,
                                     const char *text, bool plain);
/* The entry of a list by its id, made when it is not there. */
struct ems_node *ems_edit_list_entry(struct ems_arena *arena, struct ems_node *list, const char *id);

#endif
