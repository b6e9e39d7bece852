/* From a scenario file to a checked model. Reads the file and what it extends, applies --set, fills a
 * definition by the schema table and builds the model. All that is wrong is collected in `diags`; nothing is
 * printed.
 *
 *     struct ems_scenario *scenario;
 *     status = ems_scenario_load("scenarios/jiaohe", &(struct ems_load_options){.sets = sets, .set_count =
 * n}, &diags, &scenario);
 *     ... ems_scenario_model(scenario) ...
 *     ems_scenario_free(scenario);
 *
 * A scenario owns its model and definition; both may be read by any number of threads. */
#ifndef EMS_SCENARIO_LOAD_H
#define EMS_SCENARIO_LOAD_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/hash.h"
#include "base/status.h"
#include "base/time.h"

struct ems_definition;
struct ems_model;
struct ems_scenario;

struct ems_node;

/* A value put into a scenario: an option as --set has it, or a node that stands in another file. */
struct ems_change {
    const char *option; /* `path=value`; NULL: as follows */
    const char *path;
    struct ems_place_in_file at;  /* of the path */
    const struct ems_node *value; /* its texts must outlive the scenario */
};

struct ems_load_options {
    const char *const *sets; /* `path=value` each, as --set has them */
    int32_t set_count;
    /* Folders that have a folder `scenarios` or `standards` with what is shipped, such as $EMS120_DATA. */
    const char *const *data_folders;
    int32_t data_folder_count;
    const struct ems_change *changes; /* after the sets, in this order */
    int32_t change_count;
    /* YAML laid over the scenario as if it extended it, before the sets; NULL: none. Lives until loaded. */
    const char *overlay;
    /* Checks each value by itself, not how they go together: the scenario then has no model. */
    bool values_only;
    /* Checks all but how far places are from a road, and makes no tables of times: quick, and the model can
     * neither travel nor be simulated. */
    bool no_travel;
};

/* `path` is a file, a folder with a scenario.yaml in it, or, when neither is there and it has no slash, the
 * name of a shipped scenario: ./scenarios/PATH, then DATA_FOLDER/scenarios/PATH and DATA_FOLDER/PATH for each
 * folder. `options` may be NULL. EMS_BAD_INPUT when diagnostics tell what is wrong (an unreadable file is
 * one); warnings may be there with EMS_OK.
 * `*out` is NULL unless EMS_OK. */
enum ems_status ems_scenario_load(const char *path, const struct ems_load_options *options,
                                  struct ems_diags *diags, struct ems_scenario **out);
/* The same from memory. `name` is shown in diagnostics; files are found from `folder`. */
enum ems_status ems_scenario_load_text(const char *text, size_t length, const char *name, const char *folder,
                                       const struct ems_load_options *options, struct ems_diags *diags,
                                       struct ems_scenario **out);

const struct ems_model *ems_scenario_model(const struct ems_scenario *scenario);
/* Settles a warm-up that was left to a study (`warmup: auto`), at most as long as the model has it; before
 * anything is simulated. */
void ems_scenario_settle_warmup(struct ems_scenario *scenario, ems_time warmup);
const struct ems_definition *ems_scenario_definition(const struct ems_scenario *scenario);
/* The merged tree, everything extended and set; files are renamed to data/NAME. */
const struct ems_node *ems_scenario_tree(const struct ems_scenario *scenario);

/* Names what a simulation of it rests on: the resolved scenario and its data files, whatever their names. */
void ems_scenario_content_hash(const struct ems_scenario *scenario, char out[EMS_HASH_HEX]);

/* The resolved scenario as YAML: everything extended and set, without `extends`. Files are named `data/NAME`,
 * so the text does not depend on where things lie. */
enum ems_status ems_scenario_write(const struct ems_scenario *scenario, FILE *out);
/* Writes `folder`/scenario.yaml and copies the files it names to `folder`/data: the folder can be moved and
 * loaded again, and gives the same model. The standards that it names go to
 * `folder`/standards. EMS_IO leaves errno. `folder` exists. */
enum ems_status ems_scenario_save(const struct ems_scenario *scenario, const char *folder);

void ems_scenario_free(struct ems_scenario *scenario); /* NULL is fine */

#endif
