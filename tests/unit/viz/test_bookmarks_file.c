/* Bookmarks come back for the run that they were set in, and for no other. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "viz/bookmarks_file.h"

static const struct ems_scenario_info town = {.hash = "0a1b", .seed = 7}, city = {.hash = "77ff", .seed = 7};

static int make_home(void **state)
{
    char *folder = strdup("/tmp/ems120-bookmarks-XXXXXX");
    *state = folder;
    return folder == NULL || mkdtemp(folder) == NULL || setenv("XDG_CONFIG_HOME", folder, 1) != 0;
}

static int remove_home(void **state)
{
    char path[200];
    snprintf(path, sizeof path, "%s/ems120/bookmarks.conf", (const char *)*state);
    remove(path);
    snprintf(path, sizeof path, "%s/ems120", (const char *)*state);
    rmdir(path);
    int wrong = rmdir(*state);
    free(*state);
    return wrong;
}

static void each_run_has_its_own(void **state)
{
    (void)state;
    struct viz_bookmarks b = {0}, back;
    viz_bookmarks_load(&back, &town, 1); /* there is no file yet */
    check_int(back.count, 0);
    viz_bookmarks_add(&b, 3 * EMS_HOUR);
    viz_bookmarks_add(&b, EMS_HOUR + 1);
    viz_bookmarks_save(&b, &town, 1);
    viz_bookmarks_add(&b, 9 * EMS_HOUR);
    viz_bookmarks_save(&b, &city, 1);
    viz_bookmarks_load(&back, &town, 1);
    check_int(back.count, 2);
    check_int(back.at[0], EMS_HOUR + 1);
    check_int(back.at[1], 3 * EMS_HOUR);
    viz_bookmarks_load(&back, &city, 1);
    check_int(back.count, 3);
    viz_bookmarks_load(&back, &city, 2);
    check_int(back.count, 0);
    viz_bookmarks_remove(&b, 0);
    viz_bookmarks_save(&b, &city, 1); /* instead of the one before */
    viz_bookmarks_load(&back, &city, 1);
    check_int(back.count, 2);
    viz_bookmarks_load(&back, &town, 1);
    check_int(back.count, 2);
}

static void a_damaged_file_does_no_harm(void **state)
{
    char path[200];
    struct viz_bookmarks b = {0}, back;
    snprintf(path, sizeof path, "%s/ems120/bookmarks.conf", (const char *)*state);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("0a1b 7 1: 5 x 6\n0a1b 7 1: -3 8\n", file);
    for (int i = 0; i < 100000; i++) fputc('1', file);
    fclose(file);
    viz_bookmarks_load(&back, &town, 1);
    check_int(back.count, 2);
    check_int(back.at[1], 8);
    for (int i = 0; i < VIZ_BOOKMARKS; i++) viz_bookmarks_add(&b, INT64_MAX - i);
    viz_bookmarks_save(&b, &town, 1);
    viz_bookmarks_load(&back, &town, 1);
    check_int(back.count, VIZ_BOOKMARKS);
    check_int(back.at[0], INT64_MAX - VIZ_BOOKMARKS + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_run_has_its_own),
                                       cmocka_unit_test(a_damaged_file_does_no_harm)};
    return cmocka_run_group_tests(tests, make_home, remove_home);
}
