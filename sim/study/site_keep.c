/* Stations that cannot be taken out, because the scenario names them elsewhere or nothing works without them:
 * found by loading it without them. What can go together can go alone, so groups are tried, and halved where
 * one does not load. */
#include <stdlib.h>
#include <string.h>

#include "study/site.h"

static const struct ems_place_in_file nowhere = {.file = ""};

struct keeping {
    struct ems_site *site;
    struct ems_location_site *sites;
    const int32_t *closable; /* sites that may go yet, ascending */
    struct ems_diags *diags;
};

static char *overlay_without(struct keeping *k, int32_t first, int32_t count)
{
    const struct ems_site *site = k->site;
    size_t length = 32;
    for (int32_t i = first; i < first + count; i++)
        length += 32 + strlen(site->model->stations[site->stations[k->closable[i]]].id);
    char *text = EMS_NEW_ARRAY(&k->site->arena, char, length), *at = text;
    if (text == NULL) return NULL;
    at = stpcpy(at, "stations:\n");
    for (int32_t i = first; i < first + count; i++) {
        at = stpcpy(at, "  - {id: ");
        at = stpcpy(at, site->model->stations[site->stations[k->closable[i]]].id);
        at = stpcpy(at, ", remove: true}\n");
    }
    return text;
}

/* Whether the scenario stands without them; its roads play no part in that. */
static enum ems_status stands_without(struct keeping *k, int32_t first, int32_t count)
{
    struct ems_load_options load = k->site->request->load;
    struct ems_diags unheard = {0};
    struct ems_scenario *without = NULL;
    load.overlay = overlay_without(k, first, count);
    load.no_travel = true;
    if (load.overlay == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_scenario_load(k->site->request->path, &load, &unheard, &without);
    ems_diags_free(&unheard);
    ems_scenario_free(without);
    return status;
}

static enum ems_status keep_needed(struct keeping *k, int32_t first, int32_t count)
{
    if (count == 0) return EMS_OK;
    bool all = count == k->site->station_count && count > 1; /* somebody must stay: try halves */
    enum ems_status status = all ? EMS_BAD_INPUT : stands_without(k, first, count);
    if (status == EMS_OK || status == EMS_NO_MEMORY) return status;
    if (count == 1) {
        k->sites[k->closable[first]].least = 1;
        const char *id = k->site->model->stations[k->site->stations[k->closable[first]]].id;
        ems_diag_warning(k->diags, nowhere, "", EMS_T_SITE_NAMED, EMS_ARGS(id));
        return EMS_OK;
    }
    status = keep_needed(k, first, count / 2);
    return status == EMS_OK ? keep_needed(k, first + count / 2, count - count / 2) : status;
}

enum ems_status ems_site_keep_named(struct ems_site *site, struct ems_diags *diags)
{
    int32_t count = 0;
    if (site->request->close == 0 || site->station_count == 1) return EMS_OK;
    int32_t *closable = EMS_NEW_ARRAY(&site->arena, int32_t, site->station_count + 1);
    struct ems_location_site *sites =
        EMS_NEW_ARRAY(&site->arena, struct ems_location_site, site->problem.site_count);
    if (closable == NULL || sites == NULL) return EMS_NO_MEMORY;
    memcpy(sites, site->problem.sites, (size_t)site->problem.site_count * sizeof *sites);
    site->problem.sites = sites;
    for (int32_t s = 0; s < site->station_count; s++)
        if (sites[s].least == 0) closable[count++] = s;
    struct keeping keeping = {site, sites, closable, diags};
    return keep_needed(&keeping, 0, count);
}
