/* What an operation that can fail returns: declared for programs outside too, in include/ems120/status.h. Bad
 * input is reported through base/diag.h beside it. */
#ifndef EMS_BASE_STATUS_H
#define EMS_BASE_STATUS_H

#include "ems120/status.h"

#endif
