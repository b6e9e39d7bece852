/* An upright rectangle on the plane of the simulation, metres (see point.h). */
#ifndef EMS120_BOX_H
#define EMS120_BOX_H

#include "ems120/point.h"

struct ems_box {
    struct ems_point low, high; /* south-west and north-east corner */
};

#endif
