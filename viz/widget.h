/* Buttons, check boxes, sliders, fields, lists: a small immediate layer. A pane's draw function calls them in
 * each drawing, and what the mouse did to one is their answer:
 *
 *     if (viz_button(ui, rect, viz_id("save", 0), label, VIZ_BUTTON_PRIMARY)) save(app);
 *
 * Places are pixels of the window. A pane is drawn once for each click, so nothing is missed, and once more
 * afterwards, so that what changed is seen. Ids tell widgets of a pane apart; text fields keep the keyboard
 * while they have the focus. */
#ifndef EMS_VIZ_WIDGET_H
#define EMS_VIZ_WIDGET_H

#include <SDL.h>
#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "rect.h"
#include "texts.h"
#include "theme.h"
#include "writer.h"

struct viz_input { /* since the last drawing */
    int x, y;
    bool down, pressed, released, right_pressed, double_click;
    double wheel;      /* up is positive */
    const char *typed; /* UTF-8, or "" */
    SDL_Keycode key;   /* 0: none */
    Uint16 mods;
};

struct viz_notes;

struct viz_ui {
    cairo_t *cr;
    struct viz_writer *writer;
    const struct viz_theme *theme;
    enum ems_lang lang;
    double scale;
    struct viz_input input;
    struct viz_rect clip;    /* mouse counts inside only */
    uint32_t active;         /* holds the mouse; 0 none */
    uint32_t focus;          /* gets the keys; 0 none */
    struct viz_notes *notes; /* of what can be clicked (state.h); NULL: nobody asks */
    char tip[256];           /* of what is under the mouse; "" none */
};

enum viz_button_look {
    VIZ_BUTTON_PLAIN,
    VIZ_BUTTON_FLAT,
    VIZ_BUTTON_PRIMARY,
    VIZ_BUTTON_ON,
    VIZ_BUTTON_OFF /* cannot be pressed */
};

uint32_t viz_id(const char *name, int index);
/* Pixels for so many at text size 1. */
int viz_px(const struct viz_ui *ui, double at_size_1);
struct viz_type viz_type_of(const struct viz_ui *ui, double size);

void viz_fill(struct viz_ui *ui, struct viz_rect rect, struct viz_colour colour);
void viz_frame_rect(struct viz_ui *ui, struct viz_rect rect, struct viz_colour colour);
/* In the vertical middle of the rectangle, cut with an ellipsis at its width. */
void viz_label(struct viz_ui *ui, struct viz_rect rect, const char *text, double size, bool bold,
               enum viz_align align, struct viz_colour colour);
/* Wraps; returns the height that it took. */
int viz_paragraph(struct viz_ui *ui, struct viz_rect rect, const char *text, double size,
                  struct viz_colour colour);
bool viz_is_over(const struct viz_ui *ui, struct viz_rect rect);
/* Shown near the mouse while it is over the rectangle. */
void viz_tip(struct viz_ui *ui, struct viz_rect rect, const char *text);

/* Notes that a click there does something. Widgets do it themselves. */
void viz_note(struct viz_ui *ui, struct viz_rect rect, const char *label);

bool viz_button(struct viz_ui *ui, struct viz_rect rect, uint32_t id, const char *label,
                enum viz_button_look look);
/* True when it was changed. */
bool viz_checkbox(struct viz_ui *ui, struct viz_rect rect, uint32_t id, const char *label, bool *value);
/* One of a few, side by side. */
bool viz_segments(struct viz_ui *ui, struct viz_rect rect, uint32_t id, const char *const *labels, int count,
                  int *chosen);
enum viz_field_answer { VIZ_FIELD_SAME, VIZ_FIELD_CHANGED, VIZ_FIELD_ENTERED };
enum viz_field_answer viz_field(struct viz_ui *ui, struct viz_rect rect, uint32_t id, char *text,
                                size_t size);
/* Rows of equal height; `row` writes one into its rectangle. Returns the row that was clicked, or -1. */
typedef void (*viz_row_writer)(struct viz_ui *ui, struct viz_rect rect, int row, void *self);
int viz_list(struct viz_ui *ui, struct viz_rect rect, uint32_t id, int rows, int row_height, int selected,
             double *scroll, viz_row_writer row, void *self);
/* Scrolls by the wheel and draws the bar; *scroll stays between 0 and what does not fit. */
void viz_scroll(struct viz_ui *ui, struct viz_rect rect, int content_height, double *scroll);
/* A horizontal bar, 0 <= share <= 1. */
void viz_bar(struct viz_ui *ui, struct viz_rect rect, double share, struct viz_colour colour);

#endif
