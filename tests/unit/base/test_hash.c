#include "support/check.h"

#include <unistd.h>

#include "base/hash.h"

/* The published value of XXH3 for no bytes. */
static void empty_input_has_the_published_hash(void **state)
{
    (void)state;
    char hex[EMS_HASH_HEX];
    check_true(ems_hash64("", 0) == 0x2D06800538D394C2u);
    ems_hash_hex("", 0, hex);
    check_text(hex, "99aa06d3014798d86001c324468d497f");
}

static void every_bit_counts(void **state)
{
    (void)state;
    unsigned char bytes[100] = {0};
    uint64_t base = ems_hash64(bytes, sizeof bytes);
    for (int i = 0; i < 800; i++) {
        bytes[i / 8] ^= (unsigned char)(1 << i % 8);
        check_true(ems_hash64(bytes, sizeof bytes) != base);
        bytes[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    check_true(ems_hash64(bytes, sizeof bytes) == base);
}

static void files_hash_like_their_bytes(void **state)
{
    (void)state;
    char path[] = "/tmp/ems120-hash-XXXXXX", of_file[EMS_HASH_HEX], of_bytes[EMS_HASH_HEX];
    const size_t count = 300000; /* several pieces */
    char *bytes = malloc(count);
    check_true(bytes != NULL);
    for (size_t i = 0; i < count; i++) bytes[i] = (char)(i * 31 % 251);
    int descriptor = mkstemp(path);
    check_true(descriptor >= 0 && write(descriptor, bytes, count) == (ssize_t)count);
    close(descriptor);
    check_ok(ems_hash_file(path, of_file));
    ems_hash_hex(bytes, count, of_bytes);
    check_text(of_file, of_bytes);
    check_int(strlen(of_file), 32);
    unlink(path);
    check_int(ems_hash_file(path, of_file), EMS_IO);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(empty_input_has_the_published_hash),
                                       cmocka_unit_test(every_bit_counts),
                                       cmocka_unit_test(files_hash_like_their_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
