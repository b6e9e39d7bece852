/* Making a city and its roads with every single allocation failing, with and without all after it: told as
 * such, or without harm: qsort sorts without memory, too. */
#include "base/hash.h"
#include "city/city.h"
#include "support/failing_memory.h"

#ifndef ALLOCATOR_IS_TAKEN
static enum ems_status make(uint64_t *hash)
{
    struct ems_city city;
    struct ems_raw_network raw = {0};
    enum ems_status status = ems_city_generate(&(struct ems_city_def){80000, 0, 1}, &city);
    if (status == EMS_OK) status = ems_city_roads(&city, &raw);
    *hash = 0;
    for (int32_t a = 0; status == EMS_OK && a < raw.arcs.count; a++)
        *hash = 31 * *hash + ems_hash64(&raw.arcs.items[a].length_m, sizeof raw.arcs.items[a].length_m);
    for (int32_t h = 0; status == EMS_OK && h < city.homes.count; h++)
        *hash = 31 * *hash + ems_hash64(&city.homes.items[h].people, sizeof city.homes.items[h].people);
    ems_raw_free(&raw);
    ems_city_free(&city);
    return status;
}

static void fail_each(bool once)
{
    uint64_t whole, hash;
    int harmless = 0;
    check_ok(make(&whole));
    for (long from = 0; true; from++) {
        allocations = 0;
        fails_once = once;
        fails_from = from;
        enum ems_status status = make(&hash);
        fails_from = -1;
        if (status == EMS_OK) check_true(hash == whole);
        if (allocations <= from) {
            check_ok(status);
            check_true(from > 50 && harmless < (once ? 10 : 1));
            return;
        }
        if (status == EMS_OK)
            harmless++;
        else
            check_int(status, EMS_NO_MEMORY);
    }
}

static void every_allocation(void **state)
{
    (void)state;
    fail_each(false);
    fail_each(true);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifndef ALLOCATOR_IS_TAKEN
        cmocka_unit_test(every_allocation)
#else
        cmocka_unit_test(skipped_under_sanitizers)
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
