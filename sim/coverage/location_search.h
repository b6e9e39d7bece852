/* Good plans of a programme by hand: greedy addition, then interchange (Teitz and Bart 1968): the best swap
 * of one site for another, until none makes the plan better. Ties go to the lower number. */
#ifndef EMS_COVERAGE_LOCATION_SEARCH_H
#define EMS_COVERAGE_LOCATION_SEARCH_H

#include "coverage/location_program.h"

/* Adds units to the state while one makes it better (and existing sites that must stay open). */
void ems_search_greedy(struct ems_program_state *state);
/* Swaps, adds and drops until nothing makes it better, at most `passes` times; returns how often. */
int32_t ems_search_interchange(struct ems_program_state *state, int32_t passes);
/* Opens existing sites until as many stay open as must, best first. */
void ems_search_fill_existing(struct ems_program_state *state);

#endif
