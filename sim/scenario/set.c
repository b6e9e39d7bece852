/* --set path=value, for merge.h. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "scenario/merge.h"
#include "scenario/yaml.h"

/* One option on its way down the tree. */
struct setting {
    struct ems_filler *filler;
    struct ems_place_in_file at; /* of the segment that is looked at */
    struct ems_node *value;
};

/* Where the path has come to. */
struct spot {
    const struct ems_field *field; /* NULL: a single number of a list */
    struct ems_node *node;         /* a map or list, or what will be replaced */
};

static int32_t characters(const char *text, size_t length)
{
    int32_t count = 0;
    for (size_t i = 0; i < length; i++) count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

/* The value as YAML, padded so that places in it are those in the option. */
static struct ems_node *parse_value(struct ems_filler *filler, const char *value, int32_t number,
                                    int32_t column)
{
    size_t length = strlen(value), pad = (size_t)(number - 1) + (size_t)column;
    char *text = ems_arena_alloc(filler->arena, pad + length + 1, 1);
    struct ems_node *node = NULL;
    if (text == NULL) return NULL;
    memset(text, '\n', (size_t)(number - 1));
    memset(text + number - 1, ' ', (size_t)column);
    memcpy(text + pad, value, length + 1);
    if (ems_yaml_read(text, pad + length, "--set", ".", filler->arena, filler->diags, &node) == EMS_NO_MEMORY)
        filler->no_memory = true;
    return node;
}

/* ---- one segment ---- */

static struct ems_node *list_entry(struct ems_node *list, const char *segment)
{
    int64_t number;
    if (list == NULL || list->kind != EMS_NODE_LIST) return NULL;
    for (struct ems_node *child = list->first; child != NULL; child = child->next) {
        const char *id = ems_node_id(child);
        if (id != NULL && strcmp(id, segment) == 0) return child;
    }
    if (!ems_integer_parse(segment, strlen(segment), &number) || number < 1) return NULL;
    struct ems_node *child = list->first;
    while (child != NULL && --number > 0) child = child->next;
    return child;
}

static const struct ems_schema *schema_of(const struct ems_field *field)
{
    if (field->kind == EMS_FIELD_OBJECT) return field->object;
    return field->kind == EMS_FIELD_DISTRIBUTION ? ems_schema_distribution() : NULL;
}

static bool has_key(const struct ems_schema *schema, const char *segment)
{
    return ems_schema_field(schema, segment) != NULL ||
           (schema->has_policy && ems_fill_policy_knows(schema, segment));
}

/* Whether the segment can be a part of a value of this field. */
static bool accepts(const struct ems_field *field, struct ems_node *node, const char *segment)
{
    const struct ems_schema *schema = schema_of(field);
    if (schema != NULL) return has_key(schema, segment);
    if (field->kind == EMS_FIELD_MAP) return ems_word_ok(segment);
    return field->kind == EMS_FIELD_LIST && list_entry(node, segment) != NULL;
}

/* The alternative meant: that of what stands there if it takes the segment, else the first that does. */
static const struct ems_field *settle(const struct ems_field *field, struct ems_node *node,
                                      const char *segment)
{
    while (field->kind == EMS_FIELD_EITHER) {
        const struct ems_field *now = node != NULL ? ems_field_choose(field, node) : NULL, *taken = NULL;
        if (now != NULL && accepts(now, node, segment)) taken = now;
        for (int32_t i = 0; taken == NULL && i < field->choices; i++)
            if (accepts(&field->item[i], node, segment)) taken = &field->item[i];
        field = taken != NULL ? taken : now != NULL ? now : field->item;
    }
    return field;
}

static void report_key(struct setting *s, const struct ems_schema *schema, const char *segment,
                       const struct ems_path *path)
{
    const char *names[64];
    int32_t count = 0;
    for (int32_t i = 0; i < schema->count && count < 64; i++) names[count++] = schema->fields[i].key;
    struct ems_diag *diag = ems_fill_error(s->filler, s->at, path, EMS_T_IN_UNKNOWN_KEY, EMS_ARGS(segment));
    ems_fill_suggest(s->filler, diag, segment, names, count);
}

static void report_entry(struct setting *s, const struct ems_node *list, const char *segment,
                         const struct ems_path *path)
{
    const char *names[256];
    int32_t count = 0;
    for (const struct ems_node *child = list != NULL ? list->first : NULL; child != NULL && count < 256;
         child = child->next)
        if (ems_node_id(child) != NULL) names[count++] = ems_node_id(child);
    struct ems_diag *diag = ems_fill_error(s->filler, s->at, path, EMS_T_IN_SET_NO_ENTRY, EMS_ARGS(segment));
    ems_fill_suggest(s->filler, diag, segment, names, count);
}

/* ---- down the tree ---- */

/* Turns *node into an empty map where it is none, keeping its key. */
static void make_map(struct setting *s, struct ems_node *node)
{
    if (node->kind == EMS_NODE_MAP) return;
    node->kind = EMS_NODE_MAP;
    node->first = node->last = NULL;
    node->at = s->at;
    node->flow = false;
}

static struct ems_node *new_entry(struct setting *s, struct ems_node *map, const char *key,
                                  enum ems_node_kind kind)
{
    struct ems_node *entry = ems_node_new(s->filler->arena, kind, s->at, ".");
    if (entry == NULL) return NULL;
    entry->key = key;
    ems_node_append(map, entry);
    return entry;
}

/* The entry of a map under `segment`; made when it is not there. */
static struct ems_node *map_entry(struct setting *s, const struct ems_schema *schema, struct ems_node *map,
                                  const char *segment)
{
    struct ems_node *entry = ems_node_find(map, segment);
    struct ems_node empty = {.kind = EMS_NODE_MAP};
    if (schema != NULL) ems_merge_drop_rivals(schema, map, segment, &empty);
    return entry != NULL ? entry : new_entry(s, map, segment, EMS_NODE_MAP);
}

static const struct ems_field *param_field(struct setting *s, const struct ems_schema *schema,
                                           const char *key)
{
    int32_t count;
    const struct ems_policy *const *policies = ems_policies(schema->role, &count);
    struct ems_field *field = EMS_NEW(s->filler->arena, struct ems_field);
    for (int32_t i = 0; field != NULL && i < count; i++)
        for (int32_t j = 0; j < policies[i]->param_count; j++)
            if (strcmp(policies[i]->params[j].name, key) == 0)
                *field = ems_field_of_param(&policies[i]->params[j]);
    return field;
}

/* Goes one segment down; false with a diagnostic when there is no such part. */
static bool step(struct setting *s, struct spot *spot, const char *segment, const struct ems_path *path)
{
    static const struct ems_field text = {.kind = EMS_FIELD_TEXT};
    if (spot->field != NULL) spot->field = settle(spot->field, spot->node, segment);
    const struct ems_schema *schema = spot->field != NULL ? schema_of(spot->field) : NULL;
    enum ems_field_kind kind = spot->field != NULL ? spot->field->kind : EMS_FIELD_NUMBER;
    if (schema != NULL) {
        if (!has_key(schema, segment)) {
            report_key(s, schema, segment, path);
            return false;
        }
        make_map(s, spot->node);
        const struct ems_field *field = ems_schema_field(schema, segment);
        spot->field = field != NULL ? field : param_field(s, schema, segment);
        spot->node = map_entry(s, schema, spot->node, segment);
    } else if (kind == EMS_FIELD_MAP || kind == EMS_FIELD_NAME) {
        make_map(s, spot->node);
        spot->field = kind == EMS_FIELD_MAP ? spot->field->item : &text;
        spot->node = map_entry(s, NULL, spot->node, segment);
    } else if (strchr(ems_field_shapes(kind), 'l') != NULL) {
        struct ems_node *entry = list_entry(spot->node, segment);
        if (entry == NULL) report_entry(s, spot->node, segment, path);
        spot->field = kind == EMS_FIELD_LIST ? spot->field->item : NULL;
        spot->node = entry;
    } else {
        ems_fill_error(s->filler, s->at, path->up, EMS_T_IN_SET_NO_PARTS,
                       EMS_ARGS(path->up != NULL ? path->up->segment : ""));
        return false;
    }
    return spot->node != NULL;
}

/* Puts the value where the path has led; node and value keep what they are under. */
static void put_value(struct setting *s, struct ems_node *node)
{
    struct ems_node *next = node->next;
    const char *key = node->key;
    *node = *s->value;
    node->next = next;
    node->key = key;
    node->key_at = s->value->at;
}

static void descend(struct setting *s, struct spot spot, const struct ems_schema *parent,
                    struct ems_node *map, char *rest, const struct ems_path *path)
{
    if (rest == NULL) {
        if (parent != NULL && path != NULL && path->segment != NULL)
            ems_merge_drop_rivals(parent, map, path->segment, s->value);
        put_value(s, spot.node);
        return;
    }
    char *dot = strchr(rest, '.'), *after = dot != NULL ? dot + 1 : NULL;
    if (dot != NULL) *dot = '\0';
    struct ems_path here = {path, rest, 0};
    struct ems_node *above = spot.node;
    const struct ems_field *field = spot.field != NULL ? settle(spot.field, spot.node, rest) : NULL;
    const struct ems_schema *schema = field != NULL ? schema_of(field) : NULL;
    if (!step(s, &spot, rest, &here)) return;
    s->at.column += characters(rest, strlen(rest)) + 1;
    descend(s, spot, schema, above, after, &here);
}

/* `path` is written to. */
static void apply(struct setting *s, struct ems_node *root, char *path)
{
    struct ems_field scenario = {.kind = EMS_FIELD_OBJECT, .object = ems_schema_root()};
    descend(s, (struct spot){&scenario, root}, NULL, NULL, path, NULL);
}

void ems_set_apply(struct ems_filler *filler, struct ems_node *root, const char *option, int32_t number)
{
    struct setting s = {.filler = filler, .at = {"--set", number, 1}};
    const char *equals = strchr(option, '=');
    if (equals == NULL || equals == option) {
        ems_fill_error(filler, s.at, NULL, EMS_T_IN_SET_FORM, EMS_ARGS(option));
        return;
    }
    size_t length = (size_t)(equals - option);
    char *path = ems_arena_strndup(filler->arena, option, length);
    int32_t column = characters(option, length + 1);
    if (path == NULL) return;
    if (equals[1 + strspn(equals + 1, " ")] == '\0') {
        s.at.column = column + 1;
        ems_fill_error(filler, s.at, &(struct ems_path){NULL, path, 0}, EMS_T_IN_NOTHING_GIVEN, NULL);
        return;
    }
    s.value = parse_value(filler, equals + 1, number, column);
    if (s.value != NULL) apply(&s, root, path);
}

void ems_set_apply_node(struct ems_filler *filler, struct ems_node *root, const char *path,
                        struct ems_place_in_file at, const struct ems_node *value)
{
    struct setting s = {.filler = filler, .at = at, .value = ems_node_copy(filler->arena, value)};
    char *own = ems_arena_strdup(filler->arena, path);
    if (s.value != NULL && own != NULL) apply(&s, root, own);
}
