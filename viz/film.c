#include "film.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void become_ffmpeg(int input, const char *path, int width, int height, int frames_a_second)
{
    char size[32], rate[16];
    snprintf(size, sizeof size, "%dx%d", width, height);
    snprintf(rate, sizeof rate, "%d", frames_a_second);
    dup2(input, STDIN_FILENO);
    /* yuv420p wants even sizes */
    execlp("ffmpeg", "ffmpeg", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr0", "-s", size,
           "-r", rate, "-i", "-", "-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2", "-pix_fmt", "yuv420p",
           "-movflags", "+faststart", "-f", "mp4", path, (char *)NULL);
    _exit(127);
}

/* Before ffmpeg is blamed for it; errno tells why not. */
static bool can_write(const struct viz_fresh *fresh)
{
    if (strcmp(fresh->path, fresh->written) == 0) return true; /* a pipe may have no reader yet */
    FILE *file = fopen(fresh->written, "wb");
    return file != NULL && fclose(file) == 0;
}

enum ems_status viz_film_begin(struct viz_film *film, const char *path, int width, int height,
                               int frames_a_second)
{
    int ends[2];
    *film = (struct viz_film){0};
    if (!viz_fresh_begin(&film->fresh, path) || !can_write(&film->fresh)) return EMS_IO;
    if (pipe(ends) != 0) return EMS_IO;
    signal(SIGPIPE, SIG_IGN); /* a reader that ends early shows as a failed write */
    film->program = fork();
    if (film->program == 0) {
        close(ends[1]);
        become_ffmpeg(ends[0], film->fresh.written, width, height, frames_a_second);
    }
    close(ends[0]);
    film->pipe = film->program > 0 ? fdopen(ends[1], "wb") : NULL;
    if (film->pipe != NULL) return EMS_OK;
    close(ends[1]);
    return EMS_IO;
}

enum ems_status viz_film_end(struct viz_film *film, bool fine)
{
    int result = 0;
    fine = fclose(film->pipe) == 0 && fine;
    if (waitpid(film->program, &result, 0) != film->program) fine = false;
    fine = fine && WIFEXITED(result) && WEXITSTATUS(result) == 0;
    return viz_fresh_end(&film->fresh, fine) ? EMS_OK : EMS_IO;
}
