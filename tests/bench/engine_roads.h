/* The engine over roads: against itself over straight lines, and a year of calls. */
#ifndef EMS_TESTS_BENCH_ENGINE_ROADS_H
#define EMS_TESTS_BENCH_ENGINE_ROADS_H

/* Prints what it measures; returns how many assertions (of the load, never of a time) did not hold. */
int bench_engine_roads(int rounds);

#endif
