/* Blocks written by hand, byte by byte, each wrong in one way. The whole files are in test_osm.c. */
#include "support/check.h"

#include <zlib.h>

#include "road/osm.h"

enum { ROOM = 4096 };

struct bytes {
    unsigned char at[ROOM];
    size_t count;
};

static void put(struct bytes *b, const void *more, size_t count)
{
    check_true(b->count + count <= ROOM);
    memcpy(b->at + b->count, more, count);
    b->count += count;
}

static void put_varint(struct bytes *b, uint64_t value)
{
    for (; value > 127; value >>= 7) put(b, &(unsigned char){(unsigned char)(value | 128)}, 1);
    put(b, &(unsigned char){(unsigned char)value}, 1);
}

static void put_number(struct bytes *b, unsigned field, uint64_t value)
{
    put_varint(b, field << 3);
    put_varint(b, value);
}

static void put_data(struct bytes *b, unsigned field, const void *data, size_t count)
{
    put_varint(b, field << 3 | 2);
    put_varint(b, count);
    put(b, data, count);
}

static void put_zigzags(struct bytes *b, unsigned field, const int64_t *values, int count)
{
    struct bytes packed = {.count = 0};
    for (int i = 0; i < count; i++)
        put_varint(&packed, ((uint64_t)values[i] << 1) ^ (uint64_t)(values[i] >> 63));
    put_data(b, field, packed.at, packed.count);
}

static void put_varints(struct bytes *b, unsigned field, const uint64_t *values, int count)
{
    struct bytes packed = {.count = 0};
    for (int i = 0; i < count; i++) put_varint(&packed, values[i]);
    put_data(b, field, packed.at, packed.count);
}

/* A block around what stands in `blob`; `claimed` is the length that its header tells. */
static void put_block(struct bytes *file, const char *kind, const struct bytes *blob, uint64_t claimed)
{
    struct bytes header = {.count = 0};
    put_data(&header, 1, kind, strlen(kind));
    put_number(&header, 3, claimed);
    const unsigned char size[4] = {0, 0, (unsigned char)(header.count >> 8), (unsigned char)header.count};
    put(file, size, sizeof size);
    put(file, header.at, header.count);
    put(file, blob->at, blob->count);
}

static void put_raw(struct bytes *file, const char *kind, const struct bytes *content)
{
    struct bytes blob = {.count = 0};
    put_data(&blob, 1, content->at, content->count);
    put_block(file, kind, &blob, blob.count);
}

static void put_header(struct bytes *file, const char *feature)
{
    struct bytes content = {.count = 0};
    put_data(&content, 4, feature, strlen(feature));
    put_raw(file, "OSMHeader", &content);
}

/* Two nodes, 1 and 2, at 120 E, 30 N and 0.001 degrees north of it: or what is given. */
struct pieces {
    int64_t ids[2], lats[2], lons[2], granularity, lat_offset, refs[2];
    uint64_t key, value;
    int lat_count, value_count;
};

static const struct pieces good = {.ids = {1, 1},
                                   .lats = {300000000, 10000},
                                   .lons = {1200000000, 0},
                                   .granularity = 100,
                                   .refs = {1, 1},
                                   .key = 1,
                                   .value = 2,
                                   .lat_count = 2,
                                   .value_count = 1};

static void put_nodes(struct bytes *file, const struct pieces *p)
{
    struct bytes dense = {.count = 0}, group = {.count = 0}, block = {.count = 0};
    put_zigzags(&dense, 1, p->ids, 2);
    put_zigzags(&dense, 8, p->lats, p->lat_count);
    put_zigzags(&dense, 9, p->lons, 2);
    put_data(&group, 2, dense.at, dense.count);
    put_data(&block, 1, "", 0);
    put_data(&block, 2, group.at, group.count);
    put_number(&block, 17, (uint64_t)p->granularity);
    put_number(&block, 19, (uint64_t)p->lat_offset);
    put_raw(file, "OSMData", &block);
}

static void put_ways(struct bytes *file, const struct pieces *p)
{
    static const char *const strings[] = {"", "highway", "primary"};
    struct bytes way = {.count = 0}, group = {.count = 0}, table = {.count = 0}, block = {.count = 0};
    put_number(&way, 1, 7);
    put_varints(&way, 2, &p->key, 1);
    put_varints(&way, 3, &p->value, p->value_count);
    put_zigzags(&way, 8, p->refs, 2);
    put_data(&group, 3, way.at, way.count);
    for (int i = 0; i < 3; i++) put_data(&table, 1, strings[i], strlen(strings[i]));
    put_data(&block, 1, table.at, table.count);
    put_data(&block, 2, group.at, group.count);
    put_raw(file, "OSMData", &block);
}

struct outcome {
    enum ems_status status;
    struct ems_diags diags;
    struct ems_raw_network raw;
    struct ems_osm_report report;
};

static void read_bytes(const struct bytes *file, struct outcome *out)
{
    const struct ems_speeds speeds = ems_speeds_default();
    const struct ems_osm_options options = {.speeds = &speeds};
    struct bytes copy = *file;
    *out = (struct outcome){.status = EMS_OK};
    FILE *stream = fmemopen(copy.at, copy.count, "rb");
    check_true(stream != NULL);
    out->status = ems_osm_read_stream(stream, "t", &options, &out->diags, &out->raw, &out->report);
    fclose(stream);
}

static void end(struct outcome *out)
{
    ems_raw_free(&out->raw);
    ems_diags_free(&out->diags);
}

static void check_good(const struct bytes *file)
{
    struct outcome out;
    read_bytes(file, &out);
    check_ok(out.status);
    check_int(out.raw.arcs.count, 2);
    check_near(out.raw.arcs.items[0].length_m, 111.195, 0.0005);
    end(&out);
}

static void check_wrong(const struct bytes *file, enum ems_text message)
{
    struct outcome out;
    read_bytes(file, &out);
    check_int(out.status, EMS_BAD_INPUT);
    check_int(out.diags.count, 1);
    check_text(ems_text(out.diags.items[0].message, EMS_LANG_EN), ems_text(message, EMS_LANG_EN));
    end(&out);
}

static void whole_file(struct bytes *file, const struct pieces *nodes, const struct pieces *ways)
{
    file->count = 0;
    put_header(file, "OsmSchema-V0.6");
    put_nodes(file, nodes);
    put_ways(file, ways);
}

static void good_files(void **state)
{
    (void)state;
    struct bytes file, junk = {.count = 0};
    struct pieces shifted = good;
    whole_file(&file, &good, &good);
    check_good(&file);
    shifted.granularity = 1000000;
    shifted.lat_offset = 29 * INT64_C(1000000000);
    memcpy(shifted.lats, (int64_t[]){1000, 1}, sizeof shifted.lats);
    memcpy(shifted.lons, (int64_t[]){120000, 0}, sizeof shifted.lons);
    whole_file(&file, &shifted, &good);
    check_good(&file);
    /* a kind of block that nobody knows, ways before nodes, and nothing in a block */
    file.count = 0;
    put_header(&file, "DenseNodes");
    put_data(&junk, 3, "?", 1);
    put_block(&file, "Sometime", &junk, junk.count);
    put_ways(&file, &good);
    put_nodes(&file, &good);
    check_good(&file);
}

static void contradictions(void **state)
{
    (void)state;
    struct bytes file;
    struct pieces p = good;
    p.lat_count = 1;
    whole_file(&file, &p, &good);
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
    p = good;
    p.value = 3; /* beyond the table of strings */
    whole_file(&file, &good, &p);
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
    p = good;
    p.value_count = 0;
    whole_file(&file, &good, &p);
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
    p = good;
    p.granularity = 0;
    whole_file(&file, &p, &good);
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
    p = good;
    memcpy(p.ids, (int64_t[]){INT64_MAX, 1}, sizeof p.ids);
    whole_file(&file, &p, &good);
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
    p = good;
    memcpy(p.refs, (int64_t[]){INT64_MIN, -1}, sizeof p.refs);
    whole_file(&file, &good, &p);
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
}

static void nodes_beyond_the_globe(void **state)
{
    (void)state;
    static const int64_t lats[] = {900000001, INT64_MAX, INT64_MIN, -900000001};
    for (size_t i = 0; i < sizeof lats / sizeof *lats; i++) {
        struct bytes file;
        struct outcome out;
        struct pieces p = good;
        p.lats[0] = lats[i];
        p.lats[1] = 0;
        whole_file(&file, &p, &good);
        read_bytes(&file, &out);
        check_int(out.status, EMS_BAD_INPUT); /* no road is left */
        check_int(out.report.nodes_nowhere, 2);
        end(&out);
    }
}

static void frames(void **state)
{
    (void)state;
    struct bytes file = {.count = 0}, content = {.count = 0}, blob = {.count = 0};
    put_nodes(&file, &good); /* no header */
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
    file.count = 0;
    put_header(&file, "HistoricalInformation");
    check_wrong(&file, EMS_T_PBF_FEATURE);
    file.count = 0;
    put_header(&file, "OsmSchema-V0.6");
    put_block(&file, "OSMData", &content, 33 << 20); /* longer than the format allows */
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
    file.count = 0;
    put_header(&file, "OsmSchema-V0.6");
    put_block(&file, "OSMData", &content, 20 << 20); /* longer than the file */
    check_wrong(&file, EMS_T_PBF_CUT);
    file.count = 0;
    put_header(&file, "OsmSchema-V0.6");
    put(&file, "\0\1\0\1", 4); /* a header beyond 64 KiB */
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
    file.count = 0;
    put_header(&file, "OsmSchema-V0.6");
    put_block(&file, "OSMData", &blob, 0); /* neither packed nor not */
    check_wrong(&file, EMS_T_PBF_CONTRADICTION);
    file.count = 0;
    put_header(&file, "OsmSchema-V0.6");
    put(&content, "\x0a\xff", 2);
    put_raw(&file, "OSMData", &content); /* a string table that is not there */
    check_wrong(&file, EMS_T_PBF_UNDECODABLE);
}

static void packing(void **state)
{
    (void)state;
    static const unsigned fields[] = {4, 5, 6, 7}; /* lzma, bzip2, lz4, zstd */
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct bytes file = {.count = 0}, blob = {.count = 0};
        put_header(&file, "OsmSchema-V0.6");
        put_number(&blob, 2, 10);
        put_data(&blob, fields[i], "0123", 4);
        put_block(&file, "OSMData", &blob, blob.count);
        check_wrong(&file, EMS_T_PBF_PACKER);
    }
}

/* A block of ways packed by zlib that says it has `claimed` bytes. */
static void put_packed(struct bytes *file, const struct bytes *content, uint64_t claimed)
{
    struct bytes blob = {.count = 0};
    unsigned char packed[ROOM];
    uLongf length = sizeof packed;
    check_int(compress(packed, &length, content->at, content->count), Z_OK);
    put_number(&blob, 2, claimed);
    put_data(&blob, 3, packed, length);
    put_block(file, "OSMData", &blob, blob.count);
}

static void wrong_sizes(void **state)
{
    (void)state;
    static const struct {
        int64_t more;
        enum ems_text message;
    } rows[] = {{0, EMS_T_OSM_NO_ROADS},
                {1, EMS_T_PBF_UNPACKING},
                {-1, EMS_T_PBF_UNPACKING},
                {33 << 20, EMS_T_PBF_CONTRADICTION},
                {-1000, EMS_T_PBF_CONTRADICTION}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bytes file = {.count = 0}, content = {.count = 0};
        put_header(&file, "OsmSchema-V0.6");
        put_data(&content, 1, "\x0a", 2);
        put_packed(&file, &content, (uint64_t)((int64_t)content.count + rows[i].more));
        check_wrong(&file, rows[i].message);
    }
}

/* 20 MB of groups that are two bytes each: small on the disk, and each takes many times that when decoded. */
static void too_much_in_a_block(void **state)
{
    (void)state;
    const size_t groups = 10 << 20;
    struct bytes file = {.count = 0}, header = {.count = 0};
    put_header(&file, "OsmSchema-V0.6");
    unsigned char *content = malloc(2 * groups + 2);
    uLongf length = compressBound(2 * groups + 2);
    unsigned char *blob = malloc(length + 32);
    check_true(content != NULL && blob != NULL);
    memcpy(content, "\x0a\0", 2);
    for (size_t i = 1; i <= groups; i++) memcpy(content + 2 * i, "\x12\0", 2);
    struct bytes front = {.count = 0};
    check_int(compress(blob, &length, content, 2 * groups + 2), Z_OK);
    put_number(&front, 2, 2 * groups + 2);
    put_varint(&front, 3 << 3 | 2);
    put_varint(&front, length);
    put_data(&header, 1, "OSMData", 7);
    put_number(&header, 3, front.count + length);
    put(&file, (unsigned char[]){0, 0, 0, (unsigned char)header.count}, 4);
    put(&file, header.at, header.count);
    put(&file, front.at, front.count);
    size_t total = file.count + length;
    unsigned char *whole = malloc(total);
    check_true(whole != NULL);
    memcpy(whole, file.at, file.count);
    memcpy(whole + file.count, blob, length);
    const struct ems_speeds speeds = ems_speeds_default();
    const struct ems_osm_options options = {.speeds = &speeds};
    struct outcome out = {.status = EMS_OK};
    FILE *stream = fmemopen(whole, total, "rb");
    check_int(ems_osm_read_stream(stream, "t", &options, &out.diags, &out.raw, &out.report), EMS_BAD_INPUT);
    check_text(ems_text(out.diags.items[0].message, EMS_LANG_EN),
               ems_text(EMS_T_PBF_UNDECODABLE, EMS_LANG_EN));
    fclose(stream);
    end(&out);
    free(whole);
    free(blob);
    free(content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files),
        cmocka_unit_test(contradictions),
        cmocka_unit_test(nodes_beyond_the_globe),
        cmocka_unit_test(frames),
        cmocka_unit_test(packing),
        cmocka_unit_test(wrong_sizes),
        cmocka_unit_test(too_much_in_a_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
