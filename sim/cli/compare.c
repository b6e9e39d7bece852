/* `ems120 compare`: several scenarios that meet the same calls, and how the others differ from the first. */
#include "study/compare.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "report/compare_report.h"
#include "scenario/load.h"

/* The scenarios of one comparison. */
struct compared {
    struct ems_cli *cli;
    struct ems_scenario *scenarios[EMS_COMPARED_MOST];
    const struct ems_model *models[EMS_COMPARED_MOST];
    const char *labels[EMS_COMPARED_MOST], *changes[EMS_COMPARED_MOST];
    int32_t count;
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

/* The --with as one text. */
static const char *list_changes(struct ems_cli *cli)
{
    const char *text = "";
    for (int32_t i = 0; i < cli->options.with_count && text != NULL; i++)
        text = ems_arena_format(&cli->arena, "%s%s%s", text, i > 0 ? " " : "", cli->options.withs[i]);
    return text;
}

static enum ems_status load(struct compared *compared, const char *path, bool with)
{
    struct ems_cli *cli = compared->cli;
    const struct ems_cli_options *given = &cli->options;
    int32_t count = given->set_count + (with ? given->with_count : 0), s = compared->count;
    const char **sets = EMS_NEW_ARRAY(&cli->arena, const char *, count + 1);
    if (sets == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < count; i++)
        sets[i] = i < given->set_count ? given->sets[i] : given->withs[i - given->set_count];
    struct ems_load_options options = {.sets = sets,
                                       .set_count = count,
                                       .data_folders = cli->data_folders,
                                       .data_folder_count = cli->data_folder_count};
    enum ems_status status = ems_scenario_load(path, &options, &cli->diags, &compared->scenarios[s]);
    if (status != EMS_OK) return status;
    compared->models[s] = ems_scenario_model(compared->scenarios[s]);
    compared->labels[s] = ems_arena_format(&cli->arena, "%c", (char)('A' + s));
    if (with) compared->changes[s] = list_changes(cli);
    compared->count++;
    return compared->labels[s] != NULL ? EMS_OK : EMS_NO_MEMORY;
}

/* All that can be read is read, so that all that is wrong is told. */
static enum ems_status load_all(struct compared *compared)
{
    struct ems_cli *cli = compared->cli;
    const struct ems_cli_options *given = &cli->options;
    enum ems_status status = EMS_OK;
    int32_t count = given->operand_count + (given->with_count > 0);
    if (count < 2) return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_COMPARE_TOO_FEW, NULL);
    if (count > EMS_COMPARED_MOST) {
        const char *most = ems_arena_format(&cli->arena, "%d", EMS_COMPARED_MOST);
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_COMPARE_TOO_MANY, EMS_ARGS(most));
    }
    for (int32_t i = 0; i < count; i++) {
        bool with = i == given->operand_count;
        enum ems_status one = load(compared, given->operands[with ? 0 : i], with);
        if (one != EMS_OK) status = one;
    }
    return status;
}

static void warn(struct ems_cli *cli, enum ems_text message, const char *const *args)
{
    ems_diag_warning(&cli->diags, (struct ems_place_in_file){.file = ""}, "", message, args);
}

static void warn_of_differences(const struct compared *compared)
{
    for (int32_t s = 1; s < compared->count; s++) {
        const struct ems_clock *a = &compared->models[0]->clock, *b = &compared->models[s]->clock;
        if (compared->models[s]->seed != compared->models[0]->seed)
            warn(compared->cli, EMS_T_COMPARE_SEEDS, NULL);
        bool same = a->warmup == b->warmup && a->duration == b->duration && a->start_day == b->start_day &&
                    a->start_of_day == b->start_of_day;
        if (!same)
            warn(compared->cli, EMS_T_COMPARE_CLOCKS, EMS_ARGS(compared->labels[0], compared->labels[s]));
    }
}

static enum ems_status save(struct ems_cli *cli, const json_t *document, const json_t *map)
{
    const char *folder = cli->options.out;
    if (folder == NULL) return EMS_OK;
    const char *table_path = ems_path_join(&cli->arena, folder, "compare.json");
    const char *map_path = ems_path_join(&cli->arena, folder, "compare.geojson");
    if (table_path == NULL || map_path == NULL) return EMS_NO_MEMORY;
    enum ems_status status = mkdir(folder, 0777) == 0 || errno == EEXIST ? EMS_OK : EMS_IO;
    if (status == EMS_OK) status = ems_json_save(document, table_path);
    if (status == EMS_OK) status = ems_json_save(map, map_path);
    return status == EMS_IO ? ems_cli_fail_io(cli, folder) : status;
}

static enum ems_status print(struct ems_cli *cli, const struct ems_compare_report *report)
{
    json_t *document = NULL, *map = NULL;
    enum ems_status status = ems_compare_json(report, &document);
    if (status == EMS_OK) status = ems_compare_geojson(report, &map);
    if (status == EMS_OK) status = save(cli, document, map);
    if (status == EMS_OK && (cli->options.json || cli->options.geojson)) {
        status = ems_cli_print_json(cli, cli->options.geojson ? map : document);
    } else if (status == EMS_OK) {
        status = ems_compare_print(report, cli->options.lang, stdout);
    }
    json_decref(document);
    json_decref(map);
    return status;
}

static enum ems_status explain(struct compared *compared, enum ems_status status,
                               const struct ems_comparisons *all)
{
    struct ems_cli *cli = compared->cli;
    const struct ems_results *failed = all->failed >= 0 ? all->results[all->failed] : NULL;
    if (status == EMS_BROKEN && failed != NULL)
        return ems_cli_fail(cli, status, EMS_T_CLI_BROKEN, EMS_ARGS(failed->broken_rule));
    if (status == EMS_BAD_USAGE) return ems_cli_fail(cli, status, EMS_T_CLI_NEEDS_PERSON, NULL);
    if (status != EMS_INTERRUPTED) return status;
    int64_t replications = all->results[0]->replications;
    if (replications == 0) return ems_cli_fail(cli, status, EMS_T_COMPARE_INTERRUPTED_NONE, NULL);
    const char *done = ems_arena_format(&cli->arena, "%lld", (long long)replications);
    const char *asked = ems_arena_format(&cli->arena, "%lld", (long long)all->results[0]->asked);
    return ems_cli_fail(cli, status, EMS_T_COMPARE_INTERRUPTED, EMS_ARGS(done, asked));
}

static enum ems_status simulate(struct compared *compared)
{
    struct ems_cli *cli = compared->cli;
    struct ems_progress progress = ems_progress_begin(cli->options.lang, !cli->options.quiet);
    struct ems_run_options options = ems_run_options_default();
    struct ems_comparisons *all;
    enum ems_status wished = ems_cli_study_options(cli, compared->models, compared->count, &options);
    if (wished != EMS_OK) return wished;
    options.hooks =
        (struct ems_run_hooks){.self = &progress, .interrupted = interrupted, .progress = tell_progress};
    enum ems_status settled =
        ems_cli_warmup(cli, compared->scenarios, compared->count, &options.hooks, &options.warmup);
    if (settled != EMS_OK) {
        ems_progress_end(&progress);
        return settled;
    }
    enum ems_status ran = ems_compare_run(compared->models, compared->count, &options, &all);
    ems_progress_end(&progress);
    if (all == NULL) return ran;
    enum ems_status status = explain(compared, ran, all);
    struct ems_compare_report report = {
        .comparisons = all, .labels = compared->labels, .changes = compared->changes};
    if ((ran == EMS_OK || ran == EMS_INTERRUPTED) && all->results[0]->replications > 0) {
        enum ems_status printed = print(cli, &report);
        if (printed != EMS_OK) status = printed;
    }
    ems_compare_free(all);
    return status;
}

enum ems_status ems_cli_compare(struct ems_cli *cli)
{
    struct compared compared = {.cli = cli};
    enum ems_status status = load_all(&compared);
    if (status == EMS_OK) {
        warn_of_differences(&compared);
        status = simulate(&compared);
    }
    for (int32_t s = 0; s < EMS_COMPARED_MOST; s++) ems_scenario_free(compared.scenarios[s]);
    return status;
}
