/* Numbers of entities: declared for programs outside too, in include/ems120/ids.h. */
#ifndef EMS_MODEL_IDS_H
#define EMS_MODEL_IDS_H

#include "ems120/ids.h"

#endif
