#include "engine/facts.h"

#include "engine/tallies.h"

const char *ems_outcome_name(enum ems_outcome outcome)
{
    static const char *const names[] = {
#define EMS_X(id, name) name,
        EMS_OUTCOMES(EMS_X)
#undef EMS_X
    };
    return names[outcome];
}

const char *ems_event_name(enum ems_event event)
{
    static const char *const names[] = {
#define EMS_X(id, name) name,
        EMS_EVENTS(EMS_X)
#undef EMS_X
    };
    return names[event];
}

const char *ems_part_name(enum ems_part part)
{
    static const char *const names[] = {
#define EMS_X(id, name) name,
        EMS_PARTS(EMS_X)
#undef EMS_X
    };
    return names[part];
}
