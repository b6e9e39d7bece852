/* A list of changes as a file that extends the scenario: what stations gain and lose, and for each value that
 * was set the nearest part of the scenario that merges over the old one, as it stands in the changed
 * scenario. The file is loaded from memory first and must say the same. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/edit.h"
#include "api/messages.h"
#include "base/file.h"
#include "scenario/definition.h"
#include "scenario/fill.h"
#include "scenario/write.h"

/* A file that is being made. */
struct saving {
    const struct ems_edit *edit;
    const struct ems_edit_plan *plan;
    const char *path; /* to write */
    char *folder;     /* of it, absolute */
    struct ems_arena arena;
    struct ems_diags *diags;
    bool no_memory;
};

static enum ems_status refuse(struct saving *s, enum ems_status status, enum ems_text message,
                              enum ems_text hint, const char *const *args)
{
    struct ems_diag *diag =
        ems_diag_error(s->diags, (struct ems_place_in_file){.file = s->path}, "", message, args);
    if (hint != EMS_T_NONE) ems_diag_hint(s->diags, diag, hint, NULL);
    return status;
}

/* ---- parts of the changed scenario ---- */

/* A file's name as seen from the new file's folder. */
static const char *file_from_here(struct saving *s, const struct ems_node *node)
{
    char whole[PATH_MAX];
    const char *path = ems_path_join(&s->arena, node->folder != NULL ? node->folder : ".", node->text);
    if (path == NULL) return NULL;
    return realpath(path, whole) != NULL ? ems_path_relative(&s->arena, s->folder, whole) : path;
}

static struct ems_node *copy(struct saving *s, const struct ems_node *from)
{
    struct ems_node *to = ems_node_new(&s->arena, from->kind, (struct ems_place_in_file){.file = ""}, ".");
    if (to == NULL) return NULL;
    to->key = from->key;
    to->flow = from->flow;
    to->plain = from->plain;
    to->text = from->renamed != NULL ? file_from_here(s, from) : from->text;
    if (from->renamed != NULL) to->plain = false;
    for (const struct ems_node *child = from->first; child != NULL; child = child->next) {
        struct ems_node *copied = copy(s, child);
        if (copied == NULL) return NULL;
        ems_node_append(to, copied);
    }
    return to;
}

/* Puts a copy of `from` under its key. */
static void put_copy(struct saving *s, struct ems_node *map, const char *key, const struct ems_node *from)
{
    struct ems_node *copied = copy(s, from), *old = ems_node_find(map, key);
    if (copied == NULL) {
        s->no_memory = true;
        return;
    }
    copied->key = key;
    if (old != NULL)
        ems_node_replace(map, old, copied);
    else
        ems_node_append(map, copied);
}

static bool has_ids(const struct ems_node *list)
{
    if (list->kind != EMS_NODE_LIST || list->first == NULL) return false;
    for (const struct ems_node *child = list->first; child != NULL; child = child->next)
        if (ems_node_id(child) == NULL) return false;
    return true;
}

static const struct ems_node *find_entry(const struct ems_node *list, const char *id)
{
    for (const struct ems_node *child = list->first; child != NULL; child = child->next)
        if (strcmp(ems_node_id(child), id) == 0) return child;
    return NULL;
}

/* Where the walk along a path stands, in the changed scenario and in the file. */
struct spot {
    const struct ems_schema *schema; /* of the map, NULL where keys are free */
    const struct ems_field *item;    /* of a map with free keys */
    const struct ems_node *node;
    struct ems_node *over;
};

static const struct ems_field *field_of(const struct spot *at, const char *key, const struct ems_node *value)
{
    const struct ems_field *field = at->schema != NULL ? ems_schema_field(at->schema, key) : at->item;
    return field != NULL && field->kind == EMS_FIELD_EITHER ? ems_field_choose(field, value) : field;
}

/* One key down; false where the rest is copied whole. */
static bool go_down(struct saving *s, struct spot *at, const char *key, char **rest)
{
    const struct ems_node *value = ems_node_find(at->node, key);
    const struct ems_field *field = value != NULL ? field_of(at, key, value) : NULL;
    if (value == NULL) return false; /* a rival took it out later: that one is said by its own path */
    bool map =
        field != NULL && *rest != NULL && value->kind == EMS_NODE_MAP &&
        (field->kind == EMS_FIELD_OBJECT || field->kind == EMS_FIELD_MAP || field->kind == EMS_FIELD_NAME);
    bool list = field != NULL && *rest != NULL && field->kind == EMS_FIELD_LIST && has_ids(value);
    if (!map && !list) {
        put_copy(s, at->over, key, value);
        return false;
    }
    struct ems_node *over = ems_edit_entry(&s->arena, at->over, key, map ? EMS_NODE_MAP : EMS_NODE_LIST);
    if (over != NULL && map) over->flow = value->flow;
    if (over != NULL && list) {
        char *id = *rest, *dot = strchr(id, '.');
        if (dot != NULL) *dot = '\0';
        *rest = dot != NULL ? dot + 1 : NULL;
        value = find_entry(value, id);
        if (value == NULL) return false; /* addressed by number: copied below by its list */
        over = ems_edit_list_entry(&s->arena, over, ems_node_id(value));
        field = field->item;
    }
    if (over == NULL) {
        s->no_memory = true;
        return false;
    }
    bool object = field->kind == EMS_FIELD_OBJECT;
    *at = (struct spot){object ? field->object : NULL, object ? NULL : field->item, value, over};
    if (*rest != NULL) return true;
    for (const struct ems_node *child = value->first; child != NULL; child = child->next)
        put_copy(s, over, child->key, child);
    return false;
}

static void put_path(struct saving *s, const struct ems_scenario *changed, struct ems_node *root,
                     const char *option)
{
    char *path = ems_arena_strndup(&s->arena, option, strcspn(option, "="));
    struct spot at = {ems_schema_root(), NULL, ems_scenario_tree(changed), root};
    if (path == NULL) {
        s->no_memory = true;
        return;
    }
    for (char *rest = path; rest != NULL;) {
        char *key = rest, *dot = strchr(rest, '.');
        if (dot != NULL) *dot = '\0';
        rest = dot != NULL ? dot + 1 : NULL;
        if (!go_down(s, &at, key, &rest)) return;
    }
}

/* ---- the file ---- */

static enum ems_status find_folder(struct saving *s)
{
    char whole[PATH_MAX];
    const char *folder = ems_path_folder(&s->arena, s->path);
    if (folder == NULL) return EMS_NO_MEMORY;
    if (realpath(folder, whole) == NULL)
        return refuse(s, EMS_IO, EMS_T_EDIT_NO_FOLDER, EMS_T_NONE, EMS_ARGS(folder, strerror(errno)));
    s->folder = ems_arena_strdup(&s->arena, whole);
    return s->folder != NULL ? EMS_OK : EMS_NO_MEMORY;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static enum ems_status check_target(struct saving *s, enum ems_save how)
{
    struct stat about;
    const struct ems_definition *d = ems_scenario_definition(s->edit->base);
    if (stat(s->path, &about) != 0) return EMS_OK;
    for (int32_t i = 0; i < d->source_count; i++)
        if (is_same_file(s->path, d->sources[i].path))
            return refuse(s, EMS_BAD_USAGE, EMS_T_EDIT_OWN_FILE, EMS_T_EDIT_OWN_FILE_HINT, EMS_ARGS(s->path));
    if (how == EMS_SAVE_REPLACE && S_ISREG(about.st_mode)) return EMS_OK;
    return refuse(s, EMS_BAD_USAGE, EMS_T_EDIT_IS_THERE, EMS_T_NONE, EMS_ARGS(s->path));
}

static const char *base_from_here(struct saving *s)
{
    char whole[PATH_MAX];
    if (realpath(s->edit->file, whole) == NULL) return NULL;
    return ems_path_relative(&s->arena, s->folder, whole);
}

/* The file's tree. */
static struct ems_node *make_tree(struct saving *s, const struct ems_scenario *changed)
{
    struct ems_node *root =
        ems_node_new(&s->arena, EMS_NODE_MAP, (struct ems_place_in_file){.file = ""}, ".");
    const char *base = base_from_here(s);
    if (root == NULL || base == NULL) return NULL;
    bool enough = ems_edit_text_entry(&s->arena, root, "ems120", "1", true) != NULL &&
                  ems_edit_text_entry(&s->arena, root, "extends", base, false) != NULL &&
                  ems_edit_overlay(s->plan, &s->arena, root);
    for (int32_t i = 0; enough && i < s->plan->options.set_count; i++)
        put_path(s, changed, root, s->plan->options.sets[i]);
    return enough && !s->no_memory && !s->arena.failed ? root : NULL;
}

/* Maps go by keys and lists by order: what stands in a file may stand in any order of keys. */
static bool same_tree(const struct ems_node *a, const struct ems_node *b)
{
    if (a->kind != b->kind) return false;
    if (a->kind == EMS_NODE_SCALAR)
        return strcmp(a->renamed != NULL ? "" : a->text, b->renamed != NULL ? "" : b->text) == 0;
    if (ems_node_count(a) != ems_node_count(b)) return false;
    const struct ems_node *y = b->first;
    for (const struct ems_node *x = a->first; x != NULL; x = x->next) {
        const struct ems_node *other = a->kind == EMS_NODE_MAP ? ems_node_find(b, x->key) : y;
        if (other == NULL || !same_tree(x, other)) return false;
        y = y->next;
    }
    return true;
}

static enum ems_status check_text(struct saving *s, const char *text, size_t length,
                                  const struct ems_scenario *changed)
{
    struct ems_scenario *again = NULL;
    struct ems_load_options options = s->plan->options;
    options.overlay = NULL;
    options.set_count = 0;
    enum ems_status status =
        ems_scenario_load_text(text, length, s->path, s->folder, &options, s->diags, &again);
    if (status != EMS_OK) return status;
    bool same = same_tree(ems_scenario_tree(changed), ems_scenario_tree(again));
    ems_scenario_free(again);
    if (same) return EMS_OK;
    return refuse(s, EMS_BAD_INPUT, EMS_T_EDIT_NOT_SAID, EMS_T_EDIT_NOT_SAID_HINT, NULL);
}

static enum ems_status write_file(struct saving *s, const char *text, size_t length)
{
    struct ems_file_out file;
    enum ems_status status = ems_file_create(s->path, &file);
    if (status == EMS_OK) {
        bool written = fwrite(text, 1, length, file.stream) == length;
        status = ems_file_finish(&file, written ? EMS_OK : EMS_IO);
    }
    int error = errno;
    if (status == EMS_IO) {
        (void)refuse(s, status, EMS_T_EDIT_IO, EMS_T_NONE, EMS_ARGS(s->path, strerror(error)));
        errno = error;
    }
    return status;
}

static enum ems_status save_tree(struct saving *s, const struct ems_scenario *changed)
{
    struct ems_node *root = make_tree(s, changed);
    char *text = NULL;
    size_t length = 0;
    FILE *stream = root != NULL ? open_memstream(&text, &length) : NULL;
    enum ems_status status = stream != NULL ? ems_node_write(root, stream) : EMS_NO_MEMORY;
    if (stream != NULL && fclose(stream) != 0) status = EMS_NO_MEMORY;
    if (status == EMS_OK) status = check_text(s, text, length, changed);
    if (status == EMS_OK) status = write_file(s, text, length);
    int error = errno;
    free(text);
    errno = error;
    return status;
}

static enum ems_status save(struct saving *s, enum ems_save how)
{
    struct ems_scenario *changed = NULL;
    enum ems_status status = check_target(s, how);
    if (status == EMS_OK) status = find_folder(s);
    if (status == EMS_OK) status = ems_scenario_load(s->edit->file, &s->plan->options, s->diags, &changed);
    if (status == EMS_OK) status = save_tree(s, changed);
    int error = errno;
    ems_scenario_free(changed);
    errno = error;
    return status;
}

enum ems_status ems_edit_save(const struct ems_edit *edit, const char *path, enum ems_save how,
                              struct ems_messages *messages)
{
    struct ems_diags unheard = {0};
    struct ems_edit_plan plan;
    struct saving s = {
        .edit = edit, .plan = &plan, .path = path, .diags = messages != NULL ? &messages->diags : &unheard};
    enum ems_status status = ems_edit_plan(edit, &plan);
    if (status == EMS_OK) status = save(&s, how);
    int error = errno;
    ems_edit_plan_free(&plan);
    ems_arena_free(&s.arena);
    ems_diags_free(&unheard);
    errno = error;
    return status;
}
