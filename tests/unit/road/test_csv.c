#include "support/check.h"

#include <unistd.h>

#include "base/text.h"
#include "road/csv.h"

/* Two tables and what was read from them. */
struct tables {
    struct ems_speeds speeds;
    struct ems_raw_network raw;
    struct ems_diags diags;
    struct ems_road_csv_report report;
    enum ems_status status;
};

static struct tables read_with(const char *nodes, const char *edges, bool undirected)
{
    struct tables t = {.speeds = ems_speeds_default()};
    struct ems_road_csv_options options = {.speeds = &t.speeds, .undirected = undirected};
    t.status = ems_road_csv_parse((struct ems_road_csv_text){"nodes.csv", nodes, strlen(nodes)},
                                  (struct ems_road_csv_text){"edges.csv", edges, strlen(edges)}, &options,
                                  &t.diags, &t.raw, &t.report);
    check_int(t.status, t.diags.errors > 0 ? EMS_BAD_INPUT : EMS_OK);
    return t;
}

static void end(struct tables *t)
{
    ems_raw_free(&t->raw);
    ems_diags_free(&t->diags);
}

static const struct ems_raw_arc *arc(const struct tables *t, int32_t number)
{
    check_true(number < t->raw.arcs.count);
    return &t->raw.arcs.items[number];
}

static double speed(const struct tables *t, const char *class, enum ems_mode mode)
{
    int32_t number = ems_speeds_find(&t->speeds, class);
    check_true(number >= 0);
    return t->speeds.classes[number].speed_mps[mode];
}

#define PLANE "node,x_m,y_m\n1,0,0\n2,300,400\n-3,300,0\n"

static void edges_without_a_speed_go_by_their_class(void **state)
{
    (void)state;
    struct tables t =
        read_with(PLANE, "from,to,length_m,class\n1,2,600,primary\n2,-3,,\n-3,1,0,residential\n", false);
    check_int(t.raw.coordinates, EMS_COORD_PLANE);
    check_int(t.raw.nodes.count, 3);
    check_int(t.raw.nodes.items[2].id, -3);
    check_near(t.raw.nodes.items[1].at.y, 400, 0);
    check_int(t.raw.arcs.count, 3);
    check_int(arc(&t, 1)->from, 1);
    check_int(arc(&t, 1)->to, 2);
    check_near(arc(&t, 0)->length_m, 600, 0);
    check_near(arc(&t, 0)->time_s[EMS_LIGHTS], 600 / speed(&t, "primary", EMS_LIGHTS), 1e-9);
    check_near(arc(&t, 0)->time_s[EMS_NORMAL], 600 / speed(&t, "primary", EMS_NORMAL), 1e-9);
    check_near(arc(&t, 1)->length_m, 400, 0);
    check_near(arc(&t, 1)->time_s[EMS_NORMAL], 400 / speed(&t, EMS_ROAD_CSV_CLASS, EMS_NORMAL), 1e-9);
    check_near(arc(&t, 2)->length_m, 300, 0);
    check_text(t.raw.class_names[arc(&t, 2)->road_class], "residential");
    check_int(t.report.edges, 3);
    check_int(t.report.measured, 2);
    end(&t);
}

static void a_speed_is_that_of_normal_driving(void **state)
{
    (void)state;
    struct tables t = read_with(PLANE, "from,to,length_m,speed_kmh,lanes\n1,2,600,36,2\n2,1,600,,\n", false);
    double more = t.speeds.limit_share[EMS_LIGHTS] / t.speeds.limit_share[EMS_NORMAL];
    check_true(more > 1);
    check_near(arc(&t, 0)->time_s[EMS_NORMAL], 60, 1e-9);
    check_near(arc(&t, 0)->time_s[EMS_LIGHTS], 60 / more, 1e-9);
    check_near(arc(&t, 1)->time_s[EMS_NORMAL], 600 / speed(&t, EMS_ROAD_CSV_CLASS, EMS_NORMAL), 1e-9);
    end(&t);
}

static void times_beat_speeds_and_need_no_class(void **state)
{
    (void)state;
    struct tables t = read_with(
        PLANE,
        "from,to,lights_s,normal_s,speed_kmh,class\n1,2,2.5,3.25,50,primary\n2,1,0,0,50,our own class\n",
        false);
    check_near(arc(&t, 0)->time_s[EMS_LIGHTS], 2.5, 0);
    check_near(arc(&t, 0)->time_s[EMS_NORMAL], 3.25, 0);
    check_near(arc(&t, 0)->length_m, 500, 0);
    check_near(arc(&t, 1)->time_s[EMS_NORMAL], 0, 0);
    check_text(t.raw.class_names[arc(&t, 1)->road_class], "our own class");
    end(&t);
}

static void undirected_edges_are_driven_both_ways(void **state)
{
    (void)state;
    struct tables t = read_with(PLANE, "from,to,length_m\n1,2,600\n2,-3,500\n", true);
    check_int(t.raw.arcs.count, 4);
    check_int(arc(&t, 3)->from, 2);
    check_int(arc(&t, 3)->to, 1);
    check_near(arc(&t, 3)->length_m, 500, 0);
    check_near(arc(&t, 3)->time_s[EMS_LIGHTS], arc(&t, 2)->time_s[EMS_LIGHTS], 0);
    check_int(t.report.edges, 2);
    end(&t);
}

/* Public maps of China are some hundred metres off; the network is not. */
static void coordinates_become_wgs84(void **state)
{
    (void)state;
    const char *edges = "from,to\n1,2\n";
    for (int system = EMS_COORD_GCJ02; system <= EMS_COORD_BD09; system++) {
        const struct ems_position first = {127.3412, 43.7261}, second = {127.36, 43.71};
        struct ems_position there = ems_from_wgs84((enum ems_coordinates)system, first);
        struct ems_position beside = ems_from_wgs84((enum ems_coordinates)system, second);
        struct ems_speeds speeds = ems_speeds_default();
        struct ems_raw_network raw = {0};
        struct ems_diags diags = {0};
        struct ems_road_csv_report report;
        struct ems_road_csv_options options = {.speeds = &speeds,
                                               .coordinates = (enum ems_coordinates)system};
        char nodes[160];
        snprintf(nodes, sizeof nodes, "node,lon,lat\n1,%.9f,%.9f\n2,%.9f,%.9f\n", there.x, there.y, beside.x,
                 beside.y);
        check_true(fabs(there.x - first.x) > 0.003);
        check_ok(ems_road_csv_parse((struct ems_road_csv_text){"n", nodes, strlen(nodes)},
                                    (struct ems_road_csv_text){"e", edges, strlen(edges)}, &options, &diags,
                                    &raw, &report));
        check_int(raw.coordinates, EMS_COORD_WGS84);
        check_near(raw.nodes.items[0].at.x, first.x, 2e-7);
        check_near(raw.nodes.items[0].at.y, first.y, 2e-7);
        check_near(raw.arcs.items[0].length_m, ems_raw_distance_m(EMS_COORD_WGS84, first, second), 0.05);
        ems_raw_free(&raw);
        ems_diags_free(&diags);
    }
}

/* A column says it; without one, an edge of a class with access gives it to both its ends. */
static void access_is_given_by_a_column_or_by_class(void **state)
{
    (void)state;
    struct tables t =
        read_with("node,lon,lat,access\n1,127,43,1\n2,127.1,43,0\n", "from,to\n1,2\n2,1\n", false);
    check_int(t.raw.coordinates, EMS_COORD_WGS84);
    check_int(t.raw.nodes.items[0].access, 1);
    check_int(t.raw.nodes.items[1].access, 0);
    end(&t);
    t = read_with("node,osm_id,lon,lat,county\n1,9,127,43,0\n2,8,127.1,43,0\n3,7,127.2,43,1\n",
                  "from,to,highway\n1,2,primary\n2,3,motorway\n", false);
    check_int(t.raw.nodes.items[0].access, 1);
    check_int(t.raw.nodes.items[1].access, 1);
    check_int(t.raw.nodes.items[2].access, 0);
    end(&t);
}

static void classes_that_are_no_road_are_left_out(void **state)
{
    (void)state;
    struct tables t = {.speeds = ems_speeds_default()};
    int32_t unused = 0;
    while (unused < t.speeds.count && t.speeds.classes[unused].used) unused++;
    check_true(unused < t.speeds.count);
    char edges[128];
    snprintf(edges, sizeof edges, "from,to,class\n1,2,%s\n2,1,primary\n", t.speeds.classes[unused].name);
    t = read_with(PLANE, edges, false);
    check_int(t.raw.arcs.count, 1);
    check_int(t.report.left_out, 1);
    end(&t);
}

static void short_lengths_are_told_once(void **state)
{
    (void)state;
    struct tables t = read_with(PLANE, "from,to,length_m\n1,2,451\n2,1,449\n2,1,100\n", false);
    check_ok(t.status);
    check_int(t.report.too_short, 2);
    check_near(arc(&t, 2)->length_m, 100, 0);
    check_int(t.diags.count, 1);
    check_true(t.diags.items[0].is_warning);
    check_int(t.diags.items[0].at.line, 3);
    check_text(t.diags.items[0].args[0], "2");
    end(&t);
}

/* What is wrong with two tables: "file:line text" of the first diagnostic, its hint behind it, and how many.
 */
static void says(const char *nodes, const char *edges, int32_t count, const char *expected)
{
    struct tables t = read_with(nodes, edges, false);
    char text[512], hint[256] = "", all[1024];
    check_int(t.status, EMS_BAD_INPUT);
    check_int(t.diags.errors, count);
    const struct ems_diag *d = &t.diags.items[0];
    ems_text_format(text, sizeof text, d->message, EMS_LANG_EN, d->args, EMS_TEXT_ARGS);
    if (d->hint != EMS_T_NONE)
        ems_text_format(hint, sizeof hint, d->hint, EMS_LANG_EN, d->hint_args, EMS_TEXT_ARGS);
    snprintf(all, sizeof all, "%s:%d %s%s%s", d->at.file, d->at.line, text, hint[0] != '\0' ? " | " : "",
             hint);
    check_text(all, expected);
    end(&t);
}

static void bad_tables_are_told(void **state)
{
    (void)state;
    const char *good = "from,to\n1,2\n";
    says("", good, 1, "nodes.csv:1 the file has no header line");
    says(PLANE, "", 1, "edges.csv:1 the file has no header line");
    says("node,x_m,y_m\n", good, 1, "nodes.csv:1 the table has no nodes");
    says(PLANE, "from,to\n", 1, "edges.csv:1 the table has no edges");
    says("node,x,y\n1,0,0\n", good, 2, "nodes.csv:1 there is no column `lon`");
    says("node,x_m\n1,0\n", good, 1, "nodes.csv:1 there is no column `y_m`");
    says("nodes,lon,lat\n1,0,0\n", good, 1,
         "nodes.csv:1 there is no column `node` | is `nodes` meant? Then call it `node`");
    says(PLANE, "from,length_m\n1,2\n", 1, "edges.csv:1 there is no column `to`");
    says(PLANE, "from,to,lights_s\n1,2,3\n", 1, "edges.csv:1 there is no column `normal_s`");
    says(PLANE, "from,to\n1,2\n1,2,3\n", 1, "edges.csv:3 this row has 3 fields, the header has 2");
}

static void bad_nodes_are_told(void **state)
{
    (void)state;
    const char *good = "from,to\n1,2\n";
    says("node,x_m,y_m\n1,0,0\n2,1,1\n1,2,2\n", good, 1,
         "nodes.csv:4 the node 1 stands twice | the first is in line 2");
    says("node,x_m,y_m\n1,0,0\n1,1,1\n1,2,2\n", good, 2,
         "nodes.csv:3 the node 1 stands twice | the first is in line 2");
    says("node,x_m,y_m\n1.5,0,0\n2,1,1\n", good, 1, "nodes.csv:2 column `node`: `1.5` is not a whole number");
    says("node,x_m,y_m\n1,0,\n2,1,1\n", good, 1, "nodes.csv:2 column `y_m` has no value here");
    says("node,x_m,y_m\n1,0,1e8\n2,1,1\n", good, 1,
         "nodes.csv:2 column `y_m`: `1e8` is not between -10000000 and 10000000");
    says("node,lon,lat\n1,181,0\n2,1,1\n", good, 1,
         "nodes.csv:2 column `lon`: `181` is not between -180 and 180");
    says("node,lon,lat\n1,100,43\n2,1,nan\n", good, 1, "nodes.csv:3 column `lat`: `nan` is not a number");
    says("node,x_m,y_m,access\n1,0,0,1\n2,1,1,2\n", good, 1,
         "nodes.csv:3 column `access`: `2` is not between 0 and 1");
}

static void swapped_coordinates_are_told_once(void **state)
{
    (void)state;
    const char *hint =
        "all nodes would lie on the ground the other way round: exchange the names of the two columns";
    char expected[512];
    /* beyond the poles */
    snprintf(expected, sizeof expected,
             "nodes.csv:2 longitude and latitude are swapped: lon is 43.7, lat is 127.3 here | %s", hint);
    says("node,lon,lat\n1,43.7,127.3\n2,43.8,127.4\n", "from,to\n1,2\n", 1, expected);
    /* in the Arctic Ocean, where Urumqi is meant */
    snprintf(expected, sizeof expected,
             "nodes.csv:2 longitude and latitude are swapped: lon is 43.8, lat is 87.6 here | %s", hint);
    says("node,lon,lat\n1,43.8,87.6\n2,43.9,87.7\n", "from,to\n1,2\n", 1, expected);
    struct tables t = read_with("node,lon,lat\n1,87.6,43.8\n2,87.7,43.9\n", "from,to\n1,2\n", false);
    check_ok(t.status);
    end(&t);
}

static void bad_edges_are_told(void **state)
{
    (void)state;
    says(PLANE, "from,to\n1,2\n1,4\n", 1, "edges.csv:3 there is no node 4 in nodes.csv");
    says(PLANE, "from,to\n0,99\n", 2, "edges.csv:2 there is no node 0 in nodes.csv");
    says(PLANE, "from,to\n1,\n", 1, "edges.csv:2 column `to` has no value here");
    says(PLANE, "from,to,length_m\n1,2,-5\n", 1,
         "edges.csv:2 column `length_m`: `-5` is not between 0 and 4000000");
    says(PLANE, "from,to,speed_kmh\n1,2,0\n", 1,
         "edges.csv:2 column `speed_kmh`: `0` is not between 0.1 and 400");
    says(PLANE, "from,to,lights_s,normal_s\n1,2,5,\n", 1, "edges.csv:2 column `normal_s` has no value here");
    says(PLANE, "from,to,lights_s,normal_s\n1,2,5,-1\n", 1,
         "edges.csv:2 column `normal_s`: `-1` is not between 0 and 86400");
    says(PLANE, "from,to,length_m,speed_kmh\n1,2,3000000,1\n", 1,
         "edges.csv:2 this edge takes longer than a day: too long, or too slow");
    says(PLANE, "from,to,class\n1,2,primry\n2,1,primry\n2,1,x\n", 2,
         "edges.csv:2 the class `primry` has no speed | did you mean primary?");
    says(PLANE, "from,to,class\n1,2,zzzzzz\n", 1,
         "edges.csv:2 the class `zzzzzz` has no speed | give `zzzzzz` a speed in the file of --speeds");
    says(PLANE, "from,to,class,speed_kmh\n1,2,a class with far too long a name,50\n", 1,
         "edges.csv:2 the class `a class with far too long a name` is one too many or too long: at most 64 "
         "classes "
         "of at most 23 bytes");
}

static void all_bad_rows_are_told(void **state)
{
    (void)state;
    says(PLANE, "from,to,length_m\n1,9,1\n1,2,x\n8,2,5\n2,1,-1\n", 4,
         "edges.csv:2 there is no node 9 in nodes.csv");
}

static bool stop(void *context, int64_t done, int64_t total)
{
    int64_t *calls = context;
    check_true(done <= total);
    check_int(total, 4);
    return ++*calls < 2;
}

static void the_caller_may_stop(void **state)
{
    (void)state;
    struct ems_speeds speeds = ems_speeds_default();
    struct ems_raw_network raw = {0};
    struct ems_diags diags = {0};
    struct ems_road_csv_report report;
    int64_t calls = 1;
    struct ems_road_csv_options options = {.speeds = &speeds, .progress = stop, .context = &calls};
    const char *edges = "from,to\n1,2\n";
    check_int(ems_road_csv_parse((struct ems_road_csv_text){"n", PLANE, strlen(PLANE)},
                                 (struct ems_road_csv_text){"e", edges, strlen(edges)}, &options, &diags,
                                 &raw, &report),
              EMS_INTERRUPTED);
    ems_raw_free(&raw);
    ems_diags_free(&diags);
}

static void files_that_are_not_there_are_told(void **state)
{
    (void)state;
    struct ems_speeds speeds = ems_speeds_default();
    struct ems_raw_network raw = {0};
    struct ems_diags diags = {0};
    struct ems_road_csv_report report;
    struct ems_road_csv_options options = {.speeds = &speeds};
    check_int(ems_road_csv_read("/nonexistent/n.csv", "/nonexistent/e.csv", &options, &diags, &raw, &report),
              EMS_BAD_INPUT);
    check_int(diags.errors, 2); /* both are told */
    check_int(diags.items[1].message, EMS_T_FILE_UNREADABLE);
    ems_raw_free(&raw);
    ems_diags_free(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_without_a_speed_go_by_their_class),
        cmocka_unit_test(a_speed_is_that_of_normal_driving),
        cmocka_unit_test(times_beat_speeds_and_need_no_class),
        cmocka_unit_test(undirected_edges_are_driven_both_ways),
        cmocka_unit_test(coordinates_become_wgs84),
        cmocka_unit_test(access_is_given_by_a_column_or_by_class),
        cmocka_unit_test(classes_that_are_no_road_are_left_out),
        cmocka_unit_test(short_lengths_are_told_once),
        cmocka_unit_test(bad_tables_are_told),
        cmocka_unit_test(bad_nodes_are_told),
        cmocka_unit_test(swapped_coordinates_are_told_once),
        cmocka_unit_test(bad_edges_are_told),
        cmocka_unit_test(all_bad_rows_are_told),
        cmocka_unit_test(the_caller_may_stop),
        cmocka_unit_test(files_that_are_not_there_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
