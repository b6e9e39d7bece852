/* A YAML tree: scalars, lists and maps with the place of each node and key. Maps keep the file's order.
 * Scalars keep their text: what it means (a number, a truth, a text) is decided where it is due, by the rules
 * of YAML 1.2's core schema below. Nodes live in an arena and are changed only while a scenario is put
 * together. */
#ifndef EMS_SCENARIO_NODE_H
#define EMS_SCENARIO_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

enum ems_node_kind { EMS_NODE_SCALAR, EMS_NODE_LIST, EMS_NODE_MAP };

struct ems_node {
    enum ems_node_kind kind;
    bool plain;   /* scalar written without quotes */
    bool flow;    /* list or map written in brackets */
    bool broken;  /* reported already: to be passed over */
    bool removed; /* to be taken out of its list */
    struct ems_place_in_file at, key_at;
    const char *text;                     /* of a scalar */
    const char *key;                      /* of an entry of a map, else NULL */
    const char *folder;                   /* where files that it names are looked for */
    const char *renamed;                  /* what the resolved scenario says instead of text; NULL: text */
    struct ems_node *first, *last, *next; /* children; next entry of the parent */
};

/* A copy of a tree, with places and texts borrowed from the first; NULL when memory is out. */
struct ems_node *ems_node_copy(struct ems_arena *arena, const struct ems_node *node);
/* The tree on one line, as it could stand in brackets; NULL when memory is out. */
const char *ems_node_line(struct ems_arena *arena, const struct ems_node *node);
struct ems_node *ems_node_new(struct ems_arena *arena, enum ems_node_kind kind, struct ems_place_in_file at,
                              const char *folder);
void ems_node_append(struct ems_node *parent, struct ems_node *child);
/* The entry of a map with that key; NULL when there is none or `map` is no map. O(entries). */
struct ems_node *ems_node_find(const struct ems_node *map, const char *key);
/* Takes a child out; true if it was there. */
bool ems_node_remove(struct ems_node *parent, const struct ems_node *child);
/* Puts `child` in the place of `old`, under its key. */
void ems_node_replace(struct ems_node *parent, const struct ems_node *old, struct ems_node *child);
int32_t ems_node_count(const struct ems_node *node);
/* The text of entry `id` of a map if it is a scalar, else NULL: the name under which lists are merged. */
const char *ems_node_id(const struct ems_node *node);

/* What a plain scalar is under YAML 1.2's core schema. */
enum ems_scalar_kind {
    EMS_SCALAR_NULL,
    EMS_SCALAR_BOOL,
    EMS_SCALAR_INTEGER,
    EMS_SCALAR_REAL,
    EMS_SCALAR_OTHER_NUMBER,
    EMS_SCALAR_TEXT
};
/* OTHER_NUMBER: 0x1F, 0o17, .inf, .nan, which this program does not take. Quoted scalars are TEXT. */
enum ems_scalar_kind ems_node_scalar_kind(const struct ems_node *scalar);

#endif
