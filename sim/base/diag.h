/* Diagnostics: what is wrong with an input, where, and what would be right. Readers collect all of them; cli
 * prints. A diagnostic holds text ids and arguments, so that it can be spoken in either language. */
#ifndef EMS_BASE_DIAG_H
#define EMS_BASE_DIAG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

/* Where something stands. `file` may be "--set" or "-"; line and column count from 1, 0 when unknown. The
 * column counts characters, as editors do. */
struct ems_place_in_file {
    const char *file;
    int32_t line, column;
};

struct ems_diag {
    struct ems_place_in_file at;
    const char *path; /* dotted scenario path such as stations.centre.crews; "" when none */
    bool is_warning;
    enum ems_text message, hint;          /* hint EMS_T_NONE when there is none */
    const char *args[EMS_TEXT_ARGS];      /* of message; owned by the list */
    const char *hint_args[EMS_TEXT_ARGS]; /* of hint; owned by the list */
};

enum { EMS_DIAGS_MAX = 1000 }; /* further ones are counted in `dropped`, not kept */

struct ems_diags {
    struct ems_arena arena;
    struct ems_diag *items;
    int32_t count, capacity, errors, dropped;
    bool no_memory; /* a diagnostic could not be kept; it still counts in `errors` */
};

/* Adds a diagnostic; file, path and args are copied. `args` ends with NULL or is NULL. Returns the entry, to
 * which ems_diag_hint may be applied, or NULL when it could not be kept. */
struct ems_diag *ems_diag_error(struct ems_diags *diags, struct ems_place_in_file at, const char *path,
                                enum ems_text message, const char *const *args);
struct ems_diag *ems_diag_warning(struct ems_diags *diags, struct ems_place_in_file at, const char *path,
                                  enum ems_text message, const char *const *args);
/* `diag` may be NULL. */
void ems_diag_hint(struct ems_diags *diags, struct ems_diag *diag, enum ems_text hint,
                   const char *const *args);
void ems_diags_free(struct ems_diags *diags);

/* Argument list for the calls above: EMS_ARGS("x", name). */
#define EMS_ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The closest of `count` names to `word` by edit distance, for "did you mean"; NULL when none is near
 * (at most a third of the word's length, at least 1). */
const char *ems_closest_name(const char *word, const char *const *names, int32_t count);

#endif
