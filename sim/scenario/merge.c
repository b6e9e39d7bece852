#include "scenario/merge.h"

#include <stdlib.h>
#include <string.h>

static struct ems_node *merge_value(struct ems_filler *filler, const struct ems_field *field,
                                    struct ems_node *base, struct ems_node *over,
                                    const struct ems_path *path);

/* ---- keys that exclude others ---- */

/* True when an entry `key` = `value` makes the entry `other` of the same object meaningless. */
static bool excludes(const struct ems_schema *schema, const struct ems_field *field,
                     const struct ems_node *value, const struct ems_node *other)
{
    const struct ems_field *other_field = ems_schema_field(schema, other->key);
    bool scalar = value->kind == EMS_NODE_SCALAR;
    if (field->group != 0)
        return other_field != NULL && other_field != field && other_field->group == field->group;
    if (schema->tag != NULL && strcmp(field->key, schema->tag) == 0)
        return scalar && other_field != NULL && !ems_field_goes_with(other_field, value->text);
    if (!schema->has_policy || field->kind != EMS_FIELD_POLICY || !scalar || other_field != NULL)
        return false;
    const struct ems_policy *policy = ems_policy_find(schema->role, value->text);
    for (int32_t i = 0; policy != NULL && i < policy->param_count; i++)
        if (strcmp(policy->params[i].name, other->key) == 0) return false;
    return policy != NULL && ems_fill_policy_knows(schema, other->key);
}

void ems_merge_drop_rivals(const struct ems_schema *schema, struct ems_node *map, const char *key,
                           const struct ems_node *value)
{
    const struct ems_field *field = ems_schema_field(schema, key);
    if (field == NULL) return;
    for (struct ems_node *child = map->first, *after; child != NULL; child = after) {
        after = child->next;
        if (excludes(schema, field, value, child)) ems_node_remove(map, child);
    }
}

/* ---- maps ---- */

/* Puts one entry into a map; `field` NULL when the schema does not know the key. */
static void put_entry(struct ems_filler *filler, const struct ems_field *field, struct ems_node *map,
                      struct ems_node *entry, const struct ems_path *path)
{
    struct ems_node *old = ems_node_find(map, entry->key);
    struct ems_path here = {path, entry->key, 0};
    if (old == NULL) {
        ems_node_append(map, entry);
        return;
    }
    struct ems_node *merged = field != NULL ? merge_value(filler, field, old, entry, &here) : entry;
    if (merged != old) ems_node_replace(map, old, merged);
}

static void merge_object(struct ems_filler *filler, const struct ems_schema *schema, struct ems_node *base,
                         struct ems_node *over, const struct ems_path *path)
{
    for (struct ems_node *child = over->first, *after; child != NULL; child = after) {
        after = child->next;
        ems_merge_drop_rivals(schema, base, child->key, child);
    }
    for (struct ems_node *child = over->first, *after; child != NULL; child = after) {
        after = child->next;
        put_entry(filler, ems_schema_field(schema, child->key), base, child, path);
    }
}

static void merge_map(struct ems_filler *filler, const struct ems_field *item, struct ems_node *base,
                      struct ems_node *over, const struct ems_path *path)
{
    for (struct ems_node *child = over->first, *after; child != NULL; child = after) {
        after = child->next;
        put_entry(filler, item, base, child, path);
    }
}

/* ---- lists by id ---- */

static int compare_ids(const void *a, const void *b)
{
    const struct ems_node *x = *(const struct ems_node *const *)a, *y = *(const struct ems_node *const *)b;
    int order = strcmp(ems_node_id(x), ems_node_id(y));
    if (order != 0) return order;
    if (x->at.line != y->at.line) return x->at.line < y->at.line ? -1 : 1;
    return (x->at.column > y->at.column) - (x->at.column < y->at.column);
}

static bool all_have_ids(const struct ems_node *list)
{
    for (const struct ems_node *child = list->first; child != NULL; child = child->next)
        if (ems_node_id(child) == NULL) return false;
    return list->first != NULL;
}

/* The entries in order of their ids; NULL when memory is out. */
static struct ems_node **index_ids(struct ems_node *list, size_t count)
{
    struct ems_node **index = calloc(count + 1, sizeof(struct ems_node *));
    if (index == NULL) return NULL;
    size_t i = 0;
    for (struct ems_node *child = list->first; child != NULL; child = child->next) index[i++] = child;
    qsort(index, count, sizeof(struct ems_node *), compare_ids);
    return index;
}

static struct ems_node *find_id(struct ems_node **index, size_t count, const char *id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(ems_node_id(index[middle]), id);
        if (order == 0) return index[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool removes(const struct ems_node *entry)
{
    const struct ems_node *word = ems_node_find(entry, "remove");
    return word != NULL && word->kind == EMS_NODE_SCALAR && word->plain && strcmp(word->text, "true") == 0;
}

static void report_not_there(struct ems_filler *filler, const struct ems_node *entry, struct ems_node **index,
                             size_t count, const struct ems_path *path)
{
    const char *id = ems_node_id(entry);
    struct ems_path here = {path, id, 0};
    struct ems_diag *diag =
        ems_fill_error(filler, ems_node_find(entry, "id")->at, &here, EMS_T_IN_REMOVE_NOTHING, EMS_ARGS(id));
    const char **names = EMS_NEW_ARRAY(filler->arena, const char *, count + 1);
    for (size_t i = 0; names != NULL && i < count; i++) names[i] = ems_node_id(index[i]);
    if (names != NULL) ems_fill_suggest(filler, diag, id, names, (int32_t)count);
}

/* Ids that stand twice in one file: after merging nobody could tell. */
static void report_twins(struct ems_filler *filler, struct ems_node **index, size_t count,
                         const struct ems_path *path)
{
    for (size_t i = 1; i < count; i++) {
        const struct ems_node *first = ems_node_find(index[i - 1], "id"),
                              *again = ems_node_find(index[i], "id");
        if (strcmp(first->text, again->text) != 0) continue;
        struct ems_path here = {path, again->text, 0};
        ems_fill_clash(filler, EMS_T_IN_ID_TWICE, again->text, NULL, first->at, again->at, &here);
    }
}

static void sweep_removed(struct ems_node *list)
{
    struct ems_node *child = list->first;
    list->first = list->last = NULL;
    for (struct ems_node *after; child != NULL; child = after) {
        after = child->next;
        if (!child->removed) ems_node_append(list, child);
    }
}

static void merge_entries(struct ems_filler *filler, const struct ems_schema *schema, struct ems_node *base,
                          struct ems_node *over, struct ems_node **index, size_t count,
                          const struct ems_path *path)
{
    for (struct ems_node *child = over->first, *after; child != NULL; child = after) {
        after = child->next;
        const char *id = ems_node_id(child);
        struct ems_node *old = find_id(index, count, id);
        struct ems_path here = {path, id, 0};
        if (removes(child)) {
            if (old != NULL)
                old->removed = true;
            else
                report_not_there(filler, child, index, count, path);
        } else if (old != NULL) {
            merge_object(filler, schema, old, child, &here);
        } else {
            ems_node_append(base, child);
        }
    }
    sweep_removed(base);
}

static void merge_list(struct ems_filler *filler, const struct ems_schema *schema, struct ems_node *base,
                       struct ems_node *over, const struct ems_path *path)
{
    size_t count = (size_t)ems_node_count(base), over_count = (size_t)ems_node_count(over);
    struct ems_node **index = index_ids(base, count), **over_index = index_ids(over, over_count);
    if (index != NULL && over_index != NULL) {
        report_twins(filler, over_index, over_count, path);
        merge_entries(filler, schema, base, over, index, count, path);
    } else {
        filler->no_memory = true;
    }
    free(index);
    free(over_index);
}

/* ---- values ---- */

static struct ems_node *merge_value(struct ems_filler *filler, const struct ems_field *field,
                                    struct ems_node *base, struct ems_node *over, const struct ems_path *path)
{
    if (base->kind != over->kind || base->kind == EMS_NODE_SCALAR) return over;
    if (field->kind == EMS_FIELD_EITHER) {
        const struct ems_field *chosen = ems_field_choose(field, over);
        if (chosen == NULL || chosen != ems_field_choose(field, base)) return over;
        return merge_value(filler, chosen, base, over, path);
    }
    if (field->kind == EMS_FIELD_OBJECT) {
        merge_object(filler, field->object, base, over, path);
        return base;
    }
    if (field->kind == EMS_FIELD_MAP) {
        merge_map(filler, field->item, base, over, path);
        return base;
    }
    bool of_objects = field->kind == EMS_FIELD_LIST && field->item->kind == EMS_FIELD_OBJECT;
    if (!of_objects || !all_have_ids(base) || !all_have_ids(over)) return over;
    merge_list(filler, field->item->object, base, over, path);
    return base;
}

void ems_merge(struct ems_filler *filler, struct ems_node *base, struct ems_node *over)
{
    merge_object(filler, ems_schema_root(), base, over, NULL);
}
