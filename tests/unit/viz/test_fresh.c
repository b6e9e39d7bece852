/* Files that are written whole or not at all. */
#include "support/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viz/fresh.h"

struct place {
    char folder[64], path[100], other[100];
};

static int make_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    *state = p;
    if (p == NULL) return 1;
    snprintf(p->folder, sizeof p->folder, "/tmp/ems120-fresh-XXXXXX");
    if (mkdtemp(p->folder) == NULL) return 1;
    snprintf(p->path, sizeof p->path, "%s/a.txt", p->folder);
    snprintf(p->other, sizeof p->other, "%s/b.txt", p->folder);
    return 0;
}

/* Fails when anything else is left in the folder. */
static int remove_place(void **state)
{
    struct place *p = *state;
    remove(p->path);
    remove(p->other);
    int wrong = rmdir(p->folder);
    free(p);
    return wrong;
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    check_int(fclose(file), 0);
}

static void holds(const char *path, const char *expected)
{
    char text[32] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    check_text(text, expected);
}

static void old_until_the_new_is_whole(void **state)
{
    const struct place *p = *state;
    struct viz_fresh fresh;
    put(p->path, "old");
    check_true(viz_fresh_begin(&fresh, p->path));
    put(fresh.written, "ne");
    holds(p->path, "old");
    errno = ENOSPC;
    check_true(!viz_fresh_end(&fresh, false));
    check_int(errno, ENOSPC);
    holds(p->path, "old");
    check_int(access(fresh.written, F_OK), -1);
    check_true(viz_fresh_begin(&fresh, p->path));
    put(fresh.written, "new");
    check_true(viz_fresh_end(&fresh, true));
    holds(p->path, "new");
}

static void never_in_place_of_another(void **state)
{
    const struct place *p = *state;
    struct viz_fresh fresh;
    put(p->path, "old");
    check_true(viz_fresh_begin(&fresh, p->path));
    put(fresh.written, "new");
    check_true(!viz_fresh_end_new(&fresh));
    check_int(errno, EEXIST);
    holds(p->path, "old");
    snprintf(fresh.path, sizeof fresh.path, "%s", p->other);
    check_true(viz_fresh_end_new(&fresh));
    holds(p->other, "new");
}

static void not_into_a_folder_that_is_none(void **state)
{
    const struct place *p = *state;
    struct viz_fresh fresh;
    put(p->path, "old");
    check_true(viz_fresh_begin(&fresh, p->path));
    put(fresh.written, "new");
    snprintf(fresh.path, sizeof fresh.path, "%s/none/c.txt", p->folder);
    check_true(!viz_fresh_end_new(&fresh));
    check_int(errno, ENOENT);
    check_int(access(fresh.written, F_OK), -1);
}

static void what_is_no_file_is_not_replaced(void **state)
{
    (void)state;
    struct viz_fresh fresh;
    check_true(viz_fresh_begin(&fresh, "/dev/null"));
    check_text(fresh.written, "/dev/null");
    check_true(viz_fresh_end(&fresh, true));
    check_int(access("/dev/null", W_OK), 0);
}

static void a_name_too_long(void **state)
{
    (void)state;
    char name[VIZ_FRESH_ROOM];
    struct viz_fresh fresh;
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    check_true(!viz_fresh_begin(&fresh, name));
    check_int(errno, ENAMETOOLONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(old_until_the_new_is_whole, make_place, remove_place),
        cmocka_unit_test_setup_teardown(never_in_place_of_another, make_place, remove_place),
        cmocka_unit_test_setup_teardown(not_into_a_folder_that_is_none, make_place, remove_place),
        cmocka_unit_test(what_is_no_file_is_not_replaced),
        cmocka_unit_test(a_name_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
