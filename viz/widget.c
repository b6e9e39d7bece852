#include "widget.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

uint32_t viz_id(const char *name, int index)
{
    uint32_t hash = 2166136261U;
    for (const char *p = name; *p != '\0'; p++) hash = (hash ^ (unsigned char)*p) * 16777619U;
    hash = (hash ^ (uint32_t)index) * 16777619U;
    return hash != 0 ? hash : 1;
}

int viz_px(const struct viz_ui *ui, double at_size_1)
{
    return (int)lround(at_size_1 * ui->scale);
}

struct viz_type viz_type_of(const struct viz_ui *ui, double size)
{
    return (struct viz_type){.size_px = size * ui->scale};
}

void viz_fill(struct viz_ui *ui, struct viz_rect r, struct viz_colour colour)
{
    viz_colour_use(ui->cr, colour);
    cairo_rectangle(ui->cr, r.x, r.y, r.w, r.h);
    cairo_fill(ui->cr);
}

void viz_frame_rect(struct viz_ui *ui, struct viz_rect r, struct viz_colour colour)
{
    viz_colour_use(ui->cr, colour);
    cairo_set_line_width(ui->cr, 1);
    cairo_rectangle(ui->cr, r.x + 0.5, r.y + 0.5, r.w - 1, r.h - 1);
    cairo_stroke(ui->cr);
}

void viz_label(struct viz_ui *ui, struct viz_rect r, const char *text, double size, bool bold,
               enum viz_align align, struct viz_colour colour)
{
    struct viz_type type = viz_type_of(ui, size);
    if (viz_rect_is_empty(r)) return;
    type.bold = bold;
    type.align = align;
    type.max_width = r.w;
    int height = viz_measure(ui->writer, text, &type).h;
    double x = align == VIZ_LEFT ? r.x : align == VIZ_RIGHT ? r.x + r.w : r.x + r.w / 2;
    int y = r.y + (r.h - height) / 2;
    viz_write(ui->writer, ui->cr, text, x, y, &type, colour);
}

int viz_paragraph(struct viz_ui *ui, struct viz_rect r, const char *text, double size,
                  struct viz_colour colour)
{
    struct viz_type type = viz_type_of(ui, size);
    type.wraps = true;
    type.max_width = r.w > 1 ? r.w : 1;
    return viz_write(ui->writer, ui->cr, text, r.x, r.y, &type, colour).h;
}

bool viz_is_over(const struct viz_ui *ui, struct viz_rect rect)
{
    return viz_rect_has(rect, ui->input.x, ui->input.y) && viz_rect_has(ui->clip, ui->input.x, ui->input.y);
}

void viz_tip(struct viz_ui *ui, struct viz_rect rect, const char *text)
{
    if (viz_is_over(ui, rect) && ui->active == 0) snprintf(ui->tip, sizeof ui->tip, "%s", text);
}

/* Pressed and let go over it. */
static bool was_clicked(struct viz_ui *ui, struct viz_rect rect, uint32_t id)
{
    bool over = viz_is_over(ui, rect);
    if (over && ui->input.pressed) ui->active = id;
    if (ui->active != id || !ui->input.released) return false;
    ui->active = 0;
    return over;
}

static void rounded(cairo_t *cr, struct viz_rect r, double radius)
{
    static const double quarter = 1.5707963267948966;
    double x = r.x + 0.5, y = r.y + 0.5, w = r.w - 1, h = r.h - 1;
    cairo_new_path(cr);
    cairo_arc(cr, x + w - radius, y + radius, radius, -quarter, 0);
    cairo_arc(cr, x + w - radius, y + h - radius, radius, 0, quarter);
    cairo_arc(cr, x + radius, y + h - radius, radius, quarter, 2 * quarter);
    cairo_arc(cr, x + radius, y + radius, radius, 2 * quarter, 3 * quarter);
    cairo_close_path(cr);
}

static void box(struct viz_ui *ui, struct viz_rect r, struct viz_colour fill, struct viz_colour edge)
{
    rounded(ui->cr, r, viz_px(ui, 4));
    viz_colour_use(ui->cr, fill);
    cairo_fill_preserve(ui->cr);
    viz_colour_use(ui->cr, edge);
    cairo_set_line_width(ui->cr, 1);
    cairo_stroke(ui->cr);
}

static struct viz_colour button_fill(const struct viz_ui *ui, enum viz_button_look look, bool over, bool held)
{
    const struct viz_theme *t = ui->theme;
    struct viz_colour fill = look == VIZ_BUTTON_PRIMARY || look == VIZ_BUTTON_ON ? t->accent
                             : look == VIZ_BUTTON_FLAT                           ? t->panel
                                                                                 : t->raised;
    return viz_colour_mix(fill, t->text, held ? 0.18 : over ? 0.08 : 0);
}

bool viz_button(struct viz_ui *ui, struct viz_rect rect, uint32_t id, const char *label,
                enum viz_button_look look)
{
    const struct viz_theme *t = ui->theme;
    bool clicked = look != VIZ_BUTTON_OFF && was_clicked(ui, rect, id);
    bool over = look != VIZ_BUTTON_OFF && viz_is_over(ui, rect) && (ui->active == 0 || ui->active == id);
    struct viz_colour fill = button_fill(ui, look, over, ui->active == id);
    if (look != VIZ_BUTTON_OFF) viz_note(ui, rect, label);
    bool is_blue = look == VIZ_BUTTON_PRIMARY || look == VIZ_BUTTON_ON;
    box(ui, rect, fill, look == VIZ_BUTTON_FLAT || is_blue ? fill : t->line);
    viz_label(ui, viz_rect_inset(rect, viz_px(ui, 3)), label, 13, false, VIZ_CENTRE,
              look == VIZ_BUTTON_OFF ? viz_colour_mix(t->faint, t->raised, 0.45)
              : is_blue              ? t->on_accent
                                     : t->text);
    return clicked;
}

bool viz_checkbox(struct viz_ui *ui, struct viz_rect rect, uint32_t id, const char *label, bool *value)
{
    const struct viz_theme *t = ui->theme;
    int side = viz_px(ui, 15);
    struct viz_rect tick = {rect.x, rect.y + (rect.h - side) / 2, side, side};
    bool changed = was_clicked(ui, rect, id);
    viz_note(ui, rect, label);
    if (changed) *value = !*value;
    box(ui, tick, *value ? t->accent : t->panel, *value ? t->accent : t->faint);
    if (*value) {
        viz_colour_use(ui->cr, t->on_accent);
        cairo_set_line_width(ui->cr, 2 * ui->scale);
        cairo_move_to(ui->cr, tick.x + side * 0.22, tick.y + side * 0.52);
        cairo_line_to(ui->cr, tick.x + side * 0.43, tick.y + side * 0.74);
        cairo_line_to(ui->cr, tick.x + side * 0.80, tick.y + side * 0.28);
        cairo_stroke(ui->cr);
    }
    struct viz_rect rest = {tick.x + side + viz_px(ui, 8), rect.y, rect.w - side - viz_px(ui, 8), rect.h};
    viz_label(ui, rest, label, 13, false, VIZ_LEFT, t->text);
    return changed;
}

bool viz_segments(struct viz_ui *ui, struct viz_rect r, uint32_t id, const char *const *labels, int count,
                  int *chosen)
{
    int before = *chosen;
    for (int i = 0; i < count; i++) {
        struct viz_rect part = {r.x + r.w * i / count, r.y, r.w * (i + 1) / count - r.w * i / count, r.h};
        if (viz_button(ui, part, id + (uint32_t)i, labels[i],
                       i == *chosen ? VIZ_BUTTON_ON : VIZ_BUTTON_PLAIN))
            *chosen = i;
    }
    return *chosen != before;
}

/* Takes the last character off. */
static void shorten(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && ((unsigned char)text[length - 1] & 0xc0) == 0x80) length--;
    if (length > 0) text[length - 1] = '\0';
}

static enum viz_field_answer take_keys(struct viz_ui *ui, char *text, size_t size)
{
    size_t length = strlen(text), more = strlen(ui->input.typed);
    if (ui->input.key == SDLK_RETURN || ui->input.key == SDLK_KP_ENTER) return VIZ_FIELD_ENTERED;
    if (ui->input.key == SDLK_BACKSPACE && length > 0) {
        shorten(text);
        return VIZ_FIELD_CHANGED;
    }
    if (more == 0 || length + more >= size) return VIZ_FIELD_SAME;
    memcpy(text + length, ui->input.typed, more + 1);
    return VIZ_FIELD_CHANGED;
}

enum viz_field_answer viz_field(struct viz_ui *ui, struct viz_rect r, uint32_t id, char *text, size_t size)
{
    const struct viz_theme *t = ui->theme;
    if (ui->input.pressed) {
        if (viz_is_over(ui, r))
            ui->focus = id;
        else if (ui->focus == id)
            ui->focus = 0;
    }
    viz_note(ui, r, text);
    enum viz_field_answer answer = ui->focus == id ? take_keys(ui, text, size) : VIZ_FIELD_SAME;
    box(ui, r, t->panel, ui->focus == id ? t->accent : t->line);
    struct viz_rect inside = {r.x + viz_px(ui, 8), r.y, r.w - viz_px(ui, 16), r.h};
    struct viz_type type = viz_type_of(ui, 13);
    int width = viz_measure(ui->writer, text, &type).w;
    /* a text that is too long shows its end, where one writes */
    cairo_save(ui->cr);
    cairo_rectangle(ui->cr, inside.x, inside.y, inside.w, inside.h);
    cairo_clip(ui->cr);
    int x = width > inside.w - 4 ? inside.x + inside.w - 4 - width : inside.x;
    int y = r.y + (r.h - viz_px(ui, 18)) / 2;
    viz_write(ui->writer, ui->cr, text, x, y, &type, t->text);
    if (ui->focus == id)
        viz_fill(ui, (struct viz_rect){x + width + 1, r.y + r.h / 5, 2, r.h * 3 / 5}, t->accent);
    cairo_restore(ui->cr);
    return answer;
}

void viz_scroll(struct viz_ui *ui, struct viz_rect r, int content_height, double *scroll)
{
    double most = fmax(content_height - r.h, 0);
    if (viz_is_over(ui, r)) *scroll -= ui->input.wheel * viz_px(ui, 40);
    *scroll = fmin(fmax(*scroll, 0), most);
    if (most <= 0) return;
    int width = viz_px(ui, 4), height = (int)fmax((double)r.h * r.h / content_height, viz_px(ui, 24));
    int y = r.y + (int)(*scroll / most * (r.h - height));
    viz_fill(ui, (struct viz_rect){r.x + r.w - width, y, width, height},
             viz_colour_mix(ui->theme->panel, ui->theme->faint, 0.6));
}

int viz_list(struct viz_ui *ui, struct viz_rect r, uint32_t id, int rows, int row_height, int selected,
             double *scroll, viz_row_writer row, void *self)
{
    int clicked = -1;
    cairo_save(ui->cr);
    cairo_rectangle(ui->cr, r.x, r.y, r.w, r.h);
    cairo_clip(ui->cr);
    struct viz_rect clip = ui->clip;
    ui->clip = viz_rect_has(r, ui->input.x, ui->input.y) ? clip : (struct viz_rect){0, 0, 0, 0};
    int first = (int)(*scroll / row_height);
    for (int i = first; i < rows && r.y + i * row_height - (int)*scroll < r.y + r.h; i++) {
        struct viz_rect place = {r.x, r.y + i * row_height - (int)*scroll, r.w - viz_px(ui, 6), row_height};
        if (was_clicked(ui, place, id + (uint32_t)i)) clicked = i;
        if (i == selected)
            viz_fill(ui, place, viz_colour_mix(ui->theme->panel, ui->theme->accent, 0.22));
        else if (viz_is_over(ui, place))
            viz_fill(ui, place, ui->theme->raised);
        row(ui, place, i, self);
    }
    ui->clip = clip;
    viz_scroll(ui, r, rows * row_height, scroll);
    cairo_restore(ui->cr);
    return clicked;
}

void viz_bar(struct viz_ui *ui, struct viz_rect r, double share, struct viz_colour colour)
{
    viz_fill(ui, r, ui->theme->raised);
    viz_fill(ui, (struct viz_rect){r.x, r.y, (int)lround(r.w * fmin(fmax(share, 0), 1)), r.h}, colour);
}
