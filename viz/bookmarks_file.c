#include "bookmarks_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "fresh.h"

enum { RUNS = 200, NAME = 160, LINE = NAME + VIZ_BOOKMARKS * 24 };

/* What a line of this run begins with: "HASH SEED REPLICATION:". */
static void name_of(char *out, const struct ems_scenario_info *info, int64_t replication)
{
    snprintf(out, NAME, "%s %" PRId64 " %" PRId64 ":", info->hash, info->seed, replication);
}

static FILE *open_file(void)
{
    char path[4096];
    return viz_config_path(path, sizeof path, "bookmarks.conf") ? fopen(path, "r") : NULL;
}

static void take(struct viz_bookmarks *bookmarks, const char *times)
{
    char *end = NULL;
    for (const char *p = times; bookmarks->count < VIZ_BOOKMARKS; p = end) {
        long long at = strtoll(p, &end, 10);
        if (end == p) break;
        if (at >= 0) viz_bookmarks_add(bookmarks, at);
    }
}

void viz_bookmarks_load(struct viz_bookmarks *bookmarks, const struct ems_scenario_info *info,
                        int64_t replication)
{
    char name[NAME], line[LINE];
    FILE *file = open_file();
    bookmarks->count = 0;
    if (file == NULL) return;
    name_of(name, info, replication);
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0) take(bookmarks, line + strlen(name));
    fclose(file);
}

/* Those of other runs, as they stand. */
static void copy_others(FILE *out, const char *name)
{
    char line[LINE];
    FILE *file = open_file();
    if (file == NULL) return;
    for (int run = 1; run < RUNS && fgets(line, sizeof line, file) != NULL;) {
        if (strchr(line, '\n') == NULL || strncmp(line, name, strlen(name)) == 0) continue;
        fputs(line, out);
        run++;
    }
    fclose(file);
}

void viz_bookmarks_save(const struct viz_bookmarks *bookmarks, const struct ems_scenario_info *info,
                        int64_t replication)
{
    char name[NAME], path[4096];
    struct viz_fresh fresh;
    if (!viz_config_folder() || !viz_config_path(path, sizeof path, "bookmarks.conf") ||
        !viz_fresh_begin(&fresh, path))
        return;
    FILE *file = fopen(fresh.written, "w");
    if (file == NULL) return;
    name_of(name, info, replication);
    if (bookmarks->count > 0) fputs(name, file);
    for (int i = 0; i < bookmarks->count; i++) fprintf(file, " %" PRId64, bookmarks->at[i]);
    if (bookmarks->count > 0) fputs("\n", file);
    copy_others(file, name);
    bool fine = ferror(file) == 0;
    fine = fclose(file) == 0 && fine;
    viz_fresh_end(&fresh, fine);
}
