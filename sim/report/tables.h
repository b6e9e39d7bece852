/* calls.csv, trips.csv and events.csv: an observer that writes a row for each counted call, each order and
 * each event as they end or happen. Times are seconds since the start of the clock, coordinates those of the
 * scenario's system, ids those of the scenario; what did not happen is empty. Calls go by their serial
 * number, calls of a trace by their id there.
 *
 *   struct ems_tables tables = ems_tables_begin(model, calls, trips, events);
 *   struct ems_observer observer = ems_tables_observer(&tables);
 *   ems_tables_replication(&tables, r);   before each replication
 *   if (ems_tables_status(&tables) != EMS_OK) ...   a write failed; errno tells
 */
#ifndef EMS_REPORT_TABLES_H
#define EMS_REPORT_TABLES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/csv.h"
#include "base/status.h"
#include "engine/facts.h"
#include "model/model.h"

enum ems_table_kind { EMS_TABLE_CALLS, EMS_TABLE_TRIPS, EMS_TABLE_EVENTS, EMS_TABLE_KINDS };

/* calls.csv and so on. */
const char *ems_table_file(enum ems_table_kind kind);

struct ems_tables {
    const struct ems_model *model;
    struct ems_csv_writer writers[EMS_TABLE_KINDS];
    bool wanted[EMS_TABLE_KINDS]; /* may be set to false between replications */
    int64_t replication;
};

/* Writes the headers. Streams are borrowed; NULL: that table is not written. */
struct ems_tables ems_tables_begin(const struct ems_model *model, FILE *const streams[EMS_TABLE_KINDS]);
/* The same without headers, for rows that will stand behind others. */
struct ems_tables ems_tables_continue(const struct ems_model *model, FILE *const streams[EMS_TABLE_KINDS]);
/* `tables` must stay where it is. */
struct ems_observer ems_tables_observer(struct ems_tables *tables);
void ems_tables_replication(struct ems_tables *tables, int64_t replication);
/* Flushes; EMS_IO with errno when any write has failed. */
enum ems_status ems_tables_flush(struct ems_tables *tables);
/* The same without flushing. */
enum ems_status ems_tables_status(const struct ems_tables *tables);

#endif
