/* A place on the plane that the simulation works in: metres east and north of the scenario's origin, whole
 * millimetres. ems_scenario_position turns it into the scenario's coordinates. */
#ifndef EMS120_POINT_H
#define EMS120_POINT_H

struct ems_point {
    double x_m, y_m;
};

#endif
