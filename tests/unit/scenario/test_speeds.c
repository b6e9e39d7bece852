#include "support/check.h"

#include "scenario/speeds.h"

static enum ems_status parse(const char *text, struct ems_diags *diags, struct ems_speeds *speeds)
{
    *speeds = ems_speeds_default();
    return ems_speeds_parse(text, strlen(text), "t.yaml", diags, speeds);
}

static const struct ems_speed_class *class_of(const struct ems_speeds *speeds, const char *name)
{
    int32_t number = ems_speeds_find(speeds, name);
    check_true(number >= 0);
    return &speeds->classes[number];
}

static void laid_over_the_default(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    struct ems_speeds speeds, before = ems_speeds_default();
    check_ok(parse("ems120_speeds: 1\n"
                   "classes:\n"
                   "  motorway: {lights: 110 km/h, normal: 90 km/h, access: true}\n"
                   "  track: {}\n"
                   "  service: {use: false}\n"
                   "  primary: {lights: 20 m/s}\n"
                   "  ice-road: {lights: 30 km/h, normal: 30 km/h, access: false, oneway: true}\n"
                   "limits: {lights: 110 %, normal: 70 %}\n",
                   &diags, &speeds));
    check_int(diags.count, 0);
    check_near(class_of(&speeds, "motorway")->speed_mps[EMS_LIGHTS] * 3.6, 110, 1e-9);
    check_near(class_of(&speeds, "motorway")->speed_mps[EMS_NORMAL] * 3.6, 90, 1e-9);
    check_true(class_of(&speeds, "motorway")->access && class_of(&speeds, "motorway")->oneway);
    check_true(class_of(&speeds, "track")->used && !class_of(&speeds, "service")->used);
    check_near(class_of(&speeds, "track")->speed_mps[EMS_NORMAL],
               class_of(&before, "track")->speed_mps[EMS_NORMAL], 0);
    check_near(class_of(&speeds, "primary")->speed_mps[EMS_LIGHTS], 20, 1e-12);
    check_near(class_of(&speeds, "primary")->speed_mps[EMS_NORMAL],
               class_of(&before, "primary")->speed_mps[EMS_NORMAL], 0);
    check_true(class_of(&speeds, "ice-road")->oneway && !class_of(&speeds, "ice-road")->access);
    check_true(class_of(&speeds, "ice-road")->used);
    check_int(speeds.count, before.count + 1);
    check_true(speeds.use_limits);
    check_near(speeds.limit_share[EMS_LIGHTS], 1.1, 1e-12);
    check_near(speeds.limit_share[EMS_NORMAL], 0.7, 1e-12);
    check_ok(parse("ems120_speeds: 1\nlimits: {use: false}\n", &diags, &speeds));
    check_true(!speeds.use_limits);
    check_ok(parse("ems120_speeds: 1\n", &diags, &speeds));
    check_int(memcmp(&speeds, &before, sizeof speeds), 0);
    ems_diags_free(&diags);
}

static void wrong(const char *text, const char *message, int line, int column)
{
    struct ems_diags diags = {0};
    struct ems_speeds speeds;
    char said[512];
    check_int(parse(text, &diags, &speeds), EMS_BAD_INPUT);
    check_true(diags.count > 0);
    ems_text_format(said, sizeof said, diags.items[0].message, EMS_LANG_EN, diags.items[0].args,
                    EMS_TEXT_ARGS);
    check_contains(said, message);
    check_text(diags.items[0].at.file, "t.yaml");
    check_int(diags.items[0].at.line, line);
    check_int(diags.items[0].at.column, column);
    ems_diags_free(&diags);
}

static void what_is_wrong_is_told(void **state)
{
    (void)state;
    wrong("[1]\n", "no group of keys", 1, 1);
    wrong("classes: {}\n", "ems120_speeds", 1, 1);
    wrong("ems120_speeds: 2\n", "2", 1, 16);
    wrong("ems120_speeds: 1\nclass: {}\n", "class", 2, 1);
    wrong("ems120_speeds: 1\nclasses:\n  primary: {lights: 60}\n", "60", 3, 21);
    wrong("ems120_speeds: 1\nclasses:\n  primary: {lights: 0 km/h}\n", "0 km/h", 3, 21);
    wrong("ems120_speeds: 1\nclasses:\n  primary: {lights: 900 km/h}\n", "900 km/h", 3, 21);
    wrong("ems120_speeds: 1\nclasses:\n  primary: {blue: 60 km/h}\n", "blue", 3, 13);
    wrong("ems120_speeds: 1\nclasses:\n  primary: {lights: 20 km/h}\n", "primary", 3, 3);
    wrong("ems120_speeds: 1\nclasses:\n  lane: {lights: 20 km/h}\n", "lane", 3, 3);
    wrong("ems120_speeds: 1\nclasses:\n  a-very-very-long-name-of-a-class: {}\n", "a-very", 3, 3);
    wrong("ems120_speeds: 1\nlimits: {lights: 50 %}\n", "limits", 2, 9);
    wrong("ems120_speeds: 1\nlimits: {lights: 0.5}\n", "0.5", 2, 18);
    wrong("ems120_speeds: 1\nclasses: {primary: {}, primary: {}}\n", "primary", 2, 24);
}

static void a_near_name_is_doubted(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    struct ems_speeds speeds;
    check_ok(parse("ems120_speeds: 1\nclasses:\n  motoway: {lights: 60 km/h, normal: 50 km/h}\n", &diags,
                   &speeds));
    check_int(diags.count, 1);
    check_true(diags.items[0].is_warning);
    check_int(diags.items[0].at.line, 3);
    check_text(diags.items[0].hint_args[0], "motorway");
    ems_diags_free(&diags);
}

static void files(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    struct ems_speeds speeds = ems_speeds_default();
    check_int(ems_speeds_read("tests/unit/scenario/none.yaml", &diags, &speeds), EMS_BAD_INPUT);
    check_int(diags.count, 1);
    ems_diags_free(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(laid_over_the_default),
        cmocka_unit_test(what_is_wrong_is_told),
        cmocka_unit_test(a_near_name_is_doubted),
        cmocka_unit_test(files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
