#include "fresh.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Something that a file must not take the place of. */
static bool is_no_file(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

bool viz_fresh_begin(struct viz_fresh *fresh, const char *path)
{
    /* the number of the program: two windows that close at once do not write into one file */
    int length = is_no_file(path)
                     ? snprintf(fresh->written, sizeof fresh->written, "%s", path)
                     : snprintf(fresh->written, sizeof fresh->written, "%s.part-%ld", path, (long)getpid());
    errno = ENAMETOOLONG;
    if (length < 0 || (size_t)length >= sizeof fresh->written) return false;
    snprintf(fresh->path, sizeof fresh->path, "%s", path);
    errno = 0;
    return true;
}

static void drop(const struct viz_fresh *fresh)
{
    int error = errno;
    remove(fresh->written);
    errno = error;
}

/* On the disk before it has its name, or a loss of power may leave an empty file under it. */
static void sync_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    (void)fsync(file);
    close(file);
}

bool viz_fresh_end(struct viz_fresh *fresh, bool fine)
{
    if (strcmp(fresh->path, fresh->written) == 0) return fine;
    if (fine) sync_file(fresh->written);
    if (fine && rename(fresh->written, fresh->path) == 0) return true;
    drop(fresh);
    return false;
}

bool viz_fresh_end_new(struct viz_fresh *fresh)
{
    sync_file(fresh->written);
    if (link(fresh->written, fresh->path) == 0) {
        drop(fresh);
        return true;
    }
    /* not every file system has links */
    if (errno != EEXIST && access(fresh->path, F_OK) != 0) return viz_fresh_end(fresh, true);
    errno = EEXIST;
    return false;
}
