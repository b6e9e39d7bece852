#include "bench/view_replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/generated_city.h"
#include "bench/timing.h"
#include "engine/recording.h"
#include "engine/recording_format.h"
#include "scenario/load.h"
#include "viz/app.h"
#include "viz/player.h"

enum { SCRUBS = 40 };

/* ---- recording ---- */

static enum ems_status play(struct ems_recorder *recorder, struct ems_sim *sim)
{
    enum ems_status status = ems_recorder_begin(recorder, sim);
    for (enum ems_step step = EMS_STEPPED; step == EMS_STEPPED && status == EMS_OK;) {
        step = ems_sim_play(sim, EMS_NEVER - 1, 256);
        status = step == EMS_FAILED ? ems_sim_status(sim) : ems_recorder_advance(recorder, sim);
    }
    return status;
}

/* Writes run.ems beside the scenario, which makes the folder one of a run. */
static bool record(const struct bench_folder *folder)
{
    char path[128];
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    struct ems_recorder *recorder = NULL;
    struct ems_sim *sim = NULL;
    snprintf(path, sizeof path, "%s/run.ems", folder->path);
    enum ems_status status = ems_scenario_load(folder->path, NULL, &diags, &scenario);
    if (status == EMS_OK) status = ems_recorder_create(path, ems_scenario_model(scenario), &recorder);
    if (status == EMS_OK) {
        struct ems_observer observer = ems_recorder_observer(recorder);
        struct ems_sim_options options = {.observers = &observer, .observer_count = 1, .skip_coverage = true};
        status = ems_sim_create(ems_scenario_model(scenario), 1, &options, &sim);
    }
    if (status == EMS_OK) status = play(recorder, sim);
    if (recorder != NULL && ems_recorder_close(recorder, status == EMS_OK) != EMS_OK) status = EMS_IO;
    ems_sim_free(sim);
    ems_scenario_free(scenario);
    ems_diags_free(&diags);
    return status == EMS_OK;
}

/* ---- scrubbing ---- */

/* Goes there and draws frames until it is shown; milliseconds of the wall, and in *own of the processor. */
static double scrub(struct viz_app *app, ems_time at, double *own)
{
    double wall = bench_wall_seconds(), cpu = bench_cpu_seconds();
    viz_player_seek(app->map[0].player, app, at);
    do viz_app_frame(app, 1.0 / 60);
    while (app->map[0].player->way != VIZ_WAY_NONE && app->failure == EMS_OK);
    *own = 1e3 * (bench_cpu_seconds() - cpu);
    return 1e3 * (bench_wall_seconds() - wall);
}

static int scrub_about(struct viz_app *app)
{
    double wall[SCRUBS], own[SCRUBS], mean = 0, own_mean = 0;
    struct ems_playback_info info = ems_playback_info(app->map[0].player->playback);
    int failures = 0;
    uint64_t random = 1;
    for (int i = 0; i < SCRUBS; i++) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        ems_time at = (ems_time)((double)(random >> 11) / 9007199254740992.0 * (double)info.known_until);
        wall[i] = scrub(app, at, &own[i]);
        mean += wall[i] / SCRUBS;
        own_mean += own[i] / SCRUBS;
        failures += app->map[0].moment.now != at;
    }
    bench_median(wall, SCRUBS);
    bench_median(own, SCRUBS);
    printf("  to a random moment: mean %.0f ms, worst %.0f  target 200 %s; processor time %.0f and %.0f\n",
           mean, wall[SCRUBS - 1], wall[SCRUBS - 1] < 200 ? "reached" : "missed", own_mean, own[SCRUBS - 1]);
    if (failures > 0) printf("    FAILED: %d moments were not reached\n", failures);
    return failures;
}

static int show(const char *folder)
{
    struct viz_app *app = calloc(1, sizeof *app);
    struct viz_options options = {.input = folder,
                                  .replication = 1,
                                  .has_lang = true,
                                  .has_size = true,
                                  .width = 1280,
                                  .height = 800,
                                  .text_size = 1};
    if (app == NULL) return 1;
    double start = bench_wall_seconds();
    bool opened = viz_app_open(app, &options) == EMS_OK && app->map[0].player != NULL;
    if (opened) viz_app_frame(app, 0);
    printf("  opened in %.1f s (roads and all)\n", bench_wall_seconds() - start);
    int failures = opened ? scrub_about(app) : 1;
    viz_app_close(app);
    free(app);
    return failures;
}

/* In a process of its own, whose memory is told. */
static int show_in_child(const char *folder)
{
    int status;
    struct rusage usage;
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) {
        setenv("SDL_VIDEODRIVER", "dummy", 1);
        setenv("XDG_CONFIG_HOME", folder, 1);
        int failures = show(folder);
        fflush(stdout);
        _exit(failures > 0);
    }
    if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status)) return 1;
    double megabytes = (double)usage.ru_maxrss / 1024;
    printf("  memory of the window: %.0f MB  target 1024 %s\n", megabytes,
           megabytes < 1024 ? "reached" : "missed");
    return WEXITSTATUS(status);
}

/* ---- the run ---- */

static int tell_file(const struct bench_folder *folder, int days)
{
    char path[128];
    struct stat about;
    struct ems_recording *recording = NULL;
    int64_t calls = 0;
    snprintf(path, sizeof path, "%s/run.ems", folder->path);
    if (stat(path, &about) != 0 || ems_recording_open(path, &recording, NULL) != EMS_OK) return 1;
    int64_t snapshots = ems_recording_snapshot_count(recording);
    for (int64_t b = 0; b < ems_recording_block_count(recording); b++) {
        struct ems_recorded_block block = ems_recording_block(recording, b);
        if (block.kind == EMS_BLOCK_CALLS) calls = block.number + block.count;
    }
    ems_recording_free(recording);
    printf("  %d days, %lld calls: %.0f MB, %lld snapshots\n", days, (long long)calls,
           (double)about.st_size / 1e6, (long long)snapshots);
    return calls < 2000 * (int64_t)days;
}

int bench_replay(int days)
{
    char changes[160];
    struct bench_folder folder;
    snprintf(changes, sizeof changes,
             "clock: {warmup: 1 d, duration: %d d}\ndemand: {requests_per_1000_per_year: 50}\n", days);
    if (!bench_generated_city(8000000, 10000, changes, &folder)) return 1;
    fflush(stdout);
    pid_t child = fork(); /* so that the window begins with a small process */
    if (child == 0) _exit(record(&folder) ? 0 : 1);
    int status, failures = child < 0 || waitpid(child, &status, 0) != child || status != 0;
    if (failures == 0) failures = tell_file(&folder, days);
    if (failures == 0) failures = show_in_child(folder.path);
    bench_folder_remove(&folder);
    if (failures > 0) puts("    FAILED: the run is recorded with its calls, and shown");
    return failures;
}
