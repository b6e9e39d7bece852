#include "support/check.h"

#include "base/utf8.h"

static void encodes(uint32_t c, char out[5])
{
    unsigned char *o = (unsigned char *)out;
    memset(out, 0, 5);
    if (c < 0x80) {
        o[0] = (unsigned char)c;
    } else if (c < 0x800) {
        o[0] = (unsigned char)(0xC0 | c >> 6);
        o[1] = (unsigned char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        o[0] = (unsigned char)(0xE0 | c >> 12);
        o[1] = (unsigned char)(0x80 | (c >> 6 & 63));
        o[2] = (unsigned char)(0x80 | (c & 63));
    } else {
        o[0] = (unsigned char)(0xF0 | c >> 18);
        o[1] = (unsigned char)(0x80 | (c >> 12 & 63));
        o[2] = (unsigned char)(0x80 | (c >> 6 & 63));
        o[3] = (unsigned char)(0x80 | (c & 63));
    }
}

static void every_character_is_valid_and_no_surrogate(void **state)
{
    (void)state;
    size_t bad;
    for (uint32_t c = 1; c < 0x120000; c += c < 0x10000 ? 1 : 37) {
        char text[5];
        encodes(c, text);
        bool expected = !(c >= 0xD800 && c <= 0xDFFF) && c <= 0x10FFFF;
        check_int(ems_utf8_valid(text, strlen(text), &bad), expected);
        /* cut short it is none */
        if (c >= 0x80) check_true(!ems_utf8_valid(text, strlen(text) - 1, &bad));
    }
}

static void overlong_forms_and_stray_bytes_are_found(void **state)
{
    (void)state;
    const char *texts[] = {"ab\xC0\x80", "ab\xC1\xBF", "ab\xE0\x80\x80",    "ab\xF0\x80\x80\x80",
                           "ab\x80",     "ab\xFF",     "ab\xF5\x80\x80\x80"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t bad = 99;
        check_true(!ems_utf8_valid(texts[i], strlen(texts[i]), &bad));
        check_int(bad, 2);
    }
}

static void places_count_lines_and_characters(void **state)
{
    (void)state;
    const char *text = "a\n急救x\r\ny\rz";
    const struct {
        const char *at;
        int line, column;
    } cases[] = {{"a", 1, 1}, {"急", 2, 1}, {"x", 2, 3}, {"y", 3, 1}, {"z", 4, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t offset = (size_t)(strstr(text, cases[i].at) - text);
        struct ems_place_in_file place = ems_utf8_place(text, offset, "f");
        check_int(place.line, cases[i].line);
        check_int(place.column, cases[i].column);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_character_is_valid_and_no_surrogate),
                                       cmocka_unit_test(overlong_forms_and_stray_bytes_are_found),
                                       cmocka_unit_test(places_count_lines_and_characters)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
