#include "road/osm.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "road/osm_source.h"

enum kind { UNKNOWN, PBF, XML };

enum ems_status ems_osm_wrong(const struct ems_osm_source *source, enum ems_text message,
                              const char *const *args, enum ems_text hint)
{
    struct ems_place_in_file at = {source->name, 0, 0};
    struct ems_diag *diag = ems_diag_error(source->diags, at, "", message, args);
    if (hint != EMS_T_NONE) ems_diag_hint(source->diags, diag, hint, NULL);
    return EMS_BAD_INPUT;
}

enum ems_status ems_osm_tell(const struct ems_osm_source *source, int64_t at)
{
    const struct ems_osm_options *options = source->options;
    int64_t before = source->pass == EMS_OSM_NODES ? source->size : 0;
    if (options->progress == NULL || options->progress(options->context, before + at, 2 * source->size))
        return EMS_OK;
    return EMS_INTERRUPTED;
}

enum { SEEN = 8 };

/* First bytes of files that are often met in place of those that can be read. */
static const struct {
    const char *bytes, *packer;
    size_t count;
} packed[] = {
    {"\x1f\x8b", "gzip", 2},
    {"BZh", "bzip2", 3},
    {"PK\x03\x04", "zip", 4},
    {"\xfd"
     "7zXZ",
     "xz", 5},
    {"\x28\xb5\x2f\xfd", "zstd", 4},
};

/* XML begins with `<`, behind blanks or the mark of an encoding; .osm.pbf with the length of a short header,
 * four bytes, and that header's first field. */
static enum kind tell_kind(const unsigned char *bytes, size_t count)
{
    size_t blanks = 0;
    if (count >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) return XML;
    if (count >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) return XML;
    while (blanks < count && strchr(" \t\r\n", bytes[blanks]) != NULL && bytes[blanks] != '\0') blanks++;
    if (blanks < count && bytes[blanks] == '<') return XML;
    return count >= 5 && bytes[0] == 0 && bytes[1] <= 1 && bytes[4] == 0x0a ? PBF : UNKNOWN;
}

static enum ems_status find_kind(const struct ems_osm_source *source, enum kind *kind)
{
    unsigned char bytes[SEEN];
    size_t count = fread(bytes, 1, sizeof bytes, source->stream);
    if (ferror(source->stream))
        return ems_osm_wrong(source, EMS_T_FILE_UNREADABLE, EMS_ARGS(source->name, strerror(errno)),
                             EMS_T_NONE);
    *kind = tell_kind(bytes, count);
    if (*kind != UNKNOWN) return EMS_OK;
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
        if (count >= packed[i].count && memcmp(bytes, packed[i].bytes, packed[i].count) == 0)
            return ems_osm_wrong(source, EMS_T_OSM_PACKED, EMS_ARGS(packed[i].packer), EMS_T_HINT_OSM_UNPACK);
    }
    return ems_osm_wrong(source, EMS_T_OSM_KIND, NULL, EMS_T_HINT_OSM_KINDS);
}

static enum ems_status rewind_stream(const struct ems_osm_source *source)
{
    if (fseeko(source->stream, 0, SEEK_SET) == 0) return EMS_OK;
    return ems_osm_wrong(source, EMS_T_OSM_TWICE, NULL, EMS_T_NONE);
}

static enum ems_status find_size(struct ems_osm_source *source)
{
    if (fseeko(source->stream, 0, SEEK_END) != 0) return rewind_stream(source);
    source->size = ftello(source->stream);
    return rewind_stream(source);
}

static enum ems_status scan(struct ems_osm_source *source, enum kind kind, enum ems_osm_pass pass)
{
    enum ems_status status = rewind_stream(source);
    source->pass = pass;
    if (status != EMS_OK) return status;
    return kind == PBF ? ems_osm_scan_pbf(source) : ems_osm_scan_xml(source);
}

static enum ems_status check_roads(const struct ems_osm_source *source, const struct ems_raw_network *out)
{
    const struct ems_osm_report *report = source->gather->report;
    if (out->arcs.count > 0) return EMS_OK;
    enum ems_text hint = report->ways[EMS_OSM_TAKEN] == 0 ? EMS_T_HINT_OSM_NO_WAYS
                         : report->nodes_outside > 0      ? EMS_T_HINT_OSM_OUTSIDE
                                                          : EMS_T_HINT_OSM_NO_NODES;
    return ems_osm_wrong(source, EMS_T_OSM_NO_ROADS, NULL, hint);
}

enum ems_status ems_osm_read_stream(FILE *stream, const char *name, const struct ems_osm_options *options,
                                    struct ems_diags *diags, struct ems_raw_network *out,
                                    struct ems_osm_report *report)
{
    struct ems_osm_gather gather = {.options = options, .report = report};
    struct ems_osm_source source = {
        .stream = stream, .name = name, .options = options, .diags = diags, .gather = &gather};
    enum kind kind = UNKNOWN;
    *report = (struct ems_osm_report){0};
    enum ems_status status = find_size(&source);
    if (status == EMS_OK) status = find_kind(&source, &kind);
    if (status == EMS_OK) status = scan(&source, kind, EMS_OSM_WAYS);
    if (status == EMS_OK) status = ems_osm_gather_sort(&gather);
    if (status == EMS_OK) status = scan(&source, kind, EMS_OSM_NODES);
    if (status == EMS_OK) status = ems_osm_gather_make(&gather, out);
    if (status == EMS_OK) status = check_roads(&source, out);
    ems_osm_gather_free(&gather);
    return status;
}

enum ems_status ems_osm_read(const char *path, const struct ems_osm_options *options, struct ems_diags *diags,
                             struct ems_raw_network *out, struct ems_osm_report *report)
{
    FILE *stream = fopen(path, "rb");
    const struct ems_osm_source source = {.name = path, .diags = diags};
    struct stat info;
    if (stream != NULL && fstat(fileno(stream), &info) == 0 && S_ISDIR(info.st_mode)) {
        fclose(stream);
        stream = NULL;
        errno = EISDIR;
    }
    if (stream == NULL)
        return ems_osm_wrong(&source, EMS_T_FILE_UNREADABLE, EMS_ARGS(path, strerror(errno)), EMS_T_NONE);
    enum ems_status status = ems_osm_read_stream(stream, path, options, diags, out, report);
    fclose(stream);
    return status;
}
