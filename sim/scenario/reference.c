/* The scenario reference in Markdown, for schema_export.h. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "scenario/fill.h"
#include "scenario/quantity.h"
#include "scenario/schema_export.h"

static const enum ems_text kind_texts[] = {
#define KIND_TEXT(id, shapes) EMS_T_REF_##id,
    EMS_FIELD_KINDS(KIND_TEXT)
#undef KIND_TEXT
};

struct book {
    FILE *out;
    enum ems_lang lang;
};

static const char *say(const struct book *b, enum ems_text text)
{
    return ems_text(text, b->lang);
}

/* ---- what stands at a key ---- */

static bool has_range(enum ems_field_kind kind)
{
    return kind == EMS_FIELD_INTEGER || kind == EMS_FIELD_NUMBER || kind == EMS_FIELD_NUMBERS ||
           kind == EMS_FIELD_SHARE || kind == EMS_FIELD_DURATION || kind == EMS_FIELD_LENGTH ||
           kind == EMS_FIELD_SPEED || kind == EMS_FIELD_ACCELERATION;
}

static void put_range(const struct book *b, const struct ems_field *field)
{
    char low[64], high[64];
    bool above = (field->flags & EMS_ABOVE) != 0;
    ems_quantity_format(field->kind, field->low, low, sizeof low);
    ems_quantity_format(field->kind, field->high, high, sizeof high);
    if (field->high != 0)
        fprintf(b->out, ", %s%s – %s", above ? "> " : "", low, high);
    else if (above)
        fprintf(b->out, ", > %s", low);
    else if (field->low != 0)
        fprintf(b->out, ", ≥ %s", low);
}

static void put_kind(const struct book *b, const struct ems_field *field);

static void put_words(const struct book *b, const struct ems_field *field)
{
    for (const struct ems_choice_word *word = field->words; word->word != NULL; word++)
        fprintf(b->out, "%s`%s`", word == field->words ? "" : ", ", word->word);
}

static void put_ways(const struct book *b, const struct ems_field *field)
{
    for (int32_t i = 0; i < field->choices; i++) {
        if (i > 0) fprintf(b->out, " %s ", say(b, EMS_T_REF_OR));
        put_kind(b, &field->item[i]);
    }
}

static void put_kind(const struct book *b, const struct ems_field *field)
{
    switch (field->kind) {
    case EMS_FIELD_CHOICE:
        put_words(b, field);
        break;
    case EMS_FIELD_EITHER:
        put_ways(b, field);
        break;
    case EMS_FIELD_LIST:
    case EMS_FIELD_MAP:
        fprintf(b->out, "%s ", say(b, kind_texts[field->kind]));
        put_kind(b, field->item);
        if (field->table != NULL) fprintf(b->out, " %s %s", say(b, EMS_T_REF_OR), say(b, EMS_T_REF_TABLE));
        break;
    default:
        fputs(say(b, kind_texts[field->kind]), b->out);
        if (field->kind == EMS_FIELD_NUMBERS && field->least == field->most)
            fprintf(b->out, " (%d)", (int)field->least);
        if (has_range(field->kind)) put_range(b, field);
        break;
    }
    if ((field->flags & EMS_UNLIMITED_OK) != 0) fprintf(b->out, " %s `unlimited`", say(b, EMS_T_REF_OR));
    if ((field->flags & EMS_AUTO_OK) != 0) fprintf(b->out, " %s `auto`", say(b, EMS_T_REF_OR));
    if ((field->flags & EMS_NEVER_OK) != 0) fprintf(b->out, " %s `never`", say(b, EMS_T_REF_OR));
}

/* The policy that is taken when none is named. */
static const char *first_policy(enum ems_policy_role role)
{
    int32_t count;
    const struct ems_policy *const *policies = ems_policies(role, &count);
    return count > 0 ? policies[0]->name : "";
}

static void put_row(const struct book *b, const struct ems_schema *schema, const struct ems_field *field)
{
    fprintf(b->out, "| `%s` | ", field->key);
    put_kind(b, field);
    fputs(" | ", b->out);
    if ((field->flags & EMS_REQUIRED) != 0)
        fprintf(b->out, "**%s**", say(b, EMS_T_REF_REQUIRED));
    else if (field->kind == EMS_FIELD_POLICY)
        fprintf(b->out, "`%s`", first_policy(schema->role));
    else if (field->fallback != NULL)
        fprintf(b->out, "`%s`", field->fallback);
    else if (field->group != 0 && (schema->needed >> field->group & 1) != 0)
        fputs(say(b, EMS_T_REF_ONE_OF_GROUP), b->out);
    fprintf(b->out, " | %s", say(b, field->text));
    if (field->when != NULL)
        fprintf(b->out, " (%s `%s: %s`)", say(b, EMS_T_REF_ONLY_WITH), schema->tag, field->when);
    fputs(" |\n", b->out);
}

static void put_table_head(const struct book *b)
{
    fprintf(b->out, "\n| %s | %s | %s | %s |\n|---|---|---|---|\n", say(b, EMS_T_REF_KEY),
            say(b, EMS_T_REF_VALUE), say(b, EMS_T_REF_DEFAULT), say(b, EMS_T_REF_MEANING));
}

/* ---- policies ---- */

static void put_policy(const struct book *b, const struct ems_policy *policy)
{
    fprintf(b->out, "\n**`%s`**: %s\n\n%s\n", policy->name, say(b, policy->summary), say(b, policy->text));
    if (policy->param_count > 0) put_table_head(b);
    for (int32_t i = 0; i < policy->param_count; i++) {
        const struct ems_param *param = &policy->params[i];
        struct ems_field field = ems_field_of_param(param);
        char text[64];
        ems_quantity_format(field.kind, param->fallback, text, sizeof text);
        bool truth = param->type == EMS_PARAM_BOOL;
        field.fallback = truth ? (param->fallback != 0 ? "true" : "false") : text;
        put_row(b, ems_schema_root(), &field);
    }
}

static void put_policies(const struct book *b, enum ems_policy_role role)
{
    int32_t count;
    const struct ems_policy *const *policies = ems_policies(role, &count);
    fprintf(b->out, "\n%s\n", say(b, EMS_T_REF_POLICIES));
    for (int32_t i = 0; i < count; i++) put_policy(b, policies[i]);
}

/* ---- sections ---- */

static void put_object(const struct book *b, const struct ems_schema *schema, const char *path, int level);

/* Sections of the objects that can stand at a key. */
static void put_parts(const struct book *b, const struct ems_field *field, const char *path, int level)
{
    if (field->kind == EMS_FIELD_OBJECT) put_object(b, field->object, path, level);
    if (field->table != NULL) put_object(b, field->table, path, level);
    if (field->kind == EMS_FIELD_LIST || field->kind == EMS_FIELD_MAP) put_parts(b, field->item, path, level);
    for (int32_t i = 0; field->kind == EMS_FIELD_EITHER && i < field->choices; i++)
        put_parts(b, &field->item[i], path, level);
}

static void put_object(const struct book *b, const struct ems_schema *schema, const char *path, int level)
{
    fprintf(b->out, "\n%.*s %s%s%s\n\n%s\n", level < 4 ? level : 4, "####", *path != '\0' ? "`" : "",
            *path != '\0' ? path : say(b, EMS_T_REF_TOP), *path != '\0' ? "`" : "", say(b, schema->text));
    put_table_head(b);
    for (int32_t i = 0; i < schema->count; i++) put_row(b, schema, &schema->fields[i]);
    if (schema->has_policy) put_policies(b, schema->role);
    for (int32_t i = 0; i < schema->count; i++) {
        char here[128];
        snprintf(here, sizeof here, "%s%s%s", path, *path != '\0' ? "." : "", schema->fields[i].key);
        put_parts(b, &schema->fields[i], here, level + 1);
    }
}

static void put_units(const struct book *b)
{
    static const enum ems_field_kind kinds[] = {EMS_FIELD_DURATION, EMS_FIELD_LENGTH, EMS_FIELD_SPEED,
                                                EMS_FIELD_ACCELERATION, EMS_FIELD_SHARE};
    fprintf(b->out, "\n## %s\n\n%s\n\n| %s | %s |\n|---|---|\n", say(b, EMS_T_REF_UNITS),
            say(b, EMS_T_REF_UNITS_TEXT), say(b, EMS_T_REF_VALUE), say(b, EMS_T_REF_UNITS));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        fprintf(b->out, "| %s | %s |\n", say(b, kind_texts[kinds[i]]), ems_quantity_units(kinds[i]));
}

enum ems_status ems_schema_write_reference(FILE *out, enum ems_lang lang)
{
    struct book b = {out, lang};
    fprintf(out, "# %s\n\n%s\n", say(&b, EMS_T_REF_TITLE), say(&b, EMS_T_REF_INTRO));
    put_units(&b);
    fprintf(out, "\n## %s\n\n%s\n\n## %s\n\n%s\n", say(&b, EMS_T_REF_EXTENDS),
            say(&b, EMS_T_REF_EXTENDS_TEXT), say(&b, EMS_T_REF_SET), say(&b, EMS_T_REF_SET_TEXT));
    put_object(&b, ems_schema_root(), "", 2);
    put_object(&b, ems_schema_distribution(), say(&b, EMS_T_REF_DISTRIBUTION), 2);
    return fflush(out) == 0 && !ferror(out) ? EMS_OK : EMS_IO;
}
