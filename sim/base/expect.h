/* Which way mostly goes on: the usual way of an event then stands in one line of code, and what is seldom
 * needed aside of it. Nothing but speed depends on it. */
#ifndef EMS_BASE_EXPECT_H
#define EMS_BASE_EXPECT_H

#include <stdbool.h>

static inline __attribute__((always_inline)) bool ems_mostly(bool holds)
{
    return __builtin_expect(holds, true);
}

static inline __attribute__((always_inline)) bool ems_seldom(bool holds)
{
    return __builtin_expect(holds, false);
}

#endif
