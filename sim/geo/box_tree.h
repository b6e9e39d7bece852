/* Boxes in a balanced tree, for the thing nearest to a point wherever the point lies: points and stretches of
 * road that stand densely in towns and sparsely elsewhere. Items are the boxes' numbers; a leaf holds a few.
 *
 *   struct ems_box_walk walk = ems_box_walk_from(tree, point);
 *   while (ems_box_walk_next(&walk, least_so_far_m, &from, &to))
 *       for (i = from; i < to; i++) look at tree->items[i];
 */
#ifndef EMS_GEO_BOX_TREE_H
#define EMS_GEO_BOX_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "ems120/box.h"
#include "geo/point.h"

struct ems_box_tree {
    int32_t count, leaves;       /* items; a power of two */
    const struct ems_box *boxes; /* of the tree's nodes: 1 is the top, 2 i and 2 i + 1 lie below i */
    const int32_t *items;        /* by leaf */
};

/* Works for no boxes. False: memory is out. O(n log n); the same tree for the same boxes. */
bool ems_box_tree_build(struct ems_box_tree *tree, const struct ems_box *boxes, int32_t count,
                        struct ems_arena *arena);

struct ems_box_walk {
    const struct ems_box_tree *tree;
    struct ems_point from;
    int32_t open[64], depth; /* nodes not yet looked at */
};
struct ems_box_walk ems_box_walk_from(const struct ems_box_tree *tree, struct ems_point from);
/* The next leaf that has something within `within_m` of the point, near ones first as far as that is cheap to
 * tell; false at the end. */
bool ems_box_walk_next(struct ems_box_walk *walk, double within_m, int32_t *from, int32_t *to);

#endif
