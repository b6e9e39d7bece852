/* A nameless file in a folder, for rows that must wait for their turn: written, then moved to the end of
 * another file, then written anew. Nothing of it stays when the program ends, however it ends. */
#ifndef EMS_REPORT_SPOOL_H
#define EMS_REPORT_SPOOL_H

#include <stdio.h>

#include "base/status.h"

struct ems_spool {
    FILE *stream; /* write here; NULL when closed */
};

/* EMS_IO leaves errno. */
enum ems_status ems_spool_open(const char *folder, struct ems_spool *out);
/* Appends all that was written to `to`, and empties it. */
enum ems_status ems_spool_move(struct ems_spool *spool, FILE *to);
void ems_spool_close(struct ems_spool *spool);

#endif
