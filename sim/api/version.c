#include "ems120/version.h"

const char *ems_version(void)
{
    return EMS_VERSION;
}
