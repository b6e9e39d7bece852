/* A sweep: every point of an experiment's design, simulated as often as asked for, with all results in a
 * database. Each point is loaded and checked before anything runs; a point whose scenario cannot be is left
 * out and told.
 *
 *   ems_sweep_create(experiment, &options, &diags, &sweep);
 *   ems_database_open(experiment->database, EMS_DATABASE_SHARED, &database);
 *   ems_sweep_look(sweep, database);                          what is there already
 *   ems_sweep_run(sweep, database, &transport, &trouble);     the rest
 *   ems_sweep_figures(sweep, database, point, figures);
 *
 * What a point shows depends on its scenario alone, so that it does not matter who computed what in which
 * order. A model is loaded again for playing, and freed when its replications are done. */
#ifndef EMS_STUDY_SWEEP_H
#define EMS_STUDY_SWEEP_H

#include <stdatomic.h>

#include "study/database.h"
#include "study/points.h"
#include "study/run.h"
#include "study/transport.h"

struct ems_sweep_options {
    int32_t jobs;            /* threads; 0: as many as there are processors */
    const char *const *sets; /* as --set has them: laid over what the study file sets, under the factors */
    int32_t set_count;
    int64_t replications; /* 0: as the study file says, else as the scenario does */
    const char *const *data_folders;
    int32_t data_folder_count;
    struct ems_run_hooks hooks; /* `interrupted` and `progress` */
};

struct ems_sweep_point {
    const struct ems_node **values; /* of each factor; NULL: as in the scenario */
    const char **levels;            /* the same as text */
    char key[EMS_HASH_HEX];         /* of the scenario: see study/database.h */
    struct ems_diags *wrong;        /* why it cannot be simulated; NULL: it can */
    int32_t same_as;                /* an earlier point with the same key, or itself */
    int64_t model;                  /* its number in the database; 0: not there */
    struct ems_database_state state;
};

struct ems_sweep {
    const struct ems_experiment *experiment;
    struct ems_arena arena;
    struct ems_points points;
    struct ems_scenario *base;  /* with what the study file sets */
    struct ems_change *changes; /* those of the file, then the sets, then room for each factor and one more */
    int32_t change_count;       /* without factors */
    const struct ems_sweep_options *options;
    struct ems_kept kept;
    struct ems_sweep_point *items;
    int32_t count, failed; /* points, and those that cannot be simulated */
    int64_t replications;
    _Atomic bool stop; /* ends whatever is under way */
    double under_way;  /* replications of this process, in parts; of the thread that tends */
};

/* EMS_BAD_INPUT when the study file does not fit the scenario, or no point can be simulated. Points that
 * cannot are told in `diags` too, each trouble once, with EMS_OK. *out is NULL unless EMS_OK. The experiment
 * and options are borrowed. */
enum ems_status ems_sweep_create(const struct ems_experiment *experiment,
                                 const struct ems_sweep_options *options, struct ems_diags *diags,
                                 struct ems_sweep **out);
/* The scenario of a point; may be called in any thread. */
enum ems_status ems_sweep_load(const struct ems_sweep *sweep, int32_t point, struct ems_diags *diags,
                               struct ems_scenario **out);
void ems_sweep_free(struct ems_sweep *sweep);

/* Fills in models and states of all points. */
enum ems_status ems_sweep_look(struct ems_sweep *sweep, struct ems_database *database);
/* Replications of all points that can be simulated, and how many are there; points that are the same count
 * once. */
void ems_sweep_progress(const struct ems_sweep *sweep, int64_t *done, int64_t *total);

struct ems_sweep_trouble {
    enum { EMS_TROUBLE_NONE, EMS_TROUBLE_DATABASE, EMS_TROUBLE_PLAYING } where;
    int32_t point;
    int64_t replication;
    char text[160]; /* the broken rule, or why a rank could not go on */
};

/* Computes what is missing. EMS_INTERRUPTED when a hook said so: all that is finished is kept. Another status
 * comes with `trouble`. Replications that break a rule are noted in the states, and the rest goes on. */
enum ems_status ems_sweep_run(struct ems_sweep *sweep, struct ems_database *database,
                              struct ems_transport *transport, struct ems_sweep_trouble *trouble);
/* Threads of each process: as asked for, else all processors for one process and one of each of many. */
int32_t ems_sweep_jobs(const struct ems_sweep *sweep, const struct ems_transport *transport);
/* Figures of a point, one for each metric kept. */
enum ems_status ems_sweep_figures(const struct ems_sweep *sweep, struct ems_database *database, int32_t point,
                                  struct ems_figure *figures);

#endif
