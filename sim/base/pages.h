/* Pages of memory. What is looked up here and there is reached sooner through few large pages than through
 * many small ones. */
#ifndef EMS_BASE_PAGES_H
#define EMS_BASE_PAGES_H

#include <stddef.h>

enum { EMS_LARGE_PAGE = 2 * 1024 * 1024 };

/* Asks for large pages for as much of the memory as they may hold. A mere wish: nothing is lost where the
 * system has none. Keeps errno. */
void ems_pages_wish_large(void *memory, size_t size);

#endif
