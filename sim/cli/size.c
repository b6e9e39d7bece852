/* `ems120 size`: how many crews it takes. */
#include "study/size.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/folders.h"
#include "cli/progress.h"
#include "report/size_report.h"
#include "scenario/definition.h"

/* Three on board (driver, doctor, nurse) and five teams for the 168 hours of a week with leave. */
#define PERSONS_OF_A_CREW 15

/* What is asked for, put together from the command line and the scenario. */
struct asking {
    struct ems_cli *cli;
    struct ems_scenario *scenario, *loaded[EMS_SIZE_WORLDS];
    struct ems_size_options options;
    struct ems_size_also also[EMS_SIZE_WORLDS];
    double *prices; /* by type */
};

static bool interrupted(void *self)
{
    (void)self;
    return ems_cli_interrupted() != 0;
}

static void tell_progress(void *self, int64_t done, int64_t total, double under_way)
{
    ems_progress_tell(self, done, total, under_way);
}

static enum ems_status read_targets(struct ems_cli *cli, const struct ems_model *model,
                                    struct ems_size_options *options)
{
    int32_t count = cli->options.target_count;
    struct ems_target *targets = EMS_NEW_ARRAY(&cli->arena, struct ems_target, count + 1);
    if (targets == NULL) return EMS_NO_MEMORY;
    if (count > EMS_SIZE_TARGETS || (count == 0 && model->target_count > EMS_SIZE_TARGETS)) {
        const char *most = ems_arena_format(&cli->arena, "%d", EMS_SIZE_TARGETS);
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SIZE_TOO_MANY, EMS_ARGS(most));
    }
    if (count == 0 && model->target_count == 0)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SIZE_NO_TARGETS, NULL);
    for (int32_t i = 0; i < count; i++) {
        const char *text = cli->options.targets[i], *wrong;
        if (ems_size_parse_target(model, text, &cli->arena, &targets[i], &wrong)) continue;
        struct ems_diag *diag = ems_diag_error(
            &cli->diags, (struct ems_place_in_file){.file = ""}, "",
            *wrong != '\0' ? EMS_T_SIZE_TARGET_WORD : EMS_T_SIZE_TARGET_FORM, EMS_ARGS(text, wrong));
        ems_diag_hint(&cli->diags, diag, EMS_T_SIZE_TARGET_HINT, NULL);
        return EMS_BAD_USAGE;
    }
    options->targets = targets;
    options->target_count = count;
    return EMS_OK;
}

static enum ems_status read_number(struct ems_cli *cli, const char *name, const char *text, double *out)
{
    if (text == NULL) return EMS_OK;
    if (ems_number_parse(text, strlen(text), out) && *out > 0 && *out < 1e9) return EMS_OK;
    return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SIZE_NUMBER, EMS_ARGS(name, text));
}

static enum ems_status read_growth(struct asking *a)
{
    struct ems_cli *cli = a->cli;
    const char *text = cli->options.growth;
    if (text == NULL) return EMS_OK;
    if (!ems_size_parse_growth(text, &a->options.growth))
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SIZE_GROWTH, EMS_ARGS(text));
    int32_t start = ems_scenario_model(a->scenario)->clock.start.year;
    if (a->options.growth.year > start) return EMS_OK;
    const char *year = ems_arena_format(&cli->arena, "%d", (int)start);
    return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SIZE_GROWTH_PAST, EMS_ARGS(text, year));
}

static enum ems_status read_shifts(struct asking *a, const char *text)
{
    const char *wrong;
    struct ems_cli *cli = a->cli;
    if (ems_size_parse_shifts(text, &cli->arena, &a->options.shifts, &wrong)) return EMS_OK;
    struct ems_diag *diag = ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "",
                                           *wrong != '\0' ? EMS_T_SIZE_SHIFTS_PART : EMS_T_SIZE_SHIFTS_DAY,
                                           EMS_ARGS(text, wrong));
    ems_diag_hint(&cli->diags, diag, EMS_T_SIZE_SHIFTS_HINT, NULL);
    return EMS_BAD_USAGE;
}

/* As if --set standards=[ID, ID] stood there; the option's own word leaves room for it. */
static enum ems_status read_standards(struct ems_cli *cli, const char *text)
{
    if (strcmp(text, "own") == 0) return EMS_OK;
    const char *set = ems_arena_format(&cli->arena, "standards=[%s]", text);
    if (set == NULL) return EMS_NO_MEMORY;
    cli->options.sets[cli->options.set_count++] = set;
    return EMS_OK;
}

/* ---- prices of vehicles ---- */

static int32_t type_of(const struct ems_model *model, const char *id, size_t length)
{
    for (int32_t t = 0; t < model->type_count; t++)
        if (model->types[t].emergency && strlen(model->types[t].id) == length &&
            strncmp(model->types[t].id, id, length) == 0)
            return t;
    return EMS_NONE;
}

static enum ems_status read_vehicle_price(struct asking *a, const char *text)
{
    const struct ems_model *model = ems_scenario_model(a->scenario);
    const char *equals = strchr(text, '=');
    double price;
    enum ems_status status = read_number(a->cli, "vehicle-price", equals != NULL ? equals + 1 : text, &price);
    if (status != EMS_OK) return status;
    int32_t type = equals != NULL ? type_of(model, text, (size_t)(equals - text)) : EMS_NONE;
    if (equals != NULL && type == EMS_NONE) {
        const char *id = ems_arena_strndup(&a->cli->arena, text, (size_t)(equals - text));
        return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SIZE_VEHICLE_TYPE, EMS_ARGS(text, id));
    }
    for (int32_t t = 0; t < model->type_count; t++)
        if (t == type || (type == EMS_NONE && isnan(a->prices[t]))) a->prices[t] = price;
    return EMS_OK;
}

static enum ems_status read_vehicle_prices(struct asking *a)
{
    const struct ems_cli_options *options = &a->cli->options;
    const struct ems_model *model = ems_scenario_model(a->scenario);
    if (!(options->given & EMS_OPT_BIT(VEHICLE_PRICE))) return EMS_OK;
    a->prices = EMS_NEW_ARRAY(&a->cli->arena, double, model->type_count);
    if (a->prices == NULL) return EMS_NO_MEMORY;
    for (int32_t t = 0; t < model->type_count; t++) a->prices[t] = NAN;
    for (int named = 1; named >= 0; named--) /* one for all fills what is left */
        for (int32_t i = 0; i < options->word_count; i++) {
            const struct ems_cli_word *word = &options->words[i];
            if (word->option != EMS_OPT_VEHICLE_PRICE) continue;
            if ((strchr(word->argument, '=') != NULL) != (named != 0)) continue;
            enum ems_status status = read_vehicle_price(a, word->argument);
            if (status != EMS_OK) return status;
        }
    for (int32_t t = 0; t < model->type_count; t++) {
        if (!isnan(a->prices[t])) continue;
        if (model->types[t].emergency)
            return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SIZE_VEHICLE_PRICES,
                                EMS_ARGS(model->types[t].id));
        a->prices[t] = 0;
    }
    a->options.vehicle_price = a->prices;
    return EMS_OK;
}

/* ---- other scenarios ---- */

static enum ems_status read_also(struct asking *a, const char *text)
{
    struct ems_cli *cli = a->cli;
    struct ems_size_also *also = &a->also[a->options.also_count];
    const char *path = text, *colon = strrchr(text, ':');
    also->weight = 1;
    if (a->options.also_count == EMS_SIZE_WORLDS - 1) {
        const char *most = ems_arena_format(&cli->arena, "%d", EMS_SIZE_WORLDS - 1);
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SITE_ALSO_MANY, EMS_ARGS(most));
    }
    if (colon != NULL) {
        bool number = ems_number_parse(colon + 1, strlen(colon + 1), &also->weight);
        if (!number || !(also->weight > 0) || also->weight > 1e6 || colon == text)
            return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SITE_ALSO_FORM, EMS_ARGS(text));
        path = ems_arena_strndup(&cli->arena, text, (size_t)(colon - text));
        if (path == NULL) return EMS_NO_MEMORY;
    }
    struct ems_load_options load = {.sets = cli->options.sets,
                                    .set_count = cli->options.set_count,
                                    .data_folders = cli->data_folders,
                                    .data_folder_count = cli->data_folder_count};
    struct ems_scenario *scenario = NULL;
    enum ems_status status = ems_scenario_load(path, &load, &cli->diags, &scenario);
    if (status != EMS_OK) return status;
    a->loaded[a->options.also_count++] = scenario;
    also->scenario = scenario;
    if (ems_size_fits(ems_scenario_model(a->scenario), ems_scenario_model(scenario))) return EMS_OK;
    return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SIZE_ALSO_OTHER, EMS_ARGS(path, cli->options.operands[0]));
}

static enum ems_status read_judge(struct asking *a, const char *text)
{
    a->options.judge = strcmp(text, "mean") == 0 ? EMS_SIZE_MEAN : EMS_SIZE_WORST;
    if (strcmp(text, "mean") == 0 || strcmp(text, "worst") == 0) return EMS_OK;
    return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_JUDGE_WORD, EMS_ARGS(text));
}

static enum ems_status read_before_load(struct asking *a)
{
    const struct ems_cli_options *options = &a->cli->options;
    enum ems_status status = EMS_OK;
    for (int32_t i = 0; i < options->word_count && status == EMS_OK; i++) {
        const struct ems_cli_word *word = &options->words[i];
        if (word->option == EMS_OPT_SHIFTS) status = read_shifts(a, word->argument);
        if (word->option == EMS_OPT_JUDGE) status = read_judge(a, word->argument);
        if (word->option == EMS_OPT_STANDARDS) status = read_standards(a->cli, word->argument);
    }
    a->options.standards = (options->given & EMS_OPT_BIT(STANDARDS)) != 0;
    return status;
}

static enum ems_status read_after_load(struct asking *a)
{
    const struct ems_cli_options *options = &a->cli->options;
    const struct ems_model *model = ems_scenario_model(a->scenario);
    enum ems_status status = read_growth(a);
    if (status == EMS_OK) status = read_targets(a->cli, model, &a->options);
    if (status == EMS_OK && a->options.standards && model->standard_count == 0)
        status = ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SIZE_STANDARDS_NONE, NULL);
    if (status == EMS_OK) status = read_vehicle_prices(a);
    for (int32_t i = 0; i < options->word_count && status == EMS_OK; i++)
        if (options->words[i].option == EMS_OPT_ALSO) status = read_also(a, options->words[i].argument);
    a->options.also = a->also;
    return status;
}

/* ---- the folder of --out ---- */

static enum ems_status write_scenario(struct ems_cli *cli, const struct ems_scenario *scenario,
                                      const struct ems_size *size)
{
    struct ems_file_out file;
    const char *path = ems_path_join(&cli->arena, cli->options.out, "scenario.yaml");
    if (path == NULL) return EMS_NO_MEMORY;
    /* the first file read is the scenario's own */
    char *base = realpath(ems_scenario_definition(scenario)->sources[0].path, NULL);
    if (base == NULL) return errno == ENOMEM ? EMS_NO_MEMORY : EMS_IO;
    enum ems_status status = ems_file_create(path, &file);
    if (status == EMS_OK) {
        status = ems_size_write(size, scenario, base, file.stream);
        if (status == EMS_OK) {
            status = ems_file_commit(&file);
        } else {
            int error = errno;
            ems_file_discard(&file);
            errno = error;
        }
    }
    free(base);
    return status;
}

static enum ems_status write_json(struct ems_cli *cli, const json_t *document)
{
    struct ems_file_out file;
    const char *path = ems_path_join(&cli->arena, cli->options.out, "size.json");
    if (path == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_file_create(path, &file);
    if (status != EMS_OK) return status;
    status = ems_json_write(document, file.stream);
    if (status == EMS_OK) return ems_file_commit(&file);
    int error = errno;
    ems_file_discard(&file);
    errno = error;
    return status;
}

static enum ems_status save(struct ems_cli *cli, const struct ems_scenario *scenario,
                            const struct ems_size *size, const json_t *document)
{
    char *folder = cli->options.out != NULL ? ems_arena_strdup(&cli->arena, cli->options.out) : NULL;
    if (cli->options.out == NULL) return EMS_OK;
    if (folder == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_cli_make_folders(folder) ? EMS_OK : EMS_IO;
    if (status == EMS_OK) status = write_json(cli, document);
    if (status == EMS_OK && size->feasible) status = write_scenario(cli, scenario, size);
    return status == EMS_IO ? ems_cli_fail_io(cli, cli->options.out) : status;
}

/* ---- the whole ---- */

static enum ems_status report(struct ems_cli *cli, const struct ems_scenario *scenario,
                              const struct ems_size_report *size_report)
{
    json_t *document = NULL;
    enum ems_status status = ems_size_json(size_report, &document);
    if (status == EMS_OK) status = save(cli, scenario, size_report->size, document);
    if (status == EMS_OK && cli->options.json) {
        status = ems_json_write(document, stdout);
        cli->json_done = true;
    } else if (status == EMS_OK) {
        status = ems_size_print(size_report, cli->options.lang, stdout);
    }
    json_decref(document);
    return status;
}

/* Exit code 4 says which target cannot be met; the page said what the best is. */
static enum ems_status explain(struct ems_cli *cli, enum ems_status status, const struct ems_size *size)
{
    char share[EMS_NUMBER_SIZE];
    if (status == EMS_BAD_USAGE) return ems_cli_fail(cli, status, EMS_T_SIZE_NEEDS_RATES, NULL);
    if (status == EMS_INTERRUPTED) return ems_cli_fail(cli, status, EMS_T_CLI_INTERRUPTED_NONE, NULL);
    if (status != EMS_INFEASIBLE) return status;
    bool told = false;
    for (int32_t t = 0; t < size->base->target_count; t++) {
        if (!size->beyond[t]) continue;
        ems_number_format_fixed(size->ample.found[t].value * 100, 1, share);
        ems_cli_fail(cli, status, EMS_T_SIZE_CANNOT, EMS_ARGS(size->base->targets[t].id, share));
        told = true;
    }
    for (int32_t c = 0; c < size->clauses.count && size->feasible; c++) {
        const struct ems_clause_result *clause = &size->clauses.clauses[c];
        if (clause->judgement.verdict != EMS_VERDICT_NO) continue;
        ems_cli_fail(cli, status, EMS_T_SIZE_CLAUSE_MISSED,
                     EMS_ARGS(clause->standard->id, clause->clause->id));
        told = true;
    }
    const char *most = ems_arena_format(&cli->arena, "%d", size->most_crews);
    return told ? status : ems_cli_fail(cli, status, EMS_T_SIZE_MAX_CREWS, EMS_ARGS(most));
}

static enum ems_status run(struct ems_cli *cli, const struct ems_scenario *scenario,
                           struct ems_size_options *options, struct ems_size_report *size_report)
{
    struct ems_size *size;
    struct ems_progress progress = ems_progress_begin(cli->options.lang, !cli->options.quiet);
    options->jobs = (int32_t)cli->options.jobs;
    options->max_crews = (int32_t)cli->options.max_crews;
    options->certify = cli->options.certify;
    options->replications =
        cli->options.given & EMS_OPT_BIT(REPLICATIONS) ? ems_scenario_model(scenario)->replications : 0;
    options->hooks =
        (struct ems_run_hooks){.self = &progress, .interrupted = interrupted, .progress = tell_progress};
    enum ems_status ran = ems_size_run(scenario, options, &size);
    ems_progress_end(&progress);
    if (size == NULL) return ran;
    size_report->size = size;
    enum ems_status status = EMS_OK;
    if (ran == EMS_OK || ran == EMS_INFEASIBLE) status = report(cli, scenario, size_report);
    if (status == EMS_OK) status = explain(cli, ran, size);
    ems_size_free(size);
    return status;
}

enum ems_status ems_cli_size(struct ems_cli *cli)
{
    struct asking a = {.cli = cli, .options = ems_size_options_default()};
    struct ems_size_report size_report = {.persons = PERSONS_OF_A_CREW};
    enum ems_status status = read_number(cli, "persons", cli->options.persons, &size_report.persons);
    if (status == EMS_OK) status = read_number(cli, "price", cli->options.price, &size_report.price);
    if (status == EMS_OK) status = read_before_load(&a);
    if (status == EMS_OK) status = ems_cli_load(cli, &a.scenario);
    if (status == EMS_OK) status = read_after_load(&a);
    if (status == EMS_OK) status = ems_cli_need_demand(cli, ems_scenario_model(a.scenario));
    if (status == EMS_OK) status = run(cli, a.scenario, &a.options, &size_report);
    for (int32_t i = 0; i < EMS_SIZE_WORLDS; i++) ems_scenario_free(a.loaded[i]);
    ems_scenario_free(a.scenario);
    return status;
}
