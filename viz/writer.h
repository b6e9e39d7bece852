/* Writes text with Pango onto Cairo. Layouts are kept and used again, since a panel writes the same words in
 * every frame. A writer belongs to one thread; each thread that draws has its own.
 *
 *     struct viz_type heading = {.size_px = 15, .bold = true};
 *     viz_write(writer, cr, "Response time", x, y, &heading, theme->text);
 *
 * (x, y) is the upper left corner (with VIZ_RIGHT the upper right, with VIZ_CENTRE the upper middle). */
#ifndef EMS_VIZ_WRITER_H
#define EMS_VIZ_WRITER_H

#include <cairo.h>
#include <stdbool.h>

#include "theme.h"
#include "ems120/status.h"

enum viz_align { VIZ_LEFT, VIZ_CENTRE, VIZ_RIGHT };

struct viz_type {
    double size_px;
    bool bold, wraps; /* wraps at max_width instead of ending in an ellipsis */
    enum viz_align align;
    int max_width; /* 0: as long as it is */
};

struct viz_size {
    int w, h;
};

struct viz_writer;

enum ems_status viz_writer_create(const char *family, struct viz_writer **out);
void viz_writer_free(struct viz_writer *writer); /* NULL is fine */
/* Writes nothing when memory is out. Returns what it took. */
struct viz_size viz_write(struct viz_writer *writer, cairo_t *cr, const char *text, double x, double y,
                          const struct viz_type *type, struct viz_colour colour);
struct viz_size viz_measure(struct viz_writer *writer, const char *text, const struct viz_type *type);
/* With an outline in `halo`, for labels on the map. */
void viz_write_haloed(struct viz_writer *writer, cairo_t *cr, const char *text, double x, double y,
                      const struct viz_type *type, struct viz_colour colour, struct viz_colour halo);

#endif
