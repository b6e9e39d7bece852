/* Diagnostics in the order of the file that they are about, as someone who mends it reads them. */
#ifndef EMS_SCENARIO_ORDER_H
#define EMS_SCENARIO_ORDER_H

#include "base/diag.h"

/* Sorts by file (in the order in which the files first appear), line and column; ties keep their order. */
void ems_diags_order(struct ems_diags *diags);

#endif
