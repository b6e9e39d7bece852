/* How many crews does it take? Searches the smallest number of crew-hours, by station and shift, with which a
 * scenario meets its targets, and proves the answer by fresh replications.
 *
 * The hypercube (study/analytic.h) leads the search: crews are added where they help most until all targets
 * are met, then taken away, exchanged and moved while they still are. Simulations correct it, and a local
 * search by simulation makes sure that no crew can be left out. Plans of the same cost are told apart by the
 * procedure KN (stats/selection.h). The last word has a certificate: replications with a seed of their own,
 * all targets met at once with the confidence told.
 *
 *   struct ems_size_options options = ems_size_options_default();
 *   status = ems_size_run(scenario, &options, &size);
 *   ems_size_free(size);
 */
#ifndef EMS_STUDY_SIZE_H
#define EMS_STUDY_SIZE_H

#include "scenario/load.h"
#include "stats/selection.h"
#include "study/run.h"
#include "study/standards.h"

enum {
    EMS_SIZE_TARGETS = 16,
    EMS_SIZE_PATTERNS = 48,
    EMS_SIZE_ALTERNATIVES = 6,
    EMS_SIZE_CURVE = 24,
    EMS_SIZE_WORLDS = 7, /* scenarios that a plan is judged over */
    EMS_SIZE_SHIFT_LENGTHS = 8,
    EMS_SIZE_HOURS = 168 /* of a week, from Monday 00:00 */
};

/* A shift that crews work; the first one is always all hours. */
struct ems_size_pattern {
    uint32_t weekdays;
    ems_time from, to; /* times of day; equal: all hours */
    double hours;      /* a week */
    double paid;       /* hours a week less breaks */
};

/* Crews by station and pattern. */
struct ems_size_plan {
    int32_t *crews; /* stations x EMS_SIZE_PATTERNS */
    double hours;   /* crew-hours a week */
    double paid;    /* of these paid: what a plan costs */
    int32_t count;  /* crews */
};

/* A plan that was simulated. */
struct ems_size_trial {
    struct ems_size_plan plan;
    struct ems_figure found[EMS_SIZE_TARGETS]; /* share in time */
    struct ems_figure mean_s;
};

/* One crew more (all hours) or one fewer (of its longest shift) at a station; found less that of the plan. */
struct ems_size_step {
    ems_station_id station;
    bool more;
    double hours; /* what changes, a week */
    struct ems_figure difference[EMS_SIZE_TARGETS];
};

struct ems_size_growth {
    double people, requests;   /* growth a year of people, and of requests for each; shares */
    int32_t aged;              /* those of that age and above; 0: no ageing */
    double aged_from, aged_to; /* their share of the people, at the start and in `year` */
    double aged_use;           /* requests of one of them over those of a younger person */
    int32_t year;              /* 0: none */
    double people_factor, ageing_factor, request_factor; /* of the whole time, filled in */
};

/* Shifts that may be worked: lengths, each with the hours of the day at which it may begin. */
struct ems_size_shifts {
    int32_t count; /* 0: not asked for */
    struct ems_size_shift {
        int32_t hours;   /* 1..24 */
        uint32_t starts; /* bit h: from h:00 */
    } lengths[EMS_SIZE_SHIFT_LENGTHS];
    double week_hours; /* that a person is paid for, 40 unless given */
    double break_h;    /* of every shift, not paid; the crew answers */
};

/* Another scenario that plans must hold in, with the same stations, areas and types of vehicles. */
struct ems_size_also {
    const struct ems_scenario *scenario;
    double weight; /* of the mean; the scenario itself has 1 */
};

/* What a plan's shares are over several scenarios. */
enum ems_size_judge { EMS_SIZE_WORST, EMS_SIZE_MEAN };

struct ems_size_options {
    const struct ems_target *targets; /* NULL: those of the scenario */
    int32_t target_count;
    int32_t max_crews; /* 0: four times as many as now, at least 40 */
    struct ems_size_growth growth;
    struct ems_size_shifts shifts;
    const struct ems_size_also *also;
    int32_t also_count; /* at most EMS_SIZE_WORLDS - 1 */
    enum ems_size_judge judge;
    bool standards;              /* the clauses of the scenario's standards must be met, too */
    const double *vehicle_price; /* by type; NULL: vehicles that are added are all of the most useful type */
    int64_t replications;        /* of the search, 0: 10 */
    int64_t certify;             /* of the certificate, 0: 200; up to four times as many where they decide */
    int32_t jobs;
    struct ems_run_hooks hooks;
};

struct ems_size {
    struct ems_arena arena;
    const struct ems_model *base; /* the scenario's, with the targets and the growth */
    struct ems_size_pattern patterns[EMS_SIZE_PATTERNS];
    int32_t pattern_count;
    struct ems_size_growth growth;
    struct ems_size_shifts shifts;

    bool feasible;                 /* a plan was found and certified */
    bool certified;                /* all targets met by the certificate */
    double target_error;           /* of one target: 5 % shared among them */
    struct ems_size_trial ample;   /* with crews in plenty at every station: what these places allow */
    bool beyond[EMS_SIZE_TARGETS]; /* the target is missed even so */
    struct ems_size_trial now;     /* the scenario as it is */
    struct ems_size_trial plan;    /* by the replications of the certificate */
    struct ems_judgement judgement[EMS_SIZE_TARGETS];
    /* the same by scenario, where there are several; a judgement above is that of the worst or of the mean */
    const struct ems_model *worlds[EMS_SIZE_WORLDS];
    double weights[EMS_SIZE_WORLDS];
    int32_t world_count;
    enum ems_size_judge judge;
    struct ems_figure found_in[EMS_SIZE_WORLDS][EMS_SIZE_TARGETS];
    struct ems_judgement judgement_in[EMS_SIZE_WORLDS][EMS_SIZE_TARGETS];
    int64_t replications_in[EMS_SIZE_WORLDS];
    int64_t certificate_replications; /* the most of these */
    uint64_t search_seed, certificate_seed;

    struct ems_size_step *steps; /* two for each station where both can be */
    int32_t step_count;
    struct ems_size_trial curve[EMS_SIZE_CURVE]; /* from few crews to the plan */
    int32_t curve_count;
    struct ems_size_trial alternatives[EMS_SIZE_ALTERNATIVES]; /* that cost the same; [0] is the plan */
    bool alive[EMS_SIZE_ALTERNATIVES];
    int32_t alternative_count, alternatives_left;
    int64_t selection_replications;

    /* with shifts: crews needed by station and hour of the week, and whether their cover is proven cheapest
     */
    int32_t *needed; /* stations x EMS_SIZE_HOURS; NULL without */
    bool cover_proven;
    double without_shifts_h; /* paid hours of the plan that they were laid out from */

    /* clauses of the scenario's standards by the plan (study/standards.h) */
    struct ems_standards_result clauses;
    bool clauses_met; /* none is missed; true when not asked for */

    int32_t most_crews;
    int32_t *vehicles;                            /* stations x types: of the plan */
    int32_t *added;                               /* by type: vehicles to buy */
    double vehicle_cost;                          /* of these; NAN without prices */
    int32_t vehicles_owned, negative_owned;       /* with those that the plan adds, spares in */
    int32_t vehicles_required, negative_required; /* by the fleet clauses of the standards; 0: none */
    int64_t plans_computed, plans_simulated, replications;
    double wall_s;
};

struct ems_size_options ems_size_options_default(void);

/* `scenario` must outlive the result. EMS_INFEASIBLE: no plan of at most max_crews meets all; the best that
 * was found is in it, with `feasible` false. EMS_BAD_USAGE: no targets, or calls of a trace. *out is NULL
 * only for EMS_NO_MEMORY. EMS_INTERRUPTED: nothing is certain. */
enum ems_status ems_size_run(const struct ems_scenario *scenario, const struct ems_size_options *options,
                             struct ems_size **out);
void ems_size_free(struct ems_size *size);

/* The plan as a scenario that extends the old one: YAML, of which `extends` names `base`. */
enum ems_status ems_size_write(const struct ems_size *size, const struct ems_scenario *scenario,
                               const char *base, FILE *out);

/* Reads `priority 1 urban within 10 min 90 %`: each part but the last two may be left out; a word that is no
 * part names a class or an area. *wrong is the word that does not fit. */
bool ems_size_parse_target(const struct ems_model *model, const char *text, struct ems_arena *arena,
                           struct ems_target *out, const char **wrong);
/* Reads `population 1 % a year to 2030`, and `requests 2 % a year` or `aged 65 from 15 % to 22 %, use 3.5`
 * beside it, after a comma. */
bool ems_size_parse_growth(const char *text, struct ems_size_growth *out);
/* Reads `8 h, 12 h from 7 8 19 20, 24 h, break 30 min, 38 h a week`: lengths, each from any hour unless hours
 * are given. *wrong is the part that does not fit. */
bool ems_size_parse_shifts(const char *text, struct ems_arena *arena, struct ems_size_shifts *out,
                           const char **wrong);
/* Can plans of `model` be played in `other`? Its stations, areas and types of vehicles must be the same. */
bool ems_size_fits(const struct ems_model *model, const struct ems_model *other);

#endif
