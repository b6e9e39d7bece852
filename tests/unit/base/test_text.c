/* The table of texts: both languages are there and take the same arguments; formatting cuts at whole
 * characters. */
#include "support/check.h"

#include "base/text.h"

static void arguments(const char *text, int used[EMS_TEXT_ARGS])
{
    memset(used, 0, EMS_TEXT_ARGS * sizeof *used);
    for (const char *p = strchr(text, '{'); p != NULL; p = strchr(p + 1, '{')) {
        if (p[1] >= '0' && p[1] <= '7' && p[2] == '}') used[p[1] - '0'] = 1;
    }
}

static void no_text_is_missing(void **state)
{
    (void)state;
    for (int id = EMS_T_NONE + 1; id < EMS_TEXTS; id++) {
        for (int lang = 0; lang < EMS_LANGS; lang++) {
            const char *text = ems_text((enum ems_text)id, (enum ems_lang)lang);
            if (text == NULL || text[0] == '\0')
                print_error("text %d lacks language %d: \"%s\"\n", id, lang,
                            ems_text((enum ems_text)id, EMS_LANG_EN));
            assert_true(text != NULL && text[0] != '\0');
        }
    }
}

static void languages_take_the_same_arguments(void **state)
{
    (void)state;
    for (int id = 0; id < EMS_TEXTS; id++) {
        int en[EMS_TEXT_ARGS], zh[EMS_TEXT_ARGS];
        arguments(ems_text((enum ems_text)id, EMS_LANG_EN), en);
        arguments(ems_text((enum ems_text)id, EMS_LANG_ZH), zh);
        if (memcmp(en, zh, sizeof en) != 0)
            print_error("in \"%s\"\n", ems_text((enum ems_text)id, EMS_LANG_EN));
        assert_memory_equal(en, zh, sizeof en);
    }
}

static void arguments_are_put_in(void **state)
{
    (void)state;
    char out[128];
    size_t length =
        ems_text_format(out, sizeof out, EMS_T_CLI_IO, EMS_LANG_EN, (const char *const[]){"a {1}", "b"}, 2);
    check_text(out, "a {1}: b"); /* an argument is not read as a template */
    check_int(length, 8);
    ems_text_format(out, sizeof out, EMS_T_CLI_IO, EMS_LANG_ZH, (const char *const[]){"甲"}, 1);
    check_text(out, "甲：?");
}

static void long_text_is_cut_at_a_character(void **state)
{
    (void)state;
    const char *const args[] = {"甲乙", "丙"};
    for (size_t size = 1; size < 14; size++) {
        char out[16];
        memset(out, 'x', sizeof out);
        check_int(ems_text_format(out, size, EMS_T_CLI_IO, EMS_LANG_ZH, args, 2), 12);
        check_int(strlen(out), (size - 1) / 3 * 3);
        check_true(strncmp(out, "甲乙：丙", strlen(out)) == 0);
    }
    check_int(ems_text_format(NULL, 0, EMS_T_CLI_IO, EMS_LANG_ZH, args, 2), 12);
}

static void names_fall_back(void **state)
{
    (void)state;
    struct ems_name both = {{"Town", "城"}}, zh = {{NULL, "城"}}, none = {{NULL, NULL}};
    check_text(ems_name_in(&both, EMS_LANG_EN, "id"), "Town");
    check_text(ems_name_in(&both, EMS_LANG_ZH, "id"), "城");
    check_text(ems_name_in(&zh, EMS_LANG_EN, "id"), "城");
    check_text(ems_name_in(&none, EMS_LANG_ZH, "id"), "id");
}

static void locales(void **state)
{
    (void)state;
    check_int(ems_lang_from_locale("zh_CN.UTF-8"), EMS_LANG_ZH);
    check_int(ems_lang_from_locale("zh"), EMS_LANG_ZH);
    check_int(ems_lang_from_locale("en_US.UTF-8"), EMS_LANG_EN);
    check_int(ems_lang_from_locale("C"), EMS_LANG_EN);
    check_int(ems_lang_from_locale(NULL), EMS_LANG_EN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_is_missing),   cmocka_unit_test(languages_take_the_same_arguments),
        cmocka_unit_test(arguments_are_put_in), cmocka_unit_test(long_text_is_cut_at_a_character),
        cmocka_unit_test(names_fall_back),      cmocka_unit_test(locales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
