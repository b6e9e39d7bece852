/* What the filler says, for fill.h. */
#include <stdio.h>
#include <string.h>

#include "scenario/fill.h"

static const enum ems_text wanted[] = {
#define WANTED(id, shapes) EMS_T_WANT_##id,
    EMS_FIELD_KINDS(WANTED)
#undef WANTED
};

struct ems_diag *ems_fill_error(struct ems_filler *filler, struct ems_place_in_file at,
                                const struct ems_path *path, enum ems_text message, const char *const *args)
{
    if (filler->diags->count >= EMS_DIAGS_MAX) {
        filler->diags->errors++;
        filler->diags->dropped++;
        return NULL;
    }
    const char *text = ems_path_text(path, filler->arena);
    return ems_diag_error(filler->diags, at, text != NULL ? text : "", message, args);
}

void ems_fill_wrong_kind(struct ems_filler *filler, enum ems_field_kind kind, const struct ems_node *node,
                         const struct ems_path *path)
{
    const char *shown = node->kind == EMS_NODE_LIST  ? "[...]"
                        : node->kind == EMS_NODE_MAP ? "{...}"
                                                     : node->text;
    if (node->kind == EMS_NODE_SCALAR && ems_node_scalar_kind(node) == EMS_SCALAR_NULL) {
        ems_fill_error(filler, node->at, path, EMS_T_IN_NOTHING_GIVEN, NULL);
        return;
    }
    char cut[80];
    if (strlen(shown) >= sizeof cut) {
        size_t keep = sizeof cut - 4;
        while (keep > 0 && ((unsigned char)shown[keep] & 0xc0) == 0x80) keep--;
        snprintf(cut, sizeof cut, "%.*s...", (int)keep, shown);
        shown = cut;
    }
    ems_fill_error(filler, node->at, path, wanted[kind], EMS_ARGS(shown));
}

void ems_fill_clash(struct ems_filler *filler, enum ems_text message, const char *a, const char *b,
                    struct ems_place_in_file first, struct ems_place_in_file again,
                    const struct ems_path *path)
{
    char line[16], column[16];
    snprintf(line, sizeof line, "%d", (int)first.line);
    snprintf(column, sizeof column, "%d", (int)first.column);
    struct ems_diag *diag = ems_fill_error(filler, again, path, message, EMS_ARGS(a, b));
    ems_diag_hint(filler->diags, diag, EMS_T_IN_OTHER_AT,
                  EMS_ARGS(first.file != NULL ? first.file : "-", line, column));
}

const char *ems_fill_join(struct ems_filler *filler, const char *const *names, int32_t count)
{
    size_t length = 1;
    for (int32_t i = 0; i < count; i++) length += strlen(names[i]) + 2;
    char *joined = ems_arena_alloc(filler->arena, length, 1), *end = joined;
    if (joined == NULL) return "";
    for (int32_t i = 0; i < count; i++)
        end += snprintf(end, length - (size_t)(end - joined), "%s%s", i > 0 ? ", " : "", names[i]);
    return joined;
}

void ems_fill_suggest(struct ems_filler *filler, struct ems_diag *diag, const char *word,
                      const char *const *names, int32_t count)
{
    if (diag == NULL || count == 0) return;
    const char *near = ems_closest_name(word, names, count);
    if (near != NULL) {
        ems_diag_hint(filler->diags, diag, EMS_T_HINT_DID_YOU_MEAN, EMS_ARGS(near));
        return;
    }
    const char *joined = ems_fill_join(filler, names, count < 40 ? count : 40);
    ems_diag_hint(filler->diags, diag, EMS_T_IN_ONE_OF, EMS_ARGS(joined));
}

struct ems_def_mark ems_fill_mark(struct ems_filler *filler, struct ems_place_in_file at,
                                  const struct ems_path *path, bool given)
{
    const char *text = ems_path_text(path, filler->arena);
    return (struct ems_def_mark){.at = at, .path = text != NULL ? text : "", .given = given};
}
