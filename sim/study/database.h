/* The results database of studies: an SQLite file that keeps what each finished replication showed, under a
 * key of all that it rests on: program and format version, the resolved scenario with its data files, and the
 * replication's number. What is there is never computed again, whichever study asks for it. One transaction
 * for each replication (write-ahead log): a killed process loses those under way.
 *
 * Several processes may share a database. Each claims a replication before it plays it; a claim ends with its
 * process, or after EMS_CLAIM_S seconds without renewal where that process is on another machine. With
 * EMS_DATABASE_ALONE nobody else may open it, which also serves file systems without shared memory.
 *
 * Statuses: EMS_IO and EMS_BAD_INPUT leave a message for ems_database_explain. Not for two threads at once.
 */
#ifndef EMS_STUDY_DATABASE_H
#define EMS_STUDY_DATABASE_H

#include "base/diag.h"
#include "study/kept.h"

enum { EMS_DATABASE_VERSION = 1, EMS_CLAIM_S = 60 };

enum ems_database_mode { EMS_DATABASE_READ, EMS_DATABASE_SHARED, EMS_DATABASE_ALONE };

struct ems_database;

/* Makes the file unless READ. *out may be there with any status, for ems_database_explain; to be closed. */
enum ems_status ems_database_open(const char *path, enum ems_database_mode mode, struct ems_database **out);
/* Gives up all claims. NULL is fine. */
void ems_database_close(struct ems_database *database);
/* Whether a call has failed; why the last one did. */
bool ems_database_troubled(const struct ems_database *database);
void ems_database_explain(const struct ems_database *database, struct ems_diags *diags);

/* The number of the model with this key, made when it is not there. */
enum ems_status ems_database_model(struct ems_database *database, const char *key, const char *scenario,
                                   int64_t *model);
/* Says which metrics are meant from now on, and writes down what they are. Borrowed. */
enum ems_status ems_database_use(struct ems_database *database, const struct ems_kept *kept);

/* What is there of a model's replications 1 to `replications`. */
struct ems_database_state {
    int64_t done, failed, claimed; /* claimed: by others that live */
    double seconds;                /* of those done: time that they took */
};
enum ems_status ems_database_state(struct ems_database *database, int64_t model, int64_t replications,
                                   struct ems_database_state *out);
/* The replications that are neither done nor failed nor claimed by others; *out is the caller's to free. */
enum ems_status ems_database_missing(struct ems_database *database, int64_t model, int64_t replications,
                                     int64_t **out, int64_t *count);

enum ems_claim { EMS_CLAIM_MINE, EMS_CLAIM_DONE, EMS_CLAIM_OTHERS };
enum ems_status ems_database_claim(struct ems_database *database, int64_t model, int64_t replication,
                                   enum ems_claim *out);
/* To be called every few seconds while claims are held. */
enum ems_status ems_database_renew(struct ems_database *database);
/* Ends a claim without a result. */
enum ems_status ems_database_release(struct ems_database *database, int64_t model, int64_t replication);
/* Ends a claim with its result, or with the rule that broke. */
enum ems_status ems_database_store(struct ems_database *database, int64_t model, int64_t replication,
                                   const struct ems_record *record, double seconds);
enum ems_status ems_database_store_failure(struct ems_database *database, int64_t model, int64_t replication,
                                           const char *failure);

/* Calls `row` for each replication done, in order, up to `replications`. `record` is lent. */
enum ems_status ems_database_read(struct ems_database *database, int64_t model, int64_t replications,
                                  enum ems_status (*row)(void *self, int64_t replication,
                                                         const struct ems_record *record),
                                  void *self);

#endif
