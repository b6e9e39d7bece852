/* Road networks for tests: made from arcs in memory, or read from tables that are not part of the project.
 * Nothing of the importers is used, so that a fault there does not hide one here. */
#ifndef EMS_TESTS_SUPPORT_ROADS_H
#define EMS_TESTS_SUPPORT_ROADS_H

#include <stdbool.h>

#include "base/array.h"
#include "base/time.h"
#include "road/network.h"

struct test_arc {
    int32_t from, to;
    ems_time time;
};

struct test_roads {
    struct ems_arena arena;
    struct ems_network network;
    ems_time *arc_time; /* of the network's arcs */
};

/* A network of those arcs in any order, node ids 1, 2, ...; positions at 0. False when memory is out. */
bool test_roads_make(int32_t node_count, const struct test_arc *arcs, int32_t count, struct test_roads *out);
void test_roads_free(struct test_roads *roads);

/* How to read a table of edges: nodes are numbered from `first_node`; the time of an edge is its value in
 * `column` (from 0) times `factor`, in seconds. */
struct test_table {
    const char *name, *edges;
    int32_t node_count, first_node, column;
    double factor;
    bool undirected;
};
extern const struct test_table test_tables[];
extern const int test_table_count;
/* False when the file is not there. */
bool test_roads_read(const struct test_table *table, struct test_roads *out);

/* Random numbers for tests: below `below`. */
uint32_t test_random(uint64_t *state, uint32_t below);

#endif
