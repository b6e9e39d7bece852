#include "bench/generated_city.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "city/city.h"

/* A file of the folder that is being written. */
static FILE *open_file(const struct bench_folder *folder, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    return fopen(path, "we");
}

static bool close_file(FILE *file)
{
    bool fine = !ferror(file);
    return fclose(file) == 0 && fine;
}

static bool write_roads(const struct ems_city *city, const struct bench_folder *folder)
{
    struct ems_arena arena = {0};
    struct ems_diags diags = {0};
    struct ems_raw_network raw = {0};
    struct ems_raw_report report;
    struct ems_network network;
    char path[128];
    snprintf(path, sizeof path, "%s/city.roads", folder->path);
    enum ems_status status = ems_city_roads(city, &raw);
    if (status == EMS_OK) status = ems_network_make(&raw, &arena, &diags, &report, &network);
    if (status == EMS_OK) status = ems_network_write(&network, path);
    ems_raw_free(&raw);
    ems_diags_free(&diags);
    ems_arena_free(&arena);
    return status == EMS_OK;
}

static bool write_texts(const struct ems_city *city, const char *changes, const struct bench_folder *folder)
{
    FILE *people = open_file(folder, "people.csv"), *scenario = open_file(folder, "city.yaml"),
         *changed = open_file(folder, "scenario.yaml");
    bool fine = people != NULL && scenario != NULL && changed != NULL;
    if (fine) {
        ems_city_write_people(city, people);
        ems_city_write_scenario(city, EMS_LANG_EN, scenario);
        fprintf(changed, "ems120: 1\nextends: city.yaml\nstandards: []\n%s", changes);
    }
    if (people != NULL) fine = close_file(people) && fine;
    if (scenario != NULL) fine = close_file(scenario) && fine;
    if (changed != NULL) fine = close_file(changed) && fine;
    return fine;
}

bool bench_generated_city(int64_t people, int64_t nodes, const char *changes, struct bench_folder *out)
{
    const struct ems_city_def def = {.population = people, .nodes = nodes, .seed = 1};
    struct ems_city city = {0};
    snprintf(out->path, sizeof out->path, "/tmp/ems120-bench-XXXXXX");
    if (mkdtemp(out->path) == NULL) return false;
    bool fine = ems_city_generate(&def, &city) == EMS_OK && write_roads(&city, out) &&
                write_texts(&city, changes, out);
    ems_city_free(&city);
    if (!fine) bench_folder_remove(out);
    return fine;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

void bench_folder_remove(const struct bench_folder *folder)
{
    nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
