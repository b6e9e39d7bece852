/* Messages between the processes of one run, over MPI when the program was built with it (study/mpi.c); else
 * there is one process. Rank 0 speaks with each other rank, and they with it. For one thread of each process.
 */
#ifndef EMS_STUDY_TRANSPORT_H
#define EMS_STUDY_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct ems_transport {
    int rank, size; /* of the processes; 0 of 1 alone */
    bool open;
};

struct ems_message {
    int from, tag;
    unsigned char *bytes; /* the receiver's to free */
    size_t count;
};

/* Once in a process, before anything else is said. Without MPI, or not started by mpirun: alone. */
enum ems_status ems_transport_open(struct ems_transport *transport);
/* At most 2 GB. Errors of MPI end the processes, as MPI does by default. */
void ems_transport_send(struct ems_transport *transport, int to, int tag, const void *bytes, size_t count);
/* The next message that has come, if any; does not wait. False when there is none, with EMS_OK. */
enum ems_status ems_transport_poll(struct ems_transport *transport, struct ems_message *out, bool *any);
/* Waits for the others; every process has to come here. */
void ems_transport_close(struct ems_transport *transport);

#endif
