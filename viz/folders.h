/* Where shipped scenarios and standards are, in the order of search: $EMS120_DATA, share/ems120 beside the
 * program's own bin folder, the source tree that it was built in, the working directory. */
#ifndef EMS_VIZ_FOLDERS_H
#define EMS_VIZ_FOLDERS_H

#include <limits.h>
#include <stdint.h>

enum { VIZ_FOLDERS = 5 };

struct viz_folders {
    char path[VIZ_FOLDERS][PATH_MAX];
    const char *list[VIZ_FOLDERS]; /* of `path` */
    int32_t count;
};

void viz_folders_find(struct viz_folders *out);

#endif
