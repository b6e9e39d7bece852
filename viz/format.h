/* Numbers as the window writes them, never through the locale. Each returns `out`. */
#ifndef EMS_VIZ_FORMAT_H
#define EMS_VIZ_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#include "ems120/scenario.h"
#include "ems120/status.h"
#include "ems120/time.h"

/* The local time of a moment: "08:05:30". */
const char *viz_format_clock(char *out, size_t size, const struct ems_scenario_info *info, ems_time at);
/* Its date and weekday, and which day of the run it is: "Mon 3 Mar 2025, day 1", "2025年3月3日 周一，第1天".
 */
const char *viz_format_date(char *out, size_t size, const struct ems_scenario_info *info, ems_time at,
                            enum ems_lang lang);
/* Minutes and seconds: "8:05"; an en dash when it is NAN. */
const char *viz_format_minutes(char *out, size_t size, double seconds);
/* "87.5 %". */
const char *viz_format_share(char *out, size_t size, double share);
const char *viz_format_count(char *out, size_t size, int64_t count); /* "12,345" */
/* "x60"; INFINITY is the text for it. */
const char *viz_format_speed(char *out, size_t size, double speed, enum ems_lang lang);
/* Metres or kilometres: "500 m", "2 km". */
const char *viz_format_distance(char *out, size_t size, double metres);

#endif
