#include "study/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/policy.h"
#include "scenario/node.h"
#include "study/threads.h"

/* ---- what is changed in the scenario ---- */

static void list_changes(struct ems_sweep *sweep)
{
    const struct ems_experiment *e = sweep->experiment;
    const struct ems_sweep_options *options = sweep->options;
    int32_t room = e->fixed_count + options->set_count;
    sweep->changes = EMS_NEW_ARRAY(&sweep->arena, struct ems_change, room + 1);
    if (sweep->changes == NULL) return;
    for (int32_t i = 0; i < e->fixed_count; i++) sweep->changes[sweep->change_count++] = e->fixed[i];
    for (int32_t i = 0; i < options->set_count; i++)
        sweep->changes[sweep->change_count++] = (struct ems_change){.option = options->sets[i]};
}

/* `values` NULL: no factor is changed. A point's replications are the study's, so that the scenario's own
 * number of them must not tell two points apart. */
static enum ems_status load(const struct ems_sweep *sweep, const struct ems_node *const *values,
                            bool values_only, struct ems_diags *diags, struct ems_scenario **out)
{
    const struct ems_experiment *e = sweep->experiment;
    int32_t count = sweep->change_count;
    struct ems_change *changes = calloc((size_t)count + (size_t)e->factor_count + 1, sizeof *changes);
    *out = NULL;
    if (changes == NULL) return EMS_NO_MEMORY;
    memcpy(changes, sweep->changes, (size_t)count * sizeof *changes);
    for (int32_t f = 0; values != NULL && f < e->factor_count; f++)
        if (values[f] != NULL)
            changes[count++] =
                (struct ems_change){.path = e->factors[f].path, .at = e->factors[f].at, .value = values[f]};
    if (values != NULL) changes[count++] = (struct ems_change){.option = "replications=1"};
    struct ems_load_options options = {.data_folders = sweep->options->data_folders,
                                       .data_folder_count = sweep->options->data_folder_count,
                                       .changes = changes,
                                       .change_count = count,
                                       .values_only = values_only};
    enum ems_status status = ems_scenario_load(e->scenario, &options, diags, out);
    free(changes);
    return status;
}

enum ems_status ems_sweep_load(const struct ems_sweep *sweep, int32_t point, struct ems_diags *diags,
                               struct ems_scenario **out)
{
    return load(sweep, sweep->items[point].values, false, diags, out);
}

/* ---- diagnostics, each once ---- */

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same(const struct ems_diag *a, const struct ems_diag *b)
{
    bool equal = a->message == b->message && a->at.line == b->at.line && a->at.column == b->at.column &&
                 same_text(a->at.file, b->at.file) && same_text(a->path, b->path);
    for (int i = 0; i < EMS_TEXT_ARGS && equal; i++) equal = same_text(a->args[i], b->args[i]);
    return equal;
}

static void tell(struct ems_diags *into, const struct ems_diags *from)
{
    for (int32_t i = 0; i < from->count; i++) {
        const struct ems_diag *one = &from->items[i];
        bool known = false;
        for (int32_t j = 0; j < into->count && !known; j++) known = same(one, &into->items[j]);
        if (known) continue;
        struct ems_diag *told = one->is_warning
                                    ? ems_diag_warning(into, one->at, one->path, one->message, one->args)
                                    : ems_diag_error(into, one->at, one->path, one->message, one->args);
        if (one->hint != EMS_T_NONE) ems_diag_hint(into, told, one->hint, one->hint_args);
    }
}

/* ---- the study file against the scenario ---- */

/* Each level alone: what is wrong with it by itself is wrong with the study file. */
static enum ems_status check_levels(struct ems_sweep *sweep, struct ems_diags *diags)
{
    const struct ems_experiment *e = sweep->experiment;
    const struct ems_node *values[EMS_FACTORS_MOST] = {0};
    enum ems_status status = EMS_OK;
    for (int32_t f = 0; f < e->factor_count; f++) {
        for (int32_t l = 0; l < e->factors[f].level_count && !atomic_load(&sweep->stop); l++) {
            struct ems_diags found = {0};
            struct ems_scenario *scenario;
            values[f] = e->factors[f].levels[l];
            enum ems_status one = load(sweep, values, true, &found, &scenario);
            ems_scenario_free(scenario);
            tell(diags, &found);
            ems_diags_free(&found);
            if (one != EMS_OK) status = one;
            if (one == EMS_NO_MEMORY) return one;
        }
        values[f] = NULL;
    }
    return status;
}

static enum ems_status refuse_metric(struct ems_sweep *sweep, int32_t wrong, const char *const *names,
                                     struct ems_diags *diags)
{
    const struct ems_experiment *e = sweep->experiment;
    int32_t count;
    const char **known = ems_kept_main(ems_scenario_model(sweep->base), &sweep->arena, &count);
    struct ems_diag *diag =
        ems_diag_error(diags, e->metrics[wrong].at, "metrics", EMS_T_STUDY_METRIC, EMS_ARGS(names[wrong]));
    const char *near = known != NULL ? ems_closest_name(names[wrong], known, count) : NULL;
    if (near != NULL)
        ems_diag_hint(diags, diag, EMS_T_HINT_DID_YOU_MEAN, EMS_ARGS(near));
    else
        ems_diag_hint(diags, diag, EMS_T_PRECISION_HINT, NULL);
    return EMS_BAD_INPUT;
}

static enum ems_status choose_metrics(struct ems_sweep *sweep, struct ems_diags *diags)
{
    const struct ems_experiment *e = sweep->experiment;
    const struct ems_model *model = ems_scenario_model(sweep->base);
    int32_t count = e->metric_count, wrong;
    const char **names = e->metric_count > 0 ? EMS_NEW_ARRAY(&sweep->arena, const char *, count)
                                             : ems_kept_main(model, &sweep->arena, &count);
    if (names == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < e->metric_count; i++) names[i] = e->metrics[i].text;
    enum ems_status status = ems_kept_init(&sweep->kept, model, names, count, &sweep->arena, &wrong);
    return status == EMS_BAD_INPUT ? refuse_metric(sweep, wrong, names, diags) : status;
}

/* ---- points ---- */

static enum ems_status list_points(struct ems_sweep *sweep)
{
    struct ems_arena *arena = &sweep->arena;
    int32_t factors = sweep->experiment->factor_count;
    sweep->items = EMS_NEW_ARRAY(arena, struct ems_sweep_point, sweep->points.count);
    if (sweep->items == NULL) return EMS_NO_MEMORY;
    for (; sweep->count < sweep->points.count; sweep->count++) {
        struct ems_sweep_point *point = &sweep->items[sweep->count];
        point->values = EMS_NEW_ARRAY(arena, const struct ems_node *, factors);
        point->levels = EMS_NEW_ARRAY(arena, const char *, factors);
        if (arena->failed || ems_points_make(&sweep->points, sweep->count, arena, point->values) != EMS_OK)
            return EMS_NO_MEMORY;
        for (int32_t f = 0; f < factors; f++)
            if (point->values[f] != NULL) point->levels[f] = ems_node_line(arena, point->values[f]);
    }
    return arena->failed ? EMS_NO_MEMORY : EMS_OK;
}

/* Points being checked by several threads. */
struct checking {
    struct ems_sweep *sweep;
    _Atomic int32_t next;
    _Atomic int status; /* EMS_NO_MEMORY of any thread */
};

static bool asks_person(const struct ems_model *model)
{
    return model->dispatch.policy->asks_caller || model->destination.policy->asks_caller ||
           model->relocation.policy->asks_caller;
}

static void name_point(const struct ems_scenario *scenario, struct ems_sweep_point *point)
{
    char content[EMS_HASH_HEX], text[128];
    ems_scenario_content_hash(scenario, content);
    int length =
        snprintf(text, sizeof text, "ems120 %s, results %d, %s", EMS_VERSION, EMS_DATABASE_VERSION, content);
    ems_hash_hex(text, (size_t)length, point->key);
}

static enum ems_status check_point(struct ems_sweep *sweep, int32_t number)
{
    struct ems_sweep_point *point = &sweep->items[number];
    struct ems_scenario *scenario;
    struct ems_diags *found = calloc(1, sizeof *found);
    if (found == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_sweep_load(sweep, number, found, &scenario);
    if (status == EMS_OK && asks_person(ems_scenario_model(scenario))) {
        ems_diag_error(found, (struct ems_place_in_file){.file = sweep->experiment->scenario}, "",
                       EMS_T_CLI_NEEDS_PERSON, NULL);
        status = EMS_BAD_INPUT;
    } else if (status == EMS_OK) {
        name_point(scenario, point);
    }
    ems_scenario_free(scenario);
    if (status == EMS_BAD_INPUT) {
        point->wrong = found;
        return EMS_OK;
    }
    ems_diags_free(found);
    free(found);
    return status;
}

static void check_some(void *self, int32_t thread)
{
    struct checking *checking = self;
    (void)thread;
    for (;;) {
        int32_t number = atomic_fetch_add(&checking->next, 1);
        if (number >= checking->sweep->count || atomic_load(&checking->sweep->stop)) return;
        enum ems_status status = check_point(checking->sweep, number);
        if (status == EMS_OK) continue;
        atomic_store(&checking->status, (int)status);
        atomic_store(&checking->sweep->stop, true);
    }
}

static void ask_caller(void *self)
{
    struct checking *checking = self;
    const struct ems_run_hooks *hooks = &checking->sweep->options->hooks;
    if (hooks->interrupted != NULL && hooks->interrupted(hooks->self))
        atomic_store(&checking->sweep->stop, true);
}

static enum ems_status check_points(struct ems_sweep *sweep)
{
    struct checking checking = {.sweep = sweep};
    int32_t jobs = sweep->options->jobs > 0 ? sweep->options->jobs : ems_study_processors();
    if (jobs > sweep->count) jobs = sweep->count;
    enum ems_status status = ems_threads_run(jobs, 100, check_some, ask_caller, &checking);
    if (status == EMS_OK) status = (enum ems_status)atomic_load(&checking.status);
    return status == EMS_OK && atomic_load(&sweep->stop) ? EMS_INTERRUPTED : status;
}

struct keyed {
    const char *key;
    int32_t point;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : (x->point > y->point) - (x->point < y->point);
}

/* Points with the same scenario are computed once. */
static enum ems_status find_same(struct ems_sweep *sweep)
{
    struct keyed *keyed = calloc((size_t)sweep->count + 1, sizeof *keyed);
    if (keyed == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < sweep->count; i++) keyed[i] = (struct keyed){sweep->items[i].key, i};
    qsort(keyed, (size_t)sweep->count, sizeof *keyed, by_key);
    for (int32_t i = 0; i < sweep->count; i++) {
        struct ems_sweep_point *point = &sweep->items[keyed[i].point];
        bool again = i > 0 && point->wrong == NULL && strcmp(keyed[i - 1].key, keyed[i].key) == 0;
        point->same_as = again ? sweep->items[keyed[i - 1].point].same_as : keyed[i].point;
    }
    free(keyed);
    return EMS_OK;
}

/* The numbers of points that cannot be simulated, from 1, the first of them. */
static const char *list_failed(struct ems_sweep *sweep)
{
    const char *text = "";
    int32_t listed = 0;
    for (int32_t i = 0; i < sweep->count && text != NULL; i++) {
        if (sweep->items[i].wrong == NULL) continue;
        if (listed == 12) return ems_arena_format(&sweep->arena, "%s, ...", text);
        text = ems_arena_format(&sweep->arena, "%s%s%d", text, listed++ > 0 ? ", " : "", (int)i + 1);
    }
    return text != NULL ? text : "";
}

static enum ems_status tell_failed(struct ems_sweep *sweep, struct ems_diags *diags)
{
    for (int32_t i = 0; i < sweep->count; i++) {
        if (sweep->items[i].wrong == NULL) continue;
        sweep->failed++;
        if (diags->count < EMS_DIAGS_MAX) tell(diags, sweep->items[i].wrong);
    }
    if (sweep->failed == 0) return EMS_OK;
    const char *failed = ems_arena_format(&sweep->arena, "%d", (int)sweep->failed);
    const char *count = ems_arena_format(&sweep->arena, "%d", (int)sweep->count);
    bool all = sweep->failed == sweep->count;
    ems_diag_error(diags, (struct ems_place_in_file){.file = sweep->experiment->file}, "",
                   all ? EMS_T_STUDY_ALL_FAILED : EMS_T_STUDY_SOME_FAILED,
                   EMS_ARGS(failed, count, list_failed(sweep)));
    return all ? EMS_BAD_INPUT : EMS_OK;
}

static enum ems_status prepare(struct ems_sweep *sweep, struct ems_diags *diags)
{
    const struct ems_experiment *e = sweep->experiment;
    enum ems_status status = ems_points_init(&sweep->points, e, diags);
    if (status == EMS_OK) list_changes(sweep);
    if (status == EMS_OK && sweep->changes == NULL) status = EMS_NO_MEMORY;
    if (status == EMS_OK) status = load(sweep, NULL, false, diags, &sweep->base);
    if (status != EMS_OK) return status;
    sweep->replications = sweep->options->replications > 0 ? sweep->options->replications
                          : e->replications > 0            ? e->replications
                                                           : ems_scenario_model(sweep->base)->replications;
    enum ems_status metrics = choose_metrics(sweep, diags);
    status = check_levels(sweep, diags);
    if (status == EMS_OK) status = metrics;
    if (status == EMS_OK) status = list_points(sweep);
    if (status == EMS_OK) status = check_points(sweep);
    if (status == EMS_OK) status = find_same(sweep);
    return status == EMS_OK ? tell_failed(sweep, diags) : status;
}

enum ems_status ems_sweep_create(const struct ems_experiment *experiment,
                                 const struct ems_sweep_options *options, struct ems_diags *diags,
                                 struct ems_sweep **out)
{
    struct ems_sweep *sweep = *out = calloc(1, sizeof *sweep);
    if (sweep == NULL) return EMS_NO_MEMORY;
    sweep->experiment = experiment;
    sweep->options = options;
    enum ems_status status = prepare(sweep, diags);
    if (status == EMS_OK) return status;
    ems_sweep_free(sweep);
    *out = NULL;
    return status;
}

void ems_sweep_free(struct ems_sweep *sweep)
{
    if (sweep == NULL) return;
    for (int32_t i = 0; i < sweep->count; i++) {
        if (sweep->items[i].wrong == NULL) continue;
        ems_diags_free(sweep->items[i].wrong);
        free(sweep->items[i].wrong);
    }
    ems_points_free(&sweep->points);
    ems_scenario_free(sweep->base);
    ems_arena_free(&sweep->arena);
    free(sweep);
}

/* ---- what is there ---- */

enum ems_status ems_sweep_look(struct ems_sweep *sweep, struct ems_database *database)
{
    enum ems_status status = ems_database_use(database, &sweep->kept);
    for (int32_t i = 0; i < sweep->count && status == EMS_OK; i++) {
        struct ems_sweep_point *point = &sweep->items[i];
        const struct ems_sweep_point *first = &sweep->items[point->same_as];
        if (point->wrong != NULL) continue;
        if (first != point) {
            point->model = first->model;
            point->state = first->state;
            continue;
        }
        status = ems_database_model(database, point->key, sweep->experiment->id, &point->model);
        if (status == EMS_OK && point->model != 0)
            status = ems_database_state(database, point->model, sweep->replications, &point->state);
    }
    return status;
}

void ems_sweep_progress(const struct ems_sweep *sweep, int64_t *done, int64_t *total)
{
    *done = *total = 0;
    for (int32_t i = 0; i < sweep->count; i++) {
        const struct ems_sweep_point *point = &sweep->items[i];
        if (point->wrong != NULL || point->same_as != i) continue;
        *done += point->state.done + point->state.failed;
        *total += sweep->replications;
    }
}
