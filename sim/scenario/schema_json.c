/* JSON Schema, for schema_export.h. Every object becomes two definitions: complete, and as a change to what a
 * scenario extends, where nothing but ids is required. */
#include <string.h>

#include "base/number.h"
#include "scenario/fill.h"
#include "scenario/quantity.h"
#include "scenario/schema_export.h"

struct exporter {
    enum ems_lang lang;
    json_t *definitions;
    bool failed;
};

static void set(struct exporter *x, json_t *object, const char *key, json_t *value)
{
    if (value == NULL || json_object_set_new(object, key, value) != 0) x->failed = true;
}

static void add(struct exporter *x, json_t *array, json_t *value)
{
    if (value == NULL || json_array_append_new(array, value) != 0) x->failed = true;
}

static json_t *text_pattern(const char *pattern)
{
    return json_pack("{s:s, s:s}", "type", "string", "pattern", pattern);
}

static json_t *quantity(enum ems_field_kind kind, uint32_t flags)
{
    char pattern[400];
    ems_quantity_pattern(kind, (flags & EMS_ABOVE) != 0, pattern, sizeof pattern);
    return text_pattern(pattern);
}

/* Whole bounds as integers: they read better. */
static json_t *bound(double value)
{
    bool whole = value > -9e15 && value < 9e15 && (double)(int64_t)value == value;
    return whole ? json_integer((json_int_t)value) : json_real(value);
}

static json_t *number(struct exporter *x, const struct ems_field *field, const char *type)
{
    json_t *out = json_pack("{s:s}", "type", type);
    bool integer = field->kind == EMS_FIELD_INTEGER, seed = (field->flags & EMS_SEED) != 0;
    set(x, out, (field->flags & EMS_ABOVE) != 0 ? "exclusiveMinimum" : "minimum", bound(field->low));
    if (seed)
        set(x, out, "maximum", json_integer(INT64_MAX));
    else
        set(x, out, "maximum", bound(field->high != 0 ? field->high : integer ? EMS_UNLIMITED - 1 : 1e15));
    return out;
}

static json_t *any_of(json_t *first, json_t *second)
{
    return json_pack("{s:[o,o]}", "anyOf", first, second);
}

static json_t *constant(const char *word)
{
    return json_pack("{s:s}", "const", word);
}

static json_t *words(struct exporter *x, const struct ems_choice_word *word)
{
    json_t *list = json_array();
    for (; word->word != NULL; word++) add(x, list, json_string(word->word));
    return json_pack("{s:o}", "enum", list);
}

static json_t *policies(struct exporter *x, enum ems_policy_role role)
{
    int32_t count;
    const struct ems_policy *const *all = ems_policies(role, &count);
    json_t *list = json_array();
    for (int32_t i = 0; i < count; i++) add(x, list, json_string(all[i]->name));
    return json_pack("{s:o}", "enum", list);
}

static json_t *numbers(double low, double high, int32_t least, int32_t most, const char *type)
{
    json_t *out = json_pack("{s:s, s:{s:s, s:o, s:o}, s:i}", "type", "array", "items", "type", type,
                            "minimum", bound(low), "maximum", bound(high), "minItems", (int)least);
    if (out != NULL && most > 0) json_object_set_new(out, "maxItems", json_integer(most));
    return out;
}

static json_t *name(void)
{
    return json_pack("{s:[{s:s, s:i}, {s:s, s:{s:{s:s, s:i}, s:{s:s, s:i}}, s:b, s:i}]}", "anyOf", "type",
                     "string", "minLength", 1, "type", "object", "properties", "en", "type", "string",
                     "minLength", 1, "zh", "type", "string", "minLength", 1, "additionalProperties", 0,
                     "minProperties", 1);
}

#define CLOCK "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00(:00)?"
#define CALENDAR "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
#define OF_DAY "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"

static json_t *weekdays(void)
{
    return any_of(constant("all"),
                  json_pack("{s:s, s:{s:[s,s,s,s,s,s,s]}, s:i}", "type", "array", "items", "enum", "mon",
                            "tue", "wed", "thu", "fri", "sat", "sun", "minItems", 1));
}

/* A value without parts; NULL is a failure. */
static json_t *leaf(struct exporter *x, const struct ems_field *field)
{
    switch (field->kind) {
    case EMS_FIELD_TEXT:
    case EMS_FIELD_FILE:
        return json_pack("{s:s, s:i}", "type", "string", "minLength", 1);
    case EMS_FIELD_WORD:
        return text_pattern(EMS_WORD_PATTERN);
    case EMS_FIELD_NAME:
        return name();
    case EMS_FIELD_INTEGER:
        return number(x, field, "integer");
    case EMS_FIELD_NUMBER:
        return number(x, field, "number");
    case EMS_FIELD_BOOL:
        return json_pack("{s:s}", "type", "boolean");
    case EMS_FIELD_CHOICE:
        return words(x, field->words);
    case EMS_FIELD_DATETIME:
        return text_pattern("^" CALENDAR "[T ]" OF_DAY "(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$");
    case EMS_FIELD_DATE:
        return text_pattern("^" CALENDAR "$");
    case EMS_FIELD_MOMENT:
        return text_pattern("^(day +0*[1-9][0-9]{0,5}( +(" CLOCK "))?|" CALENDAR "([T ]" OF_DAY ")?)$");
    case EMS_FIELD_TIME_OF_DAY:
        return text_pattern("^(" CLOCK ")$");
    case EMS_FIELD_HOURS:
        return text_pattern("^(" CLOCK ")-(" CLOCK ")$");
    case EMS_FIELD_WEEKDAYS:
        return weekdays();
    case EMS_FIELD_POSITION:
        return numbers(-1e8, 1e8, 2, 2, "number");
    case EMS_FIELD_PRIORITY_PAIR:
        return numbers(1, EMS_PRIORITIES, 2, 2, "integer");
    case EMS_FIELD_NUMBERS:
        return numbers(field->low, field->high != 0 ? field->high : 1e15, field->least, field->most,
                       "number");
    case EMS_FIELD_ANY:
        return json_object();
    default:
        return quantity(field->kind, field->flags);
    }
}

/* ---- values with parts ---- */

static json_t *value(struct exporter *x, const struct ems_field *field, bool change);
static const char *define(struct exporter *x, const struct ems_schema *schema, bool change, char *definition,
                          size_t size);

static json_t *reference(struct exporter *x, const struct ems_schema *schema, bool change)
{
    char ref[128], definition[96];
    snprintf(ref, sizeof ref, "#/definitions/%s", define(x, schema, change, definition, sizeof definition));
    return json_pack("{s:s}", "$ref", ref);
}

static json_t *list(struct exporter *x, const struct ems_field *field, bool change)
{
    bool merges =
        field->item->kind == EMS_FIELD_OBJECT && ems_schema_field(field->item->object, "id") != NULL;
    json_t *out = json_pack("{s:s, s:o}", "type", "array", "items", value(x, field->item, change && merges));
    if (field->least > 0 && !(change && merges)) set(x, out, "minItems", json_integer(field->least));
    if (field->most > 0) set(x, out, "maxItems", json_integer(field->most));
    return out;
}

static json_t *map(struct exporter *x, const struct ems_field *field, bool change)
{
    json_t *out =
        json_pack("{s:s, s:o}", "type", "object", "additionalProperties", value(x, field->item, change));
    if (field->item->kind != EMS_FIELD_TEXT)
        set(x, out, "propertyNames", json_pack("{s:s}", "pattern", EMS_WORD_PATTERN));
    if (field->least > 0) set(x, out, "minProperties", json_integer(field->least));
    return out;
}

static json_t *either(struct exporter *x, const struct ems_field *field, bool change)
{
    json_t *ways = json_array();
    for (int32_t i = 0; i < field->choices; i++) add(x, ways, value(x, &field->item[i], change));
    return json_pack("{s:o}", "anyOf", ways);
}

static json_t *value(struct exporter *x, const struct ems_field *field, bool change)
{
    json_t *out;
    switch (field->kind) {
    case EMS_FIELD_OBJECT:
        return reference(x, field->object, change);
    case EMS_FIELD_LIST:
        if (field->table != NULL) return any_of(list(x, field, change), reference(x, field->table, false));
        return list(x, field, change);
    case EMS_FIELD_MAP:
        return map(x, field, change);
    case EMS_FIELD_EITHER:
        return either(x, field, change);
    case EMS_FIELD_DISTRIBUTION:
        out = any_of(quantity(EMS_FIELD_DURATION, 0), reference(x, ems_schema_distribution(), false));
        break;
    default:
        out = leaf(x, field);
        break;
    }
    if ((field->flags & EMS_UNLIMITED_OK) != 0) out = any_of(out, constant("unlimited"));
    if ((field->flags & EMS_AUTO_OK) != 0) out = any_of(out, constant("auto"));
    if ((field->flags & EMS_NEVER_OK) != 0 && out != NULL)
        add(x, json_object_get(out, "anyOf"), constant("never"));
    if (out == NULL) x->failed = true;
    return out;
}

/* ---- objects ---- */

static json_t *fallback(const struct ems_field *field)
{
    double number_value;
    size_t length = strlen(field->fallback);
    if (field->kind == EMS_FIELD_BOOL) return json_boolean(field->fallback[0] == 't');
    bool counts = field->kind == EMS_FIELD_INTEGER || field->kind == EMS_FIELD_NUMBER;
    if (counts && ems_number_parse(field->fallback, length, &number_value)) return bound(number_value);
    return json_string(field->fallback);
}

/* The value of a key with its meaning; in draft-07 a $ref takes no company, so it goes into an allOf. */
static json_t *property(struct exporter *x, const struct ems_field *field, bool change)
{
    json_t *out = value(x, field, change);
    if (out != NULL && json_object_get(out, "$ref") != NULL) out = json_pack("{s:[o]}", "allOf", out);
    if (out == NULL) return NULL;
    if (field->text != EMS_T_NONE) set(x, out, "description", json_string(ems_text(field->text, x->lang)));
    bool shown = field->fallback != NULL && strpbrk(field->fallback, "[{") == NULL;
    if (shown) set(x, out, "default", fallback(field));
    return out;
}

/* A field that goes with this value of the tag alone, or (NULL) with every one. */
static bool is_of(const struct ems_field *field, const char *when)
{
    return when == NULL ? field->when == NULL : field->when != NULL && ems_field_goes_with(field, when);
}

static json_t *required_keys(struct exporter *x, const struct ems_schema *schema, const char *when,
                             bool change)
{
    json_t *keys = json_array();
    for (int32_t i = 0; i < schema->count; i++) {
        const struct ems_field *field = &schema->fields[i];
        bool same = is_of(field, when);
        bool due = (field->flags & EMS_REQUIRED) != 0 && (!change || strcmp(field->key, "id") == 0);
        if (same && due) add(x, keys, json_string(field->key));
    }
    return keys;
}

static bool in_group(const struct ems_field *field, int32_t group, const char *when)
{
    if (field->group != group) return false;
    return is_of(field, when);
}

/* Exactly one of a group, or at most one. */
static void put_group(struct exporter *x, const struct ems_schema *schema, int32_t group, const char *when,
                      bool change, json_t *all)
{
    bool needed = (schema->needed >> group & 1) != 0 && !change;
    json_t *ways = json_array();
    for (int32_t i = 0; i < schema->count; i++) {
        if (!in_group(&schema->fields[i], group, when)) continue;
        if (needed) add(x, ways, json_pack("{s:[s]}", "required", schema->fields[i].key));
        for (int32_t j = i + 1; j < schema->count && !needed; j++)
            if (in_group(&schema->fields[j], group, when))
                add(x, all,
                    json_pack("{s:{s:[s,s]}}", "not", "required", schema->fields[i].key,
                              schema->fields[j].key));
    }
    if (json_array_size(ways) > 0)
        add(x, all, json_pack("{s:o}", "oneOf", ways));
    else
        json_decref(ways);
}

/* {if: tag is `word`, then: keys of other words are not there and its own are complete}. */
static void put_tag_word(struct exporter *x, const struct ems_schema *schema, const char *word,
                         bool by_default, bool change, json_t *all)
{
    json_t *never = json_object(), *then_all = json_array(),
           *test = json_pack("{s:{s:{s:s}}}", "properties", schema->tag, "const", word);
    for (int32_t i = 0; i < schema->count; i++) {
        const struct ems_field *field = &schema->fields[i];
        if (!ems_field_goes_with(field, word)) set(x, never, field->key, json_false());
    }
    if (!by_default || change) set(x, test, "required", json_pack("[s]", schema->tag));
    for (int32_t group = 1; group < 4; group++) put_group(x, schema, group, word, change, then_all);
    json_t *then =
        json_pack("{s:o, s:o}", "properties", never, "required", required_keys(x, schema, word, change));
    if (json_array_size(then_all) > 0)
        set(x, then, "allOf", then_all);
    else
        json_decref(then_all);
    add(x, all, json_pack("{s:o, s:o}", "if", test, "then", then));
}

static void put_tag(struct exporter *x, const struct ems_schema *schema, bool change, json_t *all)
{
    const struct ems_field *tag = ems_schema_field(schema, schema->tag);
    for (const struct ems_choice_word *word = tag->words; word->word != NULL; word++)
        put_tag_word(x, schema, word->word, strcmp(tag->fallback, word->word) == 0, change, all);
}

static bool has_param(const struct ems_policy *policy, const char *key)
{
    for (int32_t i = 0; i < policy->param_count; i++)
        if (strcmp(policy->params[i].name, key) == 0) return true;
    return false;
}

/* Parameters of all policies as properties; of each policy only its own. */
static void put_policies(struct exporter *x, const struct ems_schema *schema, bool change, json_t *properties,
                         json_t *all)
{
    int32_t count;
    const struct ems_policy *const *list_of = ems_policies(schema->role, &count);
    json_t *names = policies(x, schema->role);
    if (count > 0) set(x, names, "default", json_string(list_of[0]->name));
    set(x, properties, "policy", names);
    for (int32_t i = 0; i < count; i++) {
        json_t *never = json_object();
        for (int32_t j = 0; j < count; j++) {
            for (int32_t k = 0; k < list_of[j]->param_count; k++) {
                struct ems_field field = ems_field_of_param(&list_of[j]->params[k]);
                if (j == i)
                    set(x, properties, field.key, property(x, &field, change));
                else if (!has_param(list_of[i], field.key))
                    set(x, never, field.key, json_false());
            }
        }
        json_t *test = json_pack("{s:{s:{s:s}}}", "properties", "policy", "const", list_of[i]->name);
        if (i > 0 || change) set(x, test, "required", json_pack("[s]", "policy"));
        add(x, all, json_pack("{s:o, s:{s:o}}", "if", test, "then", "properties", never));
    }
}

static json_t *object(struct exporter *x, const struct ems_schema *schema, bool change)
{
    json_t *properties = json_object(), *all = json_array();
    for (int32_t i = 0; i < schema->count; i++)
        if (schema->fields[i].kind != EMS_FIELD_POLICY)
            set(x, properties, schema->fields[i].key, property(x, &schema->fields[i], change));
    if (change && ems_schema_field(schema, "id") != NULL)
        set(x, properties, "remove", json_pack("{s:b}", "const", 1));
    for (int32_t group = 1; group < 4; group++) put_group(x, schema, group, NULL, change, all);
    if (schema->tag != NULL) put_tag(x, schema, change, all);
    if (schema->has_policy) put_policies(x, schema, change, properties, all);
    json_t *out = json_pack("{s:s, s:s, s:o, s:b, s:o}", "description", ems_text(schema->text, x->lang),
                            "type", "object", "properties", properties, "additionalProperties", 0, "required",
                            required_keys(x, schema, NULL, change));
    if (json_array_size(all) > 0)
        set(x, out, "allOf", all);
    else
        json_decref(all);
    return out;
}

/* Makes the definition unless it is there; returns its name. */
static const char *define(struct exporter *x, const struct ems_schema *schema, bool change, char *definition,
                          size_t size)
{
    snprintf(definition, size, "%s%s", schema->name, change ? "_change" : "");
    if (json_object_get(x->definitions, definition) != NULL) return definition;
    set(x, x->definitions, definition, json_object()); /* keeps its place, and ends recursion */
    set(x, x->definitions, definition, object(x, schema, change));
    return definition;
}

/* `extends` stands in the file, not in the scenario. */
static void put_extends(struct exporter *x)
{
    json_t *change = json_object_get(x->definitions, "scenario_change");
    json_t *extends = json_pack("{s:s, s:i, s:s}", "type", "string", "minLength", 1, "description",
                                ems_text(EMS_T_S_SCENARIO_EXTENDS, x->lang));
    set(x, json_object_get(change, "properties"), "extends", extends);
    add(x, json_object_get(change, "required"), json_string("ems120"));
}

enum ems_status ems_schema_json(enum ems_lang lang, json_t **out)
{
    struct exporter x = {.lang = lang, .definitions = json_object()};
    json_t *whole = reference(&x, ems_schema_root(), false), *change = reference(&x, ems_schema_root(), true);
    put_extends(&x);
    *out =
        json_pack("{s:s, s:s, s:s, s:{s:[s]}, s:o, s:o, s:o}", "$schema",
                  "http://json-schema.org/draft-07/schema#", "title", "ems120 scenario", "type", "object",
                  "if", "required", "extends", "then", change, "else", whole, "definitions", x.definitions);
    if (*out != NULL && !x.failed) return EMS_OK;
    json_decref(*out);
    *out = NULL;
    return EMS_NO_MEMORY;
}
