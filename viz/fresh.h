/* A file that is written whole or not at all: under another name beside the old one, which it takes the place
 * of when all of it is there. What is no file (/dev/null, a pipe) is written as it stands.
 *
 *     struct viz_fresh fresh;
 *     if (!viz_fresh_begin(&fresh, path)) ...
 *     bool fine = write_it(fresh.written);
 *     fine = viz_fresh_end(&fresh, fine);
 */
#ifndef EMS_VIZ_FRESH_H
#define EMS_VIZ_FRESH_H

#include <stdbool.h>

enum { VIZ_FRESH_ROOM = 4096 };

struct viz_fresh {
    char path[VIZ_FRESH_ROOM], written[VIZ_FRESH_ROOM]; /* the name in the end, and where to write */
};

/* False, with errno, when the name is too long. */
bool viz_fresh_begin(struct viz_fresh *fresh, const char *path);
/* `fine`: all of it is written and closed. False when the old one stays; errno tells why. */
bool viz_fresh_end(struct viz_fresh *fresh, bool fine);
/* Likewise, but false with EEXIST rather than to take the place of another file; `written` stays then, for
 * another `path`. */
bool viz_fresh_end_new(struct viz_fresh *fresh);

#endif
