/* Fills a definition from nodes by the schema table, and reports everything that does not fit: unknown keys,
 * missing ones, wrong kinds, missing units, values out of range, entries that exclude each other, ids given
 * twice. What does not fit keeps its default, so that the rest is checked too. */
#ifndef EMS_SCENARIO_FILL_H
#define EMS_SCENARIO_FILL_H

#include "base/array.h"
#include "base/status.h"
#include "scenario/node.h"
#include "scenario/path.h"
#include "scenario/schema.h"

/* A file that the scenario names. */
struct ems_named_file {
    struct ems_node *node; /* where it is named; its text is what was written */
    const char *path;      /* to open */
};

struct ems_filler {
    struct ems_arena *arena;
    struct ems_diags *diags;
    bool plane; /* positions are metres */
    EMS_ARRAY(struct ems_named_file) files;
    EMS_ARRAY(struct ems_def_source) sources; /* files read on the way */
    bool no_memory;
};

/* Fills *out, a struct of schema->size zeroed bytes. `node` NULL: defaults, nothing is required. `at` is
 * where the object stands, or what it would stand in. */
void ems_fill_object(struct ems_filler *filler, const struct ems_schema *schema, struct ems_node *node,
                     void *out, const struct ems_path *path, struct ems_place_in_file at);
void ems_fill_field(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                    void *out, const struct ems_path *path);
/* One value without parts (fill_value.c); false and a diagnostic when it does not fit. */
bool ems_fill_value(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                    void *out, const struct ems_path *path);
/* A distribution (distribution_read.c). */
bool ems_fill_distribution(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                           struct ems_def_distribution *out, const struct ems_path *path);
/* The parameters of the policy that an object names (fill_policy.c). `out` is the object's struct. */
void ems_fill_policy(struct ems_filler *filler, const struct ems_schema *schema, struct ems_node *node,
                     void *out, const struct ems_path *path);
/* True when `key` is a parameter of a policy of the object's role. */
bool ems_fill_policy_knows(const struct ems_schema *schema, const char *key);
/* The parameters of the policy that an object names, at most `room`; returns how many. */
int32_t ems_fill_policy_keys(const struct ems_schema *schema, const struct ems_node *node, const char **names,
                             int32_t room);
/* A parameter as a field. */
struct ems_field ems_field_of_param(const struct ems_param *param);

/* True when a map with these keys is what the alternative asks for, and how many of its keys it knows. */
int32_t ems_field_fit(const struct ems_field *field, const struct ems_node *node);
/* The alternative of an EITHER field that the node is meant for; NULL when none can be. */
const struct ems_field *ems_field_choose(const struct ems_field *either, const struct ems_node *node);

/* ---- diagnostics ---- */

struct ems_diag *ems_fill_error(struct ems_filler *filler, struct ems_place_in_file at,
                                const struct ems_path *path, enum ems_text message, const char *const *args);
/* "{0} is no <kind>" for a node of the wrong kind. */
void ems_fill_wrong_kind(struct ems_filler *filler, enum ems_field_kind kind, const struct ems_node *node,
                         const struct ems_path *path);
/* A clash: the message at the later place, the earlier as a hint. */
void ems_fill_clash(struct ems_filler *filler, enum ems_text message, const char *a, const char *b,
                    struct ems_place_in_file first, struct ems_place_in_file again,
                    const struct ems_path *path);
/* Hint of the nearest of the names, or of all of them. */
void ems_fill_suggest(struct ems_filler *filler, struct ems_diag *diag, const char *word,
                      const char *const *names, int32_t count);
/* The names joined by commas. */
const char *ems_fill_join(struct ems_filler *filler, const char *const *names, int32_t count);
struct ems_def_mark ems_fill_mark(struct ems_filler *filler, struct ems_place_in_file at,
                                  const struct ems_path *path, bool given);

/* Ids: not empty, at most 64 bytes, no white space and none of . = / : , [ ] { } " ' # */
bool ems_word_ok(const char *text);
#define EMS_WORD_PATTERN "^[^\\s.=/:,\\[\\]{}\"'#]{1,64}$"

#endif
