/* What a plan does to a scenario: stations moved, closed and built; as YAML; and whose cover it changes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "study/site.h"

static struct ems_point candidate_at(const struct ems_site *site, int32_t candidate)
{
    return site->candidates[candidate].at;
}

/* The nearest pair of a closed station and a candidate not paired yet; false when one kind has run out. */
static bool nearest_pair(const struct ems_site *site, const bool *closed, const bool *opened,
                         int32_t *station, int32_t *candidate)
{
    double least = INFINITY;
    for (int32_t s = 0; s < site->station_count; s++)
        for (int32_t c = 0; closed[s] && c < site->candidate_count; c++) {
            if (!opened[c]) continue;
            double far =
                ems_point_distance(site->model->stations[site->stations[s]].at.at, candidate_at(site, c));
            if (far >= least) continue;
            least = far;
            *station = s;
            *candidate = c;
        }
    return least < INFINITY;
}

/* How many of the new sites are moves: those beyond what is to be added. */
static int32_t count_moves(const struct ems_site *site, int32_t opened, int32_t closed)
{
    int32_t moves = opened < closed ? opened : closed;
    return moves < site->request->move ? moves : site->request->move;
}

int32_t ems_site_changes(const struct ems_site *site, const struct ems_site_plan *plan,
                         struct ems_site_change *out)
{
    bool *closed = calloc((size_t)site->problem.site_count + 1, sizeof *closed), *opened = NULL;
    int32_t count = 0, opened_count = 0, closed_count = 0;
    if (closed == NULL) return 0;
    opened = closed + site->station_count;
    for (int32_t s = 0; s < site->station_count; s++) closed_count += closed[s] = plan->units[s] == 0;
    for (int32_t c = 0; c < site->candidate_count; c++)
        opened_count += opened[c] = plan->units[site->station_count + c] > 0;
    int32_t station = 0, candidate = 0;
    for (int32_t m = count_moves(site, opened_count, closed_count); m > 0; m--) {
        if (!nearest_pair(site, closed, opened, &station, &candidate)) break;
        closed[station] = opened[candidate] = false;
        out[count++] = (struct ems_site_change){site->stations[station], candidate};
    }
    for (int32_t s = 0; s < site->station_count; s++)
        if (closed[s]) out[count++] = (struct ems_site_change){site->stations[s], -1};
    for (int32_t c = 0; c < site->candidate_count; c++)
        if (opened[c]) out[count++] = (struct ems_site_change){EMS_NONE, c};
    free(closed);
    return count;
}

/* ---- as YAML ---- */

static void put_number(FILE *out, double value, int decimals)
{
    char text[EMS_NUMBER_SIZE];
    ems_number_format_fixed(value, decimals, text);
    fputs(text, out);
}

static void put_place(const struct ems_site *site, int32_t candidate, FILE *out)
{
    const struct ems_projection *projection = &site->model->projection;
    struct ems_position at = ems_unproject(projection, candidate_at(site, candidate));
    int decimals = projection->coordinates == EMS_COORD_PLANE ? 3 : 7;
    fputs("at: [", out);
    put_number(out, at.x, decimals);
    fputs(", ", out);
    put_number(out, at.y, decimals);
    fputs("]", out);
}

/* A text in double quotes. */
static void put_quoted(const char *text, FILE *out)
{
    fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') fputc('\\', out);
        if ((unsigned char)*text >= ' ') fputc(*text, out);
    }
    fputc('"', out);
}

static void put_name(const struct ems_name *name, FILE *out)
{
    const char *en = name->by_lang[EMS_LANG_EN], *zh = name->by_lang[EMS_LANG_ZH];
    if (en == NULL && zh == NULL) return;
    fputs(" name: {", out);
    if (en != NULL) {
        fputs("en: ", out);
        put_quoted(en, out);
    }
    if (zh != NULL) {
        fputs(en != NULL ? ", zh: " : "zh: ", out);
        put_quoted(zh, out);
    }
    fputs("},", out);
}

static void put_change(const struct ems_site *site, const struct ems_site_plan *plan,
                       const struct ems_site_change *change, FILE *out)
{
    fputs("  - {id: ", out);
    if (change->candidate < 0) {
        fprintf(out, "%s, remove: true}\n", site->model->stations[change->station].id);
        return;
    }
    const struct ems_site_candidate *candidate = &site->candidates[change->candidate];
    fprintf(out, "%s,",
            change->station != EMS_NONE ? site->model->stations[change->station].id : candidate->id);
    if (change->station == EMS_NONE) put_name(&candidate->name, out);
    fputc(' ', out);
    put_place(site, change->candidate, out);
    bool upper = plan->units[site->station_count + change->candidate] > 1;
    if (change->station == EMS_NONE)
        fprintf(out, ", vehicles: {%s: %d}", upper ? site->upper_type : site->new_type,
                (int)site->request->crews);
    fputs("}\n", out);
}

enum ems_status ems_site_write_overlay(struct ems_site *site, struct ems_site_plan *plan)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    struct ems_site_change *changes =
        EMS_NEW_ARRAY(&site->arena, struct ems_site_change, site->problem.site_count + 1);
    if (out == NULL || changes == NULL) {
        if (out != NULL) fclose(out);
        free(text);
        return EMS_NO_MEMORY;
    }
    int32_t count = ems_site_changes(site, plan, changes);
    fputs(count > 0 ? "stations:\n" : "stations: []\n", out);
    for (int32_t i = 0; i < count; i++) put_change(site, plan, &changes[i], out);
    enum ems_status status = fclose(out) == 0 && text != NULL ? EMS_OK : EMS_NO_MEMORY;
    if (status == EMS_OK) plan->overlay = ems_arena_strdup(&site->arena, text);
    free(text);
    return status == EMS_OK && plan->overlay == NULL ? EMS_NO_MEMORY : status;
}

/* ---- people ---- */

/* Within the limit of an open site, of the upper tier when `upper`. */
static bool reaches(const struct ems_site *site, const int32_t *units, int32_t point, bool upper)
{
    const struct ems_location_problem *p = &site->problem;
    int64_t limit = (upper ? p->within_far : p->within)[p->classes[point]];
    for (int32_t s = 0; s < p->site_count; s++) {
        bool open = units != NULL ? units[s] > 0 : s < site->station_count;
        bool high = units != NULL && s >= site->station_count ? units[s] > 1 : p->sites[s].upper_tier;
        if (open && (high || !upper) && p->reach[(int64_t)point * p->site_count + s] <= limit) return true;
    }
    return false;
}

bool ems_site_covers(const struct ems_site *site, const int32_t *units, int32_t point)
{
    return reaches(site, units, point, false) &&
           (site->upper_type == NULL || reaches(site, units, point, true));
}

void ems_site_count_people(const struct ems_site *site, struct ems_site_plan *plan)
{
    plan->covered = plan->newly = plan->lost = 0;
    for (int32_t i = 0; i < site->problem.point_count; i++) {
        bool now = ems_site_covers(site, NULL, i), then = ems_site_covers(site, plan->units, i);
        if (then) plan->covered += site->point_people[i];
        if (then && !now) plan->newly += site->point_people[i];
        if (now && !then) plan->lost += site->point_people[i];
    }
    plan->cost = 0;
    for (int32_t c = 0; c < site->candidate_count && site->has_costs; c++)
        if (plan->units[site->station_count + c] > 0) plan->cost += site->candidates[c].cost;
}
