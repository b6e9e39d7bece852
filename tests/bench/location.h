/* Location models at a size that no integer programme finishes as it stands. */
#ifndef EMS_TESTS_BENCH_LOCATION_H
#define EMS_TESTS_BENCH_LOCATION_H

/* 800 demand points and 800 sites on Jinan's roads with the people of its counties. Prints objective, bound,
 * gap and seconds; returns how many gaps are above 0.5 %. Passed over with a line when the data are not at
 * hand. */
int bench_location(void);

#endif
