/* The city of the bare loop as a scenario for the engine, written as YAML: the same places, rates and
 * durations, and on top of them what users have: areas with their own demand, an hourly profile, a call
 * centre with lines, seats and patience, targets. */
#ifndef EMS_TESTS_CITY_SCENARIO_H
#define EMS_TESTS_CITY_SCENARIO_H

#include <stddef.h>

#include "bench/bare/city.h"

/* Minutes of a vehicle's time that a call takes on average (measured with the bare loop): the rate for a load
 * of one half is half of the vehicles over it. */
#define BENCH_BUSY_MINUTES 51.5

double bench_calls_per_minute(int32_t vehicles);
/* Text of a scenario that counts at least about `calls` calls, over whole days, after a tenth of that time
 * has warmed it up; free() it. */
char *bench_city_scenario(const struct bare_city *city, double calls, size_t *length);

#endif
