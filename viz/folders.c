#include "folders.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add(struct viz_folders *folders, const char *path, const char *tail)
{
    char *out = folders->path[folders->count];
    int length = snprintf(out, PATH_MAX, "%s%s", path, tail);
    if (length > 0 && length < PATH_MAX) folders->list[folders->count++] = out;
}

/* The folder `levels` above the program's own file. */
static bool above_program(int levels, char *out)
{
    ssize_t length = readlink("/proc/self/exe", out, PATH_MAX - 1);
    if (length <= 0) return false;
    out[length] = '\0';
    for (; levels > 0; levels--) {
        char *slash = strrchr(out, '/');
        if (slash == NULL) return false;
        *slash = '\0';
    }
    return true;
}

void viz_folders_find(struct viz_folders *out)
{
    char path[PATH_MAX];
    const char *named = getenv("EMS120_DATA");
    out->count = 0;
    if (named != NULL && named[0] != '\0') add(out, named, "");
    if (above_program(2, path)) add(out, path, "/share/ems120");
    if (above_program(2, path)) add(out, path, "");
    if (above_program(3, path)) add(out, path, "");
    add(out, ".", "");
}
