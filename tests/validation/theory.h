/* Exact results that simulations are checked against. Loads are offered loads in Erlang (arrival rate times
 * mean service), times are in mean services unless said otherwise. */
#ifndef EMS_TESTS_THEORY_H
#define EMS_TESTS_THEORY_H

/* Chance that an arrival finds all `servers` busy: lost (Erlang B, any service distribution) or made to wait
 * (Erlang C, exponential service, load < servers). By the recursion B(c) = a B(c - 1) / (c + a B(c - 1)). */
double theory_erlang_b(double load, int servers);
double theory_erlang_c(double load, int servers);
/* Mean wait of all arrivals in M/M/c. */
double theory_mean_wait(double load, int servers);
/* Share of arrivals that wait at most `time` in M/M/c, first come first served. */
double theory_wait_within(double load, int servers, double time);
/* Mean wait of a class (0 is the most urgent) in M/M/c without preemption, all classes with mean service 1
 * (Cobham 1954): `loads` by class. */
double theory_priority_wait(const double *loads, int classes, int servers, int class_index);
/* P(N = n) for N Poisson. */
double theory_poisson(double mean, int n);
/* Square-root/linear law (Kolesar 1975): 2 sqrt(d / a) up to d = v v / a, then v / a + d / v, in coherent
 * units. */
double theory_law_time(double distance, double acceleration, double cruise);

/* Means in the unit square, straight line and rectilinear: of two random points; of a random point to the
 * centre. */
double theory_square_two_points(void);
double theory_square_centre(void);
/* Mean distance to the nearest point of a Poisson field of this density. */
double theory_nearest_in_field(double density);

#endif
