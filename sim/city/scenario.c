/* The scenario of a city, and its people, as files. */
#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "city/city.h"

enum block { DEMAND, CALL_CENTRE, RULES };

static const struct {
    enum block block;
    const char *yaml, *comment[EMS_LANGS];
} lines[] = {
#define EMS_LINE(block, yaml, en, zh) {block, yaml, {en, zh}},
#include "city/scenario_lines.def"
#undef EMS_LINE
};

struct writer {
    const struct ems_city *city;
    enum ems_lang lang;
    FILE *out;
};

static void put_block(const struct writer *w, enum block block)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *yaml = lines[i].yaml, *comment = lines[i].comment[w->lang];
        if (lines[i].block != block) continue;
        fprintf(w->out, "%s%s%s%s\n", yaml, *yaml && *comment ? "  " : "", *comment ? "# " : "", comment);
    }
}

static void comment(const struct writer *w, const char *en, const char *zh)
{
    fprintf(w->out, "# %s\n", w->lang == EMS_LANG_ZH ? zh : en);
}

static void put_number(FILE *out, double value, int decimals)
{
    char text[EMS_NUMBER_SIZE];
    ems_number_format_fixed(value, decimals, text);
    fputs(text, out);
}

static void put_position(const struct writer *w, struct ems_point at, int decimals)
{
    struct ems_position p = ems_city_position(w->city, at);
    fputc('[', w->out);
    put_number(w->out, p.x, decimals);
    fputs(", ", w->out);
    put_number(w->out, p.y, decimals);
    fputc(']', w->out);
}

static const char *const quarters[4][2] = {{"North", "北"}, {"East", "东"}, {"South", "南"}, {"West", "西"}};
static const char *const quarter_ids[4] = {"north", "east", "south", "west"};

static void write_area_id(const struct ems_city_area *area, FILE *out)
{
    switch (area->kind) {
    case EMS_CITY_DISTRICT:
        fputs(area->number == 0 ? "centre" : quarter_ids[area->number - 1], out);
        break;
    case EMS_CITY_COUNTY:
        fprintf(out, "%s-county", quarter_ids[area->number]);
        break;
    case EMS_CITY_TOWN:
        fprintf(out, "town-%d", area->number);
        break;
    }
}

static void put_area_name(const struct ems_city_area *area, FILE *out)
{
    if (area->kind == EMS_CITY_TOWN)
        fprintf(out, "{en: %s %d, zh: %d号%s}", area->county_town ? "County town" : "Town", area->number,
                area->number, area->county_town ? "县城" : "镇");
    else if (area->kind == EMS_CITY_COUNTY)
        fprintf(out, "{en: %s county, zh: %s部乡村}", quarters[area->number][0], quarters[area->number][1]);
    else if (area->number == 0)
        fputs("{en: City centre, zh: 中心城区}", out);
    else
        fprintf(out, "{en: %s district, zh: 城%s区}", quarters[area->number - 1][0],
                quarters[area->number - 1][1]);
}

static void put_shape(const struct writer *w, const struct ems_city_area *area)
{
    if (area->kind == EMS_CITY_TOWN) {
        fputs("circle: {centre: ", w->out);
        put_position(w, area->centre, 5);
        fputs(", radius: ", w->out);
        put_number(w->out, area->radius_m, 0);
        fputs(" m}}\n", w->out);
        return;
    }
    fputs("polygon: [", w->out);
    for (int32_t c = 0; c < area->corner_count; c++) {
        if (c > 0) fputs(c % 6 == 0 ? ",\n       " : ", ", w->out);
        put_position(w, area->corners[c], 4);
    }
    fputs("]}\n", w->out);
}

static void put_areas(const struct writer *w)
{
    comment(w,
            "Areas, and who lives in them (people.csv says where). The smallest one that contains a point "
            "has it.",
            "区域及其人口（居住位置见 people.csv）。某点属于包含它的最小区域。");
    fputs("areas:\n", w->out);
    for (int32_t a = 0; a < w->city->areas.count; a++) {
        const struct ems_city_area *area = &w->city->areas.items[a];
        fputs("  - {id: ", w->out);
        write_area_id(area, w->out);
        fputs(", name: ", w->out);
        put_area_name(area, w->out);
        fprintf(w->out, ", class: %s, population: %" PRId64 ",\n     ",
                area->kind == EMS_CITY_DISTRICT ? "urban" : "rural", area->people);
        put_shape(w, area);
    }
    fputs("population: {file: people.csv}\nservice_radius: {urban: 5 km, rural: 20 km}\n", w->out);
}

static void put_head(const struct writer *w)
{
    const int64_t people = w->city->def.population;
    const bool zh = w->lang == EMS_LANG_ZH;
    int32_t vehicles = 0;
    for (int32_t s = 0; s < w->city->stations.count; s++) vehicles += w->city->stations.items[s].vehicles;
    comment(w, "A city that does not exist, made by 'ems120 generate city' (README.md says by which rules).",
            "虚构城市，由“ems120 generate city”生成（规则见 README.md）。");
    comment(w,
            "Everything in this file is generated, 'borrowed' (measured elsewhere) or 'assumed': replace it "
            "by your own.",
            "本文件内容均为生成、借用（他处实测）或假设，请换成本地数据。");
    fputs("ems120: 1\n", w->out);
    fprintf(w->out, "name: {en: \"Synthetic city, %" PRId64 " people\", zh: 虚构城市（%" PRId64 "人）}\n",
            people, people);
    fprintf(w->out,
            "description:\n  en: \"%" PRId64
            " people who do not exist, %d ambulances, real driving on invented roads\"\n",
            people, vehicles);
    fprintf(w->out, "  zh: 虚构人口%" PRId64 "人，救护车%d辆，在虚构路网上按道路行驶\n", people, vehicles);
    fprintf(w->out, "seed: %" PRIu64 "\nreplications: 10\n", w->city->def.seed);
    fprintf(w->out,
            "clock: {start: 2025-03-03T00:00+08:00, warmup: 1 d, duration: 28 d, drain: 24 h}  # %s\n",
            zh ? "预热一天后，统计四个整周" : "four whole weeks after one day of run-in");
    fputs("coordinates: wgs84\n\n", w->out);
}

static void put_call_centre(const struct writer *w)
{
    const int64_t seats = 2 + (w->city->def.population + 249999) / 250000;
    fputs("\ncall_centre:\n", w->out);
    fprintf(w->out, "  seats: %" PRId64 "  # %s\n", seats,
            w->lang == EMS_LANG_ZH ? "假设值：2席，另每25万人1席"
                                   : "assumed: 2, and one for every 250,000 people");
    fprintf(w->out, "  lines: %" PRId64 "\n", 3 * seats);
    put_block(w, CALL_CENTRE);
}

static void write_station_id(const struct ems_city *city, int32_t number, FILE *out)
{
    const struct ems_city_station *station = &city->stations.items[number];
    if (number == 0)
        fputs("centre", out);
    else if (station->in_city)
        fprintf(out, "city-%d", number + 1);
    else
        write_area_id(&city->areas.items[station->area], out);
}

static void put_vehicles(const struct writer *w, const struct ems_city_station *station)
{
    const int32_t als = station->vehicles - station->negative_pressure - station->basic;
    const char *comma = "";
    fputs("vehicles: {", w->out);
    if (station->negative_pressure > 0) {
        fprintf(w->out, "negative-pressure: %d", station->negative_pressure);
        comma = ", ";
    }
    if (als > 0) {
        fprintf(w->out, "%sals: %d", comma, als);
        comma = ", ";
    }
    if (station->basic > 0) fprintf(w->out, "%sbls: %d", comma, station->basic);
    fputs("}, crews: ", w->out);
}

/* Half of the vehicles are crewed by day, a third by night, rounded down; one at least. */
static void put_crews(const struct writer *w, const struct ems_city_station *station)
{
    const int32_t v = station->vehicles, day = v < 2 ? 1 : v / 2, night = v < 3 ? 1 : v / 3;
    if (day == night)
        fprintf(w->out, "%d}\n", day);
    else
        fprintf(w->out, "[{count: %d, from: 08:00, to: 20:00}, {count: %d, from: 20:00, to: 08:00}]}\n", day,
                night);
}

static const char *tier_of(const struct ems_city *city, const struct ems_city_station *station)
{
    if (station->in_city) return "prefecture";
    return city->areas.items[station->area].county_town ? "county" : "town";
}

static void put_station_name(const struct writer *w, int32_t number)
{
    const struct ems_city_station *station = &w->city->stations.items[number];
    if (number == 0)
        fputs("{en: Emergency centre, zh: 市急救中心}", w->out);
    else if (station->in_city)
        fprintf(w->out, "{en: Station %d, zh: %d号急救站}", number + 1, number + 1);
    else {
        const int32_t town = w->city->areas.items[station->area].number;
        fprintf(w->out, "{en: Station of town %d, zh: %d号镇急救站}", town, town);
    }
}

static void put_stations(const struct writer *w)
{
    fputc('\n', w->out);
    comment(w,
            "One vehicle for 20,000 people, two of five with negative pressure. Crews, assumed: half of the "
            "vehicles by day,",
            "每2万人1辆救护车，其中五分之二为负压车。值班车组（假设）：白天为车辆数的一半，");
    comment(w, "a third by night.", "夜间为三分之一。");
    fputs("stations:\n", w->out);
    for (int32_t s = 0; s < w->city->stations.count; s++) {
        const struct ems_city_station *station = &w->city->stations.items[s];
        fputs("  - {id: ", w->out);
        write_station_id(w->city, s, w->out);
        fputs(", name: ", w->out);
        put_station_name(w, s);
        fputs(", at: ", w->out);
        put_position(w, station->at, 7);
        fprintf(w->out, ", tier: %s,\n     ", tier_of(w->city, station));
        if (station->hospital >= 0) fprintf(w->out, "hospital: hospital-%d, ", station->hospital + 1);
        put_vehicles(w, station);
        put_crews(w, station);
    }
    fputs("crew_rules: {wind_down: 15 min}", w->out);
    fprintf(w->out, "  # %s\n", w->lang == EMS_LANG_ZH ? "假设值" : "assumed");
}

/* What a hospital of each level is, offers and holds. */
static const struct {
    const char *en, *zh, *provides;
    int32_t bays;
} levels[] = {
    [EMS_CITY_TERTIARY_HOSPITAL] =
        {"Tertiary hospital", "三级医院",
         "emergency-department, chest-pain-centre, stroke-centre, trauma-centre, obstetrics, "
         "fever-clinic",
         6},
    [EMS_CITY_SECONDARY_HOSPITAL] = {"Secondary hospital", "二级医院",
                                     "emergency-department, chest-pain-centre, obstetrics", 4},
    [EMS_CITY_COUNTY_HOSPITAL] =
        {"County hospital", "县医院",
         "emergency-department, chest-pain-centre, stroke-centre, obstetrics, fever-clinic", 4},
    [EMS_CITY_TOWN_HOSPITAL] = {"Health centre", "中心卫生院", "emergency-department", 2},
};

static void put_hospitals(const struct writer *w)
{
    fputc('\n', w->out);
    comment(w, "One hospital for 80,000 people; what they provide, and bays: assumed.",
            "每8万人1家医院；诊疗能力与交接位均为假设。");
    fputs("hospitals:\n", w->out);
    for (int32_t h = 0; h < w->city->hospitals.count; h++) {
        const struct ems_city_hospital *hospital = &w->city->hospitals.items[h];
        const enum ems_city_level level = hospital->level;
        fprintf(w->out, "  - {id: hospital-%d, name: {en: %s %d, zh: %s（%d）}, at: ", h + 1,
                levels[level].en, h + 1, levels[level].zh, h + 1);
        put_position(w, hospital->at, 7);
        fprintf(w->out, ", bays: %d,\n     provides: [%s]}\n", levels[level].bays, levels[level].provides);
    }
}

/* An example that closes the greatest bridge of the city. */
static void put_example(const struct writer *w)
{
    if (w->city->bridges.count == 0) return;
    fputc('\n', w->out);
    comment(w, "Close a bridge for three days (README.md lists them):",
            "封闭一座桥三天（各桥位置见 README.md）：");
    fputs("# timeline:\n#   - {at: day 10 08:00, for: 3 d, roads: {circle: {centre: ", w->out);
    put_position(w, w->city->bridges.items[0].at, 6);
    fputs(", radius: 20 m}, speed: 0 %}}\n", w->out);
}

void ems_city_write_scenario(const struct ems_city *city, enum ems_lang lang, FILE *out)
{
    const struct writer w = {city, lang, out};
    put_head(&w);
    put_areas(&w);
    put_block(&w, DEMAND);
    put_call_centre(&w);
    put_stations(&w);
    put_hospitals(&w);
    put_block(&w, RULES);
    put_example(&w);
}

void ems_city_write_people(const struct ems_city *city, FILE *out)
{
    fputs("lon,lat,people,area\n", out);
    for (int32_t h = 0; h < city->homes.count; h++) {
        const struct ems_city_home *home = &city->homes.items[h];
        struct ems_position p = ems_city_position(city, home->at);
        put_number(out, p.x, 6);
        fputc(',', out);
        put_number(out, p.y, 6);
        fprintf(out, ",%" PRId64 ",", home->people);
        write_area_id(&city->areas.items[home->area], out);
        fputc('\n', out);
    }
}
