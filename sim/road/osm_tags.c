#include "road/osm_tags.h"

#include <string.h>

#include "base/number.h"

struct tags {
    const struct ems_osm_tag *items;
    int32_t count;
};

/* The value of a key, NULL when it is not there. */
static const char *value_of(const struct tags *tags, const char *key)
{
    for (int32_t i = 0; i < tags->count; i++) {
        if (strcmp(tags->items[i].key, key) == 0) return tags->items[i].value;
    }
    return NULL;
}

/* What a value means. */
struct meaning {
    const char *value;
    int means;
};
enum { NOTHING = -1 };

static int find_meaning(const struct meaning *rows, size_t count, const char *value, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(rows[i].value) == length && memcmp(rows[i].value, value, length) == 0)
            return rows[i].means;
    }
    return NOTHING;
}
/* NOTHING for a value in no row, too, and for no value. */
#define MEANING(rows, value) \
    ((value) == NULL ? NOTHING : find_meaning((rows), sizeof(rows) / sizeof *(rows), (value), strlen(value)))

/* Ways that are no road to drive on whatever their class. */
static const struct {
    const char *key, *value;
    enum ems_osm_left_out why;
} left_out[] = {
    {"route", "ferry", EMS_OSM_FERRY},
    {"area", "yes", EMS_OSM_CLOSED},
    {"abandoned", "yes", EMS_OSM_CLOSED},
    {"disused", "yes", EMS_OSM_CLOSED},
    {"construction", "yes", EMS_OSM_CLOSED},
    {"proposed", "yes", EMS_OSM_CLOSED},
    {"impassable", "yes", EMS_OSM_CLOSED},
    {"smoothness", "impassable", EMS_OSM_CLOSED},
    {"oneway", "reversible", EMS_OSM_REVERSIBLE},
};

/* The closer a key is to ambulances, the more its word counts. */
static const char *const access_keys[] = {"emergency", "motorcar", "motor_vehicle", "vehicle", "access"};
static const struct meaning access_values[] = {
    {"yes", true},       {"designated", true},    {"permissive", true}, {"official", true},
    {"emergency", true}, {"destination", true},   {"delivery", true},   {"customers", true},
    {"permit", true},    {"residents", true},     {"no", false},        {"private", false},
    {"military", false}, {"agricultural", false}, {"forestry", false},
};

enum { BOTH, FORWARD, BACKWARD };
static const struct meaning oneway_values[] = {
    {"yes", FORWARD}, {"true", FORWARD}, {"1", FORWARD}, {"-1", BACKWARD},      {"reverse", BACKWARD},
    {"no", BOTH},     {"false", BOTH},   {"0", BOTH},    {"alternating", BOTH},
};
static const struct meaning junction_values[] = {{"roundabout", FORWARD}, {"circular", FORWARD}};

/* A trip that joined on a bridge or in a tunnel would fall from an elevated road. */
static const char *const apart_keys[] = {"bridge", "tunnel"};
static const struct meaning apart_values[] = {{"no", false}, {"building_passage", false}, {"culvert", false}};

/* km/h of limits given as a word or by the kind of place (behind "CN:" and the like), as in China: Road
 * Traffic Safety Law, implementing regulation of 2004, articles 45 and 78. Walking pace is what cars drive.
 */
static const struct {
    const char *word;
    double km_h;
} limit_words[] = {
    {"none", 0},           {"urban", 50},  {"rural", 70},   {"trunk", 70}, {"motorway", 120},
    {"living_street", 20}, {"zone30", 30}, {"zone:30", 30}, {"walk", 10},
};

static double limit_by_word(const char *value)
{
    const char *colon = strchr(value, ':'), *word = value;
    if (colon == value + 2 || colon == value + 5) word = colon + 1; /* CN:, GB-EN: */
    for (size_t i = 0; i < sizeof limit_words / sizeof *limit_words; i++) {
        if (strcmp(limit_words[i].word, word) == 0) return limit_words[i].km_h / 3.6;
    }
    return -1;
}

static const struct {
    const char *unit;
    double mps;
} limit_units[] = {{"", 1 / 3.6},    {"km/h", 1 / 3.6}, {"kmh", 1 / 3.6},
                   {"kph", 1 / 3.6}, {"mph", 0.44704},  {"knots", 1852 / 3600.0}};

/* Plausible ones only: 5 to 250 km/h. */
static double limit_by_number(const char *text, size_t length)
{
    double number;
    size_t digits = 0;
    while (digits < length && strchr("0123456789.", text[digits]) != NULL) digits++;
    if (!ems_number_parse(text, digits, &number)) return -1;
    size_t unit = digits;
    while (unit < length && text[unit] == ' ') unit++;
    while (length > unit && text[length - 1] == ' ') length--;
    for (size_t i = 0; i < sizeof limit_units / sizeof *limit_units; i++) {
        if (strlen(limit_units[i].unit) != length - unit) continue;
        if (memcmp(limit_units[i].unit, text + unit, length - unit) != 0) continue;
        double mps = number * limit_units[i].mps;
        return mps >= 5 / 3.6 && mps <= 250 / 3.6 ? mps : -1;
    }
    return -1;
}

/* Of several values (one for each lane, say) the lowest. */
double ems_osm_limit_mps(const char *value)
{
    double lowest = limit_by_word(value);
    bool more = lowest < 0;
    while (more) {
        size_t length = strcspn(value, ";|"), blanks = strspn(value, " ");
        double mps = blanks < length ? limit_by_number(value + blanks, length - blanks) : -1;
        if (mps > 0 && (lowest < 0 || mps < lowest)) lowest = mps;
        more = value[length] != '\0';
        value += length + (size_t)more;
    }
    return lowest;
}

/* -1 when there is none that is understood. */
static double limit_of(const struct tags *tags, const char *key, struct ems_osm_road *out)
{
    const char *value = value_of(tags, key);
    double mps = value == NULL ? -1 : ems_osm_limit_mps(value);
    if (value != NULL && mps < 0) out->limit_unknown = true;
    return mps;
}

static void read_limits(const struct tags *tags, struct ems_osm_road *out)
{
    static const char *const keys[2] = {"maxspeed:forward", "maxspeed:backward"};
    double both = limit_of(tags, "maxspeed", out);
    for (int i = 0; i < 2; i++) {
        double one = limit_of(tags, keys[i], out);
        out->limit_mps[i] = one >= 0 ? one : both >= 0 ? both : 0;
    }
}

static enum ems_osm_left_out find_left_out(const struct tags *tags)
{
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++) {
        const char *value = value_of(tags, left_out[i].key);
        if (value != NULL && strcmp(value, left_out[i].value) == 0) return left_out[i].why;
    }
    return EMS_OSM_TAKEN;
}

/* A kind of service road may be a class of its own, such as driveway. */
static int32_t find_class(const struct ems_speeds *speeds, const struct tags *tags, const char *highway)
{
    const char *kind = strcmp(highway, "service") == 0 ? value_of(tags, "service") : NULL;
    int32_t found = kind == NULL ? -1 : ems_speeds_find(speeds, kind);
    return found >= 0 ? found : ems_speeds_find(speeds, highway);
}

/* Of several values with semicolons between, any that opens the way opens it. */
static int find_access(const char *value)
{
    int means = NOTHING;
    bool more = value != NULL;
    while (more) {
        value += strspn(value, " ");
        size_t length = strcspn(value, ";");
        int one = find_meaning(access_values, sizeof access_values / sizeof *access_values, value, length);
        if (one > means) means = one;
        more = value[length] != '\0';
        value += length + (size_t)more;
    }
    return means;
}

static bool may_drive(const struct tags *tags)
{
    for (size_t i = 0; i < sizeof access_keys / sizeof *access_keys; i++) {
        int means = find_access(value_of(tags, access_keys[i]));
        if (means != NOTHING) return means == true;
    }
    return true;
}

static int find_direction(const struct tags *tags, const struct ems_speed_class *class)
{
    const char *oneway = value_of(tags, "oneway"), *junction = value_of(tags, "junction");
    int means = MEANING(oneway_values, oneway);
    if (means == NOTHING) means = MEANING(junction_values, junction);
    return means != NOTHING ? means : class->oneway ? FORWARD : BOTH;
}

static bool is_apart(const struct tags *tags)
{
    for (size_t i = 0; i < sizeof apart_keys / sizeof *apart_keys; i++) {
        const char *value = value_of(tags, apart_keys[i]);
        if (value != NULL && MEANING(apart_values, value) == NOTHING) return true;
    }
    return false;
}

enum ems_osm_left_out ems_osm_judge(const struct ems_speeds *speeds, const struct ems_osm_tag *tags,
                                    int32_t count, struct ems_osm_road *out)
{
    const struct tags all = {tags, count};
    const char *highway = value_of(&all, "highway");
    enum ems_osm_left_out why = find_left_out(&all);
    *out = (struct ems_osm_road){.speed_class = -1};
    if (highway == NULL) return why == EMS_OSM_FERRY ? why : EMS_OSM_NO_ROAD;
    if (why == EMS_OSM_FERRY) return why;
    out->speed_class = find_class(speeds, &all, highway);
    if (out->speed_class < 0 || !speeds->classes[out->speed_class].used) return EMS_OSM_CLASS;
    if (why != EMS_OSM_TAKEN) return why;
    if (!may_drive(&all)) return EMS_OSM_NO_ACCESS;
    const struct ems_speed_class *class = &speeds->classes[out->speed_class];
    int direction = find_direction(&all, class);
    out->forward = direction != BACKWARD;
    out->backward = direction != FORWARD;
    out->access = class->access && !is_apart(&all);
    read_limits(&all, out);
    return EMS_OSM_TAKEN;
}
