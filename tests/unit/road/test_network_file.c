#include "small_network.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "road/metric.h"
#include "road/search.h"

struct place {
    char folder[32], path[64];
    struct small_network small;
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    if (place == NULL) return -1;
    strcpy(place->folder, "/tmp/ems120-roads-XXXXXX");
    if (mkdtemp(place->folder) == NULL) return -1;
    snprintf(place->path, sizeof place->path, "%s/small.roads", place->folder);
    small_network_make(&place->small);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    unlink(place->path);
    rmdir(place->folder);
    ems_arena_free(&place->small.arena);
    free(place);
    return 0;
}

static const struct ems_place_in_file named = {"city.yaml", 12, 5};

/* What opening says: the text of the only diagnostic, EMS_T_NONE when it opens. */
static enum ems_text opening_says(const char *path)
{
    struct ems_arena arena = {0};
    struct ems_diags diags = {0};
    struct ems_network network;
    enum ems_status status = ems_network_open(path, named, "travel.roads", &arena, &diags, &network);
    enum ems_text said = diags.count > 0 ? diags.items[0].message : EMS_T_NONE;
    check_int(status, said == EMS_T_NONE ? EMS_OK : EMS_BAD_INPUT);
    check_int(diags.count, said != EMS_T_NONE);
    check_true((network.bytes != NULL) == (status == EMS_OK));
    if (said != EMS_T_NONE) {
        check_text(diags.items[0].at.file, "city.yaml");
        check_int(diags.items[0].at.line, 12);
        check_text(diags.items[0].path, "travel.roads");
        check_text(diags.items[0].args[0], path);
    }
    ems_diags_free(&diags);
    ems_arena_free(&arena);
    return said;
}

static enum ems_text bytes_say(const unsigned char *bytes, size_t size)
{
    struct ems_diags diags = {0};
    struct ems_network network;
    enum ems_status status = ems_network_read(bytes, size, named, "", "f.roads", &diags, &network);
    enum ems_text said = diags.count > 0 ? diags.items[0].message : EMS_T_NONE;
    check_int(status, said == EMS_T_NONE ? EMS_OK : EMS_BAD_INPUT);
    ems_diags_free(&diags);
    return said;
}

static void write_bytes(const char *path, const unsigned char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    check_true(file != NULL);
    check_int(fwrite(bytes, 1, size, file), size);
    check_int(fclose(file), 0);
}

static bool is_mapped(const char *path)
{
    char line[512];
    bool found = false;
    FILE *maps = fopen("/proc/self/maps", "r");
    if (maps == NULL) return false;
    while (fgets(line, sizeof line, maps) != NULL) found = found || strstr(line, path) != NULL;
    fclose(maps);
    return found;
}

static void what_is_written_is_read_and_unmapped_with_the_arena(void **state)
{
    struct place *place = *state;
    const struct ems_network *made = &place->small.network;
    struct ems_arena arena = {0};
    struct ems_diags diags = {0};
    struct ems_network n;
    check_ok(ems_network_write(made, place->path));
    check_true(!is_mapped(place->path));
    check_ok(ems_network_open(place->path, named, "", &arena, &diags, &n));
    check_int(diags.count, 0);
    check_true(is_mapped(place->path));
    check_int(n.coordinates, made->coordinates);
    check_int(n.node_count, made->node_count);
    check_int(n.arc_count, made->arc_count);
    check_int(n.class_count, made->class_count);
    check_int(n.hierarchy.edge_count, made->hierarchy.edge_count);
    check_int(n.hierarchy.depth, made->hierarchy.depth);
    check_int(n.hash, made->hash);
    check_int(n.size, made->size);
    check_int(memcmp(n.bytes, made->bytes, n.size), 0);
    check_int(n.id[8], 108);
    check_text(n.class_name[1], "路");
    ems_arena_free(&arena);
    check_true(!is_mapped(place->path));
}

/* Open networks outlive the file's name, and a new file under it. */
static void an_open_network_stays_when_its_file_is_replaced(void **state)
{
    struct place *place = *state;
    struct ems_arena arena = {0};
    struct ems_diags diags = {0};
    struct ems_network n;
    check_ok(ems_network_write(&place->small.network, place->path));
    check_ok(ems_network_open(place->path, named, "", &arena, &diags, &n));
    check_ok(ems_network_write(&place->small.network, place->path));
    unlink(place->path);
    check_int(ems_network_hash(n.bytes, n.size), n.hash);
    ems_arena_free(&arena);
}

static void every_truncation_is_told(void **state)
{
    struct place *place = *state;
    const struct ems_network *n = &place->small.network;
    check_ok(ems_network_write(n, place->path));
    check_int(opening_says(place->path), EMS_T_NONE);
    for (size_t size = n->size; size-- > 0;) {
        check_int(truncate(place->path, (off_t)size), 0);
        check_int(opening_says(place->path), size == 0 ? EMS_T_ROAD_FILE_KIND : EMS_T_ROAD_FILE_SIZE);
    }
}

static void bytes_behind_the_end_are_told(void **state)
{
    struct place *place = *state;
    const struct ems_network *n = &place->small.network;
    check_ok(ems_network_write(n, place->path));
    check_int(truncate(place->path, (off_t)n->size + 1), 0);
    check_int(opening_says(place->path), EMS_T_ROAD_FILE_SIZE);
}

static void every_flipped_byte_is_told(void **state)
{
    struct place *place = *state;
    size_t size = place->small.network.size;
    unsigned char *bytes = small_network_copy(&place->small);
    write_bytes(place->path, bytes, size);
    int file = open(place->path, O_WRONLY);
    check_true(file >= 0);
    for (size_t i = 0; i < size; i++) {
        for (int bit = 0; bit < 8; bit++) {
            bytes[i] ^= (unsigned char)(1 << bit);
            check_true(bytes_say(bytes, size) != EMS_T_NONE);
            bytes[i] ^= (unsigned char)(1 << bit);
        }
        unsigned char flipped = bytes[i] ^ 0xff;
        check_int(pwrite(file, &flipped, 1, (off_t)i), 1);
        check_true(opening_says(place->path) != EMS_T_NONE);
        check_int(pwrite(file, &bytes[i], 1, (off_t)i), 1);
    }
    check_int(bytes_say(bytes, size), EMS_T_NONE);
    check_int(opening_says(place->path), EMS_T_NONE);
    close(file);
    free(bytes);
}

/* Searches of every kind over a network that was let in. */
static void search(const struct ems_network *n)
{
    struct ems_arena arena = {0};
    struct ems_road_metric metric;
    check_ok(ems_road_metric_build(n, n->time_us[EMS_LIGHTS], &arena, &metric));
    for (int32_t from = 0; from < n->node_count; from++)
        for (int32_t to = 0; to < n->node_count; to++) {
            ems_time time = ems_road_time(&metric, from, to);
            check_true(time == EMS_NEVER || (time >= 0 && time <= n->node_count * EMS_ROAD_TIME_MAX));
        }
    ems_arena_free(&arena);
}

/* A file made to fit its checksum is still no way to lead a search astray. */
static void a_sealed_lie_is_refused_or_harmless(void **state)
{
    struct place *place = *state;
    size_t size = place->small.network.size;
    unsigned char *bytes = small_network_copy(&place->small);
    static const unsigned char masks[] = {0x01, 0x02, 0x10, 0x80, 0xff};
    int let_in = 0, refused = 0;
    for (size_t i = offsetof(struct ems_network_header, size); i < size; i++) {
        for (size_t k = 0; k < sizeof masks; k++) {
            struct ems_diags diags = {0};
            struct ems_network n;
            bytes[i] ^= masks[k];
            small_network_seal(bytes, size);
            enum ems_status status = ems_network_read(bytes, size, named, "", "f.roads", &diags, &n);
            check_int(status, diags.errors > 0 ? EMS_BAD_INPUT : EMS_OK);
            if (status == EMS_OK && masks[k] == 0x01) search(&n);
            *(status == EMS_OK ? &let_in : &refused) += 1;
            bytes[i] ^= masks[k];
            ems_diags_free(&diags);
        }
    }
    check_true(let_in > 1000 && refused > 1000); /* both happen */
    free(bytes);
}

static void other_files_are_told_apart(void **state)
{
    struct place *place = *state;
    size_t size = place->small.network.size;
    unsigned char *bytes = small_network_copy(&place->small);
    struct ems_network_header *header = (struct ems_network_header *)(void *)bytes;
    check_int(opening_says("/nonexistent/x.roads"), EMS_T_FILE_UNREADABLE);
    check_int(opening_says(place->folder), EMS_T_FILE_UNREADABLE);
    check_int(opening_says("/dev/null"), EMS_T_FILE_UNREADABLE);
    write_bytes(place->path, (const unsigned char *)"ems120: 1\nname: x\n", 18);
    check_int(opening_says(place->path), EMS_T_ROAD_FILE_KIND);
    header->format++;
    check_int(bytes_say(bytes, size), EMS_T_ROAD_FILE_FORMAT);
    header->format--;
    header->byte_order = UINT32_C(0x04030201);
    check_int(bytes_say(bytes, size), EMS_T_ROAD_FILE_MACHINE);
    header->byte_order = EMS_ROAD_BYTE_ORDER;
    bytes[size - 1] ^= 1;
    check_int(bytes_say(bytes, size), EMS_T_ROAD_FILE_DAMAGED);
    bytes[size - 1] ^= 1;
    header->node_count = 1 << 30;
    small_network_seal(bytes, size);
    check_int(bytes_say(bytes, size), EMS_T_ROAD_FILE_CONTENT);
    free(bytes);
}

static void a_file_that_cannot_be_written_is_told(void **state)
{
    struct place *place = *state;
    errno = 0;
    check_int(ems_network_write(&place->small.network, "/nonexistent/x.roads"), EMS_IO);
    check_int(errno, ENOENT);
    errno = 0;
    check_int(ems_network_write(&place->small.network, place->folder), EMS_IO);
    check_true(errno == EISDIR || errno == EEXIST || errno == ENOTEMPTY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_and_unmapped_with_the_arena),
        cmocka_unit_test(an_open_network_stays_when_its_file_is_replaced),
        cmocka_unit_test(every_truncation_is_told),
        cmocka_unit_test(bytes_behind_the_end_are_told),
        cmocka_unit_test(every_flipped_byte_is_told),
        cmocka_unit_test(a_sealed_lie_is_refused_or_harmless),
        cmocka_unit_test(other_files_are_told_apart),
        cmocka_unit_test(a_file_that_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
