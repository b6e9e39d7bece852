#include "cli/cli.h"

#define COMMON (EMS_OPT_BIT(JSON) | EMS_OPT_BIT(QUIET) | EMS_OPT_BIT(LANG) | EMS_OPT_BIT(HELP))
#define SCENARIO (COMMON | EMS_OPT_BIT(SET) | EMS_OPT_BIT(SEED) | EMS_OPT_BIT(REPLICATIONS))

#define STUDY                                                                     \
    (EMS_OPT_BIT(JOBS) | EMS_OPT_BIT(PRECISION) | EMS_OPT_BIT(MAX_REPLICATIONS) | \
     EMS_OPT_BIT(INPUT_UNCERTAINTY))

static const struct ems_command commands[] = {
    {.name = "run",
     .operands = "SCENARIO",
     .min_operands = 1,
     .max_operands = 1,
     .options = SCENARIO | STUDY | EMS_OPT_BIT(OUT) | EMS_OPT_BIT(RECORD) | EMS_OPT_BIT(STRICT) |
                EMS_OPT_BIT(ANALYTIC),
     .summary = EMS_T_CLI_COMMAND_RUN,
     .about = EMS_T_CLI_ABOUT_RUN,
     .run = ems_cli_run},
    {.name = "coverage",
     .operands = "SCENARIO",
     .min_operands = 1,
     .max_operands = 1,
     .options = SCENARIO | EMS_OPT_BIT(OUT) | EMS_OPT_BIT(GEOJSON) | EMS_OPT_BIT(STRICT),
     .summary = EMS_T_CLI_COMMAND_COVERAGE,
     .about = EMS_T_CLI_ABOUT_COVERAGE,
     .run = ems_cli_coverage},
    {.name = "compare",
     .operands = "A [B...]",
     .min_operands = 1,
     .max_operands = INT32_MAX,
     .options = SCENARIO | STUDY | EMS_OPT_BIT(WITH) | EMS_OPT_BIT(OUT) | EMS_OPT_BIT(GEOJSON),
     .summary = EMS_T_CLI_COMMAND_COMPARE,
     .about = EMS_T_CLI_ABOUT_COMPARE,
     .run = ems_cli_compare},
    {.name = "study",
     .operands = "FILE",
     .min_operands = 1,
     .max_operands = 1,
     .options = SCENARIO | EMS_OPT_BIT(JOBS) | EMS_OPT_BIT(STATUS) | EMS_OPT_BIT(EXPORT) | EMS_OPT_BIT(CSV),
     .summary = EMS_T_CLI_COMMAND_STUDY,
     .about = EMS_T_CLI_ABOUT_STUDY,
     .run = ems_cli_study},
    {.name = "site",
     .operands = "SCENARIO",
     .min_operands = 1,
     .max_operands = 1,
     .options = SCENARIO | EMS_OPT_BIT(JOBS) | EMS_OPT_BIT(OUT) | EMS_OPT_BIT(GEOJSON) | EMS_OPT_BIT(ADD) |
                EMS_OPT_BIT(CLOSE) | EMS_OPT_BIT(MOVE) | EMS_OPT_BIT(CREWS) | EMS_OPT_BIT(PLANS) |
                EMS_OPT_BIT(MODEL) | EMS_OPT_BIT(MODEL_ONLY) | EMS_OPT_BIT(WITHIN) | EMS_OPT_BIT(CANDIDATES) |
                EMS_OPT_BIT(SOLVER) | EMS_OPT_BIT(TIME_LIMIT) | EMS_OPT_BIT(BUSY) | EMS_OPT_BIT(LEAST) |
                EMS_OPT_BIT(KEEP) | EMS_OPT_BIT(ALSO) | EMS_OPT_BIT(JUDGE) | EMS_OPT_BIT(BUDGET) |
                EMS_OPT_BIT(CAPACITY) | EMS_OPT_BIT(FORBID) | EMS_OPT_BIT(TYPE) | EMS_OPT_BIT(UPPER) |
                EMS_OPT_BIT(WITHIN_FAR),
     .summary = EMS_T_CLI_COMMAND_SITE,
     .about = EMS_T_CLI_ABOUT_SITE,
     .run = ems_cli_site},
    {.name = "view",
     .operands = "SCENARIO|RUN",
     .min_operands = 1,
     .max_operands = 1,
     .options = EMS_OPT_BIT(LANG) | EMS_OPT_BIT(HELP),
     .passes_on = true,
     .summary = EMS_T_CLI_COMMAND_VIEW,
     .about = EMS_T_CLI_ABOUT_VIEW,
     .run = ems_cli_view},
    {.name = "size",
     .operands = "SCENARIO",
     .min_operands = 1,
     .max_operands = 1,
     .options = SCENARIO | EMS_OPT_BIT(JOBS) | EMS_OPT_BIT(OUT) | EMS_OPT_BIT(TARGET) |
                EMS_OPT_BIT(MAX_CREWS) | EMS_OPT_BIT(GROWTH) | EMS_OPT_BIT(PERSONS) | EMS_OPT_BIT(PRICE) |
                EMS_OPT_BIT(CERTIFY) | EMS_OPT_BIT(SHIFTS) | EMS_OPT_BIT(STANDARDS) |
                EMS_OPT_BIT(VEHICLE_PRICE) | EMS_OPT_BIT(ALSO) | EMS_OPT_BIT(JUDGE),
     .summary = EMS_T_CLI_COMMAND_SIZE,
     .about = EMS_T_CLI_ABOUT_SIZE,
     .run = ems_cli_size},
    {.name = "bound",
     .operands = "SCENARIO",
     .min_operands = 1,
     .max_operands = 1,
     .options = SCENARIO | EMS_OPT_BIT(JOBS) | EMS_OPT_BIT(TARGET),
     .summary = EMS_T_CLI_COMMAND_BOUND,
     .about = EMS_T_CLI_ABOUT_BOUND,
     .run = ems_cli_bound},
    {.name = "check",
     .operands = "SCENARIO",
     .min_operands = 1,
     .max_operands = 1,
     .options = SCENARIO,
     .summary = EMS_T_CLI_COMMAND_CHECK,
     .about = EMS_T_CLI_ABOUT_CHECK,
     .run = ems_cli_check},
    {.name = "import",
     .operands = "KIND [FILE]",
     .min_operands = 1,
     .max_operands = 2,
     .options = COMMON | EMS_OPT_BIT(OUT) | EMS_OPT_BIT(NODES) | EMS_OPT_BIT(EDGES) | EMS_OPT_BIT(BOUNDARY) |
                EMS_OPT_BIT(BBOX) | EMS_OPT_BIT(SPEEDS) | EMS_OPT_BIT(UNDIRECTED) | EMS_OPT_BIT(KIND) |
                EMS_OPT_BIT(EXTENDS) | EMS_OPT_BIT(COORDINATES),
     .summary = EMS_T_CLI_COMMAND_IMPORT,
     .about = EMS_T_CLI_ABOUT_IMPORT,
     .run = ems_cli_import},
    {.name = "init",
     .operands = "[DIR]",
     .min_operands = 0,
     .max_operands = 1,
     .options = COMMON,
     .summary = EMS_T_CLI_COMMAND_INIT,
     .about = EMS_T_CLI_ABOUT_INIT,
     .run = ems_cli_init},
    {.name = "generate",
     .operands = "KIND",
     .min_operands = 1,
     .max_operands = 1,
     .options = COMMON | EMS_OPT_BIT(POPULATION) | EMS_OPT_BIT(NODE_COUNT) | EMS_OPT_BIT(SEED) |
                EMS_OPT_BIT(OUT) | EMS_OPT_BIT(FORCE),
     .summary = EMS_T_CLI_COMMAND_GENERATE,
     .about = EMS_T_CLI_ABOUT_GENERATE,
     .run = ems_cli_generate},
    {.name = "schema",
     .operands = "",
     .options = COMMON | EMS_OPT_BIT(REFERENCE),
     .summary = EMS_T_CLI_COMMAND_SCHEMA,
     .about = EMS_T_CLI_ABOUT_SCHEMA,
     .run = ems_cli_schema},
    {.name = "policies",
     .operands = "",
     .options = COMMON,
     .summary = EMS_T_CLI_COMMAND_POLICIES,
     .about = EMS_T_CLI_ABOUT_POLICIES,
     .run = ems_cli_policies},
};

const struct ems_command *ems_cli_commands(int32_t *count)
{
    *count = (int32_t)(sizeof commands / sizeof *commands);
    return commands;
}
