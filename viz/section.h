/* A section of the panel beside the map: one file panel_<name>.c with one `const struct viz_section`, listed
 * once in panel.c from top to bottom. A click on its title folds it.
 *
 * `draw` writes from the top of *rest and cuts off what it took, with widgets as in every pane. */
#ifndef EMS_VIZ_SECTION_H
#define EMS_VIZ_SECTION_H

#include "app.h"
#include "format.h"

struct viz_section {
    const char *name;
    enum viz_text title;
    bool (*applies)(const struct viz_app *app); /* NULL: always */
    void (*draw)(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest);
};

/* One line with a name on the left and a value on the right. */
void viz_section_line(struct viz_ui *ui, struct viz_rect *rest, const char *name, const char *value);
/* What the panel is about: the first map. */
static inline const struct viz_map *viz_section_map(const struct viz_app *app)
{
    return &app->map[0];
}

#endif
