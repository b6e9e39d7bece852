#include "scenario/files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

/* The name that an earlier entry gave the same file; NULL when there is none. */
static const char *earlier_name(const struct ems_filler *filler, int32_t number)
{
    const struct ems_named_file *files = filler->files.items;
    for (int32_t i = 0; i < number; i++)
        if (strcmp(files[i].path, files[number].path) == 0) return files[i].node->renamed;
    return NULL;
}

static bool taken(const struct ems_filler *filler, int32_t number, const char *name)
{
    for (int32_t i = 0; i < number; i++)
        if (strcmp(filler->files.items[i].node->renamed, name) == 0) return true;
    return false;
}

static const char *new_name(struct ems_filler *filler, int32_t number)
{
    const char *own = ems_path_name(filler->files.items[number].path);
    const char *name = ems_arena_format(filler->arena, "data/%s", own);
    for (int n = 2; name != NULL && taken(filler, number, name); n++)
        name = ems_arena_format(filler->arena, "data/%d-%s", n, own);
    return name;
}

bool ems_files_rename(struct ems_filler *filler)
{
    for (int32_t i = 0; i < filler->files.count; i++) {
        const char *name = earlier_name(filler, i);
        if (name == NULL) name = new_name(filler, i);
        if (name == NULL) return false;
        filler->files.items[i].node->renamed = name;
    }
    return true;
}

static enum ems_status copy_stream(FILE *from, FILE *to)
{
    char buffer[16384];
    size_t count;
    while ((count = fread(buffer, 1, sizeof buffer, from)) > 0)
        if (fwrite(buffer, 1, count, to) != count) return EMS_IO;
    return ferror(from) ? EMS_IO : EMS_OK;
}

enum ems_status ems_files_copy_one(const char *from, const char *to)
{
    struct ems_file_out out;
    FILE *in = fopen(from, "rbe");
    if (in == NULL) return EMS_IO;
    enum ems_status status = ems_file_create(to, &out);
    if (status == EMS_OK) status = ems_file_finish(&out, copy_stream(in, out.stream));
    fclose(in);
    return status;
}

enum ems_status ems_files_copy(const struct ems_filler *filler, const char *folder, struct ems_arena *scratch)
{
    if (filler->files.count == 0) return EMS_OK;
    const char *data = ems_path_join(scratch, folder, "data");
    if (data == NULL) return EMS_NO_MEMORY;
    if (mkdir(data, 0777) != 0 && errno != EEXIST) return EMS_IO;
    enum ems_status status = EMS_OK;
    for (int32_t i = 0; i < filler->files.count && status == EMS_OK; i++) {
        const struct ems_named_file *file = &filler->files.items[i];
        const char *to = ems_path_join(scratch, folder, file->node->renamed);
        bool done = earlier_name(filler, i) != NULL;
        if (to == NULL)
            status = EMS_NO_MEMORY;
        else if (!done)
            status = ems_files_copy_one(file->path, to);
    }
    return status;
}
