/* The only file that knows MPI, for study/transport.h. Polling instead of waiting: an MPI that waits keeps a
 * core busy, which is better spent on a replication. */
#include "study/transport.h"

#ifdef EMS_MPI

#include <mpi.h>
#include <stdlib.h>

enum ems_status ems_transport_open(struct ems_transport *transport)
{
    int provided = 0;
    *transport = (struct ems_transport){.size = 1};
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS) return EMS_IO;
    MPI_Comm_rank(MPI_COMM_WORLD, &transport->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &transport->size);
    transport->open = true;
    return EMS_OK;
}

void ems_transport_send(struct ems_transport *transport, int to, int tag, const void *bytes, size_t count)
{
    (void)transport;
    MPI_Send(bytes, (int)count, MPI_BYTE, to, tag, MPI_COMM_WORLD);
}

enum ems_status ems_transport_poll(struct ems_transport *transport, struct ems_message *out, bool *any)
{
    int found = 0, count = 0;
    MPI_Status status;
    *any = false;
    if (!transport->open) return EMS_OK;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &found, &status);
    if (!found) return EMS_OK;
    MPI_Get_count(&status, MPI_BYTE, &count);
    *out = (struct ems_message){.from = status.MPI_SOURCE, .tag = status.MPI_TAG, .count = (size_t)count};
    out->bytes = malloc((size_t)count + 1);
    if (out->bytes == NULL) return EMS_NO_MEMORY;
    MPI_Recv(out->bytes, count, MPI_BYTE, out->from, out->tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    *any = true;
    return EMS_OK;
}

void ems_transport_close(struct ems_transport *transport)
{
    if (transport->open) MPI_Finalize();
    transport->open = false;
}

#else

enum ems_status ems_transport_open(struct ems_transport *transport)
{
    *transport = (struct ems_transport){.size = 1};
    return EMS_OK;
}

void ems_transport_send(struct ems_transport *transport, int to, int tag, const void *bytes, size_t count)
{
    (void)transport, (void)to, (void)tag, (void)bytes, (void)count;
}

enum ems_status ems_transport_poll(struct ems_transport *transport, struct ems_message *out, bool *any)
{
    (void)transport, (void)out;
    *any = false;
    return EMS_OK;
}

void ems_transport_close(struct ems_transport *transport)
{
    (void)transport;
}

#endif
