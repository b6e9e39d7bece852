/* What is validated: a case is a scenario (a file beside this one, with --set as a user gives them), the
 * figures that theory has for it, and mutants: scenarios so slightly wrong that the same judgement must
 * reject them. */
#ifndef EMS_TESTS_CASE_H
#define EMS_TESTS_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

enum { SETS_MAX = 8, FIGURES_MAX = 20, MUTANTS_MAX = 5, TEXT_MAX = 96 };

enum measure {
    MEASURE_LOST,       /* unserved / requests */
    MEASURE_BLOCKED,    /* blocked / phone calls */
    MEASURE_WAITED,     /* requests that waited for a vehicle / requests; `a` the priority, 0 all */
    MEASURE_WAIT,       /* mean queue part of requests of priority `a` (0 all), in seconds */
    MEASURE_PICKED_UP,  /* share answered within 10 s */
    MEASURE_DEPARTED,   /* share rolling within 180 s */
    MEASURE_WITHIN,     /* share reached within threshold number `a` */
    MEASURE_WORKLOAD,   /* utilisation of vehicle `a` */
    MEASURE_SENT,       /* share of dispatches from area `a` to station `b` */
    MEASURE_TRAVEL,     /* mean driving time to calls of area `a` (EMS_NONE all), in seconds */
    MEASURE_TRAVEL_OUT, /* the same of vehicles that started from their station */
    MEASURE_OCCUPANCY,  /* mean number of vehicles busy, sampled */
    MEASURE_SHAPE       /* that number is Poisson: p-value of a chi-square test; `expected` is the mean */
};

struct figure_wanted {
    char label[TEXT_MAX];
    enum measure measure;
    int32_t a, b;
    double scale; /* multiplies what is measured */
    double expected;
    double tolerance; /* above 0: the formula is exact, compared by this and not by a test */
};

struct variant {
    char name[TEXT_MAX];
    char sets[SETS_MAX][TEXT_MAX];
    int32_t set_count;
};

struct validation_case {
    const char *section;
    const char *file;       /* in tests/validation */
    struct variant variant; /* its name, its sets */
    double calls_per_day;
    double calls; /* at least; all replications together */
    int32_t replications;
    ems_time sample_every; /* above 0: the vehicles busy are counted at these moments */
    /* Scenarios that differ by replication: text that follows `extends: file`; free() it. NULL for none. */
    char *(*text)(uint64_t seed, int32_t replication);
    struct figure_wanted figures[FIGURES_MAX];
    int32_t figure_count;
    struct variant mutants[MUTANTS_MAX];
    int32_t mutant_count;
};

struct case_list {
    struct validation_case *items;
    int32_t count, capacity;
};

/* A new case with the name and the common counts filled in; aborts when memory is out. The pointer holds
 * until the next call. */
struct validation_case *case_add(struct case_list *list, const char *section, const char *file,
                                 double calls_per_day, const char *name, ...)
    __attribute__((format(printf, 5, 6)));
void case_set(struct variant *variant, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct figure_wanted *case_figure(struct validation_case *c, enum measure measure, double expected,
                                  const char *label, ...) __attribute__((format(printf, 4, 5)));
struct variant *case_mutant(struct validation_case *c, const char *name);
void case_list_free(struct case_list *list);

/* The cases, by file. */
void cases_of_queues(struct case_list *list);
void cases_of_hypercube(struct case_list *list);
void cases_of_places(struct case_list *list);
void cases_of_ring(struct case_list *list); /* eight units, by the library's own hypercube */

#endif
