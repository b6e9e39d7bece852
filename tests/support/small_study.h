/* A small city and tallies made by hand, for tests of results and reports: two stations, three crews, two
 * hospitals, four areas in two classes, three targets. The numbers of replication r (from 1) are plain
 * functions of r, so that a test can say what must come out. */
#ifndef EMS_TESTS_SUPPORT_SMALL_STUDY_H
#define EMS_TESTS_SUPPORT_SMALL_STUDY_H

#include "engine/tallies.h"
#include "model/model.h"
#include "study/results.h"

struct small_study {
    struct ems_model model;
    struct ems_class classes[2];
    struct ems_area areas[3];
    struct ems_demand_place places[3];
    struct ems_condition conditions[1];
    struct ems_vehicle_type types[1];
    struct ems_station stations[2];
    struct ems_vehicle vehicles[4];
    struct ems_crew crews[3];
    struct ems_hospital hospitals[2];
    struct ems_target targets[3];
    struct ems_input_file files[1];
};

/* Fills `study`; it must stay where it is. */
void small_study_init(struct small_study *study);

/* Requests of replication r: 100 + r for the whole city, answered after 5 s. Request i (from 0) is reached
 * after 300 + 6 i seconds, but every tenth is never reached; even ones are of priority 1 and in area 0, odd
 * ones of priority 2 and in area 1. */
struct ems_tallies *small_study_tallies(const struct small_study *study, int64_t replication);
/* `count` replications summed up. */
struct ems_results *small_study_results(const struct small_study *study, int64_t count);

#endif
