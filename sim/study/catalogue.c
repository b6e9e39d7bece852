#include "study/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "study/database_parts.h"

/* ---- writing ---- */

static sqlite3_stmt *prepare(struct ems_database *database, enum ems_statement statement, int64_t study)
{
    sqlite3_stmt *prepared = ems_database_prepare(database, statement);
    if (prepared != NULL) sqlite3_bind_int64(prepared, 1, study);
    return prepared;
}

static enum ems_status run_for(struct ems_database *database, enum ems_statement statement, int64_t study)
{
    sqlite3_stmt *prepared = prepare(database, statement, study);
    return prepared != NULL ? ems_database_run(database, prepared) : EMS_IO;
}

static enum ems_status put_study(struct ems_database *database, const struct ems_sweep *sweep, int64_t *id)
{
    const struct ems_experiment *e = sweep->experiment;
    sqlite3_stmt *put = ems_database_prepare(database, EMS_SQL_STUDY_PUT);
    bool row = false;
    if (put == NULL) return EMS_IO;
    sqlite3_bind_text(put, 1, e->id, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 2, e->scenario, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 3, ems_design_name(e->design), -1, SQLITE_STATIC);
    sqlite3_bind_int64(put, 4, sweep->replications);
    sqlite3_bind_text(put, 5, e->name.by_lang[EMS_LANG_EN], -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 6, e->name.by_lang[EMS_LANG_ZH], -1, SQLITE_STATIC);
    enum ems_status status = ems_database_run(database, put);
    sqlite3_stmt *find = status == EMS_OK ? ems_database_prepare(database, EMS_SQL_STUDY_FIND) : NULL;
    if (find == NULL) return status == EMS_OK ? EMS_IO : status;
    sqlite3_bind_text(find, 1, e->id, -1, SQLITE_STATIC);
    status = ems_database_step(database, find, &row);
    *id = row ? sqlite3_column_int64(find, 0) : 0;
    sqlite3_reset(find);
    return status;
}

static enum ems_status clear(struct ems_database *database, int64_t study)
{
    static const enum ems_statement statements[] = {EMS_SQL_STUDY_METRICS_CLEAR, EMS_SQL_FACTORS_CLEAR,
                                                    EMS_SQL_POINTS_CLEAR, EMS_SQL_LEVELS_CLEAR};
    enum ems_status status = EMS_OK;
    for (size_t i = 0; i < sizeof statements / sizeof *statements && status == EMS_OK; i++)
        status = run_for(database, statements[i], study);
    return status;
}

static enum ems_status put_factor(struct ems_database *database, int64_t study, int32_t number,
                                  const struct ems_factor *factor)
{
    sqlite3_stmt *put = prepare(database, EMS_SQL_FACTOR_PUT, study);
    if (put == NULL) return EMS_IO;
    sqlite3_bind_int(put, 2, number);
    sqlite3_bind_text(put, 3, factor->path, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 4, factor->label, -1, SQLITE_STATIC);
    return ems_database_run(database, put);
}

static enum ems_status put_metric(struct ems_database *database, int64_t study, int32_t number)
{
    sqlite3_stmt *put = prepare(database, EMS_SQL_STUDY_METRIC_PUT, study);
    if (put == NULL) return EMS_IO;
    sqlite3_bind_int(put, 2, number);
    sqlite3_bind_int64(put, 3, database->metric_ids[number]);
    return ems_database_run(database, put);
}

/* What was wrong with a point, in English, for those who open the database. */
static const char *failure_of(const struct ems_sweep_point *point, char *out, size_t size)
{
    const struct ems_diags *wrong = point->wrong;
    if (wrong == NULL) return NULL;
    snprintf(out, size, "cannot be simulated");
    for (int32_t i = 0; i < wrong->count; i++) {
        if (wrong->items[i].is_warning) continue;
        ems_text_format(out, size, wrong->items[i].message, EMS_LANG_EN, wrong->items[i].args, EMS_TEXT_ARGS);
        break;
    }
    return out;
}

static enum ems_status put_point(struct ems_database *database, int64_t study, const struct ems_sweep *sweep,
                                 int32_t number)
{
    const struct ems_sweep_point *point = &sweep->items[number];
    char failure[512];
    sqlite3_stmt *put = prepare(database, EMS_SQL_POINT_PUT, study);
    if (put == NULL) return EMS_IO;
    sqlite3_bind_int(put, 2, number + 1);
    if (point->model != 0) sqlite3_bind_int64(put, 3, point->model);
    sqlite3_bind_text(put, 4, failure_of(point, failure, sizeof failure), -1, SQLITE_TRANSIENT);
    enum ems_status status = ems_database_run(database, put);
    for (int32_t f = 0; f < sweep->experiment->factor_count && status == EMS_OK; f++) {
        put = prepare(database, EMS_SQL_LEVEL_PUT, study);
        if (put == NULL) return EMS_IO;
        sqlite3_bind_int(put, 2, number + 1);
        sqlite3_bind_int(put, 3, f + 1);
        sqlite3_bind_text(put, 4, point->levels[f], -1, SQLITE_STATIC);
        status = ems_database_run(database, put);
    }
    return status;
}

enum ems_status ems_catalogue_write(struct ems_database *database, const struct ems_sweep *sweep)
{
    int64_t study = 0;
    enum ems_status status = ems_database_simple(database, EMS_SQL_BEGIN);
    if (status != EMS_OK) return status;
    status = put_study(database, sweep, &study);
    if (status == EMS_OK) status = clear(database, study);
    for (int32_t f = 0; f < sweep->experiment->factor_count && status == EMS_OK; f++)
        status = put_factor(database, study, f + 1, &sweep->experiment->factors[f]);
    for (int32_t m = 0; m < sweep->kept.count && status == EMS_OK; m++)
        status = put_metric(database, study, m);
    for (int32_t i = 0; i < sweep->count && status == EMS_OK; i++)
        status = put_point(database, study, sweep, i);
    return ems_database_end(database, status);
}

/* ---- reading ---- */

/* A study on its way out of the database. */
struct reading {
    struct ems_database *database;
    struct ems_experiment *experiment;
    struct ems_sweep *sweep;
    struct ems_arena *arena;
    int64_t study;
};

static const char *text(struct ems_arena *arena, sqlite3_stmt *row, int column)
{
    const char *given = (const char *)sqlite3_column_text(row, column);
    return given != NULL ? ems_arena_strdup(arena, given) : NULL;
}

static double real_or(sqlite3_stmt *row, int column, double other)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? other : sqlite3_column_double(row, column);
}

/* Calls `each` for every row about the study. */
static enum ems_status read_rows(struct reading *r, enum ems_statement statement,
                                 enum ems_status (*each)(struct reading *r, sqlite3_stmt *row))
{
    sqlite3_stmt *read = prepare(r->database, statement, r->study);
    bool row = false;
    if (read == NULL) return EMS_IO;
    enum ems_status status;
    while ((status = ems_database_step(r->database, read, &row)) == EMS_OK && row) {
        status = each(r, read);
        if (status != EMS_OK) break;
    }
    sqlite3_reset(read);
    return status;
}

static enum ems_status count_row(struct reading *r, sqlite3_stmt *row)
{
    (void)row;
    r->sweep->points.count++;
    return r->sweep->points.count <= EMS_POINTS_MOST ? EMS_OK : EMS_BAD_INPUT;
}

static enum ems_status read_factor(struct reading *r, sqlite3_stmt *row)
{
    struct ems_experiment *e = r->experiment;
    if (e->factor_count == EMS_FACTORS_MOST) return EMS_BAD_INPUT;
    struct ems_factor *factor = &e->factors[e->factor_count++];
    factor->path = text(r->arena, row, 0);
    factor->label = factor->brief = text(r->arena, row, 1);
    return factor->path != NULL && factor->label != NULL ? EMS_OK : EMS_NO_MEMORY;
}

static int32_t sample_number(struct ems_kept *kept, const char *name)
{
    if (name == NULL) return EMS_NONE;
    for (int32_t i = 0; i < kept->sample_count; i++)
        if (strcmp(kept->samples[i], name) == 0) return i;
    kept->samples[kept->sample_count] = name;
    return kept->sample_count++;
}

static enum ems_status read_metric(struct reading *r, sqlite3_stmt *row)
{
    struct ems_kept *kept = &r->sweep->kept;
    if (kept->count == EMS_STUDY_METRICS_MOST) return EMS_BAD_INPUT;
    struct ems_kept_metric *metric = &kept->metrics[kept->count++];
    const char *kind = (const char *)sqlite3_column_text(row, 1);
    const char *unit = (const char *)sqlite3_column_text(row, 2);
    if (kind == NULL || unit == NULL) return EMS_BAD_INPUT;
    while (metric->source.kind < EMS_SOURCE_LARGEST &&
           strcmp(ems_database_kinds[metric->source.kind], kind) != 0)
        metric->source.kind++;
    metric->name = text(r->arena, row, 0);
    metric->unit = ems_metric_unit_named(unit);
    metric->source.scale = sqlite3_column_double(row, 3);
    metric->sample = sample_number(kept, text(r->arena, row, 4));
    metric->source.most = real_or(row, 5, INFINITY);
    metric->source.of = sqlite3_column_double(row, 6);
    bool quantile = metric->source.kind == EMS_SOURCE_QUANTILE;
    if (quantile && (metric->sample == EMS_NONE || !(metric->source.of > 0 && metric->source.of <= 1)))
        return EMS_BAD_INPUT;
    return metric->name != NULL ? EMS_OK : EMS_NO_MEMORY;
}

static enum ems_status read_point(struct reading *r, sqlite3_stmt *row)
{
    struct ems_sweep *sweep = r->sweep;
    int32_t number = sweep->count++;
    struct ems_sweep_point *point = &sweep->items[number];
    const char *key = (const char *)sqlite3_column_text(row, 2);
    point->levels = EMS_NEW_ARRAY(r->arena, const char *, r->experiment->factor_count + 1);
    point->model = sqlite3_column_int64(row, 0);
    point->same_as = number;
    if (key != NULL) snprintf(point->key, sizeof point->key, "%s", key);
    if (sqlite3_column_type(row, 1) != SQLITE_NULL) {
        point->wrong = calloc(1, sizeof *point->wrong);
        if (point->wrong == NULL) return EMS_NO_MEMORY;
        sweep->failed++;
    }
    return point->levels != NULL ? EMS_OK : EMS_NO_MEMORY;
}

static enum ems_status read_level(struct reading *r, sqlite3_stmt *row)
{
    int64_t point = sqlite3_column_int64(row, 0), factor = sqlite3_column_int64(row, 1);
    if (point < 1 || point > r->sweep->count || factor < 1 || factor > r->experiment->factor_count)
        return EMS_BAD_INPUT;
    r->sweep->items[point - 1].levels[factor - 1] = text(r->arena, row, 2);
    return EMS_OK;
}

static enum ems_status read_study(struct reading *r, const char *name)
{
    sqlite3_stmt *read = ems_database_prepare(r->database, EMS_SQL_STUDY_READ);
    struct ems_experiment *e = r->experiment;
    bool row = false;
    if (read == NULL) return EMS_IO;
    sqlite3_bind_text(read, 1, name, -1, SQLITE_STATIC);
    enum ems_status status = ems_database_step(r->database, read, &row);
    if (status == EMS_OK && row) {
        const char *design = (const char *)sqlite3_column_text(read, 1);
        r->study = sqlite3_column_int64(read, 0);
        while (design != NULL && e->design < EMS_DESIGN_LATIN_HYPERCUBE &&
               strcmp(ems_design_name(e->design), design) != 0)
            e->design++;
        e->replications = r->sweep->replications = sqlite3_column_int64(read, 2);
        e->name.by_lang[EMS_LANG_EN] = text(r->arena, read, 3);
        e->name.by_lang[EMS_LANG_ZH] = text(r->arena, read, 4);
        e->id = ems_arena_strdup(r->arena, name);
    }
    sqlite3_reset(read);
    if (status != EMS_OK || !row) return status != EMS_OK ? status : EMS_BAD_INPUT;
    return e->replications >= 1 && e->replications <= 1000000 ? EMS_OK : EMS_BAD_INPUT;
}

static enum ems_status read_parts(struct reading *r)
{
    struct ems_sweep *sweep = r->sweep;
    r->experiment->factors = EMS_NEW_ARRAY(r->arena, struct ems_factor, EMS_FACTORS_MOST);
    sweep->kept.metrics = EMS_NEW_ARRAY(r->arena, struct ems_kept_metric, EMS_STUDY_METRICS_MOST);
    sweep->kept.samples = EMS_NEW_ARRAY(r->arena, const char *, EMS_STUDY_METRICS_MOST);
    if (r->arena->failed) return EMS_NO_MEMORY;
    enum ems_status status = read_rows(r, EMS_SQL_FACTORS_READ, read_factor);
    if (status == EMS_OK) status = read_rows(r, EMS_SQL_STUDY_METRICS_READ, read_metric);
    if (status == EMS_OK) status = read_rows(r, EMS_SQL_POINTS_READ, count_row);
    sweep->items = EMS_NEW_ARRAY(r->arena, struct ems_sweep_point, sweep->points.count + 1);
    if (sweep->items == NULL) return EMS_NO_MEMORY;
    if (status == EMS_OK) status = read_rows(r, EMS_SQL_POINTS_READ, read_point);
    return status == EMS_OK ? read_rows(r, EMS_SQL_LEVELS_READ, read_level) : status;
}

struct numbered {
    int64_t model;
    int32_t point;
};

static int by_model(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;
    if (x->model != y->model) return (x->model > y->model) - (x->model < y->model);
    return (x->point > y->point) - (x->point < y->point);
}

/* Points of one model count once, and states are looked up. */
static enum ems_status look(struct reading *r)
{
    struct ems_sweep *sweep = r->sweep;
    struct numbered *numbered = calloc((size_t)sweep->count + 1, sizeof *numbered);
    enum ems_status status = numbered != NULL ? ems_database_use(r->database, &sweep->kept) : EMS_NO_MEMORY;
    for (int32_t i = 0; i < sweep->count && status == EMS_OK; i++)
        numbered[i] = (struct numbered){sweep->items[i].model, i};
    if (status == EMS_OK) qsort(numbered, (size_t)sweep->count, sizeof *numbered, by_model);
    for (int32_t i = 0; i < sweep->count && status == EMS_OK; i++) {
        struct ems_sweep_point *point = &sweep->items[numbered[i].point];
        if (point->model == 0 || point->wrong != NULL) continue;
        if (i > 0 && numbered[i - 1].model == point->model) {
            const struct ems_sweep_point *before = &sweep->items[numbered[i - 1].point];
            point->same_as = before->same_as;
            point->state = before->state;
        } else {
            status = ems_database_state(r->database, point->model, sweep->replications, &point->state);
        }
    }
    free(numbered);
    return status;
}

enum ems_status ems_catalogue_read(struct ems_database *database, const char *name,
                                   struct ems_experiment **experiment, struct ems_sweep **sweep)
{
    struct reading r = {.database = database};
    r.experiment = *experiment = calloc(1, sizeof *r.experiment);
    r.sweep = *sweep = calloc(1, sizeof *r.sweep);
    if (r.experiment == NULL || r.sweep == NULL) return EMS_NO_MEMORY;
    r.arena = &r.experiment->arena;
    r.sweep->experiment = r.experiment;
    enum ems_status status = read_study(&r, name);
    if (status == EMS_OK) status = read_parts(&r);
    if (status == EMS_OK) status = look(&r);
    return status == EMS_OK && r.arena->failed ? EMS_NO_MEMORY : status;
}

enum ems_status ems_catalogue_list(struct ems_database *database, struct ems_arena *arena,
                                   const char *const **names, int32_t *count)
{
    sqlite3_stmt *list = ems_database_prepare(database, EMS_SQL_STUDIES_LIST);
    EMS_ARRAY(const char *) found = {0};
    enum ems_status status = list != NULL ? EMS_OK : EMS_IO;
    bool row = false;
    while (status == EMS_OK && (status = ems_database_step(database, list, &row)) == EMS_OK && row) {
        const char *name = text(arena, list, 0);
        if (name == NULL || !EMS_PUSH(&found, name)) status = EMS_NO_MEMORY;
    }
    if (list != NULL) sqlite3_reset(list);
    const char **kept = EMS_NEW_ARRAY(arena, const char *, found.count + 1);
    for (int32_t i = 0; kept != NULL && i < found.count; i++) kept[i] = found.items[i];
    *names = kept;
    *count = found.count;
    free(found.items);
    return status == EMS_OK && kept == NULL ? EMS_NO_MEMORY : status;
}
