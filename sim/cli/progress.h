/* How far a long piece of work has come, on a terminal: one line that is written over, gone at the end.
 * Nothing is shown when standard error is no terminal. */
#ifndef EMS_CLI_PROGRESS_H
#define EMS_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/text.h"

struct ems_progress {
    enum ems_lang lang;
    bool shown;
    bool told;
    double before; /* done when it was told first: found, not computed now */
    struct timespec started, last;
};

struct ems_progress ems_progress_begin(enum ems_lang lang, bool wanted);
/* `done` of `total`, and how much of those under way: may be called often, writes five times a second. */
void ems_progress_tell(struct ems_progress *progress, int64_t done, int64_t total, double under_way);
/* The share (0..1) of one long piece of work. */
void ems_progress_tell_share(struct ems_progress *progress, double share);
/* Work of which nobody knows how far it is. */
void ems_progress_say(struct ems_progress *progress, enum ems_text text);
void ems_progress_end(struct ems_progress *progress);

#endif
