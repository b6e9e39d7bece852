#include "engine/facts.h"

#include "base/names.h"
#include "engine/tallies.h"

EMS_NAME_FUNCTION(ems_outcome_name, enum ems_outcome, outcome, EMS_OUTCOMES)

EMS_NAME_FUNCTION(ems_event_name, enum ems_event, event, EMS_EVENTS)

EMS_NAME_FUNCTION(ems_part_name, enum ems_part, part, EMS_PARTS)
