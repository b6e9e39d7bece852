#include "support/cover_sf.h"

#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "support/check.h"

static const char FILE_NAME[] =
    "../shared/data/cover_sf/SF_network_distance_candidateStore_16_censusTract_205_new.csv";

/* The number of a name: those seen before keep theirs. */
static int32_t number_of(const char **names, int32_t *count, const char *name)
{
    for (int32_t i = 0; i < *count; i++)
        if (strcmp(names[i], name) == 0) return i;
    names[*count] = name;
    return (*count)++;
}

bool cover_sf_read(struct cover_sf *out)
{
    const char *tracts[COVER_SF_POINTS + 1], *stores[COVER_SF_SITES + 1];
    int32_t tract_count = 0, store_count = 0;
    struct ems_diags diags = {0};
    struct ems_csv csv = {0};
    char *text;
    size_t length;
    if (ems_file_read(FILE_NAME, 1 << 24, &text, &length) != EMS_OK) {
        print_message("skipped: %s is not there\n", FILE_NAME);
        return false;
    }
    check_ok(ems_csv_parse(text, length, "cover_sf", &diags, &csv));
    check_int(csv.rows, COVER_SF_POINTS * COVER_SF_SITES);
    int32_t distance = ems_csv_column(&csv, "distance"), store = ems_csv_column(&csv, "name"),
            tract = ems_csv_column(&csv, "DestinationName"), demand = ems_csv_column(&csv, "demand");
    for (int64_t r = 0; r < csv.rows; r++) {
        double metres = 0;
        int64_t people = 0;
        int32_t i = number_of(tracts, &tract_count, ems_csv_text(&csv, r, tract));
        int32_t s = number_of(stores, &store_count, ems_csv_text(&csv, r, store));
        check_true(ems_csv_number(&csv, r, distance, 0, 1e6, &diags, &metres));
        check_true(ems_csv_integer(&csv, r, demand, 0, 1000000, &diags, &people));
        check_true(i < COVER_SF_POINTS && s < COVER_SF_SITES);
        out->weight[i] = people;
        out->reach_um[i * COVER_SF_SITES + s] = llrint(metres * 1e6);
    }
    for (int s = 0; s < COVER_SF_SITES; s++) out->sites[s] = ems_location_site_default();
    ems_csv_free(&csv);
    ems_diags_free(&diags);
    free(text);
    return true;
}

struct ems_location_problem cover_sf_problem(struct cover_sf *data, int32_t p, double within_m)
{
    struct ems_location_problem problem = ems_location_problem_default();
    data->within_um = llrint(within_m * 1e6);
    problem.point_count = COVER_SF_POINTS;
    problem.site_count = COVER_SF_SITES;
    problem.weight = data->weight;
    problem.reach = data->reach_um;
    problem.within = &data->within_um;
    problem.sites = data->sites;
    problem.units = p;
    return problem;
}
