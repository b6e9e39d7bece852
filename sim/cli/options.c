#include "cli/options.h"

#include <argp.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "city/city.h"

static const struct {
    const char *name, *argument;
    enum ems_text text;
} table[EMS_OPT_COUNT] = {
#define EMS_X(id, name, arg) {name, arg, EMS_T_CLI_OPTION_##id},
    EMS_CLI_OPTIONS(EMS_X)
#undef EMS_X
};

const char *ems_cli_option_name(enum ems_cli_option option)
{
    return table[option].name;
}

const char *ems_cli_option_argument(enum ems_cli_option option)
{
    return table[option].argument;
}

enum ems_text ems_cli_option_text(enum ems_cli_option option)
{
    return table[option].text;
}

struct ems_cli_options ems_cli_options_default(void)
{
    return (struct ems_cli_options){.lang = EMS_LANG_EN, .record = -1, .seed = 1};
}

/* The user's locale by the variables' order of precedence; an empty one counts as not set. */
static const char *locale_of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && *value != '\0') return value;
    }
    return NULL;
}

void ems_cli_options_peek(struct ems_cli_options *options, int argc, char **argv)
{
    options->lang = ems_lang_from_locale(locale_of_environment());
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *next = i + 1 < argc ? argv[i + 1] : NULL, *lang = NULL;
        if (word == NULL || strcmp(word, "--") == 0) return;
        if (strncmp(word, "--lang=", 7) == 0) lang = word + 7;
        if (strcmp(word, "--lang") == 0) lang = next;
        if (lang != NULL && strcmp(lang, "zh") == 0) options->lang = EMS_LANG_ZH;
        if (lang != NULL && strcmp(lang, "en") == 0) options->lang = EMS_LANG_EN;
        if (strcmp(word, "--json") == 0) options->json = true;
    }
}

struct parsing {
    struct ems_cli_options *options;
    uint64_t permitted;
    struct ems_arena *arena;
    struct ems_diags *diags;
    int next;  /* first argument not read yet */
    bool told; /* a diagnostic says what is wrong */
};

static const struct ems_place_in_file command_line = {.file = ""};

static error_t wrong(struct parsing *p, enum ems_text message, const char *const *args)
{
    ems_diag_error(p->diags, command_line, "", message, args);
    p->told = true;
    return EINVAL;
}

/* A whole number in [low, high]; digits only. */
static bool parse_count(const char *text, int64_t low, int64_t high, int64_t *out)
{
    if (*text == '\0' || strspn(text, "0123456789") != strlen(text)) return false;
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    *out = value;
    return errno == 0 && value >= low && value <= high;
}

static error_t add_set(struct parsing *p, const char *set)
{
    if (set == NULL) return ENOMEM;
    p->options->sets[p->options->set_count++] = set;
    return 0;
}

static error_t read_count(struct parsing *p, enum ems_cli_option option, const char *text, int64_t low,
                          int64_t high, int64_t *value)
{
    if (parse_count(text, low, high, value)) return 0;
    const char *low_text = ems_arena_format(p->arena, "%lld", (long long)low);
    const char *high_text = ems_arena_format(p->arena, "%lld", (long long)high);
    return wrong(p, EMS_T_CLI_NOT_A_COUNT, EMS_ARGS(table[option].name, text, low_text, high_text));
}

static error_t set_count(struct parsing *p, enum ems_cli_option option, const char *path, const char *text,
                         int64_t low, int64_t high)
{
    int64_t value;
    error_t error = read_count(p, option, text, low, high, &value);
    if (error != 0) return error;
    if (option == EMS_OPT_SEED) p->options->seed = value;
    return add_set(p, ems_arena_format(p->arena, "%s=%s", path, text));
}

static error_t parse_set(struct parsing *p, const char *text)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text) return wrong(p, EMS_T_CLI_SET_FORM, EMS_ARGS(text));
    return add_set(p, text);
}

static error_t parse_with(struct parsing *p, const char *text)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text) return wrong(p, EMS_T_CLI_WITH_FORM, EMS_ARGS(text));
    p->options->withs[p->options->with_count++] = text;
    return 0;
}

static error_t parse_lang(struct parsing *p, const char *text)
{
    if (strcmp(text, "en") != 0 && strcmp(text, "zh") != 0) return wrong(p, EMS_T_CLI_LANG, EMS_ARGS(text));
    return 0; /* taken by ems_cli_options_peek */
}

/* Options that are kept as they stand: where their text goes, or the truth that they are there. */
static const struct kept {
    enum ems_cli_option option;
    size_t text, flag; /* offsets in struct ems_cli_options; 0: the other */
} kept[] = {
#define TEXT(id, member)                                          \
    {                                                             \
        EMS_OPT_##id, offsetof(struct ems_cli_options, member), 0 \
    }
#define FLAG(id, member)                                          \
    {                                                             \
        EMS_OPT_##id, 0, offsetof(struct ems_cli_options, member) \
    }
    TEXT(OUT, out),
    TEXT(NODES, nodes),
    TEXT(EDGES, edges),
    TEXT(BOUNDARY, boundary),
    TEXT(BBOX, bbox),
    TEXT(SPEEDS, speeds),
    TEXT(KIND, kind),
    TEXT(EXTENDS, extends),
    TEXT(COORDINATES, coordinates),
    FLAG(GEOJSON, geojson),
    FLAG(REFERENCE, reference),
    FLAG(STRICT, strict),
    FLAG(ANALYTIC, analytic),
    TEXT(GROWTH, growth),
    TEXT(PERSONS, persons),
    TEXT(PRICE, price),
    FLAG(INPUT_UNCERTAINTY, input_uncertainty),
    FLAG(STATUS, status),
    TEXT(EXPORT, export_to),
    TEXT(CSV, csv),
    FLAG(JSON, json),
    FLAG(QUIET, quiet),
    FLAG(HELP, help),
#undef TEXT
#undef FLAG
};

static void keep(struct ems_cli_options *options, enum ems_cli_option option, const char *argument)
{
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (kept[i].option != option) continue;
        if (kept[i].text != 0) memcpy((char *)options + kept[i].text, &argument, sizeof argument);
        if (kept[i].flag != 0) memcpy((char *)options + kept[i].flag, &(bool){true}, sizeof(bool));
    }
}

static error_t parse_option(struct parsing *p, enum ems_cli_option option, const char *argument)
{
    struct ems_cli_options *o = p->options;
    o->given |= UINT64_C(1) << option;
    o->words[o->word_count++] = (struct ems_cli_word){option, argument};
    switch (option) {
    case EMS_OPT_SET:
        return parse_set(p, argument);
    case EMS_OPT_SEED:
        return set_count(p, option, "seed", argument, 0, INT64_MAX);
    case EMS_OPT_REPLICATIONS:
        return set_count(p, option, "replications", argument, 1, 1000000);
    case EMS_OPT_WITH:
        return parse_with(p, argument);
    case EMS_OPT_PRECISION:
        o->precisions[o->precision_count++] = argument;
        break;
    case EMS_OPT_TARGET:
        o->targets[o->target_count++] = argument;
        break;
    case EMS_OPT_MAX_CREWS:
        return read_count(p, option, argument, 1, 10000, &o->max_crews);
    case EMS_OPT_CERTIFY:
        return read_count(p, option, argument, 20, 100000, &o->certify);
    case EMS_OPT_MAX_REPLICATIONS:
        if (!parse_count(argument, 20, 1000000, &o->max_replications))
            return wrong(p, EMS_T_CLI_NOT_A_COUNT, EMS_ARGS("max-replications", argument, "20", "1000000"));
        break;
    case EMS_OPT_JOBS:
        if (!parse_count(argument, 1, 1024, &o->jobs))
            return wrong(p, EMS_T_CLI_NOT_A_COUNT, EMS_ARGS("jobs", argument, "1", "1024"));
        break;
    case EMS_OPT_RECORD:
        if (!parse_count(argument, 0, 1000000, &o->record))
            return wrong(p, EMS_T_CLI_NOT_A_COUNT, EMS_ARGS("record", argument, "0", "1000000"));
        break;
    case EMS_OPT_POPULATION:
        return read_count(p, option, argument, EMS_CITY_PEOPLE_MIN, EMS_CITY_PEOPLE_MAX, &o->population);
    case EMS_OPT_NODE_COUNT:
        return read_count(p, option, argument, EMS_CITY_NODES_MIN, EMS_CITY_NODES_MAX, &o->node_count);
    case EMS_OPT_LANG:
        return parse_lang(p, argument);
    default: /* kept as it is; of those without an argument `given` tells as well */
        keep(o, option, argument);
        break;
    }
    return 0;
}

enum { KEY_BASE = 1000 }; /* beyond characters: long options only */

static error_t on_key(int key, char *argument, struct argp_state *state)
{
    struct parsing *p = state->input;
    if (key == ARGP_KEY_ARG) {
        p->options->operands[p->options->operand_count++] = argument;
    } else if (key >= KEY_BASE && key < KEY_BASE + EMS_OPT_COUNT) {
        error_t error = parse_option(p, (enum ems_cli_option)(key - KEY_BASE), argument);
        if (error != 0) return error;
    } else {
        return ARGP_ERR_UNKNOWN;
    }
    p->next = state->next;
    return 0;
}

/* Says why argp stopped at `word`: an option that lacks its argument, has one too many, or is unknown here.
 */
static void explain(struct parsing *p, const char *word)
{
    const char *names[EMS_OPT_COUNT];
    int32_t count = 0;
    size_t dashes = strspn(word, "-"), length = strcspn(word + dashes, "=");
    for (int i = 0; i < EMS_OPT_COUNT; i++) {
        if (!(p->permitted & (UINT64_C(1) << i))) continue;
        names[count++] = table[i].name;
        if (strlen(table[i].name) != length || strncmp(table[i].name, word + dashes, length) != 0) continue;
        if (table[i].argument != NULL)
            wrong(p, EMS_T_CLI_ARGUMENT_MISSING, EMS_ARGS(table[i].name, table[i].argument));
        else
            wrong(p, EMS_T_CLI_ARGUMENT_TOO_MANY, EMS_ARGS(table[i].name));
        return;
    }
    struct ems_diag *diag =
        ems_diag_error(p->diags, command_line, "", EMS_T_CLI_UNKNOWN_OPTION, EMS_ARGS(word));
    const char *bare = ems_arena_strndup(p->arena, word + dashes, length);
    const char *near = bare != NULL ? ems_closest_name(bare, names, count) : NULL;
    if (near != NULL) {
        ems_diag_hint(p->diags, diag, EMS_T_CLI_MEANT_OPTION, EMS_ARGS(near));
    } else {
        ems_diag_hint(p->diags, diag, EMS_T_CLI_SEE_HELP, NULL);
    }
    p->told = true;
}

enum ems_status ems_cli_options_parse(struct ems_cli_options *options, uint64_t permitted, int argc,
                                      char **argv, struct ems_arena *arena, struct ems_diags *diags)
{
    struct argp_option rows[EMS_OPT_COUNT + 1] = {0};
    int count = 0;
    for (int i = 0; i < EMS_OPT_COUNT; i++) {
        if (!(permitted & (UINT64_C(1) << i))) continue;
        rows[count++] =
            (struct argp_option){.name = table[i].name, .key = KEY_BASE + i, .arg = table[i].argument};
    }
    struct argp argp = {.options = rows, .parser = on_key};
    struct parsing p = {
        .options = options, .permitted = permitted, .arena = arena, .diags = diags, .next = 1};
    options->sets = EMS_NEW_ARRAY(arena, const char *, argc + 1);
    options->withs = EMS_NEW_ARRAY(arena, const char *, argc + 1);
    options->targets = EMS_NEW_ARRAY(arena, const char *, argc + 1);
    options->precisions = EMS_NEW_ARRAY(arena, const char *, argc + 1);
    options->operands = EMS_NEW_ARRAY(arena, const char *, argc + 1);
    options->words = EMS_NEW_ARRAY(arena, struct ems_cli_word, argc + 1);
    if (arena->failed) return EMS_NO_MEMORY;
    /* In order, so that `next` names the argument that argp could not read. */
    error_t error =
        argp_parse(&argp, argc, argv, ARGP_IN_ORDER | ARGP_NO_ERRS | ARGP_NO_HELP | ARGP_NO_EXIT, NULL, &p);
    if (error == 0) return EMS_OK;
    if (error == ENOMEM || arena->failed) return EMS_NO_MEMORY;
    if (!p.told) explain(&p, p.next < argc ? argv[p.next] : "-");
    return EMS_BAD_USAGE;
}
