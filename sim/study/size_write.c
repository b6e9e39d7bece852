/* A plan as a scenario. */
#include "base/number.h"
#include "scenario/definition.h"
#include "study/size_parts.h"

static void put_number(FILE *out, double value)
{
    char text[EMS_NUMBER_SIZE];
    ems_number_format(value, text);
    fputs(text, out);
}

static void put_time_of_day(FILE *out, ems_time at)
{
    fprintf(out, "%02d:%02d", (int)(at / EMS_HOUR % 24), (int)(at / EMS_MINUTE % 60));
}

static void put_days(FILE *out, uint32_t weekdays)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const char *comma = "";
    if (weekdays == 127) return;
    fputs(", days: [", out);
    for (int d = 0; d < 7; d++)
        if (weekdays >> d & 1) {
            fprintf(out, "%s%s", comma, names[d]);
            comma = ", ";
        }
    fputs("]", out);
}

static void put_crews(const struct ems_size *size, int32_t station, FILE *out)
{
    const int32_t *crews = size->plan.plan.crews + station * EMS_SIZE_PATTERNS;
    bool shifts = false;
    for (int32_t p = 1; p < size->pattern_count; p++) shifts = shifts || crews[p] > 0;
    if (!shifts) {
        fprintf(out, "    crews: %d\n", crews[0]);
        return;
    }
    fputs("    crews:\n", out);
    for (int32_t p = 0; p < size->pattern_count; p++) {
        if (crews[p] == 0) continue;
        fprintf(out, "      - {count: %d, from: ", crews[p]);
        put_time_of_day(out, size->patterns[p].from);
        fputs(", to: ", out);
        put_time_of_day(out, size->patterns[p].to);
        put_days(out, size->patterns[p].weekdays);
        fputs("}\n", out);
    }
}

static int32_t vehicles_before(const struct ems_model *base, int32_t station, int32_t type)
{
    const struct ems_station *of = &base->stations[station];
    int32_t before = 0;
    for (int32_t v = of->first_vehicle; v < of->first_vehicle + of->vehicle_count; v++)
        before += base->vehicles[v].type == type;
    return before;
}

static void put_vehicles(const struct ems_size *size, const struct ems_scenario *scenario, int32_t station,
                         FILE *out)
{
    const struct ems_model *base = size->base;
    const struct ems_def_station *def = &ems_scenario_definition(scenario)->stations.items[station];
    bool any = false, counted = def->vehicles.list.count == 0;
    for (int32_t type = 0; type < base->type_count; type++) {
        int32_t before = vehicles_before(base, station, type);
        int32_t now = size->vehicles[station * base->type_count + type];
        if (now == before) continue;
        if (counted)
            fprintf(out, "%s%s: %d", any ? ", " : "    vehicles: {", base->types[type].id, now);
        else if (!any)
            fputs("    vehicles:\n", out);
        any = true;
        for (int32_t i = before + 1; i <= now && !counted; i++)
            fprintf(out, "      - {id: %s-%s-%d, type: %s}\n", base->stations[station].id,
                    base->types[type].id, i, base->types[type].id);
    }
    if (any && counted) fputs("}\n", out);
}

static void put_demand(const struct ems_size *size, const struct ems_scenario *scenario, FILE *out)
{
    const struct ems_def_demand *def = &ems_scenario_definition(scenario)->demand;
    const struct {
        const char *key;
        const struct ems_def_number *number;
    } rates[] = {{"requests_per_1000_per_year", &def->requests_per_1000_per_year},
                 {"phone_calls_per_1000_per_year", &def->phone_calls_per_1000_per_year},
                 {"requests_per_day", &def->requests_per_day}};
    for (size_t i = 0; i < sizeof rates / sizeof *rates && size->growth.year > 0; i++) {
        if (!rates[i].number->mark.given) continue;
        fprintf(out, "demand:\n  %s: ", rates[i].key);
        put_number(out, rates[i].number->value * size->growth.request_factor);
        fprintf(out, " # grown to %d\n", size->growth.year);
    }
}

static void put_targets(const struct ems_size *size, FILE *out)
{
    const struct ems_model *base = size->base;
    fputs("targets:\n", out);
    for (int32_t t = 0; t < base->target_count; t++) {
        const struct ems_target *target = &base->targets[t];
        fputs("  - {", out);
        if (target->priority > 0) fprintf(out, "priority: %d, ", target->priority);
        if (target->class_id != EMS_NONE) fprintf(out, "class: %s, ", base->classes[target->class_id].id);
        if (target->area != EMS_NONE) fprintf(out, "area: %s, ", base->areas[target->area].id);
        fputs("within: ", out);
        put_number(out, (double)target->within / (double)EMS_SECOND);
        fputs(" s, share: ", out);
        put_number(out, target->share * 100);
        fputs(" %}\n", out);
    }
}

static void put_standards(const struct ems_size *size, FILE *out)
{
    if (size->clauses.count == 0) return;
    for (int32_t i = 0; i < size->base->standard_count; i++)
        fprintf(out, "%s%s", i == 0 ? "standards: [" : ", ", size->base->standards[i]);
    fputs("]\n", out);
}

enum ems_status ems_size_write(const struct ems_size *size, const struct ems_scenario *scenario,
                               const char *base, FILE *out)
{
    fprintf(out, "# Made by `ems120 size`: %d crews, ", size->plan.plan.count);
    put_number(out, size->plan.plan.hours);
    fprintf(out, " crew-hours a week.\nems120: 1\nextends: %s\n", base);
    put_demand(size, scenario, out);
    fputs("stations:\n", out);
    for (int32_t s = 0; s < size->base->station_count; s++) {
        fprintf(out, "  - id: %s\n", size->base->stations[s].id);
        put_vehicles(size, scenario, s, out);
        put_crews(size, s, out);
    }
    put_targets(size, out);
    put_standards(size, out);
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
