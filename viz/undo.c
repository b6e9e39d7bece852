#include "undo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct viz_undo viz_undo_of(size_t item_size)
{
    return (struct viz_undo){.item_size = item_size};
}

void viz_undo_free(struct viz_undo *undo)
{
    free(undo->items);
    *undo = viz_undo_of(undo->item_size);
}

static enum ems_status make_room(struct viz_undo *undo)
{
    if (undo->done < undo->room) return EMS_OK;
    size_t room = undo->room > 0 ? 2 * undo->room : 16;
    unsigned char *items = realloc(undo->items, room * undo->item_size);
    if (items == NULL) return EMS_NO_MEMORY;
    undo->items = items;
    undo->room = room;
    return EMS_OK;
}

enum ems_status viz_undo_push(struct viz_undo *undo, const void *item)
{
    enum ems_status status = make_room(undo);
    if (status != EMS_OK) return status;
    memcpy(undo->items + undo->done * undo->item_size, item, undo->item_size);
    undo->count = ++undo->done;
    return EMS_OK;
}

const void *viz_undo_at(const struct viz_undo *undo, size_t index)
{
    return undo->items + index * undo->item_size;
}

const void *viz_undo_back(struct viz_undo *undo)
{
    return undo->done > 0 ? viz_undo_at(undo, --undo->done) : NULL;
}

const void *viz_undo_forward(struct viz_undo *undo)
{
    return undo->done < undo->count ? viz_undo_at(undo, undo->done++) : NULL;
}
