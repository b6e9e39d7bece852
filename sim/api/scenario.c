#include "ems120/scenario.h"

#include "api/messages.h"
#include "model/model.h"
#include "scenario/load.h"

struct ems_scenario_def ems_scenario_def_default(void)
{
    return (struct ems_scenario_def){.path = NULL};
}

enum ems_status ems_scenario_open(const struct ems_scenario_def *def, struct ems_messages *messages,
                                  struct ems_scenario **out)
{
    *out = NULL;
    if (def->path == NULL) return EMS_BAD_USAGE;
    struct ems_diags unheard = {0};
    struct ems_load_options options = {.sets = def->sets,
                                       .set_count = def->set_count,
                                       .data_folders = def->data_folders,
                                       .data_folder_count = def->data_folder_count};
    enum ems_status status =
        ems_scenario_load(def->path, &options, messages != NULL ? &messages->diags : &unheard, out);
    ems_diags_free(&unheard);
    return status;
}

static double population(const struct ems_model *m)
{
    double people = 0;
    for (int32_t i = 0; i < m->area_count; i++) people += m->areas[i].population;
    return people;
}

struct ems_scenario_info ems_scenario_info(const struct ems_scenario *scenario)
{
    const struct ems_model *m = ems_scenario_model(scenario);
    return (struct ems_scenario_info){
        .id = m->scenario_id,
        .hash = m->origin.scenario_hash,
        .seed = (int64_t)m->seed,
        .replications = m->replications,
        .warmup = m->clock.warmup,
        .duration = m->clock.duration,
        .drain = m->clock.drain,
        .start_of_day = m->clock.start_of_day,
        .start_year = m->clock.start.year,
        .start_month = m->clock.start.month,
        .start_day = m->clock.start.day,
        .areas = m->area_count,
        .places = m->place_count,
        .conditions = m->condition_count,
        .vehicle_types = m->type_count,
        .stations = m->station_count,
        .hospitals = m->hospital_count,
        .vehicles = m->vehicle_count,
        .crews = m->crew_count,
        .population = population(m),
    };
}

const char *ems_scenario_name(const struct ems_scenario *scenario, enum ems_lang lang)
{
    const struct ems_model *m = ems_scenario_model(scenario);
    return ems_name_in(&m->name, lang, m->scenario_id);
}

const char *ems_area_name(const struct ems_scenario *scenario, ems_area_id area, enum ems_lang lang)
{
    const struct ems_area *a = &ems_scenario_model(scenario)->areas[area];
    return ems_name_in(&a->name, lang, a->id);
}

const char *ems_station_name(const struct ems_scenario *scenario, ems_station_id station, enum ems_lang lang)
{
    const struct ems_station *s = &ems_scenario_model(scenario)->stations[station];
    return ems_name_in(&s->name, lang, s->id);
}

const char *ems_hospital_name(const struct ems_scenario *scenario, ems_hospital_id hospital,
                              enum ems_lang lang)
{
    const struct ems_hospital *h = &ems_scenario_model(scenario)->hospitals[hospital];
    return ems_name_in(&h->name, lang, h->id);
}

const char *ems_vehicle_type_name(const struct ems_scenario *scenario, ems_vehicle_type_id type,
                                  enum ems_lang lang)
{
    const struct ems_vehicle_type *t = &ems_scenario_model(scenario)->types[type];
    return ems_name_in(&t->name, lang, t->id);
}

const char *ems_condition_name(const struct ems_scenario *scenario, ems_condition_id condition,
                               enum ems_lang lang)
{
    const struct ems_condition *c = &ems_scenario_model(scenario)->conditions[condition];
    return ems_name_in(&c->name, lang, c->id);
}

struct ems_area_info ems_area_info(const struct ems_scenario *scenario, ems_area_id area)
{
    const struct ems_model *m = ems_scenario_model(scenario);
    const struct ems_area *a = &m->areas[area];
    const struct ems_class *class = &m->classes[a->class_id];
    bool is_circle = a->shape.kind == EMS_SHAPE_CIRCLE;
    return (struct ems_area_info){.id = a->id,
                                  .class_id = class->id,
                                  .population = a->population,
                                  .area_m2 = a->area_m2,
                                  .service_radius_m = class->service_radius_m,
                                  .is_circle = is_circle,
                                  .centre = a->shape.centre,
                                  .radius_m = a->shape.radius_m,
                                  .rings = is_circle ? 0 : a->shape.ring_count};
}

const struct ems_point *ems_area_ring(const struct ems_scenario *scenario, ems_area_id area, int32_t ring,
                                      int32_t *count)
{
    const struct ems_ring *r = &ems_scenario_model(scenario)->areas[area].shape.rings[ring];
    *count = r->count;
    return r->points;
}

struct ems_place_info ems_place_info(const struct ems_scenario *scenario, int32_t place)
{
    const struct ems_demand_place *p = &ems_scenario_model(scenario)->places[place];
    return (struct ems_place_info){.at = p->at, .people = p->people, .area = p->area};
}

struct ems_condition_info ems_condition_info(const struct ems_scenario *scenario, ems_condition_id condition)
{
    const struct ems_condition *c = &ems_scenario_model(scenario)->conditions[condition];
    return (struct ems_condition_info){.id = c->id,
                                       .share = c->share,
                                       .priority = c->priority,
                                       .vehicles = c->vehicles,
                                       .vehicle_type = c->need};
}

struct ems_vehicle_type_info ems_vehicle_type_info(const struct ems_scenario *scenario,
                                                   ems_vehicle_type_id type)
{
    const struct ems_vehicle_type *t = &ems_scenario_model(scenario)->types[type];
    return (struct ems_vehicle_type_info){
        .id = t->id, .negative_pressure = t->negative_pressure, .emergency = t->emergency, .owned = t->owned};
}

struct ems_station_info ems_station_info(const struct ems_scenario *scenario, ems_station_id station)
{
    const struct ems_station *s = &ems_scenario_model(scenario)->stations[station];
    return (struct ems_station_info){.id = s->id,
                                     .tier = s->tier,
                                     .at = s->at.at,
                                     .area = s->area,
                                     .hospital = s->hospital,
                                     .first_vehicle = s->first_vehicle,
                                     .first_crew = s->first_crew,
                                     .vehicles = s->vehicle_count,
                                     .crews = s->crew_count};
}

struct ems_hospital_info ems_hospital_info(const struct ems_scenario *scenario, ems_hospital_id hospital)
{
    const struct ems_hospital *h = &ems_scenario_model(scenario)->hospitals[hospital];
    return (struct ems_hospital_info){
        .id = h->id, .at = h->at.at, .bays = h->bays == EMS_UNLIMITED ? -1 : h->bays};
}

struct ems_vehicle_info ems_vehicle_info(const struct ems_scenario *scenario, ems_vehicle_id vehicle)
{
    const struct ems_vehicle *v = &ems_scenario_model(scenario)->vehicles[vehicle];
    return (struct ems_vehicle_info){.id = v->id, .type = v->type, .station = v->station, .spare = v->spare};
}
