#include "scenario/standards.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "scenario/fill.h"
#include "scenario/yaml.h"

/* A file as written; see scenario/definition.h for the habit. */
struct clause_def {
    struct ems_def_mark mark;
    struct ems_def_text id, class_name, source;
    struct ems_def_name text, note;
    struct ems_def_choice measure, form;
    struct ems_def_number share, radius;
    struct ems_def_integer people;
    struct ems_def_bool local_radius, secondary;
};

struct standard_def {
    struct ems_def_mark mark;
    struct ems_def_integer version;
    struct ems_def_text id, document;
    struct ems_def_name title;
    EMS_DEF_LIST(struct clause_def) clauses;
};

static const struct ems_choice_word measure_words[] = {
#define EMS_X(id, name, required, optional) {name, EMS_MEASURE_##id},
    EMS_MEASURES(EMS_X)
#undef EMS_X
        {NULL, 0}};

static const struct ems_choice_word form_words[] = {
    {"prefecture", EMS_FLEET_PREFECTURE}, {"county", EMS_FLEET_COUNTY}, {NULL, 0}};

#define CLAUSE(name, member, what) \
    .key = (name), .kind = EMS_FIELD_##what, .offset = offsetof(struct clause_def, member)

static const struct ems_field clause_fields[] = {
    {CLAUSE("id", id, WORD), .flags = EMS_REQUIRED},
    {CLAUSE("text", text, NAME), .flags = EMS_REQUIRED},
    {CLAUSE("note", note, NAME)},
    {CLAUSE("measure", measure, CHOICE), .flags = EMS_REQUIRED, .words = measure_words},
    {CLAUSE("share", share, SHARE), .high = 1, .flags = EMS_ABOVE},
    {CLAUSE("class", class_name, WORD)},
    {CLAUSE("radius", radius, LENGTH), .high = 2e7, .flags = EMS_ABOVE},
    {CLAUSE("local_radius", local_radius, BOOL), .fallback = "false"},
    {CLAUSE("form", form, CHOICE), .words = form_words},
    {CLAUSE("people", people, INTEGER), .low = 1, .high = 1000000000},
    {CLAUSE("source", source, TEXT)},
    {CLAUSE("secondary", secondary, BOOL), .fallback = "false"},
};
enum { CLAUSE_FIELDS = sizeof clause_fields / sizeof *clause_fields };
static const struct ems_schema clause_schema = {
    .name = "clause", .fields = clause_fields, .count = CLAUSE_FIELDS, .size = sizeof(struct clause_def)};
static const struct ems_field clause_item = {.kind = EMS_FIELD_OBJECT, .object = &clause_schema};

#define STANDARD(name, member, what) \
    .key = (name), .kind = EMS_FIELD_##what, .offset = offsetof(struct standard_def, member)

static const struct ems_field standard_fields[] = {
    {STANDARD("ems120_standard", version, INTEGER), .flags = EMS_REQUIRED, .low = 1, .high = 1},
    {STANDARD("id", id, WORD), .flags = EMS_REQUIRED},
    {STANDARD("title", title, NAME), .flags = EMS_REQUIRED},
    {STANDARD("document", document, TEXT), .flags = EMS_REQUIRED},
    {STANDARD("clauses", clauses, LIST), .flags = EMS_REQUIRED, .item = &clause_item,
     .item_size = sizeof(struct clause_def), .least = 1},
};
static const struct ems_schema standard_schema = {.name = "standard",
                                                  .fields = standard_fields,
                                                  .count = sizeof standard_fields / sizeof *standard_fields,
                                                  .size = sizeof(struct standard_def)};

static const struct {
    const char *name, *required, *optional;
} measures[] = {
#define EMS_X(id, name, required, optional) {name, required, optional},
    EMS_MEASURES(EMS_X)
#undef EMS_X
};

const char *ems_measure_name(enum ems_measure measure)
{
    return measures[measure].name;
}

/* `word` is one of the words in `list`, which are parted by spaces. */
static bool has_word(const char *list, const char *word)
{
    const size_t length = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' ')) return true;
    return false;
}

/* Every key of one measure is known to the table of fields; whether it goes with this measure is asked here.
 */
static void check_keys(struct ems_filler *filler, const struct ems_node *clause, const struct ems_path *path)
{
    const struct ems_node *measure = ems_node_find(clause, "measure");
    if (measure == NULL || measure->kind != EMS_NODE_SCALAR) return;
    int32_t m = 0;
    while (m < EMS_MEASURE_COUNT && strcmp(measures[m].name, measure->text) != 0) m++;
    if (m == EMS_MEASURE_COUNT) return;
    for (int32_t f = 0; f < CLAUSE_FIELDS; f++) {
        const char *key = clause_fields[f].key;
        const struct ems_node *node = ems_node_find(clause, key);
        bool of_some_measure = false, required = has_word(measures[m].required, key);
        for (int32_t i = 0; i < EMS_MEASURE_COUNT; i++)
            of_some_measure |= has_word(measures[i].required, key) || has_word(measures[i].optional, key);
        struct ems_path here = {.up = path, .segment = key};
        if (required && node == NULL)
            ems_fill_error(filler, clause->at, &here, EMS_T_STANDARD_KEY_MISSING,
                           EMS_ARGS(measures[m].name, key));
        if (of_some_measure && !required && node != NULL && !has_word(measures[m].optional, key))
            ems_fill_error(filler, node->key_at, &here, EMS_T_STANDARD_KEY_IDLE,
                           EMS_ARGS(measures[m].name, key));
    }
}

static void check_clauses(struct ems_filler *filler, const struct ems_node *root)
{
    const struct ems_node *clauses = ems_node_find(root, "clauses");
    const struct ems_path list = {.segment = "clauses"};
    int32_t number = 1;
    if (clauses == NULL || clauses->kind != EMS_NODE_LIST) return;
    for (const struct ems_node *clause = clauses->first; clause != NULL; clause = clause->next, number++) {
        struct ems_path path = {.up = &list, .segment = ems_node_id(clause), .number = number};
        if (clause->kind == EMS_NODE_MAP) check_keys(filler, clause, &path);
    }
}

static struct ems_clause clause_of(const struct clause_def *def, const char *document)
{
    return (struct ems_clause){.id = def->id.value,
                               .text = def->text.value,
                               .note = def->note.value,
                               .measure = (enum ems_measure)def->measure.value,
                               .share = def->share.value,
                               .class_id = def->class_name.value,
                               .radius_m = def->radius.value,
                               .local_radius = def->local_radius.value,
                               .form = (enum ems_fleet_form)def->form.value,
                               .people = (int32_t)def->people.value,
                               .source = def->source.value != NULL ? def->source.value : document,
                               .secondary = def->secondary.value};
}

static enum ems_status make(const struct standard_def *def, struct ems_arena *arena, struct ems_standard *out)
{
    struct ems_clause *clauses = EMS_NEW_ARRAY(arena, struct ems_clause, def->clauses.count);
    if (clauses == NULL) return EMS_NO_MEMORY;
    for (int32_t c = 0; c < def->clauses.count; c++)
        clauses[c] = clause_of(&def->clauses.items[c], def->document.value);
    out->id = def->id.value;
    out->document = def->document.value;
    out->title = def->title.value;
    out->clauses = clauses;
    out->clause_count = def->clauses.count;
    return EMS_OK;
}

static void fill(struct ems_filler *filler, struct ems_node *root, const char *id, struct standard_def *def)
{
    if (root->kind != EMS_NODE_MAP) {
        ems_fill_wrong_kind(filler, EMS_FIELD_OBJECT, root, NULL);
        return;
    }
    ems_fill_object(filler, &standard_schema, root, def, NULL, root->at);
    check_clauses(filler, root);
    if (id != NULL && def->id.value != NULL && strcmp(id, def->id.value) != 0) {
        struct ems_path path = {.segment = "id"};
        ems_fill_error(filler, def->id.mark.at, &path, EMS_T_STANDARD_OTHER_ID, EMS_ARGS(def->id.value, id));
    }
}

enum ems_status ems_standard_read(const char *text, size_t length, const char *file, const char *id,
                                  struct ems_arena *arena, struct ems_diags *diags,
                                  const struct ems_standard **out)
{
    const int32_t errors = diags->errors;
    struct ems_node *root = NULL;
    struct ems_standard *standard = EMS_NEW(arena, struct ems_standard);
    char *hash = EMS_NEW_ARRAY(arena, char, EMS_HASH_HEX);
    *out = NULL;
    if (standard == NULL || hash == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_yaml_read(text, length, file, ".", arena, diags, &root);
    if (status != EMS_OK) return status;
    struct ems_filler filler = {.arena = arena, .diags = diags};
    struct standard_def def = {0};
    fill(&filler, root, id, &def);
    free(filler.files.items);
    free(filler.sources.items);
    if (filler.no_memory || arena->failed) return EMS_NO_MEMORY;
    if (diags->errors > errors) return EMS_BAD_INPUT;
    if ((status = make(&def, arena, standard)) != EMS_OK) return status;
    ems_hash_hex(text, length, hash);
    standard->path = file;
    standard->hash = hash;
    *out = standard;
    return EMS_OK;
}
