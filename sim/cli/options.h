/* Options of the command line: one table gives names, help and meaning; argp reads them. What is wrong with
 * them becomes a diagnostic in the user's language, with the nearest name. */
#ifndef EMS_CLI_OPTIONS_H
#define EMS_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/text.h"

/* X(id, name, argument or NULL) */
#define EMS_CLI_OPTIONS(X)                          \
    X(SET, "set", "PATH=VALUE")                     \
    X(SEED, "seed", "N")                            \
    X(REPLICATIONS, "replications", "N")            \
    X(WITH, "with", "PATH=VALUE")                   \
    X(JOBS, "jobs", "N")                            \
    X(PRECISION, "precision", "WISH")               \
    X(MAX_REPLICATIONS, "max-replications", "N")    \
    X(INPUT_UNCERTAINTY, "input-uncertainty", NULL) \
    X(OUT, "out", "DIR")                            \
    X(RECORD, "record", "N")                        \
    X(GEOJSON, "geojson", NULL)                     \
    X(NODES, "nodes", "FILE")                       \
    X(EDGES, "edges", "FILE")                       \
    X(BOUNDARY, "boundary", "FILE")                 \
    X(BBOX, "bbox", "W,S,E,N")                      \
    X(SPEEDS, "speeds", "FILE")                     \
    X(UNDIRECTED, "undirected", NULL)               \
    X(POPULATION, "population", "N")                \
    X(NODE_COUNT, "nodes", "N")                     \
    X(FORCE, "force", NULL)                         \
    X(KIND, "kind", "KIND")                         \
    X(EXTENDS, "extends", "FILE")                   \
    X(COORDINATES, "coordinates", "SYSTEM")         \
    X(REFERENCE, "reference", NULL)                 \
    X(STATUS, "status", NULL)                       \
    X(EXPORT, "export", "DIR")                      \
    X(CSV, "csv", "FILE")                           \
    X(ANALYTIC, "analytic", NULL)                   \
    X(TARGET, "target", "TARGET")                   \
    X(MAX_CREWS, "max-crews", "N")                  \
    X(GROWTH, "growth", "GROWTH")                   \
    X(PERSONS, "persons", "N")                      \
    X(PRICE, "price", "N")                          \
    X(CERTIFY, "certify", "N")                      \
    X(SHIFTS, "shifts", "SHIFTS")                   \
    X(STANDARDS, "standards", "ID,ID|own")          \
    X(VEHICLE_PRICE, "vehicle-price", "[TYPE=]N")   \
    X(ADD, "add", "N")                              \
    X(CLOSE, "close", "N")                          \
    X(MOVE, "move", "N")                            \
    X(CREWS, "crews", "N")                          \
    X(PLANS, "plans", "N")                          \
    X(MODEL, "model", "MODEL")                      \
    X(MODEL_ONLY, "model-only", NULL)               \
    X(WITHIN, "within", "TIME")                     \
    X(CANDIDATES, "candidates", "WHERE")            \
    X(SOLVER, "solver", "NAME")                     \
    X(TIME_LIMIT, "time-limit", "TIME")             \
    X(BUSY, "busy", "SHARE")                        \
    X(LEAST, "least", "CLASS=SHARE")                \
    X(BUDGET, "budget", "N")                        \
    X(CAPACITY, "capacity", "N")                    \
    X(FORBID, "forbid", "WHERE")                    \
    X(TYPE, "type", "TYPE")                         \
    X(UPPER, "upper", "TYPE=N")                     \
    X(WITHIN_FAR, "within-far", "TIME")             \
    X(KEEP, "keep", "STATION")                      \
    X(ALSO, "also", "SCENARIO")                     \
    X(JUDGE, "judge", "mean|worst")                 \
    X(STRICT, "strict", NULL)                       \
    X(JSON, "json", NULL)                           \
    X(QUIET, "quiet", NULL)                         \
    X(LANG, "lang", "en|zh")                        \
    X(HELP, "help", NULL)

enum ems_cli_option {
#define EMS_X(id, name, arg) EMS_OPT_##id,
    EMS_CLI_OPTIONS(EMS_X)
#undef EMS_X
        EMS_OPT_COUNT
};

_Static_assert(EMS_OPT_COUNT <= 64, "options are bits of a uint64_t");
#define EMS_OPT_BIT(id) (UINT64_C(1) << EMS_OPT_##id)

/* Name, argument (NULL for none) and help of an option. */
const char *ems_cli_option_name(enum ems_cli_option option);
const char *ems_cli_option_argument(enum ems_cli_option option);
enum ems_text ems_cli_option_text(enum ems_cli_option option);

/* An option as it stands on the command line. */
struct ems_cli_word {
    enum ems_cli_option option;
    const char *argument; /* NULL for those without */
};

struct ems_cli_options {
    enum ems_lang lang;
    bool input_uncertainty, json, quiet, strict, help, geojson, reference, status, analytic;
    const char **sets; /* as --set has them; --seed and --replications are sets too; in the arena */
    int32_t set_count;
    uint64_t given;                                       /* bits of those that stand on the command line */
    const char *out;                                      /* NULL when not given */
    const char *nodes, *edges, *boundary, *bbox, *speeds; /* likewise */
    const char *export_to, *csv;                          /* likewise */
    const char *kind, *extends, *coordinates;             /* likewise */
    int64_t record;                                       /* replications to record, -1 when not given */
    const char **withs;                                   /* as sets */
    int32_t with_count;
    const char *growth, *persons, *price; /* NULL when not given */
    int64_t max_crews, certify;           /* 0 when not given */
    const char **targets;                 /* in the arena */
    int32_t target_count;
    const char **precisions; /* in the arena */
    int32_t precision_count;
    int64_t max_replications;       /* 0 when not given */
    int64_t jobs;                   /* threads; 0 when not given: as many as there are processors */
    int64_t population, node_count; /* 0 when not given */
    int64_t seed;                   /* a set, too; 1 when not given */
    struct ems_cli_word *words;     /* all options in order, for those that only one command knows */
    int32_t word_count;
    const char **operands;
    int32_t operand_count;
};

/* What the options mean when none is given. */
struct ems_cli_options ems_cli_options_default(void);
/* --lang where it stands in argv, else LC_ALL, LC_MESSAGES or LANG: known before anything else is read, so
 * that every message has it. Likewise --json. */
void ems_cli_options_peek(struct ems_cli_options *options, int argc, char **argv);
/* Reads argv[1] on; `permitted` are bits of enum ems_cli_option. EMS_BAD_USAGE with a diagnostic. */
enum ems_status ems_cli_options_parse(struct ems_cli_options *options, uint64_t permitted, int argc,
                                      char **argv, struct ems_arena *arena, struct ems_diags *diags);

#endif
