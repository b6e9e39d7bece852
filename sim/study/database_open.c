/* The database's file: opening, its tables, and what can be wrong with it; for database_parts.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "study/database_parts.h"

enum { BUSY_MS = 5000, APPLICATION = 0x656d7331 /* ems1 */ };

static const char *const tables =
    "CREATE TABLE models(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, scenario TEXT NOT NULL,"
    " program TEXT NOT NULL);"
    "CREATE TABLE metrics(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
    " unit TEXT NOT NULL, scale REAL NOT NULL, most REAL, share REAL, sample TEXT);"
    "CREATE TABLE replications(model INTEGER NOT NULL REFERENCES models, replication INTEGER NOT NULL,"
    " seconds REAL, failure TEXT, PRIMARY KEY(model, replication)) WITHOUT ROWID;"
    "CREATE TABLE figures(model INTEGER NOT NULL, replication INTEGER NOT NULL,"
    " metric INTEGER NOT NULL REFERENCES metrics, value REAL, weight REAL,"
    " PRIMARY KEY(model, replication, metric)) WITHOUT ROWID;"
    "CREATE TABLE samples(model INTEGER NOT NULL, replication INTEGER NOT NULL, sample TEXT NOT NULL,"
    " times BLOB NOT NULL, PRIMARY KEY(model, replication, sample));"
    "CREATE TABLE claims(model INTEGER NOT NULL, replication INTEGER NOT NULL, owner TEXT NOT NULL,"
    " until INTEGER NOT NULL, PRIMARY KEY(model, replication)) WITHOUT ROWID;"
    "CREATE TABLE studies(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, scenario TEXT NOT NULL,"
    " design TEXT NOT NULL, replications INTEGER NOT NULL, name_en TEXT, name_zh TEXT);"
    "CREATE TABLE study_metrics(study INTEGER NOT NULL, number INTEGER NOT NULL, metric INTEGER NOT NULL,"
    " PRIMARY KEY(study, number)) WITHOUT ROWID;"
    "CREATE TABLE factors(study INTEGER NOT NULL, number INTEGER NOT NULL, path TEXT NOT NULL,"
    " label TEXT NOT NULL, PRIMARY KEY(study, number)) WITHOUT ROWID;"
    "CREATE TABLE points(study INTEGER NOT NULL, point INTEGER NOT NULL, model INTEGER, failure TEXT,"
    " PRIMARY KEY(study, point)) WITHOUT ROWID;"
    "CREATE TABLE levels(study INTEGER NOT NULL, point INTEGER NOT NULL, factor INTEGER NOT NULL,"
    " level TEXT, PRIMARY KEY(study, point, factor)) WITHOUT ROWID;"
    "CREATE VIEW results AS SELECT s.name AS study, p.point AS point, f.replication AS replication,"
    " m.name AS metric, CASE m.kind WHEN 'ratio' THEN f.value / nullif(f.weight, 0) * m.scale ELSE f.value "
    "END"
    " AS value, m.unit AS unit FROM studies s JOIN points p ON p.study = s.id JOIN figures f"
    " ON f.model = p.model JOIN metrics m ON m.id = f.metric WHERE f.replication <= s.replications;";

static enum ems_status note(struct ems_database *database, enum ems_status status, enum ems_text trouble,
                            const char *detail)
{
    database->trouble = trouble;
    snprintf(database->detail, sizeof database->detail, "%s", detail);
    return status;
}

enum ems_status ems_database_fail(struct ems_database *database)
{
    sqlite3 *connection = database->connection;
    int code = sqlite3_extended_errcode(connection), error = sqlite3_system_errno(connection);
    const char *detail = sqlite3_errmsg(connection);
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return note(database, EMS_NO_MEMORY, EMS_T_DATABASE_TROUBLE, detail);
    case SQLITE_FULL:
        return note(database, EMS_IO, EMS_T_DATABASE_FULL, strerror(ENOSPC));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return note(database, EMS_IO, EMS_T_DATABASE_LOCKED, detail);
    case SQLITE_READONLY:
        return note(database, EMS_IO, EMS_T_DATABASE_READ_ONLY, detail);
    case SQLITE_NOTADB:
        return note(database, EMS_BAD_INPUT, EMS_T_DATABASE_FOREIGN, "");
    case SQLITE_CORRUPT:
        return note(database, EMS_BAD_INPUT, EMS_T_DATABASE_DAMAGED, detail);
    case SQLITE_IOERR:
        /* SQLite seldom says why a write failed; a full disk, a quota and a limit are why they do */
        if (code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_TRUNCATE ||
            code == SQLITE_IOERR_SHMSIZE || error == ENOSPC || error == EDQUOT || error == EFBIG)
            return note(database, EMS_IO, EMS_T_DATABASE_FULL, error != 0 ? strerror(error) : detail);
        break;
    default:
        break;
    }
    return note(database, EMS_IO, EMS_T_DATABASE_TROUBLE, error != 0 ? strerror(error) : detail);
}

bool ems_database_troubled(const struct ems_database *database)
{
    return database->trouble != EMS_T_NONE;
}

void ems_database_explain(const struct ems_database *database, struct ems_diags *diags)
{
    struct ems_diag *diag = ems_diag_error(diags, (struct ems_place_in_file){database->path, 0, 0}, "",
                                           database->trouble, EMS_ARGS(database->detail));
    if (database->trouble == EMS_T_DATABASE_FULL) ems_diag_hint(diags, diag, EMS_T_DATABASE_FULL_HINT, NULL);
    if (database->trouble == EMS_T_DATABASE_VERSION || database->trouble == EMS_T_DATABASE_FOREIGN)
        ems_diag_hint(diags, diag, EMS_T_DATABASE_OTHER_HINT, NULL);
}

/* ---- tables ---- */

static enum ems_status execute(struct ems_database *database, const char *sql)
{
    if (sqlite3_exec(database->connection, sql, NULL, NULL, NULL) == SQLITE_OK) return EMS_OK;
    return ems_database_fail(database);
}

/* What marks a database as ours. */
struct marks {
    int64_t application, version, objects;
};

/* Asked in one statement: another process may be about to set them. */
static enum ems_status read_marks(struct ems_database *database, struct marks *out)
{
    static const char *const question =
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
        " FROM pragma_application_id, pragma_user_version";
    sqlite3_stmt *statement = NULL;
    bool row = false;
    *out = (struct marks){0};
    if (sqlite3_prepare_v2(database->connection, question, -1, &statement, NULL) != SQLITE_OK)
        return ems_database_fail(database);
    enum ems_status status = ems_database_step(database, statement, &row);
    if (row)
        *out = (struct marks){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                              sqlite3_column_int64(statement, 2)};
    sqlite3_finalize(statement);
    return status;
}

static enum ems_status check_version(struct ems_database *database, bool *empty)
{
    struct marks marks;
    enum ems_status status = read_marks(database, &marks);
    if (status != EMS_OK) return status;
    *empty = marks.application == 0 && marks.version == 0 && marks.objects == 0;
    if (*empty) return EMS_OK;
    if (marks.application != APPLICATION) return note(database, EMS_BAD_INPUT, EMS_T_DATABASE_FOREIGN, "");
    char found[32];
    snprintf(found, sizeof found, "%lld", (long long)marks.version);
    return marks.version == EMS_DATABASE_VERSION
               ? EMS_OK
               : note(database, EMS_BAD_INPUT, EMS_T_DATABASE_VERSION, found);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A log that is not synced at each transaction: a killed process loses nothing that was committed, a power
 * cut may lose the last replications and nothing else. Where two processes begin it at once SQLite refuses
 * one of them without waiting. */
static enum ems_status keep_log(struct ems_database *database)
{
    for (int64_t end = now_ms() + BUSY_MS;;) {
        enum ems_status status = execute(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        if (status == EMS_OK || database->trouble != EMS_T_DATABASE_LOCKED || now_ms() >= end) return status;
        database->trouble = EMS_T_NONE;
        sqlite3_sleep(10);
    }
}

/* Two processes may start at once: the second one finds the tables made. */
static enum ems_status make_tables(struct ems_database *database)
{
    char marks[96];
    bool empty = false;
    snprintf(marks, sizeof marks, "PRAGMA application_id = %d; PRAGMA user_version = %d", (int)APPLICATION,
             (int)EMS_DATABASE_VERSION);
    enum ems_status status = ems_database_simple(database, EMS_SQL_BEGIN);
    if (status != EMS_OK) return status;
    status = check_version(database, &empty);
    if (status == EMS_OK && empty) status = execute(database, tables);
    if (status == EMS_OK && empty) status = execute(database, marks);
    return ems_database_end(database, status);
}

enum ems_status ems_database_prepare_tables(struct ems_database *database)
{
    bool empty = false, writes = database->mode != EMS_DATABASE_READ;
    enum ems_status status = check_version(database, &empty);
    if (status == EMS_OK && empty && !writes)
        return note(database, EMS_BAD_INPUT, EMS_T_DATABASE_FOREIGN, "");
    if (status == EMS_OK && writes && sqlite3_db_readonly(database->connection, "main") == 1)
        return note(database, EMS_IO, EMS_T_DATABASE_READ_ONLY, "");
    if (status == EMS_OK && writes && database->mode == EMS_DATABASE_ALONE)
        status = execute(database, "PRAGMA locking_mode = EXCLUSIVE");
    if (status == EMS_OK && writes) status = keep_log(database);
    if (status == EMS_OK && empty) status = make_tables(database);
    if (status == EMS_OK)
        status = execute(database,
                         "PRAGMA temp_store = MEMORY; CREATE TEMP TABLE wanted(metric INTEGER PRIMARY KEY)");
    return status;
}

/* ---- opening ---- */

static int connect(struct ems_database *database, const char *path)
{
    int flags = database->mode == EMS_DATABASE_READ ? SQLITE_OPEN_READONLY
                                                    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(path, &database->connection, flags, NULL);
    if (code == SQLITE_OK) sqlite3_busy_timeout(database->connection, BUSY_MS);
    return code;
}

/* Nothing of it stands in a log beside it, as a process that is at it or was killed leaves one. */
static bool is_at_rest(const char *path)
{
    char *log = sqlite3_mprintf("%s-wal", path);
    struct stat status;
    bool at_rest = log != NULL && (stat(log, &status) != 0 || status.st_size == 0);
    sqlite3_free(log);
    return at_rest;
}

/* As a URI that promises that nobody changes the file; sqlite3_free, NULL when memory is out. */
static char *uri_of(const char *path)
{
    sqlite3_str *uri = sqlite3_str_new(NULL);
    sqlite3_str_appendall(uri, "file:");
    for (; *path != '\0'; path++)
        sqlite3_str_appendf(uri, strchr("%?#", *path) != NULL ? "%%%02X" : "%c", (int)*path);
    sqlite3_str_appendall(uri, "?immutable=1");
    return sqlite3_str_finish(uri);
}

/* SQLite reads a database with a log only where it may make files beside it. One at rest can be read wherever
 * it lies. */
static enum ems_status open_at_rest(struct ems_database *database)
{
    char *uri = uri_of(database->path);
    if (uri == NULL) return EMS_NO_MEMORY;
    sqlite3_close(database->connection);
    database->connection = NULL;
    database->trouble = EMS_T_NONE;
    int code = sqlite3_open_v2(uri, &database->connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    sqlite3_free(uri);
    if (code == SQLITE_OK) return ems_database_prepare_tables(database);
    return database->connection != NULL ? ems_database_fail(database) : EMS_NO_MEMORY;
}

enum ems_status ems_database_open(const char *path, enum ems_database_mode mode, struct ems_database **out)
{
    struct ems_database *database = *out = calloc(1, sizeof *database);
    if (database == NULL) return EMS_NO_MEMORY;
    database->mode = mode;
    database->path = strdup(path);
    if (database->path == NULL) return EMS_NO_MEMORY;
    ems_database_name_owner(database);
    if (connect(database, path) != SQLITE_OK)
        return database->connection != NULL ? ems_database_fail(database) : EMS_NO_MEMORY;
    enum ems_status status = ems_database_prepare_tables(database);
    bool no_files =
        database->trouble == EMS_T_DATABASE_READ_ONLY || database->trouble == EMS_T_DATABASE_TROUBLE;
    if (status == EMS_IO && no_files && mode == EMS_DATABASE_READ && is_at_rest(path))
        status = open_at_rest(database);
    return status;
}

void ems_database_close(struct ems_database *database)
{
    if (database == NULL) return;
    if (database->connection != NULL && database->mode != EMS_DATABASE_READ) {
        sqlite3_stmt *release = ems_database_prepare(database, EMS_SQL_RELEASE_ALL);
        if (release != NULL) {
            sqlite3_bind_text(release, 1, database->owner, -1, SQLITE_STATIC);
            (void)ems_database_run(database, release);
        }
    }
    for (int i = 0; i < EMS_STATEMENT_COUNT; i++) sqlite3_finalize(database->statements[i]);
    sqlite3_close(database->connection);
    free(database->metric_ids);
    free(database->path);
    free(database);
}
