#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "report/coverage_report.h"
#include "report/geojson.h"

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
    if (status == EMS_OK) status = ems_json_save(json, *failed = json_path);
    if (status == EMS_OK) status = ems_json_save(map, *failed = map_path);
    json_decref(json);
    json_decref(map);
    return status;
}
