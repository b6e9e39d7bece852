/* Finding the files of standards by their ids, for scenario/standards.h. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "scenario/fill.h"
#include "scenario/offered.h"
#include "scenario/standards.h"

enum { BYTES_MAX = 1024 * 1024, SCENARIO_FOLDERS = 3, DATA_FOLDERS = 2 };

struct finder {
    const char **folders;         /* in order of search */
    int32_t folder_count, shared; /* the first `shared` hold other files, too */
    struct ems_filler filler;
};

static enum ems_status list_folders(struct finder *f, const struct ems_standard_search *search)
{
    static const char *const beside[SCENARIO_FOLDERS] = {".", "standards", "../standards"};
    static const char *const shipped[DATA_FOLDERS] = {"standards", "scenarios/standards"};
    struct ems_arena *arena = f->filler.arena;
    f->folders = EMS_NEW_ARRAY(arena, const char *,
                               SCENARIO_FOLDERS + DATA_FOLDERS * (int64_t)search->data_folder_count);
    if (f->folders == NULL) return EMS_NO_MEMORY;
    f->shared = search->scenario_folder != NULL ? 1 : 0;
    for (int32_t i = 0; search->scenario_folder != NULL && i < SCENARIO_FOLDERS; i++)
        f->folders[f->folder_count++] = ems_path_join(arena, search->scenario_folder, beside[i]);
    for (int32_t d = 0; d < search->data_folder_count; d++)
        for (int32_t i = 0; i < DATA_FOLDERS; i++)
            f->folders[f->folder_count++] = ems_path_join(arena, search->data_folders[d], shipped[i]);
    return arena->failed ? EMS_NO_MEMORY : EMS_OK;
}

static const char *find(const struct finder *f, const char *id)
{
    struct ems_arena *arena = f->filler.arena;
    const char *name = ems_arena_format(arena, "%s.yaml", id);
    struct stat info;
    for (int32_t i = 0; name != NULL && i < f->folder_count; i++) {
        const char *path = ems_path_join(arena, f->folders[i], name);
        if (path != NULL && stat(path, &info) == 0 && S_ISREG(info.st_mode)) return path;
    }
    return NULL;
}

static const char *offer(struct ems_filler *filler, const char *folder, const char *entry)
{
    (void)folder;
    size_t length = strlen(entry);
    if (length <= 5 || strcmp(entry + length - 5, ".yaml") != 0) return NULL;
    return ems_arena_strndup(filler->arena, entry, length - 5);
}

static void tell_unknown(struct finder *f, const struct ems_def_text *id)
{
    ems_offered names = {0};
    struct ems_path path = {.segment = id->mark.path};
    for (int32_t i = f->shared; i < f->folder_count; i++)
        ems_offered_add(&f->filler, f->folders[i], offer, &names);
    struct ems_diag *diag =
        ems_fill_error(&f->filler, id->mark.at, &path, EMS_T_STANDARD_UNKNOWN, EMS_ARGS(id->value));
    ems_offered_suggest(&f->filler, diag, id->value, &names);
}

static enum ems_status load(struct finder *f, const struct ems_def_text *id, const struct ems_standard **out)
{
    const char *path = find(f, id->value);
    char *text = NULL;
    size_t length = 0;
    if (f->filler.arena->failed) return EMS_NO_MEMORY;
    if (path == NULL) {
        tell_unknown(f, id);
        return EMS_BAD_INPUT;
    }
    enum ems_status status =
        ems_file_read_input(path, BYTES_MAX, id->mark.at, id->mark.path, f->filler.diags, &text, &length);
    if (status != EMS_OK) return status;
    status = ems_standard_read(text, length, path, id->value, f->filler.arena, f->filler.diags, out);
    free(text);
    return status;
}

static bool is_repeated(struct finder *f, const ems_def_texts *ids, int32_t number)
{
    const struct ems_def_text *id = &ids->items[number];
    for (int32_t i = 0; i < number; i++) {
        if (ids->items[i].value == NULL || strcmp(ids->items[i].value, id->value) != 0) continue;
        struct ems_path path = {.segment = id->mark.path};
        ems_fill_clash(&f->filler, EMS_T_STANDARD_TWICE, id->value, "", ids->items[i].mark.at, id->mark.at,
                       &path);
        return true;
    }
    return false;
}

enum ems_status ems_standards_load(const ems_def_texts *ids, const struct ems_standard_search *search,
                                   struct ems_arena *arena, struct ems_diags *diags,
                                   const struct ems_standard *const **out)
{
    struct finder f = {.filler = {.arena = arena, .diags = diags}};
    const struct ems_standard **standards = EMS_NEW_ARRAY(arena, const struct ems_standard *, ids->count);
    enum ems_status worst = EMS_OK;
    *out = NULL;
    if (standards == NULL || list_folders(&f, search) != EMS_OK) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < ids->count && worst != EMS_NO_MEMORY; i++) {
        enum ems_status status = EMS_BAD_INPUT; /* a name that is none was told already */
        if (ids->items[i].value != NULL && !is_repeated(&f, ids, i))
            status = load(&f, &ids->items[i], &standards[i]);
        if (status != EMS_OK) worst = status;
    }
    if (f.filler.no_memory) return EMS_NO_MEMORY;
    if (worst == EMS_OK) *out = standards;
    return worst;
}

enum ems_status ems_standards_add_inputs(struct ems_model *model, struct ems_arena *arena)
{
    const int32_t before = model->origin.file_count, count = model->standard_count;
    struct ems_input_file *files = EMS_NEW_ARRAY(arena, struct ems_input_file, before + count);
    if (files == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < before; i++) files[i] = model->origin.files[i];
    for (int32_t i = 0; i < count; i++)
        files[before + i] = (struct ems_input_file){
            ems_arena_format(arena, "standards/%s.yaml", model->standard_files[i]->id),
            model->standard_files[i]->hash};
    model->origin.files = files;
    model->origin.file_count = before + count;
    return arena->failed ? EMS_NO_MEMORY : EMS_OK;
}
