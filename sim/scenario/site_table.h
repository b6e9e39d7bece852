/* Stations, hospitals and their vehicles from CSV tables: where a list of the scenario is given as
 * {file: ...}, its rows become the entries that somebody would have written, before anything else is done
 * with them. Columns are named after the keys; `columns` says where a table calls them otherwise. */
#ifndef EMS_SCENARIO_SITE_TABLE_H
#define EMS_SCENARIO_SITE_TABLE_H

#include "scenario/fill.h"

/* Puts lists in the place of tables in the tree of one file. What is wrong is told, and the list left empty
 * and broken. */
void ems_site_tables_expand(struct ems_filler *filler, struct ems_node *root);

#endif
