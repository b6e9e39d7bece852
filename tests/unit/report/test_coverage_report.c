#include "support/check.h"

#include "base/json.h"
#include "report/columns.h"
#include "report/coverage_report.h"
#include "scenario/load.h"

struct county {
    struct ems_diags diags;
    struct ems_scenario *scenario;
    struct ems_arena arena;
    struct ems_coverage coverage;
};

static int load(void **state)
{
    static struct county county;
    const char *const here[] = {"."};
    const struct ems_load_options options = {.data_folders = here, .data_folder_count = 1};
    memset(&county, 0, sizeof county);
    check_ok(ems_scenario_load("scenarios/jiaohe", &options, &county.diags, &county.scenario));
    check_ok(ems_coverage_compute(ems_scenario_model(county.scenario), &county.arena, &county.coverage));
    *state = &county;
    return 0;
}

static int unload(void **state)
{
    struct county *county = *state;
    ems_arena_free(&county->arena);
    ems_scenario_free(county->scenario);
    ems_diags_free(&county->diags);
    return 0;
}

/* The page, to be freed. */
static char *page_in(const struct county *county, enum ems_lang lang)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    check_true(out != NULL);
    check_ok(ems_coverage_report_print(&county->coverage, lang, out));
    fclose(out);
    return text;
}

static void the_page_fits_80_columns_in_both_languages(void **state)
{
    for (int lang = 0; lang < EMS_LANGS; lang++) {
        char *text = page_in(*state, (enum ems_lang)lang), *rest = text;
        int lines = 0;
        for (char *line; (line = strsep(&rest, "\n")) != NULL; lines++) {
            if (ems_columns_width(line) > 80) print_error("too wide: %s\n", line);
            check_true(ems_columns_width(line) <= 80);
        }
        check_true(lines > 40);
        free(text);
    }
}

static void the_page_says_what_was_found(void **state)
{
    const struct county *county = *state;
    char *english = page_in(county, EMS_LANG_EN), *chinese = page_in(county, EMS_LANG_ZH);
    char share[32];
    snprintf(share, sizeof share, "%.1f %%", 100 * county->coverage.radius.all.covered / 328925);
    check_contains(english, share);
    check_contains(english, "328925");
    check_contains(english, "People within 5 km, urban");
    check_contains(english, "Ambulances, one per 10000 people         >= 33        11  NOT met  computed");
    check_contains(english, "needs a simulation: ems120 run");
    const struct ems_time_group *all = &county->coverage.day.all;
    char ground[80];
    snprintf(ground, sizeof ground, "%% of ground %7.1f %6.1f",
             100 * all->surface_within_m2[0] / all->surface_m2,
             100 * all->surface_within_m2[1] / all->surface_m2);
    check_contains(english, ground);
    check_contains(chinese, "急救半径");
    check_contains(chinese, "未达标");
    check_true(strstr(chinese, "radius") == NULL);
    free(english);
    free(chinese);
}

static double number_at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    check_true(json_is_number(value));
    return json_number_value(value);
}

static void the_document_adds_up(void **state)
{
    const struct county *county = *state;
    const struct ems_model *model = ems_scenario_model(county->scenario);
    json_t *document;
    check_ok(ems_coverage_report_json(&county->coverage, &document));
    const json_t *cover = json_object_get(document, "coverage"), *areas = json_object_get(cover, "by_area");
    const json_t *classes = json_object_get(cover, "by_class");
    double in_areas = 0, in_classes = 0;
    const char *key;
    json_t *group;
    json_object_foreach((json_t *)json_object_get(cover, "by_area"), key, group) in_areas +=
        number_at(group, "population_in_radius");
    json_object_foreach((json_t *)json_object_get(cover, "by_class"), key, group) in_classes +=
        number_at(group, "population_in_radius");
    check_int(json_object_size(areas), model->area_count);
    check_int(json_object_size(classes), 2);
    check_near(in_areas, number_at(cover, "population_in_radius"), 0.001);
    check_near(in_classes, number_at(cover, "population_in_radius"), 0.001);
    check_near(number_at(cover, "population"), 328925, 0.001);
    check_int(json_array_size(json_object_get(cover, "stations")), model->station_count);
    check_int(json_array_size(json_object_get(document, "standards")), 12);
    check_int(json_array_size(json_object_get(document, "inputs")), 5);
    json_decref(document);
}

static void files_are_written_whole(void **state)
{
    const struct county *county = *state;
    char folder[] = "/tmp/ems120-test-XXXXXX", path[80];
    struct ems_arena arena = {0};
    const char *failed = NULL;
    check_true(mkdtemp(folder) != NULL);
    check_ok(ems_coverage_report_save(&county->coverage, folder, &arena, &failed));
    static const char *const names[] = {"coverage.json", "coverage.geojson"};
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        json_t *read = json_load_file(path, 0, NULL);
        check_true(json_is_object(read));
        json_decref(read);
        remove(path);
    }
    check_int(remove(folder), 0); /* nothing else was left in it */
    check_int(ems_coverage_report_save(&county->coverage, "/dev/null/x", &arena, &failed), EMS_IO);
    check_text(failed, "/dev/null/x");
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_fits_80_columns_in_both_languages),
        cmocka_unit_test(the_page_says_what_was_found),
        cmocka_unit_test(the_document_adds_up),
        cmocka_unit_test(files_are_written_whole),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
