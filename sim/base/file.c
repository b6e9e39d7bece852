#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/number.h"

/* Reads until the end or one byte beyond the limit, growing as it goes: a size told beforehand may be wrong.
 */
static enum ems_status read_all(FILE *file, size_t limit, char **out, size_t *length)
{
    size_t capacity = 64 * 1024, have = 0;
    char *bytes = malloc(capacity + 1);
    if (bytes == NULL) return EMS_NO_MEMORY;
    for (;;) {
        have += fread(bytes + have, 1, capacity - have, file);
        if (have < capacity || have > limit) break;
        capacity *= 2;
        char *more = realloc(bytes, capacity + 1);
        if (more == NULL) {
            free(bytes);
            return EMS_NO_MEMORY;
        }
        bytes = more;
    }
    if (ferror(file) || have > limit) {
        int error = ferror(file) ? errno : EFBIG;
        free(bytes);
        errno = error;
        return EMS_IO;
    }
    bytes[have] = '\0';
    *out = bytes;
    *length = have;
    return EMS_OK;
}

enum ems_status ems_file_read(const char *path, size_t limit, char **out, size_t *length)
{
    *out = NULL;
    *length = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return errno == ENOMEM ? EMS_NO_MEMORY : EMS_IO;
    struct stat info;
    enum ems_status status = EMS_IO;
    if (fstat(fileno(file), &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0 &&
        (size_t)info.st_size > limit)
        errno = EFBIG;
    else
        status = read_all(file, limit, out, length);
    int error = errno;
    fclose(file);
    errno = error;
    return status;
}

enum ems_status ems_file_read_input(const char *path, size_t limit, struct ems_place_in_file at,
                                    const char *scenario_path, struct ems_diags *diags, char **out,
                                    size_t *length)
{
    enum ems_status status = ems_file_read(path, limit, out, length);
    if (status != EMS_IO) return status;
    if (errno == EFBIG) {
        char megabytes[EMS_NUMBER_SIZE];
        ems_number_format((double)limit / 1e6, megabytes);
        ems_diag_error(diags, at, scenario_path, EMS_T_FILE_TOO_LARGE, EMS_ARGS(path, megabytes));
    } else {
        ems_diag_error(diags, at, scenario_path, EMS_T_FILE_UNREADABLE, EMS_ARGS(path, strerror(errno)));
    }
    return EMS_BAD_INPUT;
}

static void close_out(struct ems_file_out *out)
{
    free(out->path);
    free(out->temporary);
    *out = (struct ems_file_out){0};
}

/* A file of a name that nobody uses yet, with the permissions a new file has. */
static int open_temporary(char *name, size_t size, const char *path)
{
    enum { TRIES = 100 };
    int descriptor = -1;
    for (int i = 0; i < TRIES; i++) {
        snprintf(name, size, "%s.part-%ld-%d", path, (long)getpid(), i);
        descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0 || errno != EEXIST) break;
    }
    return descriptor;
}

/* Something that a file must not take the place of. */
static bool is_no_file(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static enum ems_status open_as_it_stands(const char *path, struct ems_file_out *out)
{
    *out = (struct ems_file_out){.path = strdup(path)};
    if (out->path == NULL) return EMS_NO_MEMORY;
    out->stream = fopen(path, "wb");
    if (out->stream != NULL) return EMS_OK;
    int error = errno;
    close_out(out);
    errno = error;
    return EMS_IO;
}

enum ems_status ems_file_create(const char *path, struct ems_file_out *out)
{
    size_t size = strlen(path) + 40;
    if (is_no_file(path)) return open_as_it_stands(path, out);
    *out = (struct ems_file_out){.path = strdup(path), .temporary = malloc(size)};
    if (out->path == NULL || out->temporary == NULL) {
        close_out(out);
        return EMS_NO_MEMORY;
    }
    int descriptor = open_temporary(out->temporary, size, path);
    if (descriptor >= 0) out->stream = fdopen(descriptor, "wb");
    if (out->stream != NULL) return EMS_OK;
    int error = errno;
    if (descriptor >= 0) {
        close(descriptor);
        unlink(out->temporary);
    }
    close_out(out);
    errno = error;
    return EMS_IO;
}

/* The new name lasts only when its folder is on the disk too; file systems that cannot do this are left be.
 */
static void sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? strdup(".") : strndup(path, slash == path ? 1 : (size_t)(slash - path));
    int descriptor = folder == NULL ? -1 : open(folder, O_RDONLY | O_DIRECTORY);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
    free(folder);
}

enum ems_status ems_file_commit(struct ems_file_out *out)
{
    errno = 0;
    bool good = !ferror(out->stream) && fflush(out->stream) == 0;
    if (good && fsync(fileno(out->stream)) != 0 && errno != EINVAL && errno != ENOTSUP) good = false;
    int error = good ? 0 : errno != 0 ? errno : EIO;
    if (fclose(out->stream) != 0 && good) {
        error = errno;
        good = false;
    }
    if (good && out->temporary != NULL && rename(out->temporary, out->path) != 0) {
        error = errno;
        good = false;
    }
    if (good && out->temporary != NULL) sync_folder(out->path);
    if (!good && out->temporary != NULL) unlink(out->temporary);
    close_out(out);
    errno = error;
    return good ? EMS_OK : EMS_IO;
}

void ems_file_discard(struct ems_file_out *out)
{
    const int error = errno;
    if (out->stream != NULL) {
        fclose(out->stream);
        if (out->temporary != NULL) unlink(out->temporary);
    }
    close_out(out);
    errno = error;
}

enum ems_status ems_file_finish(struct ems_file_out *out, enum ems_status status)
{
    if (status == EMS_OK) return ems_file_commit(out);
    ems_file_discard(out);
    return status;
}
