#include "built.h"

/* The smallest area that holds a point, looked for in another way than the model's: by area, ties to the
 * first. */
static int32_t smallest_with(const struct ems_model *model, struct ems_point at)
{
    int32_t best = EMS_NONE;
    for (int32_t a = model->area_count - 1; a >= 0; a--)
        if (ems_shape_contains(&model->areas[a].shape, at) &&
            (best == EMS_NONE || model->areas[a].area_m2 <= model->areas[best].area_m2))
            best = a;
    return best;
}

/* What an alias table draws is what the people say. */
static void check_alias(const struct ems_model *model)
{
    for (int32_t a = 0; a < model->area_count; a++) {
        const struct ems_area *area = &model->areas[a];
        double sum = 0, *chance = calloc((size_t)area->place_count, sizeof *chance);
        check_true(chance != NULL && area->place_count > 0);
        for (int32_t i = 0; i < area->place_count; i++) {
            const struct ems_demand_place *p = &model->places[area->first_place + i];
            check_int(p->area, a);
            check_within(p->alias, area->first_place, area->first_place + area->place_count - 1);
            check_within(p->keep, 0, 1);
            chance[i] += p->keep / area->place_count;
            chance[p->alias - area->first_place] += (1 - p->keep) / area->place_count;
            sum += p->people;
        }
        check_near(sum, area->population, 1e-9 * (1 + sum));
        for (int32_t i = 0; i < area->place_count; i++) {
            double people = model->places[area->first_place + i].people;
            check_near(chance[i], sum > 0 ? people / sum : 1.0 / area->place_count, 1e-12);
        }
        free(chance);
    }
}

static void a_lattice_shares_evenly(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, BUILT_ALL "lattice: 1 km\n");
    const struct ems_model *m = built.model;
    check_int(m->place_count, 16); /* 4 km by 4 km */
    for (int32_t i = 0; i < 16; i++) {
        check_near(m->places[i].people, 100, 1e-12);
        /* on the half kilometres */
        check_near(fabs(remainder(m->places[i].at.x_m, 1000)), 500, 1e-9);
        check_near(fabs(remainder(m->places[i].at.y_m, 1000)), 500, 1e-9);
    }
    check_near(m->classes[0].population, 1600, 1e-9);
    check_alias(m);
    built_free(&built);
}

static void places_belong_to_the_smallest_area(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, BUILT_HEAD
               "areas:\n"
               "  - {id: land, class: rural, population: 900, circle: {centre: [0, 0], radius: 8 km}}\n"
               "  - {id: town, class: urban, population: 1600, circle: {centre: [1000, 0], radius: 3 km}}\n"
               "  - {id: core, class: urban, population: 400, circle: {centre: [1000, 500], radius: 1 km}}\n"
               "  - {id: post, class: urban, population: 7, circle: {centre: [-3010, 4020], radius: 30 m}}\n"
               "lattice: 700 m\n" BUILT_DEMAND BUILT_TRAVEL BUILT_STATIONS);
    const struct ems_model *m = built.model;
    for (int32_t i = 0; i < m->place_count; i++)
        check_int(m->places[i].area, smallest_with(m, m->places[i].at));
    for (int32_t i = 1; i < m->place_count; i++) check_true(m->places[i - 1].area <= m->places[i].area);
    check_alias(m);
    /* the lattice is coarser than the post, which has a place of its own all the same */
    check_within(m->areas[3].place_count, 1, 4);
    check_near(m->classes[1].population, 2007, 1e-9);
    check_near(m->classes[0].population, 900, 1e-9);
    /* about one place for each 0.49 km2 of the ring */
    double ring_m2 = m->areas[0].area_m2 - m->areas[1].area_m2;
    check_near(m->areas[0].place_count, ring_m2 / 490000, 0.05 * ring_m2 / 490000);
    check_int(m->stations[0].area, 1);
    built_free(&built);
}

static const char two_areas[] =
    BUILT_HEAD "areas:\n"
               "  - {id: west, class: urban, population: 600, polygon: [[-2000, -2000], [0, -2000], [0, "
               "2000], [-2000, 2000]]}\n"
               "  - {id: east, class: urban, polygon: [[0, -2000], [2000, -2000], [2000, 2000], [0, "
               "2000]]}\n" BUILT_DEMAND BUILT_TRAVEL BUILT_STATIONS;

static void load_points(struct built *built, const char *file)
{
    char text[2000];
    snprintf(text, sizeof text, "%spopulation: {file: %s}\n", two_areas, file);
    built_load(built, text);
}

static void check_points(const struct ems_model *m)
{
    check_int(m->place_count, 4);
    /* west says 600: its points of 100 and 200 are rescaled; east has what its points say */
    check_near(m->places[0].people, 200, 1e-9);
    check_near(m->places[1].people, 400, 1e-9);
    check_near(m->places[2].people, 30, 1e-9);
    check_near(m->places[3].people, 5, 1e-9);
    check_near(m->areas[1].population, 35, 1e-9);
    check_true(m->areas[0].population_given && !m->areas[1].population_given);
    check_near(m->places[1].at.x_m, -500, 1e-9);
    /* the file says east of a point that lies in the west: the file is right */
    check_near(m->places[3].at.x_m, -1500, 1e-9);
    check_alias(m);
    /* rates follow people: 30 requests for 1000 of them */
    check_near(m->areas[0].requests_per_year, 18, 1e-9);
    check_near(m->areas[1].requests_per_year, 1.05, 1e-9);
}

static void points_from_csv_and_geojson(void **state)
{
    (void)state;
    struct built csv = {0}, json = {0};
    built_file(&csv, "people.csv",
               "x_m,y_m,people,area,remark\n-1000,0,100,,a\n1000,5,30,,b\n-500,10,200,,c\n-1500,0,5,east,d\n"
               "9000,0,42,,far\n");
    load_points(&csv, "people.csv");
    check_points(csv.model);
    check_int(csv.diags.count, 1);
    check_int(csv.diags.items[0].message, EMS_T_PEOPLE_OUTSIDE);
    check_text(csv.diags.items[0].args[0], "1");
    check_text(csv.diags.items[0].args[1], "42");
    check_int(csv.diags.items[0].at.line, 6);
    /* every file read is named with its hash */
    check_int(csv.model->origin.file_count, 2);
    check_text(csv.model->origin.files[1].path, "people.csv");
    check_int(strlen(csv.model->origin.files[1].hash), 32);
    built_file(
        &json, "people.geojson",
        "{\"type\": \"FeatureCollection\", \"features\": ["
        "{\"type\": \"Feature\", \"properties\": {\"people\": 100}, \"geometry\": {\"type\": \"Point\", "
        "\"coordinates\": [-1000, 0]}},"
        "{\"type\": \"Feature\", \"properties\": {\"people\": 30}, \"geometry\": {\"type\": \"Point\", "
        "\"coordinates\": [1000, 5]}},"
        "{\"type\": \"Feature\", \"properties\": {\"people\": 200}, \"geometry\": {\"type\": \"Point\", "
        "\"coordinates\": [-500, 10, 80]}},"
        "{\"type\": \"Feature\", \"properties\": {\"people\": 5, \"area\": \"east\"}, \"geometry\": "
        "{\"type\": \"Point\", \"coordinates\": [-1500, 0]}}]}");
    load_points(&json, "people.geojson");
    check_points(json.model);
    check_int(json.diags.count, 0);
    built_free(&csv);
    built_free(&json);
    built_remove(&csv, (const char *const[]){"people.csv"}, 1);
    built_remove(&json, (const char *const[]){"people.geojson"}, 1);
}

/* Points of nobody do not divide by zero, and a place without people is never drawn beside one with people.
 */
static void nobody_at_some_points(void **state)
{
    (void)state;
    struct built built = {0};
    built_file(&built, "people.csv", "x_m,y_m,people\n-1000,0,0\n-1100,0,0\n1000,5,30\n1000,9,0\n");
    load_points(&built, "people.csv");
    check_near(built.model->places[0].people, 300, 1e-9); /* west says 600, its points nothing: evenly */
    check_near(built.model->places[3].people, 0, 0);
    check_alias(built.model);
    built_free(&built);
    built_remove(&built, (const char *const[]){"people.csv"}, 1);
}

/* Many places of very different size: the table is exact for each. */
static void an_alias_table_of_many_places(void **state)
{
    (void)state;
    struct built built = {0};
    char text[20000] = "x_m,y_m,people\n";
    for (int i = 0; i < 400; i++) {
        char line[64];
        snprintf(line, sizeof line, "%d,%d,%d\n", -1900 + 4 * i, i % 7, i * i * i % 1009);
        strcat(text, line);
    }
    built_file(&built, "people.csv", text);
    load_points(&built, "people.csv");
    check_int(built.model->areas[0].place_count, 400); /* all in the west */
    check_alias(built.model);
    built_free(&built);
    built_remove(&built, (const char *const[]){"people.csv"}, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lattice_shares_evenly), cmocka_unit_test(places_belong_to_the_smallest_area),
        cmocka_unit_test(points_from_csv_and_geojson), cmocka_unit_test(nobody_at_some_points),
        cmocka_unit_test(an_alias_table_of_many_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
