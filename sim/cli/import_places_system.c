/* The coordinates of a scenario that imported places are to extend: found without the rest of it, which may
 * not be whole yet. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/import.h"
#include "cli/import_places.h"
#include "scenario/yaml.h"

static const char *const names[] = {[EMS_COORD_WGS84] = "wgs84",
                                    [EMS_COORD_GCJ02] = "gcj02",
                                    [EMS_COORD_BD09] = "bd09",
                                    [EMS_COORD_PLANE] = "plane"};

const char *ems_coordinates_name(enum ems_coordinates system)
{
    return names[system];
}

static enum ems_status read_root(struct ems_cli *cli, const char *path, struct ems_node **root)
{
    char *text;
    size_t length;
    const char *folder = ems_path_folder(&cli->arena, path);
    if (folder == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_file_read_input(
        path, EMS_YAML_BYTES_MAX, (struct ems_place_in_file){.file = ""}, "", &cli->diags, &text, &length);
    if (status != EMS_OK) return status;
    status = ems_yaml_read(text, length, path, folder, &cli->arena, &cli->diags, root);
    free(text);
    return status;
}

/* The text of a key; NULL when it has none. */
static const char *text_at(const struct ems_node *root, const char *key)
{
    const struct ems_node *node = ems_node_find(root, key);
    return node != NULL && node->kind == EMS_NODE_SCALAR ? node->text : NULL;
}

enum ems_status ems_import_places_system(struct ems_import_places *import)
{
    enum { FILES_MAX = 16 }; /* more than a chain that makes sense */
    struct ems_cli *cli = import->cli;
    const char *path = cli->options.extends;
    import->to = EMS_COORD_WGS84;
    for (int i = 0; path != NULL && i < FILES_MAX; i++) {
        struct ems_node *root = NULL;
        enum ems_status status = read_root(cli, path, &root);
        if (status != EMS_OK) return status;
        const char *system = text_at(root, "coordinates"), *next = text_at(root, "extends");
        for (int s = 0; system != NULL && s <= EMS_COORD_PLANE; s++) {
            if (strcmp(system, names[s]) == 0) import->to = (enum ems_coordinates)s;
        }
        if (system != NULL || next == NULL) break;
        const char *folder = ems_path_folder(&cli->arena, path);
        path = folder == NULL ? NULL : ems_path_join(&cli->arena, folder, next);
        if (path == NULL) return EMS_NO_MEMORY;
    }
    return EMS_OK;
}
