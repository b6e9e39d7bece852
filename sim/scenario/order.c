#include "scenario/order.h"

#include <stdlib.h>
#include <string.h>

struct placed {
    struct ems_diag diag;
    int32_t file, number;
};

static int compare(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->file != y->file) return x->file < y->file ? -1 : 1;
    if (x->diag.at.line != y->diag.at.line) return x->diag.at.line < y->diag.at.line ? -1 : 1;
    if (x->diag.at.column != y->diag.at.column) return x->diag.at.column < y->diag.at.column ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

void ems_diags_order(struct ems_diags *diags)
{
    struct placed *placed = diags->count > 1 ? calloc((size_t)diags->count, sizeof *placed) : NULL;
    if (placed == NULL) return; /* the order of finding will do */
    for (int32_t i = 0; i < diags->count; i++) {
        placed[i] = (struct placed){diags->items[i], i, i};
        for (int32_t j = i - 1; j >= 0; j--) {
            if (strcmp(placed[j].diag.at.file, placed[i].diag.at.file) != 0) continue;
            placed[i].file = placed[j].file;
            break;
        }
    }
    qsort(placed, (size_t)diags->count, sizeof *placed, compare);
    for (int32_t i = 0; i < diags->count; i++) diags->items[i] = placed[i].diag;
    free(placed);
}
