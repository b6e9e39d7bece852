#include "bookmarks.h"

int viz_bookmarks_find(const struct viz_bookmarks *b, ems_time at)
{
    for (int i = 0; i < b->count; i++)
        if (b->at[i] == at) return i;
    return -1;
}

bool viz_bookmarks_add(struct viz_bookmarks *b, ems_time at)
{
    if (viz_bookmarks_find(b, at) >= 0) return true;
    if (b->count == VIZ_BOOKMARKS) return false;
    int place = b->count++;
    while (place > 0 && b->at[place - 1] > at) {
        b->at[place] = b->at[place - 1];
        place--;
    }
    b->at[place] = at;
    return true;
}

void viz_bookmarks_remove(struct viz_bookmarks *b, int number)
{
    if (number < 0 || number >= b->count) return;
    b->count--;
    for (int i = number; i < b->count; i++) b->at[i] = b->at[i + 1];
}

int viz_bookmarks_next(const struct viz_bookmarks *b, ems_time at)
{
    for (int i = 0; i < b->count; i++)
        if (b->at[i] > at) return i;
    return -1;
}

int viz_bookmarks_previous(const struct viz_bookmarks *b, ems_time at)
{
    for (int i = b->count - 1; i >= 0; i--)
        if (b->at[i] < at) return i;
    return -1;
}
