#include "scenario/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/utf8.h"
#include "scenario/path.h"

struct reader {
    yaml_parser_t parser;
    struct ems_arena *arena;
    struct ems_diags *diags;
    const char *name, *folder, *text;
    size_t length;
    int32_t nodes;
    enum ems_status status; /* not EMS_OK: stop */
    bool bad;               /* something was wrong but reading goes on */
};

static void report(struct reader *r, int32_t line, int32_t column, const struct ems_path *path,
                   enum ems_text message, enum ems_text hint, const char *const *args)
{
    struct ems_place_in_file at = {r->name, line, column};
    const char *text = ems_path_text(path, r->arena);
    struct ems_diag *diag = ems_diag_error(r->diags, at, text, message, args);
    if (hint != EMS_T_NONE) ems_diag_hint(r->diags, diag, hint, args);
    r->bad = true;
}

/* ---- bytes ---- */

/* Whether a character that no YAML text can have begins at `p`, and its code; `left` bytes of UTF-8 are
 * there. */
static bool forbidden(const unsigned char *p, size_t left, bool first, unsigned *code)
{
    *code = p[0];
    if (p[0] < 0x20) return p[0] != '\t' && p[0] != '\n' && p[0] != '\r';
    if (p[0] == 0x7f) return true;
    if (left < 2) return false;
    *code = p[1];
    if (p[0] == 0xc2) return p[1] < 0xa0 && p[1] != 0x85; /* C1 controls but NEL */
    if (p[0] != 0xef || left < 3) return false;
    *code = 0xf000U | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
    return (*code == 0xfeff && !first) || *code >= 0xfffe;
}

static void report_character(struct reader *r, size_t offset, enum ems_text message, enum ems_text hint,
                             const char *shown)
{
    struct ems_place_in_file at = ems_utf8_place(r->text, offset, r->name);
    report(r, at.line, at.column, NULL, message, hint, EMS_ARGS(shown));
}

/* False, with a diagnostic, at the first byte that a YAML text cannot have. */
static bool check_characters(struct reader *r)
{
    const unsigned char *p = (const unsigned char *)r->text;
    size_t end = r->length, bad;
    unsigned code;
    char shown[16];
    bool valid = ems_utf8_valid(r->text, r->length, &bad);
    if (!valid) end = bad;
    for (size_t i = 0; i < end; i++) {
        if (!forbidden(p + i, end - i, i == 0, &code)) continue;
        snprintf(shown, sizeof shown, "U+%04X", code);
        report_character(r, i, EMS_T_YAML_CONTROL_CHARACTER, EMS_T_NONE, shown);
        return false;
    }
    if (valid) return true;
    snprintf(shown, sizeof shown, "0x%02X", (unsigned)p[bad]);
    report_character(r, bad, EMS_T_YAML_BAD_UTF8, EMS_T_YAML_BAD_UTF8_HINT, shown);
    return false;
}

/* ---- syntax errors ---- */

/* The column of a tab in the white space that begins a line (from 0), or 0. */
static int32_t tab_in_indentation(const struct reader *r, size_t line)
{
    const char *p = r->text, *end = r->text + r->length;
    for (size_t i = 0; i < line && p != NULL; i++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (p != NULL) p++;
    }
    for (const char *start = p; p != NULL && p < end && (*p == ' ' || *p == '\t'); p++)
        if (*p == '\t') return (int32_t)(p - start) + 1;
    return 0;
}

/* libyaml puts the end of a text on a line of its own; where there is none, the place is behind the last
 * character. */
static void hold_at_end(const struct reader *r, int32_t *line, int32_t *column)
{
    int32_t last_line = 1, last_column = 1;
    for (size_t i = 0; i < r->length; i++) {
        unsigned char c = (unsigned char)r->text[i];
        if (c == '\n') last_column = 0;
        last_line += c == '\n';
        last_column += (c & 0xc0) != 0x80;
    }
    if (*line <= last_line) return;
    *line = last_line;
    *column = last_column;
}

static void report_syntax(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR) {
        r->status = EMS_NO_MEMORY;
        return;
    }
    r->status = EMS_BAD_INPUT;
    int32_t line = (int32_t)p->problem_mark.line + 1, column = (int32_t)p->problem_mark.column + 1;
    hold_at_end(r, &line, &column);
    int32_t tab = tab_in_indentation(r, p->problem_mark.line);
    if (tab > 0) {
        report(r, line, tab, NULL, EMS_T_YAML_TAB, EMS_T_YAML_TAB_HINT, NULL);
        return;
    }
    char from_line[16], from_column[16];
    snprintf(from_line, sizeof from_line, "%lu", (unsigned long)p->context_mark.line + 1);
    snprintf(from_column, sizeof from_column, "%lu", (unsigned long)p->context_mark.column + 1);
    const char *problem = p->problem != NULL ? p->problem : "?";
    struct ems_diag *diag = ems_diag_error(r->diags, (struct ems_place_in_file){r->name, line, column}, "",
                                           EMS_T_YAML_SYNTAX, EMS_ARGS(problem));
    if (p->context != NULL)
        ems_diag_hint(r->diags, diag, EMS_T_YAML_SYNTAX_HINT, EMS_ARGS(from_line, from_column));
}

static bool next_event(struct reader *r, yaml_event_t *event)
{
    if (r->status != EMS_OK) return false;
    if (yaml_parser_parse(&r->parser, event)) return true;
    report_syntax(r);
    return false;
}

/* ---- keys given twice ---- */

static int compare_keys(const void *a, const void *b)
{
    const struct ems_node *x = *(const struct ems_node *const *)a, *y = *(const struct ems_node *const *)b;
    int order = strcmp(x->key, y->key);
    if (order != 0) return order;
    if (x->key_at.line != y->key_at.line) return x->key_at.line < y->key_at.line ? -1 : 1;
    return (x->key_at.column > y->key_at.column) - (x->key_at.column < y->key_at.column);
}

static void report_twice(struct reader *r, const struct ems_node *first, const struct ems_node *again,
                         const struct ems_path *path)
{
    char line[16], column[16];
    snprintf(line, sizeof line, "%d", (int)first->key_at.line);
    snprintf(column, sizeof column, "%d", (int)first->key_at.column);
    struct ems_path here = {path, again->key, 0};
    report(r, again->key_at.line, again->key_at.column, &here, EMS_T_YAML_KEY_TWICE, EMS_T_FIRST_AT,
           EMS_ARGS(again->key, line, column));
}

/* Keeps the first of entries with one key. */
static void check_keys(struct reader *r, struct ems_node *map, const struct ems_path *path)
{
    int32_t count = ems_node_count(map), i = 0;
    if (count < 2) return;
    struct ems_node **sorted = calloc((size_t)count, sizeof(struct ems_node *));
    if (sorted == NULL) {
        r->status = EMS_NO_MEMORY;
        return;
    }
    for (struct ems_node *child = map->first; child != NULL; child = child->next) sorted[i++] = child;
    qsort(sorted, (size_t)count, sizeof(struct ems_node *), compare_keys);
    struct ems_node *first = sorted[0];
    for (i = 1; i < count; i++) {
        if (strcmp(first->key, sorted[i]->key) != 0) {
            first = sorted[i];
            continue;
        }
        report_twice(r, first, sorted[i], path);
        sorted[i]->key = NULL; /* dropped below */
    }
    free(sorted);
    struct ems_node *all = map->first;
    map->first = map->last = NULL;
    for (struct ems_node *child = all, *after; child != NULL; child = after) {
        after = child->next;
        if (child->key != NULL) ems_node_append(map, child);
    }
}

/* ---- the tree ---- */

static struct ems_node *read_node(struct reader *r, yaml_event_t *event, const struct ems_path *path,
                                  int32_t depth);

static struct ems_node *new_node(struct reader *r, enum ems_node_kind kind, const yaml_event_t *event)
{
    struct ems_place_in_file at = {r->name, (int32_t)event->start_mark.line + 1,
                                   (int32_t)event->start_mark.column + 1};
    if (++r->nodes > EMS_YAML_NODES_MAX) {
        report(r, at.line, at.column, NULL, EMS_T_YAML_TOO_MANY_NODES, EMS_T_NONE, EMS_ARGS("2000000"));
        r->status = EMS_BAD_INPUT;
        return NULL;
    }
    struct ems_node *node = ems_node_new(r->arena, kind, at, r->folder);
    if (node == NULL) r->status = EMS_NO_MEMORY;
    return node;
}

static void check_decoration(struct reader *r, const yaml_event_t *event, const yaml_char_t *anchor,
                             const yaml_char_t *tag, const struct ems_path *path)
{
    int32_t line = (int32_t)event->start_mark.line + 1, column = (int32_t)event->start_mark.column + 1;
    if (anchor != NULL)
        report(r, line, column, path, EMS_T_YAML_ANCHOR, EMS_T_YAML_ANCHOR_HINT,
               EMS_ARGS((const char *)anchor));
    if (tag != NULL) report(r, line, column, path, EMS_T_YAML_TAG, EMS_T_NONE, EMS_ARGS((const char *)tag));
}

static struct ems_node *read_scalar(struct reader *r, const yaml_event_t *event, const struct ems_path *path)
{
    struct ems_node *node = new_node(r, EMS_NODE_SCALAR, event);
    if (node == NULL) return NULL;
    check_decoration(r, event, event->data.scalar.anchor, event->data.scalar.tag, path);
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (memchr(value, '\0', length) != NULL) {
        report(r, node->at.line, node->at.column, path, EMS_T_YAML_CONTROL_CHARACTER, EMS_T_NONE,
               EMS_ARGS("U+0000"));
        length = strlen(value);
    }
    node->text = ems_arena_strndup(r->arena, value, length);
    if (node->text == NULL) r->status = EMS_NO_MEMORY;
    return node;
}

static void read_list(struct reader *r, struct ems_node *list, const struct ems_path *path, int32_t depth)
{
    yaml_event_t event;
    for (int32_t number = 1; next_event(r, &event); number++) {
        bool ends = event.type == YAML_SEQUENCE_END_EVENT;
        struct ems_path here = {path, NULL, number};
        struct ems_node *child = ends ? NULL : read_node(r, &event, &here, depth + 1);
        yaml_event_delete(&event);
        if (child == NULL) return;
        ems_node_append(list, child);
    }
}

/* The key of the event, NULL with a diagnostic when it is none. */
static struct ems_node *read_key(struct reader *r, yaml_event_t *event, const struct ems_path *path,
                                 int32_t depth)
{
    struct ems_node *key = read_node(r, event, path, depth + 1);
    if (key == NULL || (key->kind == EMS_NODE_SCALAR && !key->broken)) return key;
    if (!key->broken)
        report(r, key->at.line, key->at.column, path, EMS_T_YAML_KEY_NO_SCALAR, EMS_T_NONE, NULL);
    key->text = NULL;
    return key;
}

static void read_map(struct reader *r, struct ems_node *map, const struct ems_path *path, int32_t depth)
{
    yaml_event_t event;
    while (next_event(r, &event)) {
        bool ends = event.type == YAML_MAPPING_END_EVENT;
        struct ems_node *key = ends ? NULL : read_key(r, &event, path, depth);
        yaml_event_delete(&event);
        if (ends) check_keys(r, map, path);
        if (key == NULL || !next_event(r, &event)) return;
        struct ems_path here = {path, key->text != NULL ? key->text : "?", 0};
        struct ems_node *value = read_node(r, &event, &here, depth + 1);
        yaml_event_delete(&event);
        if (value == NULL) return;
        if (key->text == NULL) continue;
        value->key = key->text;
        value->key_at = key->at;
        ems_node_append(map, value);
    }
}

static bool too_deep(struct reader *r, const yaml_event_t *event, int32_t depth)
{
    if (depth <= EMS_YAML_DEPTH_MAX) return false;
    report(r, (int32_t)event->start_mark.line + 1, (int32_t)event->start_mark.column + 1, NULL,
           EMS_T_YAML_TOO_DEEP, EMS_T_NONE, EMS_ARGS("64"));
    r->status = EMS_BAD_INPUT;
    return true;
}

static struct ems_node *read_children(struct reader *r, yaml_event_t *event, const struct ems_path *path,
                                      int32_t depth)
{
    if (too_deep(r, event, depth)) return NULL;
    bool is_list = event->type == YAML_SEQUENCE_START_EVENT;
    struct ems_node *node = new_node(r, is_list ? EMS_NODE_LIST : EMS_NODE_MAP, event);
    if (node == NULL) return NULL;
    if (is_list) {
        check_decoration(r, event, event->data.sequence_start.anchor, event->data.sequence_start.tag, path);
        node->flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
        read_list(r, node, path, depth);
    } else {
        check_decoration(r, event, event->data.mapping_start.anchor, event->data.mapping_start.tag, path);
        node->flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
        read_map(r, node, path, depth);
    }
    return r->status == EMS_OK ? node : NULL;
}

static struct ems_node *read_node(struct reader *r, yaml_event_t *event, const struct ems_path *path,
                                  int32_t depth)
{
    if (event->type == YAML_SCALAR_EVENT) return read_scalar(r, event, path);
    if (event->type != YAML_ALIAS_EVENT) return read_children(r, event, path, depth);
    struct ems_node *node = new_node(r, EMS_NODE_SCALAR, event);
    if (node == NULL) return NULL;
    node->broken = true;
    report(r, node->at.line, node->at.column, path, EMS_T_YAML_ALIAS, EMS_T_YAML_ANCHOR_HINT,
           EMS_ARGS((const char *)event->data.alias.anchor));
    return node;
}

static void read_stream(struct reader *r, struct ems_node **root)
{
    yaml_event_t event;
    bool going = true, seen = false;
    while (going && next_event(r, &event)) {
        if (event.type == YAML_DOCUMENT_START_EVENT && seen) {
            report(r, (int32_t)event.start_mark.line + 1, (int32_t)event.start_mark.column + 1, NULL,
                   EMS_T_YAML_SEVERAL_DOCUMENTS, EMS_T_NONE, NULL);
            going = false;
        } else if (event.type == YAML_STREAM_END_EVENT) {
            going = false;
        } else if (event.type == YAML_SCALAR_EVENT || event.type == YAML_ALIAS_EVENT ||
                   event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_MAPPING_START_EVENT) {
            seen = true;
            *root = read_node(r, &event, NULL, 1);
        }
        yaml_event_delete(&event);
    }
    if (!seen && r->status == EMS_OK) report(r, 1, 1, NULL, EMS_T_YAML_EMPTY, EMS_T_NONE, NULL);
}

enum ems_status ems_yaml_read(const char *text, size_t length, const char *name, const char *folder,
                              struct ems_arena *arena, struct ems_diags *diags, struct ems_node **root)
{
    struct reader r = {
        .arena = arena, .diags = diags, .name = name, .folder = folder, .text = text, .length = length};
    *root = NULL;
    if (length > EMS_YAML_BYTES_MAX) {
        report(&r, 0, 0, NULL, EMS_T_YAML_TOO_LARGE, EMS_T_NONE, EMS_ARGS("16 MB"));
        return EMS_BAD_INPUT;
    }
    if (!check_characters(&r)) return EMS_BAD_INPUT;
    if (!yaml_parser_initialize(&r.parser)) return EMS_NO_MEMORY;
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, length);
    read_stream(&r, root);
    yaml_parser_delete(&r.parser);
    if (r.status != EMS_OK) *root = NULL;
    if (arena->failed) return EMS_NO_MEMORY;
    return r.status == EMS_OK && r.bad ? EMS_BAD_INPUT : r.status;
}
