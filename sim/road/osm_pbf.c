/* .osm.pbf: a row of blocks, each with a header of its own and packed by zlib. Protobuf-c decodes them; what
 * it takes for that comes from an arena with a limit, for a small block can claim to hold a great many
 * things. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "road/osm.pb-c.h"
#include "road/osm_source.h"

enum {
    HEADER_MAX = 64 * 1024, /* the format's own limits */
    BLOB_MAX = 32 * 1024 * 1024,
    DECODED_MAX = 512 * 1024 * 1024 /* ten times what a full block of nodes takes */
};

struct reader {
    struct ems_osm_source *source;
    int64_t at;       /* where the block begins */
    int64_t position; /* bytes read */
    unsigned char *packed, *block;
    size_t packed_capacity, block_capacity, block_length;
    struct ems_arena arena;
    size_t room; /* left for decoding */
    bool no_memory, too_large;
    ProtobufCAllocator allocator;
    z_stream unpacker;
    bool unpacker_made;
    EMS_ARRAY(struct ems_osm_tag) tags;
    EMS_ARRAY(int64_t) refs;
};

static void *take(void *context, size_t size)
{
    struct reader *r = context;
    if (size > r->room) {
        r->too_large = true;
        return NULL;
    }
    r->room -= size;
    void *taken = ems_arena_alloc(&r->arena, 1, size);
    if (taken == NULL) r->no_memory = true;
    return taken;
}

static void give_back(void *context, void *taken)
{
    (void)context;
    (void)taken;
}

static enum ems_status wrong(const struct reader *r, enum ems_text message, const char *argument,
                             enum ems_text hint)
{
    char at[24];
    snprintf(at, sizeof at, "%" PRId64, r->at);
    return ems_osm_wrong(r->source, message, EMS_ARGS(at, argument), hint);
}

static enum ems_status contradiction(const struct reader *r)
{
    return wrong(r, EMS_T_PBF_CONTRADICTION, NULL, EMS_T_HINT_OSM_AGAIN);
}

static void *unpack_message(struct reader *r, const ProtobufCMessageDescriptor *kind,
                            const unsigned char *bytes, size_t length)
{
    ems_arena_reset(&r->arena);
    r->room = DECODED_MAX;
    return protobuf_c_message_unpack(kind, &r->allocator, length, bytes);
}

static enum ems_status decoding_failed(const struct reader *r)
{
    if (r->no_memory) return EMS_NO_MEMORY;
    return wrong(r, EMS_T_PBF_UNDECODABLE, NULL, EMS_T_HINT_OSM_AGAIN);
}

static bool make_room(unsigned char **bytes, size_t *capacity, size_t need)
{
    if (need <= *capacity) return true;
    free(*bytes);
    *bytes = malloc(need);
    *capacity = *bytes == NULL ? 0 : need;
    return *bytes != NULL;
}

static enum ems_status read_packed(struct reader *r, size_t length)
{
    if (!make_room(&r->packed, &r->packed_capacity, length + 1)) return EMS_NO_MEMORY;
    size_t have = fread(r->packed, 1, length, r->source->stream);
    r->position += (int64_t)have;
    if (have == length) return EMS_OK;
    if (ferror(r->source->stream))
        return ems_osm_wrong(r->source, EMS_T_FILE_UNREADABLE, EMS_ARGS(r->source->name, strerror(errno)),
                             EMS_T_NONE);
    return wrong(r, EMS_T_PBF_CUT, NULL, EMS_T_HINT_OSM_AGAIN);
}

static enum ems_status unzip(struct reader *r, const ProtobufCBinaryData *packed, int32_t length)
{
    if (length < 0 || length > BLOB_MAX) return contradiction(r);
    if (!make_room(&r->block, &r->block_capacity, (size_t)length + 1)) return EMS_NO_MEMORY;
    int made = r->unpacker_made ? inflateReset(&r->unpacker) : inflateInit(&r->unpacker);
    if (made != Z_OK) return EMS_NO_MEMORY;
    r->unpacker_made = true;
    r->unpacker.next_in = packed->data;
    r->unpacker.avail_in = (uInt)packed->len;
    r->unpacker.next_out = r->block;
    r->unpacker.avail_out = (uInt)length + 1;
    int ended = inflate(&r->unpacker, Z_FINISH);
    if (ended == Z_MEM_ERROR) return EMS_NO_MEMORY;
    if (ended != Z_STREAM_END || r->unpacker.total_out != (uLong)length)
        return wrong(r, EMS_T_PBF_UNPACKING, NULL, EMS_T_HINT_OSM_AGAIN);
    r->block_length = (size_t)length;
    return EMS_OK;
}

static enum ems_status read_blob(struct reader *r, size_t length)
{
    Osm__Blob *blob = unpack_message(r, &osm__blob__descriptor, r->packed, length);
    if (blob == NULL) return decoding_failed(r);
    if (blob->has_zlib_data && blob->has_raw_size) return unzip(r, &blob->zlib_data, blob->raw_size);
    if (blob->has_raw) {
        if (!make_room(&r->block, &r->block_capacity, blob->raw.len + 1)) return EMS_NO_MEMORY;
        if (blob->raw.len > 0) memcpy(r->block, blob->raw.data, blob->raw.len);
        r->block_length = blob->raw.len;
        return EMS_OK;
    }
    const char *packer = blob->has_lzma_data    ? "lzma"
                         : blob->has_lz4_data   ? "lz4"
                         : blob->has_zstd_data  ? "zstd"
                         : blob->has_bzip2_data ? "bzip2"
                                                : NULL;
    if (packer != NULL) return wrong(r, EMS_T_PBF_PACKER, packer, EMS_T_HINT_PBF_PACKER);
    return contradiction(r);
}

static enum ems_status read_header_block(struct reader *r)
{
    static const char *const known[] = {"OsmSchema-V0.6", "DenseNodes"};
    Osm__HeaderBlock *header = unpack_message(r, &osm__header_block__descriptor, r->block, r->block_length);
    if (header == NULL) return decoding_failed(r);
    for (size_t i = 0; i < header->n_required_features; i++) {
        const char *feature = header->required_features[i];
        if (strcmp(feature, known[0]) != 0 && strcmp(feature, known[1]) != 0)
            return ems_osm_wrong(r->source, EMS_T_PBF_FEATURE, EMS_ARGS(feature), EMS_T_HINT_PBF_FEATURE);
    }
    return EMS_OK;
}

static enum ems_status read_way(struct reader *r, const Osm__Way *way, const Osm__StringTable *strings)
{
    if (way->n_keys != way->n_vals || way->n_refs > INT32_MAX) return contradiction(r);
    if (!EMS_RESERVE(&r->tags, (int64_t)way->n_keys) || !EMS_RESERVE(&r->refs, (int64_t)way->n_refs))
        return EMS_NO_MEMORY;
    for (size_t i = 0; i < way->n_keys; i++) {
        if (way->keys[i] >= strings->n_s || way->vals[i] >= strings->n_s) return contradiction(r);
        r->tags.items[i] = (struct ems_osm_tag){strings->s[way->keys[i]], strings->s[way->vals[i]]};
    }
    int64_t ref = 0;
    for (size_t i = 0; i < way->n_refs; i++) {
        if (__builtin_add_overflow(ref, way->refs[i], &ref)) return contradiction(r);
        r->refs.items[i] = ref;
    }
    return ems_osm_gather_way(r->source->gather, r->refs.items, (int32_t)way->n_refs, r->tags.items,
                              (int32_t)way->n_keys);
}

/* Nodes are left undecoded in this view, but one can see that there are some. */
static bool has_nodes(const Osm__WayGroup *group)
{
    for (size_t i = 0; i < group->base.n_unknown_fields; i++) {
        uint32_t tag = group->base.unknown_fields[i].tag;
        if (tag == 1 || tag == 2) return true;
    }
    return false;
}

static enum ems_status read_ways(struct reader *r)
{
    Osm__WayBlock *block = unpack_message(r, &osm__way_block__descriptor, r->block, r->block_length);
    if (block == NULL) return decoding_failed(r);
    for (size_t i = 0; i < block->n_primitivegroup; i++) {
        const Osm__WayGroup *group = block->primitivegroup[i];
        if (has_nodes(group)) r->source->end_of_nodes = r->position;
        for (size_t k = 0; k < group->n_ways; k++) {
            enum ems_status status = read_way(r, group->ways[k], block->stringtable);
            if (status != EMS_OK) return status;
        }
    }
    return EMS_OK;
}

/* offset + granularity * value, in 10^-9 degrees; beyond the globe when that does not fit. */
static int64_t to_degrees_e9(const Osm__NodeBlock *block, int64_t offset, int64_t value)
{
    int64_t scaled, sum;
    if (__builtin_mul_overflow(value, (int64_t)block->granularity, &scaled)) return INT64_MAX;
    return __builtin_add_overflow(scaled, offset, &sum) ? INT64_MAX : sum;
}

static void add_node(struct reader *r, const Osm__NodeBlock *block, int64_t id, int64_t lon, int64_t lat)
{
    ems_osm_gather_node(r->source->gather, id, to_degrees_e9(block, block->lon_offset, lon),
                        to_degrees_e9(block, block->lat_offset, lat));
}

static enum ems_status read_dense(struct reader *r, const Osm__NodeBlock *block, const Osm__DenseNodes *dense)
{
    int64_t id = 0, lat = 0, lon = 0;
    if (dense->n_id != dense->n_lat || dense->n_id != dense->n_lon) return contradiction(r);
    for (size_t i = 0; i < dense->n_id; i++) {
        if (__builtin_add_overflow(id, dense->id[i], &id) ||
            __builtin_add_overflow(lat, dense->lat[i], &lat) ||
            __builtin_add_overflow(lon, dense->lon[i], &lon))
            return contradiction(r);
        add_node(r, block, id, lon, lat);
    }
    return EMS_OK;
}

static enum ems_status read_nodes(struct reader *r)
{
    Osm__NodeBlock *block = unpack_message(r, &osm__node_block__descriptor, r->block, r->block_length);
    if (block == NULL) return decoding_failed(r);
    if (block->granularity <= 0) return contradiction(r);
    for (size_t i = 0; i < block->n_primitivegroup; i++) {
        const Osm__NodeGroup *group = block->primitivegroup[i];
        for (size_t k = 0; k < group->n_nodes; k++)
            add_node(r, block, group->nodes[k]->id, group->nodes[k]->lon, group->nodes[k]->lat);
        enum ems_status status = group->dense == NULL ? EMS_OK : read_dense(r, block, group->dense);
        if (status != EMS_OK) return status;
    }
    return EMS_OK;
}

/* What kind of block comes next and its length; *more is false at the end of the file. */
static enum ems_status read_block_header(struct reader *r, char kind[16], size_t *length, bool *more)
{
    unsigned char size[4];
    r->at = r->position;
    size_t have = fread(size, 1, sizeof size, r->source->stream);
    *more = have > 0 || ferror(r->source->stream);
    if (!*more) return EMS_OK;
    if (have < sizeof size) return wrong(r, EMS_T_PBF_CUT, NULL, EMS_T_HINT_OSM_AGAIN);
    r->position += (int64_t)sizeof size;
    size_t header_length = (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3];
    if (header_length > HEADER_MAX) return contradiction(r);
    enum ems_status status = read_packed(r, header_length);
    if (status != EMS_OK) return status;
    Osm__BlobHeader *header = unpack_message(r, &osm__blob_header__descriptor, r->packed, header_length);
    if (header == NULL) return decoding_failed(r);
    if (header->datasize < 0 || header->datasize > BLOB_MAX) return contradiction(r);
    snprintf(kind, 16, "%s", header->type);
    *length = (size_t)header->datasize;
    return EMS_OK;
}

/* Kinds of block that are not known are passed over, as the format asks. */
static enum ems_status read_block(struct reader *r, bool *more)
{
    char kind[16];
    size_t length = 0;
    bool first = r->position == 0;
    enum ems_status status = read_block_header(r, kind, &length, more);
    if (status != EMS_OK || !*more) return status;
    bool is_header = strcmp(kind, "OSMHeader") == 0, is_data = strcmp(kind, "OSMData") == 0;
    if (first && !is_header) return contradiction(r);
    status = read_packed(r, length);
    if (status != EMS_OK || (!is_header && !is_data)) return status;
    status = read_blob(r, length);
    if (status != EMS_OK) return status;
    return is_header ? read_header_block(r) : r->source->pass == EMS_OSM_WAYS ? read_ways(r) : read_nodes(r);
}

enum ems_status ems_osm_scan_pbf(struct ems_osm_source *source)
{
    struct reader r = {.source = source};
    r.allocator = (ProtobufCAllocator){take, give_back, &r};
    enum ems_status status = EMS_OK;
    bool more = true;
    while (status == EMS_OK && more) {
        if (source->pass == EMS_OSM_NODES && r.position >= source->end_of_nodes) break;
        status = read_block(&r, &more);
        if (status == EMS_OK) status = ems_osm_tell(source, r.position);
    }
    if (r.unpacker_made) inflateEnd(&r.unpacker);
    ems_arena_free(&r.arena);
    free(r.packed);
    free(r.block);
    free(r.tags.items);
    free(r.refs.items);
    return status;
}
