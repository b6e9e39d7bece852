#include "scenario/node.h"

#include <string.h>

struct ems_node *ems_node_new(struct ems_arena *arena, enum ems_node_kind kind, struct ems_place_in_file at,
                              const char *folder)
{
    struct ems_node *node = EMS_NEW(arena, struct ems_node);
    if (node == NULL) return NULL;
    node->kind = kind;
    node->at = at;
    node->key_at = at;
    node->folder = folder;
    node->text = "";
    return node;
}

struct ems_node *ems_node_copy(struct ems_arena *arena, const struct ems_node *node)
{
    struct ems_node *copy = EMS_NEW(arena, struct ems_node);
    if (copy == NULL) return NULL;
    *copy = *node;
    copy->first = copy->last = copy->next = NULL;
    for (const struct ems_node *child = node->first; child != NULL; child = child->next) {
        struct ems_node *own = ems_node_copy(arena, child);
        if (own == NULL) return NULL;
        ems_node_append(copy, own);
    }
    return copy;
}

const char *ems_node_line(struct ems_arena *arena, const struct ems_node *node)
{
    const bool map = node->kind == EMS_NODE_MAP;
    if (node->kind == EMS_NODE_SCALAR) return node->text;
    const char *line = map ? "{" : "[";
    for (const struct ems_node *child = node->first; child != NULL && line != NULL; child = child->next) {
        const char *value = ems_node_line(arena, child), *comma = child == node->first ? "" : ", ";
        if (value == NULL) return NULL;
        line = map ? ems_arena_format(arena, "%s%s%s: %s", line, comma, child->key, value)
                   : ems_arena_format(arena, "%s%s%s", line, comma, value);
    }
    return line != NULL ? ems_arena_format(arena, "%s%s", line, map ? "}" : "]") : NULL;
}

void ems_node_append(struct ems_node *parent, struct ems_node *child)
{
    child->next = NULL;
    if (parent->last != NULL)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

struct ems_node *ems_node_find(const struct ems_node *map, const char *key)
{
    if (map == NULL || map->kind != EMS_NODE_MAP) return NULL;
    for (struct ems_node *child = map->first; child != NULL; child = child->next)
        if (strcmp(child->key, key) == 0) return child;
    return NULL;
}

/* The link that points to `child`, and the entry before it. */
static struct ems_node **link_to(struct ems_node *parent, const struct ems_node *child,
                                 struct ems_node **before)
{
    *before = NULL;
    for (struct ems_node **link = &parent->first; *link != NULL; link = &(*link)->next) {
        if (*link == child) return link;
        *before = *link;
    }
    return NULL;
}

bool ems_node_remove(struct ems_node *parent, const struct ems_node *child)
{
    struct ems_node *before, **link = link_to(parent, child, &before);
    if (link == NULL) return false;
    *link = child->next;
    if (parent->last == child) parent->last = before;
    return true;
}

void ems_node_replace(struct ems_node *parent, const struct ems_node *old, struct ems_node *child)
{
    struct ems_node *before, **link = link_to(parent, old, &before);
    if (link == NULL) return;
    child->key = old->key;
    child->next = old->next;
    *link = child;
    if (parent->last == old) parent->last = child;
}

int32_t ems_node_count(const struct ems_node *node)
{
    int32_t count = 0;
    for (const struct ems_node *child = node->first; child != NULL; child = child->next) count++;
    return count;
}

const char *ems_node_id(const struct ems_node *node)
{
    const struct ems_node *id = ems_node_find(node, "id");
    return id != NULL && id->kind == EMS_NODE_SCALAR ? id->text : NULL;
}

static bool one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, words[i]) == 0) return true;
    return false;
}

#define ONE_OF(text, ...)                              \
    one_of((text), (const char *const[]){__VA_ARGS__}, \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static size_t digits(const char *text, const char *set)
{
    return strspn(text, set);
}

/* [-+]? (. [0-9]+ | [0-9]+ (. [0-9]*)?) ([eE] [-+]? [0-9]+)? */
static enum ems_scalar_kind number_kind(const char *text)
{
    enum ems_scalar_kind kind = EMS_SCALAR_INTEGER;
    if (*text == '-' || *text == '+') text++;
    size_t whole = digits(text, "0123456789"), part = 0;
    text += whole;
    if (*text == '.') {
        kind = EMS_SCALAR_REAL;
        part = digits(++text, "0123456789");
        text += part;
    }
    if (whole + part == 0) return EMS_SCALAR_TEXT;
    if (*text == 'e' || *text == 'E') {
        kind = EMS_SCALAR_REAL;
        text++;
        if (*text == '-' || *text == '+') text++;
        size_t exponent = digits(text, "0123456789");
        if (exponent == 0) return EMS_SCALAR_TEXT;
        text += exponent;
    }
    return *text == '\0' ? kind : EMS_SCALAR_TEXT;
}

static bool based_integer(const char *text)
{
    if (text[0] != '0' || (text[1] != 'x' && text[1] != 'o')) return false;
    const char *set = text[1] == 'x' ? "0123456789abcdefABCDEF" : "01234567";
    size_t count = digits(text + 2, set);
    return count > 0 && text[2 + count] == '\0';
}

enum ems_scalar_kind ems_node_scalar_kind(const struct ems_node *scalar)
{
    const char *text = scalar->text;
    if (!scalar->plain) return EMS_SCALAR_TEXT;
    if (ONE_OF(text, "", "~", "null", "Null", "NULL")) return EMS_SCALAR_NULL;
    if (ONE_OF(text, "true", "True", "TRUE", "false", "False", "FALSE")) return EMS_SCALAR_BOOL;
    const char *unsigned_text = *text == '-' || *text == '+' ? text + 1 : text;
    if (ONE_OF(unsigned_text, ".inf", ".Inf", ".INF") || ONE_OF(text, ".nan", ".NaN", ".NAN") ||
        based_integer(text))
        return EMS_SCALAR_OTHER_NUMBER;
    return number_kind(text);
}
