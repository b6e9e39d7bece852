/* Random road networks and tables of times as files, for random scenarios. The same seed gives the same
 * files. */
#ifndef EMS_TESTS_RANDOM_ROADS_H
#define EMS_TESTS_RANDOM_ROADS_H

#include <stdint.h>

enum { RANDOM_ROADS_FOLDER = 32 };

/* Makes a new folder under /tmp with nodes.csv, edges.csv (a bent grid of roads 3 km apart over 36 km, some
 * one-way, some left out, some nodes without access) and times.csv (between all nodes, now and then no way);
 * aborts when it cannot. */
void random_roads_write(uint64_t seed, char folder[RANDOM_ROADS_FOLDER]);
void random_roads_remove(const char *folder);

#endif
