#include "study/database_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- statements ---- */

static const char *sql_of(enum ems_statement statement)
{
    switch (statement) {
#define EMS_X(id, sql) \
    case EMS_SQL_##id: \
        return sql;
        EMS_STATEMENTS(EMS_X)
#undef EMS_X
    case EMS_STATEMENT_COUNT:
        break;
    }
    return "";
}

sqlite3_stmt *ems_database_prepare(struct ems_database *database, enum ems_statement statement)
{
    sqlite3_stmt **kept = &database->statements[statement];
    if (*kept != NULL) {
        sqlite3_reset(*kept);
        sqlite3_clear_bindings(*kept);
        return *kept;
    }
    if (sqlite3_prepare_v3(database->connection, sql_of(statement), -1, SQLITE_PREPARE_PERSISTENT, kept,
                           NULL) != SQLITE_OK)
        (void)ems_database_fail(database);
    return *kept;
}

enum ems_status ems_database_step(struct ems_database *database, sqlite3_stmt *statement, bool *row)
{
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE) return EMS_OK;
    return ems_database_fail(database);
}

enum ems_status ems_database_run(struct ems_database *database, sqlite3_stmt *statement)
{
    bool row;
    enum ems_status status = ems_database_step(database, statement, &row);
    sqlite3_reset(statement);
    return status;
}

enum ems_status ems_database_simple(struct ems_database *database, enum ems_statement statement)
{
    sqlite3_stmt *prepared = ems_database_prepare(database, statement);
    return prepared != NULL ? ems_database_run(database, prepared) : EMS_IO;
}

enum ems_status ems_database_end(struct ems_database *database, enum ems_status status)
{
    if (status == EMS_OK) status = ems_database_simple(database, EMS_SQL_COMMIT);
    if (status == EMS_OK || sqlite3_get_autocommit(database->connection)) return status;
    sqlite3_stmt *back = ems_database_prepare(database, EMS_SQL_ROLLBACK);
    if (back != NULL) {
        sqlite3_step(back); /* the trouble noted is what made it necessary */
        sqlite3_reset(back);
    }
    return status;
}

/* ---- models and metrics ---- */

const char *const ems_database_kinds[] = {[EMS_SOURCE_COUNT] = "count",
                                          [EMS_SOURCE_RATIO] = "ratio",
                                          [EMS_SOURCE_QUANTILE] = "quantile",
                                          [EMS_SOURCE_LARGEST] = "largest"};

static enum ems_status find_id(struct ems_database *database, enum ems_statement statement, const char *text,
                               int64_t *id)
{
    sqlite3_stmt *find = ems_database_prepare(database, statement);
    bool row = false;
    if (find == NULL) return EMS_IO;
    sqlite3_bind_text(find, 1, text, -1, SQLITE_STATIC);
    enum ems_status status = ems_database_step(database, find, &row);
    *id = row ? sqlite3_column_int64(find, 0) : 0;
    sqlite3_reset(find);
    return status;
}

enum ems_status ems_database_model(struct ems_database *database, const char *key, const char *scenario,
                                   int64_t *model)
{
    enum ems_status status = find_id(database, EMS_SQL_MODEL_FIND, key, model);
    if (status != EMS_OK || *model != 0 || database->mode == EMS_DATABASE_READ) return status;
    sqlite3_stmt *add = ems_database_prepare(database, EMS_SQL_MODEL_ADD);
    if (add == NULL) return EMS_IO;
    sqlite3_bind_text(add, 1, key, -1, SQLITE_STATIC);
    sqlite3_bind_text(add, 2, scenario, -1, SQLITE_STATIC);
    sqlite3_bind_text(add, 3, EMS_VERSION, -1, SQLITE_STATIC);
    status = ems_database_run(database, add);
    return status == EMS_OK ? find_id(database, EMS_SQL_MODEL_FIND, key, model) : status;
}

static enum ems_status add_metric(struct ems_database *database, const struct ems_kept_metric *metric)
{
    sqlite3_stmt *add = ems_database_prepare(database, EMS_SQL_METRIC_ADD);
    if (add == NULL) return EMS_IO;
    sqlite3_bind_text(add, 1, metric->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(add, 2, ems_database_kinds[metric->source.kind], -1, SQLITE_STATIC);
    sqlite3_bind_text(add, 3, ems_metric_unit_name(metric->unit), -1, SQLITE_STATIC);
    sqlite3_bind_double(add, 4, metric->source.scale);
    if (metric->sample != EMS_NONE)
        sqlite3_bind_text(add, 5, database->kept->samples[metric->sample], -1, SQLITE_STATIC);
    if (metric->source.kind == EMS_SOURCE_RATIO && isfinite(metric->source.most))
        sqlite3_bind_double(add, 6, metric->source.most);
    if (metric->source.kind == EMS_SOURCE_QUANTILE) sqlite3_bind_double(add, 7, metric->source.of);
    return ems_database_run(database, add);
}

static enum ems_status want(struct ems_database *database, int64_t metric)
{
    sqlite3_stmt *statement = ems_database_prepare(database, EMS_SQL_WANT);
    if (statement == NULL) return EMS_IO;
    sqlite3_bind_int64(statement, 1, metric);
    return ems_database_run(database, statement);
}

enum ems_status ems_database_use(struct ems_database *database, const struct ems_kept *kept)
{
    bool writes = database->mode != EMS_DATABASE_READ;
    database->kept = kept;
    free(database->metric_ids);
    database->metric_ids = calloc((size_t)kept->count + 1, sizeof *database->metric_ids);
    if (database->metric_ids == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_database_simple(database, EMS_SQL_WANT_CLEAR);
    if (status == EMS_OK && writes) status = ems_database_simple(database, EMS_SQL_BEGIN);
    if (status != EMS_OK) return status;
    for (int32_t i = 0; i < kept->count && status == EMS_OK; i++) {
        int64_t *id = &database->metric_ids[i];
        if (writes) status = add_metric(database, &kept->metrics[i]);
        if (status == EMS_OK) status = find_id(database, EMS_SQL_METRIC_FIND, kept->metrics[i].name, id);
        if (status == EMS_OK && *id != 0) status = want(database, *id);
    }
    return writes ? ems_database_end(database, status) : status;
}

/* ---- what is there ---- */

/* The statement about the replications done of a model. */
static sqlite3_stmt *list_done(struct ems_database *database, int64_t model, int64_t replications)
{
    sqlite3_stmt *list = ems_database_prepare(database, EMS_SQL_LIST_DONE);
    if (list == NULL) return NULL;
    sqlite3_bind_int64(list, 1, model);
    sqlite3_bind_int64(list, 2, replications);
    sqlite3_bind_int64(list, 3, database->kept->count);
    return list;
}

enum { TO_DO, DONE, CLAIMED };

/* What is with each replication, from 0: `marks` is zeroed. */
static enum ems_status mark(struct ems_database *database, int64_t model, int64_t replications,
                            unsigned char *marks, struct ems_database_state *state)
{
    sqlite3_stmt *list = list_done(database, model, replications);
    bool row = false;
    if (list == NULL) return EMS_IO;
    enum ems_status status;
    while ((status = ems_database_step(database, list, &row)) == EMS_OK && row) {
        bool failed = sqlite3_column_int(list, 1) != 0;
        marks[sqlite3_column_int64(list, 0) - 1] = DONE;
        state->failed += failed;
        state->done += !failed;
        state->seconds += sqlite3_column_double(list, 2);
    }
    sqlite3_reset(list);
    list = status == EMS_OK ? ems_database_prepare(database, EMS_SQL_LIST_CLAIMS) : NULL;
    if (list == NULL) return status == EMS_OK ? EMS_IO : status;
    sqlite3_bind_int64(list, 1, model);
    sqlite3_bind_int64(list, 2, replications);
    while ((status = ems_database_step(database, list, &row)) == EMS_OK && row) {
        unsigned char *one = &marks[sqlite3_column_int64(list, 0) - 1];
        const char *owner = (const char *)sqlite3_column_text(list, 1);
        if (*one != TO_DO || owner == NULL ||
            !ems_database_claim_stands(database, owner, sqlite3_column_int64(list, 2)))
            continue;
        *one = CLAIMED;
        state->claimed++;
    }
    sqlite3_reset(list);
    return status;
}

enum ems_status ems_database_state(struct ems_database *database, int64_t model, int64_t replications,
                                   struct ems_database_state *out)
{
    unsigned char *marks = calloc((size_t)replications + 1, 1);
    *out = (struct ems_database_state){0};
    if (marks == NULL) return EMS_NO_MEMORY;
    enum ems_status status = mark(database, model, replications, marks, out);
    free(marks);
    return status;
}

enum ems_status ems_database_missing(struct ems_database *database, int64_t model, int64_t replications,
                                     int64_t **out, int64_t *count)
{
    struct ems_database_state state = {0};
    unsigned char *marks = calloc((size_t)replications + 1, 1);
    *out = calloc((size_t)replications + 1, sizeof **out);
    *count = 0;
    enum ems_status status =
        marks != NULL && *out != NULL ? mark(database, model, replications, marks, &state) : EMS_NO_MEMORY;
    for (int64_t r = 0; r < replications && status == EMS_OK; r++)
        if (marks[r] == TO_DO) (*out)[(*count)++] = r + 1;
    free(marks);
    return status;
}

/* ---- results ---- */

static enum ems_status put_replication(struct ems_database *database, int64_t model, int64_t replication,
                                       double seconds, const char *failure)
{
    sqlite3_stmt *put = ems_database_prepare(database, EMS_SQL_PUT_REPLICATION);
    if (put == NULL) return EMS_IO;
    sqlite3_bind_int64(put, 1, model);
    sqlite3_bind_int64(put, 2, replication);
    if (failure == NULL)
        sqlite3_bind_double(put, 3, seconds);
    else
        sqlite3_bind_text(put, 4, failure, -1, SQLITE_STATIC);
    return ems_database_run(database, put);
}

static enum ems_status put_figure(struct ems_database *database, int64_t model, int64_t replication,
                                  const struct ems_record *record, int32_t number)
{
    sqlite3_stmt *put = ems_database_prepare(database, EMS_SQL_PUT_FIGURE);
    if (put == NULL) return EMS_IO;
    sqlite3_bind_int64(put, 1, model);
    sqlite3_bind_int64(put, 2, replication);
    sqlite3_bind_int64(put, 3, database->metric_ids[number]);
    sqlite3_bind_double(put, 4, record->first[number]); /* NAN becomes NULL */
    if (database->kept->metrics[number].source.kind == EMS_SOURCE_RATIO)
        sqlite3_bind_double(put, 5, record->second[number]);
    return ems_database_run(database, put);
}

static enum ems_status put_sample(struct ems_database *database, int64_t model, int64_t replication,
                                  const struct ems_record *record, int32_t number)
{
    const struct ems_bytes *bytes = &record->samples[number];
    sqlite3_stmt *put = bytes->bytes != NULL ? ems_database_prepare(database, EMS_SQL_PUT_SAMPLE) : NULL;
    if (put == NULL) return bytes->bytes != NULL ? EMS_IO : EMS_OK;
    sqlite3_bind_int64(put, 1, model);
    sqlite3_bind_int64(put, 2, replication);
    sqlite3_bind_text(put, 3, database->kept->samples[number], -1, SQLITE_STATIC);
    sqlite3_bind_blob64(put, 4, bytes->bytes, bytes->count, SQLITE_STATIC);
    return ems_database_run(database, put);
}

enum ems_status ems_database_store(struct ems_database *database, int64_t model, int64_t replication,
                                   const struct ems_record *record, double seconds)
{
    enum ems_status status = ems_database_simple(database, EMS_SQL_BEGIN);
    if (status != EMS_OK) return status;
    status = put_replication(database, model, replication, seconds, NULL);
    for (int32_t i = 0; i < database->kept->count && status == EMS_OK; i++)
        status = put_figure(database, model, replication, record, i);
    for (int32_t i = 0; i < database->kept->sample_count && status == EMS_OK; i++)
        status = put_sample(database, model, replication, record, i);
    if (status == EMS_OK) status = ems_database_release(database, model, replication);
    return ems_database_end(database, status);
}

enum ems_status ems_database_store_failure(struct ems_database *database, int64_t model, int64_t replication,
                                           const char *failure)
{
    enum ems_status status = ems_database_simple(database, EMS_SQL_BEGIN);
    if (status != EMS_OK) return status;
    status = put_replication(database, model, replication, 0, failure);
    if (status == EMS_OK) status = ems_database_release(database, model, replication);
    return ems_database_end(database, status);
}

/* ---- reading ---- */

static int32_t metric_number(const struct ems_database *database, int64_t id)
{
    for (int32_t i = 0; i < database->kept->count; i++)
        if (database->metric_ids[i] == id) return i;
    return EMS_NONE;
}

static double real_or_nan(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL ? NAN
                                                                 : sqlite3_column_double(statement, column);
}

static enum ems_status read_figures(struct ems_database *database, int64_t model, int64_t replication,
                                    struct ems_record *record)
{
    sqlite3_stmt *read = ems_database_prepare(database, EMS_SQL_READ_FIGURES);
    bool row = false;
    if (read == NULL) return EMS_IO;
    sqlite3_bind_int64(read, 1, model);
    sqlite3_bind_int64(read, 2, replication);
    enum ems_status status;
    while ((status = ems_database_step(database, read, &row)) == EMS_OK && row) {
        int32_t number = metric_number(database, sqlite3_column_int64(read, 0));
        if (number == EMS_NONE) continue;
        record->first[number] = real_or_nan(read, 1);
        record->second[number] = real_or_nan(read, 2);
    }
    sqlite3_reset(read);
    return status;
}

static enum ems_status keep_sample(const struct ems_kept *kept, const char *name, const void *bytes,
                                   int count, struct ems_record *record)
{
    for (int32_t i = 0; i < kept->sample_count && name != NULL; i++) {
        struct ems_bytes *sample = &record->samples[i];
        if (strcmp(kept->samples[i], name) != 0) continue;
        free(sample->bytes);
        sample->bytes = malloc((size_t)count + 1);
        if (sample->bytes == NULL) return EMS_NO_MEMORY;
        if (count > 0) memcpy(sample->bytes, bytes, (size_t)count);
        sample->count = (size_t)count;
    }
    return EMS_OK;
}

static enum ems_status read_samples(struct ems_database *database, int64_t model, int64_t replication,
                                    struct ems_record *record)
{
    sqlite3_stmt *read = ems_database_prepare(database, EMS_SQL_READ_SAMPLES);
    bool row = false;
    if (read == NULL) return EMS_IO;
    sqlite3_bind_int64(read, 1, model);
    sqlite3_bind_int64(read, 2, replication);
    enum ems_status status;
    while ((status = ems_database_step(database, read, &row)) == EMS_OK && row) {
        const void *bytes = sqlite3_column_blob(read, 1);
        status = keep_sample(database->kept, (const char *)sqlite3_column_text(read, 0), bytes,
                             sqlite3_column_bytes(read, 1), record);
        if (status != EMS_OK) break;
    }
    sqlite3_reset(read);
    return status;
}

static enum ems_status read_one(struct ems_database *database, int64_t model, int64_t replication,
                                struct ems_record *record)
{
    enum ems_status status = ems_record_init(record, database->kept);
    if (status == EMS_OK) status = read_figures(database, model, replication, record);
    if (status == EMS_OK && record->sample_count > 0)
        status = read_samples(database, model, replication, record);
    return status;
}

enum ems_status ems_database_read(struct ems_database *database, int64_t model, int64_t replications,
                                  enum ems_status (*row)(void *self, int64_t replication,
                                                         const struct ems_record *record),
                                  void *self)
{
    sqlite3_stmt *list = list_done(database, model, replications);
    bool more = false;
    if (list == NULL) return EMS_IO;
    enum ems_status status;
    while ((status = ems_database_step(database, list, &more)) == EMS_OK && more) {
        struct ems_record record;
        if (sqlite3_column_int(list, 1) != 0) continue;
        int64_t replication = sqlite3_column_int64(list, 0);
        status = read_one(database, model, replication, &record);
        if (status == EMS_OK) status = row(self, replication, &record);
        ems_record_free(&record);
        if (status != EMS_OK) break;
    }
    sqlite3_reset(list);
    return status;
}
