#include "report/run_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "engine/recording.h"
#include "report/geojson.h"
#include "report/spool.h"
#include "report/tables.h"

struct ems_run_folder {
    struct ems_arena arena;
    const struct ems_scenario *scenario;
    const char *path, *recording, *recording_temporary;
    int64_t record;
    bool made, finished;
    struct ems_file_out files[EMS_TABLE_KINDS];
    struct ems_tables headers;     /* wrote the first line of each file */
    struct ems_recorder *recorder; /* NULL when nothing is recorded, or after it is closed */
    int32_t parts;                 /* watchers made so far */
};

/* A watcher: writes down one replication at a time. */
struct part {
    const struct ems_run_folder *folder;
    struct ems_spool spools[EMS_TABLE_KINDS];
    struct ems_tables tables;
    struct ems_recorder *recorder; /* NULL when nothing is recorded */
    bool recording_now;
};

static const char *const SUMMARY = "summary.json", *const MAP = "map.geojson";

/* An earlier run has a summary with our format in it. */
static bool is_run(const char *path, struct ems_arena *arena)
{
    char *summary = ems_path_join(arena, path, SUMMARY);
    json_t *document = summary != NULL ? json_load_file(summary, 0, NULL) : NULL;
    bool ours = json_is_integer(json_object_get(document, "format")) &&
                json_is_string(json_object_get(document, "version")) &&
                json_is_object(json_object_get(document, "scenario"));
    json_decref(document);
    return ours;
}

static enum ems_status check_empty(const char *path, bool *empty)
{
    DIR *folder = opendir(path);
    if (folder == NULL) return EMS_IO;
    *empty = true;
    for (const struct dirent *entry; *empty && (entry = readdir(folder)) != NULL;)
        *empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(folder);
    return EMS_OK;
}

/* Makes the folder, or sees that it may be written to. */
static enum ems_status claim(struct ems_run_folder *folder)
{
    bool empty;
    if (mkdir(folder->path, 0777) == 0) {
        folder->made = true;
        return EMS_OK;
    }
    if (errno != EEXIST) return EMS_IO;
    enum ems_status status = check_empty(folder->path, &empty);
    if (status != EMS_OK) return status;
    return empty || is_run(folder->path, &folder->arena) ? EMS_OK : EMS_BAD_USAGE;
}

static enum ems_status open_tables(struct ems_run_folder *folder)
{
    FILE *streams[EMS_TABLE_KINDS] = {NULL};
    for (int k = 0; k < EMS_TABLE_KINDS; k++) {
        if (k == EMS_TABLE_EVENTS && folder->record == 0) continue;
        char *path = ems_path_join(&folder->arena, folder->path, ems_table_file((enum ems_table_kind)k));
        if (path == NULL) return EMS_NO_MEMORY;
        enum ems_status status = ems_file_create(path, &folder->files[k]);
        if (status != EMS_OK) return status;
        streams[k] = folder->files[k].stream;
    }
    folder->headers = ems_tables_begin(ems_scenario_model(folder->scenario), streams);
    return EMS_OK;
}

static enum ems_status open_recording(struct ems_run_folder *folder)
{
    if (folder->record == 0) return EMS_OK;
    return ems_recorder_create(folder->recording_temporary, ems_scenario_model(folder->scenario),
                               &folder->recorder);
}

enum ems_status ems_run_folder_open(const char *path, const struct ems_scenario *scenario, int64_t record,
                                    struct ems_run_folder **out)
{
    struct ems_run_folder *folder = *out = calloc(1, sizeof *folder);
    if (folder == NULL) return EMS_NO_MEMORY;
    folder->scenario = scenario;
    folder->record = record;
    folder->path = ems_arena_strdup(&folder->arena, path);
    folder->recording = ems_path_join(&folder->arena, path, "run.ems");
    folder->recording_temporary = ems_path_join(&folder->arena, path, ".run.ems.part");
    enum ems_status status = folder->arena.failed ? EMS_NO_MEMORY : claim(folder);
    if (status == EMS_OK) status = open_tables(folder);
    if (status == EMS_OK) status = open_recording(folder);
    if (status == EMS_OK) return EMS_OK;
    int error = errno;
    ems_run_folder_free(folder);
    errno = error;
    *out = NULL;
    return status;
}

static void tell_event(void *self, const struct ems_event_fact *fact)
{
    struct part *part = self;
    if (!part->recording_now) return;
    struct ems_observer tables = ems_tables_observer(&part->tables);
    struct ems_observer recorder = ems_recorder_observer(part->recorder);
    tables.event(tables.self, fact);
    recorder.event(recorder.self, fact);
}

static void tell_trip(void *self, const struct ems_trip_fact *fact)
{
    struct part *part = self;
    struct ems_observer tables = ems_tables_observer(&part->tables);
    tables.trip(tables.self, fact);
    if (!part->recording_now) return;
    struct ems_observer recorder = ems_recorder_observer(part->recorder);
    recorder.trip(recorder.self, fact);
}

static void tell_call(void *self, const struct ems_call_fact *fact)
{
    struct part *part = self;
    struct ems_observer tables = ems_tables_observer(&part->tables);
    tables.call(tables.self, fact);
    if (!part->recording_now) return;
    struct ems_observer recorder = ems_recorder_observer(part->recorder);
    recorder.call(recorder.self, fact);
}

static struct ems_observer observe(void *watcher)
{
    return (struct ems_observer){watcher, tell_event, tell_trip, tell_call};
}

static void close_part(void *self, void *watcher)
{
    struct part *part = watcher;
    (void)self;
    for (int k = 0; k < EMS_TABLE_KINDS; k++) ems_spool_close(&part->spools[k]);
    if (part->recorder != NULL) (void)ems_recorder_close(part->recorder, false);
    free(part);
}

/* A recorder on a file that is nameless as soon as it is there. */
static enum ems_status open_part_recording(struct ems_run_folder *folder, struct part *part)
{
    char *path = NULL;
    if (folder->record == 0) return EMS_OK;
    if (asprintf(&path, "%s-%d", folder->recording_temporary, ++folder->parts) < 0) return EMS_NO_MEMORY;
    enum ems_status status = ems_recorder_create(path, ems_scenario_model(folder->scenario), &part->recorder);
    int error = errno;
    if (status == EMS_OK) unlink(path);
    free(path);
    errno = error;
    return status;
}

static enum ems_status open_part_tables(struct ems_run_folder *folder, struct part *part)
{
    FILE *streams[EMS_TABLE_KINDS] = {NULL};
    for (int k = 0; k < EMS_TABLE_KINDS; k++) {
        if (folder->files[k].stream == NULL) continue;
        enum ems_status status = ems_spool_open(folder->path, &part->spools[k]);
        if (status != EMS_OK) return status;
        streams[k] = part->spools[k].stream;
    }
    part->tables = ems_tables_continue(ems_scenario_model(folder->scenario), streams);
    return EMS_OK;
}

static enum ems_status open_part(void *self, void **watcher)
{
    struct ems_run_folder *folder = self;
    struct part *part = calloc(1, sizeof *part);
    if (part == NULL) return EMS_NO_MEMORY;
    part->folder = folder;
    enum ems_status status = open_part_tables(folder, part);
    if (status == EMS_OK) status = open_part_recording(folder, part);
    *watcher = part;
    if (status == EMS_OK) return EMS_OK;
    int error = errno;
    close_part(folder, part);
    errno = error;
    *watcher = NULL;
    return status;
}

static enum ems_status begin(void *watcher, struct ems_sim *sim, int64_t replication)
{
    struct part *part = watcher;
    part->recording_now = part->recorder != NULL && replication <= part->folder->record;
    ems_tables_replication(&part->tables, replication);
    return part->recording_now ? ems_recorder_begin(part->recorder, sim) : EMS_OK;
}

static enum ems_status hour(void *watcher, struct ems_sim *sim)
{
    struct part *part = watcher;
    enum ems_status status = ems_tables_status(&part->tables);
    return status == EMS_OK && part->recording_now ? ems_recorder_advance(part->recorder, sim) : status;
}

static enum ems_status join(void *self, void *watcher)
{
    struct ems_run_folder *folder = self;
    struct part *part = watcher;
    enum ems_status status = ems_tables_status(&part->tables);
    for (int k = 0; k < EMS_TABLE_KINDS && status == EMS_OK; k++)
        if (part->spools[k].stream != NULL)
            status = ems_spool_move(&part->spools[k], folder->files[k].stream);
    if (status != EMS_OK || !part->recording_now) return status;
    return ems_recorder_join(folder->recorder, part->recorder);
}

struct ems_run_watch ems_run_folder_watch(struct ems_run_folder *folder)
{
    return (struct ems_run_watch){.replications = INT64_MAX,
                                  .self = folder,
                                  .open = open_part,
                                  .observer = observe,
                                  .begin = begin,
                                  .hour = hour,
                                  .join = join,
                                  .close = close_part};
}

/* A table takes its place; one not written any more goes. */
static enum ems_status finish_table(struct ems_run_folder *folder, enum ems_table_kind kind)
{
    struct ems_file_out *file = &folder->files[kind];
    if (file->stream == NULL) {
        char *path = ems_path_join(&folder->arena, folder->path, ems_table_file(kind));
        if (path == NULL) return EMS_NO_MEMORY;
        return unlink(path) == 0 || errno == ENOENT ? EMS_OK : EMS_IO;
    }
    return ems_file_commit(file);
}

static enum ems_status finish_recording(struct ems_run_folder *folder)
{
    if (folder->recorder == NULL) return unlink(folder->recording) == 0 || errno == ENOENT ? EMS_OK : EMS_IO;
    enum ems_status status = ems_recorder_close(folder->recorder, true);
    folder->recorder = NULL;
    if (status != EMS_OK) return status;
    return rename(folder->recording_temporary, folder->recording) == 0 ? EMS_OK : EMS_IO;
}

static enum ems_status write_document(struct ems_run_folder *folder, const char *name, const json_t *document)
{
    const char *path = ems_path_join(&folder->arena, folder->path, name);
    return path != NULL ? ems_json_save(document, path) : EMS_NO_MEMORY;
}

static enum ems_status write_map(struct ems_run_folder *folder, const struct ems_results *results)
{
    json_t *map;
    enum ems_status status = ems_geojson_results(results, &map);
    if (status != EMS_OK) return status;
    status = write_document(folder, MAP, map);
    json_decref(map);
    return status;
}

static enum ems_status write_summary(struct ems_run_folder *folder, const struct ems_report *report)
{
    json_t *document;
    enum ems_status status = ems_report_json(report, &document);
    if (status != EMS_OK) return status;
    status = write_document(folder, SUMMARY, document);
    json_decref(document);
    return status;
}

enum ems_status ems_run_folder_finish(struct ems_run_folder *folder, const struct ems_report *report)
{
    enum ems_status status = ems_tables_flush(&folder->headers);
    for (int k = 0; k < EMS_TABLE_KINDS && status == EMS_OK; k++)
        status = finish_table(folder, (enum ems_table_kind)k);
    if (status == EMS_OK) status = finish_recording(folder);
    if (status == EMS_OK) status = ems_scenario_save(folder->scenario, folder->path);
    if (status == EMS_OK) status = write_map(folder, report->results);
    if (status == EMS_OK) status = write_summary(folder, report);
    folder->finished = status == EMS_OK;
    return status;
}

void ems_run_folder_free(struct ems_run_folder *folder)
{
    if (folder == NULL) return;
    int error = errno;
    for (int k = 0; k < EMS_TABLE_KINDS; k++)
        if (folder->files[k].stream != NULL) ems_file_discard(&folder->files[k]);
    if (folder->recorder != NULL) (void)ems_recorder_close(folder->recorder, false);
    if (!folder->finished && folder->recording_temporary != NULL) unlink(folder->recording_temporary);
    if (folder->made && !folder->finished) rmdir(folder->path); /* stays when something is in it */
    ems_arena_free(&folder->arena);
    free(folder);
    errno = error;
}
