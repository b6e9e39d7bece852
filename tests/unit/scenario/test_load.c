/* From text to definition: defaults, units, distributions, extends, --set, writing and saving. */
#include "scenario/load.h"

#include <sys/stat.h>
#include <unistd.h>

#include "model/model.h"
#include "model/policy.h"
#include "scenario/definition.h"
#include "support/check.h"

static const char minimal[] =
    "ems120: 1\n"
    "clock: {start: 2025-03-03T00:00+08:00, duration: 7 d}\n"
    "coordinates: plane\n"
    "areas:\n"
    "  - {id: town, class: urban, population: 60000, circle: {centre: [0, 0], radius: 4 km}}\n"
    "demand: {requests_per_1000_per_year: 27}\n"
    "travel: {speed: {lights: 36 km/h, normal: {urban: 18 km/h}}}\n"
    "stations:\n"
    "  - {id: centre, at: [0, 0], vehicles: {ambulance: 2}}\n"
    "hospitals:\n"
    "  - {id: people, at: [500, 0]}\n";

struct fixture {
    char folder[64];
    struct ems_diags diags;
    struct ems_scenario *scenario;
    const struct ems_definition *definition;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (f == NULL) return -1;
    strcpy(f->folder, "/tmp/ems120-test-XXXXXX");
    *state = f;
    return mkdtemp(f->folder) == NULL ? -1 : 0;
}

static void forget(struct fixture *f)
{
    ems_scenario_free(f->scenario);
    ems_diags_free(&f->diags);
    f->scenario = NULL;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char command[128];
    forget(f);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    int failed = system(command);
    free(f);
    return failed;
}

static const char *write_file(struct fixture *f, const char *name, const char *text)
{
    static _Thread_local char path[256];
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    FILE *file = fopen(path, "wb");
    check_true(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
    return path;
}

static void check_clean(struct fixture *f, enum ems_status status)
{
    for (int32_t i = 0; i < f->diags.count && status != EMS_OK; i++) {
        const struct ems_diag *d = &f->diags.items[i];
        char text[500];
        ems_text_format(text, sizeof text, d->message, EMS_LANG_EN, d->args, EMS_TEXT_ARGS);
        print_error("%s:%d:%d: %s: %s\n", d->at.file, (int)d->at.line, (int)d->at.column, d->path, text);
    }
    check_ok(status);
    f->definition = ems_scenario_definition(f->scenario);
}

/* Loads `minimal` with more lines and options. */
static enum ems_status load_status(struct fixture *f, const char *more, const char *const *sets,
                                   int32_t set_count)
{
    char text[8192];
    struct ems_load_options options = {.sets = sets, .set_count = set_count};
    forget(f);
    int length = snprintf(text, sizeof text, "%s%s", minimal, more);
    return ems_scenario_load_text(text, (size_t)length, "test.yaml", f->folder, &options, &f->diags,
                                  &f->scenario);
}

static const struct ems_definition *load(struct fixture *f, const char *more)
{
    check_clean(f, load_status(f, more, NULL, 0));
    return f->definition;
}

static const struct ems_definition *load_set(struct fixture *f, const char *more, const char *set)
{
    check_clean(f, load_status(f, more, &set, 1));
    return f->definition;
}

static const struct ems_definition *load_file(struct fixture *f, const char *path)
{
    forget(f);
    check_clean(f, ems_scenario_load(path, NULL, &f->diags, &f->scenario));
    return f->definition;
}

/* ---- values ---- */

static void given_values(void **state)
{
    const struct ems_definition *d = load(*state, "");
    check_int(d->clock.duration.value, 7 * EMS_DAY);
    check_int(d->clock.start.value.offset_minutes, 480);
    check_true(d->clock.duration.mark.given);
    check_int(d->clock.duration.mark.at.line, 2);
    check_int(d->clock.duration.mark.at.column, 50);
    check_text(d->clock.duration.mark.path, "clock.duration");
    check_int(d->areas.count, 1);
    check_near(d->areas.items[0].circle.radius_m.value, 4000, 0);
    check_text(d->areas.items[0].circle.radius_m.mark.path, "areas.town.circle.radius");
    check_near(d->travel.speed.lights.everywhere.value, 10, 1e-12);
    check_true(!d->travel.speed.normal.everywhere.mark.given);
    check_int(d->travel.speed.normal.by_class.count, 1);
    check_text(d->travel.speed.normal.by_class.items[0].key.value, "urban");
    check_near(d->travel.speed.normal.by_class.items[0].value.value, 5, 1e-12);
    check_int(d->stations.items[0].vehicles.counts.items[0].value.value, 2);
    check_true(!d->stations.items[0].vehicles.list.mark.given);
}

static void defaults(void **state)
{
    const struct ems_definition *d = load(*state, "");
    check_int(d->seed.value, 1);
    check_int(d->replications.value, 20);
    check_true(!d->replications.mark.given);
    check_text(d->replications.mark.path, "replications");
    check_int(d->clock.drain.value, EMS_DAY);
    check_near(d->lattice_m.value, 1000, 0);
    check_true(!d->call_centre.mark.given);
    check_int(d->call_centre.patience.value.kind, EMS_DIST_NEVER);
    check_int(d->call_centre.lines.value, EMS_UNLIMITED);
    check_near(d->durations.scene.value.mean_s, 900, 0);
    check_near(d->durations.turnout.always.value.mean_s, 60, 0);
    check_near(d->travel.detour.value, 1.35, 0);
    check_int(d->demand.conditions.count, 1);
    check_near(d->demand.conditions.items[0].share.value, 1, 0);
    check_int(d->vehicle_types.count, 1);
    check_text(d->vehicle_types.items[0].id.value, "ambulance");
    check_text(d->dispatch.choice.policy->name, "nearest");
    check_text(d->dispatch.policy.value, "nearest");
    check_text(d->relocation.choice.policy->name, "home");
    check_int(d->hospitals.items[0].bays.value, EMS_UNLIMITED);
}

static void variants(void **state)
{
    const struct ems_definition *d = load(
        *state,
        "name: {zh: 蛟河}\n"
        "durations: {turnout: {day: 60 s, night: {exponential: {mean: 90 s}}, night_hours: 21:00-05:30}}\n"
        "call_centre: {talk: {lognormal: {mu: 4, sigma: 0.5, shift: 10 s}}, seats: unlimited, lines: 3}\n"
        "targets: [{within: 10 min, share: 90 %}]\n"
        "timeline: [{at: day 2 08:00, for: 1 d, demand: 250 %}]\n"
        "dispatch: {policy: nearest, reassign: [[3, 1]], min_gain: 30 s}\n");
    check_text(d->name.value.by_lang[EMS_LANG_ZH], "蛟河");
    check_true(d->name.value.by_lang[EMS_LANG_EN] == NULL);
    check_true(!d->durations.turnout.always.mark.given && d->durations.turnout.night.mark.given);
    check_int(d->durations.turnout.night_hours.from, 21 * EMS_HOUR);
    check_int(d->durations.turnout.night_hours.to, 5 * EMS_HOUR + 30 * EMS_MINUTE);
    check_near(d->durations.turnout.night.value.mean_s, 90, 0);
    check_near(d->call_centre.talk.value.mean_s, exp(4 + 0.125) + 10, 1e-9);
    check_near(d->call_centre.talk.value.c, 10, 0);
    check_int(d->call_centre.lines.value, 3);
    check_int(d->timeline.items[0].at.day, 2);
    check_near(d->timeline.items[0].demand.value, 2.5, 1e-12);
    check_near(d->timeline.items[0].requests.value, 1, 0);
    check_int(d->dispatch.reassign.items[0].from, 3);
    check_int(d->dispatch.reassign.items[0].to, 1);
}

static void distributions(void **state)
{
    struct fixture *f = *state;
    write_file(f, "scene.csv", "seconds,weight\n100,1\n300,3\n");
    const struct ems_definition *d =
        load(f, "durations:\n"
                "  scene: {empirical: {file: scene.csv}}\n"
                "  empty_scene: {empirical: {values: [1 min, 2 min, 6 min], max: 5 min}}\n"
                "  handover: {triangular: {low: 1 min, mode: 2 min, high: 6 min}}\n"
                "  cleaning: {weibull: {shape: 1, scale: 5 min, min: 10 s}}\n");
    const struct ems_distribution *scene = &d->durations.scene.value;
    check_int(scene->kind, EMS_DIST_EMPIRICAL);
    check_int(scene->count, 2);
    check_near(scene->mean_s, 250, 1e-12);
    check_near(scene->cumulative[0], 0.25, 1e-15);
    check_near(scene->cumulative[1], 1, 0);
    check_near(d->durations.empty_scene.value.mean_s, 180, 1e-12);
    check_near(d->durations.empty_scene.value.max_s, 300, 0);
    check_near(d->durations.handover.value.mean_s, 180, 0);
    check_near(d->durations.cleaning.value.mean_s, 300, 1e-9);
    check_near(d->durations.cleaning.value.min_s, 10, 0);
    check_int(d->source_count, 2);
    check_int(strlen(d->sources[1].hash), 32);
}

static void polygon_is_opened(void **state)
{
    const struct ems_definition *d =
        load_set(*state, "", "areas.town.polygon=[[0, 0], [0, 9], [9, 9], [0, 0]]");
    check_int(d->areas.items[0].polygon.count, 3);
    check_true(!d->areas.items[0].circle.mark.given);
}

/* ---- --set ---- */

static void set_values(void **state)
{
    check_int(load_set(*state, "", "seed=9")->seed.value, 9);
    check_int(load_set(*state, "", "clock.warmup=2 h")->clock.warmup.value, 2 * EMS_HOUR);
    check_int(load_set(*state, "", "stations.centre.vehicles.ambulance=7")
                  ->stations.items[0]
                  .vehicles.counts.items[0]
                  .value.value,
              7);
    check_int(load_set(*state, "", "stations.1.crews=1")->stations.items[0].crews.count.value, 1);
    check_int(load_set(*state, "", "dispatch.waiting_room=0")->dispatch.waiting_room.value, 0);
    check_text(load_set(*state, "", "name={en: A, zh: 甲}")->name.value.by_lang[EMS_LANG_ZH], "甲");
    check_text(load_set(*state, "name: {en: A}\n", "name.en=B")->name.value.by_lang[EMS_LANG_EN], "B");
    check_near(load_set(*state, "", "service_radius.urban=5 km")->service_radius.items[0].value.value, 5000,
               0);
    check_near(load_set(*state, "timeline: [{at: day 1}]\n", "timeline.1.demand=200 %")
                   ->timeline.items[0]
                   .demand.value,
               2, 0);
}

static void set_replaces_rivals(void **state)
{
    const char *talk = "call_centre: {talk: {lognormal: {mean: 60 s, sd: 20 s}}}\n";
    check_int(load_set(*state, talk, "call_centre.talk=90 s")->call_centre.talk.value.kind,
              EMS_DIST_CONSTANT);
    check_near(load_set(*state, talk, "call_centre.talk.lognormal.mean=75 s")->call_centre.talk.value.mean_s,
               75, 1e-9);
    check_int(load_set(*state, talk, "call_centre.talk.exponential.mean=75 s")->call_centre.talk.value.kind,
              EMS_DIST_EXPONENTIAL);
    check_true(load_set(*state, "", "demand.requests_per_day=5")->demand.requests_per_day.mark.given);
    check_near(load_set(*state, "", "travel.speed.normal=72 km/h")->travel.speed.normal.everywhere.value, 20,
               1e-12);
    const char *const constant[] = {"travel.model=constant", "travel.time={lights: 8 min, normal: 10 min}"};
    check_clean(*state, load_status(*state, "", constant, 2));
}

static void set_places(void **state)
{
    struct fixture *f = *state;
    const char *const sets[] = {"seed=1", "clock.drain=5"};
    check_int(load_status(f, "", sets, 2), EMS_BAD_INPUT);
    check_int(f->diags.count, 1);
    check_text(f->diags.items[0].at.file, "--set");
    check_int(f->diags.items[0].at.line, 2);
    check_int(f->diags.items[0].at.column, 13);
    check_text(f->diags.items[0].path, "clock.drain");
}

/* ---- extends ---- */

static void extends_merges(void **state)
{
    struct fixture *f = *state;
    char base[8192];
    snprintf(base, sizeof base, "%s%s", minimal,
             "  - {id: old, at: [9, 9]}\n"
             "call_centre: {talk: {lognormal: {mean: 60 s, sd: 20 s}}, seats: 3}\n"
             "standards: [a, b]\n"
             "dispatch: {policy: nearest, min_gain: 30 s}\n");
    write_file(f, "base.yaml", base);
    check_int(mkdir(strcat(strcpy(base, f->folder), "/sub"), 0700), 0);
    const char *path =
        write_file(f, "sub/over.yaml",
                   "ems120: 1\nextends: ../base.yaml\nseed: 5\n"
                   "stations:\n  - {id: centre, vehicles: {ambulance: 4}}\n  - {id: north, at: [1, 2]}\n"
                   "hospitals:\n  - {id: old, remove: true}\n"
                   "call_centre: {talk: 90 s}\n"
                   "areas: [{id: town, polygon: [[0, 0], [0, 5000], [5000, 0]]}]\n"
                   "standards: []\n");
    const struct ems_definition *d = load_file(f, path);
    check_int(d->seed.value, 5);
    check_int(d->stations.count, 2);
    check_int(d->stations.items[0].vehicles.counts.items[0].value.value, 4);
    check_near(d->stations.items[1].at.value.y, 2, 0);
    check_int(d->hospitals.count, 1);
    check_text(d->hospitals.items[0].id.value, "people");
    check_int(d->call_centre.talk.value.kind, EMS_DIST_CONSTANT);
    check_int(d->call_centre.seats.value, 3);
    check_int(d->standards.count, 0);
    check_int(d->areas.items[0].polygon.count, 3);
    check_near(d->areas.items[0].population.value, 60000, 0);
    check_text(d->scenario_id, "over");
    check_int(d->source_count, 2);
}

static void extends_drops_parameters_of_the_old_policy(void **state)
{
    struct fixture *f = *state;
    char base[8192];
    snprintf(base, sizeof base, "%s%s", minimal,
             "dispatch: {policy: nearest, min_gain: 30 s, waiting_room: 2}\n");
    write_file(f, "base.yaml", base);
    const char *path = write_file(f, "over.yaml",
                                  "ems120: 1\nextends: base.yaml\n"
                                  "dispatch: {policy: fixed-order, preference: {town: [centre]}}\n"
                                  "travel: {model: constant, time: {lights: 1 min, normal: 2 min}}\n");
    const struct ems_definition *d = load_file(f, path);
    check_text(d->dispatch.choice.policy->name, "fixed-order");
    check_int(d->dispatch.waiting_room.value, 2);
    check_int(d->travel.model.value, EMS_TRAVEL_CONSTANT);
}

/* ---- writing ---- */

static void written_is_loaded_again(void **state)
{
    struct fixture *f = *state;
    char *text = NULL, *again = NULL, hash[40];
    size_t length, again_length;
    load(f, "name: '2025'\ndescription: \"two\\nlines: #\"\nseed: 4\nstandards: []\n");
    snprintf(hash, sizeof hash, "%s", f->definition->scenario_hash);
    FILE *out = open_memstream(&text, &length);
    check_ok(ems_scenario_write(f->scenario, out));
    fclose(out);
    forget(f);
    check_clean(f,
                ems_scenario_load_text(text, length, "again.yaml", f->folder, NULL, &f->diags, &f->scenario));
    check_text(f->definition->name.value.by_lang[0], "2025");
    check_text(f->definition->description.value.by_lang[0], "two\nlines: #");
    check_text(f->definition->scenario_hash, hash);
    out = open_memstream(&again, &again_length);
    check_ok(ems_scenario_write(f->scenario, out));
    fclose(out);
    check_text(again, text);
    free(text);
    free(again);
}

static void saved_folder_stands_alone(void **state)
{
    struct fixture *f = *state;
    char path[128], hash[40];
    write_file(f, "scene.csv", "seconds\n100\n");
    check_int(mkdir(strcat(strcpy(path, f->folder), "/other"), 0700), 0);
    write_file(f, "other/scene.csv", "seconds\n200\n");
    load(
        f,
        "durations: {scene: {empirical: {file: scene.csv}}, handover: {empirical: {file: other/scene.csv}},\n"
        "            cleaning: {empirical: {file: scene.csv}}}\n");
    snprintf(hash, sizeof hash, "%s", f->definition->scenario_hash);
    check_int(mkdir(strcat(strcpy(path, f->folder), "/run"), 0700), 0);
    check_ok(ems_scenario_save(f->scenario, path));
    const struct ems_definition *d = load_file(f, path);
    check_near(d->durations.scene.value.mean_s, 100, 0);
    check_near(d->durations.handover.value.mean_s, 200, 0);
    check_near(d->durations.cleaning.value.mean_s, 100, 0);
    check_text(d->durations.handover.value.mean_s > 0 ? d->scenario_id : "", "run");
    check_text(d->scenario_hash, hash);
}

/* The same model from a saved folder as from what is shipped. */
static void shipped_scenarios_survive_saving(void **state)
{
    static const char *const paths[] = {"scenarios/jiaohe", "scenarios/jiaohe-flu-wave",
                                        "scenarios/jiaohe-bus-crash", "scenarios/tutorial/step-5.yaml"};
    struct fixture *f = *state;
    char folder[128], hash[40];
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        load_file(f, paths[i]);
        struct ems_model model = *ems_scenario_model(f->scenario);
        double rate = model.areas[0].requests_per_year;
        snprintf(hash, sizeof hash, "%s", f->definition->scenario_hash);
        snprintf(folder, sizeof folder, "%s/%zu", f->folder, i);
        check_int(mkdir(folder, 0700), 0);
        check_ok(ems_scenario_save(f->scenario, folder));
        load_file(f, folder);
        const struct ems_model *again = ems_scenario_model(f->scenario);
        check_text(f->definition->scenario_hash, hash);
        check_int(again->place_count, model.place_count);
        check_int(again->vehicle_count, model.vehicle_count);
        check_int(again->condition_count, model.condition_count);
        check_int(again->timeline_count, model.timeline_count);
        check_near(again->areas[0].requests_per_year, rate, 0);
        check_int(again->seed, model.seed);
    }
}

static void names_find_shipped_scenarios(void **state)
{
    struct fixture *f = *state;
    char path[128];
    const char *const folders[] = {f->folder};
    struct ems_load_options options = {.data_folders = folders, .data_folder_count = 1};
    check_int(mkdir(strcat(strcpy(path, f->folder), "/scenarios"), 0700), 0);
    check_int(mkdir(strcat(path, "/somewhere-quite-new"), 0700), 0);
    write_file(f, "scenarios/somewhere-quite-new/scenario.yaml", minimal);
    check_clean(f, ems_scenario_load("somewhere-quite-new", &options, &f->diags, &f->scenario));
    check_text(f->definition->scenario_id, "somewhere-quite-new");
    forget(f);
    check_int(ems_scenario_load("somewhere-quite-old", &options, &f->diags, &f->scenario), EMS_BAD_INPUT);
    check_true(f->scenario == NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(given_values),
                                       TEST(defaults),
                                       TEST(variants),
                                       TEST(distributions),
                                       TEST(polygon_is_opened),
                                       TEST(set_values),
                                       TEST(set_replaces_rivals),
                                       TEST(set_places),
                                       TEST(extends_merges),
                                       TEST(extends_drops_parameters_of_the_old_policy),
                                       TEST(written_is_loaded_again),
                                       TEST(saved_folder_stands_alone),
                                       TEST(shipped_scenarios_survive_saving),
                                       TEST(names_find_shipped_scenarios)};
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
