/* Paths as text, for base/file.h. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

char *ems_path_join(struct ems_arena *arena, const char *folder, const char *name)
{
    if (name[0] == '/' || strcmp(folder, ".") == 0 || folder[0] == '\0') return ems_arena_strdup(arena, name);
    const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
    return ems_arena_format(arena, "%s%s%s", folder, slash, name);
}

char *ems_path_folder(struct ems_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) return ems_arena_strdup(arena, ".");
    return ems_arena_strndup(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

const char *ems_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* The last part that may be taken back by `..`, or NULL. `start` is what lies behind a leading slash. */
static char *last_part(char *start, char *end)
{
    if (end == start) return NULL;
    char *part = end;
    while (part > start && part[-1] != '/') part--;
    return end - part == 2 && part[0] == '.' && part[1] == '.' ? NULL : part;
}

/* Takes `.`, doubled slashes and inner `..` out of the path, in place; "" for the folder itself. */
static void clean(char *path)
{
    char *start = path[0] == '/' ? path + 1 : path, *end = start;
    const char *next = start;
    while (*next != '\0') {
        size_t length = strcspn(next, "/");
        char *part = NULL;
        bool up = length == 2 && next[0] == '.' && next[1] == '.';
        if (up) part = last_part(start, end);
        if (part != NULL) {
            end = part > start ? part - 1 : start;
        } else if (length > 0 && !(length == 1 && next[0] == '.') && !(up && start != path)) {
            if (end > start) *end++ = '/';
            memmove(end, next, length);
            end += length;
        }
        next += length;
        while (*next == '/') next++;
    }
    *end = '\0';
}

/* The length of the common whole parts of two clean paths. */
static size_t common_length(const char *a, const char *b)
{
    size_t same = 0, i = 0;
    for (;; i++) {
        bool a_ends = a[i] == '\0' || a[i] == '/', b_ends = b[i] == '\0' || b[i] == '/';
        if (a_ends && b_ends) same = i;
        if (a[i] != b[i] || a[i] == '\0') return same;
    }
}

char *ems_path_relative(struct ems_arena *arena, const char *folder, const char *path)
{
    char *from = ems_arena_strdup(arena, folder), *to = ems_arena_strdup(arena, path);
    if (from == NULL || to == NULL) return NULL;
    clean(from);
    clean(to);
    if ((from[0] == '/') != (to[0] == '/') || from[0] == '\0') return to;
    size_t same = common_length(from, to), ups = 0;
    const char *rest = from + same, *tail = to + same;
    while (*rest == '/') rest++;
    while (*tail == '/') tail++;
    if (strcmp(rest, "..") == 0 || strncmp(rest, "../", 3) == 0) return to;
    for (const char *p = rest; *p != '\0'; p++)
        if (p == rest || p[-1] == '/') ups++;
    char *out = ems_arena_strdup(arena, tail);
    for (size_t i = 0; i < ups && out != NULL; i++) out = ems_arena_format(arena, "../%s", out);
    return out;
}
