/* YAML into nodes: structure, places, and what a plain scalar is. What is refused is in tests/invalid. */
#include "scenario/yaml.h"

#include "support/check.h"

struct fixture {
    struct ems_arena arena;
    struct ems_diags diags;
    struct ems_node *root;
};

static enum ems_status read_text(struct fixture *f, const char *text, size_t length)
{
    return ems_yaml_read(text, length, "test.yaml", "folder", &f->arena, &f->diags, &f->root);
}

static void read_ok(struct fixture *f, const char *text)
{
    check_ok(read_text(f, text, strlen(text)));
    check_int(f->diags.count, 0);
    check_true(f->root != NULL);
}

static void end(struct fixture *f)
{
    ems_arena_free(&f->arena);
    ems_diags_free(&f->diags);
}

static void check_place(struct ems_place_in_file at, int line, int column)
{
    check_text(at.file, "test.yaml");
    check_int(at.line, line);
    check_int(at.column, column);
}

static void tree_and_places(void **state)
{
    struct fixture f = {0};
    (void)state;
    read_ok(&f, "a: 1\nb:\n  - x\n  - {c: 'two words', d: []}\n");
    check_int(f.root->kind, EMS_NODE_MAP);
    check_int(ems_node_count(f.root), 2);
    const struct ems_node *b = ems_node_find(f.root, "b"), *entry = b->last;
    check_int(b->kind, EMS_NODE_LIST);
    check_place(b->key_at, 2, 1);
    check_place(b->first->at, 3, 5);
    check_text(b->first->text, "x");
    check_true(b->first->plain && entry->flow && !b->flow);
    check_place(ems_node_find(entry, "c")->at, 4, 9);
    check_place(ems_node_find(entry, "c")->key_at, 4, 6);
    check_text(ems_node_find(entry, "c")->text, "two words");
    check_true(!ems_node_find(entry, "c")->plain);
    check_int(ems_node_count(ems_node_find(entry, "d")), 0);
    check_true(ems_node_find(entry, "e") == NULL);
    check_text(entry->folder, "folder");
    end(&f);
}

static void columns_count_characters(void **state)
{
    struct fixture f = {0};
    (void)state;
    read_ok(&f, "{名字: 蛟河, b: x}\n");
    check_text(ems_node_find(f.root, "名字")->text, "蛟河");
    check_place(ems_node_find(f.root, "b")->key_at, 1, 10);
    end(&f);
}

static void mark_and_line_ends(void **state)
{
    struct fixture f = {0};
    (void)state;
    read_ok(&f, "\xef\xbb\xbf"
                "a: 1\r\nb: 2\r\n");
    check_text(ems_node_find(f.root, "a")->text, "1");
    check_place(ems_node_find(f.root, "b")->at, 2, 4);
    end(&f);
}

static void scalars_of_core_schema(void **state)
{
    static const struct {
        const char *text;
        enum ems_scalar_kind kind;
    } cases[] = {{"null", EMS_SCALAR_NULL},
                 {"~", EMS_SCALAR_NULL},
                 {"", EMS_SCALAR_NULL},
                 {"true", EMS_SCALAR_BOOL},
                 {"False", EMS_SCALAR_BOOL},
                 {"yes", EMS_SCALAR_TEXT},
                 {"NO", EMS_SCALAR_TEXT},
                 {"on", EMS_SCALAR_TEXT},
                 {"tRUE", EMS_SCALAR_TEXT},
                 {"12", EMS_SCALAR_INTEGER},
                 {"-3", EMS_SCALAR_INTEGER},
                 {"+4", EMS_SCALAR_INTEGER},
                 {"007", EMS_SCALAR_INTEGER},
                 {"1_000", EMS_SCALAR_TEXT},
                 {"1,000", EMS_SCALAR_TEXT},
                 {"0x1F", EMS_SCALAR_OTHER_NUMBER},
                 {"0xG", EMS_SCALAR_TEXT},
                 {"0o17", EMS_SCALAR_OTHER_NUMBER},
                 {"0o8", EMS_SCALAR_TEXT},
                 {"1.5", EMS_SCALAR_REAL},
                 {".5", EMS_SCALAR_REAL},
                 {"5.", EMS_SCALAR_REAL},
                 {"1e3", EMS_SCALAR_REAL},
                 {"-1.5E-3", EMS_SCALAR_REAL},
                 {"1e", EMS_SCALAR_TEXT},
                 {".", EMS_SCALAR_TEXT},
                 {"-", EMS_SCALAR_TEXT},
                 {".inf", EMS_SCALAR_OTHER_NUMBER},
                 {"-.Inf", EMS_SCALAR_OTHER_NUMBER},
                 {".nan", EMS_SCALAR_OTHER_NUMBER},
                 {"nan", EMS_SCALAR_TEXT},
                 {"22:00", EMS_SCALAR_TEXT},
                 {"2025-01-01", EMS_SCALAR_TEXT},
                 {"5 km", EMS_SCALAR_TEXT}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ems_node node = {.kind = EMS_NODE_SCALAR, .plain = true, .text = cases[i].text};
        if (ems_node_scalar_kind(&node) != cases[i].kind) {
            print_error("%s\n", cases[i].text);
            fail();
        }
        node.plain = false;
        check_int(ems_node_scalar_kind(&node), EMS_SCALAR_TEXT);
    }
}

static void twins_keep_the_first(void **state)
{
    struct fixture f = {0};
    (void)state;
    const char *text = "a: 1\nb: 2\na: 3\na: 4\n";
    check_int(read_text(&f, text, strlen(text)), EMS_BAD_INPUT);
    check_int(f.diags.count, 2);
    check_int(ems_node_count(f.root), 2);
    check_text(ems_node_find(f.root, "a")->text, "1");
    check_int(f.diags.items[1].at.line, 4);
    end(&f);
}

static void depth(void **state)
{
    char text[200];
    (void)state;
    for (int levels = 63; levels <= 66; levels++) { /* lists, and the scalar in them is no level */
        struct fixture f = {0};
        memset(text, '[', (size_t)levels);
        text[levels] = '1';
        memset(text + levels + 1, ']', (size_t)levels);
        enum ems_status status = read_text(&f, text, 2 * (size_t)levels + 1);
        check_int(status, levels <= EMS_YAML_DEPTH_MAX ? EMS_OK : EMS_BAD_INPUT);
        check_true((f.root != NULL) == (levels <= EMS_YAML_DEPTH_MAX));
        end(&f);
    }
}

/* Every string of two bytes, alone and in a value: refused or read, never worse. */
static void all_pairs_of_bytes(void **state)
{
    (void)state;
    for (unsigned pair = 0; pair < 65536; pair++) {
        struct fixture f = {0};
        char text[] = {'a', ':', ' ', (char)(pair >> 8), (char)(pair & 0xff)};
        enum ems_status status = read_text(&f, text, sizeof text);
        check_true((status == EMS_OK) == (f.diags.errors == 0));
        if (pair >> 8 >= 0x80 && (pair & 0xff) < 0x80)
            check_int(status, EMS_BAD_INPUT); /* a torn character */
        end(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tree_and_places),      cmocka_unit_test(columns_count_characters),
        cmocka_unit_test(mark_and_line_ends),   cmocka_unit_test(scalars_of_core_schema),
        cmocka_unit_test(twins_keep_the_first), cmocka_unit_test(depth),
        cmocka_unit_test(all_pairs_of_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
