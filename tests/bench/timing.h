/* Clocks and order statistics of the benchmarks. */
#ifndef EMS_TESTS_TIMING_H
#define EMS_TESTS_TIMING_H

/* Processor time of this thread: time that other programs take is not in it. */
double bench_cpu_seconds(void);
/* Of the wall, from some moment on. */
double bench_wall_seconds(void);
/* Sorts the values. */
double bench_median(double *values, int count);
double bench_least(const double *values, int count);

#endif
