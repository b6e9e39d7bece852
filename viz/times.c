#include "times.h"

#include <stdlib.h>
#include <string.h>

bool viz_time_parse(const char *text, ems_time *out)
{
    static const struct {
        const char *unit;
        ems_time length;
    } units[] = {{"d", EMS_DAY},    {"min", EMS_MINUTE}, {"h", EMS_HOUR},
                 {"m", EMS_MINUTE}, {"s", EMS_SECOND},   {"", EMS_SECOND}};
    ems_time total = 0;
    bool any = false;
    if (strncmp(text, "day ", 4) == 0) {
        char *end = NULL;
        long long day = strtoll(text + 4, &end, 10);
        if (end == text + 4 || day < 1 || day > 100000) return false;
        total = (day - 1) * EMS_DAY;
        any = true;
        for (text = end; *text == ' ';) text++;
    }
    while (*text != '\0') {
        char *end = NULL;
        long long number = strtoll(text, &end, 10);
        if (end == text || number < 0 || number > 10000000) return false;
        if (*end == ':') {
            long long minutes = strtoll(end + 1, &end, 10), seconds = 0;
            if (*end == ':') seconds = strtoll(end + 1, &end, 10);
            if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return false;
            total += number * EMS_HOUR + minutes * EMS_MINUTE + seconds * EMS_SECOND;
        } else {
            size_t u = 0;
            while (*end == ' ') end++;
            while (strncmp(end, units[u].unit, strlen(units[u].unit)) != 0) u++;
            total += number * units[u].length;
            end += strlen(units[u].unit);
        }
        while (*end == ' ') end++;
        text = end;
        any = true;
    }
    *out = total;
    return any;
}
