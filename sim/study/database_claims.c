/* Who plays what: claims of replications, for database.h. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "study/database_parts.h"

/* When a process began, in the kernel's ticks: with its number that names it for good; 0 when it is gone. */
static unsigned long long began(long process)
{
    char path[64], line[1024];
    unsigned long long ticks = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", process);
    FILE *file = fopen(path, "r");
    if (file == NULL) return 0;
    size_t length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[length] = '\0';
    char *at = strrchr(line, ')'); /* a program's name may hold anything */
    for (int field = 2; at != NULL && field < 22; field++) at = strchr(at + 1, ' ');
    if (at != NULL) ticks = strtoull(at, NULL, 10);
    return ticks;
}

void ems_database_name_owner(struct ems_database *database)
{
    char host[96] = "";
    long process = (long)getpid();
    if (gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
    int length = snprintf(database->owner, sizeof database->owner, "%s/", host);
    database->host_length = (size_t)length;
    snprintf(database->owner + length, sizeof database->owner - (size_t)length, "%ld/%llu", process,
             began(process));
}

static int64_t now(void)
{
    return (int64_t)time(NULL);
}

bool ems_database_claim_stands(const struct ems_database *database, const char *owner, int64_t until)
{
    if (strncmp(owner, database->owner, database->host_length) != 0) return until >= now();
    char *slash;
    long process = strtol(owner + database->host_length, &slash, 10);
    if (*slash != '/' || process <= 0) return false;
    unsigned long long told = strtoull(slash + 1, NULL, 10);
    return told != 0 ? began(process) == told : until >= now();
}

static enum ems_status is_done(struct ems_database *database, int64_t model, int64_t replication, bool *done)
{
    sqlite3_stmt *find = ems_database_prepare(database, EMS_SQL_IS_DONE);
    bool row = false;
    if (find == NULL) return EMS_IO;
    sqlite3_bind_int64(find, 1, model);
    sqlite3_bind_int64(find, 2, replication);
    sqlite3_bind_int64(find, 3, database->kept->count);
    enum ems_status status = ems_database_step(database, find, &row);
    *done = row && sqlite3_column_int(find, 0) != 0;
    sqlite3_reset(find);
    return status;
}

static enum ems_status find_claim(struct ems_database *database, int64_t model, int64_t replication,
                                  bool *stands)
{
    sqlite3_stmt *find = ems_database_prepare(database, EMS_SQL_FIND_CLAIM);
    bool row = false;
    if (find == NULL) return EMS_IO;
    sqlite3_bind_int64(find, 1, model);
    sqlite3_bind_int64(find, 2, replication);
    enum ems_status status = ems_database_step(database, find, &row);
    const char *owner = row ? (const char *)sqlite3_column_text(find, 0) : NULL;
    *stands = owner != NULL && strcmp(owner, database->owner) != 0 &&
              ems_database_claim_stands(database, owner, sqlite3_column_int64(find, 1));
    sqlite3_reset(find);
    return status;
}

static enum ems_status put_claim(struct ems_database *database, int64_t model, int64_t replication)
{
    sqlite3_stmt *claim = ems_database_prepare(database, EMS_SQL_CLAIM);
    if (claim == NULL) return EMS_IO;
    sqlite3_bind_int64(claim, 1, model);
    sqlite3_bind_int64(claim, 2, replication);
    sqlite3_bind_text(claim, 3, database->owner, -1, SQLITE_STATIC);
    sqlite3_bind_int64(claim, 4, now() + EMS_CLAIM_S);
    return ems_database_run(database, claim);
}

enum ems_status ems_database_claim(struct ems_database *database, int64_t model, int64_t replication,
                                   enum ems_claim *out)
{
    bool done = false, stands = false;
    enum ems_status status = ems_database_simple(database, EMS_SQL_BEGIN);
    if (status != EMS_OK) return status;
    status = is_done(database, model, replication, &done);
    if (status == EMS_OK && !done) status = find_claim(database, model, replication, &stands);
    *out = done ? EMS_CLAIM_DONE : stands ? EMS_CLAIM_OTHERS : EMS_CLAIM_MINE;
    if (status == EMS_OK && *out == EMS_CLAIM_MINE) status = put_claim(database, model, replication);
    return ems_database_end(database, status);
}

enum ems_status ems_database_renew(struct ems_database *database)
{
    sqlite3_stmt *renew = ems_database_prepare(database, EMS_SQL_RENEW);
    if (renew == NULL) return EMS_IO;
    sqlite3_bind_text(renew, 1, database->owner, -1, SQLITE_STATIC);
    sqlite3_bind_int64(renew, 2, now() + EMS_CLAIM_S);
    return ems_database_run(database, renew);
}

enum ems_status ems_database_release(struct ems_database *database, int64_t model, int64_t replication)
{
    sqlite3_stmt *release = ems_database_prepare(database, EMS_SQL_RELEASE);
    if (release == NULL) return EMS_IO;
    sqlite3_bind_int64(release, 1, model);
    sqlite3_bind_int64(release, 2, replication);
    sqlite3_bind_text(release, 3, database->owner, -1, SQLITE_STATIC);
    return ems_database_run(database, release);
}
