/* A prepared network as a file: written whole or not at all, mapped at load. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "road/network_format.h"

/* Where the file is named, and what is told about it. */
struct reading {
    struct ems_place_in_file at;
    const char *scenario_path, *path;
    struct ems_diags *diags;
};

static enum ems_status refuse(const struct reading *r, enum ems_text message, const char *first,
                              const char *second)
{
    struct ems_diag *diag =
        ems_diag_error(r->diags, r->at, r->scenario_path, message, EMS_ARGS(r->path, first, second));
    ems_diag_hint(r->diags, diag, EMS_T_HINT_IMPORT_ROADS, NULL);
    return EMS_BAD_INPUT;
}

static enum ems_status refuse_size(const struct reading *r, uint64_t is, uint64_t due)
{
    char is_text[24], due_text[24];
    snprintf(is_text, sizeof is_text, "%" PRIu64, is);
    snprintf(due_text, sizeof due_text, "%" PRIu64, due);
    return refuse(r, EMS_T_ROAD_FILE_SIZE, is_text, due_text);
}

static enum ems_status check_kind(const struct reading *r, const struct ems_network_header *h)
{
    char is[16], due[16];
    if (memcmp(h->magic, EMS_ROAD_MAGIC, sizeof h->magic) != 0)
        return refuse(r, EMS_T_ROAD_FILE_KIND, NULL, NULL);
    if (h->byte_order != EMS_ROAD_BYTE_ORDER) return refuse(r, EMS_T_ROAD_FILE_MACHINE, NULL, NULL);
    snprintf(is, sizeof is, "%" PRIu32, h->format);
    snprintf(due, sizeof due, "%d", EMS_ROAD_FORMAT);
    return h->format == EMS_ROAD_FORMAT ? EMS_OK : refuse(r, EMS_T_ROAD_FILE_FORMAT, is, due);
}

/* The counts alone: what they promise must be there before it is looked at. */
static bool counts_good(const struct ems_network_header *h)
{
    bool coordinates = h->coordinates == EMS_COORD_WGS84 || h->coordinates == EMS_COORD_PLANE;
    return coordinates && h->node_count >= 1 && h->node_count < INT32_MAX && h->arc_count >= 0 &&
           h->class_count >= 0 && h->class_count <= EMS_ROAD_CLASSES_MAX && h->edge_count >= 0;
}

enum ems_status ems_network_read(const unsigned char *bytes, size_t size, struct ems_place_in_file at,
                                 const char *scenario_path, const char *path, struct ems_diags *diags,
                                 struct ems_network *out)
{
    const struct reading r = {at, scenario_path, path, diags};
    struct ems_network_header h = {0};
    *out = (struct ems_network){0};
    memcpy(&h, bytes, size < sizeof h ? size : sizeof h);
    if (size < sizeof h) {
        size_t shown = size < sizeof h.magic ? size : sizeof h.magic;
        bool begun = size > 0 && memcmp(bytes, EMS_ROAD_MAGIC, shown) == 0;
        return begun ? refuse_size(&r, size, sizeof h) : refuse(&r, EMS_T_ROAD_FILE_KIND, NULL, NULL);
    }
    enum ems_status status = check_kind(&r, &h);
    if (status != EMS_OK) return status;
    if (h.size != size) return refuse_size(&r, size, h.size);
    if (ems_network_hash(bytes, size) != h.hash) return refuse(&r, EMS_T_ROAD_FILE_DAMAGED, NULL, NULL);
    struct ems_network n = {.coordinates = (enum ems_coordinates)h.coordinates,
                            .node_count = h.node_count,
                            .arc_count = h.arc_count,
                            .class_count = h.class_count,
                            .hash = h.hash,
                            .hierarchy = {.edge_count = h.edge_count, .depth = h.depth}};
    if (!counts_good(&h) || ems_network_size(&n) != size)
        return refuse(&r, EMS_T_ROAD_FILE_CONTENT, "header", NULL);
    ems_network_point_into(&n, bytes, size);
    const char *fault = ems_network_fault(&n);
    if (fault != NULL) return refuse(&r, EMS_T_ROAD_FILE_CONTENT, fault, NULL);
    *out = n;
    return EMS_OK;
}

struct mapping {
    void *bytes;
    size_t size;
};

static void unmap(void *argument)
{
    struct mapping *mapping = argument;
    munmap(mapping->bytes, mapping->size);
}

/* EMS_IO leaves errno. An empty file gives an empty mapping. */
static enum ems_status map_file(const char *path, struct ems_arena *arena, struct mapping *out)
{
    struct stat info;
    enum ems_status status = EMS_IO;
    *out = (struct mapping){0};
    int error = 0, descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return EMS_IO;
    struct mapping *mapping = EMS_NEW(arena, struct mapping);
    if (mapping == NULL) {
        status = EMS_NO_MEMORY;
    } else if (fstat(descriptor, &info) != 0) {
        error = errno;
    } else if (!S_ISREG(info.st_mode)) {
        error = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
    } else if (info.st_size == 0) {
        status = EMS_OK;
    } else {
        *mapping = (struct mapping){.size = (size_t)info.st_size};
        mapping->bytes = mmap(NULL, mapping->size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        error = errno;
        if (mapping->bytes != MAP_FAILED) {
            status = ems_arena_defer(arena, unmap, mapping) ? EMS_OK : EMS_NO_MEMORY;
            if (status == EMS_OK)
                *out = *mapping;
            else
                unmap(mapping);
        }
    }
    close(descriptor);
    errno = error;
    return status;
}

enum ems_status ems_network_open(const char *path, struct ems_place_in_file at, const char *scenario_path,
                                 struct ems_arena *arena, struct ems_diags *diags, struct ems_network *out)
{
    struct mapping mapping;
    *out = (struct ems_network){0};
    enum ems_status status = map_file(path, arena, &mapping);
    if (status == EMS_IO) {
        ems_diag_error(diags, at, scenario_path, EMS_T_FILE_UNREADABLE, EMS_ARGS(path, strerror(errno)));
        return EMS_BAD_INPUT;
    }
    if (status != EMS_OK) return status;
    static const unsigned char nothing[1];
    return ems_network_read(mapping.size > 0 ? mapping.bytes : nothing, mapping.size, at, scenario_path, path,
                            diags, out);
}

enum ems_status ems_network_write(const struct ems_network *network, const char *path)
{
    struct ems_file_out file;
    enum ems_status status = ems_file_create(path, &file);
    if (status != EMS_OK) return status;
    bool written = fwrite(network->bytes, 1, network->size, file.stream) == network->size;
    return ems_file_finish(&file, written ? EMS_OK : EMS_IO);
}
