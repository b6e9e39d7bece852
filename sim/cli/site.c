/* `ems120 site`: where to put, close or move stations. */
#include "study/site.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "report/site_report.h"
#include "scenario/quantity.h"

/* The request under way. */
struct asking {
    struct ems_cli *cli;
    struct ems_site_request request;
    const char **keep, **forbid;
    struct ems_site_least *least;
    struct ems_site_also *also;
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

/* ---- options ---- */

static enum ems_status read_count(struct ems_cli *cli, const struct ems_cli_word *word, int64_t low,
                                  int64_t high, int32_t *out)
{
    int64_t value;
    const char *text = word->argument;
    if (ems_integer_parse(text, strlen(text), &value) && value >= low && value <= high) {
        *out = (int32_t)value;
        return EMS_OK;
    }
    const char *low_text = ems_arena_format(&cli->arena, "%lld", (long long)low);
    const char *high_text = ems_arena_format(&cli->arena, "%lld", (long long)high);
    return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_NOT_A_COUNT,
                        EMS_ARGS(ems_cli_option_name(word->option), text, low_text, high_text));
}

static bool quantity(enum ems_field_kind kind, const char *text, double *out)
{
    char unit[32];
    return ems_quantity_parse(kind, text, out, unit, sizeof unit) == EMS_QUANTITY_OK && *out > 0;
}

static enum ems_status read_within(struct asking *a, const struct ems_cli_word *word, ems_time *out)
{
    double seconds;
    if (!quantity(EMS_FIELD_DURATION, word->argument, &seconds))
        return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_WITHIN,
                            EMS_ARGS(word->argument, ems_cli_option_name(word->option)));
    *out = ems_time_from_seconds(seconds);
    return EMS_OK;
}

static enum ems_status read_amount(struct asking *a, const struct ems_cli_word *word, double *out)
{
    const char *text = word->argument;
    if (ems_number_parse(text, strlen(text), out) && *out > 0 && *out <= 1e12) return EMS_OK;
    return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_AMOUNT,
                        EMS_ARGS(ems_cli_option_name(word->option), text));
}

static enum ems_status read_upper(struct asking *a, const char *text)
{
    struct ems_site_request *r = &a->request;
    const char *equals = strchr(text, '=');
    int64_t count = 0;
    if (equals == NULL || equals == text || !ems_integer_parse(equals + 1, strlen(equals + 1), &count) ||
        count < 0 || count > 1000)
        return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_UPPER_FORM, EMS_ARGS(text));
    r->upper_type = ems_arena_strndup(&a->cli->arena, text, (size_t)(equals - text));
    r->upper_add = (int32_t)count;
    return r->upper_type != NULL ? EMS_OK : EMS_NO_MEMORY;
}

static enum ems_status read_time_limit(struct asking *a, const char *text)
{
    if (quantity(EMS_FIELD_DURATION, text, &a->request.location.time_limit_s)) return EMS_OK;
    return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_TIME_LIMIT, EMS_ARGS(text));
}

static enum ems_status read_busy(struct asking *a, const char *text)
{
    double *busy = &a->request.location.busy;
    if (quantity(EMS_FIELD_SHARE, text, busy) && *busy < 1) return EMS_OK;
    return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_SHARE, EMS_ARGS("busy", text));
}

static enum ems_status read_model(struct asking *a, const char *text)
{
    struct ems_cli *cli = a->cli;
    if (ems_location_model_named(text, &a->request.location.model)) return EMS_OK;
    const char *names = ems_location_model_name((enum ems_location_model)0);
    for (int m = 1; m < EMS_LOCATION_MODEL_COUNT && names != NULL; m++)
        names = ems_arena_format(&cli->arena, "%s, %s", names,
                                 ems_location_model_name((enum ems_location_model)m));
    struct ems_diag *diag = ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "",
                                           EMS_T_SITE_MODEL_NAME, EMS_ARGS(text));
    ems_diag_hint(&cli->diags, diag, EMS_T_SITE_MODEL_HINT, EMS_ARGS(names));
    return EMS_BAD_USAGE;
}

/* stations, nodes, grid, nodes:500 m, grid:2 km; anything else is a file. */
static enum ems_status read_candidates(struct asking *a, const char *text)
{
    struct ems_site_request *r = &a->request;
    const char *colon = strchr(text, ':');
    size_t length = colon != NULL ? (size_t)(colon - text) : strlen(text);
    bool nodes = length == 5 && strncmp(text, "nodes", 5) == 0,
         grid = length == 4 && strncmp(text, "grid", 4) == 0;
    r->spacing_m = 0;
    r->source = EMS_SITE_FILE;
    if (strcmp(text, "stations") == 0) r->source = EMS_SITE_STATIONS;
    if (nodes) r->source = EMS_SITE_NODES;
    if (grid) r->source = EMS_SITE_GRID;
    if (r->source == EMS_SITE_FILE) r->file = text;
    if (colon == NULL || r->source == EMS_SITE_FILE) return EMS_OK;
    if (quantity(EMS_FIELD_LENGTH, colon + 1, &r->spacing_m) && r->spacing_m >= 1) return EMS_OK;
    return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_SPACING, EMS_ARGS(text));
}

static enum ems_status read_least(struct asking *a, const char *text)
{
    const char *equals = strchr(text, '=');
    struct ems_site_least *one = &a->least[a->request.least_count];
    if (equals == NULL || equals == text || !quantity(EMS_FIELD_SHARE, equals + 1, &one->share) ||
        one->share > 1)
        return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_LEAST_FORM, EMS_ARGS(text));
    one->class_id = ems_arena_strndup(&a->cli->arena, text, (size_t)(equals - text));
    a->request.least_count++;
    return one->class_id != NULL ? EMS_OK : EMS_NO_MEMORY;
}

static enum ems_status read_also(struct asking *a, const char *text)
{
    const char *colon = strrchr(text, ':');
    struct ems_site_also one = {text, 1};
    if (a->request.also_count == EMS_SITE_ALSO_MOST) {
        const char *most = ems_arena_format(&a->cli->arena, "%d", EMS_SITE_ALSO_MOST);
        return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_ALSO_MANY, EMS_ARGS(most));
    }
    if (colon != NULL) {
        bool number = ems_number_parse(colon + 1, strlen(colon + 1), &one.weight);
        if (!number || !(one.weight > 0) || one.weight > 1e6 || colon == text)
            return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_ALSO_FORM, EMS_ARGS(text));
        one.path = ems_arena_strndup(&a->cli->arena, text, (size_t)(colon - text));
        if (one.path == NULL) return EMS_NO_MEMORY;
    }
    a->also[a->request.also_count++] = one;
    return EMS_OK;
}

static enum ems_status read_judge(struct asking *a, const char *text)
{
    a->request.judge = strcmp(text, "worst") == 0 ? EMS_SITE_WORST : EMS_SITE_MEAN;
    if (strcmp(text, "worst") == 0 || strcmp(text, "mean") == 0) return EMS_OK;
    return ems_cli_fail(a->cli, EMS_BAD_USAGE, EMS_T_SITE_JUDGE_WORD, EMS_ARGS(text));
}

static enum ems_status read_word(struct asking *a, const struct ems_cli_word *word)
{
    struct ems_site_request *r = &a->request;
    switch (word->option) {
    case EMS_OPT_ADD:
        return read_count(a->cli, word, 0, 1000, &r->add);
    case EMS_OPT_CLOSE:
        return read_count(a->cli, word, 0, 1000, &r->close);
    case EMS_OPT_MOVE:
        return read_count(a->cli, word, 0, 1000, &r->move);
    case EMS_OPT_CREWS:
        return read_count(a->cli, word, 1, 100, &r->crews);
    case EMS_OPT_PLANS:
        return read_count(a->cli, word, 1, EMS_SITE_PLANS_MOST, &r->plans);
    case EMS_OPT_MODEL:
        return read_model(a, word->argument);
    case EMS_OPT_MODEL_ONLY:
        r->model_only = true;
        return EMS_OK;
    case EMS_OPT_WITHIN:
        return read_within(a, word, &r->within);
    case EMS_OPT_WITHIN_FAR:
        return read_within(a, word, &r->within_far);
    case EMS_OPT_BUDGET:
        return read_amount(a, word, &r->budget);
    case EMS_OPT_CAPACITY:
        return read_amount(a, word, &r->capacity);
    case EMS_OPT_TYPE:
        r->new_type = word->argument;
        return EMS_OK;
    case EMS_OPT_UPPER:
        return read_upper(a, word->argument);
    case EMS_OPT_FORBID:
        a->forbid[r->forbid_count++] = word->argument;
        return EMS_OK;
    case EMS_OPT_CANDIDATES:
        return read_candidates(a, word->argument);
    case EMS_OPT_SOLVER:
        r->location.solver = word->argument;
        return EMS_OK;
    case EMS_OPT_TIME_LIMIT:
        return read_time_limit(a, word->argument);
    case EMS_OPT_BUSY:
        return read_busy(a, word->argument);
    case EMS_OPT_LEAST:
        return read_least(a, word->argument);
    case EMS_OPT_KEEP:
        a->keep[r->keep_count++] = word->argument;
        return EMS_OK;
    case EMS_OPT_ALSO:
        return read_also(a, word->argument);
    case EMS_OPT_JUDGE:
        return read_judge(a, word->argument);
    default:
        return EMS_OK;
    }
}

static enum ems_status read_options(struct asking *a)
{
    struct ems_cli *cli = a->cli;
    const struct ems_cli_options *given = &cli->options;
    struct ems_site_request *r = &a->request;
    enum ems_status status = EMS_OK;
    int32_t words = given->word_count + 1;
    *r = ems_site_request_default();
    a->keep = EMS_NEW_ARRAY(&cli->arena, const char *, words);
    a->forbid = EMS_NEW_ARRAY(&cli->arena, const char *, words);
    a->least = EMS_NEW_ARRAY(&cli->arena, struct ems_site_least, words);
    a->also = EMS_NEW_ARRAY(&cli->arena, struct ems_site_also, words);
    if (cli->arena.failed) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < given->word_count; i++) {
        enum ems_status one = read_word(a, &given->words[i]);
        if (one != EMS_OK) status = one;
    }
    r->path = given->operands[0];
    r->load = (struct ems_load_options){.sets = given->sets,
                                        .set_count = given->set_count,
                                        .data_folders = cli->data_folders,
                                        .data_folder_count = cli->data_folder_count};
    r->keep = a->keep;
    r->forbid = a->forbid;
    r->least = a->least;
    r->also = a->also;
    r->run.jobs = (int32_t)given->jobs;
    return status;
}

/* ---- what was found ---- */

static enum ems_status write_json(struct ems_cli *cli, const json_t *document, const char *name)
{
    const char *path = ems_path_join(&cli->arena, cli->options.out, name);
    return path != NULL ? ems_json_save(document, path) : EMS_NO_MEMORY;
}

/* The scenario's file as seen from the folder of --out. */
static const char *base_path(struct ems_cli *cli, const struct ems_site *site)
{
    const char *operand = cli->options.operands[0];
    const char *file = access(operand, F_OK) == 0 || site->model->origin.file_count == 0
                           ? operand
                           : site->model->origin.files[0].path;
    char *folder = realpath(cli->options.out, NULL), *base = realpath(file, NULL);
    const char *path = folder != NULL && base != NULL ? ems_path_relative(&cli->arena, folder, base)
                                                      : ems_arena_strdup(&cli->arena, operand);
    free(folder);
    free(base);
    return path;
}

/* A plan as a scenario that extends the one it was made for. */
static enum ems_status write_plan(struct ems_cli *cli, const struct ems_site *site,
                                  const struct ems_site_plan *plan, int32_t number)
{
    struct ems_file_out file;
    char *name = ems_arena_format(&cli->arena, "plan-%d.yaml", number);
    char *path = name != NULL ? ems_path_join(&cli->arena, cli->options.out, name) : NULL;
    const char *base = base_path(cli, site);
    if (path == NULL || base == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_file_create(path, &file);
    if (status != EMS_OK) return status;
    bool written = fprintf(file.stream, "ems120: 1\nextends: \"%s\"\n%s", base, plan->overlay) > 0;
    return ems_file_finish(&file, written ? EMS_OK : EMS_IO);
}

static enum ems_status write_plans(struct ems_cli *cli, const struct ems_site *site)
{
    if (site->round_count == 0) return write_plan(cli, site, &site->plans[0], 1);
    enum ems_status status = EMS_OK;
    for (int32_t i = 0; i < site->shown_count && status == EMS_OK; i++)
        status = write_plan(cli, site, &site->plans[site->shown[site->order[i]]], i + 1);
    return status;
}

static enum ems_status save(struct ems_cli *cli, const struct ems_site *site, const json_t *document,
                            const json_t *map)
{
    const char *folder = cli->options.out;
    if (folder == NULL) return EMS_OK;
    enum ems_status status = mkdir(folder, 0777) == 0 || errno == EEXIST ? EMS_OK : EMS_IO;
    if (status == EMS_OK) status = write_plans(cli, site);
    if (status == EMS_OK) status = write_json(cli, map, "site.geojson");
    if (status == EMS_OK) status = write_json(cli, document, "site.json");
    return status == EMS_IO ? ems_cli_fail_io(cli, folder) : status;
}

static enum ems_status print(struct ems_cli *cli, const struct ems_site *site)
{
    json_t *document = NULL, *map = NULL;
    enum ems_status status = ems_site_json(site, &document);
    if (status == EMS_OK) status = ems_site_geojson(site, &map);
    if (status == EMS_OK) status = save(cli, site, document, map);
    if (status == EMS_OK && (cli->options.json || cli->options.geojson)) {
        status = ems_cli_print_json(cli, cli->options.geojson ? map : document);
    } else if (status == EMS_OK) {
        status = ems_site_print(site, cli->options.lang, stdout);
    }
    json_decref(document);
    json_decref(map);
    return status;
}

enum ems_status ems_cli_site(struct ems_cli *cli)
{
    struct asking asking = {.cli = cli};
    struct ems_site *site = NULL;
    enum ems_status status = read_options(&asking);
    if (status != EMS_OK) return status;
    struct ems_progress progress = ems_progress_begin(cli->options.lang, !cli->options.quiet);
    asking.request.run.hooks =
        (struct ems_run_hooks){.self = &progress, .interrupted = interrupted, .progress = tell_progress};
    status = ems_site_run(&asking.request, &cli->diags, &site);
    ems_progress_end(&progress);
    if (site != NULL) {
        enum ems_status printed = print(cli, site);
        if (printed != EMS_OK) status = printed;
    }
    if (status == EMS_INTERRUPTED) ems_cli_fail(cli, status, EMS_T_SITE_INTERRUPTED, NULL);
    if (status == EMS_BROKEN) ems_cli_fail(cli, status, EMS_T_CLI_BROKEN, EMS_ARGS("site"));
    ems_site_free(site);
    return status;
}
