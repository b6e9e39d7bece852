#include "validation/case.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REPLICATIONS = 40 };

struct validation_case *case_add(struct case_list *list, const char *section, const char *file,
                                 double calls_per_day, const char *name, ...)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 16;
        list->items = realloc(list->items, (size_t)list->capacity * sizeof *list->items);
        if (!list->items) abort();
    }
    struct validation_case *c = &list->items[list->count++];
    memset(c, 0, sizeof *c);
    c->section = section;
    c->file = file;
    c->calls_per_day = calls_per_day;
    c->calls = 1e6;
    c->replications = REPLICATIONS;
    va_list args;
    va_start(args, name);
    vsnprintf(c->variant.name, sizeof c->variant.name, name, args);
    va_end(args);
    return c;
}

void case_set(struct variant *variant, const char *format, ...)
{
    assert(variant->set_count < SETS_MAX);
    va_list args;
    va_start(args, format);
    int length = vsnprintf(variant->sets[variant->set_count++], TEXT_MAX, format, args);
    va_end(args);
    assert(length < TEXT_MAX);
    (void)length;
}

struct figure_wanted *case_figure(struct validation_case *c, enum measure measure, double expected,
                                  const char *label, ...)
{
    assert(c->figure_count < FIGURES_MAX);
    struct figure_wanted *f = &c->figures[c->figure_count++];
    *f = (struct figure_wanted){.measure = measure, .scale = 1, .expected = expected};
    va_list args;
    va_start(args, label);
    vsnprintf(f->label, sizeof f->label, label, args);
    va_end(args);
    return f;
}

struct variant *case_mutant(struct validation_case *c, const char *name)
{
    assert(c->mutant_count < MUTANTS_MAX);
    struct variant *mutant = &c->mutants[c->mutant_count++];
    *mutant = c->variant;
    snprintf(mutant->name, sizeof mutant->name, "%s", name);
    return mutant;
}

void case_list_free(struct case_list *list)
{
    free(list->items);
    *list = (struct case_list){0};
}
