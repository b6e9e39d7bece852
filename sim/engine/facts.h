/* What happened, told to observers: declared for programs outside too, in include/ems120/facts.h. */
#ifndef EMS_ENGINE_FACTS_H
#define EMS_ENGINE_FACTS_H

#include "base/time.h"
#include "ems120/facts.h"
#include "geo/point.h"
#include "model/ids.h"

#endif
