/* What an import of roads has made, and what it left out. */
#include <inttypes.h>
#include <math.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/time.h"
#include "cli/import_roads.h"
#include "report/table.h"
#include "report/words.h"

/* Sums over the arcs of a class. */
struct class_sum {
    int64_t arcs;
    double length_m, time_s[EMS_MODES];
};

static void sum_classes(const struct ems_network *n, struct class_sum sums[EMS_ROAD_CLASSES_MAX])
{
    for (int32_t a = 0; a < n->arc_count; a++) {
        struct class_sum *sum = &sums[n->arc_class[a]];
        sum->arcs++;
        sum->length_m += n->length_mm[a] / 1e3;
        for (int mode = 0; mode < EMS_MODES; mode++)
            sum->time_s[mode] += ems_time_seconds(n->time_us[mode][a]);
    }
}

/* Not a number for a class without length or time. */
static double mean_kmh(const struct class_sum *sum, enum ems_mode mode)
{
    return sum->time_s[mode] > 0 && sum->length_m > 0 ? 3.6 * sum->length_m / sum->time_s[mode] : NAN;
}

static const char *say_kmh(struct ems_words *words, const struct class_sum *sum, enum ems_mode mode)
{
    return ems_say_number(words, EMS_SAY_COUNT, mean_kmh(sum, mode));
}

static void print_classes(struct ems_words *words, const struct ems_network *n, FILE *out)
{
    struct class_sum sums[EMS_ROAD_CLASSES_MAX] = {0};
    struct ems_table table = ems_table_begin(5);
    sum_classes(n, sums);
    EMS_ROW(&table, ems_text(EMS_T_IMPORT_CLASS, words->lang), ems_text(EMS_T_IMPORT_ARCS, words->lang),
            ems_text(EMS_T_IMPORT_KM, words->lang), ems_text(EMS_T_IMPORT_KMH_LIGHTS, words->lang),
            ems_text(EMS_T_IMPORT_KMH_NORMAL, words->lang));
    for (int32_t c = 0; c < n->class_count; c++) {
        const struct class_sum *sum = &sums[c];
        if (sum->arcs == 0) continue;
        EMS_ROW(&table, n->class_name[c], ems_say_integer(words, sum->arcs),
                ems_say_number(words, EMS_SAY_COUNT, sum->length_m / 1e3), say_kmh(words, sum, EMS_LIGHTS),
                say_kmh(words, sum, EMS_NORMAL));
    }
    if (!ems_table_end(&table, out)) words->arena.failed = true;
}

/* Everything counted that is not in the network, or not as it was given: number, key in JSON, text. */
struct left_out {
    int64_t count;
    const char *key;
    enum ems_text text;
};
enum { LEFT_OUT_MAX = 24 };

static int32_t list_left_out(const struct ems_import_findings *f, struct left_out list[LEFT_OUT_MAX])
{
    const struct ems_osm_report *o = &f->osm;
    const struct left_out all[] = {
        {f->csv.left_out, "edges_of_unused_class", EMS_T_IMPORT_LEFT_CLASS},
        {f->csv.measured, "lengths_measured", EMS_T_IMPORT_MEASURED},
        {f->csv.too_short, "lengths_too_short", EMS_T_IMPORT_TOO_SHORT},
        {o->ways[EMS_OSM_CLASS], "ways_of_unused_class", EMS_T_IMPORT_OSM_CLASS},
        {o->ways[EMS_OSM_NO_ACCESS], "ways_without_access", EMS_T_IMPORT_OSM_ACCESS},
        {o->ways[EMS_OSM_CLOSED], "ways_closed", EMS_T_IMPORT_OSM_CLOSED},
        {o->ways[EMS_OSM_REVERSIBLE], "ways_reversible", EMS_T_IMPORT_OSM_REVERSIBLE},
        {o->ways[EMS_OSM_FERRY], "ferries", EMS_T_IMPORT_OSM_FERRY},
        {o->nodes_missing, "nodes_missing", EMS_T_IMPORT_OSM_MISSING},
        {o->nodes_nowhere, "nodes_nowhere", EMS_T_IMPORT_OSM_NOWHERE},
        {o->limits_unknown, "limits_not_understood", EMS_T_IMPORT_OSM_LIMITS},
        {f->nodes_outside + o->nodes_outside, "nodes_outside", EMS_T_IMPORT_OUTSIDE},
        {f->arcs_outside, "arcs_outside", EMS_T_IMPORT_ARCS_OUTSIDE},
        {f->raw.loops, "loops", EMS_T_IMPORT_LOOPS},
        {f->raw.parallel, "parallel_slower", EMS_T_IMPORT_PARALLEL},
        {f->raw.nodes_cut, "nodes_not_connected", EMS_T_IMPORT_NODES_CUT},
        {f->raw.arcs_cut, "arcs_not_connected", EMS_T_IMPORT_ARCS_CUT},
    };
    int32_t count = (int32_t)(sizeof all / sizeof *all);
    for (int32_t i = 0; i < count; i++) list[i] = all[i];
    return count;
}

static void print_left_out(struct ems_words *words, const struct ems_import_findings *f, FILE *out)
{
    struct left_out list[LEFT_OUT_MAX];
    struct ems_table table = ems_table_begin(2);
    int32_t count = list_left_out(f, list);
    bool any = false;
    for (int32_t i = 0; i < count; i++) {
        if (list[i].count == 0) continue;
        any = true;
        EMS_ROW(&table, ems_text(list[i].text, words->lang), ems_say_integer(words, list[i].count));
    }
    if (f->raw.nodes_cut > 0) {
        EMS_ROW(&table, ems_text(EMS_T_IMPORT_KM_CUT, words->lang),
                ems_say_number(words, EMS_SAY_COUNT, f->raw.length_cut_m / 1e3));
        EMS_ROW(&table, ems_text(EMS_T_IMPORT_PARTS, words->lang), ems_say_integer(words, f->raw.parts));
    }
    if (any) fprintf(out, "\n%s\n", ems_text(EMS_T_IMPORT_LEFT_OUT, words->lang));
    if (!ems_table_end(&table, out)) words->arena.failed = true;
}

enum ems_status ems_import_roads_print(struct ems_cli *cli, const struct ems_import_findings *f)
{
    struct ems_words words = {.lang = cli->options.lang};
    const struct ems_network *n = f->network;
    printf("%s\n\n", EMS_SAY(&words, IMPORT_DONE, cli->options.out, ems_say_integer(&words, n->node_count),
                             ems_say_integer(&words, n->arc_count),
                             ems_say_number(&words, EMS_SAY_COUNT, f->raw.length_kept_m / 1e3)));
    print_classes(&words, n, stdout);
    if (f->raw.nodes_without_access > 0)
        printf("%s\n",
               EMS_SAY(&words, IMPORT_NO_ACCESS, ems_say_integer(&words, f->raw.nodes_without_access)));
    print_left_out(&words, f, stdout);
    bool failed = words.arena.failed;
    ems_arena_free(&words.arena);
    return failed ? EMS_NO_MEMORY : EMS_OK;
}

static json_t *classes_json(const struct ems_network *n)
{
    struct class_sum sums[EMS_ROAD_CLASSES_MAX] = {0};
    json_t *list = json_array();
    sum_classes(n, sums);
    for (int32_t c = 0; list != NULL && c < n->class_count; c++) {
        const struct class_sum *sum = &sums[c];
        if (sum->arcs == 0) continue;
        json_t *item = json_pack(
            "{s:o, s:o, s:o, s:o, s:o}", "class", ems_json_text(n->class_name[c]), "arcs",
            ems_json_integer(sum->arcs), "length_m", ems_json_real(sum->length_m), "lights_kmh",
            ems_json_real(mean_kmh(sum, EMS_LIGHTS)), "normal_kmh", ems_json_real(mean_kmh(sum, EMS_NORMAL)));
        if (json_array_append_new(list, item) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *left_out_json(const struct ems_import_findings *f)
{
    struct left_out list[LEFT_OUT_MAX];
    json_t *object = json_object();
    int32_t count = list_left_out(f, list);
    for (int32_t i = 0; object != NULL && i < count; i++)
        if (json_object_set_new(object, list[i].key, ems_json_integer(list[i].count)) != 0) {
            json_decref(object);
            return NULL;
        }
    return object;
}

static json_t *bounds_json(const struct ems_network *n)
{
    struct ems_position low = n->position[0], high = n->position[0];
    for (int32_t i = 1; i < n->node_count; i++) {
        low.x = fmin(low.x, n->position[i].x);
        low.y = fmin(low.y, n->position[i].y);
        high.x = fmax(high.x, n->position[i].x);
        high.y = fmax(high.y, n->position[i].y);
    }
    return json_pack("[o, o, o, o]", json_real(low.x), json_real(low.y), json_real(high.x),
                     json_real(high.y));
}

static json_t *inputs_json(const struct ems_import_source *source)
{
    const char *const files[] = {source->file, source->nodes, source->edges};
    json_t *list = json_array();
    for (int i = 0; list != NULL && i < 3; i++) {
        char hash[EMS_HASH_HEX];
        if (files[i] == NULL || ems_hash_file(files[i], hash) != EMS_OK) continue;
        json_array_append_new(list, json_pack("{s:o, s:s}", "file", ems_json_text(files[i]), "hash", hash));
    }
    return list;
}

enum ems_status ems_import_roads_json(struct ems_cli *cli, const struct ems_import_findings *f)
{
    const struct ems_network *n = f->network;
    char hash[20];
    snprintf(hash, sizeof hash, "%016" PRIx64, n->hash);
    json_t *document =
        json_pack("{s:i, s:s, s:o, s:o, s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
                  "format", EMS_ROAD_FORMAT, "version", EMS_VERSION, "inputs", inputs_json(f->source), "out",
                  ems_json_text(cli->options.out), "hash", hash, "coordinates",
                  n->coordinates == EMS_COORD_PLANE ? "plane" : "wgs84", "undirected", (int)f->undirected,
                  "nodes", ems_json_integer(n->node_count), "arcs", ems_json_integer(n->arc_count),
                  "length_m", ems_json_real(f->raw.length_kept_m), "bounds", bounds_json(n), "classes",
                  classes_json(n), "left_out", left_out_json(f), "parts", ems_json_integer(f->raw.parts),
                  "length_not_connected_m", ems_json_real(f->raw.length_cut_m), "nodes_without_access",
                  ems_json_integer(f->raw.nodes_without_access));
    enum ems_status status = ems_cli_print_json(cli, document);
    json_decref(document);
    return status;
}
