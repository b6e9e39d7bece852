/* Diagnostics are kept with copies of what they name; names near a misspelt one are found. */
#include "support/check.h"

#include "base/diag.h"

static void what_is_named_is_copied(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    char file[] = "a.yaml", argument[] = "x", hint[] = "y";
    struct ems_diag *diag = ems_diag_error(&diags, (struct ems_place_in_file){file, 3, 4}, "p.q",
                                           EMS_T_CLI_UNKNOWN_COMMAND, EMS_ARGS(argument));
    ems_diag_hint(&diags, diag, EMS_T_CLI_MEANT, EMS_ARGS(hint));
    file[0] = argument[0] = hint[0] = '!';
    check_text(diags.items[0].at.file, "a.yaml");
    check_text(diags.items[0].args[0], "x");
    check_text(diags.items[0].hint_args[0], "y");
    check_text(diags.items[0].path, "p.q");
    check_int(diags.errors, 1);
    ems_diags_free(&diags);
    check_int(diags.count, 0);
}

static void warnings_are_no_errors(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    ems_diag_warning(&diags, (struct ems_place_in_file){"a", 1, 1}, NULL, EMS_T_CLI_NO_MEMORY, NULL);
    check_int(diags.errors, 0);
    check_int(diags.count, 1);
    check_true(diags.items[0].is_warning);
    ems_diags_free(&diags);
}

static void only_so_many_are_kept(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    for (int i = 0; i < EMS_DIAGS_MAX + 7; i++)
        ems_diag_error(&diags, (struct ems_place_in_file){"a", i + 1, 1}, "", EMS_T_CLI_NO_MEMORY, NULL);
    check_int(diags.count, EMS_DIAGS_MAX);
    check_int(diags.dropped, 7);
    check_int(diags.errors, EMS_DIAGS_MAX + 7);
    ems_diag_hint(&diags, NULL, EMS_T_CLI_SEE_HELP, NULL);
    ems_diags_free(&diags);
}

static void near_names(void **state)
{
    (void)state;
    static const char *const names[] = {"run", "coverage", "check", "stations", "hospitals"};
    static const struct {
        const char *word, *nearest;
    } cases[] = {
        {"rnu", "run"},
        {"urn", "run"},
        {"ran", "run"},
        {"cover", NULL},
        {"coverge", "coverage"},
        {"chekc", "check"},
        {"station", "stations"},
        {"hosiptlas", "hospitals"},
        {"", NULL},
        {"xyz", NULL},
        {"run", "run"},
        {"statoin", "stations"},
        {"r", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_text(ems_closest_name(cases[i].word, names, 5), cases[i].nearest);
    char long_word[200];
    memset(long_word, 'a', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = '\0';
    check_text(ems_closest_name(long_word, names, 5), NULL);
    check_text(ems_closest_name("run", NULL, 0), NULL);
    static const char *const letters[] = {"a", "b", "node10"};
    check_text(ems_closest_name("c", letters, 3), NULL); /* nothing of it would stay */
    check_text(ems_closest_name("b", letters, 3), "b");
    check_text(ems_closest_name("node11", letters, 3), "node10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_named_is_copied),
        cmocka_unit_test(warnings_are_no_errors),
        cmocka_unit_test(only_so_many_are_kept),
        cmocka_unit_test(near_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
