/* Moments that the user marked, in order of time. A value. */
#ifndef EMS_VIZ_BOOKMARKS_H
#define EMS_VIZ_BOOKMARKS_H

#include <stdbool.h>

#include "ems120/time.h"

enum { VIZ_BOOKMARKS = 64 };

struct viz_bookmarks {
    int count;
    ems_time at[VIZ_BOOKMARKS];
};

/* Marks the moment. False: there are too many. One that is marked already stays one. */
bool viz_bookmarks_add(struct viz_bookmarks *bookmarks, ems_time at);
void viz_bookmarks_remove(struct viz_bookmarks *bookmarks, int number);
/* The first after `at` (the last before it); -1: none. */
int viz_bookmarks_next(const struct viz_bookmarks *bookmarks, ems_time at);
int viz_bookmarks_previous(const struct viz_bookmarks *bookmarks, ems_time at);
/* The one of exactly this moment, or -1. */
int viz_bookmarks_find(const struct viz_bookmarks *bookmarks, ems_time at);

#endif
