/* Standards as data: what a rule asks for, clause by clause, read from YAML files (scenarios/standards). A
 * clause names a measure of docs/methods.md, a threshold and its source; judging it is study/standards.h. A
 * scenario names standards by id. The files are searched in this order, ID.yaml each:
 *
 *     beside the scenario, in its folder `standards`, in `../standards`;
 *     then for each data folder (cli/folders.h) in `standards` and `scenarios/standards`. */
#ifndef EMS_SCENARIO_STANDARDS_H
#define EMS_SCENARIO_STANDARDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/text.h"
#include "scenario/definition.h"

/* What a clause can measure, and the keys that go with it besides those of every clause: those that must be
 * given, then those that may. X(id, name in files, required keys, optional keys) */
#define EMS_MEASURES(X)                                                   \
    X(RADIUS_COVER, "radius_cover", "class radius share", "local_radius") \
    X(PEOPLE_PER_VEHICLE, "people_per_vehicle", "form people", "")        \
    X(NEGATIVE_PRESSURE_SHARE, "negative_pressure_share", "share", "")    \
    X(ANSWER_10S_SHARE, "answer_10s_share", "share", "")                  \
    X(DEPARTURE_3MIN_SHARE, "departure_3min_share", "share", "")          \
    X(CALL_SATISFACTION, "call_satisfaction", "share", "")                \
    X(TWO_HOUR_REACH, "two_hour_reach", "share", "")                      \
    X(CRITICAL_CARE_ON_SCENE, "critical_care_on_scene", "share", "")

enum ems_measure {
#define EMS_X(id, name, required, optional) EMS_MEASURE_##id,
    EMS_MEASURES(EMS_X)
#undef EMS_X
        EMS_MEASURE_COUNT
};

const char *ems_measure_name(enum ems_measure measure);

/* How people per vehicle is asked for: as a quotient over the whole prefecture, or as a number of vehicles,
 * ceil(population / people), in a county. */
enum ems_fleet_form { EMS_FLEET_PREFECTURE, EMS_FLEET_COUNTY };

struct ems_clause {
    const char *id;
    struct ems_name text, note; /* note: how it is judged here; may be empty */
    enum ems_measure measure;
    double share;         /* that is required, 0..1; of people, vehicles, calls or crews by the measure */
    const char *class_id; /* RADIUS_COVER: class of area */
    double radius_m;
    bool local_radius; /* the scenario's own service radius of that class goes before radius_m */
    enum ems_fleet_form form;
    int32_t people;     /* per vehicle */
    const char *source; /* the standard's document unless the clause says another */
    bool secondary;     /* the figure was not read in the document itself */
};

struct ems_standard {
    const char *id, *document;
    struct ems_name title;
    const struct ems_clause *clauses;
    int32_t clause_count;
    const char *path; /* as opened */
    const char *hash; /* of the file, hex */
};

struct ems_standard_search {
    const char *scenario_folder; /* NULL: none */
    const char *const *data_folders;
    int32_t data_folder_count;
};

/* Reads all of `ids`; *out has one for each, in order. EMS_BAD_INPUT with diagnostics where one is not found
 * or its file is wrong. Everything lives in `arena`. */
enum ems_status ems_standards_load(const ems_def_texts *ids, const struct ems_standard_search *search,
                                   struct ems_arena *arena, struct ems_diags *diags,
                                   const struct ems_standard *const **out);
/* Adds the files of model->standard_files to model->origin, as standards/ID.yaml wherever they lie. */
enum ems_status ems_standards_add_inputs(struct ems_model *model, struct ems_arena *arena);
/* Reads one from memory; `file` is shown in diagnostics and kept, `id` must be the id in it unless NULL. *out
 * is NULL unless EMS_OK. */
enum ems_status ems_standard_read(const char *text, size_t length, const char *file, const char *id,
                                  struct ems_arena *arena, struct ems_diags *diags,
                                  const struct ems_standard **out);

#endif
