/* The city's roads as a network: sizes, times, and that nothing has to be cut off. */
#include "support/check.h"

#include "city/city.h"
#include "geo/point.h"
#include "road/speeds.h"

static void the_network_is_whole(void **state)
{
    (void)state;
    static const struct ems_city_def defs[] = {{5000, 0, 1}, {120000, 0, 2}, {700000, 8000, 3}};
    for (size_t i = 0; i < sizeof defs / sizeof *defs; i++) {
        struct ems_city city;
        struct ems_raw_network raw;
        struct ems_network network;
        struct ems_raw_report report;
        struct ems_arena arena = {0};
        struct ems_diags diags = {0};
        check_ok(ems_city_generate(&defs[i], &city));
        check_ok(ems_city_roads(&city, &raw));
        check_int(raw.nodes.count, city.nodes.count);
        check_int(raw.arcs.count, 2 * city.edges.count);
        check_ok(ems_network_make(&raw, &arena, &diags, &report, &network));
        check_int(diags.count, 0);
        check_int(report.parts, 1);
        check_int(report.nodes_cut, 0);
        check_int(report.loops, 0);
        check_int(network.node_count, city.nodes.count);
        ems_raw_free(&raw);
        ems_city_free(&city);
        ems_diags_free(&diags);
        ems_arena_free(&arena);
    }
}

static void arcs_are_driven_at_the_speed_of_their_class(void **state)
{
    (void)state;
    const struct ems_speeds speeds = ems_speeds_default();
    struct ems_city city;
    struct ems_raw_network raw;
    check_ok(ems_city_generate(&(struct ems_city_def){600000, 0, 4}, &city));
    check_ok(ems_city_roads(&city, &raw));
    for (int32_t a = 0; a < raw.arcs.count; a++) {
        const struct ems_raw_arc *arc = &raw.arcs.items[a];
        int32_t k = ems_speeds_find(&speeds, raw.class_names[arc->road_class]);
        check_true(k >= 0 && speeds.classes[k].used);
        check_near(arc->time_s[EMS_NORMAL] * speeds.classes[k].speed_mps[EMS_NORMAL], arc->length_m, 1e-6);
        check_near(arc->time_s[EMS_LIGHTS] * speeds.classes[k].speed_mps[EMS_LIGHTS], arc->length_m, 1e-6);
        /* against the way on the globe, which differs by less than 0.4 % from that on the ellipsoid */
        double globe_m =
            ems_raw_distance_m(EMS_COORD_WGS84, raw.nodes.items[arc->from].at, raw.nodes.items[arc->to].at);
        check_near(arc->length_m, globe_m, 0.004 * globe_m + 0.02);
    }
    for (int32_t n = 0; n < raw.nodes.count; n++) check_int(raw.nodes.items[n].id, n + 1);
    ems_raw_free(&raw);
    ems_city_free(&city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_network_is_whole),
                                       cmocka_unit_test(arcs_are_driven_at_the_speed_of_their_class)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
