#include "small_network.h"

/* One number changed in a copy; the fault that it must be. The cast takes away a const that is the network's,
 * not the copy's. */
#define SPOIL(array, index, value)                                                              \
    do {                                                                                        \
        struct ems_network n = small.network;                                                   \
        unsigned char *bytes = small_network_copy(&small);                                      \
        ems_network_point_into(&n, bytes, n.size);                                              \
        __typeof__(n.array[0]) wrong = (value);                                                 \
        memcpy(bytes + ((const unsigned char *)&n.array[index] - bytes), &wrong, sizeof wrong); \
        fault = ems_network_fault(&n);                                                          \
        free(bytes);                                                                            \
    } while (0)

#define FAULTY(array, index, value, expected) \
    do {                                      \
        const char *fault;                    \
        SPOIL(array, index, value);           \
        check_text(fault, (expected));        \
    } while (0)

static void what_was_made_has_no_fault(void **state)
{
    (void)state;
    struct small_network small;
    small_network_make(&small);
    check_text(ems_network_fault(&small.network), NULL);
    const char *fault;
    SPOIL(access, 3, 1); /* a change that is no fault */
    check_text(fault, NULL);
    ems_arena_free(&small.arena);
}

static void numbers_out_of_range_are_found(void **state)
{
    (void)state;
    struct small_network small;
    small_network_make(&small);
    const struct ems_network *good = &small.network;
    const int32_t nodes = good->node_count, arcs = good->arc_count;
    FAULTY(position, 0, ((struct ems_position){180.1, 0}), "position");
    FAULTY(position, nodes - 1, ((struct ems_position){0, -90.1}), "position");
    FAULTY(position, 4, ((struct ems_position){NAN, 0}), "position");
    FAULTY(position, 4, ((struct ems_position){0, INFINITY}), "position");
    FAULTY(access, 2, 2, "access");
    FAULTY(first_arc, 0, 1, "first_arc");
    FAULTY(first_arc, 3, -1, "first_arc");
    FAULTY(first_arc, 3, arcs + 1, "first_arc");
    FAULTY(first_arc, nodes, arcs - 1, "first_arc");
    FAULTY(tail, 5, good->tail[5] + 1, "arcs");
    FAULTY(head, 0, -1, "arcs");
    FAULTY(head, arcs - 1, nodes, "arcs");
    FAULTY(head, 0, 0, "arcs");         /* a loop */
    FAULTY(head, 0, nodes - 1, "arcs"); /* out of order */
    FAULTY(time_us[EMS_LIGHTS], 0, -1, "time_us");
    FAULTY(time_us[EMS_NORMAL], arcs - 1, EMS_ROAD_TIME_MAX + 1, "time_us");
    FAULTY(arc_class, 1, 2, "class");
    FAULTY(class_name[1], 0, (char)0x80, "class");
    ems_arena_free(&small.arena);
}

static void class_names_end(void **state)
{
    (void)state;
    struct small_network small;
    small_network_make(&small);
    unsigned char *bytes = small_network_copy(&small);
    struct ems_network n = small.network;
    ems_network_point_into(&n, bytes, n.size);
    memset(bytes + ((const unsigned char *)n.class_name[0] - bytes), 'x', EMS_ROAD_CLASS_NAME);
    check_text(ems_network_fault(&n), "class");
    free(bytes);
    ems_arena_free(&small.arena);
}

static void a_hierarchy_that_is_none_is_found(void **state)
{
    (void)state;
    struct small_network small;
    small_network_make(&small);
    const struct ems_hierarchy *h = &small.network.hierarchy;
    const int32_t nodes = small.network.node_count, edges = h->edge_count;
    int32_t inner = 0; /* a rank with two edges up */
    while (h->first_up[inner + 1] - h->first_up[inner] < 2) inner++;
    int32_t e = h->first_up[inner];
    FAULTY(hierarchy.rank, 0, nodes, "rank");
    FAULTY(hierarchy.rank, 0, h->rank[1], "rank");
    FAULTY(hierarchy.node, 2, -1, "rank");
    FAULTY(hierarchy.node, 2, h->node[3], "rank");
    FAULTY(hierarchy.first_up, nodes, edges + 1, "first_up");
    FAULTY(hierarchy.first_up, 1, -1, "first_up");
    FAULTY(hierarchy.up, 0, nodes, "up");
    FAULTY(hierarchy.up, e, inner, "up");
    FAULTY(hierarchy.up, e, h->up[e + 1], "up");
    FAULTY(hierarchy.parent, 0, -1, "parent");
    FAULTY(hierarchy.parent, nodes - 1, 0, "parent");
    FAULTY(hierarchy.level, 0, h->level[0] + 1, "parent");
    FAULTY(hierarchy.level, nodes - 1, -1, "parent");
    ems_arena_free(&small.arena);
}

/* An edge less, and everything else as it should be: an arc or a triangle misses it. */
static void every_edge_is_needed(void **state)
{
    (void)state;
    struct small_network small;
    small_network_make(&small);
    const struct ems_hierarchy *h = &small.network.hierarchy;
    for (int32_t gone = 0; gone < h->edge_count; gone++) {
        enum { MOST = 64 };
        int32_t nodes = small.network.node_count, first[MOST] = {0}, up[MOST], parent[MOST], level[MOST],
                count = 0;
        struct ems_network n = small.network;
        assert_true(nodes < MOST && h->edge_count <= MOST);
        for (int32_t r = 0; r < nodes; r++) {
            for (int32_t e = h->first_up[r]; e < h->first_up[r + 1]; e++)
                if (e != gone) up[count++] = h->up[e];
            first[r + 1] = count;
        }
        n.hierarchy.depth = 0;
        for (int32_t r = nodes - 1; r >= 0; r--) {
            parent[r] = first[r] < first[r + 1] ? up[first[r]] : -1;
            level[r] = parent[r] < 0 ? 0 : level[parent[r]] + 1;
            if (level[r] >= n.hierarchy.depth) n.hierarchy.depth = level[r] + 1;
        }
        n.hierarchy.first_up = first;
        n.hierarchy.up = up;
        n.hierarchy.parent = parent;
        n.hierarchy.level = level;
        n.hierarchy.edge_count = count;
        check_text(ems_network_fault(&n), "hierarchy");
    }
    ems_arena_free(&small.arena);
}

static void depth_must_be_what_it_is(void **state)
{
    (void)state;
    struct small_network small;
    small_network_make(&small);
    for (int32_t off = -1; off <= 1; off += 2) {
        struct ems_network n = small.network;
        n.hierarchy.depth += off;
        check_text(ems_network_fault(&n), "parent");
    }
    ems_arena_free(&small.arena);
}

static void arrays_stand_on_lines_of_64_bytes(void **state)
{
    (void)state;
    struct small_network small;
    small_network_make(&small);
    const struct ems_network *n = &small.network;
    size_t last = sizeof(struct ems_network_header);
#define EMS_X(array, type, items)                                                       \
    {                                                                                   \
        size_t at = (size_t)((const unsigned char *)(const void *)n->array - n->bytes); \
        check_int(at % EMS_ROAD_ALIGN, 0);                                              \
        check_int(at, last);                                                            \
        last = (at + sizeof(type) * (size_t)(items) + 63) / 64 * 64;                    \
    }
    EMS_NETWORK_ARRAYS(EMS_X)
#undef EMS_X
    check_int(last, n->size);
    check_int(ems_network_size(n), n->size);
    ems_arena_free(&small.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_made_has_no_fault),
        cmocka_unit_test(numbers_out_of_range_are_found),
        cmocka_unit_test(class_names_end),
        cmocka_unit_test(a_hierarchy_that_is_none_is_found),
        cmocka_unit_test(every_edge_is_needed),
        cmocka_unit_test(depth_must_be_what_it_is),
        cmocka_unit_test(arrays_stand_on_lines_of_64_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
