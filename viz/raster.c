#include "raster.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum ems_status viz_raster_open(struct viz_raster *raster, struct ems_box box, int cells)
{
    double w = box.high.x_m - box.low.x_m, h = box.high.y_m - box.low.y_m, longer = fmax(w, h);
    *raster = (struct viz_raster){.box = box};
    if (!(w > 0 && h > 0)) return EMS_BAD_USAGE;
    raster->columns = (int)fmax(2, ceil(cells * w / longer));
    raster->rows = (int)fmax(2, ceil(cells * h / longer));
    raster->value = calloc((size_t)raster->columns * (size_t)raster->rows, sizeof *raster->value);
    return raster->value != NULL ? EMS_OK : EMS_NO_MEMORY;
}

void viz_raster_close(struct viz_raster *raster)
{
    free(raster->value);
    *raster = (struct viz_raster){0};
}

static double cell_width(const struct viz_raster *r)
{
    return (r->box.high.x_m - r->box.low.x_m) / r->columns;
}

static double cell_height(const struct viz_raster *r)
{
    return (r->box.high.y_m - r->box.low.y_m) / r->rows;
}

double viz_raster_cell_area_m2(const struct viz_raster *raster)
{
    return cell_width(raster) * cell_height(raster);
}

int viz_raster_cell(const struct viz_raster *r, struct ems_point p)
{
    double column = floor((p.x_m - r->box.low.x_m) / cell_width(r));
    double row = floor((p.y_m - r->box.low.y_m) / cell_height(r));
    if (!(column >= 0 && column < r->columns && row >= 0 && row < r->rows)) return -1;
    return (int)row * r->columns + (int)column;
}

/* The two cells whose centres a position (in cells from the edge) lies between, and the share of the second.
 */
struct between {
    int first, second;
    float share;
};

static struct between neighbours(double position, int count)
{
    double from = floor(position - 0.5);
    int first = (int)from;
    struct between b = {first, first + 1, (float)(position - 0.5 - from)};
    if (first < 0) b = (struct between){0, 0, 0};
    if (b.second > count - 1) b = (struct between){count - 1, count - 1, 0};
    return b;
}

static float interpolated(const struct viz_raster *r, struct between x, struct between y)
{
    const float *low = r->value + (size_t)y.first * (size_t)r->columns;
    const float *high = r->value + (size_t)y.second * (size_t)r->columns;
    float south = low[x.first] + (low[x.second] - low[x.first]) * x.share;
    float north = high[x.first] + (high[x.second] - high[x.first]) * x.share;
    return south + (north - south) * y.share;
}

/* Mean over `2 * by + 1` numbers that stand `step` apart, beyond the edges nothing. */
static void blur_line(const float *from, float *to, int count, int step, int by)
{
    double sum = 0;
    for (int i = 0; i < by && i < count; i++) sum += from[(size_t)i * (size_t)step];
    for (int i = 0; i < count; i++) {
        if (i + by < count) sum += from[(size_t)(i + by) * (size_t)step];
        if (i - by - 1 >= 0) sum -= from[(size_t)(i - by - 1) * (size_t)step];
        to[(size_t)i * (size_t)step] = (float)(sum / (2 * by + 1));
    }
}

enum ems_status viz_raster_blur(struct viz_raster *r, int cells)
{
    size_t count = (size_t)r->columns * (size_t)r->rows;
    float *other = malloc(count * sizeof *other);
    if (other == NULL) return EMS_NO_MEMORY;
    for (int pass = 0; pass < 3; pass++) { /* three boxes are close to a bell */
        for (int y = 0; y < r->rows; y++) {
            size_t start = (size_t)y * (size_t)r->columns;
            blur_line(r->value + start, other + start, r->columns, 1, cells);
        }
        for (int x = 0; x < r->columns; x++) blur_line(other + x, r->value + x, r->rows, r->columns, cells);
    }
    free(other);
    return EMS_OK;
}

int viz_band_of(const struct viz_bands *bands, float value)
{
    int band = 0;
    while (band < bands->count - 1 && value >= bands->limit[band]) band++;
    return band;
}

static uint32_t premultiplied(struct viz_colour c)
{
    uint32_t a = c.a;
    return a << 24 | (c.r * a + 127) / 255 << 16 | (c.g * a + 127) / 255 << 8 | (c.b * a + 127) / 255;
}

/* What one row of pixels needs of the columns, computed once for all rows. */
static void find_columns(const struct viz_raster *r, const struct viz_camera *camera, struct between *out)
{
    for (int x = 0; x < camera->width; x++) {
        struct ems_point p = viz_camera_point(camera, x + 0.5, 0);
        double position = (p.x_m - r->box.low.x_m) / cell_width(r);
        if (position >= 0 && position < r->columns)
            out[x] = neighbours(position, r->columns);
        else
            out[x].first = -1;
    }
}

static void paint_row(const struct viz_raster *r, const struct viz_bands *bands, const uint32_t *colour,
                      const struct between *columns, struct between row, int width, uint32_t *out)
{
    for (int x = 0; x < width; x++) {
        if (columns[x].first < 0) continue;
        float value = interpolated(r, columns[x], row);
        if (!isnan(value)) out[x] = colour[viz_band_of(bands, value)];
    }
}

static void paint_rows(const struct viz_raster *r, const struct viz_camera *camera,
                       const struct viz_bands *bands, const struct between *columns, unsigned char *pixels,
                       int stride, const atomic_bool *stop)
{
    uint32_t colour[16];
    for (int b = 0; b < bands->count; b++) colour[b] = premultiplied(bands->colour[b]);
    for (int y = 0; y < camera->height && !*stop; y++) {
        struct ems_point p = viz_camera_point(camera, 0, y + 0.5);
        double position = (p.y_m - r->box.low.y_m) / cell_height(r);
        if (!(position >= 0 && position < r->rows)) continue;
        uint32_t *row = (uint32_t *)(void *)(pixels + (size_t)y * (size_t)stride);
        paint_row(r, bands, colour, columns, neighbours(position, r->rows), camera->width, row);
    }
}

cairo_surface_t *viz_raster_picture(const struct viz_raster *r, const struct viz_camera *camera,
                                    const struct viz_bands *bands, const atomic_bool *stop)
{
    if (r->value == NULL) return NULL;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, camera->width, camera->height);
    struct between *columns = malloc((size_t)camera->width * sizeof *columns);
    if (columns == NULL || cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        free(columns);
        cairo_surface_destroy(surface);
        return NULL;
    }
    find_columns(r, camera, columns);
    cairo_surface_flush(surface);
    paint_rows(r, camera, bands, columns, cairo_image_surface_get_data(surface),
               cairo_image_surface_get_stride(surface), stop);
    cairo_surface_mark_dirty(surface);
    free(columns);
    if (!*stop) return surface;
    cairo_surface_destroy(surface);
    return NULL;
}
