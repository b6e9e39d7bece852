#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "report/coverage_report.h"
#include "report/geojson.h"

static enum ems_status save(const char *path, const json_t *document)
{
    struct ems_file_out file;
    enum ems_status status = ems_file_create(path, &file);
    if (status != EMS_OK) return status;
    status = ems_json_write(document, file.stream);
    if (status == EMS_OK) return ems_file_commit(&file);
    ems_file_discard(&file);
    return status;
}

enum ems_status ems_coverage_report_save(const struct ems_coverage *coverage, const char *folder,
                                         struct ems_arena *arena, const char **failed)
{
    const char *json_path = ems_path_join(arena, folder, "coverage.json");
    const char *map_path = ems_path_join(arena, folder, "coverage.geojson");
    json_t *json = NULL, *map = NULL;
    if (json_path == NULL || map_path == NULL) return EMS_NO_MEMORY;
    *failed = folder;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) return EMS_IO;
    enum ems_status status = ems_coverage_report_json(coverage, &json);
    if (status == EMS_OK) status = ems_geojson_coverage(coverage, &map);
    if (status == EMS_OK) status = save(*failed = json_path, json);
    if (status == EMS_OK) status = save(*failed = map_path, map);
    json_decref(json);
    json_decref(map);
    return status;
}
