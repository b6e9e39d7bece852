/* What a generated folder says about itself. */
#include <inttypes.h>

#include "base/number.h"
#include "city/city.h"

enum block { HEAD, FILES, RULES, BRIDGES };

static const struct {
    enum block block;
    const char *by_lang[EMS_LANGS];
} lines[] = {
#define EMS_LINE(block, en, zh) {block, {en, zh}},
#include "city/readme_lines.def"
#undef EMS_LINE
};

struct writer {
    const struct ems_city *city;
    const struct ems_network *network;
    bool zh;
    FILE *out;
};

static void put(const struct writer *w, const char *en, const char *zh)
{
    fputs(w->zh ? zh : en, w->out);
}

static void put_number(const struct writer *w, double value, int decimals)
{
    char text[EMS_NUMBER_SIZE];
    ems_number_format_fixed(value, decimals, text);
    fputs(text, w->out);
}

static void put_row(const struct writer *w, const char *en, const char *zh, int64_t value)
{
    fprintf(w->out, "| %s | %" PRId64 " |\n", w->zh ? zh : en, value);
}

static void put_command(const struct writer *w)
{
    const struct ems_city_def *def = &w->city->def;
    fprintf(w->out, "    ems120 generate city --population %" PRId64, def->population);
    if (def->nodes > 0) fprintf(w->out, " --nodes %" PRId64, def->nodes);
    fprintf(w->out, " --seed %" PRIu64 "%s --out DIR\n\n", def->seed, w->zh ? " --lang zh" : "");
}

/* The lines of a block; where a language needs fewer, its last ones are empty and left out. */
static void put_block(const struct writer *w, enum block block)
{
    const enum ems_lang lang = w->zh ? EMS_LANG_ZH : EMS_LANG_EN;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const bool empty = lines[i].by_lang[lang][0] == '\0',
                   in_both = lines[i].by_lang[EMS_LANG_EN][0] == '\0';
        if (lines[i].block == block && (!empty || in_both)) fprintf(w->out, "%s\n", lines[i].by_lang[lang]);
    }
}

static void put_head(const struct writer *w)
{
    fprintf(w->out, w->zh ? "# 虚构城市（%" PRId64 "人）\n\n" : "# Synthetic city, %" PRId64 " people\n\n",
            w->city->def.population);
    put_block(w, HEAD);
    fputc('\n', w->out);
    put_command(w);
    put_block(w, FILES);
    fputc('\n', w->out);
}

static double length_km(const struct ems_network *network)
{
    int64_t sum_mm = 0;
    for (int32_t a = 0; a < network->arc_count; a++) sum_mm += network->length_mm[a];
    return (double)sum_mm / 2e6;
}

static void put_numbers(const struct writer *w)
{
    const struct ems_city *city = w->city;
    int64_t vehicles = 0, towns = 0, in_city = 0;
    for (int32_t s = 0; s < city->stations.count; s++) vehicles += city->stations.items[s].vehicles;
    for (int32_t a = 0; a < city->areas.count; a++) {
        towns += city->areas.items[a].kind == EMS_CITY_TOWN;
        if (city->areas.items[a].kind == EMS_CITY_DISTRICT) in_city += city->areas.items[a].people;
    }
    put(w, "## What is in it\n\n| what | how many |\n|---|---:|\n",
        "## 规模\n\n| 项目 | 数量 |\n|---|---:|\n");
    put_row(w, "people", "人口", city->def.population);
    put_row(w, "of them in the city", "其中城区人口", in_city);
    put_row(w, "towns", "镇", towns);
    put_row(w, "villages", "村", city->villages);
    put_row(w, "nodes of the network", "路网节点", w->network->node_count);
    put_row(w, "stretches of road, each way", "路段（按方向计）", w->network->arc_count);
    put_row(w, "km of road", "道路里程（公里）", (int64_t)length_km(w->network));
    put_row(w, "ring roads", "环路", city->rings);
    put_row(w, "rivers", "河流", city->river_count);
    put_row(w, "bridges", "桥梁", city->bridges.count);
    put_row(w, "stations", "急救站", city->stations.count);
    put_row(w, "vehicles", "救护车", vehicles);
    put_row(w, "hospitals", "医院", city->hospitals.count);
    fputc('\n', w->out);
    put(w, "The city reaches about ", "城区半径约");
    put_number(w, city->radius_m / 1000, 1);
    put(w, " km from its centre, the region ", "公里，全域半径约");
    put_number(w, city->reach_m / 1000, 1);
    put(w, " km.\n\n", "公里。\n\n");
}

static void put_bridges(const struct writer *w)
{
    const struct ems_city *city = w->city;
    if (city->bridges.count == 0) return;
    fputc('\n', w->out);
    put_block(w, BRIDGES);
    for (int32_t b = 0; b < city->bridges.count; b++) {
        const struct ems_city_bridge *bridge = &city->bridges.items[b];
        struct ems_position at = ems_city_position(city, bridge->at);
        fprintf(w->out, "| %d | [", b + 1);
        put_number(w, at.x, 6);
        fputs(", ", w->out);
        put_number(w, at.y, 6);
        fprintf(w->out, "] | %s | ", ems_city_class_name((enum ems_city_class)bridge->road_class));
        put(w, bridge->in_city ? "city" : "country", bridge->in_city ? "城区" : "乡村");
        fputs(bridge->river == 0 ? "" : w->zh ? "，支流" : ", tributary", w->out);
        fputs(" |\n", w->out);
    }
}

void ems_city_write_readme(const struct ems_city *city, const struct ems_network *network, enum ems_lang lang,
                           FILE *out)
{
    const struct writer w = {city, network, lang == EMS_LANG_ZH, out};
    put_head(&w);
    put_numbers(&w);
    put_block(&w, RULES);
    put_bridges(&w);
}
