/* What the commands share: a command's descriptor, the invocation that it is given, and the way back to the
 * shell. One file per command; cli alone prints. Every failure goes through the invocation's diagnostics, so
 * that it can be spoken in either language or as JSON. */
#ifndef EMS_CLI_CLI_H
#define EMS_CLI_CLI_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/text.h"
#include "cli/options.h"

struct ems_scenario;

/* One call of the program. Everything in it lives until the command has returned. */
struct ems_cli {
    struct ems_cli_options options;
    struct ems_diags diags; /* printed by main when the command has returned */
    struct ems_arena arena;
    const char *const *data_folders; /* see cli/folders.h */
    int32_t data_folder_count;
    bool json_done; /* the one JSON document stands on standard output already */
    const struct ems_command *command;
    char **arguments; /* as they stand behind the command's name */
    int32_t argument_count;
    bool lang_before; /* --lang stands before the command's name */
};

struct ems_command {
    const char *name, *operands; /* as in the usage line */
    int32_t min_operands, max_operands;
    uint64_t options;      /* bits of enum ems_cli_option */
    enum ems_text summary; /* one line */
    enum ems_text about;   /* what it does, for its own help */
    bool passes_on;        /* its arguments are another program's: none is looked at */
    enum ems_status (*run)(struct ems_cli *cli);
};

/* All commands in the order of the help; the program's own name for messages. */
const struct ems_command *ems_cli_commands(int32_t *count);
#define EMS_PROGRAM_NAME "ems120"

/* Commands; each in a file of its name. */
enum ems_status ems_cli_run(struct ems_cli *cli);
enum ems_status ems_cli_coverage(struct ems_cli *cli);
enum ems_status ems_cli_compare(struct ems_cli *cli);
enum ems_status ems_cli_site(struct ems_cli *cli);
enum ems_status ems_cli_study(struct ems_cli *cli);
enum ems_status ems_cli_size(struct ems_cli *cli);
enum ems_status ems_cli_bound(struct ems_cli *cli);
enum ems_status ems_cli_check(struct ems_cli *cli);
enum ems_status ems_cli_import(struct ems_cli *cli);
enum ems_status ems_cli_init(struct ems_cli *cli);
enum ems_status ems_cli_generate(struct ems_cli *cli);
enum ems_status ems_cli_schema(struct ems_cli *cli);
enum ems_status ems_cli_policies(struct ems_cli *cli);
enum ems_status ems_cli_view(struct ems_cli *cli);

/* Adds a message that concerns the command line or the machine, not a place in a file, and returns `status`.
 */
enum ems_status ems_cli_fail(struct ems_cli *cli, enum ems_status status, enum ems_text message,
                             const char *const *args);
/* A failed write or read: the message names `what` and errno's reason. */
enum ems_status ems_cli_fail_io(struct ems_cli *cli, const char *what);
/* The one JSON document of --json, on standard output. EMS_NO_MEMORY when it is NULL. */
enum ems_status ems_cli_print_json(struct ems_cli *cli, const json_t *document);

/* Loads the scenario that the first operand names, with the --set, --seed and --replications of the options.
 * `*out` is NULL unless EMS_OK; free it with ems_scenario_free. */
enum ems_status ems_cli_load(struct ems_cli *cli, struct ems_scenario **out);

struct ems_model;
/* EMS_BAD_INPUT, told, when nobody would ever call: plans cannot be told apart then. */
enum ems_status ems_cli_need_demand(struct ems_cli *cli, const struct ems_model *model);
struct ems_run_options;
/* Puts the wishes of --precision and --max-replications into the options, as read for each of the models;
 * they live in cli->arena. */
enum ems_status ems_cli_study_options(struct ems_cli *cli, const struct ems_model *const *models,
                                      int32_t count, struct ems_run_options *options);

struct ems_run_hooks;
struct ems_warmup;
/* Finds the warm-ups that the scenarios leave to the program (`auto`) and settles them: the longest of them
 * for all. *out says how it was found; zero when none was asked for. */
enum ems_status ems_cli_warmup(struct ems_cli *cli, struct ems_scenario *const *scenarios, int32_t count,
                               const struct ems_run_hooks *hooks, struct ems_warmup *out);

/* `run --analytic`: the hypercube model in place of a simulation. */
enum ems_status ems_cli_run_analytic(struct ems_cli *cli);

/* Number of the signal that asks the program to end, 0 while none came. */
int ems_cli_interrupted(void);

#endif
