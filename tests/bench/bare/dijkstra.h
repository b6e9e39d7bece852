/* One-to-all by Dijkstra with an ordinary binary heap, hard-coded: what searches on roads are measured by. */
#ifndef EMS_TESTS_BARE_DIJKSTRA_H
#define EMS_TESTS_BARE_DIJKSTRA_H

#include <stdint.h>

struct bare_entry {
    int64_t time;
    int32_t node;
};

struct bare_roads {
    int32_t node_count, arc_count;
    const int32_t *first_arc, *head; /* borrowed */
    const int64_t *arc_time;         /* borrowed */
    int64_t *time;                   /* by node, of the last search; INT64_MAX: none */
    struct bare_entry *heap;
};

struct bare_roads bare_roads_create(int32_t node_count, const int32_t *first_arc, const int32_t *head,
                                    const int64_t *arc_time);
void bare_roads_free(struct bare_roads *roads);
void bare_dijkstra(struct bare_roads *roads, int32_t from);

#endif
