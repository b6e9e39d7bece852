/* `ems120 size`: how many crews it takes. */
#include "study/size.h"

#include <errno.h>
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

static enum ems_status read_growth(struct ems_cli *cli, struct ems_size_options *options)
{
    const char *text = cli->options.growth;
    if (text == NULL || ems_size_parse_growth(text, &options->growth)) return EMS_OK;
    return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_SIZE_GROWTH, EMS_ARGS(text));
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
    struct ems_scenario *scenario = NULL;
    struct ems_size_options options = ems_size_options_default();
    struct ems_size_report size_report = {.persons = PERSONS_OF_A_CREW};
    enum ems_status status = read_number(cli, "persons", cli->options.persons, &size_report.persons);
    if (status == EMS_OK) status = read_number(cli, "price", cli->options.price, &size_report.price);
    if (status == EMS_OK) status = read_growth(cli, &options);
    if (status == EMS_OK) status = ems_cli_load(cli, &scenario);
    if (status == EMS_OK) status = read_targets(cli, ems_scenario_model(scenario), &options);
    if (status == EMS_OK) status = run(cli, scenario, &options, &size_report);
    ems_scenario_free(scenario);
    return status;
}
