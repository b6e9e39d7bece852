/* Searches on real road networks as ratios to a bare Dijkstra of the same run. */
#ifndef EMS_TESTS_BENCH_ROADS_H
#define EMS_TESTS_BENCH_ROADS_H

/* Prints what it measures; returns how many assertions (of results, never of time) did not hold. Networks
 * that are not at hand are passed over with a line. */
int bench_roads(int rounds);

#endif
