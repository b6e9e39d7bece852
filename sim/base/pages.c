#include "base/pages.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>

void ems_pages_wish_large(void *memory, size_t size)
{
    uintptr_t begin = ((uintptr_t)memory + EMS_LARGE_PAGE - 1) / EMS_LARGE_PAGE * EMS_LARGE_PAGE;
    uintptr_t end = ((uintptr_t)memory + size) / EMS_LARGE_PAGE * EMS_LARGE_PAGE;
    const int error = errno; /* of the caller: it may be about to say why something failed */
    if (begin < end)
        madvise((unsigned char *)memory + (begin - (uintptr_t)memory), end - begin, MADV_HUGEPAGE);
    errno = error;
}
