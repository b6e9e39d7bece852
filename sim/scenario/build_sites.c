/* Stations and hospitals: where they are, what they provide, whom they belong to. */
#include <string.h>

#include "scenario/build_parts.h"

static void collect_capabilities(struct ems_build *b)
{
    const struct ems_definition *def = b->def;
    struct ems_names *names = &b->names[EMS_KIND_CAPABILITY];
    int32_t room = 1;
    for (int32_t h = 0; h < def->hospitals.count; h++) room += def->hospitals.items[h].provides.count;
    names->items = EMS_BUILD_ARRAY(b, const char *, room);
    if (names->items == NULL) return;
    for (int32_t h = 0; h < def->hospitals.count; h++) {
        const ems_def_texts *provides = &def->hospitals.items[h].provides;
        for (int32_t i = 0; i < provides->count && names->count <= EMS_CAPABILITIES_MAX; i++)
            if (ems_build_find(names, provides->items[i].value) == EMS_NONE)
                names->items[names->count++] = provides->items[i].value;
    }
    if (names->count > EMS_CAPABILITIES_MAX) {
        const char *most = ems_build_number(b, EMS_CAPABILITIES_MAX);
        ems_build_error(b, &def->hospitals.mark, EMS_T_TOO_MANY_CAPABILITIES, EMS_ARGS(most));
        names->count = EMS_CAPABILITIES_MAX;
    }
    b->model->capabilities = names->items;
    b->model->capability_count = names->count;
}

static void make_hospital(struct ems_build *b, int32_t number)
{
    const struct ems_def_hospital *def = &b->def->hospitals.items[number];
    struct ems_hospital *hospital = &b->hospitals[number];
    *hospital = (struct ems_hospital){.id = def->id.value,
                                      .name = def->name.value,
                                      .bays = (int32_t)def->bays.value,
                                      .has_handover = def->handover.mark.given,
                                      .handover = def->handover.value};
    ems_build_site_at(b, &def->at, &def->node, &hospital->at.at);
    hospital->at.place = b->def->stations.count + number;
    for (int32_t i = 0; i < def->provides.count; i++) {
        int32_t bit = ems_build_find(&b->names[EMS_KIND_CAPABILITY], def->provides.items[i].value);
        if (bit != EMS_NONE) hospital->provides |= (uint64_t)1 << bit;
    }
}

void ems_build_hospitals(struct ems_build *b)
{
    const struct ems_definition *def = b->def;
    collect_capabilities(b);
    b->hospitals = EMS_BUILD_ARRAY(b, struct ems_hospital, def->hospitals.count);
    struct ems_names *names = &b->names[EMS_KIND_HOSPITAL];
    names->items = EMS_BUILD_ARRAY(b, const char *, def->hospitals.count);
    if (b->no_memory) return;
    for (int32_t h = 0; h < def->hospitals.count; h++) {
        make_hospital(b, h);
        names->items[h] = b->hospitals[h].id;
    }
    b->model->hospitals = b->hospitals;
    names->count = b->model->hospital_count = def->hospitals.count;
    ems_build_sort(b, EMS_KIND_HOSPITAL);
}

static void tell_outside(struct ems_build *b, const struct ems_def_station *def, struct ems_point where)
{
    struct ems_position at = ems_unproject(&b->model->projection, where);
    const char *x = ems_build_number(b, at.x), *y = ems_build_number(b, at.y);
    const struct ems_def_mark *mark = def->at.mark.given ? &def->at.mark : &def->node.mark;
    ems_build_error(b, mark, EMS_T_STATION_OUTSIDE, EMS_ARGS(def->id.value, x, y));
}

static void make_station(struct ems_build *b, int32_t number)
{
    const struct ems_def_station *def = &b->def->stations.items[number];
    struct ems_station *station = &b->stations[number];
    *station = (struct ems_station){.id = def->id.value,
                                    .name = def->name.value,
                                    .tier = def->tier.value != NULL ? def->tier.value : "",
                                    .hospital = ems_build_refer(b, EMS_KIND_HOSPITAL, &def->hospital),
                                    .crews_given = def->crews.mark.given};
    station->at.place = number;
    station->area = EMS_NONE;
    if (!ems_build_site_at(b, &def->at, &def->node, &station->at.at)) return;
    station->area = ems_model_area_at(b->model, station->at.at);
    if (station->area == EMS_NONE && b->areas_are_good) tell_outside(b, def, station->at.at);
}

static void mark_rescue_bases(struct ems_build *b)
{
    const ems_def_texts *teams = &b->def->centre.two_hour_teams;
    for (int32_t i = 0; i < teams->count; i++) {
        int32_t s = ems_build_refer(b, EMS_KIND_STATION, &teams->items[i]);
        if (s != EMS_NONE) b->stations[s].rescue_base = true;
    }
    b->model->rescue_mobilisation = b->def->centre.mobilisation.value;
}

void ems_build_stations(struct ems_build *b)
{
    const struct ems_definition *def = b->def;
    b->stations = EMS_BUILD_ARRAY(b, struct ems_station, def->stations.count);
    struct ems_names *names = &b->names[EMS_KIND_STATION];
    names->items = EMS_BUILD_ARRAY(b, const char *, def->stations.count);
    if (b->no_memory) return;
    for (int32_t s = 0; s < def->stations.count; s++) {
        make_station(b, s);
        names->items[s] = b->stations[s].id;
    }
    b->model->stations = b->stations;
    names->count = b->model->station_count = def->stations.count;
    ems_build_sort(b, EMS_KIND_STATION);
    mark_rescue_bases(b);
}
