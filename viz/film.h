/* An MP4 through ffmpeg, which is started without a shell and fed with pictures. */
#ifndef EMS_VIZ_FILM_H
#define EMS_VIZ_FILM_H

#include <stdio.h>
#include <sys/types.h>

#include "ems120/status.h"
#include "fresh.h"

struct viz_film {
    FILE *pipe;
    pid_t program;
    struct viz_fresh fresh;
};

/* EMS_IO: there is no pipe or no process to be had. That ffmpeg is not installed shows at the end. */
enum ems_status viz_film_begin(struct viz_film *film, const char *path, int width, int height,
                               int frames_a_second);
/* `fine`: all pictures went in; otherwise what was there before stays. EMS_IO: ffmpeg is missing or did not
 * write the film. */
enum ems_status viz_film_end(struct viz_film *film, bool fine);

#endif
