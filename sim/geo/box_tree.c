#include "geo/box_tree.h"

enum { ITEMS_A_LEAF = 6 };

/* Boxes being put in order. */
struct order {
    const struct ems_box *boxes;
    int32_t *items;
};

static double middle(const struct order *o, int32_t item, bool by_y)
{
    const struct ems_box *b = &o->boxes[item];
    return by_y ? b->low.y_m + b->high.y_m : b->low.x_m + b->high.x_m;
}

static bool before(const struct order *o, int32_t a, int32_t b, bool by_y)
{
    double x = middle(o, a, by_y), y = middle(o, b, by_y);
    return x < y || (x == y && a < b);
}

static void swap(int32_t *a, int32_t *b)
{
    int32_t kept = *a;
    *a = *b;
    *b = kept;
}

/* Quickselect: the items before `middle` come before those from it on. */
static void split_at(const struct order *o, int32_t from, int32_t to, int32_t middle_at, bool by_y)
{
    int32_t *items = o->items;
    while (to - from > 1) {
        int32_t pivot = items[from + (to - from) / 2], i = from, j = to - 1;
        while (i <= j) {
            while (before(o, items[i], pivot, by_y)) i++;
            while (before(o, pivot, items[j], by_y)) j--;
            if (i <= j) swap(&items[i++], &items[j--]);
        }
        if (middle_at <= j)
            to = j + 1;
        else if (middle_at >= i)
            from = i;
        else
            return;
    }
}

static struct ems_box around(const struct order *o, int32_t from, int32_t to)
{
    struct ems_box all = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (int32_t i = from; i < to; i++) {
        const struct ems_box *b = &o->boxes[o->items[i]];
        all.low = (struct ems_point){fmin(all.low.x_m, b->low.x_m), fmin(all.low.y_m, b->low.y_m)};
        all.high = (struct ems_point){fmax(all.high.x_m, b->high.x_m), fmax(all.high.y_m, b->high.y_m)};
    }
    return all;
}

static int32_t leaf_begin(int32_t count, int32_t leaves, int32_t leaf)
{
    return (int32_t)((int64_t)count * leaf / leaves);
}

/* The items below a node of the tree. */
static void range_of(const struct ems_box_tree *tree, int32_t node, int32_t *from, int32_t *to)
{
    int32_t first = node, last = node;
    while (first < tree->leaves) {
        first = 2 * first;
        last = 2 * last + 1;
    }
    *from = leaf_begin(tree->count, tree->leaves, first - tree->leaves);
    *to = leaf_begin(tree->count, tree->leaves, last - tree->leaves + 1);
}

bool ems_box_tree_build(struct ems_box_tree *tree, const struct ems_box *boxes, int32_t count,
                        struct ems_arena *arena)
{
    tree->count = count;
    tree->leaves = 1;
    while ((int64_t)tree->leaves * ITEMS_A_LEAF < count) tree->leaves *= 2;
    struct ems_box *nodes = EMS_NEW_ARRAY(arena, struct ems_box, 2 * (size_t)tree->leaves);
    int32_t *items = EMS_NEW_ARRAY(arena, int32_t, count);
    tree->boxes = nodes;
    tree->items = items;
    if (nodes == NULL || items == NULL) return false;
    for (int32_t i = 0; i < count; i++) items[i] = i;
    const struct order order = {boxes, items};
    for (int32_t node = 1; node < 2 * tree->leaves; node++) { /* those above have put their items in order */
        int32_t from, to, left_from, left_to;
        range_of(tree, node, &from, &to);
        nodes[node] = around(&order, from, to);
        if (node >= tree->leaves) continue;
        range_of(tree, 2 * node, &left_from, &left_to);
        const struct ems_box *b = &nodes[node];
        bool by_y = b->high.y_m - b->low.y_m > b->high.x_m - b->low.x_m;
        if (left_to > from && left_to < to) split_at(&order, from, to, left_to, by_y);
    }
    return true;
}

struct ems_box_walk ems_box_walk_from(const struct ems_box_tree *tree, struct ems_point from)
{
    struct ems_box_walk walk = {.tree = tree, .from = from};
    if (tree->count > 0) walk.open[walk.depth++] = 1;
    return walk;
}

/* fmax is a call into the library, and these are asked for each place some hundred times. */
static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

/* Square of the distance to a box. */
static inline double square_to(const struct ems_box *b, struct ems_point at)
{
    double dx = larger(larger(b->low.x_m - at.x_m, at.x_m - b->high.x_m), 0);
    double dy = larger(larger(b->low.y_m - at.y_m, at.y_m - b->high.y_m), 0);
    return dx * dx + dy * dy;
}

bool ems_box_walk_next(struct ems_box_walk *walk, double within_m, int32_t *from, int32_t *to)
{
    const struct ems_box_tree *tree = walk->tree;
    const double slack_m = 0.001; /* what is looked for may be rounded */
    double within = (within_m + slack_m) * (within_m + slack_m);
    while (walk->depth > 0) {
        int32_t node = walk->open[--walk->depth];
        if (square_to(&tree->boxes[node], walk->from) > within) continue;
        if (node >= tree->leaves) {
            range_of(tree, node, from, to);
            return true;
        }
        bool left_first = square_to(&tree->boxes[2 * node], walk->from) <=
                          square_to(&tree->boxes[2 * node + 1], walk->from);
        walk->open[walk->depth++] = 2 * node + left_first;
        walk->open[walk->depth++] = 2 * node + !left_first;
    }
    return false;
}
