/* The diagnostics behind the public messages. */
#ifndef EMS_API_MESSAGES_H
#define EMS_API_MESSAGES_H

#include "base/diag.h"
#include "ems120/messages.h"

struct ems_messages {
    struct ems_diags diags;
};

#endif
