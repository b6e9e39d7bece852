/* Where sites stand well for the people: Lloyd's algorithm over the homes, in whole millimetres. */
#ifndef EMS_CITY_CLUSTERS_H
#define EMS_CITY_CLUSTERS_H

#include "city/work.h"

struct ems_city_clusters {
    int32_t count;        /* as asked for, fewer where there are fewer homes */
    struct ems_point *at; /* the mean of the homes that are nearest to it */
    int64_t *people;      /* in those homes */
};

/* Of the homes in the city, or of those outside. Arrays lie in the work's arena. */
void ems_city_cluster(struct ems_city_work *work, bool in_city, int32_t count, struct ems_city_clusters *out);

#endif
