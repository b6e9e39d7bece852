#include "picking.h"

#include <math.h>

struct viz_picks viz_picks_at(double x, double y, double reach_px)
{
    return (struct viz_picks){.x = x, .y = y, .reach_px = reach_px};
}

static bool comes_before(const struct viz_picked *a, const struct viz_picked *b)
{
    if (a->distance_px != b->distance_px) return a->distance_px < b->distance_px;
    if (a->what.kind != b->what.kind) return a->what.kind < b->what.kind;
    return a->what.id < b->what.id;
}

void viz_picks_offer(struct viz_picks *picks, enum viz_pick_kind kind, int64_t id, struct viz_pixel at)
{
    struct viz_picked new = {{kind, id}, hypot(at.x - picks->x, at.y - picks->y)};
    if (!(new.distance_px <= picks->reach_px)) return;
    int place = picks->count;
    while (place > 0 && comes_before(&new, &picks->items[place - 1])) place--;
    if (place == VIZ_PICKS) return;
    if (picks->count < VIZ_PICKS) picks->count++;
    for (int i = picks->count - 1; i > place; i--) picks->items[i] = picks->items[i - 1];
    picks->items[place] = new;
}

bool viz_pick_equals(struct viz_pick a, struct viz_pick b)
{
    return a.kind == b.kind && a.id == b.id;
}
