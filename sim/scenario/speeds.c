#include "scenario/speeds.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "scenario/fill.h"
#include "scenario/yaml.h"

/* A file as written; see scenario/definition.h for the habit. */
struct class_def {
    struct ems_def_mark mark;
    struct ems_def_number speed[EMS_MODES];
    struct ems_def_bool use, access, oneway;
};
struct class_of {
    struct ems_def_text name;
    struct class_def value;
};
struct limits_def {
    struct ems_def_mark mark;
    struct ems_def_number share[EMS_MODES];
    struct ems_def_bool use;
};
struct table_def {
    struct ems_def_mark mark;
    struct ems_def_integer version;
    EMS_DEF_LIST(struct class_of) classes;
    struct limits_def limits;
};

#define FIELDS(table) .fields = (table), .count = (int32_t)(sizeof(table) / sizeof *(table))
#define FIELD(type, name, member, what) \
    .key = (name), .kind = EMS_FIELD_##what, .offset = offsetof(struct type, member)

static const struct ems_field class_fields[] = {
    {FIELD(class_def, "lights", speed[EMS_LIGHTS], SPEED), .flags = EMS_ABOVE, .high = 100},
    {FIELD(class_def, "normal", speed[EMS_NORMAL], SPEED), .flags = EMS_ABOVE, .high = 100},
    {FIELD(class_def, "use", use, BOOL)},
    {FIELD(class_def, "access", access, BOOL)},
    {FIELD(class_def, "oneway", oneway, BOOL)},
};
static const struct ems_schema class_schema = {
    .name = "class", FIELDS(class_fields), .size = sizeof(struct class_def)};
static const struct ems_field class_item = {
    .kind = EMS_FIELD_OBJECT, .object = &class_schema, .offset = offsetof(struct class_of, value)};

static const struct ems_field limits_fields[] = {
    {FIELD(limits_def, "lights", share[EMS_LIGHTS], SHARE), .flags = EMS_ABOVE, .high = 2},
    {FIELD(limits_def, "normal", share[EMS_NORMAL], SHARE), .flags = EMS_ABOVE, .high = 2},
    {FIELD(limits_def, "use", use, BOOL)},
};
static const struct ems_schema limits_schema = {
    .name = "limits", FIELDS(limits_fields), .size = sizeof(struct limits_def)};

static const struct ems_field table_fields[] = {
    {FIELD(table_def, "ems120_speeds", version, INTEGER), .flags = EMS_REQUIRED, .low = 1, .high = 1},
    {FIELD(table_def, "classes", classes, MAP), .item = &class_item, .item_size = sizeof(struct class_of)},
    {FIELD(table_def, "limits", limits, OBJECT), .object = &limits_schema},
};
static const struct ems_schema table_schema = {
    .name = "speeds", FIELDS(table_fields), .size = sizeof(struct table_def)};

struct laying {
    struct ems_diags *diags;
    struct ems_speeds *speeds;
};

static void say(const struct laying *l, const struct ems_def_mark *mark, enum ems_text message,
                const char *name)
{
    ems_diag_error(l->diags, mark->at, mark->path, message, EMS_ARGS(name));
}

/* A name that is new may be meant, or be misspelt. */
static void warn_of_new(const struct laying *l, const struct ems_def_text *name)
{
    const char *names[EMS_ROAD_CLASSES_MAX];
    for (int32_t i = 0; i < l->speeds->count; i++) names[i] = l->speeds->classes[i].name;
    const char *near = ems_closest_name(name->value, names, l->speeds->count);
    if (near == NULL) return;
    struct ems_diag *diag = ems_diag_warning(l->diags, name->mark.at, name->mark.path, EMS_T_SPEEDS_NEW_CLASS,
                                             EMS_ARGS(name->value));
    ems_diag_hint(l->diags, diag, EMS_T_HINT_DID_YOU_MEAN, EMS_ARGS(near));
}

/* A class that is named is taken unless it says otherwise. */
static void lay_class(const struct laying *l, const struct class_of *entry)
{
    const char *name = entry->name.value;
    const struct class_def *def = &entry->value;
    if (ems_speeds_find(l->speeds, name) < 0) warn_of_new(l, &entry->name);
    int32_t number = ems_speeds_add(l->speeds, name, -1);
    if (number < 0) {
        say(l, &entry->name.mark, EMS_T_SPEEDS_NO_ROOM, name);
        return;
    }
    struct ems_speed_class *class = &l->speeds->classes[number];
    for (int mode = 0; mode < EMS_MODES; mode++) {
        if (def->speed[mode].mark.given) class->speed_mps[mode] = def->speed[mode].value;
    }
    if (def->access.mark.given) class->access = def->access.value;
    if (def->oneway.mark.given) class->oneway = def->oneway.value;
    class->used = !def->use.mark.given || def->use.value;
    bool slow = !(class->speed_mps[EMS_LIGHTS] >= class->speed_mps[EMS_NORMAL]);
    if (class->used && (class->speed_mps[EMS_LIGHTS] == 0 || class->speed_mps[EMS_NORMAL] == 0))
        say(l, &entry->name.mark, EMS_T_SPEEDS_BOTH, name);
    else if (class->used && slow)
        say(l, &entry->name.mark, EMS_T_SPEEDS_LIGHTS_SLOW, name);
}

static void lay_limits(const struct laying *l, const struct limits_def *def)
{
    for (int mode = 0; mode < EMS_MODES; mode++) {
        if (def->share[mode].mark.given) l->speeds->limit_share[mode] = def->share[mode].value;
    }
    if (def->mark.given) l->speeds->use_limits = !def->use.mark.given || def->use.value;
    if (l->speeds->limit_share[EMS_LIGHTS] < l->speeds->limit_share[EMS_NORMAL])
        say(l, &def->mark, EMS_T_SPEEDS_LIGHTS_SLOW, "limits");
}

static void lay(const struct laying *l, const struct table_def *def)
{
    for (int32_t i = 0; i < def->classes.count; i++) lay_class(l, &def->classes.items[i]);
    lay_limits(l, &def->limits);
}

/* What is wrong in single values is told by the filler, and the table then left as it was. */
static enum ems_status read_table(struct ems_filler *filler, const char *text, size_t length,
                                  const char *file, struct ems_speeds *speeds)
{
    const int32_t errors = filler->diags->errors;
    struct ems_node *root = NULL;
    struct table_def def = {0};
    enum ems_status status = ems_yaml_read(text, length, file, ".", filler->arena, filler->diags, &root);
    if (status != EMS_OK) return status;
    if (root->kind == EMS_NODE_MAP)
        ems_fill_object(filler, &table_schema, root, &def, NULL, root->at);
    else
        ems_fill_wrong_kind(filler, EMS_FIELD_OBJECT, root, NULL);
    if (filler->no_memory || filler->arena->failed) return EMS_NO_MEMORY;
    const struct laying laying = {filler->diags, speeds};
    if (filler->diags->errors == errors) lay(&laying, &def);
    return filler->diags->errors > errors ? EMS_BAD_INPUT : EMS_OK;
}

enum ems_status ems_speeds_parse(const char *text, size_t length, const char *file, struct ems_diags *diags,
                                 struct ems_speeds *speeds)
{
    struct ems_arena arena = {0};
    struct ems_filler filler = {.arena = &arena, .diags = diags};
    enum ems_status status = read_table(&filler, text, length, file, speeds);
    free(filler.files.items);
    free(filler.sources.items);
    ems_arena_free(&arena);
    return status;
}

enum ems_status ems_speeds_read(const char *path, struct ems_diags *diags, struct ems_speeds *speeds)
{
    char *text;
    size_t length;
    struct ems_place_in_file at = {path, 0, 0};
    enum ems_status status = ems_file_read_input(path, EMS_YAML_BYTES_MAX, at, "", diags, &text, &length);
    if (status != EMS_OK) return status;
    status = ems_speeds_parse(text, length, path, diags, speeds);
    free(text);
    return status;
}
