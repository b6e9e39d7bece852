#include "bench/view_frames.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/generated_city.h"
#include "bench/timing.h"
#include "viz/app.h"
#include "viz/player.h"

enum { WIDTH = 1280, HEIGHT = 800, ASK_EVERY = 40, ASKS = 400, ROUNDS_MAX = 9 };
static const double frame_s = 1.0 / 60, target_ms = 1000.0 / 60;

/* What was measured, milliseconds: of the wall, and of this thread's processor time. */
struct times {
    double *wall, *own;
    int count;
};

struct asks { /* to pan and zoom */
    double shown[ASKS], sharp[ASKS];
    int count;
};

struct bench_window {
    struct viz_app app;
    struct viz_options options;
    struct times frames;
    struct asks pan, zoom;
    double next_s; /* when the next frame is due */
};

static bool take_times(struct times *t, int most)
{
    t->wall = malloc((size_t)most * sizeof *t->wall);
    t->own = malloc((size_t)most * sizeof *t->own);
    return t->wall != NULL && t->own != NULL;
}

static void drop_times(struct times *t)
{
    free(t->wall);
    free(t->own);
}

/* ---- frames ---- */

/* Sleeps until the next frame is due, then draws it as the window's loop does. */
static void draw_frame(struct bench_window *w, struct times *into)
{
    SDL_Event event;
    double wait_s = w->next_s - bench_wall_seconds();
    if (wait_s > 0) SDL_Delay((Uint32)(wait_s * 1000));
    double wall = bench_wall_seconds(), own = bench_cpu_seconds();
    w->next_s = wall + frame_s;
    while (SDL_PollEvent(&event)) viz_app_event(&w->app, &event);
    viz_app_frame(&w->app, frame_s);
    if (into == NULL) return;
    into->wall[into->count] = 1e3 * (bench_wall_seconds() - wall);
    into->own[into->count++] = 1e3 * (bench_cpu_seconds() - own);
}

static void settle(struct bench_window *w)
{
    for (int i = 0; i < 2000 && (i < 60 || viz_base_is_busy(w->app.map[0].base)); i++) draw_frame(w, NULL);
}

/* The mouse wheel over the middle of the map, or the map pulled by the mouse. */
static void push(struct bench_window *w, bool zoom, int number)
{
    SDL_Event wheel = {.wheel = {.type = SDL_MOUSEWHEEL, .y = number % 2 != 0 ? 1 : -1}};
    int x = WIDTH / 3, y = HEIGHT / 3, by = number % 2 != 0 ? 120 : -120;
    SDL_Event motion = {.motion = {.type = SDL_MOUSEMOTION, .x = x, .y = y}};
    SDL_Event button = {.button = {.type = SDL_MOUSEBUTTONDOWN, .button = SDL_BUTTON_LEFT, .x = x, .y = y}};
    viz_app_event(&w->app, &motion);
    if (zoom) {
        viz_app_event(&w->app, &wheel);
        return;
    }
    viz_app_event(&w->app, &button);
    motion.motion = (SDL_MouseMotionEvent){.type = SDL_MOUSEMOTION, .x = x + by, .y = y, .xrel = by};
    viz_app_event(&w->app, &motion);
    button.button.type = SDL_MOUSEBUTTONUP;
    button.button.x = x + by;
    viz_app_event(&w->app, &button);
}

/* From the input to the frame that shows the map there, and to the one that shows it drawn anew. */
static void ask(struct bench_window *w, bool zoom, struct asks *asks)
{
    double start = bench_wall_seconds();
    w->next_s = 0;
    push(w, zoom, asks->count);
    draw_frame(w, NULL);
    asks->shown[asks->count] = 1e3 * (bench_wall_seconds() - start);
    for (int i = 0; i < 2000 && viz_base_is_busy(w->app.map[0].base); i++) draw_frame(w, NULL);
    asks->sharp[asks->count++] = 1e3 * (bench_wall_seconds() - start);
}

static void measure(struct bench_window *w, int frames)
{
    settle(w);
    w->app.clock.playing = true;
    while (w->frames.count < frames) draw_frame(w, &w->frames);
    for (int i = 0; i < frames / ASK_EVERY && w->zoom.count < ASKS; i++) {
        ask(w, true, &w->zoom);
        ask(w, false, &w->pan);
    }
}

/* ---- telling ---- */

/* Sorts the values. */
static struct spread {
    double median, p99, most;
} spread_of(double *values, int count)
{
    double median = bench_median(values, count);
    int late = (int)(0.99 * count);
    return (struct spread){median, values[late < count ? late : count - 1], values[count - 1]};
}

static void tell(struct bench_window *w, const char *driver)
{
    const struct times *t = &w->frames;
    struct spread wall = spread_of(t->wall, t->count), own = spread_of(t->own, t->count);
    printf("  %-6s %d frames: median %.1f ms, p99 %.1f, most %.1f  target %.1f %s\n", driver, t->count,
           wall.median, wall.p99, wall.most, target_ms, wall.p99 <= target_ms ? "reached" : "missed");
    printf("         this thread's processor time: median %.1f ms, p99 %.1f, most %.1f\n", own.median,
           own.p99, own.most);
    struct asks *const asks[] = {&w->pan, &w->zoom};
    for (int i = 0; i < 2; i++) {
        struct spread shown = spread_of(asks[i]->shown, asks[i]->count),
                      sharp = spread_of(asks[i]->sharp, asks[i]->count);
        printf("         %s answered in median %.1f ms, p99 %.1f  target 50 %s; drawn anew after %.0f, p99 "
               "%.0f\n",
               i == 0 ? "pan " : "zoom", shown.median, shown.p99, shown.p99 <= 50 ? "reached" : "missed",
               sharp.median, sharp.p99);
    }
}

/* ---- one window ---- */

static int check_city(const struct viz_app *app)
{
    int64_t segments = 0;
    ems_roads_lines(app->map[0].ground.roads, EMS_ROAD_LEVELS - 1, &segments);
    int32_t vehicles = app->map[0].ground.info.vehicles;
    printf("  %lld road segments, %d vehicles\n", (long long)segments, vehicles);
    if (segments >= 18000 && vehicles >= 290) return 0;
    printf("    FAILED: the city has 20,000 road segments and 300 vehicles\n");
    return 1;
}

static int show(const char *folder, const char *driver, int frames)
{
    struct bench_window *w = calloc(1, sizeof *w);
    if (w == NULL) return 1;
    setenv("XDG_CONFIG_HOME", folder, 1);
    w->options = (struct viz_options){.input = folder,
                                      .replication = 1,
                                      .lang = EMS_LANG_EN,
                                      .has_lang = true,
                                      .has_size = true,
                                      .width = WIDTH,
                                      .height = HEIGHT,
                                      .text_size = 1,
                                      .layers = "arrival,roads,areas,names,stations,hospitals,vehicles,calls",
                                      .at = 8 * EMS_HOUR};
    int failures = 1;
    if (take_times(&w->frames, frames) && viz_app_open(&w->app, &w->options) == EMS_OK) {
        w->app.look.now = true;
        measure(w, frames);
        failures = driver[0] == 'd' ? check_city(&w->app) : 0;
        tell(w, driver);
    }
    viz_app_close(&w->app);
    drop_times(&w->frames);
    free(w);
    return failures;
}

/* A window in a process of its own: SDL keeps its driver till the end. */
static int in_child(const char *folder, const char *driver, int frames)
{
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) {
        setenv("SDL_VIDEODRIVER", driver, 1);
        int failures = show(folder, driver, frames);
        fflush(stdout);
        _exit(failures);
    }
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* ---- a screen ---- */

/* Starts Xvfb and sets DISPLAY; 0: it is not installed. */
static pid_t start_screen(void)
{
    int ends[2];
    char number[16] = "", display[24], word[16];
    if (pipe(ends) != 0) return 0;
    snprintf(word, sizeof word, "%d", ends[1]);
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(nowhere, STDERR_FILENO);
        close(ends[0]);
        execlp("Xvfb", "Xvfb", "-displayfd", word, "-screen", "0", "1600x1000x24", "-nolisten", "tcp",
               "-noreset", NULL);
        _exit(127);
    }
    close(ends[1]);
    ssize_t length = child > 0 ? read(ends[0], number, sizeof number - 1) : 0;
    close(ends[0]);
    if (length > 0) {
        number[strcspn(number, "\n")] = '\0';
        snprintf(display, sizeof display, ":%s", number);
        setenv("DISPLAY", display, 1);
        return child;
    }
    if (child > 0) waitpid(child, NULL, 0);
    return 0;
}

static int on_screen(const char *folder, int frames)
{
    pid_t screen = start_screen();
    if (screen == 0) {
        puts("  x11: passed over, Xvfb is not installed");
        return 0;
    }
    int failures = in_child(folder, "x11", frames);
    kill(screen, SIGTERM);
    waitpid(screen, NULL, 0);
    return failures;
}

int bench_frames(int frames)
{
    struct bench_folder folder;
    if (!bench_generated_city(6000000, 15000, "demand: {requests_per_1000_per_year: 150}\n", &folder))
        return 1;
    int failures = in_child(folder.path, "dummy", frames);
    failures += on_screen(folder.path, frames);
    bench_folder_remove(&folder);
    return failures;
}

/* ---- the map of arrival times ---- */

static int arrival_on(const struct ems_scenario *scenario, int rounds)
{
    enum { CELLS = 400 };
    struct ems_cover_def def = ems_cover_def_default(scenario);
    struct ems_playback_def playing = ems_playback_def_default();
    struct ems_playback *playback = NULL;
    struct ems_cover_grid *grid = NULL;
    float *minutes = malloc(sizeof *minutes * CELLS * CELLS);
    double times[ROUNDS_MAX], start = bench_cpu_seconds();
    int failures = minutes == NULL;
    failures += ems_cover_grid_create(scenario, ems_scenario_box(scenario), CELLS, CELLS, &grid) != EMS_OK;
    double made = bench_cpu_seconds() - start;
    failures += failures == 0 && ems_playback_open(scenario, &playing, &playback) != EMS_OK;
    for (int r = 0; r < rounds && failures == 0; r++) {
        struct ems_cover_sources *now = NULL;
        failures += ems_playback_seek(playback, (8 + r) * EMS_HOUR) != EMS_STEPPED;
        start = bench_cpu_seconds();
        const struct ems_sim *sim = ems_playback_sim(playback);
        failures += ems_cover_sources_now(scenario, sim, ems_sim_now(sim), &def, &now) != EMS_OK;
        if (failures == 0) failures += ems_cover_minutes(grid, now, minutes) != EMS_OK;
        times[r] = 1e3 * (bench_cpu_seconds() - start);
        ems_cover_sources_free(now);
    }
    struct ems_scenario_info info = ems_scenario_info(scenario);
    if (failures == 0) {
        struct spread spread = spread_of(times, rounds);
        printf("  %d stations, %d vehicles: %.0f ms, most %.0f  target 100 %s; the grid is made once in %.0f "
               "ms\n",
               info.stations, info.vehicles, spread.median, spread.most,
               spread.most < 100 ? "reached" : "missed", 1e3 * made);
    }
    free(minutes);
    ems_playback_free(playback);
    ems_cover_grid_free(grid);
    return failures;
}

int bench_arrival(int rounds)
{
    struct bench_folder folder;
    struct ems_scenario *scenario = NULL;
    if (!bench_generated_city(8000000, 50000, "demand: {requests_per_1000_per_year: 150}\n", &folder))
        return 1;
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_messages *messages = ems_messages_create();
    def.path = folder.path;
    int failures = messages == NULL || ems_scenario_open(&def, messages, &scenario) != EMS_OK;
    if (failures == 0) failures = arrival_on(scenario, rounds < ROUNDS_MAX ? rounds : ROUNDS_MAX);
    ems_scenario_free(scenario);
    ems_messages_free(messages);
    bench_folder_remove(&folder);
    if (failures > 0) puts("    FAILED: the map is made");
    return failures;
}
