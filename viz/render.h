/* Pictures of the window: what is shown now to a PNG, and without a screen, a moment to a PNG or a stretch of
 * time to an MP4 (through ffmpeg, if it is installed). */
#ifndef EMS_VIZ_RENDER_H
#define EMS_VIZ_RENDER_H

#include "ems120/status.h"

struct viz_app;

/* EMS_IO leaves errno. The file is written whole or not at all. */
enum ems_status viz_render_png(struct viz_app *app, const char *path);
/* What --render asks for. What goes wrong is told on stderr. */
enum ems_status viz_render(struct viz_app *app);

#endif
