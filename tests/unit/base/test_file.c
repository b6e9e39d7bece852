#include "support/check.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

struct place {
    char folder[32], path[64];
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    if (place == NULL) return -1;
    strcpy(place->folder, "/tmp/ems120-file-XXXXXX");
    if (mkdtemp(place->folder) == NULL) return -1;
    snprintf(place->path, sizeof place->path, "%s/data", place->folder);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    unlink(place->path);
    rmdir(place->folder);
    free(place);
    return 0;
}

static void write_plain(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    check_true(file != NULL);
    fputs(text, file);
    fclose(file);
}

static int entries(const char *folder)
{
    int count = 0;
    DIR *dir = opendir(folder);
    while (readdir(dir) != NULL) count++;
    closedir(dir);
    return count - 2;
}

static void whole_files_are_read_within_the_limit(void **state)
{
    struct place *place = *state;
    char *text;
    size_t length;
    write_plain(place->path, "twelve bytes");
    check_ok(ems_file_read(place->path, 12, &text, &length));
    check_int(length, 12);
    check_text(text, "twelve bytes");
    free(text);
    check_int(ems_file_read(place->path, 11, &text, &length), EMS_IO);
    check_int(errno, EFBIG);
    check_int(ems_file_read("/nowhere/at/all", 10, &text, &length), EMS_IO);
    check_int(errno, ENOENT);
    check_int(ems_file_read(place->folder, 1000, &text, &length), EMS_IO);
    check_int(errno, EISDIR);
    /* a device without an end, whose size is not told beforehand */
    check_int(ems_file_read("/dev/zero", 1000000, &text, &length), EMS_IO);
    check_int(errno, EFBIG);
}

static void inputs_give_diagnostics(void **state)
{
    struct place *place = *state;
    struct ems_diags diags = {0};
    struct ems_place_in_file at = {"s.yaml", 7, 20};
    char *text;
    size_t length;
    check_int(ems_file_read_input(place->path, 10, at, "population.file", &diags, &text, &length),
              EMS_BAD_INPUT);
    check_int(diags.items[0].message, EMS_T_FILE_UNREADABLE);
    check_int(diags.items[0].at.line, 7);
    check_text(diags.items[0].path, "population.file");
    write_plain(place->path, "more than ten bytes");
    check_int(ems_file_read_input(place->path, 10, at, "", &diags, &text, &length), EMS_BAD_INPUT);
    check_int(diags.items[1].message, EMS_T_FILE_TOO_LARGE);
    ems_diags_free(&diags);
}

static void files_are_replaced_whole(void **state)
{
    struct place *place = *state;
    struct ems_file_out out;
    char *text;
    size_t length;
    write_plain(place->path, "old");
    check_ok(ems_file_create(place->path, &out));
    fputs("new", out.stream);
    fflush(out.stream);
    check_ok(ems_file_read(place->path, 100, &text, &length));
    check_text(text, "old"); /* until it is complete */
    free(text);
    check_ok(ems_file_commit(&out));
    check_ok(ems_file_read(place->path, 100, &text, &length));
    check_text(text, "new");
    free(text);
    check_ok(ems_file_create(place->path, &out));
    fputs("never", out.stream);
    ems_file_discard(&out);
    check_ok(ems_file_read(place->path, 100, &text, &length));
    check_text(text, "new");
    free(text);
    check_int(entries(place->folder), 1); /* nothing is left behind */
}

static void failures_leave_the_old_file(void **state)
{
    struct place *place = *state;
    struct ems_file_out out;
    check_int(ems_file_create("/nowhere/at/all", &out), EMS_IO);
    check_int(errno, ENOENT);
    write_plain(place->path, "old");
    check_ok(ems_file_create(place->path, &out));
    fclose(out.stream);
    out.stream = fopen("/dev/full", "w"); /* the disk is full from here on */
    check_true(out.stream != NULL);
    fputs("new", out.stream);
    check_int(ems_file_commit(&out), EMS_IO);
    check_int(errno, ENOSPC);
    char *text;
    size_t length;
    check_ok(ems_file_read(place->path, 100, &text, &length));
    check_text(text, "old");
    free(text);
    check_int(entries(place->folder), 1);
}

/* A caller asks errno why after all has been tidied up. */
static void finishing_keeps_the_first_reason(void **state)
{
    struct place *place = *state;
    struct ems_file_out out;
    check_ok(ems_file_create(place->path, &out));
    unlink(out.temporary); /* taking it away fails with another reason */
    errno = ENOSPC;
    check_int(ems_file_finish(&out, EMS_IO), EMS_IO);
    check_int(errno, ENOSPC);
    check_int(entries(place->folder), 0);
    check_ok(ems_file_create(place->path, &out));
    check_ok(ems_file_finish(&out, EMS_OK));
    check_int(entries(place->folder), 1);
}

/* The path is a link, so that only the link is lost where this fails. */
static void devices_are_not_replaced(void **state)
{
    struct place *place = *state;
    struct ems_file_out out;
    struct stat info;
    check_int(symlink("/dev/null", place->path), 0);
    for (int keep = 0; keep < 2; keep++) {
        check_ok(ems_file_create(place->path, &out));
        fputs("gone", out.stream);
        if (keep)
            check_ok(ems_file_commit(&out));
        else
            ems_file_discard(&out);
        check_int(stat(place->path, &info), 0);
        check_true(S_ISCHR(info.st_mode));
        check_int(entries(place->folder), 1);
    }
    check_int(unlink(place->path), 0);
}

static void paths_join(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    check_text(ems_path_join(&arena, "a/b", "c.csv"), "a/b/c.csv");
    check_text(ems_path_join(&arena, "a/b/", "c.csv"), "a/b/c.csv");
    check_text(ems_path_join(&arena, "a", "/c.csv"), "/c.csv");
    check_text(ems_path_join(&arena, ".", "c.csv"), "c.csv");
    check_text(ems_path_folder(&arena, "a/b/c.csv"), "a/b");
    check_text(ems_path_folder(&arena, "c.csv"), ".");
    check_text(ems_path_folder(&arena, "/c.csv"), "/");
    check_text(ems_path_name("a/b/c.csv"), "c.csv");
    check_text(ems_path_name("c.csv"), "c.csv");
    ems_arena_free(&arena);
}

static void paths_are_seen_from_folders(void **state)
{
    (void)state;
    const struct {
        const char *folder, *path, *expected;
    } cases[] = {{"/a/b", "/a/b/c", "c"},
                 {"/a/b", "/a/c/d", "../c/d"},
                 {"/a/b/c", "/d", "../../../d"},
                 {"a", "a/b", "b"},
                 {"a", "b", "../b"},
                 {"ab", "a", "../a"},
                 {"/a/./b//", "/a/x/../b/c", "c"},
                 {"/a", "b/./c", "b/c"},
                 {"a", "/b", "/b"},
                 {".", "./a/b", "a/b"},
                 {"../x", "../y/z", "../y/z"},
                 {"..", "a", "a"},
                 {"/a", "/../a/b", "b"},
                 {"a/b", "a/b", ""}};
    struct ems_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_text(ems_path_relative(&arena, cases[i].folder, cases[i].path), cases[i].expected);
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whole_files_are_read_within_the_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(inputs_give_diagnostics, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_are_replaced_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(failures_leave_the_old_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finishing_keeps_the_first_reason, set_up, tear_down),
        cmocka_unit_test_setup_teardown(devices_are_not_replaced, set_up, tear_down),
        cmocka_unit_test(paths_join),
        cmocka_unit_test(paths_are_seen_from_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
