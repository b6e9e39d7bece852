#include "scenario/schema.h"

#include <string.h>

#define FIELDS(table) .fields = (table), .count = (int32_t)(sizeof(table) / sizeof *(table))

static const struct ems_field clock_fields[] = {
    {.key = "start",
     .kind = EMS_FIELD_DATETIME,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_def_clock, start),
     .text = EMS_T_S_CLOCK_START},
    {.key = "warmup",
     .kind = EMS_FIELD_DURATION,
     .flags = EMS_AUTO_OK,
     .offset = offsetof(struct ems_def_clock, warmup),
     .fallback = "0 s",
     .text = EMS_T_S_CLOCK_WARMUP},
    {.key = "duration",
     .kind = EMS_FIELD_DURATION,
     .flags = EMS_ABOVE,
     .offset = offsetof(struct ems_def_clock, duration),
     .text = EMS_T_S_CLOCK_DURATION},
    {.key = "drain",
     .kind = EMS_FIELD_DURATION,
     .offset = offsetof(struct ems_def_clock, drain),
     .fallback = "24 h",
     .text = EMS_T_S_CLOCK_DRAIN},
};
static const struct ems_schema clock_schema = {
    .name = "clock", FIELDS(clock_fields), .size = sizeof(struct ems_def_clock), .text = EMS_T_S_CLOCK};

static const struct ems_field population_fields[] = {
    {.key = "file",
     .kind = EMS_FIELD_FILE,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_def_data_file, file),
     .text = EMS_T_S_POPULATION_FILE},
};
static const struct ems_schema population_schema = {.name = "population",
                                                    FIELDS(population_fields),
                                                    .size = sizeof(struct ems_def_data_file),
                                                    .text = EMS_T_S_POPULATION};

static const struct ems_field crew_rules_fields[] = {
    {.key = "wind_down",
     .kind = EMS_FIELD_DURATION,
     .offset = offsetof(struct ems_def_crew_rules, wind_down),
     .fallback = "0 min",
     .text = EMS_T_S_CREW_RULES_WIND_DOWN},
};
static const struct ems_schema crew_rules_schema = {.name = "crew_rules",
                                                    FIELDS(crew_rules_fields),
                                                    .size = sizeof(struct ems_def_crew_rules),
                                                    .text = EMS_T_S_CREW_RULES};

static const struct ems_field word_item = {.kind = EMS_FIELD_WORD};
static const struct ems_field pair_item = {.kind = EMS_FIELD_PRIORITY_PAIR};
static const struct ems_field order_item = {.kind = EMS_FIELD_LIST,
                                            .offset = offsetof(struct ems_def_texts_of, value),
                                            .item = &word_item,
                                            .item_size = sizeof(struct ems_def_text),
                                            .least = 1};
static const struct ems_field radius_item = {.kind = EMS_FIELD_LENGTH,
                                             .flags = EMS_ABOVE,
                                             .high = 2e7,
                                             .offset = offsetof(struct ems_def_number_of, value)};
static const struct ems_choice_word coordinate_words[] = {{"wgs84", EMS_COORD_WGS84},
                                                          {"gcj02", EMS_COORD_GCJ02},
                                                          {"bd09", EMS_COORD_BD09},
                                                          {"plane", EMS_COORD_PLANE},
                                                          {NULL, 0}};

static const struct ems_field dispatch_fields[] = {
    {.key = "policy",
     .kind = EMS_FIELD_POLICY,
     .offset = offsetof(struct ems_def_dispatch, policy),
     .text = EMS_T_S_DISPATCH_POLICY},
    {.key = "reassign",
     .kind = EMS_FIELD_LIST,
     .offset = offsetof(struct ems_def_dispatch, reassign),
     .item = &pair_item,
     .item_size = sizeof(struct ems_def_priority_pair),
     .text = EMS_T_S_DISPATCH_REASSIGN},
    {.key = "waiting_room",
     .kind = EMS_FIELD_INTEGER,
     .flags = EMS_UNLIMITED_OK,
     .offset = offsetof(struct ems_def_dispatch, waiting_room),
     .fallback = "unlimited",
     .high = 1000000000,
     .text = EMS_T_S_DISPATCH_WAITING_ROOM},
    {.key = "vehicle_patience",
     .kind = EMS_FIELD_DISTRIBUTION,
     .flags = EMS_NEVER_OK,
     .offset = offsetof(struct ems_def_dispatch, vehicle_patience),
     .fallback = "never",
     .text = EMS_T_S_DISPATCH_VEHICLE_PATIENCE},
    {.key = "lights_to_priority",
     .kind = EMS_FIELD_INTEGER,
     .offset = offsetof(struct ems_def_dispatch, lights_to_priority),
     .fallback = "9",
     .high = EMS_PRIORITIES,
     .text = EMS_T_S_DISPATCH_LIGHTS},
    {.key = "patient_lights_to_priority",
     .kind = EMS_FIELD_INTEGER,
     .offset = offsetof(struct ems_def_dispatch, patient_lights_to_priority),
     .fallback = "0",
     .high = EMS_PRIORITIES,
     .text = EMS_T_S_DISPATCH_PATIENT_LIGHTS},
    {.key = "preference",
     .kind = EMS_FIELD_MAP,
     .offset = offsetof(struct ems_def_dispatch, preference),
     .item = &order_item,
     .item_size = sizeof(struct ems_def_texts_of),
     .text = EMS_T_S_DISPATCH_PREFERENCE},
};
static const struct ems_schema dispatch_schema = {.name = "dispatch",
                                                  FIELDS(dispatch_fields),
                                                  .size = sizeof(struct ems_def_dispatch),
                                                  .has_policy = true,
                                                  .role = EMS_ROLE_DISPATCH,
                                                  .choice_offset = offsetof(struct ems_def_dispatch, choice),
                                                  .text = EMS_T_S_DISPATCH};

static const struct ems_field destination_fields[] = {
    {.key = "policy",
     .kind = EMS_FIELD_POLICY,
     .offset = offsetof(struct ems_def_policy, policy),
     .text = EMS_T_S_DESTINATION_POLICY},
};
static const struct ems_schema destination_schema = {.name = "destination",
                                                     FIELDS(destination_fields),
                                                     .size = sizeof(struct ems_def_policy),
                                                     .has_policy = true,
                                                     .role = EMS_ROLE_DESTINATION,
                                                     .choice_offset = offsetof(struct ems_def_policy, choice),
                                                     .text = EMS_T_S_DESTINATION};

static const struct ems_field relocation_fields[] = {
    {.key = "policy",
     .kind = EMS_FIELD_POLICY,
     .offset = offsetof(struct ems_def_policy, policy),
     .text = EMS_T_S_RELOCATION_POLICY},
};
static const struct ems_schema relocation_schema = {.name = "relocation",
                                                    FIELDS(relocation_fields),
                                                    .size = sizeof(struct ems_def_policy),
                                                    .has_policy = true,
                                                    .role = EMS_ROLE_RELOCATION,
                                                    .choice_offset = offsetof(struct ems_def_policy, choice),
                                                    .text = EMS_T_S_RELOCATION};

static const struct ems_field incident_fields[] = {
    {.key = "at",
     .kind = EMS_FIELD_POSITION,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_def_incident, at),
     .text = EMS_T_S_INCIDENT_AT},
    {.key = "condition",
     .kind = EMS_FIELD_WORD,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_def_incident, condition),
     .text = EMS_T_S_INCIDENT_CONDITION},
    {.key = "vehicles",
     .kind = EMS_FIELD_INTEGER,
     .offset = offsetof(struct ems_def_incident, vehicles),
     .fallback = "1",
     .low = 1,
     .high = 10000,
     .text = EMS_T_S_INCIDENT_VEHICLES},
};
static const struct ems_schema incident_schema = {.name = "incident",
                                                  FIELDS(incident_fields),
                                                  .size = sizeof(struct ems_def_incident),
                                                  .text = EMS_T_S_INCIDENT};

static const struct ems_field road_class_item = {.kind = EMS_FIELD_WORD};
static const struct ems_field corner_item = {.kind = EMS_FIELD_POSITION};
static const struct ems_field road_change_fields[] = {
    {.key = "classes",
     .kind = EMS_FIELD_LIST,
     .offset = offsetof(struct ems_def_road_change, classes),
     .item = &road_class_item,
     .item_size = sizeof(struct ems_def_text),
     .least = 1,
     .text = EMS_T_S_ROAD_CHANGE_CLASSES},
    {.key = "circle",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_def_road_change, circle),
     .object = &ems_schema_circle,
     .group = 1,
     .text = EMS_T_S_ROAD_CHANGE_CIRCLE},
    {.key = "polygon",
     .kind = EMS_FIELD_LIST,
     .offset = offsetof(struct ems_def_road_change, polygon),
     .item = &corner_item,
     .item_size = sizeof(struct ems_def_position),
     .least = 3,
     .group = 1,
     .text = EMS_T_S_ROAD_CHANGE_POLYGON},
    {.key = "speed",
     .kind = EMS_FIELD_SHARE,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_def_road_change, speed),
     .high = 10,
     .text = EMS_T_S_ROAD_CHANGE_SPEED},
};
static const struct ems_schema road_change_schema = {.name = "road_change",
                                                     FIELDS(road_change_fields),
                                                     .size = sizeof(struct ems_def_road_change),
                                                     .text = EMS_T_S_ROAD_CHANGE};

static const struct ems_field timeline_entry_fields[] = {
    {.key = "at",
     .kind = EMS_FIELD_MOMENT,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_def_timeline_entry, at),
     .text = EMS_T_S_TIMELINE_ENTRY_AT},
    {.key = "for",
     .kind = EMS_FIELD_DURATION,
     .flags = EMS_ABOVE,
     .offset = offsetof(struct ems_def_timeline_entry, duration),
     .text = EMS_T_S_TIMELINE_ENTRY_FOR},
    {.key = "demand",
     .kind = EMS_FIELD_SHARE,
     .offset = offsetof(struct ems_def_timeline_entry, demand),
     .fallback = "100 %",
     .high = 1000,
     .text = EMS_T_S_TIMELINE_ENTRY_DEMAND},
    {.key = "phone_calls",
     .kind = EMS_FIELD_SHARE,
     .offset = offsetof(struct ems_def_timeline_entry, phone_calls),
     .fallback = "100 %",
     .high = 1000,
     .text = EMS_T_S_TIMELINE_ENTRY_PHONE_CALLS},
    {.key = "requests",
     .kind = EMS_FIELD_SHARE,
     .offset = offsetof(struct ems_def_timeline_entry, requests),
     .fallback = "100 %",
     .high = 1000,
     .text = EMS_T_S_TIMELINE_ENTRY_REQUESTS},
    {.key = "crew_absence",
     .kind = EMS_FIELD_SHARE,
     .offset = offsetof(struct ems_def_timeline_entry, crew_absence),
     .fallback = "0 %",
     .high = 1,
     .text = EMS_T_S_TIMELINE_ENTRY_CREW_ABSENCE},
    {.key = "speed",
     .kind = EMS_FIELD_SHARE,
     .offset = offsetof(struct ems_def_timeline_entry, speed),
     .fallback = "100 %",
     .low = 0.01,
     .high = 10,
     .text = EMS_T_S_TIMELINE_ENTRY_SPEED},
    {.key = "area",
     .kind = EMS_FIELD_WORD,
     .offset = offsetof(struct ems_def_timeline_entry, area),
     .text = EMS_T_S_TIMELINE_ENTRY_AREA},
    {.key = "hospital_closed",
     .kind = EMS_FIELD_WORD,
     .offset = offsetof(struct ems_def_timeline_entry, hospital_closed),
     .text = EMS_T_S_TIMELINE_ENTRY_HOSPITAL_CLOSED},
    {.key = "incident",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_def_timeline_entry, incident),
     .object = &incident_schema,
     .text = EMS_T_S_TIMELINE_ENTRY_INCIDENT},
    {.key = "roads",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_def_timeline_entry, roads),
     .object = &road_change_schema,
     .text = EMS_T_S_TIMELINE_ENTRY_ROADS},
};
static const struct ems_schema timeline_entry_schema = {.name = "timeline_entry",
                                                        FIELDS(timeline_entry_fields),
                                                        .size = sizeof(struct ems_def_timeline_entry),
                                                        .text = EMS_T_S_TIMELINE_ENTRY};

static const struct ems_field target_fields[] = {
    {.key = "id",
     .kind = EMS_FIELD_WORD,
     .offset = offsetof(struct ems_def_target, id),
     .text = EMS_T_S_TARGET_ID},
    {.key = "priority",
     .kind = EMS_FIELD_INTEGER,
     .offset = offsetof(struct ems_def_target, priority),
     .low = 1,
     .high = EMS_PRIORITIES,
     .text = EMS_T_S_TARGET_PRIORITY},
    {.key = "class",
     .kind = EMS_FIELD_WORD,
     .offset = offsetof(struct ems_def_target, class_name),
     .text = EMS_T_S_TARGET_CLASS},
    {.key = "area",
     .kind = EMS_FIELD_WORD,
     .offset = offsetof(struct ems_def_target, area),
     .text = EMS_T_S_TARGET_AREA},
    {.key = "within",
     .kind = EMS_FIELD_DURATION,
     .flags = EMS_REQUIRED | EMS_ABOVE,
     .offset = offsetof(struct ems_def_target, within),
     .text = EMS_T_S_TARGET_WITHIN},
    {.key = "share",
     .kind = EMS_FIELD_SHARE,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_def_target, share),
     .high = 1,
     .text = EMS_T_S_TARGET_SHARE},
};
static const struct ems_schema target_schema = {
    .name = "target", FIELDS(target_fields), .size = sizeof(struct ems_def_target), .text = EMS_T_S_TARGET};

static const struct ems_field centre_fields[] = {
    {.key = "two_hour_teams",
     .kind = EMS_FIELD_LIST,
     .offset = offsetof(struct ems_def_centre, two_hour_teams),
     .item = &word_item,
     .item_size = sizeof(struct ems_def_text),
     .text = EMS_T_S_CENTRE_TWO_HOUR_TEAMS},
    {.key = "mobilisation",
     .kind = EMS_FIELD_DURATION,
     .offset = offsetof(struct ems_def_centre, mobilisation),
     .fallback = "15 min",
     .text = EMS_T_S_CENTRE_MOBILISATION},
};
static const struct ems_schema centre_schema = {
    .name = "centre", FIELDS(centre_fields), .size = sizeof(struct ems_def_centre), .text = EMS_T_S_CENTRE};

static const struct ems_field area_item = {.kind = EMS_FIELD_OBJECT, .object = &ems_schema_area};
static const struct ems_field vehicle_type_item = {.kind = EMS_FIELD_OBJECT,
                                                   .object = &ems_schema_vehicle_type};
static const struct ems_field station_item = {.kind = EMS_FIELD_OBJECT, .object = &ems_schema_station};
static const struct ems_field hospital_item = {.kind = EMS_FIELD_OBJECT, .object = &ems_schema_hospital};
static const struct ems_field timeline_item = {.kind = EMS_FIELD_OBJECT, .object = &timeline_entry_schema};
static const struct ems_field target_item = {.kind = EMS_FIELD_OBJECT, .object = &target_schema};

static const struct ems_field scenario_fields[] = {
    {.key = "ems120",
     .kind = EMS_FIELD_INTEGER,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_definition, version),
     .low = 1,
     .high = 1,
     .text = EMS_T_S_SCENARIO_EMS120},
    {.key = "name",
     .kind = EMS_FIELD_NAME,
     .offset = offsetof(struct ems_definition, name),
     .text = EMS_T_S_SCENARIO_NAME},
    {.key = "description",
     .kind = EMS_FIELD_NAME,
     .offset = offsetof(struct ems_definition, description),
     .text = EMS_T_S_SCENARIO_DESCRIPTION},
    {.key = "seed",
     .kind = EMS_FIELD_INTEGER,
     .flags = EMS_SEED,
     .offset = offsetof(struct ems_definition, seed),
     .fallback = "1",
     .text = EMS_T_S_SCENARIO_SEED},
    {.key = "replications",
     .kind = EMS_FIELD_INTEGER,
     .offset = offsetof(struct ems_definition, replications),
     .fallback = "20",
     .low = 1,
     .high = 1000000,
     .text = EMS_T_S_SCENARIO_REPLICATIONS},
    {.key = "clock",
     .kind = EMS_FIELD_OBJECT,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_definition, clock),
     .object = &clock_schema,
     .text = EMS_T_S_SCENARIO_CLOCK},
    {.key = "coordinates",
     .kind = EMS_FIELD_CHOICE,
     .offset = offsetof(struct ems_definition, coordinates),
     .fallback = "wgs84",
     .words = coordinate_words,
     .text = EMS_T_S_SCENARIO_COORDINATES},
    {.key = "areas",
     .kind = EMS_FIELD_LIST,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_definition, areas),
     .item = &area_item,
     .item_size = sizeof(struct ems_def_area),
     .least = 1,
     .text = EMS_T_S_SCENARIO_AREAS},
    {.key = "population",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_definition, population),
     .object = &population_schema,
     .text = EMS_T_S_SCENARIO_POPULATION},
    {.key = "lattice",
     .kind = EMS_FIELD_LENGTH,
     .flags = EMS_ABOVE,
     .offset = offsetof(struct ems_definition, lattice_m),
     .fallback = "1 km",
     .high = 1e6,
     .text = EMS_T_S_SCENARIO_LATTICE},
    {.key = "service_radius",
     .kind = EMS_FIELD_MAP,
     .offset = offsetof(struct ems_definition, service_radius),
     .item = &radius_item,
     .item_size = sizeof(struct ems_def_number_of),
     .text = EMS_T_S_SCENARIO_SERVICE_RADIUS},
    {.key = "demand",
     .kind = EMS_FIELD_OBJECT,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_definition, demand),
     .object = &ems_schema_demand,
     .text = EMS_T_S_SCENARIO_DEMAND},
    {.key = "call_centre",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_definition, call_centre),
     .object = &ems_schema_call_centre,
     .text = EMS_T_S_SCENARIO_CALL_CENTRE},
    {.key = "durations",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_definition, durations),
     .object = &ems_schema_durations,
     .text = EMS_T_S_SCENARIO_DURATIONS},
    {.key = "travel",
     .kind = EMS_FIELD_OBJECT,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_definition, travel),
     .object = &ems_schema_travel,
     .text = EMS_T_S_SCENARIO_TRAVEL},
    {.key = "vehicle_types",
     .kind = EMS_FIELD_LIST,
     .offset = offsetof(struct ems_definition, vehicle_types),
     .fallback = "[{id: ambulance}]",
     .item = &vehicle_type_item,
     .item_size = sizeof(struct ems_def_vehicle_type),
     .least = 1,
     .most = EMS_VEHICLE_TYPES_MAX,
     .text = EMS_T_S_SCENARIO_VEHICLE_TYPES},
    {.key = "stations",
     .kind = EMS_FIELD_LIST,
     .flags = EMS_REQUIRED,
     .offset = offsetof(struct ems_definition, stations),
     .table = &ems_schema_station_table,
     .item = &station_item,
     .item_size = sizeof(struct ems_def_station),
     .least = 1,
     .text = EMS_T_S_SCENARIO_STATIONS},
    {.key = "crew_rules",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_definition, crew_rules),
     .object = &crew_rules_schema,
     .text = EMS_T_S_SCENARIO_CREW_RULES},
    {.key = "hospitals",
     .kind = EMS_FIELD_LIST,
     .offset = offsetof(struct ems_definition, hospitals),
     .table = &ems_schema_hospital_table,
     .item = &hospital_item,
     .item_size = sizeof(struct ems_def_hospital),
     .text = EMS_T_S_SCENARIO_HOSPITALS},
    {.key = "dispatch",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_definition, dispatch),
     .object = &dispatch_schema,
     .text = EMS_T_S_SCENARIO_DISPATCH},
    {.key = "destination",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_definition, destination),
     .object = &destination_schema,
     .text = EMS_T_S_SCENARIO_DESTINATION},
    {.key = "relocation",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_definition, relocation),
     .object = &relocation_schema,
     .text = EMS_T_S_SCENARIO_RELOCATION},
    {.key = "timeline",
     .kind = EMS_FIELD_LIST,
     .offset = offsetof(struct ems_definition, timeline),
     .item = &timeline_item,
     .item_size = sizeof(struct ems_def_timeline_entry),
     .text = EMS_T_S_SCENARIO_TIMELINE},
    {.key = "targets",
     .kind = EMS_FIELD_LIST,
     .offset = offsetof(struct ems_definition, targets),
     .item = &target_item,
     .item_size = sizeof(struct ems_def_target),
     .text = EMS_T_S_SCENARIO_TARGETS},
    {.key = "standards",
     .kind = EMS_FIELD_LIST,
     .offset = offsetof(struct ems_definition, standards),
     .item = &word_item,
     .item_size = sizeof(struct ems_def_text),
     .text = EMS_T_S_SCENARIO_STANDARDS},
    {.key = "centre",
     .kind = EMS_FIELD_OBJECT,
     .offset = offsetof(struct ems_definition, centre),
     .object = &centre_schema,
     .text = EMS_T_S_SCENARIO_CENTRE},
};
static const struct ems_schema scenario_schema = {.name = "scenario",
                                                  FIELDS(scenario_fields),
                                                  .size = sizeof(struct ems_definition),
                                                  .text = EMS_T_S_SCENARIO};

const struct ems_schema *ems_schema_root(void)
{
    return &scenario_schema;
}

const struct ems_schema *ems_schema_distribution(void)
{
    return &ems_schema_distribution_table;
}

const struct ems_field *ems_schema_field(const struct ems_schema *schema, const char *key)
{
    for (int32_t i = 0; i < schema->count; i++)
        if (strcmp(schema->fields[i].key, key) == 0) return &schema->fields[i];
    return NULL;
}

bool ems_field_goes_with(const struct ems_field *field, const char *word)
{
    size_t length = strlen(word);
    for (const char *when = field->when; when != NULL; when += strspn(when, ", ")) {
        size_t end = strcspn(when, ",");
        if (end == length && strncmp(when, word, length) == 0) return true;
        when += end;
        if (*when == '\0') return false;
    }
    return field->when == NULL;
}

const char *ems_field_shapes(enum ems_field_kind kind)
{
    static const char *const shapes[] = {
#define EMS_FIELD_SHAPES(id, set) set,
        EMS_FIELD_KINDS(EMS_FIELD_SHAPES)
#undef EMS_FIELD_SHAPES
    };
    return shapes[kind];
}
