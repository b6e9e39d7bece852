#include "support/check.h"

#include "road/osm.h"

struct town {
    struct ems_speeds speeds;
    struct ems_osm_options options;
    struct ems_diags diags;
    struct ems_raw_network raw;
    struct ems_osm_report report;
};

static void begin(struct town *town)
{
    *town = (struct town){.speeds = ems_speeds_default()};
    town->options.speeds = &town->speeds;
}

static void end(struct town *town)
{
    ems_raw_free(&town->raw);
    ems_diags_free(&town->diags);
}

static enum ems_status read_file(struct town *town, const char *path)
{
    return ems_osm_read(path, &town->options, &town->diags, &town->raw, &town->report);
}

static enum ems_status read_bytes(struct town *town, const void *bytes, size_t length)
{
    char *copy = malloc(length + 1); /* exact, so that a sanitizer sees a step beyond */
    check_true(copy != NULL);
    memcpy(copy, bytes, length);
    FILE *stream = length > 0 ? fmemopen(copy, length, "rb") : fopen("/dev/null", "rb");
    check_true(stream != NULL);
    enum ems_status status =
        ems_osm_read_stream(stream, "t", &town->options, &town->diags, &town->raw, &town->report);
    fclose(stream);
    free(copy);
    return status;
}

static int32_t node_of(const struct ems_raw_network *raw, int64_t id)
{
    for (int32_t i = 0; i < raw->nodes.count; i++) {
        if (raw->nodes.items[i].id == id) return i;
    }
    return -1;
}

static const struct ems_raw_arc *arc_of(const struct ems_raw_network *raw, int64_t from, int64_t to)
{
    for (int32_t i = 0; i < raw->arcs.count; i++) {
        const struct ems_raw_arc *arc = &raw->arcs.items[i];
        if (raw->nodes.items[arc->from].id == from && raw->nodes.items[arc->to].id == to) return arc;
    }
    return NULL;
}

/* Every arc of tests/unit/road/data/town.osm, worked out by hand: 0.001 degrees are 111.195 m on a meridian
 * and 96.3 m along the parallel of 30 degrees. Speeds in km/h, lights and normal. */
static const struct {
    int from, to;
    double length_m, lights, normal;
    const char *class;
} town_arcs[] = {
    {1, 2, 111.195, 30, 25, "residential"},
    {2, 1, 111.195, 30, 25, "residential"},
    {2, 3, 111.195, 30, 25, "residential"},
    {3, 2, 111.195, 30, 25, "residential"},
    {3, 4, 111.195, 60, 48, "primary"},  /* oneway; limit 60: as fast with lights, 80 % without */
    {5, 4, 111.195, 45, 35, "tertiary"}, /* oneway=-1 */
    {5, 6, 96.294, 45, 35, "tertiary"},  /* roundabout */
    {6, 7, 111.195, 45, 35, "tertiary"},
    {7, 5, 147.094, 45, 35, "tertiary"},
    {7, 8, 111.195, 20, 15, "service"}, /* closed to all but emergency vehicles */
    {8, 7, 111.195, 20, 15, "service"},
    {9, 10, 111.195, 120, 100, "motorway"},  /* implied oneway; no limit */
    {9, 2, 192.593, 40, 30, "unclassified"}, /* behind a node that is not there */
    {2, 9, 192.593, 40, 30, "unclassified"},
    {2, 9, 192.593, 30, 24, "secondary"}, /* a limit for each direction */
    {9, 2, 192.593, 80.4672, 64.37376, "secondary"},
};
enum { TOWN_ARCS = sizeof town_arcs / sizeof *town_arcs, TOWN_NODES = 10 };

static bool is_this(const struct ems_raw_network *raw, const struct ems_raw_arc *arc, int i)
{
    return raw->nodes.items[arc->from].id == town_arcs[i].from &&
           raw->nodes.items[arc->to].id == town_arcs[i].to &&
           strcmp(raw->class_names[arc->road_class], town_arcs[i].class) == 0;
}

static void check_town(const struct town *town)
{
    const struct ems_raw_network *raw = &town->raw;
    check_int(raw->coordinates, EMS_COORD_WGS84);
    check_int(raw->nodes.count, TOWN_NODES);
    check_int(raw->arcs.count, TOWN_ARCS);
    for (int i = 0; i < TOWN_ARCS; i++) {
        const struct ems_raw_arc *found = NULL;
        for (int32_t k = 0; k < raw->arcs.count; k++) {
            if (is_this(raw, &raw->arcs.items[k], i)) found = &raw->arcs.items[k];
        }
        if (found == NULL) print_error("no arc %d-%d\n", town_arcs[i].from, town_arcs[i].to);
        check_true(found != NULL);
        check_near(found->length_m, town_arcs[i].length_m, 0.002);
        check_relative(found->time_s[EMS_LIGHTS], found->length_m * 3.6 / town_arcs[i].lights, 1e-12);
        check_relative(found->time_s[EMS_NORMAL], found->length_m * 3.6 / town_arcs[i].normal, 1e-12);
    }
    check_near(raw->nodes.items[node_of(raw, 7)].at.x, 120.001, 0);
    check_near(raw->nodes.items[node_of(raw, 7)].at.y, 30.005, 0);
    for (int32_t i = 0; i < raw->nodes.count; i++) /* a motorway alone at 10; 9 is on another road, too */
        check_int(raw->nodes.items[i].access, raw->nodes.items[i].id != 10);
    for (int32_t i = 1; i < raw->nodes.count; i++)
        check_true(raw->nodes.items[i - 1].id < raw->nodes.items[i].id);
}

static void check_report(const struct ems_osm_report *report)
{
    check_int(report->ways[EMS_OSM_TAKEN], 9);
    check_int(report->ways[EMS_OSM_NO_ROAD], 1);
    check_int(report->ways[EMS_OSM_CLASS], 2);
    check_int(report->ways[EMS_OSM_NO_ACCESS], 1);
    check_int(report->ways[EMS_OSM_CLOSED], 1);
    check_int(report->ways[EMS_OSM_REVERSIBLE], 1);
    check_int(report->ways[EMS_OSM_FERRY], 1);
    check_int(report->nodes_used, TOWN_NODES);
    check_int(report->nodes_missing, 1);
    check_int(report->nodes_nowhere, 1);
    check_int(report->nodes_outside, 0);
    check_int(report->limits_unknown, 0);
}

static void town_of_every_kind(void **state)
{
    (void)state;
    static const char *const paths[] = {"tests/unit/road/data/town.osm", "tests/unit/road/data/town.osm.pbf",
                                        "tests/unit/road/data/town-plain.osm.pbf"};
    struct town town;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        begin(&town);
        check_ok(read_file(&town, paths[i]));
        check_int(town.diags.count, 0);
        check_town(&town);
        check_report(&town.report);
        end(&town);
    }
}

static void speeds_decide_what_is_taken(void **state)
{
    (void)state;
    struct town town;
    begin(&town);
    town.speeds.classes[ems_speeds_find(&town.speeds, "primary")].used = false;
    int32_t footway = ems_speeds_add(&town.speeds, "footway", ems_speeds_find(&town.speeds, "track"));
    town.speeds.classes[footway].used = true;
    town.speeds.use_limits = false;
    check_ok(read_file(&town, "tests/unit/road/data/town.osm"));
    check_true(arc_of(&town.raw, 3, 4) == NULL);
    const struct ems_raw_arc *path = arc_of(&town.raw, 1, 12);
    check_true(path != NULL && arc_of(&town.raw, 12, 1) != NULL);
    check_text(town.raw.class_names[path->road_class], "footway");
    check_relative(path->time_s[EMS_LIGHTS], path->length_m * 3.6 / 20, 1e-12);
    end(&town);
}

static void a_box_cuts_ways(void **state)
{
    (void)state;
    struct town town;
    begin(&town);
    town.options.has_box = true;
    town.options.low = (struct ems_position){119.9, 29.9};
    town.options.high = (struct ems_position){120.001, 30.004}; /* its edges are inside */
    check_ok(read_file(&town, "tests/unit/road/data/town.osm.pbf"));
    check_int(town.report.nodes_outside, 4); /* 7, 8, 9 and 10 */
    check_int(town.report.nodes_used, 6);
    check_true(arc_of(&town.raw, 5, 6) != NULL && arc_of(&town.raw, 6, 7) == NULL);
    check_int(node_of(&town.raw, 9), -1);
    end(&town);
}

struct watch {
    int64_t last, calls, stop_at;
};

static bool note_progress(void *context, int64_t done, int64_t total)
{
    struct watch *watch = context;
    check_true(done >= watch->last && done <= total && total > 0);
    watch->last = done;
    return ++watch->calls != watch->stop_at;
}

static void progress_and_stop(void **state)
{
    (void)state;
    static const char *const paths[] = {"tests/unit/road/data/town.osm", "tests/unit/road/data/town.osm.pbf"};
    for (int i = 0; i < 2; i++) {
        struct watch all = {.stop_at = -1};
        struct town town;
        begin(&town);
        town.options.progress = note_progress;
        town.options.context = &all;
        check_ok(read_file(&town, paths[i]));
        check_true(all.calls >= 2);
        end(&town);
        for (int64_t stop = 1; stop <= all.calls; stop++) {
            struct watch watch = {.stop_at = stop};
            begin(&town);
            town.options.progress = note_progress;
            town.options.context = &watch;
            check_int(read_file(&town, paths[i]), EMS_INTERRUPTED);
            check_int(watch.calls, stop);
            check_int(town.diags.count, 0);
            end(&town);
        }
    }
}

static void one_error(const void *bytes, size_t length, enum ems_text message, enum ems_text hint)
{
    struct town town;
    begin(&town);
    check_int(read_bytes(&town, bytes, length), EMS_BAD_INPUT);
    check_int(town.diags.count, 1);
    check_text(ems_text(town.diags.items[0].message, EMS_LANG_EN), ems_text(message, EMS_LANG_EN));
    check_text(ems_text(town.diags.items[0].hint, EMS_LANG_EN), ems_text(hint, EMS_LANG_EN));
    end(&town);
}

static void text_error(const char *text, enum ems_text message, enum ems_text hint)
{
    one_error(text, strlen(text), message, hint);
}

static void other_files_are_told(void **state)
{
    (void)state;
    one_error("", 0, EMS_T_OSM_KIND, EMS_T_HINT_OSM_KINDS);
    text_error("  \n", EMS_T_OSM_KIND, EMS_T_HINT_OSM_KINDS);
    text_error("node,lon,lat\n1,2,3\n", EMS_T_OSM_KIND, EMS_T_HINT_OSM_KINDS);
    one_error("\x1f\x8b\x08\0\0\0\0\0\0", 9, EMS_T_OSM_PACKED, EMS_T_HINT_OSM_UNPACK);
    text_error("BZh91AY&SY", EMS_T_OSM_PACKED, EMS_T_HINT_OSM_UNPACK);
    text_error("<osm/>", EMS_T_OSM_NO_ROADS, EMS_T_HINT_OSM_NO_WAYS);
    text_error("<osm><way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way></osm>",
               EMS_T_OSM_NO_ROADS, EMS_T_HINT_OSM_NO_NODES);
    struct town town;
    begin(&town);
    check_int(read_file(&town, "tests/unit/road/data/none.osm"), EMS_BAD_INPUT);
    check_int(read_file(&town, "tests/unit/road/data"), EMS_BAD_INPUT);
    check_int(town.diags.count, 2);
    end(&town);
}

/* Whatever stands in a file: it is read, or a message says why not. Returns whether it was read. */
static bool read_any(const unsigned char *bytes, size_t length)
{
    struct town town;
    begin(&town);
    enum ems_status status = read_bytes(&town, bytes, length);
    check_true(status == EMS_OK || status == EMS_BAD_INPUT);
    check_int(town.diags.errors > 0, status != EMS_OK);
    for (int32_t i = 0; i < town.raw.arcs.count; i++) {
        const struct ems_raw_arc *arc = &town.raw.arcs.items[i];
        check_true(arc->from >= 0 && arc->from < town.raw.nodes.count);
        check_true(arc->to >= 0 && arc->to < town.raw.nodes.count);
        check_true(arc->road_class < town.raw.class_count && isfinite(arc->time_s[EMS_LIGHTS]));
    }
    for (int32_t i = 0; i < town.raw.nodes.count; i++)
        check_true(fabs(town.raw.nodes.items[i].at.x) <= 180 && fabs(town.raw.nodes.items[i].at.y) <= 90);
    end(&town);
    return status == EMS_OK;
}

static void damage(const char *path, int cuts_read)
{
    unsigned char bytes[4096];
    FILE *file = fopen(path, "rb");
    check_true(file != NULL);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    check_true(length > 100 && length < sizeof bytes && read_any(bytes, length));
    int read = 0;
    for (size_t cut = 0; cut < length; cut++) read += read_any(bytes, cut);
    check_int(read, cuts_read);
    for (size_t i = 0; i < length; i++) {
        static const unsigned char changes[] = {0x01, 0x10, 0x80, 0xff};
        for (size_t k = 0; k < sizeof changes; k++) {
            bytes[i] ^= changes[k];
            read_any(bytes, length);
            bytes[i] ^= changes[k];
        }
    }
}

static void damaged_files_never_crash(void **state)
{
    (void)state;
    damage("tests/unit/road/data/town.osm", 1); /* without the last line break */
    damage("tests/unit/road/data/town.osm.pbf", 0);
    damage("tests/unit/road/data/town-plain.osm.pbf", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(town_of_every_kind),   cmocka_unit_test(speeds_decide_what_is_taken),
        cmocka_unit_test(a_box_cuts_ways),      cmocka_unit_test(progress_and_stop),
        cmocka_unit_test(other_files_are_told), cmocka_unit_test(damaged_files_never_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
