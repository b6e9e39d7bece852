#include "support/check.h"

#include "road/osm.h"

struct outcome {
    enum ems_status status;
    struct ems_diags diags;
    struct ems_raw_network raw;
    struct ems_osm_report report;
};

static void read_length(const char *text, size_t length, struct outcome *out)
{
    const struct ems_speeds speeds = ems_speeds_default();
    const struct ems_osm_options options = {.speeds = &speeds};
    *out = (struct outcome){.status = EMS_OK};
    char *copy = malloc(length + 1);
    check_true(copy != NULL);
    memcpy(copy, text, length);
    FILE *stream = fmemopen(copy, length, "rb");
    check_true(stream != NULL);
    out->status = ems_osm_read_stream(stream, "t.osm", &options, &out->diags, &out->raw, &out->report);
    fclose(stream);
    free(copy);
}

static void end(struct outcome *out)
{
    ems_raw_free(&out->raw);
    ems_diags_free(&out->diags);
}

#define NODES "<node id='-1' lat='30' lon='120'/><node id='-2' lat='30.001' lon='120'/>"
#define WAY "<way id='-5'><nd ref='-1'/><nd ref='-2'/><tag k='highway' v='primary'/></way>"

static void arcs_of(const char *text, int32_t arcs)
{
    struct outcome out;
    read_length(text, strlen(text), &out);
    if (out.status != EMS_OK) print_error("%s\n", text);
    check_ok(out.status);
    check_int(out.raw.arcs.count, arcs);
    end(&out);
}

static void orders_and_editors(void **state)
{
    (void)state;
    arcs_of("<osm>" NODES WAY "</osm>", 2);
    arcs_of("<osm>" WAY NODES "</osm>", 2);
    arcs_of("\xef\xbb\xbf<?xml version='1.0'?>\n<osm>" NODES WAY "</osm>\n", 2);
    arcs_of("  <osm>" NODES WAY "</osm>", 2);
    /* what an editor keeps of things that were deleted, and elements that nobody knows */
    arcs_of("<osm>" NODES WAY
            "<way id='6' action='delete'><nd ref='-1'/><nd ref='-2'/><tag k='highway' v='primary'/></way>"
            "<way id='7' visible='false'/><node id='9' action='delete'/></osm>",
            2);
    arcs_of("<osm><note>text <b>tag</b></note>" NODES WAY "<extra><way id='1'><nd/></way></extra></osm>", 2);
    /* a node twice: the first holds */
    arcs_of("<osm>" NODES "<node id='-2' lat='95' lon='0'/>" WAY "</osm>", 2);
    arcs_of("<osm>" NODES WAY WAY "</osm>", 4);
}

static void wrong_at(const char *text, enum ems_text message, int line, int column)
{
    struct outcome out;
    read_length(text, strlen(text), &out);
    check_int(out.status, EMS_BAD_INPUT);
    check_int(out.diags.count, 1);
    const struct ems_diag *diag = &out.diags.items[0];
    check_text(ems_text(diag->message, EMS_LANG_EN), ems_text(message, EMS_LANG_EN));
    check_text(diag->at.file, "t.osm");
    check_int(diag->at.line, line);
    check_int(diag->at.column, column);
    end(&out);
}

static void wrong_files(void **state)
{
    (void)state;
    wrong_at("<osm>\n" NODES WAY, EMS_T_OSM_XML, 2, 150);
    wrong_at("<osm>\n <way>\n</osm>", EMS_T_OSM_XML, 3, 3);
    wrong_at("<osm><node id=1/></osm>", EMS_T_OSM_XML, 1, 15);
    wrong_at("<gpx/>", EMS_T_OSM_ROOT, 1, 1);
    wrong_at("<osmChange><create/></osmChange>", EMS_T_OSM_ROOT, 1, 1);
    wrong_at("<!DOCTYPE osm [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>\n<osm note='&b;'/>", EMS_T_OSM_DOCTYPE,
             1, 15);
    wrong_at("<osm>\n<way id='1'><nd ref='x'/></way></osm>", EMS_T_OSM_ATTRIBUTE, 2, 13);
    wrong_at("<osm>\n<way id='1'><nd/></way></osm>", EMS_T_OSM_ATTRIBUTE, 2, 13);
    wrong_at("<osm><way id='1'><tag k='highway'/></way></osm>", EMS_T_OSM_ATTRIBUTE, 1, 18);
    wrong_at("<osm><node id='1' lat='north' lon='1'/></osm>", EMS_T_OSM_ATTRIBUTE, 1, 6);
    wrong_at("<osm><node id='1' lat='1'/></osm>", EMS_T_OSM_ATTRIBUTE, 1, 6);
    wrong_at("<osm><node id='99999999999999999999' lat='1' lon='1'/></osm>", EMS_T_OSM_ATTRIBUTE, 1, 6);
    wrong_at("<osm><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>", EMS_T_OSM_DEPTH, 1, 51);
}

static void coordinates(void **state)
{
    (void)state;
    struct outcome out;
    const char *text = "<osm><node id='1' lat='-33.86881965' lon='151.20929555'/>"
                       "<node id='2' lat='90' lon='-180'/><node id='3' lat='1e300' lon='0'/>"
                       "<node id='4' lat='90.0000001' lon='0'/>"
                       "<way id='5'><nd ref='1'/><nd ref='2'/><nd ref='3'/><nd ref='4'/><nd ref='1'/>"
                       "<tag k='highway' v='primary'/></way></osm>";
    read_length(text, strlen(text), &out);
    check_ok(out.status);
    check_int(out.report.nodes_nowhere, 2);
    check_int(out.raw.arcs.count, 2);
    check_near(out.raw.nodes.items[0].at.y, -33.8688196, 1.1e-7);
    check_near(out.raw.nodes.items[0].at.x, 151.2092956, 1.1e-7);
    check_near(out.raw.nodes.items[1].at.x, -180, 0);
    /* from the sphere's pole: the complement of the latitude */
    check_near(out.raw.arcs.items[0].length_m, (90 + 33.8688197) * 3.14159265358979 / 180 * 6371008.8, 0.2);
    end(&out);
}

/* One tag of two megabytes, in a file that is well-formed. */
static void endless_tags(void **state)
{
    (void)state;
    const size_t length = 2 << 20;
    char *text = malloc(length);
    check_true(text != NULL);
    memset(text, 'x', length);
    memcpy(text, "<osm note='", 11);
    memcpy(text + length - 3, "'/>", 3);
    struct outcome out;
    read_length(text, length, &out);
    check_int(out.status, EMS_BAD_INPUT);
    check_text(ems_text(out.diags.items[0].message, EMS_LANG_EN), ems_text(EMS_T_OSM_TOKEN, EMS_LANG_EN));
    end(&out);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_and_editors),
        cmocka_unit_test(wrong_files),
        cmocka_unit_test(coordinates),
        cmocka_unit_test(endless_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
