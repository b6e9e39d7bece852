#include "cli/folders.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Cuts the last `count` parts off a path; false when it has fewer. */
static bool cut(char *path, int count)
{
    for (; count > 0; count--) {
        char *slash = strrchr(path, '/');
        if (slash == NULL) return false;
        *slash = '\0';
    }
    return true;
}

/* The folder `levels` above the program's own file, with `tail` behind it; NULL when unknown. */
static const char *beside_program(struct ems_arena *arena, int levels, const char *tail)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0) return NULL;
    path[length] = '\0';
    return cut(path, levels) ? ems_arena_format(arena, "%s%s", path, tail) : NULL;
}

int32_t ems_cli_data_folders(struct ems_arena *arena, const char *const **out)
{
    const char *named = getenv("EMS120_DATA");
    const char *candidates[] = {
        named != NULL && *named != '\0' ? named : NULL,
        beside_program(arena, 2, "/share/ems120"),
        beside_program(arena, 2, ""), /* build/ems120 */
        beside_program(arena, 3, ""), /* build/asan/ems120 */
        ".",
    };
    const char **folders = EMS_NEW_ARRAY(arena, const char *, sizeof candidates / sizeof *candidates);
    int32_t count = 0;
    for (size_t i = 0; folders != NULL && i < sizeof candidates / sizeof *candidates; i++) {
        if (candidates[i] != NULL) folders[count++] = candidates[i];
    }
    *out = folders;
    return count;
}

bool ems_cli_make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made) return false;
    }
    return mkdir(path, 0777) == 0 || errno == EEXIST;
}
