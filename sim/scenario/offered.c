#include "scenario/offered.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

void ems_offered_add(struct ems_filler *filler, const char *folder, ems_offer *offer, ems_offered *names)
{
    DIR *dir = folder != NULL ? opendir(folder) : NULL;
    if (dir == NULL) return;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        const char *name = offer(filler, folder, entry->d_name);
        if (name != NULL && !EMS_PUSH(names, name)) filler->no_memory = true;
    }
    closedir(dir);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void ems_offered_suggest(struct ems_filler *filler, struct ems_diag *diag, const char *word,
                         ems_offered *names)
{
    int32_t kept = 0;
    if (names->count > 0) qsort((void *)names->items, (size_t)names->count, sizeof *names->items, by_text);
    for (int32_t i = 0; i < names->count; i++)
        if (kept == 0 || strcmp(names->items[kept - 1], names->items[i]) != 0)
            names->items[kept++] = names->items[i];
    if (kept > 0)
        ems_fill_suggest(filler, diag, word, names->items, kept);
    else
        ems_diag_hint(filler->diags, diag, EMS_T_HINT_DATA_FOLDER, NULL);
    free((void *)names->items);
    *names = (ems_offered){0};
}
