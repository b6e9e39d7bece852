/* What a generated folder says about itself. */
#include <inttypes.h>

#include "base/number.h"
#include "city/city.h"

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

static void put_head(const struct writer *w)
{
    fprintf(w->out, w->zh ? "# 虚构城市（%" PRId64 "人）\n\n" : "# Synthetic city, %" PRId64 " people\n\n",
            w->city->def.population);
    put(w,
        "This city does not exist. It was made from a number of people and a seed; it stands at 150 E, 35 N, "
        "in open sea,\n"
        "so that nobody takes it for a place. Use it to try the program, to train, and to measure speed; "
        "nothing in it\n"
        "says anything about a real service. The same command gives the same bytes:\n\n",
        "本城市并不存在，由人口数和种子生成，位置在东经150°、北纬35°的海面上，以免与真实地点混淆。可用于试用"
        "、培训和\n"
        "性能测试，不能据此对真实急救体系作出任何结论。相同命令得到逐字节相同的文件：\n\n");
    put_command(w);
    put(w,
        "| file | what |\n|---|---|\n"
        "| `scenario.yaml` | the scenario: areas, demand, stations, hospitals, rules |\n"
        "| `people.csv` | where people live: the middle of a few blocks each, parts of towns, villages |\n"
        "| `city.roads` | the road network, prepared as by `ems120 import roads` |\n\n",
        "| 文件 | 内容 |\n|---|---|\n"
        "| `scenario.yaml` | 方案：区域、需求、站点、医院与规则 |\n"
        "| `people.csv` | 居住位置：若干街区中心、镇区各片、村庄 |\n"
        "| `city.roads` | 路网，格式同“ems120 import roads”的输出 |\n\n");
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

static void put_rules(const struct writer *w)
{
    put(w,
        "## The rules\n\n"
        "All of these are assumptions, chosen so that the result looks like a Chinese prefecture city. "
        "`sim/city/city.h` has\n"
        "them in full.\n\n"
        "- 68 % of the people live in the city, 12 % in towns, 20 % in villages (below 40,000 people there "
        "are no towns). Density\n"
        "  falls from the centre, with a hump at each of up to five sub-centres. Shares are whole people and "
        "add up exactly.\n"
        "- Streets form a grid that widens from the centre and is bent towards a disc; every second line is "
        "tertiary, every\n"
        "  fourth secondary, every eighth primary; ring roads follow it, radials lead out. At the rim blocks "
        "are missing.\n"
        "- Rivers cut the city. Only rings, radials and primary streets have bridges, and not many: closing "
        "one matters.\n"
        "- In the country highways go on to the edge; towns and villages are joined to their neighbours, and "
        "a road's class\n"
        "  follows from how many people need it to reach the city. A motorway runs around large cities.\n"
        "- All roads lead both ways. Driving times are the default speeds by class of `ems120 import "
        "roads`.\n"
        "- One vehicle for 20,000 people, two of five with negative pressure; in the city three to a "
        "station, stations placed\n"
        "  for the people by Lloyd's algorithm and moved to the nearest main crossing; in the country in "
        "towns.\n"
        "- One hospital for 80,000 people, in the house of a station; a third of those in the city treat "
        "everything.\n\n"
        "In `scenario.yaml`, numbers on demand, phone, crews and durations are marked as borrowed (measured "
        "elsewhere) or\n"
        "assumed.\n\n",
        "## 生成规则\n\n"
        "以下均为假设，使结果近似中国的地级市；完整说明见 `sim/city/city.h`。\n\n"
        "- 城区人口占68 %，镇12 %，村20 "
        "%（不足4万人时不设镇）。人口密度由中心向外递减，另有至多五个副中心。\n"
        "  各处人口为整数，合计与总人口完全一致。\n"
        "- "
        "街道为由中心向外渐疏的网格，并向圆形弯曲；隔一条为三级道路，隔三条为次干路，隔七条为主干路；环路沿网"
        "格，\n"
        "  放射路通向城外；边缘街区参差不齐。\n"
        "- 河流穿城而过，仅环路、放射路和主干路设桥，数量不多，封闭一座影响明显。\n"
        "- 城外公路延伸至域界；镇、村与相邻聚落相连，道路等级取决于经此进城的人口；大城市外围有高速环线。\n"
        "- 道路均为双向；行驶时间按“ems120 import roads”的各类道路默认车速。\n"
        "- 每2万人1辆救护车，五分之二为负压车；城区每3辆设一站，按人口以 Lloyd "
        "算法选址后移至最近的主要路口；\n"
        "  乡村的站设在镇上。\n"
        "- 每8万人1家医院，与急救站同址；城区医院三分之一具备全部诊疗能力。\n\n"
        "`scenario.yaml` 中关于需求、电话、车组与时长的数值，均注明为借用（他处实测）或假设。\n\n");
}

static void put_bridges(const struct writer *w)
{
    const struct ems_city *city = w->city;
    if (city->bridges.count == 0) return;
    put(w,
        "## Bridges\n\n"
        "To close one, put its position into the `timeline` of the scenario (an example stands at the end of "
        "the file).\n\n"
        "| bridge | position | road | where |\n|---|---|---|---|\n",
        "## 桥梁\n\n如需封桥，将其位置写入方案的 `timeline`（文件末尾有示例）。\n\n"
        "| 桥 | 位置 | 道路 | 所在 |\n|---|---|---|---|\n");
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
    put_rules(&w);
    put_bridges(&w);
}
