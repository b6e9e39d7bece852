#include "scenario/fill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/yaml.h"

/* Lists as all EMS_DEF_LIST types lay them out. */
struct any_list {
    struct ems_def_mark mark;
    const void *items;
    int32_t count;
};

static void put_mark(void *out, struct ems_def_mark mark)
{
    memcpy(out, &mark, sizeof mark); /* every value begins with its mark */
}

static void put_list(void *out, const void *items, int32_t count)
{
    memcpy((char *)out + offsetof(struct any_list, items), &items, sizeof(void *));
    memcpy((char *)out + offsetof(struct any_list, count), &count, sizeof count);
}

/* ---- what is not given ---- */

static void fill_given(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                       void *out, const struct ems_path *path);

static struct ems_node *fallback_node(struct ems_filler *filler, const char *fallback,
                                      struct ems_place_in_file at)
{
    if (strpbrk(fallback, "[{") == NULL) {
        struct ems_node *node = ems_node_new(filler->arena, EMS_NODE_SCALAR, at, "");
        if (node == NULL) return NULL;
        node->plain = true;
        node->text = fallback;
        return node;
    }
    struct ems_node *node = NULL;
    if (ems_yaml_read(fallback, strlen(fallback), at.file, "", filler->arena, filler->diags, &node) ==
        EMS_NO_MEMORY)
        filler->no_memory = true;
    return node;
}

/* Marks, and defaults of the parts of an object. */
static void fill_absent(struct ems_filler *filler, const struct ems_field *field, void *out,
                        const struct ems_path *path, struct ems_place_in_file at)
{
    put_mark(out, ems_fill_mark(filler, at, path, false));
    if (field->kind == EMS_FIELD_OBJECT) ems_fill_object(filler, field->object, NULL, out, path, at);
    for (int32_t i = 0; field->kind == EMS_FIELD_EITHER && i < field->choices; i++)
        fill_absent(filler, &field->item[i], (char *)out + field->item[i].offset, path, at);
    struct ems_node *node = field->fallback != NULL ? fallback_node(filler, field->fallback, at) : NULL;
    if (node == NULL) return;
    fill_given(filler, field, node, out, path);
    put_mark(out, ems_fill_mark(filler, at, path, false));
}

/* ---- lists and maps ---- */

struct named_entry {
    const char *id;
    struct ems_place_in_file at;
    int32_t number;
};

static int compare_entries(const void *a, const void *b)
{
    const struct named_entry *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

static void check_ids(struct ems_filler *filler, const struct ems_node *list, const struct ems_path *path)
{
    int32_t count = ems_node_count(list), named = 0, number = 0;
    struct named_entry *entries = calloc((size_t)count + 1, sizeof *entries);
    if (entries == NULL) {
        filler->no_memory = true;
        return;
    }
    for (const struct ems_node *child = list->first; child != NULL; child = child->next, number++) {
        const struct ems_node *id = ems_node_find(child, "id");
        if (id == NULL || id->kind != EMS_NODE_SCALAR || id->broken) continue;
        entries[named++] = (struct named_entry){id->text, id->at, number};
    }
    qsort(entries, (size_t)named, sizeof *entries, compare_entries);
    for (int32_t i = 1; i < named; i++) {
        if (strcmp(entries[i - 1].id, entries[i].id) != 0) continue;
        struct ems_path here = {path, entries[i].id, 0};
        ems_fill_clash(filler, EMS_T_IN_ID_TWICE, entries[i].id, NULL, entries[i - 1].at, entries[i].at,
                       &here);
    }
    free(entries);
}

static void report_count(struct ems_filler *filler, const struct ems_field *field,
                         const struct ems_node *node, int32_t count, const struct ems_path *path)
{
    char due[16], given[16];
    bool few = count < field->least;
    snprintf(due, sizeof due, "%d", (int)(few ? field->least : field->most));
    snprintf(given, sizeof given, "%d", (int)count);
    ems_fill_error(filler, node->at, path, few ? EMS_T_IN_COUNT_LEAST : EMS_T_IN_COUNT_MOST,
                   EMS_ARGS(due, given));
}

static void fill_list(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                      void *out, const struct ems_path *path)
{
    const struct ems_field *item = field->item;
    int32_t count = ems_node_count(node), number = 0;
    if (count < field->least || (field->most != 0 && count > field->most))
        report_count(filler, field, node, count, path);
    char *items = count > 0 ? ems_arena_alloc(filler->arena, (size_t)count, field->item_size) : NULL;
    if (items == NULL) return;
    bool by_id = item->kind == EMS_FIELD_OBJECT && ems_schema_field(item->object, "id") != NULL;
    for (struct ems_node *child = node->first; child != NULL; child = child->next) {
        const char *id = by_id ? ems_node_id(child) : NULL;
        struct ems_path here = {path, id, number + 1};
        ems_fill_field(filler, item, child, items + (size_t)number * field->item_size + item->offset, &here);
        number++;
    }
    if (by_id) check_ids(filler, node, path);
    put_list(out, items, count);
}

static void fill_map(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                     void *out, const struct ems_path *path)
{
    const struct ems_field *item = field->item;
    int32_t count = ems_node_count(node), number = 0;
    if (count < field->least) report_count(filler, field, node, count, path);
    char *items = count > 0 ? ems_arena_alloc(filler->arena, (size_t)count, field->item_size) : NULL;
    if (items == NULL) return;
    for (struct ems_node *child = node->first; child != NULL; child = child->next, number++) {
        char *entry = items + (size_t)number * field->item_size;
        struct ems_path here = {path, child->key, 0};
        struct ems_def_text key = {ems_fill_mark(filler, child->key_at, &here, true), child->key};
        memcpy(entry, &key, sizeof key);
        if (item->kind != EMS_FIELD_TEXT && !ems_word_ok(child->key))
            ems_fill_error(filler, child->key_at, path, EMS_T_WANT_WORD, EMS_ARGS(child->key));
        ems_fill_field(filler, item, child, entry + item->offset, &here);
    }
    put_list(out, items, count);
}

/* ---- alternatives ---- */

static int32_t known_keys(const struct ems_schema *schema, const struct ems_node *map)
{
    int32_t known = 0;
    for (const struct ems_node *child = map->first; child != NULL; child = child->next)
        known += ems_schema_field(schema, child->key) != NULL;
    return known;
}

int32_t ems_field_fit(const struct ems_field *field, const struct ems_node *node)
{
    static const char letters[] = {[EMS_NODE_SCALAR] = 's', [EMS_NODE_LIST] = 'l', [EMS_NODE_MAP] = 'm'};
    if (strchr(ems_field_shapes(field->kind), letters[node->kind]) == NULL) return -1;
    if (node->kind != EMS_NODE_MAP) return 0;
    if (field->kind == EMS_FIELD_OBJECT) return known_keys(field->object, node);
    if (field->kind == EMS_FIELD_DISTRIBUTION) return known_keys(ems_schema_distribution(), node);
    return 0;
}

const struct ems_field *ems_field_choose(const struct ems_field *either, const struct ems_node *node)
{
    const struct ems_field *best = NULL;
    int32_t best_fit = -1;
    for (int32_t i = 0; i < either->choices; i++) {
        int32_t fit = ems_field_fit(&either->item[i], node);
        if (fit > best_fit) {
            best = &either->item[i];
            best_fit = fit;
        }
    }
    return best;
}

static void fill_either(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                        void *out, const struct ems_path *path)
{
    const struct ems_field *chosen = ems_field_choose(field, node);
    for (int32_t i = 0; i < field->choices; i++)
        fill_absent(filler, &field->item[i], (char *)out + field->item[i].offset, path, node->at);
    if (chosen == NULL)
        ems_fill_wrong_kind(filler, field->item[0].kind, node, path);
    else
        ems_fill_field(filler, chosen, node, (char *)out + chosen->offset, path);
    put_mark(out, ems_fill_mark(filler, node->at, path, true));
}

static void fill_given(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                       void *out, const struct ems_path *path)
{
    switch (field->kind) {
    case EMS_FIELD_OBJECT:
        ems_fill_object(filler, field->object, node, out, path, node->at);
        break;
    case EMS_FIELD_LIST:
        fill_list(filler, field, node, out, path);
        break;
    case EMS_FIELD_MAP:
        fill_map(filler, field, node, out, path);
        break;
    case EMS_FIELD_EITHER:
        fill_either(filler, field, node, out, path);
        break;
    case EMS_FIELD_DISTRIBUTION:
        ems_fill_distribution(filler, field, node, out, path);
        break;
    default:
        ems_fill_value(filler, field, node, out, path);
        break;
    }
}

void ems_fill_field(struct ems_filler *filler, const struct ems_field *field, struct ems_node *node,
                    void *out, const struct ems_path *path)
{
    put_mark(out, ems_fill_mark(filler, node->at, path, true));
    if (node->broken) return;
    if (ems_field_fit(field, node) < 0)
        ems_fill_wrong_kind(filler, field->kind, node, path);
    else
        fill_given(filler, field, node, out, path);
}

/* ---- objects ---- */

/* An object being filled. */
struct object {
    struct ems_filler *filler;
    const struct ems_schema *schema;
    struct ems_node *node; /* NULL: not given */
    const struct ems_path *path;
    struct ems_place_in_file at;
    const char *tag;  /* value of the tag, or NULL */
    bool tag_unknown; /* reported: any field may stand, none is required */
};

static const char *tag_value(const struct ems_schema *schema, const struct ems_node *node)
{
    if (schema->tag == NULL) return NULL;
    const struct ems_node *given = ems_node_find(node, schema->tag);
    if (given != NULL && given->kind == EMS_NODE_SCALAR) return given->text;
    const struct ems_field *field = ems_schema_field(schema, schema->tag);
    return field != NULL ? field->fallback : NULL;
}

static bool is_word(const struct ems_field *field, const char *text)
{
    for (const struct ems_choice_word *word = field->words; word->word != NULL; word++)
        if (strcmp(word->word, text) == 0) return true;
    return false;
}

static bool applies(const struct object *o, const struct ems_field *field)
{
    return field->when == NULL || o->tag_unknown || (o->tag != NULL && ems_field_goes_with(field, o->tag));
}

static void fill_one(const struct object *o, const struct ems_field *field, void *out)
{
    struct ems_path here = {o->path, field->key, 0};
    struct ems_node *child = o->node != NULL ? ems_node_find(o->node, field->key) : NULL;
    void *place = (char *)out + field->offset;
    if (child == NULL || !applies(o, field)) {
        bool missing = o->node != NULL && !(o->tag_unknown && field->when != NULL) &&
                       (field->flags & EMS_REQUIRED) != 0 && applies(o, field);
        if (missing) ems_fill_error(o->filler, o->at, &here, EMS_T_IN_MISSING, EMS_ARGS(field->key));
        fill_absent(o->filler, field, place, &here, o->at);
        return;
    }
    if (field->kind == EMS_FIELD_OBJECT || field->kind == EMS_FIELD_EITHER || field->fallback != NULL)
        fill_absent(o->filler, field, place, &here, o->at); /* stays where the value does not fit */
    ems_fill_field(o->filler, field, child, place, &here);
}

/* A word that is none of the object's, which has nothing but groups. */
static bool has_unknown_word(const struct object *o)
{
    for (int32_t i = 0; i < o->schema->count; i++)
        if (o->schema->fields[i].group == 0) return false;
    for (const struct ems_node *child = o->node->first; child != NULL; child = child->next)
        if (ems_schema_field(o->schema, child->key) == NULL) return true;
    return false;
}

/* Fields of one group: none beside another, and one if it is needed. */
static void check_group(const struct object *o, int32_t group)
{
    const char *names[32];
    int32_t count = 0;
    const struct ems_node *first = NULL;
    for (int32_t i = 0; i < o->schema->count; i++) {
        const struct ems_field *field = &o->schema->fields[i];
        if (field->group != group || !applies(o, field)) continue;
        if (count < 32) names[count++] = field->key;
    }
    for (const struct ems_node *child = o->node->first; child != NULL; child = child->next) {
        const struct ems_field *field = ems_schema_field(o->schema, child->key);
        if (field == NULL || field->group != group || !applies(o, field)) continue;
        struct ems_path here = {o->path, child->key, 0};
        if (first != NULL)
            ems_fill_clash(o->filler, EMS_T_IN_NOT_BOTH, child->key, first->key, first->key_at, child->key_at,
                           &here);
        else
            first = child;
    }
    if (first != NULL || count == 0 || o->tag_unknown || (o->schema->needed >> group & 1) == 0) return;
    if (has_unknown_word(o)) return; /* meant as one of these */
    const char *joined = ems_fill_join(o->filler, names, count);
    ems_fill_error(o->filler, o->at, o->path, EMS_T_IN_ONE_NEEDED, EMS_ARGS(joined));
}

static void report_unknown(const struct object *o, const struct ems_node *child)
{
    const char *names[64];
    int32_t count = 0;
    const struct ems_field *field = ems_schema_field(o->schema, child->key);
    struct ems_path here = {o->path, child->key, 0};
    if (field != NULL) {
        ems_fill_error(o->filler, child->key_at, &here, EMS_T_IN_NOT_WITH_TAG,
                       EMS_ARGS(child->key, o->schema->tag, field->when));
        return;
    }
    for (int32_t i = 0; i < o->schema->count && count < 64; i++)
        if (applies(o, &o->schema->fields[i])) names[count++] = o->schema->fields[i].key;
    if (strcmp(child->key, "remove") == 0 && ems_schema_field(o->schema, "id") != NULL) {
        ems_fill_error(o->filler, child->key_at, &here, EMS_T_IN_REMOVE_NO_BASE, NULL);
        return;
    }
    if (o->schema->has_policy) count += ems_fill_policy_keys(o->schema, o->node, names + count, 64 - count);
    struct ems_diag *diag =
        ems_fill_error(o->filler, child->key_at, &here, EMS_T_IN_UNKNOWN_KEY, EMS_ARGS(child->key));
    ems_fill_suggest(o->filler, diag, child->key, names, count);
}

static bool known(const struct object *o, const char *key)
{
    const struct ems_field *field = ems_schema_field(o->schema, key);
    if (field != NULL) return applies(o, field);
    return o->schema->has_policy && ems_fill_policy_knows(o->schema, key);
}

void ems_fill_object(struct ems_filler *filler, const struct ems_schema *schema, struct ems_node *node,
                     void *out, const struct ems_path *path, struct ems_place_in_file at)
{
    struct object o = {filler, schema, node, path, at, tag_value(schema, node), false};
    o.tag_unknown = o.tag != NULL && !is_word(ems_schema_field(schema, schema->tag), o.tag);
    put_mark(out, ems_fill_mark(filler, at, path, node != NULL));
    for (int32_t i = 0; i < schema->count; i++)
        if (schema->fields[i].when == NULL) fill_one(&o, &schema->fields[i], out);
    for (int32_t i = 0; i < schema->count; i++)
        if (schema->fields[i].when != NULL) fill_one(&o, &schema->fields[i], out);
    if (schema->has_policy) ems_fill_policy(filler, schema, node, out, path);
    if (node == NULL) return;
    for (int32_t group = 1; group < 4; group++) check_group(&o, group);
    for (const struct ems_node *child = node->first; child != NULL; child = child->next)
        if (!known(&o, child->key)) report_unknown(&o, child);
}
