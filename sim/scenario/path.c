#include "scenario/path.h"

const char *ems_path_text(const struct ems_path *path, struct ems_arena *arena)
{
    if (path == NULL) return "";
    const char *up = path->up != NULL ? ems_path_text(path->up, arena) : "";
    if (up == NULL) return NULL;
    const char *dot = *up != '\0' ? "." : "";
    if (path->segment != NULL) return ems_arena_format(arena, "%s%s%s", up, dot, path->segment);
    return ems_arena_format(arena, "%s%s%d", up, dot, (int)path->number);
}
