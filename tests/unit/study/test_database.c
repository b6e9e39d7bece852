/* The results database: what is stored comes back, once; claims; files that are not its own. */
#include "study/database.h"

#include <sqlite3.h>
#include <unistd.h>

#include "support/check.h"

struct fixture {
    char path[64];
    struct ems_kept_metric metrics[2];
    const char *samples[1];
    struct ems_kept kept;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (f == NULL) return -1;
    snprintf(f->path, sizeof f->path, "/tmp/ems120-database-%ld.db", (long)getpid());
    unlink(f->path);
    f->metrics[0] = (struct ems_kept_metric){
        .name = "share", .source = {.kind = EMS_SOURCE_RATIO, .scale = 1, .most = 1}, .sample = EMS_NONE};
    f->metrics[1] = (struct ems_kept_metric){
        .name = "p90", .source = {.kind = EMS_SOURCE_QUANTILE, .scale = 1, .of = 0.9}, .sample = 0};
    f->samples[0] = "all";
    f->kept = (struct ems_kept){.metrics = f->metrics, .samples = f->samples, .count = 2, .sample_count = 1};
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char more[80];
    unlink(f->path);
    snprintf(more, sizeof more, "%s-wal", f->path);
    unlink(more);
    snprintf(more, sizeof more, "%s-shm", f->path);
    unlink(more);
    free(f);
    return 0;
}

static struct ems_database *open_one(const struct fixture *f, enum ems_database_mode mode)
{
    struct ems_database *database;
    check_ok(ems_database_open(f->path, mode, &database));
    check_ok(ems_database_use(database, &f->kept));
    return database;
}

static int64_t model_of(struct ems_database *database, const char *key)
{
    int64_t model;
    check_ok(ems_database_model(database, key, "small", &model));
    return model;
}

static void store(struct ems_database *database, int64_t model, int64_t replication, double value)
{
    unsigned char bytes[] = {1, 1, 5};
    double first[] = {value, NAN}, second[] = {10, 0};
    struct ems_bytes sample = {bytes, sizeof bytes};
    struct ems_record record = {first, second, &sample, 1};
    check_ok(ems_database_store(database, model, replication, &record, 2));
}

struct seen {
    int64_t replications[8];
    double values[8];
    int count;
};

static enum ems_status see(void *self, int64_t replication, const struct ems_record *record)
{
    struct seen *seen = self;
    seen->replications[seen->count] = replication;
    seen->values[seen->count++] = record->first[0];
    check_near(record->second[0], 10, 0);
    check_nan(record->first[1]);
    check_int((long long)record->samples[0].count, 3);
    return EMS_OK;
}

static void test_results_come_back_in_order(void **state)
{
    struct fixture *f = *state;
    struct ems_database *database = open_one(f, EMS_DATABASE_SHARED);
    int64_t model = model_of(database, "k1");
    struct ems_database_state found;
    struct seen seen = {0};
    check_int(model_of(database, "k1"), model);
    check_true(model_of(database, "k2") != model);
    store(database, model, 3, 6);
    store(database, model, 1, 4);
    store(database, model, 9, 7);
    check_ok(ems_database_store_failure(database, model, 2, "crew time"));
    check_ok(ems_database_state(database, model, 5, &found));
    check_int(found.done, 2);
    check_int(found.failed, 1);
    check_near(found.seconds, 4, 0);
    check_ok(ems_database_read(database, model, 5, see, &seen));
    check_int(seen.count, 2);
    check_int(seen.replications[0], 1);
    check_near(seen.values[1], 6, 0);
    int64_t *missing, count;
    check_ok(ems_database_missing(database, model, 5, &missing, &count));
    check_int(count, 2);
    check_int(missing[0], 4);
    check_int(missing[1], 5);
    free(missing);
    ems_database_close(database);
}

/* A replication counts as done for those metrics that it has. */
static void test_another_metric_is_missing(void **state)
{
    struct fixture *f = *state;
    struct ems_database *database = open_one(f, EMS_DATABASE_SHARED);
    int64_t model = model_of(database, "k1");
    struct ems_database_state found;
    store(database, model, 1, 4);
    struct ems_kept_metric more[3] = {f->metrics[0], f->metrics[1], f->metrics[0]};
    more[2].name = "queued_share";
    struct ems_kept kept = {more, f->samples, 3, 1};
    check_ok(ems_database_use(database, &kept));
    check_ok(ems_database_state(database, model, 1, &found));
    check_int(found.done, 0);
    check_ok(ems_database_use(database, &f->kept));
    check_ok(ems_database_state(database, model, 1, &found));
    check_int(found.done, 1);
    ems_database_close(database);
}

static enum ems_claim claim(struct ems_database *database, int64_t model, int64_t replication)
{
    enum ems_claim found;
    check_ok(ems_database_claim(database, model, replication, &found));
    return found;
}

static void execute(const struct fixture *f, const char *sql)
{
    sqlite3 *connection;
    check_int(sqlite3_open(f->path, &connection), SQLITE_OK);
    check_int(sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(connection);
}

static void test_claims_end_with_process_or_time(void **state)
{
    struct fixture *f = *state;
    struct ems_database *database = open_one(f, EMS_DATABASE_SHARED);
    int64_t model = model_of(database, "k1");
    char sql[256], host[64] = "";
    check_int(gethostname(host, sizeof host - 1), 0);
    check_int(claim(database, model, 1), EMS_CLAIM_MINE);
    execute(f, "INSERT INTO claims VALUES(1, 2, 'elsewhere/77/5', unixepoch() + 60)");
    execute(f, "INSERT INTO claims VALUES(1, 3, 'elsewhere/77/5', unixepoch() - 1)");
    snprintf(sql, sizeof sql, "INSERT INTO claims VALUES(1, 4, '%s/999999999/5', unixepoch() + 60)", host);
    execute(f, sql); /* no such process */
    snprintf(sql, sizeof sql, "INSERT INTO claims VALUES(1, 5, '%s/1/1', unixepoch() + 60)", host);
    execute(f, sql); /* another process with that number */
    check_int(claim(database, model, 2), EMS_CLAIM_OTHERS);
    check_int(claim(database, model, 3), EMS_CLAIM_MINE);
    check_int(claim(database, model, 4), EMS_CLAIM_MINE);
    check_int(claim(database, model, 5), EMS_CLAIM_MINE);
    store(database, model, 1, 4);
    check_int(claim(database, model, 1), EMS_CLAIM_DONE);
    check_ok(ems_database_release(database, model, 3));
    check_ok(ems_database_renew(database));
    ems_database_close(database); /* gives up what is left */
    database = open_one(f, EMS_DATABASE_READ);
    struct ems_database_state found;
    check_ok(ems_database_state(database, model, 9, &found));
    check_int(found.claimed, 1);
    ems_database_close(database);
}

static void check_refused(const struct fixture *f, enum ems_database_mode mode, enum ems_status status,
                          enum ems_text message)
{
    struct ems_database *database;
    struct ems_diags diags = {0};
    check_int(ems_database_open(f->path, mode, &database), status);
    ems_database_explain(database, &diags);
    check_int(diags.items[0].message, message);
    check_text(diags.items[0].at.file, f->path);
    ems_diags_free(&diags);
    ems_database_close(database);
}

static void test_other_files_are_refused(void **state)
{
    struct fixture *f = *state;
    FILE *file = fopen(f->path, "w");
    fputs("this is a text that is longer than the head of a database, which has a hundred bytes or so.....",
          file);
    fputs("this is a text that is longer than the head of a database, which has a hundred bytes or so.....",
          file);
    fclose(file);
    check_refused(f, EMS_DATABASE_SHARED, EMS_BAD_INPUT, EMS_T_DATABASE_FOREIGN);
    unlink(f->path);
    check_refused(f, EMS_DATABASE_READ, EMS_IO, EMS_T_DATABASE_TROUBLE);
    execute(f, "CREATE TABLE other(x)");
    check_refused(f, EMS_DATABASE_SHARED, EMS_BAD_INPUT, EMS_T_DATABASE_FOREIGN);
    unlink(f->path);
    ems_database_close(open_one(f, EMS_DATABASE_SHARED));
    execute(f, "PRAGMA user_version = 99");
    check_refused(f, EMS_DATABASE_SHARED, EMS_BAD_INPUT, EMS_T_DATABASE_VERSION);
    check_refused(f, EMS_DATABASE_READ, EMS_BAD_INPUT, EMS_T_DATABASE_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_results_come_back_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_another_metric_is_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_claims_end_with_process_or_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_files_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
