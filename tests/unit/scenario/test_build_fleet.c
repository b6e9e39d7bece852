#include "built.h"

#define STATIONS(text)                                                                                       \
    BUILT_HEAD BUILT_AREAS BUILT_DEMAND BUILT_TRAVEL                                                         \
        "hospitals: [{id: people, at: [500, 0], bays: 3, handover: 9 min, provides: [stroke, burns]}, {id: " \
        "clinic, at: [600, 0], provides: [burns]}]\n" text

static void vehicles_are_numbered_by_station(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, STATIONS("vehicle_types: [{id: als, serves: [bls]}, {id: bls}, {id: np, serves: [als, "
                                "bls], negative_pressure: true}, "
                                "{id: car, emergency: false}]\n"
                                "stations:\n"
                                "  - {id: centre, at: [0, 0], tier: county, hospital: people, vehicles: "
                                "{als: 2, car: 1, np: 1}}\n"
                                "  - {id: empty, at: [10, 0]}\n"
                                "  - {id: west, at: [-1000, 5], vehicles: [{id: w1, type: bls}, {id: w2, "
                                "type: bls, spare: true}]}\n"
                                "centre: {two_hour_teams: [west], mobilisation: 20 min}\n"));
    const struct ems_model *m = built.model;
    uint32_t any = ems_need_bit(EMS_NONE); /* a need of any vehicle is a bit too */
    const char *const ids[] = {"centre-als-1", "centre-als-2", "centre-car-1", "centre-np-1", "w1", "w2"};
    check_int(m->vehicle_count, 6);
    for (int v = 0; v < 6; v++) check_text(m->vehicles[v].id, ids[v]);
    check_int(m->stations[0].first_vehicle, 0);
    check_int(m->stations[0].vehicle_count, 4);
    check_int(m->stations[1].vehicle_count, 0);
    check_int(m->stations[2].first_vehicle, 4);
    for (int s = 0; s < 3; s++)
        for (int32_t v = 0; v < m->stations[s].vehicle_count; v++)
            check_int(m->vehicles[m->stations[s].first_vehicle + v].station, s);
    check_true(m->vehicles[5].spare && !m->vehicles[4].spare);
    check_int(m->types[0].owned, 2);
    check_int(m->types[1].owned, 2); /* the spare is owned */
    check_int(m->types[0].serves, any | 3);
    check_int(m->types[1].serves, any | 2);
    check_int(m->types[2].serves, any | 7);
    check_true(m->types[2].negative_pressure && !m->types[3].emergency);
    /* crews: one for each vehicle that can be sent */
    check_int(m->crew_count, 4);
    check_int(m->stations[0].crew_count, 3);
    check_int(m->stations[2].first_crew, 3);
    check_text(m->crews[0].id, "centre-crew-1");
    check_text(m->crews[3].id, "west-crew-1");
    check_int(m->crews[3].station, 2);
    check_int(m->crews[0].shift_count, 0);
    check_true(!m->stations[0].crews_given);
    check_text(m->stations[0].tier, "county");
    check_text(m->stations[2].tier, "");
    check_int(m->stations[0].hospital, 0);
    check_int(m->stations[2].hospital, EMS_NONE);
    check_true(m->stations[2].rescue_base && !m->stations[0].rescue_base);
    check_int(m->rescue_mobilisation, 20 * EMS_MINUTE);
    built_free(&built);
}

static void hospitals_have_their_bits(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, STATIONS("stations: [{id: centre, at: [0, 0], vehicles: {ambulance: 1}}]\n"));
    const struct ems_model *m = built.model;
    check_int(m->capability_count, 2);
    check_text(m->capabilities[1], "burns");
    check_int((long long)m->hospitals[0].provides, 3);
    check_int((long long)m->hospitals[1].provides, 2);
    check_int(m->hospitals[0].bays, 3);
    check_int(m->hospitals[1].bays, EMS_UNLIMITED);
    check_true(m->hospitals[0].has_handover && !m->hospitals[1].has_handover);
    check_near(m->hospitals[0].handover.mean_s, 540, 0);
    check_int(m->hospitals[1].at.place, 2);
    built_free(&built);
}

static void crews_by_number_and_by_shift(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(
        &built,
        STATIONS(
            "stations:\n"
            "  - {id: a, at: [0, 0], vehicles: {ambulance: 3}, crews: 2}\n"
            "  - {id: b, at: [0, 0], vehicles: {ambulance: 2}, crews: [{count: 2, from: 08:00, to: 20:00}, "
            "{count: 1, from: 20:00, to: 08:00}, {days: [sat, sun], from: 20:00, to: 24:00}]}\n"
            "  - {id: c, at: [0, 0], vehicles: {ambulance: 1}, crews: [{count: 1}]}\n"));
    const struct ems_model *m = built.model;
    check_int(m->crew_count, 2 + 4 + 1);
    check_int(m->crews[0].shift_count, 0);
    check_text(m->crews[2].id, "b-crew-1");
    check_text(m->crews[5].id, "b-crew-4");
    check_int(m->crews[2].shift_count, 1);
    check_int(m->crews[2].shifts[0].from, 8 * EMS_HOUR);
    check_int(m->crews[2].shifts[0].to, 20 * EMS_HOUR);
    check_int(m->crews[2].shifts[0].weekdays, 127);
    check_int(m->crews[4].shifts[0].from, 20 * EMS_HOUR);
    check_int(m->crews[4].shifts[0].to, 8 * EMS_HOUR); /* the next day */
    check_int(m->crews[5].shifts[0].weekdays, 32 + 64);
    check_int(m->crews[5].shifts[0].to, 0);
    check_int(m->crews[6].shift_count, 0); /* every day from 00:00 to 24:00 is at all hours */
    built_free(&built);
}

/* Whether two vehicles are enough for these shifts. */
static bool two_are_enough(const char *shifts)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario;
    char text[2000];
    snprintf(text, sizeof text, "%s%s%s]}\n", STATIONS("stations:\n"),
             "  - {id: a, at: [0, 0], vehicles: {ambulance: 2}, crews: [", shifts);
    enum ems_status status =
        ems_scenario_load_text(text, strlen(text), "t.yaml", ".", NULL, &diags, &scenario);
    if (status == EMS_BAD_INPUT) {
        check_int(diags.count, 1);
        check_int(diags.items[0].message, EMS_T_MORE_CREWS);
    } else {
        check_ok(status);
        ems_scenario_free(scenario);
    }
    ems_diags_free(&diags);
    return status == EMS_OK;
}

static void crews_on_duty_at_once_are_counted(void **state)
{
    (void)state;
    check_true(two_are_enough("{count: 2, from: 08:00, to: 20:00}, {count: 2, from: 20:00, to: 08:00}"));
    check_true(!two_are_enough("{count: 2, from: 08:00, to: 20:01}, {count: 2, from: 20:00, to: 08:00}"));
    check_true(two_are_enough("{count: 2, days: [mon]}, {count: 2, days: [tue]}"));
    check_true(!two_are_enough("{count: 3, days: [wed], from: 10:00, to: 10:01}"));
    /* over midnight, and from Sunday into Monday */
    check_true(!two_are_enough(
        "{count: 2, days: [mon], from: 22:00, to: 06:00}, {count: 1, days: [tue], from: 05:00, to: 09:00}"));
    check_true(two_are_enough(
        "{count: 2, days: [mon], from: 22:00, to: 06:00}, {count: 1, days: [mon], from: 05:00, to: 09:00}"));
    check_true(!two_are_enough(
        "{count: 2, days: [sun], from: 22:00, to: 06:00}, {count: 1, days: [mon], from: 05:00, to: 09:00}"));
    check_true(two_are_enough(
        "{count: 2, days: [sun], from: 22:00, to: 06:00}, {count: 1, days: [mon], from: 06:00, to: 09:00}"));
    /* a shift that begins when it ends lasts a day */
    check_true(!two_are_enough(
        "{count: 2, from: 08:00, to: 08:00}, {count: 1, days: [fri], from: 07:00, to: 08:00}"));
    check_true(two_are_enough("{count: 2, from: 08:00, to: 08:00}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vehicles_are_numbered_by_station), cmocka_unit_test(hospitals_have_their_bits),
        cmocka_unit_test(crews_by_number_and_by_shift), cmocka_unit_test(crews_on_duty_at_once_are_counted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
