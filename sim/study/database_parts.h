/* What the files of the database share: the connection, its statements and its troubles. Inside study only.
 */
#ifndef EMS_STUDY_DATABASE_PARTS_H
#define EMS_STUDY_DATABASE_PARTS_H

#include <sqlite3.h>

#include "study/database.h"

/* X(id, SQL) */
#define EMS_STATEMENTS(X)                                                                                 \
    X(BEGIN, "BEGIN IMMEDIATE")                                                                           \
    X(COMMIT, "COMMIT")                                                                                   \
    X(ROLLBACK, "ROLLBACK")                                                                               \
    X(MODEL_FIND, "SELECT id FROM models WHERE key = ?1")                                                 \
    X(MODEL_ADD, "INSERT OR IGNORE INTO models(key, scenario, program) VALUES(?1, ?2, ?3)")               \
    X(METRIC_FIND, "SELECT id FROM metrics WHERE name = ?1")                                              \
    X(METRIC_ADD, "INSERT OR IGNORE INTO metrics(name, kind, unit, scale, sample, most, share) "          \
                  "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")                                                   \
    X(WANT_CLEAR, "DELETE FROM temp.wanted")                                                              \
    X(WANT, "INSERT INTO temp.wanted VALUES(?1)")                                                         \
    X(LIST_DONE,                                                                                          \
      "SELECT r.replication, r.failure IS NOT NULL, r.seconds FROM replications r "                       \
      "WHERE r.model = ?1 AND r.replication <= ?2 AND (r.failure IS NOT NULL OR (SELECT count(*) "        \
      "FROM temp.wanted w JOIN figures f ON f.model = r.model AND f.replication = r.replication "         \
      "AND f.metric = w.metric) = ?3) ORDER BY r.replication")                                            \
    X(IS_DONE, "SELECT r.failure IS NOT NULL OR (SELECT count(*) FROM temp.wanted w JOIN figures f "      \
               "ON f.model = r.model AND f.replication = r.replication AND f.metric = w.metric) = ?3 "    \
               "FROM replications r WHERE r.model = ?1 AND r.replication = ?2")                           \
    X(LIST_CLAIMS, "SELECT replication, owner, until FROM claims WHERE model = ?1 AND replication <= ?2") \
    X(FIND_CLAIM, "SELECT owner, until FROM claims WHERE model = ?1 AND replication = ?2")                \
    X(CLAIM, "INSERT OR REPLACE INTO claims(model, replication, owner, until) VALUES(?1, ?2, ?3, ?4)")    \
    X(RELEASE, "DELETE FROM claims WHERE model = ?1 AND replication = ?2 AND owner = ?3")                 \
    X(RELEASE_ALL, "DELETE FROM claims WHERE owner = ?1")                                                 \
    X(RENEW, "UPDATE claims SET until = ?2 WHERE owner = ?1")                                             \
    X(PUT_REPLICATION,                                                                                    \
      "INSERT OR REPLACE INTO replications(model, replication, seconds, failure) VALUES(?1, ?2, ?3, ?4)") \
    X(PUT_FIGURE, "INSERT OR REPLACE INTO figures(model, replication, metric, value, weight) VALUES(?1, " \
                  "?2, ?3, ?4, ?5)")                                                                      \
    X(PUT_SAMPLE,                                                                                         \
      "INSERT OR REPLACE INTO samples(model, replication, sample, times) VALUES(?1, ?2, ?3, ?4)")         \
    X(READ_FIGURES, "SELECT metric, value, weight FROM figures WHERE model = ?1 AND replication = ?2")    \
    X(READ_SAMPLES, "SELECT sample, times FROM samples WHERE model = ?1 AND replication = ?2")            \
    X(STUDY_FIND, "SELECT id FROM studies WHERE name = ?1")                                               \
    X(STUDY_PUT,                                                                                          \
      "INSERT INTO studies(name, scenario, design, replications, name_en, name_zh) "                      \
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(name) DO UPDATE SET scenario = ?2, design = ?3, "       \
      "replications = ?4, name_en = ?5, name_zh = ?6")                                                    \
    X(STUDY_METRICS_CLEAR, "DELETE FROM study_metrics WHERE study = ?1")                                  \
    X(FACTORS_CLEAR, "DELETE FROM factors WHERE study = ?1")                                              \
    X(POINTS_CLEAR, "DELETE FROM points WHERE study = ?1")                                                \
    X(LEVELS_CLEAR, "DELETE FROM levels WHERE study = ?1")                                                \
    X(STUDY_METRIC_PUT, "INSERT INTO study_metrics(study, number, metric) VALUES(?1, ?2, ?3)")            \
    X(FACTOR_PUT, "INSERT INTO factors(study, number, path, label) VALUES(?1, ?2, ?3, ?4)")               \
    X(POINT_PUT, "INSERT INTO points(study, point, model, failure) VALUES(?1, ?2, ?3, ?4)")               \
    X(LEVEL_PUT, "INSERT INTO levels(study, point, factor, level) VALUES(?1, ?2, ?3, ?4)")                \
    X(STUDIES_LIST, "SELECT name FROM studies ORDER BY name")                                             \
    X(STUDY_READ, "SELECT id, design, replications, name_en, name_zh FROM studies WHERE name = ?1")       \
    X(STUDY_METRICS_READ,                                                                                 \
      "SELECT m.name, m.kind, m.unit, m.scale, m.sample, m.most, m.share "                                \
      "FROM study_metrics s JOIN metrics m ON m.id = s.metric WHERE s.study = ?1 ORDER BY s.number")      \
    X(FACTORS_READ, "SELECT path, label FROM factors WHERE study = ?1 ORDER BY number")                   \
    X(POINTS_READ, "SELECT p.model, p.failure, m.key FROM points p LEFT JOIN models m ON m.id = p.model " \
                   "WHERE p.study = ?1 ORDER BY p.point")                                                 \
    X(LEVELS_READ, "SELECT point, factor, level FROM levels WHERE study = ?1 ORDER BY point, factor")

enum ems_statement {
#define EMS_X(id, sql) EMS_SQL_##id,
    EMS_STATEMENTS(EMS_X)
#undef EMS_X
        EMS_STATEMENT_COUNT
};

struct ems_database {
    sqlite3 *connection;
    enum ems_database_mode mode;
    sqlite3_stmt *statements[EMS_STATEMENT_COUNT]; /* prepared on first use */
    char *path;
    char owner[160]; /* of claims: host, process, when it began */
    size_t host_length;
    const struct ems_kept *kept;
    int64_t *metric_ids; /* of kept->metrics; 0: not in the database */
    enum ems_text trouble;
    char detail[256]; /* of the trouble */
};

/* The statement, reset and without arguments; NULL with the trouble noted. */
sqlite3_stmt *ems_database_prepare(struct ems_database *database, enum ems_statement statement);
/* Runs a statement that gives no rows. */
enum ems_status ems_database_run(struct ems_database *database, sqlite3_stmt *statement);
/* SQLITE_ROW or SQLITE_DONE go on; anything else is noted, and a status other than EMS_OK. */
enum ems_status ems_database_step(struct ems_database *database, sqlite3_stmt *statement, bool *row);
enum ems_status ems_database_simple(struct ems_database *database, enum ems_statement statement);
/* COMMIT when `status` is EMS_OK, else ROLLBACK; returns what came of it. */
enum ems_status ems_database_end(struct ems_database *database, enum ems_status status);
/* Notes what SQLite said last. */
enum ems_status ems_database_fail(struct ems_database *database);
/* Makes the tables in an empty file, and refuses another program's or version's. */
enum ems_status ems_database_prepare_tables(struct ems_database *database);

extern const char *const ems_database_kinds[]; /* names of enum ems_source_kind in the tables */

/* Who claims: fills `owner`. */
void ems_database_name_owner(struct ems_database *database);
/* Whether the claim of this owner still stands. */
bool ems_database_claim_stands(const struct ems_database *database, const char *owner, int64_t until);

#endif
