#include "support/check.h"

#include "scenario/fill.h"
#include "scenario/places.h"

struct read {
    struct ems_arena arena;
    struct ems_diags diags;
    struct ems_places places;
    enum ems_status status;
};

static void begin(struct read *r, enum ems_places_kind kind, const char *file, const char *text)
{
    *r = (struct read){.status = EMS_OK};
    r->status =
        ems_places_parse(text, strlen(text), file, kind, EMS_COORD_WGS84, &r->arena, &r->diags, &r->places);
}

static void end(struct read *r)
{
    ems_arena_free(&r->arena);
    ems_diags_free(&r->diags);
}

static void columns_by_their_names(void **state)
{
    (void)state;
    struct read r;
    begin(&r, EMS_PLACES_STATIONS, "t.csv",
          "Longitude,LAT,Station_ID,站名,name_en,level,救护车,依托医院,车组数,other\n"
          "120,30,a,东站,East,county,3,people,2,x\n"
          "121,31,b,,,,0,,,\n");
    check_ok(r.status);
    check_int(r.places.count, 2);
    const struct ems_place *a = &r.places.items[0], *b = &r.places.items[1];
    check_near(a->at.x, 120, 0);
    check_near(a->at.y, 30, 0);
    check_text(a->id, "a");
    check_text(a->name.by_lang[EMS_LANG_ZH], "东站");
    check_text(a->name.by_lang[EMS_LANG_EN], "East");
    check_text(a->tier, "county");
    check_text(a->hospital, "people");
    check_int(a->crews, 2);
    check_int(a->vehicle_count, 1);
    check_text(a->vehicles[0].type, "ambulance");
    check_int(a->vehicles[0].count, 3);
    check_int(b->vehicle_count, 0);
    check_int(b->crews, -1);
    check_text(b->tier, NULL);
    check_int(r.places.passed_over_count, 1);
    check_text(r.places.passed_over[0], "other");
    end(&r);
}

/* Counts by type hold where there are some, and the sum beside them is passed over in their favour. */
static void vehicles_by_type(void **state)
{
    (void)state;
    struct read r;
    begin(&r, EMS_PLACES_STATIONS, "t.csv",
          "id,lon,lat,vehicles,als,负压型,vehicles_motor-bike\na,1,2,9,2,0,1\nb,1,2,9,,,\n");
    check_ok(r.status);
    check_int(r.places.items[0].vehicle_count, 2);
    check_text(r.places.items[0].vehicles[0].type, "als");
    check_int(r.places.items[0].vehicles[0].count, 2);
    check_text(r.places.items[0].vehicles[1].type, "motor-bike");
    check_int(r.places.items[1].vehicle_count, 0);
    check_true(r.places.has_vehicles);
    end(&r);
}

static void ids_are_made_once(void **state)
{
    (void)state;
    static const struct {
        const char *id, *name, *expected;
    } rows[] = {
        {"", "North Station", "north-station"},
        {"", "north  station!", "north-station-2"},
        {"north-station-3", "x", "north-station-3"},
        {"", "North.Station", "north-station-4"}, /* round the one that is given */
        {"", "东站", "station-5"},
        {"", "", "station-6"},
        {"", "120", "station-120"},
        {"station-8", "", "station-8"},
        {"", "东站", "station-9"},
        {"", "120", "station-120-2"},
        {"A b", "", "a-b"},
        {"东站", "", "东站"},
        {"", "A name that is longer than an id needs to be, and then some", ""},
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    char text[2048] = "id,name,lon,lat\n";
    for (int i = 0; i < ROWS; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s,\"%s\",1,2\n", rows[i].id,
                 rows[i].name);
    struct read r;
    begin(&r, EMS_PLACES_STATIONS, "t.csv", text);
    check_ok(r.status);
    check_int(r.places.count, ROWS);
    for (int i = 0; i < ROWS; i++) {
        if (rows[i].expected[0] != '\0') check_text(r.places.items[i].id, rows[i].expected);
        check_true(ems_word_ok(r.places.items[i].id));
        for (int k = 0; k < i; k++) check_true(strcmp(r.places.items[i].id, r.places.items[k].id) != 0);
    }
    check_int(r.diags.count, 1); /* the id that was changed */
    check_true(r.diags.items[0].is_warning);
    end(&r);
}

static void many_of_one_name(void **state)
{
    (void)state;
    enum { ROWS = 20000 }; /* would take minutes if each were tried anew */
    char *text = malloc(ROWS * 16 + 32), *at = text;
    check_true(text != NULL);
    at += sprintf(at, "name,lon,lat\n");
    for (int i = 0; i < ROWS; i++) at += sprintf(at, "post,1,2\n");
    struct read r;
    begin(&r, EMS_PLACES_HOSPITALS, "t.csv", text);
    check_ok(r.status);
    check_text(r.places.items[0].id, "post");
    check_text(r.places.items[ROWS - 1].id, "post-20000");
    end(&r);
    free(text);
}

static void lists_of_words(void **state)
{
    (void)state;
    struct read r;
    begin(&r, EMS_PLACES_HOSPITALS, "t.csv",
          "id,lon,lat,provides\na,1,2,\" stroke centre ; 胸痛中心、 trauma，stroke centre|;\"\nb,1,2,\n");
    check_ok(r.status);
    const struct ems_place *a = &r.places.items[0];
    check_int(a->provides_count, 3);
    check_text(a->provides[0], "stroke-centre");
    check_text(a->provides[1], "胸痛中心");
    check_text(a->provides[2], "trauma");
    check_int(r.places.items[1].provides_count, 0);
    end(&r);
    begin(&r, EMS_PLACES_HOSPITALS, "t.csv", "id,lon,lat,provides\na,1,2,a:b\n");
    check_int(r.status, EMS_BAD_INPUT);
    check_int(r.diags.items[0].at.line, 2);
    end(&r);
}

#define FEATURE(properties, geometry) \
    "{\"features\": [{\"properties\": {" properties "}, \"geometry\": " geometry "}]}"

static void one_feature(const char *text, double x, double y)
{
    struct read r;
    begin(&r, EMS_PLACES_PEOPLE, "t.geojson", text);
    check_ok(r.status);
    check_int(r.places.count, 1);
    check_near(r.places.items[0].at.x, x, 1e-7);
    check_near(r.places.items[0].at.y, y, 1e-7);
    end(&r);
}

static void centroids(void **state)
{
    (void)state;
    one_feature(FEATURE("\"pop\": 5", "{\"type\": \"Point\", \"coordinates\": [100.5, -7, 12]}"), 100.5, -7);
    /* an L of three unit squares: (0.5+1.5+0.5)/3, and likewise in y; drawn against the clock and with it */
    one_feature(FEATURE("\"pop\": 5", "{\"type\": \"Polygon\", \"coordinates\": "
                                      "[[[0,0],[2,0],[2,1],[1,1],[1,2],[0,2],[0,0]]]}"),
                2.5 / 3, 2.5 / 3);
    one_feature(FEATURE("\"pop\": 5", "{\"type\": \"Polygon\", \"coordinates\": "
                                      "[[[0,0],[0,2],[1,2],[1,1],[2,1],[2,0],[0,0]]]}"),
                2.5 / 3, 2.5 / 3);
    /* a square of 4 by 4 with a hole of 2 by 2 in its lower left: (2*16 - 1*4) / 12 */
    one_feature(FEATURE("\"pop\": 5", "{\"type\": \"Polygon\", \"coordinates\": "
                                      "[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[0,0],[2,0],[2,2],[0,2],[0,0]]]}"),
                28.0 / 12, 28.0 / 12);
    /* two squares, one four times as large: (1*0.5 + 4*11) / 5 */
    one_feature(FEATURE("\"pop\": 5",
                        "{\"type\": \"MultiPolygon\", \"coordinates\": "
                        "[[[[0,0],[1,0],[1,1],[0,1],[0,0]]],[[[10,0],[12,0],[12,2],[10,2],[10,0]]]]}"),
                44.5 / 5, 4.5 / 5);
    /* nothing but a line: its first point */
    one_feature(FEATURE("\"pop\": 5", "{\"type\": \"Polygon\", \"coordinates\": [[[3,4],[5,4],[3,4]]]}"), 3,
                4);
}

static void properties_of_features(void **state)
{
    (void)state;
    struct read r;
    begin(&r, EMS_PLACES_HOSPITALS, "t.json",
          "{\"features\": [{\"properties\": {\"name:zh\": \"医院\", \"bays\": 4, \"provides\": [\"a\", 3, "
          "\"b\"]},"
          " \"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 2]}},"
          " {\"properties\": null, \"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 3]}}]}");
    check_ok(r.status);
    check_int(r.places.count, 2);
    check_text(r.places.items[0].name.by_lang[EMS_LANG_ZH], "医院");
    check_int(r.places.items[0].bays, 4);
    check_int(r.places.items[0].provides_count, 2);
    check_text(r.places.items[0].provides[1], "b");
    check_text(r.places.items[1].id, "hospital-2");
    end(&r);
}

static void wrong_features(void **state)
{
    (void)state;
    static const char *const texts[] = {
        FEATURE("", "{\"type\": \"LineString\", \"coordinates\": [[1, 2], [3, 4]]}"),
        FEATURE("", "null"),
        FEATURE("", "{\"type\": \"Point\", \"coordinates\": [\"1\", 2]}"),
        FEATURE("", "{\"type\": \"Polygon\", \"coordinates\": []}"),
        FEATURE("", "{\"type\": \"Polygon\", \"coordinates\": [[[0,0],[1]]]}"),
        "{\"features\": [1]}",
        "{\"features\": {}}",
        "[]",
        "",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct read r;
        begin(&r, EMS_PLACES_HOSPITALS, "t.geojson", texts[i]);
        if (r.status != EMS_BAD_INPUT) print_error("%s\n", texts[i]);
        check_int(r.status, EMS_BAD_INPUT);
        check_true(r.diags.errors > 0);
        end(&r);
    }
}

static void all_rows_are_told(void **state)
{
    (void)state;
    struct read r;
    begin(&r, EMS_PLACES_STATIONS, "t.csv",
          "id,lon,lat,vehicles,crews\na,1,2,x,1\na,1,91,1,1\nc,,2,1,-4\nd,1,2,1,1,1\n");
    check_int(r.status, EMS_BAD_INPUT);
    bool seen[6] = {false};
    for (int32_t i = 0; i < r.diags.count; i++) seen[r.diags.items[i].at.line] = true;
    check_true(seen[2] && seen[3] && seen[4] && seen[5]);
    check_int(r.diags.errors, 6); /* x, 91, a twice, no lon, -4, a cell too many */
    end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_by_their_names), cmocka_unit_test(vehicles_by_type),
        cmocka_unit_test(ids_are_made_once),      cmocka_unit_test(many_of_one_name),
        cmocka_unit_test(lists_of_words),         cmocka_unit_test(centroids),
        cmocka_unit_test(properties_of_features), cmocka_unit_test(wrong_features),
        cmocka_unit_test(all_rows_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
