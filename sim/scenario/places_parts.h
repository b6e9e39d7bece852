/* What places.c and its parts share. */
#ifndef EMS_SCENARIO_PLACES_PARTS_H
#define EMS_SCENARIO_PLACES_PARTS_H

#include <stddef.h>

#include "base/csv.h"
#include "scenario/places.h"

/* X(field, kinds that have it by their first letter, names of its column) */
#define EMS_PLACE_FIELDS(X)                                                                    \
    X(ID, "shc", "id", "code", "station", "station_id", "hospital_id", "编号", "代码")         \
    X(NAME, "shc", "name", "title", "名称", "站名", "急救站", "医院", "医院名称")              \
    X(NAME_ZH, "shc", "name_zh", "name:zh", "中文名")                                          \
    X(NAME_EN, "shc", "name_en", "name:en", "英文名")                                          \
    X(LON, "shpc", "lon", "lng", "long", "longitude", "经度")                                  \
    X(LAT, "shpc", "lat", "latitude", "纬度")                                                  \
    X(X_M, "shpc", "x_m", "x")                                                                 \
    X(Y_M, "shpc", "y_m", "y")                                                                 \
    X(TIER, "s", "tier", "level", "级别")                                                      \
    X(HOSPITAL, "s", "hospital", "依托医院")                                                   \
    X(CREWS, "s", "crews", "车组", "车组数")                                                   \
    X(VEHICLES, "s", "vehicles", "ambulances", "车辆", "车辆数", "救护车")                     \
    X(BAYS, "h", "bays", "交接位", "抢救床位")                                                 \
    X(PROVIDES, "h", "provides", "centres", "centers", "capabilities", "救治能力", "五大中心") \
    X(PEOPLE, "p", "people", "population", "pop", "人口", "人口数", "常住人口")                \
    X(AREA, "p", "area", "区域")                                                               \
    X(COST, "c", "cost", "price", "造价", "费用", "成本")                                      \
    X(CAPACITY, "c", "capacity", "容量", "服务能力")                                           \
    X(FORBIDDEN, "c", "forbidden", "禁设", "禁止")

enum ems_place_field {
#define EMS_X(field, kinds, ...) EMS_PLACE_##field,
    EMS_PLACE_FIELDS(EMS_X)
#undef EMS_X
        EMS_PLACE_FIELD_COUNT
};

enum { EMS_PLACE_TYPES_MAX = 16 };

/* A file on its way into places. */
struct ems_places_reader {
    const struct ems_csv *csv;
    enum ems_places_kind kind;
    enum ems_coordinates from;
    struct ems_arena *arena;
    struct ems_diags *diags;
    struct ems_places *out;
    int32_t column[EMS_PLACE_FIELD_COUNT]; /* -1: not there */
    int32_t x, y;                          /* columns of the position */
    struct {
        int32_t column;
        const char *type;
    } types[EMS_PLACE_TYPES_MAX]; /* columns that count vehicles of a type */
    int32_t type_count;
};

/* places_columns.c: finds what stands where; EMS_BAD_INPUT with a diagnostic for what must be there. */
enum ems_status ems_places_find_columns(struct ems_places_reader *reader);

/* places_geojson.c: the features of a GeoJSON file as a table: longitude, latitude (of a polygon: its
 * centroid), and a column for each property. Rows have no line. Free it with ems_csv_free whatever the
 * status. */
enum ems_status ems_places_from_geojson(const char *text, size_t length, const char *file,
                                        struct ems_diags *diags, struct ems_csv *out);

/* places_ids.c: gives each place without an id one that is made from its name (or from `stem`), and sees that
 * none stands twice. `lines` are those of the places, for messages. */
enum ems_status ems_places_name_all(struct ems_place *items, const int32_t *lines, int32_t count,
                                    const char *stem, const char *file, struct ems_arena *arena,
                                    struct ems_diags *diags);

#endif
