/* Makes a programme smaller without changing its best value: rows with the same sites become one, rows that
 * must be covered and are covered whenever another one is go, and sites that another one makes needless are
 * forbidden (their most becomes 0, so that columns keep their numbers). */
#ifndef EMS_COVERAGE_LOCATION_REDUCE_H
#define EMS_COVERAGE_LOCATION_REDUCE_H

#include "coverage/location_program.h"

/* Also fills in the entries by column, which a programme needs before it is used. `columns`: forbid needless
 * ones. EMS_NO_MEMORY. */
enum ems_status ems_program_reduce(struct ems_program *program, bool columns, struct ems_arena *arena);

#endif
