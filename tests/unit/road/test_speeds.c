#include "support/check.h"

#include "road/speeds.h"

static void default_table(void **state)
{
    (void)state;
    const struct ems_speeds speeds = ems_speeds_default();
    check_true(speeds.count > 15 && speeds.count < EMS_ROAD_CLASSES_MAX);
    for (int32_t i = 0; i < speeds.count; i++) {
        const struct ems_speed_class *class = &speeds.classes[i];
        check_int(ems_speeds_find(&speeds, class->name), i); /* each name once */
        check_within(class->speed_mps[EMS_NORMAL] * 3.6, 5, 120);
        check_true(class->speed_mps[EMS_LIGHTS] >= class->speed_mps[EMS_NORMAL]);
    }
    check_int(ems_speeds_find(&speeds, "canal"), -1);
    check_true(speeds.limit_share[EMS_LIGHTS] >= speeds.limit_share[EMS_NORMAL]);
}

static void a_limit_replaces_the_class(void **state)
{
    (void)state;
    struct ems_speeds speeds = ems_speeds_default();
    int32_t primary = ems_speeds_find(&speeds, "primary");
    check_near(ems_speeds_mps(&speeds, primary, 0, EMS_LIGHTS) * 3.6, 60, 1e-9);
    check_near(ems_speeds_mps(&speeds, primary, 20, EMS_LIGHTS), 20, 1e-12);
    check_near(ems_speeds_mps(&speeds, primary, 20, EMS_NORMAL), 16, 1e-12);
    speeds.use_limits = false;
    check_near(ems_speeds_mps(&speeds, primary, 20, EMS_NORMAL) * 3.6, 45, 1e-9);
}

static void classes_are_added_once(void **state)
{
    (void)state;
    struct ems_speeds speeds = ems_speeds_default();
    int32_t before = speeds.count, primary = ems_speeds_find(&speeds, "primary");
    check_int(ems_speeds_add(&speeds, "primary", -1), primary);
    check_int(ems_speeds_add(&speeds, "lane", primary), before);
    check_near(speeds.classes[before].speed_mps[EMS_NORMAL], speeds.classes[primary].speed_mps[EMS_NORMAL],
               0);
    check_int(ems_speeds_add(&speeds, "blank", -1), before + 1);
    check_true(!speeds.classes[before + 1].used);
    check_int(ems_speeds_add(&speeds, "", -1), -1);
    check_int(ems_speeds_add(&speeds, "12345678901234567890123", -1), before + 2);
    check_int(ems_speeds_add(&speeds, "123456789012345678901234", -1), -1);
    char name[8] = "a";
    while (speeds.count < EMS_ROAD_CLASSES_MAX) {
        check_true(ems_speeds_add(&speeds, name, primary) >= 0);
        name[0]++;
    }
    check_int(ems_speeds_add(&speeds, "one-more", -1), -1);
}

/* The table in docs/roads.md is this one. */
static void documented(void **state)
{
    (void)state;
    char text[20000];
    const struct ems_speeds speeds = ems_speeds_default();
    FILE *file = fopen("docs/roads.md", "r");
    check_true(file != NULL);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    check_true(length < sizeof text - 1);
    text[length] = '\0';
    for (int32_t i = 0; i < speeds.count; i++) {
        const struct ems_speed_class *class = &speeds.classes[i];
        char row[128];
        snprintf(row, sizeof row, "\n| %s | %.0f | %.0f | ", class->name, class->speed_mps[EMS_LIGHTS] * 3.6,
                 class->speed_mps[EMS_NORMAL] * 3.6);
        check_contains(text, row);
        const char *notes = strstr(text, row) + strlen(row);
        check_int(strncmp(notes, "left out", 8) == 0, !class->used);
        check_int(strncmp(notes, "no access, one-way", 18) == 0, !class->access && class->oneway);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_table),
        cmocka_unit_test(a_limit_replaces_the_class),
        cmocka_unit_test(classes_are_added_once),
        cmocka_unit_test(documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
