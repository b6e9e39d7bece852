/* Which files an import of roads is about. */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/import_roads.h"

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), tail = strlen(end);
    return length >= tail && strcmp(name + length - tail, end) == 0;
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool is_nodes(const char *name)
{
    return ends_with(name, ".csv") && strstr(name, "nodes") != NULL;
}

static bool is_edges(const char *name)
{
    return ends_with(name, ".csv") && (strstr(name, "edges") != NULL || strstr(name, "arcs") != NULL);
}

static enum ems_status fail_tables(struct ems_cli *cli, enum ems_text message, const char *path)
{
    struct ems_diag *diag =
        ems_diag_error(&cli->diags, (struct ems_place_in_file){.file = ""}, "", message, EMS_ARGS(path));
    ems_diag_hint(&cli->diags, diag, EMS_T_HINT_IMPORT_TABLES, NULL);
    return EMS_BAD_USAGE;
}

struct found {
    int nodes, edges;
    char node_name[NAME_MAX + 1], edge_name[NAME_MAX + 1];
};

static bool look_into(const char *path, struct found *found)
{
    DIR *folder = opendir(path);
    if (folder == NULL) return false;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (is_nodes(entry->d_name) && found->nodes++ == 0) strcpy(found->node_name, entry->d_name);
        if (is_edges(entry->d_name) && found->edges++ == 0) strcpy(found->edge_name, entry->d_name);
    }
    closedir(folder);
    return true;
}

static enum ems_status find_in_folder(struct ems_cli *cli, const char *path, struct ems_import_source *out)
{
    struct found found = {0};
    if (!look_into(path, &found)) {
        ems_cli_fail_io(cli, path);
        return EMS_BAD_INPUT;
    }
    if (found.nodes == 0 || found.edges == 0) return fail_tables(cli, EMS_T_IMPORT_FOLDER_NONE, path);
    if (found.nodes > 1 || found.edges > 1) return fail_tables(cli, EMS_T_IMPORT_FOLDER_MANY, path);
    out->nodes = ems_path_join(&cli->arena, path, found.node_name);
    out->edges = ems_path_join(&cli->arena, path, found.edge_name);
    return out->nodes != NULL && out->edges != NULL ? EMS_OK : EMS_NO_MEMORY;
}

/* `path` with `from` in its name replaced by `to`, when such a file is there. */
static const char *sibling(struct ems_cli *cli, const char *path, const char *from, const char *to)
{
    struct stat info;
    const char *at = strstr(ems_path_name(path), from);
    if (at == NULL) return NULL;
    const char *other =
        ems_arena_format(&cli->arena, "%.*s%s%s", (int)(at - path), path, to, at + strlen(from));
    return other != NULL && stat(other, &info) == 0 ? other : NULL;
}

/* The other table of a pair, such as city_nodes.csv beside city_edges.csv. */
static enum ems_status find_pair(struct ems_cli *cli, const char *path, struct ems_import_source *out)
{
    bool nodes_given = out->nodes == NULL && is_nodes(ems_path_name(path));
    if (nodes_given) {
        out->nodes = path;
        if (out->edges == NULL) out->edges = sibling(cli, path, "nodes", "edges");
        if (out->edges == NULL) out->edges = sibling(cli, path, "nodes", "arcs");
    } else {
        out->edges = path;
        if (out->nodes == NULL) out->nodes = sibling(cli, path, "edges", "nodes");
        if (out->nodes == NULL) out->nodes = sibling(cli, path, "arcs", "nodes");
    }
    if (cli->arena.failed) return EMS_NO_MEMORY;
    return out->nodes != NULL && out->edges != NULL ? EMS_OK
                                                    : fail_tables(cli, EMS_T_IMPORT_OTHER_TABLE, path);
}

enum ems_status ems_import_find_source(struct ems_cli *cli, struct ems_import_source *out)
{
    const struct ems_cli_options *o = &cli->options;
    const char *path = o->operand_count > 1 ? o->operands[1] : NULL;
    *out = (struct ems_import_source){.nodes = o->nodes, .edges = o->edges};
    if (path == NULL) {
        if (o->nodes != NULL && o->edges != NULL) return EMS_OK;
        return fail_tables(cli, EMS_T_IMPORT_NO_SOURCE, NULL);
    }
    if (o->nodes != NULL && o->edges != NULL)
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_CLI_OPERANDS_MANY, EMS_ARGS(path));
    if (is_folder(path)) return find_in_folder(cli, path, out);
    if (ends_with(path, ".csv") || o->nodes != NULL || o->edges != NULL) return find_pair(cli, path, out);
    out->is_osm = true;
    out->file = path;
    return EMS_OK;
}
