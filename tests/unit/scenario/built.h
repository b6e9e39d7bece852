/* A scenario from text for tests of what is built from it: a town and its land in plane metres, to which a
 * test adds lines. Files are found in a folder of the test's own. */
#ifndef EMS_TESTS_SCENARIO_BUILT_H
#define EMS_TESTS_SCENARIO_BUILT_H

#include "support/check.h"

#include <unistd.h>

#include "base/diag.h"
#include "model/model.h"
#include "scenario/load.h"

struct built {
    struct ems_diags diags;
    struct ems_scenario *scenario;
    const struct ems_model *model;
    char folder[32];
};

/* Lines of a scenario; a test replaces a whole section by leaving it out of `parts` and writing its own. */
#define BUILT_HEAD                                                        \
    "ems120: 1\n"                                                         \
    "clock: {start: 2025-03-03T00:00+08:00, duration: 7 d, drain: 1 d}\n" \
    "coordinates: plane\n"
#define BUILT_AREAS                                                                                          \
    "areas:\n"                                                                                               \
    "  - {id: town, class: urban, population: 1600, polygon: [[-2000, -2000], [2000, -2000], [2000, 2000], " \
    "[-2000, 2000]]}\n"
#define BUILT_DEMAND "demand: {requests_per_1000_per_year: 30}\n"
#define BUILT_TRAVEL "travel: {speed: {lights: 36 km/h, normal: 18 km/h}}\n"
#define BUILT_STATIONS                                         \
    "stations:\n"                                              \
    "  - {id: centre, at: [0, 0], vehicles: {ambulance: 2}}\n" \
    "hospitals:\n"                                             \
    "  - {id: people, at: [500, 0], provides: [stroke]}\n"
#define BUILT_ALL BUILT_HEAD BUILT_AREAS BUILT_DEMAND BUILT_TRAVEL BUILT_STATIONS

static inline void built_print(const struct built *built)
{
    char text[512];
    for (int32_t i = 0; i < built->diags.count; i++) {
        const struct ems_diag *d = &built->diags.items[i];
        ems_text_format(text, sizeof text, d->message, EMS_LANG_EN, d->args, EMS_TEXT_ARGS);
        print_error("%s:%d: %s\n", d->at.file, (int)d->at.line, text);
    }
}

static inline void built_load(struct built *built, const char *text)
{
    const char *folder = built->folder[0] != '\0' ? built->folder : ".";
    enum ems_status status =
        ems_scenario_load_text(text, strlen(text), "t.yaml", folder, NULL, &built->diags, &built->scenario);
    if (status != EMS_OK) built_print(built);
    check_ok(status);
    built->model = ems_scenario_model(built->scenario);
}

static inline void built_free(struct built *built)
{
    ems_scenario_free(built->scenario);
    ems_diags_free(&built->diags);
}

/* Writes a file into the test's folder, which is made at the first. */
static inline void built_file(struct built *built, const char *name, const char *text)
{
    char path[128];
    if (built->folder[0] == '\0') {
        strcpy(built->folder, "/tmp/ems120-built-XXXXXX");
        check_true(mkdtemp(built->folder) != NULL);
    }
    snprintf(path, sizeof path, "%s/%s", built->folder, name);
    FILE *file = fopen(path, "w");
    check_true(file != NULL);
    fputs(text, file);
    check_int(fclose(file), 0);
}

static inline void built_remove(struct built *built, const char *const *names, int count)
{
    char path[128];
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", built->folder, names[i]);
        unlink(path);
    }
    rmdir(built->folder);
}

#endif
