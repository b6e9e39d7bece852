/* An allocator that fails when told to, in place of the C library's: include in one source of a test program.
 * Sanitizers take the allocator over themselves, so there is nothing to do under them. */
#ifndef EMS_TESTS_SUPPORT_FAILING_MEMORY_H
#define EMS_TESTS_SUPPORT_FAILING_MEMORY_H

#include <stdbool.h>
#include <stdlib.h>

#include "support/check.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ALLOCATOR_IS_TAKEN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define ALLOCATOR_IS_TAKEN 1
#endif
#endif

#ifndef ALLOCATOR_IS_TAKEN
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t align, size_t size);

/* Counted while fails_from is not -1; from that one on they fail, or only that one. */
static long allocations, fails_from = -1;
static bool fails_once;

static bool fails(void)
{
    if (fails_from < 0) return false;
    long this_one = allocations++;
    return fails_once ? this_one == fails_from : this_one >= fails_from;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t align, size_t size)
{
    return fails() ? NULL : __libc_memalign(align, size);
}
#else
static void skipped_under_sanitizers(void **state)
{
    (void)state;
    printf("skipped: the sanitizer has its own allocator\n");
    skip();
}
#endif

#endif
