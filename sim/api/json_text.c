#include "api/json_text.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"

enum ems_status ems_json_to_text(const json_t *document, char **out)
{
    size_t size;
    *out = NULL;
    FILE *stream = open_memstream(out, &size);
    enum ems_status status = stream != NULL ? ems_json_write(document, stream) : EMS_NO_MEMORY;
    if (stream != NULL && fclose(stream) != 0) status = EMS_NO_MEMORY;
    if (status == EMS_OK || stream == NULL) return status;
    free(*out);
    *out = NULL;
    return status;
}
