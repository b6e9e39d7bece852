#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

static void copy_args(struct ems_diags *diags, const char **out, const char *const *args)
{
    for (int i = 0; args != NULL && i < EMS_TEXT_ARGS && args[i] != NULL; i++) {
        out[i] = ems_arena_strdup(&diags->arena, args[i]);
        if (out[i] == NULL) diags->no_memory = true;
    }
}

static bool make_room(struct ems_diags *diags)
{
    if (diags->count < diags->capacity) return true;
    int32_t capacity = diags->capacity ? diags->capacity * 2 : 16;
    struct ems_diag *items = realloc(diags->items, (size_t)capacity * sizeof *items);
    if (items == NULL) return false;
    diags->items = items;
    diags->capacity = capacity;
    return true;
}

static struct ems_diag *add(struct ems_diags *diags, struct ems_place_in_file at, const char *path,
                            enum ems_text message, const char *const *args, bool is_warning)
{
    if (!is_warning) diags->errors++;
    if (diags->count >= EMS_DIAGS_MAX) {
        diags->dropped++;
        return NULL;
    }
    if (!make_room(diags)) {
        diags->no_memory = true;
        return NULL;
    }
    struct ems_diag *d = &diags->items[diags->count++];
    *d = (struct ems_diag){.at = at, .is_warning = is_warning, .message = message, .hint = EMS_T_NONE};
    d->at.file = ems_arena_strdup(&diags->arena, at.file != NULL ? at.file : "-");
    d->path = ems_arena_strdup(&diags->arena, path != NULL ? path : "");
    if (d->at.file == NULL || d->path == NULL) {
        diags->no_memory = true;
        diags->count--;
        return NULL;
    }
    copy_args(diags, d->args, args);
    return d;
}

struct ems_diag *ems_diag_error(struct ems_diags *diags, struct ems_place_in_file at, const char *path,
                                enum ems_text message, const char *const *args)
{
    return add(diags, at, path, message, args, false);
}

struct ems_diag *ems_diag_warning(struct ems_diags *diags, struct ems_place_in_file at, const char *path,
                                  enum ems_text message, const char *const *args)
{
    return add(diags, at, path, message, args, true);
}

void ems_diag_hint(struct ems_diags *diags, struct ems_diag *diag, enum ems_text hint,
                   const char *const *args)
{
    if (diag == NULL) return;
    diag->hint = hint;
    copy_args(diags, diag->hint_args, args);
}

void ems_diags_free(struct ems_diags *diags)
{
    free(diags->items);
    ems_arena_free(&diags->arena);
    memset(diags, 0, sizeof *diags);
}

enum { NAME_MAX_COMPARED = 64 };

/* Edit distance in which two neighbours that changed places count once (optimal string alignment); words
 * longer than NAME_MAX_COMPARED bytes are never near. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), rows[3][NAME_MAX_COMPARED + 1];
    if (n > NAME_MAX_COMPARED || m > NAME_MAX_COMPARED) return (size_t)-1;
    for (size_t j = 0; j <= m; j++) rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && before[j - 2] + 1 < best) best = before[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[n % 3][m];
}

const char *ems_closest_name(const char *word, const char *const *names, int32_t count)
{
    size_t limit = strlen(word) / 3, best_distance;
    const char *best = NULL;
    if (limit < 1) limit = 1;
    best_distance = limit + 1;
    for (int32_t i = 0; i < count; i++) {
        size_t distance = edit_distance(word, names[i]);
        if (distance < best_distance && distance < strlen(word)) { /* some of it stays */
            best_distance = distance;
            best = names[i];
        }
    }
    return best;
}
