#include "support/check.h"

#include "scenario/standards.h"

static const char *const here[] = {"."};

struct reading {
    struct ems_arena arena;
    struct ems_diags diags;
    const struct ems_standard *standard;
};

static enum ems_status read_text(struct reading *r, const char *text, const char *id)
{
    memset(r, 0, sizeof *r);
    return ems_standard_read(text, strlen(text), "x.yaml", id, &r->arena, &r->diags, &r->standard);
}

static void reading_free(struct reading *r)
{
    ems_arena_free(&r->arena);
    ems_diags_free(&r->diags);
}

static enum ems_status load_ids(struct reading *r, const struct ems_def_text *ids, int32_t count,
                                const struct ems_standard_search *search,
                                const struct ems_standard *const **out)
{
    memset(r, 0, sizeof *r);
    const ems_def_texts list = {.items = ids, .count = count};
    return ems_standards_load(&list, search, &r->arena, &r->diags, out);
}

static struct ems_def_text id_at(const char *id, int32_t column)
{
    return (struct ems_def_text){{{"s.yaml", 3, column}, "standards", true}, id};
}

/* The rules as the documents have them: what a planner is held to. Any other number in a file is a mistake.
 */
static const struct rule {
    const char *standard, *clause;
    enum ems_measure measure;
    double value; /* share, or people per vehicle */
    const char *class_id;
    double radius_m;
    bool secondary;
} rules[] = {
    {"cn-2020-19", "radius-urban", EMS_MEASURE_RADIUS_COVER, 1, "urban", 5000, false},
    {"cn-2020-19", "radius-rural", EMS_MEASURE_RADIUS_COVER, 1, "rural", 20000, false},
    {"cn-2020-19", "fleet-prefecture", EMS_MEASURE_PEOPLE_PER_VEHICLE, 30000, NULL, 0, false},
    {"cn-2020-19", "fleet-county", EMS_MEASURE_PEOPLE_PER_VEHICLE, 10000, NULL, 0, true},
    {"cn-2020-19", "negative-pressure", EMS_MEASURE_NEGATIVE_PRESSURE_SHARE, 0.4, NULL, 0, false},
    {"cn-2020-19", "answer-10s", EMS_MEASURE_ANSWER_10S_SHARE, 0.95, NULL, 0, false},
    {"cn-2020-19", "departure-3min", EMS_MEASURE_DEPARTURE_3MIN_SHARE, 0.95, NULL, 0, false},
    {"cn-2020-19", "critical-care", EMS_MEASURE_CRITICAL_CARE_ON_SCENE, 0.98, NULL, 0, false},
    {"cn-guangdong-2024", "fleet-prefecture", EMS_MEASURE_PEOPLE_PER_VEHICLE, 30000, NULL, 0, false},
    {"cn-guangdong-2024", "fleet-county", EMS_MEASURE_PEOPLE_PER_VEHICLE, 10000, NULL, 0, false},
    {"cn-shanxi-2023", "radius-urban", EMS_MEASURE_RADIUS_COVER, 1, "urban", 5000, false},
    {"cn-shanxi-2023", "radius-rural", EMS_MEASURE_RADIUS_COVER, 1, "rural", 20000, false},
    {"cn-shanxi-2023", "fleet-prefecture", EMS_MEASURE_PEOPLE_PER_VEHICLE, 30000, NULL, 0, false},
    {"cn-jiaohe-2023", "radius-urban", EMS_MEASURE_RADIUS_COVER, 1, "urban", 5000, false},
    {"cn-jiaohe-2023", "radius-rural", EMS_MEASURE_RADIUS_COVER, 1, "rural", 20000, false},
    {"cn-jiaohe-2023", "fleet-prefecture", EMS_MEASURE_PEOPLE_PER_VEHICLE, 30000, NULL, 0, false},
    {"cn-jiaohe-2023", "rescue-reach", EMS_MEASURE_TWO_HOUR_REACH, 1, NULL, 0, false},
    {"cn-beijing-2018", "satisfaction", EMS_MEASURE_CALL_SATISFACTION, 0.95, NULL, 0, false},
};
enum { RULES = sizeof rules / sizeof *rules, STANDARDS = 5 };

static void check_rule(const struct rule *rule, const struct ems_standard *standard,
                       const struct ems_clause *clause)
{
    const bool fleet = rule->measure == EMS_MEASURE_PEOPLE_PER_VEHICLE;
    check_text(standard->id, rule->standard);
    check_text(clause->id, rule->clause);
    check_int(clause->measure, rule->measure);
    check_near(fleet ? clause->people : clause->share, rule->value, 1e-12);
    check_text(clause->class_id, rule->class_id);
    check_near(clause->radius_m, rule->radius_m, 1e-9);
    check_int(clause->secondary, rule->secondary);
    check_true(clause->text.by_lang[EMS_LANG_EN] != NULL && clause->text.by_lang[EMS_LANG_ZH] != NULL);
    check_text(clause->source, standard->document);
    if (fleet) check_int(clause->form, rule->value < 20000 ? EMS_FLEET_COUNTY : EMS_FLEET_PREFECTURE);
}

static void shipped_standards_say_what_the_documents_say(void **state)
{
    (void)state;
    const struct ems_def_text ids[STANDARDS] = {id_at("cn-2020-19", 1), id_at("cn-guangdong-2024", 1),
                                                id_at("cn-shanxi-2023", 1), id_at("cn-jiaohe-2023", 1),
                                                id_at("cn-beijing-2018", 1)};
    const struct ems_standard_search search = {.data_folders = here, .data_folder_count = 1};
    const struct ems_standard *const *standards;
    struct reading r;
    int32_t rule = 0;
    check_ok(load_ids(&r, ids, STANDARDS, &search, &standards));
    for (int s = 0; s < STANDARDS; s++)
        for (int32_t c = 0; c < standards[s]->clause_count; c++, rule++) {
            check_true(rule < RULES);
            check_rule(&rules[rule], standards[s], &standards[s]->clauses[c]);
        }
    check_int(rule, RULES);
    check_true(
        standards[3]->clauses[1].local_radius); /* Jiaohe's rural radius is as local conditions allow */
    check_text(standards[0]->document, "国卫医发〔2020〕19号");
    check_int((int)strlen(standards[0]->hash), 32);
    reading_free(&r);
}

#define HEAD "ems120_standard: 1\nid: x\ntitle: X\ndocument: D\nclauses:\n"
#define CLAUSE "  - {id: a, text: A, measure: two_hour_reach, share: 1 %}\n"

static void a_clause_may_have_its_own_source(void **state)
{
    (void)state;
    struct reading r;
    check_ok(read_text(
        &r,
        HEAD "  - {id: a, text: A, measure: call_satisfaction, share: 95 %, source: S, secondary: true}\n"
             "  - {id: b, text: B, measure: two_hour_reach, share: 90 %}\n",
        "x"));
    check_text(r.standard->clauses[0].source, "S");
    check_text(r.standard->clauses[1].source, "D");
    check_true(r.standard->clauses[0].secondary && !r.standard->clauses[1].secondary);
    reading_free(&r);
}

/* What is wrong, and where it must be told. */
static const struct {
    const char *text, *path, *message;
    int32_t line, column;
} wrong[] = {
    {HEAD "  - {id: a, text: A, measure: radius_cover, class: urban, share: 1 %}\n", "clauses.a.radius",
     "the measure radius_cover needs radius", 6, 5},
    {HEAD "  - {id: a, text: A, measure: two_hour_reach, share: 1 %, people: 5}\n", "clauses.a.people",
     "people does not go with the measure two_hour_reach", 6, 59},
    {HEAD "  - {id: a, text: A, measure: people_per_vehicle, people: 5}\n", "clauses.a.form",
     "the measure people_per_vehicle needs form", 6, 5},
    {HEAD "  - {id: a, text: A, measure: people_per_vehicle, form: county, people: 0}\n", "clauses.a.people",
     NULL, 6, 73},
    {HEAD "  - {id: a, text: A, measure: radius_covr, share: 1 %}\n", "clauses.a.measure", NULL, 6, 31},
    {HEAD "  - {id: a, text: A, share: 1 %}\n", "clauses.a.measure", NULL, 6, 5},
    {HEAD "  - {id: a, text: A, measure: two_hour_reach, share: 1.2}\n", "clauses.a.share", NULL, 6, 54},
    {HEAD "  - {id: a, text: A, measure: two_hour_reach, share: 101 %}\n", "clauses.a.share", NULL, 6, 54},
    {HEAD "  - {id: a, text: A, measure: two_hour_reach, share: 0 %}\n", "clauses.a.share", NULL, 6, 54},
    {HEAD "  - {id: a, text: A, measure: radius_cover, class: urban, radius: 5, share: 1 %}\n",
     "clauses.a.radius", NULL, 6, 67},
    {HEAD "  - {id: a, text: A, measure: two_hour_reach, share: 1 %}\n"
          "  - {id: a, text: B, measure: two_hour_reach, share: 1 %}\n",
     NULL, NULL, 7, 10},
    {HEAD "  []\n", "clauses", NULL, 6, 3},
    {"ems120_standard: 2\nid: x\ntitle: X\ndocument: D\nclauses:\n" CLAUSE, "ems120_standard", NULL, 1, 18},
    {"ems120_standard: 1\nid: y\ntitle: X\ndocument: D\nclauses:\n" CLAUSE, "id",
     "the id y is not the name of its file, x", 2, 5},
    {"ems120: 1\n", "ems120", NULL, 1, 1},
    {"[]\n", NULL, NULL, 1, 1},
    {"id: [x\n", NULL, NULL, 2, 1},
    {"", NULL, NULL, 1, 1},
};

static bool tells(const struct ems_diags *diags, size_t w)
{
    char text[512];
    for (int32_t i = 0; i < diags->count; i++) {
        const struct ems_diag *d = &diags->items[i];
        ems_text_format(text, sizeof text, d->message, EMS_LANG_EN, d->args, EMS_TEXT_ARGS);
        if (d->at.line == wrong[w].line && d->at.column == wrong[w].column &&
            (wrong[w].path == NULL || strcmp(d->path, wrong[w].path) == 0) &&
            (wrong[w].message == NULL || strcmp(text, wrong[w].message) == 0))
            return true;
    }
    print_error("case %zu tells something else\n", w);
    return false;
}

static void wrong_files_are_told_with_their_place(void **state)
{
    (void)state;
    for (size_t w = 0; w < sizeof wrong / sizeof *wrong; w++) {
        struct reading r;
        check_int(read_text(&r, wrong[w].text, "x"), EMS_BAD_INPUT);
        check_true(r.standard == NULL);
        check_true(r.diags.errors > 0);
        check_true(tells(&r.diags, w));
        reading_free(&r);
    }
}

static void unknown_and_repeated_names_are_told(void **state)
{
    (void)state;
    const struct ems_def_text ids[] = {id_at("cn-2020-91", 13), id_at("cn-beijing-2018", 25),
                                       id_at("cn-beijing-2018", 42)};
    const struct ems_standard_search search = {.data_folders = here, .data_folder_count = 1};
    const struct ems_standard *const *standards;
    struct reading r;
    check_int(load_ids(&r, ids, 3, &search, &standards), EMS_BAD_INPUT);
    check_true(standards == NULL);
    check_int(r.diags.errors, 2);
    check_int(r.diags.items[0].message, EMS_T_STANDARD_UNKNOWN);
    check_int(r.diags.items[0].at.column, 13);
    check_text(r.diags.items[0].hint_args[0], "cn-2020-19");
    check_int(r.diags.items[1].message, EMS_T_STANDARD_TWICE);
    check_int(r.diags.items[1].at.column, 42);
    reading_free(&r);
}

/* What the filler of the scenario has told already is not told again. */
static void an_id_that_is_none_is_not_told_again(void **state)
{
    (void)state;
    const struct ems_def_text ids[] = {id_at(NULL, 13), id_at("cn-beijing-2018", 25)};
    const struct ems_standard_search search = {.data_folders = here, .data_folder_count = 1};
    const struct ems_standard *const *standards;
    struct reading r;
    check_int(load_ids(&r, ids, 2, &search, &standards), EMS_BAD_INPUT);
    check_int(r.diags.count, 0);
    check_true(standards == NULL);
    reading_free(&r);
}

/* A standard beside the scenario goes before the shipped one, and one in the folder above is found too. */
static void the_scenario_goes_before_what_is_shipped(void **state)
{
    (void)state;
    char folder[] = "/tmp/ems120-test-XXXXXX", path[80];
    const struct ems_def_text id = id_at("cn-beijing-2018", 1);
    const struct ems_standard_search search = {
        .scenario_folder = folder, .data_folders = here, .data_folder_count = 1};
    const struct ems_standard *const *standards;
    struct reading r;
    check_true(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/cn-beijing-2018.yaml", folder);
    FILE *file = fopen(path, "w");
    check_true(file != NULL);
    fputs("ems120_standard: 1\nid: cn-beijing-2018\ntitle: Ours\ndocument: D\nclauses:\n"
          "  - {id: a, text: A, measure: two_hour_reach, share: 1 %}\n",
          file);
    fclose(file);
    check_ok(load_ids(&r, &id, 1, &search, &standards));
    check_text(standards[0]->title.by_lang[EMS_LANG_EN], "Ours");
    reading_free(&r);
    remove(path);
    check_ok(load_ids(&r, &id, 1, &search, &standards));
    check_text(standards[0]->clauses[0].id, "satisfaction");
    reading_free(&r);
    remove(folder);
    const struct ems_standard_search beside = {.scenario_folder = "scenarios/jiaohe"};
    check_ok(load_ids(&r, &id, 1, &beside, &standards));
    check_text(standards[0]->path, "scenarios/jiaohe/../standards/cn-beijing-2018.yaml");
    reading_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_standards_say_what_the_documents_say),
        cmocka_unit_test(a_clause_may_have_its_own_source),
        cmocka_unit_test(wrong_files_are_told_with_their_place),
        cmocka_unit_test(unknown_and_repeated_names_are_told),
        cmocka_unit_test(an_id_that_is_none_is_not_told_again),
        cmocka_unit_test(the_scenario_goes_before_what_is_shipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
