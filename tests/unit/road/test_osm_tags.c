#include "support/check.h"

#include "road/osm_tags.h"

enum { TAGS_MAX = 6 };

/* `text` is "key=value key=value"; underscores of values stay, spaces cannot be. */
static enum ems_osm_left_out judge(const struct ems_speeds *speeds, const char *text,
                                   struct ems_osm_road *road)
{
    struct ems_osm_tag tags[TAGS_MAX];
    char copy[256], *at = copy;
    int32_t count = 0;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *word; (word = strsep(&at, " ")) != NULL && count < TAGS_MAX;) {
        char *equals = strchr(word, '=');
        check_true(equals != NULL);
        *equals = '\0';
        tags[count++] = (struct ems_osm_tag){word, equals + 1};
    }
    return ems_osm_judge(speeds, tags, count, road);
}

static void what_is_taken(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        enum ems_osm_left_out why;
    } rows[] = {
        {"highway=motorway", EMS_OSM_TAKEN},
        {"highway=service", EMS_OSM_TAKEN},
        {"highway=service service=alley", EMS_OSM_TAKEN},
        {"highway=service service=driveway", EMS_OSM_CLASS},
        {"highway=service service=parking_aisle", EMS_OSM_CLASS},
        {"highway=track", EMS_OSM_CLASS},
        {"highway=footway", EMS_OSM_CLASS},
        {"highway=construction construction=primary", EMS_OSM_CLASS},
        {"highway=proposed", EMS_OSM_CLASS},
        {"highway=primary construction=yes", EMS_OSM_CLOSED},
        {"highway=residential area=yes", EMS_OSM_CLOSED},
        {"highway=residential abandoned=yes", EMS_OSM_CLOSED},
        {"building=yes area=yes", EMS_OSM_NO_ROAD},
        {"railway=rail", EMS_OSM_NO_ROAD},
        {"route=ferry", EMS_OSM_FERRY},
        {"route=ferry highway=primary", EMS_OSM_FERRY},
        {"route=bus", EMS_OSM_NO_ROAD},
        {"highway=primary oneway=reversible", EMS_OSM_REVERSIBLE},
        {"highway=primary access=no", EMS_OSM_NO_ACCESS},
        {"highway=primary access=private", EMS_OSM_NO_ACCESS},
        {"highway=primary access=destination", EMS_OSM_TAKEN},
        {"highway=primary access=something", EMS_OSM_TAKEN},
        {"highway=primary vehicle=no", EMS_OSM_NO_ACCESS},
        {"highway=primary access=yes motor_vehicle=no", EMS_OSM_NO_ACCESS},
        {"highway=primary access=no motor_vehicle=yes", EMS_OSM_TAKEN},
        {"highway=primary motor_vehicle=no emergency=yes", EMS_OSM_TAKEN},
        {"highway=primary access=private emergency=designated", EMS_OSM_TAKEN},
        {"highway=primary access=yes emergency=no", EMS_OSM_NO_ACCESS},
        {"highway=primary access=no emergency=fire_hydrant", EMS_OSM_NO_ACCESS},
        {"highway=primary motor_vehicle=agricultural;forestry", EMS_OSM_NO_ACCESS},
        {"highway=primary motor_vehicle=agricultural;delivery", EMS_OSM_TAKEN},
    };
    const struct ems_speeds speeds = ems_speeds_default();
    struct ems_osm_road road;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum ems_osm_left_out why = judge(&speeds, rows[i].tags, &road);
        if (why != rows[i].why) print_error("%s\n", rows[i].tags);
        check_int(why, rows[i].why);
        if (why == EMS_OSM_TAKEN) check_true(speeds.classes[road.speed_class].used);
    }
    check_int(ems_osm_judge(&speeds, NULL, 0, &road), EMS_OSM_NO_ROAD);
}

static void directions(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        bool forward, backward;
    } rows[] = {
        {"highway=primary", true, true},
        {"highway=primary oneway=yes", true, false},
        {"highway=primary oneway=1", true, false},
        {"highway=primary oneway=true", true, false},
        {"highway=primary oneway=-1", false, true},
        {"highway=primary oneway=reverse", false, true},
        {"highway=primary oneway=no", true, true},
        {"highway=primary oneway=alternating", true, true},
        {"highway=primary oneway=perhaps", true, true},
        {"highway=motorway", true, false},
        {"highway=motorway_link", true, false},
        {"highway=trunk", true, true},
        {"highway=motorway oneway=no", true, true},
        {"highway=motorway oneway=-1", false, true},
        {"highway=tertiary junction=roundabout", true, false},
        {"highway=tertiary junction=circular", true, false},
        {"highway=tertiary junction=roundabout oneway=-1", false, true},
        {"highway=tertiary junction=yes", true, true},
    };
    const struct ems_speeds speeds = ems_speeds_default();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ems_osm_road road;
        check_int(judge(&speeds, rows[i].tags, &road), EMS_OSM_TAKEN);
        if (road.forward != rows[i].forward || road.backward != rows[i].backward)
            print_error("%s\n", rows[i].tags);
        check_int(road.forward, rows[i].forward);
        check_int(road.backward, rows[i].backward);
    }
}

static void where_trips_may_join(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        bool access;
    } rows[] = {
        {"highway=trunk", true},
        {"highway=motorway", false},
        {"highway=trunk bridge=yes", false},
        {"highway=trunk bridge=viaduct", false},
        {"highway=trunk bridge=no", true},
        {"highway=trunk tunnel=yes", false},
        {"highway=service tunnel=building_passage", true},
    };
    const struct ems_speeds speeds = ems_speeds_default();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ems_osm_road road;
        check_int(judge(&speeds, rows[i].tags, &road), EMS_OSM_TAKEN);
        if (road.access != rows[i].access) print_error("%s\n", rows[i].tags);
        check_int(road.access, rows[i].access);
    }
}

static void limits(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        double km_h; /* -1: not understood */
    } rows[] = {
        {"50", 50},          {"50 km/h", 50}, {"50km/h", 50},   {"30 mph", 48.28032}, {"30mph", 48.28032},
        {"8 knots", 14.816}, {"none", 0},     {"CN:urban", 50}, {"CN:rural", 70},     {"CN:motorway", 120},
        {"GB-EN:urban", 50}, {"urban", 50},   {"walk", 10},     {"DE:zone:30", 30},   {"zone:30", 30},
        {"60;40", 40},       {"60; 40", 40},  {"80|60|x", 60},  {"signals", -1},      {"", -1},
        {"0", -1},           {"3", -1},       {"999", -1},      {"-50", -1},          {"50 furlongs", -1},
        {"1e2", -1},         {"..", -1},      {";;", -1},       {"CN:", -1},          {"50 ", 50},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double mps = ems_osm_limit_mps(rows[i].value), expected = rows[i].km_h;
        if (fabs(mps - (expected < 0 ? -1 : expected / 3.6)) > 1e-9) print_error("'%s'\n", rows[i].value);
        check_near(mps, expected < 0 ? -1 : expected / 3.6, 1e-9);
    }
}

static void limits_by_direction(void **state)
{
    (void)state;
    const struct ems_speeds speeds = ems_speeds_default();
    struct ems_osm_road road;
    judge(&speeds, "highway=primary maxspeed=60 maxspeed:backward=40", &road);
    check_near(road.limit_mps[0], 60 / 3.6, 1e-9);
    check_near(road.limit_mps[1], 40 / 3.6, 1e-9);
    check_true(!road.limit_unknown);
    judge(&speeds, "highway=primary maxspeed=none", &road);
    check_near(road.limit_mps[0], 0, 0);
    check_true(!road.limit_unknown);
    judge(&speeds, "highway=primary maxspeed=signals", &road);
    check_near(road.limit_mps[0], 0, 0);
    check_true(road.limit_unknown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken),        cmocka_unit_test(directions),
        cmocka_unit_test(where_trips_may_join), cmocka_unit_test(limits),
        cmocka_unit_test(limits_by_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
