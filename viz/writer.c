#include "writer.h"

#include <pango/pangocairo.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Kept layouts: sets of a few, the least recently used of a set gives way. */
enum { SETS = 128, WAYS = 4 };

struct kept {
    char *text; /* NULL: free */
    struct viz_type type;
    PangoLayout *layout;
    uint64_t used;
};

struct viz_writer {
    PangoContext *context;
    char *family;
    uint64_t clock;
    struct kept kept[SETS][WAYS];
};

enum ems_status viz_writer_create(const char *family, struct viz_writer **out)
{
    struct viz_writer *writer = calloc(1, sizeof *writer);
    *out = NULL;
    if (writer == NULL) return EMS_NO_MEMORY;
    writer->family = strdup(family);
    /* a map of its own, not the thread's: it ends with the writer */
    PangoFontMap *map = pango_cairo_font_map_new();
    writer->context = map != NULL ? pango_font_map_create_context(map) : NULL;
    if (map != NULL) g_object_unref(map);
    if (writer->family == NULL || writer->context == NULL) {
        viz_writer_free(writer);
        return EMS_NO_MEMORY;
    }
    /* the Chinese forms of characters; no hinting of positions, so that pictures are the same everywhere */
    pango_context_set_language(writer->context, pango_language_from_string("zh-cn"));
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON);
    pango_cairo_context_set_font_options(writer->context, options);
    cairo_font_options_destroy(options);
    *out = writer;
    return EMS_OK;
}

static void forget(struct kept *kept)
{
    free(kept->text);
    if (kept->layout != NULL) g_object_unref(kept->layout);
    *kept = (struct kept){0};
}

void viz_writer_free(struct viz_writer *writer)
{
    if (writer == NULL) return;
    for (int s = 0; s < SETS; s++)
        for (int w = 0; w < WAYS; w++) forget(&writer->kept[s][w]);
    if (writer->context != NULL) g_object_unref(writer->context);
    free(writer->family);
    free(writer);
}

static bool same_type(const struct viz_type *a, const struct viz_type *b)
{
    return a->size_px == b->size_px && a->bold == b->bold && a->wraps == b->wraps && a->align == b->align &&
           a->max_width == b->max_width;
}

static uint32_t hash_of(const char *text, const struct viz_type *type)
{
    uint32_t hash = 2166136261U;
    for (const char *p = text; *p != '\0'; p++) hash = (hash ^ (unsigned char)*p) * 16777619U;
    hash = (hash ^ (uint32_t)(type->size_px * 8)) * 16777619U;
    hash = (hash ^ (uint32_t)type->max_width) * 16777619U;
    return hash ^ (hash >> 15) ^ (type->bold ? 1U : 0U);
}

static PangoLayout *lay_out(struct viz_writer *writer, const char *text, const struct viz_type *type)
{
    PangoLayout *layout = pango_layout_new(writer->context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, writer->family);
    pango_font_description_set_absolute_size(font, type->size_px * PANGO_SCALE);
    pango_font_description_set_weight(font, type->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    if (type->max_width > 0) {
        pango_layout_set_width(layout, type->max_width * PANGO_SCALE);
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        if (!type->wraps) pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    pango_layout_set_text(layout, text, -1);
    return layout;
}

static PangoLayout *layout_of(struct viz_writer *writer, const char *text, const struct viz_type *type)
{
    struct kept *set = writer->kept[hash_of(text, type) % SETS], *place = set;
    for (int w = 0; w < WAYS; w++) {
        if (set[w].text != NULL && same_type(&set[w].type, type) && strcmp(set[w].text, text) == 0) {
            set[w].used = ++writer->clock;
            return set[w].layout;
        }
        if (set[w].used < place->used) place = &set[w];
    }
    forget(place);
    place->text = strdup(text);
    if (place->text == NULL) return NULL;
    place->type = *type;
    place->layout = lay_out(writer, text, type);
    place->used = ++writer->clock;
    return place->layout;
}

struct viz_size viz_measure(struct viz_writer *writer, const char *text, const struct viz_type *type)
{
    struct viz_size size = {0, 0};
    PangoLayout *layout = layout_of(writer, text, type);
    if (layout != NULL) pango_layout_get_pixel_size(layout, &size.w, &size.h);
    return size;
}

/* Moves to the upper left corner of the text's lines; false when there is nothing to write. */
static PangoLayout *place(struct viz_writer *writer, cairo_t *cr, const char *text, double x, double y,
                          const struct viz_type *type, struct viz_size *size)
{
    PangoLayout *layout = text[0] != '\0' ? layout_of(writer, text, type) : NULL;
    PangoRectangle extent;
    *size = (struct viz_size){0, 0};
    if (layout == NULL) return NULL;
    pango_layout_get_pixel_extents(layout, NULL, &extent);
    *size = (struct viz_size){extent.width, extent.height};
    int half = extent.width / 2;
    double left = type->align == VIZ_LEFT ? x : type->align == VIZ_RIGHT ? x - extent.width : x - half;
    cairo_move_to(cr, left - extent.x, y);
    return layout;
}

struct viz_size viz_write(struct viz_writer *writer, cairo_t *cr, const char *text, double x, double y,
                          const struct viz_type *type, struct viz_colour colour)
{
    struct viz_size size;
    PangoLayout *layout = place(writer, cr, text, x, y, type, &size);
    if (layout == NULL) return size;
    viz_colour_use(cr, colour);
    pango_cairo_show_layout(cr, layout);
    return size;
}

void viz_write_haloed(struct viz_writer *writer, cairo_t *cr, const char *text, double x, double y,
                      const struct viz_type *type, struct viz_colour colour, struct viz_colour halo)
{
    struct viz_size size;
    PangoLayout *layout = place(writer, cr, text, x, y, type, &size);
    if (layout == NULL) return;
    cairo_save(cr);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_FAST);
    cairo_set_line_width(cr, 3);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    viz_colour_use(cr, halo);
    pango_cairo_layout_path(cr, layout);
    cairo_stroke(cr);
    cairo_restore(cr);
    place(writer, cr, text, x, y, type, &size);
    viz_colour_use(cr, colour);
    pango_cairo_show_layout(cr, layout);
}
