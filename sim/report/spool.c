#include "report/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 1 << 16 };

enum ems_status ems_spool_open(const char *folder, struct ems_spool *out)
{
    char *name = NULL;
    out->stream = NULL;
    if (asprintf(&name, "%s/.spool-XXXXXX", folder) < 0) return EMS_NO_MEMORY;
    int descriptor = mkostemp(name, O_CLOEXEC);
    if (descriptor >= 0) {
        unlink(name);
        out->stream = fdopen(descriptor, "w+b");
    }
    int error = errno;
    free(name);
    if (out->stream != NULL) return EMS_OK;
    if (descriptor >= 0) close(descriptor);
    errno = error;
    return EMS_IO;
}

static enum ems_status empty(struct ems_spool *spool)
{
    if (fseek(spool->stream, 0, SEEK_SET) != 0) return EMS_IO; /* writes what is still in memory */
    return ftruncate(fileno(spool->stream), 0) == 0 ? EMS_OK : EMS_IO;
}

static enum ems_status copy(FILE *from, FILE *to, char *piece)
{
    for (;;) {
        size_t have = fread(piece, 1, PIECE, from);
        if (have > 0 && fwrite(piece, 1, have, to) != have) return EMS_IO;
        if (have < PIECE) return ferror(from) ? EMS_IO : EMS_OK;
    }
}

enum ems_status ems_spool_move(struct ems_spool *spool, FILE *to)
{
    if (fflush(spool->stream) != 0 || fseek(spool->stream, 0, SEEK_SET) != 0) return EMS_IO;
    char *piece = malloc(PIECE);
    if (piece == NULL) return EMS_NO_MEMORY;
    enum ems_status status = copy(spool->stream, to, piece);
    int error = errno;
    free(piece);
    errno = error;
    return status == EMS_OK ? empty(spool) : status;
}

void ems_spool_close(struct ems_spool *spool)
{
    if (spool->stream != NULL) fclose(spool->stream);
    spool->stream = NULL;
}
