/* The page of a run, in both languages, against goldens (`EMS_RENEW=1` writes them anew), and that it fits.
 */
#include "support/check.h"

#include "report/columns.h"
#include "report/report.h"
#include "report/table.h"
#include "support/small_study.h"

#define GOLDEN "tests/unit/report/golden/"

struct fixture {
    struct small_study study;
    struct ems_standard standard;
    struct ems_clause clauses[3];
    struct ems_clause_result judged[3];
    struct ems_standards_result standards;
    struct ems_radius_cover radius;
};

static void init_standards(struct fixture *fixture)
{
    fixture->standard = (struct ems_standard){.id = "cn-test", .title = {{"A rule", "某项规定"}}};
    fixture->clauses[0] = (struct ems_clause){.id = "answer", .measure = EMS_MEASURE_ANSWER_10S_SHARE};
    fixture->clauses[1] = (struct ems_clause){
        .id = "fleet", .measure = EMS_MEASURE_PEOPLE_PER_VEHICLE, .form = EMS_FLEET_COUNTY, .people = 10000};
    fixture->clauses[2] = (struct ems_clause){.id = "departure", .measure = EMS_MEASURE_DEPARTURE_3MIN_SHARE};
    for (int i = 0; i < 3; i++)
        fixture->judged[i] =
            (struct ems_clause_result){.standard = &fixture->standard, .clause = &fixture->clauses[i]};
    fixture->judged[0].required = 0.95;
    fixture->judged[0].found = ems_figure_make(0.952, 0.004, 8, 0, 1);
    fixture->judged[0].judgement = (struct ems_judgement){EMS_VERDICT_UNDECIDED, 0.944, 96};
    fixture->judged[1].unit = EMS_UNIT_VEHICLES;
    fixture->judged[1].required = 11;
    fixture->judged[1].found = ems_figure_bare(4, 0, EMS_NOTE_NO_INTERVAL);
    fixture->judged[1].judgement = (struct ems_judgement){EMS_VERDICT_NO, NAN, 0};
    fixture->judged[1].origin = EMS_ORIGIN_COMPUTED;
    fixture->judged[2].required = 0.95;
    fixture->judged[2].found = ems_figure_missing(EMS_NOTE_NO_CASES);
    fixture->judged[2].judgement = (struct ems_judgement){EMS_VERDICT_NA, NAN, 0};
    fixture->standards = (struct ems_standards_result){fixture->judged, 3};
    fixture->radius.all = (struct ems_radius_group){.people = 105000, .measured = 100000, .covered = 93000};
}

static char *page_of(struct fixture *fixture, int64_t replications, enum ems_lang lang)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct ems_results *results = small_study_results(&fixture->study, replications);
    struct ems_report report = {
        .results = results, .standards = &fixture->standards, .radius = &fixture->radius};
    check_ok(ems_report_terminal(&report, lang, out));
    fclose(out);
    ems_results_free(results);
    return text;
}

static char *read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) return NULL;
    char *text = calloc(1, 100000);
    size_t length = fread(text, 1, 99999, in);
    text[length] = '\0';
    fclose(in);
    return text;
}

static void check_golden(const char *text, const char *path)
{
    if (getenv("EMS_RENEW") != NULL) {
        FILE *out = fopen(path, "wb");
        check_true(out != NULL && fputs(text, out) >= 0 && fclose(out) == 0);
    }
    char *expected = read_file(path);
    check_text(text, expected);
    free(expected);
}

static void check_fits(const char *text)
{
    char *copy = strdup(text);
    for (char *line = strtok(copy, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        check_within(ems_columns_width(line), 1, EMS_PAGE_COLUMNS);
        check_true(line[strlen(line) - 1] != ' ');
    }
    free(copy);
}

static void test_goldens(void **state)
{
    (void)state;
    struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    small_study_init(&fixture.study);
    init_standards(&fixture);
    const struct {
        int64_t replications;
        enum ems_lang lang;
        const char *path;
    } pages[] = {{8, EMS_LANG_EN, GOLDEN "summary.en.txt"},
                 {8, EMS_LANG_ZH, GOLDEN "summary.zh.txt"},
                 {1, EMS_LANG_EN, GOLDEN "one-replication.en.txt"}};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char *text = page_of(&fixture, pages[i].replications, pages[i].lang);
        check_fits(text);
        check_golden(text, pages[i].path);
        free(text);
    }
}

static void test_long_names_fit(void **state)
{
    (void)state;
    struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    small_study_init(&fixture.study);
    init_standards(&fixture);
    const char *english =
        "The emergency medical service station beside the old railway bridge at the eastern edge of town";
    const char *chinese =
        "东部工业开发区与老铁路桥之间的第十七医疗急救站兼救护车维修保养中心暨应急物资储备仓库";
    fixture.study.stations[1].name = (struct ems_name){{english, chinese}};
    fixture.study.areas[1].name = (struct ems_name){{english, chinese}};
    fixture.study.hospitals[1].name = (struct ems_name){{english, chinese}};
    fixture.standard.title = (struct ems_name){{english, chinese}};
    fixture.study.model.name = (struct ems_name){{english, chinese}};
    for (int lang = 0; lang < EMS_LANGS; lang++) {
        char *text = page_of(&fixture, 3, (enum ems_lang)lang);
        check_fits(text);
        free(text);
    }
}

static void test_nothing_finished(void **state)
{
    (void)state;
    struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    small_study_init(&fixture.study);
    char *text = page_of(&fixture, 0, EMS_LANG_EN);
    check_contains(text, "no replication was finished");
    check_true(strstr(text, "nan") == NULL);
    free(text);
}

static void test_full_disk_is_told(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL) check_skip("no /dev/full here");
    struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    small_study_init(&fixture.study);
    struct ems_results *results = small_study_results(&fixture.study, 2);
    struct ems_report report = {.results = results};
    check_int(ems_report_terminal(&report, EMS_LANG_EN, full), EMS_IO);
    ems_results_free(results);
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_goldens),
        cmocka_unit_test(test_long_names_fit),
        cmocka_unit_test(test_nothing_finished),
        cmocka_unit_test(test_full_disk_is_told),
    };
    return cmocka_run_group_tests_name("report/terminal", tests, NULL, NULL);
}
