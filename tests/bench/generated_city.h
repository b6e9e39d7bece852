/* A generated city (city/city.h) as a scenario in a temporary folder, for benchmarks that need a large one.
 */
#ifndef EMS_TESTS_BENCH_GENERATED_CITY_H
#define EMS_TESTS_BENCH_GENERATED_CITY_H

#include <stdbool.h>
#include <stdint.h>

struct bench_folder {
    char path[64];
};

/* Writes the city and above it a scenario.yaml that extends it by `changes`, lines of YAML. False, with
 * nothing left behind: it cannot be written. */
bool bench_generated_city(int64_t people, int64_t nodes, const char *changes, struct bench_folder *out);
/* The folder with all that is in it. */
void bench_folder_remove(const struct bench_folder *folder);

#endif
