/* What has been changed, to be taken back and done again: a list of values of one size with a place in it.
 * The values are the caller's (an edit says what it was and what it became); this list only keeps their
 * order.
 *
 *     viz_undo_push(&undo, &edit);           forgets what had been taken back
 *     const struct edit *e = viz_undo_back(&undo);      to be reverted, or NULL
 *     const struct edit *e = viz_undo_forward(&undo);   to be done again, or NULL
 */
#ifndef EMS_VIZ_UNDO_H
#define EMS_VIZ_UNDO_H

#include <stdbool.h>
#include <stddef.h>

#include "ems120/status.h"

struct viz_undo {
    unsigned char *items;
    size_t item_size, count, done, room; /* `done` of `count` are in force */
};

struct viz_undo viz_undo_of(size_t item_size);
void viz_undo_free(struct viz_undo *undo);
enum ems_status viz_undo_push(struct viz_undo *undo, const void *item);
/* They belong to the list and live until the next push. */
const void *viz_undo_back(struct viz_undo *undo);
const void *viz_undo_forward(struct viz_undo *undo);
/* Those in force, 0 <= index < undo->done. */
const void *viz_undo_at(const struct viz_undo *undo, size_t index);

#endif
