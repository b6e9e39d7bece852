#include "scenario/source.h"

#include "scenario/site_table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "scenario/merge.h"
#include "scenario/offered.h"
#include "scenario/yaml.h"

enum { EXTENDS_MAX = 16 };

/* The files that led here, for cycles. */
struct chain {
    const struct chain *by;
    const struct ems_node *extends; /* in the file above that names this one; NULL for the first */
    const char *file;
    struct stat identity;
};

/* ---- finding ---- */

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

/* A file, or the scenario.yaml of a folder; NULL when neither is there. */
static const char *file_or_folder(struct ems_filler *filler, const char *path)
{
    if (path == NULL || !exists(path)) return NULL;
    if (!is_folder(path)) return path;
    const char *inside = ems_path_join(filler->arena, path, "scenario.yaml");
    if (inside != NULL && strcmp(path, ".") == 0) inside = "scenario.yaml";
    return inside != NULL && exists(inside) ? inside : NULL;
}

static const char *shipped(struct ems_filler *filler, const char *name,
                           const struct ems_load_options *options)
{
    const char *found = file_or_folder(filler, ems_path_join(filler->arena, "scenarios", name));
    for (int32_t i = 0; found == NULL && options != NULL && i < options->data_folder_count; i++) {
        const char *folder = options->data_folders[i];
        const char *scenarios = ems_path_join(filler->arena, folder, "scenarios");
        if (scenarios != NULL) found = file_or_folder(filler, ems_path_join(filler->arena, scenarios, name));
        if (found == NULL) found = file_or_folder(filler, ems_path_join(filler->arena, folder, name));
    }
    return found;
}

/* A folder with a scenario in it. */
static const char *offer(struct ems_filler *filler, const char *folder, const char *entry)
{
    if (entry[0] == '.') return NULL;
    const char *file = ems_arena_format(filler->arena, "%s/%s/scenario.yaml", folder, entry);
    return file != NULL && exists(file) ? ems_arena_strdup(filler->arena, entry) : NULL;
}

static void suggest_shipped(struct ems_filler *filler, struct ems_diag *diag, const char *name,
                            const struct ems_load_options *options)
{
    ems_offered names = {0};
    for (int32_t i = 0; options != NULL && i < options->data_folder_count; i++)
        ems_offered_add(filler, ems_path_join(filler->arena, options->data_folders[i], "scenarios"), offer,
                        &names);
    ems_offered_suggest(filler, diag, name, &names);
}

const char *ems_source_find(struct ems_filler *filler, const char *path,
                            const struct ems_load_options *options)
{
    const char *copy = ems_arena_strdup(filler->arena, path);
    const char *found = copy != NULL ? file_or_folder(filler, copy) : NULL;
    bool is_name = strchr(path, '/') == NULL && !exists(path);
    if (found == NULL && is_name) found = shipped(filler, path, options);
    if (found != NULL || copy == NULL) return found;
    enum ems_text message = is_folder(path) ? EMS_T_IN_NO_SCENARIO_IN : EMS_T_IN_NO_SCENARIO;
    struct ems_diag *diag =
        ems_fill_error(filler, (struct ems_place_in_file){copy, 0, 0}, NULL, message, EMS_ARGS(copy));
    if (is_name) suggest_shipped(filler, diag, copy, options);
    return NULL;
}

const char *ems_source_id(struct ems_arena *arena, const char *file)
{
    const char *name = ems_path_name(file);
    if (strcmp(name, "scenario.yaml") == 0 && name != file) {
        const char *folder = ems_path_folder(arena, file);
        if (folder != NULL && strcmp(ems_path_name(folder), ".") != 0 &&
            strcmp(ems_path_name(folder), "..") != 0)
            return ems_path_name(folder);
    }
    const char *dot = strrchr(name, '.');
    return ems_arena_strndup(arena, name, dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name));
}

void ems_source_keep(struct ems_filler *filler, const char *path, const char *text, size_t length)
{
    char hex[EMS_HASH_HEX];
    ems_hash_hex(text, length, hex);
    struct ems_def_source source = {path, ems_arena_strdup(filler->arena, hex)};
    if (!EMS_PUSH(&filler->sources, source)) filler->no_memory = true;
}

/* ---- extends ---- */

static struct ems_node *read_tree(struct ems_filler *filler, const char *file, const struct chain *by,
                                  const struct ems_node *extends);

static const struct ems_path extends_path = {NULL, "extends", 0};

/* The tree over which this one is laid; NULL when it cannot be known. */
static struct ems_node *read_base(struct ems_filler *filler, struct ems_node *extends,
                                  const struct chain *chain)
{
    if (extends->broken) return NULL;
    if (extends->kind != EMS_NODE_SCALAR || ems_node_scalar_kind(extends) != EMS_SCALAR_TEXT ||
        extends->text[0] == '\0') {
        ems_fill_wrong_kind(filler, EMS_FIELD_FILE, extends, &extends_path);
        return NULL;
    }
    const char *named = ems_path_join(filler->arena, extends->folder, extends->text);
    const char *file = file_or_folder(filler, named);
    if (file == NULL && named != NULL) {
        ems_fill_error(filler, extends->at, &extends_path, EMS_T_IN_NO_SCENARIO, EMS_ARGS(named));
        return NULL;
    }
    return file != NULL ? read_tree(filler, file, chain, extends) : NULL;
}

/* Lays the tree over the one it extends, if it extends one. */
static struct ems_node *resolve(struct ems_filler *filler, struct ems_node *root, const struct chain *chain)
{
    if (root->kind != EMS_NODE_MAP) {
        ems_fill_wrong_kind(filler, EMS_FIELD_OBJECT, root, NULL);
        return NULL;
    }
    ems_site_tables_expand(filler, root);
    struct ems_node *extends = ems_node_find(root, "extends");
    if (extends == NULL) return root;
    if (ems_node_find(root, "ems120") == NULL)
        ems_fill_error(filler, root->at, &(struct ems_path){NULL, "ems120", 0}, EMS_T_IN_MISSING,
                       EMS_ARGS("ems120"));
    ems_node_remove(root, extends);
    struct ems_node *base = read_base(filler, extends, chain);
    if (base != NULL) ems_merge(filler, base, root);
    return base;
}

static bool leads_back(struct ems_filler *filler, const struct chain *here)
{
    int32_t depth = 0;
    char line[16];
    for (const struct chain *above = here->by; above != NULL; above = above->by) {
        bool same = above->identity.st_ino == here->identity.st_ino &&
                    above->identity.st_dev == here->identity.st_dev;
        if (same) {
            struct ems_diag *diag = ems_fill_error(filler, here->extends->at, &extends_path,
                                                   EMS_T_IN_EXTENDS_CYCLE, EMS_ARGS(above->file));
            const struct chain *first = here;
            while (first->by != above) first = first->by;
            snprintf(line, sizeof line, "%d", (int)first->extends->at.line);
            ems_diag_hint(filler->diags, diag, EMS_T_IN_EXTENDS_AT, EMS_ARGS(first->extends->at.file, line));
            return true;
        }
        if (++depth >= EXTENDS_MAX) {
            ems_fill_error(filler, here->extends->at, &extends_path, EMS_T_IN_EXTENDS_DEEP, EMS_ARGS("16"));
            return true;
        }
    }
    return false;
}

static struct ems_node *read_tree(struct ems_filler *filler, const char *file, const struct chain *by,
                                  const struct ems_node *extends)
{
    struct chain here = {.by = by, .extends = extends, .file = file};
    struct ems_place_in_file at = extends != NULL ? extends->at : (struct ems_place_in_file){file, 0, 0};
    char *text = NULL;
    size_t length = 0;
    struct ems_node *root = NULL;
    if (stat(file, &here.identity) == 0 && leads_back(filler, &here)) return NULL;
    enum ems_status status = ems_file_read_input(
        file, EMS_YAML_BYTES_MAX, at, extends != NULL ? "extends" : "", filler->diags, &text, &length);
    const char *folder = ems_path_folder(filler->arena, file);
    if (status == EMS_OK && folder != NULL) {
        ems_source_keep(filler, file, text, length);
        status = ems_yaml_read(text, length, file, folder, filler->arena, filler->diags, &root);
    }
    if (status == EMS_NO_MEMORY) filler->no_memory = true;
    free(text);
    return root != NULL ? resolve(filler, root, &here) : NULL;
}

struct ems_node *ems_source_read(struct ems_filler *filler, const char *file)
{
    return read_tree(filler, file, NULL, NULL);
}

struct ems_node *ems_source_read_text(struct ems_filler *filler, const char *text, size_t length,
                                      const char *name, const char *folder)
{
    struct chain here = {.file = name};
    struct ems_node *root = NULL;
    ems_source_keep(filler, name, text, length);
    if (ems_yaml_read(text, length, name, folder, filler->arena, filler->diags, &root) == EMS_NO_MEMORY)
        filler->no_memory = true;
    return root != NULL ? resolve(filler, root, &here) : NULL;
}
