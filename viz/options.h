/* What the command line asks for. */
#ifndef EMS_VIZ_OPTIONS_H
#define EMS_VIZ_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/status.h"
#include "ems120/time.h"

enum { VIZ_SETS = 64 };

struct viz_options {
    const char *input;  /* a scenario, or the folder of a run */
    const char *second; /* another one, to be compared; or NULL */
    const char *sets[VIZ_SETS + 1];
    int32_t set_count;
    int64_t replication;
    enum ems_lang lang;
    bool has_lang, has_theme, has_size, has_text_size; /* given, so what is remembered does not count */
    bool dark;
    int width, height;
    int text_size;      /* 1 to 3 */
    const char *mode;   /* NULL: live, or replay of a run */
    const char *layers; /* names with commas between; NULL: those that are remembered */
    const char *state;  /* a file that is told what the window shows; NULL: none */
    const char *render; /* a PNG or MP4 to write instead of opening a window; NULL: a window */
    ems_time at;        /* the moment to start at, or to render */
    ems_time until;     /* of an MP4 */
    double speed;       /* simulated seconds in a second; 0: as remembered */
};

/* Texts point into argv; the room for a changed seed is the caller's. Ends the program with 2 after telling
 * what is wrong, and with 0 after help. */
enum { VIZ_SEED_ROOM = 64 };
void viz_options_parse(int argc, char **argv, struct viz_options *out, char *seed_set);

#endif
