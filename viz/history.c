#include "history.h"

#include <math.h>

enum { MOST_LOOKED_AT = 20000 };

static void add(struct viz_history *h, const struct ems_trip_fact *trip)
{
    h->orders++;
    if (trip->on_scene != EMS_NEVER) {
        h->arrivals++;
        h->order_to_scene_s += (double)(trip->on_scene - trip->ordered) / 1e6;
        h->to_scene_m += trip->to_scene_m;
    }
    if (trip->accepted != EMS_NEVER && trip->at_hospital != EMS_NEVER) {
        h->handovers++;
        h->handover_s += (double)(trip->accepted - trip->at_hospital) / 1e6;
    }
    if (h->count < VIZ_HISTORY_TRIPS) h->latest[h->count++] = *trip;
}

struct viz_history viz_history_of(const struct ems_journal *journal, enum ems_trips_of of, uint64_t id,
                                  ems_time now)
{
    struct viz_history h = {0};
    int looked = 0;
    for (int64_t n = ems_journal_last_trip(journal, of, id); n != 0 && looked < MOST_LOOKED_AT;
         n = ems_journal_previous_trip(journal, of, n), looked++) {
        struct ems_trip_fact trip;
        ems_time ended = 0;
        if (ems_journal_trip(journal, n, &trip, &ended) && ended <= now) add(&h, &trip);
    }
    h.order_to_scene_s = h.arrivals > 0 ? h.order_to_scene_s / (double)h.arrivals : (double)NAN;
    h.handover_s = h.handovers > 0 ? h.handover_s / (double)h.handovers : (double)NAN;
    return h;
}

int64_t viz_history_trip_at(const struct ems_journal *journal, enum ems_trips_of of, uint64_t id,
                            ems_time now)
{
    int64_t found = 0;
    ems_time latest = -1;
    int looked = 0;
    for (int64_t n = ems_journal_last_trip(journal, of, id); n != 0 && looked < MOST_LOOKED_AT;
         n = ems_journal_previous_trip(journal, of, n), looked++) {
        struct ems_trip_fact trip;
        if (!ems_journal_trip(journal, n, &trip, NULL) || trip.ordered > now || trip.ordered <= latest)
            continue;
        latest = trip.ordered;
        found = n;
    }
    return found;
}
