/* The function that names the values of an enum which a list X(id, name) makes:
 *
 *   EMS_NAME_FUNCTION(ems_verdict_name, enum ems_verdict, verdict, EMS_VERDICTS)
 *
 * defines const char *ems_verdict_name(enum ems_verdict verdict), for values of the list. */
#ifndef EMS_BASE_NAMES_H
#define EMS_BASE_NAMES_H

#include <stddef.h> /* a header is no empty file */

#define EMS_NAME_OF(id, name) name,

#define EMS_NAME_FUNCTION(function, type, value, list)          \
    const char *function(type value)                            \
    {                                                           \
        static const char *const names[] = {list(EMS_NAME_OF)}; \
        return names[value];                                    \
    }

#endif
