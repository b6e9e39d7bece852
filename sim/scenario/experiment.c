#include "scenario/experiment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/number.h"
#include "scenario/fill.h"
#include "scenario/source.h"
#include "scenario/yaml.h"

/* The file as written; see scenario/definition.h for the habit. */
struct factor_def {
    struct ems_def_mark mark;
    struct ems_def_text path, label;
    EMS_DEF_LIST(struct ems_def_any) levels;
    EMS_DEF_LIST(struct ems_def_any) range;
    struct ems_def_integer steps;
};

struct study_def {
    struct ems_def_mark mark;
    struct ems_def_integer version, points, seed, replications;
    struct ems_def_name name;
    struct ems_def_text scenario, database;
    struct ems_def_any set;
    struct ems_def_choice design;
    EMS_DEF_LIST(struct factor_def) factors;
    ems_def_texts metrics;
};

static const struct ems_field any_item = {.kind = EMS_FIELD_ANY};
static const struct ems_field text_item = {.kind = EMS_FIELD_TEXT};

#define FACTOR(name, member, what) \
    .key = (name), .kind = EMS_FIELD_##what, .offset = offsetof(struct factor_def, member)

static const struct ems_field factor_fields[] = {
    {FACTOR("path", path, TEXT), .flags = EMS_REQUIRED},
    {FACTOR("label", label, TEXT)},
    {FACTOR("levels", levels, LIST), .item = &any_item, .item_size = sizeof(struct ems_def_any), .least = 1,
     .most = EMS_LEVELS_MOST, .group = 1},
    {FACTOR("range", range, LIST), .item = &any_item, .item_size = sizeof(struct ems_def_any), .least = 2,
     .most = 2, .group = 1},
    {FACTOR("steps", steps, INTEGER), .low = 2, .high = EMS_LEVELS_MOST},
};
static const struct ems_schema factor_schema = {.name = "factor",
                                                .fields = factor_fields,
                                                .count = sizeof factor_fields / sizeof *factor_fields,
                                                .size = sizeof(struct factor_def),
                                                .needed = 1U << 1};
static const struct ems_field factor_item = {.kind = EMS_FIELD_OBJECT, .object = &factor_schema};

static const struct ems_choice_word design_words[] = {
#define EMS_X(id, word) {word, EMS_DESIGN_##id},
    EMS_DESIGNS(EMS_X)
#undef EMS_X
        {NULL, 0}};

#define STUDY(name, member, what) \
    .key = (name), .kind = EMS_FIELD_##what, .offset = offsetof(struct study_def, member)

static const struct ems_field study_fields[] = {
    {STUDY("ems120_study", version, INTEGER), .flags = EMS_REQUIRED, .low = 1, .high = 1},
    {STUDY("name", name, NAME)},
    {STUDY("scenario", scenario, TEXT), .flags = EMS_REQUIRED},
    {STUDY("set", set, ANY)},
    {STUDY("factors", factors, LIST), .flags = EMS_REQUIRED, .item = &factor_item,
     .item_size = sizeof(struct factor_def), .least = 1, .most = EMS_FACTORS_MOST},
    {STUDY("design", design, CHOICE), .words = design_words, .fallback = "grid"},
    {STUDY("points", points, INTEGER), .flags = EMS_REQUIRED, .low = 2, .high = 1000000000,
     .when = "latin-hypercube"},
    {STUDY("seed", seed, INTEGER), .flags = EMS_SEED, .fallback = "1", .when = "latin-hypercube"},
    {STUDY("replications", replications, INTEGER), .low = 1, .high = 1000000},
    {STUDY("metrics", metrics, LIST), .item = &text_item, .item_size = sizeof(struct ems_def_text),
     .least = 1, .most = EMS_STUDY_METRICS_MOST},
    {STUDY("database", database, TEXT)},
};
static const struct ems_schema study_schema = {.name = "study",
                                               .fields = study_fields,
                                               .count = sizeof study_fields / sizeof *study_fields,
                                               .size = sizeof(struct study_def),
                                               .tag = "design"};

const char *ems_design_name(enum ems_design design)
{
    return design_words[design].word;
}

/* A file being read. */
struct reading {
    struct ems_filler filler;
    struct ems_experiment *experiment;
    const char *folder;
};

static struct ems_diag *complain(struct reading *r, const struct ems_def_mark *mark, enum ems_text message,
                                 const char *const *args)
{
    return ems_diag_error(r->filler.diags, mark->at, mark->path, message, args);
}

/* ---- ranges ---- */

/* Splits `5 km`; false when it does not begin with a number. */
static bool split(const struct ems_node *node, double *number, bool *whole, const char **unit)
{
    if (node->kind != EMS_NODE_SCALAR) return false;
    size_t digits = strspn(node->text, "+-.0123456789");
    *whole = memchr(node->text, '.', digits) == NULL;
    *unit = node->text + digits + strspn(node->text + digits, " ");
    return ems_number_parse(node->text, digits, number) && strpbrk(*unit, "0123456789") == NULL;
}

static bool read_range(struct reading *r, const struct factor_def *def, struct ems_factor *factor)
{
    const struct ems_def_any *ends = def->range.items;
    bool whole[2];
    double value[2];
    const char *unit[2];
    for (int i = 0; i < 2; i++) {
        if (split(ends[i].node, &value[i], &whole[i], &unit[i])) continue;
        complain(r, &ends[i].mark, EMS_T_STUDY_RANGE_NUMBER, EMS_ARGS(ends[i].node->text));
        return false;
    }
    if (strcmp(unit[0], unit[1]) != 0) {
        complain(r, &ends[1].mark, EMS_T_STUDY_RANGE_UNITS, EMS_ARGS(ends[0].node->text, ends[1].node->text));
        return false;
    }
    if (!(value[0] < value[1])) {
        complain(r, &ends[1].mark, EMS_T_STUDY_RANGE_ORDER, EMS_ARGS(ends[0].node->text, ends[1].node->text));
        return false;
    }
    factor->low = value[0];
    factor->high = value[1];
    factor->unit = unit[0];
    factor->whole = whole[0] && whole[1] && unit[0][0] == '\0';
    return true;
}

/* The value as text with its unit, in the place of the range's lower end. */
static const struct ems_node *number_node(const struct ems_factor *factor, double value,
                                          struct ems_arena *arena)
{
    char number[EMS_NUMBER_SIZE];
    struct ems_node *node = ems_node_copy(arena, factor->levels[0]);
    ems_number_format(factor->whole ? rint(value) : value, number);
    if (node == NULL) return NULL;
    node->text = ems_arena_format(arena, "%s%s%s", number, factor->unit[0] != '\0' ? " " : "", factor->unit);
    return node->text != NULL ? node : NULL;
}

const struct ems_node *ems_factor_value(const struct ems_factor *factor, double share,
                                        struct ems_arena *arena)
{
    double width = factor->high - factor->low;
    if (factor->whole) return number_node(factor, factor->low + floor(share * (width + 1)), arena);
    return number_node(factor, factor->low + share * width, arena);
}

/* ---- factors ---- */

static const struct ems_node **take_nodes(struct ems_arena *arena, const struct ems_def_any *items,
                                          int32_t count)
{
    const struct ems_node **nodes = EMS_NEW_ARRAY(arena, const struct ems_node *, count);
    for (int32_t i = 0; nodes != NULL && i < count; i++) nodes[i] = items[i].node;
    return nodes;
}

static void cut_range(struct reading *r, const struct factor_def *def, struct ems_factor *factor)
{
    struct ems_arena *arena = &r->experiment->arena;
    int32_t steps = (int32_t)def->steps.value;
    if (factor->whole && steps - 1 > factor->high - factor->low) {
        const char *given = ems_arena_format(arena, "%d", (int)steps);
        complain(r, &def->steps.mark, EMS_T_STUDY_STEPS_MANY, EMS_ARGS(given));
        return;
    }
    const struct ems_node **levels = EMS_NEW_ARRAY(arena, const struct ems_node *, steps);
    for (int32_t i = 0; levels != NULL && i < steps; i++) {
        double share = (double)i / (double)(steps - 1);
        levels[i] = number_node(factor, factor->low + share * (factor->high - factor->low), arena);
    }
    factor->levels = levels;
    factor->level_count = steps;
    factor->ranged = false;
}

static void read_factor(struct reading *r, const struct factor_def *def, struct ems_factor *factor)
{
    struct ems_arena *arena = &r->experiment->arena;
    bool by_range = def->range.mark.given;
    factor->path = def->path.value;
    factor->at = def->path.mark.at;
    factor->label = def->label.value != NULL ? def->label.value : factor->path;
    factor->level_count = by_range ? def->range.count : def->levels.count;
    factor->levels = take_nodes(arena, by_range ? def->range.items : def->levels.items, factor->level_count);
    if (strcmp(factor->path, "replications") == 0)
        complain(r, &def->path.mark, EMS_T_STUDY_REPLICATIONS, NULL);
    if (!by_range && def->steps.mark.given) complain(r, &def->steps.mark, EMS_T_STUDY_STEPS_ALONE, NULL);
    if (!by_range || factor->levels == NULL || !read_range(r, def, factor)) return;
    factor->ranged = true;
    if (def->steps.mark.given)
        cut_range(r, def, factor);
    else if (r->experiment->design != EMS_DESIGN_LATIN_HYPERCUBE)
        complain(r, &def->range.mark, EMS_T_STUDY_STEPS_DUE,
                 EMS_ARGS(ems_design_name(r->experiment->design)));
}

static const char *last_part(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot != NULL ? dot + 1 : path;
}

static void shorten_labels(struct ems_experiment *e)
{
    for (int32_t i = 0; i < e->factor_count; i++) {
        struct ems_factor *factor = &e->factors[i];
        bool alone = factor->label == factor->path;
        for (int32_t j = 0; j < e->factor_count && alone; j++)
            alone = j == i || strcmp(last_part(e->factors[j].path), last_part(factor->path)) != 0;
        factor->brief = alone ? last_part(factor->path) : factor->label;
    }
}

static void check_paths(struct reading *r, const struct study_def *def)
{
    for (int32_t i = 1; i < def->factors.count; i++)
        for (int32_t j = 0; j < i; j++) {
            const struct ems_def_text *a = &def->factors.items[j].path, *b = &def->factors.items[i].path;
            if (strcmp(a->value, b->value) != 0) continue;
            struct ems_path path = {NULL, "factors", 0};
            ems_fill_clash(&r->filler, EMS_T_STUDY_FACTOR_TWICE, b->value, NULL, a->mark.at, b->mark.at,
                           &path);
        }
}

/* ---- the rest ---- */

static void read_set(struct reading *r, const struct study_def *def)
{
    struct ems_experiment *e = r->experiment;
    const struct ems_node *set = def->set.node;
    if (set == NULL) return;
    if (set->kind != EMS_NODE_MAP) {
        ems_fill_wrong_kind(&r->filler, EMS_FIELD_MAP, set, &(struct ems_path){NULL, "set", 0});
        return;
    }
    e->fixed = EMS_NEW_ARRAY(&e->arena, struct ems_change, ems_node_count(set));
    for (const struct ems_node *child = set->first; e->fixed != NULL && child != NULL; child = child->next) {
        e->fixed[e->fixed_count++] =
            (struct ems_change){.path = child->key, .at = child->key_at, .value = child};
        if (strcmp(child->key, "replications") != 0) continue;
        struct ems_def_mark mark = {.at = child->key_at, .path = "set.replications"};
        complain(r, &mark, EMS_T_STUDY_REPLICATIONS, NULL);
    }
}

static void read_metrics(struct ems_experiment *e, const struct study_def *def)
{
    e->metrics = EMS_NEW_ARRAY(&e->arena, struct ems_def_text_item, def->metrics.count + 1);
    for (int32_t i = 0; e->metrics != NULL && i < def->metrics.count; i++)
        e->metrics[e->metric_count++] =
            (struct ems_def_text_item){def->metrics.items[i].value, def->metrics.items[i].mark.at};
}

/* Beside the study file, else a shipped one of that name. */
static const char *find_scenario(struct reading *r, const struct ems_def_text *named)
{
    struct stat found;
    const char *name = named->value, *dot = strrchr(name, '.');
    const char *path = ems_path_join(&r->experiment->arena, r->folder, name);
    if (path == NULL || stat(path, &found) == 0) return path;
    bool is_path = strchr(name, '/') != NULL || (dot != NULL && strcmp(dot, ".yaml") == 0);
    if (is_path) complain(r, &named->mark, EMS_T_STUDY_NO_SCENARIO, EMS_ARGS(path));
    return name;
}

static void take(struct reading *r, const struct study_def *def)
{
    struct ems_experiment *e = r->experiment;
    e->name = def->name.value;
    e->design = (enum ems_design)def->design.value;
    e->design_at = def->design.mark.at;
    e->points = def->points.value;
    e->seed = def->seed.value;
    e->replications = def->replications.value;
    e->scenario = find_scenario(r, &def->scenario);
    const char *database = def->database.value;
    if (database == NULL) database = ems_arena_format(&e->arena, "%s.db", e->id);
    if (database != NULL) e->database = ems_path_join(&e->arena, r->folder, database);
    e->factors = EMS_NEW_ARRAY(&e->arena, struct ems_factor, def->factors.count);
    if (e->factors == NULL) return;
    for (int32_t i = 0; i < def->factors.count; i++)
        read_factor(r, &def->factors.items[i], &e->factors[e->factor_count++]);
    check_paths(r, def);
    shorten_labels(e);
    read_set(r, def);
    read_metrics(e, def);
}

static enum ems_status read_text(struct reading *r, const char *text, size_t length, const char *name)
{
    struct ems_filler *filler = &r->filler;
    struct ems_experiment *e = r->experiment;
    const int32_t errors = filler->diags->errors;
    struct ems_node *root = NULL;
    struct study_def def = {0};
    e->file = ems_arena_strdup(&e->arena, name);
    e->id = e->file != NULL ? ems_source_id(&e->arena, e->file) : NULL;
    r->folder = ems_arena_strdup(&e->arena, r->folder);
    if (e->id == NULL || r->folder == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_yaml_read(text, length, e->file, r->folder, &e->arena, filler->diags, &root);
    if (status != EMS_OK) return status;
    if (root->kind == EMS_NODE_MAP)
        ems_fill_object(filler, &study_schema, root, &def, NULL, root->at);
    else
        ems_fill_wrong_kind(filler, EMS_FIELD_OBJECT, root, NULL);
    if (filler->no_memory || e->arena.failed) return EMS_NO_MEMORY;
    if (filler->diags->errors == errors && def.scenario.value != NULL) take(r, &def);
    if (e->arena.failed || filler->diags->no_memory) return EMS_NO_MEMORY;
    return filler->diags->errors > errors ? EMS_BAD_INPUT : EMS_OK;
}

enum ems_status ems_experiment_load_text(const char *text, size_t length, const char *name,
                                         const char *folder, struct ems_diags *diags,
                                         struct ems_experiment **out)
{
    struct ems_experiment *experiment = calloc(1, sizeof *experiment);
    *out = NULL;
    if (experiment == NULL) return EMS_NO_MEMORY;
    struct reading r = {.experiment = experiment, .folder = folder};
    r.filler.arena = &experiment->arena;
    r.filler.diags = diags;
    enum ems_status status = read_text(&r, text, length, name);
    free(r.filler.files.items);
    free(r.filler.sources.items);
    if (status == EMS_OK)
        *out = experiment;
    else
        ems_experiment_free(experiment);
    return status;
}

enum ems_status ems_experiment_load(const char *path, struct ems_diags *diags, struct ems_experiment **out)
{
    struct ems_arena arena = {0};
    char *text;
    size_t length;
    *out = NULL;
    enum ems_status status = ems_file_read_input(
        path, EMS_YAML_BYTES_MAX, (struct ems_place_in_file){path, 0, 0}, "", diags, &text, &length);
    if (status != EMS_OK) return status;
    const char *folder = ems_path_folder(&arena, path);
    status =
        folder != NULL ? ems_experiment_load_text(text, length, path, folder, diags, out) : EMS_NO_MEMORY;
    ems_arena_free(&arena);
    free(text);
    return status;
}

void ems_experiment_free(struct ems_experiment *experiment)
{
    if (experiment == NULL) return;
    ems_arena_free(&experiment->arena);
    free(experiment);
}
